//! Credentials of customers.

use crate::support::{Api, CONVERSATIONS, Raw, reply};
use serde_json::{Value, json};

#[tokio::test]
async fn credentials_are_stored_and_shown_to_nobody() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let path = format!("{CONVERSATIONS}/{id}/authenticate");
    let rows = [
        (json!({"token": "mark"}), json!(["token"])),
        (
            json!({"token": "mark", "body": {"mark": 1}, "headers": {"mark": "mark"}, "cookies": {}, "mark": "mark"}),
            json!(["body", "cookies", "headers", "token"]),
        ),
        (json!({"mark": {"mark": "mark"}}), json!([])),
    ];
    for (auth, _) in &rows {
        let body = json!({"customerExternalId": "somebody-else", "auth": auth, "streamId": "s-1", "extra": "mark"});
        let answer = api.post(&path, body).await.judged("postAuthenticate");
        assert_eq!((answer.status, answer.body), (204, Value::Null));
    }

    let stored = api.emulator.authentications();
    assert_eq!(stored.len(), rows.len());
    let state = reply(api.anonymous("GET", "/_emulator/state")).await;
    for (at, (auth, kinds)) in rows.iter().enumerate() {
        assert_eq!(stored[at].conversation_id, id);
        assert_eq!(stored[at].customer_external_id, "somebody-else");
        assert_eq!(stored[at].stream_id.as_deref(), Some("s-1"));
        assert_eq!(stored[at].auth(), auth);
        let shown = &state.body["authentications"][at];
        assert_eq!(shown["auth"], *kinds);
        assert_eq!(shown["conversationId"], id.as_str());
        assert_eq!(shown["customerExternalId"], "somebody-else");
        assert_eq!(shown["streamId"], "s-1");
        assert_eq!(shown["createdTimestamp"], json!(stored[at].created_timestamp));
    }
    assert!(!state.body["authentications"].to_string().contains("mark"), "{}", state.body);
}

#[tokio::test]
async fn a_stream_is_not_needed() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let body = json!({"customerExternalId": "customer-x", "auth": {"token": "t"}});
    let path = format!("{CONVERSATIONS}/{id}/authenticate");
    assert_eq!(api.post(&path, body).await.judged("postAuthenticate").status, 204);
    assert_eq!(api.emulator.authentications()[0].stream_id, None);
}

#[tokio::test]
async fn nothing_comes_after_the_head_of_a_204() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let body = r#"{"customerExternalId":"customer-x","auth":{"token":"t"}}"#;
    let mut raw = Raw::connect(&api.emulator).await;
    let length = format!("content-length: {}\r\n", body.len());
    raw.head("POST", &format!("{CONVERSATIONS}/{id}/authenticate"), &length).await;
    raw.write(body.as_bytes()).await;
    raw.head("GET", "/nothing", "connection: close\r\n").await;
    let answers = raw.rest().await;
    let (head, next) = answers.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 204 "), "{answers}");
    for header in ["content-length", "content-type", "transfer-encoding"] {
        assert!(!head.to_ascii_lowercase().contains(header), "{head}");
    }
    assert!(next.starts_with("HTTP/1.1 404 "), "{answers}");
}
