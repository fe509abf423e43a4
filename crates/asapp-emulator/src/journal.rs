//! What was asked and what became of it: the last requests, in order of arrival.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fmt;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ulid::Ulid;

use crate::contract::Contract;

/// What is kept of a body, in bytes. Some megabytes of each request would fill the memory.
const KEPT: usize = 16 << 10;

/// A request that the emulator took in, and what became of it. Neither `Debug` nor its serialization holds a credential
/// or anything of the caller's own; target and bodies take an explicit call.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = asapp_emulator::Emulator::start().await?;
/// for entry in emulator.journal() {
///     println!("{} {} {:?} {}", entry.method, entry.path, entry.status, entry.commit);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct JournalEntry {
    /// Counted from 1 since the start or the last reset.
    pub number: u64,
    /// When it arrived, by the emulator's clock.
    pub arrived: DateTime<Utc>,
    /// The method; `*` where it is none of HTTP's own.
    pub method: String,
    /// The path. Whatever is neither of the API's paths nor an id as the emulator gives them stands as `*`.
    pub path: String,
    /// The `operationId`; none where method and path lead to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The plan that the request was addressed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The fault that struck, such as `reset after commit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// The status that was sent; none where no answer was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The code of an error in the API's shape, such as `400-03`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whether what the request brought was stored.
    pub commit: Commit,
    /// The length of the request's body in bytes, as far as it was read.
    pub request_length: usize,
    /// The length of the answer's body in bytes.
    pub answer_length: usize,
    #[serde(skip)]
    pub(crate) secrets: Secrets,
}

/// Whether what a request brought was stored.
///
/// ```
/// assert_eq!(asapp_emulator::Commit::Late.to_string(), "late");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Commit {
    /// Nothing was: a read, a refusal, or a fault before the commit.
    None,
    /// It was, or it was held already.
    Done,
    /// It is to be stored later than the answer.
    Late,
}

impl fmt::Display for Commit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Done => "done",
            Self::Late => "late",
        })
    }
}

/// What is told of a request only when asked for.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Secrets {
    pub(crate) target: String,
    pub(crate) api_id: Option<String>,
    pub(crate) request_body: Vec<u8>,
    pub(crate) answer_body: Vec<u8>,
}

impl Secrets {
    /// The part of a body that is kept.
    pub(crate) fn excerpt(body: &[u8]) -> Vec<u8> {
        body[..body.len().min(KEPT)].to_vec()
    }
}

impl JournalEntry {
    /// Path and query as they arrived.
    pub fn target(&self) -> &str {
        &self.secrets.target
    }

    /// The request's body as it arrived, at most its first 16 KiB; nothing of a body that was too long or broke off.
    pub fn request_body(&self) -> &[u8] {
        &self.secrets.request_body
    }

    /// The answer's body as it was sent, at most its first 16 KiB.
    pub fn answer_body(&self) -> &[u8] {
        &self.secrets.answer_body
    }
}

impl fmt::Debug for JournalEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JournalEntry")
            .field("number", &self.number)
            .field("method", &self.method)
            .field("operation", &self.operation)
            .field("fault", &self.fault)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("commit", &self.commit)
            .finish_non_exhaustive()
    }
}

/// The path as everyone may see it.
pub(crate) fn masked(path: &str) -> String {
    let is_known = |segment: &str| {
        segment.is_empty() || LITERALS.contains(segment) || segment.parse::<Ulid>().is_ok()
    };
    let segments = path.split('/').map(|segment| if is_known(segment) { segment } else { "*" });
    segments.collect::<Vec<_>>().join("/")
}

/// The segments of the contract's paths that are no parameters.
static LITERALS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let segments = Contract::published().operations().flat_map(|one| one.path().split('/'));
    segments.filter(|segment| !segment.starts_with('{')).collect()
});

/// How many requests there were, and what became of them.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = asapp_emulator::Emulator::start().await?;
/// assert_eq!(emulator.counters().requests, 0);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Counters {
    /// All requests but those to the emulator's own paths.
    pub requests: u64,
    /// By `operationId`, those that led to none left out.
    pub operations: BTreeMap<String, u64>,
    /// By status; those that got no answer left out.
    pub statuses: BTreeMap<u16, u64>,
    /// By fault, such as `reset after commit`.
    pub faults: BTreeMap<String, u64>,
}

impl Counters {
    fn count(&mut self, entry: &JournalEntry) {
        self.requests += 1;
        if let Some(operation) = &entry.operation {
            *self.operations.entry(operation.clone()).or_default() += 1;
        }
        if let Some(fault) = &entry.fault {
            *self.faults.entry(fault.clone()).or_default() += 1;
        }
        if let Some(status) = entry.status {
            *self.statuses.entry(status).or_default() += 1;
        }
    }
}

/// The last requests, counts of all, and how often the state was changed by none of them.
#[derive(Default)]
pub(crate) struct Journal(Mutex<State>);

#[derive(Default)]
struct State {
    entries: VecDeque<JournalEntry>,
    counters: Counters,
    revision: u64,
}

impl Journal {
    /// Notes that what is stored was changed by no request to the API.
    pub(crate) fn revise(&self) {
        self.state().revision += 1;
    }

    /// Another number each time that it was.
    pub(crate) fn revision(&self) -> u64 {
        self.state().revision
    }

    /// Adds an entry, gives it its number, and keeps no more than this many.
    pub(crate) fn add(&self, mut entry: JournalEntry, at_most: usize) {
        let mut state = self.state();
        state.counters.count(&entry);
        entry.number = state.counters.requests;
        if at_most > 0 {
            state.entries.push_back(entry);
        }
        while state.entries.len() > at_most {
            state.entries.pop_front();
        }
    }

    /// The entries after this number, in order.
    pub(crate) fn after(&self, number: u64) -> Vec<JournalEntry> {
        let state = self.state();
        state.entries.iter().filter(|entry| entry.number > number).cloned().collect()
    }

    pub(crate) fn counters(&self) -> Counters {
        self.state().counters.clone()
    }

    pub(crate) fn requests(&self) -> u64 {
        self.state().counters.requests
    }

    pub(crate) fn reset(&self) {
        let mut state = self.state();
        *state = State { revision: state.revision + 1, ..State::default() };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
