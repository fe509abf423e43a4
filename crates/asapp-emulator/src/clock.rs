//! What time it is.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// Where a clock takes its time from: the system, unless a test gave its own.
#[derive(Clone)]
pub(crate) struct TimeSource(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl TimeSource {
    pub(crate) fn new(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }
}

impl Default for TimeSource {
    fn default() -> Self {
        Self::new(Utc::now)
    }
}

impl fmt::Debug for TimeSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TimeSource")
    }
}

/// A clock that tests can move and stop.
pub(crate) struct Clock {
    source: TimeSource,
    hand: Mutex<Hand>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// Ahead of the source by this much, or behind it.
    Running(TimeDelta),
    Stopped(DateTime<Utc>),
}

/// The last time that fits into answers and ids: the end of the year 9999. The first is the Unix epoch.
const LAST: DateTime<Utc> =
    DateTime::from_timestamp(253_402_300_799, 999_999_999).expect("in range");

impl Clock {
    pub(crate) fn new(source: TimeSource) -> Self {
        Self { source, hand: Mutex::new(Hand::Running(TimeDelta::zero())) }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.read(*self.hand())
    }

    pub(crate) fn is_running(&self) -> bool {
        matches!(*self.hand(), Hand::Running(_))
    }

    /// Stops the clock at a time, or at the nearer end of the times that fit.
    pub(crate) fn stop_at(&self, time: DateTime<Utc>) {
        *self.hand() = Hand::Stopped(time.clamp(DateTime::UNIX_EPOCH, LAST));
    }

    /// Moves the clock forward, no further than the last time that fits; whether it runs does not change.
    pub(crate) fn advance(&self, by: Duration) {
        let mut hand = self.hand();
        let now = self.read(*hand);
        let by = TimeDelta::from_std(by).unwrap_or(TimeDelta::MAX).min(LAST - now);
        *hand = match *hand {
            Hand::Stopped(time) => Hand::Stopped(time + by),
            Hand::Running(ahead) => Hand::Running(ahead + by),
        };
    }

    /// Lets the clock run on from where it stands.
    pub(crate) fn run(&self) {
        let mut hand = self.hand();
        if let Hand::Stopped(time) = *hand {
            *hand = Hand::Running(time - self.source.0());
        }
    }

    /// Back to the source's own time.
    pub(crate) fn reset(&self) {
        *self.hand() = Hand::Running(TimeDelta::zero());
    }

    fn read(&self, hand: Hand) -> DateTime<Utc> {
        match hand {
            Hand::Running(ahead) => {
                let now = self.source.0().checked_add_signed(ahead).unwrap_or(LAST);
                now.clamp(DateTime::UNIX_EPOCH, LAST)
            }
            Hand::Stopped(time) => time,
        }
    }

    fn hand(&self) -> MutexGuard<'_, Hand> {
        self.hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn it_runs_stops_and_moves() {
        let system = Arc::new(AtomicI64::new(100));
        let ticking = Arc::clone(&system);
        let clock = Clock::new(TimeSource::new(move || at(ticking.load(Ordering::SeqCst))));
        assert_eq!((clock.now(), clock.is_running()), (at(100), true));
        clock.advance(Duration::from_secs(50));
        system.store(101, Ordering::SeqCst);
        assert_eq!(clock.now(), at(151));

        clock.stop_at(at(7));
        system.store(200, Ordering::SeqCst);
        assert_eq!((clock.now(), clock.is_running()), (at(7), false));
        clock.advance(Duration::from_secs(3));
        assert_eq!(clock.now(), at(10));

        clock.run();
        system.store(201, Ordering::SeqCst);
        assert_eq!((clock.now(), clock.is_running()), (at(11), true));
        clock.run();
        assert_eq!(clock.now(), at(11), "a running clock runs on as it is");

        clock.reset();
        assert_eq!(clock.now(), at(201));
    }

    #[test]
    fn times_stay_in_range() {
        let clock = Clock::new(TimeSource::new(|| at(0)));
        clock.stop_at(at(-1));
        assert_eq!(clock.now(), at(0));
        for by in [Duration::from_secs(253_402_300_800), Duration::MAX] {
            clock.reset();
            clock.advance(by);
            assert_eq!((clock.now(), clock.is_running()), (LAST, true));
            clock.stop_at(at(7));
            clock.advance(by);
            assert_eq!((clock.now(), clock.is_running()), (LAST, false));
        }
        clock.stop_at(DateTime::<Utc>::MAX_UTC);
        assert_eq!(clock.now(), LAST);
        let early = Clock::new(TimeSource::new(|| DateTime::<Utc>::MIN_UTC));
        assert_eq!(early.now(), at(0));
    }
}
