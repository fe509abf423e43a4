//! What is stored, without what the caller wrote: texts, names, ids and metadata of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use serde_json::{Map, Value};

use crate::contract::Contract;
use crate::store::{Contents, Thread};
use crate::stored::{Hidden, StoredAuthentication, StoredMetadata};

/// Each such text stands as `<12 characters>`, each key that no document names as `key 1`, `key 2`, … within its map.
pub(super) fn hide(contents: &mut Contents) {
    contents.conversations.iter_mut().for_each(thread);
    contents.authentications.iter_mut().for_each(authentication);
    let records = [
        ("singleConvoMetadata", &mut contents.conversation_metadata),
        ("singleAgentMetadata", &mut contents.agent_metadata),
        ("singleCustomerMetadata", &mut contents.customer_metadata),
    ];
    for (operation_id, records) in records {
        let published = published_fields(operation_id);
        records.iter_mut().for_each(|record| metadata(record, &published));
    }
}

fn thread(thread: &mut Thread) {
    let conversation = &mut thread.conversation;
    text(&mut conversation.external_id);
    for participant in conversation.agent.iter_mut().chain([&mut conversation.customer]) {
        text(&mut participant.external_id);
        participant.name.iter_mut().for_each(text);
    }
    if let Some(map) = &mut conversation.metadata {
        let values = mem::take(map).into_values();
        *map = values.enumerate().map(|(index, value)| (key(index), hidden(&value))).collect();
    }
    for message in &mut thread.messages {
        text(&mut message.text);
        text(&mut message.sender.external_id);
    }
}

fn authentication(authentication: &mut StoredAuthentication) {
    text(&mut authentication.customer_external_id);
    authentication.stream_id.iter_mut().for_each(text);
}

fn metadata(stored: &mut StoredMetadata, published: &BTreeSet<&str>) {
    text(&mut stored.event_id);
    if let Value::Object(record) = &mut stored.record {
        members(record, published);
    }
}

fn published_fields(operation_id: &str) -> BTreeSet<&'static str> {
    let operation = Contract::published().operation(operation_id);
    let schema = operation.and_then(|operation| operation.request_schema());
    let fields = schema.and_then(|schema| schema["properties"].as_object());
    fields.into_iter().flat_map(Map::keys).map(String::as_str).collect()
}

fn members(object: &mut Map<String, Value>, published: &BTreeSet<&str>) {
    let hidden: BTreeMap<_, _> = mem::take(object)
        .into_iter()
        .enumerate()
        .map(|(index, (name, mut member))| {
            value(&mut member);
            if published.contains(name.as_str()) { (name, member) } else { (key(index), member) }
        })
        .collect();
    object.extend(hidden);
}

// A number can be that of a card.
fn value(value: &mut Value) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(_) => *value = Value::from("<number>"),
        Value::String(string) => text(string),
        Value::Array(items) => items.iter_mut().for_each(self::value),
        Value::Object(object) => members(object, &BTreeSet::new()),
    }
}

fn text(text: &mut String) {
    *text = hidden(text);
}

fn hidden(text: &str) -> String {
    format!("{:?}", Hidden(text))
}

fn key(index: usize) -> String {
    format!("key {}", index + 1)
}
