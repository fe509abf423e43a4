//! Bodies that are refused, and how.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::document::targets;
use crate::support::{Control, Reply};

/// Far beyond what any answer takes; a test that waits this long has failed.
const GUARD: Duration = Duration::from_secs(30);

/// The routes that take a body.
fn taking(document: &Value) -> Vec<(String, String)> {
    let takes = |method: &str, path: &str| {
        let path = &document["paths"][format!("/_emulator/{path}")];
        path[method.to_lowercase()].get("requestBody").is_some()
    };
    let targets = targets(document).into_iter();
    targets.filter(|(method, path)| takes(method, path)).collect()
}

async fn send(
    control: &Control,
    method: &str,
    path: &str,
    content_type: &str,
    body: &'static str,
) -> Reply {
    let request = control.request(method, path).header("content-type", content_type).body(body);
    control.judged(method, path, request).await
}

#[tokio::test]
async fn only_json_is_taken() {
    let control = Control::start().await;
    let taking = taking(&control.document);
    assert_eq!(taking.len(), 8);
    for (method, path) in &taking {
        let bare = control.judged(method, path, control.request(method, path)).await;
        assert_eq!(bare.error().0, "415-01", "{method} {path}");
        for content_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
            let reply = send(&control, method, path, content_type, "{}").await;
            assert_eq!(reply.error().0, "415-01", "{method} {path}: {content_type}");
        }
        let packed = control.request(method, path).header("content-encoding", "gzip").json(&{});
        assert_eq!(control.judged(method, path, packed).await.error().0, "415-01");
        for body in ["", "{", "{} {}", r#"{"a":1,"a":1}"#, "\u{feff}{}"] {
            let reply = send(&control, method, path, "application/json", body).await;
            assert_eq!(reply.error().0, "400-01", "{method} {path}: {body:?}");
        }
        for body in ["null", "[]", "4111", r#"{"mark4111": 1}"#] {
            let reply = send(&control, method, path, "application/json; charset=utf-8", body).await;
            assert_eq!(reply.error().0, "400-03", "{method} {path}: {body}");
            assert!(!reply.error().1.contains("4111"), "{}", reply.text);
        }
    }
}

#[tokio::test]
async fn all_faults_are_told_at_once() {
    let control = Control::start().await;
    let rows: [(&str, &str, Value, &[&str]); 8] = [
        (
            "PATCH",
            "settings",
            json!({"healthy": 1, "emptyBatch": "x", "longestBody": -1, "transcriptLimit": 1.0, "limits": {"dailyQuota": "4111"}}),
            &[
                r#"[Path '/emptyBatch'] must satisfy enum ["refuse","accept"]"#,
                r#"[Path '/healthy'] must satisfy type "boolean""#,
                r#"[Path '/limits/dailyQuota'] must satisfy type ["integer","null"]"#,
                "[Path '/longestBody'] must satisfy minimum 0",
                r#"[Path '/transcriptLimit'] must satisfy type ["integer","null"]"#,
            ],
        ),
        (
            "PUT",
            "clock",
            json!({"now": "2021-11-23T12:13:14", "running": "no"}),
            &[
                r#"[Path '/now'] must satisfy format "date-time""#,
                r#"[Path '/running'] must satisfy type ["boolean","null"]"#,
            ],
        ),
        (
            "POST",
            "clock/advance",
            json!({"milliseconds": 1e30}),
            &["[Path '/milliseconds'] must satisfy maximum 18446744073709551615"],
        ),
        (
            "POST",
            "keys",
            json!({"id": "", "products": ["everything"]}),
            &[
                "[Path '/id'] must satisfy minLength 1",
                r#"[Path '/products/0'] must satisfy enum ["conversations","metadataIngestion"]"#,
                "[Path '/secret'] is required",
            ],
        ),
        (
            "POST",
            "plans",
            json!({"outcomes": {"createMessage": [{"fault": "4111"}, {"latency": {"atLeast": "4111"}}]}}),
            &[
                concat!(
                    r#"[Path '/outcomes/*/0/fault'] must satisfy oneOf "none", {"status"}, "resetBeforeReading", "#,
                    r#""reset", "resetMidBody", "stall", {"dribble"}, {"wrongContentLength"}, "brokenChunk", "#,
                    r#"{"redirect"}, "gzip""#,
                ),
                r#"[Path '/outcomes/*/1/latency/atLeast'] must satisfy type "integer""#,
                "[Path '/outcomes/*/1/latency/atMost'] is required",
            ],
        ),
        (
            "POST",
            "plans",
            json!({"name": "a b", "outcomes": {"createMessage": [
                {"fault": {"status": {"code": 400, "body": "api"}}, "strikes": "afterCommit"},
                {"fault": {"redirect": {"origin": "x"}}, "retryAfter": "1"},
            ]}}),
            &[
                "[Path '/name'] must be letters, digits, '-', '_' and '.', one or more",
                "[Path '/outcomes/createMessage/0/strikes'] nothing may be stored by it, so it must strike before the commit",
                "[Path '/outcomes/createMessage/1/fault/redirect/origin'] must be a scheme and an authority, such as http://127.0.0.1:4011",
                "[Path '/outcomes/createMessage/1/retryAfter'] belongs to a status alone",
            ],
        ),
        (
            "PUT",
            "rates",
            json!({"seed": 1, "share": 2, "faults": [], "operations": ["x"]}),
            &[
                "[Path '/share'] must be 0 to 1",
                "[Path '/faults'] must be one or more",
                "[Path '/operations/0'] no operation has this id",
            ],
        ),
        (
            "POST",
            "report",
            json!({"conversations": [{"externalId": 1, "messages": [{"text": "4111"}]}]}),
            &[
                r#"[Path '/conversations/0/externalId'] must satisfy type "string""#,
                "[Path '/conversations/0/messages/0/sender'] is required",
                "[Path '/conversations/0/messages/0/timestamp'] is required",
            ],
        ),
    ];
    for (method, path, body, expected) in rows {
        let mut found = control.call(method, path, Some(body)).await.faults();
        let mut expected = expected.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{method} {path}");
    }
}

