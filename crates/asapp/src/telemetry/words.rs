//! The closed words of events and metrics. They are an interface: dashboards are built on them.

use crate::{ErrorKind, Outcome, Posture, StopReason};

pub(super) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Persisted => "persisted",
        Outcome::AlreadyPersisted => "already_persisted",
        Outcome::Rejected => "rejected",
        Outcome::NotSent => "not_sent",
        Outcome::Unknown => "unknown",
    }
}

pub(super) const fn error(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Configuration => "configuration",
        ErrorKind::Invalid => "invalid",
        ErrorKind::Unauthorized => "unauthorized",
        ErrorKind::Forbidden => "forbidden",
        ErrorKind::NotFound => "not_found",
        ErrorKind::TooLarge => "too_large",
        ErrorKind::RateLimited => "rate_limited",
        ErrorKind::QuotaSpent => "quota_spent",
        ErrorKind::Rejected => "rejected",
        ErrorKind::Redirected => "redirected",
        ErrorKind::Server => "server",
        ErrorKind::Connect => "connect",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Interrupted => "interrupted",
        ErrorKind::Unreadable => "unreadable",
    }
}

pub(super) const fn stop(reason: StopReason) -> &'static str {
    match reason {
        StopReason::Settled => "settled",
        StopReason::MayBeHeld => "may_be_held",
        StopReason::RetriesUsedUp => "retries_used_up",
        StopReason::TimeUp => "time_up",
        StopReason::BudgetSpent => "budget_spent",
        StopReason::QuotaSpent => "quota_spent",
        StopReason::Dropped => DROPPED,
    }
}

pub(super) const fn posture(posture: Posture) -> &'static str {
    match posture {
        Posture::Vendor => "vendor",
        Posture::AtMostOnce => "at_most_once",
        Posture::Reconcile => "reconcile",
    }
}

/// What went wrong, a dropped future included.
pub(super) const fn failure(
    kind: Option<ErrorKind>,
    stop: Option<StopReason>,
) -> Option<&'static str> {
    match (kind, stop) {
        (Some(kind), _) => Some(error(kind)),
        (None, Some(StopReason::Dropped)) => Some(DROPPED),
        (None, _) => None,
    }
}

const DROPPED: &str = "dropped";
