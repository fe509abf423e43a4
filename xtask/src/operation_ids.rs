//! Each operation has an id, and no other operation has the same: modules and types are named after it.

use anyhow::{Result, bail, ensure};
use serde_json::Value;

use crate::assemble::{escape, is_method};
use crate::page::Page;

struct Operation<'a> {
    page: &'a str,
    /// JSON pointer.
    place: String,
    id: &'a str,
}

pub(crate) fn ensure_unique(pages: &[Page]) -> Result<()> {
    let mut known: Vec<Operation<'_>> = Vec::new();
    for page in pages {
        for new in of_page(page)? {
            // Two pages may describe one operation.
            let same = known.iter().find(|known| known.id == new.id && known.place != new.place);
            if let Some(Operation { page, place, id }) = same {
                bail!(
                    "page {}: {}: operationId {id:?} is also that of {place} in page {page}",
                    new.page,
                    new.place
                );
            }
            known.push(new);
        }
    }
    Ok(())
}

fn of_page(page: &Page) -> Result<Vec<Operation<'_>>> {
    let mut operations = Vec::new();
    for (path, item) in page.fragment.get("paths").and_then(Value::as_object).into_iter().flatten()
    {
        let members = item.as_object().into_iter().flatten();
        for (method, operation) in members.filter(|(key, _)| is_method(key)) {
            let place = format!("/paths/{}/{method}", escape(path));
            let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
            ensure!(!id.trim().is_empty(), "page {}: {place}: no operationId", page.file);
            operations.push(Operation { page: &page.file, place, id });
        }
    }
    Ok(operations)
}
