//! The spike arrest of one key.

use chrono::{DateTime, TimeDelta, Utc};

use super::Spike;

const NANOSECONDS: u32 = 1_000_000_000;

/// How full the bucket is, told by one moment: when it will be full. To smooth is to have a bucket of one token.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    full_at: Option<DateTime<Utc>>,
}

impl Bucket {
    /// Nothing if there is a token now, else when there will be one.
    pub(super) fn check(&mut self, now: DateTime<Utc>, spike: Spike) -> Result<(), DateTime<Utc>> {
        let full_at = self.full_at(now, spike);
        let first_at = earlier(full_at, time_of(spike, burst(spike) - 1));
        if first_at <= now { Ok(()) } else { Err(first_at) }
    }

    /// Takes the token that there is.
    pub(super) fn take(&mut self, now: DateTime<Utc>, spike: Spike) {
        let full_at = self.full_at(now, spike).max(now);
        self.full_at = Some(later(full_at, time_of(spike, 1)));
    }

    /// A bucket is empty at worst. It looks worse only if the clock was set back or another spike arrest was set, and
    /// the correction is kept: a key that keeps asking would else be refused until the old time comes again.
    fn full_at(&mut self, now: DateTime<Utc>, spike: Spike) -> DateTime<Utc> {
        let empty = later(now, time_of(spike, burst(spike)));
        let full_at = self.full_at.unwrap_or(now).min(empty);
        self.full_at = Some(full_at);
        full_at
    }
}

fn burst(spike: Spike) -> u32 {
    match spike {
        Spike::Smoothed { .. } => 1,
        Spike::Bucket { burst, .. } => burst.get(),
    }
}

/// How long this many tokens take to flow in. A remainder of a nanosecond goes to the caller, so that a whole second
/// always brings its number.
fn time_of(spike: Spike, tokens: u32) -> TimeDelta {
    let (Spike::Smoothed { per_second } | Spike::Bucket { per_second, .. }) = spike;
    let interval = (NANOSECONDS / per_second).max(1);
    // Less than 2^62: 32 bits by 30.
    TimeDelta::nanoseconds(i64::from(interval) * i64::from(tokens))
}

fn later(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn earlier(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_sub_signed(by).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::num::NonZeroU32;

    use super::*;

    fn smoothed(per_second: u32) -> Spike {
        Spike::Smoothed { per_second: NonZeroU32::new(per_second).unwrap() }
    }

    fn bucket(per_second: u32, burst: u32) -> Spike {
        let (per_second, burst) = (NonZeroU32::new(per_second), NonZeroU32::new(burst));
        Spike::Bucket { per_second: per_second.unwrap(), burst: burst.unwrap() }
    }

    fn at(nanoseconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_nanos(1_637_669_594_000_000_000 + nanoseconds)
    }

    const MS: i64 = 1_000_000;
    const S: i64 = 1_000 * MS;

    /// One request; nothing if it is let through, else when the next one would be.
    fn ask(bucket: &mut Bucket, now: DateTime<Utc>, spike: Spike) -> Option<DateTime<Utc>> {
        let until = bucket.check(now, spike).err();
        if until.is_none() {
            bucket.take(now, spike);
        }
        until
    }

    fn empty(bucket: &mut Bucket, spike: Spike) {
        for _ in 0..burst(spike) {
            assert_eq!(ask(bucket, at(0), spike), None, "{spike:?}");
        }
    }

    #[test]
    fn requests_in_time() {
        // When requests come, and for those refused when they would be let through.
        type Row<'a> = (Spike, &'a [(i64, Option<i64>)]);
        let rows: &[Row<'_>] = &[
            (smoothed(100), &[(0, None), (10 * MS, None), (20 * MS, None)]),
            (
                smoothed(100),
                &[(0, None), (0, Some(10 * MS)), (10 * MS - 1, Some(10 * MS)), (10 * MS, None)],
            ),
            // The interval counts from the last one let through, late or not; one refused does not move it.
            (
                smoothed(100),
                &[
                    (0, None),
                    (9 * MS, Some(10 * MS)),
                    (15 * MS, None),
                    (20 * MS, Some(25 * MS)),
                    (25 * MS, None),
                ],
            ),
            // Idle time is not saved up.
            (smoothed(100), &[(0, None), (S, None), (S + 1, Some(S + 10 * MS))]),
            (smoothed(1), &[(0, None), (S - 1, Some(S)), (S, None)]),
            (smoothed(3), &[(0, None), (333_333_332, Some(333_333_333)), (333_333_333, None)]),
            (smoothed(u32::MAX), &[(0, None), (0, Some(1)), (1, None)]),
            (bucket(100, 1), &[(0, None), (10 * MS - 1, Some(10 * MS)), (10 * MS, None)]),
            (
                bucket(10, 3),
                &[
                    (0, None),
                    (0, None),
                    (0, None),
                    (0, Some(100 * MS)),
                    (100 * MS, None),
                    (100 * MS, Some(200 * MS)),
                ],
            ),
            // Half a token at 150 ms stays in the bucket.
            (
                bucket(10, 2),
                &[
                    (0, None),
                    (0, None),
                    (150 * MS, None),
                    (150 * MS, Some(200 * MS)),
                    (200 * MS, None),
                    (299 * MS, Some(300 * MS)),
                ],
            ),
            // The bucket runs over.
            (bucket(10, 2), &[(0, None), (S, None), (S, None), (S, Some(S + 100 * MS))]),
            (
                bucket(3, 3),
                &[
                    (0, None),
                    (0, None),
                    (0, None),
                    (S, None),
                    (S, None),
                    (S, None),
                    (S, Some(S + 333_333_333)),
                ],
            ),
            (bucket(1, u32::MAX), &[(0, None), (0, None)]),
        ];
        for (spike, requests) in rows {
            let mut bucket = Bucket::default();
            for (now, until) in *requests {
                let asked = ask(&mut bucket, at(*now), *spike);
                assert_eq!(asked, until.map(at), "{spike:?} {requests:?} at {now}");
            }
        }
    }

    #[test]
    fn a_clock_set_back_costs_one_interval() {
        for spike in [smoothed(100), bucket(100, 5)] {
            let mut bucket = Bucket::default();
            empty(&mut bucket, spike);
            let past = at(-3_600 * S);
            let until = past + TimeDelta::milliseconds(10);
            for early in [0, 1, 9] {
                let now = past + TimeDelta::milliseconds(early);
                assert_eq!(ask(&mut bucket, now, spike), Some(until), "{spike:?} {early}");
            }
            assert_eq!(ask(&mut bucket, until, spike), None, "{spike:?}");
        }
    }

    #[test]
    fn another_spike_arrest_costs_one_interval_of_its_own() {
        let mut bucket = Bucket::default();
        empty(&mut bucket, self::bucket(1, 1_000));
        assert_eq!(ask(&mut bucket, at(0), smoothed(100)), Some(at(10 * MS)));
        assert_eq!(ask(&mut bucket, at(10 * MS), smoothed(100)), None);
    }

    #[test]
    fn the_ends_of_time() {
        for now in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            for spike in [smoothed(1), bucket(1, u32::MAX)] {
                assert_eq!(ask(&mut Bucket::default(), now, spike), None);
            }
        }
    }
}
