//! Requests and answers judged by the contract.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::operation::{Operation, Parameter, Place};
use super::{Contract, Location, PathParameters, Route, Violation};
use crate::json;
use crate::media_type::is_json;
use crate::schema::Schema;
use crate::uri::Query;

impl Contract {
    /// Judges a request as it goes over the wire; an empty list is approval.
    ///
    /// Beyond the documents it holds that the target has only characters that RFC 3986 allows in one; that query
    /// parameters are the declared ones, each once; that a body is sent exactly where one is declared, as JSON with
    /// no key twice; and that of all headers named `asapp-…` and `api-version` only the security headers are there,
    /// each once and not empty. Other headers are not looked at, save `content-type` where there is a body.
    ///
    /// # Limits
    ///
    /// Of the schema's rules at most 100 departures are told, and of a body beyond 256 KiB the first alone.
    pub fn judge_request(
        &self,
        method: &str,
        path_and_query: &str,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Vec<Violation> {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        match self.route(method, path) {
            Route::UnknownPath => vec![nowhere(Location::Path, "belongs to no operation")],
            Route::MethodNotAllowed { .. } => {
                vec![nowhere(Location::Method, "belongs to no operation of this path")]
            }
            Route::Operation { operation, parameters } => {
                let query = Query::parse(query);
                let mut found = operation.judge_parameters(&parameters, &query);
                found.extend(operation.judge_query_names(&query));
                found.extend(operation.judge_headers(headers));
                found.extend(operation.judge_request_body(headers, body));
                found
            }
        }
    }

    /// Judges an operation's answer; an empty list is approval.
    ///
    /// The status must be declared, itself or by its range; `default` stands for errors alone, 400 to 599. Where
    /// content is declared it must be `application/json` and satisfy the schema; where none is, the body must be
    /// empty.
    ///
    /// # Limits
    ///
    /// Those of [`judge_request`](Self::judge_request).
    pub fn judge_answer(
        &self,
        operation_id: &str,
        status: u16,
        content_type: Option<&str>,
        body: &[u8],
    ) -> Vec<Violation> {
        let Some(operation) = self.operation(operation_id) else {
            return vec![nowhere(Location::Operation, "is not in the contract")];
        };
        match operation.answer(status) {
            None => vec![operation.violation(Location::Status, "unknown", "is not declared")],
            Some(None) if body.is_empty() => Vec::new(),
            Some(None) => vec![operation.violation(whole_body(), "content", "must be empty")],
            Some(Some(schema)) => operation.judge_content(schema, content_type, body),
        }
    }
}

impl Operation {
    /// Judges the declared parameters: presence, number and value.
    pub(crate) fn judge_parameters(&self, path: &PathParameters, query: &Query) -> Vec<Violation> {
        let mut found = Vec::new();
        if !query.is_well_formed() {
            found.push(self.violation(
                Location::Query,
                "encoding",
                "must be percent-encoded UTF-8",
            ));
        }
        for parameter in &self.parameters {
            let values: Vec<_> = match parameter.place {
                Place::Path => path.get(&parameter.name).into_iter().collect(),
                Place::Query => query.values(&parameter.name).collect(),
            };
            found.extend(self.judge_parameter(parameter, &values));
        }
        found
    }

    /// Judges a well-formed body, read from this many bytes, by the request schema. Records in it are left to
    /// [`judge_record`](Self::judge_record).
    pub(crate) fn judge_body(&self, body: &Value, length: usize) -> Vec<Violation> {
        let Some(declared) = &self.request_body else { return Vec::new() };
        let schema = match &declared.records {
            Some(records) => &records.envelope,
            None => &declared.schema,
        };
        self.judge_value(schema, body, length)
    }

    /// Judges one record, read from this many bytes; the places found are within it.
    pub(crate) fn judge_record(&self, record: &Value, length: usize) -> Vec<Violation> {
        let Some(records) = self.records() else { return Vec::new() };
        self.judge_value(&records.record, record, length)
    }

