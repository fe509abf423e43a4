//! One call of each operation through the public API, and whether what it gave is what the service holds.

use std::sync::Arc;

use asapp::chrono::{DateTime, SecondsFormat, SubsecRound as _, TimeDelta, Utc};
use asapp::{
    AddedMetadata, AgentMetadata, Authentication, Client, ConversationMetadata, CustomerMetadata,
    Error, HealthStatus, ListedMessages, Message, Operation, Outcome, Receipt, RecordResults,
};
use asapp_emulator::{Emulator, Expected, ExpectedMessage, Seed, Settings, StoredMetadata};
use serde_json::json;

/// The conversation that every emulator holds, with one message.
const KNOWN: &str = "id-known";
/// The conversation that the upsert creates.
const NEW: &str = "id-new";
const CUSTOMER: &str = "customer-x";
const AGENT: &str = "agent-y";
const GREETING: &str = "Hello";

/// An emulator that holds one conversation with one message, and what is said next in it.
pub(crate) struct Stage {
    pub(crate) emulator: Arc<Emulator>,
    conversation: String,
    began: DateTime<Utc>,
    /// Offsets in seconds and texts; equal ones are two messages.
    says: &'static [(i64, &'static str)],
}

/// What a call said of itself.
pub(crate) struct Told {
    /// One for each thing that was sent; one for a read.
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) attempts: u32,
    pub(crate) is_success: bool,
    /// An error that may be met by making the same call again.
    pub(crate) is_retryable: bool,
    /// A call that succeeded gave what the service holds.
    pub(crate) is_right: bool,
}

impl Told {
    fn one<T>(result: Result<T, Error>, read: impl FnOnce(T) -> (Receipt, bool)) -> Self {
        match result {
            Ok(value) => {
                let (Receipt { outcome, attempts, .. }, is_right) = read(value);
                let outcomes = vec![outcome];
                Self { outcomes, attempts, is_success: true, is_retryable: false, is_right }
            }
            Err(error) => Self {
                outcomes: vec![error.outcome()],
                attempts: error.attempts(),
                is_success: false,
                is_retryable: error.is_retryable(),
                is_right: true,
            },
        }
    }

    fn records(result: Result<RecordResults, Error>) -> Self {
        let is_success = result.is_ok();
        let is_retryable = result.as_ref().is_err_and(Error::is_retryable);
        let (results, attempts) = match result {
            Ok(RecordResults { results, attempts, .. }) => (results, attempts),
            Err(error) => (error.records().to_vec(), error.attempts()),
        };
        let outcomes = results.iter().map(|result| result.outcome).collect();
        Self { outcomes, attempts, is_success, is_retryable, is_right: true }
    }
}

impl Stage {
    pub(crate) async fn new(configure: impl FnOnce(&mut Settings), has_equals: bool) -> Self {
        // Of today, as only of such messages their absence can be trusted; whole milliseconds, as the service keeps them.
        let began = Utc::now().trunc_subsecs(3) - TimeDelta::minutes(1);
        let seed = json!({"conversations": [{
            "externalId": KNOWN,
            "customer": {"externalId": CUSTOMER},
            "timestamp": text(began),
            "messages": [{
                "text": GREETING,
                "sender": {"role": "customer", "externalId": CUSTOMER},
                "timestamp": text(began),
            }],
        }]});
        let seed = Seed::try_from(seed).unwrap();
        let emulator = Emulator::builder().seed(seed).configure(configure).start().await.unwrap();
        let conversation = emulator.conversation(KNOWN).unwrap().id;
        let says: &[_] = if has_equals {
            &[(1, "How can I help?"), (2, "One moment"), (2, "One moment")]
        } else {
            &[(1, "How can I help?"), (2, "One moment"), (3, "One moment")]
        };
        Self { emulator: Arc::new(emulator), conversation, began, says }
    }

    fn at(&self, seconds: i64) -> DateTime<Utc> {
        self.began + TimeDelta::seconds(seconds)
    }

