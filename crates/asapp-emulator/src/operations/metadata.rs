//! Metadata records, one or many.

use serde_json::Value;

use super::{Input, Work};
use crate::answer::{Answer, describe};
use crate::contract::Operation;
use crate::outcome::{Outcome, usable_event_id};
use crate::store::{Store, Subject};
use crate::stored::StoredMetadata;

pub(super) fn single(subject: Subject, input: Input<'_>) -> Result<Work, Answer> {
    let event_id = Outcome::accepted(&input.body).event_id;
    let record = StoredMetadata { event_id, record: input.body };
    Ok(Box::new(move |store| {
        let answer = Answer::metadata_accepted(&record.event_id);
        store.add_metadata(subject, vec![record]);
        answer
    }))
}

/// Takes the good records and refuses the others, each for itself.
pub(super) fn many(subject: Subject, mut input: Input<'_>) -> Result<Work, Answer> {
    let Some(Value::Array(records)) = input.body.get_mut("items").map(Value::take) else {
        return Err(Answer::internal());
    };
    let mut outcomes = Vec::new();
    let mut accepted = Vec::new();
    for record in records {
        let outcome = judge(input.operation, &record, input.length);
        if !outcome.is_refused() {
            accepted.push(StoredMetadata { event_id: outcome.event_id.clone(), record });
        }
        outcomes.push(outcome);
    }
    let answer = Answer::metadata_results(&outcomes);
    if accepted.is_empty() {
        return Err(answer);
    }
    Ok(Box::new(move |store: &Store| {
        store.add_metadata(subject, accepted);
        answer
    }))
}

// By the length of the whole body: a thousand records that hold all that can be wrong take seconds.
fn judge(operation: &Operation, record: &Value, length: usize) -> Outcome {
    let violations = operation.judge_record(record, length);
    if violations.is_empty() {
        return Outcome::accepted(record);
    }
    let judge = |alone: &Value, length| operation.judge_record(alone, length);
    let event_id = usable_event_id(record, judge);
    Outcome::refused(event_id, &describe(&violations))
}
