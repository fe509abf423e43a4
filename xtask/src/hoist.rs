//! Moves each schema marked `x-hoist: Name` to `components.schemas.Name` and leaves a reference behind.
//!
//! The generator gives same-named inline schemas one type without comparing them. Here two places may
//! share a name only when they are the same schema.

use anyhow::{Result, bail, ensure};
use serde_json::{Map, Value, json};

const MARK: &str = "x-hoist";

/// Said beside a schema, not by it: two places may differ in these and still be one type.
const PROSE: [&str; 4] = ["description", "title", "example", "nullable"];

pub(crate) fn hoist(document: &mut Value) -> Result<()> {
    let mut schemas = Map::new();
    collect(document, &mut schemas)?;
    for (name, schema) in schemas {
        let known = &mut document["components"]["schemas"][&name];
        ensure!(
            known.is_null(),
            "schema {name}: the document already has a component of that name"
        );
        *known = schema;
    }
    Ok(())
}

/// Children first, so that a hoisted schema holds references to the ones inside it.
fn collect(value: &mut Value, schemas: &mut Map<String, Value>) -> Result<()> {
    match value {
        Value::Array(items) => items.iter_mut().try_for_each(|item| collect(item, schemas)),
        Value::Object(object) => {
            object.values_mut().try_for_each(|item| collect(item, schemas))?;
            let Some(name) = object.remove(MARK) else { return Ok(()) };
            let Value::String(name) = name else { bail!("{MARK}: {name} is not a name") };
            *value = move_out(name, std::mem::take(object), schemas)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn move_out(
    name: String,
    mut schema: Map<String, Value>,
    schemas: &mut Map<String, Value>,
) -> Result<Value> {
    let description = schema.get("description").cloned();
    // Absence already says "no value" in the generated types; null would make a second wrapper.
    schema.remove("nullable");
    let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
    let schema = Value::Object(schema);
    match schemas.get(&name) {
        Some(known) => {
            ensure!(
                without_prose(known) == without_prose(&schema),
                "schema {name}: two different schemas have this name"
            )
        }
        None => drop(schemas.insert(name, schema)),
    }
    // Beside a bare reference the description of this place would be lost.
    Ok(match description {
        Some(description) => json!({ "allOf": [reference], "description": description }),
        None => reference,
    })
}

fn without_prose(schema: &Value) -> Value {
    match schema {
        // A property may be called `title`: prose is dropped from schemas, not from their property lists.
        Value::Object(object) => object
            .iter()
            .filter(|(key, _)| !PROSE.contains(&key.as_str()))
            .map(|(key, value)| {
                (
                    key.clone(),
                    if key == "properties" {
                        properties_without_prose(value)
                    } else {
                        without_prose(value)
                    },
                )
            })
            .collect(),
        Value::Array(items) => items.iter().map(without_prose).collect(),
        other => other.clone(),
    }
}

fn properties_without_prose(properties: &Value) -> Value {
    let Value::Object(properties) = properties else { return properties.clone() };
    properties.iter().map(|(name, schema)| (name.clone(), without_prose(schema))).collect()
}
