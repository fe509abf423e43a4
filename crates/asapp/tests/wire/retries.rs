//! What is sent again, how often, and after which waits.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asapp::{
    AgentMetadata, CallOptions, Client, ClientBuilder, Error, ErrorKind, Outcome, Posture,
    RetryBudget, RetryPolicy, Sleep, StopReason, Timer,
};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpSocket;

use crate::support::{
    Act, CONVERSATION, NotingTimer, Script, answer, answers_and_goes, at, builder, message,
    read_request, script, shown,
};

/// A success of every call.
const OK: &str = r#"{"id":"M1","items":[],"result":{},"errorCount":0,"results":[{}]}"#;

/// A success whose body breaks off.
const CUT: Act = Act::AnswerAndClose("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"id\":\"M");

/// Shorter than the time of an attempt, longer than every wait.
const LONGEST_WAIT: Duration = Duration::from_secs(25);

fn status(status: u16) -> Act {
    answer(status, "", if status < 300 { OK } else { "" })
}

/// A client under the vendor's policy, whose waits pass at once.
fn impatient(url: &str) -> (ClientBuilder, NotingTimer) {
    let timer = NotingTimer::new(LONGEST_WAIT);
    (builder(url).retry(RetryPolicy::vendor()).timer(timer.clone()), timer)
}

