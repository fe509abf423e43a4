//! Counters, gauges and histograms. Their names and labels are documented in the crate's root.

use metrics::{counter, gauge, histogram};

use super::watch::CallEnd;
use super::{Attempt, words};
use crate::{DailyQuota, ErrorKind};

const NONE: &str = "none";

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
    if let Some(wait) = attempt.wait {
        counter!("asapp.retries", "operation" => operation).increment(1);
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
    gauge!("asapp.quota.used").set(as_f64(quota.used()));
    if let Some(left) = quota.left() {
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
