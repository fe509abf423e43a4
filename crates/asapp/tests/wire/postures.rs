//! What becomes of messages under each posture, and what the service then holds.

use std::time::Duration;

use asapp::{Client, ErrorKind, Outcome, Posture, RetryPolicy, StopReason, Transcript};
use asapp_emulator::{API_ID, Emulator, Fault, FaultBody, Plan, RepeatedMessage};

use crate::support::{
    Act, CONVERSATION, NotingTimer, StepTimer, at, builder, message, script, step,
};

/// A client under the vendor's policy, whose waits pass at once.
fn client(emulator: &Emulator, posture: Posture) -> Client {
    let timer = NotingTimer::new(Duration::from_secs(25));
    let builder = builder(emulator.url()).retry(RetryPolicy::vendor()).posture(posture);
    builder.timer(timer).build().unwrap()
}

async fn transcript(asapp: &Client) -> Transcript {
    let upsert = asapp.upsert_conversation("id-111").customer("c").timestamp(at());
    asapp.conversation(upsert.send().await.unwrap().id)
}

/// How a message fares: what is told, the requests made, and how often it is then stored.
type Fate = (Outcome, u32, usize);

/// Sends one message, alone and in a batch, to a service that meets `faults`.
async fn fates(posture: Posture, faults: &[Fault], repeated: RepeatedMessage) -> [Fate; 2] {
    let emulator = Emulator::builder();
    let emulator = emulator.configure(|settings| settings.repeated_message = repeated);
    let emulator = emulator.start().await.unwrap();
    // Each with a client of its own: many 429 in a row would be taken for the day's quota.
    let alone = transcript(&client(&emulator, posture)).await;
    let batch = transcript(&client(&emulator, posture)).await;
    let plan = Plan::new().api_id(API_ID).on("createMessage", faults.iter().cloned());
    let plan = plan.on("createBatchMessages", faults.iter().cloned());
    emulator.add_plan(plan).unwrap();

    let stored = || emulator.messages(&emulator.conversations()[0].id).len();
    let sent = alone.add_message(message("Hello")).send().await;
    let (outcome, attempts) = match sent {
        Ok(added) => (added.receipt.outcome, added.receipt.attempts),
        Err(error) => (error.outcome(), error.attempts()),
    };
    let once = (outcome, attempts, stored());
    let sent = batch.add_messages([message("Goodbye")]).send().await;
    let (outcome, attempts) = match sent {
        Ok(added) => (added.batches[0].outcome, added.attempts),
        Err(error) => (error.batches()[0].outcome, error.attempts()),
    };
    [once, (outcome, attempts, stored() - once.2)]
}

fn answers(code: u16) -> Fault {
    Fault::status(code, FaultBody::Api)
}

#[tokio::test]
async fn how_a_message_fares() {
    use Outcome::{AlreadyPersisted, Persisted, Rejected, Unknown};
    let (fails, fails_late) = (|| answers(503), || answers(503).after_commit());
    let (breaks, breaks_late) = (Fault::reset, || Fault::reset().after_commit());
    // The faults met, and how it fares under Vendor and under AtMostOnce.
    for (faults, vendor, at_most_once) in [
        (vec![], (Persisted, 1, 1), (Persisted, 1, 1)),
        (vec![answers(429)], (Persisted, 2, 1), (Persisted, 2, 1)),
        (vec![answers(429); 4], (Rejected, 4, 0), (Rejected, 4, 0)),
        (vec![answers(400)], (Rejected, 1, 0), (Rejected, 1, 0)),
        (vec![answers(409)], (AlreadyPersisted, 1, 1), (AlreadyPersisted, 1, 1)),
        // The service fails: the ladder, or nothing more.
        (vec![fails()], (Persisted, 2, 1), (Unknown, 1, 0)),
        (vec![fails(); 3], (Persisted, 4, 1), (Unknown, 1, 0)),
        (vec![fails(); 4], (Unknown, 4, 0), (Unknown, 1, 0)),
        (vec![answers(429), fails()], (Persisted, 3, 1), (Unknown, 2, 0)),
        (vec![fails(), answers(429)], (Persisted, 3, 1), (Unknown, 1, 0)),
        (vec![fails(), answers(400)], (Unknown, 2, 0), (Unknown, 1, 0)),
        (vec![fails(), answers(409)], (AlreadyPersisted, 2, 1), (Unknown, 1, 0)),
        // Stored, and answered 5xx: under Vendor, and there alone, it is stored twice.
        (vec![fails_late()], (Persisted, 2, 2), (Unknown, 1, 1)),
        (vec![fails_late(), breaks()], (Unknown, 2, 1), (Unknown, 1, 1)),
        // The connection breaks: nothing more.
        (vec![breaks()], (Unknown, 1, 0), (Unknown, 1, 0)),
        (vec![breaks_late()], (Unknown, 1, 1), (Unknown, 1, 1)),
        (vec![Fault::reset_before_reading()], (Unknown, 1, 0), (Unknown, 1, 0)),
        (vec![answers(429), breaks_late()], (Unknown, 2, 1), (Unknown, 2, 1)),
        (vec![Fault::reset_mid_body()], (Persisted, 1, 1), (Persisted, 1, 1)),
    ] {
        for (posture, fate) in [(Posture::Vendor, vendor), (Posture::AtMostOnce, at_most_once)] {
            let told = fates(posture, &faults, RepeatedMessage::Store).await;
            assert_eq!(told, [fate; 2], "{posture}: {faults:?}");
        }
    }
}

