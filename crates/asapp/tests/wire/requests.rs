//! What goes over the wire, to the header.

use std::sync::atomic::Ordering;

use crate::support::{Act, CONVERSATION, at, builder, client, in_child, is_child, message, script};
use asapp::{
    AgentMetadata, Authentication, ConversationMetadata, CustomerMetadata, ErrorKind, Message,
    Outcome, Participant,
};
use httpmock::Method::{GET, POST};
use httpmock::{HttpMockRequest, MockServer};
use serde_json::json;

const OK: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 12\r\n\r\n{\"items\":[]}";

fn carries_no_undocumented_header(request: &HttpMockRequest) -> bool {
    let expected = [
        "accept",
        "asapp-api-id",
        "asapp-api-secret",
        "content-length",
        "content-type",
        "host",
        "user-agent",
        "x-gateway",
    ];
    let headers = request.headers();
    headers.keys().all(|name| expected.contains(&name.as_str()))
}

#[tokio::test]
async fn a_full_upsert() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(POST)
                .path("/conversation/v1/conversations")
                .header("asapp-api-id", "test-id")
                .header("asapp-api-secret", "test-secret")
                .header("accept", "application/json")
                .header("content-type", "application/json")
                .header("user-agent", concat!("asapp-rust/", env!("CARGO_PKG_VERSION")))
                .header("x-gateway", "open")
                .is_true(carries_no_undocumented_header)
                .json_body(json!({
                    "externalId": "id-111",
                    "customer": {"externalId": "customer-x", "name": "customer-name-x"},
                    "agent": {"externalId": "agent-111", "name": "agent-x"},
                    "metadata": {"queue": "some-queue", "subdivision": "last"},
                    "timestamp": "2026-03-01T09:00:00Z",
                }));
            then.status(200).json_body(json!({"id": CONVERSATION}));
        })
        .await;
    let asapp = builder(&server.base_url()).header("x-gateway", "open").build().unwrap();
    let madrid = asapp::chrono::FixedOffset::east_opt(3600).unwrap();
    let conversation = asapp
        .upsert_conversation("id-111")
        .customer(Participant::new("customer-x").name("customer-name-x"))
        .agent(Participant::new("agent-111").name("agent-x"))
        .metadata("queue", "some-queue")
        .metadata("subdivision", "first")
        .metadata("subdivision", "last")
        .timestamp(at().with_timezone(&madrid))
        .send()
        .await
        .unwrap();
    mock.assert_async().await;
    assert_eq!(conversation.id.as_str(), CONVERSATION);
    assert_eq!(
        (conversation.receipt.outcome, conversation.receipt.attempts),
        (Outcome::Persisted, 1)
    );
}

#[tokio::test]
async fn find_escapes_the_key_and_reads_every_field() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(GET).path("/conversation/v1/conversations").query_param("externalId", "a&b=c d/é");
            then.status(200).json_body(json!({"items": [
                {
                    "id": CONVERSATION, "externalId": "a&b=c d/é", "somethingNew": 1,
                    "agent": {"externalId": "agent-111"}, "customer": {"externalId": "c", "name": "n"},
                    "metadata": {"queue": "q"},
                },
                {"externalId": "other", "customer": {"externalId": "c"}},
            ]}));
        })
        .await;
    let found = client(&server.base_url()).find_conversations("a&b=c d/é").send().await.unwrap();
    mock.assert_async().await;
    let found = found.conversations;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].id.as_ref().unwrap().as_str(), CONVERSATION);
    assert_eq!(found[0].agent, Some(Participant::new("agent-111")));
    assert_eq!(found[0].customer, Participant::new("c").name("n"));
    assert_eq!(found[0].metadata["queue"].expose(), "q");
    assert_eq!((found[1].id.as_ref(), found[1].agent.as_ref()), (None, None));
}

#[tokio::test]
async fn a_message_of_each_role() {
    for (message, role) in [
        (Message::customer("s", "t", at()), "customer"),
        (Message::agent("s", "t", at()), "agent"),
        (Message::system("s", "t", at()), "system"),
    ] {
        let server = MockServer::start_async().await;
        let mock = server
            .mock_async(|when, then| {
                when.method(POST)
                    .path(format!("/conversation/v1/conversations/{CONVERSATION}/messages"))
                    .is_true(carries_no_undocumented_header)
                    .json_body(json!({
                        "text": "t", "timestamp": "2026-03-01T09:00:00Z",
                        "sender": {"role": role, "externalId": "s"},
                    }));
                then.status(200).json_body(json!({"id": "01BX5ZZKBKACTAV9WEVGEMMVS1"}));
            })
            .await;
        let transcript = client(&server.base_url()).conversation(CONVERSATION);
        let added = transcript.add_message(message).send().await.unwrap();
        mock.assert_async().await;
        assert_eq!(added.id.unwrap().as_str(), "01BX5ZZKBKACTAV9WEVGEMMVS1");
    }
}

#[tokio::test]
async fn a_redirect_never_carries_the_credentials_elsewhere() {
    let (server, thief) = (MockServer::start_async().await, MockServer::start_async().await);
    let stolen = thief.mock_async(|when, then| {
        when.any_request();
        then.status(200).json_body(json!({"id": "X"}));
    });
    let stolen = stolen.await;
    for status in [301, 302, 303, 307, 308] {
        let mock = server
            .mock_async(|when, then| {
                when.any_request();
                then.status(status).header("location", thief.url("/stolen"));
            })
            .await;
        let transcript = client(&server.base_url()).conversation(CONVERSATION);
        let error = transcript.add_message(message("Hello")).send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome(), error.status()),
            (ErrorKind::Redirected, Outcome::Rejected, Some(status))
        );
        mock.assert_async().await;
        mock.delete_async().await;
    }
    stolen.assert_calls_async(0).await;
}

