//! What dropping a future leaves behind, wherever it waits.

use std::pin::Pin;
use std::time::Duration;

use crate::support::{Act, CONVERSATION, StepTimer, at, builder, message, script};
use asapp::{
    AgentMetadata, Authentication, Client, ConversationMetadata, CustomerMetadata, DailyQuota,
    Operation, Pacer, RetryPolicy,
};

const FOUND: Act =
    Act::Answer("HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{\"conversations\":[]}");
const FAILED: Act = Act::Answer("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
const SILENCE: Act = Act::AnswerAndStall("");
const SECOND: Duration = Duration::from_secs(1);

type Call = Pin<Box<dyn Future<Output = Result<(), asapp::Error>> + Send>>;

fn boxed<T>(call: impl Future<Output = Result<T, asapp::Error>> + Send + 'static) -> Call {
    Box::pin(async move { call.await.map(drop) })
}

fn ask(asapp: &Client) -> Call {
    boxed(asapp.find_conversations("id-111").send())
}

fn call(asapp: &Client, operation: Operation) -> Call {
    let transcript = asapp.conversation(CONVERSATION);
    match operation {
        Operation::CreateOrUpdateConversation => {
            boxed(asapp.upsert_conversation("id-111").customer("c").timestamp(at()).send())
        }
        Operation::CreateMessage => boxed(transcript.add_message(message("Hello")).send()),
        Operation::CreateBatchMessages => {
            // More than one request holds.
            boxed(transcript.add_messages((0..301).map(|_| message("Hello"))).send())
        }
        Operation::GetConversation => boxed(transcript.get().send()),
        Operation::GetMessages => boxed(transcript.messages().send()),
        Operation::GetMessage => boxed(transcript.message(CONVERSATION).send()),
        Operation::GetMessagesByExternalId => boxed(asapp.messages_by_external_id("id").send()),
        Operation::PostAuthenticate => {
            boxed(transcript.authenticate("c", Authentication::from_token("token")).send())
        }
        Operation::GetHealth => boxed(asapp.health().send()),
        Operation::SingleConvoMetadata => boxed(asapp.conversation_metadata("id").send()),
        Operation::ManyConversationMetadata => {
            boxed(asapp.many_conversation_metadata([ConversationMetadata::new("id")]).send())
        }
        Operation::SingleAgentMetadata => boxed(asapp.agent_metadata("agent").send()),
        Operation::ManyAgentMetadata => {
            boxed(asapp.many_agent_metadata([AgentMetadata::new("agent")]).send())
        }
        Operation::SingleCustomerMetadata => boxed(asapp.customer_metadata("id", "c").send()),
        Operation::ManyCustomerMetadata => {
            boxed(asapp.many_customer_metadata([CustomerMetadata::new("id", "c")]).send())
        }
        _ => ask(asapp),
    }
}

/// Polls `call`, which must not end, until `is_there`.
async fn poll_until(call: &mut Call, mut is_there: impl FnMut() -> bool) {
    let there = async {
        while !is_there() {
            tokio::task::yield_now().await;
        }
    };
    let either = async {
        tokio::select! {
            biased;
            ended = call => panic!("the call ended: {ended:?}"),
            () = there => {}
        }
    };
    tokio::time::timeout(SECOND * 60, either).await.expect("it comes so far");
}

/// Polls `call`, which must not end, until it waits for what no server has a part in.
async fn poll(call: &mut Call) {
    let mut polls = 0;
    let is_enough = || {
        polls += 1;
        polls > 20
    };
    poll_until(call, is_enough).await;
}

async fn in_time(call: Call) {
    let ended = tokio::time::timeout(SECOND * 60, call).await;
    ended.expect("nothing holds the call up").unwrap();
}

#[tokio::test]
async fn every_call_gives_its_room_back_when_it_is_dropped_before_the_answer() {
    let server = script(vec![SILENCE]).await;
    // Room for one: what is not given back is missed by the next.
    let asapp = builder(&server.url).max_in_flight(1).build().unwrap();
    for (index, operation) in Operation::ALL.iter().enumerate() {
        let mut call = call(&asapp, *operation);
        assert_eq!(server.requests(), index, "{operation}: nothing leaves before it is awaited");
        poll_until(&mut call, || server.requests() > index).await;
        drop(call);
        assert_eq!(server.requests(), index + 1, "{operation}");
    }
    // What left counts.
    assert_eq!(asapp.quota().used(), Operation::ALL.len() as u64);
}

#[tokio::test]
async fn dropped_while_it_waits_for_room() {
    let server = script(vec![SILENCE, FOUND]).await;
    let asapp = builder(&server.url).max_in_flight(1).build().unwrap();
    let (mut first, mut second) = (ask(&asapp), ask(&asapp));
    poll_until(&mut first, || server.requests() == 1).await;
    poll(&mut second).await;
    drop(second);
    drop(first);
    in_time(ask(&asapp)).await;
    assert_eq!((server.requests(), asapp.quota().used()), (2, 2));
}

#[tokio::test]
async fn dropped_while_it_waits_for_its_slot() {
    let (server, timer) = (script(vec![FOUND]).await, StepTimer::default());
    let builder = builder(&server.url).timer(timer.clone()).max_in_flight(2);
    let quota = DailyQuota::of(10);
    let asapp = builder.pacer(Pacer::every(SECOND)).quota(&quota).build().unwrap();
    in_time(ask(&asapp)).await;
    // One that waits for the slot and one behind it.
    let (mut next, mut behind) = (ask(&asapp), ask(&asapp));
    poll(&mut next).await;
    poll(&mut behind).await;
    drop((next, behind));
    assert_eq!((server.requests(), quota.used()), (1, 1));
    // Neither took the slot.
    timer.advance(SECOND);
    in_time(ask(&asapp)).await;
    assert_eq!((server.requests(), quota.used()), (2, 2));
}

#[tokio::test]
async fn dropped_while_it_waits_for_its_retry() {
    let (server, timer) = (script(vec![FAILED, FOUND]).await, StepTimer::default());
    let builder = builder(&server.url).timer(timer.clone()).max_in_flight(1);
    let asapp = builder.retry(RetryPolicy::vendor()).build().unwrap();
    let mut call = ask(&asapp);
    let is_retrying = || asapp.retry_budget().left() < 100;
    poll_until(&mut call, is_retrying).await;
    drop(call);
    assert_eq!(asapp.retry_budget().left(), 100, "the retry was not made");
    timer.advance(SECOND * 60);
    in_time(ask(&asapp)).await;
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn dropped_between_two_batches_nothing_more_is_sent() {
    const STORED: Act = Act::Answer("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    let server = script(vec![STORED, SILENCE, FOUND]).await;
    let asapp = builder(&server.url).max_in_flight(1).build().unwrap();
    let transcript = asapp.conversation(CONVERSATION);
    let mut call = boxed(transcript.add_messages((0..900).map(|_| message("Hello"))).send());
    poll_until(&mut call, || server.requests() == 2).await;
    drop(call);
    in_time(ask(&asapp)).await;
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn dropped_while_it_waits_in_a_lane() {
    let server = script(vec![SILENCE, FOUND]).await;
    let asapp = builder(&server.url).build().unwrap();
    let lane = asapp.conversation(CONVERSATION).in_order();
    let send = || boxed(lane.add_message(message("Hello")).send());
    let (mut first, mut second, third) = (send(), send(), send());
    poll_until(&mut first, || server.requests() == 1).await;
    poll(&mut second).await;
    drop(second);
    drop(first);
    in_time(third).await;
    assert_eq!(server.requests(), 2);
}

#[test]
fn every_future_may_move_to_another_thread() {
    let asapp = builder("http://127.0.0.1:9").build().unwrap();
    // `Call` is `Send`: that it compiles is the test.
    let calls: Vec<Call> = Operation::ALL.iter().map(|it| call(&asapp, *it)).collect();
    assert_eq!(calls.len(), Operation::ALL.len());
}
