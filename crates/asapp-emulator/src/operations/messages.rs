//! Messages, written and read.

use serde_json::{Value, json};

use super::{Input, Service, no_conversation, read};
use crate::answer::Answer;
use crate::store::{MessageWrite, Thread};
use crate::transcript::chronological;

pub(super) fn create(service: &Service, mut input: Input<'_>) -> Result<Answer, Answer> {
    let write: MessageWrite = read(input.body.take())?;
    let ids = append(service, &input, vec![write])?;
    Ok(Answer::ok(json!({"id": ids.first()})))
}

pub(super) fn create_batch(service: &Service, mut input: Input<'_>) -> Result<Answer, Answer> {
    // The schema lets a batch without messages pass; it can only be a mistake.
    let Some(messages) = input.body.get_mut("messages").map(Value::take) else {
        return Err(Answer::invalid("ERROR - [Path '/messages'] is required"));
    };
    let writes: Vec<MessageWrite> = read(messages)?;
    append(service, &input, writes)?;
    Ok(Answer::ok(json!({})))
}

pub(super) fn list(service: &Service, input: Input<'_>) -> Result<Answer, Answer> {
    let in_order = |thread: &Thread| chronological(&thread.messages);
    let items =
        service.store.read(input.conversation_id(), in_order).ok_or_else(no_conversation)?;
    Ok(Answer::ok(json!({"items": items})))
}

pub(super) fn get(service: &Service, input: Input<'_>) -> Result<Answer, Answer> {
    let id = input.path.get("messageId").unwrap_or_default();
    let found = service.store.read(input.conversation_id(), |thread| {
        thread.messages.iter().find(|message| message.id == id).cloned()
    });
    let message = found.ok_or_else(no_conversation)?;
    let message = message.ok_or_else(|| Answer::not_found("Message not found"))?;
    Ok(Answer::ok(json!(message)))
}

pub(super) fn find(service: &Service, input: Input<'_>) -> Result<Answer, Answer> {
    let bounds = service.settings.transcripts;
    let readable = |thread: &Thread, now| bounds.apply(&thread.messages, now);
    let items = service.store.find(input.external_id(), readable).unwrap_or_default();
    Ok(Answer::ok(json!({"items": items})))
}

fn append(
    service: &Service,
    input: &Input<'_>,
    writes: Vec<MessageWrite>,
) -> Result<Vec<String>, Answer> {
    service.store.append(input.conversation_id(), writes).ok_or_else(no_conversation)
}
