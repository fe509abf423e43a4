//! What is read back, however the service answers it.

use std::sync::atomic::Ordering;

use crate::support::{Act, CONVERSATION, answering, client, script, shown};
use asapp::chrono::{DateTime, Utc};
use asapp::{
    ConversationId, Error, ErrorKind, HealthStatus, MessageId, Operation, Outcome, Participant,
    Role, SenderRole, StoredMessage, Text,
};
use serde_json::{Value, json};

const MARK: &str = "Jane-Doe-4111111111111111";
const MESSAGE: &str = "01GMXE90AEV7H3J4DPBDKB1R79";

const READS: [Operation; 6] = [
    Operation::GetConversation,
    Operation::GetMessages,
    Operation::GetMessage,
    Operation::GetMessagesByExternalId,
    Operation::GetHealth,
    Operation::GetConversations,
];

/// Reads, and gives up the value: here it is about whether there is one.
async fn read(asapp: &asapp::Client, operation: Operation) -> Result<Outcome, Error> {
    let transcript = asapp.conversation(CONVERSATION);
    let receipt = match operation {
        Operation::GetConversation => transcript.get().send().await?.receipt,
        Operation::GetMessages => transcript.messages().send().await?.receipt,
        Operation::GetMessage => transcript.message(MESSAGE).send().await?.receipt,
        Operation::GetMessagesByExternalId => {
            asapp.messages_by_external_id("a&b=c d/é").send().await?.receipt
        }
        Operation::GetHealth => asapp.health().send().await?.receipt,
        _ => asapp.find_conversations("a&b=c d/é").send().await?.receipt,
    };
    assert_eq!(receipt.attempts, 1);
    Ok(receipt.outcome)
}