    /// A violation of this operation.
    pub(crate) fn violation(&self, location: Location, rule: &str, message: &str) -> Violation {
        Violation {
            operation: Some(self.id.clone()),
            location,
            rule: rule.to_owned(),
            message: message.to_owned(),
        }
    }

    fn judge_parameter(&self, parameter: &Parameter, values: &[&str]) -> Vec<Violation> {
        let location = || match parameter.place {
            Place::Path => Location::PathParameter(parameter.name.clone()),
            Place::Query => Location::QueryParameter(parameter.name.clone()),
        };
        match values {
            [] if parameter.required => vec![self.violation(location(), "required", "is required")],
            [] => Vec::new(),
            [value] => {
                let faults = parameter.schema.faults(&Value::from(*value), value.len());
                faults
                    .iter()
                    .map(|fault| self.violation(location(), &fault.rule, &fault.message))
                    .collect()
            }
            _ => vec![self.violation(location(), "repeated", "must be given once")],
        }
    }

    // The name of such a parameter is the caller's own text, so its position is told.
    fn judge_query_names(&self, query: &Query) -> Vec<Violation> {
        let declared = |name: &str| {
            self.parameters.iter().any(|known| known.place == Place::Query && known.name == name)
        };
        let unknown = query.names().filter(|(_, name)| !declared(name));
        unknown
            .map(|(position, _)| {
                let message = format!("parameter {position} is not declared");
                self.violation(Location::Query, "unknown", &message)
            })
            .collect()
    }

    fn judge_headers(&self, headers: &HeaderMap) -> Vec<Violation> {
        let mut found = Vec::new();
        for name in &self.security_headers {
            let location = || Location::Header(name.clone());
            let values: Vec<_> = headers.get_all(name).into_iter().collect();
            match values.as_slice() {
                [] => found.push(self.violation(location(), "required", "is required")),
                [value] if value.is_empty() => {
                    found.push(self.violation(location(), "empty", "must not be empty"))
                }
                [_] => {}
                _ => found.push(self.violation(location(), "repeated", "must be given once")),
            }
        }
        let undeclared = headers.keys().map(http::HeaderName::as_str).filter(|name| {
            (name.starts_with("asapp-") || *name == "api-version")
                && !self.security_headers.iter().any(|own| own == name)
        });
        found.extend(undeclared.map(|name| {
            self.violation(Location::Header(name.to_owned()), "unknown", "is not declared")
        }));
        found
    }

    fn judge_request_body(&self, headers: &HeaderMap, body: &[u8]) -> Vec<Violation> {
        match &self.request_body {
            None if body.is_empty() => Vec::new(),
            None => vec![self.violation(whole_body(), "content", "must be empty")],
            Some(declared) if body.is_empty() && declared.required => {
                vec![self.violation(whole_body(), "required", "is required")]
            }
            Some(_) if body.is_empty() => Vec::new(),
            Some(declared) => {
                self.judge_content(&declared.schema, single_content_type(headers), body)
            }
        }
    }

    fn judge_content(
        &self,
        schema: &Schema,
        content_type: Option<&str>,
        body: &[u8],
    ) -> Vec<Violation> {
        let mut found = Vec::new();
        if !content_type.is_some_and(is_json) {
            let location = Location::Header(CONTENT_TYPE.to_string());
            found.push(self.violation(location, "content", "must be application/json"));
        }
        match json::parse(body) {
            Ok(value) => found.extend(self.judge_value(schema, &value, body.len())),
            Err(_) => found.push(self.violation(whole_body(), "json", "must be well-formed JSON")),
        }
        found
    }

    fn judge_value(&self, schema: &Schema, value: &Value, length: usize) -> Vec<Violation> {
        let faults = schema.faults(value, length).into_iter();
        faults
            .map(|fault| self.violation(Location::Body(fault.pointer), &fault.rule, &fault.message))
            .collect()
    }
}

/// The content type where there is exactly one, in readable text.
pub(crate) fn single_content_type(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(CONTENT_TYPE).into_iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn whole_body() -> Location {
    Location::Body(String::new())
}

fn nowhere(location: Location, message: &str) -> Violation {
    Violation { operation: None, location, rule: "unknown".to_owned(), message: message.to_owned() }
}
