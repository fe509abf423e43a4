//! Each operation has an id, and no other operation has the same: modules and types are named after it.

use anyhow::{Result, bail, ensure};
use serde_json::Value;

use crate::assemble::{Document, escape, is_method, title};
use crate::page::Page;

struct Operation<'a> {
    /// The page or file, as an error names it.
    source: String,
    /// Names the API.
    document: &'a str,
    /// JSON pointer.
    place: String,
    id: &'a str,
}

pub(crate) fn ensure_unique_on_pages(pages: &[Page]) -> Result<()> {
    let mut operations = Vec::new();
    for page in pages {
        let source = format!("page {}", page.file);
        operations.extend(of(source, title(page).unwrap_or_default(), &page.fragment)?);
    }
    ensure_unique(&operations)
}

/// The same once more for what overlays have added or changed.
pub(crate) fn ensure_unique_in_contract(contract: &[Document]) -> Result<()> {
    let mut operations = Vec::new();
    for Document { name, value } in contract {
        operations.extend(of(format!("specs/contract/{name}.yaml"), name, value)?);
    }
    ensure_unique(&operations)
}

fn ensure_unique(operations: &[Operation<'_>]) -> Result<()> {
    for (index, new) in operations.iter().enumerate() {
        // Two pages may describe one operation.
        let same = operations[..index].iter().find(|known| {
            known.id == new.id && (known.document, &known.place) != (new.document, &new.place)
        });
        if let Some(Operation { source, place, id, .. }) = same {
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
            let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
            ensure!(!id.trim().is_empty(), "{source}: {place}: no operationId");
            operations.push(Operation { source: source.clone(), document, place, id });
        }
    }
    Ok(operations)
}
