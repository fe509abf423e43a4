//! ASAPP's Conversations and Metadata Ingestion APIs in a box: stateful and strict, for tests without a key.
//!
//! [`Emulator`] serves both APIs on one port and keeps what it is sent; [`Contract`] judges requests and answers by
//! the published documents. The binary `asapp-emulator` serves the same over HTTP alone: it prints its URL as one
//! JSON line. The key is [`API_ID`] with [`API_SECRET`], `test-id` and `test-secret`.
//!
//! `GET /_emulator/state` answers what is stored, without a key and, while only loopback is listened on, to loopback
//! hosts alone: `{"conversations": [{…, "messages": […]}], "authentications": […], "conversationMetadata": […],
//! "agentMetadata": […], "customerMetadata": […]}`, each as in [`StoredConversation`], [`StoredMessage`],
//! [`StoredAuthentication`] and [`StoredMetadata`]. Of credentials it tells the kinds alone.
//!
//! # How it answers
//!
//! Where the documents are silent, the reading is taken that hides least.
//!
//! | | |
//! |---|---|
//! | Order of checks | 401, 403, 404 path, 405, 415, 413, 400, 404 entity; the same for all operations, the health check included |
//! | 401 | either header missing, empty or doubled, or an unknown pair |
//! | 403 | [`FORBIDDEN_API_ID`]: a key without the product |
//! | 404 | an unknown conversation, or a message that is not of that conversation |
//! | 415 | anything but one `Content-Type: application/json`; parameters are let through, a charset only if it is UTF-8 |
//! | 413 | a body over 10 MiB; it is read to its end first, up to 64 MiB; of a longer one the rest is cut off, with `connection: close` |
//! | 400 | `400-01` a body that breaks off and malformed JSON, a key given twice and a byte order mark included; `400-03` anything against the schema, with the JSON pointer |
//! | 400 of one metadata record | its own shape, `{"result": {"eventId", "error"}}`; the caller's `eventId` if it is valid, else a new UUID |
//! | 400 of many metadata records | its own shape, `{"errorCount", "results": [{"eventId", "error"}]}`; of a request refused as a whole (not readable, or no list of 1 to 1,000 `items`), one result with a new UUID |
//! | 409, 422, 429, 503 | never answered |
//! | Error messages | name the place and the rule, never the value; the keys of a free-form map stand as `*`. They list up to ten faults, and of a body (or a record among many) over 256 KiB the first |
//! | Requests that are no HTTP | a bad request line, a URI or headers too long: the HTTP library's answer, with an empty body |
//! | Timestamps | always with a zone, though the documents would assume UTC; a fraction of 1 to 12 digits or none; upper-case `T` and `Z` |
//! | Formats | e-mail addresses as in RFC 5321, without a display name; `1.0` is no integer |
//! | Write of a conversation | upsert by `externalId`; a given field replaces the stored one (the metadata map as a whole), an absent one stays; an `id` in the body is ignored |
//! | Unknown `externalId` | an empty list, of conversations as of messages |
//! | Sender of a message | need not take part in the conversation; an agent's message is stored even where no agent was given |
//! | The same message again | is stored again |
//! | Batch | all or nothing; without `messages` it is `400-03`, though the schema lets it pass |
//! | Order of messages | by `clientTimestamp`, as moments and not as text; those of one moment in order of arrival. The documents say chronological, not by which timestamp |
//! | Text of messages | is read back as it was sent; nothing is redacted |
//! | Messages by `externalId`, how many | 1,000 ([`transcript_limit`](EmulatorBuilder::transcript_limit)), the first ones. The number is the vendor's, which ones are cut is our choice |
//! | Messages by `externalId`, how long | for 7 days ([`transcript_lifetime`](EmulatorBuilder::transcript_lifetime)), afterwards an empty list. The vendor counts from the end of the conversation; the API knows none, so we count from the arrival of the last message |
//! | Messages by conversation | have neither limit |
//! | Credentials of a customer | are stored, and answered with 204; `customerExternalId` need not be the conversation's customer |
//! | Metadata records | `null` is accepted wherever `nullable` stands, and kept; neither conversation, agent nor customer need exist; a record given again is stored again, whatever its `eventId`; that id is answered, or a new UUID where none is given |
//! | Many metadata records | each is judged for itself: 200 if one is good, and the good ones are stored; else 400. One result each, in order; a good one has a blank `error` |
//! | Many without `items` | 400, though the schema lets it pass |
//! | Health check | `SUCCESS`, or `FAILED` with 200 as well ([`healthy`](EmulatorBuilder::healthy)) |
//! | Query | `externalId` exactly once, an empty one is legal; unknown parameters are ignored, as are unknown JSON fields; a character that RFC 3986 does not allow is `400-03` |

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
mod server;
mod settings;
mod store;
mod stored;
mod timestamp;
mod tls;
mod transcript;
mod uri;

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
pub use self::settings::{EmptyBatch, RepeatedMessage, Settings, ZonelessTimestamps};
pub use self::store::Snapshot;
pub use self::stored::{
    StoredAuthentication, StoredConversation, StoredMessage, StoredMetadata, StoredParticipant,
    StoredSender,
};
