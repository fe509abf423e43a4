//! The time of a message, which takes longer to write than all else of it unless written by hand.

use std::ops::Deref;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, ParseError, SecondsFormat, Timelike as _, Utc};
use serde::{Deserialize, Serialize, Serializer};

/// A time in UTC, read and written as RFC 3339 just as `chrono` does it, but written faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(DateTime<Utc>);

const SECOND: u32 = 1_000_000_000;

impl Timestamp {
    /// Years with more digits and leap seconds are left to `chrono`.
    fn is_plain(&self) -> bool {
        (0..=9999).contains(&self.year()) && self.nanosecond() < SECOND
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.is_plain() {
            return serializer.collect_str(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        }
        let mut text = *b"0000-00-00T00:00:00.000000000Z";
        write(&mut text[..4], self.year().unsigned_abs());
        write(&mut text[5..7], self.month());
        write(&mut text[8..10], self.day());
        write(&mut text[11..13], self.hour());
        write(&mut text[14..16], self.minute());
        write(&mut text[17..19], self.second());
        // As many digits as chrono writes: none, or as many groups of three as are not zero.
        let nanos = self.nanosecond();
        let end = match nanos {
            0 => 19,
            _ if nanos.is_multiple_of(1_000_000) => 23,
            _ if nanos.is_multiple_of(1_000) => 26,
            _ => 29,
        };
        write(&mut text[20..29], nanos);
        text[end] = b'Z';
        let text = str::from_utf8(&text[..=end]).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(text)
    }
}

/// Writes a number with leading zeros.
fn write(digits: &mut [u8], mut number: u32) {
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

impl Deref for Timestamp {
    type Target = DateTime<Utc>;

    fn deref(&self) -> &DateTime<Utc> {
        &self.0
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at)
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(at: Timestamp) -> Self {
        at.0
    }
}

impl FromStr for Timestamp {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        text.parse().map(Self)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(seconds: i64, nanos: u32) {
        let Some(at) = DateTime::from_timestamp(seconds, nanos) else { return };
        let (own, theirs) = (Timestamp(at), at);
        let own = serde_json::to_string(&own).unwrap();
        assert_eq!(own, serde_json::to_string(&theirs).unwrap());
        let read: Result<Timestamp, _> = serde_json::from_str(&own);
        assert_eq!(read.ok(), serde_json::from_str(&own).ok().map(Timestamp));
    }

    #[test]
    fn edges_are_written_as_chrono_writes_them() {
        const YEAR_0: i64 = -62_167_219_200;
        const YEAR_10_000: i64 = 253_402_300_800;
        for seconds in [YEAR_0 - 1, YEAR_0, 0, 59, 1_772_359_200, YEAR_10_000 - 1, YEAR_10_000] {
            for nanos in [0, 1, 999, 1_000, 120_000_000, 999_999_999, SECOND, SECOND + 500_000_000]
            {
                same(seconds, nanos);
            }
        }
    }

    proptest! {
        #[test]
        fn every_time_is_written_as_chrono_writes_it(
            seconds in -70_000_000_000_i64..260_000_000_000,
            nanos in 0..2 * SECOND,
            unit in prop::sample::select(vec![1, 1_000, 1_000_000, SECOND]),
        ) {
            same(seconds, nanos / unit * unit);
        }
    }
}
