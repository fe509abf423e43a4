//! The matrix as Markdown.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use asapp::{Operation, Posture};
use asapp_emulator::RepeatedMessage;

use crate::cell::{Measured, POSTURES, Struck, is_message};
use crate::judge::{NAMED, Named};

/// What follows it in the document is measured.
pub(crate) const BEGIN: &str = "<!-- From here on: written by the test `matrix`. -->";

type Cells<'a> = Vec<&'a Measured>;

pub(crate) fn all(matrix: &[Measured]) -> String {
    let mut text = String::new();
    text += "\n## The named cells\n\n";
    for Named { posture, faults, why } in &NAMED {
        let faults = faults.join(", ");
        let _ = writeln!(text, "- **{posture}**, stored twice: {why}. Seen with: {faults}.");
    }
    let mut section = |title: &str, struck: Struck, postures: &[Posture]| {
        let of = |operation: Operation| messages(matrix, operation, struck, postures);
        let (one, batch) = (of(Operation::CreateMessage), of(Operation::CreateBatchMessages));
        if one == batch {
            let _ =
                write!(text, "\n## {title}: `createMessage` and `createBatchMessages`\n\n{one}");
        } else {
            let _ = write!(text, "\n## {title}: `createMessage`\n\n{one}");
            let _ = write!(text, "\n## {title}: `createBatchMessages`\n\n{batch}");
        }
    };
    section("The first request is struck", Struck::First, &POSTURES);
    section("The first two requests are struck", Struck::FirstTwo, &POSTURES);
    section("Every request is struck", Struck::All, &POSTURES);
    let title = "The first request is struck, and the second is refused";
    section(title, Struck::FirstThenRefused, &POSTURES);
    section("No retries, and the first request is struck", Struck::FirstWithoutRetries, &POSTURES);
    let reconcile = &[Posture::Reconcile];
    section("The first request, and the first to read back", Struck::FirstAndReadBack, reconcile);
    section("The first request, and all that read back", Struck::FirstAndEveryReadBack, reconcile);
    let _ = write!(
        text,
        "\n## The first request is struck: all other operations\n\n{}",
        others(matrix)
    );
    text
}

fn messages(
    matrix: &[Measured],
    operation: Operation,
    struck: Struck,
    postures: &[Posture],
) -> String {
    let cells: Cells<'_> = matrix
        .iter()
        .filter(|one| one.cell.operation == operation && one.cell.struck == struck)
        .collect();
    let columns = postures.iter().map(|posture| {
        let of = |repeats: RepeatedMessage| {
            let is_of =
                move |one: &Measured| one.cell.posture == *posture && one.cell.repeats == repeats;
            cells.iter().copied().filter(|one| is_of(one)).collect()
        };
        let column =
            Column { stored: of(RepeatedMessage::Store), refused: of(RepeatedMessage::Conflict) };
        (posture.to_string(), column)
    });
    table(&cells, &columns.collect::<Vec<_>>())
}

fn others(matrix: &[Measured]) -> String {
    let cells: Cells<'_> = matrix
        .iter()
        .filter(|one| !is_message(one.cell.operation) && one.cell.struck == Struck::First)
        .collect();
    let columns = ["upsert", "authenticate", "one record", "many records", "reads"];
    let columns = columns.map(|column| {
        let of = cells.iter().copied().filter(|one| column_of(one.cell.operation) == column);
        (column.to_owned(), Column { stored: of.collect(), refused: Vec::new() })
    });
    table(&cells, &columns)
}

fn column_of(operation: Operation) -> &'static str {
    match operation {
        Operation::CreateOrUpdateConversation => "upsert",
        Operation::PostAuthenticate => "authenticate",
        _ if operation.id().starts_with("single") => "one record",
        _ if operation.id().starts_with("many") => "many records",
        _ => "reads",
    }
}

struct Column<'a> {
    /// Of a service that stores repeats.
    stored: Cells<'a>,
    /// Of a service that answers 409 to repeats.
    refused: Cells<'a>,
}

impl Column<'_> {
    /// What was measured in all cells of a row.
    fn told(&self, is_in_row: impl Fn(&Measured) -> bool) -> String {
        let told = |cells: &Cells<'_>| {
            let told = cells.iter().filter(|one| is_in_row(one)).map(|one| one.to_string());
            told.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
        };
        let (stored, refused) = (told(&self.stored), told(&self.refused));
        if refused.is_empty() || stored == refused {
            return stored;
        }
        format!("{stored} (with 409: {refused})")
    }
}

/// A row for each family of faults, or for each of its faults where they differ.
fn table(cells: &Cells<'_>, columns: &[(String, Column<'_>)]) -> String {
    let titles: Vec<_> = columns.iter().map(|(title, _)| title.as_str()).collect();
    let mut text =
        format!("| fault | {} |\n|---|{}\n", titles.join(" | "), "---|".repeat(titles.len()));
    let row = |is_in_row: &dyn Fn(&Measured) -> bool| {
        let told = columns.iter().map(|(_, column)| column.told(is_in_row));
        told.collect::<Vec<_>>().join(" | ")
    };
    let families = in_order(cells.iter().map(|one| one.cell.blow.family()));
    for family in families {
        let labels = cells.iter().filter(|one| one.cell.blow.family() == family);
        let labels = in_order(labels.map(|one| one.cell.blow.label.clone()));
        let rows: Vec<_> =
            labels.iter().map(|label| row(&|one| one.cell.blow.label == *label)).collect();
        if rows.iter().all(|one| *one == rows[0]) {
            let _ = writeln!(text, "| {family} | {} |", rows[0]);
            continue;
        }
        for (label, row) in labels.iter().zip(rows) {
            let _ = writeln!(text, "| {label} | {row} |");
        }
    }
    text
}

/// Each once, where it was first.
fn in_order(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    all.filter(|one| seen.insert(one.clone())).collect()
}
