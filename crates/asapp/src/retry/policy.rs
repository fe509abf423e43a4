//! How often, and after which waits, a request is sent again.

use std::borrow::Cow;
use std::time::Duration;

type Ladder = Cow<'static, [Duration]>;

const AFTER_429: &[Duration] =
    &[Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4)];
const AFTER_FAILURE: &[Duration] =
    &[Duration::from_millis(250), Duration::from_millis(500), Duration::from_millis(1000)];

/// How often, and after which waits, a request is sent again where that is allowed at all.
///
/// After which ends a request is sent again is not the policy's to say: after 429, 5xx, a connection that was not made
/// or that broke, and no answer in time; after no other answer; and a message only as its
/// [`Posture`](crate::Posture) allows.
///
/// Whatever the policy, a wait is never shorter than the answer's `Retry-After`, in seconds or as a date, asks for;
/// nonsense there asks for nothing. A wait that would not end within the call's
/// [total time](crate::CallOptions::total_timeout) is not begun: the call fails at once. All retries come out of the
/// client's [`RetryBudget`](crate::RetryBudget).
///
/// ```
/// use std::time::Duration;
///
/// use asapp::RetryPolicy;
///
/// let patient = RetryPolicy::vendor().max_retries(5).after_429([Duration::from_secs(2)]);
/// let brisk = RetryPolicy::vendor().after_429([]); // a 429 is not retried, the rest is
/// assert_eq!((patient.retries(), brisk.retries()), (5, 3));
/// assert_eq!(RetryPolicy::none().retries(), 0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    max_retries: u32,
    after_429: Ladder,
    after_failure: Ladder,
    jitter: f64,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::vendor()
    }
}

impl RetryPolicy {
    /// The delays that the vendor recommends, for three retries in all: 1, 2 and 4 s after 429; 250, 500 and 1000 ms
    /// after 5xx and other transient failures. The step is the retry's number, whatever was answered before: a 503
    /// after two 429 waits for the third step of its own ladder. Each wait is longer by up to half its step, at random,
    /// so that clients do not return all at once.
    #[must_use]
    pub fn vendor() -> Self {
        Self {
            max_retries: 3,
            after_429: Cow::Borrowed(AFTER_429),
            after_failure: Cow::Borrowed(AFTER_FAILURE),
            jitter: 0.5,
        }
    }

    /// Nothing is sent again.
    #[must_use]
    pub fn none() -> Self {
        Self { max_retries: 0, ..Self::vendor() }
    }

    /// Retries of a request at most. Those beyond the end of a ladder wait for its last step.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// The waits after 429, one for each retry. With none, a 429 is not retried.
    #[must_use]
    pub fn after_429(mut self, steps: impl Into<Vec<Duration>>) -> Self {
        self.after_429 = Cow::Owned(steps.into());
        self
    }

    /// The waits after 5xx and other transient failures, one for each retry. With none, these are not retried.
    #[must_use]
    pub fn after_failure(mut self, steps: impl Into<Vec<Duration>>) -> Self {
        self.after_failure = Cow::Owned(steps.into());
        self
    }

    /// By how much of its step a wait is lengthened at most, at random: 0.5 unless set, 0 for none. A share that is no
    /// number, or below 0, counts as 0; one above 1 as 1.
    #[must_use]
    pub fn jitter(mut self, share: f64) -> Self {
        self.jitter = if share > 0.0 { share.min(1.0) } else { 0.0 };
        self
    }

    /// Retries of a request at most.
    #[must_use]
    pub fn retries(&self) -> u32 {
        self.max_retries
    }

    /// The wait before the retry with this number, from 1; `None` where there is no such retry. Never shorter than what
    /// the service `asked` for. `draw` is from 0 to 1.
    pub(crate) fn wait(
        &self,
        retry: u32,
        is_429: bool,
        asked: Duration,
        draw: f64,
    ) -> Option<Duration> {
        let ladder = if is_429 { &self.after_429 } else { &self.after_failure };
        let place = usize::try_from(retry.saturating_sub(1)).unwrap_or(usize::MAX);
        let step = *ladder.get(place).or(ladder.last())?;
        // Not `mul_f64`, which panics where the product has no room.
        let longer = Duration::try_from_secs_f64(step.as_secs_f64() * self.jitter * draw);
        Some(step.max(asked).saturating_add(longer.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits() {
        let millis = Duration::from_millis;
        let vendor = RetryPolicy::vendor;
        let short = || vendor().after_429([millis(10)]).after_failure([millis(1), millis(2)]);
        for (policy, retry, is_429, draw, expected) in [
            (vendor(), 1, true, 0.0, Some(1_000)),
            (vendor(), 2, true, 0.0, Some(2_000)),
            (vendor(), 3, true, 0.0, Some(4_000)),
            (vendor(), 4, true, 0.0, Some(4_000)),
            (vendor(), u32::MAX, true, 0.0, Some(4_000)),
            (vendor(), 1, false, 0.0, Some(250)),
            (vendor(), 2, false, 0.0, Some(500)),
            (vendor(), 3, false, 0.0, Some(1_000)),
            (vendor(), 4, false, 0.0, Some(1_000)),
            (vendor(), 1, true, 1.0, Some(1_500)),
            (vendor(), 3, false, 0.5, Some(1_250)),
            (vendor().jitter(0.0), 1, true, 1.0, Some(1_000)),
            (vendor().jitter(-1.0), 1, true, 1.0, Some(1_000)),
            (vendor().jitter(f64::NAN), 1, true, 1.0, Some(1_000)),
            (vendor().jitter(0.25), 1, true, 1.0, Some(1_250)),
            (vendor().jitter(7.0), 1, true, 1.0, Some(2_000)),
            (vendor().jitter(f64::INFINITY), 1, true, 1.0, Some(2_000)),
            (short(), 1, true, 0.0, Some(10)),
            (short(), 3, true, 0.0, Some(10)),
            (short(), 1, false, 0.0, Some(1)),
            (short(), 3, false, 0.0, Some(2)),
            (vendor().after_429([]), 1, true, 0.0, None),
            (vendor().after_429([]), 1, false, 0.0, Some(250)),
            (vendor().after_failure([]), 1, false, 0.0, None),
        ] {
            let wait = policy.wait(retry, is_429, Duration::ZERO, draw);
            assert_eq!(wait, expected.map(millis), "{policy:?} {retry} {is_429} {draw}");
        }
    }

    #[test]
    fn retries() {
        assert_eq!(RetryPolicy::default(), RetryPolicy::vendor());
        assert_eq!(RetryPolicy::vendor().retries(), 3);
        assert_eq!(RetryPolicy::none().retries(), 0);
        assert_eq!(RetryPolicy::none().max_retries(2), RetryPolicy::vendor().max_retries(2));
    }
}
