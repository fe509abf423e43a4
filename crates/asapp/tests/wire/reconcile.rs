//! What reading back makes of an unknown outcome.
//!
//! Time is paused, and the emulator runs on the test's own runtime: no wait is real.

use std::time::Duration;

use crate::support::{
    CONVERSATION, Recorder, answers_and_goes, at, builder, message, recorder, shown,
};
use asapp::chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use asapp::{
    AddedMessage, Batch, CallOptions, Client, Error, ErrorKind, Message, Outcome, Posture, Receipt,
    RetryBudget, RetryPolicy, Sleep, StopReason, Timer, TokioTimer, Transcript,
};
use asapp_emulator::{
    API_ID, Emulator, Expected, ExpectedMessage, Fault, FaultBody, Late, Plan, RepeatedMessage,
    Report,
};
use serde_json::json;

const KEY: &str = "id-111";
const SINGLE: &str = "createMessage";
const BATCH: &str = "createBatchMessages";
const READ: &str = "getMessages";

/// Keeps the runtime's time, and a time of day at which the messages have just been said.
struct Today(TokioTimer);

impl Timer for Today {
    fn now(&self) -> Duration {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.sleep(duration)
    }

    fn utc(&self) -> DateTime<Utc> {
        at() + TimeDelta::minutes(1)
    }
}

/// A conversation of an emulator that follows a plan.
struct Stage {
    emulator: Emulator,
    transcript: Transcript,
}

fn client(url: &str) -> Client {
    let builder = builder(url).timer(Today(TokioTimer::new()));
    builder.retry(RetryPolicy::vendor()).posture(Posture::Reconcile).build().unwrap()
}

async fn stage(plan: impl FnOnce(Plan) -> Plan) -> Stage {
    let emulator = Emulator::start().await.unwrap();
    let client = client(emulator.url());
    let upsert = client.upsert_conversation(KEY).customer("customer-x").timestamp(at());
    let id = upsert.send().await.unwrap().id;
    emulator.add_plan(plan(Plan::new().api_id(API_ID))).unwrap();
    Stage { transcript: client.conversation(&id), emulator }
}

impl Stage {
    async fn add(&self, text: &str) -> Result<AddedMessage, Error> {
        self.transcript.add_message(message(text)).send().await
    }

    async fn add_all(&self, messages: &[Message]) -> Result<Vec<Batch>, Error> {
        let added = self.transcript.add_messages(messages.to_vec()).send().await?;
        Ok(added.batches)
    }

    fn with(self, options: &CallOptions) -> Self {
        Self { transcript: self.transcript.with_options(options), ..self }
    }

    fn report(&self, sent: &[Message]) -> Report {
        let expected = |message: &Message| {
            let time = message.timestamp.to_rfc3339_opts(SecondsFormat::AutoSi, true);
            let (role, sender) = (message.role.as_str(), message.sender.expose());
            ExpectedMessage::new(role, sender, message.text.expose(), time)
        };
        self.emulator.report(&Expected::new().messages(KEY, sent.iter().map(expected)))
    }

    #[track_caller]
    fn assert_once(&self, sent: &[Message]) {
        let report = self.report(sent);
        assert!(report.is_exactly_once(), "{report}");
    }

    fn stored(&self) -> usize {
        self.emulator.messages(self.transcript.id().as_str()).len()
    }

    /// Requests for adding messages and for reading them.
    fn requests(&self) -> (usize, usize) {
        let journal = self.emulator.journal();
        let count = |ids: &[&str]| {
            let of = |id: Option<&str>| id.is_some_and(|id| ids.contains(&id));
            journal.iter().filter(|entry| of(entry.operation.as_deref())).count()
        };
        (count(&[SINGLE, BATCH]), count(&[READ]))
    }
}

fn messages(count: i64) -> Vec<Message> {
    let at = |number| at() + TimeDelta::milliseconds(number);
    (0..count).map(|it| Message::customer("customer-x", format!("no. {it}"), at(it))).collect()
}

