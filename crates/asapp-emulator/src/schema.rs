//! The one place where an OpenAPI 3.0 schema becomes a JSON Schema.
//!
//! Draft 4, because OpenAPI 3.0 took its keywords from the draft between 4 and 6 and shares draft 4's readings:
//! `exclusiveMinimum` is a flag, and `1.0` is no integer. A keyword or format that cannot be checked is refused
//! when the contract is read: a judge that skips what it does not know approves too much.

mod pointer;

use std::fmt;

use chrono::{DateTime, Timelike, Utc};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Value};

use self::pointer::pointer;

/// The most faults that are told of one value.
const LISTED: usize = 100;

/// A longer text is judged up to its first fault only. The engine collects all faults before it tells one, and a text
/// of some megabytes can hold millions.
const JUDGED_WHOLE: usize = 256 << 10;

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

/// A schema of the contract, ready to judge values.
pub(crate) struct Schema {
    json_schema: Value,
    validator: Validator,
}

/// One rule that a value breaks. It names the place and the rule, never the value or a key of the caller's own.
pub(crate) struct Fault {
    pub(crate) pointer: String,
    pub(crate) rule: String,
    pub(crate) message: String,
}

impl Schema {
    /// # Errors
    ///
    /// A keyword, format or pattern that cannot be checked.
    pub(crate) fn compile(openapi: &Value) -> Result<Self, String> {
        let json_schema = to_json_schema(openapi)?;
        let validator = jsonschema::options()
            .with_draft(Draft::Draft4)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(false)
            .with_format("date-time", is_timestamp)
            .offline()
            .build(&json_schema)
            .map_err(|error| error.to_string())?;
        Ok(Self { json_schema, validator })
    }

    /// What is wrong with a value that was read from a text of this many bytes: at most [`LISTED`] faults, and of a
    /// text beyond [`JUDGED_WHOLE`] one.
    pub(crate) fn faults(&self, value: &Value, length: usize) -> Vec<Fault> {
        if length > JUDGED_WHOLE {
            let first = self.validator.validate(value).err();
            return first.iter().map(|error| self.fault(error)).collect();
        }
        self.validator.iter_errors(value).take(LISTED).map(|error| self.fault(&error)).collect()
    }

    // Built from the schema alone: the engine's own text quotes the value.
    fn fault(&self, error: &ValidationError<'_>) -> Fault {
        let pointer = pointer(error.instance_path().as_str(), error.schema_path().as_str());
        let rule = error.kind().keyword().to_owned();
        if let ValidationErrorKind::Required { property: Value::String(name) } = error.kind() {
            let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            return Fault { pointer, rule, message: "is required".to_owned() };
        }
        let message = match self.json_schema.pointer(error.schema_path().as_str()) {
            Some(expected) if !holds_objects(expected) => format!("must satisfy {rule} {expected}"),
            _ => format!("must satisfy {rule}"),
        };
        Fault { pointer, rule, message }
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Schema").field(&self.json_schema).finish()
    }
}

fn holds_objects(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(holds_objects),
        _ => false,
    }
}

fn to_json_schema(openapi: &Value) -> Result<Value, String> {
    let Value::Object(keywords) = openapi else {
        return Err("a schema must be an object".to_owned());
    };
    let mut schema = Map::new();
    for (keyword, value) in keywords {
        if let Some(converted) = convert(keyword, value)? {
            schema.insert(keyword.clone(), converted);
        }
    }
    match keywords.get("nullable") {
        Some(Value::Bool(true)) => allow_null(&mut schema),
        None | Some(Value::Bool(false)) => {}
        Some(_) => return Err("nullable must be true or false".to_owned()),
    }
    Ok(Value::Object(schema))
}

/// The keyword's value as JSON Schema, or none where it constrains nothing.
fn convert(keyword: &str, value: &Value) -> Result<Option<Value>, String> {
    let converted = match keyword {
        "type" if !value.as_str().is_some_and(|name| TYPES.contains(&name)) => {
            return Err(format!("the type must be one of {}", TYPES.join(", ")));
        }
        "type" | "enum" | "format" | "pattern" | "minLength" | "maxLength" | "minimum"
        | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" | "minItems"
        | "maxItems" | "uniqueItems" | "minProperties" | "maxProperties" | "required" => {
            value.clone()
        }
        "properties" => each_member(value)?,
        "items" | "not" => to_json_schema(value)?,
        "additionalProperties" if value.is_boolean() => value.clone(),
        "additionalProperties" => to_json_schema(value)?,
        "allOf" | "anyOf" | "oneOf" => each_item(value)?,
        "title" | "description" | "default" | "example" | "deprecated" | "externalDocs"
        | "nullable" | "xml" => {
            return Ok(None);
        }
        extension if extension.starts_with("x-") => return Ok(None),
        unknown => return Err(format!("the schema keyword {unknown:?} is not supported")),
    };
    Ok(Some(converted))
}

