//! OpenAPI Overlay 1.0, strictly: an action without effect, or without a reason, stops the run.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::Value;
use serde_json_path::JsonPath;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Overlay {
    overlay: String,
    #[serde(rename = "info")]
    _info: Value,
    actions: Vec<Action>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    target: String,
    description: String,
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
}

/// Applies the overlay in `file`, below `root`, to `document`.
pub(crate) fn apply(root: &Path, file: &str, document: &mut Value) -> Result<()> {
    let text =
        std::fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {file}"))?;
    let overlay: Overlay =
        serde_json::from_value(crate::yaml::parse(&text, 1).with_context(|| file.to_owned())?)
            .with_context(|| file.to_owned())?;
    ensure!(overlay.overlay == "1.0.0", "{file}: overlay {:?} is not 1.0.0", overlay.overlay);
    for (index, action) in overlay.actions.iter().enumerate() {
        act(action, document)
            .with_context(|| format!("{file}: /actions/{index}: {}", action.target))?;
    }
    Ok(())
}

fn act(action: &Action, document: &mut Value) -> Result<()> {
    ensure!(!action.description.trim().is_empty(), "gives no reason in its description");
    let path = JsonPath::parse(&action.target).context("is not a JSONPath")?;
    let mut targets: Vec<String> =
        path.query_located(document).locations().map(|at| at.to_json_pointer()).collect();
    ensure!(!targets.is_empty(), "matches nothing");
    let before = document.clone();
    match (&action.update, action.remove) {
        (Some(update), false) => {
            for target in &targets {
                merge(document.pointer_mut(target).context("matches nothing")?, update);
            }
        }
        (None, true) => {
            // From the back, so that removing one array element does not move the next.
            targets.reverse();
            targets.iter().try_for_each(|target| remove(document, target))?;
        }
        _ => bail!("needs either `update` or `remove: true`"),
    }
    ensure!(*document != before, "changes nothing");
    Ok(())
}

/// Objects merge, arrays grow, everything else is replaced.
fn merge(target: &mut Value, update: &Value) {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (key, value) in update {
                merge(target.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(target), Value::Array(update)) => target.extend(update.iter().cloned()),
        (Value::Array(target), update) => target.push(update.clone()),
        (target, update) => *target = update.clone(),
    }
}

fn remove(document: &mut Value, target: &str) -> Result<()> {
    let (parent, key) = target.rsplit_once('/').context("cannot remove the whole document")?;
    let key = key.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(parent)) => drop(parent.shift_remove(&key)),
        Some(Value::Array(parent)) => drop(parent.remove(key.parse()?)),
        _ => bail!("matches nothing"),
    }
    Ok(())
}
