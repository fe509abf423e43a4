//! The day's quota, told by the service or counted here.

use std::num::NonZeroU32;
use std::time::Duration;

use crate::clock::Clock;
use crate::support::{Act, recorder, script};
use asapp::chrono::{DateTime, Utc};
use asapp::{
    AgentMetadata, CallOptions, Client, DailyQuota, Error, ErrorKind, Outcome, StopReason,
    Timer as _, Traffic,
};
use asapp_emulator::{Limits, Refusal, RefusalShape, RetryAfter, Spike};

const NOON: &str = "2026-03-01T12:00:00Z";
const MINUTE: Duration = Duration::from_secs(60);
const HALF_A_DAY: Duration = Duration::from_secs(12 * 60 * 60);

const UNTIL_MIDNIGHT: Act = Act::Answer(
    "HTTP/1.1 429 Too Many Requests\r\ndate: Sun, 01 Mar 2026 12:00:00 GMT\r\n\
     retry-after: Mon, 02 Mar 2026 00:00:00 GMT\r\ncontent-length: 0\r\n\r\n",
);

fn midnight() -> DateTime<Utc> {
    "2026-03-02T00:00:00Z".parse().unwrap()
}

fn gateway() -> Refusal {
    Refusal::default().shape(RefusalShape::Gateway)
}

fn seconds(seconds: &[u64]) -> Vec<Duration> {
    seconds.iter().map(|seconds| Duration::from_secs(*seconds)).collect()
}

async fn ask(asapp: &Client) -> Result<(), Error> {
    asapp.find_conversations("id-111").send().await.map(drop)
}

/// That the service refused a request, for the quota, and that it was not sent again.
#[track_caller]
fn assert_refused_by_the_service(error: &Error) {
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::QuotaSpent, Outcome::Rejected));
    assert_eq!((error.status(), error.attempts(), error.retries()), (Some(429), 1, 0));
    assert_eq!(error.stopped_by(), Some(StopReason::QuotaSpent));
    assert_eq!(error.resets_at(), Some(midnight()));
    assert!(!error.is_retryable(), "{error}");
}

/// That nothing was sent, for the quota.
#[track_caller]
fn assert_not_sent(error: &Error) {
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::QuotaSpent, Outcome::NotSent));
    assert_eq!((error.status(), error.attempts(), error.retries()), (None, 0, 0));
    assert_eq!(error.stopped_by(), Some(StopReason::QuotaSpent));
    assert_eq!(error.resets_at(), Some(midnight()));
    assert!(!error.is_retryable(), "{error}");
}

#[tokio::test]
async fn a_quota_that_the_gateway_names_stops_all_until_midnight() {
    let clock = Clock::at(NOON);
    let emulator = clock.emulator(Limits::default().daily_quota(2).refusal(gateway())).await;
    let asapp = clock.client(emulator.url()).build().unwrap();
    for _ in 0..2 {
        ask(&asapp).await.unwrap();
    }
    assert_refused_by_the_service(&ask(&asapp).await.unwrap_err());
    for _ in 0..3 {
        assert_not_sent(&ask(&asapp).await.unwrap_err());
    }
    assert_eq!(emulator.requests(), 3);

    // One request a minute asks again.
    clock.advance(MINUTE);
    assert_refused_by_the_service(&ask(&asapp).await.unwrap_err());
    assert_not_sent(&ask(&asapp).await.unwrap_err());
    assert_eq!(emulator.requests(), 4);

    clock.advance(HALF_A_DAY - MINUTE);
    for _ in 0..2 {
        ask(&asapp).await.unwrap();
    }
    assert_eq!((emulator.requests(), asapp.quota().used()), (6, 2));
    assert!(clock.waits().is_empty());
}

#[tokio::test]
async fn a_quota_slows_nothing_down() {
    let clock = Clock::at(NOON);
    let emulator = clock.emulator(Limits::default().daily_quota(1).refusal(gateway())).await;
    let asapp = clock.client(emulator.url()).pacer(asapp::Pacer::per_second(10)).build().unwrap();
    ask(&asapp).await.unwrap();
    assert_refused_by_the_service(&ask(&asapp).await.unwrap_err());
    emulator.configure(|settings| settings.limits = Limits::default());
    // The other API is not held to be spent, and goes by the same pacer.
    for _ in 0..3 {
        asapp.agent_metadata("agent-111").send().await.unwrap();
    }
    assert_eq!(clock.waits(), [Duration::from_millis(100); 4]);
}

