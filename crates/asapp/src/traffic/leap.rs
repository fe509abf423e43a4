//! A clock for tests: it stands still, and whoever sleeps makes it leap to the end of the sleep.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{Sleep, Timer};

#[derive(Clone, Default)]
pub(crate) struct Leap(Arc<Mutex<Hands>>);

#[derive(Default)]
struct Hands {
    now: Duration,
    utc: DateTime<Utc>,
    late: Duration,
}

impl Leap {
    pub(crate) fn at(utc: &str) -> Self {
        let leap = Self::default();
        leap.set_utc(utc);
        leap
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0.lock().unwrap()
    }

    pub(crate) fn advance(&self, by: Duration) {
        let mut hands = self.hands();
        hands.now = hands.now.saturating_add(by);
        let by = chrono::TimeDelta::from_std(by).unwrap_or_default();
        hands.utc += by;
    }

    pub(crate) fn advance_to(&self, now: Duration) {
        self.advance(now - self.now());
    }

    /// Sets the time of day alone, as whoever sets a machine's clock.
    pub(crate) fn set_utc(&self, utc: &str) {
        self.hands().utc = utc.parse().unwrap();
    }

    /// Every sleep is longer by so much.
    pub(crate) fn wake_late(&self, late: Duration) {
        self.hands().late = late;
    }
}

impl Timer for Leap {
    fn now(&self) -> Duration {
        self.hands().now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let leap = self.clone();
        Box::pin(async move {
            let late = leap.hands().late;
            leap.advance(duration.saturating_add(late));
        })
    }

    fn utc(&self) -> DateTime<Utc> {
        self.hands().utc
    }
}
