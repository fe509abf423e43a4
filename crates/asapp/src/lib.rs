//! Send conversations, messages and metadata of a contact centre to
//! [ASAPP](https://docs.asapp.com), with outcomes that are known or honestly unknown, and without
//! leaking a word of what was said.
//!
//! ```no_run
//! use asapp::{DeviceType, Message, Participant};
//! # async fn example(started_at: asapp::chrono::DateTime<asapp::chrono::Utc>, history: Vec<Message>) -> Result<(), asapp::Error> {
//! let asapp = asapp::Client::from_env()?; // ASAPP_API_ID, ASAPP_API_SECRET, ASAPP_API_HOST
//!
//! let conversation = asapp
//!     .upsert_conversation("id-111") // your key; safe to repeat
//!     .customer("customer-x")
//!     .agent(Participant::new("agent-111").name("agent-x"))
//!     .metadata("queue", "some-queue")
//!     .timestamp(started_at)
//!     .send()
//!     .await?;
//!
//! let transcript = asapp.conversation(&conversation.id);
//! transcript.add_message(Message::customer("customer-x", "Hello", started_at)).send().await?;
//! transcript.add_messages(history).send().await?; // any number: packed by 300, in order
//! for message in transcript.messages().send().await? {
//!     println!("{} {:?}", message.client_timestamp, message.role);
//! }
//! # Ok(()) }
//! ```
//!
//! # Outcomes
//!
//! The service has no idempotency key and no delete, so whether a write was stored matters. Every
//! success carries an [`Outcome`] and every [`Error`] answers [`Error::outcome`]. A call that submits many records
//! of metadata succeeds although some are refused: its [`RecordResults`] have an outcome for each.
//!
//! # Dropping a future
//!
//! Nothing is sent before a future is awaited. Dropping one that has begun gives up waiting, no more:
//! the request may have left and may be stored. To be sure, read back, or keep the future.
//!
//! # Privacy
//!
//! Message texts, names, external ids, metadata and credentials have a redacted `Debug` and no `Display`, and
//! are wiped when they are dropped. Copies for the generated client, serialisation, TLS and the HTTP client,
//! and the bodies of answers, are not wiped. This crate writes no log; the HTTP client below it may name
//! hosts at debug level, but no path, header or body.
//!
//! # Features
//!
//! - `codegen` (default): generate the raw clients from the vendored specs at build time. Without it, a
//!   committed snapshot of the same code is compiled, and no generator is built.
//! - `rustls` (default): TLS. Without it, only `http` to a loopback address works.

mod answer;
mod builder;
mod call;
mod client;
mod credentials;
mod email;
mod environment;
mod error;
mod exchange;
#[rustfmt::skip]
mod limits;
mod model;
mod operation;
mod operations;
mod options;
mod outcome;
mod records;
mod retry;
mod sensitive;
mod specs;
mod telemetry;
mod timer;
mod tls;
mod token;
mod traffic;
mod validate;

pub use builder::ClientBuilder;
pub use chrono;
pub use client::Client;
pub use credentials::Credentials;
pub use environment::Environment;
pub use error::{Error, ErrorKind};
pub use model::{
    Authentication, Conversation, ConversationId, DeviceType, ExternalId, HealthStatus, Message,
    MessageId, Null, Nullable, OperatingSystem, Participant, Platform, Role, SenderRole,
    StoredMessage, Text, UnknownWord,
};
pub use operation::{Operation, WriteSafety};
pub use operations::{
    AddManyMetadata, AddMessage, AddMessages, AddedMessage, AddedMessages, AddedMetadata,
    Authenticate, Authenticated, Batch, CheckHealth, CheckedHealth, FetchedConversation,
    FetchedMessage, FindConversations, FoundConversations, GetConversation, GetMessage,
    ListMessages, ListMessagesByExternalId, ListedMessages, MatchedBy, Missing, RecordResult,
    RecordResults, Transcript, UpsertConversation, UpsertedConversation,
};
pub use options::CallOptions;
pub use outcome::{Outcome, Receipt};
pub use records::{AgentMetadata, ConversationMetadata, CustomerMetadata, MetadataRecord};
pub use retry::{Posture, RetryBudget, RetryPolicy, StopReason};
pub use sensitive::SensitiveText;
pub use telemetry::{Attempt, SupportBundle};
pub use timer::{Sleep, Timer, TokioTimer};
pub use traffic::{DailyQuota, Pacer, Traffic};
pub use validate::{Fault, Location, Rule};

/// The README's code is compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md"))]
struct Readme;