/// A server that answers so, and a client of it.
async fn serve(acts: Vec<Act>) -> (Script, Client, NotingTimer) {
    let server = script(acts).await;
    let (builder, timer) = impatient(&server.url);
    (server, builder.build().unwrap(), timer)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Call {
    Find,
    Upsert,
    Metadata,
    ManyMetadata,
    Message,
    Messages,
}
use Call::{Find, ManyMetadata, Message, Messages, Metadata, Upsert};

const EVERY: [Call; 6] = [Find, Upsert, Metadata, ManyMetadata, Message, Messages];

/// What a call tells of itself, whether it succeeds or fails.
#[derive(Debug, PartialEq)]
struct Told {
    outcome: Outcome,
    attempts: u32,
    retries: u32,
    waited: Duration,
    stopped_by: Option<StopReason>,
}

impl From<Error> for Told {
    fn from(error: Error) -> Self {
        Self {
            outcome: error.outcome(),
            attempts: error.attempts(),
            retries: error.retries(),
            waited: error.waited(),
            stopped_by: error.stopped_by(),
        }
    }
}

/// Takes the same from a receipt, or from an account that has no outcome of its own.
macro_rules! told {
    ($made:expr, $outcome:expr) => {
        Told {
            outcome: $outcome,
            attempts: $made.attempts,
            retries: $made.retries,
            waited: $made.waited,
            stopped_by: None,
        }
    };
}

async fn send(asapp: &Client, call: Call) -> Result<Told, Error> {
    let transcript = asapp.conversation(CONVERSATION);
    Ok(match call {
        Find => {
            let receipt = asapp.find_conversations("id-111").send().await?.receipt;
            told!(receipt, receipt.outcome)
        }
        Upsert => {
            let upsert = asapp.upsert_conversation("id-111").customer("c").timestamp(at());
            let receipt = upsert.send().await?.receipt;
            told!(receipt, receipt.outcome)
        }
        Metadata => {
            let receipt = asapp.agent_metadata("agent-111").send().await?.receipt;
            told!(receipt, receipt.outcome)
        }
        ManyMetadata => {
            let results = asapp.many_agent_metadata([AgentMetadata::new("a")]).send().await?;
            told!(results, results.results[0].outcome)
        }
        Message => {
            let receipt = transcript.add_message(message("Hello")).send().await?.receipt;
            told!(receipt, receipt.outcome)
        }
        Messages => {
            let added = transcript.add_messages([message("Hello")]).send().await?;
            told!(added, added.batches[0].outcome)
        }
    })
}

async fn sent(asapp: &Client, call: Call) -> Told {
    send(asapp, call).await.unwrap_or_else(Told::from)
}

/// That each wait is its step, and up to half longer.
fn assert_steps(waits: &[Duration], steps: &[u64], note: &str) {
    assert_eq!(waits.len(), steps.len(), "{note}: {waits:?}");
    for (wait, step) in waits.iter().zip(steps) {
        let step = Duration::from_millis(*step);
        assert!((step..=step * 3 / 2).contains(wait), "{note}: {waits:?} for {steps:?}");
    }
}

#[tokio::test]
async fn the_vendor_s_ladder() {
    use ErrorKind::{RateLimited, Server};
    for (statuses, steps, failure) in [
        (vec![200], vec![], None),
        (vec![429, 200], vec![1_000], None),
        (vec![429, 429, 200], vec![1_000, 2_000], None),
        (vec![429, 429, 429, 200], vec![1_000, 2_000, 4_000], None),
        (vec![503, 200], vec![250], None),
        (vec![500, 502, 504, 200], vec![250, 500, 1_000], None),
        (vec![599, 200], vec![250], None),
        // The step is the retry's number, whatever the class.
        (vec![429, 503, 429, 200], vec![1_000, 500, 4_000], None),
        (vec![503, 429, 500, 200], vec![250, 2_000, 1_000], None),
        // Three retries in all.
        (vec![429, 429, 429, 429, 200], vec![1_000, 2_000, 4_000], Some((RateLimited, 429))),
        (vec![503, 503, 503, 503, 200], vec![250, 500, 1_000], Some((Server, 503))),
        (vec![429, 503, 429, 503, 200], vec![1_000, 500, 4_000], Some((Server, 503))),
        (vec![503, 429, 503, 429, 200], vec![250, 2_000, 1_000], Some((RateLimited, 429))),
    ] {
        for call in EVERY {
            let note = format!("{call:?} {statuses:?}");
            let acts = statuses.iter().copied().map(status).collect();
            let (server, asapp, timer) = serve(acts).await;
            let result = send(&asapp, call).await;
            let kind = result.as_ref().err().map(|e| (e.kind(), e.status().unwrap()));
            assert_eq!(kind, failure, "{note}");
            assert_steps(&timer.waits(), &steps, &note);

            let is_unknown = call != Find && statuses[..steps.len() + 1].contains(&503);
            let (outcome, stopped_by) = match failure {
                None => (Outcome::Persisted, None),
                Some((Server, _)) => (Outcome::Unknown, Some(StopReason::RetriesUsedUp)),
                Some(_) if is_unknown => (Outcome::Unknown, Some(StopReason::RetriesUsedUp)),
                Some(_) => (Outcome::Rejected, Some(StopReason::RetriesUsedUp)),
            };
            let retries = u32::try_from(steps.len()).unwrap();
            let waited = timer.waits().iter().sum();
            let expected = Told { outcome, attempts: retries + 1, retries, waited, stopped_by };
            assert_eq!(result.unwrap_or_else(Told::from), expected, "{note}");
            assert_eq!(server.requests(), steps.len() + 1, "{note}");
        }
    }
}

#[tokio::test]
async fn what_is_sent_again_is_the_same_to_the_byte() {
    for call in EVERY {
        let (server, asapp, _) = serve([429, 503, 500, 200].map(status).into()).await;
        send(&asapp, call).await.unwrap();
        let (heads, bodies) = (server.heads.lock().unwrap(), server.bodies.lock().unwrap());
        assert_eq!((heads.len(), bodies.len()), (4, 4), "{call:?}");
        assert_eq!(bodies[0].is_empty(), call == Find, "{call:?}");
        assert!(bodies.iter().all(|body| *body == bodies[0]), "{call:?}");
        assert!(heads.iter().all(|head| *head == heads[0]), "{call:?}");
        let body = String::from_utf8_lossy(&bodies[0]);
        let has_event_id = body.contains("eventId");
        assert_eq!(has_event_id, matches!(call, Metadata | ManyMetadata), "{call:?}");
    }
}

#[tokio::test]
async fn other_answers_are_never_sent_again() {
    for code in [301, 307, 400, 401, 403, 404, 405, 408, 413, 415, 422, 425, 428, 499] {
        for call in EVERY {
            let (server, asapp, timer) = serve([code, 200].map(status).into()).await;
            let expected = Told {
                outcome: Outcome::Rejected,
                attempts: 1,
                retries: 0,
                waited: Duration::ZERO,
                stopped_by: Some(StopReason::Settled),
            };
            assert_eq!(sent(&asapp, call).await, expected, "{call:?} {code}");
            assert_eq!((server.requests(), timer.waits()), (1, vec![]), "{call:?} {code}");
        }
    }
}

#[tokio::test]
async fn a_conflict_says_that_a_write_is_held_and_is_never_sent_again() {
    for (statuses, steps) in
        [(vec![409, 200], vec![]), (vec![503, 409, 200], vec![250]), (vec![429, 409], vec![1_000])]
    {
        for call in [Metadata, ManyMetadata, Message, Messages] {
            let note = format!("{call:?} {statuses:?}");
            let acts = statuses.iter().copied().map(status).collect();
            let (server, asapp, timer) = serve(acts).await;
            let told = send(&asapp, call).await.unwrap();
            assert_eq!(told.outcome, Outcome::AlreadyPersisted, "{note}");
            assert_steps(&timer.waits(), &steps, &note);
            assert_eq!(server.requests(), steps.len() + 1, "{note}");
        }
    }
    // To a read it is a refusal.
    let (server, asapp, _) = serve([409, 200].map(status).into()).await;
    assert_eq!(sent(&asapp, Find).await.outcome, Outcome::Rejected);
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn an_upsert_that_is_held_already_is_read_once_it_is_known() {
    let found = r#"{"items":[{"id":"OWN","externalId":"id-111","customer":{"externalId":"c"}}]}"#;
    let acts = vec![status(503), status(409), status(503), answer(200, "", found)];
    let (server, asapp, timer) = serve(acts).await;
    let upsert = asapp.upsert_conversation("id-111").customer("c").timestamp(at());
    let upserted = upsert.send().await.unwrap();
    assert_eq!(upserted.id.as_str(), "OWN");
    let receipt = upserted.receipt;
    assert_eq!(receipt.outcome, Outcome::AlreadyPersisted);
    assert_eq!((receipt.attempts, receipt.retries), (4, 2), "the upsert's and the read's");
    assert_steps(&timer.waits(), &[250, 250], "each request has a ladder of its own");
    assert_eq!(receipt.waited, timer.waits().iter().sum::<Duration>());
    assert_eq!(server.requests(), 4);
}

#[tokio::test]
async fn an_unknown_outcome_is_not_cleared_by_a_later_refusal() {
    for (code, kind, is_retryable) in [
        (400, ErrorKind::Rejected, false),
        (401, ErrorKind::Unauthorized, false),
        (404, ErrorKind::NotFound, false),
        (307, ErrorKind::Redirected, false),
    ] {
        for call in EVERY {
            let (server, asapp, _) = serve([503, code, 200].map(status).into()).await;
            let error = send(&asapp, call).await.unwrap_err();
            // A read leaves nothing behind.
            let outcome = if call == Find { Outcome::Rejected } else { Outcome::Unknown };
            assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{call:?} {code}");
            assert_eq!(error.is_retryable(), is_retryable, "{call:?} {code}");
            assert_eq!(error.stopped_by(), Some(StopReason::Settled), "{call:?} {code}");
            assert_eq!(server.requests(), 2, "{call:?} {code}");
        }
    }
}

#[tokio::test]
async fn a_refusal_in_the_body_does_not_clear_an_unknown_outcome_either() {
    const REFUSED: &str =
        r#"{"result":{"error":"FAIL"},"errorCount":1,"results":[{"error":"FAIL"}]}"#;
    for (first, outcome) in
        [(status(503), Outcome::Unknown), (CUT, Outcome::Unknown), (status(429), Outcome::Rejected)]
    {
        for call in [Metadata, ManyMetadata] {
            let (_server, asapp, _) = serve(vec![first, answer(200, "", REFUSED)]).await;
            assert_eq!(sent(&asapp, call).await.outcome, outcome, "{call:?}");
        }
    }
    // Nor does a 400 that lists the records one by one.
    let (_server, asapp, _) = serve(vec![CUT, answer(400, "", REFUSED)]).await;
    assert_eq!(sent(&asapp, ManyMetadata).await.outcome, Outcome::Unknown);
}

#[tokio::test]
async fn an_unknown_outcome_is_not_cleared_by_connections_that_are_refused() {
    for (call, outcome) in [
        (Find, Outcome::NotSent),
        (Upsert, Outcome::Unknown),
        (Metadata, Outcome::Unknown),
        (Message, Outcome::Unknown),
    ] {
        let failure = "HTTP/1.1 503 X\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let (builder, timer) = impatient(&answers_and_goes(&[failure]).await);
        let error = send(&builder.build().unwrap(), call).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, outcome), "{call:?}");
        assert_eq!(error.stopped_by(), Some(StopReason::RetriesUsedUp), "{call:?}");
        assert_steps(&timer.waits(), &[250, 500, 1_000], &format!("{call:?}"));
    }
}

