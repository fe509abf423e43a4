//! Many conversations over a service of which one request in twenty fails: in the end each message is stored exactly
//! once, or is known by name as one of which it is not known.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "../matrix/stall_timer.rs"]
mod stall_timer;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use asapp::chrono::{DateTime, SecondsFormat, SubsecRound as _, TimeDelta, Utc};
use asapp::{
    CallOptions, Client, ConversationId, Credentials, Error, Message, Outcome, Pacer, Posture,
    RetryBudget,
};
use asapp_emulator::{
    API_ID, API_SECRET, ConversationReport, Emulator, Expected, ExpectedMessage, Fault, Rates,
};
use tokio::task::JoinSet;

use self::stall_timer::{SHORTEST_LIMIT, StallTimer};

/// How many conversations there are, unless [`CONVERSATIONS`].
const SIZE: &str = "ASAPP_SOAK_CONVERSATIONS";
const CONVERSATIONS: usize = 200;
const MESSAGES: usize = 50;
const TASKS: usize = 16;
const SEED: u64 = 7;
const SHARE: f64 = 0.05;
const RETRIES: u32 = 1_000;

/// So often does a caller send what is surely not stored, before it is taken for a fault of the test.
const TRIES: usize = 100;

/// Unknown outcomes among a thousand messages, at most: a fault of the write, and one of its read-back that is not
/// worth another try.
const UNKNOWN_PER_MILLE: usize = 10;

const CUSTOMER: &str = "customer-x";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_message_is_stored_once_or_named() {
    let emulator = Arc::new(Emulator::start().await.unwrap());
    emulator.set_rates(Rates::new(SEED, SHARE).faults(Fault::every_kind())).unwrap();
    let options = CallOptions::new()
        .posture(Posture::Reconcile)
        .attempt_timeout(SHORTEST_LIMIT)
        .total_timeout(SHORTEST_LIMIT * 100);
    let client = Client::builder()
        .credentials(Credentials::new(API_ID, API_SECRET))
        .host(emulator.url())
        .options(options)
        .pacer(Pacer::unlimited())
        .retry_budget(RetryBudget::new(RETRIES))
        // What the service stores later than it answers, it stores in the wait before a read-back.
        .timer(StallTimer::new(&emulator, Emulator::commit_late))
        .build()
        .unwrap();
    let size = std::env::var(SIZE).map_or(CONVERSATIONS, |size| size.parse().unwrap());
    let said: Arc<[Said]> = (0..size).map(Said::new).collect();
    let next = Arc::new(AtomicUsize::new(0));

    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (client, said, next) = (client.clone(), Arc::clone(&said), Arc::clone(&next));
        tasks.spawn(async move {
            let mut unknown = Vec::new();
            while let Some(one) = said.get(next.fetch_add(1, Ordering::Relaxed)) {
                unknown.extend(one.send(&client).await);
            }
            unknown
        });
    }
    let unknown: HashSet<Name> = tasks.join_all().await.into_iter().flatten().collect();
    emulator.clear_rates();
    emulator.commit_late();

    let expected =
        said.iter().fold(Expected::new(), |all, one| all.messages(&one.id, one.expected()));
    let report = emulator.report(&expected);
    println!("{report}");
    let mut told: Vec<_> = unknown.iter().collect();
    told.sort_unstable();
    println!("unknown, as (conversation, message): {told:?}");
    assert_eq!(report.totals.unexpected, 0, "{report}");
    for (index, conversation) in report.conversations.iter().enumerate() {
        for message in 0..MESSAGES {
            let name = (index, message);
            let (times, is_unknown) = (times(conversation, message), unknown.contains(&name));
            assert!(times > 0 || is_unknown, "{name:?} is lost");
            assert!(times <= 1, "{name:?} is stored {times} times");
        }
    }
    let counters = emulator.counters();
    let faults: u64 = counters.faults.values().sum();
    println!("{} requests, {faults} of them struck", counters.requests);
    let share = faults as f64 / counters.requests as f64;
    assert!((SHARE * 0.8..SHARE * 1.2).contains(&share), "{share} of the requests were struck");
    assert!(unknown.len() * 1_000 <= expected.len() * UNKNOWN_PER_MILLE, "{}", unknown.len());
}

/// A conversation and the message in it, by index.
type Name = (usize, usize);

/// What is said in a conversation.
struct Said {
    index: usize,
    id: String,
    began: DateTime<Utc>,
}

impl Said {
    fn new(index: usize) -> Self {
        // Of today: only of such messages their absence can be trusted.
        let began = Utc::now().trunc_subsecs(3) - TimeDelta::hours(1);
        Self { index, id: format!("id-{index}"), began }
    }

    fn at(&self, message: usize) -> DateTime<Utc> {
        self.began + TimeDelta::milliseconds(message.try_into().unwrap())
    }

    /// Six of ten in a batch, the others one by one.
    fn is_batch(&self) -> bool {
        self.index % 5 < 3
    }

    fn message(&self, message: usize) -> Message {
        Message::customer(CUSTOMER, format!("message {message}"), self.at(message))
    }

    fn expected(&self) -> Vec<ExpectedMessage> {
        let message = |message| {
            let at = self.at(message).to_rfc3339_opts(SecondsFormat::Millis, true);
            ExpectedMessage::new("customer", CUSTOMER, format!("message {message}"), at)
        };
        (0..MESSAGES).map(message).collect()
    }

    /// Sends all, and names those whose outcome is unknown.
    async fn send(&self, client: &Client) -> Vec<Name> {
        let transcript = client.conversation(self.open(client).await);
        let mut unknown = Vec::new();
        if self.is_batch() {
            let batch = transcript.add_messages((0..MESSAGES).map(|message| self.message(message)));
            if !is_held(|| batch.send()).await {
                unknown.extend((0..MESSAGES).map(|message| (self.index, message)));
            }
            return unknown;
        }
        for message in 0..MESSAGES {
            let call = transcript.add_message(self.message(message));
            if !is_held(|| call.send()).await {
                unknown.push((self.index, message));
            }
        }
        unknown
    }

    async fn open(&self, client: &Client) -> ConversationId {
        let call = client.upsert_conversation(&self.id).customer(CUSTOMER).timestamp(self.began);
        for _ in 0..TRIES {
            if let Ok(conversation) = call.send().await {
                return conversation.id;
            }
        }
        panic!("conversation {} cannot be opened", self.index)
    }
}

/// Sends until it is held, or its outcome is unknown: then whoever sends it again may store it twice.
async fn is_held<T, F>(call: impl Fn() -> F) -> bool
where
    F: Future<Output = Result<T, Error>>,
{
    for _ in 0..TRIES {
        match call().await {
            Ok(_) => return true,
            Err(error) => match error.outcome() {
                Outcome::Rejected | Outcome::NotSent => {}
                Outcome::Unknown => return false,
                held => panic!("{held}, and an error"),
            },
        }
    }
    panic!("refused each of {TRIES} times")
}

fn times(conversation: &ConversationReport, message: usize) -> usize {
    let doubled = conversation.doubled.iter().find(|doubled| doubled.index == message);
    match doubled {
        _ if conversation.missing.contains(&message) => 0,
        Some(doubled) => doubled.times,
        None => 1,
    }
}
