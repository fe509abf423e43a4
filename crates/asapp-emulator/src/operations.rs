//! The operations: a judged request in, an answer out.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::answer::Answer;
use crate::contract::PathParameters;
use crate::store::{ConversationWrite, MessageWrite, Store};
use crate::stored::StoredConversation;
use crate::uri::Query;

/// Serves one operation. The request has been judged by the contract before.
pub(crate) type Handler = fn(&Store, Input) -> Result<Value, Answer>;

/// What a request brings.
pub(crate) struct Input {
    pub(crate) path: PathParameters,
    pub(crate) query: Query,
    pub(crate) body: Value,
}

pub(crate) fn handler(operation_id: &str) -> Option<Handler> {
    match operation_id {
        "createOrUpdateConversation" => Some(create_or_update_conversation),
        "getConversations" => Some(get_conversations),
        "createMessage" => Some(create_message),
        "createBatchMessages" => Some(create_batch_messages),
        "singleConvoMetadata" => Some(single_convo_metadata),
        _ => None,
    }
}

fn create_or_update_conversation(store: &Store, input: Input) -> Result<Value, Answer> {
    let write: ConversationWrite = read(input.body)?;
    Ok(json!({"id": store.upsert(write)}))
}

fn get_conversations(store: &Store, input: Input) -> Result<Value, Answer> {
    let external_id = input.query.values("externalId").next().unwrap_or_default();
    let items: Vec<_> = store.find(external_id).iter().map(as_item).collect();
    Ok(json!({"items": items}))
}

fn create_message(store: &Store, input: Input) -> Result<Value, Answer> {
    let write: MessageWrite = read(input.body)?;
    let ids = append(store, &input.path, vec![write])?;
    Ok(json!({"id": ids.first()}))
}

fn create_batch_messages(store: &Store, mut input: Input) -> Result<Value, Answer> {
    // The schema lets a batch without messages pass; it can only be a mistake.
    let Some(messages) = input.body.get_mut("messages") else {
        return Err(Answer::invalid("ERROR - [Path '/messages'] is required"));
    };
    let writes: Vec<MessageWrite> = read(messages.take())?;
    append(store, &input.path, writes)?;
    Ok(json!({}))
}

fn single_convo_metadata(store: &Store, input: Input) -> Result<Value, Answer> {
    let event_id = match input.body["eventId"].as_str() {
        Some(given) => given.to_owned(),
        None => Uuid::new_v4().to_string(),
    };
    let external_conversation_id: String = read(input.body["externalConversationId"].clone())?;
    store.add_metadata(event_id.clone(), external_conversation_id, input.body);
    Ok(json!({"result": {"eventId": event_id}}))
}

fn append(
    store: &Store,
    path: &PathParameters,
    writes: Vec<MessageWrite>,
) -> Result<Vec<String>, Answer> {
    let conversation_id = path.get("conversationId").unwrap_or_default();
    store.append(conversation_id, writes).ok_or_else(|| Answer::not_found("Conversation not found"))
}

/// A conversation as the API lists it: without timestamps.
fn as_item(conversation: &StoredConversation) -> Value {
    let StoredConversation { id, external_id, agent, customer, metadata, .. } = conversation;
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

// Fails only where the contract accepts what the type does not, which is a fault of the emulator.
fn read<T: DeserializeOwned>(value: Value) -> Result<T, Answer> {
    serde_json::from_value(value).map_err(|_| Answer::internal())
}

#[cfg(test)]
mod tests {
    use super::handler;
    use crate::Contract;

    #[test]
    fn every_operation_of_the_contract_is_served() {
        for operation in Contract::published().operations() {
            assert!(handler(operation.id()).is_some(), "{}", operation.id());
        }
    }
}
