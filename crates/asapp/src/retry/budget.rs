//! The retries that all calls of a client share, so that an outage does not multiply its load.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What a retry costs. An answer that is no failure brings one.
const RETRY: u32 = 10;

/// Retries that the calls of a client share, so that an outage does not multiply load: 100 unless set.
///
/// It is full at first. Each retry takes one when its wait begins; a call dropped in that wait gives it back. Each
/// answer that is no failure, of any call, brings back a tenth: 2xx, 3xx and 4xx but 429. So while the service is down,
/// so many retries are made by all calls together and no more; and where it fails now and then, up to one request in
/// eleven is retried for ever. A call that finds nothing left fails at once, with
/// [`BudgetSpent`](crate::StopReason::BudgetSpent). Time brings nothing back.
///
/// Clones share it, so that several clients can.
///
/// ```
/// use asapp::RetryBudget;
///
/// let budget = RetryBudget::new(100);
/// assert_eq!(budget.left(), 100);
/// ```
#[derive(Clone)]
pub struct RetryBudget(Arc<Shared>);

struct Shared {
    /// In tenths of a retry.
    left: AtomicU32,
    most: u32,
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(100)
    }
}

impl From<&RetryBudget> for RetryBudget {
    fn from(budget: &RetryBudget) -> Self {
        budget.clone()
    }
}

impl RetryBudget {
    /// A budget that holds so many retries at most. With 0 nothing is retried. More than 429,496,729 count as so many.
    #[must_use]
    pub fn new(retries: u32) -> Self {
        let most = retries.min(u32::MAX / RETRY) * RETRY;
        Self(Arc::new(Shared { left: AtomicU32::new(most), most }))
    }

    /// Retries that are left now.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.0.left.load(Ordering::Relaxed) / RETRY
    }

    /// Takes one retry, where there is one.
    pub(crate) fn take(&self) -> bool {
        let take = |left: u32| left.checked_sub(RETRY);
        self.0.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Gives the retry back that was just taken, if this is dropped before the retry is made.
    pub(crate) fn reserved(&self) -> Reserved<'_> {
        Reserved(self)
    }

    /// The service gave an answer that is no failure.
    pub(crate) fn answered(&self) {
        // As a rule it is full: then nothing is written that other cores would have to fetch.
        let add = |left: u32| (left < self.0.most).then(|| left + 1);
        let _ = self.0.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

/// A retry whose wait has begun.
pub(crate) struct Reserved<'a>(&'a RetryBudget);

impl Reserved<'_> {
    /// The wait is over.
    pub(crate) fn spend(self) {
        std::mem::forget(self);
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        let Shared { left, most } = &*self.0.0;
        let add = |left: u32| Some(left.saturating_add(RETRY).min(*most));
        let _ = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryBudget").field("left", &self.left()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_and_answers() {
        for (retries, takes, answers, taken, left) in [
            (3, 2, 0, 2, 1),
            (3, 3, 0, 3, 0),
            (3, 9, 0, 3, 0),
            (0, 1, 0, 0, 0),
            // Ten answers are a retry.
            (3, 3, 9, 3, 0),
            (3, 3, 10, 3, 1),
            (3, 3, 29, 3, 2),
            // It holds no more than at first.
            (3, 3, 1_000, 3, 3),
            (3, 0, 1_000, 0, 3),
            (0, 0, 1_000, 0, 0),
            (100, 100, 0, 100, 0),
            (u32::MAX, 1, 10, 1, 429_496_729),
        ] {
            let budget = RetryBudget::new(retries);
            let made = (0..takes).filter(|_| budget.take()).count();
            (0..answers).for_each(|_| budget.answered());
            assert_eq!((made, budget.left()), (taken, left), "{retries} {takes} {answers}");
        }
    }

    #[test]
    fn answers_while_it_is_full_are_not_saved_up() {
        let budget = RetryBudget::new(1);
        budget.answered();
        assert!(budget.take());
        (0..9).for_each(|_| budget.answered());
        assert!(!budget.take());
    }

    #[test]
    fn a_retry_that_is_not_made_is_given_back() {
        for (answers, is_made, left) in [(0, true, 1), (0, false, 2), (9, false, 2), (9, true, 1)] {
            let budget = RetryBudget::new(2);
            assert!(budget.take());
            let retry = budget.reserved();
            (0..answers).for_each(|_| budget.answered());
            if is_made {
                retry.spend()
            } else {
                drop(retry)
            }
            assert_eq!(budget.left(), left, "{answers} {is_made}");
        }
    }

    #[test]
    fn it_holds_100_unless_set() {
        assert_eq!(RetryBudget::default().left(), 100);
    }

    #[test]
    fn no_retry_is_taken_twice_and_no_answer_is_lost() {
        let budget = RetryBudget::new(1_000);
        let in_threads = |work: fn(&RetryBudget) -> bool| -> usize {
            std::thread::scope(|scope| {
                let count = || (0..500).filter(|_| work(&budget)).count();
                let threads: Vec<_> = (0..8).map(|_| scope.spawn(count)).collect();
                threads.into_iter().map(|thread| thread.join().unwrap_or_default()).sum()
            })
        };
        assert_eq!(in_threads(RetryBudget::take), 1_000);
        let answer = |budget: &RetryBudget| {
            budget.answered();
            true
        };
        assert_eq!(in_threads(answer), 4_000);
        assert_eq!(budget.left(), 400);
    }
}