fn stored(id: &str) -> Value {
    json!({
        "messageId": id,
        "text": "Hello",
        "sender": {"role": "customer", "externalId": "customer-x"},
        "createdTimestamp": "2021-11-23T12:13:16.853Z",
        "clientTimestamp": "2021-11-23T13:13:14.555+01:00",
    })
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Reads one message that is answered so.
async fn message(answer: &Value) -> Result<StoredMessage, Error> {
    let server = answering(200, answer.to_string()).await;
    let transcript = server.client().conversation(CONVERSATION);
    transcript.message(MESSAGE).send().await.map(|read| read.message)
}

#[tokio::test]
async fn every_read_asks_for_what_it_names_and_carries_the_documented_headers() {
    let server = answering(404, "").await;
    for operation in READS {
        let error = read(&server.client(), operation).await.unwrap_err();
        assert_eq!((error.operation(), error.attempts()), (Some(operation), 1));
    }
    let seen = server.seen();
    seen.iter().for_each(|seen| seen.assert_headers());
    assert!(seen.iter().all(|seen| seen.body.is_null()));
    let lines: Vec<_> = seen.iter().map(|seen| seen.line.as_str()).collect();
    let conversation = format!("GET /conversation/v1/conversations/{CONVERSATION}");
    assert_eq!(
        lines,
        [
            conversation.as_str(),
            &format!("{conversation}/messages"),
            &format!("{conversation}/messages/{MESSAGE}"),
            "GET /conversation/v1/conversation/messages?externalId=a%26b%3Dc+d%2F%C3%A9",
            "GET /v1/health",
            "GET /conversation/v1/conversations?externalId=a%26b%3Dc+d%2F%C3%A9",
        ]
    );
}

#[tokio::test]
async fn ids_that_cannot_be_ones_are_refused_before_anything_is_sent() {
    let server = script(vec![Act::Answer("")]).await;
    let asapp = client(&server.url);
    for id in ["", "lower", "01BX5/../01BX6", "01BX5 ", "01BX5\n", "01BX5?a", "É"] {
        let transcript = asapp.conversation(id);
        for error in [
            transcript.get().send().await.unwrap_err(),
            transcript.messages().send().await.unwrap_err(),
            transcript.message(MESSAGE).send().await.unwrap_err(),
        ] {
            let faults: Vec<_> = error.faults().iter().map(ToString::to_string).collect();
            assert_eq!(faults, ["path /conversationId: must match the pattern ^[A-Z0-9]+$"]);
            assert_eq!(
                (error.kind(), error.outcome(), error.attempts()),
                (ErrorKind::Invalid, Outcome::NotSent, 0),
                "{id:?}"
            );
        }
        let error = asapp.conversation(CONVERSATION).message(id).send().await.unwrap_err();
        assert_eq!(error.faults()[0].pointer, "/messageId", "{id:?}");
        let error = transcript.message(id).send().await.unwrap_err();
        let pointers: Vec<_> = error.faults().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/conversationId", "/messageId"], "{id:?}");
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_conversation_is_read_with_every_field_or_with_those_that_it_has() {
    let full = json!({
        "id": CONVERSATION, "externalId": "id-111", "somethingNew": [1],
        "agent": {"externalId": "agent-111", "name": "agent-x", "somethingNew": null},
        "customer": {"externalId": "customer-x", "somethingNew": {"a": 1}},
        "metadata": {"queue": "some-queue"},
    });
    let server = answering(200, full.to_string()).await;
    let read = server.client().conversation(CONVERSATION).get().send().await.unwrap();
    assert_eq!((read.receipt.outcome, read.receipt.attempts), (Outcome::Persisted, 1));
    let conversation = read.conversation;
    assert_eq!(conversation.id, Some(ConversationId::from(CONVERSATION)));
    assert_eq!(conversation.external_id.expose(), "id-111");
    assert_eq!(conversation.agent, Some(Participant::new("agent-111").name("agent-x")));
    assert_eq!(conversation.customer, Participant::new("customer-x"));
    assert_eq!(conversation.metadata["queue"].expose(), "some-queue");

    let bare = json!({"externalId": "id-111", "customer": {"externalId": "customer-x"}});
    let mut nulls = bare.clone();
    for name in ["id", "agent", "metadata"] {
        nulls[name] = Value::Null;
    }
    nulls["customer"]["name"] = Value::Null;
    for answer in [bare, nulls] {
        let server = answering(200, answer.to_string()).await;
        let read = server.client().conversation(CONVERSATION).get().send().await.unwrap();
        let conversation = read.conversation;
        assert_eq!((conversation.id, conversation.agent), (None, None));
        assert_eq!(conversation.customer, Participant::new("customer-x"));
        assert!(conversation.metadata.is_empty());
    }
}

#[tokio::test]
async fn a_message_is_read_with_both_its_times() {
    let message = message(&stored(MESSAGE)).await.unwrap();
    assert_eq!(message.id, MessageId::from(MESSAGE));
    assert_eq!((message.role, message.text.expose()), (SenderRole::Customer, "Hello"));
    assert_eq!(message.sender.unwrap().expose(), "customer-x");
    assert_eq!(message.created_timestamp, time("2021-11-23T12:13:16.853Z"));
    assert_eq!(message.client_timestamp, time("2021-11-23T12:13:14.555Z"));
}

#[tokio::test]
async fn a_message_survives_what_the_service_adds_and_leaves_out() {
    for (pointer, value) in [
        ("/somethingNew", json!({"deep": [MARK]})),
        ("/sender/somethingNew", json!(7)),
        ("/sender/externalId", Value::Null),
        ("/text", json!("")),
        ("/sender/role", json!("supervisor")),
        ("/sender/role", json!("")),
    ] {
        let mut answer = stored(MESSAGE);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        answer.pointer_mut(parent).unwrap()[name] = value.clone();
        let message = message(&answer).await.unwrap();
        assert_eq!(message.id.as_str(), MESSAGE, "{pointer}");
        match pointer {
            "/sender/externalId" => assert_eq!(message.sender, None),
            "/text" => assert_eq!(message.text.expose(), ""),
            "/sender/role" => {
                assert_eq!(message.role, SenderRole::Other(Text::from(value.as_str().unwrap())));
                assert_eq!(message.role.known(), None);
            }
            _ => assert_eq!(message.sender.unwrap().expose(), "customer-x"),
        }
    }
    let mut answer = stored(MESSAGE);
    answer["sender"] = json!({"role": "system"});
    let message = message(&answer).await.unwrap();
    assert_eq!((message.role.known(), message.sender), (Some(Role::System), None));
}

#[tokio::test]
async fn a_message_read_back_shows_nothing_of_what_was_said() {
    let mut answer = stored(MESSAGE);
    answer["text"] = json!(MARK);
    answer["sender"] = json!({"role": MARK, "externalId": MARK});
    let message = message(&answer).await.unwrap();
    assert_eq!(message.text.expose(), MARK);
    let shown = format!("{message:?} {message:#?}");
    assert!(!shown.contains(MARK), "{shown}");
}

#[tokio::test]
async fn messages_come_in_the_order_of_the_answer_by_reference_and_by_value() {
    // By none of its two times, and by no id.
    let mut items = ["M2", "M3", "M1"].map(stored);
    items[0]["createdTimestamp"] = json!("2021-11-24T00:00:00Z");
    items[0]["clientTimestamp"] = json!("2021-11-24T00:00:00Z");
    items[1]["sender"]["role"] = json!("supervisor");
    let list = json!({"items": items, "somethingNew": 1}).to_string();
    let server = answering(200, list).await;
    let asapp = server.client();
    for listed in [
        asapp.conversation(CONVERSATION).messages().send().await.unwrap(),
        asapp.messages_by_external_id("id-111").send().await.unwrap(),
    ] {
        assert_eq!((listed.receipt.outcome, listed.receipt.attempts), (Outcome::Persisted, 1));
        let by_reference: Vec<_> =
            (&listed).into_iter().map(|message| message.id.as_str()).collect();
        assert_eq!(by_reference, ["M2", "M3", "M1"]);
        let by_value: Vec<String> =
            listed.into_iter().map(|message| message.id.to_string()).collect();
        assert_eq!(by_value, ["M2", "M3", "M1"]);
    }
}

#[tokio::test]
async fn a_list_without_items_is_an_empty_one() {
    for body in ["{}", r#"{"items":[]}"#, r#"{"items":[],"error":null}"#] {
        let server = answering(200, body).await;
        let asapp = server.client();
        let listed = asapp.conversation(CONVERSATION).messages().send().await.unwrap();
        assert!(listed.messages.is_empty(), "{body}");
        let listed = asapp.messages_by_external_id("id-111").send().await.unwrap();
        assert!(listed.messages.is_empty(), "{body}");
    }
}

#[tokio::test]
async fn no_error_is_ever_a_value() {
    let body = json!({"error": {"requestId": "8e-1", "code": "404-01", "message": MARK}});
    for (status, kind, outcome) in [
        (400, ErrorKind::Rejected, Outcome::Rejected),
        (401, ErrorKind::Unauthorized, Outcome::Rejected),
        (404, ErrorKind::NotFound, Outcome::Rejected),
        (409, ErrorKind::Rejected, Outcome::Rejected),
        (429, ErrorKind::RateLimited, Outcome::Rejected),
        (503, ErrorKind::Server, Outcome::Unknown),
    ] {
        // The second would be a list, the third a health.
        for body in
            [body.to_string(), r#"{"items":[]}"#.into(), r#"{"healthCheck":"SUCCESS"}"#.into()]
        {
            let server = answering(status, body).await;
            for operation in READS {
                let error = read(&server.client(), operation).await.unwrap_err();
                assert_eq!(
                    (error.kind(), error.outcome(), error.status()),
                    (kind, outcome, Some(status)),
                    "{operation}"
                );
                let is_retryable = matches!(status, 429 | 503);
                assert_eq!(error.is_retryable(), is_retryable, "{operation} {status}");
                assert!(!shown(&error).contains(MARK), "{}", shown(&error));
            }
        }
    }
}

#[tokio::test]
async fn an_answer_of_another_shape_is_unreadable() {
    use Operation::{GetConversation, GetHealth, GetMessage, GetMessages, GetMessagesByExternalId};
    let (mut nameless, mut undated, mut unsent) =
        (stored(MESSAGE), stored(MESSAGE), stored(MESSAGE));
    nameless.as_object_mut().unwrap().remove("messageId");
    undated["createdTimestamp"] = json!(MARK);
    unsent.as_object_mut().unwrap().remove("sender");
    let lists = [GetMessages, GetMessagesByExternalId];
    let error = json!({"error": {"requestId": "8e-1", "code": "404-01", "message": MARK}});
    for (reads, body) in [
        (&READS[..], error.to_string()),
        (&READS[..], format!("<html>{MARK}</html>")),
        (&READS[..], String::new()),
        (&READS[..], "null".into()),
        (&READS[..], json!([MARK]).to_string()),
        (&READS[..], r#"[{"items":[]}]"#.into()),
        (&[GetMessage][..], nameless.to_string()),
        (&[GetMessage][..], undated.to_string()),
        (&[GetMessage][..], unsent.to_string()),
        (&[GetMessage][..], "{}".into()),
        (&lists[..], json!({"items": [stored("M1"), nameless]}).to_string()),
        (&lists[..], json!({"items": MARK}).to_string()),
        (&lists[..], json!({"items": null}).to_string()),
        (&[GetConversation][..], json!({"externalId": "id-111"}).to_string()),
        (&[GetConversation][..], json!({"customer": {"externalId": MARK}}).to_string()),
        (&[GetHealth][..], "{}".into()),
        (&[GetHealth][..], r#"{"healthCheck":null}"#.into()),
        (&[GetHealth][..], json!({"healthCheck": {"status": MARK}}).to_string()),
        (&[GetHealth][..], json!({"status": "SUCCESS"}).to_string()),
    ] {
        let server = answering(200, body.clone()).await;
        for operation in reads {
            let error = read(&server.client(), *operation).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.outcome(), error.status()),
                (ErrorKind::Unreadable, Outcome::Persisted, Some(200)),
                "{operation} {body}"
            );
            assert_eq!(error.body(), Some(body.as_bytes()), "{operation}");
            assert!(!error.is_retryable(), "{operation}: asked again, it is answered the same");
            assert!(!shown(&error).contains(MARK), "{}", shown(&error));
        }
    }
}

#[tokio::test]
async fn health_is_told_in_the_service_s_word() {
    for (body, status, is_success) in [
        (r#"{"healthCheck":"SUCCESS"}"#, HealthStatus::Success, true),
        (r#"{"healthCheck":"SUCCESS","somethingNew":1}"#, HealthStatus::Success, true),
        (r#"{"healthCheck":"FAILED"}"#, HealthStatus::Failed, false),
        (r#"{"healthCheck":"DEGRADED"}"#, HealthStatus::Other("DEGRADED".into()), false),
        (r#"{"healthCheck":"success"}"#, HealthStatus::Other("success".into()), false),
        (r#"{"healthCheck":""}"#, HealthStatus::Other("".into()), false),
    ] {
        let server = answering(200, body).await;
        let health = server.client().health().send().await.unwrap();
        assert_eq!((&health.status, health.status.is_success()), (&status, is_success), "{body}");
        assert_eq!(health.receipt.outcome, Outcome::Persisted);
        assert!(!format!("{health:?}").contains("DEGRADED"));
    }
}
