//! The published contract: which operations there are, and what each one accepts and answers.

mod judge;
mod operation;
mod path;
mod read;
mod violation;

use std::fmt;
use std::sync::LazyLock;

use serde_json::Value;

pub(crate) use self::judge::single_content_type;
pub use self::operation::Operation;
pub(crate) use self::path::{PathTemplate, segments};
pub use self::read::ContractError;
pub use self::violation::{Location, Violation};

/// The documents are written at the same time as the crate's other copies of the contract.
const DOCUMENTS: [&str; 2] = [
    include_str!("../contract/conversations.json"),
    include_str!("../contract/metadata-ingestion.json"),
];

#[expect(
    clippy::expect_used,
    reason = "the documents are part of the crate, and a test builds the contract from them"
)]
static PUBLISHED: LazyLock<Contract> = LazyLock::new(|| {
    let documents =
        DOCUMENTS.map(|text| serde_json::from_str(text).expect("an embedded document is JSON"));
    Contract::from_documents(documents).expect("the embedded documents are a contract")
});

/// What OpenAPI 3.0 documents promise, and a judge of requests and answers by it.
///
/// Every value is checked by a JSON Schema engine. Formats are asserted; patterns hold as published, unanchored;
/// `null` is accepted wherever `nullable` stands, enums included; lengths count Unicode scalar values.
///
/// ```
/// use asapp_emulator::Contract;
/// use http::HeaderMap;
///
/// let mut headers = HeaderMap::new();
/// headers.insert("asapp-api-id", "test-id".parse()?);
/// headers.insert("asapp-api-secret", "test-secret".parse()?);
/// let target = "/conversation/v1/conversations?externalId=id-111";
/// assert!(Contract::published().judge_request("GET", target, &headers, b"").is_empty());
/// # Ok::<(), http::header::InvalidHeaderValue>(())
/// ```
pub struct Contract {
    /// In order of precedence: the first template that fits a path is the one that serves it.
    paths: Vec<PathItem>,
}

struct PathItem {
    template: PathTemplate,
    operations: Vec<Operation>,
}

/// Where a method and a path lead.
///
/// ```
/// use asapp_emulator::{Contract, Route};
///
/// let contract = Contract::published();
/// match contract.route("GET", "/conversation/v1/conversations/01BX5/messages/batch") {
///     Route::MethodNotAllowed { allow } => assert_eq!(allow, ["POST"]),
///     _ => unreachable!("batches can only be posted"),
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Route<'a> {
    /// An operation, with the values of its path parameters, decoded.
    Operation {
        /// The operation.
        operation: &'a Operation,
        /// Names and values in the order of the path.
        parameters: PathParameters,
    },
    /// The path exists, the method does not.
    MethodNotAllowed {
        /// The methods that the path has, sorted.
        allow: Vec<&'a str>,
    },
    /// No operation has this path.
    UnknownPath,
}

/// The values found in a path, decoded. `Debug` shows the names only.
///
/// ```
/// use asapp_emulator::{Contract, Route};
///
/// let path = "/conversation/v1/conversations/01BX5/messages";
/// if let Route::Operation { operation, parameters } = Contract::published().route("POST", path) {
///     assert_eq!(operation.id(), "createMessage");
///     assert_eq!(parameters.get("conversationId"), Some("01BX5"));
/// }
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PathParameters(Vec<(String, String)>);

impl PathParameters {
    /// The value of the parameter of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for PathParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Contract {
    /// The contract that this crate carries: the operations of both APIs as the vendor publishes them.
    pub fn published() -> &'static Self {
        &PUBLISHED
    }

    /// Reads a contract from OpenAPI 3.0 documents. They share one host; the `servers` are not looked at.
    ///
    /// # Errors
    ///
    /// A document that is not fully inlined (any `$ref`), an operation without `operationId` or met twice, a body
    /// other than `application/json`, a parameter other than a string in path or query, a path whose parameters are
    /// not whole segments and the declared ones, two paths that differ in parameter names alone, a security scheme
    /// other than a header, and any schema keyword, type, format or pattern that cannot be checked.
    pub fn from_documents(
        documents: impl IntoIterator<Item = Value>,
    ) -> Result<Self, ContractError> {
        read::contract(documents)
    }

    /// All operations, the more literal paths first.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.paths.iter().flat_map(|item| &item.operations)
    }

    /// Finds what serves a method and a path (without query). A literal segment wins over a parameter, and a
    /// parameter is never empty.
    pub fn route(&self, method: &str, path: &str) -> Route<'_> {
        let Some(path) = segments(path) else { return Route::UnknownPath };
        let found =
            self.paths.iter().find_map(|item| Some((item, item.template.parameters(&path)?)));
        let Some((item, parameters)) = found else { return Route::UnknownPath };
        if let Some(operation) =
            item.operations.iter().find(|operation| operation.method() == method)
        {
            return Route::Operation { operation, parameters };
        }
        let mut allow: Vec<_> = item.operations.iter().map(Operation::method).collect();
        allow.sort_unstable();
        Route::MethodNotAllowed { allow }
    }

    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations().find(|operation| operation.id() == id)
    }
}

