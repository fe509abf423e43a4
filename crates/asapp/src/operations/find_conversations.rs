//! `getConversations`

use std::time::Duration;

use crate::call::Call;
use crate::validate::{Check, Location};
use crate::{Client, Conversation, Error, ExternalId, Operation, Receipt, limits};

const OPERATION: Operation = Operation::GetConversations;

/// Finds conversations by your key. Made by [`Client::find_conversations`].
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// let found = asapp.find_conversations("id-111").send().await?;
/// println!("{} found", found.conversations.len());
/// # Ok(()) }
/// ```
///
/// ```compile_fail,E0061
/// # fn example(asapp: asapp::Client) {
/// asapp.find_conversations(); // by which key?
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct FindConversations {
    client: Client,
    external_id: ExternalId,
}

/// The conversations with a key: one, or none.
///
/// ```no_run
/// # fn example(found: asapp::FoundConversations) {
/// for conversation in &found.conversations {
///     println!("{:?}", conversation.id);
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FoundConversations {
    /// The conversations, in the service's order.
    pub conversations: Vec<Conversation>,
    /// How the call went.
    pub receipt: Receipt,
}

impl FindConversations {
    pub(crate) fn new(client: &Client, external_id: ExternalId) -> Self {
        Self { client: client.clone(), external_id }
    }

    /// Reads the conversations. Dropping the future does no harm.
    ///
    /// # Errors
    ///
    /// Any kind that a request can fail with; [`Unreadable`](crate::ErrorKind::Unreadable) where the answer is not
    /// a list of conversations. Whether an unknown key is an empty list or
    /// [`NotFound`](crate::ErrorKind::NotFound) is not documented: expect both.
    pub fn send(&self) -> impl Future<Output = Result<FoundConversations, Error>> + Send + use<> {
        let external_id = self.external_id.clone();
        self.client
            .call(OPERATION, |call| async move { find(&call, &external_id, call.deadline()).await })
    }
}

pub(super) async fn find(
    call: &Call,
    external_id: &ExternalId,
    deadline: Duration,
) -> Result<FoundConversations, Error> {
    let mut check = Check::new(limits::get_conversations::LIMITS, call.core.strict_patterns);
    let key = check.text::<String>(Location::Query, "/externalId", external_id.expose());
    let key = key.ok_or_else(|| Error::invalid(OPERATION, check.faults))?;
    let exchange = call.exchange_until(OPERATION, deadline);
    let result = exchange.conversations().get_conversations(&key).await;
    let (list, receipt) = exchange.finish(result)?.readable()?;
    let conversations = list.items.into_iter().map(Conversation::from_raw).collect();
    Ok(FoundConversations { conversations, receipt })
}
