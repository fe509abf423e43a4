//! Calls that keep their order, and how many are under way at once.

use std::time::Duration;

use crate::support::{
    Act, CONVERSATION, Script, StepTimer, at, builder, client, message, script, step,
};
use asapp::{Client, ErrorKind, Outcome, StopReason, Transcript};
use asapp_emulator::{Emulator, Fault, FaultBody, Plan};
use tokio::task::JoinSet;

const MINUTE: Duration = Duration::from_secs(60);
const STORED: Act = Act::Answer("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
const SILENCE: Act = Act::AnswerAndStall("");

/// The conversation of an emulator, as a lane.
async fn lane(emulator: &Emulator) -> Transcript {
    let asapp = client(emulator.url());
    let upsert = asapp.upsert_conversation("id-111").customer("customer-x").timestamp(at());
    asapp.conversation(&upsert.send().await.unwrap().id).in_order()
}

/// The texts that the lane's conversation holds, in order of arrival.
fn texts(emulator: &Emulator, lane: &Transcript) -> Vec<String> {
    let stored = emulator.messages(lane.id().as_str());
    stored.into_iter().map(|message| message.text).collect()
}

fn numbers(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|number| number.to_string()).collect()
}

async fn until_asked(server: &Script, requests: usize) {
    let asked = async {
        while server.requests() < requests {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(MINUTE, asked).await.expect("the request arrives");
}

/// Lets everything happen that can happen without another answer or step.
async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_lane_keeps_the_order_of_send_whatever_the_order_of_polling() {
    let emulator = Emulator::start().await.unwrap();
    let lane = lane(&emulator).await;
    let call = |number: usize| lane.add_message(message(&number.to_string())).send();
    let (first, second, third) = (call(0), call(1), call(2));
    let (third, second, first) = tokio::join!(third, second, first);
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    assert_eq!(texts(&emulator, &lane), numbers(0..3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lane_keeps_the_order_of_spawned_calls() {
    let emulator = Emulator::start().await.unwrap();
    let lane = lane(&emulator).await;
    let mut calls = JoinSet::new();
    for number in 0..60 {
        // Clones of a lane are the same lane, other settings or not.
        let lane = if number % 2 == 0 {
            lane.clone()
        } else {
            lane.with_options(&asapp::CallOptions::new())
        };
        calls.spawn(lane.add_message(message(&number.to_string())).send());
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    assert_eq!(texts(&emulator, &lane), numbers(0..60));
}

#[tokio::test]
async fn a_task_that_has_used_up_its_share_of_the_runtime_keeps_its_places() {
    let emulator = Emulator::start().await.unwrap();
    let lane = lane(&emulator).await;
    let call = |number: usize| lane.add_message(message(&number.to_string())).send();
    let first = call(0);
    while tokio::task::coop::has_budget_remaining() {
        tokio::task::consume_budget().await;
    }
    let (second, third) = (call(1), call(2));
    let (third, second, first) = tokio::join!(third, second, first);
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    assert_eq!(texts(&emulator, &lane), numbers(0..3));
}

#[tokio::test]
async fn who_leaves_a_lane_keeps_the_order_of_the_others() {
    let emulator = Emulator::start().await.unwrap();
    let lane = lane(&emulator).await;
    let mut calls: Vec<_> = (0..6)
        .map(|number: usize| Box::pin(lane.add_message(message(&number.to_string())).send()))
        .collect();
    // One that waits already, and one that was never polled.
    let mut waiting = calls.remove(2);
    assert!(poll_once(&mut waiting).await.is_none());
    drop(waiting);
    drop(calls.remove(3));
    let mut tasks = JoinSet::new();
    for call in calls.into_iter().rev() {
        tasks.spawn(call);
    }
    assert!(tasks.join_all().await.iter().all(Result::is_ok));
    assert_eq!(texts(&emulator, &lane), numbers([0, 1, 3, 5]));
}

/// Polls once.
async fn poll_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    tokio::select! {
        biased;
        output = future => Some(output),
        () = std::future::ready(()) => None,
    }
}

#[tokio::test]
async fn a_call_that_fails_lets_the_next_go() {
    let emulator = Emulator::start().await.unwrap();
    let lane = lane(&emulator).await;
    let refused = [Fault::status(400, FaultBody::Api), Fault::none(), Fault::reset()];
    let plan = Plan::new().api_id(asapp_emulator::API_ID).on("createMessage", refused);
    let _plan = emulator.add_plan(plan).unwrap();
    let call = |number: usize| lane.add_message(message(&number.to_string())).send();
    let (rejected, stored) = (call(0), call(1));
    // Nothing is sent of one that breaks a rule.
    let invalid = lane.add_messages([]).send();
    let (broken, last) = (call(2), call(3));
    let (last, broken, invalid, stored, rejected) =
        tokio::join!(last, broken, invalid, stored, rejected);
    assert_eq!(rejected.unwrap_err().outcome(), Outcome::Rejected);
    assert_eq!(invalid.unwrap_err().kind(), ErrorKind::Invalid);
    assert_eq!(broken.unwrap_err().outcome(), Outcome::Unknown);
    assert!(stored.is_ok() && last.is_ok());
    assert_eq!(texts(&emulator, &lane), numbers([1, 3]));
}

#[tokio::test]
async fn a_turn_is_waited_for_as_long_as_a_call_may_take() {
    let (server, timer) = (script(vec![SILENCE]).await, StepTimer::default());
    let builder = builder(&server.url).timer(timer.clone()).total_timeout(MINUTE);
    let lane = builder.attempt_timeout(MINUTE * 2).build().unwrap().conversation(CONVERSATION);
    let lane = lane.in_order();
    // Never awaited, and never dropped before the end.
    let _first = lane.add_message(message("0")).send();
    let second = lane.add_message(message("1")).send();
    let error = step(&timer, MINUTE, async {}, second).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent));
    assert_eq!((error.attempts(), error.is_retryable()), (0, true));
    assert_eq!(error.stopped_by(), Some(StopReason::TimeUp));
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn two_lanes_do_not_wait_for_each_other() {
    let server = script(vec![SILENCE, STORED]).await;
    let transcript = client(&server.url).conversation(CONVERSATION);
    let one = transcript.in_order();
    let first = tokio::spawn(one.add_message(message("0")).send());
    until_asked(&server, 1).await;
    transcript.in_order().add_message(message("1")).send().await.unwrap();
    transcript.add_message(message("2")).send().await.unwrap();
    first.abort();
}

/// A read whose number is in its path.
fn read(asapp: &Client, number: usize) -> impl Future<Output = Result<(), asapp::Error>> + use<> {
    let call = asapp.conversation(format!("{number:026}")).get().send();
    async move { call.await.map(drop) }
}

/// The numbers of the reads that arrived, in order.
fn arrived(server: &Script) -> Vec<usize> {
    let heads = server.heads.lock().unwrap();
    let number = |head: &String| {
        let path = head.split(' ').nth(1).unwrap();
        path.rsplit('/').next().unwrap().parse().unwrap()
    };
    heads.iter().map(number).collect()
}

#[tokio::test]
async fn no_more_are_under_way_than_are_allowed_and_who_came_first_is_first() {
    const CALLS: usize = 20;
    let server = script(vec![SILENCE]).await;
    let asapp = builder(&server.url).max_in_flight(3).build().unwrap();
    let calls: Vec<_> = (0..CALLS).map(|number| tokio::spawn(read(&asapp, number))).collect();
    for (given_up, call) in calls.iter().enumerate() {
        let expected = (given_up + 3).min(CALLS);
        until_asked(&server, expected).await;
        settle().await;
        assert_eq!(server.requests(), expected);
        // Giving up is what makes room for the next.
        call.abort();
    }
    let mut arrived = arrived(&server);
    // The first three leave together, on connections of their own.
    arrived[..3].sort_unstable();
    assert_eq!(arrived, (0..CALLS).collect::<Vec<_>>());
}

#[tokio::test]
async fn room_is_free_again_while_a_call_waits_for_its_retry() {
    const FAILED: Act =
        Act::Answer("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
    let (server, timer) = (script(vec![FAILED, STORED]).await, StepTimer::default());
    let builder = builder(&server.url).timer(timer.clone()).max_in_flight(1);
    let policy = asapp::RetryPolicy::vendor().jitter(0.0);
    let asapp = builder.retry(policy).build().unwrap();
    let retrying = tokio::spawn(asapp.health().send());
    until_asked(&server, 1).await;
    asapp.conversation(CONVERSATION).add_message(message("1")).send().await.unwrap();
    assert_eq!(server.requests(), 2);
    retrying.abort();
}
