//! One attempt, in numbers and closed words.

use std::time::Duration;

use crate::{Operation, Outcome};

/// What is known of an attempt once it is decided what comes next. Nothing that was sent or answered is in it, but for
/// the service's code and request id.
#[derive(Clone, Debug)]
pub(crate) struct AttemptRecord {
    pub(crate) operation: Operation,
    /// From 1.
    pub(crate) number: u32,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) request_id: Option<String>,
    /// What became of this attempt's request, whatever was before.
    pub(crate) outcome: Outcome,
    /// The wait before the next attempt, if there is one.
    pub(crate) wait: Option<Duration>,
    /// From leaving to the end of the answer.
    pub(crate) took: Duration,
    /// Bytes of the request's body.
    pub(crate) sent: usize,
    /// Bytes of the answer's body.
    pub(crate) received: usize,
}

impl AttemptRecord {
    /// Tells all who listen.
    pub(crate) fn tell(&self) {
        tracing::debug!(
            target: "asapp",
            operation = self.operation.id(),
            attempt = self.number,
            status = self.status,
            outcome = %self.outcome,
            "attempt"
        );
    }
}
