//! `getConversations`

use std::time::Duration;

use crate::exchange::Exchange;
use crate::validate::{Check, Location};
use crate::{Client, Conversation, Error, ErrorKind, ExternalId, Operation, limits};

const OPERATION: Operation = Operation::GetConversations;

/// Finds conversations by your key. Made by [`Client::find_conversations`].
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// let found = asapp.find_conversations("id-111").send().await?;
/// println!("{} found", found.len());
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

impl FindConversations {
    pub(crate) fn new(client: &Client, external_id: ExternalId) -> Self {
        Self { client: client.clone(), external_id }
    }

    /// Reads the conversations. Dropping the future does no harm.
    ///
    /// # Errors
    ///
    /// Any kind that a request can fail with; [`Unreadable`](ErrorKind::Unreadable) where the answer is not
    /// a list of conversations. Whether an unknown key is an empty list or
    /// [`NotFound`](ErrorKind::NotFound) is not documented: expect both.
    pub async fn send(&self) -> Result<Vec<Conversation>, Error> {
        let deadline = self.client.core.deadline();
        find(&self.client, &self.external_id, deadline).await.map(|(found, _)| found)
    }
}

/// The conversations, and how many requests it took.
pub(super) async fn find(
    client: &Client,
    external_id: &ExternalId,
    deadline: Duration,
) -> Result<(Vec<Conversation>, u32), Error> {
    let mut check = Check::new(limits::get_conversations::LIMITS, client.core.strict_patterns);
    let key = check.text::<String>(Location::Query, "/externalId", external_id.expose());
    let key = key.ok_or_else(|| Error::invalid(OPERATION, check.faults))?;
    let exchange = Exchange::new(&client.core, OPERATION, deadline);
    let result = exchange.conversations().get_conversations(&key).await;
    let reply = exchange.finish(result)?;
    match reply.value {
        Ok(list) => {
            Ok((list.items.into_iter().map(Conversation::from).collect(), reply.receipt.attempts))
        }
        Err(_) => {
            let outcome = reply.receipt.outcome;
            Err(reply.into_error(ErrorKind::Unreadable, outcome))
        }
    }
}
