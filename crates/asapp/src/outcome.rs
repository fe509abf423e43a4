//! What became of a request.

use std::fmt;
use std::time::Duration;

/// What became of a request, as far as anyone can know.
///
/// Where a call sends it several times, it speaks of all of them: once an attempt may have been carried out, a write is
/// [`Unknown`](Self::Unknown) until the service says that it has it, or a read-back under
/// [`Posture::Reconcile`](crate::Posture::Reconcile) finds it, whatever it refuses later. A read leaves nothing behind,
/// so that its last attempt counts.
///
/// ```
/// use asapp::Outcome;
///
/// assert!(Outcome::AlreadyPersisted.is_held());
/// assert!(!Outcome::Unknown.is_held());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The service confirmed it: an answer of 200 to 299. For a read: it was answered.
    Persisted,
    /// The service had it already: 409 to a write.
    AlreadyPersisted,
    /// The service refused it: it holds none of it.
    Rejected,
    /// It never left: refused before sending, or no connection was made.
    NotSent,
    /// It may or may not be held: the connection broke, nothing came in time, the service failed, or an answer
    /// that could name a refusal cannot be read.
    Unknown,
}

impl Outcome {
    pub(crate) const fn may_be_held(self) -> bool {
        self.is_held() || matches!(self, Self::Unknown)
    }

    /// Whether the service holds what was sent.
    #[must_use]
    pub const fn is_held(self) -> bool {
        matches!(self, Self::Persisted | Self::AlreadyPersisted)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Persisted => "persisted",
            Self::AlreadyPersisted => "already persisted",
            Self::Rejected => "rejected",
            Self::NotSent => "not sent",
            Self::Unknown => "unknown",
        })
    }
}

/// How a successful call went.
///
/// ```no_run
/// # async fn example(transcript: asapp::Transcript, message: asapp::Message) -> Result<(), asapp::Error> {
/// let added = transcript.add_message(message).send().await?;
/// println!("{} after {} requests", added.receipt.outcome, added.receipt.attempts);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Receipt {
    /// Persisted or already persisted.
    pub outcome: Outcome,
    /// Requests that left for the call, or were to and found no connection; reads that it took included.
    pub attempts: u32,
    /// Those of them that sent the same again.
    pub retries: u32,
    /// How long the call waited before its retries, all in all, as its policy and the service's `Retry-After` had it.
    /// Waits for the pacer, for room or in a lane are not in it.
    pub waited: Duration,
    /// Whether the outcome, or that of a part, is known by reading the conversation back, under
    /// [`Posture::Reconcile`](crate::Posture::Reconcile), not by an answer.
    pub is_read_back: bool,
}

/// What a call has made so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effort {
    pub(crate) attempts: u32,
    pub(crate) retries: u32,
    pub(crate) waited: Duration,
}

impl Effort {
    /// A request leaves.
    pub(crate) fn leaves(&mut self, is_retry: bool) {
        self.attempts += 1;
        self.retries += u32::from(is_retry);
    }

    /// It waits before it sends again. Where the clock stands still, waits can add up to more than there is time.
    pub(crate) fn waits(&mut self, wait: Duration) {
        self.waited = self.waited.saturating_add(wait);
    }

    pub(crate) fn receipt(self, outcome: Outcome) -> Receipt {
        let Self { attempts, retries, waited } = self;
        Receipt { outcome, attempts, retries, waited, is_read_back: false }
    }
}

impl std::ops::AddAssign for Effort {
    fn add_assign(&mut self, other: Self) {
        self.attempts += other.attempts;
        self.retries += other.retries;
        self.waits(other.waited);
    }
}

impl From<Receipt> for Effort {
    fn from(receipt: Receipt) -> Self {
        let Receipt { attempts, retries, waited, .. } = receipt;
        Self { attempts, retries, waited }
    }
}
