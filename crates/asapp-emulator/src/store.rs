//! The state behind the operations.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Clock;
use crate::redaction::redact_digits;
use crate::report::{Expected, Report, StoredThread};
use crate::settings::RepeatedMessage;
use crate::stored::{
    StoredAuthentication, StoredConversation, StoredMessage, StoredMetadata, StoredParticipant,
    StoredSender,
};

/// Conversations, messages, credentials and metadata records, each in order of arrival.
pub(crate) struct Store {
    /// Asked while the state is locked, so that times follow the order of arrival.
    clock: Arc<Clock>,
    state: Mutex<State>,
}

#[derive(Clone, Default)]
struct State {
    ids: ulid::Generator,
    threads: Vec<Thread>,
    by_id: HashMap<String, usize>,
    by_external_id: HashMap<String, usize>,
    authentications: Vec<StoredAuthentication>,
    metadata: Vec<(Subject, StoredMetadata)>,
}

/// Whom or what a metadata record describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Conversation,
    Agent,
    Customer,
}

/// A conversation and what was said in it.
#[derive(Clone, Serialize, JsonSchema)]
pub(crate) struct Thread {
    #[serde(flatten)]
    pub(crate) conversation: StoredConversation,
    /// In order of arrival.
    pub(crate) messages: Vec<StoredMessage>,
}

/// Everything stored at one moment, to be shown.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "State")]
pub(crate) struct Contents {
    pub(crate) conversations: Vec<Thread>,
    pub(crate) authentications: Vec<StoredAuthentication>,
    pub(crate) conversation_metadata: Vec<StoredMetadata>,
    pub(crate) agent_metadata: Vec<StoredMetadata>,
    pub(crate) customer_metadata: Vec<StoredMetadata>,
}

/// A write of a conversation. An `id` in it is not read: the id is the API's to give.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConversationWrite {
    external_id: String,
    agent: Option<StoredParticipant>,
    customer: StoredParticipant,
    metadata: Option<BTreeMap<String, String>>,
    timestamp: String,
}

#[derive(Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct MessageWrite {
    pub(crate) text: String,
    sender: StoredSender,
    timestamp: String,
}

/// What became of messages to be appended.
pub(crate) enum Append {
    /// With these ids.
    Stored(Vec<String>),
    /// All of them are held already, and repeated ones are a conflict.
    AlreadyHeld,
    UnknownConversation,
}

/// What an emulator held at one moment: conversations, messages, credentials of customers and metadata. `Debug` hides it.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = asapp_emulator::Emulator::start().await?;
/// let before = emulator.snapshot();
/// // … run the code under test against emulator.url() …
/// emulator.restore(&before);
/// assert!(emulator.conversations().is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Snapshot(Arc<State>);

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snapshot({} conversations)", self.0.threads.len())
    }
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthenticationWrite {
    customer_external_id: String,
    stream_id: Option<String>,
    auth: Value,
}

impl Store {
    pub(crate) fn new(clock: Arc<Clock>) -> Self {
        Self { clock, state: Mutex::default() }
    }

    /// Creates the conversation, or updates the one with this external id. A given field replaces the stored one,
    /// the metadata map as a whole; an absent field stays as it is.
    pub(crate) fn upsert(&self, write: ConversationWrite) -> String {
        let mut state = self.state();
        let now = self.clock.now();
        match state.by_external_id.get(&write.external_id) {
            Some(&index) => update(&mut state.threads[index].conversation, write),
            None => state.create(write, now),
        }
    }

    /// What is read of the conversation of this id; none where it is unknown.
    pub(crate) fn read<T>(
        &self,
        conversation_id: &str,
        read: impl FnOnce(&Thread) -> T,
    ) -> Option<T> {
        let state = self.state();
        let index = *state.by_id.get(conversation_id)?;
        Some(read(&state.threads[index]))
    }

    /// What is read, now, of the conversation of this external id; none where it is unknown.
    pub(crate) fn find<T>(
        &self,
        external_id: &str,
        read: impl FnOnce(&Thread, DateTime<Utc>) -> T,
    ) -> Option<T> {
        let state = self.state();
        let now = self.clock.now();
        let index = *state.by_external_id.get(external_id)?;
        Some(read(&state.threads[index], now))
    }

    /// Compares what was expected with what is stored at this moment.
    pub(crate) fn report(&self, expected: &Expected) -> Report {
        let state = self.state();
        let find = |external_id: &str| {
            let thread = &state.threads[*state.by_external_id.get(external_id)?];
            Some(StoredThread { id: &thread.conversation.id, messages: &thread.messages })
        };
        Report::new(expected, find, redact_digits)
    }

