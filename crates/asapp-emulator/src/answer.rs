//! Answers and errors in the API's shapes.

use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::contract::{Location, Violation};
use crate::outcome::Outcome;

/// Faults listed in one message; a batch can hold hundreds.
const LISTED_FAULTS: usize = 10;

/// What is sent back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// None where the API promises no content.
    pub(crate) body: Option<Value>,
    /// The `Allow` header of a 405.
    pub(crate) allow: Option<String>,
}

impl Answer {
    pub(crate) fn ok(body: Value) -> Self {
        Self::new(StatusCode::OK, body)
    }

    pub(crate) fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None, allow: None }
    }

    fn new(status: StatusCode, body: Value) -> Self {
        Self { status, body: Some(body), allow: None }
    }

    fn error(status: StatusCode, number: u8, message: &str) -> Self {
        Self::new(status, error_body(status, number, message))
    }

    pub(crate) fn malformed(message: &str) -> Self {
        Self::error(StatusCode::BAD_REQUEST, 1, message)
    }

    pub(crate) fn invalid(message: &str) -> Self {
        Self::error(StatusCode::BAD_REQUEST, 3, message)
    }

    pub(crate) fn metadata_accepted(event_id: &str) -> Self {
        Self::ok(json!({"result": {"eventId": event_id}}))
    }

    /// The 400 of the operations that take one metadata record; it has the shape of their 200.
    pub(crate) fn metadata_rejected(outcome: &Outcome) -> Self {
        Self::new(StatusCode::BAD_REQUEST, json!({"result": outcome}))
    }

    /// The answer of the operations that take many metadata records: 400 where none was accepted, else 200.
    pub(crate) fn metadata_results(outcomes: &[Outcome]) -> Self {
        let refused = outcomes.iter().filter(|outcome| outcome.is_refused()).count();
        let status =
            if refused == outcomes.len() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
        Self::new(status, json!({"errorCount": refused, "results": outcomes}))
    }

    pub(crate) fn unauthorized() -> Self {
        Self::error(StatusCode::UNAUTHORIZED, 1, "Unauthorized")
    }

    pub(crate) fn forbidden(message: &str) -> Self {
        Self::error(StatusCode::FORBIDDEN, 1, message)
    }

    pub(crate) fn not_found(message: &str) -> Self {
        Self::error(StatusCode::NOT_FOUND, 1, message)
    }

    pub(crate) fn method_not_allowed(allow: &[&str]) -> Self {
        let answer = Self::error(StatusCode::METHOD_NOT_ALLOWED, 1, "Method Not Allowed");
        Self { allow: Some(allow.join(", ")), ..answer }
    }

    pub(crate) fn too_large() -> Self {
        Self::error(StatusCode::PAYLOAD_TOO_LARGE, 1, "Request Entity Too Large")
    }

    pub(crate) fn unsupported_media_type() -> Self {
        Self::error(StatusCode::UNSUPPORTED_MEDIA_TYPE, 1, "Content-Type must be application/json")
    }

    pub(crate) fn not_implemented() -> Self {
        Self::error(StatusCode::NOT_IMPLEMENTED, 1, "The emulator does not serve this operation")
    }

    pub(crate) fn internal() -> Self {
        Self::error(StatusCode::INTERNAL_SERVER_ERROR, 1, "Internal server error")
    }
}

/// The API's error shape. The code is the status and a number within it, as in `400-03`.
pub(crate) fn error_body(status: StatusCode, number: u8, message: &str) -> Value {
    let code = format!("{}-{number:02}", status.as_str());
    json!({"error": {"requestId": Uuid::new_v4().to_string(), "message": message, "code": code}})
}

/// The faults as the API words them: `[Path '/timestamp'] …`.
pub(crate) fn describe(violations: &[Violation]) -> String {
    let mut listed: Vec<_> = violations.iter().take(LISTED_FAULTS).map(describe_one).collect();
    if violations.len() > LISTED_FAULTS {
        listed.push("and more".to_owned());
    }
    listed.join(", ")
}

fn describe_one(violation: &Violation) -> String {
    match &violation.location {
        Location::Body(pointer) => format!("[Path '{pointer}'] {}", violation.message),
        location => format!("[{location}] {}", violation.message),
    }
}
