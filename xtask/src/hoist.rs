//! Moves each schema marked `x-hoist: Name` to `components.schemas.Name` and leaves a reference behind.
//!
//! The generator gives same-named inline schemas one type without comparing them. Here two places may
//! share a name only when they are the same schema.
//!
//! A property that may be absent and may be null has three states. The generated `Option` has two, so a wrapper
//! stands between it and the type: `Option<NullableName>`, where `NullableName` holds an `Option<Name>`.

use std::collections::BTreeSet;

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
    /// Whether a property of this type may also be null.
    is_nullable: bool,
}

#[derive(Default)]
struct Hoist {
    schemas: Vec<Hoisted>,
    /// JSON pointers of the marked properties that may be absent.
    optional: BTreeSet<String>,
}

pub(crate) fn hoist(document: &mut Value) -> Result<()> {
    let mut hoist = Hoist::default();
    hoist.collect(document, "")?;
    if hoist.schemas.is_empty() {
        return Ok(());
    }
    hoist.refuse_names_of_wrappers()?;
    let components =
        object(document, "the document")?.entry("components").or_insert_with(|| json!({}));
    let known = object(components, "/components")?.entry("schemas").or_insert_with(|| json!({}));
    let known = object(known, "/components/schemas")?;
    for Hoisted { name, schema, is_nullable, .. } in hoist.schemas {
        let wrapper = is_nullable
            .then(|| (wrapper(&name), json!({ "nullable": true, "allOf": [reference(&name)] })));
        for (name, schema) in [(name, schema)].into_iter().chain(wrapper) {
            ensure!(
                !known.contains_key(&name),
                "schema {name}: the document already has a component of that name"
            );
            known.insert(name, schema);
        }
    }
    Ok(())
}

fn object<'a>(value: &'a mut Value, at: &str) -> Result<&'a mut Map<String, Value>> {
    value.as_object_mut().with_context(|| format!("{at} is not an object"))
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The name of the type that is null or a `name`.
///
/// In the type itself, null would need a second type for what it holds, with a name that nobody chose.
fn wrapper(name: &str) -> String {
    format!("Nullable{name}")
}

impl Hoist {
    /// Children first, so that a hoisted schema holds references to the ones inside it.
    fn collect(&mut self, value: &mut Value, at: &str) -> Result<()> {
        match value {
            Value::Array(items) => {
                let mut items = items.iter_mut().enumerate();
                items.try_for_each(|(index, item)| self.collect(item, &format!("{at}/{index}")))
            }
            Value::Object(object) => {
                self.note_optional(object, at);
                for (key, item) in object.iter_mut() {
                    self.collect(item, &format!("{at}/{}", escape(key)))?;
                }
                let Some(name) = object.shift_remove(MARK) else { return Ok(()) };
                let Value::String(name) = name else { bail!("{at}: {MARK}: {name} is not a name") };
                *value = self.move_out(name, at, std::mem::take(object))?;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn note_optional(&mut self, schema: &Map<String, Value>, at: &str) {
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|it| it == name));
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        for (name, property) in properties {
            if property.get(MARK).is_some() && !is_required(name) {
                self.optional.insert(format!("{at}/properties/{}", escape(name)));
            }
        }
    }

    fn move_out(
        &mut self,
        name: String,
        at: &str,
        mut schema: Map<String, Value>,
    ) -> Result<Value> {
        let description = schema.get("description").cloned();
        let is_nullable = schema.shift_remove("nullable") == Some(Value::Bool(true));
        ensure!(
            !is_nullable || self.optional.contains(at),
            "{at}: {name} may be null here, which its type cannot say; take {MARK} or nullable away in an overlay"
        );
        let reference = reference(&if is_nullable { wrapper(&name) } else { name.clone() });
        self.add(Hoisted { name, place: at.to_owned(), schema: schema.into(), is_nullable })?;
        // Beside a bare reference the description of this place would be lost.
        Ok(match description {
            Some(description) => json!({ "allOf": [reference], "description": description }),
            None => reference,
        })
    }

    fn add(&mut self, new: Hoisted) -> Result<()> {
        let Some(known) = self.schemas.iter_mut().find(|known| known.name == new.name) else {
            self.schemas.push(new);
            return Ok(());
        };
        ensure!(
            without_prose(&known.schema) == without_prose(&new.schema),
            "two different schemas have the name {}, at {} and at {}",
            known.name,
            known.place,
            new.place
        );
        known.is_nullable |= new.is_nullable;
        // What a mere text or number means at one place would be said of every place.
        let is_mere =
            ["properties", "items", "enum"].iter().all(|key| new.schema.get(key).is_none());
        if is_mere && known.schema.get("description") != new.schema.get("description") {
            known.schema.as_object_mut().and_then(|schema| schema.shift_remove("description"));
        }
        Ok(())
    }

    fn refuse_names_of_wrappers(&self) -> Result<()> {
        for Hoisted { name, .. } in self.schemas.iter().filter(|schema| schema.is_nullable) {
            let taken = self.schemas.iter().find(|schema| schema.name == wrapper(name));
            if let Some(Hoisted { name: taken, place, .. }) = taken {
                bail!(
                    "{place}: {taken} is the name of the wrapper for {name} or null; choose another"
                );
            }
        }
        Ok(())
    }
}

fn without_prose(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => bare(object.iter().filter_map(without_prose_of).collect()),
        Value::Array(items) => items.iter().map(without_prose).collect(),
        other => other.clone(),
    }
}