#[tokio::test]
async fn the_other_api_is_asked_for_itself() {
    let clock = Clock::at(NOON);
    let emulator = clock.emulator(Limits::default().daily_quota(0).refusal(gateway())).await;
    let asapp = clock.client(emulator.url()).build().unwrap();
    assert_refused_by_the_service(&ask(&asapp).await.unwrap_err());
    let records = [AgentMetadata::new("agent-111")];
    let error = asapp.many_agent_metadata(records).send().await.unwrap_err();
    assert_refused_by_the_service(&error);
    assert_eq!(emulator.requests(), 2);
}

#[tokio::test]
async fn a_quota_that_was_raised_is_found_within_a_minute() {
    let clock = Clock::at(NOON);
    let emulator = clock.emulator(Limits::default().daily_quota(0).refusal(gateway())).await;
    let asapp = clock.client(emulator.url()).build().unwrap();
    assert_refused_by_the_service(&ask(&asapp).await.unwrap_err());
    emulator.configure(|settings| settings.limits.daily_quota = Some(1_000));
    clock.advance(MINUTE - Duration::from_millis(1));
    assert_not_sent(&ask(&asapp).await.unwrap_err());
    clock.advance(Duration::from_millis(1));
    for _ in 0..3 {
        ask(&asapp).await.unwrap();
    }
}

#[tokio::test]
async fn who_comes_as_the_day_begins_and_is_too_early_is_told_to_come_soon() {
    let clock = Clock::at("2026-03-01T00:00:00Z");
    let emulator = clock.emulator(Limits::default().daily_quota(0).refusal(gateway())).await;
    let asapp = clock.client(emulator.url()).build().unwrap();
    for second in [1, 2, 4, 8] {
        let error = ask(&asapp).await.unwrap_err();
        let soon = "2026-03-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap();
        let soon = soon + Duration::from_secs(second);
        assert_eq!((error.status(), error.resets_at()), (Some(429), Some(soon)));
        let error = ask(&asapp).await.unwrap_err();
        assert_eq!((error.status(), error.resets_at()), (None, Some(soon)));
        clock.advance(Duration::from_secs(second) - clock.now());
    }
    emulator.configure(|settings| settings.limits = Limits::default());
    ask(&asapp).await.unwrap();
}

#[tokio::test]
async fn a_refusal_of_yesterday_that_comes_today_refuses_nothing() {
    const SPENT: &str = r#"{"fault":{"detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}"#;
    let clock = Clock::at("2026-03-01T23:59:59Z");
    let midnight_passes = clock.clone();
    let server = recorder(move |request, _| {
        if request > 0 {
            return (200, r#"{"conversations":[]}"#.to_owned());
        }
        midnight_passes.advance(Duration::from_secs(2));
        (429, SPENT.to_owned())
    });
    let server = server.await;
    let asapp = clock.client(&server.url()).build().unwrap();
    assert_refused_by_the_service(&ask(&asapp).await.unwrap_err());
    for _ in 0..3 {
        ask(&asapp).await.unwrap();
    }
}

#[tokio::test]
async fn of_many_calls_at_once_a_single_one_asks_again() {
    let clock = Clock::at(NOON);
    let emulator = clock.emulator(Limits::default().daily_quota(0).refusal(gateway())).await;
    let asapp = clock.client(emulator.url()).pacer(asapp::Pacer::default()).build().unwrap();
    ask(&asapp).await.unwrap_err();
    clock.advance(MINUTE);
    // Another request takes the slot of this moment, so that all pass the first check and wait for the next.
    asapp.agent_metadata("agent-111").send().await.unwrap_err();
    assert!(clock.waits().is_empty());
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let call = asapp.find_conversations("id-111").send();
        calls.spawn(async move { call.await.map(drop) });
    }
    let errors: Vec<_> = calls.join_all().await.into_iter().map(Result::unwrap_err).collect();
    let sent = errors.iter().filter(|error| error.attempts() > 0).count();
    assert_eq!((sent, emulator.requests()), (1, 3));
    // One for that which asks, and one for the first that is refused: the slot that it leaves serves all others.
    assert_eq!(clock.waits(), [Duration::from_secs(1) / 90; 2]);
}

