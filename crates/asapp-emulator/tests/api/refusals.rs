//! Every class of error, in the API's shape and in the documented order.

use std::collections::HashSet;

use crate::support::{Api, CONVERSATIONS, METADATA, Raw, conversation, message, reply};
use asapp_emulator::{API_ID, API_SECRET, Emulator, FORBIDDEN_API_ID};
use serde_json::{Value, json};

#[tokio::test]
async fn credentials() {
    let api = Api::start().await;
    let (id, secret) = (("asapp-api-id", API_ID), ("asapp-api-secret", API_SECRET));
    let rows: [(&[(&str, &str)], &str); 11] = [
        (&[id, secret], "200"),
        (&[], "401-01"),
        (&[id], "401-01"),
        (&[secret], "401-01"),
        (&[id, ("asapp-api-secret", "wrong")], "401-01"),
        (&[("asapp-api-id", "wrong"), secret], "401-01"),
        (&[id, ("asapp-api-secret", "")], "401-01"),
        (&[id, id, secret], "401-01"),
        (&[id, secret, secret], "401-01"),
        (&[("asapp-api-id", FORBIDDEN_API_ID), secret], "403-01"),
        (&[("asapp-api-id", FORBIDDEN_API_ID), ("asapp-api-secret", "wrong")], "401-01"),
    ];
    for (headers, expected) in rows {
        let mut request = api.anonymous("GET", &format!("{CONVERSATIONS}?externalId=x"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let reply = reply(request).await.judged("getConversations");
        let found = if reply.status == 200 { "200" } else { reply.error().0 };
        assert_eq!(found, expected, "{headers:?}");
    }
}

#[tokio::test]
async fn further_credentials() {
    let emulator =
        Emulator::builder().credentials("other-id", "other-secret").start().await.unwrap();
    let rows = [
        ("other-id", "other-secret", 200),
        (API_ID, API_SECRET, 200),
        ("other-id", API_SECRET, 401),
        (API_ID, "other-secret", 401),
    ];
    for (id, secret, expected) in rows {
        let request = reqwest::Client::new()
            .get(format!("{}{CONVERSATIONS}?externalId=x", emulator.url()))
            .header("asapp-api-id", id)
            .header("asapp-api-secret", secret);
        assert_eq!(reply(request).await.status, expected, "{id} {secret}");
    }
}

#[tokio::test]
async fn paths_and_methods() {
    let api = Api::start().await;
    let rows = [
        ("GET", "/", 404, ""),
        ("GET", "/conversation/v1/conversations/", 404, ""),
        ("GET", "/conversation/v1/nothing", 404, ""),
        ("POST", "/conversation/v1/conversations//messages", 404, ""),
        ("DELETE", CONVERSATIONS, 405, "GET, POST"),
        ("BREW", CONVERSATIONS, 405, "GET, POST"),
        ("GET", METADATA, 405, "POST"),
        ("PUT", "/conversation/v1/conversations/01BX5/messages/batch", 405, "POST"),
    ];
    for (method, path, status, allow) in rows {
        let reply = reply(api.request(method, path)).await;
        assert_eq!(reply.status, status, "{method} {path}");
        assert_eq!(reply.error().0, format!("{status}-01"));
        let given =
            reply.headers.get("allow").map(|allow| allow.to_str().unwrap()).unwrap_or_default();
        assert_eq!(given, allow, "{method} {path}");
    }
    let head = reply(api.request("HEAD", CONVERSATIONS)).await;
    assert_eq!((head.status, head.body), (405, Value::Null));
    assert_eq!(head.headers["allow"], "GET, POST");
}

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
    let metadata =
        api.post_text(METADATA, " ".repeat(LIMIT + 1)).await.judged("singleConvoMetadata");
    assert_eq!(metadata.error().0, "413-01");
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
    let rows = [
        ("GET", format!("{CONVERSATIONS}?externalId=id-111")),
        ("POST", CONVERSATIONS.to_owned()),
        ("POST", format!("{CONVERSATIONS}/{id}/messages")),
        ("POST", format!("{CONVERSATIONS}/{id}/messages/batch")),
        ("POST", METADATA.to_owned()),
    ];
    for (method, target) in rows {
        let mut raw = Raw::connect(&api.emulator).await;
        raw.head(method, &target, "transfer-encoding: chunked\r\n").await;
        raw.write(b"2\r\n{}\r\nno length\r\n").await;
        let answer = raw.rest().await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 400 ") && head.contains("connection: close"), "{head}");
        let body: Value = serde_json::from_str(body).unwrap();
        if target == METADATA {
            assert_metadata_refusal(&body, None, "The body broke off");
        } else {
            assert_eq!(body["error"]["code"], "400-01");
            assert_eq!(body["error"]["message"], "The body broke off");
        }
    }
    assert_eq!(api.emulator.conversations().len(), 1);
    assert!(api.emulator.messages(&id).is_empty());
    assert!(api.emulator.conversation_metadata().is_empty());
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
        r#"{"externalId":"a","externalId":"b"}"#,
        r#""\ud800""#,
        &deep,
    ];
    for text in rows {
        for (operation, path) in [
            ("createOrUpdateConversation", CONVERSATIONS.to_owned()),
            ("createMessage", format!("{CONVERSATIONS}/{id}/messages")),
            ("createBatchMessages", format!("{CONVERSATIONS}/{id}/messages/batch")),
        ] {
            let reply = api.post_text(&path, text.to_owned()).await.judged(operation);
            assert_eq!(reply.error().0, "400-01", "{operation}");
        }
        let reply = api.post_text(METADATA, text.to_owned()).await.judged("singleConvoMetadata");
        assert_metadata_refusal(&reply.body, None, "not well-formed JSON");
        assert_eq!(reply.status, 400);
    }
    assert_eq!(api.emulator.conversations().len(), 1);
}

