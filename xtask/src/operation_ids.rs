//! Each operation has an id, and no other operation has the same: modules and types are named after it.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::assemble::{Document, document_title, escape, is_method};
use crate::page::Page;

struct Operation<'a> {
    /// The page or file, as an error names it.
    source: String,
    /// Names the API.
    document: &'a str,
    /// JSON pointer.
    place: String,
    id: Option<&'a str>,
}

/// An operation without id is let through: the contract overlay may give it one.
pub(crate) fn ensure_unique_on_pages(pages: &[Page]) -> Result<()> {
    let mut operations = Vec::new();
    for page in pages {
        let source = format!("page {}", page.file);
        operations.extend(of(source, document_title(page).unwrap_or_default(), &page.fragment)?);
    }
    ensure_unique(&operations)
}

/// The same once more for what overlays have added or changed.
pub(crate) fn ensure_unique_in_contract(contract: &[Document]) -> Result<()> {
    ensure_unique(&in_contract(contract)?)
}

pub(crate) fn ensure_complete_in_contract(contract: &[Document]) -> Result<()> {
    let operations = in_contract(contract)?;
    let nameless = operations.iter().find(|operation| operation.id.is_none());
    let Some(Operation { source, document, place, .. }) = nameless else { return Ok(()) };
    bail!(
        "{source}: {place}: no operationId; give it one in specs/overlays/contract/{document}.yaml"
    )
}

fn in_contract(contract: &[Document]) -> Result<Vec<Operation<'_>>> {
    let mut operations = Vec::new();
    for Document { name, value } in contract {
        operations.extend(of(format!("specs/contract/{name}.yaml"), name, value)?);
    }
    Ok(operations)
}

fn ensure_unique(operations: &[Operation<'_>]) -> Result<()> {
    for (index, new) in operations.iter().enumerate() {
        let Some(id) = new.id else { continue };
        // Two pages may describe one operation.
        let same = operations[..index].iter().find(|known| {
            known.id == new.id && (known.document, &known.place) != (new.document, &new.place)
        });
        if let Some(Operation { source, place, .. }) = same {
            bail!(
                "{}: {}: operationId {id:?} is also that of {place} in {source}",
                new.source,
                new.place
            );
        }
    }
    Ok(())
}

fn of<'a>(source: String, document: &'a str, value: &'a Value) -> Result<Vec<Operation<'a>>> {
    let mut operations = Vec::new();
    for (path, item) in value.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let members = item.as_object().into_iter().flatten();
        for (method, operation) in members.filter(|(key, _)| is_method(key)) {
            let place = format!("/paths/{}/{method}", escape(path));
            let id = operation.get("operationId").map(|id| {
                let name = id.as_str().filter(|id| !id.trim().is_empty());
                name.with_context(|| format!("{source}: {place}: operationId {id} is no name"))
            });
            let id = id.transpose()?;
            operations.push(Operation { source: source.clone(), document, place, id });
        }
    }
    Ok(operations)
}