fn without_prose_of((key, value): (&String, &Value)) -> Option<(String, Value)> {
    match key.as_str() {
        prose if PROSE.contains(&prose) => None,
        // A property may be called `title`: prose is dropped from schemas, not from their property lists.
        "properties" => Some((key.clone(), properties_without_prose(value))),
        // Says the same in any order.
        "required" => Some((key.clone(), sorted(value))),
        _ => Some((key.clone(), without_prose(value))),
    }
}

/// A reference is wrapped only for the sake of the description beside it.
fn bare(schema: Map<String, Value>) -> Value {
    match schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        Some([reference]) if schema.len() == 1 => reference.clone(),
        _ => Value::Object(schema),
    }
}

fn sorted(names: &Value) -> Value {
    let mut names = names.clone();
    if let Some(names) = names.as_array_mut() {
        names.sort_by_key(Value::to_string);
    }
    names
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
    fn the_order_of_required_properties_makes_no_other_schema() {
        let schema = |names: Value| json!({"x-hoist": "A", "required": names});
        assert!(hoisted(schema(json!(["a", "b"])), schema(json!(["b", "a"]))).is_ok());
        assert!(hoisted(schema(json!(["a", "b"])), schema(json!(["a"]))).is_err());
        assert!(hoisted(schema(json!(["a", "b"])), schema(json!(["a", "c"]))).is_err());
    }

    #[test]
    fn what_is_said_of_one_place_is_not_said_of_a_type_for_several() {
        let text = json!({"x-hoist": "A", "type": "string"});
        for (schema, second, left) in [
            (text.clone(), Some("first"), Some("first")),
            (text.clone(), Some("second"), None),
            (text, None, None),
            // These are the same thing everywhere.
            (json!({"x-hoist": "A", "properties": {}}), Some("second"), Some("first")),
            (json!({"x-hoist": "A", "items": {}}), Some("second"), Some("first")),
            (json!({"x-hoist": "A", "enum": ["a"]}), None, Some("first")),
        ] {
            let (mut first, mut other) = (schema.clone(), schema);
            first["description"] = json!("first");
            if let Some(second) = second {
                other["description"] = json!(second);
            }
            let document = hoisted(first, other.clone()).unwrap();
            let said = document["components"]["schemas"]["A"].get("description");
            assert_eq!(said, left.map(|said| json!(said)).as_ref(), "{other}");
            assert_eq!(document["first"]["description"], "first", "{other}");
        }
    }

    #[test]
    fn a_description_beside_a_reference_makes_no_other_schema() {
        let outer = |inner: Value| json!({"x-hoist": "Outer", "properties": {"a": inner}});
        let inner = |mark: &str, nullable: bool| json!({"x-hoist": mark, "nullable": nullable});
        for (mark, nullable, is_same) in [
            ("Inner", false, true),
            // Another type is another schema, described or not.
            ("Inner", true, false),
            ("Other", false, false),
        ] {
            let mut described = inner(mark, nullable);
            described["description"] = json!("here");
            let document = hoisted(outer(inner("Inner", false)), outer(described));
            assert_eq!(document.is_ok(), is_same, "{mark} {nullable}: {document:?}");
        }
    }

    #[test]
    fn what_constrains_must_be_the_same() {
        let property = |name: &str| json!({"x-hoist": "A", "properties": {name: {}}});
        for (first, second) in [
            (json!({"x-hoist": "A", "type": "string"}), json!({"x-hoist": "A", "type": "number"})),
            (json!({"x-hoist": "A", "enum": ["a"]}), json!({"x-hoist": "A", "enum": ["b"]})),
            (json!({"x-hoist": "A"}), json!({"x-hoist": "A", "minLength": 1})),
            (
                json!({"x-hoist": "A", "allOf": [{}]}),
                json!({"x-hoist": "A", "allOf": [{}], "minLength": 1}),
            ),
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
    fn inner_schemas_move_first() {
        let inner = json!({"x-hoist": "Inner", "type": "string"});
        let outer = json!({"x-hoist": "Outer", "properties": {"a": inner}, "required": ["b"]});
        let document = hoisted(outer, json!(1)).unwrap();
        let properties = json!({"a": {"$ref": "#/components/schemas/Inner"}});
        let outer = json!({"properties": properties, "required": ["b"]});
        let schemas = json!({"Inner": {"type": "string"}, "Outer": outer});
        assert_eq!(document["components"]["schemas"], schemas);
    }

    #[test]
    fn an_optional_property_that_may_be_null_has_a_wrapper_for_null() {
        let (plain, wrapped) = (reference("A"), reference("NullableA"));
        for (property, left, has_wrapper) in [
            (json!({}), plain.clone(), false),
            (json!({"nullable": false}), plain.clone(), false),
            (json!({"nullable": true}), wrapped.clone(), true),
            (
                json!({"nullable": true, "description": "here"}),
                json!({"allOf": [wrapped], "description": "here"}),
                true,
            ),
        ] {
            let mut property = property;
            property["x-hoist"] = json!("A");
            let outer = json!({"properties": {"a/b": property, "c": {}}, "required": ["c"]});
            // Elsewhere the type is never null.
            let document = hoisted(json!({"x-hoist": "A"}), outer.clone()).unwrap();
            assert_eq!(document["first"], plain, "{outer}");
            assert_eq!(document["second"]["properties"]["a/b"], left, "{outer}");
            let schemas = document["components"]["schemas"].as_object().unwrap();
            assert_eq!(schemas["A"].get("nullable"), None, "{outer}");
            let wrapper = has_wrapper.then(|| json!({"nullable": true, "allOf": [plain]}));
            assert_eq!(schemas.get("NullableA"), wrapper.as_ref(), "{outer}");
        }
    }

    #[test]
    fn one_wrapper_stands_beside_its_type() {
        let property = |name: &str| json!({"x-hoist": name, "type": "string", "nullable": true});
        let properties = json!({"a": property("A"), "b": property("B"), "c": property("A")});
        let document = hoisted(json!({"properties": properties}), json!(1)).unwrap();
        let names: Vec<_> = document["components"]["schemas"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["A", "NullableA", "B", "NullableB"]);
    }

    #[test]
    fn the_name_of_a_wrapper_is_taken() {
        let nullable = json!({"properties": {"a": {"x-hoist": "A", "nullable": true}}});
        let other = json!({"x-hoist": "NullableA", "nullable": false});
        for (first, second, at) in [
            (nullable.clone(), other.clone(), "/second"),
            (other.clone(), nullable.clone(), "/first"),
        ] {
            let error = hoisted(first, second).unwrap_err();
            let expected = "NullableA is the name of the wrapper for A or null; choose another";
            assert_eq!(error, format!("{at}: {expected}"));
        }
        let components = json!({"schemas": {"NullableA": {}}});
        let error = hoist(&mut json!({"a": nullable, "components": components})).unwrap_err();
        let expected = "schema NullableA: the document already has a component of that name";
        assert_eq!(error.to_string(), expected);
        // Without a wrapper the name is free.
        assert!(hoisted(json!({"x-hoist": "A"}), other).is_ok());
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
