//! What can be read back, and for how long.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::support::{Api, CONVERSATIONS, MESSAGES_BY_EXTERNAL_ID, conversation, message};
use asapp_emulator::chrono::{DateTime, TimeDelta, Utc};
use asapp_emulator::{Emulator, EmulatorBuilder};
use serde_json::{Value, json};

const DAY: i64 = 24 * 60 * 60;

/// Seconds since 2021-11-23T12:13:14Z, as an emulator's clock.
#[derive(Clone, Default)]
struct Seconds(Arc<AtomicI64>);

impl Seconds {
    fn clock(&self) -> impl Fn() -> DateTime<Utc> + Send + Sync + 'static {
        let passed = Arc::clone(&self.0);
        let start = DateTime::parse_from_rfc3339("2021-11-23T12:13:14Z").unwrap().to_utc();
        move || start + TimeDelta::seconds(passed.load(Ordering::SeqCst))
    }

    fn set(&self, seconds: i64) {
        self.0.store(seconds, Ordering::SeqCst);
    }
}

fn message_at(text: &str, timestamp: &str) -> Value {
    let mut message = message(text);
    message["timestamp"] = timestamp.into();
    message
}

async fn say(api: &Api, id: &str, message: Value) -> String {
    let path = format!("{CONVERSATIONS}/{id}/messages");
    let reply = api.post(&path, message).await.judged("createMessage");
    reply.body["id"].as_str().unwrap().to_owned()
}

async fn list(api: &Api, id: &str) -> Value {
    let reply = api.get(&format!("{CONVERSATIONS}/{id}/messages")).await.judged("getMessages");
    assert_eq!(reply.status, 200);
    reply.body
}

async fn find(api: &Api, external_id: &str) -> Value {
    let path = format!("{MESSAGES_BY_EXTERNAL_ID}?externalId={external_id}&other=1");
    let reply = api.get(&path).await.judged("getMessagesByExternalId");
    assert_eq!(reply.status, 200);
    reply.body
}

fn texts(list: &Value) -> String {
    list["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_conversation() {
    let api = Api::start().await;
    let full = json!({
        "externalId": "id-111",
        "agent": {"externalId": "agent-111", "name": "agent-x"},
        "customer": {"externalId": "customer-x", "name": "customer-name-x"},
        "metadata": {"queue": "some-queue"},
        "timestamp": "2021-11-23T12:13:14.555Z",
    });
    let id = api.post(CONVERSATIONS, full.clone()).await.body["id"].as_str().unwrap().to_owned();
    let get =
        async |id: &str| api.get(&format!("{CONVERSATIONS}/{id}")).await.judged("getConversation");
    let reply = get(&id).await;
    let mut expected = full;
    expected.as_object_mut().unwrap().remove("timestamp");
    expected["id"] = id.as_str().into();
    assert_eq!((reply.status, reply.body), (200, expected));

    let plain = api.conversation("id-112").await;
    let expected =
        json!({"id": plain, "externalId": "id-112", "customer": {"externalId": "customer-x"}});
    assert_eq!(get(&plain).await.body, expected);
}

#[tokio::test]
async fn a_message() {
    let seconds = Seconds::default();
    let api = Api::with(Emulator::builder().clock(seconds.clock())).await;
    let (id, other) = (api.conversation("id-111").await, api.conversation("id-112").await);
    seconds.set(2);
    let said = say(&api, &id, message_at("one", "2021-11-23T14:13:14.5+02:00")).await;
    say(&api, &id, message("two")).await;
    let get = async |id: &str, message: &str| {
        api.get(&format!("{CONVERSATIONS}/{id}/messages/{message}")).await.judged("getMessage")
    };

    let expected = json!({
        "messageId": said,
        "text": "one",
        "sender": {"role": "customer", "externalId": "customer-x"},
        "createdTimestamp": "2021-11-23T12:13:16Z",
        "clientTimestamp": "2021-11-23T14:13:14.5+02:00",
    });
    let reply = get(&id, &said).await;
    assert_eq!((reply.status, reply.body), (200, expected.clone()));
    assert_eq!(list(&api, &id).await["items"][0], expected);
    assert_eq!(find(&api, "id-111").await["items"][0], expected);
    for (id, said) in [(&other, &said), (&id, &id)] {
        assert_eq!(get(id, said).await.error(), ("404-01", "Message not found"));
    }
}

#[tokio::test]
async fn messages_are_in_order_of_time() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    assert_eq!(list(&api, &id).await, json!({"items": []}));
    assert_eq!(find(&api, "id-111").await, json!({"items": []}));
    for (text, timestamp) in [
        ("g", "2021-11-23T12:13:15Z"),
        ("c", "2021-11-23T12:13:14.5Z"),
        ("d", "2021-11-23T14:13:14.500000+02:00"),
        ("e", "2021-11-23T12:13:14.500000000000Z"),
        ("f", "2021-11-23T12:13:14.500000000001Z"),
        ("b", "2021-11-23T12:13:14.499999999999Z"),
        ("a", "2021-11-23T13:13:13+02:00"),
    ] {
        say(&api, &id, message_at(text, timestamp)).await;
    }
    assert_eq!(texts(&list(&api, &id).await), "abcdefg");
    assert_eq!(texts(&find(&api, "id-111").await), "abcdefg");
    let arrived: String = api.emulator.messages(&id).into_iter().map(|one| one.text).collect();
    assert_eq!(arrived, "gcdefba", "the library tells the order of arrival");
}

