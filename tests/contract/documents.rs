//! The documents, as published, as repaired, and as completed by the operations that no page describes.

use std::path::Path;

use asapp_emulator::Contract;
use serde_json::Value;

const NAMES: [&str; 2] = ["conversations", "metadata-ingestion"];

/// The documents of one stage of the pipeline: `upstream` or `contract`.
pub(crate) fn read(stage: &str) -> Vec<Value> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs").join(stage);
    let read = |name: &str| {
        let text = std::fs::read_to_string(specs.join(name).with_extension("yaml")).unwrap();
        serde_saphyr::from_str(&text).unwrap()
    };
    NAMES.map(read).into()
}

/// The operations of the pages exactly as the vendor publishes them, the others as we describe them.
pub(crate) fn published_documents() -> Vec<Value> {
    let mut documents = read("contract");
    for (document, upstream) in documents.iter_mut().zip(read("upstream")) {
        for (path, item) in upstream["paths"].as_object().unwrap() {
            for (key, published) in item.as_object().unwrap() {
                document["paths"][path][key] = published.clone();
            }
        }
    }
    documents
}

/// The contract of these documents.
pub(crate) fn published() -> Contract {
    Contract::from_documents(published_documents()).unwrap()
}

/// An operation of the contract with its path item's parameters.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    /// Whether one of the vendor's pages describes it.
    pub(crate) is_vendored: bool,
    pub(crate) parameters: Vec<Value>,
    pub(crate) body: Option<Value>,
    /// The operation as a whole.
    pub(crate) whole: Value,
}

/// Every operation of the contract.
pub(crate) fn operations() -> Vec<Operation> {
    let mut operations = Vec::new();
    for document in read("contract") {
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let Some(id) = operation.get("operationId") else { continue };
                let parameters =
                    [item, operation].into_iter().filter_map(|at| at.get("parameters")?.as_array());
                let body = operation.pointer("/requestBody/content/application~1json/schema");
                operations.push(Operation {
                    id: id.as_str().unwrap().to_owned(),
                    method: method.to_uppercase(),
                    path: path.clone(),
                    is_vendored: operation.get("x-not-vendored").is_none(),
                    parameters: parameters.flatten().cloned().collect(),
                    body: body.cloned(),
                    whole: operation.clone(),
                });
            }
        }
    }
    operations
}
