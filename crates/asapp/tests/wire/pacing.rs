//! When requests leave.

use std::num::NonZeroU32;
use std::time::Duration;

use crate::clock::Clock;
use crate::support::{Act, script};
use asapp::{CallOptions, Client, ErrorKind, Outcome, Pacer, RetryPolicy, StopReason, Timer as _};
use asapp_emulator::{Limits, Spike};

const NOON: &str = "2026-03-01T12:00:00Z";
const SECOND: Duration = Duration::from_secs(1);

const FOUND: Act =
    Act::Answer("HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{\"conversations\":[]}");
const TOO_MANY: Act = Act::Answer("HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n");
const TOO_MANY_FOR_5_S: Act =
    Act::Answer("HTTP/1.1 429 Too Many Requests\r\nretry-after: 5\r\ncontent-length: 0\r\n\r\n");
const TOO_MANY_UNTIL: Act = Act::Answer(
    "HTTP/1.1 429 Too Many Requests\r\ndate: Sun, 01 Mar 2026 12:00:00 GMT\r\n\
     retry-after: Sun, 01 Mar 2026 12:00:05 GMT\r\ncontent-length: 0\r\n\r\n",
);

async fn ask(asapp: &Client) -> Option<ErrorKind> {
    asapp.find_conversations("id-111").send().await.err().map(|error| error.kind())
}

#[tokio::test]
async fn the_default_pace_is_within_the_vendors() {
    let per_second = NonZeroU32::new(100).unwrap();
    for (pacer, expected) in [(Pacer::default(), 0), (Pacer::unlimited(), 99)] {
        let clock = Clock::at(NOON);
        let emulator =
            clock.emulator(Limits::default().spike(Spike::Smoothed { per_second })).await;
        let asapp = clock.client(emulator.url()).retry(RetryPolicy::none()).pacer(pacer);
        let asapp = asapp.build().unwrap();
        for _ in 0..100 {
            ask(&asapp).await;
        }
        let refused = emulator.counters().statuses.get(&429).copied().unwrap_or_default();
        assert_eq!(refused, expected, "{:?}", asapp.pacer());
        assert_eq!(clock.now(), if expected == 0 { SECOND / 90 * 99 } else { Duration::ZERO });
    }
}

#[tokio::test]
async fn a_429_slows_all_clients_that_share_the_pacer() {
    let server = script(vec![TOO_MANY, FOUND]).await;
    let (first, second) = (Clock::at(NOON), Clock::at(NOON));
    // Their clocks do not count from the same moment: the pacer goes by that of the first.
    second.advance(SECOND * 1_000);
    let pacer = Pacer::per_second(10);
    let once = RetryPolicy::none();
    let one = first.client(&server.url).retry(once.clone()).pacer(&pacer).build().unwrap();
    let other = second.client(&server.url).retry(once).pacer(one.pacer()).build().unwrap();
    assert_eq!(ask(&one).await, Some(ErrorKind::RateLimited));
    for _ in 0..3 {
        assert_eq!(ask(&other).await, None);
    }
    let waits = first.waits();
    // What was fixed before, then half the rate, and a tenth of the set rate more with each second.
    let expected = [0.1, 0.1 / 0.51, 0.1 / (0.51 + 0.1 * 0.1 / 0.51)];
    assert_eq!((waits.len(), second.waits()), (3, vec![]));
    for (wait, expected) in waits.iter().zip(expected) {
        assert!((wait.as_secs_f64() - expected).abs() < 1e-6, "{waits:?}");
    }
}

#[tokio::test]
async fn retry_after_holds_up_all_calls() {
    for act in [TOO_MANY_FOR_5_S, TOO_MANY_UNTIL] {
        let server = script(vec![act, FOUND]).await;
        let clock = Clock::at(NOON);
        let asapp = clock.client(&server.url).retry(RetryPolicy::none()).build().unwrap();
        assert_eq!(ask(&asapp).await, Some(ErrorKind::RateLimited));
        assert!(clock.waits().is_empty());
        assert_eq!(ask(&asapp).await, None);
        assert_eq!(clock.waits(), [SECOND * 5]);
    }
}

#[tokio::test]
async fn retries_are_paced() {
    let server = script(vec![TOO_MANY, FOUND]).await;
    let clock = Clock::at(NOON);
    let asapp = clock.client(&server.url).pacer(Pacer::every(SECOND * 10)).build().unwrap();
    let receipt = asapp.find_conversations("id-111").send().await.unwrap().receipt;
    // One second by the ladder, the rest of the ten by the pacer, which no retry counts as its wait.
    assert_eq!(clock.waits(), [SECOND, SECOND * 9]);
    assert_eq!((receipt.retries, receipt.waited), (1, SECOND));
}

#[tokio::test]
async fn a_slot_beyond_the_time_of_the_call_is_not_waited_for() {
    let server = script(vec![FOUND]).await;
    let clock = Clock::at(NOON);
    let asapp = clock.client(&server.url).pacer(Pacer::every(Duration::MAX)).build().unwrap();
    assert_eq!(ask(&asapp).await, None);
    let asapp = asapp.with_options(&CallOptions::new().total_timeout(SECOND * 5));
    let error = asapp.find_conversations("id-111").send().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent));
    assert_eq!((error.attempts(), error.stopped_by()), (0, Some(StopReason::TimeUp)));
    assert_eq!(clock.waits(), [SECOND * 5]);
}
