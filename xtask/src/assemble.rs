//! The vendor's pages, each with a fragment for one operation, put together into one document per API.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};

use crate::page::Page;

/// `info.title` of each document, and the file it is kept in.
const DOCUMENTS: [(&str, &str); 2] =
    [("Conversations API", "conversations"), ("Metadata Ingestion API", "metadata-ingestion")];

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One API's document, by the name of its file without extension.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
}

/// Merges the fragments by `info.title`. What two pages both say must agree.
pub(crate) fn assemble(pages: &[Page]) -> Result<Vec<Document>> {
    for page in pages {
        let title = title(page);
        ensure!(
            DOCUMENTS.iter().any(|(known, _)| title == Some(known)),
            "page {}: /info/title is {}, which is none of {}",
            page.file,
            title.map_or("missing".to_owned(), |title| format!("{title:?}")),
            DOCUMENTS.map(|(known, _)| format!("{known:?}")).join(", ")
        );
    }
    DOCUMENTS
        .iter()
        .map(|&(known, name)| {
            let pages: Vec<&Page> =
                pages.iter().filter(|page| title(page) == Some(known)).collect();
            let value = merge(&pages).with_context(|| format!("{name}.yaml"))?;
            Ok(Document { name, value })
        })
        .collect()
}

fn title(page: &Page) -> Option<&str> {
    page.fragment.pointer("/info/title").and_then(Value::as_str)
}

fn merge(pages: &[&Page]) -> Result<Value> {
    let first = pages.first().context("no page for this document")?;
    let mut merged = first.fragment.clone();
    for (index, page) in pages.iter().enumerate() {
        let fragment = page.fragment.as_object().context("not an object")?;
        operations(page)?;
        let disagreement = |at: String| {
            let other = pages[..index]
                .iter()
                .rev()
                .find(|other| other.fragment.pointer(&at) != page.fragment.pointer(&at))
                .unwrap_or(first);
            anyhow::anyhow!("page {}: disagrees with page {} at {at}", page.file, other.file)
        };
        let shared = |document: &Map<String, Value>| -> Value {
            document
                .iter()
                .filter(|(key, _)| !["paths", "components"].contains(&key.as_str()))
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect()
        };
        if let Some(at) = difference(&shared(&object(&merged)?), &shared(fragment)) {
            return Err(disagreement(at));
        }
        merge_section(&mut merged, fragment, "components").map_err(disagreement)?;
        merge_paths(&mut merged, fragment).map_err(disagreement)?;
    }
    Ok(merged)
}

fn object(value: &Value) -> Result<Map<String, Value>> {
    value.as_object().cloned().context("not an object")
}

/// A page without an operation has nothing to say, and one whose paths are not objects cannot be merged.
fn operations(page: &Page) -> Result<()> {
    let paths = page.fragment.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flatten().filter_map(|(_, item)| item.as_object());
    if items
        .flatten()
        .any(|(key, operation)| METHODS.contains(&key.as_str()) && operation.is_object())
    {
        return Ok(());
    }
    bail!("page {}: /paths holds no operation", page.file)
}

/// Adds to `section` what `fragment` has in its groups; `Err` is the pointer at which they disagree.
fn merge_section(
    merged: &mut Value,
    fragment: &Map<String, Value>,
    section: &str,
) -> Result<(), String> {
    let Some(groups) = fragment.get(section).and_then(Value::as_object) else { return Ok(()) };
    for (group, entries) in groups {
        for (name, entry) in entries.as_object().into_iter().flatten() {
            let at = format!("/{section}/{}/{}", escape(group), escape(name));
            add(&mut merged[section][group], name, entry, &at)?;
        }
    }
    Ok(())
}

/// Adds the operations of `fragment`. Whatever stands beside the operations of a path must be the same.
fn merge_paths(merged: &mut Value, fragment: &Map<String, Value>) -> Result<(), String> {
    let is_method = |key: &str| METHODS.contains(&key);
    for (path, item) in fragment.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let at = format!("/paths/{}", escape(path));
        let known = merged.pointer(&at).cloned().unwrap_or_else(|| item.clone());
        let beside = |item: &Value| -> Value {
            item.as_object()
                .into_iter()
                .flatten()
                .filter(|(key, _)| !is_method(key))
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect()
        };
        if let Some(inner) = difference(&beside(&known), &beside(item)) {
            return Err(format!("{at}{inner}"));
        }
        for (key, value) in item.as_object().into_iter().flatten() {
            add(&mut merged["paths"][path], key, value, &format!("{at}/{}", escape(key)))?;
        }
    }
    Ok(())
}

fn add(target: &mut Value, key: &str, value: &Value, at: &str) -> Result<(), String> {
    let known = &mut target[key];
    if known.is_null() {
        *known = value.clone();
    }
    difference(known, value).map_or(Ok(()), |inner| Err(format!("{at}{inner}")))
}

/// The JSON pointer of the first place where two values differ.
fn difference(left: &Value, right: &Value) -> Option<String> {
    match (left, right) {
        (Value::Object(a), Value::Object(b)) => a
            .keys()
            .chain(b.keys())
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