#[tokio::test]
async fn what_never_left_is_sent_once_the_service_is_there() {
    for call in EVERY {
        // Bound, and not listening yet: connections are refused, and nobody else can take the port.
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let url = format!("http://{}", socket.local_addr().unwrap());
        let socket = Mutex::new(Some(socket));
        let timer = NotingTimer::with(LONGEST_WAIT, move || {
            let Some(socket) = socket.lock().unwrap().take() else { return };
            let listener = socket.listen(16).unwrap();
            tokio::spawn(async move {
                let (mut socket, _) = listener.accept().await.unwrap();
                read_request(&mut socket).await.unwrap();
                let Act::Answer(bytes) = status(200) else { unreachable!() };
                socket.write_all(bytes.as_bytes()).await.unwrap();
                std::future::pending::<()>().await;
            });
        });
        let asapp = builder(&url).retry(RetryPolicy::vendor()).timer(timer.clone());
        let asapp = asapp.posture(Posture::AtMostOnce).build().unwrap();
        let told = send(&asapp, call).await.unwrap();
        assert_eq!((told.outcome, told.attempts), (Outcome::Persisted, 2), "{call:?}");
        assert_steps(&timer.waits(), &[250], &format!("{call:?}"));
    }
}

#[tokio::test]
async fn what_breaks_off_is_sent_again_where_that_does_no_harm() {
    const BROKEN: Act = Act::AnswerAndClose("HTTP/1.1 200 OK\r\nconte");
    for call in EVERY {
        let (server, asapp, timer) = serve(vec![BROKEN, status(200)]).await;
        let told = sent(&asapp, call).await;
        if matches!(call, Message | Messages) {
            assert_eq!(told.stopped_by, Some(StopReason::MayBeHeld), "{call:?}");
            assert_eq!((told.outcome, server.requests()), (Outcome::Unknown, 1), "{call:?}");
        } else {
            assert_eq!((told.outcome, server.requests()), (Outcome::Persisted, 2), "{call:?}");
            assert_steps(&timer.waits(), &[250], &format!("{call:?}"));
        }
    }
}

