//! What no client should send: each is answered in the API's shape, and the connection stays usable or is closed
//! properly.

use std::io::Write;
use std::time::Duration;

use asapp_emulator::{API_ID, API_SECRET, Contract};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::support::{
    Api, CONVERSATIONS, MESSAGES_BY_EXTERNAL_ID, Raw, Wire, conversation, good_request, message,
    reason, reply, stored, target,
};

const CREDENTIALS: &str = "asapp-api-id: test-id\r\nasapp-api-secret: test-secret\r\n";

/// Holds that another request on the same connection is answered.
async fn assert_usable(raw: &mut Raw) {
    raw.head("GET", "/v1/health", "").await;
    assert_eq!(raw.answer().await.status, 200);
}

#[tokio::test]
async fn any_other_method_is_told_the_ones_there_are() {
    let api = Api::start().await;
    let mut raw = Raw::connect(&api.emulator).await;
    for method in
        ["TRACE", "OPTIONS", "PATCH", "DELETE", "FOO", "get", "M-SEARCH", "!#$%&'*+-.^_`|~"]
    {
        for (path, allow) in [
            (CONVERSATIONS, "GET, POST"),
            (MESSAGES_BY_EXTERNAL_ID, "GET"),
            ("/conversation/v1/conversations/01BX5/authenticate", "POST"),
        ] {
            raw.head(method, path, "").await;
            let wire = raw.answer().await;
            assert_eq!((wire.status, wire.header("allow")), (405, Some(allow)), "{method}");
            assert_eq!(wire.code(), "405-01");
        }
    }
    raw.head("HEAD", CONVERSATIONS, "").await;
    let head = raw.interim().await;
    assert!(head.starts_with("HTTP/1.1 405 ") && head.contains("allow: GET, POST"), "{head}");
    assert_usable(&mut raw).await;
}

#[tokio::test]
async fn targets_that_are_no_paths() {
    let api = Api::start().await;
    let absolute = format!("http://other.example.com{CONVERSATIONS}?externalId=x");
    let rows = [
        ("GET", absolute.as_str(), 200),
        ("GET", "http://other.example.com", 404),
        ("OPTIONS", "*", 404),
        ("GET", "no-slash", 404),
        ("CONNECT", "other.example.com:443", 404),
        ("GET", "/conversation/v1/../v1/conversations?externalId=x", 404),
        ("GET", "/conversation/v1/%63onversations?externalId=x", 200),
        ("GET", "/%2Fv1/health", 404),
        ("GET", "/v1//health", 404),
        ("GET", "/v1/health;a=b", 404),
        ("GET", "/v1/health?", 200),
        ("GET", "/v1/health?%FF", 400),
    ];
    for (method, target, expected) in rows {
        let mut raw = Raw::connect(&api.emulator).await;
        raw.head(method, target, "").await;
        let wire = raw.answer().await;
        assert_eq!(wire.status, expected, "{method} {target}");
        if expected != 200 {
            assert!(wire.code().starts_with(&expected.to_string()));
        }
        assert_usable(&mut raw).await;
    }
}

#[tokio::test]
async fn odd_ids_in_paths() {
    let api = Api::start().await;
    let mut raw = Raw::connect(&api.emulator).await;
    let long = "A".repeat(10_000);
    let rows = [
        ("01BX5", 404),
        ("%30%31BX5", 404),
        ("a-b", 400),
        ("%00", 400),
        ("..", 400),
        ("a%2Fb", 400),
        ("%C3%A4", 400),
        ("%FF", 404),
        ("%", 404),
        ("%4", 404),
        ("a|b", 404),
        ("%20", 400),
        (&long, 404),
    ];
    for (id, expected) in rows {
        raw.head("GET", &format!("{CONVERSATIONS}/{id}"), "").await;
        let wire = raw.answer().await;
        assert_eq!(wire.status, expected, "{id}");
        assert!(wire.code().starts_with(&expected.to_string()));
    }
    assert_usable(&mut raw).await;
}

