//! What each answer, and each lack of one, is told to be.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{
    Act, CONVERSATION, StepTimer, at, builder, client, message, script, shown, step,
};
use asapp::{Error, ErrorKind, Operation, Outcome};
use httpmock::Method::{GET, POST};
use httpmock::{HttpMockResponse, MockServer};
use serde_json::{Value, json};

const MARK: &str = "Jane-Doe-4111111111111111";

async fn add_message_error(url: &str) -> Error {
    let transcript = client(url).conversation(CONVERSATION);
    transcript.add_message(message(MARK)).send().await.unwrap_err()
}

/// Answers every request alike.
async fn server(status: u16, content_type: &str, body: &str) -> MockServer {
    let server = MockServer::start_async().await;
    let (content_type, body) = (content_type.to_owned(), body.to_owned());
    server
        .mock_async(move |when, then| {
            when.any_request();
            then.status(status)
                .header("content-type", content_type)
                .header("retry-after", "7")
                .body(body);
        })
        .await;
    server
}

#[tokio::test]
async fn every_error_body_keeps_status_and_headers_and_shows_nothing() {
    let asapp_error =
        json!({"error": {"requestId": "8e-1", "code": "404-01", "message": MARK}}).to_string();
    let gateway =
        json!({"fault": {"faultstring": MARK, "detail": {"errorcode": "policies.SpikeArrest"}}});
    let html = format!("<html>{MARK}</html>");
    let truncated = format!("{{\"error\": {{\"requestId\": \"8e-1\", \"message\": \"{MARK}");
    for (status, content_type, body, kind, outcome, code, retryable) in [
        (
            404,
            "application/json",
            &asapp_error,
            ErrorKind::NotFound,
            Outcome::Rejected,
            Some("404-01"),
            false,
        ),
        (503, "text/html", &html, ErrorKind::Server, Outcome::Unknown, None, false),
        (502, "text/plain", &String::new(), ErrorKind::Server, Outcome::Unknown, None, false),
        (500, "application/json", &truncated, ErrorKind::Server, Outcome::Unknown, None, false),
        (
            429,
            "application/json",
            &gateway.to_string(),
            ErrorKind::RateLimited,
            Outcome::Rejected,
            Some("policies.SpikeArrest"),
            true,
        ),
        (
            418,
            "application/json",
            &json!({"message": MARK}).to_string(),
            ErrorKind::Rejected,
            Outcome::Rejected,
            None,
            false,
        ),
        (
            401,
            "application/json",
            &asapp_error,
            ErrorKind::Unauthorized,
            Outcome::Rejected,
            Some("404-01"),
            false,
        ),
        (
            403,
            "application/json",
            &asapp_error,
            ErrorKind::Forbidden,
            Outcome::Rejected,
            Some("404-01"),
            false,
        ),
        (413, "text/html", &html, ErrorKind::TooLarge, Outcome::Rejected, None, false),
    ] {
        let server = server(status, content_type, body).await;
        let error = add_message_error(&server.base_url()).await;
        assert_eq!(error.status(), Some(status));
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{status}");
        assert_eq!((error.code(), error.is_retryable()), (code, retryable), "{status}");
        assert_eq!(
            (error.operation(), error.attempts()),
            (Some(Operation::CreateMessage), 1),
            "{status}"
        );
        assert_eq!(error.header("Retry-After"), Some("7"), "{status}");
        assert_eq!(error.body(), Some(body.as_bytes()), "{status}");
        let shown = shown(&error);
        assert!(!shown.contains(MARK), "{status}: {shown}");
        assert!(shown.contains(&format!("status {status}")), "{shown}");
    }
}