fn each_member(value: &Value) -> Result<Value, String> {
    let Value::Object(members) = value else {
        return Err("properties must be an object".to_owned());
    };
    let members = members.iter().map(|(name, schema)| Ok((name.clone(), to_json_schema(schema)?)));
    Ok(Value::Object(members.collect::<Result<_, String>>()?))
}

fn each_item(value: &Value) -> Result<Value, String> {
    let Value::Array(items) = value else {
        return Err("a combination of schemas must be an array".to_owned());
    };
    Ok(Value::Array(items.iter().map(to_json_schema).collect::<Result<_, String>>()?))
}

// OpenAPI 3.0.3 would want null listed in the enum too; the published enums do not, and their examples send null.
fn allow_null(schema: &mut Map<String, Value>) {
    if let Some(kind) = schema.get_mut("type") {
        *kind = Value::Array(vec![kind.take(), "null".into()]);
    }
    if let Some(Value::Array(allowed)) = schema.get_mut("enum")
        && !allowed.contains(&Value::Null)
    {
        allowed.push(Value::Null);
    }
}

/// RFC 3339 as the vendor's validator takes it: upper-case `T` and `Z`, a zone always, and a fraction of 1 to 12
/// digits or none.
fn is_timestamp(text: &str) -> bool {
    has_timestamp_form(text)
        && DateTime::parse_from_rfc3339(text).is_ok_and(|time| is_real_second(time.to_utc()))
}

fn has_timestamp_form(text: &str) -> bool {
    let masked: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let Some(rest) = masked.strip_prefix("0000-00-00T00:00:00") else { return false };
    let zones = ["Z", "+00:00", "-00:00"];
    let Some(fraction) = zones.iter().find_map(|zone| rest.strip_suffix(zone)) else {
        return false;
    };
    let Some(digits) = fraction.strip_prefix('.') else { return fraction.is_empty() };
    (1..=12).contains(&digits.len()) && digits.bytes().all(|digit| digit == b'0')
}

