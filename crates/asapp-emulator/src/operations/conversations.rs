//! Conversations and the credentials of their customers.

use serde_json::{Map, Value, json};

use super::{Input, Work, known_conversation, no_conversation, read};
use crate::answer::Answer;
use crate::store::{AuthenticationWrite, ConversationWrite, Store, Thread};
use crate::stored::StoredConversation;

pub(super) fn create_or_update(_: &Store, input: Input<'_>) -> Result<Work, Answer> {
    let write: ConversationWrite = read(input.body)?;
    Ok(Box::new(move |store| Answer::ok(json!({"id": store.upsert(write)}))))
}

pub(super) fn find(_: &Store, input: Input<'_>) -> Result<Work, Answer> {
    let external_id = input.external_id().to_owned();
    Ok(Box::new(move |store| {
        let found = store.find(&external_id, |thread, _| as_item(thread));
        let items: Vec<_> = found.into_iter().collect();
        Answer::ok(json!({"items": items}))
    }))
}

pub(super) fn get(store: &Store, input: Input<'_>) -> Result<Work, Answer> {
    let id = known_conversation(store, &input)?;
    Ok(Box::new(move |store| store.read(&id, as_item).map_or_else(no_conversation, Answer::ok)))
}

pub(super) fn authenticate(store: &Store, mut input: Input<'_>) -> Result<Work, Answer> {
    let write: AuthenticationWrite = read(input.body.take())?;
    let id = known_conversation(store, &input)?;
    Ok(Box::new(move |store| {
        let stored = store.authenticate(&id, write);
        stored.map_or_else(no_conversation, |()| Answer::no_content())
    }))
}

/// A conversation as the API shows it: without timestamps.
fn as_item(thread: &Thread) -> Value {
    let StoredConversation { id, external_id, agent, customer, metadata, .. } =
        &thread.conversation;
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(id));
    item.insert("externalId".to_owned(), json!(external_id));
    item.insert("customer".to_owned(), json!(customer));
    if let Some(agent) = agent {
        item.insert("agent".to_owned(), json!(agent));
    }
    if let Some(metadata) = metadata {
        item.insert("metadata".to_owned(), json!(metadata));
    }
    Value::Object(item)
}
