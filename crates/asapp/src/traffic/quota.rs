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
/// sent, and the error says when the quota returns.
///
/// ASAPP's limit is not published: ask your account team. Without one nothing is refused before the service says that
/// the quota is spent. From then on one request a minute asks again, and all others are refused.
///
/// Clones share the count. It counts what this process sends, retries included.
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
pub struct DailyQuota(Arc<Shared>);

struct Shared {
    limit: Option<u64>,
    reserve: u64,
    state: Mutex<State>,
    timer: OnceLock<Arc<dyn Timer>>,
}

#[derive(Clone, Default)]
struct State {
    day: NaiveDate,
    used: u64,
    /// For each API: when a request may ask again whether the quota is spent, as the service said.
    spent: [Option<Duration>; 2],
    /// For each API: 429 without another answer between.
    refusals: [u32; 2],
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
        Self(Arc::new(Shared { limit, reserve: 0, state, timer }))
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

    /// Requests of the day that [`Bulk`](Traffic::Bulk) traffic leaves to live traffic. What was counted before is
    /// forgotten.
    #[must_use]
    pub fn reserve(self, requests: u64) -> Self {
        let timer = self.0.timer.clone();
        Self(Arc::new(Shared {
            limit: self.0.limit,
            reserve: requests,
            state: Mutex::default(),
            timer,
        }))
    }

    /// Another clock, for tests. Without it a meter takes that of the first client that it is given to.
    #[must_use]
    pub fn timer(self, timer: impl Timer) -> Self {
        // A second one changes nothing.
        let _ = self.0.timer.set(Arc::new(timer));
        self
    }

    /// Takes the timer of a client, where it has none yet.
    pub(crate) fn adopt(&self, timer: &Arc<dyn Timer>) {
        let _ = self.0.timer.set(Arc::clone(timer));
    }

    /// Requests that were sent today.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.today().used
    }

    /// Requests that are left today; `None` without a limit.
    #[must_use]
    pub fn left(&self) -> Option<u64> {
        Some(self.0.limit?.saturating_sub(self.used()))
    }

    /// When the day ends.
    #[must_use]
    pub fn resets_at(&self) -> DateTime<Utc> {
        let tomorrow = self.clock().utc().date_naive().checked_add_days(Days::new(1));
        tomorrow.unwrap_or(NaiveDate::MAX).and_time(NaiveTime::MIN).and_utc()
    }

    fn clock(&self) -> &Arc<dyn Timer> {
        self.0.timer.get_or_init(|| Arc::new(TokioTimer::new()))
    }

    /// The state of the day that it is now.
    fn today(&self) -> MutexGuard<'_, State> {
        let day = self.clock().utc().date_naive();
        // Nothing that holds the lock can leave the state half written.
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that is set back must not give the day's requests twice.
        if day > state.day {
            *state = State { day, ..State::default() };
        }
        state
    }

    /// Whether a request may leave now. Nothing is counted yet.
    ///
    /// # Errors
    ///
    /// When the quota returns.
    pub(crate) fn check(&self, api: Api, traffic: Traffic) -> Result<(), DateTime<Utc>> {
        let now = self.clock().now();
        let state = self.today();
        let is_told = state.spent[api as usize].is_some_and(|probe| now < probe);
        let is_spent = self.room(traffic).is_some_and(|room| state.used >= room);
        drop(state);
        if is_told || is_spent { Err(self.resets_at()) } else { Ok(()) }
    }

    fn room(&self, traffic: Traffic) -> Option<u64> {
        let kept = match traffic {
            Traffic::Live => 0,
            Traffic::Bulk => self.0.reserve,
        };
        Some(self.0.limit?.saturating_sub(kept))
    }

    /// Counts a request that leaves now, unless another took the last one.
    ///
    /// # Errors
    ///
    /// When the quota returns.
    pub(crate) fn take(&self, api: Api, traffic: Traffic) -> Result<(), DateTime<Utc>> {
        self.check(api, traffic)?;
        let now = self.clock().now();
        let mut state = self.today();
        state.used += 1;
        if let Some(probe) = &mut state.spent[api as usize] {
            *probe = now.saturating_add(PROBE);
        }
        Ok(())
    }

    /// Whether as many requests were counted as there are.
    pub(crate) fn is_metered_out(&self) -> bool {
        self.left() == Some(0)
    }

    /// A 429 came: how many of them in a row.
    pub(crate) fn refused(&self, api: Api) -> u32 {
        let mut state = self.today();
        let refusals = &mut state.refusals[api as usize];
        *refusals = refusals.saturating_add(1);
        *refusals
    }

    /// The service said that the quota is spent.
    pub(crate) fn spent(&self, api: Api) {
        let probe = self.clock().now().saturating_add(PROBE);
        self.today().spent[api as usize] = Some(probe);
    }

    /// An answer came that is no 429.
    pub(crate) fn answered(&self, api: Api) {
        let mut state = self.today();
        state.refusals[api as usize] = 0;
        state.spent[api as usize] = None;
    }
}

impl fmt::Debug for DailyQuota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DailyQuota")
            .field("limit", &self.0.limit)
            .field("reserve", &self.0.reserve)
            .finish_non_exhaustive()
    }
}
