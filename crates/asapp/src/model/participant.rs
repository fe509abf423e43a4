//! Who takes part in a conversation.

use super::word::words;
use crate::{ExternalId, Text};

/// An agent or a customer of a conversation.
///
/// ```
/// use asapp::Participant;
///
/// let agent = Participant::new("agent-111").name("agent-x");
/// let customer: Participant = "customer-x".into();
/// # let _ = (agent, customer);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Participant {
    /// Your key of this person, the same in every conversation.
    pub external_id: ExternalId,
    /// The name to show.
    pub name: Option<Text>,
}

impl Participant {
    /// A participant known by your key.
    #[must_use]
    pub fn new(external_id: impl Into<ExternalId>) -> Self {
        Self { external_id: external_id.into(), name: None }
    }

    /// Sets the name to show.
    #[must_use]
    pub fn name(mut self, name: impl Into<Text>) -> Self {
        self.name = Some(name.into());
        self
    }
}

impl From<&str> for Participant {
    fn from(external_id: &str) -> Self {
        Self::new(external_id)
    }
}

impl From<String> for Participant {
    fn from(external_id: String) -> Self {
        Self::new(external_id)
    }
}

impl From<&String> for Participant {
    fn from(external_id: &String) -> Self {
        Self::new(external_id)
    }
}

impl From<ExternalId> for Participant {
    fn from(external_id: ExternalId) -> Self {
        Self::new(external_id)
    }
}

impl From<&ExternalId> for Participant {
    fn from(external_id: &ExternalId) -> Self {
        Self::new(external_id)
    }
}

words! {
    /// Who says something.
    ///
    /// ```
    /// use asapp::Role;
    ///
    /// assert_eq!("agent".parse(), Ok(Role::Agent));
    /// assert_eq!(Role::Customer.as_str(), "customer");
    /// ```
    Role {
        /// A human agent:
        Agent => "agent",
        /// The customer:
        Customer => "customer",
        /// A bot or a virtual agent, who does not become a participant of the conversation:
        System => "system",
    }
}
