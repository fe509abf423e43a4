//! ASAPP's Conversations and Metadata Ingestion APIs in a box: stateful and strict, for tests without a key.
//!
//! [`Emulator`] serves both APIs on one port and keeps what it is sent; [`Contract`] judges requests and answers by
//! the published documents. The binary `asapp-emulator` serves the same over HTTP alone: it prints its URL as one
//! JSON line. The key is [`API_ID`] with [`API_SECRET`], `test-id` and `test-secret`.
//!
//! `GET /_emulator/state` answers what is stored, without a key and to loopback hosts alone:
//! `{"conversations": [{…, "messages": […]}], "conversationMetadata": […]}`, each as in [`StoredConversation`],
//! [`StoredMessage`] and [`StoredMetadata`].
//!
//! # How it answers
//!
//! Where the documents are silent, the reading is taken that hides least.
//!
//! | | |
//! |---|---|
//! | Order of checks | 401, 403, 404 path, 405, 415, 413, 400, 404 entity |
//! | 401 | either header missing, empty or doubled, or an unknown pair |
//! | 403 | [`FORBIDDEN_API_ID`]: a key without the product |
//! | 415 | anything but one `Content-Type: application/json`; parameters are let through, a charset only if it is UTF-8 |
//! | 413 | a body over 10 MiB; it is read to its end first, up to 64 MiB; of a longer one the rest is cut off, with `connection: close` |
//! | 400 | `400-01` a body that breaks off and malformed JSON, a key given twice and a byte order mark included; `400-03` anything against the schema, with the JSON pointer |
//! | 400 of the metadata operations | their own shape, `{"result": {"eventId", "error"}}`; the caller's `eventId` if it is valid, else a new UUID |
//! | Error messages | name the place and the rule, never the value; the keys of a free-form map stand as `*`. They list up to ten faults, and of a body over 256 KiB the first |
//! | Requests that are no HTTP | a bad request line, a URI or headers too long: the HTTP library's answer, with an empty body |
//! | Timestamps | always with a zone, though the documents would assume UTC; a fraction of 1 to 12 digits or none; upper-case `T` and `Z` |
//! | Write of a conversation | upsert by `externalId`; a given field replaces the stored one (the metadata map as a whole), an absent one stays; an `id` in the body is ignored |
//! | Unknown `externalId` | an empty list |
//! | The same message again | is stored again |
//! | Batch | all or nothing; without `messages` it is `400-03`, though the schema lets it pass |
//! | Metadata records | `null` is accepted wherever `nullable` stands; the conversation need not exist |
//! | Query | `externalId` exactly once, an empty one is legal; unknown parameters are ignored, as are unknown JSON fields; a character that RFC 3986 does not allow is `400-03` |

mod answer;
mod api;
mod connection;
mod contract;
mod control;
mod emulator;
mod json;
mod keys;
mod media_type;
mod operations;
mod payload;
mod schema;
mod server;
mod store;
mod stored;
mod uri;

pub use self::contract::{
    Contract, ContractError, Location, Operation, PathParameters, Route, Violation,
};
pub use self::emulator::{Emulator, EmulatorBuilder};
pub use self::keys::{API_ID, API_SECRET, FORBIDDEN_API_ID};
pub use self::stored::{
    StoredConversation, StoredMessage, StoredMetadata, StoredParticipant, StoredSender,
};
