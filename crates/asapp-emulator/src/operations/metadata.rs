//! Metadata records, one or many.

use serde_json::Value;

use super::{Input, Service};
use crate::answer::{Answer, describe};
use crate::contract::Operation;
use crate::outcome::{Outcome, usable_event_id};
use crate::store::Subject;
use crate::stored::StoredMetadata;

pub(super) fn single(
    service: &Service,
    subject: Subject,
    input: Input<'_>,
) -> Result<Answer, Answer> {
    let event_id = Outcome::accepted(&input.body).event_id;
    let answer = Answer::metadata_accepted(&event_id);
    service.store.add_metadata(subject, vec![StoredMetadata { event_id, record: input.body }]);
    Ok(answer)
}

/// Takes the good records and refuses the others, each for itself.
pub(super) fn many(
    service: &Service,
    subject: Subject,
    mut input: Input<'_>,
) -> Result<Answer, Answer> {
    let Some(Value::Array(records)) = input.body.get_mut("items").map(Value::take) else {
        return Err(Answer::internal());
    };
    let mut outcomes = Vec::new();
    let mut accepted = Vec::new();
    for record in records {
        let outcome = judge(input.operation, &record);
        if !outcome.is_refused() {
            accepted.push(StoredMetadata { event_id: outcome.event_id.clone(), record });
        }
        outcomes.push(outcome);
    }
    service.store.add_metadata(subject, accepted);
    Ok(Answer::metadata_results(&outcomes))
}

fn judge(operation: &Operation, record: &Value) -> Outcome {
    let violations = operation.judge_record(record, record.to_string().len());
    if violations.is_empty() {
        return Outcome::accepted(record);
    }
    let judge = |alone: &Value, length| operation.judge_record(alone, length);
    let event_id = usable_event_id(record, judge);
    Outcome::refused(event_id, &describe(&violations))
}