impl fmt::Debug for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.operations()).finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use serde_json::json;

    use super::*;

    #[test]
    fn the_embedded_documents_are_a_contract() {
        let mut ids: Vec<_> = Contract::published().operations().map(Operation::id).collect();
        ids.sort_unstable();
        let expected = [
            "createBatchMessages",
            "createMessage",
            "createOrUpdateConversation",
            "getConversation",
            "getConversations",
            "getHealth",
            "getMessage",
            "getMessages",
            "getMessagesByExternalId",
            "manyAgentMetadata",
            "manyConversationMetadata",
            "manyCustomerMetadata",
            "postAuthenticate",
            "singleAgentMetadata",
            "singleConvoMetadata",
            "singleCustomerMetadata",
        ];
        assert_eq!(ids, expected);
        for operation in Contract::published().operations() {
            let id = operation.id();
            assert_eq!(operation.takes_records(), id.starts_with("many"), "{id}");
        }
    }

    fn contract_of(paths: &[(&str, &str)]) -> Contract {
        let mut items = serde_json::Map::new();
        for (method, path) in paths {
            let names =
                path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
            let parameters: Vec<_> = names
                .map(|name| json!({"name": name, "in": "path", "schema": {"type": "string"}}))
                .collect();
            let operation = json!({"operationId": format!("{method} {path}"), "parameters": parameters, "responses": {"200": {}}});
            let item = items.entry(*path).or_insert_with(|| json!({}));
            item[*method] = operation;
        }
        Contract::from_documents([json!({"openapi": "3.0.1", "paths": items})]).unwrap()
    }

    #[test]
    fn routes() {
        let contract = contract_of(&[
            ("get", "/c/{id}/messages/{messageId}"),
            ("post", "/c/{id}/messages/batch"),
            ("get", "/c"),
            ("post", "/c"),
            ("get", "/two/{b}/literal"),
            ("get", "/two/{a}/{b}"),
        ]);
        let rows = [
            ("GET", "/c", "get /c"),
            ("POST", "/c", "post /c"),
            ("PATCH", "/c", "allow GET, POST"),
            ("get", "/c", "allow GET, POST"),
            ("HEAD", "/c", "allow GET, POST"),
            ("GET", "/c/", "unknown"),
            ("GET", "/", "unknown"),
            ("GET", "", "unknown"),
            ("GET", "/C", "unknown"),
            ("GET", "//c", "unknown"),
            ("GET", "/%63", "get /c"),
            ("GET", "/c/1/messages/2", "get /c/{id}/messages/{messageId} id=1 messageId=2"),
            (
                "GET",
                "/c/a%2Fb/messages/%C3%A4",
                "get /c/{id}/messages/{messageId} id=a/b messageId=ä",
            ),
            ("GET", "/c//messages/2", "unknown"),
            ("GET", "/c/%FF/messages/2", "unknown"),
            ("GET", "/c/1/messages/", "unknown"),
            ("POST", "/c/1/messages/batch", "post /c/{id}/messages/batch id=1"),
            ("GET", "/c/1/messages/batch", "allow POST"),
            ("GET", "/two/1/literal", "get /two/{b}/literal b=1"),
            ("GET", "/two/1/2", "get /two/{a}/{b} a=1 b=2"),
            ("GET", "/two/1/ä", "unknown"),
        ];
        for (method, path, expected) in rows {
            let found = match contract.route(method, path) {
                Route::Operation { operation, parameters } => {
                    let values =
                        parameters.0.iter().map(|(name, value)| format!(" {name}={value}"));
                    operation.id().to_owned() + &values.collect::<String>()
                }
                Route::MethodNotAllowed { allow } => format!("allow {}", allow.join(", ")),
                Route::UnknownPath => "unknown".to_owned(),
            };
            assert_eq!(found, expected, "{method} {path}");
        }
    }

    #[test]
    fn debug_hides_path_values() {
        let contract = contract_of(&[("get", "/c/{id}")]);
        let Route::Operation { parameters, .. } = contract.route("GET", "/c/4111") else {
            panic!("no route")
        };
        assert_eq!(format!("{parameters:?}"), r#"{"id"}"#);
    }
}