#[tokio::test]
async fn a_success_whose_body_breaks_off_is_asked_for_again_where_the_body_matters() {
    for call in EVERY {
        let (server, asapp, timer) = serve(vec![CUT, status(200)]).await;
        let told = sent(&asapp, call).await;
        match call {
            // Stored, by the word of the status: nothing is sent again but a read for the upsert's id.
            Message | Messages => {
                assert_eq!((told.outcome, told.attempts), (Outcome::Persisted, 1), "{call:?}");
                assert_eq!((server.requests(), timer.waits()), (1, vec![]), "{call:?}");
            }
            Upsert => assert_eq!((told.outcome, told.retries), (Outcome::Persisted, 0)),
            Find | Metadata | ManyMetadata => {
                assert_eq!((told.outcome, told.retries), (Outcome::Persisted, 1), "{call:?}");
                assert_eq!(server.requests(), 2, "{call:?}");
                assert_steps(&timer.waits(), &[250], &format!("{call:?}"));
            }
        }
    }
}

#[tokio::test]
async fn a_body_that_always_breaks_off_leaves_metadata_unknown() {
    let (server, asapp, timer) = serve(vec![CUT]).await;
    let error = send(&asapp, Metadata).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown));
    assert_eq!(error.stopped_by(), Some(StopReason::RetriesUsedUp));
    assert_steps(&timer.waits(), &[250, 500, 1_000], "metadata");
    assert_eq!(server.requests(), 4);
}

