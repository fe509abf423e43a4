//! Every request that the facade sends is valid, and so is every answer of the emulator.

use asapp::chrono::{DateTime, FixedOffset, TimeZone as _, Utc};
use asapp::{DeviceType, ErrorKind, Message, OperatingSystem, Participant, Platform, Role};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Runtime;

use crate::judge::Judged;

/// Random requests for each operation.
const CASES: u32 = 1000;

fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, 9, 0, 0).unwrap()
}

#[tokio::test]
async fn minimal_and_full_requests_and_their_answers() {
    let judged = Judged::start().await;
    let asapp = &judged.asapp;
    let minimal =
        asapp.upsert_conversation("id-1").customer("c").timestamp(at()).send().await.unwrap();
    let full =
        asapp.upsert_conversation("id-1").customer(Participant::new("c").name("n")).timestamp(at());
    let full = full.agent(Participant::new("a").name("n")).metadata("k", "v").send().await.unwrap();
    assert_eq!(minimal.id, full.id);
    let transcript = asapp.conversation(&full.id);
    transcript.add_message(Message::customer("c", "Hello", at())).send().await.unwrap();
    transcript.add_messages([Message::agent("a", "Hi", at())]).send().await.unwrap();
    asapp.conversation_metadata("id-1").send().await.unwrap();
    asapp.find_conversations("id-1").send().await.unwrap();
    asapp.find_conversations("nobody's").send().await.unwrap();

    let unknown = asapp.conversation("NOBODYS");
    let error =
        unknown.add_message(Message::customer("c", "Hello", at())).send().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("404-01")));
    let error =
        unknown.add_messages([Message::customer("c", "Hello", at())]).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);

    assert_eq!(judged.findings(), [""; 0]);
    let seen: Vec<_> = judged.seen().into_iter().collect();
    let expected = [
        ("createBatchMessages 200", 1),
        ("createBatchMessages 404", 1),
        ("createMessage 200", 1),
        ("createMessage 404", 1),
        ("createOrUpdateConversation 200", 2),
        ("getConversations 200", 2),
        ("singleConvoMetadata 200", 1),
    ];
    assert_eq!(seen, expected.map(|(name, count)| (name.to_owned(), count)));
}

/// The facade never sends these, so that they are sent by hand.
#[tokio::test]
async fn refusals_are_answers_of_the_contract() {
    let judged = Judged::start().await;
    let (upsert, metadata) =
        ("/conversation/v1/conversations", "/metadata-ingestion/v1/single-convo-metadata");
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let json = "application/json";
    for (path, id, content_type, body, status) in [
        (upsert, "test-id", json, "{", 400),
        (upsert, "test-id", json, "{}", 400),
        (upsert, "nobody", json, "{}", 401),
        (upsert, "forbidden-id", json, "{}", 403),
        (upsert, "test-id", "text/plain", "{}", 415),
        (metadata, "test-id", json, "[1", 400),
        (metadata, "test-id", json, r#"{"externalConversationId":"é"}"#, 400),
        (metadata, "nobody", json, "{}", 401),
        (metadata, "forbidden-id", json, "{}", 403),
    ] {
        let request =
            http.post(format!("{}{path}", judged.url)).header("content-type", content_type);
        let request = request.header("asapp-api-id", id).header("asapp-api-secret", "test-secret");
        let answer = request.body(body).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path} {body}");
    }
    let answers = judged.findings().into_iter().filter(|finding| finding.starts_with("answer"));
    assert_eq!(answers.collect::<Vec<_>>(), [""; 0]);
}

/// Any text: every plane of Unicode, control characters and quotes included.
fn text(length: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = String> {
    vec(any::<char>(), length).prop_map(String::from_iter)
}

/// Any text of `longest` characters at most that holds one of the pattern's.
fn token(longest: usize) -> impl Strategy<Value = String> {
    (text(0..longest / 2), "[a-zA-Z0-9_-]", text(0..longest / 2)).prop_map(|(a, b, c)| a + &b + &c)
}

fn time() -> impl Strategy<Value = DateTime<FixedOffset>> {
    // From year 0 to 9999 in UTC, whatever the zone makes of it.
    let range = -62_167_219_200_i64..=253_402_300_799;
    (range, 0..1_000_000_000_u32, -1439..=1439_i32).prop_map(|(seconds, nanos, minutes)| {
        let zone = FixedOffset::east_opt(minutes * 60).unwrap();
        zone.timestamp_opt(seconds, nanos).unwrap()
    })
}

fn participant() -> impl Strategy<Value = Participant> {
    (text(0..40), proptest::option::of(text(0..40))).prop_map(|(id, name)| {
        let participant = Participant::new(id);
        name.into_iter().fold(participant, |participant, name| participant.name(name))
    })
}

fn message() -> impl Strategy<Value = Message> {
    let role = proptest::sample::select(Role::ALL);
    (role, text(0..40), text(1..200), time())
        .prop_map(|(role, sender, text, at)| Message::new(role, sender, text, at))
}

/// Runs `send` on many values, and fails with the value that was judged invalid.
fn judged<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, send: impl AsyncFn(&Judged, T)) {
    let runtime = Runtime::new().unwrap();
    let judged = runtime.block_on(Judged::start());
    // No file of seeds: a failure is shrunk, and becomes a test of its own.
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&strategy, |value| {
        runtime.block_on(send(&judged, value));
        let findings = judged.findings();
        prop_assert!(findings.is_empty(), "{findings:?}");
        Ok(())
    });
    outcome.unwrap();
    assert!(judged.emulator.requests() >= u64::from(CASES));
}

