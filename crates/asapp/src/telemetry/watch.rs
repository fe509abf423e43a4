//! Tells of a call and of its attempts to all who listen, whichever way they end.

use std::sync::Arc;
use std::time::Duration;

use tracing::Span;

use super::{Attempt, CallLog, events};
use crate::call::Call;
use crate::client::Core;
use crate::outcome::Effort;
use crate::{Error, ErrorKind, Operation, Outcome, StopReason};

/// The end of a call.
pub(super) struct CallEnd {
    pub(super) operation: Operation,
    pub(super) outcome: Outcome,
    pub(super) error: Option<ErrorKind>,
    pub(super) stop: Option<StopReason>,
    pub(super) status: Option<u16>,
    pub(super) effort: Effort,
    pub(super) took: Duration,
}

/// Watches one call. Dropped before the call's end, it tells that the call was dropped.
pub(crate) struct Watch {
    core: Arc<Core>,
    log: Arc<CallLog>,
    operation: Operation,
    began: Duration,
    span: Span,
    is_over: bool,
}

impl Watch {
    pub(crate) fn new(call: &Call) -> Self {
        Self {
            core: Arc::clone(&call.core),
            log: Arc::clone(&call.log),
            operation: call.operation,
            began: call.core.timer.now(),
            span: events::span(call.operation, call.options.posture),
            is_over: false,
        }
    }

    /// The span of the call, in which all of it happens.
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// Tells how the call ended, and gives an error its attempts.
    pub(crate) fn end<T>(mut self, result: Result<T, Error>) -> Result<T, Error> {
        self.is_over = true;
        let error = match result {
            Ok(value) => {
                self.tell(self.outcome_of_success(), None, None);
                return Ok(value);
            }
            Err(error) => error,
        };
        self.tell(error.outcome(), Some(error.kind()), error.stopped_by());
        Err(error.with_log(self.log.take_attempts()))
    }

    /// A write whose last answer leaves it unknown, and that succeeds, was read back.
    fn outcome_of_success(&self) -> Outcome {
        match self.log.outcome() {
            None | Some(Outcome::Unknown | Outcome::NotSent) => Outcome::Persisted,
            Some(outcome) => outcome,
        }
    }

    fn tell(&self, outcome: Outcome, error: Option<ErrorKind>, stop: Option<StopReason>) {
        let end = CallEnd {
            operation: self.operation,
            outcome,
            error,
            stop,
            status: self.log.status(),
            effort: self.log.effort(),
            took: self.core.timer.now().saturating_sub(self.began),
        };
        events::call_ended(&self.span, &end);
        #[cfg(feature = "metrics")]
        super::metrics::call_ended(&end);
    }

    /// What was under way may have been stored, and nobody will hear.
    fn tell_of_abandoned(&self) {
        let Some((number, departure)) = self.log.arrived() else { return };
        let attempt = Attempt {
            began_at: departure.began_at,
            operation: departure.operation,
            number,
            resend: departure.resend,
            status: None,
            outcome: Outcome::Unknown,
            error: None,
            wait: None,
            stopped_by: Some(StopReason::Dropped),
            queued: departure.queued,
            took: self.core.timer.now().saturating_sub(departure.began),
            request_bytes: departure.request_bytes,
            response_bytes: 0,
            code: None,
            request_id: None,
        };
        self.span.in_scope(|| tell(&self.core, &self.log, attempt));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        self.tell_of_abandoned();
        let has_left = self.log.effort().attempts > 0;
        let outcome = if has_left { Outcome::Unknown } else { Outcome::NotSent };
        self.tell(outcome, None, Some(StopReason::Dropped));
    }
}

/// Tells of an attempt that is over.
pub(crate) fn tell(core: &Core, log: &CallLog, attempt: Attempt) {
    events::attempt(&attempt);
    #[cfg(feature = "metrics")]
    super::metrics::attempt(&attempt);
    core.recent.push(attempt.clone());
    log.push(attempt);
}

/// A request in flight; dropped, it is not any more.
pub(crate) struct InFlight(());

impl InFlight {
    #[cfg_attr(
        not(feature = "metrics"),
        expect(unused_variables, reason = "metrics alone tell of it")
    )]
    pub(crate) fn new(core: &Core) -> Self {
        #[cfg(feature = "metrics")]
        super::metrics::departed(core.gate.quota());
        Self(())
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        #[cfg(feature = "metrics")]
        super::metrics::landed();
    }
}
