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
//! # Retries and limits
//!
//! A request is sent again as its [`RetryPolicy`] has it, a message only as its [`Posture`] allows, and all of it out of
//! one [`RetryBudget`]. Requests leave in the order and at the rate of a [`Pacer`], 90 a second unless set, as long as
//! the [`DailyQuota`] has room. All are set for a client by its [`ClientBuilder`]; what is in [`CallOptions`] also for
//! single calls. Calls on one conversation keep their order [when asked to](Transcript::in_order).
//!
//! # Dropping a future
//!
//! Nothing is sent before a future is awaited. Every `send()` may be dropped at any moment, such as by a timeout around
//! it, and leaves the client as it should be: the next call works. What it leaves behind depends on what it waited for:
//!
//! - for its turn in a [lane](Transcript::in_order), for room below [`max_in_flight`](ClientBuilder::max_in_flight) or
//!   for its slot of the [`Pacer`]: nothing. Nothing was sent, no slot is taken, no request is counted, and those behind
//!   move up.
//! - for an answer: the request may have left, and may be stored although nobody hears of it. It counts for the pacer
//!   and the [quota](DailyQuota); its room is free at once.
//! - for a retry, or to read back: what was sent before stays as it is, known or unknown, and nothing more is sent. The
//!   [`RetryBudget`] has the retry back that is not made.
//! - between two requests of a call that takes several: those before are done, and no further one is sent.
//!
//! What a dropped call would have told is lost with it. For a write whose outcome matters, let the future end
//! ([`total_timeout`](CallOptions::total_timeout) bounds it), or read back.
//!
//! A future that is polled once and then kept, neither polled nor dropped, keeps what it has come to: its turn in the
//! lane, its room, its place at the head of the pacer's line. Others wait behind it, so do not await one call while you
//! hold another half done: spawn it, or join the two.
//!
//! # Observability
//!
//! Each call is a span, each of its requests an event, and its end another, all by [`tracing`](https://docs.rs/tracing)
//! under the target `asapp`. A call whose future is dropped tells so, with what was under way. Fields hold numbers,
//! closed words, and the service's own code and request id; nothing else that was sent or answered.
//!
//! | | Level | |
//! |---|---|---|
//! | span `call` | INFO | |
//! | event `attempt` | DEBUG | WARN where the same is sent again |
//! | event `call ended` | DEBUG | WARN where the call failed, or was dropped once something had left |
//! | event `sensitive text sent` | WARN | see [`SensitiveText::Warn`] |
//! | event `sensitive text masked` | DEBUG | see [`SensitiveText::Mask`] |
//!
//! | Field | In | |
//! |---|---|---|
//! | `operation` | all | `operationId` of the spec; of an attempt its own, such as a read beside a write |
//! | `posture` | span | `vendor`, `at_most_once`, `reconcile` |
//! | `outcome` | all | `persisted`, `already_persisted`, `rejected`, `not_sent`, `unknown` |
//! | `error.type` | all | an [`ErrorKind`] in lower case, such as `rate_limited`; `dropped`; absent where nothing went wrong |
//! | `otel.kind`, `otel.name`, `otel.status_code` | span | `client`, the operation, `ERROR` where the call failed |
//! | `http.request.method`, `url.template` | span | of the operation; the path without an id |
//! | `http.response.status_code` | span, attempt | of the last answer |
//! | `attempt` | attempt | its number in the call, from 1 |
//! | `http.request.resend_count` | attempt | how often the same was sent before |
//! | `http.request.body.size`, `http.response.body.size` | attempt | bytes |
//! | `code`, `request_id` | attempt | the service's, of a failure |
//! | `wait_ms` | attempt | the wait before the same is sent again |
//! | `stop` | attempt, end | a [`StopReason`] in lower case: why it is not sent again |
//! | `queued_ms` | attempt | the wait for room in flight and for the [`Pacer`] |
//! | `duration_ms` | attempt, end | from leaving to the end of the answer; of the call with all its waits |
//! | `attempts`, `retries`, `waited_ms` | end | requests, those that sent the same again, waits before those |
//! | `card_numbers`, `social_security_numbers` | sensitive text | how many were found in the texts of the call's messages |
//!
//! With the feature `metrics` the same is counted through the facade crate [`metrics`](https://docs.rs/metrics), whose
//! recorder is yours to choose. Times are in seconds. `asapp::describe_metrics()` tells the recorder units and meanings.
//!
//! | Metric | Kind | Labels |
//! |---|---|---|
//! | `asapp.calls` | counter | `operation`, `outcome`, `error` (as `error.type`, or `none`) |
//! | `asapp.call.duration` | histogram | `operation`, `outcome` |
//! | `asapp.requests` | counter | `operation`, `status` (`2xx` to `5xx`, `other`, `none`), `outcome` |
//! | `asapp.request.duration` | histogram | `operation`, `status` |
//! | `asapp.retries` | counter | `operation` |
//! | `asapp.retry.wait` | histogram | `operation` |
//! | `asapp.pacer.wait` | histogram | `operation`; as `queued_ms` |
//! | `asapp.throttled` | counter of 429 | `operation`, `limit` (`rate`, `quota`) |
//! | `asapp.in_flight` | gauge | |
//! | `asapp.quota.used`, `asapp.quota.left` | gauges | requests of the day; `left` only with a limit |
//!
//! For ASAPP's support, [`Error::support_bundle`] and [`Client::support_bundle`] print the last requests, and can hold
//! nothing that must not be shown.
//!
//! # Privacy
//!
//! Message texts, names, external ids, metadata and credentials have a redacted `Debug` and no `Display`, and
//! are wiped when they are dropped. Copies for the generated client, serialisation, TLS and the HTTP client,
//! and the bodies of answers, are not wiped. What this crate tells is listed above; the HTTP client below it may name
//! hosts at debug level, but no path, header or body.
//!
//! With [`SensitiveText`] card numbers and US social security numbers in message texts are warned of, masked or refused
//! before they are sent. They are found by pattern, which is no guarantee.
//!
//! # Features
//!
//! - `codegen` (default): generate the raw clients from the vendored specs at build time. Without it, a
//!   committed snapshot of the same code is compiled, and no generator is built.
//! - `metrics`: see above.
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
mod reconcile;
mod records;
mod retry;
mod sensitive;
mod specs;
mod telemetry;
mod timer;
#[cfg(test)]
mod timings;
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
pub use sensitive::{Sensitive, SensitiveKind, SensitiveText, find_sensitive};
#[cfg(feature = "metrics")]
pub use telemetry::describe_metrics;
pub use telemetry::{Attempt, SupportBundle};
pub use timer::{Sleep, Timer, TokioTimer};
pub use traffic::{DailyQuota, Pacer, Traffic};
pub use validate::{Fault, Location, Rule};

/// The README's code is compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md"))]
struct Readme;
