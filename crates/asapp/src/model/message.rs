//! One message of a conversation.

use asapp_raw::conversations::types as raw;
use chrono::{DateTime, TimeZone, Utc};

use super::{ExternalId, Role, Text};
use crate::validate::Check;

/// A message to be added to a conversation.
///
/// The time is of any zone and is sent in UTC; one without a zone cannot be given.
///
/// ```
/// use asapp::Message;
/// use asapp::chrono::{FixedOffset, TimeZone as _};
///
/// let madrid = FixedOffset::east_opt(3600).unwrap();
/// let at = madrid.with_ymd_and_hms(2026, 3, 1, 10, 0, 0).unwrap();
/// let message = Message::customer("customer-x", "Hello", at);
/// assert_eq!(message.timestamp.to_rfc3339(), "2026-03-01T09:00:00+00:00");
/// ```
///
/// A time without a zone does not compile:
///
/// ```compile_fail,E0308
/// use asapp::chrono::NaiveDateTime;
/// let at: NaiveDateTime = "2026-03-01T10:00:00".parse().unwrap();
/// asapp::Message::customer("customer-x", "Hello", at);
/// ```
///
/// Nor does a message without its sender, its text or its time:
///
/// ```compile_fail,E0061
/// asapp::Message::customer("customer-x", "Hello");
/// ```
///
/// ```compile_fail,E0061
/// asapp::Message::customer("Hello", asapp::chrono::Utc::now());
/// ```
///
/// ```compile_fail,E0061
/// asapp::Message::customer("customer-x", asapp::chrono::Utc::now()); // what?
/// ```
///
/// ```compile_fail,E0061
/// asapp::Message::new("customer-x", "Hello", asapp::chrono::Utc::now()); // who says it?
/// ```
///
/// ```compile_fail,E0308
/// asapp::Message::new("agent", "agent-111", "Hello", asapp::chrono::Utc::now()); // a text is no role
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// Who says it.
    pub role: Role,
    /// Your key of the sender.
    pub sender: ExternalId,
    /// What is said; at least one character.
    pub text: Text,
    /// When it was said.
    pub timestamp: DateTime<Utc>,
}

impl Message {
    /// A message of any role.
    #[must_use]
    pub fn new<Tz: TimeZone>(
        role: Role,
        sender: impl Into<ExternalId>,
        text: impl Into<Text>,
        at: DateTime<Tz>,
    ) -> Self {
        Self { role, sender: sender.into(), text: text.into(), timestamp: at.with_timezone(&Utc) }
    }

    /// A message of the customer.
    #[must_use]
    pub fn customer<Tz: TimeZone>(
        sender: impl Into<ExternalId>,
        text: impl Into<Text>,
        at: DateTime<Tz>,
    ) -> Self {
        Self::new(Role::Customer, sender, text, at)
    }

    /// A message of a human agent.
    #[must_use]
    pub fn agent<Tz: TimeZone>(
        sender: impl Into<ExternalId>,
        text: impl Into<Text>,
        at: DateTime<Tz>,
    ) -> Self {
        Self::new(Role::Agent, sender, text, at)
    }

    /// A message of a bot or a virtual agent.
    #[must_use]
    pub fn system<Tz: TimeZone>(
        sender: impl Into<ExternalId>,
        text: impl Into<Text>,
        at: DateTime<Tz>,
    ) -> Self {
        Self::new(Role::System, sender, text, at)
    }

    /// The message as the generated client takes it.
    pub(crate) fn to_raw(&self, check: &mut Check) -> Option<raw::Message> {
        let text = check.message_text("/text", &self.text);
        let sender = check.body("/sender/externalId", self.sender.expose());
        check.time("/timestamp", self.timestamp);
        Some(raw::Message {
            sender: raw::Sender { external_id: sender?, role: raw_role(self.role) },
            text: text?,
            timestamp: self.timestamp.into(),
        })
    }
}

fn raw_role(role: Role) -> raw::SenderRole {
    match role {
        Role::Agent => raw::SenderRole::Agent,
        Role::Customer => raw::SenderRole::Customer,
        Role::System => raw::SenderRole::System,
    }
}
