//! The facade's table of operations is the contract's.

use std::collections::{BTreeMap, BTreeSet};

use asapp::{Operation, WriteSafety};
use serde_json::Value;

use crate::documents;

#[test]
fn every_operation_of_the_contract_has_a_call_and_none_is_made_up() {
    let contract: BTreeSet<String> =
        documents::operations().into_iter().map(|operation| operation.id).collect();
    let facade: BTreeSet<String> =
        Operation::ALL.iter().map(|operation| operation.id().to_owned()).collect();
    assert_eq!(facade, contract);
}

/// Each operation, with what a second request does where the outcome of a first is unknown.
const WRITE_SAFETY: [(&str, WriteSafety); 16] = [
    ("createOrUpdateConversation", WriteSafety::Repeatable),
    ("getConversations", WriteSafety::Read),
    ("createMessage", WriteSafety::OnceOnly),
    ("createBatchMessages", WriteSafety::OnceOnly),
    ("getConversation", WriteSafety::Read),
    ("getMessages", WriteSafety::Read),
    ("getMessage", WriteSafety::Read),
    ("getMessagesByExternalId", WriteSafety::Read),
    ("postAuthenticate", WriteSafety::Repeatable),
    ("getHealth", WriteSafety::Read),
    ("singleConvoMetadata", WriteSafety::Repeatable),
    ("manyConversationMetadata", WriteSafety::Repeatable),
    ("singleAgentMetadata", WriteSafety::Repeatable),
    ("manyAgentMetadata", WriteSafety::Repeatable),
    ("singleCustomerMetadata", WriteSafety::Repeatable),
    ("manyCustomerMetadata", WriteSafety::Repeatable),
];

#[test]
fn every_operation_of_the_contract_has_a_row_of_write_safety() {
    let rows = BTreeMap::from(WRITE_SAFETY);
    let contract = documents::operations();
    let ids: BTreeSet<&str> = contract.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(rows.keys().copied().collect::<BTreeSet<_>>(), ids);
    assert_eq!(Operation::ALL.len(), rows.len());
    for operation in Operation::ALL {
        assert_eq!(operation.write_safety(), rows[operation.id()], "{operation}");
    }
    for operation in &contract {
        let is_read = rows[operation.id.as_str()] == WriteSafety::Read;
        assert_eq!(is_read, operation.method == "GET", "{}", operation.id);
    }
}

/// The vendor's words, and not ours, say which requests may be repeated: reads, and what is keyed by the caller.
#[test]
fn what_may_be_repeated_is_a_read_or_keyed_by_the_caller() {
    for operation in documents::operations() {
        let known = Operation::ALL.iter().find(|known| known.id() == operation.id).unwrap();
        let body = operation.body.clone().unwrap_or_default();
        let records = &body["properties"]["items"]["items"];
        let required = [&body["required"], &records["required"]];
        let mut names = required.into_iter().filter_map(Value::as_array).flatten();
        let keyed = names.any(|name| {
            let name = name.as_str().unwrap().to_lowercase();
            name.contains("external") && name.ends_with("id")
        });
        assert_eq!(known.is_repeatable(), operation.method == "GET" || keyed, "{}", operation.id);
        assert!(operation.path.starts_with('/'), "{}", operation.id);
    }
}
