//! Messages that are read back where it is unknown whether they are stored.

mod body;
mod matching;
mod window;

use std::error::Error as StdError;
use std::time::Duration;

use asapp_raw::conversations::types as raw;

pub(crate) use self::body::{Body, Held};
use self::matching::{Finding, find};
use self::window::is_whole;
use crate::call::Call;
use crate::error::Cause;
use crate::operations::ListedMessages;
use crate::outcome::Effort;
use crate::{Error, MessageId, Operation, Outcome, Posture, StopReason, StoredMessage};

/// Sends messages and, under [`Posture::Reconcile`], finds out what became of them where no answer tells. `known` are
/// those that the call has brought before.
pub(crate) async fn deliver(
    call: &Call,
    conversation: &raw::ConversationId,
    body: &Body,
    known: &[raw::Message],
) -> Result<Held, Error> {
    let deadline = call.deadline();
    let exchange = call.exchange_until(body.operation(), deadline);
    match body.send(&exchange, conversation).await {
        Err(error) if is_to_be_read_back(call, &error) => {
            let (rest, known) = (body.messages().iter().collect(), known.iter().collect());
            let aside = Effort::default();
            let doubt = Doubt { call, conversation, deadline, body, rest, known, aside };
            // Boxed, so that the calls that need none of this have no room to keep for it.
            Box::pin(doubt.settle(error)).await
        }
        result => result,
    }
}

fn is_to_be_read_back(call: &Call, error: &Error) -> bool {
    call.options.posture == Posture::Reconcile && error.outcome() == Outcome::Unknown
}

/// Messages of which it is unknown whether they are stored.
struct Doubt<'a> {
    call: &'a Call,
    conversation: &'a raw::ConversationId,
    deadline: Duration,
    body: &'a Body,
    /// Those of the body that are in doubt, in order.
    rest: Vec<&'a raw::Message>,
    /// Those of the call that are stored.
    known: Vec<&'a raw::Message>,
    /// Waits and reads. They are told, but are no retries of the write.
    aside: Effort,
}

/// What a read-back says.
enum Word {
    /// All are stored; of a single message the id.
    Held(Option<MessageId>),
    /// These of the rest are not, by their places.
    Missing(Vec<usize>),
}

/// Why a read-back says nothing.
type Why = Box<dyn StdError + Send + Sync>;