#[tokio::test]
async fn queries_that_repeat_or_are_empty() {
    let api = Api::start().await;
    let mut raw = Raw::connect(&api.emulator).await;
    let rows = [
        ("externalId=", 200),
        ("externalId", 200),
        ("&&externalId=x&&", 200),
        ("a=1&a=2&externalId=x", 200),
        ("externalId=x&externalId=x", 400),
        ("externalId=x&externalId", 400),
        ("externalId=x&%65xternalId=y", 400),
        ("EXTERNALID=x", 400),
        ("externalId=x&a=%", 400),
        ("externalId[]=x", 400),
        ("", 400),
    ];
    for (query, expected) in rows {
        raw.head("GET", &format!("{CONVERSATIONS}?{query}"), "").await;
        assert_eq!(raw.answer().await.status, expected, "{query}");
    }
}

#[tokio::test]
async fn what_is_accepted_is_not_asked_for() {
    let api = Api::start().await;
    for accept in ["text/html", "application/xml;q=1", "application/json;q=0", "", "junk"] {
        let request = api.request("GET", &format!("{CONVERSATIONS}?externalId=x"));
        let request = request.header("accept", accept).header("accept-encoding", "gzip, br");
        assert_eq!(reply(request).await.judged("getConversations").status, 200, "{accept}");
    }
}

#[tokio::test]
async fn compressed_bodies_are_not_taken() {
    let api = Api::start().await;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(conversation("x").to_string().as_bytes()).unwrap();
    let zipped = encoder.finish().unwrap();
    let mut raw = Raw::connect(&api.emulator).await;
    for encoding in ["gzip", "GZIP", "br", "deflate, gzip", "identity, gzip", ""] {
        let headers =
            format!("content-encoding: {encoding}\r\ncontent-length: {}\r\n", zipped.len());
        raw.head("POST", CONVERSATIONS, &headers).await;
        raw.write(&zipped).await;
        let wire = raw.answer().await;
        assert_eq!((wire.status, wire.header("accept-encoding")), (415, Some("identity")));
        assert_eq!(wire.code(), "415-01", "{encoding}");
    }
    let plain = conversation("x").to_string();
    let headers = format!("content-encoding: Identity\r\ncontent-length: {}\r\n", plain.len());
    raw.head("POST", CONVERSATIONS, &headers).await;
    raw.write(plain.as_bytes()).await;
    assert_eq!(raw.answer().await.status, 200);
    // Not said to be compressed, it is just no JSON.
    raw.head("POST", CONVERSATIONS, &format!("content-length: {}\r\n", zipped.len())).await;
    raw.write(&zipped).await;
    assert_eq!(raw.answer().await.code(), "400-01");
}

#[tokio::test]
async fn deep_nesting_in_every_body() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let before = stored(&api.emulator);
    let deep = |open: &str, close: &str| open.repeat(10_000) + &close.repeat(10_000);
    let mut raw = Raw::connect(&api.emulator).await;
    let published = Contract::published().operations();
    for operation in published.filter(|operation| operation.has_request_body()) {
        let (_, good) = good_request(operation, (&id, ""), "x");
        let within = good.unwrap().to_string();
        let within =
            |deep: &str| format!("{},\"deep\":{deep}}}", within.strip_suffix('}').unwrap());
        for body in [
            deep("[", "]"),
            deep("{\"a\":", "") + "1",
            within(&deep("[", "]")),
            within(&format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000))),
        ] {
            let headers = format!("content-length: {}\r\n", body.len());
            raw.head("POST", &target(operation, &id), &headers).await;
            raw.write(body.as_bytes()).await;
            let wire = raw.answer().await;
            assert_eq!(wire.status, 400, "{operation:?}");
            reason(operation.id(), "400-01", &wire.json());
        }
    }
    assert_eq!(stored(&api.emulator), before);
    assert_usable(&mut raw).await;
}

#[tokio::test]
async fn bodies_of_11_mib() {
    const MEGABYTES: usize = 11;
    let api = Api::start().await;
    let mut raw = Raw::connect(&api.emulator).await;
    let megabyte = vec![b' '; 1 << 20];
    for framing in ["content-length", "chunked"] {
        let is_chunked = framing == "chunked";
        let header = if is_chunked {
            "transfer-encoding: chunked\r\n".to_owned()
        } else {
            format!("content-length: {}\r\n", MEGABYTES << 20)
        };
        raw.head("POST", CONVERSATIONS, &header).await;
        for _ in 0..MEGABYTES {
            if is_chunked {
                raw.write(format!("{:x}\r\n", megabyte.len()).as_bytes()).await;
            }
            raw.write(&megabyte).await;
            if is_chunked {
                raw.write(b"\r\n").await;
            }
        }
        if is_chunked {
            raw.write(b"0\r\n\r\n").await;
        }
        let wire = raw.answer().await;
        assert_eq!((wire.status, wire.code().as_str()), (413, "413-01"), "{framing}");
        assert_usable(&mut raw).await;
    }
    let entry = &api.emulator.journal()[0];
    assert_eq!((entry.request_length, entry.request_body()), (MEGABYTES << 20, &b""[..]));
}

