//! A 400 in the shape of its operation.

use serde_json::Value;

use crate::answer::{Answer, describe};
use crate::contract::{Operation, Violation};
use crate::outcome::{Outcome, usable_event_id};

enum Shape {
    Error,
    /// The result of one metadata record.
    Result,
    /// The results of many. A list whose records are not looked at is answered as one of them.
    Results,
}

/// The body cannot be read.
pub(crate) fn malformed(operation: &Operation, message: &str) -> Answer {
    match shape(operation) {
        Shape::Error => Answer::malformed(message),
        Shape::Result => Answer::metadata_rejected(&Outcome::refused(None, message)),
        Shape::Results => Answer::metadata_results(&[Outcome::refused(None, message)]),
    }
}

/// The request departs from the contract.
pub(crate) fn invalid(operation: &Operation, body: &Value, violations: &[Violation]) -> Answer {
    let reasons = describe(violations);
    match shape(operation) {
        Shape::Error => Answer::invalid(&format!("ERROR - {reasons}")),
        Shape::Result => {
            let judge = |alone: &Value, length| operation.judge_body(alone, length);
            let event_id = usable_event_id(body, judge);
            Answer::metadata_rejected(&Outcome::refused(event_id, &reasons))
        }
        Shape::Results => Answer::metadata_results(&[Outcome::refused(None, &reasons)]),
    }
}

fn shape(operation: &Operation) -> Shape {
    if !operation.path().starts_with("/metadata-ingestion/") {
        return Shape::Error;
    }
    if operation.takes_records() { Shape::Results } else { Shape::Result }
}
