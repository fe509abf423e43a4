//! The vendor's pages, each with a fragment for one operation, put together into one document per API.

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;

use crate::operation_ids;
use crate::page::Page;

/// `info.title` of each document, and the file it is kept in.
const DOCUMENTS: [(&str, &str); 2] =
    [("Conversations API", "conversations"), ("Metadata Ingestion API", "metadata-ingestion")];

/// Published as a document of its own, though one operation of this one is all that it holds.
const HEALTH_CHECK: (&str, &str) = ("Health Check API", DOCUMENTS[0].0);

pub(crate) const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One API's document, by the name of its file without extension.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
}

/// Merges the fragments by document. What two pages both say must agree.
pub(crate) fn assemble(pages: &[Page]) -> Result<Vec<Document>> {
    for page in pages {
        let titles = || DOCUMENTS.iter().chain([&HEALTH_CHECK]).map(|(title, _)| *title);
        ensure!(
            titles().any(|known| title(page) == Some(known)),
            "page {}: /info/title is {}, which is none of {}",
            page.file,
            title(page).map_or("missing".to_owned(), |title| format!("{title:?}")),
            titles().map(|known| format!("{known:?}")).collect::<Vec<_>>().join(", ")
        );
        refuse_shapeless_components(page)?;
    }
    operation_ids::ensure_unique_on_pages(pages)?;
    DOCUMENTS
        .iter()
        .map(|&(known, name)| {
            let mut pages: Vec<&Page> =
                pages.iter().filter(|page| document_title(page) == Some(known)).collect();
            // What is said of the whole document is taken from the first.
            pages.sort_by_key(|page| is_own_document(page));
            let value = merge(&pages).with_context(|| format!("{name}.yaml"))?;
            Ok(Document { name, value })
        })
        .collect()
}

fn title(page: &Page) -> Option<&str> {
    page.fragment.pointer("/info/title").and_then(Value::as_str)
}

/// The title of the document that a page is merged into.
pub(crate) fn document_title(page: &Page) -> Option<&str> {
    if is_own_document(page) { Some(HEALTH_CHECK.1) } else { title(page) }
}

fn is_own_document(page: &Page) -> bool {
    title(page) == Some(HEALTH_CHECK.0)
}

/// Components are merged, and added to, by section and name.
fn refuse_shapeless_components(page: &Page) -> Result<()> {
    let Some(components) = page.fragment.get("components") else { return Ok(()) };
    let refusal = |at: &str| format!("page {}: {at} is not an object", page.file);
    let sections = components.as_object().with_context(|| refusal("/components"))?;
    for (name, section) in sections {
        let at = format!("/components/{}", escape(name));
        ensure!(section.is_object(), refusal(&at));
    }
    Ok(())
}

fn merge(pages: &[&Page]) -> Result<Value> {
    let first = pages.first().context("no page for this document")?;
    ensure!(
        !is_own_document(first),
        "page {}: no page of {:?} beside it",
        first.file,
        HEALTH_CHECK.1
    );
    let mut merged = first.fragment.clone();
    for (index, page) in pages.iter().enumerate() {
        ensure!(has_operation(page), "page {}: /paths holds no operation", page.file);
        // Info and tags speak of the page's own document.
        let own: &[&str] = if is_own_document(page) { &["info", "tags"] } else { &[] };
        add(&mut merged, &page.fragment, own).map_err(|at| {
            let other = pages[..index]
                .iter()
                .rev()
                .find(|other| other.fragment.pointer(&at) != page.fragment.pointer(&at))
                .unwrap_or(first);
            anyhow!("page {}: disagrees with page {} at {at}", page.file, other.file)
        })?;
    }
    Ok(merged)
}

fn has_operation(page: &Page) -> bool {
    let paths = page.fragment.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flatten().filter_map(|(_, item)| item.as_object());
    items.flatten().any(|(key, operation)| is_method(key) && operation.is_object())
}

pub(crate) fn is_method(key: &str) -> bool {
    METHODS.contains(&key)
}

