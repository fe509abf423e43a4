//! `createOrUpdateConversation`

use std::collections::BTreeMap;
use std::time::Duration;

use asapp_raw::conversations::types as raw;
use chrono::{DateTime, TimeZone, Utc};

use super::find_conversations::find;
use crate::error::Cause;
use crate::exchange::{Exchange, Reply};
use crate::validate::{Check, Location};
use crate::{
    Client, ConversationId, Error, ErrorKind, ExternalId, Operation, Participant, Receipt, Text,
    limits,
};

const OPERATION: Operation = Operation::CreateOrUpdateConversation;

/// What a builder still needs before it can be sent.
///
/// ```compile_fail,E0599
/// # async fn example(asapp: asapp::Client) {
/// asapp.upsert_conversation("id-111").send().await; // no customer, no timestamp
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Missing;

/// Creates or updates a conversation. Made by [`Client::upsert_conversation`].
///
/// The customer and the time of creation are required: without them there is no `send`.
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// use asapp::{Participant, chrono::Utc};
///
/// let conversation = asapp
///     .upsert_conversation("id-111")
///     .customer(Participant::new("customer-x").name("customer-name-x"))
///     .agent("agent-111")
///     .metadata("queue", "some-queue")
///     .timestamp(Utc::now())
///     .send()
///     .await?;
/// println!("{} ({})", conversation.id, conversation.receipt.outcome);
/// # Ok(()) }
/// ```
///
/// ```compile_fail,E0599
/// # async fn example(asapp: asapp::Client) {
/// asapp.upsert_conversation("id-111").customer("customer-x").send().await; // no timestamp
/// # }
/// ```
///
/// ```compile_fail,E0599
/// # async fn example(asapp: asapp::Client) {
/// asapp.upsert_conversation("id-111").timestamp(asapp::chrono::Utc::now()).send().await; // no customer
/// # }
/// ```
///
/// ```compile_fail,E0061
/// # async fn example(asapp: asapp::Client) {
/// asapp.upsert_conversation(); // no key
/// # }
/// ```
///
/// ```compile_fail,E0061
/// asapp::Participant::new(); // no key
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct UpsertConversation<Customer = Missing, Timestamp = Missing> {
    client: Client,
    external_id: ExternalId,
    customer: Customer,
    timestamp: Timestamp,
    agent: Option<Participant>,
    metadata: BTreeMap<Text, Text>,
}

/// A conversation that is held by the service.
///
/// ```no_run
/// # fn example(conversation: asapp::UpsertedConversation) {
/// println!("{}", conversation.id);
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpsertedConversation {
    /// ASAPP's id, with which messages are added.
    pub id: ConversationId,
    /// How the call went. The service does not tell a creation from an update.
    pub receipt: Receipt,
}

impl UpsertConversation {
    pub(crate) fn new(client: &Client, external_id: ExternalId) -> Self {
        let (client, metadata) = (client.clone(), BTreeMap::new());
        Self { client, external_id, customer: Missing, timestamp: Missing, agent: None, metadata }
    }
}

impl<Customer, Timestamp> UpsertConversation<Customer, Timestamp> {
    /// The customer. Required.
    pub fn customer(
        self,
        customer: impl Into<Participant>,
    ) -> UpsertConversation<Participant, Timestamp> {
        let Self { client, external_id, timestamp, agent, metadata, .. } = self;
        UpsertConversation {
            client,
            external_id,
            customer: customer.into(),
            timestamp,
            agent,
            metadata,
        }
    }

    /// When the conversation was created, in any zone. Required.
    pub fn timestamp<Tz: TimeZone>(
        self,
        at: DateTime<Tz>,
    ) -> UpsertConversation<Customer, DateTime<Utc>> {
        let Self { client, external_id, customer, agent, metadata, .. } = self;
        let timestamp = at.with_timezone(&Utc);
        UpsertConversation { client, external_id, customer, timestamp, agent, metadata }
    }

    /// The human agent who has the conversation now.
    pub fn agent(mut self, agent: impl Into<Participant>) -> Self {
        self.agent = Some(agent.into());
        self
    }

