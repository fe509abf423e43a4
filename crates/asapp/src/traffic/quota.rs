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

/// As long as the day is young, it asks again after as long as the day has lasted, but for this at least: where the
/// service's clock is behind, it refuses for a moment what already belongs to the new day.
const SOONEST_PROBE: Duration = Duration::from_secs(1);

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
/// 60 s and for a day at most, where as many requests were counted as the limit allows, or where it is the fifth at
/// least without another answer between and the first came 7 s before at least. From then on, and for each of the two
/// APIs by itself, one request a minute asks again and all others are refused, until one is answered with something
/// else than 429, or the day ends. In the first minute of a day the service's clock may be behind: there it is asked
/// again after as long as the day has lasted, 1 s at least, and that is when the quota is said to return.
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
        self.meter().0
    }

    /// Requests that are left today by this count, whatever the service says; `None` without a limit.
    #[must_use]
    pub fn left(&self) -> Option<u64> {
        self.meter().1
    }

    /// Requests that were sent today, and those that are left.
    pub(crate) fn meter(&self) -> (u64, Option<u64>) {
        let used = self.today(self.clock().utc()).used;
        (used, self.shared.limit.map(|limit| limit.saturating_sub(used)))
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

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can leave the state half written.
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state of the day that it is at `utc`.
    fn today(&self, utc: DateTime<Utc>) -> MutexGuard<'_, State> {
        let day = utc.date_naive();
        let mut state = self.state();
        if day > state.day {
            *state = State::default();
        }
        // A clock that is set back does not give the day's requests twice, but must not hold on to a day that is far.
        state.day = day;
        state
    }

    /// Today's state, and when to ask again after a request that leaves now, if one may.
    fn open(
        &self,
        api: Api,
        traffic: Traffic,
    ) -> Result<(MutexGuard<'_, State>, Duration), DateTime<Utc>> {
        let clock = self.clock();
        let (now, utc) = (clock.now(), clock.utc());
        let state = self.today(utc);
        if self.room(traffic).is_some_and(|room| state.used >= room) {
            return Err(midnight_after(utc));
        }
        match state.spent[api as usize] {
            Some(probe) if now < probe => Err(returns_at(utc, probe - now)),
            _ => Ok((state, now.saturating_add(probe_after(utc)))),
        }
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
        let (mut state, next_probe) = self.open(api, traffic)?;
        state.used = state.used.saturating_add(1);
        if let Some(probe) = &mut state.spent[api as usize] {
            *probe = next_probe;
        }
        Ok(())
    }

    /// Whether as many requests were counted as there are.
    pub(crate) fn is_metered_out(&self) -> bool {
        self.left() == Some(0)
    }

    /// A 429 came, to a request that left at `left_at`: how many of them in a row, and for how long.
    pub(crate) fn refused(&self, api: Api, left_at: DateTime<Utc>) -> (u32, Duration) {
        let clock = self.clock();
        let now = clock.now();
        let mut state = self.today(clock.utc());
        if state.is_of_a_day_before(left_at) {
            return (1, Duration::ZERO);
        }
        let row = state.refusals[api as usize].get_or_insert(Refusals { since: now, count: 0 });
        row.count = row.count.saturating_add(1);
        (row.count, now.saturating_sub(row.since))
    }

    /// The service said that the quota is spent, to a request that left at `left_at`. Answers when it returns.
    pub(crate) fn spent(&self, api: Api, left_at: DateTime<Utc>) -> DateTime<Utc> {
        let clock = self.clock();
        let (now, utc) = (clock.now(), clock.utc());
        let mut state = self.today(utc);
        if state.is_of_a_day_before(left_at) {
            return midnight_after(left_at);
        }
        let wait = probe_after(utc);
        state.spent[api as usize] = Some(now.saturating_add(wait));
        returns_at(utc, wait)
    }

    /// An answer came that is no 429.
    pub(crate) fn answered(&self, api: Api) {
        let mut state = self.state();
        state.refusals[api as usize] = None;
        state.spent[api as usize] = None;
    }
}