#[tokio::test]
async fn an_unknown_external_id_has_no_messages() {
    let api = Api::start().await;
    let id = api.conversation("").await;
    say(&api, &id, message("x")).await;
    assert_eq!(find(&api, "id-111").await, json!({"items": []}));
    assert_eq!(texts(&find(&api, "").await), "x");
}

#[tokio::test]
async fn messages_by_external_id_are_limited() {
    let rows: [(EmulatorBuilder, usize); 4] = [
        (Emulator::builder(), 1000),
        (Emulator::builder().configure(|settings| settings.transcript_limit = Some(2)), 2),
        (Emulator::builder().configure(|settings| settings.transcript_limit = Some(0)), 0),
        (Emulator::builder().configure(|settings| settings.transcript_limit = None), 1001),
    ];
    for (builder, expected) in rows {
        let api = Api::with(builder).await;
        let id = api.conversation("id-111").await;
        let batch = |count| json!({"messages": vec![message("b"); count]});
        for count in [300, 300, 300, 100] {
            let path = format!("{CONVERSATIONS}/{id}/messages/batch");
            assert_eq!(api.post(&path, batch(count)).await.status, 200);
        }
        say(&api, &id, message_at("a", "2021-11-23T12:13:13Z")).await;

        let found = texts(&find(&api, "id-111").await);
        assert_eq!(found.len(), expected);
        assert!(found.is_empty() || found.starts_with('a'), "the first in time are answered");
        assert_eq!(texts(&list(&api, &id).await).len(), 1001, "by conversation there is no limit");
    }
}

#[tokio::test]
async fn messages_by_external_id_can_be_read_for_a_time() {
    let rows: [(EmulatorBuilder, i64, &str); 7] = [
        (Emulator::builder(), 0, "x"),
        (Emulator::builder(), 7 * DAY - 1, "x"),
        (Emulator::builder(), 7 * DAY, ""),
        (Emulator::builder().configure(|settings| settings.transcript_seconds = Some(5)), 4, "x"),
        (Emulator::builder().configure(|settings| settings.transcript_seconds = Some(5)), 5, ""),
        (Emulator::builder().configure(|settings| settings.transcript_seconds = Some(0)), 0, ""),
        (
            Emulator::builder().configure(|settings| settings.transcript_seconds = None),
            10_000 * DAY,
            "x",
        ),
    ];
    for (builder, age, expected) in rows {
        let seconds = Seconds::default();
        let api = Api::with(builder.clock(seconds.clock())).await;
        let id = api.conversation("id-111").await;
        seconds.set(DAY);
        say(&api, &id, message("x")).await;
        seconds.set(DAY + age);
        assert_eq!(texts(&find(&api, "id-111").await), expected, "{age}");
        assert_eq!(texts(&list(&api, &id).await), "x", "by conversation there is no end");
    }
}

#[tokio::test]
async fn a_new_message_prolongs_the_time() {
    let seconds = Seconds::default();
    let api = Api::with(Emulator::builder().clock(seconds.clock())).await;
    let id = api.conversation("id-111").await;
    say(&api, &id, message("x")).await;
    seconds.set(7 * DAY);
    assert_eq!(api.post(CONVERSATIONS, conversation("id-111")).await.status, 200);
    assert_eq!(find(&api, "id-111").await, json!({"items": []}), "an update alone does not");
    say(&api, &id, message("y")).await;
    assert_eq!(texts(&find(&api, "id-111").await), "xy");
}

#[tokio::test]
async fn the_clock_can_be_set() {
    let seconds = Seconds::default();
    let api = Api::with(Emulator::builder().clock(seconds.clock())).await;
    let id = api.conversation("id-111").await;
    assert!(id.starts_with("01FN6BDRWG"), "{id} is a ULID of the clock's time");
    let stored = api.emulator.conversation("id-111").unwrap();
    assert_eq!(json!(stored.created_timestamp), "2021-11-23T12:13:14Z");
}

#[tokio::test]
async fn health() {
    for (builder, expected) in [
        (Emulator::builder(), "SUCCESS"),
        (Emulator::builder().configure(|settings| settings.healthy = true), "SUCCESS"),
        (Emulator::builder().configure(|settings| settings.healthy = false), "FAILED"),
    ] {
        let api = Api::with(builder).await;
        let reply = api.get("/v1/health").await.judged("getHealth");
        assert_eq!((reply.status, reply.body), (200, json!({"healthCheck": expected})));
        let id = api.conversation("id-111").await;
        assert_eq!(api.emulator.conversations()[0].id, id, "nothing else changes");
    }
}
