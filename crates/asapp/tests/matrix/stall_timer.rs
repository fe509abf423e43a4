//! A clock on which waits take no time, and the time of an attempt is over once the emulator stalls it.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use asapp::{Sleep, Timer};
use asapp_emulator::Emulator;

/// What is at least so long is a limit, not a wait.
pub(crate) const SHORTEST_LIMIT: Duration = Duration::from_secs(60);

/// How often it is asked whether the emulator stalls.
const LOOK: Duration = Duration::from_millis(1);

/// No real time decides what happens: a limit ends when all requests under way are stalled, however long that takes.
#[derive(Clone)]
pub(crate) struct StallTimer(Arc<Shared>);

struct Shared {
    emulator: Arc<Emulator>,
    during_waits: fn(&Emulator),
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    now: Duration,
    /// Limits that run.
    running: u64,
    /// Stalls that ended.
    ended: u64,
    /// How often limits ended, all that ran at once.
    rounds: u64,
}

impl StallTimer {
    /// `during_waits` is what happens to the service while the client waits.
    pub(crate) fn new(emulator: &Arc<Emulator>, during_waits: fn(&Emulator)) -> Self {
        let emulator = Arc::clone(emulator);
        Self(Arc::new(Shared { emulator, during_waits, state: Mutex::default() }))
    }
}

impl Timer for StallTimer {
    fn now(&self) -> Duration {
        self.0.state().now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let shared = Arc::clone(&self.0);
        if duration >= SHORTEST_LIMIT {
            let limit = Limit::start(shared, duration);
            return Box::pin(async move { limit.reached().await });
        }
        Box::pin(async move {
            (shared.during_waits)(&shared.emulator);
            shared.state().now += duration;
        })
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn stalls(&self) -> u64 {
        let faults = self.emulator.counters().faults;
        faults.iter().filter(|(fault, _)| fault.starts_with("stall")).map(|(_, times)| times).sum()
    }

    /// Ends all limits that run, if each of them has its stall.
    fn look(&self, duration: Duration) {
        let mut state = self.state();
        let stalls = self.stalls();
        if state.running > 0 && stalls - state.ended == state.running {
            state.now += duration;
            state.ended = stalls;
            state.running = 0;
            state.rounds += 1;
        }
    }
}

struct Limit {
    shared: Arc<Shared>,
    duration: Duration,
    round: u64,
}

impl Limit {
    fn start(shared: Arc<Shared>, duration: Duration) -> Self {
        let mut state = shared.state();
        state.running += 1;
        let round = state.rounds;
        drop(state);
        Self { shared, duration, round }
    }

    async fn reached(&self) {
        while self.shared.state().rounds == self.round {
            tokio::time::sleep(LOOK).await;
            self.shared.look(self.duration);
        }
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        if state.rounds == self.round {
            state.running -= 1;
        }
    }
}
