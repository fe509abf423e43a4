//! What the emulator holds, as plain data to look at in tests. A message serializes as the API reads it out.

mod authentication;
mod metadata;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::authentication::StoredAuthentication;
pub use self::metadata::StoredMetadata;

/// A conversation as last written. `Debug` hides all that the caller sent.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = asapp_emulator::Emulator::start().await?;
/// // … run the code under test against emulator.url() …
/// let queues: Vec<_> = emulator.conversations().iter().filter_map(|c| c.metadata.as_ref()?.get("queue").cloned()).collect();
/// assert!(queues.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredConversation {
    /// ASAPP's id.
    pub id: String,
    /// The caller's id.
    pub external_id: String,
    /// The agent; none until one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<StoredParticipant>,
    /// The customer.
    pub customer: StoredParticipant,
    /// The map last given; none until one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<BTreeMap<String, String>>,
    /// The timestamp last given, as the caller wrote it.
    pub timestamp: String,
    /// When the first write arrived.
    pub created_timestamp: DateTime<Utc>,
}

/// An agent or customer of a conversation. `Debug` hides both fields.
///
/// ```
/// fn initials(customer: &asapp_emulator::StoredParticipant) -> Option<char> {
///     customer.name.as_ref()?.chars().next()
/// }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredParticipant {
    /// The caller's id of the participant.
    pub external_id: String,
    /// The name, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A message as it arrived. `Debug` hides all that the caller sent but the role.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = asapp_emulator::Emulator::start().await?;
/// for message in emulator.messages("01BX5ZZKBKACTAV9WEVGEMMVRZ") {
///     assert_eq!(message.sender.role, "agent");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredMessage {
    /// ASAPP's id.
    #[serde(rename = "messageId")]
    pub id: String,
    /// The text.
    pub text: String,
    /// Who said it.
    pub sender: StoredSender,
    /// The message's own timestamp, as the caller wrote it.
    pub client_timestamp: String,
    /// When the message arrived.
    pub created_timestamp: DateTime<Utc>,
}

/// Who sent a message. `Debug` hides the id.
///
/// ```
/// fn is_agent(message: &asapp_emulator::StoredMessage) -> bool {
///     message.sender.role == "agent" && message.sender.external_id.starts_with("agent-")
/// }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredSender {
    /// `agent`, `customer` or `system`.
    pub role: String,
    /// The caller's id of the sender.
    pub external_id: String,
}

/// Stands for text that `Debug` must not show.
pub(crate) struct Hidden<'a>(pub(crate) &'a str);

impl fmt::Debug for Hidden<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} characters>", self.0.chars().count())
    }
}

impl fmt::Debug for StoredConversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredConversation")
            .field("id", &self.id)
            .field("external_id", &Hidden(&self.external_id))
            .field("agent", &self.agent)
            .field("customer", &self.customer)
            .field("metadata_entries", &self.metadata.as_ref().map(BTreeMap::len))
            .field("created_timestamp", &self.created_timestamp)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for StoredParticipant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredParticipant")
            .field("external_id", &Hidden(&self.external_id))
            .field("name", &self.name.as_deref().map(Hidden))
            .finish()
    }
}

impl fmt::Debug for StoredMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredMessage")
            .field("id", &self.id)
            .field("text", &Hidden(&self.text))
            .field("sender", &self.sender)
            .field("created_timestamp", &self.created_timestamp)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for StoredSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredSender")
            .field("role", &self.role)
            .field("external_id", &Hidden(&self.external_id))
            .finish()
    }
}
