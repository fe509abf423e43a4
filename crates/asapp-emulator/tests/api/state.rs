//! The state under many writers, and across snapshots.

use std::collections::HashSet;
use std::sync::Arc;

use asapp_emulator::{Emulator, Fault, Plan};
use serde_json::json;

use crate::support::{Api, CONVERSATIONS, conversation, message, stored};

#[tokio::test(flavor = "multi_thread")]
async fn each_conversation_keeps_its_order_beside_others() {
    const WRITERS: usize = 12;
    let api = Arc::new(Api::start().await);
    let writers = (0..WRITERS).map(|writer| {
        let api = Arc::clone(&api);
        tokio::spawn(async move {
            let external_id = format!("id-{writer}");
            for number in 0..15 {
                // Every write of the conversation gives the same id, whoever else writes it.
                let shared = api.conversation("shared").await;
                let id = api.conversation(&external_id).await;
                assert_ne!(id, shared);
                let path = format!("{CONVERSATIONS}/{id}/messages");
                let one = message(&(3 * number).to_string());
                assert_eq!(api.post(&path, one).await.status, 200);
                let batch = [3 * number + 1, 3 * number + 2].map(|n| message(&n.to_string()));
                let batch = json!({"messages": batch});
                assert_eq!(api.post(&format!("{path}/batch"), batch).await.status, 200);
            }
            external_id
        })
    });
    let mut ids = HashSet::new();
    for writer in writers.collect::<Vec<_>>() {
        let id = api.emulator.conversation(&writer.await.unwrap()).unwrap().id;
        let messages = api.emulator.messages(&id);
        let texts: Vec<_> = messages.iter().map(|one| one.text.parse::<u32>().unwrap()).collect();
        assert_eq!(texts, (0..45).collect::<Vec<_>>());
        assert!(messages.is_sorted_by_key(|one| one.created_timestamp));
        ids.extend(messages.into_iter().map(|one| one.id));
        ids.insert(id);
    }
    assert_eq!(ids.len(), WRITERS * 46);
    assert_eq!(api.emulator.conversations().len(), WRITERS + 1);
}

#[tokio::test]
async fn batches_of_two_writers_do_not_mix() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let path = format!("{CONVERSATIONS}/{id}/messages/batch");
    let post = |writer: &str| {
        let batch = json!({"messages": vec![message(writer); 100]});
        tokio::spawn(api.request("POST", &path).json(&batch).send())
    };
    let posts = [post("a"), post("b"), post("c")];
    for post in posts {
        assert_eq!(post.await.unwrap().unwrap().status(), 200);
    }
    let mut texts: Vec<_> =
        api.emulator.messages(&id).into_iter().map(|message| message.text).collect();
    assert_eq!(texts.len(), 300);
    texts.dedup();
    assert_eq!(texts.len(), 3, "{texts:?}");
}

#[tokio::test]
async fn an_id_is_never_given_twice() {
    let api = Api::start().await;
    api.emulator.stop_clock_at(api.emulator.now());
    let mut ids = HashSet::new();
    ids.insert(api.conversation("before").await);
    let snapshot = api.emulator.snapshot();
    for _ in 0..3 {
        assert!(ids.insert(api.conversation("after").await), "{ids:?}");
        api.emulator.restore(&snapshot);
        assert_eq!(stored(&api.emulator), 1);
    }
    api.emulator.reset();
    assert!(ids.insert(api.conversation("before").await));
}

#[tokio::test]
async fn a_snapshot_can_be_put_into_another_emulator() {
    let (one, other) = (Api::start().await, Api::start().await);
    let id = one.conversation("id-111").await;
    other.conversation("id-112").await;
    let snapshot = one.emulator.snapshot();
    one.conversation("id-113").await;
    other.emulator.restore(&snapshot);
    assert_eq!(other.emulator.conversations().len(), 1);
    assert_eq!(other.conversation("id-111").await, id, "it is the same conversation");
    let path = format!("{CONVERSATIONS}/{id}/messages");
    assert_eq!(other.post(&path, message("x")).await.status, 200);
    one.emulator.restore(&snapshot);
    assert!(one.emulator.messages(&id).is_empty());
}

#[tokio::test]
async fn many_emulators_side_by_side() {
    let mut running = Vec::new();
    for _ in 0..40 {
        running.push(Api::start().await);
    }
    let urls: HashSet<_> = running.iter().map(|api| api.emulator.url().to_owned()).collect();
    assert_eq!(urls.len(), running.len());
    for (number, api) in running.iter().enumerate() {
        let plan = Plan::new().name("mine").on("getHealth", [Fault::gzip()]);
        api.emulator.add_plan(plan).unwrap();
        for conversation in 0..number {
            api.conversation(&conversation.to_string()).await;
        }
    }
    for (number, api) in running.into_iter().enumerate() {
        assert_eq!(api.emulator.conversations().len(), number);
        api.emulator.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_paused_runtime_drives_everything() {
    let started = tokio::time::Instant::now();
    let emulator = Emulator::start().await.unwrap();
    let api = reqwest::Client::new();
    let url = format!("{}{CONVERSATIONS}", emulator.url());
    let upsert = api
        .post(url)
        .header("asapp-api-id", asapp_emulator::API_ID)
        .header("asapp-api-secret", asapp_emulator::API_SECRET)
        .json(&conversation("id-111"));
    assert_eq!(upsert.send().await.unwrap().status(), 200);
    emulator.stop().await;
    assert!(started.elapsed().as_secs() < 1, "nothing waits for a timer");
}
