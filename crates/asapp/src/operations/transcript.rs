//! One conversation, to add messages to and to read back.

use std::sync::{Arc, OnceLock};

use asapp_raw::conversations::types as raw;

use super::{AddMessage, AddMessages, Authenticate, GetConversation, GetMessage, ListMessages};
use crate::validate::{Check, Location};
use crate::{Authentication, CallOptions, Client, ConversationId, ExternalId, Message, MessageId};

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
    target: Arc<Target>,
}

/// What many calls are made with: the id of the conversation, held to its pattern once.
#[derive(Debug)]
pub(super) struct Target {
    id: ConversationId,
    checked: OnceLock<raw::ConversationId>,
}

impl Target {
    /// The id as the generated client takes it; `None` where there is a fault.
    pub(super) fn to_raw(&self, check: &mut Check) -> Option<raw::ConversationId> {
        if let Some(id) = self.checked.get() {
            return Some(id.clone());
        }
        let id = check.text(Location::Path, "/conversationId", self.id.as_str())?;
        Some(self.checked.get_or_init(|| id).clone())
    }
}

impl Transcript {
    pub(crate) fn new(client: &Client, id: ConversationId) -> Self {
        let target = Arc::new(Target { id, checked: OnceLock::new() });
        Self { client: client.clone(), target }
    }

    /// ASAPP's id of the conversation.
    #[must_use]
    pub fn id(&self) -> &ConversationId {
        &self.target.id
    }

    /// The same conversation with other settings for the calls that are made of it.
    #[must_use]
    pub fn with_options(&self, options: &CallOptions) -> Self {
        Self { client: self.client.with_options(options), target: Arc::clone(&self.target) }
    }

    /// The same conversation as a lane: calls that are made of what this returns, and of its clones, are carried out
    /// one after the other, in the order in which their `send()` was called, however their futures are awaited.
    ///
    /// All calls keep their place: reads too, and [`add_messages`](Self::add_messages) with all of its batches. Another
    /// lane of the same conversation knows nothing of this one. [`with_options`](Self::with_options) stays in the lane.
    ///
    /// A call waits for those before it for [`total_timeout`](CallOptions::total_timeout), counted from when it is first
    /// awaited, and is then [`NotSent`](crate::Outcome::NotSent); its own time begins after. One that fails lets the next
    /// go, and one that is dropped, whether it waits or is under way, makes way for the next and keeps the order of the
    /// others. A future that is neither awaited nor dropped holds up those behind it.
    ///
    /// ```no_run
    /// # async fn example(transcript: asapp::Transcript, first: asapp::Message, second: asapp::Message) {
    /// let lane = transcript.in_order();
    /// let first = tokio::spawn(lane.add_message(first).send());
    /// let second = tokio::spawn(lane.add_message(second).send()); // leaves once the first is done
    /// # let _ = (first, second);
    /// # }
    /// ```
    #[must_use]
    pub fn in_order(&self) -> Self {
        Self { client: self.client.in_a_lane(), target: Arc::clone(&self.target) }
    }

    /// Adds one message (`createMessage`). Sending it twice stores it twice.
    pub fn add_message(&self, message: Message) -> AddMessage {
        AddMessage::new(&self.client, &self.target, message)
    }

    /// Adds any number of messages, in the order given (`createBatchMessages`, once for every 300).
    pub fn add_messages(&self, messages: impl IntoIterator<Item = Message>) -> AddMessages {
        AddMessages::new(&self.client, &self.target, messages.into_iter().collect())
    }

    /// Reads the conversation itself (`getConversation`).
    pub fn get(&self) -> GetConversation {
        GetConversation::new(&self.client, self.target.id.clone())
    }

    /// Reads all messages (`getMessages`).
    pub fn messages(&self) -> ListMessages {
        ListMessages::new(&self.client, self.target.id.clone())
    }

    /// Reads one message by ASAPP's id (`getMessage`).
    pub fn message(&self, id: impl Into<MessageId>) -> GetMessage {
        GetMessage::new(&self.client, self.target.id.clone(), id.into())
    }

    /// Hands over the credentials of the customer with your key `customer` (`postAuthenticate`).
    ///
    /// It can be done at any time. The service stores them, and goes on where it waited for them.
    pub fn authenticate(
        &self,
        customer: impl Into<ExternalId>,
        authentication: Authentication,
    ) -> Authenticate {
        Authenticate::new(&self.client, self.target.id.clone(), customer.into(), authentication)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::Utc;

    use super::*;
    use crate::limits::{create_batch_messages, create_message};
    use crate::{Credentials, ErrorKind};

    #[test]
    fn an_id_that_passed_one_operation_passes_the_other() {
        assert_eq!(
            create_message::CONVERSATION_ID_PATTERN,
            create_batch_messages::CONVERSATION_ID_PATTERN
        );
    }

    #[tokio::test]
    async fn an_id_with_a_fault_is_refused_each_time() {
        let client = Client::builder().credentials(Credentials::new("id", "secret")).build();
        let transcript = client.unwrap().conversation("no id");
        let message = || Message::customer("customer-x", "Hello", Utc::now());
        for _ in 0..2 {
            let one = transcript.add_message(message()).send().await.unwrap_err();
            let many = transcript.add_messages([message()]).send().await.unwrap_err();
            for error in [one, many] {
                assert_eq!((error.kind(), error.faults().len()), (ErrorKind::Invalid, 1));
            }
        }
    }
}
