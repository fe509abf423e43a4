//! The emulator beside Prism, on the same requests: throughput, memory, and time to the first answer.
//!
//! `cargo bench -p asapp-emulator --bench against_prism` measures the emulator alone; with `-- --prism FILE`, where
//! FILE is the `prism` of `@stoplight/prism-cli`, both.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "../tests/load/mod.rs"]
mod load;

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use self::load::connection::Connection;
use self::load::program::Program;
use self::load::requests::{CONVERSATIONS, conversation, get, message, post};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/contract/conversations.json");

/// Starts of which the median counts.
const STARTS: usize = 5;

/// Requests of each kind, to both servers alike, before memory is read.
const SAME_REQUESTS: usize = 1_000;

const CONNECTIONS: [usize; 2] = [1, 32];

const WARM_UP: Duration = Duration::from_millis(500);
const MEASURED: Duration = Duration::from_secs(2);

#[derive(Debug, Parser)]
struct Arguments {
    /// Prism's executable.
    #[arg(long, value_name = "FILE")]
    prism: Option<String>,

    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

/// The last kind that stores nothing new.
const REFUSED: &str = "createMessage, refused";

/// A kind of request, ready to be sent.
struct Kind {
    name: &'static str,
    request: Arc<[u8]>,
    /// Whether it is answered with 200; else it is one of the caller's faults.
    accepted: bool,
}

/// Answers a second.
struct Rate {
    by_the_clock: f64,
    /// Of the server's own processor time, whatever else the machine does beside it, the client included.
    by_processor: f64,
}

/// What was measured of one server, in the order of the table.
struct Measured(Vec<(String, f64)>);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments = Arguments::parse();
    let health = get("/v1/health");

    let emulator = Program::emulator(&health).await;
    let kinds = kinds(&create_conversation(&emulator).await);
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Program::emulator(&health).await.ready_after);
    }
    let emulator = measure(emulator, starts, &kinds).await;

    let prism = match &arguments.prism {
        None => None,
        Some(executable) => {
            let mut starts = Vec::new();
            for _ in 0..STARTS {
                starts.push(Program::prism(executable, DOCUMENT, &health).await.ready_after);
            }
            let prism = Program::prism(executable, DOCUMENT, &health).await;
            Some(measure(prism, starts, &kinds).await)
        }
    };
    print_table(&emulator, prism.as_ref());
}

fn kinds(conversation_id: &str) -> Vec<Kind> {
    let messages = format!("{CONVERSATIONS}/{conversation_id}/messages");
    let batch = json!({"messages": vec![message("Hello, how can I help?"); 100]});
    let mut incomplete = message("Hello, how can I help?");
    incomplete["sender"] = json!({"role": "customer"});
    let kind = |name, request: Vec<u8>| Kind { name, request: request.into(), accepted: true };
    let refused = Kind { accepted: false, ..kind(REFUSED, post(&messages, &incomplete)) };
    vec![
        kind("getConversations", get(&format!("{CONVERSATIONS}?externalId=id-111"))),
        kind("createOrUpdateConversation", post(CONVERSATIONS, &conversation("id-111"))),
        refused,
        kind("createMessage", post(&messages, &message("Hello, how can I help?"))),
        kind("createBatchMessages of 100", post(&format!("{messages}/batch"), &batch)),
    ]
}

async fn create_conversation(emulator: &Program) -> String {
    let mut connection = Connection::open(emulator.address).await.unwrap();
    let request = post(CONVERSATIONS, &conversation("id-111"));
    let answer = connection.exchange(&request).await.unwrap();
    let body: Value = serde_json::from_slice(answer.body).unwrap();
    body["id"].as_str().unwrap().to_owned()
}

async fn measure(server: Program, starts: Vec<Duration>, kinds: &[Kind]) -> Measured {
    let mut rows = vec![("first answer, ms".to_owned(), 1e3 * median(starts).as_secs_f64())];
    let memory = |row: &str| (row.to_owned(), mebibytes(&server));
    rows.push(memory("MiB when ready"));
    for kind in kinds {
        send_the_same(&server, kind).await;
        if kind.name == REFUSED {
            rows.push(memory("MiB after 1,000 each of the first three below"));
        }
    }
    rows.push(memory("MiB after 1,000 each of all, 101,000 messages"));
    for connections in CONNECTIONS {
        for kind in kinds {
            load(&server, kind, connections, WARM_UP).await;
            let rate = load(&server, kind, connections, MEASURED).await;
            rows.push((format!("{} /s, {connections} at a time", kind.name), rate.by_the_clock));
            if connections > 1 {
                rows.push((format!("{} /s of its processor time", kind.name), rate.by_processor));
            }
        }
    }
    Measured(rows)
}

async fn send_the_same(server: &Program, kind: &Kind) {
    let mut connection = Connection::open(server.address).await.unwrap();
    for _ in 0..SAME_REQUESTS {
        let status = connection.exchange(&kind.request).await.unwrap().status;
        let expected = if kind.accepted { 200..=200 } else { 400..=499 };
        assert!(expected.contains(&status), "{}: {status}", kind.name);
    }
}

async fn load(server: &Program, kind: &Kind, connections: usize, lasting: Duration) -> Rate {
    let processor_time = || server.processor_time().map_or(f64::NAN, |time| time.as_secs_f64());
    let used_before = processor_time();
    let begin = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let mut connection = Connection::open(server.address).await.unwrap();
        let request = Arc::clone(&kind.request);
        tasks.spawn(async move {
            let mut answers = 0_u32;
            while begin.elapsed() < lasting {
                connection.exchange(&request).await.unwrap();
                answers += 1;
            }
            answers
        });
    }
    let answers: u32 = tasks.join_all().await.into_iter().sum();
    let answers = f64::from(answers);
    Rate {
        by_the_clock: answers / begin.elapsed().as_secs_f64(),
        by_processor: answers / (processor_time() - used_before),
    }
}

fn median(mut values: Vec<Duration>) -> Duration {
    values.sort_unstable();
    values[values.len() / 2]
}

fn mebibytes(server: &Program) -> f64 {
    server.resident_memory().map_or(f64::NAN, |bytes| bytes as f64 / f64::from(1 << 20))
}

fn print_table(emulator: &Measured, prism: Option<&Measured>) {
    println!("{:<52} {:>10} {:>10} {:>8}", "", "emulator", "Prism", "ratio");
    for (at, (name, emulator)) in emulator.0.iter().enumerate() {
        match prism.map(|prism| prism.0[at].1) {
            None => println!("{name:<52} {emulator:>10.1}"),
            Some(prism) => {
                println!("{name:<52} {emulator:>10.1} {prism:>10.1} {:>8.2}", emulator / prism);
            }
        }
    }
}
