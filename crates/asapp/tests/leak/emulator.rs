//! Every operation under every fault of the emulator, and what the emulator itself shows.

use asapp::{Client, Posture};
use asapp_emulator::{Emulator, Expected, Fault, Key, Plan};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::builder;
use crate::drive::{Ids, every_operation, messages, upsert};
use crate::marks::{API_ID, API_SECRET, CONVERSATION, NAME};
use crate::shown::Shown;
use crate::sinks::{assert_nothing_leaked, listen, look, look_at};

/// The emulator's own views that take no question: those of what is stored are there to show it.
const VIEWS: [&str; 9] = [
    "requests",
    "counters",
    "settings",
    "clock",
    "plans",
    "rates",
    "late-commits",
    "openapi.json",
    "nowhere",
];

#[tokio::test(start_paused = true)]
async fn nothing_leaks_under_any_fault() {
    listen();
    let key = Key::new(API_ID, API_SECRET);
    look_at("Key", &key);
    let emulator = Emulator::builder().key(key).start().await.unwrap();
    let mut shown = Shown::default();
    for posture in [Posture::Vendor, Posture::AtMostOnce, Posture::Reconcile] {
        let asapp = builder(emulator.url()).posture(posture).build().unwrap();
        let ids = stored(&asapp).await;
        let snapshot = emulator.snapshot();
        for fault in Fault::every_kind() {
            // Reads would answer more and more.
            emulator.restore(&snapshot);
            under(&emulator, fault, &asapp, &ids, &mut shown).await;
        }
        look_into(&emulator).await;
    }
    assert_nothing_leaked();
}

/// A conversation with a message, to read.
async fn stored(asapp: &Client) -> Ids {
    let conversation = upsert(asapp).send().await.unwrap().id;
    let transcript = asapp.conversation(&conversation);
    let added = transcript.add_message(messages().remove(0)).send().await.unwrap();
    Ids {
        conversation: conversation.to_string().into(),
        message: added.id.unwrap().to_string().into(),
    }
}

/// Strikes each operation once.
async fn under(emulator: &Emulator, fault: Fault, asapp: &Client, ids: &Ids, shown: &mut Shown) {
    let operations = asapp::Operation::ALL.iter().map(|operation| operation.id());
    let plan = operations.fold(Plan::new().api_id(API_ID), |plan, id| plan.on(id, [fault.clone()]));
    look_at("Plan", &plan);
    let plan = emulator.add_plan(plan).unwrap();
    every_operation(asapp, ids, shown).await;
    assert!(plan.is_consumed(), "{:?}", plan.remaining());
    look_at("ActivePlan", &plan);
    plan.remove();
}

async fn look_into(emulator: &Emulator) {
    // No call of the client has anything of the caller's in its path.
    let _ = get(emulator, &format!("/conversation/v1/conversations/{CONVERSATION}/{NAME}")).await;
    look_at("Emulator", emulator);
    look_at("Snapshot", &emulator.snapshot());
    look_at("Settings", &emulator.settings());
    look_at("Counters", &emulator.counters());
    look("Counters as JSON", &serde_json::to_string(&emulator.counters()).unwrap());
    for entry in emulator.journal() {
        look_at("JournalEntry", &entry);
        look("JournalEntry as JSON", &serde_json::to_string(&entry).unwrap());
    }
    for conversation in emulator.conversations() {
        look_at("StoredConversation", &conversation);
        look_at("StoredMessage", &emulator.messages(&conversation.id));
    }
    look_at("StoredAuthentication", &emulator.authentications());
    look_at("StoredMetadata of conversations", &emulator.conversation_metadata());
    look_at("StoredMetadata of agents", &emulator.agent_metadata());
    look_at("StoredMetadata of customers", &emulator.customer_metadata());
    let report = emulator.report(&Expected::new().conversation(CONVERSATION));
    look_at("Report", &report);
    look("Display of Report", &report.to_string());
    for view in VIEWS {
        let shown = get(emulator, &format!("/_emulator/{view}")).await;
        look(&format!("the emulator's {view}"), &shown);
    }
}

/// The whole answer to a request.
async fn get(emulator: &Emulator, path: &str) -> String {
    let authority = emulator.url().trim_start_matches("http://");
    let mut socket = TcpStream::connect(authority).await.unwrap();
    let asked = format!("GET {path} HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n\r\n");
    socket.write_all(asked.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
