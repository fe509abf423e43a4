//! A request from its headers to its answer: the checks and their order.

use std::sync::atomic::{AtomicU64, Ordering};

use http::request::Parts;
use serde_json::Value;

use crate::answer::{Answer, describe};
use crate::contract::{
    Contract, Location, Operation, PathParameters, Route, Violation, single_content_type,
};
use crate::json;
use crate::keys::Keys;
use crate::operations::{self, Input};
use crate::payload::Payload;
use crate::store::Store;
use crate::uri::Query;

/// Both APIs behind one door.
pub(crate) struct Api {
    pub(crate) store: Store,
    contract: &'static Contract,
    keys: Keys,
    answered: AtomicU64,
}

impl Api {
    pub(crate) fn new(store: Store, keys: Keys) -> Self {
        Self { store, contract: Contract::published(), keys, answered: AtomicU64::new(0) }
    }

    /// How many requests were answered.
    pub(crate) fn answered(&self) -> u64 {
        self.answered.load(Ordering::SeqCst)
    }

    pub(crate) fn answer(&self, head: &Parts, payload: &Payload) -> Answer {
        let answer = match self.serve(head, payload) {
            Ok(body) => Answer::ok(body),
            Err(refusal) => refusal,
        };
        self.answered.fetch_add(1, Ordering::SeqCst);
        answer
    }

    // 401, 403, 404 path, 405, 415, 413, 400, 404 entity: the order is the API's.
    fn serve(&self, head: &Parts, payload: &Payload) -> Result<Value, Answer> {
        self.keys.check(&head.headers)?;
        let (operation, path) = self.route(head)?;
        if operation.has_request_body()
            && !single_content_type(&head.headers).is_some_and(json::is_json)
        {
            return Err(Answer::unsupported_media_type());
        }
        let body = match payload {
            Payload::TooLong { .. } => return Err(Answer::too_large()),
            Payload::Complete(body) => body.as_slice(),
            Payload::Broken => &[],
        };
        let input = judge(operation, path, head.uri.query().unwrap_or_default(), body)?;
        let handler = operations::handler(operation.id()).ok_or_else(Answer::not_implemented)?;
        handler(&self.store, input)
    }

    fn route(&self, head: &Parts) -> Result<(&Operation, PathParameters), Answer> {
        match self.contract.route(head.method.as_str(), head.uri.path()) {
            Route::Operation { operation, parameters } => Ok((operation, parameters)),
            Route::MethodNotAllowed { allow } => Err(Answer::method_not_allowed(&allow)),
            Route::UnknownPath => Err(Answer::not_found("Not Found")),
        }
    }
}

fn judge(
    operation: &Operation,
    path: PathParameters,
    query: &str,
    body: &[u8],
) -> Result<Input, Answer> {
    let query = Query::parse(query);
    let body = match operation.has_request_body() {
        true => json::parse(body).map_err(|malformed| refuse_malformed(operation, &malformed))?,
        false => Value::Null,
    };
    let mut violations = operation.judge_parameters(&path, &query);
    violations.extend(operation.judge_body(&body));
    if !violations.is_empty() {
        return Err(refuse_invalid(operation, &body, &violations));
    }
    Ok(Input { path, query, body })
}

fn refuse_malformed(operation: &Operation, malformed: &json::Malformed) -> Answer {
    let json::Malformed { line, column } = malformed;
    let message = format!("The body is not well-formed JSON: line {line}, column {column}");
    if is_metadata(operation) {
        return Answer::metadata_rejected(None, &message);
    }
    Answer::malformed(&message)
}

fn refuse_invalid(operation: &Operation, body: &Value, violations: &[Violation]) -> Answer {
    let reasons = describe(violations);
    if is_metadata(operation) {
        return Answer::metadata_rejected(usable_event_id(body, violations), &reasons);
    }
    Answer::invalid(&format!("ERROR - {reasons}"))
}

/// The caller's event id, unless it is at fault itself.
fn usable_event_id<'a>(body: &'a Value, violations: &[Violation]) -> Option<&'a str> {
    let event_id = Location::Body("/eventId".to_owned());
    let faulty = violations.iter().any(|violation| violation.location == event_id);
    if faulty { None } else { body["eventId"].as_str() }
}

fn is_metadata(operation: &Operation) -> bool {
    operation.path().starts_with("/metadata-ingestion/")
}