#[tokio::test]
async fn retry_after_is_a_lower_bound() {
    const DATE: &str = "date: Sun, 01 Mar 2026 10:00:00 GMT\r\n";
    for (code, headers, step, least) in [
        (429, "retry-after: 7\r\n", 1_000, 7_000),
        (503, "retry-after: 7\r\n", 250, 7_000),
        (429, "retry-after: 0\r\n", 1_000, 1_000),
        (429, "retry-after: 1\r\n", 1_000, 1_000),
        // By the client's clock, and by the service's own.
        (429, "retry-after: Sun, 01 Mar 2026 09:00:05 GMT\r\n", 1_000, 5_000),
        (503, "retry-after: Sun, 01 Mar 2026 10:00:09 GMT\r\n", 250, 9_000),
        (503, "retry-after: Sunday, 01-Mar-26 10:00:09 GMT\r\n", 250, 9_000),
        (429, "retry-after: Sun, 01 Mar 2026 08:00:00 GMT\r\n", 1_000, 1_000),
        // Nonsense.
        (429, "retry-after: soon\r\n", 1_000, 1_000),
        (429, "retry-after: -7\r\n", 1_000, 1_000),
        (429, "retry-after:\r\n", 1_000, 1_000),
        (503, "retry-after: 99999999999999999999999\r\n", 250, 250),
    ] {
        let with_date = [DATE, headers].concat();
        let headers = if headers.contains("10:00") { &with_date } else { headers };
        let (server, asapp, timer) = serve(vec![answer(code, headers, ""), status(200)]).await;
        let told = send(&asapp, Message).await.unwrap();
        let waits = timer.waits();
        let (least, longer) = (Duration::from_millis(least), Duration::from_millis(step) / 2);
        assert_eq!(waits.len(), 1, "{headers}");
        assert!((least..=least + longer).contains(&waits[0]), "{headers}: {waits:?}");
        assert_eq!((told.waited, server.requests()), (waits[0], 2), "{headers}");
    }
}

/// Its waits are over at once, and no time passes.
struct Impatient;

impl Timer for Impatient {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(async move {
            if duration == Duration::MAX {
                std::future::pending().await
            }
        })
    }
}

#[tokio::test]
async fn waits_beyond_all_time_add_up_without_overflow() {
    let asked = answer(503, "retry-after: 18446744073709551615\r\n", "");
    for calls in [Find, Message] {
        let server = script(vec![asked]).await;
        let policy = RetryPolicy::vendor().jitter(0.0);
        let builder = builder(&server.url).retry(policy).timer(Impatient);
        let builder = builder.total_timeout(Duration::MAX).attempt_timeout(Duration::MAX);
        let told = sent(&builder.build().unwrap(), calls).await;
        assert_eq!((told.attempts, told.waited), (4, Duration::MAX));
    }
}

