//! Moves each schema marked `x-hoist: Name` to `components.schemas.Name` and leaves a reference behind.
//!
//! The generator gives same-named inline schemas one type without comparing them. Here two places may
//! share a name only when they are the same schema.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

use crate::assemble::escape;

const MARK: &str = "x-hoist";

/// Said beside a schema, not by it: two places may differ in these and still be one type.
const PROSE: [&str; 3] = ["description", "title", "example"];

struct Hoisted {
    name: String,
    /// Where it was found first, as a JSON pointer.
    place: String,
    schema: Value,
}

pub(crate) fn hoist(document: &mut Value) -> Result<()> {
    let mut schemas = Vec::new();
    collect(document, "", &mut schemas)?;
    if schemas.is_empty() {
        return Ok(());
    }
    let components =
        object(document, "the document")?.entry("components").or_insert_with(|| json!({}));
    let known = object(components, "/components")?.entry("schemas").or_insert_with(|| json!({}));
    let known = object(known, "/components/schemas")?;
    for Hoisted { name, schema, .. } in schemas {
        ensure!(
            !known.contains_key(&name),
            "schema {name}: the document already has a component of that name"
        );
        known.insert(name, schema);
    }
    Ok(())
}

fn object<'a>(value: &'a mut Value, at: &str) -> Result<&'a mut Map<String, Value>> {
    value.as_object_mut().with_context(|| format!("{at} is not an object"))
}

/// Children first, so that a hoisted schema holds references to the ones inside it.
fn collect(value: &mut Value, at: &str, schemas: &mut Vec<Hoisted>) -> Result<()> {
    match value {
        Value::Array(items) => {
            let mut items = items.iter_mut().enumerate();
            items.try_for_each(|(index, item)| collect(item, &format!("{at}/{index}"), schemas))
        }
        Value::Object(object) => {
            drop_needless_null(object);
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

/// Absence already says "no value" in the generated types; null would make a second wrapper. That holds for
/// properties that may be absent, and for nothing else.
fn drop_needless_null(schema: &mut Map<String, Value>) {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        let Value::Object(property) = property else { continue };
        if property.contains_key(MARK) && !required.iter().any(|required| required == name) {
            property.shift_remove("nullable");
        }
    }
}

fn move_out(
    name: String,
    at: &str,
    mut schema: Map<String, Value>,
    schemas: &mut Vec<Hoisted>,
) -> Result<Value> {
    let description = schema.get("description").cloned();
    ensure!(
        schema.shift_remove("nullable") != Some(Value::Bool(true)),
        "{at}: {name} may be null here, which its type cannot say; take {MARK} or nullable away in an overlay"
    );
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
            // Says what absence says.
            ("nullable", json!(false)),
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
            (
                json!({"x-hoist": "A", "properties": {"a": {}}, "required": ["a"]}),
                json!({"x-hoist": "A", "properties": {"a": {"nullable": true}}, "required": ["a"]}),
            ),
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
    fn inner_schemas_move_first_and_an_optional_property_needs_no_null() {
        let inner = json!({"x-hoist": "Inner", "type": "string", "nullable": true});
        let outer = json!({"x-hoist": "Outer", "properties": {"a": inner}, "required": ["b"]});
        let document = hoisted(outer, json!(1)).unwrap();
        let reference = json!({"$ref": "#/components/schemas/Inner"});
        let schemas = json!({"Inner": {"type": "string"}, "Outer": {"properties": {"a": reference}, "required": ["b"]}});
        assert_eq!(document["components"]["schemas"], schemas);
    }

    #[test]
    fn a_type_that_may_be_null_is_refused_where_absence_is_no_way_out() {
        let inner = json!({"x-hoist": "Inner", "type": "string", "nullable": true});
        for (schema, place) in [
            (inner.clone(), "/first"),
            (json!({"properties": {"a": inner}, "required": ["a"]}), "/first/properties/a"),
            (json!({"items": inner}), "/first/items"),
            (json!({"additionalProperties": inner}), "/first/additionalProperties"),
        ] {
            let error = hoisted(schema, json!(1)).unwrap_err();
            let expected = format!("{place}: Inner may be null here");
            assert!(error.starts_with(&expected), "{error}");
        }
    }

    #[test]
    fn components_that_are_no_object_are_refused() {
        for (components, error) in [
            (json!("text"), "/components is not an object"),
            (json!({"schemas": []}), "/components/schemas is not an object"),
        ] {
            let mut document = json!({"a": {"x-hoist": "A"}, "components": components});
            assert_eq!(hoist(&mut document).unwrap_err().to_string(), error);
        }
    }
}
