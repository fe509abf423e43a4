//! The README's table of operations is the contract's and the facade's.

use std::collections::BTreeSet;
use std::path::Path;

use asapp::Operation;
use serde_json::Value;

use crate::documents::{self, Operation as Contract};

const HEADER: &str = "| Operation | Request | Call | Safe to repeat | Limits |";

/// One row, without the code marks.
struct Row {
    operation: String,
    request: String,
    call: String,
    repeat: String,
    limits: String,
}

fn root(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

fn table() -> Vec<Row> {
    let readme = root("README.md");
    let table = readme.split(HEADER).nth(1).expect("the README has the table");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(row).collect()
}

fn row(line: &str) -> Row {
    let cells: Vec<String> =
        line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect();
    let [operation, request, call, repeat, limits] = cells.try_into().expect(line);
    Row { operation, request, call, repeat, limits }
}

/// What the table shows beside an operation that no page of the vendor describes.
const NOT_VENDORED: &str = " †";

#[test]
fn the_table_has_every_operation_and_no_other() {
    let name = |operation: &Contract| {
        let mark = if operation.is_vendored { "" } else { NOT_VENDORED };
        let request = format!("{} {}", operation.method, operation.path);
        (operation.id.clone() + mark, request)
    };
    let contract: BTreeSet<_> = documents::operations().iter().map(name).collect();
    let readme: Vec<_> = table().into_iter().map(|row| (row.operation, row.request)).collect();
    assert_eq!(readme.len(), contract.len(), "a row is missing or doubled");
    assert_eq!(readme.into_iter().collect::<BTreeSet<_>>(), contract);
}

fn contract_of(row: &Row) -> Contract {
    let id = row.operation.trim_end_matches(NOT_VENDORED);
    documents::operations().into_iter().find(|operation| operation.id == id).expect(id)
}

#[test]
fn what_is_safe_to_repeat_is_what_the_facade_says() {
    for row in table() {
        let id = contract_of(&row).id;
        let known = Operation::ALL.iter().find(|known| known.id() == id).unwrap();
        let word = row.repeat.split([',', ' ']).next();
        assert_eq!(word, Some(if known.is_repeatable() { "yes" } else { "no" }), "{id}");
    }
}

/// The call that makes each operation's request, as `drive` does it.
fn call(operation: Operation) -> &'static str {
    match operation {
        Operation::CreateOrUpdateConversation => "upsert_conversation(key)",
        Operation::GetConversations => "find_conversations(key)",
        Operation::GetConversation => "conversation(id).get()",
        Operation::CreateMessage => "conversation(id).add_message(message)",
        Operation::CreateBatchMessages => "conversation(id).add_messages(messages)",
        Operation::GetMessages => "conversation(id).messages()",
        Operation::GetMessage => "conversation(id).message(message_id)",
        Operation::GetMessagesByExternalId => "messages_by_external_id(key)",
        Operation::PostAuthenticate => "conversation(id).authenticate(customer, authentication)",
        Operation::SingleConvoMetadata => "conversation_metadata(key)",
        Operation::ManyConversationMetadata => "many_conversation_metadata(records)",
        Operation::SingleAgentMetadata => "agent_metadata(key)",
        Operation::ManyAgentMetadata => "many_agent_metadata(records)",
        Operation::SingleCustomerMetadata => "customer_metadata(conversation, key)",
        Operation::ManyCustomerMetadata => "many_customer_metadata(records)",
        Operation::GetHealth => "health()",
        other => panic!("{other}: its call is not known"),
    }
}

/// Every name before a parenthesis is a public method of the client or of a conversation's handle.
#[test]
fn every_call_is_the_operation_s_and_exists() {
    let sources = ["client.rs", "operations/transcript.rs"]
        .map(|file| root(&format!("crates/asapp/src/{file}")))
        .concat();
    for row in table() {
        let id = contract_of(&row).id;
        let known = Operation::ALL.iter().find(|known| known.id() == id).unwrap();
        assert_eq!(row.call, call(*known), "{id}");
        for step in row.call.split('.') {
            let name = step.split('(').next().unwrap();
            assert!(sources.contains(&format!("pub fn {name}(")), "{id}: {step}");
        }
    }
}

/// Each number in the last column stands in the contract of that operation, and the column has every number of the
/// operation's description and every bound of its body but those of single metadata fields' lengths.
#[test]
fn the_limits_are_those_of_the_contract() {
    for row in table() {
        let contract = contract_of(&row);
        let numbers = numbers_of(&row.limits);
        let known = limits_of(&contract.whole);
        assert!(
            numbers.is_subset(&known),
            "{}: {numbers:?} are not all among {known:?}",
            contract.id
        );
        let told = to_be_told(&contract.whole);
        assert!(told.is_subset(&numbers), "{}: {told:?} are not all told", contract.id);
    }
}

fn numbers_of(text: &str) -> BTreeSet<u64> {
    let text = text.replace(',', "");
    let numbers = text.split(|letter: char| !letter.is_ascii_digit());
    numbers.filter_map(|number| number.parse().ok()).collect()
}

/// The values of all bounds, and the numbers of the operation's own description.
fn limits_of(operation: &Value) -> BTreeSet<u64> {
    let mut found = numbers_of(operation["description"].as_str().unwrap_or_default());
    collect(
        operation,
        &["minLength", "maxLength", "minItems", "maxItems", "minProperties"],
        &mut found,
    );
    found
}

fn to_be_told(operation: &Value) -> BTreeSet<u64> {
    let mut found = numbers_of(operation["description"].as_str().unwrap_or_default());
    let body = &operation["requestBody"];
    collect(body, &["minLength", "minItems", "maxItems", "minProperties"], &mut found);
    found
}

fn collect(value: &Value, keywords: &[&str], found: &mut BTreeSet<u64>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                found.extend(member.as_u64().filter(|_| keywords.contains(&key.as_str())));
                collect(member, keywords, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, keywords, found)),
        _ => {}
    }
}