#[tokio::test]
async fn a_wait_beyond_the_call_s_time_is_not_begun() {
    let seconds = Duration::from_secs;
    for (total, acts, steps) in [
        // A step that the time left has no room for.
        (seconds(7), vec![status(429)], vec![1_000, 2_000]),
        (seconds(3), vec![status(429)], vec![1_000]),
        (seconds(1), vec![status(429)], vec![]),
        // Less than what the service asks for.
        (seconds(60), vec![answer(429, "retry-after: 60\r\n", "")], vec![]),
        (seconds(60), vec![answer(503, "retry-after: 18446744073709551615\r\n", "")], vec![]),
        (
            seconds(60),
            vec![answer(503, "retry-after: Fri, 31 Dec 9999 23:59:59 GMT\r\n", "")],
            vec![],
        ),
    ] {
        let server = script(acts).await;
        let longest_wait = steps.iter().copied().max().unwrap_or_default();
        let timer = NotingTimer::new(Duration::from_millis(longest_wait));
        let policy = RetryPolicy::vendor().jitter(0.0);
        let asapp = builder(&server.url).retry(policy).timer(timer.clone()).total_timeout(total);
        let told = sent(&asapp.build().unwrap(), Find).await;
        assert_eq!(told.stopped_by, Some(StopReason::TimeUp), "{total:?} {steps:?}");
        assert_steps(&timer.waits(), &steps, &format!("{total:?}"));
        assert_eq!(server.requests(), steps.len() + 1, "{total:?}");
    }
}

#[tokio::test]
async fn without_time_nothing_is_sent() {
    let (server, asapp, _) = serve(vec![status(200)]).await;
    send(&asapp, Find).await.unwrap();
    for options in [
        CallOptions::new().attempt_timeout(Duration::ZERO),
        CallOptions::new().total_timeout(Duration::ZERO),
    ] {
        let error = send(&asapp.with_options(&options), Message).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent));
        assert_eq!((error.attempts(), error.stopped_by()), (0, Some(StopReason::TimeUp)));
    }
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn waits_differ_and_are_exact_without_jitter() {
    let (_server, asapp, timer) = serve((0..40).map(|n| status([503, 200][n % 2])).collect()).await;
    for _ in 0..20 {
        send(&asapp, Find).await.unwrap();
    }
    let waits = timer.waits();
    assert_steps(&waits, &[250; 20], "each");
    assert!(waits.iter().any(|wait| *wait != waits[0]), "{waits:?}");

    let server = script([503, 429, 503, 200].map(status).into()).await;
    let (builder, timer) = impatient(&server.url);
    let asapp = builder.retry(RetryPolicy::vendor().jitter(0.0)).build().unwrap();
    send(&asapp, Find).await.unwrap();
    assert_eq!(timer.waits(), [250, 2_000, 1_000].map(Duration::from_millis));
}

#[tokio::test]
async fn policies_are_set_for_a_client_and_for_a_call() {
    let (server, asapp, timer) = serve(vec![status(503)]).await;
    let with = |policy| asapp.with_options(&CallOptions::new().retry(policy));
    let millis = Duration::from_millis;
    let vendor = RetryPolicy::vendor;
    let (mut requests, mut waited) = (0, 0);
    for (client, steps) in [
        (asapp.clone(), vec![250, 500, 1_000]),
        (with(RetryPolicy::none()), vec![]),
        (with(vendor().max_retries(1)), vec![250]),
        (with(vendor().max_retries(5)), vec![250, 500, 1_000, 1_000, 1_000]),
        (with(vendor().after_failure([millis(10), millis(20)])), vec![10, 20, 20]),
        (with(vendor().after_failure([])), vec![]),
        (with(vendor().after_429([])), vec![250, 500, 1_000]),
        // What a call does not set is the client's.
        (
            asapp.with_options(&CallOptions::new().posture(Posture::AtMostOnce)),
            vec![250, 500, 1_000],
        ),
        (with(RetryPolicy::none()).with_options(&CallOptions::new()), vec![]),
        (
            with(RetryPolicy::none()).with_options(&CallOptions::new().retry(vendor())),
            vec![250, 500, 1_000],
        ),
    ] {
        let told = sent(&client, Find).await;
        assert_eq!(told.stopped_by, Some(StopReason::RetriesUsedUp));
        assert_steps(&timer.waits()[waited..], &steps, "policy");
        (requests, waited) = (requests + steps.len() + 1, waited + steps.len());
        assert_eq!(server.requests(), requests);
    }
}

