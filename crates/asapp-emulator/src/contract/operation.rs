//! One operation of the contract.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::schema::Schema;

/// An operation: a method on a path, and what it accepts and answers.
///
/// ```
/// let contract = asapp_emulator::Contract::published();
/// let batch = contract.operations().find(|operation| operation.id() == "createBatchMessages");
/// assert!(batch.is_some_and(|batch| batch.method() == "POST" && batch.path().ends_with("/messages/batch")));
/// ```
pub struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) security_headers: Vec<String>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) request_body: Option<RequestBody>,
    /// By status, range (`4XX`) or `default`; none where no content is promised.
    pub(super) answers: BTreeMap<String, Option<Schema>>,
}

pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) required: bool,
    pub(super) schema: Schema,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
}

pub(super) struct RequestBody {
    pub(super) required: bool,
    pub(super) schema: Schema,
    pub(super) records: Option<Records>,
}

/// The schema of a body that is a list of records, in two parts: one bad record need not refuse the others.
pub(super) struct Records {
    /// The body without a look into its records.
    pub(super) envelope: Schema,
    /// One record.
    pub(super) record: Schema,
}

impl Operation {
    /// The published `operationId`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The method, in upper case.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path template, with its parameters in braces.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether a request body is declared, required or not.
    pub fn has_request_body(&self) -> bool {
        self.request_body.is_some()
    }

    /// What a request body must satisfy, as JSON Schema.
    pub(crate) fn request_schema(&self) -> Option<&Value> {
        Some(self.request_body.as_ref()?.schema.as_value())
    }

    /// Whether the request body is a list of records, each to be judged by itself.
    pub(crate) fn takes_records(&self) -> bool {
        self.records().is_some()
    }

    pub(super) fn records(&self) -> Option<&Records> {
        self.request_body.as_ref()?.records.as_ref()
    }

    /// What is declared for a status: the status itself, then its range, then, for an error, `default`.
    pub(super) fn answer(&self, status: u16) -> Option<&Option<Schema>> {
        let declared = |key: &str| self.answers.get(key);
        declared(&status.to_string())
            .or_else(|| declared(&format!("{}XX", status / 100)))
            .or_else(|| declared("default").filter(|_| (400..=599).contains(&status)))
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
