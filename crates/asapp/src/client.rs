//! The client: what every call shares.

use std::fmt;
use std::sync::Arc;

use http::header::HeaderName;

use crate::operations::{
    AddManyMetadata, CheckHealth, FindConversations, ListMessagesByExternalId, Transcript,
    UpsertConversation,
};
use crate::options::Options;
use crate::telemetry::{Recent, SupportBundle};
use crate::traffic::{Gate, Lane};
use crate::{
    AgentMetadata, CallOptions, ClientBuilder, ConversationId, ConversationMetadata,
    CustomerMetadata, DailyQuota, Error, ExternalId, Pacer, RetryBudget, Timer,
};

pub(crate) const API_ID: HeaderName = HeaderName::from_static("asapp-api-id");
pub(crate) const API_SECRET: HeaderName = HeaderName::from_static("asapp-api-secret");

/// A client of ASAPP's APIs. Clones are cheap and share one connection pool.
///
/// Calls need a tokio runtime with its I/O and time drivers; awaited elsewhere, they panic.
///
/// ```no_run
/// # async fn example() -> Result<(), asapp::Error> {
/// let asapp = asapp::Client::from_env()?;
/// let found = asapp.find_conversations("id-111").send().await?;
/// # let _ = found;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) core: Arc<Core>,
    pub(crate) options: Arc<Options>,
}

/// What the calls of a client and of its clones share.
pub(crate) struct Core {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) gate: Gate,
    pub(crate) budget: RetryBudget,
    pub(crate) longest_answer: usize,
    pub(crate) strict_patterns: bool,
    pub(crate) timer: Arc<dyn Timer>,
    pub(crate) recent: Recent,
}

impl Client {
    /// Sets up a client step by step.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A client by the variables `ASAPP_API_ID`, `ASAPP_API_SECRET` and `ASAPP_API_HOST`, a URL or a bare host
    /// name. Without a host it is the sandbox.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration), naming each variable that is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env().build()
    }

    /// The same client with other settings for the calls that are made of it. Connections, pace, quota and retry
    /// budget stay shared.
    #[must_use]
    pub fn with_options(&self, options: &CallOptions) -> Self {
        let options = Arc::new(self.options.with(options));
        Self { core: Arc::clone(&self.core), options }
    }

    /// The same client with a lane of its own.
    pub(crate) fn in_a_lane(&self) -> Self {
        let mut options = Options::clone(&self.options);
        options.lane = Some(Lane::default());
        Self { core: Arc::clone(&self.core), options: Arc::new(options) }
    }

    /// The pacer, to share it with another client.
    #[must_use]
    pub fn pacer(&self) -> &Pacer {
        self.core.gate.pacer()
    }

    /// The meter of the day's quota, to read it or to share it with another client.
    #[must_use]
    pub fn quota(&self) -> &DailyQuota {
        self.core.gate.quota()
    }

    /// The retries that are left, to read them or to share them with another client.
    #[must_use]
    pub fn retry_budget(&self) -> &RetryBudget {
        &self.core.budget
    }

    /// What to send to ASAPP's support: the last 100 requests of this client and its clones, without a word of what was
    /// sent or answered.
    #[must_use]
    pub fn support_bundle(&self) -> SupportBundle {
        SupportBundle::new(None, self.core.recent.attempts())
    }

    /// Creates the conversation with your key `external_id`, or updates it (`createOrUpdateConversation`).
    ///
    /// Safe to repeat. Call it whenever something about the conversation changes, and with the agent before
    /// that agent's first message.
    pub fn upsert_conversation(&self, external_id: impl Into<ExternalId>) -> UpsertConversation {
        UpsertConversation::new(self, external_id.into())
    }

    /// Finds conversations by your key (`getConversations`).
    pub fn find_conversations(&self, external_id: impl Into<ExternalId>) -> FindConversations {
        FindConversations::new(self, external_id.into())
    }

    /// The conversation with ASAPP's `id`, to add messages to and to read back. Nothing is sent.
    pub fn conversation(&self, id: impl Into<ConversationId>) -> Transcript {
        Transcript::new(self, id.into())
    }

    /// Reads the messages of the conversation with your key `external_id` (`getMessagesByExternalId`).
    ///
    /// At most 1,000 messages, for 7 days after the end of the conversation. With ASAPP's id at hand, use
    /// [`messages`](Transcript::messages).
    pub fn messages_by_external_id(
        &self,
        external_id: impl Into<ExternalId>,
    ) -> ListMessagesByExternalId {
        ListMessagesByExternalId::new(self, external_id.into())
    }

    /// Asks whether the service works (`getHealth`).
    pub fn health(&self) -> CheckHealth {
        CheckHealth::new(self)
    }

    /// Submits metadata of the conversation with your key `external_id` (`singleConvoMetadata`).
    ///
    /// The service does not look the key up, and offers no way to read metadata back.
    pub fn conversation_metadata(
        &self,
        external_id: impl Into<ExternalId>,
    ) -> ConversationMetadata<Client> {
        ConversationMetadata::call(self, external_id.into())
    }

    /// Submits metadata of any number of conversations (`manyConversationMetadata`, once for every 1000).
    pub fn many_conversation_metadata(
        &self,
        records: impl IntoIterator<Item = ConversationMetadata>,
    ) -> AddManyMetadata<ConversationMetadata> {
        AddManyMetadata::new(self, records.into_iter().collect())
    }

    /// Submits metadata of the agent with your key `external_id` (`singleAgentMetadata`).
    pub fn agent_metadata(&self, external_id: impl Into<ExternalId>) -> AgentMetadata<Client> {
        AgentMetadata::call(self, external_id.into())
    }

    /// Submits metadata of any number of agents (`manyAgentMetadata`, once for every 1000).
    pub fn many_agent_metadata(
        &self,
        records: impl IntoIterator<Item = AgentMetadata>,
    ) -> AddManyMetadata<AgentMetadata> {
        AddManyMetadata::new(self, records.into_iter().collect())
    }

    /// Submits metadata of the customer with your key `external_id`, in the conversation with your key
    /// `conversation` (`singleCustomerMetadata`).
    pub fn customer_metadata(
        &self,
        conversation: impl Into<ExternalId>,
        external_id: impl Into<ExternalId>,
    ) -> CustomerMetadata<Client> {
        CustomerMetadata::call(self, conversation.into(), external_id.into())
    }

    /// Submits metadata of the customers of any number of conversations (`manyCustomerMetadata`, once for every
    /// 1000).
    pub fn many_customer_metadata(
        &self,
        records: impl IntoIterator<Item = CustomerMetadata>,
    ) -> AddManyMetadata<CustomerMetadata> {
        AddManyMetadata::new(self, records.into_iter().collect())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