#[tokio::test]
async fn an_outage_costs_no_more_retries_than_the_client_has() {
    let (server, asapp, _) = serve(vec![status(503)]).await;
    let calls = (0..200).map(|_| {
        let asapp = asapp.clone();
        tokio::spawn(async move { sent(&asapp, Find).await })
    });
    let mut calls: Vec<_> = calls.collect();
    let mut told = Vec::new();
    for call in calls.drain(..) {
        told.push(call.await.unwrap());
    }
    assert_eq!(server.requests(), 300, "200 calls, and the 100 retries that they share");
    assert_eq!(told.iter().map(|told| told.retries).sum::<u32>(), 100);
    assert_eq!(told.iter().map(|told| told.attempts).sum::<u32>(), 300);
    let spent = told.iter().filter(|told| told.stopped_by == Some(StopReason::BudgetSpent)).count();
    assert!(spent >= 166, "33 calls have three retries each at most: {spent}");
    assert_eq!(asapp.retry_budget().left(), 0);
}

#[tokio::test]
async fn answers_bring_retries_back_to_all_who_share_them() {
    let answers = |codes: &[u16]| codes.iter().copied().map(status).collect::<Vec<_>>();
    let mut acts = answers(&[503, 503]);
    acts.extend(answers(&[200, 200, 200, 404, 400, 200, 200, 200, 409]));
    acts.extend(answers(&[503, 200, 503, 200]));
    let server = script(acts).await;
    let budget = RetryBudget::new(1);
    let (builder, _) = impatient(&server.url);
    let builder = builder.retry_budget(&budget);
    let (one, other) = (builder.clone().build().unwrap(), builder.build().unwrap());

    let told = sent(&one, Find).await;
    assert_eq!((told.retries, told.stopped_by), (1, Some(StopReason::BudgetSpent)));
    for _ in 0..9 {
        sent(&one, Find).await;
    }
    assert_eq!((budget.left(), server.requests()), (0, 11));
    // The tenth answer comes from a request that has failed before; nothing was left for its retry.
    assert_eq!(sent(&other, Find).await.stopped_by, Some(StopReason::BudgetSpent));
    send(&other, Find).await.unwrap();
    assert_eq!(other.retry_budget().left(), 1);
    send(&one, Find).await.unwrap();
    assert_eq!((budget.left(), server.requests()), (0, 15));
}

#[tokio::test]
async fn a_call_that_may_not_retry_takes_nothing_from_the_budget() {
    let (_server, asapp, _) = serve(vec![status(503)]).await;
    let none = asapp.with_options(&CallOptions::new().retry(RetryPolicy::none()));
    sent(&none, Find).await;
    let once = asapp.with_options(&CallOptions::new().posture(Posture::AtMostOnce));
    sent(&once, Message).await;
    assert_eq!(asapp.retry_budget().left(), 100);
    let without = builder("http://127.0.0.1:9").retry_budget(RetryBudget::new(0));
    let without = without.retry(RetryPolicy::vendor()).build().unwrap();
    assert_eq!(sent(&without, Find).await.stopped_by, Some(StopReason::BudgetSpent));
}

#[tokio::test]
async fn a_retry_that_never_left_is_not_counted() {
    let server = script(vec![answer(503, "retry-after: 3\r\n", "")]).await;
    // The waits take longer than they were to.
    let late = Arc::new(Mutex::new(None::<NotingTimer>));
    let slow = Arc::clone(&late);
    let timer = NotingTimer::with(Duration::from_secs(4), move || {
        let timer = slow.lock().unwrap().clone();
        if let Some(timer) = timer {
            timer.pass(Duration::from_secs(60));
        }
    });
    *late.lock().unwrap() = Some(timer.clone());
    let asapp = builder(&server.url).retry(RetryPolicy::vendor()).timer(timer.clone());
    let asapp = asapp.total_timeout(Duration::from_secs(20)).build().unwrap();
    let error = send(&asapp, Upsert).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    assert_eq!((error.attempts(), error.retries()), (1, 0), "{}", shown(&error));
    assert_eq!(
        (error.stopped_by(), server.requests.load(Ordering::SeqCst)),
        (Some(StopReason::TimeUp), 1)
    );
}
