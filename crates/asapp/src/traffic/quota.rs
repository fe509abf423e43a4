//! How many requests of the day are left.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::operation::Api;
use crate::{Timer, TokioTimer};

/// While the service says that the quota is spent, one request in this time asks again: it might have meant something
/// else, or ASAPP may have raised it.
const PROBE: Duration = Duration::from_secs(60);

/// What a call is for: what of the day's quota it may use.
///
/// ```
/// use asapp::{CallOptions, Traffic};
///
/// let import = CallOptions::new().traffic(Traffic::Bulk);
/// # let _ = import;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Traffic {
    /// A conversation that goes on now: it may use all of the quota.
    #[default]
    Live,
    /// An import: it leaves the reserve to live traffic.
    Bulk,
}

/// Counts the requests of a day, which ends at 00:00 UTC, and refuses those that the quota has no room for: nothing is
/// sent, and the error says [when the quota returns](crate::Error::resets_at).
///
/// ASAPP's limit is not published: ask your account team. Without one nothing is refused before the service says that
/// the quota is spent. A 429 is taken for that where its code or message says so, where it asks to wait for more than
/// 60 s, where as many requests were counted as the limit allows, or where it is the fifth at least without another
/// answer between and the first came 7 s before at least. From then on, and for each of the two APIs by itself, one
/// request a minute asks again and all others are refused, until one is answered with something else than 429, or the
/// day ends.
///
/// Clones share the count. It counts what leaves by the clients that share it, retries and refused requests included,
/// and nothing of what other processes send.
///
/// ```
/// use asapp::{Client, Credentials, DailyQuota};
///
/// let quota = DailyQuota::of(50_000).reserve(10_000); // bulk traffic stops at 40,000
/// let asapp = Client::builder().credentials(Credentials::new("id", "secret")).quota(&quota).build()?;
/// assert_eq!(quota.left(), Some(50_000));
/// # let _ = asapp;
/// # Ok::<(), asapp::Error>(())
/// ```
#[derive(Clone)]
pub struct DailyQuota {
    shared: Arc<Shared>,
    reserve: u64,
}

struct Shared {
    limit: Option<u64>,
    state: Mutex<State>,
    timer: OnceLock<Arc<dyn Timer>>,
}

#[derive(Default)]
struct State {
    day: NaiveDate,
    used: u64,
    /// For each API: when a request may ask again whether the quota is spent, as the service said.
    spent: [Option<Duration>; 2],
    /// For each API: 429 without another answer between.
    refusals: [Option<Refusals>; 2],
}

#[derive(Clone, Copy)]
struct Refusals {
    since: Duration,
    count: u32,
}

impl Default for DailyQuota {
    fn default() -> Self {
        Self::unlimited()
    }
}

impl From<&DailyQuota> for DailyQuota {
    fn from(quota: &DailyQuota) -> Self {
        quota.clone()
    }
}

impl DailyQuota {
    fn new(limit: Option<u64>) -> Self {
        let (state, timer) = (Mutex::default(), OnceLock::new());
        Self { shared: Arc::new(Shared { limit, state, timer }), reserve: 0 }
    }

    /// So many requests a day.
    #[must_use]
    pub fn of(requests: u64) -> Self {
        Self::new(Some(requests))
    }

