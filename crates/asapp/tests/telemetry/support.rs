//! A client, an emulator to call, and a clock that stands still but for short waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use asapp::chrono::{DateTime, TimeZone as _, Utc};
use asapp::{
    Client, ClientBuilder, Credentials, Error, Message, Pacer, RetryPolicy, Sleep, Timer,
    Transcript,
};
use asapp_emulator::{API_ID, API_SECRET, Emulator, Fault, Plan};

/// Which no event and no bundle may hold.
pub(crate) const MARKS: [&str; 7] = [
    "Marked-Text",
    "Marked-Name",
    "marked-customer",
    "marked-external-id",
    "marked-secret",
    "4111111111111111",
    "127.0.0.1",
];

pub(crate) fn assert_no_mark(shown: &str) {
    let found: Vec<_> = MARKS.into_iter().filter(|mark| shown.contains(mark)).collect();
    assert!(found.is_empty(), "{found:?} in {shown}");
}

/// Waits below 10 s are over at once, and the clock has moved on by them; all others never end.
#[derive(Clone, Default)]
pub(crate) struct QuickTimer(Arc<Mutex<Duration>>);

impl Timer for QuickTimer {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let now = Arc::clone(&self.0);
        Box::pin(async move {
            if duration >= Duration::from_secs(10) {
                return std::future::pending().await;
            }
            *now.lock().unwrap() += duration;
        })
    }

    fn utc(&self) -> DateTime<Utc> {
        at() + self.now()
    }
}

pub(crate) fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, 9, 0, 0).unwrap()
}

/// Retries by the vendor's ladder, without jitter.
pub(crate) fn builder(url: &str) -> ClientBuilder {
    Client::builder()
        .credentials(Credentials::new(API_ID, API_SECRET))
        .host(url)
        .timer(QuickTimer::default())
        .retry(RetryPolicy::vendor().jitter(0.0))
        .pacer(Pacer::unlimited())
}

pub(crate) fn message() -> Message {
    Message::customer("marked-customer", "Marked-Text 4111111111111111", at())
}

/// An emulator with one conversation, which then meets the requests with `outcomes`.
pub(crate) async fn emulator(operation: &str, outcomes: Vec<Fault>) -> (Emulator, String) {
    let emulator = Emulator::start().await.unwrap();
    let upsert = upsert(&builder(emulator.url()).build().unwrap()).await.unwrap();
    emulator.add_plan(Plan::new().api_id(API_ID).on(operation, outcomes)).unwrap();
    (emulator, upsert.id.as_str().to_owned())
}

pub(crate) async fn upsert(client: &Client) -> Result<asapp::UpsertedConversation, Error> {
    let upsert = client.upsert_conversation("marked-external-id").metadata("k", "Marked-Text");
    let customer = asapp::Participant::new("marked-customer").name("Marked-Name");
    upsert.customer(customer).timestamp(at()).send().await
}

/// The conversation of an emulator whose requests to add a message meet `outcomes`.
pub(crate) async fn transcript(outcomes: Vec<Fault>) -> (Emulator, Transcript) {
    let (emulator, id) = emulator("createMessage", outcomes).await;
    let transcript = builder(emulator.url()).build().unwrap().conversation(id);
    (emulator, transcript)
}
