//! What a call has done so far. Its exchanges write it, one after the other; its watch tells of it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Attempt, Journal};
use crate::outcome::Effort;
use crate::{Operation, Outcome};

#[derive(Default)]
pub(crate) struct CallLog(Mutex<Progress>);

#[derive(Default)]
struct Progress {
    effort: Effort,
    /// Of the last exchange of the call's own operation.
    outcome: Option<Outcome>,
    under_way: Option<(u32, Departure)>,
    earlier: Journal,
    /// Apart from those before it: a call of one attempt, which most are, then allocates nothing for it.
    last: Option<Attempt>,
}

/// A request that has left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Departure {
    pub(crate) operation: Operation,
    pub(crate) resend: u32,
    pub(crate) is_retry: bool,
    pub(crate) began_at: DateTime<Utc>,
    /// By the client's timer.
    pub(crate) began: Duration,
    pub(crate) queued: Duration,
    pub(crate) request_bytes: usize,
}

impl CallLog {
    fn progress(&self) -> MutexGuard<'_, Progress> {
        // Nothing that holds the lock can leave the progress half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn departed(&self, departure: Departure) {
        let mut progress = self.progress();
        progress.effort.leaves(departure.is_retry);
        progress.under_way = Some((progress.effort.attempts, departure));
    }

    /// The request that is under way, with its number, which now is not any more.
    pub(crate) fn arrived(&self) -> Option<(u32, Departure)> {
        self.progress().under_way.take()
    }

    /// When the request left that is under way.
    pub(crate) fn left_at(&self) -> Option<DateTime<Utc>> {
        self.progress().under_way.map(|(_, departure)| departure.began_at)
    }

    pub(super) fn push(&self, attempt: Attempt) {
        let mut progress = self.progress();
        if let Some(before) = progress.last.replace(attempt) {
            progress.earlier.push(before);
        }
    }

    pub(crate) fn waited(&self, wait: Duration) {
        self.progress().effort.waits(wait);
    }

    /// An exchange of the call's own operation is over.
    pub(crate) fn settled(&self, outcome: Outcome) {
        self.progress().outcome = Some(outcome);
    }

    pub(super) fn effort(&self) -> Effort {
        self.progress().effort
    }

    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.progress().outcome
    }

    /// Status of the last answer.
    pub(super) fn status(&self) -> Option<u16> {
        self.progress().last.as_ref()?.status
    }

    /// The attempts, oldest first.
    pub(super) fn take_attempts(&self) -> Vec<Attempt> {
        let mut progress = self.progress();
        let mut journal = std::mem::take(&mut progress.earlier);
        if let Some(last) = progress.last.take() {
            journal.push(last);
        }
        journal.into_attempts()
    }
}
