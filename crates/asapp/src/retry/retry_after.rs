//! The `Retry-After` header.

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// How long the service asks to wait: seconds, or a date. Nonsense asks for nothing.
///
/// A date is counted from the answer's own `Date`, so that the clocks of the two machines need not agree; without one,
/// from `now`.
pub(crate) fn retry_after(
    headers: &HeaderMap,
    now: impl FnOnce() -> DateTime<Utc>,
) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Duration::from_secs);
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let told =
        headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    until.duration_since(told.unwrap_or_else(|| now().into())).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::TimeZone as _;
    use http::HeaderValue;

    use super::*;

    fn told(retry_after: &[u8], date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_bytes(retry_after).unwrap());
        headers.extend(date.map(|date| (DATE, HeaderValue::from_str(date).unwrap())));
        super::retry_after(&headers, || Utc.with_ymd_and_hms(2026, 3, 1, 9, 0, 0).unwrap())
    }

    #[test]
    fn seconds() {
        for (text, expected) in [
            ("7", Some(7)),
            ("0", Some(0)),
            (" 7\t", Some(7)),
            ("007", Some(7)),
            ("18446744073709551615", Some(u64::MAX)),
            // Nonsense.
            ("18446744073709551616", None),
            ("99999999999999999999999999", None),
            ("", None),
            (" ", None),
            ("-1", None),
            ("+1", None),
            ("1.5", None),
            ("1e3", None),
            ("0x10", None),
            ("7s", None),
            ("7 8", None),
            ("7,8", None),
            ("soon", None),
        ] {
            assert_eq!(told(text.as_bytes(), None), expected.map(Duration::from_secs), "{text:?}");
        }
        for bytes in ["٧".as_bytes(), "7é".as_bytes(), b"7\xff"] {
            assert_eq!(told(bytes, None), None);
        }
    }

    #[test]
    fn dates() {
        const NINE: &str = "Sun, 01 Mar 2026 09:00:00 GMT";
        for (text, date, expected) in [
            // By the client's clock, and by the service's own.
            ("Sun, 01 Mar 2026 09:00:07 GMT", None, Some(7)),
            ("Sun, 01 Mar 2026 09:00:07 GMT", Some(NINE), Some(7)),
            ("Sun, 01 Mar 2026 09:00:07 GMT", Some("Sun, 01 Mar 2026 09:00:05 GMT"), Some(2)),
            ("Sat, 28 Feb 2026 09:00:07 GMT", Some("Sat, 28 Feb 2026 09:00:00 GMT"), Some(7)),
            ("Sun, 01 Mar 2026 09:00:07 GMT", Some("junk"), Some(7)),
            (NINE, None, Some(0)),
            // RFC 850 and asctime.
            ("Sunday, 01-Mar-26 09:00:07 GMT", None, Some(7)),
            ("Sun Mar  1 09:00:07 2026", None, Some(7)),
            // In the past.
            ("Sun, 01 Mar 2026 08:59:59 GMT", None, None),
            ("Thu, 01 Jan 1970 00:00:00 GMT", None, None),
            ("Sun, 01 Mar 2026 09:00:07 GMT", Some("Sun, 01 Mar 2026 09:00:08 GMT"), None),
            // Nonsense.
            ("Sun, 32 Mar 2026 09:00:07 GMT", None, None),
            ("Sun, 01 Mar 2026 25:00:07 GMT", None, None),
            ("Sun, 01 Mar 2026 09:00:07 CET", None, None),
            ("2026-03-01T09:00:07Z", None, None),
            ("Sun, 01 Mar", None, None),
        ] {
            let expected = expected.map(Duration::from_secs);
            assert_eq!(told(text.as_bytes(), date), expected, "{text} {date:?}");
        }
        let last = told(b"Fri, 31 Dec 9999 23:59:59 GMT", None).unwrap();
        assert_eq!(last.as_secs() / (365 * 24 * 60 * 60), 7_979, "the last date that can be told");
    }

    #[test]
    fn an_answer_may_ask_for_nothing() {
        assert_eq!(super::retry_after(&HeaderMap::new(), Utc::now), None);
    }
}
