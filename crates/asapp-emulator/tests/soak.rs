//! 100,000 requests to the program from several tasks: memory grows by what is stored, and by nothing else.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod load;

use std::sync::Arc;

use serde_json::Value;
use tokio::task::JoinSet;

use self::load::connection::Connection;
use self::load::program::Program;
use self::load::requests::{CONVERSATIONS, conversation, get, message, post};

const TASKS: usize = 4;

/// Enough to fill the allocator's caches and whatever is kept of the last thousand requests.
const WARM_UP: usize = 5_000;
const STORING_NOTHING: usize = 50_000;
const STORING: usize = 45_000;

/// Each task opens a new connection after so many requests, so that connections leave nothing either.
const REQUESTS_A_CONNECTION: usize = 100;

/// What memory may grow by where nothing new is stored. The allocator gives each thread its own arena, and how full
/// these get is chance; a leak of one small allocation a request would be more.
const FLAT: u64 = 2 << 20;

/// As long as a long sentence, so that the text counts beside the overhead.
const TEXT_LENGTH: usize = 200;

/// What a stored message may take beyond its text: five strings' headers and a time (136 bytes), in a list that
/// doubles when it is full, and the allocations behind id, role, sender and timestamp. About 300 were measured.
const OVERHEAD: u64 = 512;

/// A prepared request and the status of its answer.
type Exchange = (Vec<u8>, u16);

#[tokio::test(flavor = "current_thread")]
async fn memory_grows_by_what_is_stored() {
    let emulator = Program::emulator(&get("/v1/health")).await;
    let mut ids = Vec::new();
    for task in 0..TASKS {
        ids.push(create(&emulator, &external_id(task)).await);
    }
    let storing_nothing: Vec<_> = (0..TASKS).map(|task| reads_and_refusals(task, &ids)).collect();
    let storing: Vec<_> = ids.iter().map(|id| vec![(post_message(id), 200)]).collect();

    run(&emulator, &storing_nothing, WARM_UP).await;
    let before = emulator.resident_memory().unwrap();
    run(&emulator, &storing_nothing, STORING_NOTHING).await;
    let flat = emulator.resident_memory().unwrap();
    run(&emulator, &storing, STORING).await;
    let grown = emulator.resident_memory().unwrap();

    let growth = flat.saturating_sub(before);
    assert!(growth <= FLAT, "{growth} bytes more after requests that store nothing");
    let each = grown.saturating_sub(flat) / STORING as u64;
    let bound = TEXT_LENGTH as u64 + OVERHEAD;
    assert!((TEXT_LENGTH as u64..=bound).contains(&each), "{each} bytes a message");
}

fn external_id(task: usize) -> String {
    format!("id-{task}")
}

async fn create(emulator: &Program, external_id: &str) -> String {
    let mut connection = Connection::open(emulator.address).await.unwrap();
    let request = post(CONVERSATIONS, &conversation(external_id));
    let answer = connection.exchange(&request).await.unwrap();
    let body: Value = serde_json::from_slice(answer.body).unwrap();
    body["id"].as_str().unwrap().to_owned()
}

fn post_message(id: &str) -> Vec<u8> {
    post(&format!("{CONVERSATIONS}/{id}/messages"), &message(&"x".repeat(TEXT_LENGTH)))
}

fn reads_and_refusals(task: usize, ids: &[String]) -> Vec<Exchange> {
    let (id, external_id) = (&ids[task], external_id(task));
    let messages = format!("{CONVERSATIONS}/{id}/messages");
    let mut roleless = message("x");
    roleless["sender"] = Value::Null;
    let without_key = String::from_utf8(post_message(id)).unwrap().replace("test-secret", "x");
    vec![
        (get("/v1/health"), 200),
        (get(&format!("{CONVERSATIONS}/{id}")), 200),
        (get(&format!("{CONVERSATIONS}?externalId={external_id}")), 200),
        (get(&messages), 200),
        (get(&format!("/conversation/v1/conversation/messages?externalId={external_id}")), 200),
        (post(CONVERSATIONS, &conversation(&external_id)), 200),
        (post(&messages, &roleless), 400),
        (without_key.into_bytes(), 401),
        (post_message("UNKNOWN"), 404),
        (get("/nowhere"), 404),
        (get(&format!("{messages}/batch")), 405),
    ]
}

/// Sends so many requests in all, each task its own ones over and over.
async fn run(emulator: &Program, exchanges: &[Vec<Exchange>], requests: usize) {
    let mut tasks = JoinSet::new();
    for exchanges in exchanges {
        let exchanges: Arc<[Exchange]> = exchanges.as_slice().into();
        let address = emulator.address;
        tasks.spawn(async move {
            let mut sent = exchanges.iter().cycle().take(requests / TASKS).peekable();
            while sent.peek().is_some() {
                let mut connection = Connection::open(address).await.unwrap();
                for (request, expected) in sent.by_ref().take(REQUESTS_A_CONNECTION) {
                    let status = connection.exchange(request).await.unwrap().status;
                    assert_eq!(status, *expected);
                }
            }
        });
    }
    tasks.join_all().await;
}