impl State {
    /// Whether what left then met the quota of a day that is over, and says nothing of today's.
    fn is_of_a_day_before(&self, left_at: DateTime<Utc>) -> bool {
        left_at.date_naive() < self.day
    }
}

/// How long after `utc` a spent quota is asked for again.
fn probe_after(utc: DateTime<Utc>) -> Duration {
    let lasted = utc.time().signed_duration_since(NaiveTime::MIN);
    lasted.to_std().unwrap_or_default().clamp(SOONEST_PROBE, PROBE)
}

/// When a quota returns that is found spent at `utc` and asked for again after `wait`.
fn returns_at(utc: DateTime<Utc>, wait: Duration) -> DateTime<Utc> {
    // A caller who waited for midnight, and came a moment too early for the service, must not wait for the next.
    if probe_after(utc) < PROBE { utc + wait } else { midnight_after(utc) }
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::super::leap::Leap;
    use super::*;

    const ONE: Api = Api::Conversations;
    const OTHER: Api = Api::MetadataIngestion;
    const NOON: &str = "2026-03-01T12:00:00Z";
    const SECOND: Duration = Duration::from_secs(1);

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_ends_at_midnight_utc() {
        for (now, end) in [
            ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"),
            ("2026-03-01T23:59:59.999999999Z", "2026-03-02T00:00:00Z"),
            ("2026-03-01T23:30:00-01:00", "2026-03-03T00:00:00Z"),
            ("2024-02-28T12:00:00Z", "2024-02-29T00:00:00Z"),
            ("2026-12-31T12:00:00Z", "2027-01-01T00:00:00Z"),
        ] {
            let quota = DailyQuota::of(1).timer(Leap::at(now));
            assert_eq!(quota.resets_at(), time(end), "{now}");
            quota.take(ONE, Traffic::Live).unwrap();
            assert_eq!(quota.take(ONE, Traffic::Live), Err(time(end)), "{now}");
        }
        assert_eq!(midnight_after(DateTime::<Utc>::MAX_UTC), DateTime::<Utc>::MAX_UTC);
    }

    #[test]
    fn each_day_counts_for_itself() {
        let leap = Leap::default();
        let quota = DailyQuota::of(3).timer(leap.clone());
        for (now, is_open, used) in [
            ("2026-03-01T00:00:00Z", true, 1),
            ("2026-03-01T23:59:59Z", true, 2),
            ("2026-03-02T00:00:00Z", true, 1),
            ("2026-03-02T12:00:00Z", true, 2),
            ("2026-03-02T12:00:00Z", true, 3),
            ("2026-03-02T12:00:00Z", false, 3),
            // Set back: not given twice, neither within the day nor over midnight.
            ("2026-03-02T01:00:00Z", false, 3),
            ("2026-03-01T23:00:00Z", false, 3),
            // And not kept up by a clock that was years ahead.
            ("2099-01-01T00:00:00Z", true, 1),
            ("2026-03-02T12:00:00Z", true, 2),
            ("2026-03-02T12:00:00Z", true, 3),
            ("2026-03-02T12:00:00Z", false, 3),
            ("2026-03-03T00:00:00Z", true, 1),
        ] {
            leap.set_utc(now);
            assert_eq!(quota.take(ONE, Traffic::Live).is_ok(), is_open, "{now}");
            assert_eq!((quota.used(), quota.left()), (used, Some(3 - used)), "{now}");
            assert_eq!(quota.is_metered_out(), used == 3, "{now}");
        }
    }

    #[test]
    fn bulk_traffic_leaves_the_reserve() {
        // Limit, reserve: bulk requests, and live ones after them.
        for (quota, bulk, live) in [
            (DailyQuota::of(5).reserve(2), 3, 2),
            (DailyQuota::of(5), 5, 0),
            (DailyQuota::of(5).reserve(9), 0, 5),
            (DailyQuota::of(0), 0, 0),
            (DailyQuota::of(0).reserve(1), 0, 0),
            (DailyQuota::unlimited().reserve(1), 20, 20),
        ] {
            let quota = quota.timer(Leap::at(NOON));
            let count = |traffic| (0..20).filter(|_| quota.take(ONE, traffic).is_ok()).count();
            assert_eq!((count(Traffic::Bulk), count(Traffic::Live)), (bulk, live), "{quota:?}");
        }
    }

    #[test]
    fn a_reserve_shares_the_count() {
        let all = DailyQuota::of(3).timer(Leap::at(NOON));
        all.take(ONE, Traffic::Live).unwrap();
        let kept = all.clone().reserve(1);
        assert_eq!(kept.used(), 1);
        kept.take(ONE, Traffic::Bulk).unwrap();
        assert_eq!(all.left(), Some(1));
        assert_eq!(kept.check(ONE, Traffic::Bulk), Err(time("2026-03-02T00:00:00Z")));
        assert_eq!(all.check(ONE, Traffic::Bulk), Ok(()));
    }

    #[test]
    fn what_is_checked_is_not_counted() {
        let quota = DailyQuota::of(1).timer(Leap::at(NOON));
        for _ in 0..3 {
            quota.check(ONE, Traffic::Live).unwrap();
        }
        assert_eq!(quota.used(), 0);
    }

    #[test]
    fn while_it_is_said_to_be_spent_one_request_a_minute_asks() {
        let leap = Leap::at(NOON);
        let quota = DailyQuota::unlimited().timer(leap.clone());
        let ask = || quota.take(ONE, Traffic::Live).is_ok();
        quota.spent(ONE, leap.utc());
        for (after, expected) in [(0, false), (59, false), (1, true), (0, false), (59, false)] {
            leap.advance(SECOND * after);
            assert_eq!(ask(), expected, "{:?}", leap.now());
        }
        assert!(quota.take(OTHER, Traffic::Live).is_ok(), "the other API is not concerned");
        leap.advance(SECOND);
        assert!(ask());
        // It is answered: the service meant something else, or gave more.
        quota.answered(OTHER);
        assert!(!ask());
        quota.answered(ONE);
        assert!(ask() && ask());
        quota.spent(ONE, leap.utc());
        assert!(!ask());
        leap.set_utc("2026-03-02T00:00:00Z");
        assert!(ask() && ask(), "the next day");
    }

    #[test]
    fn while_the_day_is_young_it_is_asked_again_sooner() {
        // A 429 at this time; after how many seconds it is asked again; when it is said to return.
        for (at, after, returns_at) in [
            ("2026-03-01T00:00:00Z", 1, "2026-03-01T00:00:01Z"),
            ("2026-03-01T00:00:00.9Z", 1, "2026-03-01T00:00:01.9Z"),
            ("2026-03-01T00:00:04Z", 4, "2026-03-01T00:00:08Z"),
            ("2026-03-01T00:00:59Z", 59, "2026-03-01T00:01:58Z"),
            ("2026-03-01T00:01:00Z", 60, "2026-03-02T00:00:00Z"),
            ("2026-03-01T23:59:59Z", 60, "2026-03-02T00:00:00Z"),
        ] {
            let leap = Leap::at(at);
            let quota = DailyQuota::unlimited().timer(leap.clone());
            assert_eq!(quota.spent(ONE, leap.utc()), time(returns_at), "{at}");
            assert_eq!(quota.check(ONE, Traffic::Live), Err(time(returns_at)), "{at}");
            // Of the same day, to see when it is asked again and not that the next has begun.
            let utc = leap.utc();
            leap.advance(SECOND * after - Duration::from_nanos(1));
            leap.set_utc(&utc.to_rfc3339());
            assert!(quota.take(ONE, Traffic::Live).is_err(), "{at}");
            leap.advance(Duration::from_nanos(1));
            assert!(quota.take(ONE, Traffic::Live).is_ok(), "{at}");
        }
    }

    #[test]
    fn a_request_that_waited_for_midnight_and_came_too_early_asks_again_soon() {
        let leap = Leap::at("2026-03-01T00:00:00Z");
        let quota = DailyQuota::unlimited().timer(leap.clone());
        // The service's clock is 10 s behind: each refusal says when to come again.
        let mut asked = Vec::new();
        while leap.now() < SECOND * 10 {
            quota.take(ONE, Traffic::Live).unwrap();
            asked.push(leap.now().as_secs());
            let wait = quota.spent(ONE, leap.utc()) - leap.utc();
            leap.advance(wait.to_std().unwrap());
        }
        assert_eq!(asked, [0, 1, 2, 4, 8]);
        quota.take(ONE, Traffic::Live).unwrap();
        assert_eq!(leap.now(), SECOND * 16);
    }

    #[test]
    fn what_left_yesterday_says_nothing_of_today() {
        let leap = Leap::at("2026-03-02T00:00:03Z");
        let quota = DailyQuota::unlimited().timer(leap.clone());
        let yesterday = time("2026-03-01T23:59:59.9Z");
        for _ in 0..9 {
            assert_eq!(quota.refused(ONE, yesterday), (1, Duration::ZERO));
            leap.advance(SECOND);
        }
        assert_eq!(quota.spent(ONE, yesterday), time("2026-03-02T00:00:00Z"));
        assert_eq!(quota.check(ONE, Traffic::Live), Ok(()));
        assert_eq!(quota.refused(ONE, leap.utc()), (1, Duration::ZERO));
    }

    #[test]
    fn of_many_at_once_a_single_one_asks_and_no_one_takes_more_than_there_is() {
        const THREADS: usize = 8;
        let at_once = |quota: &DailyQuota| {
            let barrier = Barrier::new(THREADS);
            let take = || {
                barrier.wait();
                (0..100).filter(|_| quota.take(ONE, Traffic::Live).is_ok()).count()
            };
            thread::scope(|scope| {
                let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(take)).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>()
            })
        };
        let leap = Leap::at(NOON);
        let quota = DailyQuota::unlimited().timer(leap.clone());
        quota.spent(ONE, leap.utc());
        for _ in 0..20 {
            leap.advance(PROBE);
            assert_eq!(at_once(&quota), 1);
        }
        assert_eq!(at_once(&DailyQuota::of(77).timer(leap)), 77);
    }

    #[test]
    fn refusals_count_until_another_answer_comes() {
        let leap = Leap::at(NOON);
        let quota = DailyQuota::unlimited().timer(leap.clone());
        assert_eq!(quota.refused(ONE, leap.utc()), (1, Duration::ZERO));
        leap.advance(SECOND * 3);
        assert_eq!(quota.refused(ONE, leap.utc()), (2, SECOND * 3));
        assert_eq!(quota.refused(OTHER, leap.utc()), (1, Duration::ZERO));
        quota.answered(OTHER);
        assert_eq!(quota.refused(ONE, leap.utc()), (3, SECOND * 3));
        quota.answered(ONE);
        assert_eq!(quota.refused(ONE, leap.utc()), (1, Duration::ZERO));
        leap.set_utc("2026-03-02T00:00:00Z");
        assert_eq!(quota.refused(ONE, leap.utc()), (1, Duration::ZERO));
    }

    #[test]
    fn read_before_a_client_has_it_it_still_takes_the_clients_clock() {
        let quota = DailyQuota::of(1);
        assert_eq!(quota.left(), Some(1));
        let clock: Arc<dyn Timer> = Arc::new(Leap::at(NOON));
        quota.adopt(&clock);
        assert_eq!(quota.resets_at(), time("2026-03-02T00:00:00Z"));
    }
}