    /// Appends the messages, in one step; where repeated ones are a conflict, without those.
    pub(crate) fn append(
        &self,
        conversation_id: &str,
        mut writes: Vec<MessageWrite>,
        repeated: RepeatedMessage,
    ) -> Append {
        let mut state = self.state();
        let now = self.clock.now();
        let Some(&index) = state.by_id.get(conversation_id) else {
            return Append::UnknownConversation;
        };
        if repeated == RepeatedMessage::Conflict && !writes.is_empty() {
            writes = without_repeated(writes, &state.threads[index].messages);
            if writes.is_empty() {
                return Append::AlreadyHeld;
            }
        }
        let messages: Vec<_> =
            writes.into_iter().map(|write| message(state.next_id(now), write, now)).collect();
        let ids = messages.iter().map(|message| message.id.clone()).collect();
        state.threads[index].messages.extend(messages);
        Append::Stored(ids)
    }

    /// Keeps the credentials; none where the conversation is unknown.
    pub(crate) fn authenticate(
        &self,
        conversation_id: &str,
        write: AuthenticationWrite,
    ) -> Option<()> {
        let mut state = self.state();
        let now = self.clock.now();
        state.by_id.get(conversation_id)?;
        state.authentications.push(authentication(conversation_id, write, now));
        Some(())
    }

    pub(crate) fn add_metadata(&self, subject: Subject, records: Vec<StoredMetadata>) {
        let records = records.into_iter().map(|record| (subject, record));
        self.state().metadata.extend(records);
    }

    pub(crate) fn conversations(&self) -> Vec<StoredConversation> {
        self.state().threads.iter().map(|thread| thread.conversation.clone()).collect()
    }

    pub(crate) fn authentications(&self) -> Vec<StoredAuthentication> {
        self.state().authentications.clone()
    }

    pub(crate) fn metadata(&self, subject: Subject) -> Vec<StoredMetadata> {
        self.state().metadata(subject)
    }

    pub(crate) fn contents(&self) -> Contents {
        let state = self.state();
        Contents {
            conversations: state.threads.clone(),
            authentications: state.authentications.clone(),
            conversation_metadata: state.metadata(Subject::Conversation),
            agent_metadata: state.metadata(Subject::Agent),
            customer_metadata: state.metadata(Subject::Customer),
        }
    }

    /// All that is stored, to be put back later.
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot(Arc::new(self.state().clone()))
    }

    pub(crate) fn reset(&self) {
        *self.state() = State::default();
    }

    pub(crate) fn restore(&self, snapshot: &Snapshot) {
        let mut state = self.state();
        // An id that was given after the snapshot must not be given again, which a clock that stands would lead to.
        let ids = mem::take(&mut state.ids);
        *state = State { ids, ..State::clone(&snapshot.0) };
    }

    // Each change is made whole or not begun, so a panic elsewhere leaves nothing half written.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn create(&mut self, write: ConversationWrite, now: DateTime<Utc>) -> String {
        let ConversationWrite { external_id, agent, customer, metadata, timestamp } = write;
        let id = self.next_id(now);
        self.by_id.insert(id.clone(), self.threads.len());
        self.by_external_id.insert(external_id.clone(), self.threads.len());
        let conversation = StoredConversation {
            id: id.clone(),
            external_id,
            agent,
            customer,
            metadata,
            timestamp,
            created_timestamp: now,
        };
        self.threads.push(Thread { conversation, messages: Vec::new() });
        id
    }

    fn metadata(&self, subject: Subject) -> Vec<StoredMetadata> {
        let of_subject = self.metadata.iter().filter(|(about, _)| *about == subject);
        of_subject.map(|(_, record)| record.clone()).collect()
    }

    /// ULIDs that rise in order of arrival, within one millisecond too.
    fn next_id(&mut self, now: DateTime<Utc>) -> String {
        let id = self.ids.generate_from_datetime(now.into());
        id.unwrap_or_else(|full| full.commit_overflow_increment()).to_string()
    }
}

impl MessageWrite {
    fn repeats(&self, held: &StoredMessage) -> bool {
        (&held.text, &held.sender, &held.client_timestamp)
            == (&self.text, &self.sender, &self.timestamp)
    }
}

/// Those that are not held and repeat none before them.
fn without_repeated(writes: Vec<MessageWrite>, held: &[StoredMessage]) -> Vec<MessageWrite> {
    let mut new: Vec<MessageWrite> = Vec::new();
    for write in writes {
        if !held.iter().any(|message| write.repeats(message)) && !new.contains(&write) {
            new.push(write);
        }
    }
    new
}

