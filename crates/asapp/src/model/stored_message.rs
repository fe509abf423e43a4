//! A message as the service holds it.

use std::str::FromStr as _;

use asapp_raw::conversations::types as raw;
use chrono::{DateTime, Utc};

use super::{ExternalId, MessageId, Role, Text};

/// A message as read back (operations `getMessages`, `getMessage` and `getMessagesByExternalId`).
///
/// ASAPP redacts card numbers and the like when it stores a message, so the text may differ from the one that
/// was sent.
///
/// ```no_run
/// # async fn example(transcript: asapp::Transcript) -> Result<(), asapp::Error> {
/// use asapp::SenderRole;
///
/// for message in transcript.messages().send().await? {
///     let is_agent = message.role == SenderRole::Agent;
///     println!("{} {} agent: {is_agent}", message.client_timestamp, message.id);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredMessage {
    /// ASAPP's id.
    pub id: MessageId,
    /// Who said it.
    pub role: SenderRole,
    /// Your key of the sender, where the service answers one.
    pub sender: Option<ExternalId>,
    /// What was said, as far as it is not redacted.
    pub text: Text,
    /// When the service stored it.
    pub created_timestamp: DateTime<Utc>,
    /// When it was said: the timestamp that was sent with it.
    pub client_timestamp: DateTime<Utc>,
}

/// The role of a sender as read back: one of those that can be sent, or a word that the service added since.
///
/// ```
/// use asapp::{Role, SenderRole};
///
/// assert_eq!(SenderRole::from("agent"), SenderRole::Agent);
/// assert_eq!(SenderRole::from("agent").known(), Some(Role::Agent));
/// assert_eq!(SenderRole::from("supervisor").known(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SenderRole {
    /// A human agent.
    Agent,
    /// The customer.
    Customer,
    /// A bot or a virtual agent.
    System,
    /// Another word, as the service spells it.
    Other(Text),
}

impl SenderRole {
    /// The role with which the same message could be sent.
    #[must_use]
    pub fn known(&self) -> Option<Role> {
        match self {
            Self::Agent => Some(Role::Agent),
            Self::Customer => Some(Role::Customer),
            Self::System => Some(Role::System),
            Self::Other(_) => None,
        }
    }
}

impl From<Role> for SenderRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Agent => Self::Agent,
            Role::Customer => Self::Customer,
            Role::System => Self::System,
        }
    }
}

impl From<String> for SenderRole {
    fn from(word: String) -> Self {
        Role::from_str(&word).map_or_else(|_| Self::Other(word.into()), Self::from)
    }
}

impl From<&str> for SenderRole {
    fn from(word: &str) -> Self {
        word.to_owned().into()
    }
}

impl StoredMessage {
    pub(crate) fn from_raw(raw: raw::StoredMessage) -> Self {
        let raw::StoredMessage { message_id, sender, text, created_timestamp, client_timestamp } =
            raw;
        Self {
            id: message_id.into(),
            role: sender.role.into(),
            sender: sender.external_id.map(ExternalId::from),
            text: text.into(),
            created_timestamp: created_timestamp.into(),
            client_timestamp: client_timestamp.into(),
        }
    }
}
