//! `createBatchMessages`, as often as the messages need

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use asapp_raw::conversations::types as raw;

use super::transcript::Target;
use crate::limits::create_batch_messages::{LIMITS, MESSAGES_MAX_ITEMS};
use crate::outcome::Effort;
use crate::reconcile::{Body, Held, deliver};
use crate::sensitive::Found;
use crate::validate::{Check, Rule};
use crate::{Client, Error, Message, Operation, Outcome, Posture};

const OPERATION: Operation = Operation::CreateBatchMessages;

/// Adds messages in order. Made by [`Transcript::add_messages`](crate::Transcript::add_messages).
///
/// ```no_run
/// # async fn example(transcript: asapp::Transcript, history: Vec<asapp::Message>) {
/// match transcript.add_messages(history).send().await {
///     Ok(added) => println!("{} requests", added.batches.len()),
///     Err(error) => {
///         for batch in error.batches() {
///             println!("messages {:?}: {}", batch.messages, batch.outcome);
///         }
///     }
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct AddMessages {
    client: Client,
    target: Arc<Target>,
    messages: Vec<Message>,
}

/// What became of one batch.
///
/// ```no_run
/// # fn example(batch: asapp::Batch) {
/// println!("{} messages: {}", batch.messages.len(), batch.outcome);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Batch {
    /// The messages of the batch, by their places among those that were given.
    pub messages: Range<usize>,
    /// What became of them, all alike: the service stores a whole batch or none of it. That it does is our
    /// reading of a spec that knows no result per message. Where a read-back shows that a part is stored and the rest
    /// could not be added, it is [`Unknown`](Outcome::Unknown).
    pub outcome: Outcome,
    /// Whether the outcome, or that of a part, is known by reading the conversation back, under
    /// [`Posture::Reconcile`], not by an answer.
    pub is_read_back: bool,
}

/// Messages that are all held by the service. It answers no ids for them.
///
/// ```no_run
/// # fn example(added: asapp::AddedMessages) {
/// assert!(added.batches.iter().all(|batch| batch.outcome.is_held()));
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AddedMessages {
    /// The batches, in order.
    pub batches: Vec<Batch>,
    /// Requests that were made.
    pub attempts: u32,
    /// Those of them that sent the same again.
    pub retries: u32,
    /// How long the call waited before its retries, all in all.
    pub waited: Duration,
}

impl AddMessages {
    pub(super) fn new(client: &Client, target: &Arc<Target>, messages: Vec<Message>) -> Self {
        Self { client: client.clone(), target: Arc::clone(target), messages }
    }

    /// The messages, to send the rest of them after a failure.
    #[must_use]
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Adds the messages, one batch after the other, and stops at the first that is not held.
    /// Under [`Posture::Reconcile`] a batch whose outcome is unknown is read back before the next one is sent; where
    /// only a part of it is stored, the rest follows in a request of its own.
    ///
    /// Each batch has the time of a call of its own, reading it back included. Dropping the future sends no further batch; the one under
    /// way may still be stored, and the account of what was is lost with the future. For a long history, send
    /// some thousand messages a call.
    ///
    /// # Errors
    ///
    /// [`Invalid`](crate::ErrorKind::Invalid) with all faults of all messages before anything is sent, an
    /// empty list among them; any kind that a request can fail with. [`Error::batches`] then is the account
    /// of every batch: stored, rejected, unknown, not sent.
    pub fn send(&self) -> impl Future<Output = Result<AddedMessages, Error>> + Send + use<> {
        let (request, mut batches) = (self.to_raw(), self.unsent());
        self.client.call(OPERATION, |call| async move {
            let (id, messages, found) = request?;
            found.tell(OPERATION, call.options.sensitive_text);
            let (mut messages, mut effort) = (messages.into_iter(), Effort::default());
            let mut held = Vec::new();
            for index in 0..batches.len() {
                let body = Body::batch(messages.by_ref().take(MESSAGES_MAX_ITEMS).collect());
                match deliver(&call, &id, &body, &held).await {
                    Ok(Held { receipt, .. }) => {
                        effort += receipt.into();
                        batches[index].outcome = receipt.outcome;
                        batches[index].is_read_back = receipt.is_read_back;
                        if call.options.posture == Posture::Reconcile {
                            held.extend(body.into_messages());
                        }
                    }
                    Err(error) => {
                        effort += error.effort();
                        batches[index].outcome = error.outcome();
                        return Err(error.with_batches(batches).with_effort(effort));
                    }
                }
            }
            let Effort { attempts, retries, waited } = effort;
            Ok(AddedMessages { batches, attempts, retries, waited })
        })
    }

    fn unsent(&self) -> Vec<Batch> {
        let starts = (0..self.messages.len()).step_by(MESSAGES_MAX_ITEMS);
        let range = |start: usize| start..(start + MESSAGES_MAX_ITEMS).min(self.messages.len());
        let unsent = |start: usize| Batch {
            messages: range(start),
            outcome: Outcome::NotSent,
            is_read_back: false,
        };
        starts.map(unsent).collect()
    }

    fn to_raw(&self) -> Result<(raw::ConversationId, Vec<raw::Message>, Found), Error> {
        let mut check = Check::new(LIMITS, self.client.core.strict_patterns)
            .sensitive(self.client.options.sensitive_text);
        let id = self.target.to_raw(&mut check);
        check.items("/messages", self.messages.len());
        // More than fit into one batch are no fault: they are packed.
        check.faults.retain(|fault| !matches!(fault.rule, Rule::MaxItems(_)));
        let mut messages = Vec::with_capacity(self.messages.len());
        for (index, message) in self.messages.iter().enumerate() {
            messages.extend(check.item("/messages", index, |check| message.to_raw(check)));
        }
        match (id, check.faults.is_empty()) {
            (Some(id), true) => Ok((id, messages, check.found)),
            _ => Err(Error::invalid(OPERATION, check.faults)),
        }
    }
}
