//! Support bundles: what they say, and what they cannot say.

use asapp::{ErrorKind, Outcome, StopReason};
use asapp_emulator::{Fault, FaultBody};
use httpmock::MockServer;

use crate::capture::listen;
use crate::support::{assert_no_mark, builder, emulator, message, transcript};

/// A server that answers `body` under 500 to everything.
async fn failing(body: &str) -> MockServer {
    let (server, body) = (MockServer::start_async().await, body.to_owned());
    server
        .mock_async(move |when, then| {
            when.any_request();
            then.status(500).body(body);
        })
        .await;
    server
}

#[tokio::test]
async fn an_error_s_bundle_is_the_story_of_its_call() {
    listen();
    let body = r#"{"error":{"requestId":"3851a807-f0c3-4873-8ba6-5bad4261f0ca3100","code":"500-01","message":"Marked-Text"}}"#;
    let server = failing(body).await;
    let client = builder(&server.base_url()).build().unwrap();
    let error = client.find_conversations("marked-external-id").send().await.unwrap_err();
    let bundle = error.support_bundle();
    let request = "code 500-01, request 3851a807-f0c3-4873-8ba6-5bad4261f0ca3100, outcome unknown, error server";
    let size = body.len();
    let line = |time: &str, number, end: &str| {
        format!(
            "2026-03-01T09:00:0{time}Z getConversations attempt {number}, status 500, {request}, {end}, queued 0 ms, took 0 ms, 0 bytes sent, {size} received"
        )
    };
    let shown = bundle.to_string();
    let lines: Vec<_> = shown.lines().collect();
    let expected = [
        "failure: getConversations, error server, outcome unknown, stopped: retries used up, 4 requests, 3 retries, waited 1750 ms".to_owned(),
        "requests: 4".to_owned(),
        line("0.000", 1, "sent again after 250 ms"),
        line("0.250", 2, "sent again after 500 ms"),
        line("0.750", 3, "sent again after 1000 ms"),
        line("1.750", 4, "stopped: retries used up"),
    ];
    assert_eq!(lines[lines.len() - 6..], expected);
    let version = env!("CARGO_PKG_VERSION");
    assert!(lines[0].starts_with(&format!("asapp (Rust) {version} on ")), "{}", lines[0]);
    let specs = bundle.specs().map(|(name, digest)| format!("spec {name} sha256 {digest}"));
    assert_eq!(lines[1..lines.len() - 6], specs.collect::<Vec<_>>());
    assert_no_mark(&format!("{shown} {bundle:?}"));
}

#[tokio::test]
async fn a_bundle_tells_machines_the_same() {
    listen();
    let (_emulator, transcript) = transcript(vec![Fault::status(503, FaultBody::Api)]).await;
    let options = asapp::CallOptions::new().retry(asapp::RetryPolicy::none());
    let error = transcript.with_options(&options).add_message(message()).send().await.unwrap_err();
    let bundle = error.support_bundle();
    let [attempt] = bundle.attempts() else { panic!("{bundle:?}") };
    assert_eq!((attempt.number, attempt.resend, attempt.status), (1, 0, Some(503)));
    assert_eq!((attempt.outcome, attempt.error), (Outcome::Unknown, Some(ErrorKind::Server)));
    assert_eq!(attempt.stopped_by, Some(StopReason::RetriesUsedUp));
    assert_eq!((attempt.code(), attempt.request_id()), (error.code(), error.request_id()));
    assert!(attempt.code().is_some() && attempt.request_id().is_some());
}

#[tokio::test]
async fn a_client_s_bundle_holds_the_last_hundred_requests_of_all_its_clones() {
    listen();
    let (emulator, transcript) = transcript(vec![]).await;
    let client = builder(emulator.url()).build().unwrap();
    assert_eq!(client.support_bundle().attempts().len(), 0);
    let clone = client.clone();
    client.find_conversations("marked-external-id").send().await.unwrap();
    for _ in 0..100 {
        clone.conversation(transcript.id().clone()).messages().send().await.unwrap();
    }
    let bundle = client.support_bundle();
    assert_eq!(bundle.attempts().len(), 100);
    let is_read = |attempt: &asapp::Attempt| attempt.operation == asapp::Operation::GetMessages;
    assert!(bundle.attempts().iter().all(is_read), "the first is gone");
    assert!(
        bundle.to_string().contains("requests: 100\n") && !bundle.to_string().contains("failure")
    );
    assert_no_mark(&bundle.to_string());
}

#[tokio::test]
async fn an_error_s_bundle_has_the_requests_before_the_failed_one() {
    listen();
    let faults = vec![Fault::none(), Fault::status(403, FaultBody::Empty)];
    let (emulator, id) = emulator("createBatchMessages", faults).await;
    let transcript = builder(emulator.url()).build().unwrap().conversation(id);
    let messages = (0..301).map(|_| message());
    let error = transcript.add_messages(messages).send().await.unwrap_err();
    let bundle = error.support_bundle();
    let told: Vec<_> = bundle.attempts().iter().map(|it| (it.number, it.status)).collect();
    assert_eq!(told, [(1, Some(200)), (2, Some(403))]);
}

#[tokio::test]
async fn what_an_answer_says_is_in_no_bundle() {
    listen();
    for body in [
        r#"{"error":{"requestId":"4111111111111111","code":"4111-1111-1111-1111","message":"Marked-Text"}}"#,
        r#"{"error":{"requestId":"Marked-Name of all","code":"Marked-Text: x","message":"Marked-Text"}}"#,
        r#"{"fault":{"faultstring":"Marked-Text","detail":{"errorcode":"Marked-Name 7"}}}"#,
        "Marked-Text",
    ] {
        let server = failing(body).await;
        let client = builder(&server.base_url()).build().unwrap();
        let transcript = client.conversation("01BX5ZZKBKACTAV9WEVGEMMVRZ");
        let error = transcript.add_message(message()).send().await.unwrap_err();
        for bundle in [error.support_bundle(), client.support_bundle()] {
            let shown = format!("{bundle} {bundle:?}");
            assert!(shown.contains("createMessage"));
            assert_no_mark(&shown);
            assert!(!shown.contains("01BX5") && !shown.contains("4111"), "{shown}");
        }
    }
}
