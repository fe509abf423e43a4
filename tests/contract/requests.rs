//! Every request that the facade sends is valid, and so is every answer of the emulator.

use asapp::chrono::{DateTime, FixedOffset, TimeZone as _, Utc};
use asapp::{
    AgentMetadata, Authentication, ConversationMetadata, CustomerMetadata, DeviceType, ErrorKind,
    Message, Nullable, OperatingSystem, Participant, Platform, Role, Text,
};
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
    asapp.find_conversations("id-1").send().await.unwrap();
    asapp.find_conversations("nobody's").send().await.unwrap();

    let held = transcript.get().send().await.unwrap().conversation;
    assert_eq!(held.id.as_ref(), Some(&full.id));
    let messages = transcript.messages().send().await.unwrap().messages;
    let texts: Vec<_> = messages.iter().map(|message| message.text.expose()).collect();
    assert_eq!(texts, ["Hello", "Hi"]);
    assert_eq!(messages[0].role, Role::Customer.into());
    assert_eq!(messages[0].client_timestamp, at());
    let one = transcript.message(&messages[1].id).send().await.unwrap().message;
    assert_eq!(one, messages[1]);
    let by_key = asapp.messages_by_external_id("id-1").send().await.unwrap().messages;
    assert_eq!(by_key, messages);
    asapp.messages_by_external_id("nobody's").send().await.unwrap();
    let token = Authentication::from_token("some-token");
    transcript.authenticate("c", token).send().await.unwrap();
    assert!(asapp.health().send().await.unwrap().status.is_success());

    asapp.conversation_metadata("id-1").send().await.unwrap();
    asapp.agent_metadata("a").send().await.unwrap();
    asapp.customer_metadata("id-1", "c").send().await.unwrap();
    let conversations = ["id-1", "id-2"].map(ConversationMetadata::new);
    let agents = ["a", "b"].map(AgentMetadata::new);
    let customers = ["c", "d"].map(|customer| CustomerMetadata::new("id-1", customer));
    for results in [
        asapp.many_conversation_metadata(conversations).send().await.unwrap(),
        asapp.many_agent_metadata(agents).send().await.unwrap(),
        asapp.many_customer_metadata(customers).send().await.unwrap(),
    ] {
        assert!(results.are_all_held());
        assert_eq!(results.results.len(), 2);
    }

    let unknown = asapp.conversation("NOBODYS");
    for error in [
        unknown.get().send().await.unwrap_err(),
        unknown.messages().send().await.unwrap_err(),
        unknown.message("NOTHING").send().await.unwrap_err(),
        unknown
            .authenticate("c", Authentication::from_token("some-token"))
            .send()
            .await
            .unwrap_err(),
        transcript.message("NOTHING").send().await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("404-01")));
    }
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
        ("getConversation 200", 1),
        ("getConversation 404", 1),
        ("getConversations 200", 2),
        ("getHealth 200", 1),
        ("getMessage 200", 1),
        ("getMessage 404", 2),
        ("getMessages 200", 1),
        ("getMessages 404", 1),
        ("getMessagesByExternalId 200", 2),
        ("manyAgentMetadata 200", 1),
        ("manyConversationMetadata 200", 1),
        ("manyCustomerMetadata 200", 1),
        ("postAuthenticate 204", 1),
        ("postAuthenticate 404", 1),
        ("singleAgentMetadata 200", 1),
        ("singleConvoMetadata 200", 1),
        ("singleCustomerMetadata 200", 1),
    ];
    assert_eq!(seen, expected.map(|(name, count)| (name.to_owned(), count)));
}

