//! Bodies: their type, their size, and whether they can be read.

use crate::support::{Api, CONVERSATIONS, Raw, conversation, reason, reply, target};
use asapp_emulator::Contract;
use serde_json::{Value, json};

#[tokio::test]
async fn media_types() {
    let api = Api::start().await;
    let rows: [(&[&str], u16); 9] = [
        (&["application/json"], 200),
        (&["Application/JSON; charset=UTF-8"], 200),
        (&["application/json; charset=\"utf-8\""], 200),
        (&["application/json; charset=utf-16"], 415),
        (&[], 415),
        (&["text/plain"], 415),
        (&["application/problem+json"], 415),
        (&["application/x-www-form-urlencoded"], 415),
        (&["application/json", "application/json"], 415),
    ];
    for (content_types, expected) in rows {
        let mut request = api.request("POST", CONVERSATIONS).body(conversation("x").to_string());
        for content_type in content_types {
            request = request.header("content-type", *content_type);
        }
        let reply = reply(request).await.judged("createOrUpdateConversation");
        assert_eq!(reply.status, expected, "{content_types:?}");
        if expected == 415 {
            assert_eq!(reply.error().0, "415-01");
        }
    }
}

#[tokio::test]
async fn body_sizes() {
    const LIMIT: usize = 10 << 20;
    let api = Api::start().await;
    let padded = |length: usize| {
        let body = conversation("x").to_string();
        body.clone() + &" ".repeat(length - body.len())
    };
    assert_eq!(
        api.post_text(CONVERSATIONS, padded(LIMIT))
            .await
            .judged("createOrUpdateConversation")
            .status,
        200
    );
    let too_long =
        api.post_text(CONVERSATIONS, padded(LIMIT + 1)).await.judged("createOrUpdateConversation");
    assert_eq!(too_long.error().0, "413-01");
}

#[tokio::test]
async fn every_body_is_held_to_its_type_and_size() {
    let api = Api::start().await;
    let published = Contract::published().operations();
    for operation in published.filter(|operation| operation.has_request_body()) {
        let target = target(operation, "01BX5");
        let text = reply(api.request("POST", &target).body("{}")).await.judged(operation.id());
        assert_eq!(text.error().0, "415-01");
        let too_long = api.post_text(&target, " ".repeat((10 << 20) + 1)).await;
        assert_eq!(too_long.judged(operation.id()).error().0, "413-01");
    }
    assert_eq!(api.emulator.requests(), 2 * 10);
}

#[tokio::test]
async fn an_endless_body_is_answered_and_cut_off() {
    let api = Api::start().await;
    let mut raw = Raw::connect(&api.emulator).await;
    raw.head("POST", CONVERSATIONS, &format!("content-length: {}\r\n", 1_u64 << 40)).await;
    let megabyte = vec![b' '; 1 << 20];
    for _ in 0..64 {
        raw.write(&megabyte).await;
    }
    raw.write(b" ").await;
    let answer = raw.rest().await;
    assert!(
        answer.starts_with("HTTP/1.1 413 ") && answer.contains("connection: close"),
        "{answer}"
    );
}

#[tokio::test]
async fn the_connection_outlives_a_body_that_is_too_long() {
    let api = Api::start().await;
    let too_long = vec![b' '; (10 << 20) + 1];
    let mut raw = Raw::connect(&api.emulator).await;
    raw.head("POST", CONVERSATIONS, &format!("content-length: {}\r\n", too_long.len())).await;
    raw.write(&too_long).await;
    raw.head("GET", "/nothing", "connection: close\r\n").await;
    let answers = raw.rest().await;
    assert!(answers.starts_with("HTTP/1.1 413 "), "{answers}");
    assert!(answers.contains("HTTP/1.1 404 "), "{answers}");
}

#[tokio::test]
async fn a_body_that_breaks_off() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    for operation in Contract::published().operations() {
        let mut raw = Raw::connect(&api.emulator).await;
        let target = target(operation, &id);
        raw.head(operation.method(), &target, "transfer-encoding: chunked\r\n").await;
        raw.write(b"2\r\n{}\r\nno length\r\n").await;
        let answer = raw.rest().await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 400 ") && head.contains("connection: close"), "{head}");
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(reason(operation.id(), "400-01", &body), "The body broke off");
    }
    assert_eq!(api.emulator.requests(), 17);
    assert_nothing_stored(&api, &id);
}

#[tokio::test]
async fn malformed_json() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let deep = "[".repeat(100_000);
    let rows = [
        "",
        "{",
        "null x",
        "\u{feff}{}",
        r#"{"items":[{"a":1,"a":1}]}"#,
        r#"{"externalId":"a","externalId":"b"}"#,
        r#""\ud800""#,
        &deep,
    ];
    let published = Contract::published().operations();
    for operation in published.filter(|operation| operation.has_request_body()) {
        for text in rows {
            let reply = api.post_text(&target(operation, &id), text.to_owned()).await;
            let reply = reply.judged(operation.id());
            assert_eq!(reply.status, 400);
            let reason = reason(operation.id(), "400-01", &reply.body);
            assert!(reason.contains("not well-formed JSON: line 1"), "{reason}");
        }
    }
    assert_eq!(api.emulator.requests(), 1 + 10 * 8);
    assert_nothing_stored(&api, &id);
}

fn assert_nothing_stored(api: &Api, id: &str) {
    assert_eq!(api.emulator.conversations().len(), 1);
    assert!(api.emulator.messages(id).is_empty());
    assert!(api.emulator.authentications().is_empty());
    assert!(api.emulator.conversation_metadata().is_empty());
    assert!(api.emulator.agent_metadata().is_empty());
    assert!(api.emulator.customer_metadata().is_empty());
}

#[tokio::test]
async fn a_huge_body_is_refused_by_its_first_fault() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let batch = json!({"messages": vec![json!({}); 1 << 17]});
    let reply = api.post(&format!("{CONVERSATIONS}/{id}/messages/batch"), batch).await;
    let (code, message) = reply.error();
    assert_eq!((code, message.matches("Path").count()), ("400-03", 1), "{message}");
    assert!(!message.contains("more"), "{message}");
}
