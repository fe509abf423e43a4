//! `getMessage`

use asapp_raw::conversations::types as raw;

use crate::validate::{Check, Location};
use crate::{Client, ConversationId, Error, MessageId, Operation, Receipt, StoredMessage, limits};

const OPERATION: Operation = Operation::GetMessage;

/// Reads one message. Made by [`Transcript::message`](crate::Transcript::message).
///
/// ```no_run
/// # async fn example(transcript: asapp::Transcript) -> Result<(), asapp::Error> {
/// let read = transcript.message("01GMXE90AEV7H3J4DPBDKB1R79").send().await?;
/// println!("stored at {}", read.message.created_timestamp);
/// # Ok(()) }
/// ```
///
/// ```compile_fail,E0061
/// # fn example(transcript: asapp::Transcript) {
/// transcript.message(); // which one?
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct GetMessage {
    client: Client,
    conversation: ConversationId,
    id: MessageId,
}

/// A message as the service holds it.
///
/// ```no_run
/// # fn example(read: asapp::FetchedMessage) {
/// println!("{:?} after {} requests", read.message.id, read.receipt.attempts);
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FetchedMessage {
    /// The message.
    pub message: StoredMessage,
    /// How the call went.
    pub receipt: Receipt,
}

impl GetMessage {
    pub(crate) fn new(client: &Client, conversation: ConversationId, id: MessageId) -> Self {
        Self { client: client.clone(), conversation, id }
    }

    /// Reads the message. Dropping the future does no harm.
    ///
    /// # Errors
    ///
    /// [`Invalid`](crate::ErrorKind::Invalid) for ids that cannot be ones, before anything is sent; any kind that a
    /// request can fail with, [`NotFound`](crate::ErrorKind::NotFound) where there is no such message in the
    /// conversation; [`Unreadable`](crate::ErrorKind::Unreadable) where the answer is not a message.
    pub fn send(&self) -> impl Future<Output = Result<FetchedMessage, Error>> + Send + use<> {
        let request = self.to_raw();
        self.client.call(OPERATION, |call| async move {
            let (conversation, id) = request?;
            let exchange = call.exchange();
            let result = exchange.conversations().get_message(&conversation, &id).await;
            let (message, receipt) = exchange.finish(result)?.readable()?;
            Ok(FetchedMessage { message: StoredMessage::from_raw(message), receipt })
        })
    }

    fn to_raw(&self) -> Result<(raw::ConversationId, raw::MessageId), Error> {
        let mut check = Check::new(limits::get_message::LIMITS, self.client.core.strict_patterns);
        let conversation =
            check.text(Location::Path, "/conversationId", self.conversation.as_str());
        let id = check.text(Location::Path, "/messageId", self.id.as_str());
        conversation.zip(id).ok_or_else(|| Error::invalid(OPERATION, check.faults))
    }
}