#[test]
fn any_upsert() {
    let metadata = vec((text(0..20), text(0..20)), 0..4);
    let request =
        (text(0..300), participant(), proptest::option::of(participant()), metadata, time());
    judged(request, async |judged, (key, customer, agent, metadata, at)| {
        let mut call =
            judged.asapp.upsert_conversation(key.clone()).customer(customer.clone()).timestamp(at);
        call = agent.into_iter().fold(call, |call, agent| call.agent(agent));
        for (name, value) in metadata {
            call = call.metadata(name, value);
        }
        let id = call.send().await.unwrap().id;
        let found =
            judged.asapp.find_conversations(key.clone()).send().await.unwrap().conversations;
        assert_eq!(
            (found[0].id.as_ref(), found[0].external_id.expose()),
            (Some(&id), key.as_str())
        );
        assert_eq!(found[0].customer.external_id, customer.external_id);
    });
}

#[test]
fn any_message() {
    judged(message(), async |judged, message| {
        let upsert = judged.asapp.upsert_conversation("id-1").customer("c").timestamp(at());
        let id = upsert.send().await.unwrap().id;
        judged.asapp.conversation(&id).add_message(message.clone()).send().await.unwrap();
        let stored = judged.emulator.messages(id.as_str()).pop().unwrap();
        assert_eq!(stored.text, message.text.expose());
        let stored_at = DateTime::parse_from_rfc3339(&stored.client_timestamp).unwrap();
        assert_eq!(stored_at, message.timestamp);
        assert!(stored.client_timestamp.ends_with('Z'));
    });
}

#[test]
fn any_messages() {
    judged(vec(message(), 1..20), async |judged, messages| {
        let upsert = judged.asapp.upsert_conversation("id-1").customer("c").timestamp(at());
        let id = upsert.send().await.unwrap().id;
        let before = judged.emulator.messages(id.as_str()).len();
        judged.asapp.conversation(&id).add_messages(messages.clone()).send().await.unwrap();
        let stored = judged.emulator.messages(id.as_str()).split_off(before);
        let texts: Vec<_> = stored.iter().map(|message| message.text.as_str()).collect();
        assert_eq!(texts, messages.iter().map(|message| message.text.expose()).collect::<Vec<_>>());
    });
}

#[test]
fn any_metadata() {
    let fixed = (
        proptest::option::of(proptest::sample::select(DeviceType::ALL)),
        proptest::option::of(proptest::sample::select(Platform::ALL)),
        proptest::option::of(proptest::sample::select(OperatingSystem::ALL)),
    );
    let short = || proptest::option::of(token(256));
    let attributes = vec((text(0..=256), text(0..=1024)), 0..=10);
    let request = (
        token(256),
        fixed,
        vec(short(), 8),
        text(0..=256),
        vec(token(64), 0..5),
        token(16),
        attributes,
    );
    judged(request, async |judged, (key, fixed, short, long, segments, version, attributes)| {
        let mut call =
            judged.asapp.conversation_metadata(key).lob_name(long.clone()).business_rule(long);
        let setters = [
            asapp::AddConversationMetadata::event_id,
            asapp::AddConversationMetadata::lob_id,
            asapp::AddConversationMetadata::group_id,
            asapp::AddConversationMetadata::agent_routing_code,
            asapp::AddConversationMetadata::campaign,
            asapp::AddConversationMetadata::company_subdivision,
            asapp::AddConversationMetadata::entry_type,
            asapp::AddConversationMetadata::group_name,
        ];
        for (set, value) in setters.into_iter().zip(short) {
            call = value.into_iter().fold(call, set);
        }
        call = fixed.0.into_iter().fold(call, asapp::AddConversationMetadata::device_type);
        call = fixed.1.into_iter().fold(call, asapp::AddConversationMetadata::platform);
        call = fixed.2.into_iter().fold(call, asapp::AddConversationMetadata::operating_system);
        call = segments.into_iter().fold(call, asapp::AddConversationMetadata::company_segment);
        call = attributes.into_iter().fold(call, |call, (name, value)| call.attribute(name, value));
        call.browser_version(version.clone()).browser_type(version).send().await.unwrap();
    });
}

#[test]
fn any_search() {
    judged(text(0..300), async |judged, key| {
        let found = judged.asapp.find_conversations(key).send().await.unwrap().conversations;
        assert!(found.is_empty());
    });
}