#[tokio::test]
async fn schema_faults() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let messages = format!("{CONVERSATIONS}/{id}/messages");
    let batch = format!("{messages}/batch");
    let with = |mut value: Value, pointer: &str, new: Value| {
        *value.pointer_mut(pointer).unwrap() = new;
        value
    };
    let rows = [
        (
            "createOrUpdateConversation",
            CONVERSATIONS,
            json!({}),
            "[Path '/externalId'] is required",
        ),
        ("createOrUpdateConversation", CONVERSATIONS, json!([]), "[Path ''] must satisfy type"),
        (
            "createOrUpdateConversation",
            CONVERSATIONS,
            with(conversation("x"), "/timestamp", json!("2024-08-14T00:00:00.000K")),
            "[Path '/timestamp'] must satisfy format",
        ),
        (
            "createOrUpdateConversation",
            CONVERSATIONS,
            with(conversation("x"), "/customer", json!({"name": "n"})),
            "[Path '/customer/externalId'] is required",
        ),
        ("createMessage", &messages, message(""), "[Path '/text'] must satisfy minLength 1"),
        (
            "createMessage",
            &messages,
            with(message("4111"), "/sender/role", json!("4111")),
            "[Path '/sender/role'] must satisfy enum",
        ),
        (
            "createMessage",
            &messages,
            with(message("4111"), "/sender/externalId", json!(4111)),
            "[Path '/sender/externalId'] must satisfy type",
        ),
        (
            "createOrUpdateConversation",
            CONVERSATIONS,
            json!({"externalId": "x", "customer": {"externalId": "x"}, "timestamp": "2021-11-23T12:13:14Z",
                "metadata": {"card 4111": 5}}),
            "[Path '/metadata/*'] must satisfy type",
        ),
        (
            "createMessage",
            "/conversation/v1/conversations/a-b/messages",
            message("4111"),
            "path parameter conversationId",
        ),
        ("createBatchMessages", &batch, json!({}), "[Path '/messages'] is required"),
        (
            "createBatchMessages",
            &batch,
            json!({"messages": null}),
            "[Path '/messages'] must satisfy type",
        ),
        (
            "createBatchMessages",
            &batch,
            json!({"messages": [message("4111"), with(message("4111"), "/timestamp", json!("4111"))]}),
            "[Path '/messages/1/timestamp']",
        ),
        (
            "createBatchMessages",
            &batch,
            json!({"messages": vec![json!({"text": "4111"}); 300]}),
            "[Path '/messages/4/timestamp'] is required, and more",
        ),
    ];
    for (operation, path, body, expected) in rows {
        let reply = api.post(path, body).await.judged(operation);
        let (code, message) = reply.error();
        assert_eq!(code, "400-03", "{message}");
        assert!(message.contains(expected), "{message}");
        assert!(!message.contains("4111"), "{message}");
    }
    assert!(api.emulator.messages(&id).is_empty());
}

