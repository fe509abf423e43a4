//! `createOrUpdateConversation`

use std::collections::BTreeMap;
use std::time::Duration;

use asapp_raw::conversations::types as raw;
use chrono::{DateTime, TimeZone, Utc};

use super::find_conversations::find;
use crate::call::Call;
use crate::error::Cause;
use crate::exchange::Reply;
use crate::outcome::Effort;
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
/// asapp.upsert_conversation("id-111").send(); // no customer, no timestamp
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
/// asapp.upsert_conversation("id-111").customer("customer-x").send(); // no timestamp
/// # }
/// ```
///
/// ```compile_fail,E0599
/// # async fn example(asapp: asapp::Client) {
/// asapp.upsert_conversation("id-111").timestamp(asapp::chrono::Utc::now()).send(); // no customer
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

    /// A free pair, such as the queue. The last value given for a key counts. ASAPP redacts
    /// card numbers and the like from message texts, but not from these pairs: put none here.
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
    pub fn send(&self) -> impl Future<Output = Result<UpsertedConversation, Error>> + Send + use<> {
        let (request, external_id) = (self.to_raw(), self.external_id.clone());
        self.client.call(OPERATION, |call| async move {
            let (body, deadline) = (request?, call.deadline());
            let exchange = call.exchange_until(OPERATION, deadline);
            let result = exchange.conversations().create_or_update_conversation(&body).await;
            let mut reply = exchange.finish(result)?;
            let id = reply.value.as_mut().ok().and_then(|upserted| upserted.id.take());
            match id.and_then(ConversationId::answered) {
                Some(id) => Ok(UpsertedConversation { id, receipt: reply.receipt }),
                None => read_id(&call, &external_id, reply, deadline).await,
            }
        })
    }

    fn to_raw(&self) -> Result<raw::ConversationUpsert, Error> {
        let limits = limits::create_or_update_conversation::LIMITS;
        let mut check = Check::new(limits, self.client.core.strict_patterns);
        let external_id = check.text(Location::Body, "/externalId", self.external_id.expose());
        let customer = participant(&mut check, "/customer", &self.customer);
        let agent = self.agent.as_ref().and_then(|agent| participant(&mut check, "/agent", agent));
        check.time("/timestamp", self.timestamp);
        let mut metadata = BTreeMap::new();
        for (key, value) in &self.metadata {
            // The key is the caller's own text, so the pointer names the map alone.
            let value = check.text::<String>(Location::Body, "/metadata/*", value.expose());
            metadata.extend(value.map(|value| (key.expose().to_owned(), value)));
        }
        let (Some(external_id), Some((customer_id, customer_name)), true) =
            (external_id, customer, check.faults.is_empty())
        else {
            return Err(Error::invalid(OPERATION, check.faults));
        };
        Ok(raw::ConversationUpsert {
            id: None,
            external_id,
            customer: raw::Customer { external_id: customer_id, name: customer_name },
            agent: agent.map(|(external_id, name)| raw::Agent { external_id, name }),
            metadata,
            timestamp: self.timestamp.into(),
        })
    }
}

/// The id of a conversation that is held, but was confirmed without one.
async fn read_id(
    call: &Call,
    external_id: &ExternalId,
    reply: Reply<raw::ConversationUpserted>,
    deadline: Duration,
) -> Result<UpsertedConversation, Error> {
    let receipt = reply.receipt;
    let found = find(call, external_id, deadline).await;
    let mut effort = Effort::from(receipt);
    effort += found.as_ref().map_or_else(Error::effort, |found| found.receipt.into());
    let without_id =
        || reply.into_error(ErrorKind::Unreadable, receipt.outcome).with_effort(effort);
    let found = match found {
        Ok(found) => found.conversations,
        Err(error) => return Err(without_id().because(error)),
    };
    let own = found.into_iter().find(|conversation| conversation.external_id == *external_id);
    match own.and_then(|own| own.id) {
        Some(id) => Ok(UpsertedConversation { id, receipt: effort.receipt(receipt.outcome) }),
        None => {
            Err(without_id()
                .because(Cause::new("the conversation is held, but its id was not found")))
        }
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