#[tokio::test]
async fn a_quota_without_a_name_is_told_by_how_long_it_goes_on() {
    let clock = Clock::at(NOON);
    let emulator = clock.emulator(Limits::default().daily_quota(0)).await;
    let asapp = clock.client(emulator.url()).build().unwrap();
    // The first call goes the whole ladder.
    let error = ask(&asapp).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 4));
    assert_eq!((error.stopped_by(), error.resets_at()), (Some(StopReason::RetriesUsedUp), None));
    assert_eq!(clock.waits(), seconds(&[1, 2, 4]));
    assert_refused_by_the_service(&ask(&asapp).await.unwrap_err());
    assert_not_sent(&ask(&asapp).await.unwrap_err());
    assert_eq!((emulator.requests(), clock.waits()), (5, vec![]));

    // Had it been a spike, it would heal as soon as one is answered.
    emulator.configure(|settings| settings.limits = Limits::default());
    clock.advance(MINUTE);
    for _ in 0..3 {
        ask(&asapp).await.unwrap();
    }
}

#[tokio::test]
async fn a_burst_of_refusals_is_no_quota() {
    let clock = Clock::at(NOON);
    let emulator = clock.emulator(Limits::default().daily_quota(0)).await;
    let once = CallOptions::new().retry(asapp::RetryPolicy::none());
    let asapp = clock.client(emulator.url()).options(once).build().unwrap();
    for _ in 0..50 {
        assert_eq!(ask(&asapp).await.unwrap_err().kind(), ErrorKind::RateLimited);
    }
    assert_eq!(emulator.requests(), 50);
}

#[tokio::test]
async fn a_quota_that_asks_to_wait_for_hours_is_not_waited_for() {
    let clock = Clock::at(NOON);
    let refusal = Refusal::default().retry_after(RetryAfter::Seconds);
    let emulator = clock.emulator(Limits::default().daily_quota(0).refusal(refusal)).await;
    let asapp = clock.client(emulator.url()).build().unwrap();
    assert_refused_by_the_service(&ask(&asapp).await.unwrap_err());

    let server = script(vec![UNTIL_MIDNIGHT]).await;
    let asapp = clock.client(&server.url).build().unwrap();
    assert_refused_by_the_service(&ask(&asapp).await.unwrap_err());
}

#[tokio::test]
async fn a_spike_is_sent_again() {
    let spike = Spike::Smoothed { per_second: NonZeroU32::MIN };
    for shape in [RefusalShape::Api, RefusalShape::Gateway] {
        for retry_after in [RetryAfter::None, RetryAfter::Seconds, RetryAfter::Junk] {
            let clock = Clock::at(NOON);
            let refusal = Refusal::default().shape(shape).retry_after(retry_after);
            let emulator = clock.emulator(Limits::default().spike(spike).refusal(refusal)).await;
            let asapp = clock.client(emulator.url()).build().unwrap();
            ask(&asapp).await.unwrap();
            let receipt = asapp.find_conversations("id-111").send().await.unwrap().receipt;
            assert_eq!((receipt.attempts, receipt.retries), (2, 1), "{shape:?} {retry_after:?}");
            assert_eq!(clock.waits(), seconds(&[1]), "{shape:?} {retry_after:?}");
        }
    }
}

#[tokio::test]
async fn the_meter_refuses_before_sending_and_keeps_the_reserve() {
    let clock = Clock::at(NOON);
    let emulator = clock.emulator(Limits::default()).await;
    let quota = DailyQuota::of(3).reserve(1);
    let live = clock.client(emulator.url()).quota(&quota).build().unwrap();
    // Another client with the same credentials.
    let other = clock.client(emulator.url()).quota(live.quota()).build().unwrap();
    let bulk = other.with_options(&CallOptions::new().traffic(Traffic::Bulk));
    ask(&bulk).await.unwrap();
    ask(&live).await.unwrap();
    assert_not_sent(&ask(&bulk).await.unwrap_err());
    assert_eq!(quota.left(), Some(1));
    ask(&live).await.unwrap();
    assert_not_sent(&ask(&live).await.unwrap_err());
    assert_eq!((emulator.requests(), quota.used(), quota.left()), (3, 3, Some(0)));

    clock.advance(HALF_A_DAY);
    ask(&bulk).await.unwrap();
    assert_eq!((quota.used(), quota.left()), (1, Some(2)));
}

#[tokio::test]
async fn retries_count_too() {
    let clock = Clock::at(NOON);
    let spike = Spike::Smoothed { per_second: NonZeroU32::MIN };
    let emulator = clock.emulator(Limits::default().spike(spike)).await;
    let asapp = clock.client(emulator.url()).quota(DailyQuota::of(10)).build().unwrap();
    for _ in 0..2 {
        ask(&asapp).await.unwrap();
    }
    assert_eq!(asapp.quota().used(), 3);
}
