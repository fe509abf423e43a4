//! OpenAPI Overlay 1.0, strictly: an action without effect, or without a reason, stops the run.
//!
//! Two keys are ours: `x-shared` beside the actions holds what they refer to by YAML aliases, and `x-adds` in an
//! action is explained in [`additions`].

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json_path::JsonPath;

use crate::additions::{self, Addition, Expired};
use crate::folder;

const FOLDER: &str = "specs/overlays";

/// The key of [`Overlay::_shared`].
const SHARED: &str = "x-shared";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Overlay {
    overlay: String,
    #[serde(rename = "info")]
    _info: Value,
    /// Anchors that actions refer to: what several of them say need be written once only.
    #[serde(rename = "x-shared", default)]
    _shared: IgnoredAny,
    actions: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    target: String,
    #[serde(default)]
    description: String,
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
    #[serde(rename = "x-adds")]
    adds: Option<String>,
}

/// Refuses files that no run would apply: below `specs/overlays`, each of `sets` has one for each of `documents`.
pub(crate) fn refuse_strays(root: &Path, sets: &[&str], documents: &[&str]) -> Result<()> {
    let files: Vec<String> = documents.iter().map(|name| format!("{name}.yaml")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    refuse_others(root, FOLDER, sets)?;
    sets.iter().try_for_each(|set| refuse_others(root, &format!("{FOLDER}/{set}"), &files))
}

fn refuse_others(root: &Path, folder: &str, known: &[&str]) -> Result<()> {
    let names = folder::names(&root.join(folder))?;
    let other = names.iter().find(|name| !known.contains(&name.as_str()));
    let Some(other) = other else { return Ok(()) };
    bail!("{folder}/{other}: is none of {}; rename or remove it", known.join(", "))
}

/// Applies the overlay of `set` for the document called `name` to it. Each action that has expired adds a notice.
pub(crate) fn apply(
    root: &Path,
    set: &str,
    name: &str,
    document: &mut Value,
    notices: &mut Vec<String>,
) -> Result<()> {
    let file = &format!("{FOLDER}/{set}/{name}.yaml");
    let text =
        std::fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {file}"))?;
    let overlay: Overlay =
        serde_json::from_value(crate::yaml::parse(&text, 1).with_context(|| file.to_owned())?)
            .with_context(|| file.to_owned())?;
    ensure!(overlay.overlay == "1.0.0", "{file}: overlay {:?} is not 1.0.0", overlay.overlay);
    if let Some(name) = crate::yaml::unreferred(&text, SHARED)? {
        bail!("{file}: /{SHARED}/{name}: nothing refers to it; remove it");
    }
    let original = document.clone();
    let mut expired = Vec::new();
    let mut actions = overlay.actions.into_iter().enumerate();
    let done = actions.try_for_each(|(index, action)| {
        let at = format!("{file}: /actions/{index}");
        let action: Action = serde_json::from_value(action).with_context(|| at.clone())?;
        let by_now = match &action.adds {
            None => change(&action, document).map(|()| None),
            Some(_) if set != "contract" => {
                Err(anyhow!("x-adds: only the contract overlay adds operations"))
            }
            Some(adds) => add(adds, &action, &original, document),
        };
        let by_now = by_now.with_context(|| format!("{at}: {}", action.target))?;
        expired.extend(by_now.map(|by_now| (at, by_now)));
        Ok(())
    });
    // Only now, since a later action may give the operation its id; and also where one has failed.
    notices.extend(expired.iter().map(|(at, expired)| expired.notice(at, document)));
    done
}

fn change(action: &Action, document: &mut Value) -> Result<()> {
    let before = document.clone();
    act(action, document)?;
    additions::refuse_unsaid(&before, document)
}

fn add(
    adds: &str,
    action: &Action,
    original: &Value,
    document: &mut Value,
) -> Result<Option<Expired>> {
    ensure!(!action.remove, "x-adds: {adds}: a removal adds nothing");
    Addition::parse(adds)?.apply(original, document, |document| act(action, document))
}

fn act(action: &Action, document: &mut Value) -> Result<()> {
    ensure!(!action.description.trim().is_empty(), "gives no reason in its description");
    let path = JsonPath::parse(&action.target).context("is not a JSONPath")?;
    // A selector may name one place twice, and an array's elements backwards; this also sorts by index.
    let targets = path.query_located(document).dedup();
    let targets: Vec<String> = targets.locations().map(|at| at.to_json_pointer()).collect();
    ensure!(!targets.is_empty(), "matches nothing");
    let before = document.clone();
    match (&action.update, action.remove) {
        (Some(update), false) => {
            for target in &targets {
                let target = document.pointer_mut(target).context("matches nothing")?;
                ensure!(
                    target.is_array() || target.is_object() && update.is_object(),
                    "cannot merge: Overlay 1.0 updates an object with an object, or an array"
                );
                merge(target, update);
            }
        }
        (None, true) => {
            // From the back, so that removing one array element does not move the next.
            targets.iter().rev().try_for_each(|target| remove(document, target))?;
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn applied(document: Value, action: Value) -> Result<Value, String> {
        let action: Action = serde_json::from_value(action).unwrap();
        let mut document = document;
        act(&action, &mut document).map(|()| document).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn an_update_merges_objects_grows_arrays_and_replaces_the_rest() {
        for (before, update, after) in [
            (json!({"a": 1}), json!({"b": 2}), json!({"a": 1, "b": 2})),
            (json!({"a": {"b": 1}}), json!({"a": {"c": 2}}), json!({"a": {"b": 1, "c": 2}})),
            (json!({"a": 1}), json!({"a": 2}), json!({"a": 2})),
            (json!({"a": 1}), json!({"a": {"b": 2}}), json!({"a": {"b": 2}})),
            (json!({"a": {"b": 1}}), json!({"a": "text"}), json!({"a": "text"})),
            (json!([1]), json!(2), json!([1, 2])),
            (json!([1]), json!([2, 3]), json!([1, 2, 3])),
            (json!([1]), json!({"a": 2}), json!([1, {"a": 2}])),
            (json!({"a": [1]}), json!({"a": [2]}), json!({"a": [1, 2]})),
        ] {
            let action = json!({"target": "$.x", "description": "because", "update": update});
            assert_eq!(applied(json!({"x": before}), action), Ok(json!({"x": after})), "{update}");
        }
    }

    #[test]
    fn a_removal_takes_every_match_and_nothing_else() {
        for (before, target, after) in [
            (json!({"a": 1, "b": 2}), "$.a", json!({"b": 2})),
            (json!({"a/b~c": 1, "b": 2}), "$['a/b~c']", json!({"b": 2})),
            (json!({"a": [1, 2, 3, 4]}), "$.a[?@ < 3]", json!({"a": [3, 4]})),
            (json!({"a": [1, 2, 3, 4]}), "$.a[0,2]", json!({"a": [2, 4]})),
            (json!([{"x": 1, "y": 2}, {"x": 3}]), "$..x", json!([{"y": 2}, {}])),
            (json!({"x": [1, 2, 3, 4]}), "$..x[2,0]", json!({"x": [2, 4]})),
            (json!({"x": [1, 2]}), "$.x[0,0]", json!({"x": [2]})),
            (json!({"x": [1]}), "$.x[0,0]", json!({"x": []})),
            (
                json!([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                "$[10,9,2]",
                json!([0, 1, 3, 4, 5, 6, 7, 8]),
            ),
            (json!({"x": [[1]]}), "$.x[0]..*", json!({"x": [[]]})),
        ] {
            let action = json!({"target": target, "description": "because", "remove": true});
            assert_eq!(applied(before, action), Ok(after), "{target}");
        }
    }

    #[test]
    fn an_update_goes_once_to_each_match() {
        let update = json!({"target": "$['x','x']", "description": "because", "update": 2});
        assert_eq!(applied(json!({"x": [1]}), update), Ok(json!({"x": [1, 2]})));
    }

    #[test]
    fn an_update_that_does_not_merge_is_refused() {
        for (document, update) in [
            (json!({"x": {"a": 1}}), json!("text")),
            (json!({"x": {"a": 1}}), json!([1])),
            (json!({"x": "text"}), json!("other")),
            (json!({"x": "text"}), json!({"a": 1})),
        ] {
            let action = json!({"target": "$.x", "description": "because", "update": update});
            let refused = applied(document, action).unwrap_err();
            assert!(refused.starts_with("cannot merge"), "{update}: {refused}");
        }
    }

    #[test]
    fn an_action_without_effect_is_refused() {
        for (action, error) in [
            (json!({"target": "$.b", "description": "x", "update": 1}), "matches nothing"),
            (json!({"target": "$.b", "description": "x", "remove": true}), "matches nothing"),
            (json!({"target": "$.a", "description": "x", "update": {}}), "changes nothing"),
            (json!({"target": "$.a", "description": " ", "remove": true}), "gives no reason"),
            (json!({"target": "$.a", "remove": true}), "gives no reason"),
            (json!({"target": "$.a", "description": "x"}), "needs either"),
        ] {
            let refused = applied(json!({"a": {"b c": 1}}), action.clone()).unwrap_err();
            assert!(refused.starts_with(error), "{action}: {refused}");
        }
    }
}
