//! Rate limits, by a clock that the tests move.

use std::num::NonZeroU32;
use std::time::Duration;

use asapp_emulator::{API_ID, Key, Limits, Refusal, RefusalShape, RetryAfter, Spike};
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::support::{Api, CONVERSATIONS, Reply, conversation, reply};

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

async fn limited(limits: Limits) -> Api {
    let api = Api::start().await;
    api.emulator.stop_clock_at(at("2021-11-23T23:59:58Z"));
    api.emulator.configure(|settings| settings.limits = limits);
    api
}

fn smoothed(per_second: u32) -> Limits {
    Limits::default().spike(Spike::Smoothed { per_second: NonZeroU32::new(per_second).unwrap() })
}

async fn upsert(api: &Api, external_id: &str) -> Reply {
    api.post(CONVERSATIONS, conversation(external_id)).await.judged("createOrUpdateConversation")
}

async fn statuses(api: &Api, count: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for number in 0..count {
        statuses.push(upsert(api, &number.to_string()).await.status);
    }
    statuses
}

#[tokio::test]
async fn nothing_is_limited_unless_set() {
    let api = limited(Limits::default()).await;
    assert_eq!(statuses(&api, 50).await, [200; 50]);
    assert_eq!(api.emulator.quota_left(API_ID), None);
}

#[tokio::test]
async fn a_smoothed_spike_arrest_spaces_requests_evenly() {
    let api = limited(smoothed(100)).await;
    assert_eq!(statuses(&api, 3).await, [200, 429, 429]);
    api.emulator.advance_clock(Duration::from_micros(9_999));
    assert_eq!(statuses(&api, 1).await, [429]);
    api.emulator.advance_clock(Duration::from_micros(1));
    assert_eq!(statuses(&api, 2).await, [200, 429]);
    api.emulator.advance_clock(Duration::from_secs(1));
    assert_eq!(statuses(&api, 2).await, [200, 429], "time unused is not saved up");
    assert_eq!(api.emulator.conversations().len(), 1, "what is refused is not stored");
}

#[tokio::test]
async fn a_bucket_lets_a_burst_through() {
    let [per_second, burst] = [2, 3].map(|number| NonZeroU32::new(number).unwrap());
    let api = limited(Limits::default().spike(Spike::Bucket { per_second, burst })).await;
    assert_eq!(statuses(&api, 5).await, [200, 200, 200, 429, 429]);
    api.emulator.advance_clock(Duration::from_millis(500));
    assert_eq!(statuses(&api, 2).await, [200, 429]);
    api.emulator.advance_clock(Duration::from_secs(60));
    assert_eq!(statuses(&api, 4).await, [200, 200, 200, 429]);
}

#[tokio::test]
async fn the_quota_of_a_day_ends_at_midnight() {
    let api = limited(Limits::default().daily_quota(2)).await;
    assert_eq!(api.emulator.quota_left(API_ID), Some(2));
    assert_eq!(statuses(&api, 3).await, [200, 200, 429]);
    assert_eq!(api.emulator.quota_left(API_ID), Some(0));
    api.emulator.advance_clock(Duration::from_millis(1_999));
    assert_eq!(statuses(&api, 1).await, [429]);
    api.emulator.advance_clock(Duration::from_millis(1));
    assert_eq!(statuses(&api, 3).await, [200, 200, 429]);

    api.emulator.configure(|settings| settings.limits.daily_quota = Some(3));
    assert_eq!(statuses(&api, 2).await, [200, 429], "a changed quota counts what was used");
    let day = api.emulator.now();
    api.emulator.reset();
    // The reset has set the clock to another day, which has a quota of its own.
    api.emulator.stop_clock_at(day);
    api.emulator.configure(|settings| settings.limits.daily_quota = Some(1));
    assert_eq!(statuses(&api, 2).await, [200, 429], "a reset forgets what was used");
}

#[tokio::test]
async fn each_key_has_its_own_limits() {
    let api = limited(smoothed(1).daily_quota(1)).await;
    api.emulator.add_key(Key::new("other-id", "other-secret"));
    assert_eq!(statuses(&api, 2).await, [200, 429]);
    let other = |path: &str| {
        let request = api.anonymous("GET", path).header("asapp-api-id", "other-id");
        request.header("asapp-api-secret", "other-secret")
    };
    assert_eq!(reply(other("/v1/health")).await.status, 200);
    assert_eq!(reply(other("/v1/health")).await.status, 429);
}

#[tokio::test]
async fn what_counts_is_any_request_with_a_valid_key() {
    let api = limited(Limits::default().daily_quota(3)).await;
    assert_eq!(api.get("/nowhere").await.status, 404);
    assert_eq!(api.post(CONVERSATIONS, json!({})).await.status, 400);
    let wrong = api.request("GET", "/v1/health").header("asapp-api-id", "doubled");
    assert_eq!(reply(wrong).await.status, 401);
    assert_eq!(api.get("/v1/health").await.status, 200);
    assert_eq!(api.get("/nowhere").await.status, 429, "the limit comes before the path");
    let entries = api.emulator.journal();
    let told: Vec<_> = entries.iter().map(|entry| (entry.status, entry.code.as_deref())).collect();
    let codes = [Some("404-01"), Some("400-03"), Some("401-01"), None, Some("429-01")];
    assert_eq!(
        told,
        [404, 400, 401, 200, 429].map(Some).into_iter().zip(codes).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn how_a_429_looks() {
    let quota = Limits::default().daily_quota(0);
    let shapes = [
        (quota, RefusalShape::Api, "/error/code", "429-01"),
        (
            quota,
            RefusalShape::Gateway,
            "/fault/detail/errorcode",
            "policies.ratelimit.QuotaViolation",
        ),
        (
            smoothed(1),
            RefusalShape::Gateway,
            "/fault/detail/errorcode",
            "policies.ratelimit.SpikeArrestViolation",
        ),
    ];
    let headers = [
        (RetryAfter::None, [None, None]),
        (RetryAfter::Seconds, [Some("1"), Some("2")]),
        (
            RetryAfter::Date,
            [Some("Tue, 23 Nov 2021 23:59:59 GMT"), Some("Wed, 24 Nov 2021 00:00:00 GMT")],
        ),
        (RetryAfter::Junk, [Some("in a little while"); 2]),
    ];
    for (limits, shape, pointer, code) in shapes {
        for (retry_after, [of_spike, of_quota]) in headers {
            let refusal = Refusal::default().shape(shape).retry_after(retry_after);
            let api = limited(limits.refusal(refusal)).await;
            let mut answer = api.get("/v1/health").await;
            if answer.status == 200 {
                answer = api.get("/v1/health").await;
            }
            assert_eq!(answer.status, 429);
            assert_eq!(answer.body.pointer(pointer), Some(&json!(code)));
            let told = answer.headers.get("retry-after").map(|value| value.to_str().unwrap());
            let expected = if limits.spike.is_some() { of_spike } else { of_quota };
            assert_eq!(told, expected, "{retry_after:?}");
        }
    }
}
