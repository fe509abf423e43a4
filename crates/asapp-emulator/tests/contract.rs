//! The contract as a judge of requests and answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use asapp_emulator::Contract;
use http::{HeaderMap, HeaderName, HeaderValue};

const CONVERSATIONS: &str = "/conversation/v1/conversations";
const MESSAGES: &str = "/conversation/v1/conversations/01BX5/messages";
const FIND: &str = "/conversation/v1/conversations?externalId=id-111";
const AUTHENTICATE: &str = "/conversation/v1/conversations/01BX5/authenticate";
const MANY: &str = "/metadata-ingestion/v1/many-agent-metadata";
const METADATA: &str = "/metadata-ingestion/v1/single-convo-metadata";
const CONVERSATION: &str = r#"{"externalId":"e","customer":{"externalId":"c"},"timestamp":"2021-11-23T12:13:14Z","more":4111}"#;
const MESSAGE: &str = r#"{"text":"hello","sender":{"role":"agent","externalId":"a"},"timestamp":"2021-11-23T12:13:14.555Z"}"#;

const MANY_SHAPE: &str =
    "manyAgentMetadata: body /errorCount is required; manyAgentMetadata: body /results is required";

type Headers = &'static [(&'static str, &'static str)];

const KEY: Headers = &[("asapp-api-id", "i"), ("asapp-api-secret", "s")];
const KEY_AND_JSON: Headers = &[
    ("asapp-api-id", "i"),
    ("asapp-api-secret", "s"),
    ("content-type", "application/json; charset=utf-8"),
];

fn header_map(headers: Headers) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    map
}

