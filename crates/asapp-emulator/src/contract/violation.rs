//! What a judgement finds.

use std::fmt;

/// One way in which a request or an answer departs from the contract.
///
/// It says where and which rule, never the value found there, nor a name that the caller made up: the keys of a
/// free-form map stand as `*`, and a query parameter that is not declared is told by its position. Of headers it names
/// `content-type`, `api-version` and those that begin with `asapp-` or are declared.
///
/// ```
/// use asapp_emulator::{Contract, Location};
///
/// let answer = br#"{"id": 5544332211}"#;
/// let found = Contract::published().judge_answer("createMessage", 200, Some("application/json"), answer);
/// assert_eq!(found[0].location, Location::Body("/id".to_owned()));
/// assert_eq!(found[0].to_string(), "createMessage: body /id must satisfy type \"string\"");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The operation judged; none where the request belongs to no operation.
    pub operation: Option<String>,
    /// Where the fault lies.
    pub location: Location,
    /// The rule broken: a schema keyword such as `maxLength`, or a word such as `unknown`.
    pub rule: String,
    /// What would satisfy the rule.
    pub message: String,
}

/// A place in a request or an answer.
///
/// ```
/// use asapp_emulator::Location;
///
/// assert_eq!(Location::Body("/messages/3/text".to_owned()).to_string(), "body /messages/3/text");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Location {
    /// The operation as such.
    Operation,
    /// The method.
    Method,
    /// The path.
    Path,
    /// A path parameter, by name.
    PathParameter(String),
    /// The query as a whole, or a parameter in it that is not declared.
    Query,
    /// A declared query parameter, by name.
    QueryParameter(String),
    /// A header, by lower-case name.
    Header(String),
    /// The status.
    Status,
    /// The body: a JSON pointer, empty for the whole. `*` stands for any key of a free-form map.
    Body(String),
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, location, message, .. } = self;
        match operation {
            Some(operation) => write!(f, "{operation}: {location} {message}"),
            None => write!(f, "{location} {message}"),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation => f.write_str("operation"),
            Self::Method => f.write_str("method"),
            Self::Path => f.write_str("path"),
            Self::PathParameter(name) => write!(f, "path parameter {name}"),
            Self::Query => f.write_str("query"),
            Self::QueryParameter(name) => write!(f, "query parameter {name}"),
            Self::Header(name) => write!(f, "header {name}"),
            Self::Status => f.write_str("status"),
            Self::Body(pointer) if pointer.is_empty() => f.write_str("body"),
            Self::Body(pointer) => write!(f, "body {pointer}"),
        }
    }
}
