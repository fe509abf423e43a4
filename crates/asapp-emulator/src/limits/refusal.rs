//! What a 429 looks like.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use http::StatusCode;
use http::header::RETRY_AFTER;

use super::{Limit, Limits, RefusalShape, RetryAfter, TooMany};
use crate::answer::Answer;

/// The 429.
pub(crate) fn refuse(too_many: &TooMany, now: DateTime<Utc>, limits: &Limits) -> Answer {
    let answer = match limits.refusal.shape {
        RefusalShape::Api => Answer::error(StatusCode::TOO_MANY_REQUESTS, 1, "Too Many Requests"),
        RefusalShape::Gateway => fault(too_many.limit),
    };
    match retry_after(too_many, now, limits) {
        Some(value) => answer.with(RETRY_AFTER, &value),
        None => answer,
    }
}

/// The value of its `Retry-After` header, where it has one.
fn retry_after(too_many: &TooMany, now: DateTime<Utc>, limits: &Limits) -> Option<String> {
    match limits.refusal.retry_after {
        RetryAfter::None => None,
        RetryAfter::Seconds => Some(seconds(too_many.until - now).max(1).to_string()),
        RetryAfter::Date => Some(http_date(too_many.until)),
        RetryAfter::Junk => Some("in a little while".to_owned()),
    }
}

fn fault(limit: Limit) -> Answer {
    let (message, code) = match limit {
        Limit::Spike => ("Spike arrest violation: requests come too fast", "SpikeArrestViolation"),
        Limit::Quota => ("Quota violation: no requests are left for today", "QuotaViolation"),
    };
    let code = format!("policies.ratelimit.{code}");
    Answer::gateway(StatusCode::TOO_MANY_REQUESTS, message, &code)
}

/// Whole seconds, rounded up: rounded down, the client would come too early.
fn seconds(time: TimeDelta) -> i64 {
    time.num_seconds() + i64::from(time.subsec_nanos() > 0)
}

/// An IMF-fixdate.
fn http_date(time: DateTime<Utc>) -> String {
    let second = time.duration_round_up(TimeDelta::seconds(1)).unwrap_or(time);
    second.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;
    use crate::limits::Refusal;

    fn at(time: &str) -> DateTime<Utc> {
        time.parse().unwrap()
    }

    fn limits(shape: RefusalShape, retry_after: RetryAfter) -> Limits {
        Limits::default().refusal(Refusal::default().shape(shape).retry_after(retry_after))
    }

    #[test]
    fn bodies() {
        let until = at("2021-11-24T00:00:00Z");
        let body = |limit, shape| {
            let answer = refuse(&TooMany { limit, until }, until, &limits(shape, RetryAfter::None));
            assert_eq!((answer.status.as_u16(), answer.headers.len()), (429, 0));
            answer.body.unwrap()
        };
        for limit in [Limit::Spike, Limit::Quota] {
            let mut error = body(limit, RefusalShape::Api);
            let id = error["error"]["requestId"].take();
            assert!(uuid::Uuid::parse_str(id.as_str().unwrap()).is_ok());
            let expected =
                json!({"requestId": null, "message": "Too Many Requests", "code": "429-01"});
            assert_eq!(error, json!({"error": expected}));
        }
        let rows = [(Limit::Spike, "SpikeArrestViolation"), (Limit::Quota, "QuotaViolation")];
        for (limit, code) in rows {
            let mut fault = body(limit, RefusalShape::Gateway);
            let message = fault["fault"]["faultstring"].take();
            assert!(message.as_str().is_some_and(|message| message.contains("violation")));
            let code = format!("policies.ratelimit.{code}");
            let expected = json!({"faultstring": null, "detail": {"errorcode": code}});
            assert_eq!(fault, json!({"fault": expected}));
        }
    }

    #[test]
    fn retry_after_headers() {
        let now = "2021-11-23T23:59:58Z";
        let rows = [
            (RetryAfter::None, now, "2021-11-24T00:00:00Z", None),
            (RetryAfter::Junk, now, "2021-11-24T00:00:00Z", Some("in a little while")),
            (RetryAfter::Seconds, now, "2021-11-24T00:00:00Z", Some("2")),
            (RetryAfter::Seconds, now, "2021-11-24T00:00:00.000000001Z", Some("3")),
            (RetryAfter::Seconds, now, "2021-11-23T23:59:58.010Z", Some("1")),
            (RetryAfter::Seconds, now, "2021-11-23T23:59:59Z", Some("1")),
            (RetryAfter::Seconds, now, now, Some("1")),
            (RetryAfter::Seconds, now, "2021-11-23T23:00:00Z", Some("1")),
            (RetryAfter::Seconds, "2021-11-23T00:00:00Z", "2021-11-24T00:00:00Z", Some("86400")),
            (RetryAfter::Date, now, "2021-11-24T00:00:00Z", Some("Wed, 24 Nov 2021 00:00:00 GMT")),
            (
                RetryAfter::Date,
                now,
                "2021-11-23T23:59:58.010Z",
                Some("Tue, 23 Nov 2021 23:59:59 GMT"),
            ),
            (
                RetryAfter::Date,
                now,
                "2021-11-23T23:59:59.000000001Z",
                Some("Wed, 24 Nov 2021 00:00:00 GMT"),
            ),
            (RetryAfter::Date, now, "2024-03-01T09:05:07Z", Some("Fri, 01 Mar 2024 09:05:07 GMT")),
        ];
        for (kind, now, until, header) in rows {
            let too_many = TooMany { limit: Limit::Spike, until: at(until) };
            let limits = limits(RefusalShape::Api, kind);
            let told = retry_after(&too_many, at(now), &limits);
            assert_eq!(told.as_deref(), header, "{kind:?} at {now} until {until}");
            let answer = refuse(&too_many, at(now), &limits);
            let sent = answer.headers.first().map(|(_, value)| value.to_str().unwrap());
            assert_eq!(sent, header);
        }
        let end = TooMany { limit: Limit::Quota, until: DateTime::<Utc>::MAX_UTC };
        for kind in [RetryAfter::Seconds, RetryAfter::Date] {
            assert!(retry_after(&end, at(now), &limits(RefusalShape::Api, kind)).is_some());
        }
    }
}