    fn messages(&self) -> Vec<Message> {
        let says = self.says.iter();
        says.map(|(seconds, what)| Message::agent(AGENT, *what, self.at(*seconds))).collect()
    }

    fn greeting(&self) -> ExpectedMessage {
        ExpectedMessage::new("customer", CUSTOMER, GREETING, text(self.began))
    }

    pub(crate) async fn call(&self, client: &Client, operation: Operation) -> Told {
        let transcript = client.conversation(self.conversation.as_str());
        let message = || self.messages().swap_remove(0);
        match operation {
            Operation::CreateOrUpdateConversation => {
                let call = client.upsert_conversation(NEW).customer(CUSTOMER).timestamp(self.began);
                Told::one(call.send().await, |held| {
                    let stored = self.emulator.conversation(NEW);
                    (held.receipt, stored.is_some_and(|stored| stored.id == held.id.as_str()))
                })
            }
            Operation::CreateMessage => {
                let added = transcript.add_message(message()).send().await;
                Told::one(added, |added| {
                    let stored = self.emulator.messages(&self.conversation);
                    let is_of = |id: &str| stored.iter().any(|one| one.id == id);
                    (added.receipt, added.id.is_none_or(|id| is_of(id.as_str())))
                })
            }
            Operation::CreateBatchMessages => {
                let result = transcript.add_messages(self.messages()).send().await;
                let is_success = result.is_ok();
                let is_retryable = result.as_ref().is_err_and(Error::is_retryable);
                let (batches, attempts) = match result {
                    Ok(added) => (added.batches, added.attempts),
                    Err(error) => (error.batches().to_vec(), error.attempts()),
                };
                let outcomes =
                    batches.iter().flat_map(|batch| batch.messages.clone().map(|_| batch.outcome));
                let outcomes = outcomes.collect();
                Told { outcomes, attempts, is_success, is_retryable, is_right: true }
            }
            Operation::GetConversations => {
                Told::one(client.find_conversations(KNOWN).send().await, |found| {
                    let ids = found.conversations.iter().filter_map(|one| one.id.as_ref());
                    (found.receipt, ids.map(|id| id.as_str()).eq([self.conversation.as_str()]))
                })
            }
            Operation::GetConversation => Told::one(transcript.get().send().await, |read| {
                let id = read.conversation.id.as_ref().map(|id| id.as_str());
                (read.receipt, id == Some(self.conversation.as_str()))
            }),
            Operation::GetMessages => {
                Told::one(transcript.messages().send().await, |read| self.only_greets(&read))
            }
            Operation::GetMessagesByExternalId => {
                let read = client.messages_by_external_id(KNOWN).send().await;
                Told::one(read, |read| self.only_greets(&read))
            }
            Operation::GetMessage => {
                let id = self.emulator.messages(&self.conversation).swap_remove(0).id;
                Told::one(transcript.message(id.as_str()).send().await, |read| {
                    let message = &read.message;
                    (read.receipt, message.id.as_str() == id && message.text.expose() == GREETING)
                })
            }
            Operation::PostAuthenticate => {
                let call = transcript.authenticate(CUSTOMER, Authentication::from_token("token"));
                Told::one(call.send().await, |held| (held.receipt, true))
            }
            Operation::GetHealth => Told::one(client.health().send().await, |health| {
                (health.receipt, health.status == HealthStatus::Success)
            }),
            Operation::SingleConvoMetadata => {
                let added = client.conversation_metadata(key(0)).send().await;
                Told::one(added, |added| has_event(&added, &self.emulator.conversation_metadata()))
            }
            Operation::SingleAgentMetadata => {
                let added = client.agent_metadata(key(0)).send().await;
                Told::one(added, |added| has_event(&added, &self.emulator.agent_metadata()))
            }
            Operation::SingleCustomerMetadata => {
                let added = client.customer_metadata(KNOWN, key(0)).send().await;
                Told::one(added, |added| has_event(&added, &self.emulator.customer_metadata()))
            }
            Operation::ManyConversationMetadata => {
                let records = KEYS.map(ConversationMetadata::new);
                Told::records(client.many_conversation_metadata(records).send().await)
            }
            Operation::ManyAgentMetadata => {
                let records = KEYS.map(AgentMetadata::new);
                Told::records(client.many_agent_metadata(records).send().await)
            }
            Operation::ManyCustomerMetadata => {
                let records = KEYS.map(|key| CustomerMetadata::new(KNOWN, key));
                Told::records(client.many_customer_metadata(records).send().await)
            }
            other => unreachable!("{other} has no call"),
        }
    }

