//! The one error type. It says what failed, what became of the request, and nothing that was in it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::answer::{Answer, Problem};
use crate::operations::{Batch, RecordResult};
use crate::outcome::Effort;
use crate::retry::retry_after;
use crate::telemetry::{Attempt, Summary, SupportBundle};
use crate::{Fault, Operation, Outcome, StopReason};

/// Why a call failed.
///
/// Neither `Display` nor `Debug` nor the source chain holds a URL, a credential, a header, a message text
/// or anything else that was sent or answered, but for the service's code and request id.
///
/// # Troubleshooting
///
/// [`outcome`](Error::outcome) says whether the service holds what was sent, [`kind`](Error::kind) what to
/// look at, and [`request_id`](Error::request_id) is what ASAPP's support asks for.
///
/// ```no_run
/// # async fn example(transcript: asapp::Transcript, message: asapp::Message) {
/// use asapp::Outcome;
///
/// match transcript.add_message(message).send().await {
///     Ok(added) => println!("stored as {:?}", added.id),
///     Err(error) if error.outcome() == Outcome::Unknown => println!("look before sending again: {error}"),
///     Err(error) => println!("not stored: {error}"),
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<Operation>,
    outcome: Outcome,
    was_missing: bool,
    effort: Effort,
    stop: Option<StopReason>,
    resets_at: Option<DateTime<Utc>>,
    log: Vec<Attempt>,
    problems: Vec<String>,
    faults: Vec<Fault>,
    batches: Vec<Batch>,
    records: Vec<RecordResult>,
    answer: Option<Answer>,
    problem: Problem,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What is known of an exchange besides its last answer.
pub(crate) struct Told {
    pub(crate) operation: Operation,
    pub(crate) outcome: Outcome,
    /// An attempt before the last may have been carried out.
    pub(crate) unknown_before: bool,
    pub(crate) effort: Effort,
    pub(crate) stop: StopReason,
    pub(crate) resets_at: Option<DateTime<Utc>>,
}

/// What went wrong.
///
/// ```
/// assert_eq!(asapp::ErrorKind::RateLimited.to_string(), "too many requests");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client's own settings are wrong or incomplete.
    Configuration,
    /// The request breaks rules of the spec: see [`Error::faults`]. Nothing was sent. Without faults, it could
    /// not be put together at all.
    Invalid,
    /// 401: the credentials are missing, wrong, or of another environment.
    Unauthorized,
    /// 403: the credentials are not entitled to this product.
    Forbidden,
    /// 404: there is no such conversation or message, or no such path on this host.
    NotFound,
    /// 413: the body is too large.
    TooLarge,
    /// 429: too many requests in a moment.
    RateLimited,
    /// The day's quota is spent: the service said so (429), or the client's own meter refused to send. See
    /// [`Error::resets_at`].
    QuotaSpent,
    /// Another answer from 400 to 499, or metadata that was refused in the answer's body.
    Rejected,
    /// An answer from 300 to 399. Redirects are not followed: they would carry the credentials elsewhere.
    Redirected,
    /// The service failed: an answer from 500, or of no known class.
    Server,
    /// No connection was made, so nothing was sent.
    Connect,
    /// No answer in time.
    Timeout,
    /// The connection broke before the answer was there.
    Interrupted,
    /// The service answered, but its answer does not hold what its status promises.
    Unreadable,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Configuration => "the client cannot be built",
            Self::Invalid => "the request breaks rules of the spec",
            Self::Unauthorized => "the credentials are not accepted",
            Self::Forbidden => "the credentials are not entitled to this product",
            Self::NotFound => "not found",
            Self::TooLarge => "the body is too large",
            Self::RateLimited => "too many requests",
            Self::QuotaSpent => "the day's quota is spent",
            Self::Rejected => "the service refused the request",
            Self::Redirected => "the service answered with a redirect, which is not followed",
            Self::Server => "the service failed",
            Self::Connect => "no connection was made",
            Self::Timeout => "no answer in time",
            Self::Interrupted => "the connection broke before the answer was there",
            Self::Unreadable => "the answer does not hold what it promises",
        })
    }
}

