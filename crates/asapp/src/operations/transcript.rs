//! One conversation, to add messages to.

use super::{AddMessage, AddMessages};
use crate::{Client, ConversationId, Message};

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
}
