//! Whether a request is sent again: one pure function, with no clock and no I/O.

use std::fmt;
use std::time::Duration;

use super::{Posture, RetryPolicy};
use crate::Outcome;
use crate::operation::WriteSafety;

/// How an attempt ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// 2xx, and whole, or nothing in its body matters.
    Success,
    /// 2xx, but the body that matters broke off.
    CutShort,
    /// 409 to a write: the service has it.
    Conflict,
    /// 3xx, or 4xx but 409 to a write and 429.
    Rejected,
    /// 429 for too many requests in a moment.
    Throttled,
    /// 429 for the day's quota.
    QuotaSpent,
    /// 5xx, or no status that HTTP knows.
    Failed,
    /// It may have left, and nothing was answered.
    Broken,
    /// No connection was made.
    NeverSent,
    /// It cannot be sent at all.
    #[default]
    Unsendable,
    /// Its time was over before it was sent.
    TooLate,
    /// The quota's meter refused it before it was sent.
    OverQuota,
}

impl End {
    /// What became of this attempt's request, whatever was before.
    pub(crate) const fn outcome(self) -> Outcome {
        match self {
            Self::Success | Self::CutShort => Outcome::Persisted,
            Self::Conflict => Outcome::AlreadyPersisted,
            Self::Rejected | Self::Throttled | Self::QuotaSpent => Outcome::Rejected,
            Self::Failed | Self::Broken => Outcome::Unknown,
            Self::NeverSent | Self::Unsendable | Self::TooLate | Self::OverQuota => {
                Outcome::NotSent
            }
        }
    }

    /// The service answered, and would answer the same again.
    pub(crate) const fn is_settled(self) -> bool {
        matches!(self, Self::Success | Self::Conflict | Self::Rejected)
    }
}

/// All that the decision rests on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation {
    pub(crate) safety: WriteSafety,
    pub(crate) posture: Posture,
    pub(crate) end: End,
    /// Whether an earlier attempt of the call may have been carried out.
    pub(crate) unknown_before: bool,
    /// Retries that the call has made.
    pub(crate) retries: u32,
    /// Time that the call has left.
    pub(crate) left: Duration,
    /// Whether the client's budget has a retry left.
    pub(crate) budget: bool,
    /// How long the service asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// From 0 to 1, for the jitter.
    pub(crate) draw: f64,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Wait so long, then send it again.
    Retry(Duration),
    /// The call is over.
    Stop(Outcome, StopReason),
}

/// Why a failed request was not sent again.
///
/// Where several hold, the first of this list is told: the answer, the time or the quota forbids it; it may be held;
/// retries; time; budget.
///
/// ```no_run
/// # fn example(error: asapp::Error) {
/// if error.stopped_by() == Some(asapp::StopReason::TimeUp) {
///     println!("a longer total_timeout would allow for one more retry");
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StopReason {
    /// The answer settles it: sent again, it would be answered the same. Or it could not be sent at all.
    Settled,
    /// It is a message that may be stored already, and its [`Posture`] does not take the risk of storing it twice.
    MayBeHeld,
    /// The [`RetryPolicy`] allows for no further retry after such an end.
    RetriesUsedUp,
    /// The wait, as the policy or the service's `Retry-After` has it, would not have ended within the call's
    /// [total time](crate::CallOptions::total_timeout); or that was over before the request could leave.
    TimeUp,
    /// The client's [`RetryBudget`](crate::RetryBudget) is spent.
    BudgetSpent,
    /// The day's quota is spent, by the service's word or by the client's [`DailyQuota`](crate::DailyQuota).
    QuotaSpent,
    /// Its future was dropped. Only events and support bundles tell of it.
    Dropped,
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Settled => "settled",
            Self::MayBeHeld => "may be held",
            Self::RetriesUsedUp => "retries used up",
            Self::TimeUp => "time up",
            Self::BudgetSpent => "retry budget spent",
            Self::QuotaSpent => "quota spent",
            Self::Dropped => "dropped",
        })
    }
}

/// Whether to send again, and after which wait; or why not, and what became of what was sent.
pub(crate) fn decide(policy: &RetryPolicy, situation: &Situation) -> Decision {
    let Situation { end, retries, left, budget, retry_after, draw, .. } = *situation;
    let stop = |reason| Decision::Stop(outcome(situation), reason);
    if let Some(reason) = objection(situation) {
        return stop(reason);
    }
    if retries >= policy.retries() {
        return stop(StopReason::RetriesUsedUp);
    }
    let asked = retry_after.unwrap_or_default();
    let Some(wait) = policy.wait(retries + 1, end == End::Throttled, asked, draw) else {
        return stop(StopReason::RetriesUsedUp);
    };
    if wait >= left {
        return stop(StopReason::TimeUp);
    }
    if !budget {
        return stop(StopReason::BudgetSpent);
    }
    Decision::Retry(wait)
}

/// Why sending again would be of no use, or do harm.
fn objection(situation: &Situation) -> Option<StopReason> {
    let is_once_only = situation.safety == WriteSafety::OnceOnly;
    match situation.end {
        End::Success | End::Conflict | End::Rejected | End::Unsendable => Some(StopReason::Settled),
        End::QuotaSpent | End::OverQuota => Some(StopReason::QuotaSpent),
        End::TooLate => Some(StopReason::TimeUp),
        End::CutShort if is_once_only => Some(StopReason::Settled),
        _ if is_once_only && could_double(situation) => Some(StopReason::MayBeHeld),
        End::Throttled | End::Failed | End::Broken | End::NeverSent | End::CutShort => None,
    }
}

/// Whether a message sent again could be stored twice, beyond what its posture takes on.
fn could_double(situation: &Situation) -> bool {
    match situation.posture {
        Posture::Vendor => situation.end == End::Broken,
        Posture::AtMostOnce | Posture::Reconcile => outcome(situation) == Outcome::Unknown,
    }
}

/// What became of what was sent. That a write may have been carried out is cleared by nothing but the service's word
/// that it has it; a read leaves nothing behind, so its last attempt counts.
fn outcome(situation: &Situation) -> Outcome {
    let last = situation.end.outcome();
    let stays_unknown = situation.unknown_before && situation.safety != WriteSafety::Read;
    if stays_unknown && !last.is_held() { Outcome::Unknown } else { last }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