/// Adds the operations and components that only `fragment` has. Everything else but `own` must be the same;
/// `Err` is the JSON pointer at which it is not.
fn add(merged: &mut Value, fragment: &Value, own: &[&str]) -> Result<(), String> {
    let shared = |key: &str| !["paths", "components"].contains(&key) && !own.contains(&key);
    same(&only(merged, shared), &only(fragment, shared), "")?;
    for (path, item) in fragment["paths"].as_object().into_iter().flatten() {
        let Some(known) = merged["paths"].get(path) else { continue };
        let beside = |key: &str| !is_method(key);
        same(&only(known, beside), &only(item, beside), &format!("/paths/{}", escape(path)))?;
    }
    for section in ["paths", "components"] {
        let Some(new) = fragment.get(section) else { continue };
        match merged.get_mut(section) {
            Some(known) => unite(known, new, 2, &format!("/{section}"))?,
            None => merged[section] = new.clone(),
        }
    }
    Ok(())
}

/// Objects grow down to `depth` levels. What is met twice below must be the same.
fn unite(known: &mut Value, new: &Value, depth: u8, at: &str) -> Result<(), String> {
    if depth == 0 || !known.is_object() {
        return same(known, new, at);
    }
    let Value::Object(new) = new else { return Err(at.to_owned()) };
    for (key, value) in new {
        match known.get_mut(key) {
            Some(known) => unite(known, value, depth - 1, &format!("{at}/{}", escape(key)))?,
            None => known[key] = value.clone(),
        }
    }
    Ok(())
}

/// The entries of an object whose key is `wanted`.
pub(crate) fn only(value: &Value, wanted: impl Fn(&str) -> bool) -> Value {
    let Value::Object(object) = value else { return value.clone() };
    object.iter().filter(|(key, _)| wanted(key)).map(|(k, v)| (k.clone(), v.clone())).collect()
}

fn same(known: &Value, new: &Value, at: &str) -> Result<(), String> {
    difference(known, new).map_or(Ok(()), |inner| Err(format!("{at}{inner}")))
}

/// The JSON pointer of the first place where two values differ.
pub(crate) fn difference(left: &Value, right: &Value) -> Option<String> {
    match (left, right) {
        (Value::Object(a), Value::Object(b)) => a
            .keys()
            .find_map(|key| {
                difference(a.get(key)?, b.get(key)?).map(|inner| format!("/{}{inner}", escape(key)))
            })
            .or_else(|| {
                let lone = a
                    .keys()
                    .find(|k| !b.contains_key(*k))
                    .or_else(|| b.keys().find(|k| !a.contains_key(*k)));
                lone.map(|key| format!("/{}", escape(key)))
            }),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            pairs.into_iter().find_map(|(index, (x, y))| {
                difference(x, y).map(|inner| format!("/{index}{inner}"))
            })
        }
        _ => (left != right).then(String::new),
    }
}

/// A key as a token of a JSON pointer.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_difference_is_told_by_its_place() {
        for (left, right, place) in [
            (json!({"a": 1, "b": 2}), json!({"b": 2, "a": 1}), None),
            (json!({"a": {"b/c": [1, 2]}}), json!({"a": {"b/c": [1, 3]}}), Some("/a/b~1c/1")),
            (json!({"a": 1}), json!({"a": 1, "b": 2}), Some("/b")),
            (json!({"a": 1, "b": 2}), json!({"b": 2}), Some("/a")),
            (json!({"a": 1, "b": 2}), json!({"a": 2, "c": 2}), Some("/a")),
            (json!({"a": [1]}), json!({"a": [1, 2]}), Some("/a")),
            (json!(1), json!("1"), Some("")),
        ] {
            assert_eq!(difference(&left, &right).as_deref(), place, "{left} {right}");
        }
    }

    /// Each key once: to visit it twice would double the time with each level.
    #[test]
    fn a_deep_document_is_compared_in_one_pass() {
        let deep = (0..100).fold(json!(1), |inner, _| json!({ "a": inner }));
        assert_eq!(difference(&deep, &deep.clone()), None);
    }
}
