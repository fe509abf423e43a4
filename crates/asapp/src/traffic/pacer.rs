//! When the next request may leave.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use crate::{Timer, TokioTimer};

/// The part of the set rate that a slowed pacer regains in a second.
const RECOVERY: f64 = 0.1;

/// It has recovered by then, however slow it was.
const RECOVERED: Duration = Duration::from_secs(10);

/// Many 429 within this time are one reason to halve the rate: their requests left before the first was answered. With
/// what is regained meanwhile, a tenth of the set rate always stays.
const ONE_SLOWING: Duration = Duration::from_secs(1);

/// The longest that a `Retry-After` holds all requests up.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Spaces requests evenly, first come first served: 90 a second unless set, where the vendor stops at 100. Two requests
/// never leave closer to each other than 1/90 s. The timer wakes late, by a millisecond as a rule, so that they are
/// fewer: some 80 a second of 90. No burst is saved up while nothing is sent. Retries are paced too.
///
/// The vendor counts by credential, so clients with the same credentials should share one. Clones share it, and those
/// of a client do anyway. Several processes with the same credentials have to share the rate by their settings.
///
/// After a 429 that means too many requests in a moment, it halves its rate for all, at most once a second. In each
/// second after, it regains a tenth of the set rate, so never less than a tenth is left. Where the 429 has a
/// `Retry-After`, nothing leaves for so long, 60 s at most.
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
            let rate = state.rate(now) / 2.0;
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Waker};

    use proptest::prelude::*;

    use super::super::leap::Leap;
    use super::*;

    const MS: Duration = Duration::from_millis(1);
    const SECOND: Duration = Duration::from_secs(1);

    async fn leave(pacer: &Pacer) {
        pacer.slot(|| Ok::<(), ()>(())).await.unwrap();
    }

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    #[test]
    fn no_burst_is_saved_up() {
        let leap = Leap::default();
        let pacer = Pacer::default().timer(leap.clone());
        let mut left = Vec::new();
        block_on(async {
            for idle in [0, 0, 0, 10_000, 0, 5, 0, 0] {
                leap.advance(MS * idle);
                leave(&pacer).await;
                left.push(leap.now());
            }
        });
        let interval = SECOND / 90;
        let idle = interval * 2 + SECOND * 10;
        let expected = [0, 1, 2].map(|count| interval * count);
        let after = [0, 1, 2, 3, 4].map(|count| idle + interval * count);
        assert_eq!(left, [&expected[..], &after[..]].concat());
    }

    proptest! {
        /// Whatever the timer and the callers do.
        #[test]
        fn no_two_requests_are_closer_than_the_interval(
            steps in prop::collection::vec((0..30_u32, 0..20_u32), 1..50),
            per_second in 1..2_000_u32,
        ) {
            let leap = Leap::default();
            let pacer = Pacer::per_second(per_second).timer(leap.clone());
            let mut last = None;
            for (idle, late) in steps {
                leap.advance(MS * idle);
                leap.wake_late(MS * late);
                block_on(leave(&pacer));
                let now = leap.now();
                if let Some(last) = last.replace(now) {
                    prop_assert!(now - last >= SECOND / per_second, "{last:?} {now:?}");
                }
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_thousand_leave_in_the_order_in_which_they_came() {
        let pacer = Pacer::per_second(100).timer(TokioTimer::new());
        let left = Arc::<Mutex<Vec<(u32, Duration)>>>::default();
        let begin = tokio::time::Instant::now();
        let mut tasks = Vec::new();
        for number in 0..1_000_u32 {
            let (pacer, left) = (pacer.clone(), Arc::clone(&left));
            tasks.push(tokio::spawn(async move {
                leave(&pacer).await;
                left.lock().unwrap().push((number, begin.elapsed()));
            }));
        }
        tokio::time::sleep(MS * 95).await;
        // Every third of those who wait gives up, among them the one whose slot is next.
        let gone = |number: u32| number >= 10 && number % 3 == 1;
        assert_eq!(left.lock().unwrap().len(), 10);
        for (number, task) in (0..).zip(&tasks) {
            if gone(number) {
                task.abort();
            }
        }
        for task in tasks {
            let _ = task.await;
        }
        let left = left.lock().unwrap();
        let expected: Vec<_> = (0..1_000).filter(|number| !gone(*number)).collect();
        assert_eq!(left.iter().map(|(number, _)| *number).collect::<Vec<_>>(), expected);
        for (place, (number, at)) in (0..).zip(left.iter()) {
            // Nobody's slot was lost with those who left: the line moved up.
            assert_eq!(*at, MS * 10 * place, "{number}");
        }
    }

    fn is_over<F: Future>(call: &mut Pin<Box<F>>) -> bool {
        call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[tokio::test(start_paused = true)]
    async fn who_comes_as_the_slot_opens_does_not_overtake_who_waits_for_it() {
        let pacer = Pacer::per_second(10).timer(TokioTimer::new());
        leave(&pacer).await;
        let (mut waits, mut comes) = (Box::pin(leave(&pacer)), Box::pin(leave(&pacer)));
        assert!(!is_over(&mut waits));
        tokio::time::advance(SECOND).await;
        assert!(!is_over(&mut comes));
        assert!(is_over(&mut waits));
    }

    #[test]
    fn a_429_slows_down_and_it_recovers() {
        // When 429 came, in milliseconds; when a request leaves then; the time to the next.
        let every_second: Vec<u64> = (0..60).map(|second| second * 1_000).collect();
        for (interval, refused, at, expected) in [
            (100, &[][..], 0, 100.0),
            (100, &[0], 0, 200.0),
            (100, &[0], 1_000, 100.0 / 0.6),
            (100, &[0], 2_500, 100.0 / 0.75),
            (100, &[0], 5_000, 100.0),
            (100, &[0], 3_600_000, 100.0),
            // One burst slows once.
            (100, &[0, 0, 10, 999], 999, 100.0 / 0.5999),
            (100, &[0, 1_000], 1_000, 100.0 / 0.3),
            (100, &[0, 1_000], 8_000, 100.0),
            // Never to less than a tenth.
            (100, &every_second, 59_000, 1_000.0),
            (100, &every_second, 68_000, 100.0),
            // Recovered before the slowed interval is over.
            (60_000, &[0], 0, 70_000.0),
            (0, &[0], 0, 0.0),
        ] {
            let leap = Leap::default();
            let pacer = Pacer::every(MS * interval).timer(leap.clone());
            for time in refused {
                leap.advance_to(Duration::from_millis(*time));
                pacer.slow_down(None);
            }
            leap.advance_to(Duration::from_millis(at));
            block_on(async {
                leave(&pacer).await;
                leave(&pacer).await;
            });
            let gap = (leap.now() - Duration::from_millis(at)).as_secs_f64() * 1_000.0;
            assert!((gap - expected).abs() < 0.001, "{interval} {refused:?} {at}: {gap}");
        }
    }

    #[test]
    fn retry_after_holds_all_up_within_bounds() {
        let seconds = Duration::from_secs;
        for (asked, expected) in [
            (&[None][..], seconds(0)),
            (&[Some(seconds(5))], seconds(5)),
            (&[Some(seconds(3_600))], seconds(60)),
            (&[Some(Duration::MAX)], seconds(60)),
            // A shorter one does not shorten what another asked for.
            (&[Some(seconds(30)), Some(seconds(5)), None], seconds(30)),
        ] {
            let leap = Leap::default();
            let pacer = Pacer::unlimited().timer(leap.clone());
            asked.iter().for_each(|asked| pacer.slow_down(*asked));
            block_on(leave(&pacer));
            assert_eq!(leap.now(), expected, "{asked:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_already_is_held_up_too() {
        let pacer = Pacer::per_second(10).timer(TokioTimer::new());
        let begin = tokio::time::Instant::now();
        leave(&pacer).await;
        let next = async {
            leave(&pacer).await;
            begin.elapsed()
        };
        let refused = async {
            tokio::time::sleep(MS * 50).await;
            pacer.slow_down(Some(SECOND));
        };
        assert_eq!(tokio::join!(next, refused).0, MS * 1_050);
    }

    #[test]
    fn who_is_refused_at_the_last_takes_no_slot() {
        let leap = Leap::default();
        let pacer = Pacer::per_second(10).timer(leap.clone());
        block_on(async {
            leave(&pacer).await;
            assert_eq!(pacer.slot(|| Err("refused")).await, Err("refused"));
            leave(&pacer).await;
        });
        assert_eq!(leap.now(), MS * 100);
    }

    #[test]
    fn the_longest_interval_does_not_overflow() {
        let leap = Leap::default();
        let pacer = Pacer::every(Duration::MAX).timer(leap.clone());
        pacer.slow_down(None);
        leap.advance(SECOND);
        block_on(async {
            leave(&pacer).await;
            leave(&pacer).await;
        });
        assert_eq!(leap.now(), Duration::MAX);
    }

    #[test]
    fn the_first_clock_stays() {
        let (first, second) = (Leap::default(), Leap::default());
        let pacer = Pacer::per_second(10).timer(first.clone()).timer(second.clone());
        let third: Arc<dyn Timer> = Arc::new(second.clone());
        pacer.adopt(&third);
        block_on(async {
            leave(&pacer).await;
            leave(&pacer).await;
        });
        assert_eq!((first.now(), second.now()), (MS * 100, Duration::ZERO));
    }
}
