//! A request from its headers to its answer: the checks and their order.

use std::sync::atomic::{AtomicU64, Ordering};

use http::request::Parts;
use serde_json::Value;

use crate::answer::Answer;
use crate::contract::{Contract, Operation, PathParameters, Route, single_content_type};
use crate::json;
use crate::keys::Keys;
use crate::media_type::is_json;
use crate::operations::{self, Input, Service};
use crate::payload::Payload;
use crate::refusal;
use crate::uri::Query;

/// Both APIs behind one door.
pub(crate) struct Api {
    pub(crate) service: Service,
    contract: &'static Contract,
    keys: Keys,
    answered: AtomicU64,
}

impl Api {
    pub(crate) fn new(service: Service, keys: Keys) -> Self {
        Self { service, contract: Contract::published(), keys, answered: AtomicU64::new(0) }
    }

    /// How many requests were answered.
    pub(crate) fn answered(&self) -> u64 {
        self.answered.load(Ordering::SeqCst)
    }

    pub(crate) fn answer(&self, head: &Parts, payload: &Payload) -> Answer {
        let answer = self.serve(head, payload).unwrap_or_else(|refusal| refusal);
        self.answered.fetch_add(1, Ordering::SeqCst);
        answer
    }

    // 401, 403, 404 path, 405, 415, 413, 400, 404 entity: the order is the API's.
    fn serve(&self, head: &Parts, payload: &Payload) -> Result<Answer, Answer> {
        self.keys.check(&head.headers)?;
        let (operation, path) = self.route(head)?;
        if operation.has_request_body() && !single_content_type(&head.headers).is_some_and(is_json)
        {
            return Err(Answer::unsupported_media_type());
        }
        let body = match payload {
            Payload::TooLong { .. } => return Err(Answer::too_large()),
            Payload::Complete(body) => body.as_slice(),
            Payload::Broken => return Err(refusal::malformed(operation, "The body broke off")),
        };
        let input = judge(operation, path, head.uri.query().unwrap_or_default(), body)?;
        let handler = operations::handler(operation.id()).ok_or_else(Answer::not_implemented)?;
        handler(&self.service, input)
    }

    fn route(&self, head: &Parts) -> Result<(&Operation, PathParameters), Answer> {
        match self.contract.route(head.method.as_str(), head.uri.path()) {
            Route::Operation { operation, parameters } => Ok((operation, parameters)),
            Route::MethodNotAllowed { allow } => Err(Answer::method_not_allowed(&allow)),
            Route::UnknownPath => Err(Answer::not_found("Not Found")),
        }
    }
}

fn judge<'a>(
    operation: &'a Operation,
    path: PathParameters,
    query: &str,
    body: &[u8],
) -> Result<Input<'a>, Answer> {
    let query = Query::parse(query);
    let length = body.len();
    let body = match operation.has_request_body() {
        true => parse(operation, body)?,
        false => Value::Null,
    };
    let mut violations = operation.judge_parameters(&path, &query);
    violations.extend(operation.judge_body(&body, length));
    if !violations.is_empty() {
        return Err(refusal::invalid(operation, &body, &violations));
    }
    Ok(Input { operation, path, query, body })
}

fn parse(operation: &Operation, body: &[u8]) -> Result<Value, Answer> {
    json::parse(body).map_err(|json::Malformed { line, column }| {
        let message = format!("The body is not well-formed JSON: line {line}, column {column}");
        refusal::malformed(operation, &message)
    })
}
