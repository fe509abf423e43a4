//! The state behind the operations.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::stored::{
    StoredConversation, StoredMessage, StoredMetadata, StoredParticipant, StoredSender,
};

/// Tells the time of every write. It is asked while the state is locked, so that times follow the order of arrival.
pub(crate) type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Conversations, messages and metadata records, each in order of arrival.
pub(crate) struct Store {
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    ids: ulid::Generator,
    threads: Vec<Thread>,
    by_id: HashMap<String, usize>,
    by_external_id: HashMap<String, usize>,
    metadata: Vec<StoredMetadata>,
}

/// A conversation and what was said in it.
#[derive(Clone, Serialize)]
pub(crate) struct Thread {
    #[serde(flatten)]
    pub(crate) conversation: StoredConversation,
    pub(crate) messages: Vec<StoredMessage>,
}

/// Everything stored at one moment.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Snapshot {
    pub(crate) conversations: Vec<Thread>,
    pub(crate) conversation_metadata: Vec<StoredMetadata>,
}

/// A write of a conversation. An `id` in it is not read: the id is the API's to give.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConversationWrite {
    external_id: String,
    agent: Option<StoredParticipant>,
    customer: StoredParticipant,
    metadata: Option<BTreeMap<String, String>>,
    timestamp: String,
}

#[derive(Deserialize)]
pub(crate) struct MessageWrite {
    text: String,
    sender: StoredSender,
    timestamp: String,
}

impl Store {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, state: Mutex::default() }
    }

    /// Creates the conversation, or updates the one with this external id. A given field replaces the stored one,
    /// the metadata map as a whole; an absent field stays as it is.
    pub(crate) fn upsert(&self, write: ConversationWrite) -> String {
        let mut state = self.state();
        let now = (self.clock)();
        match state.by_external_id.get(&write.external_id) {
            Some(&index) => update(&mut state.threads[index].conversation, write),
            None => state.create(write, now),
        }
    }

    pub(crate) fn find(&self, external_id: &str) -> Option<StoredConversation> {
        let state = self.state();
        let index = *state.by_external_id.get(external_id)?;
        Some(state.threads[index].conversation.clone())
    }

    /// Appends the messages, all of them, and gives their ids; none where the conversation is unknown.
    pub(crate) fn append(
        &self,
        conversation_id: &str,
        writes: Vec<MessageWrite>,
    ) -> Option<Vec<String>> {
        let mut state = self.state();
        let now = (self.clock)();
        let index = *state.by_id.get(conversation_id)?;
        let messages: Vec<_> =
            writes.into_iter().map(|write| message(state.next_id(now), write, now)).collect();
        let ids = messages.iter().map(|message| message.id.clone()).collect();
        state.threads[index].messages.extend(messages);
        Some(ids)
    }

    pub(crate) fn add_metadata(
        &self,
        event_id: String,
        external_conversation_id: String,
        record: Value,
    ) {
        self.state().metadata.push(StoredMetadata { event_id, external_conversation_id, record });
    }

    pub(crate) fn conversations(&self) -> Vec<StoredConversation> {
        self.state().threads.iter().map(|thread| thread.conversation.clone()).collect()
    }

    pub(crate) fn messages(&self, conversation_id: &str) -> Vec<StoredMessage> {
        let state = self.state();
        state
            .by_id
            .get(conversation_id)
            .map(|&index| state.threads[index].messages.clone())
            .unwrap_or_default()
    }

    pub(crate) fn metadata(&self) -> Vec<StoredMetadata> {
        self.state().metadata.clone()
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        let state = self.state();
        Snapshot {
            conversations: state.threads.clone(),
            conversation_metadata: state.metadata.clone(),
        }
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

    /// ULIDs that rise in order of arrival, within one millisecond too.
    fn next_id(&mut self, now: DateTime<Utc>) -> String {
        let id = self.ids.generate_from_datetime(now.into());
        id.unwrap_or_else(|full| full.commit_overflow_increment()).to_string()
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::atomic::{AtomicI64, Ordering};

    use chrono::TimeZone;
    use serde_json::json;

    use super::*;

    fn store() -> Store {
        Store::new(Arc::new(|| Utc.with_ymd_and_hms(2021, 11, 23, 12, 13, 14).unwrap()))
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
        let stored = store.find("e").unwrap();
        assert_eq!(stored.agent.unwrap().external_id, "a1");
        assert_eq!(stored.metadata.unwrap().len(), 2);
        assert_eq!((stored.customer.external_id.as_str(), stored.timestamp.as_str()), ("c2", "t2"));

        let third = json!({"externalId": "e", "agent": {"externalId": "a2"}, "customer": {"externalId": "c2"},
            "metadata": {"queue": "new"}, "timestamp": "t3"});
        store.upsert(conversation(third));
        let stored = store.find("e").unwrap();
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
        let ids = store.append(&id, vec![say("one"), say("two"), say("two")]).unwrap();
        assert!(ids.is_sorted() && ids[1] != ids[2], "{ids:?}");
        let texts: Vec<_> = store.messages(&id).into_iter().map(|message| message.text).collect();
        assert_eq!(texts, ["one", "two", "two"]);
        assert!(store.append("UNKNOWN", vec![say("x")]).is_none());
        assert!(store.messages("UNKNOWN").is_empty());
    }

    #[test]
    fn times_follow_the_order_of_arrival() {
        let ticks = AtomicI64::new(0);
        let store = Store::new(Arc::new(move || {
            let now = ticks.fetch_add(1, Ordering::SeqCst);
            std::thread::yield_now();
            DateTime::from_timestamp(now, 0).unwrap()
        }));
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
                        store.append(id, vec![say("x")]);
                    }
                });
            }
        });
        let conversations = store.conversations();
        assert!(conversations.iter().map(|one| one.created_timestamp).is_sorted());
        let messages = store.messages(&id);
        assert!(messages.iter().map(|one| one.created_timestamp).is_sorted());
        assert_eq!((conversations.len(), messages.len()), (801, 800));
    }

    #[test]
    fn debug_shows_nothing_that_the_caller_sent() {
        let store = store();
        let secret = json!({"externalId": "4111", "agent": {"externalId": "4111", "name": "4111"}, "customer": {"externalId": "4111"},
            "metadata": {"4111": "4111"}, "timestamp": "4111"});
        let id = store.upsert(conversation(secret));
        store.append(&id, vec![say("4111")]);
        store.add_metadata("4111".to_owned(), "4111".to_owned(), json!({"4111": "4111"}));
        let shown =
            format!("{:?} {:?} {:?}", store.find("4111"), store.messages(&id), store.metadata());
        let shown = shown.replace(&id, "").replace(&store.messages(&id)[0].id, "");
        assert!(!shown.contains("4111"), "{shown}");
    }
}
