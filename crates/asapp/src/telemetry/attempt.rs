//! One attempt, in numbers and closed words.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};

use super::words;
use crate::token::Token;
use crate::{ErrorKind, Operation, Outcome, StopReason};

/// One request of a call, and how it ended. It holds numbers, closed words, and the service's own code and request id;
/// nothing else that was sent or answered.
///
/// ```no_run
/// # fn example(asapp: asapp::Client) {
/// for attempt in asapp.support_bundle().attempts() {
///     println!("{} {:?} after {:?}", attempt.operation, attempt.status, attempt.took);
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Attempt {
    /// When it left, by the client's timer.
    pub began_at: DateTime<Utc>,
    /// What was asked. A call can make requests of several operations.
    pub operation: Operation,
    /// Its place among the requests of the call, from 1.
    pub number: u32,
    /// How often the same was sent before.
    pub resend: u32,
    /// HTTP status of the answer, if there was one.
    pub status: Option<u16>,
    /// What became of this request, whatever was before.
    pub outcome: Outcome,
    /// What went wrong, where something did.
    pub error: Option<ErrorKind>,
    /// The wait before it is sent again, if it is.
    pub wait: Option<Duration>,
    /// Why it is not sent again, where it is not.
    pub stopped_by: Option<StopReason>,
    /// How long it waited for room in flight and for the pacer.
    pub queued: Duration,
    /// From leaving to the end of the answer.
    pub took: Duration,
    /// Bytes of the request's body.
    pub request_bytes: usize,
    /// Bytes of the answer's body, as far as it was read.
    pub response_bytes: usize,
    pub(crate) code: Option<Token>,
    pub(crate) request_id: Option<Token>,
}

impl Attempt {
    /// The service's error code, or that of the gateway before it.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The service's id of the request, where it failed.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

/// One line, as support reads it.
impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let began_at = self.began_at.to_rfc3339_opts(SecondsFormat::Millis, true);
        write!(f, "{began_at} {} attempt {}", self.operation, self.number)?;
        match self.status {
            Some(status) => write!(f, ", status {status}")?,
            None => write!(f, ", no answer")?,
        }
        if let Some(code) = self.code() {
            write!(f, ", code {code}")?;
        }
        if let Some(id) = self.request_id() {
            write!(f, ", request {id}")?;
        }
        write!(f, ", outcome {}", self.outcome)?;
        if let Some(error) = self.error {
            write!(f, ", error {}", words::error(error))?;
        }
        if let Some(wait) = self.wait {
            write!(f, ", sent again after {} ms", wait.as_millis())?;
        }
        if let Some(reason) = self.stopped_by {
            write!(f, ", stopped: {reason}")?;
        }
        let (queued, took) = (self.queued.as_millis(), self.took.as_millis());
        write!(f, ", queued {queued} ms, took {took} ms")?;
        write!(f, ", {} bytes sent, {} received", self.request_bytes, self.response_bytes)
    }
}
