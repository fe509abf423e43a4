//! The daily quota of one key.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

/// The requests of one day, UTC.
#[derive(Debug, Default)]
pub(super) struct Day {
    date: NaiveDate,
    used: u64,
}

impl Day {
    /// The requests of the day that it is now. Another day, an earlier one too, begins at 0.
    pub(super) fn used(&self, now: DateTime<Utc>) -> u64 {
        if self.date == now.date_naive() { self.used } else { 0 }
    }

    /// Counts one request.
    pub(super) fn count(&mut self, now: DateTime<Utc>) {
        *self = Self { date: now.date_naive(), used: self.used(now) + 1 };
    }
}

/// When the next day begins.
pub(super) fn next_day(now: DateTime<Utc>) -> DateTime<Utc> {
    let tomorrow = now.date_naive().checked_add_days(Days::new(1));
    tomorrow.map_or(DateTime::<Utc>::MAX_UTC, |date| date.and_time(NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(time: &str) -> DateTime<Utc> {
        time.parse().unwrap()
    }

    #[test]
    fn a_day_begins_at_midnight() {
        let rows = [
            ("2021-11-23T00:00:00Z", "2021-11-24T00:00:00Z"),
            ("2021-11-23T23:59:59.999999999Z", "2021-11-24T00:00:00Z"),
            ("2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00Z"),
            ("2024-02-28T12:00:00Z", "2024-02-29T00:00:00Z"),
            ("2021-11-23T23:00:00-02:00", "2021-11-25T00:00:00Z"),
        ];
        for (now, next) in rows {
            assert_eq!(next_day(at(now)), at(next), "{now}");
        }
        assert_eq!(next_day(DateTime::<Utc>::MAX_UTC), DateTime::<Utc>::MAX_UTC);
    }

    #[test]
    fn each_day_counts_for_itself() {
        let mut day = Day::default();
        let requests = [
            ("2021-11-23T00:00:00Z", 1),
            ("2021-11-23T23:59:59.999999999Z", 2),
            ("2021-11-24T00:00:00Z", 1),
            ("2021-11-24T00:00:00Z", 2),
            // A clock set back.
            ("2021-11-23T23:59:59Z", 1),
            ("2021-11-24T00:00:00Z", 1),
            ("2022-11-24T00:00:00Z", 1),
        ];
        for (now, used) in requests {
            day.count(at(now));
            assert_eq!(day.used(at(now)), used, "{now}");
        }
        assert_eq!(day.used(at("2022-11-25T00:00:00Z")), 0);
        assert_eq!(day.used(at("2022-11-24T23:59:59Z")), 1);
    }
}
