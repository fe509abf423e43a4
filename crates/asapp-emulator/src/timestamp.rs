//! Timestamps as the vendor's validator takes them.

use chrono::{DateTime, Timelike, Utc};
use serde_json::Value;

/// A moment, to the picosecond. It is ordered by time, in whatever zone and with whatever fraction it was written.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Instant {
    second: i64,
    /// A leap second counts as the one before it, so that it needs its own place after that.
    is_leap: bool,
    picosecond: u64,
}

impl Instant {
    /// Reads RFC 3339 with upper-case `T` and `Z`, a zone always, and a fraction of 1 to 12 digits or none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let fraction = fraction(text)?;
        let time = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
        let is_leap = time.nanosecond() >= 1_000_000_000;
        if is_leap && !is_end_of_day(time) {
            return None;
        }
        // chrono keeps nine digits of the fraction.
        let picosecond = format!("{fraction:0<12}").parse().ok()?;
        Some(Self { second: time.timestamp(), is_leap, picosecond })
    }
}

/// The digits of the fraction, none of them where there is none, or nothing where the text has another form.
fn fraction(text: &str) -> Option<&str> {
    let masked: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let rest = masked.strip_prefix("0000-00-00T00:00:00")?;
    let zones = ["Z", "+00:00", "-00:00"];
    let fraction = zones.iter().find_map(|zone| rest.strip_suffix(zone))?;
    let start = text.len() - rest.len();
    let Some(digits) = fraction.strip_prefix('.') else {
        return fraction.is_empty().then_some("");
    };
    let is_legal = (1..=12).contains(&digits.len()) && digits.bytes().all(|digit| digit == b'0');
    text.get(start + 1..start + fraction.len()).filter(|_| is_legal)
}

// chrono takes a 60th second in any minute; UTC has one only at the end of a day.
fn is_end_of_day(time: DateTime<Utc>) -> bool {
    (time.hour(), time.minute()) == (23, 59)
}

/// Gives a zone, UTC, to the timestamps of a request that have none: of a conversation, a message or a metadata record,
/// alone or in a list.
pub(crate) fn assume_utc(body: &mut Value) {
    give_zone(body);
    for list in ["messages", "items"] {
        let items = body.get_mut(list).and_then(Value::as_array_mut);
        items.into_iter().flatten().for_each(give_zone);
    }
}

fn give_zone(record: &mut Value) {
    for field in ["timestamp", "startTs"] {
        if let Some(Value::String(text)) = record.get_mut(field)
            && Instant::read(text).is_none()
            && Instant::read(&format!("{text}Z")).is_some()
        {
            text.push('Z');
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn timestamps() {
        let rows = [
            ("2021-11-23T12:13:14Z", true),
            ("2021-11-23T12:13:14.5Z", true),
            ("2021-11-23T12:13:14.555Z", true),
            ("2022-07-08T11:15:53.237517000Z", true),
            ("2021-11-23T12:13:14.123456789012Z", true),
            ("2021-11-23T12:13:14.1234567890123Z", false),
            ("2021-11-23T12:13:14.Z", false),
            ("2021-11-23T12:13:14,5Z", false),
            ("2021-11-23T12:13:14+02:00", true),
            ("2021-11-23T12:13:14.5-11:30", true),
            ("2021-11-23T12:13:14+0200", false),
            ("2021-11-23T12:13:14+02", false),
            ("2021-11-23T12:13:14\u{2212}02:00", false),
            ("2021-11-23T12:13:14+24:00", false),
            ("2021-11-23T12:13:14", false),
            ("2024-08-14T00:00:00.000K", false),
            ("2021-11-23t12:13:14Z", false),
            ("2021-11-23T12:13:14z", false),
            ("2021-11-23 12:13:14Z", false),
            (" 2021-11-23T12:13:14Z", false),
            ("2021-11-23T12:13:14Z ", false),
            ("2021-11-23T12:13Z", false),
            ("2021-11-23", false),
            ("21-11-23T12:13:14Z", false),
            ("2021-02-29T00:00:00Z", false),
            ("2024-02-29T00:00:00Z", true),
            ("2021-13-01T00:00:00Z", false),
            ("2021-00-01T00:00:00Z", false),
            ("2021-11-31T00:00:00Z", false),
            ("2021-11-23T24:00:00Z", false),
            ("2021-11-23T12:60:00Z", false),
            ("2021-11-23T12:13:60Z", false),
            ("2021-11-23T12:13:61Z", false),
            ("2016-12-31T23:59:60Z", true),
            ("2017-01-01T00:59:60.5+01:00", true),
            ("２０21-11-23T12:13:14Z", false),
            ("", false),
        ];
        for (text, accepted) in rows {
            assert_eq!(Instant::read(text).is_some(), accepted, "{text:?}");
        }
    }

    #[test]
    fn moments_in_order() {
        let rising = [
            "0000-01-01T00:00:00Z",
            "1969-12-31T23:59:59.000000000001Z",
            "1969-12-31T23:59:59.9Z",
            "1970-01-01T00:00:00Z",
            "2016-12-31T23:59:59.999Z",
            "2017-01-01T00:59:60+01:00",
            "2016-12-31T23:59:60.5Z",
            "2017-01-01T00:00:00Z",
            "2021-11-23T12:13:14+02:00",
            "2021-11-23T12:13:14Z",
            "2021-11-23T12:13:14.123456789011Z",
            "2021-11-23T12:13:14.123456789012Z",
            "2021-11-23T14:13:14.2+02:00",
            "2021-11-23T12:13:14.25Z",
            "2021-11-23T12:13:14-00:01",
            "9999-12-31T23:59:59.999999999999Z",
        ];
        let moments: Vec<_> = rising.iter().map(|text| Instant::read(text).unwrap()).collect();
        for pair in moments.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
        }
    }

    #[test]
    fn one_moment_can_be_written_in_many_ways() {
        let moment = Instant::read("2021-11-23T12:13:14.5Z");
        assert!(moment.is_some());
        for text in [
            "2021-11-23T12:13:14.500Z",
            "2021-11-23T12:13:14.500000000000Z",
            "2021-11-23T14:13:14.50+02:00",
            "2021-11-23T00:43:14.5-11:30",
            "2021-11-23T12:13:14.5-00:00",
        ] {
            assert_eq!(Instant::read(text), moment, "{text}");
        }
    }
}