// chrono takes a 60th second in any minute; UTC has one only at the end of a day.
fn is_real_second(time: DateTime<Utc>) -> bool {
    let is_leap_second = time.nanosecond() >= 1_000_000_000;
    !is_leap_second || (time.hour(), time.minute()) == (23, 59)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use serde_json::json;

    use super::*;

    fn accepts(schema: &Value, value: &Value) -> bool {
        Schema::compile(schema).unwrap().faults(value, 0).is_empty()
    }

    #[test]
    fn openapi_keywords_become_json_schema() {
        let rows = [
            (json!({"type": "string"}), json!({"type": "string"})),
            (json!({"type": "string", "nullable": true}), json!({"type": ["string", "null"]})),
            (json!({"type": "string", "nullable": false}), json!({"type": "string"})),
            (json!({"nullable": true}), json!({})),
            (
                json!({"type": "string", "enum": ["A"], "nullable": true}),
                json!({"type": ["string", "null"], "enum": ["A", null]}),
            ),
            (
                json!({"type": "string", "enum": ["A", null], "nullable": true}),
                json!({"type": ["string", "null"], "enum": ["A", null]}),
            ),
            (
                json!({"type": "string", "title": "t", "description": "d", "example": 1, "default": 2, "x-own": 3}),
                json!({"type": "string"}),
            ),
            (
                json!({"type": "object", "properties": {"example": {"type": "string", "example": "x"}, "nullable": {"type": "string", "nullable": true}}}),
                json!({"type": "object", "properties": {"example": {"type": "string"}, "nullable": {"type": ["string", "null"]}}}),
            ),
            (
                json!({"type": "array", "items": {"type": "string", "nullable": true}, "maxItems": 3}),
                json!({"type": "array", "items": {"type": ["string", "null"]}, "maxItems": 3}),
            ),
            (
                json!({"additionalProperties": {"type": "string", "nullable": true}}),
                json!({"additionalProperties": {"type": ["string", "null"]}}),
            ),
            (json!({"additionalProperties": false}), json!({"additionalProperties": false})),
            (
                json!({"oneOf": [{"type": "string", "example": "x"}], "not": {"type": "object", "description": "d"}}),
                json!({"oneOf": [{"type": "string"}], "not": {"type": "object"}}),
            ),
        ];
        for (openapi, expected) in rows {
            assert_eq!(to_json_schema(&openapi).unwrap(), expected, "{openapi}");
        }
    }

    #[test]
    fn what_cannot_be_checked_is_refused() {
        let rows = [
            json!({"$ref": "#/components/schemas/Message"}),
            json!({"discriminator": {"propertyName": "kind"}}),
            json!({"readOnly": true}),
            json!({"type": "string", "format": "phone"}),
            json!({"type": "string", "pattern": "("}),
            json!({"type": "strng"}),
            json!({"type": "null"}),
            json!({"type": ["string", "null"]}),
            json!({"type": "string", "nullable": "true"}),
            json!({"type": "string", "nullable": null}),
            json!({"properties": {"a": true}}),
            json!("string"),
        ];
        for schema in rows {
            assert!(Schema::compile(&schema).is_err(), "{schema}");
        }
    }

    #[test]
    fn null_is_accepted_where_nullable_stands() {
        let rows = [
            (json!({"type": "string", "nullable": true}), true),
            (json!({"type": "string"}), false),
            (json!({"type": "string", "enum": ["A"], "nullable": true}), true),
            (json!({"type": "string", "enum": ["A"]}), false),
            (
                json!({"type": "array", "items": {"type": "string"}, "maxItems": 1, "nullable": true}),
                true,
            ),
            (json!({"type": "string", "pattern": "x", "maxLength": 1, "nullable": true}), true),
        ];
        for (schema, accepted) in rows {
            assert_eq!(accepts(&schema, &Value::Null), accepted, "{schema}");
        }
    }

    #[test]
    fn patterns_are_unanchored_as_published() {
        let metadata = json!({"type": "string", "pattern": r"[a-zA-Z0-9\-\_]+"});
        let version = json!({"type": "string", "pattern": r"[a-zA-Z0-9\-\_\.]+"});
        let id = json!({"type": "string", "pattern": "^[A-Z0-9]+$"});
        let rows = [
            (&metadata, "id-1_2", true),
            (&metadata, "a b!", true),
            (&metadata, "!!", false),
            (&metadata, "", false),
            (&version, "…14.1.2", true),
            (&id, "01BX5ZZKBKACTAV9WEVGEMMVRZ", true),
            (&id, "01bx", false),
            (&id, "A B", false),
            (&id, "A\n", false),
            (&id, "", false),
        ];
        for (schema, text, accepted) in rows {
            assert_eq!(accepts(schema, &text.into()), accepted, "{schema} {text:?}");
        }
    }

    #[test]
    fn lengths_count_unicode_scalar_values() {
        let schema = json!({"type": "string", "minLength": 1, "maxLength": 3});
        let rows = [
            ("", false),
            ("a", true),
            ("äöü", true),
            ("😀😀😀", true),
            ("😀😀😀😀", false),
            ("e\u{301}e\u{301}", false),
            ("👩\u{200d}👩", true),
        ];
        for (text, accepted) in rows {
            assert_eq!(accepts(&schema, &text.into()), accepted, "{text:?}");
        }
    }

    #[test]
    fn formats_are_asserted() {
        let email = json!({"type": "string", "format": "email"});
        assert!(accepts(&email, &json!("jdoe@example.com")));
        assert!(!accepts(&email, &json!("jdoe")));
    }

    #[test]
    fn timestamps() {
        let schema = json!({"type": "string", "format": "date-time"});
        let rows = [
            ("2021-11-23T12:13:14Z", true),
            ("2021-11-23T12:13:14.5Z", true),
            ("2021-11-23T12:13:14.555Z", true),
            ("2022-07-08T11:15:53.237517000Z", true),
            ("2021-11-23T12:13:14.123456789012Z", true),
            ("2021-11-23T12:13:14.1234567890123Z", false),
            ("2021-11-23T12:13:14.Z", false),
            ("2021-11-23T12:13:14,5Z", false),
            ("2021-11-23T12:13:14+02:00", true),
            ("2021-11-23T12:13:14.5-11:30", true),
            ("2021-11-23T12:13:14+0200", false),
            ("2021-11-23T12:13:14+02", false),
            ("2021-11-23T12:13:14\u{2212}02:00", false),
            ("2021-11-23T12:13:14+24:00", false),
            ("2021-11-23T12:13:14", false),
            ("2024-08-14T00:00:00.000K", false),
            ("2021-11-23t12:13:14Z", false),
            ("2021-11-23T12:13:14z", false),
            ("2021-11-23 12:13:14Z", false),
            (" 2021-11-23T12:13:14Z", false),
            ("2021-11-23T12:13:14Z ", false),
            ("2021-11-23T12:13Z", false),
            ("2021-11-23", false),
            ("21-11-23T12:13:14Z", false),
            ("2021-02-29T00:00:00Z", false),
            ("2024-02-29T00:00:00Z", true),
            ("2021-13-01T00:00:00Z", false),
            ("2021-00-01T00:00:00Z", false),
            ("2021-11-31T00:00:00Z", false),
            ("2021-11-23T24:00:00Z", false),
            ("2021-11-23T12:60:00Z", false),
            ("2021-11-23T12:13:60Z", false),
            ("2021-11-23T12:13:61Z", false),
            ("2016-12-31T23:59:60Z", true),
            ("2017-01-01T00:59:60.5+01:00", true),
            ("２０21-11-23T12:13:14Z", false),
            ("", false),
        ];
        for (text, accepted) in rows {
            assert_eq!(accepts(&schema, &text.into()), accepted, "{text:?}");
        }
    }

    #[test]
    fn the_faults_told_are_few() {
        let schema = Schema::compile(&json!({"items": {"type": "string"}})).unwrap();
        let rows = [
            (1, 0, 1),
            (LISTED, 0, LISTED),
            (LISTED + 1, 0, LISTED),
            (LISTED + 1, JUDGED_WHOLE, LISTED),
            (LISTED + 1, JUDGED_WHOLE + 1, 1),
            (0, JUDGED_WHOLE + 1, 0),
        ];
        for (items, length, expected) in rows {
            let faults = schema.faults(&json!(vec![4111; items]), length);
            assert_eq!(faults.len(), expected, "{items} {length}");
        }
    }

    #[test]
    fn a_fault_names_the_place_and_the_rule() {
        let schema = json!({"type": "object", "required": ["a/b", "text"], "properties": {
            "text": {"type": "string", "minLength": 3, "nullable": true},
            "list": {"type": "array", "items": {"type": "string", "enum": ["A"]}, "maxItems": 1},
            "time": {"type": "string", "format": "date-time"},
            "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            "map": {"type": "object", "additionalProperties": {"type": "string"}},
            "closed": {"type": "object", "properties": {"a": {}}, "additionalProperties": false},
        }});
        let rows = [
            (json!({"text": "xxx"}), ("/a~1b", "required", "is required")),
            (json!({"a/b": 1}), ("/text", "required", "is required")),
            (json!({"a/b": 1, "text": "x"}), ("/text", "minLength", "must satisfy minLength 3")),
            (
                json!({"a/b": 1, "text": 4111}),
                ("/text", "type", r#"must satisfy type ["string","null"]"#),
            ),
            (
                json!({"a/b": 1, "text": null, "list": ["B"]}),
                ("/list/0", "enum", r#"must satisfy enum ["A"]"#),
            ),
            (
                json!({"a/b": 1, "text": null, "list": ["A", "A"]}),
                ("/list", "maxItems", "must satisfy maxItems 1"),
            ),
            (
                json!({"a/b": 1, "text": null, "time": "4111"}),
                ("/time", "format", r#"must satisfy format "date-time""#),
            ),
            (
                json!({"a/b": 1, "text": null, "either": []}),
                ("/either", "oneOf", "must satisfy oneOf"),
            ),
            (
                json!({"a/b": 1, "text": null, "map": {"card 4111": 5}}),
                ("/map/*", "type", r#"must satisfy type "string""#),
            ),
            (
                json!({"a/b": 1, "text": null, "closed": {"card 4111": 5}}),
                ("/closed", "additionalProperties", "must satisfy additionalProperties false"),
            ),
            (json!([4111]), ("", "type", r#"must satisfy type "object""#)),
        ];
        let schema = Schema::compile(&schema).unwrap();
        for (value, expected) in rows {
            let faults = schema.faults(&value, 0);
            let [fault] = faults.as_slice() else { panic!("{value}: {} faults", faults.len()) };
            assert_eq!(
                (fault.pointer.as_str(), fault.rule.as_str(), fault.message.as_str()),
                expected,
                "{value}"
            );
        }
    }
}
