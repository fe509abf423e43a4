//! A customer's credentials: what is sent of them, and that nothing of them is shown.

use std::sync::atomic::Ordering;

use crate::support::{Act, CONVERSATION, answering, client, script, shown};
use asapp::{Authentication, ErrorKind, Operation, Outcome};
use serde_json::{Value, json};

const MARK: &str = "Jane-Doe-4111111111111111";

#[tokio::test]
async fn the_parts_that_are_given_are_sent_and_no_other() {
    let all = Authentication::from_token("t")
        .header("x-session", "first")
        .header("x-session", "last")
        .header("x-other", "h")
        .cookie("session", "c")
        .body(&json!({"user": {"pins": [1, null, "2"]}}));
    let full = json!({
        "token": "t", "headers": {"x-session": "last", "x-other": "h"}, "cookies": {"session": "c"},
        "body": {"user": {"pins": [1, null, "2"]}},
    });
    for (authentication, stream, auth) in [
        (all, Some("97555020-0276-435f-8104-c378221ba292"), full),
        (Authentication::from_token("t"), None, json!({"token": "t"})),
        (Authentication::from_header("h", ""), None, json!({"headers": {"h": ""}})),
        (Authentication::from_cookie("c", "v"), None, json!({"cookies": {"c": "v"}})),
        (Authentication::from_body(&json!({"a": 1})), None, json!({"body": {"a": 1}})),
        (Authentication::from_token("t").body(&json!({})), None, json!({"token": "t"})),
    ] {
        let server = answering(204, "").await;
        let transcript = server.client().conversation(CONVERSATION);
        let call = transcript.authenticate("customer-x", authentication);
        let call = stream.iter().fold(call, |call, id| call.stream_id(*id));
        let authenticated = call.send().await.unwrap();
        let receipt = authenticated.receipt;
        assert_eq!((receipt.outcome, receipt.attempts), (Outcome::Persisted, 1));
        let mut expected = json!({"customerExternalId": "customer-x", "auth": auth});
        if let Some(id) = stream {
            expected["streamId"] = json!(id);
        }
        let seen = server.seen();
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].body, expected);
        let path = format!("/conversation/v1/conversations/{CONVERSATION}/authenticate");
        assert_eq!(seen[0].line, format!("POST {path}"));
        seen[0].assert_headers();
    }
}

#[tokio::test]
async fn the_answer_s_status_says_what_became_of_them() {
    let problem = json!({"error": {"requestId": "8e-1", "code": "404-01", "message": MARK}});
    let problem = problem.to_string();
    for (status, body, expected) in [
        (204, "", Ok(Outcome::Persisted)),
        (200, "", Ok(Outcome::Persisted)),
        (200, "{}", Ok(Outcome::Persisted)),
        (200, "<html>", Ok(Outcome::Persisted)),
        (409, problem.as_str(), Ok(Outcome::AlreadyPersisted)),
        (409, "", Ok(Outcome::AlreadyPersisted)),
        (400, &problem, Err((ErrorKind::Rejected, Outcome::Rejected, false))),
        (404, &problem, Err((ErrorKind::NotFound, Outcome::Rejected, false))),
        (429, &problem, Err((ErrorKind::RateLimited, Outcome::Rejected, true))),
        (503, &problem, Err((ErrorKind::Server, Outcome::Unknown, true))),
    ] {
        let server = answering(status, body).await;
        let transcript = server.client().conversation(CONVERSATION);
        let authentication = Authentication::from_token(MARK);
        let sent = transcript.authenticate(MARK, authentication).send().await;
        match (sent, expected) {
            (Ok(done), Ok(outcome)) => assert_eq!(done.receipt.outcome, outcome, "{status}"),
            (Err(error), Err((kind, outcome, is_retryable))) => {
                assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{status}");
                assert_eq!(error.operation(), Some(Operation::PostAuthenticate));
                assert_eq!(error.is_retryable(), is_retryable, "handed over again at any time");
                assert!(!shown(&error).contains(MARK), "{}", shown(&error));
            }
            (sent, expected) => panic!("{status}: {sent:?}, expected {expected:?}"),
        }
    }
}

#[tokio::test]
async fn faults_are_found_before_anything_is_sent() {
    struct Unwritable;
    impl serde::Serialize for Unwritable {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom(MARK))
        }
    }
    let server = script(vec![Act::Answer("")]).await;
    let transcript = client(&server.url).conversation(CONVERSATION);
    // Deeper than serde_json reads: left out, it would be credentials without a part of them.
    let deep = (0..200).fold(json!(MARK), |inner, _| json!({"a": inner}));
    let object = "body /auth/body: must be a JSON object";
    for (authentication, fault) in [
        (Authentication::from_body(&json!({})), "body /auth: at least 1 member"),
        (Authentication::from_body(&json!([MARK])), object),
        (Authentication::from_body(&MARK), object),
        (Authentication::from_body(&Value::Null), object),
        (Authentication::from_body(&Unwritable), object),
        (Authentication::from_body(&deep), object),
        (Authentication::from_token(MARK).body(&deep), object),
        (Authentication::from_token(MARK).body(&7), object),
    ] {
        let call = transcript.authenticate(MARK, authentication);
        let error = call.send().await.unwrap_err();
        let faults: Vec<_> = error.faults().iter().map(ToString::to_string).collect();
        assert_eq!(faults, [fault]);
        assert_eq!(
            (error.kind(), error.outcome(), error.attempts()),
            (ErrorKind::Invalid, Outcome::NotSent, 0)
        );
        assert!(!shown(&error).contains(MARK), "{}", shown(&error));
    }
    let call = client(&server.url)
        .conversation("lower case")
        .authenticate("c", Authentication::from_body(&json!([])));
    let error = call.send().await.unwrap_err();
    let pointers: Vec<_> = error.faults().iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/conversationId", "/auth/body"], "all faults at once");
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn nothing_of_the_credentials_is_shown() {
    let authentication = Authentication::from_token(MARK)
        .header(MARK, MARK)
        .cookie(MARK, MARK)
        .body(&json!({MARK: MARK}));
    // The service quotes what it was sent.
    let quoted = json!({"error": {"requestId": "8e-1", "code": "400-01", "message": MARK}});
    let server = answering(400, quoted.to_string()).await;
    let transcript = server.client().conversation(CONVERSATION);
    let call = transcript.authenticate(MARK, authentication.clone()).stream_id(MARK);
    let error = call.send().await.unwrap_err();
    assert_eq!(server.bodies()[0]["auth"]["token"], MARK, "it was sent");
    let shown =
        format!("{authentication:?} {authentication:#?} {call:?} {call:#?}") + &shown(&error);
    assert!(!shown.contains(MARK), "{shown}");
}