    /// Counts, and knows no limit of its own.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::new(None)
    }

    /// Requests of the day that [`Bulk`](Traffic::Bulk) traffic leaves to live traffic; none unless set, and without a
    /// limit of no effect. The count stays shared with the meter that this one was made of.
    #[must_use]
    pub fn reserve(self, requests: u64) -> Self {
        Self { reserve: requests, ..self }
    }

    /// Another clock, for tests. Without it a meter takes that of the first client that it is given to, and keeps it.
    /// The first clock that it has stays.
    #[must_use]
    pub fn timer(self, timer: impl Timer) -> Self {
        // A second one changes nothing.
        let _ = self.shared.timer.set(Arc::new(timer));
        self
    }

    /// Takes the timer of a client, where it has none yet.
    pub(crate) fn adopt(&self, timer: &Arc<dyn Timer>) {
        let _ = self.shared.timer.set(Arc::clone(timer));
    }

    /// Requests that were sent today.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.today(self.clock().utc()).used
    }

    /// Requests that are left today by this count, whatever the service says; `None` without a limit.
    #[must_use]
    pub fn left(&self) -> Option<u64> {
        Some(self.shared.limit?.saturating_sub(self.used()))
    }

    /// When the day ends.
    #[must_use]
    pub fn resets_at(&self) -> DateTime<Utc> {
        midnight_after(self.clock().utc())
    }

    fn clock(&self) -> Arc<dyn Timer> {
        // Read before any client has it, it must not keep a clock that is not the client's.
        self.shared.timer.get().cloned().unwrap_or_else(|| Arc::new(TokioTimer::new()))
    }

    /// The state of the day that it is at `utc`.
    fn today(&self, utc: DateTime<Utc>) -> MutexGuard<'_, State> {
        let day = utc.date_naive();
        // Nothing that holds the lock can leave the state half written.
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        if day > state.day {
            *state = State::default();
        }
        // A clock that is set back does not give the day's requests twice, but must not hold on to a day that is far.
        state.day = day;
        state
    }

    /// Today's state and the time, if a request may leave now.
    fn open(
        &self,
        api: Api,
        traffic: Traffic,
    ) -> Result<(MutexGuard<'_, State>, Duration), DateTime<Utc>> {
        let clock = self.clock();
        let (now, utc) = (clock.now(), clock.utc());
        let state = self.today(utc);
        let is_told = state.spent[api as usize].is_some_and(|probe| now < probe);
        let is_used_up = self.room(traffic).is_some_and(|room| state.used >= room);
        if is_told || is_used_up { Err(midnight_after(utc)) } else { Ok((state, now)) }
    }

    fn room(&self, traffic: Traffic) -> Option<u64> {
        let kept = match traffic {
            Traffic::Live => 0,
            Traffic::Bulk => self.reserve,
        };
        Some(self.shared.limit?.saturating_sub(kept))
    }

    /// Whether a request may leave now. Nothing is counted yet.
    ///
    /// # Errors
    ///
    /// When the quota returns.
    pub(crate) fn check(&self, api: Api, traffic: Traffic) -> Result<(), DateTime<Utc>> {
        self.open(api, traffic).map(drop)
    }

    /// Counts a request that leaves now, unless others took the last one. Of many at once a single one asks again.
    ///
    /// # Errors
    ///
    /// When the quota returns.
    pub(crate) fn take(&self, api: Api, traffic: Traffic) -> Result<(), DateTime<Utc>> {
        let (mut state, now) = self.open(api, traffic)?;
        state.used = state.used.saturating_add(1);
        if let Some(probe) = &mut state.spent[api as usize] {
            *probe = now.saturating_add(PROBE);
        }
        Ok(())
    }

    /// Whether as many requests were counted as there are.
    pub(crate) fn is_metered_out(&self) -> bool {
        self.left() == Some(0)
    }

    /// A 429 came: how many of them in a row, and for how long.
    pub(crate) fn refused(&self, api: Api) -> (u32, Duration) {
        let clock = self.clock();
        let now = clock.now();
        let mut state = self.today(clock.utc());
        let row = state.refusals[api as usize].get_or_insert(Refusals { since: now, count: 0 });
        row.count = row.count.saturating_add(1);
        (row.count, now.saturating_sub(row.since))
    }

    /// The service said that the quota is spent.
    pub(crate) fn spent(&self, api: Api) {
        let clock = self.clock();
        let probe = clock.now().saturating_add(PROBE);
        self.today(clock.utc()).spent[api as usize] = Some(probe);
    }

    /// An answer came that is no 429.
    pub(crate) fn answered(&self, api: Api) {
        let mut state = self.today(self.clock().utc());
        state.refusals[api as usize] = None;
        state.spent[api as usize] = None;
    }
}

/// When the day of `utc` ends.
fn midnight_after(utc: DateTime<Utc>) -> DateTime<Utc> {
    let tomorrow = utc.date_naive().checked_add_days(Days::new(1));
    tomorrow.map_or(DateTime::<Utc>::MAX_UTC, |day| day.and_time(NaiveTime::MIN).and_utc())
}

impl fmt::Debug for DailyQuota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DailyQuota")
            .field("limit", &self.shared.limit)
            .field("reserve", &self.reserve)
            .finish_non_exhaustive()
    }
}
