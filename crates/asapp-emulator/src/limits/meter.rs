//! What each key has used.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::Limits;
use super::quota::{self, Day};
use super::spike::Bucket;

/// The limits' state of each key. It keeps every key it is asked about, so it is asked about accepted ones only.
#[derive(Default)]
pub(crate) struct Meter {
    keys: HashMap<String, Usage>,
}

#[derive(Default)]
struct Usage {
    bucket: Bucket,
    day: Day,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMany {
    pub(crate) limit: Limit,
    /// From when on the key is let through again.
    pub(crate) until: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    Spike,
    Quota,
}

impl Meter {
    /// Counts a request of this key, unless a limit refuses it.
    pub(crate) fn check(
        &mut self,
        key: &str,
        now: DateTime<Utc>,
        limits: &Limits,
    ) -> Result<(), TooMany> {
        let Usage { bucket, day } = self.keys.entry(key.to_owned()).or_default();
        if let Some(spike) = limits.spike {
            let refuse = |until| TooMany { limit: Limit::Spike, until };
            bucket.check(now, spike).map_err(refuse)?;
        }
        if limits.daily_quota.is_some_and(|quota| day.used(now) >= quota) {
            return Err(TooMany { limit: Limit::Quota, until: quota::next_day(now) });
        }
        // Only now, so that what the quota refuses takes no token.
        if let Some(spike) = limits.spike {
            bucket.take(now, spike);
        }
        day.count(now);
        Ok(())
    }

    /// How many requests of this key were let through on the day that it is now.
    fn quota_used(&self, key: &str, now: DateTime<Utc>) -> u64 {
        self.keys.get(key).map_or(0, |usage| usage.day.used(now))
    }

    /// How many more the quota lets through on this day; none where there is no quota.
    pub(crate) fn quota_left(&self, key: &str, now: DateTime<Utc>, limits: &Limits) -> Option<u64> {
        let used = self.quota_used(key, now);
        limits.daily_quota.map(|quota| quota.saturating_sub(used))
    }

    /// Forgets what was used.
    pub(crate) fn reset(&mut self) {
        self.keys.clear();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::num::NonZeroU32;

    use chrono::TimeDelta;

    use super::*;
    use crate::limits::Spike;

    const SPIKE: Limit = Limit::Spike;
    const QUOTA: Limit = Limit::Quota;

    fn at(milliseconds: i64) -> DateTime<Utc> {
        let start: DateTime<Utc> = "2021-11-23T23:59:59Z".parse().unwrap();
        start + TimeDelta::milliseconds(milliseconds)
    }

    fn hundred_a_second() -> Limits {
        Limits::default().spike(Spike::Smoothed { per_second: NonZeroU32::new(100).unwrap() })
    }

    #[test]
    fn off_by_default() {
        let mut meter = Meter::default();
        for used in 1..=1_000 {
            assert_eq!(meter.check("k", at(0), &Limits::default()), Ok(()));
            assert_eq!(meter.quota_used("k", at(0)), used);
        }
        assert_eq!(meter.quota_left("k", at(0), &Limits::default()), None);
    }

    #[test]
    fn spike_first_then_quota() {
        let limits = hundred_a_second().daily_quota(2);
        let mut meter = Meter::default();
        // When, refused by what until when; used thereafter.
        let rows = [
            (0, None, 1),
            (5, Some((SPIKE, 10)), 1),
            (10, None, 2),
            (15, Some((SPIKE, 20)), 2),
            (20, Some((QUOTA, 1_000)), 2),
            // One that the quota refused took no token.
            (21, Some((QUOTA, 1_000)), 2),
            (999, Some((QUOTA, 1_000)), 2),
            (1_000, None, 1),
            (1_010, None, 2),
            (1_020, Some((QUOTA, 86_401_000)), 2),
        ];
        for (now, refused, used) in rows {
            let refused = refused.map(|(limit, until)| TooMany { limit, until: at(until) });
            assert_eq!(meter.check("k", at(now), &limits).err(), refused, "at {now}");
            assert_eq!(meter.quota_used("k", at(now)), used, "at {now}");
            assert_eq!(meter.quota_left("k", at(now), &limits), Some(2 - used), "at {now}");
        }
    }

    #[test]
    fn each_key_for_itself() {
        let limits = hundred_a_second().daily_quota(1);
        let mut meter = Meter::default();
        for key in ["one", "two"] {
            assert_eq!(meter.check(key, at(0), &limits), Ok(()), "{key}");
        }
        assert_eq!(meter.check("one", at(0), &limits).unwrap_err().limit, SPIKE);
        assert_eq!(meter.check("two", at(10), &limits).unwrap_err().limit, QUOTA);
        assert_eq!((meter.quota_used("two", at(0)), meter.quota_used("three", at(0))), (1, 0));
        assert_eq!(meter.quota_left("three", at(0), &limits), Some(1));
        meter.reset();
        assert_eq!(meter.quota_used("two", at(0)), 0);
        assert_eq!(meter.check("one", at(0), &limits), Ok(()));
    }

    #[test]
    fn a_quota_set_later_counts_the_whole_day() {
        let mut meter = Meter::default();
        for _ in 0..3 {
            meter.check("k", at(0), &Limits::default()).unwrap();
        }
        let limits = Limits::default().daily_quota(2);
        assert_eq!(meter.quota_left("k", at(0), &limits), Some(0));
        assert_eq!(meter.check("k", at(0), &limits).unwrap_err().limit, QUOTA);
        assert_eq!(meter.check("k", at(0), &limits.daily_quota(4)), Ok(()));
    }

    #[test]
    fn a_quota_of_nothing() {
        let limits = Limits::default().daily_quota(0);
        let refused = TooMany { limit: QUOTA, until: at(1_000) };
        assert_eq!(Meter::default().check("k", at(0), &limits), Err(refused));
    }
}
