//! What is told of a rule that a value breaks. It comes from the schema alone: the engine's own text quotes the value.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::{Map, Value};

pub(super) fn message(error: &ValidationError<'_>, schema: &Value) -> String {
    let rule = error.kind().keyword();
    let place = error.schema_path().as_str();
    let expected = schema.pointer(place);
    let told = match error.kind() {
        ValidationErrorKind::Required { .. } => return "is required".to_owned(),
        ValidationErrorKind::AdditionalProperties { .. } => {
            return format!("must have no members but {}", members(place, schema).join(", "));
        }
        ValidationErrorKind::OneOfNotValid { .. } => expected.and_then(variants),
        _ => expected.filter(|expected| !holds_objects(expected)).map(Value::to_string),
    };
    told.map_or_else(
        || format!("must satisfy {rule}"),
        |told| format!("must satisfy {rule} {told}"),
    )
}

/// The members that are named beside this rule against others.
fn members<'a>(place: &str, schema: &'a Value) -> Vec<&'a str> {
    let beside = place.rsplit_once('/').and_then(|(parent, _)| schema.pointer(parent));
    let named = beside.and_then(|beside| beside["properties"].as_object());
    let mut names: Vec<_> = named.into_iter().flat_map(Map::keys).map(String::as_str).collect();
    // Whether the map has an order of its own depends on how `serde_json` was compiled.
    names.sort_unstable();
    names
}

/// The names of an enum's variants, those with fields in braces; none where something else is to be chosen from.
fn variants(choices: &Value) -> Option<String> {
    let names = choices.as_array()?.iter().map(|choice| match &choice["enum"] {
        Value::Null => Some(format!("{{{}}}", choice["required"].get(0)?)),
        names => Some(names.get(0)?.to_string()),
    });
    Some(names.collect::<Option<Vec<_>>>()?.join(", "))
}

fn holds_objects(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(holds_objects),
        _ => false,
    }
}
