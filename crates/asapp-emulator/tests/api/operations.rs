//! Writes and reads as they come, and what is left in the store.

use std::collections::HashSet;

use crate::support::{Api, CONVERSATIONS, METADATA, conversation, message, reply};
use asapp_emulator::Emulator;
use serde_json::{Value, json};

#[tokio::test]
async fn a_conversation_from_start_to_end() {
    let api = Api::start().await;
    let full = json!({
        "externalId": "id-111",
        "agent": {"externalId": "agent-111", "name": "agent-x"},
        "customer": {"externalId": "customer-x", "name": "customer-name-x"},
        "metadata": {"queue": "some-queue"},
        "timestamp": "2021-11-23T12:13:14.555Z",
        "unknown": {"field": 1},
    });
    let created = api.post(CONVERSATIONS, full).await.judged("createOrUpdateConversation");
    assert_eq!(created.status, 200);
    let id = created.body["id"].as_str().unwrap();
    assert!(
        id.len() == 26 && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
        "{id}"
    );

    let updated =
        api.post(CONVERSATIONS, conversation("id-111")).await.judged("createOrUpdateConversation");
    assert_eq!(updated.body, json!({"id": id}));

    let found = api
        .get(&format!("{CONVERSATIONS}?externalId=id-111&other=1"))
        .await
        .judged("getConversations");
    let expected = json!({"items": [{
        "id": id,
        "externalId": "id-111",
        "agent": {"externalId": "agent-111", "name": "agent-x"},
        "customer": {"externalId": "customer-x"},
        "metadata": {"queue": "some-queue"},
    }]});
    assert_eq!((found.status, found.body), (200, expected));

    let messages = format!("{CONVERSATIONS}/{id}/messages");
    let first = api.post(&messages, message("one")).await.judged("createMessage");
    let again = api.post(&messages, message("one")).await.judged("createMessage");
    assert_eq!((first.status, again.status), (200, 200));
    assert_ne!(first.body["id"], again.body["id"], "the same message again is stored again");

    let batch = json!({"messages": [message("two"), message("three")]});
    let batch = api.post(&format!("{messages}/batch"), batch).await.judged("createBatchMessages");
    assert_eq!((batch.status, batch.body), (200, json!({})));

    let record = json!({"externalConversationId": "id-111", "eventId": "event-1", "deviceType": null, "extra": [1]});
    let metadata = api.post(METADATA, record.clone()).await.judged("singleConvoMetadata");
    assert_eq!((metadata.status, metadata.body), (200, json!({"result": {"eventId": "event-1"}})));

    let texts: Vec<_> = api.emulator.messages(id).into_iter().map(|message| message.text).collect();
    assert_eq!(texts, ["one", "one", "two", "three"]);
    let stored = api.emulator.conversation_metadata();
    assert_eq!(
        (stored[0].event_id.as_str(), stored[0].external_conversation_id()),
        ("event-1", Some("id-111"))
    );
    assert_eq!(stored[0].record(), &record);
    assert_eq!(api.emulator.conversations().len(), 1);
    assert_eq!(api.emulator.requests(), 7);

    let state = reply(api.anonymous("GET", "/_emulator/state")).await;
    assert_eq!(state.status, 200);
    assert_eq!(state.body["conversations"][0]["externalId"], "id-111");
    assert_eq!(state.body["conversations"][0]["messages"][3]["text"], "three");
    assert_eq!(state.body["conversations"][0]["messages"][3]["sender"]["role"], "customer");
    assert_eq!(state.body["conversationMetadata"][0]["record"], record);
    assert_eq!(api.emulator.requests(), 7, "the emulator's own paths do not count");
}

#[tokio::test]
async fn an_external_id_can_be_any_text() {
    let api = Api::start().await;
    for (external_id, encoded) in
        [("", ""), ("a b/ü?&=+%", "a+b%2F%C3%BC%3F%26%3D%2B%25"), ("0042", "0042")]
    {
        let unknown = api
            .get(&format!("{CONVERSATIONS}?externalId={encoded}"))
            .await
            .judged("getConversations");
        assert_eq!((unknown.status, unknown.body), (200, json!({"items": []})), "{external_id}");
        let id = api.conversation(external_id).await;
        let found = api
            .get(&format!("{CONVERSATIONS}?externalId={encoded}"))
            .await
            .judged("getConversations");
        assert_eq!(found.body["items"][0]["id"], id.as_str(), "{external_id}");
        assert_eq!(api.emulator.conversation(external_id).unwrap().id, id);
    }
}

#[tokio::test]
async fn a_batch_is_stored_whole_or_not_at_all() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let batch = format!("{CONVERSATIONS}/{id}/messages/batch");
    let many = |count| json!({"messages": vec![message("x"); count]});

    for refused in [json!({"messages": [message("x"), message("")]}), many(0), many(301)] {
        assert_eq!(
            api.post(&batch, refused).await.judged("createBatchMessages").error().0,
            "400-03"
        );
    }
    assert!(api.emulator.messages(&id).is_empty());
    assert_eq!(api.post(&batch, many(300)).await.judged("createBatchMessages").status, 200);
    assert_eq!(api.emulator.messages(&id).len(), 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_upserts_give_one_id() {
    let api = Api::start().await;
    let tasks: Vec<_> = (0..32)
        .map(|_| {
            tokio::spawn(reply(api.request("POST", CONVERSATIONS).json(&conversation("id-111"))))
        })
        .collect();
    let mut ids = HashSet::new();
    for task in tasks {
        ids.insert(task.await.unwrap().body["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(api.emulator.conversations().len(), 1);
}

#[tokio::test]
async fn two_emulators_share_nothing() {
    let (one, two) = (Api::start().await, Api::start().await);
    let id = one.conversation("id-111").await;
    assert!(two.emulator.conversations().is_empty());
    let reply = two.post(&format!("{CONVERSATIONS}/{id}/messages"), message("x")).await;
    assert_eq!(reply.status, 404);
    assert_eq!((one.emulator.requests(), two.emulator.requests()), (1, 1));
}

#[tokio::test]
async fn debug_tells_nothing_but_the_url() {
    let api = Api::start().await;
    api.conversation("4111").await;
    assert_eq!(
        format!("{:?}", api.emulator),
        format!("Emulator {{ url: {:?}, .. }}", api.emulator.url())
    );
    let builder = Emulator::builder().credentials("my-id", "my-secret");
    assert!(!format!("{builder:?}").contains("my-"), "{builder:?}");
}

#[tokio::test]
async fn the_examples_of_the_documents_are_accepted() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let documents = [
        include_str!("../../contract/conversations.json"),
        include_str!("../../contract/metadata-ingestion.json"),
    ];
    let mut examples = 0;
    for document in documents.map(|text| serde_json::from_str::<Value>(text).unwrap()) {
        for (path, item) in document["paths"].as_object().unwrap() {
            let content = &item["post"]["requestBody"]["content"]["application/json"];
            let Some(example) = content.get("example").or_else(|| content["schema"].get("example"))
            else {
                continue;
            };
            let reply = api.post(&path.replace("{conversationId}", &id), example.clone()).await;
            let reply = reply.judged(item["post"]["operationId"].as_str().unwrap());
            assert_eq!(
                reply.status,
                if path.ends_with("/authenticate") { 204 } else { 200 },
                "{path}"
            );
            assert!(matches!(reply.body["errorCount"].as_u64(), None | Some(0)), "{path}");
            examples += 1;
        }
    }
    assert_eq!(examples, 10);
}