#[tokio::test]
async fn expect_continue() {
    let api = Api::start().await;
    let mut raw = Raw::connect(&api.emulator).await;
    let body = conversation("x").to_string();
    let headers = format!("content-length: {}\r\nexpect: 100-continue\r\n", body.len());
    for _ in 0..2 {
        raw.head("POST", CONVERSATIONS, &headers).await;
        assert!(raw.interim().await.starts_with("HTTP/1.1 100 "));
        raw.write(body.as_bytes()).await;
        assert_eq!(raw.answer().await.status, 200);
    }
    assert_eq!(api.emulator.conversations().len(), 1);
}

#[tokio::test]
async fn chunks_with_extensions_and_trailers() {
    let api = Api::start().await;
    let mut raw = Raw::connect(&api.emulator).await;
    let body = conversation("x").to_string();
    let (first, second) = body.split_at(7);
    raw.head("POST", CONVERSATIONS, "transfer-encoding: chunked\r\ntrailer: x-check\r\n").await;
    let chunks = format!(
        "{:X};name=value\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\nx-check: 1\r\nasapp-api-id: x\r\n\r\n",
        first.len(),
        second.len()
    );
    raw.write(chunks.as_bytes()).await;
    assert_eq!(raw.answer().await.status, 200);
    assert_usable(&mut raw).await;
}

#[tokio::test]
async fn old_http() {
    let api = Api::start().await;
    let target = format!("{CONVERSATIONS}?externalId=x");
    let mut raw = Raw::connect(&api.emulator).await;
    raw.write(format!("GET {target} HTTP/1.0\r\n{CREDENTIALS}\r\n").as_bytes()).await;
    let (bytes, end) = raw.end().await;
    assert_eq!((Wire::of(&bytes).status, end), (200, None), "closed, as it was not asked to stay");

    let mut raw = Raw::connect(&api.emulator).await;
    let kept = format!("GET {target} HTTP/1.0\r\nconnection: keep-alive\r\n{CREDENTIALS}\r\n");
    raw.write(kept.as_bytes()).await;
    assert_eq!(raw.answer().await.status, 200);
    raw.write(b"GET / / HTTP/1.0\r\n\r\n").await;
    let (bytes, end) = raw.end().await;
    assert_eq!((Wire::of(&bytes).code().as_str(), end), ("400-01", None));
}

