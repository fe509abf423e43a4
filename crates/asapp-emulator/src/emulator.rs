//! The emulator as a value.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use crate::api::Api;
use crate::builder::EmulatorBuilder;
use crate::server::Server;
use crate::store::{Store, Subject};
use crate::stored::{StoredAuthentication, StoredConversation, StoredMessage, StoredMetadata};

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

impl Emulator {
    pub(crate) async fn serve(address: SocketAddr, api: Api) -> io::Result<Self> {
        let api = Arc::new(api);
        let server = Server::start(address, Arc::clone(&api)).await?;
        Ok(Self { url: format!("http://{}", reachable(server.address)), api, server })
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

    fn store(&self) -> &Store {
        &self.api.service.store
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
