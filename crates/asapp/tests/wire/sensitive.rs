//! Card numbers and the like in the texts of messages: sent, masked or refused.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use asapp::{CallOptions, ErrorKind, Outcome, Rule, SensitiveText, Transcript};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::NoSubscriber;
use tracing::{Dispatch, Event, Metadata, Subscriber};

use crate::support::{CONVERSATION, Recorder, answering, message};

const CARD: &str = "My card is 4111 1111 1111 1111, thanks";
const MASKED: &str = "My card is **** **** **** ****, thanks";
const BOTH: &str = "5555555555554444, SSN 123-45-6789";

fn transcript(server: &Recorder, what: SensitiveText) -> Transcript {
    let options = CallOptions::new().sensitive_text(what);
    server.client().with_options(&options).conversation(CONVERSATION)
}

#[tokio::test]
async fn one_message_is_sent_as_the_setting_says() {
    for (what, sent) in
        [(SensitiveText::Off, CARD), (SensitiveText::Warn, CARD), (SensitiveText::Mask, MASKED)]
    {
        let server = answering(200, r#"{"id":"01"}"#).await;
        transcript(&server, what).add_message(message(CARD)).send().await.unwrap();
        assert_eq!(server.bodies()[0]["text"], sent, "{what:?}");
    }
}

#[tokio::test]
async fn every_message_of_many_is_sent_as_the_setting_says() {
    let server = answering(200, "{}").await;
    let messages = [message("Hello"), message(CARD), message(BOTH)];
    let call = transcript(&server, SensitiveText::Mask).add_messages(messages.clone());
    call.send().await.unwrap();
    let body = &server.bodies()[0];
    let sent: Vec<_> = (0..3).map(|index| body["messages"][index]["text"].as_str()).collect();
    assert_eq!(sent, [Some("Hello"), Some(MASKED), Some("****************, SSN ***-**-****")]);
    // What the caller gave stays as it is.
    assert!(call.messages() == messages);
}

#[tokio::test]
async fn all_that_is_refused_is_told_at_once_and_nothing_is_sent() {
    let server = answering(200, r#"{"id":"01"}"#).await;
    let transcript = transcript(&server, SensitiveText::Refuse);
    let error = transcript.add_message(message(BOTH)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::NotSent));
    let faults: Vec<_> =
        error.faults().iter().map(|fault| (fault.pointer.as_str(), fault.rule)).collect();
    assert_eq!(faults, [("/text", Rule::CardNumber), ("/text", Rule::SocialSecurityNumber)]);

    let messages = [message(CARD), message("Hello"), message(BOTH), message("")];
    let error = transcript.add_messages(messages).send().await.unwrap_err();
    let faults: Vec<_> = error
        .faults()
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.rule, fault.item()))
        .collect();
    assert_eq!(
        faults,
        [
            ("/messages/0/text", Rule::CardNumber, Some(0)),
            ("/messages/2/text", Rule::CardNumber, Some(2)),
            ("/messages/2/text", Rule::SocialSecurityNumber, Some(2)),
            ("/messages/3/text", Rule::MinLength(1), Some(3)),
        ]
    );
    assert_eq!(server.seen().len(), 0);
    transcript.add_message(message("Hello")).send().await.unwrap();
}

#[tokio::test]
async fn what_was_found_is_told_in_one_event_of_counts() {
    // With one listener alone, whichever thread comes upon an event first is asked whether anybody wants to hear of it.
    let _another = Dispatch::new(NoSubscriber::new());
    for (what, expected) in [
        (SensitiveText::Off, vec![]),
        (
            SensitiveText::Warn,
            vec![
                "WARN message=sensitive text sent operation=\"createBatchMessages\" \
                 card_numbers=2 social_security_numbers=1",
            ],
        ),
        (
            SensitiveText::Mask,
            vec![
                "DEBUG message=sensitive text masked operation=\"createBatchMessages\" \
                 card_numbers=2 social_security_numbers=1",
            ],
        ),
        (SensitiveText::Refuse, vec![]),
    ] {
        let server = answering(200, "{}").await;
        let log = Log::default();
        let guard = tracing::subscriber::set_default(log.clone());
        let transcript = transcript(&server, what);
        let _ = transcript.add_messages([message(CARD), message(BOTH)]).send().await;
        let _ = transcript.add_messages([message("Hello")]).send().await;
        drop(guard);
        let told: Vec<_> = log.0.lock().unwrap().iter().map(|line| line.join(" ")).collect();
        assert_eq!(told, expected, "{what:?}");
    }
}

/// Notes the events that count card numbers, with their fields.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Vec<String>>>>);

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.fields().field("card_numbers").is_some()
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(vec![event.metadata().level().to_string()]);
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(Vec<String>);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut shown = String::new();
        let _ = write!(shown, "{}={value:?}", field.name());
        self.0.push(shown);
    }
}