#[tokio::test]
async fn what_is_no_http_is_answered_in_the_apis_shape() {
    let api = Api::start().await;
    let line = |target: &str| format!("GET {target} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let header = |header: &str| {
        format!("POST {CONVERSATIONS} HTTP/1.1\r\nhost: localhost\r\n{CREDENTIALS}{header}\r\n\r\n")
    };
    let many = (0..200).map(|number| format!("x-{number}: 1\r\n")).collect::<String>();
    let rows = [
        ("no HTTP\r\n\r\n".to_owned(), "400-01"),
        ("\0\0\0\0\r\n\r\n".to_owned(), "400-01"),
        ("GET / HTTP/9.9\r\n\r\n".to_owned(), "400-01"),
        ("GET /\r\n\r\n".to_owned(), "400-01"),
        ("G(T / HTTP/1.1\r\n\r\n".to_owned(), "400-01"),
        (line("/a b"), "400-01"),
        (line(&format!("/{}", "a".repeat(70_000))), "414-01"),
        (line(&format!("/{}", "a".repeat(2_000_000))), "431-01"),
        (header("bad name: x"), "400-01"),
        (header("no colon"), "400-01"),
        (header("x: a\0b"), "400-01"),
        (header(&format!("{many}x: y")), "431-01"),
        (header(&format!("x: {}", "a".repeat(2_000_000))), "431-01"),
        (header("content-length: x"), "400-01"),
        (header("content-length: -1"), "400-01"),
        (header("content-length: +1"), "400-01"),
        (header("content-length: 1\r\ncontent-length: 2"), "400-01"),
        (header("transfer-encoding: gzip"), "400-01"),
        (header("transfer-encoding: chunked, gzip"), "400-01"),
    ];
    for (bytes, expected) in &rows {
        for is_second in [false, true] {
            let begin = &bytes[..bytes.len().min(300)];
            let mut raw = Raw::connect(&api.emulator).await;
            if is_second {
                assert_usable(&mut raw).await;
            }
            raw.write(bytes.as_bytes()).await;
            // A client that still sends must not be reset before it has read the answer.
            raw.readable().await;
            for _ in 0..4 {
                raw.write(&[b'x'; 1 << 10]).await;
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            raw.finish().await;
            let (answer, end) = raw.end().await;
            assert_eq!(end, None, "closed properly: {begin}");
            let wire = Wire::of(&answer);
            assert_eq!(wire.code(), *expected, "{begin}");
            assert_eq!(wire.header("connection"), Some("close"));
            let length = wire.header("content-length").map(|length| length.parse().unwrap());
            assert_eq!(length, Some(wire.body.len()));
        }
    }
    assert!(api.emulator.conversations().is_empty());
}

#[tokio::test]
async fn both_a_length_and_chunks() {
    let api = Api::start().await;
    let mut raw = Raw::connect(&api.emulator).await;
    raw.head("POST", CONVERSATIONS, "content-length: 3\r\ntransfer-encoding: chunked\r\n").await;
    let body = conversation("x").to_string();
    raw.write(format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len()).as_bytes()).await;
    let (bytes, end) = raw.end().await;
    let wire = Wire::of(&bytes);
    assert_eq!(end, None);
    assert!(matches!(wire.status, 200 | 400), "{}", wire.head);
    assert_eq!(bytes.windows(9).filter(|window| window == b"HTTP/1.1 ").count(), 1);
}

#[tokio::test]
async fn a_client_that_shuts_down_its_sending_side_gets_its_answer() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let body = message("x").to_string();
    let headers = format!("content-length: {}\r\n", body.len());
    for _ in 0..200 {
        let mut raw = Raw::connect(&api.emulator).await;
        raw.head("POST", &format!("{CONVERSATIONS}/{id}/messages"), &headers).await;
        raw.write(body.as_bytes()).await;
        raw.finish().await;
        assert!(raw.rest().await.starts_with("HTTP/1.1 200 "));
    }
    assert_eq!(api.emulator.messages(&id).len(), 200);
}

#[tokio::test]
async fn the_connection_outlives_refusals() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let messages = format!("{CONVERSATIONS}/{id}/messages");
    let unknown = format!("{CONVERSATIONS}/01BX5/messages");
    let message = json!({"text": "x", "sender": {"role": "agent", "externalId": "a"}, "timestamp": "2021-11-23T12:13:14Z"});
    let message = message.to_string();
    let keys = format!("asapp-api-id: {API_ID}\r\nasapp-api-secret: {API_SECRET}\r\n");
    let json = format!("{keys}content-type: application/json\r\n");
    let rows = [
        ("POST", "/nothing", "", message.as_str(), 401),
        ("POST", &messages, &keys.replace(API_ID, "forbidden-id"), &message, 403),
        ("POST", "/nothing", &keys, &message, 404),
        ("PUT", &messages, &keys, &message, 405),
        ("POST", &messages, &keys, &message, 415),
        ("POST", &messages, &json, "{", 400),
        ("POST", &messages, &json, "", 400),
        ("POST", &messages, &json, "{}", 400),
        ("POST", &messages, &json, "\u{feff}{}", 400),
        ("POST", &messages, &json, "{} {}", 400),
        ("POST", &unknown, &json, &message, 404),
        ("GET", &unknown, &json, &message, 404),
        ("POST", &messages, &json, &message, 200),
    ];
    let mut raw = Raw::connect(&api.emulator).await;
    for (method, path, headers, body, expected) in rows {
        let head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}");
        raw.write(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).as_bytes()).await;
        assert_eq!(raw.answer().await.status, expected, "{method} {path}");
    }
    let bad_utf_8 = b"{\"text\":\"\xff\"}";
    raw.head("POST", &messages, &format!("content-length: {}\r\n", bad_utf_8.len())).await;
    raw.write(bad_utf_8).await;
    assert_eq!(raw.answer().await.code(), "400-01");
}
