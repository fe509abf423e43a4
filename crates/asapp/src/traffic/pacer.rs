//! When the next request may leave.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use crate::{Timer, TokioTimer};

/// After a 429 the rate is halved, down to this part of what is set.
const SLOWEST: f64 = 1.0 / 16.0;

/// The part of the set rate that a slowed pacer regains in a second.
const RECOVERY: f64 = 0.1;

/// It has recovered by then, however slow it was.
const RECOVERED: Duration = Duration::from_secs(10);

/// Many 429 within this time are one reason to slow down: their requests left before the first was answered.
const ONE_SLOWING: Duration = Duration::from_secs(1);

/// The longest that a `Retry-After` holds all requests up.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Spaces requests evenly, first come first served: 90 a second unless set, where the vendor stops at 100. Two requests
/// never leave closer to each other than 1/90 s; where the timer wakes late, by a millisecond as a rule, they are a
/// little fewer. No burst is saved up while nothing is sent. Retries are paced too.
///
/// The vendor counts by credential, so clients with the same credentials should share one. Clones share it, and those
/// of a client do anyway. Several processes with the same credentials have to share the rate by their settings.
///
/// After a 429 that means too many requests in a moment, it halves its rate for all: at most once a second, and to no
/// less than a sixteenth. In each second after, it regains a tenth of the set rate. Where the 429 has a `Retry-After`,
/// nothing leaves for so long, 60 s at most.
///
/// ```
/// use asapp::{Client, Credentials, Pacer};
///
/// let pacer = Pacer::per_second(50);
/// let live = Client::builder().credentials(Credentials::new("id", "secret")).pacer(&pacer).build()?;
/// let import = Client::builder().credentials(Credentials::new("id", "secret")).pacer(&pacer).build()?;
/// # let _ = (live, import);
/// # Ok::<(), asapp::Error>(())
/// ```
#[derive(Clone)]
pub struct Pacer(Arc<Shared>);

struct Shared {
    /// Time between two requests.
    interval: Duration,
    /// Fair: whoever came first holds it while waiting for the next slot.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    timer: OnceLock<Arc<dyn Timer>>,
}

#[derive(Default)]
struct State {
    /// The next request may leave then.
    next: Duration,
    slowed: Option<Slowed>,
}

#[derive(Clone, Copy)]
struct Slowed {
    since: Duration,
    /// Part of the set rate, at `since`.
    rate: f64,
}

impl Default for Pacer {
    fn default() -> Self {
        Self::per_second(90)
    }
}

impl From<&Pacer> for Pacer {
    fn from(pacer: &Pacer) -> Self {
        pacer.clone()
    }
}

impl Pacer {
    /// So many requests a second, evenly spaced. 0 counts as 1.
    #[must_use]
    pub fn per_second(requests: u32) -> Self {
        Self::every(Duration::from_secs(1) / requests.max(1))
    }

    /// One request in each `interval`. With zero nothing is paced, but `Retry-After` still holds all up.
    #[must_use]
    pub fn every(interval: Duration) -> Self {
        Self(Arc::new(Shared {
            interval,
            turn: tokio::sync::Mutex::new(()),
            state: Mutex::default(),
            timer: OnceLock::new(),
        }))
    }

    /// No spacing, for a service that has no limit, such as a test's.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::every(Duration::ZERO)
    }

    /// Another clock, for tests. Without it a pacer takes that of the first client that it is given to, and keeps it:
    /// the clocks of two clients need not count from the same moment. The first clock that it has stays.
    #[must_use]
    pub fn timer(self, timer: impl Timer) -> Self {
        // A second one changes nothing: those who wait count by the first.
        let _ = self.0.timer.set(Arc::new(timer));
        self
    }

    /// Takes the timer of a client, where it has none yet.
    pub(crate) fn adopt(&self, timer: &Arc<dyn Timer>) {
        let _ = self.0.timer.set(Arc::clone(timer));
    }

    fn clock(&self) -> &Arc<dyn Timer> {
        self.0.timer.get_or_init(|| Arc::new(TokioTimer::new()))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can leave the state half written.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next slot and takes it, if `leave` agrees when the slot has come. Dropped before, or refused, it
    /// takes none, and the next in line has it.
    ///
    /// # Errors
    ///
    /// Why it must not leave.
    pub(crate) async fn slot<E>(&self, leave: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
        let timer = self.clock();
        let _turn = self.0.turn.lock().await;
        loop {
            // Asked again after each wait: the timer may have woken early, and a 429 may have put the slot off.
            let wait = self.state().next.saturating_sub(timer.now());
            if wait.is_zero() {
                leave()?;
                self.state().take(timer.now(), self.0.interval);
                return Ok(());
            }
            timer.sleep(wait).await;
        }
    }

    /// The service says 429: slows down for all, and holds all up for as long as the service asks.
    pub(crate) fn slow_down(&self, asked: Option<Duration>) {
        let now = self.clock().now();
        let mut state = self.state();
        let pause = asked.unwrap_or_default().min(LONGEST_PAUSE);
        state.next = state.next.max(now.saturating_add(pause));
        let is_new =
            state.slowed.is_none_or(|slowed| now.saturating_sub(slowed.since) >= ONE_SLOWING);
        if is_new {
            let rate = (state.rate(now) / 2.0).max(SLOWEST);
            state.slowed = Some(Slowed { since: now, rate });
        }
    }
}

impl State {
    fn take(&mut self, now: Duration, interval: Duration) {
        // A 429 that came in this very moment may have put it off further.
        self.next = self.next.max(now.saturating_add(self.gap(now, interval)));
    }

    /// The time to the next request, of one that leaves now.
    fn gap(&self, now: Duration, interval: Duration) -> Duration {
        let slowed = Duration::try_from_secs_f64(interval.as_secs_f64() / self.rate(now));
        // Not longer by more than the recovery takes: a request a minute would else be held up for many minutes.
        slowed.unwrap_or(Duration::MAX).clamp(interval, interval.saturating_add(RECOVERED))
    }

    /// The part of the set rate that holds now.
    fn rate(&self, now: Duration) -> f64 {
        self.slowed.map_or(1.0, |Slowed { since, rate }| {
            (rate + RECOVERY * now.saturating_sub(since).as_secs_f64()).min(1.0)
        })
    }
}

impl fmt::Debug for Pacer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pacer").field("interval", &self.0.interval).finish_non_exhaustive()
    }
}
