//! Counters, gauges and histograms. Their names and labels are documented in the crate's root.

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};

use super::watch::CallEnd;
use super::{Attempt, words};
use crate::{DailyQuota, ErrorKind};

const NONE: &str = "none";

/// Tells the recorder what this crate's metrics are and in which units. Call it once the recorder is set. Without it
/// they are recorded just the same.
///
/// ```
/// asapp::describe_metrics();
/// ```
pub fn describe_metrics() {
    describe_counter!("asapp.calls", Unit::Count, "Calls that ended.");
    describe_histogram!("asapp.call.duration", Unit::Seconds, "A call with all its waits.");
    describe_counter!("asapp.requests", Unit::Count, "Requests that left.");
    describe_histogram!(
        "asapp.request.duration",
        Unit::Seconds,
        "A request, from leaving to the end of the answer."
    );
    describe_counter!("asapp.retries", Unit::Count, "Retries that were decided on.");
    describe_histogram!("asapp.retry.wait", Unit::Seconds, "The wait before a retry.");
    describe_histogram!(
        "asapp.pacer.wait",
        Unit::Seconds,
        "The wait for room in flight and for the pacer."
    );
    describe_counter!("asapp.throttled", Unit::Count, "Answers of 429.");
    describe_gauge!("asapp.in_flight", Unit::Count, "Requests under way.");
    describe_gauge!("asapp.quota.used", Unit::Count, "Requests of the day.");
    describe_gauge!("asapp.quota.left", Unit::Count, "Requests that the day has left.");
}

pub(super) fn call_ended(end: &CallEnd) {
    let (operation, outcome) = (end.operation.id(), words::outcome(end.outcome));
    let error = words::failure(end.error, end.stop).unwrap_or(NONE);
    counter!("asapp.calls", "operation" => operation, "outcome" => outcome, "error" => error)
        .increment(1);
    histogram!("asapp.call.duration", "operation" => operation, "outcome" => outcome)
        .record(end.took);
}

pub(super) fn attempt(attempt: &Attempt) {
    let (operation, outcome) = (attempt.operation.id(), words::outcome(attempt.outcome));
    let status = status_class(attempt.status);
    counter!("asapp.requests", "operation" => operation, "status" => status, "outcome" => outcome)
        .increment(1);
    histogram!("asapp.request.duration", "operation" => operation, "status" => status)
        .record(attempt.took);
    histogram!("asapp.pacer.wait", "operation" => operation).record(attempt.queued);
    if attempt.resend > 0 {
        counter!("asapp.retries", "operation" => operation).increment(1);
    }
    if let Some(wait) = attempt.wait {
        histogram!("asapp.retry.wait", "operation" => operation).record(wait);
    }
    if attempt.status == Some(429) {
        let limit = if attempt.error == Some(ErrorKind::QuotaSpent) { "quota" } else { "rate" };
        counter!("asapp.throttled", "operation" => operation, "limit" => limit).increment(1);
    }
}

/// A request leaves.
pub(super) fn departed(quota: &DailyQuota) {
    gauge!("asapp.in_flight").increment(1.0);
    let (used, left) = quota.meter();
    gauge!("asapp.quota.used").set(as_f64(used));
    if let Some(left) = left {
        gauge!("asapp.quota.left").set(as_f64(left));
    }
}

/// A request is over.
pub(super) fn landed() {
    gauge!("asapp.in_flight").decrement(1.0);
}

fn status_class(status: Option<u16>) -> &'static str {
    match status {
        None => NONE,
        Some(200..=299) => "2xx",
        Some(300..=399) => "3xx",
        Some(400..=499) => "4xx",
        Some(500..=599) => "5xx",
        Some(_) => "other",
    }
}

#[expect(clippy::cast_precision_loss, reason = "a day has far fewer requests than 2^53")]
fn as_f64(count: u64) -> f64 {
    count as f64
}
