//! Spans and events, field by field.

use std::collections::BTreeSet;
use std::time::Duration;

use asapp::{CallOptions, DailyQuota, Outcome, Pacer, Posture, RetryPolicy, SensitiveText};
use asapp_emulator::{Emulator, Fault, FaultBody};
use tracing::Level;

use crate::capture::{Fields, Heard, Value, heard, listen};
use crate::support::{assert_no_mark, builder, emulator, message, transcript, upsert};

fn fields<const N: usize>(fields: [(&'static str, Value); N]) -> Fields {
    fields.into()
}

/// The fields of an attempt to add a message, with those given in place of a success's.
fn attempt_with<const N: usize>(changes: [(&'static str, Value); N]) -> Fields {
    let mut attempt = fields([
        ("operation", "createMessage".into()),
        ("attempt", 1.into()),
        ("http.request.resend_count", 0.into()),
        ("outcome", "persisted".into()),
        ("queued_ms", 0.into()),
        ("duration_ms", 0.into()),
    ]);
    attempt.extend(changes);
    attempt
}

/// As above, for the end of a call that adds a message.
fn end_with<const N: usize>(changes: [(&'static str, Value); N]) -> Fields {
    let mut end = fields([
        ("operation", "createMessage".into()),
        ("outcome", "persisted".into()),
        ("attempts", 1.into()),
        ("retries", 0.into()),
        ("waited_ms", 0.into()),
        ("duration_ms", 0.into()),
    ]);
    end.extend(changes);
    end
}

/// The fields of the span of such a call.
fn span_with<const N: usize>(changes: [(&'static str, Value); N]) -> Fields {
    let mut span = fields([
        ("operation", "createMessage".into()),
        ("posture", "vendor".into()),
        ("otel.kind", "client".into()),
        ("otel.name", "createMessage".into()),
        ("http.request.method", "POST".into()),
        ("url.template", "/conversation/v1/conversations/{conversationId}/messages".into()),
        ("outcome", "persisted".into()),
    ]);
    span.extend(changes);
    span
}

/// The fields but for sizes and the service's request id, which are looked at by themselves.
fn without_sizes(fields: &Fields) -> Fields {
    let sizes = ["http.request.body.size", "http.response.body.size", "request_id"];
    let rest = fields.iter().filter(|(name, _)| !sizes.contains(name));
    rest.map(|(name, value)| (*name, value.clone())).collect()
}

fn size(fields: &Fields, name: &str) -> u64 {
    match fields.get(name) {
        Some(Value::Number(size)) => *size,
        other => panic!("{name} is {other:?}"),
    }
}

#[tokio::test]
async fn a_success_is_one_span_one_attempt_and_one_end() {
    let (_emulator, transcript) = transcript(vec![]).await;
    listen();
    transcript.add_message(message()).send().await.unwrap();
    let heard = heard();
    assert_eq!((heard.spans.len(), heard.names()), (1, vec!["attempt", "call ended"]));
    let (span, attempt, end) = (&heard.spans[0], &heard.events[0], &heard.events[1]);
    assert_eq!((span.name.as_str(), span.level), ("call", Level::INFO));
    assert_eq!(span.fields, span_with([("http.response.status_code", 200.into())]));
    assert_eq!((attempt.level, attempt.span), (Level::DEBUG, Some(0)));
    let expected =
        attempt_with([("http.response.status_code", 200.into()), ("stop", "settled".into())]);
    assert_eq!(without_sizes(&attempt.fields), expected);
    assert!(size(&attempt.fields, "http.request.body.size") > 100);
    assert!((10..100).contains(&size(&attempt.fields, "http.response.body.size")));
    assert_eq!((end.level, end.span), (Level::DEBUG, Some(0)));
    assert_eq!(end.fields, end_with([]));
}

#[tokio::test]
async fn a_retry_is_told_with_its_wait() {
    let outcomes = vec![
        Fault::status(503, FaultBody::Api),
        Fault::status(429, FaultBody::Gateway).retry_after("3"),
        Fault::none(),
    ];
    let (_emulator, transcript) = transcript(outcomes).await;
    listen();
    transcript.add_message(message()).send().await.unwrap();
    let heard = heard();
    let attempts = heard.named("attempt");
    let levels: Vec<_> = attempts.iter().map(|attempt| attempt.level).collect();
    assert_eq!(levels, [Level::WARN, Level::WARN, Level::DEBUG]);
    let told: Vec<_> = attempts.iter().map(|attempt| without_sizes(&attempt.fields)).collect();
    let mut told = told.into_iter();
    // Its code is the emulator's choice, as its request id is.
    let mut first = told.next().unwrap();
    assert!(first.remove("code").is_some() && attempts[0].fields.contains_key("request_id"));
    let expected = attempt_with([
        ("http.response.status_code", 503.into()),
        ("error.type", "server".into()),
        ("outcome", "unknown".into()),
        ("wait_ms", 250.into()),
    ]);
    assert_eq!(first, expected);
    let mut second = told.next().unwrap();
    assert!(second.remove("code").is_some());
    let expected = attempt_with([
        ("attempt", 2.into()),
        ("http.request.resend_count", 1.into()),
        ("http.response.status_code", 429.into()),
        ("error.type", "rate_limited".into()),
        ("outcome", "rejected".into()),
        ("wait_ms", 3000.into()),
    ]);
    assert_eq!(second, expected);
    let expected = attempt_with([
        ("attempt", 3.into()),
        ("http.request.resend_count", 2.into()),
        ("http.response.status_code", 200.into()),
        ("stop", "settled".into()),
    ]);
    assert_eq!(told.next(), Some(expected));
    let end = heard.named("call ended")[0];
    let expected = end_with([
        ("attempts", 3.into()),
        ("retries", 2.into()),
        ("waited_ms", 3250.into()),
        ("duration_ms", 3250.into()),
    ]);
    assert_eq!((end.level, &end.fields), (Level::DEBUG, &expected));
    assert_eq!(heard.spans.len(), 1);
}

#[tokio::test]
async fn a_failure_is_a_warning_once() {
    let (_emulator, transcript) = transcript(vec![Fault::status(401, FaultBody::Empty)]).await;
    listen();
    transcript.add_message(message()).send().await.unwrap_err();
    let heard = heard();
    assert_eq!(heard.names(), ["attempt", "call ended"]);
    let failed = [("error.type", "unauthorized".into()), ("outcome", "rejected".into())];
    let (attempt, end) = (&heard.events[0], &heard.events[1]);
    let mut expected =
        attempt_with([("http.response.status_code", 401.into()), ("stop", "settled".into())]);
    expected.extend(failed.clone());
    assert_eq!((attempt.level, without_sizes(&attempt.fields)), (Level::DEBUG, expected));
    assert_eq!(size(&attempt.fields, "http.response.body.size"), 0);
    let mut expected = end_with([("stop", "settled".into())]);
    expected.extend(failed.clone());
    assert_eq!((end.level, &end.fields), (Level::WARN, &expected));
    let mut expected = span_with([
        ("http.response.status_code", 401.into()),
        ("otel.status_code", "ERROR".into()),
    ]);
    expected.extend(failed);
    assert_eq!(heard.spans[0].fields, expected);
}

#[tokio::test]
async fn what_is_refused_before_sending_has_an_end_and_no_attempt() {
    let (emulator, id) = emulator("createMessage", vec![]).await;
    let client = builder(emulator.url()).quota(DailyQuota::of(0)).build().unwrap();
    listen();
    client.conversation("lower case").add_message(message()).send().await.unwrap_err();
    client.conversation(id).add_message(message()).send().await.unwrap_err();
    let heard = heard();
    assert_eq!(heard.names(), ["call ended", "call ended"]);
    for (event, error, stop) in
        [(0, "invalid", None), (1, "quota_spent", Some(("stop", "quota_spent".into())))]
    {
        let mut expected = end_with([
            ("outcome", "not_sent".into()),
            ("error.type", error.into()),
            ("attempts", 0.into()),
        ]);
        expected.extend(stop);
        assert_eq!(heard.events[event].fields, expected);
        assert_eq!(
            (heard.events[event].level, heard.events[event].span),
            (Level::WARN, Some(event))
        );
        assert!(!heard.spans[event].fields.contains_key("http.response.status_code"));
    }
}

#[tokio::test]
async fn a_conflict_is_no_failure() {
    let (_emulator, transcript) = transcript(vec![Fault::status(409, FaultBody::Api)]).await;
    listen();
    transcript.add_message(message()).send().await.unwrap();
    let heard = heard();
    for told in &heard.events {
        assert_eq!(told.level, Level::DEBUG);
        assert_eq!(told.fields["outcome"], "already_persisted".into());
        assert!(!told.fields.contains_key("error.type"));
    }
    assert_eq!(heard.spans[0].fields["outcome"], "already_persisted".into());
    assert!(!heard.spans[0].fields.contains_key("otel.status_code"));
}

#[tokio::test]
async fn a_read_beside_a_write_is_an_attempt_of_the_same_call() {
    let fault = Fault::status(409, FaultBody::Api);
    let (emulator, _) = emulator("createOrUpdateConversation", vec![fault]).await;
    let client = builder(emulator.url()).build().unwrap();
    listen();
    upsert(&client).await.unwrap();
    let heard = heard();
    let attempts: Vec<_> = heard
        .named("attempt")
        .iter()
        .map(|attempt| {
            (attempt.span, attempt.fields["operation"].clone(), attempt.fields["attempt"].clone())
        })
        .collect();
    let expected = [
        (Some(0), "createOrUpdateConversation".into(), 1.into()),
        (Some(0), "getConversations".into(), 2.into()),
    ];
    assert_eq!((heard.spans.len(), attempts.as_slice()), (1, &expected[..]));
    let end = heard.named("call ended")[0];
    assert_eq!(end.fields["outcome"], "already_persisted".into(), "the write's, not the read's");
    assert_eq!(end.fields["attempts"], 2.into());
}

#[tokio::test]
async fn reading_back_is_told_in_the_span_of_the_call() {
    let stored = [Fault::reset(), Fault::reset().after_commit()].into();
    for (faults, retry, requests, end, span) in [
        (
            stored,
            RetryPolicy::vendor(),
            vec![
                ("createMessage", 0, "unknown", "may_be_held"),
                ("getMessages", 0, "persisted", "settled"),
                ("createMessage", 1, "unknown", "may_be_held"),
                ("getMessages", 0, "persisted", "settled"),
            ],
            end_with([
                ("attempts", 4.into()),
                ("retries", 1.into()),
                ("waited_ms", 4000.into()),
                ("duration_ms", 4000.into()),
            ]),
            span_with([]),
        ),
        (
            vec![Fault::reset()],
            RetryPolicy::none(),
            vec![
                ("createMessage", 0, "unknown", "may_be_held"),
                ("getMessages", 0, "persisted", "settled"),
            ],
            end_with([
                ("outcome", "unknown".into()),
                ("error.type", "interrupted".into()),
                ("stop", "retries_used_up".into()),
                ("attempts", 2.into()),
                ("waited_ms", 2000.into()),
                ("duration_ms", 2000.into()),
            ]),
            span_with([
                ("outcome", "unknown".into()),
                ("error.type", "interrupted".into()),
                ("otel.status_code", "ERROR".into()),
            ]),
        ),
    ] {
        let (_emulator, transcript) = transcript(faults).await;
        let options = CallOptions::new().posture(Posture::Reconcile).retry(retry.jitter(0.0));
        listen();
        let _ = transcript.with_options(&options).add_message(message()).send().await;
        let heard = heard();
        let attempts = heard.named("attempt");
        let told: Vec<_> = attempts.iter().map(|attempt| without_sizes(&attempt.fields)).collect();
        let expected =
            requests.into_iter().zip(1..).map(|((operation, resend, outcome, stop), number)| {
                let mut attempt = attempt_with([
                    ("operation", operation.into()),
                    ("attempt", number.into()),
                    ("http.request.resend_count", resend.into()),
                    ("outcome", outcome.into()),
                    ("stop", stop.into()),
                ]);
                match operation {
                    "getMessages" => attempt.insert("http.response.status_code", 200.into()),
                    _ => attempt.insert("error.type", "interrupted".into()),
                };
                attempt
            });
        assert_eq!(told, expected.collect::<Vec<_>>());
        assert_eq!(heard.named("call ended")[0].fields, end);
        let mut expected = span;
        let posture = [("posture", "reconcile".into()), ("http.response.status_code", 200.into())];
        expected.extend(posture);
        assert_eq!((heard.spans.len(), &heard.spans[0].fields), (1, &expected));
        assert!(heard.events.iter().all(|event| event.span == Some(0)));
        assert_no_mark(&format!("{heard:?}"));
    }
}

#[tokio::test]
async fn calls_side_by_side_keep_their_spans_apart() {
    let (emulator, id) = emulator("createMessage", vec![Fault::status(503, FaultBody::Api)]).await;
    let client = builder(emulator.url()).build().unwrap();
    let transcript = client.conversation(id);
    listen();
    let (added, found) = tokio::join!(
        transcript.add_message(message()).send(),
        client.find_conversations("marked-external-id").send()
    );
    let _ = (added.unwrap(), found.unwrap());
    let heard = heard();
    assert_eq!((heard.spans.len(), heard.events.len()), (2, 5));
    for event in &heard.events {
        let span = &heard.spans[event.span.unwrap()];
        assert_eq!(event.fields["operation"], span.fields["operation"]);
    }
}

#[tokio::test]
async fn a_dropped_call_is_told_with_what_was_under_way() {
    let (emulator, transcript) = transcript(vec![Fault::stall()]).await;
    let before = emulator.requests();
    listen();
    let until_asked = async {
        while emulator.requests() == before {
            tokio::task::yield_now().await;
        }
    };
    let call = transcript.add_message(message());
    tokio::select! { _ = call.send() => panic!("nothing answers"), () = until_asked => {} }
    let heard = heard();
    assert_eq!((heard.spans.len(), heard.names()), (1, vec!["attempt", "call ended"]));
    let dropped = [
        ("outcome", "unknown".into()),
        ("error.type", "dropped".into()),
        ("stop", "dropped".into()),
    ];
    let (attempt, end) = (&heard.events[0], &heard.events[1]);
    assert_eq!((attempt.level, attempt.span), (Level::DEBUG, Some(0)));
    assert_eq!(without_sizes(&attempt.fields), attempt_with(dropped.clone()));
    assert!(!attempt.fields.contains_key("http.response.body.size"), "there was none");
    assert_eq!((end.level, end.span), (Level::WARN, Some(0)));
    assert_eq!(end.fields, end_with(dropped));
}

#[tokio::test]
async fn a_call_that_is_dropped_before_it_left_did_no_harm() {
    let (emulator, id) = emulator("createMessage", vec![]).await;
    let hour = Pacer::every(Duration::from_secs(3600));
    let client = builder(emulator.url()).pacer(hour).build().unwrap();
    let transcript = client.conversation(id);
    transcript.add_message(message()).send().await.unwrap();
    listen();
    drop(transcript.add_message(message()).send());
    assert_eq!(heard().events.len(), 0, "it never began");
    let call = transcript.add_message(message());
    tokio::select! { biased; _ = call.send() => panic!("it has to wait"), () = async {} => {} }
    let heard = heard();
    assert_eq!(heard.names(), ["call ended"]);
    let dropped = [
        ("outcome", "not_sent".into()),
        ("error.type", "dropped".into()),
        ("stop", "dropped".into()),
        ("attempts", 0.into()),
    ];
    assert_eq!(
        (heard.events[0].level, &heard.events[0].fields),
        (Level::DEBUG, &end_with(dropped))
    );
}

#[tokio::test]
async fn waits_and_durations_are_in_milliseconds() {
    let (emulator, id) = emulator("createMessage", vec![Fault::none(), Fault::stall()]).await;
    let client = builder(emulator.url())
        .pacer(Pacer::every(Duration::from_secs(2)))
        .attempt_timeout(Duration::from_millis(5_500));
    let transcript = client.build().unwrap().conversation(id);
    listen();
    // The clock of the test lets an attempt's time be over as soon as it waits for the answer.
    transcript.add_message(message()).send().await.unwrap_err();
    transcript.add_message(message()).send().await.unwrap_err();
    let heard = heard();
    let millis: Vec<_> =
        heard.events.iter().map(|event| event.fields["duration_ms"].clone()).collect();
    assert_eq!(millis, [5_500.into(), 5_500.into(), 5_500.into(), 5_500.into()]);
    assert_eq!(heard.events[0].fields["error.type"], "timeout".into());
    assert_eq!(heard.events[0].fields["stop"], "may_be_held".into());
}

/// Every name that may ever be seen.
const SPAN: [&str; 10] = [
    "error.type",
    "http.request.method",
    "http.response.status_code",
    "operation",
    "otel.kind",
    "otel.name",
    "otel.status_code",
    "outcome",
    "posture",
    "url.template",
];
const ATTEMPT: [&str; 14] = [
    "attempt",
    "code",
    "duration_ms",
    "error.type",
    "http.request.body.size",
    "http.request.resend_count",
    "http.response.body.size",
    "http.response.status_code",
    "operation",
    "outcome",
    "queued_ms",
    "request_id",
    "stop",
    "wait_ms",
];
const SENSITIVE: [&str; 3] = ["card_numbers", "operation", "social_security_numbers"];
const END: [&str; 8] = [
    "attempts",
    "duration_ms",
    "error.type",
    "operation",
    "outcome",
    "retries",
    "stop",
    "waited_ms",
];

/// Successes and failures of all kinds, whose events hold all fields there are.
async fn drive(emulator: &Emulator, id: &str) -> Heard {
    let client = builder(emulator.url()).build().unwrap();
    let transcript = client.conversation(id);
    listen();
    for _ in 0..4 {
        let _ = transcript.add_message(message()).send().await;
    }
    let _ = transcript.add_messages([message(), message()]).send().await;
    let _ = transcript.messages().send().await;
    let _ = client.conversation("Marked-Name").get().send().await;
    let _ = client.conversation_metadata("marked-external-id").lob("1", "Marked-Name").send().await;
    let _ = client.find_conversations("4111111111111111").send().await;
    for what in [SensitiveText::Warn, SensitiveText::Mask, SensitiveText::Refuse] {
        let transcript = transcript.with_options(&CallOptions::new().sensitive_text(what));
        let _ = transcript.add_message(message()).send().await;
        let _ = transcript.add_messages([message(), message()]).send().await;
    }
    heard()
}

#[tokio::test]
async fn no_field_but_those_of_the_list_is_ever_told_and_none_holds_content() {
    let faults = vec![
        Fault::status(503, FaultBody::Api),
        Fault::none(),
        Fault::status(400, FaultBody::Html),
        Fault::reset(),
        Fault::reset_mid_body(),
    ];
    let (emulator, id) = emulator("createMessage", faults).await;
    let heard = drive(&emulator, &id).await;
    let names = |told: &[&crate::capture::Told]| -> BTreeSet<&'static str> {
        told.iter().flat_map(|told| told.fields.keys().copied()).collect()
    };
    let spans: Vec<_> = heard.spans.iter().collect();
    assert_eq!(names(&spans), SPAN.into());
    assert_eq!(names(&heard.named("attempt")), ATTEMPT.into());
    assert_eq!(names(&heard.named("call ended")), END.into());
    for name in ["sensitive text sent", "sensitive text masked"] {
        assert_eq!(names(&heard.named(name)), SENSITIVE.into());
    }
    let known = ["attempt", "call ended", "sensitive text sent", "sensitive text masked"];
    assert_eq!(heard.names().into_iter().collect::<BTreeSet<_>>(), known.into());
    assert_no_mark(&format!("{heard:?}"));
}

#[test]
fn every_field_is_documented() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs")).unwrap();
    for name in SPAN.iter().chain(&ATTEMPT).chain(&END).chain(&SENSITIVE) {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}

#[tokio::test]
async fn the_outcome_told_is_the_error_s() {
    let (_emulator, transcript) = transcript(vec![Fault::reset()]).await;
    listen();
    let error = transcript.add_message(message()).send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    let end = heard().events.pop().unwrap();
    let expected = end_with([
        ("outcome", "unknown".into()),
        ("error.type", "interrupted".into()),
        ("stop", "may_be_held".into()),
    ]);
    assert_eq!(end.fields, expected);
}
