//! The emulator as a value.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::api::Api;
use crate::builder::EmulatorBuilder;
use crate::faults::{ActivePlan, FaultError, Plan, Rates};
use crate::journal::{Counters, JournalEntry};
use crate::keys::Key;
use crate::report::{Expected, Report};
use crate::seed::{Seed, SeedError};
use crate::server::Server;
use crate::settings::Settings;
use crate::store::{Snapshot, Store, Subject};
use crate::stored::{StoredAuthentication, StoredConversation, StoredMessage, StoredMetadata};
use crate::tls::Tls;

/// A running emulator. Each has its own port and state; dropping it closes the port at once and ends its connections.
///
/// It runs on the caller's tokio runtime. `Debug` shows the URL only.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use asapp_emulator::{API_ID, API_SECRET, Emulator};
///
/// let emulator = Emulator::start().await?;
/// let conversation = serde_json::json!({
///     "externalId": "id-111",
///     "customer": {"externalId": "customer-x"},
///     "timestamp": "2021-11-23T12:13:14.555Z",
/// });
/// let answer = reqwest::Client::new()
///     .post(format!("{}/conversation/v1/conversations", emulator.url()))
///     .header("asapp-api-id", API_ID)
///     .header("asapp-api-secret", API_SECRET)
///     .json(&conversation)
///     .send()
///     .await?;
/// assert_eq!(answer.status(), 200);
/// assert!(emulator.conversation("id-111").is_some());
/// # Ok(())
/// # }
/// ```
#[must_use = "dropping it stops it"]
pub struct Emulator {
    url: String,
    authority: Option<String>,
    api: Arc<Api>,
    server: Server,
}

impl Emulator {
    pub(crate) async fn serve(address: SocketAddr, api: Api, tls: Option<Tls>) -> io::Result<Self> {
        let api = Arc::new(api);
        let (scheme, acceptor, authority) = match tls {
            Some(Tls { acceptor, authority }) => ("https", Some(acceptor), Some(authority)),
            None => ("http", None, None),
        };
        let server = Server::start(address, Arc::clone(&api), acceptor).await?;
        let url = format!("{scheme}://{}", reachable(server.address));
        Ok(Self { url, authority, api, server })
    }

    /// Starts an emulator on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// No port can be listened on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with I/O and time enabled.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Settings, to be changed before starting.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    /// The base URL, without a slash at the end. Where all addresses are listened on it names loopback.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The certificate, as PEM, of the authority that clients have to trust; none where TLS is off.
    pub fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// All conversations, in order of their first write.
    pub fn conversations(&self) -> Vec<StoredConversation> {
        self.store().conversations()
    }

    /// The conversation of this external id.
    pub fn conversation(&self, external_id: &str) -> Option<StoredConversation> {
        self.store().find(external_id, |thread, _| thread.conversation.clone())
    }

    /// All messages of the conversation of this id (ASAPP's, not the external one), in order of arrival. None where
    /// the conversation is unknown.
    pub fn messages(&self, conversation_id: &str) -> Vec<StoredMessage> {
        let messages = self.store().read(conversation_id, |thread| thread.messages.clone());
        messages.unwrap_or_default()
    }

    /// The credentials given for customers, in order of arrival.
    pub fn authentications(&self) -> Vec<StoredAuthentication> {
        self.store().authentications()
    }

    /// All conversation metadata records, in order of arrival.
    pub fn conversation_metadata(&self) -> Vec<StoredMetadata> {
        self.store().metadata(Subject::Conversation)
    }

    /// All agent metadata records, in order of arrival.
    pub fn agent_metadata(&self) -> Vec<StoredMetadata> {
        self.store().metadata(Subject::Agent)
    }

    /// All customer metadata records, in order of arrival.
    pub fn customer_metadata(&self) -> Vec<StoredMetadata> {
        self.store().metadata(Subject::Customer)
    }

    /// How many API requests there were, refused ones and those that got no answer included; the emulator's own paths
    /// do not count.
    pub fn requests(&self) -> u64 {
        self.api.journal.requests()
    }

