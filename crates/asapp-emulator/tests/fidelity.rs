//! The table of behaviours is complete: every operation, status and switch has its row, and every row a test.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use asapp_emulator::{Contract, Operation, Settings};
use serde_json::{Value, json};

const TABLE: &str = include_str!("../FIDELITY.md");

/// Answered beside those of the contract: to what leads to no operation, or is no HTTP.
const OWN_STATUSES: [u16; 4] = [405, 414, 415, 431];

struct Row<'a> {
    what: &'a str,
    how: &'a str,
    source: &'a str,
    switch: &'a str,
    default: &'a str,
    test: &'a str,
}

fn rows() -> Vec<Row<'static>> {
    let lines = TABLE.lines().filter(|line| line.starts_with("| "));
    let cells = lines.map(|line| {
        let cells: Vec<_> = line.trim_matches('|').split(" |").map(str::trim).collect();
        let [what, how, source, switch, default, test] = cells[..] else {
            unreachable!("six cells in {line}")
        };
        Row { what, how, source, switch, default, test }
    });
    cells.filter(|row| row.source != "Source").collect()
}

fn code(cell: &str) -> &str {
    cell.trim_matches('`')
}

#[test]
fn every_row_is_whole() {
    for Row { what, how, source, test, .. } in rows() {
        assert!(!what.is_empty() && !how.is_empty());
        assert!(["spec", "prose", "convention"].contains(&source), "{what}: {source}");
        let (file, function) = code(test).split_once("::").unwrap();
        let text = source_of(file);
        assert!(text.contains(&format!("fn {function}(")), "{what}: {test} does not exist");
    }
}

fn source_of(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests", "tests/api", "tests/control", "src"];
    let found = folders.iter().find_map(|folder| {
        fs::read_to_string(root.join(folder).join(file).with_extension("rs")).ok()
    });
    found.unwrap_or_default()
}

#[test]
fn every_operation_has_a_row() {
    for id in Contract::published().operations().map(Operation::id) {
        let named = format!("`{id}`");
        assert!(rows().iter().any(|row| row.what.contains(&named)), "{id}");
    }
}

#[test]
fn every_status_has_a_row() {
    let mut statuses: BTreeSet<u16> = OWN_STATUSES.into();
    for operation in Contract::published().operations() {
        let declared = |status| {
            let found = Contract::published().judge_answer(operation.id(), status, None, b"");
            found.iter().all(|violation| violation.rule != "unknown")
        };
        // 500 stands for `default`, which declares every error.
        statuses.extend(
            (200..300)
                .chain([400, 401, 403, 404, 409, 413, 422, 429, 500, 503])
                .filter(|status| declared(*status)),
        );
    }
    assert!(statuses.len() > OWN_STATUSES.len() + 10);
    let starts: Vec<_> = rows().iter().map(|row| row.what.replace(',', "")).collect();
    for status in statuses {
        let status = status.to_string();
        assert!(starts.iter().any(|what| what.split(' ').any(|word| word == status)), "{status}");
    }
}

#[test]
fn every_switch_has_a_row_with_its_default() {
    let defaults = json!(Settings::default());
    let mut unseen: BTreeSet<_> =
        defaults.as_object().unwrap().keys().map(String::as_str).collect();
    for Row { what, switch, default, .. } in rows() {
        assert_eq!(switch.is_empty(), default.is_empty(), "{what}");
        if !switch.is_empty() {
            let told: Value = serde_json::from_str(code(default)).unwrap();
            assert_eq!(told, defaults[code(switch)], "{what}");
            unseen.remove(code(switch));
        }
    }
    assert!(unseen.is_empty(), "without a row: {unseen:?}");
}
