//! `createMessage`

use std::sync::Arc;

use asapp_raw::conversations::types as raw;

use super::transcript::Target;
use crate::reconcile::{Body, Held, deliver};
use crate::sensitive::Found;
use crate::validate::Check;
use crate::{Client, Error, Message, MessageId, Operation, Receipt, limits};

const OPERATION: Operation = Operation::CreateMessage;

/// Adds one message. Made by [`Transcript::add_message`](crate::Transcript::add_message).
///
/// ```no_run
/// # async fn example(transcript: asapp::Transcript) -> Result<(), asapp::Error> {
/// use asapp::{Message, chrono::Utc};
///
/// let added = transcript.add_message(Message::customer("customer-x", "Hello", Utc::now())).send().await?;
/// println!("{:?}", added.id);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct AddMessage {
    client: Client,
    target: Arc<Target>,
    message: Message,
}

/// A message that is held by the service.
///
/// ```no_run
/// # fn example(added: asapp::AddedMessage) {
/// println!("{:?}, {}", added.id, added.receipt.outcome);
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AddedMessage {
    /// ASAPP's id of the message; `None` where the service had it already (409) or answered without one. After a
    /// read-back it is the one that was read.
    pub id: Option<MessageId>,
    /// How the call went.
    pub receipt: Receipt,
}

impl AddMessage {
    pub(super) fn new(client: &Client, target: &Arc<Target>, message: Message) -> Self {
        Self { client: client.clone(), target: Arc::clone(target), message }
    }

    /// Adds the message. Sending it again after an unknown outcome may store it twice;
    /// [`Posture::Reconcile`](crate::Posture::Reconcile) finds out instead.
    ///
    /// Dropping the future gives up waiting; the message may still be stored, also where the future was reading it
    /// back.
    ///
    /// # Errors
    ///
    /// [`Invalid`](crate::ErrorKind::Invalid) with all faults before anything is sent; any kind that a
    /// request can fail with. [`Error::outcome`] says whether the message may be stored.
    pub fn send(&self) -> impl Future<Output = Result<AddedMessage, Error>> + Send + use<> {
        let request = self.to_raw();
        self.client.call(OPERATION, |call| async move {
            let (conversation, message, found) = request?;
            found.tell(OPERATION, call.options.sensitive_text);
            let Held { id, receipt } =
                deliver(&call, &conversation, &Body::Message(message), &[]).await?;
            Ok(AddedMessage { id, receipt })
        })
    }

    fn to_raw(&self) -> Result<(raw::ConversationId, raw::Message, Found), Error> {
        let mut check =
            Check::new(limits::create_message::LIMITS, self.client.core.strict_patterns)
                .sensitive(self.client.options.sensitive_text);
        let id = self.target.to_raw(&mut check);
        let body = self.message.to_raw(&mut check);
        match (id, body, check.faults.is_empty()) {
            (Some(id), Some(body), true) => Ok((id, body, check.found)),
            _ => Err(Error::invalid(OPERATION, check.faults)),
        }
    }
}