    /// The last requests, in order of arrival; as many as the [settings](Settings::journal_entries) say.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.api.journal.after(0)
    }

    /// How many requests there were, and what became of them.
    pub fn counters(&self) -> Counters {
        self.api.journal.counters()
    }

    /// The settings in force.
    pub fn settings(&self) -> Settings {
        Settings::clone(&self.api.settings.get())
    }

    /// Changes settings, for requests that arrive from now on.
    pub fn configure(&self, change: impl FnOnce(&mut Settings)) {
        self.api.settings.change(change);
    }

    /// Accepts one more key; of one that is known already it sets the products.
    pub fn add_key(&self, key: Key) {
        self.api.keys.add(key);
    }

    /// Follows a plan of faults from now on.
    ///
    /// # Errors
    ///
    /// All problems of the plan: a fault that cannot strike when it is told to, an operation that does not exist, a
    /// name or API id that another plan has.
    pub fn add_plan(&self, plan: Plan) -> Result<ActivePlan, FaultError> {
        self.api.faults.add_plan(plan)
    }

    /// Strikes requests by chance from now on, in place of the rates set before.
    ///
    /// # Errors
    ///
    /// All problems of the rates: a share that is none, a fault that cannot strike when it is told to, an operation that
    /// does not exist.
    pub fn set_rates(&self, rates: Rates) -> Result<(), FaultError> {
        self.api.faults.set_rates(Some(rates))
    }

    /// Strikes no requests by chance any more.
    pub fn clear_rates(&self) {
        // No rates have no problems.
        let _ = self.api.faults.set_rates(None);
    }

    /// How many requests the daily quota leaves to this API id today; none where there is no quota.
    pub fn quota_left(&self, api_id: &str) -> Option<u64> {
        self.api.quota_left(api_id)
    }

    /// What of these messages is missing, stored more than once or out of order, per conversation. A text that the
    /// emulator redacted is taken for the one meant.
    pub fn report(&self, expected: &Expected) -> Report {
        self.api.store.report(expected)
    }

    /// Asserts that each of these messages is stored exactly once, in order, and with no other in its conversation.
    ///
    /// # Panics
    ///
    /// If not, with a [report](Self::report) that holds nothing of what was sent.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// use asapp_emulator::{Emulator, Expected};
    ///
    /// let emulator = Emulator::start().await?;
    /// // … run the code under test against emulator.url(), and note what it was given to send …
    /// let expected = Expected::new();
    /// emulator.assert_exactly_once(&expected);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_exactly_once(&self, expected: &Expected) {
        let report = self.report(expected);
        assert!(report.is_exactly_once(), "{report}");
    }

    /// How many requests are answered, but not stored yet, by faults that commit late.
    pub fn late_commits(&self) -> usize {
        self.api.late.len()
    }

    /// Stores now what faults have put off.
    pub fn commit_late(&self) {
        self.api.late.commit_all(&self.api.store);
    }

    /// The time by the emulator's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.api.clock.now()
    }

    /// Stops the clock at a time. Times outside the years 1970 to 9999 stop it at the nearer end of them.
    pub fn stop_clock_at(&self, time: DateTime<Utc>) {
        self.api.clock.stop_at(time);
    }

    /// Moves the clock forward, no further than the end of the year 9999; whether it runs does not change.
    pub fn advance_clock(&self, by: Duration) {
        self.api.clock.advance(by);
    }

    /// Lets a stopped clock run on from where it stands.
    pub fn run_clock(&self) {
        self.api.clock.run();
    }

    /// What is stored now, to be put back by [`restore`](Self::restore), into this emulator or another.
    pub fn snapshot(&self) -> Snapshot {
        self.api.store.snapshot()
    }

    /// Puts back what was stored. Journal, settings, clock and faults stay as they are; late commits are dropped.
    pub fn restore(&self, snapshot: &Snapshot) {
        self.api.restore(snapshot);
        self.api.journal.revise();
    }

    /// Adds what a seed holds to what is stored. Its settings, time and rates replace those in force.
    ///
    /// # Errors
    ///
    /// A plan whose name or API id a plan in force has. Then nothing is added.
    pub fn seed(&self, seed: &Seed) -> Result<(), SeedError> {
        self.api.seed(seed)
    }

    /// Back to how it was started: nothing stored but the seed, an empty journal, no faults, the keys and settings
    /// of the start, the clock's own time. A request under way meanwhile may still be stored afterwards.
    pub fn reset(&self) {
        self.api.reset();
    }

    /// Stops without cutting off: the port is closed, requests under way are answered, for at most five seconds.
    ///
    /// # Panics
    ///
    /// On a tokio runtime without time enabled.
    pub async fn stop(self) {
        self.server.stop().await;
    }

    fn store(&self) -> &Store {
        &self.api.store
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").field("url", &self.url).finish_non_exhaustive()
    }
}

fn reachable(bound: SocketAddr) -> SocketAddr {
    let host = match bound.ip() {
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        address => address,
    };
    SocketAddr::new(host, bound.port())
}
