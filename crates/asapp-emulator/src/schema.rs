//! The one place where an OpenAPI 3.0 schema becomes a JSON Schema.
//!
//! Draft 4, because OpenAPI 3.0 took its keywords from the draft between 4 and 6 and shares draft 4's readings:
//! `exclusiveMinimum` is a flag, and `1.0` is no integer. A keyword or format that cannot be checked is refused
//! when the contract is read: a judge that skips what it does not know approves too much.

mod message;
mod of_type;
mod pointer;

use std::fmt;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, EmailOptions, ValidationError, Validator};
use schemars::JsonSchema;
use serde_json::{Map, Value};

use self::message::message;
use self::of_type::of_type;
use self::pointer::pointer;
use crate::timestamp::Instant;

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
        Self::build(to_json_schema(openapi)?)
    }

    /// The schema of a type, with the readings of the contract. The type can be read from what passes, save where a
    /// number of 20 digits or more is written with an exponent.
    ///
    /// # Errors
    ///
    /// A keyword or format that cannot be checked.
    pub(crate) fn of<T: JsonSchema>() -> Result<Self, String> {
        Self::build(of_type::<T>())
    }

    fn build(json_schema: Value) -> Result<Self, String> {
        let validator = jsonschema::options()
            .with_draft(Draft::Draft4)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(false)
            .with_format("date-time", |text: &str| Instant::read(text).is_some())
            // The format is a mailbox of RFC 5321, which has no display name.
            .with_email_options(EmailOptions::default().without_display_text())
            .offline()
            .build(&json_schema)
            .map_err(|error| error.to_string())?;
        Ok(Self { json_schema, validator })
    }

    pub(crate) fn as_value(&self) -> &Value {
        &self.json_schema
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

    fn fault(&self, error: &ValidationError<'_>) -> Fault {
        let mut pointer = pointer(error.instance_path().as_str(), error.schema_path().as_str());
        if let ValidationErrorKind::Required { property: Value::String(name) } = error.kind() {
            pointer.push('/');
            pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        }
        let rule = error.kind().keyword().to_owned();
        Fault { pointer, rule, message: message(error, &self.json_schema) }
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Schema").field(&self.json_schema).finish()
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
    fn integers_have_no_fraction() {
        let schema = json!({"type": "integer", "nullable": true});
        let rows = [
            ("3", true),
            ("0", true),
            ("-3", true),
            ("18446744073709551615", true),
            ("null", true),
            ("3.0", false),
            ("3.5", false),
            ("3e0", false),
            (r#""3""#, false),
            ("true", false),
        ];
        for (text, accepted) in rows {
            assert_eq!(accepts(&schema, &serde_json::from_str(text).unwrap()), accepted, "{text}");
        }
    }

    #[test]
    fn times_are_held_to_the_vendors_form() {
        let schema = json!({"type": "string", "format": "date-time", "nullable": true});
        assert!(accepts(&schema, &json!("2021-11-23T12:13:14.555Z")));
        assert!(!accepts(&schema, &json!("2021-11-23T12:13:14")));
        assert!(accepts(&schema, &Value::Null));
    }

    #[test]
    fn addresses() {
        let schema = json!({"type": "string", "format": "email", "nullable": true});
        let rows = [
            ("jdoe@example.com", true),
            ("J.Doe+asapp@mail.example.co.uk", true),
            ("o'hara@example.com", true),
            ("jdoe@localhost", true),
            (r#""j doe"@example.com"#, true),
            ("jdoe@[127.0.0.1]", true),
            ("", false),
            ("jdoe", false),
            ("@example.com", false),
            ("jdoe@", false),
            ("jdoe@@example.com", false),
            (".jdoe@example.com", false),
            ("j..doe@example.com", false),
            ("j doe@example.com", false),
            ("jdoe@example..com", false),
            ("jdoe@-example.com", false),
            ("jdoe@exam_ple.com", false),
            ("jdoe@example.com ", false),
            ("jdo\u{e9}@example.com", false),
            ("Jane Doe <jdoe@example.com>", false),
        ];
        for (text, accepted) in rows {
            assert_eq!(accepts(&schema, &text.into()), accepted, "{text:?}");
        }
        assert!(accepts(&schema, &Value::Null));
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
            "kind": {"oneOf": [{"enum": ["none"]}, {"type": "object", "properties": {"status": {}}, "required": ["status"]}]},
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
                ("/closed", "additionalProperties", "must have no members but a"),
            ),
            (
                json!({"a/b": 1, "text": null, "kind": "card 4111"}),
                ("/kind", "oneOf", r#"must satisfy oneOf "none", {"status"}"#),
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