// The engine takes it for an integer.
#[tokio::test]
async fn a_huge_number_with_an_exponent_is_refused() {
    let control = Control::start().await;
    for (method, path, body) in [
        ("POST", "clock/advance", r#"{"milliseconds": 1e19}"#),
        ("PATCH", "settings", r#"{"longestBody": 1e19}"#),
        ("POST", "seed", r#"{"settings": {"longestBody": 1e19}}"#),
    ] {
        let reply = send(&control, method, path, "application/json", body).await;
        assert_eq!(reply.faults(), ["an integer must be written as one"], "{method} {path}");
    }
}

#[tokio::test]
async fn a_body_beyond_64_mib_is_refused() {
    let control = Control::start().await;
    for (excess, code) in [(0, "400-01"), (1, "413-01")] {
        let body = vec![b' '; (64 << 20) + excess];
        let request = control.request("POST", "seed").header("content-type", "application/json");
        let reply = control.judged("POST", "seed", request.body(body)).await;
        assert_eq!(reply.error().0, code);
    }
    assert_eq!(control.call("GET", "clock", None).await.status, 200);
}

#[tokio::test]
async fn the_connection_stays_usable_after_a_refusal() {
    let control = Control::start().await;
    let address = control.emulator.url().strip_prefix("http://").unwrap();
    let body = "x".repeat(1 << 20);
    let length = body.len();
    for head in [
        "POST /_emulator/keys HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\n",
        "POST /_emulator/keys HTTP/1.1\r\nhost: example.com\r\n",
        "POST /_emulator/x HTTP/1.1\r\nhost: localhost\r\n",
        "POST /_emulator/state HTTP/1.1\r\nhost: localhost\r\n",
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let first = format!("{head}content-length: {length}\r\n\r\n{body}");
        let second =
            "GET /_emulator/clock HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all((first + second).as_bytes()).await.unwrap();
        let mut answers = String::new();
        timeout(GUARD, stream.read_to_string(&mut answers)).await.unwrap().unwrap();
        assert_eq!(answers.matches("HTTP/1.1 ").count(), 2, "{answers}");
        assert!(answers.contains("HTTP/1.1 200 OK"), "{answers}");
    }
}
