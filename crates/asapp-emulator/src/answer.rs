//! Answers and errors in the API's shapes.

use http::StatusCode;
use http::header::{ACCEPT_ENCODING, ALLOW, CONNECTION, HeaderName, HeaderValue, LOCATION};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::contract::{Location, Violation};
use crate::outcome::Outcome;

/// Faults listed in one message; a batch can hold hundreds.
const LISTED_FAULTS: usize = 10;

/// What is sent back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// None where the API promises no content.
    pub(crate) body: Option<Value>,
    /// Beside those that follow from the body.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

impl Answer {
    pub(crate) fn ok(body: Value) -> Self {
        Self::new(StatusCode::OK, body)
    }

    pub(crate) fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None, headers: Vec::new() }
    }

    pub(crate) fn new(status: StatusCode, body: Value) -> Self {
        Self { status, body: Some(body), headers: Vec::new() }
    }

    /// With this header, unless its value is none that HTTP can carry.
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// Ends the connection.
    pub(crate) fn closing(self) -> Self {
        self.with(CONNECTION, "close")
    }

    /// Whether the entity is stored: what is read, taken in, or held already.
    pub(crate) fn is_held(&self) -> bool {
        self.status.is_success() || self.status == StatusCode::CONFLICT
    }

    /// The code of an error in the API's shape.
    pub(crate) fn code(&self) -> Option<&str> {
        self.body.as_ref()?["error"]["code"].as_str()
    }

    /// The body as text, where there is one.
    pub(crate) fn text(&self) -> Option<String> {
        self.body.as_ref().map(Value::to_string)
    }

    /// The whole answer as it goes over the wire, for where the HTTP library must not word it.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let text = self.text();
        let framing = match &text {
            Some(text) => {
                format!("content-type: application/json\r\ncontent-length: {}\r\n", text.len())
            }
            None => String::new(),
        };
        self.to_bytes_framed(&framing, text.unwrap_or_default().as_bytes())
    }

    /// The same with header lines and a body of the caller's own.
    pub(crate) fn to_bytes_framed(&self, framing: &str, body: &[u8]) -> Vec<u8> {
        let mut bytes = format!("HTTP/1.1 {}\r\n{framing}", self.status).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(body);
        bytes
    }

    /// The API's error shape. The code is the status and a number within it, as in `400-03`.
    pub(crate) fn error(status: StatusCode, number: u8, message: &str) -> Self {
        let code = format!("{}-{number:02}", status.as_str());
        let body = json!({"error": {"requestId": Uuid::new_v4().to_string(), "message": message, "code": code}});
        Self::new(status, body)
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

    pub(crate) fn moved(path: &str) -> Self {
        Self::error(StatusCode::PERMANENT_REDIRECT, 1, "Permanent Redirect").with(LOCATION, path)
    }

    pub(crate) fn method_not_allowed(allow: &[&str]) -> Self {
        let answer = Self::error(StatusCode::METHOD_NOT_ALLOWED, 1, "Method Not Allowed");
        answer.with(ALLOW, &allow.join(", "))
    }

    pub(crate) fn too_large() -> Self {
        Self::error(StatusCode::PAYLOAD_TOO_LARGE, 1, "Request Entity Too Large")
    }

    pub(crate) fn unsupported_media_type() -> Self {
        Self::error(StatusCode::UNSUPPORTED_MEDIA_TYPE, 1, "Content-Type must be application/json")
    }

    /// Bodies are taken as they are: the documents know no encoding of them.
    pub(crate) fn unsupported_encoding() -> Self {
        let message = "Content-Encoding is not supported";
        let answer = Self::error(StatusCode::UNSUPPORTED_MEDIA_TYPE, 1, message);
        answer.with(ACCEPT_ENCODING, "identity")
    }

    /// A fault in the shape of an API gateway, Apigee, in front of the API. The documents' spike arrest is its term.
    pub(crate) fn gateway(status: StatusCode, message: &str, code: &str) -> Self {
        Self::new(status, json!({"fault": {"faultstring": message, "detail": {"errorcode": code}}}))
    }

    pub(crate) fn conflict() -> Self {
        Self::error(StatusCode::CONFLICT, 1, "Conflict")
    }

    pub(crate) fn uri_too_long() -> Self {
        Self::error(StatusCode::URI_TOO_LONG, 1, "URI Too Long")
    }

    pub(crate) fn headers_too_large() -> Self {
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        Self::error(status, 1, "Request Header Fields Too Large")
    }

    pub(crate) fn internal() -> Self {
        Self::error(StatusCode::INTERNAL_SERVER_ERROR, 1, "Internal server error")
    }
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
