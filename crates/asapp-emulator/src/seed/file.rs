//! The members of a seed, and what they must satisfy.

use chrono::{DateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::contract::Contract;
use crate::faults::{Plan, Rates};
use crate::keys::Key;
use crate::settings::SettingsPatch;
use crate::store::{AuthenticationWrite, ConversationWrite, MessageWrite};

/// What an emulator is to hold. Conversations, messages, credentials and records are as the API takes them.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Seed")]
pub(crate) struct SeedFile {
    /// Stops the clock at this time.
    #[serde(default)]
    pub(super) now: Option<DateTime<Utc>>,
    /// Settings to be replaced; the others stay.
    #[serde(default)]
    pub(super) settings: Option<SettingsPatch>,
    /// Keys beside those of the emulator.
    #[serde(default)]
    pub(super) keys: Vec<Key>,
    /// As `createOrUpdateConversation` takes them, each with its `messages`, as `createMessage` takes them, and
    /// `authentications`, as `postAuthenticate` does.
    #[serde(default)]
    #[schemars(schema_with = "conversations")]
    pub(super) conversations: Vec<SeededConversation>,
    /// As `singleConvoMetadata` takes them.
    #[serde(default)]
    #[schemars(schema_with = "conversation_records")]
    pub(super) conversation_metadata: Vec<Value>,
    /// As `singleAgentMetadata` takes them.
    #[serde(default)]
    #[schemars(schema_with = "agent_records")]
    pub(super) agent_metadata: Vec<Value>,
    /// As `singleCustomerMetadata` takes them.
    #[serde(default)]
    #[schemars(schema_with = "customer_records")]
    pub(super) customer_metadata: Vec<Value>,
    /// Plans of faults.
    #[serde(default)]
    pub(super) plans: Vec<Plan>,
    /// Faults by chance.
    #[serde(default)]
    pub(super) rates: Option<Rates>,
}

#[derive(Clone, Deserialize)]
pub(super) struct SeededConversation {
    #[serde(flatten)]
    pub(super) conversation: ConversationWrite,
    #[serde(default)]
    pub(super) messages: Vec<MessageWrite>,
    #[serde(default)]
    pub(super) authentications: Vec<AuthenticationWrite>,
}

// The API takes members that it does not know. Here one of them can only be a mistake, such as `message`.
fn conversations(_: &mut SchemaGenerator) -> Schema {
    let mut conversation = taken_by("createOrUpdateConversation");
    conversation["properties"]["messages"] = json!(list_of(taken_by("createMessage")));
    conversation["properties"]["authentications"] = json!(list_of(taken_by("postAuthenticate")));
    conversation["additionalProperties"] = json!(false);
    list_of(conversation)
}

fn conversation_records(_: &mut SchemaGenerator) -> Schema {
    list_of(taken_by("singleConvoMetadata"))
}

fn agent_records(_: &mut SchemaGenerator) -> Schema {
    list_of(taken_by("singleAgentMetadata"))
}

fn customer_records(_: &mut SchemaGenerator) -> Schema {
    list_of(taken_by("singleCustomerMetadata"))
}

fn list_of(items: Value) -> Schema {
    json_schema!({"type": "array", "items": items})
}

/// What the contract publishes for the body of an operation.
fn taken_by(operation_id: &str) -> Value {
    let operation = Contract::published().operation(operation_id);
    let schema = operation.and_then(|operation| operation.request_schema());
    schema.cloned().unwrap_or(Value::Bool(false))
}
