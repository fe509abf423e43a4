//! What became of a metadata record, in the API's words.

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::contract::{Location, Violation};

/// What became of one record.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Outcome {
    pub(crate) event_id: String,
    /// Blank where the record was accepted, as in the documents' own example.
    error: String,
}

impl Outcome {
    /// The record has been judged, so that its event id is a good one where there is one.
    pub(crate) fn accepted(record: &Value) -> Self {
        Self { event_id: or_new(record["eventId"].as_str()), error: String::new() }
    }

    pub(crate) fn refused(event_id: Option<&str>, reason: &str) -> Self {
        Self { event_id: or_new(event_id), error: format!("FAIL_BAD_PARAMS: ERROR: {reason}") }
    }

    pub(crate) fn is_refused(&self) -> bool {
        !self.error.is_empty()
    }
}

fn or_new(event_id: Option<&str>) -> String {
    event_id.map_or_else(|| Uuid::new_v4().to_string(), str::to_owned)
}

/// The caller's event id, unless it is at fault itself. It is judged alone, as not all faults of a record are told,
/// and as a text of no length: it has few faults, however long it is, and all of them must be told.
pub(crate) fn usable_event_id(
    record: &Value,
    judge: impl Fn(&Value, usize) -> Vec<Violation>,
) -> Option<&str> {
    let given = record["eventId"].as_str()?;
    let place = Location::Body("/eventId".to_owned());
    let violations = judge(&json!({"eventId": given}), 0);
    let is_faulty = violations.iter().any(|violation| violation.location == place);
    if is_faulty { None } else { Some(given) }
}
