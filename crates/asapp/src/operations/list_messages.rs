//! `getMessages` and `getMessagesByExternalId`

use asapp_raw::conversations::types as raw;

use crate::exchange::Reply;
use crate::validate::{Check, Location};
use crate::{Client, ConversationId, Error, ExternalId, Operation, Receipt, StoredMessage, limits};

/// Reads the messages of a conversation. Made by [`Transcript::messages`](crate::Transcript::messages).
///
/// ```no_run
/// # async fn example(transcript: asapp::Transcript) -> Result<(), asapp::Error> {
/// for message in transcript.messages().send().await? {
///     println!("{} at {}", message.id, message.client_timestamp);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct ListMessages {
    client: Client,
    conversation: ConversationId,
}

/// Reads the messages of a conversation by your key. Made by
/// [`Client::messages_by_external_id`].
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// let listed = asapp.messages_by_external_id("id-111").send().await?;
/// println!("{} messages", listed.messages.len());
/// # Ok(()) }
/// ```
///
/// ```compile_fail,E0061
/// # fn example(asapp: asapp::Client) {
/// asapp.messages_by_external_id(); // of which conversation?
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct ListMessagesByExternalId {
    client: Client,
    external_id: ExternalId,
}

/// The messages of a conversation, in the service's order. It iterates over them.
///
/// ```no_run
/// # fn example(listed: asapp::ListedMessages) {
/// let texts: Vec<asapp::Text> = listed.into_iter().map(|message| message.text).collect();
/// # let _ = texts;
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ListedMessages {
    /// The messages, in the service's order.
    pub messages: Vec<StoredMessage>,
    /// How the call went.
    pub receipt: Receipt,
}

impl IntoIterator for ListedMessages {
    type Item = StoredMessage;
    type IntoIter = std::vec::IntoIter<StoredMessage>;

    fn into_iter(self) -> Self::IntoIter {
        self.messages.into_iter()
    }
}

impl<'a> IntoIterator for &'a ListedMessages {
    type Item = &'a StoredMessage;
    type IntoIter = std::slice::Iter<'a, StoredMessage>;

    fn into_iter(self) -> Self::IntoIter {
        self.messages.iter()
    }
}

impl ListedMessages {
    pub(crate) fn of(reply: Reply<raw::MessageList>) -> Result<Self, Error> {
        let (list, receipt) = reply.readable()?;
        let messages = list.items.into_iter().map(StoredMessage::from_raw).collect();
        Ok(Self { messages, receipt })
    }
}

impl ListMessages {
    pub(crate) fn new(client: &Client, conversation: ConversationId) -> Self {
        Self { client: client.clone(), conversation }
    }

    /// Reads the messages, all in one answer: the service has no pages. Dropping the future does no harm.
    ///
    /// They come in chronological order; by which of the two timestamps is not documented. An answer longer
    /// than [`longest_answer`](crate::ClientBuilder::longest_answer) is not read.
    ///
    /// # Errors
    ///
    /// [`Invalid`](crate::ErrorKind::Invalid) for an id that cannot be one, before anything is sent; any kind that a
    /// request can fail with, [`NotFound`](crate::ErrorKind::NotFound) for an unknown id;
    /// [`Unreadable`](crate::ErrorKind::Unreadable) where the answer is not a list of messages.
    pub fn send(&self) -> impl Future<Output = Result<ListedMessages, Error>> + Send + use<> {
        let request = self.to_raw();
        self.client.call(Operation::GetMessages, |call| async move {
            let id = request?;
            let exchange = call.exchange();
            let result = exchange.conversations().get_messages(&id).await;
            ListedMessages::of(exchange.finish(result)?)
        })
    }

    fn to_raw(&self) -> Result<raw::ConversationId, Error> {
        let mut check = Check::new(limits::get_messages::LIMITS, self.client.core.strict_patterns);
        let id = check.text(Location::Path, "/conversationId", self.conversation.as_str());
        id.ok_or_else(|| Error::invalid(Operation::GetMessages, check.faults))
    }
}

impl ListMessagesByExternalId {
    pub(crate) fn new(client: &Client, external_id: ExternalId) -> Self {
        Self { client: client.clone(), external_id }
    }

    /// Reads the messages, all in one answer. Dropping the future does no harm.
    ///
    /// The vendor means it for conversations that are over: it answers 1,000 messages at most, for 7 days after
    /// the end, and of a transferred conversation those of all its parts. In which order is not documented.
    ///
    /// # Errors
    ///
    /// Any kind that a request can fail with; [`Unreadable`](crate::ErrorKind::Unreadable) where the answer is not a
    /// list of messages. Whether an unknown key is an empty list or [`NotFound`](crate::ErrorKind::NotFound) is not
    /// documented: expect both.
    pub fn send(&self) -> impl Future<Output = Result<ListedMessages, Error>> + Send + use<> {
        let request = self.to_raw();
        self.client.call(Operation::GetMessagesByExternalId, |call| async move {
            let key = request?;
            let exchange = call.exchange();
            let result = exchange.conversations().get_messages_by_external_id(&key).await;
            ListedMessages::of(exchange.finish(result)?)
        })
    }

    fn to_raw(&self) -> Result<String, Error> {
        let limits = limits::get_messages_by_external_id::LIMITS;
        let mut check = Check::new(limits, self.client.core.strict_patterns);
        let key = check.text(Location::Query, "/externalId", self.external_id.expose());
        key.ok_or_else(|| Error::invalid(Operation::GetMessagesByExternalId, check.faults))
    }
}
