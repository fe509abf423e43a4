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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_closed_and_told_apart() {
        let outcomes = [
            Outcome::Persisted,
            Outcome::AlreadyPersisted,
            Outcome::Rejected,
            Outcome::NotSent,
            Outcome::Unknown,
        ];
        let postures = [Posture::Vendor, Posture::AtMostOnce, Posture::Reconcile];
        let stops = [
            StopReason::Settled,
            StopReason::MayBeHeld,
            StopReason::RetriesUsedUp,
            StopReason::TimeUp,
            StopReason::BudgetSpent,
            StopReason::QuotaSpent,
            StopReason::Dropped,
        ];
        // As they are shown, but for the blanks.
        for (word, shown) in outcomes
            .map(|it| (outcome(it), it.to_string()))
            .into_iter()
            .chain(postures.map(|it| (posture(it), it.to_string())))
        {
            assert_eq!(word, shown.replace(' ', "_"));
        }
        let mut words = stops.map(stop);
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{words:?}");
    }

    #[test]
    fn a_dropped_call_is_a_failure_and_a_settled_one_is_none() {
        for (kind, reason, expected) in [
            (None, None, None),
            (None, Some(StopReason::Settled), None),
            (None, Some(StopReason::Dropped), Some("dropped")),
            (Some(ErrorKind::Server), Some(StopReason::Settled), Some("server")),
            (Some(ErrorKind::QuotaSpent), None, Some("quota_spent")),
        ] {
            assert_eq!(failure(kind, reason), expected);
        }
    }
}
