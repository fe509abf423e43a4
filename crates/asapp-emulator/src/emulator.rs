//! The emulator as a value.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use chrono::Utc;

use crate::api::Api;
use crate::keys::Keys;
use crate::server::Server;
use crate::store::Store;
use crate::stored::{StoredConversation, StoredMessage, StoredMetadata};

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
    api: Arc<Api>,
    server: Server,
}

/// Settings of an emulator to be started. `Debug` hides the credentials.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = asapp_emulator::Emulator::builder().credentials("other-id", "other-secret").start().await?;
/// assert!(emulator.url().starts_with("http://127.0.0.1:"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct EmulatorBuilder {
    host: IpAddr,
    port: u16,
    keys: Keys,
}

impl Default for EmulatorBuilder {
    fn default() -> Self {
        Self { host: Ipv4Addr::LOCALHOST.into(), port: 0, keys: Keys::default() }
    }
}

impl EmulatorBuilder {
    /// The address to listen on, 127.0.0.1 unless set. Bound wider than loopback, the emulator shows what it stored
    /// to whoever can reach it.
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// The port to listen on; 0, the default, takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Accepts one more key beside [`API_ID`](crate::API_ID) with [`API_SECRET`](crate::API_SECRET).
    pub fn credentials(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.keys.add(id.into(), secret.into());
        self
    }

    /// Starts the emulator; it answers as soon as this returns.
    ///
    /// # Errors
    ///
    /// The address cannot be listened on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with I/O and time enabled.
    pub async fn start(self) -> io::Result<Emulator> {
        let store = Store::new(Arc::new(Utc::now));
        let api = Arc::new(Api::new(store, self.keys));
        let server = Server::start(SocketAddr::new(self.host, self.port), Arc::clone(&api)).await?;
        Ok(Emulator { url: format!("http://{}", reachable(server.address)), api, server })
    }
}

impl Emulator {
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

    /// All conversations, in order of their first write.
    pub fn conversations(&self) -> Vec<StoredConversation> {
        self.api.store.conversations()
    }

    /// The conversation of this external id.
    pub fn conversation(&self, external_id: &str) -> Option<StoredConversation> {
        self.api.store.find(external_id)
    }

    /// The messages of the conversation of this id (ASAPP's, not the external one), in order of arrival. None where
    /// the conversation is unknown.
    pub fn messages(&self, conversation_id: &str) -> Vec<StoredMessage> {
        self.api.store.messages(conversation_id)
    }

    /// All conversation metadata records, in order of arrival.
    pub fn conversation_metadata(&self) -> Vec<StoredMetadata> {
        self.api.store.metadata()
    }

    /// How many API requests were answered, refused ones included; the emulator's own paths do not count.
    pub fn requests(&self) -> u64 {
        self.api.answered()
    }

    /// Stops without cutting off: the port is closed, requests under way are answered, for at most five seconds.
    ///
    /// # Panics
    ///
    /// On a tokio runtime without time enabled.
    pub async fn stop(self) {
        self.server.stop().await;
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