impl ErrorKind {
    const fn advice(self) -> &'static str {
        match self {
            Self::Configuration => "set what is named and build again",
            Self::Invalid => "correct the faults and send again",
            Self::Unauthorized => {
                "check the id and the secret, and that they belong to this environment"
            }
            Self::Forbidden => "ask ASAPP to enable the product for this key",
            Self::NotFound => "check the ids and the host",
            Self::TooLarge => "send less at once",
            Self::RateLimited => "wait, then send again",
            Self::QuotaSpent => "send again after 00:00 UTC, or ask ASAPP for a larger quota",
            Self::Rejected => "correct the request; service_message() may say more",
            Self::Redirected => "check the host",
            Self::Connect => "check the host, the network and the proxy, then send again",
            Self::Server | Self::Timeout | Self::Interrupted | Self::Unreadable => {
                "it is safe to repeat: send it again"
            }
        }
    }
}

impl Error {
    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed; `None` where no call was made.
    #[must_use]
    pub fn operation(&self) -> Option<Operation> {
        self.0.operation
    }

    /// What became of what was sent. After a call of several requests it speaks of the one that failed, so even
    /// [`NotSent`](Outcome::NotSent) says nothing of those before it: [`batches`](Error::batches) and
    /// [`records`](Error::records) have them all.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Whether [`Posture::Reconcile`](crate::Posture::Reconcile) read the conversation back, and it had none of what was
    /// sent. The outcome is [`Unknown`](Outcome::Unknown) all the same, as the service may store it later: look again
    /// before sending it again. False where a part of a batch was there, and for every other error.
    #[must_use]
    pub fn was_missing(&self) -> bool {
        self.0.was_missing
    }

    /// Whether the same call may succeed when sent again, without the risk of storing anything twice.
    ///
    /// That metadata sent again names the same record is our reading of its keys; the service documents none.
    /// A call with many records then sends all of them once more, also those that are held; to send only the
    /// rest, see [`records`](Error::records).
    ///
    /// Never so once [`add_messages`](crate::Transcript::add_messages) has sent a batch that is or may be
    /// stored: send the rest instead.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let is_repeatable = self.0.operation.is_some_and(Operation::is_repeatable);
        if self.0.batches.iter().any(|batch| batch.outcome.may_be_held()) {
            return false;
        }
        if self.is_another_answer() {
            return false;
        }
        match self.0.outcome {
            Outcome::NotSent => matches!(self.0.kind, ErrorKind::Connect | ErrorKind::Timeout),
            Outcome::Rejected => self.0.kind == ErrorKind::RateLimited,
            // What is unknown for an earlier request may have been refused since.
            Outcome::Unknown if self.is_refusal() => false,
            Outcome::Unknown | Outcome::Persisted | Outcome::AlreadyPersisted => is_repeatable,
        }
    }

    /// Requests that were made for the call.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.effort.attempts
    }

    /// Those of the requests that sent the same again.
    #[must_use]
    pub fn retries(&self) -> u32 {
        self.0.effort.retries
    }

    /// How long the call waited before its retries, all in all. Waits for the pacer are not in it.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.0.effort.waited
    }

    /// Why it was not sent again, or not once more; `None` where nothing was to be sent.
    #[must_use]
    pub fn stopped_by(&self) -> Option<StopReason> {
        self.0.stop
    }

    /// When the day's quota returns, where it is [spent](ErrorKind::QuotaSpent): at the end of the day, or, where the
    /// day has just begun and the service's clock may be behind, in a moment. It may have passed already, where the
    /// request left the day before.
    #[must_use]
    pub fn resets_at(&self) -> Option<DateTime<Utc>> {
        self.0.resets_at
    }

    /// HTTP status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.answer.as_ref().map(|answer| answer.status.as_u16())
    }

    /// The service's error code, such as `400-03`, or that of the gateway before it. An open set.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.problem.code.as_deref()
    }

    /// The service's id of the failed request, for ASAPP's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.problem.request_id.as_deref()
    }

    /// The faults of a request that breaks rules of the spec.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.0.faults
    }

    /// The account of [`add_messages`](crate::Transcript::add_messages): every batch, in order, with what
    /// became of it. Empty for every other call, and where nothing was sent for faults.
    #[must_use]
    pub fn batches(&self) -> &[Batch] {
        &self.0.batches
    }

    /// The account of a call that submits many records of metadata, such as
    /// [`many_agent_metadata`](crate::Client::many_agent_metadata): every record, in order, with what became of
    /// it. Empty for every other call, and where nothing was sent for faults.
    #[must_use]
    pub fn records(&self) -> &[RecordResult] {
        &self.0.records
    }

    /// A header of the answer, such as `retry-after`, where it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.answer.as_ref()?.headers.get(name)?.to_str().ok()
    }

    /// What to send to ASAPP's support: the failure, and the last 100 requests of the call, without a word of what was
    /// sent or answered.
    #[must_use]
    pub fn support_bundle(&self) -> SupportBundle {
        let inner = &self.0;
        let failure = Summary {
            kind: inner.kind,
            operation: inner.operation,
            outcome: inner.outcome,
            stop: inner.stop,
            effort: inner.effort,
            resets_at: inner.resets_at,
        };
        SupportBundle::new(Some(failure), inner.log.clone())
    }

    /// What the service says of the failure. **It may quote what was sent**: keep it out of logs.
    #[must_use]
    pub fn service_message(&self) -> Option<&str> {
        self.0.problem.message.as_ref().map(crate::Text::expose)
    }

    /// The beginning of the answer's body, at most 64 KiB. **It may quote what was sent**: keep it out of
    /// logs.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.answer.as_ref().map(|answer| &*answer.body)
    }
}