fn unavailable() -> Fault {
    Fault::status(503, FaultBody::Api)
}

/// Looked for and not there, which is not to say that it will not be.
#[track_caller]
fn assert_missing(error: &Error, kind: ErrorKind, stop: StopReason) {
    assert_eq!((error.outcome(), error.was_missing()), (Outcome::Unknown, true));
    assert_eq!((error.kind(), error.stopped_by()), (kind, Some(stop)));
    assert!(!error.is_retryable());
    assert!(shown(error).contains("(outcome: unknown, missing when read back)"));
}

#[track_caller]
fn assert_receipt(receipt: &Receipt, attempts: u32, retries: u32, is_read_back: bool) {
    assert_eq!(receipt.outcome, Outcome::Persisted);
    let found = (receipt.attempts, receipt.retries, receipt.is_read_back);
    assert_eq!(found, (attempts, retries, is_read_back));
}

#[tokio::test(start_paused = true)]
async fn what_was_stored_is_found() {
    for fault in [
        Fault::reset().after_commit(),
        Fault::stall().after_commit(),
        unavailable().after_commit(),
        unavailable().commits_late(Late::AfterMilliseconds(500)),
        Fault::stall().commits_late(Late::AfterMilliseconds(31_000)),
    ] {
        let row = fault.to_string();
        let stage = stage(|plan| plan.on(SINGLE, [fault])).await;
        let added = stage.add("Hello").await.unwrap();
        assert_receipt(&added.receipt, 2, 0, true);
        assert_eq!(added.receipt.waited, Duration::from_secs(2), "{row}");
        let stored = stage.transcript.messages().send().await.unwrap().messages;
        assert_eq!(added.id.as_ref(), Some(&stored[0].id), "{row}");
        stage.assert_once(&[message("Hello")]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_not_stored_is_sent_once_more() {
    for fault in [
        Fault::reset_before_reading(),
        Fault::reset().before_commit(),
        Fault::stall().before_commit(),
        unavailable().before_commit(),
    ] {
        let stage = stage(|plan| plan.on(SINGLE, [fault])).await;
        let added = stage.add("Hello").await.unwrap();
        assert_receipt(&added.receipt, 3, 1, false);
        assert!(added.id.is_some());
        stage.assert_once(&[message("Hello")]);
    }
}

#[tokio::test(start_paused = true)]
async fn other_messages_of_the_conversation_are_nothing_to_it() {
    for fault in [Fault::reset(), Fault::reset().after_commit()] {
        let stage = stage(|plan| plan.on(SINGLE, [Fault::none(), fault])).await;
        let mut other = message("Hello");
        other.timestamp -= TimeDelta::milliseconds(1);
        let first = stage.transcript.add_message(other.clone()).send().await.unwrap();
        let second = stage.add("Hello").await.unwrap();
        assert_ne!(first.id, second.id);
        stage.assert_once(&[other, message("Hello")]);
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_read_back_after_each_unknown_outcome() {
    let faults = [unavailable(), Fault::reset(), unavailable().after_commit()];
    let stage = stage(|plan| plan.on(SINGLE, faults)).await;
    let added = stage.add("Hello").await.unwrap();
    assert_receipt(&added.receipt, 6, 2, true);
    stage.assert_once(&[message("Hello")]);
}

#[tokio::test(start_paused = true)]
async fn the_policy_counts_over_the_whole_call() {
    let throttled = || Fault::status(429, FaultBody::Api);
    let faults = [throttled(), unavailable(), throttled(), unavailable(), Fault::none()];
    let stage = stage(|plan| plan.on(SINGLE, faults)).await;
    let error = stage.add("Hello").await.unwrap_err();
    assert_eq!(stage.requests(), (4, 2));
    assert_eq!((error.attempts(), error.retries()), (6, 3));
    assert_missing(&error, ErrorKind::Server, StopReason::RetriesUsedUp);
    assert_eq!(stage.stored(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_wait_is_at_least_that_of_the_retry_and_what_the_service_asks() {
    for (reconcile_after, step, asked, expected) in [
        (3, Some(1), None, 3),
        (1, Some(3), None, 3),
        (1, Some(1), Some("3"), 3),
        (1, None, Some("3"), 3),
        (0, Some(0), None, 0),
    ] {
        let fault = unavailable().after_commit();
        let fault = asked.map_or(fault.clone(), |asked| fault.retry_after(asked));
        let steps: Vec<_> = step.map(Duration::from_secs).into_iter().collect();
        let policy = RetryPolicy::vendor().after_failure(steps).jitter(0.0);
        let options = CallOptions::new().retry(policy);
        let options = options.reconcile_after(Duration::from_secs(reconcile_after));
        let stage = stage(|plan| plan.on(SINGLE, [fault])).await.with(&options);
        let added = stage.add("Hello").await.unwrap();
        assert_eq!(added.receipt.waited, Duration::from_secs(expected));
    }
}

#[tokio::test(start_paused = true)]
async fn each_wait_is_at_least_the_next_step_of_the_ladder() {
    let options = CallOptions::new().retry(RetryPolicy::vendor().jitter(0.0));
    let options = options.reconcile_after(Duration::ZERO);
    let faults = [Fault::reset(), Fault::reset(), Fault::reset().after_commit()];
    let stage = stage(|plan| plan.on(SINGLE, faults)).await.with(&options);
    let added = stage.add("Hello").await.unwrap();
    assert_eq!(added.receipt.waited, Duration::from_millis(250 + 500 + 1_000));
}

#[tokio::test(start_paused = true)]
async fn without_retries_it_is_read_back_and_not_sent_again() {
    let none = CallOptions::new().retry(RetryPolicy::none());
    let faults = [Fault::reset().after_commit(), Fault::reset()];
    let stage = stage(|plan| plan.on(SINGLE, faults)).await.with(&none);
    assert_receipt(&stage.add("Hello").await.unwrap().receipt, 2, 0, true);
    let mut other = message("Hello");
    other.timestamp += TimeDelta::seconds(1);
    let error = stage.transcript.add_message(other).send().await.unwrap_err();
    assert_missing(&error, ErrorKind::Interrupted, StopReason::RetriesUsedUp);
    assert_eq!(stage.requests(), (2, 2));
    stage.assert_once(&[message("Hello")]);
}

#[tokio::test(start_paused = true)]
async fn a_policy_without_a_wait_after_failures_sends_nothing_again() {
    let only_429 = CallOptions::new().retry(RetryPolicy::vendor().after_failure([]));
    let stage = stage(|plan| plan.on(SINGLE, [Fault::reset()])).await.with(&only_429);
    let error = stage.add("Hello").await.unwrap_err();
    assert_missing(&error, ErrorKind::Interrupted, StopReason::RetriesUsedUp);
    assert_eq!(error.waited(), Duration::from_secs(2));
    assert_eq!(stage.requests(), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_spent_budget_sends_nothing_again() {
    let emulator = Emulator::start().await.unwrap();
    let client = builder(emulator.url()).timer(Today(TokioTimer::new()));
    let client = client.retry(RetryPolicy::vendor()).retry_budget(RetryBudget::new(0));
    let client = client.posture(Posture::Reconcile).build().unwrap();
    let upsert = client.upsert_conversation(KEY).customer("customer-x").timestamp(at());
    let transcript = client.conversation(&upsert.send().await.unwrap().id);
    emulator.add_plan(Plan::new().api_id(API_ID).on(SINGLE, [Fault::reset()])).unwrap();
    let error = transcript.add_message(message("Hello")).send().await.unwrap_err();
    assert_missing(&error, ErrorKind::Interrupted, StopReason::BudgetSpent);
    assert_eq!(error.attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_what_was_missing_does_not_say_that_it_is_not_stored_late() {
    use StopReason::{RetriesUsedUp, Settled};
    for (code, kind, stop) in
        [(400, ErrorKind::Rejected, Settled), (429, ErrorKind::RateLimited, RetriesUsedUp)]
    {
        let once = CallOptions::new().retry(RetryPolicy::vendor().max_retries(1));
        let late = Fault::reset().commits_late(Late::AfterRequests(2));
        let faults = [late, Fault::status(code, FaultBody::Api)];
        let stage = stage(|plan| plan.on(SINGLE, faults)).await.with(&once);
        let error = stage.add("Hello").await.unwrap_err();
        assert_missing(&error, kind, stop);
        assert_eq!((error.attempts(), error.retries(), error.status()), (3, 1, Some(code)));
        stage.assert_once(&[message("Hello")]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_second_request_that_never_left_settles_nothing_either() {
    let list = "HTTP/1.1 200 X\r\nconnection: close\r\ncontent-length: 12\r\n\r\n{\"items\":[]}";
    let url = answers_and_goes(&["HTTP/1.1 503 X\r\ncontent-length: 0\r\n\r\n", list]).await;
    let transcript = client(&url).conversation(CONVERSATION);
    let error = transcript.add_message(message("Hello")).send().await.unwrap_err();
    assert_missing(&error, ErrorKind::Connect, StopReason::RetriesUsedUp);
    assert_eq!((error.attempts(), error.retries()), (5, 3));
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("connecting failed"));
}

#[tokio::test(start_paused = true)]
async fn a_conflict_says_that_it_was_stored_late() {
    let late = Fault::reset().commits_late(Late::AfterRequests(1));
    let stage = stage(|plan| plan.on(SINGLE, [late])).await;
    stage.emulator.configure(|settings| settings.repeated_message = RepeatedMessage::Conflict);
    let added = stage.add("Hello").await.unwrap();
    assert_eq!(added.receipt.outcome, Outcome::AlreadyPersisted);
    assert!(!added.receipt.is_read_back);
    stage.assert_once(&[message("Hello")]);
}

/// The one cell in which a message is stored twice, as `Posture::Reconcile` documents.
#[tokio::test(start_paused = true)]
async fn what_is_stored_after_it_was_read_back_is_stored_twice() {
    let late = Fault::reset().commits_late(Late::AfterRequests(1));
    let stage = stage(|plan| plan.on(SINGLE, [late])).await;
    let added = stage.add("Hello").await.unwrap();
    assert_receipt(&added.receipt, 3, 1, false);
    assert_eq!(stage.stored(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_longer_wait_sees_what_is_stored_later() {
    let late = Fault::reset().commits_late(Late::AfterMilliseconds(20_000));
    let patient = CallOptions::new().reconcile_after(Duration::from_secs(30));
    let stage = stage(|plan| plan.on(SINGLE, [late])).await.with(&patient);
    assert_receipt(&stage.add("Hello").await.unwrap().receipt, 2, 0, true);
    stage.assert_once(&[message("Hello")]);
}

#[tokio::test(start_paused = true)]
async fn without_time_to_read_back_it_stays_unknown() {
    let short = CallOptions::new().total_timeout(Duration::from_secs(2));
    let stage = stage(|plan| plan.on(SINGLE, [Fault::reset()])).await.with(&short);
    let error = stage.add("Hello").await.unwrap_err();
    assert_eq!((error.outcome(), error.kind()), (Outcome::Unknown, ErrorKind::Interrupted));
    assert_eq!((error.stopped_by(), error.was_missing()), (Some(StopReason::MayBeHeld), false));
    assert!(shown(&error).contains("no time left to read the conversation back"));
    assert_eq!(stage.requests(), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn reading_back_and_sending_again_keep_to_the_time_of_the_call() {
    const TOTAL: Duration = Duration::from_secs(10);
    let short = CallOptions::new().total_timeout(TOTAL);
    for (writes, reads) in [
        (vec![Fault::reset()], vec![Fault::stall()]),
        (vec![Fault::reset(), Fault::stall()], vec![]),
    ] {
        let stage = stage(|plan| plan.on(SINGLE, writes).on(READ, reads)).await.with(&short);
        let began = tokio::time::Instant::now();
        let error = stage.add("Hello").await.unwrap_err();
        assert_eq!((error.outcome(), error.was_missing()), (Outcome::Unknown, false));
        let took = began.elapsed();
        assert!((TOTAL..TOTAL + Duration::from_millis(100)).contains(&took), "{took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_back_is_sent_again_as_any_read_and_does_not_use_up_the_retries_of_the_write() {
    let reads = [unavailable(), Fault::reset(), unavailable()];
    let stage = stage(|plan| plan.on(SINGLE, [Fault::reset()]).on(READ, reads)).await;
    let once = CallOptions::new().retry(RetryPolicy::vendor().max_retries(3));
    let stage = stage.with(&once);
    let added = stage.add("Hello").await.unwrap();
    assert_receipt(&added.receipt, 6, 4, false);
    stage.assert_once(&[message("Hello")]);
}

#[tokio::test(start_paused = true)]
async fn a_read_back_that_fails_leaves_it_unknown_and_is_the_cause() {
    let reads = || (0..4).map(|_| unavailable());
    for (writes, stored) in [(Fault::reset(), 0), (Fault::reset().after_commit(), 1)] {
        let stage = stage(|plan| plan.on(SINGLE, [writes]).on(READ, reads())).await;
        let error = stage.add("Hello").await.unwrap_err();
        assert_eq!((error.outcome(), error.kind()), (Outcome::Unknown, ErrorKind::Interrupted));
        assert_eq!(error.operation().unwrap().id(), SINGLE);
        let cause = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
        assert_eq!((cause.operation().unwrap().id(), cause.status()), (READ, Some(503)));
        assert_eq!((error.attempts(), error.retries()), (5, 3));
        assert_eq!(stage.stored(), stored);
    }
}

#[tokio::test(start_paused = true)]
async fn redacted_texts_are_found() {
    for fault in [Fault::reset().after_commit(), Fault::reset()] {
        let stage = stage(|plan| plan.on(BATCH, [fault])).await;
        stage.emulator.configure(|settings| settings.redact_digits = true);
        // The first two differ only by what is redacted, and the fourth is the third once more.
        let texts = ["pin 1234", "pin 5678", "card 4111 1111", "card 4111 1111", "thanks"];
        let messages = texts.map(message);
        let batches = stage.add_all(&messages).await.unwrap();
        assert_eq!(batches[0].outcome, Outcome::Persisted);
        stage.assert_once(&messages);
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_be_another_message_leaves_it_unknown() {
    let stage = stage(|plan| plan.on(SINGLE, [Fault::none(), Fault::reset()])).await;
    stage.add("My number is 555-0100").await.unwrap();
    let error = stage.add("Hello").await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(!error.is_retryable());
    let shown = shown(&error);
    assert!(shown.contains("or another") && !shown.contains("555"), "{shown}");
    assert_eq!(stage.stored(), 1);
}

#[tokio::test(start_paused = true)]
async fn equal_messages_of_a_batch_are_counted() {
    for fault in [Fault::reset().after_commit(), Fault::reset()] {
        let stage = stage(|plan| plan.on(BATCH, [fault])).await;
        let messages = ["yes", "yes", "no"].map(message);
        stage.add_all(&messages).await.unwrap();
        stage.assert_once(&messages);
    }
}

#[tokio::test(start_paused = true)]
async fn an_equal_message_that_was_there_before_counts_as_the_one_sent() {
    let stage = stage(|plan| plan.on(SINGLE, [Fault::none(), Fault::reset()])).await;
    let first = stage.add("yes").await.unwrap();
    let second = stage.add("yes").await.unwrap();
    assert_receipt(&second.receipt, 2, 0, true);
    assert_eq!((second.id, stage.stored()), (first.id, 1));
}

#[tokio::test(start_paused = true)]
async fn a_fault_within_many_batches_is_settled_in_its_place() {
    for (fault, is_read_back) in
        [(Fault::reset().after_commit(), true), (Fault::reset(), false), (unavailable(), false)]
    {
        let stage = stage(|plan| plan.on(BATCH, [Fault::none(), fault])).await;
        let mut messages = messages(700);
        // Equal to one of the batch before.
        messages[300] = messages[0].clone();
        let batches = stage.add_all(&messages).await.unwrap();
        let told: Vec<_> = batches.iter().map(|batch| batch.is_read_back).collect();
        assert_eq!(told, [false, is_read_back, false]);
        let outcomes = batches.iter().map(|batch| batch.outcome);
        assert!(outcomes.eq([Outcome::Persisted; 3]));
        stage.assert_once(&messages);
    }
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_stays_unknown_stops_the_call() {
    let reads = (0..4).map(|_| unavailable());
    let faults = [Fault::none(), Fault::reset()];
    let stage = stage(|plan| plan.on(BATCH, faults).on(READ, reads)).await;
    let error = stage.add_all(&messages(700)).await.unwrap_err();
    let outcomes: Vec<_> = error.batches().iter().map(|batch| batch.outcome).collect();
    assert_eq!(outcomes, [Outcome::Persisted, Outcome::Unknown, Outcome::NotSent]);
    assert_eq!((error.attempts(), error.retries()), (6, 3));
    assert_eq!(stage.stored(), 300);
}

#[tokio::test(start_paused = true)]
async fn calls_behind_it_in_a_lane_wait_until_it_is_settled() {
    let stage = stage(|plan| plan.on(SINGLE, [Fault::reset()])).await;
    let lane = stage.transcript.in_order();
    let [first, second] = ["first", "second"].map(message);
    let sends = (lane.add_message(first.clone()).send(), lane.add_message(second.clone()).send());
    let (added, next) = tokio::join!(sends.0, sends.1);
    assert!(added.is_ok() && next.is_ok());
    stage.assert_once(&[first, second]);
}

#[tokio::test(start_paused = true)]
async fn dropped_it_sends_nothing_more_and_the_next_call_works() {
    let stage = stage(|plan| plan.on(SINGLE, [Fault::reset()])).await;
    let lane = Stage { transcript: stage.transcript.in_order(), emulator: stage.emulator };
    tokio::time::timeout(Duration::from_secs(1), lane.add("Hello")).await.unwrap_err();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(lane.requests(), (1, 0));
    lane.add("again").await.unwrap();
    lane.assert_once(&[message("again")]);
}

#[tokio::test(start_paused = true)]
async fn the_other_postures_do_not_read_back() {
    for posture in [Posture::Vendor, Posture::AtMostOnce] {
        let options = CallOptions::new().posture(posture);
        let stage = stage(|plan| plan.on(SINGLE, [Fault::reset()])).await.with(&options);
        assert_eq!(stage.add("Hello").await.unwrap_err().outcome(), Outcome::Unknown);
        assert_eq!(stage.requests(), (1, 0));
    }
}

/// With a single fault nothing stays unknown, nothing is lost, and only a late commit is stored twice.
#[tokio::test(start_paused = true)]
async fn whatever_fails_once_the_outcome_is_known_and_true() {
    for fault in Fault::every_kind() {
        let row = fault.to_string();
        let stage = stage(|plan| plan.on(SINGLE, [fault.clone()]).on(BATCH, [fault])).await;
        let messages = messages(3);
        let (single, batch) = messages.split_at(1);
        let added = stage.transcript.add_message(single[0].clone()).send().await.map(drop);
        for (result, sent) in [(added, single), (stage.add_all(batch).await.map(drop), batch)] {
            let totals = stage.report(sent).totals;
            match result {
                Ok(()) => assert_eq!(totals.missing, 0, "{row}"),
                Err(error) => {
                    assert_eq!(error.outcome(), Outcome::Rejected, "{row}");
                    assert_eq!(totals.missing, sent.len(), "{row}");
                }
            }
            assert!(totals.surplus == 0 || row.contains("late"), "{row}");
        }
    }
}

/// A list as `getMessages` answers it.
fn list(messages: &[Message]) -> String {
    let item = |(number, message): (usize, &Message)| {
        json!({
            "messageId": format!("01GMXE90AEV7H3J4DPBDKB1R{number}"),
            "text": message.text.expose(),
            "sender": {"role": message.role.as_str(), "externalId": message.sender.expose()},
            "createdTimestamp": message.timestamp,
            "clientTimestamp": message.timestamp,
        })
    };
    json!({"items": messages.iter().enumerate().map(item).collect::<Vec<_>>()}).to_string()
}

/// Fails with 503, then answers this when it is read, and takes everything from there on.
async fn reading(read: String) -> Recorder {
    recorder(move |number, seen| match number {
        0 => (503, String::new()),
        _ if seen.line.starts_with("GET") => (200, read.clone()),
        _ => (200, "{}".to_owned()),
    })
    .await
}

/// Nothing waits, so that no time need be paused.
fn at_once(recorder: &Recorder) -> Transcript {
    let options = CallOptions::new().posture(Posture::Reconcile).reconcile_after(Duration::ZERO);
    let options = options.retry(RetryPolicy::vendor().after_failure([Duration::ZERO]));
    recorder.client().with_options(&options).conversation(CONVERSATION)
}

/// Adds the messages and says whether they were sent again, or why it is unknown whether they are stored.
async fn is_sent_again(messages: &[Message], read: String) -> Result<bool, String> {
    let recorder = reading(read).await;
    match at_once(&recorder).add_messages(messages.to_vec()).send().await {
        Ok(added) => Ok(!added.batches[0].is_read_back || recorder.seen().len() > 2),
        Err(error) => {
            assert_eq!((error.outcome(), recorder.seen().len()), (Outcome::Unknown, 2));
            Err(std::error::Error::source(&error).unwrap().to_string())
        }
    }
}

fn ago(age: TimeDelta, text: &str) -> Message {
    Message::customer("customer-x", text, Utc::now() - age)
}

#[tokio::test]
async fn a_list_is_trusted_only_where_it_can_be_whole() {
    let now = || [ago(TimeDelta::zero(), "Hello")];
    let others = |count: i64| -> Vec<_> {
        (0..count).map(|it| ago(TimeDelta::seconds(10 + it), "other")).collect()
    };
    assert_eq!(is_sent_again(&now(), list(&others(999))).await, Ok(true));
    let why = is_sent_again(&now(), list(&others(1000))).await.unwrap_err();
    assert!(why.contains("cut"), "{why}");
    // That it is there is plain however long the list is.
    let sent = now();
    let found = [&others(1500)[..], &sent].concat();
    assert_eq!(is_sent_again(&sent, list(&found)).await, Ok(false));
    let why = is_sent_again(&now(), "{}".to_owned()).await.unwrap_err();
    assert!(why.contains("no list"), "{why}");
}

#[tokio::test]
async fn old_messages_are_missed_only_in_a_list_that_goes_back_as_far() {
    let old = || [ago(TimeDelta::days(7), "Hello")];
    let nearly = [ago(TimeDelta::hours(7 * 24 - 7), "Hello")];
    assert_eq!(is_sent_again(&nearly, list(&[])).await, Ok(true));
    let younger = [ago(TimeDelta::days(6), "other")];
    for list in [list(&[]), list(&younger)] {
        let why = is_sent_again(&old(), list).await.unwrap_err();
        assert!(why.contains("go back"), "{why}");
    }
    let older = [ago(TimeDelta::days(8), "other"), younger[0].clone()];
    assert_eq!(is_sent_again(&old(), list(&older)).await, Ok(true));
    let sent = old();
    assert_eq!(is_sent_again(&sent, list(&sent)).await, Ok(false));
}

#[tokio::test]
async fn only_what_is_missing_is_sent_again_and_in_order() {
    let sent: Vec<_> =
        (0..5).map(|it| ago(TimeDelta::seconds(9 - it), &format!("no. {it}"))).collect();
    let recorder = reading(list(&[sent[3].clone(), sent[1].clone()])).await;
    let added = at_once(&recorder).add_messages(sent).send().await.unwrap();
    assert!(added.batches[0].is_read_back);
    assert_eq!((added.attempts, added.retries), (3, 1));
    let body = &recorder.bodies()[2];
    let texts = body["messages"].as_array().unwrap().iter().map(|message| &message["text"]);
    assert!(texts.eq(["no. 0", "no. 2", "no. 4"].map(|text| json!(text)).iter()));
}

#[tokio::test]
async fn what_was_found_before_does_not_count_again() {
    let at = Utc::now();
    let sent = ["yes", "yes", "no"].map(|text| Message::customer("customer-x", text, at));
    let reads = [list(&sent[..1]), list(&sent[1..])];
    let recorder = recorder(move |number, _| match number {
        0 | 2 => (503, String::new()),
        1 | 3 => (200, reads[number / 2].clone()),
        _ => (200, "{}".to_owned()),
    })
    .await;
    let added = at_once(&recorder).add_messages(sent).send().await.unwrap();
    assert_eq!((added.attempts, added.retries), (5, 2));
    let bodies = recorder.bodies();
    let count = |number: usize| bodies[number]["messages"].as_array().unwrap().len();
    assert_eq!((count(0), count(2), count(4)), (3, 2, 1));
    assert_eq!(bodies[4]["messages"][0]["text"], "yes");
}

#[tokio::test]
async fn a_batch_of_which_a_part_is_stored_and_the_rest_refused_is_unknown() {
    let sent = [ago(TimeDelta::seconds(2), "first"), ago(TimeDelta::seconds(1), "second")];
    let read = list(&sent[..1]);
    for (policy, requests) in [(RetryPolicy::none(), 2), (RetryPolicy::vendor(), 3)] {
        let read = read.clone();
        let recorder = recorder(move |number, _| match number {
            0 => (503, String::new()),
            1 => (200, read.clone()),
            _ => (400, String::new()),
        })
        .await;
        let options = CallOptions::new().retry(policy.after_failure([Duration::ZERO]));
        let transcript = at_once(&recorder).with_options(&options);
        let error = transcript.add_messages(sent.clone()).send().await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!(error.batches()[0].outcome, Outcome::Unknown);
        assert!(!error.is_retryable() && !error.was_missing());
        assert!(shown(&error).contains("of the batch some messages are stored"));
        assert_eq!(recorder.seen().len(), requests);
    }
}

#[tokio::test]
async fn a_list_without_what_was_confirmed_before_is_not_trusted() {
    let last = ago(TimeDelta::zero(), "last");
    let different: Vec<_> =
        (0..300).map(|it| ago(TimeDelta::seconds(400 - it), &format!("no. {it}"))).collect();
    let equal = vec![different[0].clone(); 300];
    for confirmed in [different, equal] {
        let read = list(&confirmed[1..]);
        let recorder = recorder(move |number, _| match number {
            0 => (200, "{}".to_owned()),
            1 => (503, String::new()),
            _ => (200, read.clone()),
        })
        .await;
        let sent = confirmed.into_iter().chain([last.clone()]);
        let error = at_once(&recorder).add_messages(sent).send().await.unwrap_err();
        assert_eq!((error.outcome(), recorder.seen().len()), (Outcome::Unknown, 3));
        assert!(shown(&error).contains("has confirmed"));
    }
}
