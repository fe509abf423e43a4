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
    variants.as_array()?.iter().map(|variant| variant.get("const").cloned()).collect()
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::num::NonZeroU32;

    use serde::{Deserialize, Serialize};

    use crate::schema::Schema;

    use super::*;

    #[derive(Deserialize, Serialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    enum Word {
        /// One.
        One,
        /// Two.
        Two,
    }

    #[derive(Deserialize, Serialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Everything {
        word: Option<Word>,
        small: Option<u16>,
        medium: Option<u32>,
        positive: Option<NonZeroU32>,
        long: Option<u64>,
        signed: Option<i32>,
        share: Option<f64>,
        time: Option<chrono::DateTime<chrono::Utc>>,
    }

    #[test]
    fn what_passes_can_be_read_and_nothing_else() {
        let schema = Schema::of::<Everything>().unwrap();
        let rows = [
            (json!({}), true),
            (json!([]), false),
            (json!({"other": 1}), false),
            (json!({"word": "one"}), true),
            (json!({"word": "One"}), false),
            (json!({"word": null, "small": null, "share": null, "time": null}), true),
            (json!({"small": u16::MAX}), true),
            (json!({"small": u32::from(u16::MAX) + 1}), false),
            (json!({"small": -1}), false),
            (json!({"small": 1.0}), false),
            (json!({"medium": u32::MAX}), true),
            (json!({"medium": u64::from(u32::MAX) + 1}), false),
            (json!({"positive": 1}), true),
            (json!({"positive": 0}), false),
            (json!({"long": u64::MAX}), true),
            (json!({"long": 1e18}), false),
            (json!({"long": 1e30}), false),
            (json!({"signed": i32::MIN}), true),
            (json!({"signed": i64::from(i32::MIN) - 1}), false),
            (json!({"signed": i64::from(i32::MAX) + 1}), false),
            (json!({"share": 1}), true),
            (json!({"share": 0.5}), true),
            (json!({"share": "1"}), false),
            (json!({"time": "2021-11-23T12:13:14.5+02:00"}), true),
            (json!({"time": "2021-11-23T12:13:14"}), false),
        ];
        for (value, expected) in rows {
            assert_eq!(schema.faults(&value, 0).is_empty(), expected, "{value}");
            let read = serde_json::from_value::<Everything>(value.clone()).is_ok();
            assert!(read || !expected, "{value}");
        }
    }

    #[test]
    fn names_are_told() {
        let faults = Schema::of::<Word>().unwrap().faults(&json!("three"), 0);
        let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(messages, [r#"must satisfy enum ["one","two"]"#]);
    }
}