#[tokio::test]
async fn a_service_that_knows_its_messages_stores_none_twice() {
    let faults = [answers(503).after_commit()];
    for (posture, fate) in [
        (Posture::Vendor, (Outcome::AlreadyPersisted, 2, 1)),
        (Posture::AtMostOnce, (Outcome::Unknown, 1, 1)),
    ] {
        assert_eq!(fates(posture, &faults, RepeatedMessage::Conflict).await, [fate; 2]);
    }
}

#[tokio::test]
async fn a_call_says_why_a_message_was_not_sent_again() {
    for (posture, faults, kind, reason) in [
        (Posture::Vendor, vec![Fault::reset()], ErrorKind::Interrupted, StopReason::MayBeHeld),
        (Posture::AtMostOnce, vec![answers(503)], ErrorKind::Server, StopReason::MayBeHeld),
        (Posture::Vendor, vec![answers(503); 4], ErrorKind::Server, StopReason::RetriesUsedUp),
        (Posture::AtMostOnce, vec![answers(404)], ErrorKind::NotFound, StopReason::Settled),
    ] {
        let emulator = Emulator::start().await.unwrap();
        let transcript = transcript(&client(&emulator, posture)).await;
        let plan = Plan::new().api_id(API_ID).on("createMessage", faults);
        let plan = emulator.add_plan(plan).unwrap();
        let error = transcript.add_message(message("Hello")).send().await.unwrap_err();
        assert_eq!((error.kind(), error.stopped_by()), (kind, Some(reason)), "{posture}");
        assert!(!error.is_retryable(), "{posture} {kind}");
        assert!(plan.is_consumed(), "{posture} {kind}");
    }
}

#[tokio::test]
async fn each_batch_has_a_ladder_of_its_own() {
    for (posture, attempts, outcomes, stored) in [
        (Posture::Vendor, 6, [Outcome::Persisted; 2], 301),
        (Posture::AtMostOnce, 1, [Outcome::Unknown, Outcome::NotSent], 0),
    ] {
        let emulator = Emulator::start().await.unwrap();
        let transcript = transcript(&client(&emulator, posture)).await;
        let faults =
            [answers(503), answers(503), Fault::none(), answers(503), answers(503), Fault::none()];
        let plan = Plan::new().api_id(API_ID).on("createBatchMessages", faults);
        emulator.add_plan(plan).unwrap();
        let history = (0..301).map(|index| message(&format!("message {index}")));
        let sent = transcript.add_messages(history).send().await;
        let (batches, made, retries) = match &sent {
            Ok(added) => (&added.batches[..], added.attempts, added.retries),
            Err(error) => (error.batches(), error.attempts(), error.retries()),
        };
        let told: Vec<_> = batches.iter().map(|batch| batch.outcome).collect();
        assert_eq!(told, outcomes, "{posture}");
        assert_eq!((made, retries), (attempts, if attempts == 6 { 4 } else { 0 }), "{posture}");
        assert_eq!(emulator.messages(&emulator.conversations()[0].id).len(), stored, "{posture}");
    }
}

#[tokio::test]
async fn a_message_that_is_not_answered_in_time_is_not_sent_again() {
    for posture in [Posture::Vendor, Posture::AtMostOnce] {
        let server = script(vec![Act::AnswerAndStall("")]).await;
        let timer = StepTimer::default();
        let asapp = builder(&server.url).retry(RetryPolicy::vendor()).posture(posture);
        let transcript = asapp.timer(timer.clone()).build().unwrap().conversation(CONVERSATION);
        let call = transcript.add_message(message("Hello"));
        let time = Duration::from_secs(30);
        let error = step(&timer, time, server.until_asked(), call.send()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
        assert_eq!((error.attempts(), error.stopped_by()), (1, Some(StopReason::MayBeHeld)));
        assert_eq!(server.requests(), 1);
    }
}
