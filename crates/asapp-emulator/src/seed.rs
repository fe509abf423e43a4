//! What an emulator is to hold from the start, as one JSON document.

mod apply;
mod file;

use std::fmt;
use std::sync::{Arc, LazyLock};

use serde_json::Value;

pub(crate) use self::file::SeedFile;
use crate::faults::Faults;
use crate::json::{self, Malformed};
use crate::schema::{Fault, Schema};
use crate::settings::Settings;

#[expect(clippy::expect_used, reason = "made from types alone, and a test makes it")]
static SCHEMA: LazyLock<Schema> =
    LazyLock::new(|| Schema::of::<SeedFile>().expect("the schema of a seed can be checked"));

/// What an emulator is to hold: conversations with their messages and credentials of customers, metadata records, keys,
/// settings, the time, plans and rates of faults. All of it is in order: what goes into the store has been judged by the
/// published contract as a request would be. `Debug` shows counts alone.
///
/// As JSON: `{"now", "settings", "keys", "conversations": [{…, "messages", "authentications"}], "conversationMetadata",
/// "agentMetadata", "customerMetadata", "plans", "rates"}`, all of them optional, conversations, messages, credentials and
/// records as the API takes them, the others as the emulator's own API does; [`schema`](Self::schema) has it all. A
/// time `now` stops the clock. Ids are given anew each time that the seed is stored. Equal messages are stored each for
/// itself.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use asapp_emulator::{Emulator, Seed};
///
/// let seed = Seed::from_json(
///     r#"{"conversations": [{
///         "externalId": "id-111",
///         "customer": {"externalId": "customer-x"},
///         "timestamp": "2021-11-23T12:13:14.555Z",
///         "messages": [{
///             "text": "Hello",
///             "sender": {"role": "customer", "externalId": "customer-x"},
///             "timestamp": "2021-11-23T12:13:14.555Z"
///         }]
///     }]}"#,
/// )?;
/// let emulator = Emulator::builder().seed(seed).start().await?;
/// assert!(emulator.conversation("id-111").is_some());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Seed(Arc<SeedFile>);

impl Seed {
    /// Reads a seed from JSON text.
    ///
    /// # Limits
    ///
    /// At most 100 faults are told, and of a text beyond 256 KiB the first alone.
    ///
    /// # Errors
    ///
    /// Text that is no JSON, a key given twice included, or all faults of the seed, each with a JSON pointer.
    pub fn from_json(text: impl AsRef<[u8]>) -> Result<Self, SeedError> {
        let text = text.as_ref();
        let value = json::parse(text).map_err(|Malformed { line, column }| {
            SeedError::of(format!("must be well-formed JSON: line {line}, column {column}"))
        })?;
        Self::from_value(value, text.len())
    }

    /// The JSON Schema (draft 2020-12) of a seed.
    pub fn schema() -> Value {
        schemars::schema_for!(SeedFile).to_value()
    }

    fn from_value(value: Value, length: usize) -> Result<Self, SeedError> {
        let faults = SCHEMA.faults(&value, length);
        if !faults.is_empty() {
            return Err(SeedError { problems: faults.iter().map(describe).collect() });
        }
        // What the schema lets pass can be read, but for `1e19`, which it takes for an integer.
        let file: SeedFile = serde_json::from_value(value)
            .map_err(|_| SeedError::of("an integer must be written as one".to_owned()))?;
        Self::try_from(file)
    }

    pub(crate) fn change_settings(&self, settings: &mut Settings) {
        if let Some(patch) = &self.0.settings {
            patch.apply(settings);
        }
    }
}

impl TryFrom<Value> for Seed {
    type Error = SeedError;

    /// The same for JSON that is read already.
    fn try_from(value: Value) -> Result<Self, SeedError> {
        Self::from_value(value, 0)
    }
}

impl TryFrom<SeedFile> for Seed {
    type Error = SeedError;

    fn try_from(file: SeedFile) -> Result<Self, SeedError> {
        let unused = Arc::new(Faults::default());
        apply::follow(&file, &unused)?;
        Ok(Self(Arc::new(file)))
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seed")
            .field("conversations", &self.0.conversations.len())
            .field("plans", &self.0.plans.len())
            .finish_non_exhaustive()
    }
}

fn describe(Fault { pointer, message, .. }: &Fault) -> String {
    if pointer.is_empty() { message.clone() } else { format!("{pointer}: {message}") }
}

/// Why a seed was refused: each problem with a JSON pointer into the seed, never with a value of it.
///
/// ```
/// use asapp_emulator::Seed;
///
/// let error = Seed::from_json(r#"{"conversations": [{"externalId": "id-111"}]}"#).unwrap_err();
/// assert_eq!(error.problems()[0], "/conversations/0/customer: is required");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedError {
    problems: Vec<String>,
}

impl SeedError {
    fn of(problem: String) -> Self {
        Self { problems: vec![problem] }
    }

    /// All problems, each with its place.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join(", "))
    }
}

impl std::error::Error for SeedError {}