/// The facade never sends these, so that they are sent by hand.
#[tokio::test]
async fn refusals_are_answers_of_the_contract() {
    let judged = Judged::start().await;
    let (upsert, metadata) =
        ("/conversation/v1/conversations", "/metadata-ingestion/v1/single-convo-metadata");
    let many = "/metadata-ingestion/v1/many-agent-metadata";
    let authenticate = "/conversation/v1/conversations/01BX5/authenticate";
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
        (many, "test-id", json, "{", 400),
        (many, "test-id", json, "{}", 400),
        (many, "test-id", json, r#"{"items":[]}"#, 400),
        (many, "test-id", json, r#"{"items":[{},{"externalAgentId":"é"}]}"#, 400),
        (many, "test-id", json, r#"{"items":[{},{"externalAgentId":"a"}]}"#, 200),
        (many, "nobody", json, "{}", 401),
        (authenticate, "test-id", json, r#"{"customerExternalId":"c","auth":{}}"#, 400),
        (authenticate, "test-id", json, r#"{"customerExternalId":"c","auth":{"token":"t"}}"#, 404),
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

/// Any e-mail address that the facade takes, and some that it does not.
fn email() -> impl Strategy<Value = String> {
    let local = "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,70}";
    let domain = "[a-zA-Z0-9._-]{1,70}";
    prop_oneof![
        (local, domain).prop_map(|(local, domain)| format!("{local}@{domain}")),
        "[a-z]{1,10}@[a-z]{1,10}\\.com",
        "\"[ -~]{1,10}\"@[a-z]{1,10}\\.com",
        text(0..20),
    ]
}

/// Either a value or null.
fn or_null<T: Clone + std::fmt::Debug>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Nullable<T>> {
    prop_oneof![Just(Nullable::Null), value.prop_map(Nullable::Value)]
}

/// Null, or any text of 256 characters at most that has one of the pattern's.
fn short() -> impl Strategy<Value = Option<Nullable<Text>>> {
    proptest::option::of(or_null(token(256).prop_map(Text::from)))
}

fn long() -> impl Strategy<Value = Nullable<Text>> {
    or_null(text(0..=256).prop_map(Text::from))
}

fn pairs() -> impl Strategy<Value = Nullable<Vec<(Text, Text)>>> {
    let pair =
        (text(0..=256), text(0..=1024)).prop_map(|(name, value)| (name.into(), value.into()));
    or_null(vec(pair, 0..=10))
}

fn conversation_record() -> impl Strategy<Value = ConversationMetadata> {
    let words = (
        proptest::option::of(proptest::sample::select(DeviceType::ALL)),
        proptest::option::of(proptest::sample::select(Platform::ALL)),
        proptest::option::of(proptest::sample::select(OperatingSystem::ALL)),
    );
    let segments = or_null(vec(token(64).prop_map(Text::from), 0..5));
    let version = or_null(token(16).prop_map(Text::from));
    let record = (token(256), words, vec(short(), 7), long(), segments, version, pairs());
    record.prop_map(|(key, words, texts, long, segments, version, pairs)| {
        let mut record = ConversationMetadata::new(key).lob_name(long.clone()).business_rule(long);
        let setters = [
            ConversationMetadata::lob_id,
            ConversationMetadata::group_id,
            ConversationMetadata::agent_routing_code,
            ConversationMetadata::campaign,
            ConversationMetadata::company_subdivision,
            ConversationMetadata::entry_type,
            ConversationMetadata::group_name,
        ];
        for (set, value) in setters.into_iter().zip(texts) {
            record = value.into_iter().fold(record, set);
        }
        record = words.0.into_iter().fold(record, ConversationMetadata::device_type);
        record = words.1.into_iter().fold(record, ConversationMetadata::platform);
        record = words.2.into_iter().fold(record, ConversationMetadata::operating_system);
        record = record.browser_version(version.clone()).browser_type(version);
        record.company_segments(segments).attributes(pairs)
    })
}

fn agent_record() -> impl Strategy<Value = AgentMetadata> {
    let tags = or_null(vec("[a-zA-Z0-9-]{1,16}".prop_map(Text::from), 0..5));
    let numbers = (or_null(any::<i64>()), or_null(any::<i64>()));
    let start = or_null(time().prop_map(|at| at.to_utc()));
    let record = (token(256), vec(short(), 10), long(), tags, numbers, start, pairs());
    record.prop_map(|(key, texts, long, tags, numbers, start, pairs)| {
        let mut record = AgentMetadata::new(key).name(long.clone()).location(long);
        let setters = [
            AgentMetadata::lob_id,
            AgentMetadata::group_id,
            AgentMetadata::supervisor_id,
            AgentMetadata::supervisor_name,
            AgentMetadata::category_label,
            AgentMetadata::account_access_level,
            AgentMetadata::vendor,
            AgentMetadata::job_title,
            AgentMetadata::job_role,
            AgentMetadata::work_shift,
        ];
        for (set, value) in setters.into_iter().zip(texts) {
            record = value.into_iter().fold(record, set);
        }
        record = record.concurrency(numbers.0).ranking(numbers.1).start_timestamp(start);
        record.languages(tags).attributes(pairs)
    })
}

fn customer_record() -> impl Strategy<Value = CustomerMetadata> {
    let phone = or_null("[0-9.()+-]{1,32}".prop_map(Text::from));
    let place = or_null(token(16).prop_map(Text::from));
    let record = (token(256), token(256), short(), phone, place, pairs());
    record.prop_map(|(conversation, key, status, phone, place, pairs)| {
        let mut record = CustomerMetadata::new(conversation, key).phone_number(phone);
        record = status.into_iter().fold(record, CustomerMetadata::status);
        record = record.address_country(place.clone()).address_state(place.clone());
        record.address_zipcode(place.clone()).user_id(place).attributes(pairs)
    })
}

#[test]
fn any_conversation_records() {
    judged(vec(conversation_record(), 1..4), async |judged, records| {
        let results = judged.asapp.many_conversation_metadata(records).send().await.unwrap();
        assert!(results.are_all_held());
    });
}

#[test]
fn any_agent_records() {
    judged(vec(agent_record(), 1..4), async |judged, records| {
        let results = judged.asapp.many_agent_metadata(records).send().await.unwrap();
        assert!(results.are_all_held());
    });
}

#[test]
fn any_customer_records() {
    judged(vec(customer_record(), 1..4), async |judged, records| {
        let results = judged.asapp.many_customer_metadata(records).send().await.unwrap();
        assert!(results.are_all_held());
    });
}

/// What the facade takes for an address, the judge does too; the facade may be stricter.
#[test]
fn any_email() {
    judged(email(), async |judged, email| {
        let sent = judged.asapp.agent_metadata("a").email_address(email).send().await;
        if let Err(error) = sent {
            assert_eq!(error.kind(), ErrorKind::Invalid);
        }
        // Something reaches the judge in every case.
        let plain = judged.asapp.customer_metadata("id-1", "c").email_address("jdoe@example.com");
        plain.send().await.unwrap();
    });
}

/// What was added is what is read, in the order of its timestamps.
#[test]
fn any_messages_read_back() {
    judged(vec(message(), 1..20), async |judged, messages| {
        let key = format!("id-{}", judged.emulator.requests());
        let upsert = judged.asapp.upsert_conversation(&key).customer("c").timestamp(at());
        let transcript = judged.asapp.conversation(upsert.send().await.unwrap().id);
        transcript.add_messages(messages.clone()).send().await.unwrap();
        let mut expected = messages;
        expected.sort_by_key(|message| message.timestamp);
        let read = transcript.messages().send().await.unwrap();
        for (read, sent) in read.messages.iter().zip(&expected) {
            assert_eq!(read.text, sent.text);
            assert_eq!(read.role, sent.role.into());
            assert_eq!(read.sender.as_ref(), Some(&sent.sender));
            assert_eq!(read.client_timestamp, sent.timestamp);
        }
        assert_eq!(read.messages.len(), expected.len());
        let by_key = judged.asapp.messages_by_external_id(&key).send().await.unwrap();
        assert_eq!(by_key.messages, read.messages);
    });
}

#[test]
fn any_credentials() {
    let parts =
        (text(0..40), vec((text(0..20), text(0..20)), 0..4), vec((text(0..20), text(0..20)), 0..4));
    judged(parts, async |judged, (token, headers, cookies)| {
        let upsert = judged.asapp.upsert_conversation("id-1").customer("c").timestamp(at());
        let transcript = judged.asapp.conversation(upsert.send().await.unwrap().id);
        let mut authentication = Authentication::from_token(&token);
        for (name, value) in headers {
            authentication = authentication.header(name, value);
        }
        for (name, value) in cookies {
            authentication = authentication.cookie(name, value);
        }
        transcript.authenticate(&token, authentication).send().await.unwrap();
        let stored = judged.emulator.authentications().pop().unwrap();
        assert_eq!(stored.auth()["token"], token);
    });
}

#[test]
fn any_search() {
    judged(text(0..300), async |judged, key| {
        let found = judged.asapp.find_conversations(key).send().await.unwrap().conversations;
        assert!(found.is_empty());
    });
}
