//! What each posture makes of a request that goes wrong: what the caller is told, and what is stored.
//!
//! It needs no key: an emulator in this process fails on demand. It takes as long as the retries wait, some seconds.
#![allow(clippy::print_stdout, reason = "it shows a person what happens")]

use asapp::chrono::Utc;
use asapp::{Client, ConversationId, Credentials, Message, Outcome, Posture};
use asapp_emulator::{Emulator, Fault, FaultBody, Key, Plan};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const POSTURES: [Posture; 3] = [Posture::Vendor, Posture::AtMostOnce, Posture::Reconcile];

fn faults() -> Vec<Fault> {
    vec![
        Fault::status(429, FaultBody::Api),
        Fault::status(503, FaultBody::Api).before_commit(),
        Fault::status(503, FaultBody::Api).after_commit(),
        Fault::reset().before_commit(),
        Fault::reset().after_commit(),
    ]
}

/// What the caller is told.
struct Told {
    conversation: ConversationId,
    outcome: Outcome,
    requests: u32,
}

#[tokio::main]
async fn main() -> Result<()> {
    let emulator = Emulator::start().await?;
    let mut calls = Vec::new();
    for (index, fault) in faults().into_iter().enumerate() {
        for posture in POSTURES {
            let id = format!("{index}-{posture}").replace(' ', "-");
            emulator.add_key(Key::new(&id, "secret"));
            emulator.add_plan(Plan::new().api_id(&id).on("createMessage", [fault.clone()]))?;
            let client = Client::builder().credentials(Credentials::new(&id, "secret"));
            let client = client.host(emulator.url()).posture(posture).build()?;
            calls.push((fault.to_string(), posture, tokio::spawn(add(client, id))));
        }
    }
    println!("{:<31} {:<13} {:<10} {:>8} {:>7}", "fault", "posture", "told", "requests", "stored");
    for (fault, posture, call) in calls {
        let Told { conversation, outcome, requests } = call.await??;
        let (posture, outcome) = (posture.to_string(), outcome.to_string());
        let stored = emulator.messages(conversation.as_str()).len();
        println!("{fault:<31} {posture:<13} {outcome:<10} {requests:>8} {stored:>7}");
    }
    Ok(())
}

/// Adds one message, whose first request goes wrong.
async fn add(client: Client, key: String) -> Result<Told> {
    let at = Utc::now();
    let upsert = client.upsert_conversation(key).customer("customer-x").timestamp(at);
    let conversation = upsert.send().await?.id;
    let message = Message::customer("customer-x", "Hello", at);
    let added = client.conversation(&conversation).add_message(message).send().await;
    let (outcome, requests) = match &added {
        Ok(added) => (added.receipt.outcome, added.receipt.attempts),
        Err(error) => (error.outcome(), error.attempts()),
    };
    Ok(Told { conversation, outcome, requests })
}
