//! Messages, written and read.

use serde_json::{Value, json};

use super::{Input, Work, known_conversation, no_conversation, read};
use crate::answer::Answer;
use crate::redaction::redact_digits;
use crate::settings::{EmptyBatch, Settings};
use crate::store::{Append, MessageWrite, Store, Thread};
use crate::stored::StoredMessage;
use crate::transcript::{Bounds, chronological};

pub(super) fn create(store: &Store, mut input: Input<'_>) -> Result<Work, Answer> {
    let write: MessageWrite = read(input.body.take())?;
    append(store, &input, vec![write], |ids| json!({"id": ids.first()}))
}

pub(super) fn create_batch(store: &Store, mut input: Input<'_>) -> Result<Work, Answer> {
    // The schema lets a batch without messages pass; it can only be a mistake.
    let messages =
        match (input.body.get_mut("messages").map(Value::take), input.settings.empty_batch) {
            (Some(messages), _) => messages,
            (None, EmptyBatch::Accept) => json!([]),
            (None, EmptyBatch::Refuse) => {
                return Err(Answer::invalid("ERROR - [Path '/messages'] is required"));
            }
        };
    let writes: Vec<MessageWrite> = read(messages)?;
    append(store, &input, writes, |_| json!({}))
}

pub(super) fn list(store: &Store, input: Input<'_>) -> Result<Work, Answer> {
    let id = known_conversation(store, &input)?;
    Ok(Box::new(move |store| {
        let items = store.read(&id, |thread| chronological(&thread.messages));
        items.map_or_else(no_conversation, |items| Answer::ok(json!({"items": items})))
    }))
}

pub(super) fn get(store: &Store, input: Input<'_>) -> Result<Work, Answer> {
    let conversation_id = known_conversation(store, &input)?;
    let id = input.path.get("messageId").unwrap_or_default().to_owned();
    let find = move |store: &Store| {
        let message = store.read(&conversation_id, |thread| message(thread, &id));
        message.flatten().ok_or_else(|| Answer::not_found("Message not found"))
    };
    find(store)?;
    Ok(Box::new(move |store| {
        find(store).map_or_else(|refusal| refusal, |message| Answer::ok(json!(message)))
    }))
}

pub(super) fn find(_: &Store, input: Input<'_>) -> Result<Work, Answer> {
    let bounds = Bounds::from(input.settings);
    let external_id = input.external_id().to_owned();
    Ok(Box::new(move |store| {
        let readable = |thread: &Thread, now| bounds.apply(&thread.messages, now);
        let items = store.find(&external_id, readable).unwrap_or_default();
        Answer::ok(json!({"items": items}))
    }))
}

fn message(thread: &Thread, id: &str) -> Option<StoredMessage> {
    thread.messages.iter().find(|message| message.id == id).cloned()
}

fn append(
    store: &Store,
    input: &Input<'_>,
    mut writes: Vec<MessageWrite>,
    answer: fn(Vec<String>) -> Value,
) -> Result<Work, Answer> {
    let conversation_id = known_conversation(store, input)?;
    let Settings { repeated_message, redact_digits: redacts, .. } = *input.settings;
    if redacts {
        for write in &mut writes {
            write.text = redact_digits(&write.text).into_owned();
        }
    }
    Ok(Box::new(move |store| match store.append(&conversation_id, writes, repeated_message) {
        Append::Stored(ids) => Answer::ok(answer(ids)),
        Append::AlreadyHeld => Answer::conflict(),
        Append::UnknownConversation => no_conversation(),
    }))
}
