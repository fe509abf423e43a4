//! Every class of error, in the API's shape and in the documented order.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::support::{
    Api, CONVERSATIONS, MESSAGES_BY_EXTERNAL_ID, METADATA, Raw, conversation, message, reply,
    target,
};
use asapp_emulator::{API_ID, API_SECRET, Contract, Emulator, FORBIDDEN_API_ID};
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
async fn every_operation_wants_a_key_with_the_product() {
    let api = Api::start().await;
    for operation in Contract::published().operations() {
        let request = || api.anonymous(operation.method(), &target(operation, "01BX5"));
        let anonymous = reply(request()).await.judged(operation.id());
        assert_eq!(anonymous.error().0, "401-01", "{operation:?}");
        let forbidden = request()
            .header("asapp-api-id", FORBIDDEN_API_ID)
            .header("asapp-api-secret", API_SECRET);
        let forbidden = reply(forbidden).await.judged(operation.id());
        assert_eq!(forbidden.error().0, "403-01", "{operation:?}");
    }
    assert_eq!(api.emulator.requests(), 2 * 16);
}

#[tokio::test]
async fn no_path_knows_head() {
    let api = Api::start().await;
    let mut paths: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for operation in Contract::published().operations() {
        let target = target(operation, "01BX5");
        let path = target.split('?').next().unwrap().to_owned();
        paths.entry(path).or_default().insert(operation.method());
    }
    for (path, methods) in paths {
        let head = reply(api.request("HEAD", &path)).await;
        assert_eq!((head.status, head.body), (405, Value::Null), "{path}");
        let allow = Vec::from_iter(methods).join(", ");
        assert_eq!(head.headers["allow"], allow.as_str(), "{path}");
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
        ("POST", "/conversation/v1/conversations/01BX5", 405, "GET"),
        ("PUT", "/conversation/v1/conversations/01BX5/messages", 405, "GET, POST"),
        ("DELETE", "/conversation/v1/conversations/01BX5/messages/01BX5", 405, "GET"),
        ("GET", "/conversation/v1/conversations/01BX5/messages/batch", 405, "POST"),
        ("GET", "/conversation/v1/conversations/01BX5/authenticate", 405, "POST"),
        ("POST", "/conversation/v1/conversation/messages", 405, "GET"),
        ("GET", "/conversation/v1/conversation", 404, ""),
        ("GET", "/conversation/v1/conversation/01BX5/messages", 404, ""),
        ("POST", "/v1/health", 405, "GET"),
        ("GET", "/v1/health/", 404, ""),
        ("GET", "/metadata-ingestion/v1/many-convo-metadata", 405, "POST"),
        ("POST", "/metadata-ingestion/v1/many-conversation-metadata", 404, ""),
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
}

#[tokio::test]
async fn schema_faults() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let messages = format!("{CONVERSATIONS}/{id}/messages");
    let batch = format!("{messages}/batch");
    let authenticate = format!("{CONVERSATIONS}/{id}/authenticate");
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
        (
            "postAuthenticate",
            &authenticate,
            json!({"customerExternalId": "4111", "token": "4111"}),
            "[Path '/auth'] is required",
        ),
        (
            "postAuthenticate",
            &authenticate,
            json!({"customerExternalId": "4111", "auth": {}}),
            "[Path '/auth'] must satisfy minProperties 1",
        ),
        (
            "postAuthenticate",
            &authenticate,
            json!({"auth": {"headers": ["4111"], "token": {"4111": 1}}}),
            "[Path '/auth/headers'] must satisfy type \"object\"",
        ),
        (
            "postAuthenticate",
            &authenticate,
            json!({"customerExternalId": "4111", "auth": {"token": "4111"}, "streamId": null}),
            "[Path '/streamId'] must satisfy type",
        ),
        (
            "postAuthenticate",
            "/conversation/v1/conversations/a-b/authenticate",
            json!({"customerExternalId": "4111", "auth": {"token": "4111"}}),
            "path parameter conversationId",
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
    assert!(api.emulator.authentications().is_empty());
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
    for (operation, path) in
        [("getConversations", CONVERSATIONS), ("getMessagesByExternalId", MESSAGES_BY_EXTERNAL_ID)]
    {
        for (query, expected) in rows {
            let reply = api.get(&format!("{path}{query}")).await.judged(operation);
            let (code, message) = reply.error();
            assert_eq!(code, "400-03");
            assert!(message.contains(expected) && !message.contains("4111"), "{message}");
        }
    }
}

#[tokio::test]
async fn ids_in_paths() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let rows = [
        ("getConversation", "a-b".to_owned(), "path parameter conversationId"),
        ("getConversation", "%2F".to_owned(), "path parameter conversationId"),
        ("getMessages", "a-b/messages".to_owned(), "path parameter conversationId"),
        ("getMessage", "a-b/messages/01BX5".to_owned(), "path parameter conversationId"),
        ("getMessage", format!("{id}/messages/Batch"), "path parameter messageId"),
        ("getMessage", format!("{id}/messages/a-b"), "path parameter messageId"),
    ];
    for (operation, path, expected) in rows {
        let reply = api.get(&format!("{CONVERSATIONS}/{path}")).await.judged(operation);
        let (code, message) = reply.error();
        assert_eq!(code, "400-03", "{path}");
        assert!(message.contains(expected), "{message}");
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
async fn unknown_conversations() {
    let api = Api::start().await;
    let bodies = [
        ("createMessage", message("x")),
        ("createBatchMessages", json!({"messages": [message("x")]})),
        ("postAuthenticate", json!({"customerExternalId": "x", "auth": {"token": "x"}})),
    ];
    let mut seen = 0;
    let published = Contract::published().operations();
    for operation in published.filter(|operation| operation.path().contains('{')) {
        let path = target(operation, "01BX5ZZKBKACTAV9WEVGEMMVRZ");
        let mut request = api.request(operation.method(), &path);
        if let Some((_, body)) = bodies.iter().find(|(id, _)| *id == operation.id()) {
            request = request.json(body);
        }
        let reply = reply(request).await.judged(operation.id());
        assert_eq!(reply.error(), ("404-01", "Conversation not found"), "{operation:?}");
        seen += 1;
    }
    assert_eq!(seen, 6);
    assert!(api.emulator.authentications().is_empty());
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
