//! Moves each schema marked `x-hoist: Name` to `components.schemas.Name` and leaves a reference behind.
//!
//! The generator gives same-named inline schemas one type without comparing them. Here two places may
//! share a name only when they are the same schema.

use anyhow::{Result, bail, ensure};
use serde_json::{Map, Value, json};

use crate::assemble::escape;

const MARK: &str = "x-hoist";

/// Said beside a schema, not by it: two places may differ in these and still be one type.
const PROSE: [&str; 4] = ["description", "title", "example", "nullable"];

struct Hoisted {
    name: String,
    /// Where it was found first, as a JSON pointer.
    place: String,
    schema: Value,
}

pub(crate) fn hoist(document: &mut Value) -> Result<()> {
    let mut schemas = Vec::new();
    collect(document, "", &mut schemas)?;
    for Hoisted { name, schema, .. } in schemas {
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
fn collect(value: &mut Value, at: &str, schemas: &mut Vec<Hoisted>) -> Result<()> {
    match value {
        Value::Array(items) => {
            let mut items = items.iter_mut().enumerate();
            items.try_for_each(|(index, item)| collect(item, &format!("{at}/{index}"), schemas))
        }
        Value::Object(object) => {
            for (key, item) in object.iter_mut() {
                collect(item, &format!("{at}/{}", escape(key)), schemas)?;
            }
            let Some(name) = object.shift_remove(MARK) else { return Ok(()) };
            let Value::String(name) = name else { bail!("{at}: {MARK}: {name} is not a name") };
            *value = move_out(name, at, std::mem::take(object), schemas)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn move_out(
    name: String,
    at: &str,
    mut schema: Map<String, Value>,
    schemas: &mut Vec<Hoisted>,
) -> Result<Value> {
    let description = schema.get("description").cloned();
    // Absence already says "no value" in the generated types; null would make a second wrapper.
    schema.remove("nullable");
    let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
    let schema = Value::Object(schema);
    match schemas.iter().find(|known| known.name == name) {
        Some(known) => ensure!(
            without_prose(&known.schema) == without_prose(&schema),
            "two different schemas have the name {name}, at {} and at {at}",
            known.place
        ),
        None => schemas.push(Hoisted { name, place: at.to_owned(), schema }),
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn hoisted(first: Value, second: Value) -> Result<Value, String> {
        let mut document = json!({ "first": first, "second": second });
        hoist(&mut document).map(|()| document).map_err(|error| error.to_string())
    }

    #[test]
    fn one_component_stands_for_schemas_that_differ_in_prose_alone() {
        let text = json!({"x-hoist": "Text", "type": "string"});
        for (key, prose) in [
            ("description", json!("the same")),
            ("title", json!("Same")),
            ("example", json!(["same"])),
            ("nullable", json!(true)),
        ] {
            let mut other = text.clone();
            other[key] = prose;
            let document = hoisted(text.clone(), other).unwrap();
            let components = json!({"schemas": {"Text": {"type": "string"}}});
            assert_eq!(document["components"], components, "{key}");
        }
    }

    #[test]
    fn what_constrains_must_be_the_same() {
        let property = |name: &str| json!({"x-hoist": "A", "properties": {name: {}}});
        for (first, second) in [
            (json!({"x-hoist": "A", "type": "string"}), json!({"x-hoist": "A", "type": "number"})),
            (json!({"x-hoist": "A", "enum": ["a"]}), json!({"x-hoist": "A", "enum": ["b"]})),
            (json!({"x-hoist": "A"}), json!({"x-hoist": "A", "minLength": 1})),
            // Properties that bear the name of a kind of prose.
            (property("title"), property("description")),
            (property("title"), json!({"x-hoist": "A", "properties": {}})),
        ] {
            let error = hoisted(first, second).unwrap_err();
            let expected = "two different schemas have the name A, at /first and at /second";
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn a_reference_stays_with_the_description_of_its_place() {
        let reference = json!({"$ref": "#/components/schemas/A"});
        for (schema, left) in [
            (json!({"x-hoist": "A", "type": "string"}), reference.clone()),
            (
                json!({"x-hoist": "A", "type": "string", "description": "here"}),
                json!({"allOf": [reference], "description": "here"}),
            ),
        ] {
            assert_eq!(hoisted(schema, json!(1)).unwrap()["first"], left);
        }
    }

    #[test]
    fn inner_schemas_move_first_and_a_component_is_never_nullable() {
        let inner = json!({"x-hoist": "Inner", "type": "string", "nullable": true});
        let outer = json!({"x-hoist": "Outer", "nullable": true, "properties": {"a": inner}});
        let document = hoisted(outer, json!(1)).unwrap();
        let reference = json!({"$ref": "#/components/schemas/Inner"});
        let schemas =
            json!({"Inner": {"type": "string"}, "Outer": {"properties": {"a": reference}}});
        assert_eq!(document["components"]["schemas"], schemas);
    }
}