#[tokio::test]
async fn the_service_s_words_come_by_explicit_calls_alone() {
    let body =
        json!({"error": {"requestId": "8e-1", "code": "400-03", "message": MARK}}).to_string();
    let server = server(400, "application/json", &body).await;
    let error = add_message_error(&server.base_url()).await;
    assert_eq!(error.request_id(), Some("8e-1"));
    assert_eq!(error.service_message(), Some(MARK));
    assert!(error.to_string().contains("request 8e-1"), "{error}");
}

#[tokio::test]
async fn bodies_are_read_up_to_the_bound() {
    let long = "x".repeat(100_000);
    let failing = server(500, "text/plain", &long).await;
    let error = add_message_error(&failing.base_url()).await;
    assert_eq!(error.body().unwrap().len(), 64 * 1024, "what is kept of an error's body");

    let asapp = builder(&failing.base_url()).longest_answer(1000).build().unwrap();
    let error = asapp.find_conversations("id-111").send().await.unwrap_err();
    assert_eq!((error.status(), error.body().unwrap().len()), (Some(500), 1000));

    let list = json!({"items": [], "padding": long}).to_string();
    let long_list = server(200, "application/json", &list).await;
    let asapp = builder(&long_list.base_url()).longest_answer(1000).build().unwrap();
    let error = asapp.find_conversations("id-111").send().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Persisted));
    assert!(shown(&error).contains("longer than 1000 bytes"), "{}", shown(&error));
    assert!(!error.is_retryable(), "asked again, it is as long");
    let asapp = builder(&long_list.base_url()).longest_answer(list.len()).build().unwrap();
    assert!(asapp.find_conversations("id-111").send().await.unwrap().conversations.is_empty());
}

