//! Messages as one request brings them: one alone, or a batch.

use std::slice;

use asapp_raw::conversations::types as raw;

use crate::exchange::{Exchange, Reply};
use crate::{Error, MessageId, Operation, Receipt};

/// What a request brings.
pub(crate) enum Body {
    Message(raw::Message),
    Batch(raw::BatchMessages),
}

/// Messages that the service holds.
pub(crate) struct Held {
    /// Of a single message, where the service told it.
    pub(crate) id: Option<MessageId>,
    pub(crate) receipt: Receipt,
}

impl Body {
    pub(crate) fn batch(messages: Vec<raw::Message>) -> Self {
        Self::Batch(raw::BatchMessages { messages })
    }

    pub(crate) fn operation(&self) -> Operation {
        match self {
            Self::Message(_) => Operation::CreateMessage,
            Self::Batch(_) => Operation::CreateBatchMessages,
        }
    }

    pub(crate) fn messages(&self) -> &[raw::Message] {
        match self {
            Self::Message(message) => slice::from_ref(message),
            Self::Batch(batch) => &batch.messages,
        }
    }

    pub(crate) fn into_messages(self) -> Vec<raw::Message> {
        match self {
            Self::Message(message) => vec![message],
            Self::Batch(batch) => batch.messages,
        }
    }

    pub(crate) async fn send(
        &self,
        exchange: &Exchange,
        conversation: &raw::ConversationId,
    ) -> Result<Held, Error> {
        let client = exchange.conversations();
        match self {
            Self::Message(message) => {
                let result = client.create_message(conversation, message).await;
                let Reply { value, receipt, .. } = exchange.finish(result)?;
                // Stored all the same where the answer cannot be read.
                let id = value.ok().and_then(|created| created.id).and_then(MessageId::answered);
                Ok(Held { id, receipt })
            }
            Self::Batch(batch) => {
                let result = client.create_batch_messages(conversation, batch).await;
                Ok(Held { id: None, receipt: exchange.finish(result)?.receipt })
            }
        }
    }
}
