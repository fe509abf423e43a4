//! Metadata records.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::Hidden;

/// A metadata record of a conversation, an agent or a customer. `Debug` hides all that the caller sent.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = asapp_emulator::Emulator::start().await?;
/// for stored in emulator.conversation_metadata() {
///     assert_eq!(stored.external_conversation_id(), Some("id-111"));
///     assert_eq!(stored.record()["deviceType"], "TABLET");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredMetadata {
    /// The event id: the caller's, else the one generated.
    pub event_id: String,
    /// As it was sent.
    #[schemars(with = "serde_json::Map<String, Value>")]
    pub(crate) record: Value,
}

impl StoredMetadata {
    /// The whole record as it was sent, nulls and fields unknown to the contract included.
    pub fn record(&self) -> &Value {
        &self.record
    }

    /// The caller's id of the conversation, in records of conversations and of customers. It need not exist.
    pub fn external_conversation_id(&self) -> Option<&str> {
        self.record["externalConversationId"].as_str()
    }

    /// The caller's id of the agent, in records of agents.
    pub fn external_agent_id(&self) -> Option<&str> {
        self.record["externalAgentId"].as_str()
    }

    /// The caller's id of the customer, in records of customers.
    pub fn external_customer_id(&self) -> Option<&str> {
        self.record["externalCustomerId"].as_str()
    }
}

impl fmt::Debug for StoredMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredMetadata")
            .field("event_id", &Hidden(&self.event_id))
            .field("fields", &self.record.as_object().map(serde_json::Map::len))
            .finish_non_exhaustive()
    }
}
