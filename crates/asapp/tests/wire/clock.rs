//! One clock for the client and the emulator. It moves by waiting only, and a wait is over at once.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use asapp::chrono::{DateTime, TimeDelta, Utc};
use asapp::{ClientBuilder, RetryPolicy, Sleep, Timer};
use asapp_emulator::{Emulator, Limits};

use crate::support::builder;

/// Longer sleeps are the bounds of attempts and calls: in these tests everything is answered, so they never end.
const BOUND: Duration = Duration::from_secs(20);

#[derive(Clone)]
pub(crate) struct Clock(Arc<Mutex<Hands>>);

struct Hands {
    now: Duration,
    start: DateTime<Utc>,
    waits: Vec<Duration>,
}

impl Clock {
    pub(crate) fn at(start: &str) -> Self {
        let start = start.parse().unwrap();
        Self(Arc::new(Mutex::new(Hands { now: Duration::ZERO, start, waits: Vec::new() })))
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.0.lock().unwrap().now += by;
    }

    /// The waits that there were since this was asked last.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        std::mem::take(&mut self.0.lock().unwrap().waits)
    }

    /// An emulator that goes by this clock.
    pub(crate) async fn emulator(&self, limits: Limits) -> Emulator {
        let clock = self.clone();
        let builder = Emulator::builder().clock(move || clock.utc());
        builder.configure(move |settings| settings.limits = limits).start().await.unwrap()
    }

    /// A client that goes by this clock and retries as the vendor recommends, but without jitter.
    pub(crate) fn client(&self, url: &str) -> ClientBuilder {
        builder(url).timer(self.clone()).retry(RetryPolicy::vendor().jitter(0.0))
    }
}

impl Timer for Clock {
    fn now(&self) -> Duration {
        self.0.lock().unwrap().now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let (clock, end) = (Arc::clone(&self.0), self.now().saturating_add(duration));
        Box::pin(async move {
            if duration >= BOUND {
                std::future::pending::<()>().await;
            }
            // Whoever else can do something does it first.
            tokio::task::yield_now().await;
            let mut hands = clock.lock().unwrap();
            hands.now = hands.now.max(end);
            hands.waits.push(duration);
        })
    }

    fn utc(&self) -> DateTime<Utc> {
        let hands = self.0.lock().unwrap();
        hands.start + TimeDelta::from_std(hands.now).unwrap()
    }
}