impl Doubt<'_> {
    /// Reads back, sends what is missing, and so on, until it is known what became of all.
    async fn settle(mut self, mut error: Error) -> Result<Held, Error> {
        loop {
            let writes = error.effort();
            let missing = match self.read_back(&error).await {
                Ok(Word::Held(id)) => return Ok(self.found(id, writes)),
                Ok(Word::Missing(missing)) => missing,
                Err(why) => return Err(error.because(why).with_effort(self.total(writes))),
            };
            self.narrow(&missing);
            if let Some(stop) = self.stop(writes) {
                return Err(self.lacking(error.stopped(stop)));
            }
            match self.send_rest(writes).await {
                Ok(held) => return Ok(self.confirmed(held)),
                Err(next) if next.outcome() == Outcome::Unknown => error = next,
                Err(refused) => return Err(self.lacking(refused)),
            }
        }
    }

    /// Waits, then reads the conversation and looks for the rest.
    async fn read_back(&mut self, error: &Error) -> Result<Word, Why> {
        self.wait(error).await?;
        let exchange = self.call.exchange_until(Operation::GetMessages, self.deadline);
        let result = exchange.conversations().get_messages(self.conversation).await;
        let reply = exchange.finish(result).inspect_err(|error| self.aside += error.effort())?;
        self.aside += reply.receipt.into();
        // The generated type reads a body without a list as an empty one.
        let is_list = reply.has("items");
        let stored = ListedMessages::of(reply)?.messages;
        let missing = match find(&self.rest, &self.known, &stored) {
            Finding::Held(places) => return Ok(Word::Held(self.id(&places, &stored))),
            Finding::Missing(missing) => missing,
            Finding::Unclear => {
                return Err(why(
                    "what was read back may be the message under a redacted text, or another",
                ));
            }
        };
        if !is_list {
            return Err(why("the answer to the read-back holds no list"));
        }
        let lost: Vec<_> = missing.iter().map(|index| self.rest[*index]).collect();
        is_whole(&lost, &self.known, &stored, self.call.core.timer.utc()).map_err(why)?;
        Ok(Word::Missing(missing))
    }

    /// Waits for as long as is set, as the policy waits before a retry, and as the service asks.
    async fn wait(&mut self, error: &Error) -> Result<(), Why> {
        let (options, timer) = (&self.call.options, &self.call.core.timer);
        let asked = error.retry_after(timer.utc()).unwrap_or_default();
        let retry = error.retries().saturating_add(1);
        let step = options.retry.wait(retry, false, asked, fastrand::f64());
        let wait = options.reconcile_after.max(step.unwrap_or(asked));
        if wait >= self.left() {
            return Err(why("the call had no time left to read the conversation back"));
        }
        timer.sleep(wait).await;
        self.aside.waits(wait);
        self.call.log.waited(wait);
        Ok(())
    }

    fn left(&self) -> Duration {
        self.deadline.saturating_sub(self.call.core.timer.now())
    }

    fn id(&self, places: &[usize], stored: &[StoredMessage]) -> Option<MessageId> {
        match self.body {
            Body::Message(_) => places.first().map(|place| stored[*place].id.clone()),
            Body::Batch(_) => None,
        }
    }

    /// Leaves in doubt what is missing: the others are stored.
    fn narrow(&mut self, missing: &[usize]) {
        let rest = std::mem::take(&mut self.rest);
        for (index, message) in rest.into_iter().enumerate() {
            let to = if missing.contains(&index) { &mut self.rest } else { &mut self.known };
            to.push(message);
        }
    }

    /// Why what is missing is not sent again, if it is not. Otherwise a retry of the client's budget is taken.
    fn stop(&self, writes: Effort) -> Option<StopReason> {
        let policy = &self.call.options.retry;
        // The waits are over; only whether the policy has any is asked.
        let has_step = policy.wait(writes.retries + 1, false, Duration::ZERO, 0.0).is_some();
        if writes.retries >= policy.retries() || !has_step {
            return Some(StopReason::RetriesUsedUp);
        }
        (!self.call.core.budget.take()).then_some(StopReason::BudgetSpent)
    }

    async fn send_rest(&self, writes: Effort) -> Result<Held, Error> {
        let exchange =
            self.call.exchange_until(self.body.operation(), self.deadline).again_after(writes);
        if !self.is_in_part() {
            return self.body.send(&exchange, self.conversation).await;
        }
        let rest = Body::batch(self.rest.iter().copied().cloned().collect());
        rest.send(&exchange, self.conversation).await
    }

    fn is_in_part(&self) -> bool {
        self.rest.len() < self.body.messages().len()
    }

    fn total(&self, writes: Effort) -> Effort {
        let mut total = writes;
        total += self.aside;
        total
    }

    /// All were there.
    fn found(&self, id: Option<MessageId>, writes: Effort) -> Held {
        let mut receipt = self.total(writes).receipt(Outcome::Persisted);
        receipt.is_read_back = true;
        Held { id, receipt }
    }

    /// What was missing is there by now.
    fn confirmed(&self, held: Held) -> Held {
        let mut receipt = self.total(held.receipt.into()).receipt(held.receipt.outcome);
        receipt.is_read_back = self.is_in_part();
        Held { receipt, ..held }
    }

    /// What is missing is not sent again, or did not get there. What was sent before may be stored all the same, later
    /// than it was looked for.
    fn lacking(&self, error: Error) -> Error {
        let total = self.total(error.effort());
        let error = error.unknown().with_effort(total);
        if !self.is_in_part() {
            return error.missing();
        }
        error.because(Cause::new(
            "of the batch some messages are stored, and the others were missing",
        ))
    }
}

fn why(what: &'static str) -> Why {
    Box::new(Cause::new(what))
}