fn judge(method: &str, target: &str, headers: Headers, body: &str) -> Vec<String> {
    let found =
        Contract::published().judge_request(method, target, &header_map(headers), body.as_bytes());
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn good_requests_are_approved() {
    let rows = [
        ("POST", CONVERSATIONS, KEY_AND_JSON, CONVERSATION),
        ("GET", FIND, KEY, ""),
        ("GET", "/conversation/v1/conversations?externalId=", KEY, ""),
        ("GET", "/conversation/v1/conversations/01BX5", KEY, ""),
        ("GET", MESSAGES, KEY, ""),
        ("GET", "/conversation/v1/conversations/01BX5/messages/01BX6", KEY, ""),
        ("GET", "/conversation/v1/conversation/messages?externalId=id-111", KEY, ""),
        ("GET", "/v1/health", KEY, ""),
        ("POST", AUTHENTICATE, KEY_AND_JSON, r#"{"customerExternalId":"c","auth":{"token":"t"}}"#),
        ("POST", MESSAGES, KEY_AND_JSON, MESSAGE),
        (
            "POST",
            METADATA,
            KEY_AND_JSON,
            r#"{"externalConversationId":"a b","platform":null,"attributes":[{}]}"#,
        ),
        (
            "POST",
            METADATA,
            KEY_AND_JSON,
            r#"{"externalConversationId":"e","operatingSystem":"MAC_OS","eventId":null}"#,
        ),
    ];
    for (method, target, headers, body) in rows {
        assert_eq!(judge(method, target, headers, body), [""; 0], "{method} {target}");
    }
    let records = [
        ("agent", r#"{"externalAgentId":"a","concurrency":3,"emailAddress":null}"#),
        ("convo", r#"{"externalConversationId":"c"}"#),
        (
            "customer",
            r#"{"externalConversationId":"c","externalCustomerId":"c","emailAddress":"a@example.com"}"#,
        ),
    ];
    for (subject, record) in records {
        let path = |number: &str| format!("/metadata-ingestion/v1/{number}-{subject}-metadata");
        assert_eq!(judge("POST", &path("single"), KEY_AND_JSON, record), [""; 0]);
        for count in [1, 1000] {
            let many = format!(r#"{{"items":[{}]}}"#, vec![record; count].join(","));
            assert_eq!(judge("POST", &path("many"), KEY_AND_JSON, &many), [""; 0]);
        }
        assert_eq!(judge("POST", &path("many"), KEY_AND_JSON, "{}"), [""; 0], "as published");
    }
    for count in [1, 300] {
        let batch = format!(r#"{{"messages":[{}]}}"#, vec![MESSAGE; count].join(","));
        assert_eq!(judge("POST", &format!("{MESSAGES}/batch"), KEY_AND_JSON, &batch), [""; 0]);
    }
}

#[test]
fn each_departure_is_found() {
    let rows: [(&str, &str, Headers, &str, &str); 37] = [
        ("POST", "/conversation/v1/4111", KEY, "", "path belongs to no operation"),
        ("PUT", CONVERSATIONS, KEY, "", "method belongs to no operation of this path"),
        (
            "POST",
            "/conversation/v1/conversations/a-4111/messages",
            KEY_AND_JSON,
            MESSAGE,
            r#"createMessage: path parameter conversationId must satisfy pattern "^[A-Z0-9]+$""#,
        ),
        ("GET", CONVERSATIONS, KEY, "", "getConversations: query parameter externalId is required"),
        (
            "GET",
            "/conversation/v1/conversations?externalId=1&externalId=1",
            KEY,
            "",
            "getConversations: query parameter externalId must be given once",
        ),
        (
            "GET",
            "/conversation/v1/conversations?externalId=1&page=2",
            KEY,
            "",
            "getConversations: query parameter 2 is not declared",
        ),
        (
            "POST",
            CONVERSATIONS,
            &[
                ("asapp-api-id", "i"),
                ("asapp-api-secret", "s"),
                ("content-type", "application/json; charset=utf-16"),
            ],
            CONVERSATION,
            "createOrUpdateConversation: header content-type must be application/json",
        ),
        (
            "GET",
            "/conversation/v1/conversations?externalId=1&x=%FF",
            KEY,
            "",
            "getConversations: query must be percent-encoded UTF-8",
        ),
        (
            "GET",
            FIND,
            &[("asapp-api-id", "i")],
            "",
            "getConversations: header asapp-api-secret is required",
        ),
        (
            "GET",
            FIND,
            &[("asapp-api-secret", "s")],
            "",
            "getConversations: header asapp-api-id is required",
        ),
        (
            "GET",
            FIND,
            &[("asapp-api-id", ""), ("asapp-api-secret", "s")],
            "",
            "getConversations: header asapp-api-id must not be empty",
        ),
        (
            "GET",
            FIND,
            &[("asapp-api-id", "i"), ("asapp-api-id", "i"), ("asapp-api-secret", "s")],
            "",
            "getConversations: header asapp-api-id must be given once",
        ),
        (
            "GET",
            FIND,
            &[("asapp-api-id", "i"), ("asapp-api-secret", "s"), ("api-version", "0.1")],
            "",
            "getConversations: header api-version is not declared",
        ),
        (
            "GET",
            FIND,
            &[("asapp-api-id", "i"), ("asapp-api-secret", "s"), ("asapp-trace", "4111")],
            "",
            "getConversations: header asapp-trace is not declared",
        ),
        ("GET", FIND, KEY, "{}", "getConversations: body must be empty"),
        ("POST", CONVERSATIONS, KEY_AND_JSON, "", "createOrUpdateConversation: body is required"),
        (
            "POST",
            CONVERSATIONS,
            KEY,
            CONVERSATION,
            "createOrUpdateConversation: header content-type must be application/json",
        ),
        (
            "POST",
            CONVERSATIONS,
            &[("asapp-api-id", "i"), ("asapp-api-secret", "s"), ("content-type", "text/plain")],
            CONVERSATION,
            "createOrUpdateConversation: header content-type must be application/json",
        ),
        (
            "POST",
            CONVERSATIONS,
            KEY_AND_JSON,
            "{4111",
            "createOrUpdateConversation: body must be well-formed JSON",
        ),
        (
            "POST",
            METADATA,
            KEY_AND_JSON,
            r#"{"externalConversationId":"a","externalConversationId":"a"}"#,
            "singleConvoMetadata: body must be well-formed JSON",
        ),
        (
            "POST",
            CONVERSATIONS,
            KEY_AND_JSON,
            r#"{"externalId":"e","customer":{},"timestamp":"2021-11-23T12:13:14Z"}"#,
            "createOrUpdateConversation: body /customer/externalId is required",
        ),
        (
            "POST",
            CONVERSATIONS,
            KEY_AND_JSON,
            r#"{"externalId":"e","customer":{"externalId":"c"},"timestamp":"2021-11-23T12:13:14"}"#,
            r#"createOrUpdateConversation: body /timestamp must satisfy format "date-time""#,
        ),
        (
            "POST",
            CONVERSATIONS,
            KEY_AND_JSON,
            r#"{"externalId":"e","agent":null,"customer":{"externalId":"c"},"timestamp":"2021-11-23T12:13:14Z"}"#,
            r#"createOrUpdateConversation: body /agent must satisfy type "object""#,
        ),
        (
            "POST",
            CONVERSATIONS,
            KEY_AND_JSON,
            r#"{"externalId":"e","customer":{"externalId":"c"},"timestamp":"2021-11-23T12:13:14Z","metadata":{"card 4111":5}}"#,
            r#"createOrUpdateConversation: body /metadata/* must satisfy type "string""#,
        ),
        (
            "POST",
            MESSAGES,
            KEY_AND_JSON,
            r#"{"text":"","sender":{"role":"agent","externalId":"a"},"timestamp":"2021-11-23T12:13:14Z"}"#,
            "createMessage: body /text must satisfy minLength 1",
        ),
        (
            "POST",
            MESSAGES,
            KEY_AND_JSON,
            r#"{"text":"4111","sender":{"role":"bot","externalId":"a"},"timestamp":"2021-11-23T12:13:14Z"}"#,
            r#"createMessage: body /sender/role must satisfy enum ["agent","customer","system"]"#,
        ),
        (
            "POST",
            "/conversation/v1/conversations/01BX5/messages/batch",
            KEY_AND_JSON,
            r#"{"messages":[]}"#,
            "createBatchMessages: body /messages must satisfy minItems 1",
        ),
        (
            "POST",
            METADATA,
            KEY_AND_JSON,
            r#"{"externalConversationId":"!"}"#,
            r#"singleConvoMetadata: body /externalConversationId must satisfy pattern "[a-zA-Z0-9\\-\\_]+""#,
        ),
        (
            "POST",
            METADATA,
            KEY_AND_JSON,
            r#"{"externalConversationId":"a","browserVersion":"41111111111111111"}"#,
            "singleConvoMetadata: body /browserVersion must satisfy maxLength 16",
        ),
        (
            "POST",
            METADATA,
            KEY_AND_JSON,
            r#"{"externalConversationId":"a","deviceType":"4111"}"#,
            r#"singleConvoMetadata: body /deviceType must satisfy enum ["TABLET","PHONE","DESKTOP","WATCH","OTHER",null]"#,
        ),
        (
            "POST",
            METADATA,
            KEY_AND_JSON,
            r#"{"externalConversationId":"a","companySegment":["a",null]}"#,
            r#"singleConvoMetadata: body /companySegment/1 must satisfy type "string""#,
        ),
        ("GET", "/v1/health?externalId=1", KEY, "", "getHealth: query parameter 1 is not declared"),
        (
            "GET",
            "/conversation/v1/conversations/01BX5/messages/a-4111",
            KEY,
            "",
            r#"getMessage: path parameter messageId must satisfy pattern "^[A-Z0-9]+$""#,
        ),
        (
            "POST",
            AUTHENTICATE,
            KEY_AND_JSON,
            r#"{"customerExternalId":"4111","auth":{}}"#,
            "postAuthenticate: body /auth must satisfy minProperties 1",
        ),
        (
            "POST",
            MANY,
            KEY_AND_JSON,
            r#"{"items":[]}"#,
            "manyAgentMetadata: body /items must satisfy minItems 1",
        ),
        (
            "POST",
            MANY,
            KEY_AND_JSON,
            r#"{"items":[{"externalAgentId":"a"},{"externalAgentId":"a","ranking":1.0}]}"#,
            r#"manyAgentMetadata: body /items/1/ranking must satisfy type ["integer","null"]"#,
        ),
        (
            "POST",
            MANY,
            KEY_AND_JSON,
            r#"{"items":[{"externalAgentId":"a","emailAddress":"4111"}]}"#,
            r#"manyAgentMetadata: body /items/0/emailAddress must satisfy format "email""#,
        ),
    ];
    for (method, target, headers, body, expected) in rows {
        let found = judge(method, target, headers, body);
        assert_eq!(found, [expected], "{method} {target}");
    }
}

#[test]
fn targets_are_legal_on_the_wire() {
    for value in
        ["ä", "a b", "a\r\nb", "1#2", "\"", "<", ">", "[", "]", "\\", "^", "`", "{", "|", "}"]
    {
        let target = format!("{FIND}&more={value}");
        let expected = ["getConversations: query must be percent-encoded UTF-8"];
        assert_eq!(judge("GET", &target, KEY, ""), expected, "{target}");
        let path = format!("/conversation/v1/conversations/{value}/messages");
        assert_eq!(judge("POST", &path, KEY_AND_JSON, MESSAGE), ["path belongs to no operation"]);
    }
}

#[test]
fn names_of_the_callers_own_are_not_told() {
    let found = judge("GET", &format!("{FIND}&a&card+4111=5"), KEY, "");
    let expected =
        [2, 3].map(|at| format!("getConversations: query parameter {at} is not declared"));
    assert_eq!(found, expected);
}

#[test]
fn the_departures_told_are_few() {
    let batch = |items: usize| format!(r#"{{"messages":[{}]}}"#, vec!["{}"; items].join(","));
    let judge = |body: &str| judge("POST", &format!("{MESSAGES}/batch"), KEY_AND_JSON, body).len();
    assert_eq!(judge(&batch(2)), 6);
    assert_eq!(judge(&batch(301)), 100);
    assert_eq!(judge(&batch(1 << 17)), 1);
    let answer = format!(r#"{{"items":[{}]}}"#, vec!["{}"; 1 << 17].join(","));
    let json = Some("application/json");
    let found =
        Contract::published().judge_answer("getConversations", 200, json, answer.as_bytes());
    assert_eq!(found.len(), 1);
}

#[test]
fn all_departures_are_found_at_once() {
    let found = judge("POST", "/conversation/v1/conversations/x/messages?a=1", &[], "{}");
    assert_eq!(found.len(), 8, "{found:#?}");
}

#[test]
fn answers() {
    let error = r#"{"error":{"requestId":"r","message":"4111","code":"404-01"}}"#;
    let metadata_error = r#"{"result":{"eventId":"e","error":"4111"}}"#;
    let json = Some("application/json");
    let rows = [
        ("createMessage", 200, json, r#"{"id":"01BX5"}"#, ""),
        (
            "createMessage",
            200,
            json,
            r#"{"id":4111}"#,
            r#"createMessage: body /id must satisfy type "string""#,
        ),
        ("createMessage", 100, json, error, "createMessage: status is not declared"),
        ("createMessage", 201, json, error, "createMessage: status is not declared"),
        ("createMessage", 204, None, "", "createMessage: status is not declared"),
        ("createMessage", 302, json, error, "createMessage: status is not declared"),
        ("createMessage", 399, json, error, "createMessage: status is not declared"),
        ("createMessage", 418, json, error, ""),
        ("createMessage", 599, json, error, ""),
        ("createMessage", 600, json, error, "createMessage: status is not declared"),
        ("createMessage", 65535, json, error, "createMessage: status is not declared"),
        ("createMessage", 404, json, error, ""),
        ("createMessage", 405, json, error, ""),
        ("createMessage", 500, json, "{}", ""),
        (
            "createMessage",
            404,
            json,
            r#"{"error":{"message":"m"}}"#,
            "createMessage: body /error/requestId is required",
        ),
        (
            "createMessage",
            200,
            None,
            "{}",
            "createMessage: header content-type must be application/json",
        ),
        (
            "createMessage",
            200,
            Some("text/html"),
            "{}",
            "createMessage: header content-type must be application/json",
        ),
        ("createMessage", 200, json, "", "createMessage: body must be well-formed JSON"),
        ("createMessage", 503, json, "<html>", "createMessage: body must be well-formed JSON"),
        ("createBatchMessages", 200, json, "{}", ""),
        ("getConversations", 200, json, r#"{"items":[]}"#, ""),
        (
            "getConversations",
            200,
            json,
            r#"{"items":[{"externalId":"e"}]}"#,
            "getConversations: body /items/0/customer is required",
        ),
        ("singleConvoMetadata", 400, json, metadata_error, ""),
        ("singleConvoMetadata", 400, json, error, "singleConvoMetadata: body /result is required"),
        ("singleConvoMetadata", 404, json, error, ""),
        ("manyAgentMetadata", 400, json, r#"{"errorCount":1,"results":[{"error":"4111"}]}"#, ""),
        ("manyAgentMetadata", 400, json, error, MANY_SHAPE),
        ("manyAgentMetadata", 413, json, error, ""),
        ("postAuthenticate", 204, None, "", ""),
        ("postAuthenticate", 204, None, "{}", "postAuthenticate: body must be empty"),
        ("postAuthenticate", 200, json, "{}", "postAuthenticate: status is not declared"),
        ("getHealth", 200, json, r#"{"healthCheck":"FAILED"}"#, ""),
        ("getConversation", 200, json, r#"{"externalId":"e","customer":{"externalId":"c"}}"#, ""),
        (
            "getMessages",
            200,
            json,
            r#"{"items":[{"text":"x","sender":{"role":"agent"},"messageId":"m","createdTimestamp":"2021-11-23T12:13:14Z","clientTimestamp":"4111"}]}"#,
            r#"getMessages: body /items/0/clientTimestamp must satisfy format "date-time""#,
        ),
        ("deleteMessage", 200, json, "{}", "operation is not in the contract"),
    ];
    for (operation, status, content_type, body, expected) in rows {
        let found =
            Contract::published().judge_answer(operation, status, content_type, body.as_bytes());
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.join("; "), expected, "{operation} {status} {body}");
    }
}

#[test]
fn answers_without_content_and_without_default() {
    let document = serde_json::json!({"openapi": "3.0.1", "paths": {"/c": {"post": {
        "operationId": "post",
        "responses": {"204": {"description": "none"}, "4XX": {"description": "none"}},
    }}}});
    let contract = Contract::from_documents([document]).unwrap();
    let rows = [
        (204, "", ""),
        (204, "{}", "post: body must be empty"),
        (499, "", ""),
        (200, "", "post: status is not declared"),
        (500, "", "post: status is not declared"),
    ];
    for (status, body, expected) in rows {
        let found = contract.judge_answer("post", status, None, body.as_bytes());
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.join("; "), expected, "{status} {body}");
    }
}
