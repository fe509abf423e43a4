//! Schemas of types, for the engine that judges by the contract.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

/// The schema of a type in draft 4, without references: places in it are told as places in the value are.
pub(super) fn of_type<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.meta_schema = None;
        settings.inline_subschemas = true;
    });
    let settings = settings.with_transform(RecursiveTransform(in_draft_4));
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

// Draft 4 has no `const`, and no formats of numbers: `enum`, `minimum` and `maximum` say the same.
fn in_draft_4(schema: &mut Schema) {
    if let Some(only) = schema.remove("const") {
        schema.insert("enum".to_owned(), json!([only]));
    }
    if let Some(names) = schema.get("oneOf").and_then(names) {
        schema.remove("oneOf");
        schema.insert("enum".to_owned(), names);
    }
    let Some((least, most)) = schema.get("format").and_then(bounds) else { return };
    schema.remove("format");
    let Some(keywords) = schema.as_object_mut() else { return };
    if let Some(least) = least {
        keywords.entry("minimum").or_insert(least);
    }
    if let Some(most) = most {
        keywords.entry("maximum").or_insert(most);
    }
}

/// What an enum without fields can be, where it can be nothing else. Told as one list, a wrong name is answered with the
/// right ones.
fn names(variants: &Value) -> Option<Value> {
    let names = variants.as_array()?.iter().map(|variant| match variant["enum"].as_array()?[..] {
        [ref name] => Some(name.clone()),
        _ => None,
    });
    names.collect()
}

/// The least and the most of a format of numbers.
fn bounds(format: &Value) -> Option<(Option<Value>, Option<Value>)> {
    let (least, most) = match format.as_str()? {
        "int32" => (json!(i32::MIN), json!(i32::MAX)),
        "uint16" => (json!(0), json!(u16::MAX)),
        "uint32" => (json!(0), json!(u32::MAX)),
        "uint64" | "uint" => (json!(0), json!(u64::MAX)),
        "double" => return Some((None, None)),
        _ => return None,
    };
    Some((Some(least), Some(most)))
}