#[tokio::test]
async fn a_stored_message_is_a_success_however_it_is_answered() {
    for (status, body, outcome, id) in [
        (200, r#"{"id":"M1"}"#, Outcome::Persisted, Some("M1")),
        (200, r#"{"id":"M1","error":null}"#, Outcome::Persisted, Some("M1")),
        (201, r#"{"id":"M1"}"#, Outcome::Persisted, Some("M1")),
        (200, "{}", Outcome::Persisted, None),
        (200, r#"{"id":" "}"#, Outcome::Persisted, None),
        (200, "", Outcome::Persisted, None),
        (204, "", Outcome::Persisted, None),
        (200, "<html>", Outcome::Persisted, None),
        (200, r#"{"id":7}"#, Outcome::Persisted, None),
        (200, r#"["M1"]"#, Outcome::Persisted, None),
        (200, r#"{"id":"M1","error":{"requestId":"r","message":"m"}}"#, Outcome::Persisted, None),
        (
            409,
            r#"{"error":{"requestId":"r","message":"m","code":"409-01"}}"#,
            Outcome::AlreadyPersisted,
            None,
        ),
        (409, "", Outcome::AlreadyPersisted, None),
    ] {
        let server = server(status, "application/json", body).await;
        let transcript = client(&server.base_url()).conversation(CONVERSATION);
        let added = transcript.add_message(message("Hello")).send().await.unwrap();
        assert_eq!(added.receipt.outcome, outcome, "{status} {body}");
        assert_eq!(added.id.as_ref().map(asapp::MessageId::as_str), id, "{status} {body}");
        let added = transcript.add_messages([message("Hello")]).send().await.unwrap();
        assert_eq!(added.batches[0].outcome, outcome, "{status} {body}");
    }
}

#[tokio::test]
async fn a_list_must_be_one() {
    for (status, body, kind) in [
        (200, "", ErrorKind::Unreadable),
        (200, "<html>", ErrorKind::Unreadable),
        (200, r#"{"items":"Jane-Doe-4111111111111111"}"#, ErrorKind::Unreadable),
        (204, "", ErrorKind::Unreadable),
        (200, "[]", ErrorKind::Unreadable),
        (200, r#"{"error":{"requestId":"r","message":"m"}}"#, ErrorKind::Unreadable),
        (404, r#"{"error":{"requestId":"r","message":"m"}}"#, ErrorKind::NotFound),
        (409, r#"{"error":{"requestId":"r","message":"m"}}"#, ErrorKind::Rejected),
    ] {
        let server = server(status, "application/json", body).await;
        let error =
            client(&server.base_url()).find_conversations("id-111").send().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(status)), "{status} {body}");
        assert!(!shown(&error).contains(MARK), "{}", shown(&error));
    }
}

/// Answers the upsert with `upsert` and the read after it with `read`.
async fn upsert(
    upsert: (u16, Value),
    read: (u16, Value),
) -> Result<asapp::UpsertedConversation, Error> {
    let server = MockServer::start_async().await;
    for (method, (status, body)) in [(POST, upsert), (GET, read)] {
        server
            .mock_async(|when, then| {
                when.method(method).path("/conversation/v1/conversations");
                then.status(status).json_body(body);
            })
            .await;
    }
    let asapp = client(&server.base_url());
    asapp.upsert_conversation("id-111").customer("c").timestamp(at()).send().await
}

#[tokio::test]
async fn an_upsert_always_yields_an_id_or_says_that_the_conversation_is_held() {
    let found = json!({"items": [
        {"id": "OTHER", "externalId": "id-112", "customer": {"externalId": "c"}},
        {"id": "OWN", "externalId": "id-111", "customer": {"externalId": "c"}},
    ]});
    let nameless = json!({"items": [{"externalId": "id-111", "customer": {"externalId": "c"}}]});
    let nothing = json!({"items": []});
    let conflict = json!({"error": {"requestId": "R-409", "message": "m"}});
    for (answer, read, expected) in [
        ((200, json!({"id": "NEW"})), (500, json!({})), Ok(("NEW", Outcome::Persisted, 1))),
        ((200, json!({})), (200, found.clone()), Ok(("OWN", Outcome::Persisted, 2))),
        ((200, json!({"id": ""})), (200, found.clone()), Ok(("OWN", Outcome::Persisted, 2))),
        ((200, json!({"id": 7})), (200, found.clone()), Ok(("OWN", Outcome::Persisted, 2))),
        ((409, conflict.clone()), (200, found), Ok(("OWN", Outcome::AlreadyPersisted, 2))),
        ((409, conflict.clone()), (200, nothing), Err((Outcome::AlreadyPersisted, 2))),
        ((200, json!({})), (200, nameless), Err((Outcome::Persisted, 2))),
        ((409, conflict), (503, json!({})), Err((Outcome::AlreadyPersisted, 2))),
    ] {
        let note = format!("{answer:?} {read:?}");
        match (upsert(answer, read).await, expected) {
            (Ok(conversation), Ok((id, outcome, attempts))) => {
                assert_eq!(conversation.id.as_str(), id, "{note}");
                let receipt = conversation.receipt;
                assert_eq!((receipt.outcome, receipt.attempts), (outcome, attempts), "{note}");
            }
            (Err(error), Err((outcome, attempts))) => {
                assert_eq!(
                    (error.kind(), error.outcome()),
                    (ErrorKind::Unreadable, outcome),
                    "{note}"
                );
                assert_eq!(error.attempts(), attempts, "{note}");
                assert!(error.is_retryable(), "an upsert may be repeated: {note}");
                let id = (outcome == Outcome::AlreadyPersisted).then_some("R-409");
                assert_eq!(error.request_id(), id, "the first answer is told: {note}");
            }
            (sent, expected) => panic!("{note}: {sent:?}, expected {expected:?}"),
        }
    }
}

/// Answers batches with the statuses given, and notes how many messages each held and the first of them.
async fn batch_server(
    statuses: &'static [u16],
) -> (MockServer, Arc<std::sync::Mutex<Vec<(usize, String)>>>) {
    let server = MockServer::start_async().await;
    let (seen, count) = (Arc::new(std::sync::Mutex::new(Vec::new())), AtomicUsize::new(0));
    let noted = Arc::clone(&seen);
    server
        .mock_async(move |when, then| {
            when.method(POST)
                .path(format!("/conversation/v1/conversations/{CONVERSATION}/messages/batch"));
            then.respond_with(move |request: &httpmock::HttpMockRequest| {
                let body: Value = serde_json::from_slice(request.body_ref()).unwrap();
                let messages = body["messages"].as_array().unwrap();
                let first = messages[0]["text"].as_str().unwrap().to_owned();
                noted.lock().unwrap().push((messages.len(), first));
                let status = statuses[count.fetch_add(1, Ordering::SeqCst)];
                HttpMockResponse::builder().status(status).body("{}").build()
            });
        })
        .await;
    (server, seen)
}

fn numbered(count: usize) -> Vec<asapp::Message> {
    (0..count).map(|index| message(&format!("message {index}"))).collect()
}

#[tokio::test]
async fn messages_are_packed_by_300_in_order() {
    for (count, sizes) in [
        (1, vec![1]),
        (299, vec![299]),
        (300, vec![300]),
        (301, vec![300, 1]),
        (600, vec![300, 300]),
        (750, vec![300, 300, 150]),
    ] {
        let (server, seen) = batch_server(&[200, 200, 200]).await;
        let transcript = client(&server.base_url()).conversation(CONVERSATION);
        let added = transcript.add_messages(numbered(count)).send().await.unwrap();
        let firsts = (0..).step_by(300).map(|index| format!("message {index}"));
        let expected: Vec<_> = sizes.iter().copied().zip(firsts).collect();
        assert_eq!(*seen.lock().unwrap(), expected);
        assert_eq!(added.attempts as usize, sizes.len());
        let ranges: Vec<_> = added.batches.iter().map(|batch| batch.messages.clone()).collect();
        let total: usize = ranges.iter().map(ExactSizeIterator::len).sum();
        assert_eq!((total, ranges.last().unwrap().end), (count, count));
    }
}

#[tokio::test]
async fn after_a_failure_every_batch_is_accounted_for() {
    for (statuses, outcomes, kind) in [
        (
            &[200_u16, 409, 500][..],
            [Outcome::Persisted, Outcome::AlreadyPersisted, Outcome::Unknown, Outcome::NotSent],
            ErrorKind::Server,
        ),
        (
            &[400][..],
            [Outcome::Rejected, Outcome::NotSent, Outcome::NotSent, Outcome::NotSent],
            ErrorKind::Rejected,
        ),
        (
            &[429][..],
            [Outcome::Rejected, Outcome::NotSent, Outcome::NotSent, Outcome::NotSent],
            ErrorKind::RateLimited,
        ),
        (
            &[200, 200, 200, 429][..],
            [Outcome::Persisted, Outcome::Persisted, Outcome::Persisted, Outcome::Rejected],
            ErrorKind::RateLimited,
        ),
    ] {
        let (server, seen) = batch_server(statuses).await;
        let transcript = client(&server.base_url()).conversation(CONVERSATION);
        let call = transcript.add_messages(numbered(1000));
        let error = call.send().await.unwrap_err();
        let account: Vec<_> =
            error.batches().iter().map(|b| (b.messages.clone(), b.outcome)).collect();
        let ranges = [0..300, 300..600, 600..900, 900..1000];
        assert_eq!(account, ranges.into_iter().zip(outcomes).collect::<Vec<_>>());
        assert_eq!(seen.lock().unwrap().len(), statuses.len(), "nothing is sent after a failure");
        assert_eq!((error.kind(), error.attempts() as usize), (kind, statuses.len()));
        assert_eq!(call.messages().len(), 1000, "the caller's messages are still there");
        let held = 300 * outcomes.iter().filter(|outcome| outcome.is_held()).count();
        let told = format!("batch {} of 4, {held} messages held", statuses.len());
        assert!(error.to_string().contains(&told), "{error}");
        let is_stored = held > 0 || kind == ErrorKind::Server;
        assert_eq!(error.to_string().contains("send none of those again"), is_stored, "{error}");
        assert_eq!(error.is_retryable(), !is_stored && kind == ErrorKind::RateLimited, "{error}");
    }
}

#[tokio::test]
async fn faults_are_found_all_at_once_and_before_anything_is_sent() {
    let server = script(vec![Act::Answer("")]).await;
    let asapp = client(&server.url);
    let mut messages = numbered(400);
    messages[7] = message("");
    messages[350] = message("");
    let error = asapp.conversation("lower case").add_messages(messages).send().await.unwrap_err();
    let faults: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "path /conversationId: must match the pattern ^[A-Z0-9]+$",
            "body /messages/7/text: at least 1 character",
            "body /messages/350/text: at least 1 character",
        ]
    );
    assert_eq!(
        (error.kind(), error.outcome(), error.attempts()),
        (ErrorKind::Invalid, Outcome::NotSent, 0)
    );

    let error = asapp.conversation(CONVERSATION).add_messages([]).send().await.unwrap_err();
    assert_eq!(error.faults()[0].to_string(), "body /messages: at least 1 item");

    let metadata =
        asapp.conversation_metadata("").lob("é", "x".repeat(257)).attribute("n", "v".repeat(1025));
    let metadata = (0..10).fold(metadata, |metadata, _| metadata.attribute("n", "v"));
    let error =
        metadata.company_segment("ok").company_segment(MARK.repeat(4)).send().await.unwrap_err();
    let faults: Vec<String> = error.faults().iter().map(|f| f.pointer.clone()).collect();
    assert_eq!(
        faults,
        [
            "/externalConversationId",
            "/lobId",
            "/lobName",
            "/companySegment/1",
            "/attributes",
            "/attributes/0/value"
        ]
    );
    assert!(!shown(&error).contains(MARK), "{}", shown(&error));
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn no_connection_means_not_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = add_message_error(&url).await;
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
    assert_eq!((error.is_retryable(), error.attempts(), error.status()), (true, 1, None));
    let shown = shown(&error);
    assert!(shown.contains("connection refused"), "{shown}");
    assert!(!shown.contains("127.0.0.1") && !shown.contains(MARK), "{shown}");
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_name_that_does_not_resolve_means_not_sent() {
    let asapp = builder("https://host.invalid").build().unwrap();
    let error = asapp.find_conversations("id-111").send().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
    assert!(!shown(&error).contains("host.invalid"), "{}", shown(&error));
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_connection_that_is_not_made_in_time_means_not_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    // It accepts, and never says a word of TLS.
    let url = format!("https://127.0.0.1:{}", listener.local_addr().unwrap().port());
    // The time to connect ends a tenth before the attempt's: with less than this, a busy machine sees no difference.
    let time = Duration::from_secs(1);
    let assert_not_sent = async |builder: asapp::ClientBuilder| {
        let asapp = builder.build().unwrap();
        let error = asapp.find_conversations("id-111").send().await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
        assert!(shown(&error).contains("no connection in time"), "{}", shown(&error));
    };
    tokio::join!(
        assert_not_sent(builder(&url).connect_timeout(time / 10)),
        assert_not_sent(builder(&url).attempt_timeout(time)),
        assert_not_sent(builder(&url).total_timeout(time)),
    );
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_leaves_the_outcome_unknown() {
    for bytes in ["", "HTTP/1.1 200 OK\r\ncontent-le", "not HTTP at all\r\n\r\n"] {
        let server = script(vec![Act::AnswerAndClose(bytes)]).await;
        let error = add_message_error(&server.url).await;
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Interrupted, Outcome::Unknown),
            "{bytes}"
        );
        assert_eq!((error.is_retryable(), error.attempts()), (false, 1), "{bytes}");
        assert_eq!(server.requests.load(Ordering::SeqCst), 1, "a write is not repeated unasked");
        let error = client(&server.url).find_conversations("id-111").send().await.unwrap_err();
        assert!(error.is_retryable(), "a read may be repeated");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_does_not_undo_the_status() {
    const CUT: Act = Act::AnswerAndClose(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{\"id\":\"M",
    );
    let server = script(vec![CUT]).await;
    let transcript = client(&server.url).conversation(CONVERSATION);
    let added = transcript.add_message(message("Hello")).send().await.unwrap();
    assert_eq!((added.receipt.outcome, added.id), (Outcome::Persisted, None));
    let error = client(&server.url).find_conversations("id-111").send().await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Unreadable, true));

    const CUT_ERROR: Act = Act::AnswerAndClose(
        "HTTP/1.1 503 X\r\nretry-after: 3\r\ncontent-length: 50\r\n\r\n{\"error\":",
    );
    let error = add_message_error(&script(vec![CUT_ERROR]).await.url).await;
    assert_eq!((error.status(), error.header("retry-after")), (Some(503), Some("3")));
    assert_eq!(error.body(), Some(&b"{\"error\":"[..]));
}

#[tokio::test]
async fn an_attempt_has_its_time_and_the_call_may_have_less() {
    let seconds = Duration::from_secs;
    for (attempt, total, by) in [(30, 120, 30), (30, 10, 10)] {
        let server = script(vec![Act::AnswerAndStall("")]).await;
        let timer = StepTimer::default();
        let client = builder(&server.url)
            .attempt_timeout(seconds(attempt))
            .total_timeout(seconds(total))
            .timer(timer.clone());
        let transcript = client.build().unwrap().conversation(CONVERSATION);
        let call = transcript.add_message(message("Hello"));
        let error = step(&timer, seconds(by), server.until_asked(), call.send()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown), "{by}");
    }
}

#[tokio::test]
async fn the_read_after_an_upsert_has_what_is_left_of_the_call_s_time() {
    let server = script(vec![Act::FloodAndStall]).await;
    let timer = StepTimer::default();
    let asapp = builder(&server.url)
        .timer(timer.clone())
        .total_timeout(Duration::from_secs(30))
        .longest_answer(usize::MAX);
    let asapp = asapp.build().unwrap();
    let upsert = asapp.upsert_conversation("id-111").customer("c").timestamp(at());
    let error = step(&timer, Duration::from_secs(30), server.until_answered(), upsert.send())
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Persisted));
    assert_eq!(server.requests.load(Ordering::SeqCst), 1, "no time is left for a read");
    assert!(shown(&error).contains("was over before the request left"), "{}", shown(&error));
}

#[tokio::test]
async fn a_body_that_stalls_does_not_undo_the_status() {
    let server = script(vec![Act::FloodAndStall]).await;
    let timer = StepTimer::default();
    let transcript = builder(&server.url)
        .longest_answer(usize::MAX)
        .timer(timer.clone())
        .build()
        .unwrap()
        .conversation(CONVERSATION);
    let call = transcript.add_message(message("Hello"));
    let added =
        step(&timer, Duration::from_secs(30), server.until_answered(), call.send()).await.unwrap();
    assert_eq!((added.receipt.outcome, added.id), (Outcome::Persisted, None));
}

#[tokio::test]
async fn a_dropped_call_leaves_the_client_usable() {
    const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 12\r\n\r\n{\"items\":[]}";
    let server = script(vec![Act::AnswerAndStall(""), Act::Answer(OK)]).await;
    let asapp = client(&server.url);
    let transcript = asapp.conversation(CONVERSATION);
    let call = transcript.add_message(message("Hello"));
    tokio::select! { _ = call.send() => panic!("nothing answers"), () = server.until_asked() => {} }
    assert!(asapp.find_conversations("id-111").send().await.unwrap().conversations.is_empty());
}
