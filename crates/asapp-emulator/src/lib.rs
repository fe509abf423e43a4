//! ASAPP's Conversations and Metadata Ingestion APIs in a box: stateful and strict, for tests without a key.
//!
//! [`Emulator`] serves both APIs on one port and keeps what it is sent. Its [settings](Settings), [limits](Limits) and
//! clock can be changed while it runs, [plans](Plan) make requests fail before or after what they bring is stored, and a
//! [report](Report) says what was stored once, twice or not at all. [`Contract`] judges requests and answers by the
//! published documents. The key is [`API_ID`] with [`API_SECRET`], `test-id` and `test-secret`.
//!
//! The binary `asapp-emulator` serves the same, for any language: it prints its URL as one JSON line, and everything that
//! the library can do is below `/_emulator/`, described by `/_emulator/openapi.json`.
//!
//! How each behaviour is known, and by which switch it can be changed: [`fidelity`].

mod answer;
mod api;
mod builder;
mod clock;
mod connection;
mod contract;
mod control;
mod delivery;
mod emulator;
mod faults;
mod journal;
mod json;
mod keys;
mod limits;
mod media_type;
mod operations;
mod outcome;
mod payload;
mod redaction;
mod refusal;
mod report;
mod schema;
mod seed;
mod server;
mod settings;
mod store;
mod stored;
mod timestamp;
mod tls;
mod transcript;
mod uri;

#[doc = include_str!("../FIDELITY.md")]
pub mod fidelity {}

/// The examples of the README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

pub use chrono;

pub use self::builder::EmulatorBuilder;
pub use self::contract::{
    Contract, ContractError, Location, Operation, PathParameters, Route, Violation,
};
pub use self::emulator::Emulator;
pub use self::faults::{
    ActivePlan, Fault, FaultBody, FaultError, Late, Latency, PLAN_HEADER, Plan, Rates,
};
pub use self::journal::{Commit, Counters, JournalEntry};
pub use self::keys::{API_ID, API_SECRET, FORBIDDEN_API_ID, Key, Product};
pub use self::limits::{Limits, Refusal, RefusalShape, RetryAfter, Spike};
pub use self::report::{ConversationReport, Doubled, Expected, ExpectedMessage, Report, Totals};
pub use self::seed::{Seed, SeedError};
pub use self::settings::{EmptyBatch, RepeatedMessage, Settings, ZonelessTimestamps};
pub use self::store::Snapshot;
pub use self::stored::{
    StoredAuthentication, StoredConversation, StoredMessage, StoredMetadata, StoredParticipant,
    StoredSender,
};