    /// A free pair, such as the queue. The last value given for a key counts. Put nothing here that must not
    /// be read: these pairs are not redacted as messages are.
    pub fn metadata(mut self, key: impl Into<Text>, value: impl Into<Text>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }
}

impl UpsertConversation<Participant, DateTime<Utc>> {
    /// Creates or updates the conversation and answers its id.
    ///
    /// Where the service confirms without an id, or with 409, the id is read with `getConversations`.
    /// Dropping the future gives up waiting; the request may still be carried out.
    ///
    /// # Errors
    ///
    /// [`Invalid`](ErrorKind::Invalid) with all faults before anything is sent; any kind that a request can
    /// fail with; [`Unreadable`](ErrorKind::Unreadable) where the conversation is held but its id could not
    /// be read: the outcome says that it is held.
    pub async fn send(&self) -> Result<UpsertedConversation, Error> {
        let body = self.to_raw()?;
        let core = &self.client.core;
        let deadline = core.deadline();
        let exchange = Exchange::new(core, OPERATION, deadline);
        let result = exchange.conversations().create_or_update_conversation(&body).await;
        let Reply { value, receipt, .. } = exchange.finish(result)?;
        match value {
            Ok(raw::ConversationUpserted { id: Some(id) }) => {
                Ok(UpsertedConversation { id: id.into(), receipt })
            }
            _ => self.read_id(receipt, deadline).await,
        }
    }

    async fn read_id(
        &self,
        receipt: Receipt,
        deadline: Duration,
    ) -> Result<UpsertedConversation, Error> {
        let without_id = |attempts| {
            let cause = Cause::new("the conversation is held, but its id is not known");
            Error::failed(ErrorKind::Unreadable, OPERATION, receipt.outcome, attempts, cause)
        };
        let found = find(&self.client, &self.external_id, deadline).await;
        let (found, reads) = found
            .map_err(|error| without_id(receipt.attempts + error.attempts()).because(error))?;
        let attempts = receipt.attempts + reads;
        let own =
            found.into_iter().find(|conversation| conversation.external_id == self.external_id);
        let id = own.and_then(|own| own.id).ok_or_else(|| without_id(attempts))?;
        Ok(UpsertedConversation { id, receipt: Receipt { attempts, ..receipt } })
    }

    fn to_raw(&self) -> Result<raw::ConversationUpsert, Error> {
        let mut check = Check::new(
            limits::create_or_update_conversation::LIMITS,
            self.client.core.strict_patterns,
        );
        let external_id = check.text(Location::Body, "/externalId", self.external_id.expose());
        let customer = participant(&mut check, "/customer", &self.customer);
        let agent = self.agent.as_ref().map(|agent| participant(&mut check, "/agent", agent));
        check.time("/timestamp", self.timestamp);
        let mut metadata = BTreeMap::new();
        for (key, value) in &self.metadata {
            // The key is the caller's own text, so the pointer names the map alone.
            let value = check.text(Location::Body, "/metadata/*", value.expose());
            metadata.extend(value.map(|value: String| (key.expose().to_owned(), value)));
        }
        let faults = std::mem::take(&mut check.faults);
        let built = (|| {
            let (customer_id, customer_name) = customer?;
            Some(raw::ConversationUpsert {
                id: None,
                external_id: external_id?,
                customer: raw::Customer { external_id: customer_id, name: customer_name },
                agent: match agent {
                    Some(agent) => {
                        agent.map(|(external_id, name)| Some(raw::Agent { external_id, name }))?
                    }
                    None => None,
                },
                metadata,
                timestamp: self.timestamp,
            })
        })();
        built.filter(|_| faults.is_empty()).ok_or_else(|| Error::invalid(OPERATION, faults))
    }
}

/// Key and name of the participant at `pointer`.
fn participant(
    check: &mut Check,
    pointer: &str,
    who: &Participant,
) -> Option<(String, Option<String>)> {
    let external_id =
        check.text(Location::Body, &format!("{pointer}/externalId"), who.external_id.expose());
    let name = check.optional(&format!("{pointer}/name"), who.name.as_ref());
    external_id.map(|external_id| (external_id, name))
}
