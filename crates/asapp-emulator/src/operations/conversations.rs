//! Conversations and the credentials of their customers.

use serde_json::{Map, Value, json};

use super::{Input, Service, no_conversation, read};
use crate::answer::Answer;
use crate::store::{AuthenticationWrite, ConversationWrite, Thread};
use crate::stored::StoredConversation;

pub(super) fn create_or_update(service: &Service, input: Input<'_>) -> Result<Answer, Answer> {
    let write: ConversationWrite = read(input.body)?;
    Ok(Answer::ok(json!({"id": service.store.upsert(write)})))
}

pub(super) fn find(service: &Service, input: Input<'_>) -> Result<Answer, Answer> {
    let found = service.store.find(input.external_id(), |thread, _| as_item(thread));
    let items: Vec<_> = found.into_iter().collect();
    Ok(Answer::ok(json!({"items": items})))
}

pub(super) fn get(service: &Service, input: Input<'_>) -> Result<Answer, Answer> {
    let found = service.store.read(input.conversation_id(), as_item);
    found.map(Answer::ok).ok_or_else(no_conversation)
}

pub(super) fn authenticate(service: &Service, mut input: Input<'_>) -> Result<Answer, Answer> {
    let write: AuthenticationWrite = read(input.body.take())?;
    let stored = service.store.authenticate(input.conversation_id(), write);
    stored.map(|()| Answer::no_content()).ok_or_else(no_conversation)
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
