//! `getConversation`

use asapp_raw::conversations::types as raw;

use crate::validate::{Check, Location};
use crate::{Client, Conversation, ConversationId, Error, Operation, Receipt, limits};

const OPERATION: Operation = Operation::GetConversation;

/// Reads a conversation. Made by [`Transcript::get`](crate::Transcript::get).
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// let read = asapp.conversation("01BX5ZZKBKACTAV9WEVGEMMVRZ").get().send().await?;
/// println!("{} pairs", read.conversation.metadata.len());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct GetConversation {
    client: Client,
    id: ConversationId,
}

/// A conversation as the service holds it.
///
/// ```no_run
/// # fn example(read: asapp::FetchedConversation) {
/// println!("{:?} after {} requests", read.conversation.id, read.receipt.attempts);
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FetchedConversation {
    /// The conversation.
    pub conversation: Conversation,
    /// How the call went.
    pub receipt: Receipt,
}

impl GetConversation {
    pub(crate) fn new(client: &Client, id: ConversationId) -> Self {
        Self { client: client.clone(), id }
    }

    /// Reads the conversation. Dropping the future does no harm.
    ///
    /// # Errors
    ///
    /// [`Invalid`](crate::ErrorKind::Invalid) for an id that cannot be one, before anything is sent; any kind that a
    /// request can fail with, [`NotFound`](crate::ErrorKind::NotFound) for an unknown id;
    /// [`Unreadable`](crate::ErrorKind::Unreadable) where the answer is not a conversation.
    pub fn send(&self) -> impl Future<Output = Result<FetchedConversation, Error>> + Send + use<> {
        let request = self.to_raw();
        self.client.call(OPERATION, |call| async move {
            let id = request?;
            let exchange = call.exchange();
            let result = exchange.conversations().get_conversation(&id).await;
            let (conversation, receipt) = exchange.finish(result)?.readable()?;
            Ok(FetchedConversation { conversation: Conversation::from_raw(conversation), receipt })
        })
    }

    fn to_raw(&self) -> Result<raw::ConversationId, Error> {
        let mut check =
            Check::new(limits::get_conversation::LIMITS, self.client.core.strict_patterns);
        let id = check.text(Location::Path, "/conversationId", self.id.as_str());
        id.ok_or_else(|| Error::invalid(OPERATION, check.faults))
    }
}