#[tokio::test]
async fn clones_share_one_connection() {
    let server = script(vec![Act::Answer(OK)]).await;
    let asapp = client(&server.url);
    for _ in 0..3 {
        asapp.clone().find_conversations("id-111").send().await.unwrap();
    }
    assert_eq!(server.requests.load(Ordering::SeqCst), 3);
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn plain_http_ignores_the_proxies_of_the_environment() {
    if is_child() {
        let url = std::env::var("ASAPP_API_HOST").unwrap();
        client(&url).find_conversations("id-111").send().await.unwrap();
        return;
    }
    let (server, proxy) =
        (script(vec![Act::Answer(OK)]).await, script(vec![Act::Answer(OK)]).await);
    let variables = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
        .map(|name| (name, proxy.url.as_str()));
    let variables: Vec<_> =
        variables.into_iter().chain([("ASAPP_API_HOST", server.url.as_str())]).collect();
    in_child("requests::plain_http_ignores_the_proxies_of_the_environment", &variables).await;
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
    assert_eq!(proxy.connections.load(Ordering::SeqCst), 0);
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn https_goes_through_the_proxy_of_the_environment_which_sees_no_credentials() {
    if is_child() {
        let error = client("host.invalid").find_conversations("id-111").send().await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
        return;
    }
    let proxy =
        script(vec![Act::AnswerAndClose("HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n")]).await;
    let test =
        "requests::https_goes_through_the_proxy_of_the_environment_which_sees_no_credentials";
    in_child(test, &[("HTTPS_PROXY", &proxy.url)]).await;
    let heads = proxy.heads.lock().unwrap();
    assert!(heads[0].starts_with("connect host.invalid:443 "), "{heads:?}");
    assert!(!heads[0].contains("asapp-api"), "{heads:?}");
}

#[tokio::test]
async fn plain_http_needs_no_certificates_of_the_machine() {
    if is_child() {
        client("http://127.0.0.1:9");
        return;
    }
    let variables = [("SSL_CERT_FILE", "/dev/null"), ("SSL_CERT_DIR", "/nonexistent")];
    in_child("requests::plain_http_needs_no_certificates_of_the_machine", &variables).await;
}

#[tokio::test]
async fn calls_take_texts_of_every_kind_and_their_futures_borrow_nothing() {
    let server = script(vec![Act::Answer(OK)]).await;
    let asapp = client(&server.url);
    let keys = ["a".to_owned(), "b".to_owned()];
    let calls: Vec<_> =
        keys.iter().map(|key| tokio::spawn(asapp.find_conversations(key).send())).collect();
    for call in calls {
        assert!(call.await.unwrap().unwrap().conversations.is_empty());
    }
    let (key, text) = (asapp::ExternalId::from(&keys[0]), asapp::Text::from(&keys[1]));
    let from_strings = Message::customer(&keys[0], &keys[1], at());
    assert_eq!(Message::customer(&key, &text, at()), from_strings);
    assert_eq!(Participant::from(&key), Participant::from(&keys[0]));
}

/// Makes the future of every call, and gives each to `$with`.
macro_rules! every_call {
    ($asapp:ident, $with:ident) => {
        let transcript = $asapp.conversation(CONVERSATION);
        let upsert = $asapp.upsert_conversation("id-111").customer("c").timestamp(at());
        $with(upsert.send());
        $with($asapp.find_conversations("id-111").send());
        $with($asapp.messages_by_external_id("id-111").send());
        $with($asapp.health().send());
        $with($asapp.conversation_metadata("id-111").send());
        $with($asapp.agent_metadata("agent-111").send());
        $with($asapp.customer_metadata("id-111", "customer-x").send());
        $with($asapp.many_conversation_metadata([ConversationMetadata::new("id-111")]).send());
        $with($asapp.many_agent_metadata([AgentMetadata::new("agent-111")]).send());
        $with($asapp.many_customer_metadata([CustomerMetadata::new("id-111", "c")]).send());
        $with(transcript.add_message(message("Hello")).send());
        $with(transcript.add_messages([message("Hello")]).send());
        $with(transcript.get().send());
        $with(transcript.messages().send());
        $with(transcript.message("01GMXE90AEV7H3J4DPBDKB1R79").send());
        $with(transcript.authenticate("c", Authentication::from_token("t")).send());
    };
}

#[test]
fn every_future_can_move_to_another_thread() {
    fn is_send(_: impl Send + 'static) {}
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<asapp::Error>();
    let asapp = client("http://127.0.0.1:9");
    every_call!(asapp, is_send);
}

#[tokio::test]
async fn a_call_that_is_dropped_before_it_is_awaited_sends_nothing() {
    let server = script(vec![Act::Answer(OK)]).await;
    let asapp = client(&server.url);
    every_call!(asapp, drop);
    asapp.find_conversations("id-111").send().await.unwrap();
    assert_eq!(server.requests.load(Ordering::SeqCst), 1, "the one that was awaited");
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}