#[tokio::test]
async fn queries() {
    let api = Api::start().await;
    let rows = [
        ("", "query parameter externalId] is required"),
        ("?", "query parameter externalId] is required"),
        ("?externalid=4111", "query parameter externalId] is required"),
        ("?externalId=4111&externalId=4111", "query parameter externalId] must be given once"),
        ("?externalId=4111%FF", "query] must be percent-encoded UTF-8"),
    ];
    for (query, expected) in rows {
        let reply = api.get(&format!("{CONVERSATIONS}{query}")).await.judged("getConversations");
        let (code, message) = reply.error();
        assert_eq!(code, "400-03");
        assert!(message.contains(expected) && !message.contains("4111"), "{message}");
    }
}

#[tokio::test]
async fn raw_utf_8_in_a_query() {
    let api = Api::start().await;
    let mut raw = Raw::connect(&api.emulator).await;
    let target = format!("{CONVERSATIONS}?externalId=ä");
    raw.head("GET", &target, "connection: close\r\n").await;
    let answer = raw.rest().await;
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("400-03"), "{answer}");
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

#[tokio::test]
async fn an_event_id_at_fault_is_not_echoed_from_a_huge_body() {
    let api = Api::start().await;
    let padding = "4".repeat(1 << 20);
    for event_id in ["!", &padding] {
        let record = json!({"eventId": event_id, "padding": padding});
        let reply = api.post(METADATA, record).await.judged("singleConvoMetadata");
        assert_metadata_refusal(&reply.body, None, "is required");
    }
    let record = json!({"eventId": "event-1", "padding": padding});
    let reply = api.post(METADATA, record).await.judged("singleConvoMetadata");
    assert_metadata_refusal(&reply.body, Some("event-1"), "is required");
}

#[tokio::test]
async fn metadata_faults_have_their_own_shape() {
    let api = Api::start().await;
    let long = "4".repeat(257);
    let rows = [
        (json!({}), None, "[Path '/externalConversationId'] is required"),
        (
            json!({"eventId": "event-1"}),
            Some("event-1"),
            "[Path '/externalConversationId'] is required",
        ),
        (json!({"eventId": null}), None, "is required"),
        (json!({"eventId": "!"}), None, "[Path '/eventId'] must satisfy pattern"),
        (json!({"externalConversationId": long, "eventId": 7}), None, "maxLength 256"),
        (
            json!({"externalConversationId": "x", "eventId": "e", "platform": "FAX"}),
            Some("e"),
            "[Path '/platform']",
        ),
        (
            json!({"externalConversationId": null, "eventId": "e"}),
            Some("e"),
            "[Path '/externalConversationId']",
        ),
        (
            json!({"externalConversationId": "x", "attributes": vec![json!({}); 11]}),
            None,
            "maxItems 10",
        ),
        (json!("x"), None, "[Path '']"),
    ];
    let mut event_ids = HashSet::new();
    for (record, event_id, expected) in rows {
        let reply = api.post(METADATA, record).await.judged("singleConvoMetadata");
        assert_eq!(reply.status, 400);
        assert_metadata_refusal(&reply.body, event_id, expected);
        event_ids.insert(reply.body["result"]["eventId"].to_string());
    }
    assert_eq!(event_ids.len(), 8, "generated ids differ");
    assert!(api.emulator.conversation_metadata().is_empty());
}

