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
use crate::media_type::is_json;
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
        if operation.has_request_body() && !single_content_type(&head.headers).is_some_and(is_json)
        {
            return Err(Answer::unsupported_media_type());
        }
        let body = match payload {
            Payload::TooLong { .. } => return Err(Answer::too_large()),
            Payload::Complete(body) => body.as_slice(),
            Payload::Broken => return Err(refuse_malformed(operation, "The body broke off")),
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
    let length = body.len();
    let body = match operation.has_request_body() {
        true => parse(operation, body)?,
        false => Value::Null,
    };
    let mut violations = operation.judge_parameters(&path, &query);
    violations.extend(operation.judge_body(&body, length));
    if !violations.is_empty() {
        return Err(refuse_invalid(operation, &body, &violations));
    }
    Ok(Input { path, query, body })
}

fn parse(operation: &Operation, body: &[u8]) -> Result<Value, Answer> {
    json::parse(body).map_err(|json::Malformed { line, column }| {
        let message = format!("The body is not well-formed JSON: line {line}, column {column}");
        refuse_malformed(operation, &message)
    })
}

fn refuse_malformed(operation: &Operation, message: &str) -> Answer {
    if is_metadata(operation) {
        return Answer::metadata_rejected(None, message);
    }
    Answer::malformed(message)
}

fn refuse_invalid(operation: &Operation, body: &Value, violations: &[Violation]) -> Answer {
    let reasons = describe(violations);
    if is_metadata(operation) {
        return Answer::metadata_rejected(usable_event_id(operation, body), &reasons);
    }
    Answer::invalid(&format!("ERROR - {reasons}"))
}

/// The caller's event id, unless it is at fault itself. It is judged alone, as not all faults of a body are told; so
/// small a one can be judged whole, however long the id.
fn usable_event_id<'a>(operation: &Operation, body: &'a Value) -> Option<&'a str> {
    let given = body["eventId"].as_str()?;
    let place = Location::Body("/eventId".to_owned());
    let alone = serde_json::json!({"eventId": given});
    let violations = operation.judge_body(&alone, 0);
    let is_faulty = violations.iter().any(|violation| violation.location == place);
    if is_faulty { None } else { Some(given) }
}

fn is_metadata(operation: &Operation) -> bool {
    operation.path().starts_with("/metadata-ingestion/")
}
