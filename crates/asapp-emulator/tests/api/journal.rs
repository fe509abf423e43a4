//! What the journal and the counters tell of each request, and what they do not.

use asapp_emulator::{Commit, Fault, FaultBody, PLAN_HEADER, Plan};
use serde_json::json;

use crate::support::{Api, CONVERSATIONS, METADATA, Raw, conversation, message, reply};

#[tokio::test]
async fn what_became_of_each_request() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let messages = format!("{CONVERSATIONS}/{id}/messages");
    let text = message("x").to_string();
    api.post(&messages, message("x")).await;
    api.get(&messages).await;
    api.post(&messages, json!({})).await;
    api.post(METADATA, json!({})).await;
    reply(api.anonymous("GET", &messages)).await;
    reply(api.request("POST", &messages).body("{}")).await;
    api.get("/nothing").await;
    let plan = Plan::new().on("createMessage", [Fault::status(503, FaultBody::Gateway)]);
    let plan = api.emulator.add_plan(plan).unwrap();
    reply(api.request("POST", &messages).header(PLAN_HEADER, plan.name()).json(&message("x")))
        .await;

    let create = Some("createMessage");
    let rows = [
        ("POST", Some("createOrUpdateConversation"), 200, None, Commit::Done, None),
        ("POST", create, 200, None, Commit::Done, None),
        ("GET", Some("getMessages"), 200, None, Commit::None, None),
        ("POST", create, 400, Some("400-03"), Commit::None, None),
        ("POST", Some("singleConvoMetadata"), 400, None, Commit::None, None),
        ("GET", Some("getMessages"), 401, Some("401-01"), Commit::None, None),
        ("POST", create, 415, Some("415-01"), Commit::None, None),
        ("GET", None, 404, Some("404-01"), Commit::None, None),
        ("POST", create, 503, None, Commit::None, Some("status 503 (gateway) before commit")),
    ];
    let journal = api.emulator.journal();
    assert_eq!(journal.len(), rows.len());
    for ((number, entry), (method, operation, status, code, commit, fault)) in
        (1..).zip(&journal).zip(rows)
    {
        assert_eq!((entry.number, entry.method.as_str()), (number, method));
        assert_eq!(entry.operation.as_deref(), operation);
        assert_eq!((entry.status, entry.code.as_deref()), (Some(status), code));
        assert_eq!((entry.commit, entry.fault.as_deref()), (commit, fault));
    }
    assert_eq!((journal[1].path.as_str(), journal[1].plan.as_deref()), (messages.as_str(), None));
    assert_eq!(journal[1].request_length, text.len());
    assert_eq!(journal[1].request_body(), text.as_bytes());
    assert_eq!(journal[1].answer_body().len(), journal[1].answer_length);
    assert!(journal[1].answer_body().starts_with(b"{\"id\":"));
    assert_eq!(journal[8].plan.as_deref(), Some(plan.name()));
    assert!(journal[8].answer_body().starts_with(b"{\"fault\":"));
    assert!(journal.is_sorted_by_key(|entry| entry.arrived));

    let counters = api.emulator.counters();
    assert_eq!((counters.requests, api.emulator.requests()), (9, 9));
    assert_eq!((counters.operations["createMessage"], counters.operations.len()), (4, 4));
    assert_eq!((counters.statuses[&200], counters.statuses[&400]), (3, 2));
    assert_eq!(json!(counters.faults), json!({"status 503 (gateway) before commit": 1}));

    api.emulator.reset();
    assert!(api.emulator.journal().is_empty());
    assert_eq!(api.emulator.counters(), asapp_emulator::Counters::default());
    api.get("/nothing").await;
    assert_eq!(api.emulator.journal()[0].number, 1);
}

#[tokio::test]
async fn nothing_that_the_caller_sent_is_shown_unasked() {
    let api = Api::start().await;
    let mut body = conversation("mark-1");
    body["customer"] = json!({"externalId": "mark-2", "name": "mark-3"});
    body["metadata"] = json!({"mark-4": "mark-5"});
    api.post(CONVERSATIONS, body).await;
    api.get(&format!("{CONVERSATIONS}?externalId=mark-6&mark-7=mark-8")).await;
    let strange = api.anonymous("POST", CONVERSATIONS).header("asapp-api-id", "mark-9");
    let strange = strange.header("asapp-api-secret", "mark-10").header("x-mark", "mark-11");
    reply(strange.header(PLAN_HEADER, "mark-12")).await;
    api.get("/mark-13/conversations/mark%2D14/").await;
    api.get(&format!("{CONVERSATIONS}/mark-15")).await;
    reply(api.request("MARK", CONVERSATIONS)).await;
    let journal = api.emulator.journal();
    let paths: Vec<_> = journal[3..].iter().map(|entry| entry.path.as_str()).collect();
    let masked = ["/*/conversations/*/", "/conversation/v1/conversations/*", CONVERSATIONS];
    assert_eq!((paths.as_slice(), journal[5].method.as_str()), (&masked[..], "*"));
    assert_eq!(journal[3].target(), "/mark-13/conversations/mark%2D14/");
    let shown = format!("{journal:?} {} {:?}", json!(journal), api.emulator.counters());
    assert!(!shown.to_lowercase().contains("mark"), "{shown}");
    assert!(String::from_utf8_lossy(journal[0].request_body()).contains("mark-5"));
}

#[tokio::test]
async fn long_bodies_are_kept_in_part() {
    let api = Api::start().await;
    let mut body = conversation("id-111");
    body["metadata"] = json!({"a": "b".repeat(100_000)});
    let length = body.to_string().len();
    api.post(CONVERSATIONS, body).await;
    api.get(&format!("{CONVERSATIONS}?externalId=id-111")).await;
    let journal = api.emulator.journal();
    assert_eq!((journal[0].request_length, journal[0].request_body().len()), (length, 16 << 10));
    assert!(journal[1].answer_length > 100_000);
    assert_eq!(journal[1].answer_body().len(), 16 << 10);
}

#[tokio::test]
async fn a_client_that_goes_away_is_recorded() {
    let api = Api::start().await;
    let mut raw = Raw::connect(&api.emulator).await;
    raw.head("POST", CONVERSATIONS, "content-length: 100\r\n").await;
    raw.write(b"{\"externalId\":").await;
    drop(raw);
    while api.emulator.requests() < 1 {
        tokio::task::yield_now().await;
    }
    let entry = &api.emulator.journal()[0];
    assert_eq!(
        (entry.commit, entry.request_length, entry.request_body()),
        (Commit::None, 14, &b""[..])
    );

    // One that does not wait for its answer has its message stored.
    let id = api.conversation("id-111").await;
    let body = message("x").to_string();
    let mut raw = Raw::connect(&api.emulator).await;
    let headers = format!("content-length: {}\r\n", body.len());
    raw.head("POST", &format!("{CONVERSATIONS}/{id}/messages"), &headers).await;
    raw.write(body.as_bytes()).await;
    drop(raw);
    while api.emulator.requests() < 3 {
        tokio::task::yield_now().await;
    }
    assert_eq!(api.emulator.journal()[2].commit, Commit::Done);
    assert_eq!(api.emulator.messages(&id).len(), 1);
}