fn assert_metadata_refusal(body: &Value, event_id: Option<&str>, reason: &str) {
    let error = body["result"]["error"].as_str().unwrap();
    assert!(error.starts_with("FAIL_BAD_PARAMS: ERROR: ") && error.contains(reason), "{error}");
    let given = body["result"]["eventId"].as_str().unwrap();
    match event_id {
        Some(expected) => assert_eq!(given, expected),
        None => assert_eq!(given.len(), 36),
    }
    assert!(body.get("error").is_none());
}

#[tokio::test]
async fn unknown_conversations() {
    let api = Api::start().await;
    let path = format!("{CONVERSATIONS}/01BX5ZZKBKACTAV9WEVGEMMVRZ/messages");
    assert_eq!(api.post(&path, message("x")).await.judged("createMessage").error().0, "404-01");
    let batch = json!({"messages": [message("x")]});
    let reply = api.post(&format!("{path}/batch"), batch).await.judged("createBatchMessages");
    assert_eq!(reply.error().0, "404-01");
}

#[tokio::test]
async fn checks_come_in_order() {
    let api = Api::start().await;
    let unknown = format!("{CONVERSATIONS}/01BX5/messages");
    let too_long = " ".repeat((10 << 20) + 1);
    let forbidden = |request: reqwest::RequestBuilder| {
        request.header("asapp-api-id", FORBIDDEN_API_ID).header("asapp-api-secret", API_SECRET)
    };
    let json =
        |request: reqwest::RequestBuilder| request.header("content-type", "application/json");
    let rows = [
        (api.anonymous("GET", "/nothing"), 401),
        (forbidden(api.anonymous("GET", "/nothing")), 403),
        (api.request("BREW", "/nothing"), 404),
        (api.request("PUT", CONVERSATIONS).body(too_long.clone()), 405),
        (api.request("POST", CONVERSATIONS).body(too_long.clone()), 415),
        (json(api.request("POST", &unknown)).body(too_long), 413),
        (json(api.request("POST", &unknown)).body("{"), 400),
        (json(api.request("POST", &unknown)).body("{}"), 400),
        (json(api.request("POST", &unknown)).body(message("x").to_string()), 404),
    ];
    let mut request_ids = HashSet::new();
    for (request, expected) in rows {
        let reply = reply(request).await;
        assert_eq!(reply.status, expected);
        reply.error();
        request_ids.insert(reply.body["error"]["requestId"].to_string());
    }
    assert_eq!(request_ids.len(), 9, "request ids are unique");
    assert_eq!(api.emulator.requests(), 9);
}

#[tokio::test]
async fn the_state_is_shown_to_loopback_names_only() {
    let api = Api::start().await;
    let rows = [
        ("GET", "/_emulator/state", "localhost", 200),
        ("GET", "/_emulator/state", "rebound.example.com", 403),
        ("POST", "/_emulator/state", "localhost", 405),
        ("GET", "/_emulator/nothing", "localhost", 404),
    ];
    for (method, path, host, expected) in rows {
        let reply = reply(api.anonymous(method, path).header("host", host)).await;
        assert_eq!(reply.status, expected, "{method} {path} {host}");
        if expected != 200 {
            reply.error();
        }
    }

    let wide = Emulator::builder().host([0, 0, 0, 0].into()).start().await.unwrap();
    assert!(wide.url().starts_with("http://127.0.0.1:"), "{}", wide.url());
    let request = reqwest::Client::new()
        .get(format!("{}/_emulator/state", wide.url()))
        .header("host", "my-host");
    assert_eq!(reply(request).await.status, 200);
}