    /// How often each thing that the call sent is stored; nothing for a read.
    pub(crate) fn stored(&self, operation: Operation) -> Vec<usize> {
        let emulator = &self.emulator;
        let of = |records: Vec<StoredMetadata>, keys: usize| {
            KEYS[..keys]
                .iter()
                .map(|key| records.iter().filter(|one| names(one) == Some(*key)).count())
                .collect()
        };
        match operation {
            Operation::CreateOrUpdateConversation => {
                let stored = emulator.conversations();
                vec![stored.iter().filter(|one| one.external_id == NEW).count()]
            }
            Operation::CreateMessage => self.stored_messages(1),
            Operation::CreateBatchMessages => self.stored_messages(self.says.len()),
            Operation::PostAuthenticate => vec![emulator.authentications().len()],
            Operation::SingleConvoMetadata => of(emulator.conversation_metadata(), 1),
            Operation::SingleAgentMetadata => of(emulator.agent_metadata(), 1),
            Operation::SingleCustomerMetadata => of(emulator.customer_metadata(), 1),
            Operation::ManyConversationMetadata => of(emulator.conversation_metadata(), KEYS.len()),
            Operation::ManyAgentMetadata => of(emulator.agent_metadata(), KEYS.len()),
            Operation::ManyCustomerMetadata => of(emulator.customer_metadata(), KEYS.len()),
            _ => Vec::new(),
        }
    }

    fn stored_messages(&self, count: usize) -> Vec<usize> {
        let said = self.says[..count].iter().map(|(seconds, what)| {
            ExpectedMessage::new("agent", AGENT, *what, text(self.at(*seconds)))
        });
        let expected = Expected::new().message(KNOWN, self.greeting()).messages(KNOWN, said);
        let report = self.emulator.report(&expected);
        let conversation = &report.conversations[0];
        assert_eq!(report.totals.unexpected, 0, "{report}");
        let times = |index: usize| {
            let doubled = conversation.doubled.iter().find(|doubled| doubled.index == index);
            match doubled {
                _ if conversation.missing.contains(&index) => 0,
                Some(doubled) => doubled.times,
                None => 1,
            }
        };
        assert_eq!(times(0), 1, "what was there before stays as it is: {report}");
        // Of equal messages the report names the last as doubled.
        let equals = |index: usize| {
            let is_equal = |other: &usize| self.says[index - 1] == self.says[*other - 1];
            (1..=count).filter(is_equal).collect::<Vec<_>>()
        };
        let shared = |index: usize| {
            let equals = equals(index);
            let all: usize = equals.iter().copied().map(times).sum();
            if all.is_multiple_of(equals.len()) { all / equals.len() } else { times(index) }
        };
        (1..=count).map(shared).collect()
    }

    fn only_greets(&self, read: &ListedMessages) -> (Receipt, bool) {
        let texts = read.messages.iter().map(|message| message.text.expose());
        (read.receipt, texts.eq([GREETING]))
    }
}

const KEYS: [&str; 2] = ["key-0", "key-1"];

fn key(index: usize) -> &'static str {
    KEYS[index]
}

/// The key of a record, which is the caller's own where it has two.
fn names(record: &StoredMetadata) -> Option<&str> {
    let own = record.external_agent_id().or(record.external_customer_id());
    own.or(record.external_conversation_id())
}

fn has_event(added: &AddedMetadata, stored: &[StoredMetadata]) -> (Receipt, bool) {
    let is_of = |id: &str| stored.iter().all(|record| record.event_id == id);
    (added.receipt, added.event_id.as_ref().is_none_or(|id| is_of(id.expose())))
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