impl Error {
    fn new(kind: ErrorKind, operation: Option<Operation>, outcome: Outcome) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            outcome,
            was_missing: false,
            effort: Effort::default(),
            stop: None,
            resets_at: None,
            log: Vec::new(),
            problems: Vec::new(),
            faults: Vec::new(),
            batches: Vec::new(),
            records: Vec::new(),
            answer: None,
            problem: Problem::default(),
            source: None,
        }))
    }

    pub(crate) fn configuration(problems: Vec<String>) -> Self {
        let mut error = Self::new(ErrorKind::Configuration, None, Outcome::NotSent);
        error.0.problems = problems;
        error
    }

    pub(crate) fn invalid(operation: Operation, faults: Vec<Fault>) -> Self {
        let mut error = Self::new(ErrorKind::Invalid, Some(operation), Outcome::NotSent);
        error.0.faults = faults;
        error
    }

    pub(crate) fn failed(
        kind: ErrorKind,
        operation: Operation,
        outcome: Outcome,
        cause: Cause,
    ) -> Self {
        let mut error = Self::new(kind, Some(operation), outcome);
        error.0.source = Some(Box::new(cause));
        error
    }

    /// An answer that is not a success, or one that does not hold what it promises.
    pub(crate) fn answered(kind: ErrorKind, told: Told, answer: Answer) -> Self {
        let mut error = Self::new(kind, Some(told.operation), told.outcome).told(told);
        error.0.problem = answer.problem();
        error.0.answer = Some(answer.shortened());
        error
    }

    /// What is known of the exchange besides its last answer.
    pub(crate) fn told(mut self, told: Told) -> Self {
        let Told { effort, stop, resets_at, .. } = told;
        self.0.effort = effort;
        self.0.stop = Some(stop);
        self.0.resets_at = resets_at;
        self
    }

    pub(crate) fn effort(&self) -> Effort {
        self.0.effort
    }

    pub(crate) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What was sent may be stored, whatever the last answer says.
    pub(crate) fn unknown(mut self) -> Self {
        self.0.outcome = Outcome::Unknown;
        self
    }

    /// It was not there when it was last looked for.
    pub(crate) fn missing(mut self) -> Self {
        self.0.was_missing = true;
        self
    }

    pub(crate) fn stopped(mut self, stop: StopReason) -> Self {
        self.0.stop = Some(stop);
        self
    }

    /// How long the service asks to wait.
    pub(crate) fn retry_after(&self, now: DateTime<Utc>) -> Option<Duration> {
        retry_after(&self.0.answer.as_ref()?.headers, || now)
    }

    pub(crate) fn with_batches(mut self, batches: Vec<Batch>) -> Self {
        self.0.batches = batches;
        self
    }

    pub(crate) fn with_records(mut self, records: Vec<RecordResult>) -> Self {
        self.0.records = records;
        self
    }

    pub(crate) fn with_log(mut self, log: Vec<Attempt>) -> Self {
        self.0.log = log;
        self
    }

    pub(crate) fn with_effort(mut self, effort: Effort) -> Self {
        self.0.effort = effort;
        self
    }

    /// A read that was answered with something else, or with too much: asked again, it is answered the same.
    fn is_another_answer(&self) -> bool {
        self.0.kind == ErrorKind::Unreadable
            && self.0.operation.is_some_and(Operation::is_read)
            && self.0.answer.as_ref().is_some_and(|it| it.cut.is_none() || it.is_too_long)
    }

    /// Sent again, it would be refused again.
    fn is_refusal(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::Unauthorized
                | ErrorKind::Forbidden
                | ErrorKind::NotFound
                | ErrorKind::TooLarge
                | ErrorKind::QuotaSpent
                | ErrorKind::Rejected
                | ErrorKind::Redirected
        )
    }

    /// What to do, in the light of what is stored already.
    fn advice(&self) -> &'static str {
        if self.0.batches.iter().any(|batch| batch.outcome.may_be_held()) {
            return "batches() says which messages are or may be stored: send none of those again";
        }
        if self.is_another_answer() {
            return "check the host, and what stands between; the cause says what was answered";
        }
        let is_message = self.0.operation.is_some_and(|operation| !operation.is_repeatable());
        if is_message && self.0.outcome.may_be_held() {
            return "it may be stored: read the conversation back before sending it again";
        }
        self.0.kind.advice()
    }

    /// Such as `batch 2 of 4, 300 messages held`.
    fn progress(&self) -> Option<String> {
        let batches = &self.0.batches;
        let failed = batches.iter().position(|batch| !batch.outcome.is_held())?;
        let held: usize = batches[..failed].iter().map(|batch| batch.messages.len()).sum();
        Some(format!("batch {} of {}, {held} messages held", failed + 1, batches.len()))
    }

    /// Such as `of 1500 records 1000 held, 500 unknown`.
    fn count_of_records(&self) -> Option<String> {
        let records = &self.0.records;
        let count = |label, is_one: fn(Outcome) -> bool| {
            let count = records.iter().filter(|record| is_one(record.outcome)).count();
            (count > 0).then(|| format!("{count} {label}"))
        };
        let counts = [
            count("held", Outcome::is_held),
            count("rejected", |outcome| outcome == Outcome::Rejected),
            count("unknown", |outcome| outcome == Outcome::Unknown),
            count("not sent", |outcome| outcome == Outcome::NotSent),
        ];
        let counts: Vec<_> = counts.into_iter().flatten().collect();
        (!counts.is_empty()).then(|| format!("of {} records {}", records.len(), counts.join(", ")))
    }
}

