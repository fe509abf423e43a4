//! One conversation, to add messages to and to read back.

use super::{AddMessage, AddMessages, Authenticate, GetConversation, GetMessage, ListMessages};
use crate::{Authentication, Client, ConversationId, ExternalId, Message, MessageId};

/// One conversation, by ASAPP's id.
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// use asapp::{Message, chrono::Utc};
///
/// let transcript = asapp.conversation("01BX5ZZKBKACTAV9WEVGEMMVRZ");
/// transcript.add_message(Message::agent("agent-111", "How can I help?", Utc::now())).send().await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Transcript {
    client: Client,
    id: ConversationId,
}

impl Transcript {
    pub(crate) fn new(client: &Client, id: ConversationId) -> Self {
        Self { client: client.clone(), id }
    }

    /// ASAPP's id of the conversation.
    #[must_use]
    pub fn id(&self) -> &ConversationId {
        &self.id
    }

    /// Adds one message (`createMessage`). Sending it twice stores it twice.
    pub fn add_message(&self, message: Message) -> AddMessage {
        AddMessage::new(&self.client, self.id.clone(), message)
    }

    /// Adds any number of messages, in the order given (`createBatchMessages`, once for every 300).
    pub fn add_messages(&self, messages: impl IntoIterator<Item = Message>) -> AddMessages {
        AddMessages::new(&self.client, self.id.clone(), messages.into_iter().collect())
    }

    /// Reads the conversation itself (`getConversation`).
    pub fn get(&self) -> GetConversation {
        GetConversation::new(&self.client, self.id.clone())
    }

    /// Reads all messages (`getMessages`).
    pub fn messages(&self) -> ListMessages {
        ListMessages::new(&self.client, self.id.clone())
    }

    /// Reads one message by ASAPP's id (`getMessage`).
    pub fn message(&self, id: impl Into<MessageId>) -> GetMessage {
        GetMessage::new(&self.client, self.id.clone(), id.into())
    }

    /// Hands over the credentials of the customer with your key `customer` (`postAuthenticate`).
    ///
    /// It can be done at any time. The service stores them, and goes on where it waited for them.
    pub fn authenticate(
        &self,
        customer: impl Into<ExternalId>,
        authentication: Authentication,
    ) -> Authenticate {
        Authenticate::new(&self.client, self.id.clone(), customer.into(), authentication)
    }
}
