//! The retries that all calls of a client share, so that an outage does not multiply its load.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What a retry costs. A success brings a tenth.
const RETRY: u32 = 10;

/// Retries that the calls of a client share. It is full at first; each retry takes one, and each answer that is no
/// failure brings back a tenth. While the service is down, so much is retried and no more.
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
    /// A budget that holds so many retries at most. With 0 nothing is retried.
    #[must_use]
    pub fn new(retries: u32) -> Self {
        let most = retries.saturating_mul(RETRY);
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

    /// Gives back a retry that was taken and is not made.
    pub(crate) fn give_back(&self) {
        self.add(RETRY);
    }

    /// A request was answered as it should be.
    pub(crate) fn succeeded(&self) {
        // As a rule it is full: then nothing is written that other cores would have to fetch.
        if self.0.left.load(Ordering::Relaxed) < self.0.most {
            self.add(1);
        }
    }

    fn add(&self, tenths: u32) {
        let add = |left: u32| Some(left.saturating_add(tenths).min(self.0.most));
        let _ = self.0.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryBudget").field("left", &self.left()).finish_non_exhaustive()
    }
}