/// Faults shown by `Display`; all of them are in [`Error::faults`].
const SHOWN_FAULTS: usize = 10;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        write!(f, "{}", inner.kind)?;
        let mut details: Vec<String> = inner.problems.clone();
        details.extend(inner.faults.iter().take(SHOWN_FAULTS).map(Fault::to_string));
        if let Some(more) = inner.faults.len().checked_sub(SHOWN_FAULTS).filter(|more| *more > 0) {
            details.push(format!("and {more} more"));
        }
        details.extend(self.progress());
        details.extend(self.count_of_records());
        details.extend(self.status().map(|status| format!("status {status}")));
        details.extend(self.code().map(|code| format!("code {code}")));
        details.extend(self.request_id().map(|id| format!("request {id}")));
        if !details.is_empty() {
            write!(f, ": {}", details.join("; "))?;
        }
        if inner.operation.is_some() {
            let missing = if inner.was_missing { ", missing when read back" } else { "" };
            write!(f, " (outcome: {}{missing})", inner.outcome)?;
        }
        write!(f, "; {}", self.advice())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.0.operation)
            .field("outcome", &self.0.outcome)
            .field("was_missing", &self.0.was_missing)
            .field("attempts", &self.0.effort.attempts)
            .field("stopped_by", &self.0.stop)
            .field("status", &self.status())
            .field("code", &self.code())
            .field("request_id", &self.request_id())
            .field("problems", &self.0.problems)
            .field("faults", &self.0.faults)
            .field("batches", &self.0.batches)
            // Thousands, as a rule: counted, not listed.
            .field("records", &self.count_of_records())
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| &**source as &(dyn StdError + 'static))
    }
}

