//! What the three clients have in common.

use std::net::SocketAddr;

use chrono::{DateTime, TimeDelta, Utc};

/// A client to be measured. Both futures fail the measurement where a message is not stored.
pub(crate) trait Client: Clone + Send + Sync + 'static {
    /// A message, in the type that a caller of this client holds.
    type Message: Send;

    fn new(server: SocketAddr) -> Self;
    fn message(line: Line) -> Self::Message;
    fn one(&self, message: Self::Message) -> impl Future<Output = ()> + Send;
    fn batch(&self, messages: Vec<Self::Message>) -> impl Future<Output = ()> + Send;
}

/// The same for all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) text: &'static str,
    pub(crate) at: DateTime<Utc>,
}

pub(crate) const API_ID: &str = "id-of-the-benchmark";
pub(crate) const API_SECRET: &str = "secret-of-the-benchmark";
pub(crate) const CONVERSATION: &str = "01BX5ZZKBKACTAV9WEVGEMMVRZ";
pub(crate) const SENDER: &str = "customer-10482";

const TEXTS: [&str; 3] = [
    "Hello, I have a question about my last bill.",
    "It says that I was charged twice for the same month, on the 3rd and again on the 5th.",
    "Thank you.",
];

impl Line {
    pub(crate) fn number(number: usize) -> Self {
        let offset = TimeDelta::milliseconds(7_919 * i64::try_from(number).unwrap());
        let at = DateTime::from_timestamp_millis(1_772_359_200_123).unwrap() + offset;
        Self { text: TEXTS[number % TEXTS.len()], at }
    }
}