fn update(stored: &mut StoredConversation, write: ConversationWrite) -> String {
    stored.customer = write.customer;
    stored.timestamp = write.timestamp;
    stored.agent = write.agent.or(stored.agent.take());
    stored.metadata = write.metadata.or(stored.metadata.take());
    stored.id.clone()
}

fn message(id: String, write: MessageWrite, now: DateTime<Utc>) -> StoredMessage {
    let MessageWrite { text, sender, timestamp } = write;
    StoredMessage { id, text, sender, client_timestamp: timestamp, created_timestamp: now }
}

fn authentication(
    conversation_id: &str,
    write: AuthenticationWrite,
    now: DateTime<Utc>,
) -> StoredAuthentication {
    let AuthenticationWrite { customer_external_id, stream_id, auth } = write;
    StoredAuthentication {
        conversation_id: conversation_id.to_owned(),
        customer_external_id,
        stream_id,
        created_timestamp: now,
        auth,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::atomic::{AtomicI64, Ordering};

    use chrono::TimeZone;
    use serde_json::json;

    use super::*;
    use crate::clock::TimeSource;

    fn append(
        store: &Store,
        conversation_id: &str,
        writes: Vec<MessageWrite>,
    ) -> Option<Vec<String>> {
        match store.append(conversation_id, writes, RepeatedMessage::Store) {
            Append::Stored(ids) => Some(ids),
            Append::AlreadyHeld | Append::UnknownConversation => None,
        }
    }

    fn store() -> Store {
        let source = TimeSource::new(|| Utc.with_ymd_and_hms(2021, 11, 23, 12, 13, 14).unwrap());
        Store::new(Arc::new(Clock::new(source)))
    }

    fn found(store: &Store, external_id: &str) -> StoredConversation {
        store.find(external_id, |thread, _| thread.conversation.clone()).unwrap()
    }

    fn messages(store: &Store, conversation_id: &str) -> Vec<StoredMessage> {
        store.read(conversation_id, |thread| thread.messages.clone()).unwrap()
    }

    fn conversation(value: Value) -> ConversationWrite {
        serde_json::from_value(value).unwrap()
    }

    fn say(text: &str) -> MessageWrite {
        let message =
            json!({"text": text, "sender": {"role": "agent", "externalId": "a"}, "timestamp": "t"});
        serde_json::from_value(message).unwrap()
    }

    #[test]
    fn given_fields_replace_and_absent_ones_stay() {
        let store = store();
        let first = json!({"id": "MINE", "externalId": "e", "agent": {"externalId": "a1", "name": "n"},
            "customer": {"externalId": "c1"}, "metadata": {"queue": "q", "other": "o"}, "timestamp": "t1"});
        let id = store.upsert(conversation(first));
        assert_ne!(id, "MINE");
        assert_eq!((id.len(), &id[..10]), (26, "01FN6BDRWG"), "a ULID of the clock's time");

        let second =
            json!({"externalId": "e", "customer": {"externalId": "c2"}, "timestamp": "t2"});
        assert_eq!(store.upsert(conversation(second)), id);
        let stored = found(&store, "e");
        assert_eq!(stored.agent.unwrap().external_id, "a1");
        assert_eq!(stored.metadata.unwrap().len(), 2);
        assert_eq!((stored.customer.external_id.as_str(), stored.timestamp.as_str()), ("c2", "t2"));

        let third = json!({"externalId": "e", "agent": {"externalId": "a2"}, "customer": {"externalId": "c2"},
            "metadata": {"queue": "new"}, "timestamp": "t3"});
        store.upsert(conversation(third));
        let stored = found(&store, "e");
        assert_eq!(stored.agent.unwrap().name, None, "the agent is replaced as a whole");
        assert_eq!(
            stored.metadata.unwrap(),
            BTreeMap::from([("queue".to_owned(), "new".to_owned())])
        );
        assert_eq!(store.conversations().len(), 1);
    }

    #[test]
    fn messages_keep_their_order_and_are_never_merged() {
        let store = store();
        let conversation =
            json!({"externalId": "e", "customer": {"externalId": "c"}, "timestamp": "t"});
        let id = store.upsert(self::conversation(conversation));
        let ids = append(&store, &id, vec![say("one"), say("two"), say("two")]).unwrap();
        assert!(ids.is_sorted() && ids[1] != ids[2], "{ids:?}");
        let texts: Vec<_> = messages(&store, &id).into_iter().map(|message| message.text).collect();
        assert_eq!(texts, ["one", "two", "two"]);
        assert!(append(&store, "UNKNOWN", vec![say("x")]).is_none());
        assert!(store.read("UNKNOWN", |_| ()).is_none());
        assert!(store.find("UNKNOWN", |_, _| ()).is_none());
    }

    #[test]
    fn times_follow_the_order_of_arrival() {
        let ticks = AtomicI64::new(0);
        let source = TimeSource::new(move || {
            let now = ticks.fetch_add(1, Ordering::SeqCst);
            std::thread::yield_now();
            DateTime::from_timestamp(now, 0).unwrap()
        });
        let store = Store::new(Arc::new(Clock::new(source)));
        let write = |external_id: String| {
            let value = json!({"externalId": external_id, "customer": {"externalId": "c"}, "timestamp": "t"});
            store.upsert(conversation(value))
        };
        let id = write("shared".to_owned());
        std::thread::scope(|scope| {
            for task in 0..4 {
                let (store, write, id) = (&store, &write, &id);
                scope.spawn(move || {
                    for number in 0..200 {
                        write(format!("{task} {number}"));
                        append(store, id, vec![say("x")]);
                    }
                });
            }
        });
        let conversations = store.conversations();
        assert!(conversations.iter().map(|one| one.created_timestamp).is_sorted());
        let messages = messages(&store, &id);
        assert!(messages.iter().map(|one| one.created_timestamp).is_sorted());
        assert_eq!((conversations.len(), messages.len()), (801, 800));
    }

    #[test]
    fn credentials_are_kept_and_not_serialized() {
        let store = store();
        let conversation =
            json!({"externalId": "e", "customer": {"externalId": "c"}, "timestamp": "t"});
        let id = store.upsert(self::conversation(conversation));
        let write = |auth: &Value| {
            let write = json!({"customerExternalId": "c", "auth": auth});
            serde_json::from_value::<AuthenticationWrite>(write).unwrap()
        };
        let rows = [
            (json!({"token": "4111"}), json!(["token"])),
            (
                json!({"token": "4111", "headers": {"4111": 1}, "cookies": {}, "body": {}}),
                json!(["body", "cookies", "headers", "token"]),
            ),
            (json!({"4111": "4111"}), json!([])),
        ];
        assert!(store.authenticate("UNKNOWN", write(&rows[0].0)).is_none());
        for (auth, kinds) in &rows {
            store.authenticate(&id, write(auth)).unwrap();
            let stored = store.authentications().pop().unwrap();
            assert_eq!(stored.auth(), auth);
            let shown = json!({"conversationId": id, "customerExternalId": "c",
                "createdTimestamp": "2021-11-23T12:13:14Z", "auth": kinds});
            assert_eq!(json!(stored), shown);
        }
        assert_eq!(store.authentications().len(), rows.len());
    }

    #[test]
    fn records_are_kept_apart_by_subject() {
        let store = store();
        let record = |number: u8| StoredMetadata {
            event_id: number.to_string(),
            record: json!({"number": number}),
        };
        store.add_metadata(Subject::Agent, vec![record(1), record(2)]);
        store.add_metadata(Subject::Customer, vec![record(3)]);
        store.add_metadata(Subject::Agent, vec![record(4)]);
        let numbers = |subject| -> String {
            store.metadata(subject).into_iter().map(|stored| stored.event_id).collect()
        };
        assert_eq!(numbers(Subject::Agent), "124");
        assert_eq!(numbers(Subject::Customer), "3");
        assert_eq!(numbers(Subject::Conversation), "");
    }

    #[test]
    fn debug_shows_nothing_that_the_caller_sent() {
        let store = store();
        let secret = json!({"externalId": "4111", "agent": {"externalId": "4111", "name": "4111"}, "customer": {"externalId": "4111"},
            "metadata": {"4111": "4111"}, "timestamp": "4111"});
        let id = store.upsert(conversation(secret));
        append(&store, &id, vec![say("4111")]);
        let credentials = json!({"customerExternalId": "4111", "auth": {"token": "4111", "4111": 1}, "streamId": "4111"});
        store.authenticate(&id, serde_json::from_value(credentials).unwrap());
        let record = json!({"4111": "4111", "externalConversationId": "4111"});
        let metadata = StoredMetadata { event_id: "4111".to_owned(), record };
        store.add_metadata(Subject::Customer, vec![metadata]);

        let messages = messages(&store, &id);
        let (credentials, records) = (store.authentications(), store.metadata(Subject::Customer));
        assert_eq!((messages.len(), credentials.len(), records.len()), (1, 1, 1));
        let found = found(&store, "4111");
        let shown = format!("{found:?} {messages:?} {credentials:?} {records:?}");
        let shown = shown.replace(&id, "").replace(&messages[0].id, "");
        assert!(!shown.contains("4111"), "{shown}");
    }
}
