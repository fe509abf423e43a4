//! What a user can change about the answers, before the start and while the emulator runs.

use std::sync::{Arc, PoisonError, RwLock};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::limits::Limits;

/// Switches of an emulator. The defaults are the readings that hide least.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// use asapp_emulator::{Emulator, RepeatedMessage};
///
/// let emulator = Emulator::builder()
///     .configure(|settings| settings.repeated_message = RepeatedMessage::Conflict)
///     .start()
///     .await?;
/// emulator.configure(|settings| settings.healthy = false);
/// assert!(!emulator.settings().healthy);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Settings {
    /// Whether the health check says `SUCCESS` or `FAILED`. Nothing else changes.
    pub healthy: bool,
    /// The longest body that is accepted, in bytes. A longer one is answered with 413. 10 MiB unless set.
    pub longest_body: usize,
    /// What becomes of a batch without `messages`, which the schema lets pass.
    pub empty_batch: EmptyBatch,
    /// What becomes of a message that the conversation already holds.
    pub repeated_message: RepeatedMessage,
    /// What becomes of a timestamp without a zone.
    pub zoneless_timestamps: ZonelessTimestamps,
    /// Whether digits in texts are stored as `*`, as the service redacts card and phone numbers: in every run of three
    /// digits or more, spaces and dashes between them included.
    pub redact_digits: bool,
    /// The most messages that `getMessagesByExternalId` answers, the first ones in chronological order. 1,000 unless
    /// set; none lifts it. The vendor states the number; which messages are cut is a convention.
    pub transcript_limit: Option<usize>,
    /// For how many seconds `getMessagesByExternalId` answers the messages of a conversation, counted from the arrival
    /// of the last one: for less than this, and nothing thereafter. Seven days unless set; none lifts it. The vendor
    /// counts from the end of the conversation; the API knows no end, so from when it counts is a convention.
    pub transcript_seconds: Option<u64>,
    /// How often a key may call, and how it is refused. Off unless set.
    pub limits: Limits,
    /// How many requests the journal keeps, the last ones. 1,000 unless set; 0 keeps none.
    pub journal_entries: usize,
}

/// What becomes of a batch without `messages`.
///
/// ```
/// assert_eq!(asapp_emulator::EmptyBatch::default(), asapp_emulator::EmptyBatch::Refuse);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum EmptyBatch {
    /// It is `400-03`.
    #[default]
    Refuse,
    /// It is answered with 200, and stores nothing.
    Accept,
}

/// What becomes of a message that the conversation already holds: one of the same sender, text and timestamp.
///
/// ```
/// assert_eq!(asapp_emulator::RepeatedMessage::default(), asapp_emulator::RepeatedMessage::Store);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RepeatedMessage {
    /// It is stored again: the API documents no deduplication.
    #[default]
    Store,
    /// It is answered with 409 and not stored again. Of a batch the messages that are not held are stored, each once,
    /// with 200; 409 is answered where all are held.
    Conflict,
}

/// What becomes of a timestamp without a zone.
///
/// ```
/// assert_eq!(asapp_emulator::ZonelessTimestamps::default(), asapp_emulator::ZonelessTimestamps::Refuse);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ZonelessTimestamps {
    /// It is against the schema, as in the vendor's validator.
    #[default]
    Refuse,
    /// It is taken as UTC and stored with a `Z`, as the vendor's prose says.
    AssumeUtc,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            healthy: true,
            longest_body: 10 << 20,
            empty_batch: EmptyBatch::default(),
            repeated_message: RepeatedMessage::default(),
            zoneless_timestamps: ZonelessTimestamps::default(),
            redact_digits: false,
            transcript_limit: Some(1000),
            transcript_seconds: Some(7 * 24 * 60 * 60),
            limits: Limits::default(),
            journal_entries: 1000,
        }
    }
}

/// Settings that can change between two requests, never within one.
pub(crate) struct Live(RwLock<Arc<Settings>>);

impl Live {
    pub(crate) fn new(settings: Settings) -> Self {
        Self(RwLock::new(Arc::new(settings)))
    }

    pub(crate) fn get(&self) -> Arc<Settings> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.0.write().unwrap_or_else(PoisonError::into_inner);
        change(Arc::make_mut(&mut settings));
    }
}

/// Settings to be replaced; the others stay. `null` is a value for those that can be none.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(try_from = "Map<String, Value>")]
#[schemars(!try_from, transparent)]
pub(crate) struct SettingsPatch(#[schemars(schema_with = "patch")] Map<String, Value>);

// A client made from a schema with defaults would fill them in, and so reset what it was not told to change.
fn patch(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = Settings::json_schema(generator);
    let fields = schema.get_mut("properties").and_then(Value::as_object_mut);
    for field in fields.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        field.remove("default");
    }
    schema
}

impl SettingsPatch {
    pub(crate) fn apply(&self, settings: &mut Settings) {
        if let Ok(patched) = patched(settings, self.0.clone()) {
            *settings = patched;
        }
    }
}

impl TryFrom<Map<String, Value>> for SettingsPatch {
    type Error = serde_json::Error;

    fn try_from(given: Map<String, Value>) -> serde_json::Result<Self> {
        patched(&Settings::default(), given.clone())?;
        Ok(Self(given))
    }
}

// Whether it succeeds depends on what is given alone: each field is read by itself.
fn patched(settings: &Settings, given: Map<String, Value>) -> serde_json::Result<Settings> {
    let mut fields = serde_json::to_value(settings)?;
    if let Value::Object(fields) = &mut fields {
        fields.extend(given);
    }
    serde_json::from_value(fields)
}
