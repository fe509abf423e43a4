//! Spans and events. The names of their fields are documented in the crate's root, and no others are used.

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Level, Span};

use super::watch::CallEnd;
use super::{Attempt, words};
use crate::{Operation, Posture, StopReason};

const TARGET: &str = "asapp";

pub(super) fn span(operation: Operation, posture: Posture) -> Span {
    tracing::info_span!(
        target: TARGET,
        "call",
        operation = operation.id(),
        posture = words::posture(posture),
        otel.kind = "client",
        otel.name = operation.id(),
        otel.status_code = Empty,
        http.request.method = operation.method(),
        http.response.status_code = Empty,
        url.template = operation.path(),
        error.type = Empty,
        outcome = Empty,
    )
}

/// An event with the same fields at a level of its own: a level is fixed where an event is written.
macro_rules! attempt_at {
    ($level:expr, $attempt:expr) => {
        tracing::event!(
            target: TARGET,
            $level,
            operation = $attempt.operation.id(),
            attempt = $attempt.number,
            http.request.resend_count = $attempt.resend,
            http.request.body.size = $attempt.request_bytes,
            http.response.status_code = $attempt.status,
            http.response.body.size = $attempt.status.map(|_| $attempt.response_bytes),
            error.type = words::failure($attempt.error, $attempt.stopped_by),
            code = $attempt.code(),
            request_id = $attempt.request_id(),
            outcome = words::outcome($attempt.outcome),
            wait_ms = $attempt.wait.map(millis),
            stop = $attempt.stopped_by.map(words::stop),
            queued_ms = millis($attempt.queued),
            duration_ms = millis($attempt.took),
            "attempt"
        )
    };
}

pub(super) fn attempt(attempt: &Attempt) {
    if attempt.wait.is_some() {
        attempt_at!(Level::WARN, attempt);
    } else {
        attempt_at!(Level::DEBUG, attempt);
    }
}

macro_rules! call_ended_at {
    ($level:expr, $span:expr, $end:expr) => {
        tracing::event!(
            target: TARGET,
            parent: $span,
            $level,
            operation = $end.operation.id(),
            outcome = words::outcome($end.outcome),
            error.type = words::failure($end.error, $end.stop),
            stop = $end.stop.map(words::stop),
            attempts = $end.effort.attempts,
            retries = $end.effort.retries,
            waited_ms = millis($end.effort.waited),
            duration_ms = millis($end.took),
            "call ended"
        )
    };
}

pub(super) fn call_ended(span: &Span, end: &CallEnd) {
    let failure = words::failure(end.error, end.stop);
    let is_harmless = end.stop == Some(StopReason::Dropped) && end.effort.attempts == 0;
    if failure.is_some() && !is_harmless {
        call_ended_at!(Level::WARN, span, end);
    } else {
        call_ended_at!(Level::DEBUG, span, end);
    }
    // After the event, which would else carry them twice.
    span.record("outcome", words::outcome(end.outcome));
    span.record("http.response.status_code", end.status);
    if let Some(failure) = failure {
        span.record("error.type", failure);
        span.record("otel.status_code", "ERROR");
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
