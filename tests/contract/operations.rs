//! The facade's table of operations is the contract's.

use std::collections::BTreeSet;

use asapp::Operation;

use crate::documents;

#[test]
fn every_operation_of_the_contract_has_a_call_and_none_is_made_up() {
    let contract: BTreeSet<String> =
        documents::operations().into_iter().map(|operation| operation.id).collect();
    let facade: BTreeSet<String> =
        Operation::ALL.iter().map(|operation| operation.id().to_owned()).collect();
    assert_eq!(facade, contract);
}

/// The vendor's words, and not ours, say which requests may be repeated: reads, and what is keyed by the caller.
#[test]
fn what_may_be_repeated_is_a_read_or_keyed_by_the_caller() {
    for operation in documents::operations() {
        let known = Operation::ALL.iter().find(|known| known.id() == operation.id).unwrap();
        let keyed = ["/externalId", "/externalConversationId"].iter().any(|key| {
            let required = operation.body.as_ref().and_then(|body| body["required"].as_array());
            required.is_some_and(|required| {
                required.iter().any(|name| name.as_str() == key.strip_prefix('/'))
            })
        });
        assert_eq!(known.is_repeatable(), operation.method == "GET" || keyed, "{}", operation.id);
        assert!(operation.path.starts_with('/'), "{}", operation.id);
    }
}