/// One link of a cleaned source chain: fixed words in place of errors that quote URLs and values.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    what: Cow<'static, str>,
    next: Option<Box<Cause>>,
}

impl Cause {
    pub(crate) fn new(what: impl Into<Cow<'static, str>>) -> Self {
        Self { what: what.into(), next: None }
    }

    /// What the HTTP client's error says, without its URL and its sources' values.
    pub(crate) fn of_http(error: &reqwest::Error) -> Self {
        let what = match error {
            e if e.is_builder() => "the request or the client could not be set up",
            e if e.is_dns() => "the host name was not resolved",
            e if e.is_connect() && e.is_timeout() => "no connection in time",
            e if e.is_connect() => "connecting failed",
            e if e.is_body() || e.is_decode() => "the body broke off",
            _ => "the exchange broke off",
        };
        let below = std::iter::successors(error.source(), |error| (*error).source());
        let io = below.filter_map(|error| error.downcast_ref::<std::io::Error>()).last();
        let next = io.map(|io| match io.kind() {
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::Other
                if error.is_connect() && !error.is_dns() =>
            {
                Cause::new("TLS: the certificate or the protocol was not accepted")
            }
            // The kind's own words, not the error's: those may name addresses.
            kind => Cause::new(kind.to_string()),
        });
        Self { what: what.into(), next: next.map(Box::new) }
    }

    /// Where and how a body is not the promised JSON, without the words that quote it.
    pub(crate) fn of_json(error: &serde_json::Error) -> Self {
        let how = match error.classify() {
            serde_json::error::Category::Io => "it could not be read",
            serde_json::error::Category::Syntax => "it is not JSON",
            serde_json::error::Category::Data => "it has another shape",
            serde_json::error::Category::Eof => "it ends too early",
        };
        Self::new(format!("the body at line {}, column {}: {how}", error.line(), error.column()))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.next.as_ref().map(|next| &**next as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_back_is_not_advised_to_be() {
        let repeat = "it is safe to repeat: send it again";
        let look = "it may be stored: read the conversation back before sending it again";
        for (operation, kind, expected) in [
            (Operation::CreateMessage, ErrorKind::Timeout, look),
            // What was refused in the end may have been stored before.
            (Operation::CreateMessage, ErrorKind::RateLimited, look),
            (Operation::CreateMessage, ErrorKind::Connect, look),
            (Operation::CreateMessage, ErrorKind::QuotaSpent, look),
            (Operation::CreateBatchMessages, ErrorKind::Interrupted, look),
            (Operation::ManyAgentMetadata, ErrorKind::Unreadable, repeat),
            (Operation::ManyAgentMetadata, ErrorKind::RateLimited, "wait, then send again"),
            (Operation::SingleConvoMetadata, ErrorKind::Server, repeat),
            (Operation::PostAuthenticate, ErrorKind::Timeout, repeat),
            (Operation::GetMessages, ErrorKind::Unreadable, repeat),
        ] {
            let error = Error::failed(kind, operation, Outcome::Unknown, Cause::new("cause"));
            assert_eq!(error.advice(), expected, "{operation} {kind}");
        }
    }
}
