//! The contract's limits on requests, as constants for the facade, whose package reads only its own folder.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::assemble::{Document, escape};

const HEADER: &str = "\
//! What the specs allow in a request, one module per operation.
//!
//! Lengths count Unicode scalar values. Patterns are as published: without `^` and `$`, a match anywhere counts.
// Written by `cargo xtask regenerate` from specs/contract. Not to be edited.
";

/// Keywords that the compiler enforces through the builders' types, or that constrain nothing.
const NOT_LIMITS: [&str; 10] = [
    "type",
    "properties",
    "items",
    "required",
    "enum",
    "nullable",
    "additionalProperties",
    "description",
    "example",
    "title",
];

/// One limit of one operation.
struct Limit {
    location: &'static str,
    /// JSON pointer below the location; `*` stands for any index.
    pointer: String,
    keyword: String,
    value: Value,
}

pub(crate) fn generate(contract: &[Document]) -> Result<String> {
    let (mut code, mut all) = (HEADER.to_owned(), String::new());
    for Document { name, value } in contract {
        for (path, item) in value["paths"].as_object().into_iter().flatten() {
            for operation in item.as_object().into_iter().flat_map(|item| item.values()) {
                let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
                    continue;
                };
                of_operation(item, operation)
                    .and_then(|limits| write_module(&mut code, id, &limits))
                    .with_context(|| format!("specs/contract/{name}.yaml: {id} ({path})"))?;
                writeln!(all, "    ({id:?}, {}::LIMITS),", snake_case(id))?;
            }
        }
    }
    writeln!(
        code,
        "\n/// The limits of every operation.\npub(crate) const ALL: &[(&str, &[crate::validate::Limit])] = &[\n{all}];"
    )?;
    Ok(code)
}

fn of_operation(item: &Value, operation: &Value) -> Result<Vec<Limit>> {
    let mut limits = Vec::new();
    for parameter in parameters(item, operation) {
        let name = parameter["name"].as_str().context("a parameter without name")?;
        let location = match parameter["in"].as_str() {
            Some("path") => "Path",
            Some("query") => "Query",
            other => bail!("parameter {name} is in {other:?}, which the facade cannot check"),
        };
        of_schema(&parameter["schema"], location, &format!("/{}", escape(name)), &mut limits)?;
    }
    if let Some(body) = operation.get("requestBody") {
        let schema = body.pointer("/content/application~1json/schema").context(
            "/requestBody: has no schema for application/json, so its limits are not known; teach xtask/src/limits.rs its media type",
        )?;
        of_schema(schema, "Body", "", &mut limits)?;
    }
    Ok(limits)
}

/// Those of the path and of the operation, which may replace one of the path.
fn parameters<'a>(item: &'a Value, operation: &'a Value) -> impl Iterator<Item = &'a Value> {
    let of = |at: &'a Value| at.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let is_replaced = move |known: &&Value| {
        of(operation).any(|own| own["name"] == known["name"] && own["in"] == known["in"])
    };
    of(item).filter(move |known| !is_replaced(known)).chain(of(operation))
}

fn of_schema(
    schema: &Value,
    location: &'static str,
    pointer: &str,
    limits: &mut Vec<Limit>,
) -> Result<()> {
    let schema = schema.as_object().with_context(|| format!("{pointer}: not a schema"))?;
    for (keyword, value) in
        schema.iter().filter(|(keyword, _)| !NOT_LIMITS.contains(&keyword.as_str()))
    {
        limits.push(Limit {
            location,
            pointer: pointer.to_owned(),
            keyword: keyword.clone(),
            value: value.clone(),
        });
    }
    for (name, property) in
        schema.get("properties").and_then(Value::as_object).into_iter().flatten()
    {
        of_schema(property, location, &format!("{pointer}/{}", escape(name)), limits)?;
    }
    for (keyword, below) in [("items", "*"), ("additionalProperties", "*")] {
        if let Some(inner) = schema.get(keyword).filter(|inner| inner.is_object()) {
            of_schema(inner, location, &format!("{pointer}/{below}"), limits)?;
        }
    }
    Ok(())
}

fn write_module(code: &mut String, operation: &str, limits: &[Limit]) -> Result<()> {
    let (mut constants, mut table) = (String::new(), String::new());
    let mut names = BTreeSet::new();
    for Limit { location, pointer, keyword, value } in limits {
        let at = || format!("{pointer}: {keyword}: {value}");
        let name = constant_name(pointer, keyword);
        let place = pointer.escape_debug();
        let rule = match (keyword.as_str(), value) {
            ("format", Value::String(format)) if format == "date-time" => {
                "Rule::DateTime".to_owned()
            }
            ("format", Value::String(format)) if format == "email" => "Rule::Email".to_owned(),
            (
                "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties",
                Value::Number(number),
            ) => {
                writeln!(
                    constants,
                    "    /// `{keyword}` of `{place}`.\n    pub(crate) const {name}: usize = {number};"
                )?;
                format!("Rule::{}({name})", capitalised(keyword))
            }
            ("pattern", Value::String(pattern)) => {
                writeln!(
                    constants,
                    "    /// `{keyword}` of `{place}`.\n    pub(crate) const {name}: &str = {pattern:?};"
                )?;
                format!("Rule::Pattern({name})")
            }
            _ => bail!(
                "{}: teach this limit to xtask/src/limits.rs and to the facade's validation",
                at()
            ),
        };
        ensure!(names.insert(name), "{}: two limits would have the same name", at());
        writeln!(table, "        Limit::new(Location::{location}, {pointer:?}, {rule}),")?;
    }
    write!(
        code,
        "\n/// Limits on a request of `{operation}`.\npub(crate) mod {module} {{\n    #[allow(unused_imports)]\n    use crate::validate::{{Limit, Location, Rule}};\n\n{constants}\n    pub(crate) const LIMITS: &[Limit] = &[\n{table}    ];\n}}\n",
        module = snake_case(operation)
    )?;
    Ok(())
}

/// `/messages/*/text`, `minLength` → `MESSAGES_TEXT_MIN_LENGTH`.
fn constant_name(pointer: &str, keyword: &str) -> String {
    let mut words: Vec<&str> = pointer.split('/').filter(|word| !word.is_empty()).collect();
    if words.last() == Some(&"*") {
        words.pop();
        words.push("item");
    }
    words.retain(|word| *word != "*");
    words.push(keyword);
    let words: Vec<_> = words.iter().map(|word| snake_case(word).to_uppercase()).collect();
    let name = words.join("_");
    // No Rust name begins with a digit.
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// What may not stand in a Rust name becomes `_`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        let letter = if letter.is_ascii_alphanumeric() { letter } else { '_' };
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn generated(operation: Value) -> Result<String, String> {
        let value = json!({"paths": {"/a": {"post": operation}}});
        generate(&[Document { name: "a", value }]).map_err(|error| format!("{error:#}"))
    }

    fn with_body(schema: Value) -> Value {
        let body = json!({"content": {"application/json": {"schema": schema}}});
        json!({"operationId": "add-it", "requestBody": body})
    }

    #[test]
    fn names_are_rust_whatever_a_contract_calls_things() {
        for (property, constant, pointer) in [
            ("firstName", "FIRST_NAME_MAX_LENGTH", r#""/firstName""#),
            ("first-name", "FIRST_NAME_MAX_LENGTH", r#""/first-name""#),
            ("first.näme", "FIRST_N_ME_MAX_LENGTH", r#""/first.näme""#),
            ("1st", "_1ST_MAX_LENGTH", r#""/1st""#),
            ("say \"a\"\n", "SAY__A___MAX_LENGTH", r#""/say \"a\"\n""#),
        ] {
            let schema = json!({"type": "object", "properties": {property: {"maxLength": 3}}});
            let code = generated(with_body(schema)).unwrap();
            assert!(code.contains("pub(crate) mod add_it {"), "{code}");
            assert!(code.contains(&format!("pub(crate) const {constant}: usize = 3;")), "{code}");
            let limit = format!("(Location::Body, {pointer}, Rule::MaxLength({constant}))");
            assert!(code.contains(&limit), "{code}");
        }
    }

    #[test]
    fn each_keyword_has_its_rule() {
        for (schema, constant, rule) in [
            (json!({"format": "email"}), "", "Rule::Email"),
            (json!({"format": "date-time"}), "", "Rule::DateTime"),
            (
                json!({"minProperties": 1}),
                "A_MIN_PROPERTIES: usize = 1;",
                "Rule::MinProperties(A_MIN_PROPERTIES)",
            ),
            (json!({"minLength": 1}), "A_MIN_LENGTH: usize = 1;", "Rule::MinLength(A_MIN_LENGTH)"),
            (json!({"maxLength": 9}), "A_MAX_LENGTH: usize = 9;", "Rule::MaxLength(A_MAX_LENGTH)"),
            (json!({"minItems": 1}), "A_MIN_ITEMS: usize = 1;", "Rule::MinItems(A_MIN_ITEMS)"),
            (json!({"maxItems": 9}), "A_MAX_ITEMS: usize = 9;", "Rule::MaxItems(A_MAX_ITEMS)"),
            (json!({"pattern": "^a$"}), "A_PATTERN: &str = \"^a$\";", "Rule::Pattern(A_PATTERN)"),
        ] {
            let code = generated(with_body(json!({"properties": {"a": schema}}))).unwrap();
            assert!(code.contains(&format!("(Location::Body, \"/a\", {rule}),")), "{code}");
            assert!(code.contains(constant), "{code}");
        }
    }

    #[test]
    fn a_limit_that_no_rule_checks_is_refused() {
        for schema in [
            json!({"format": "uri"}),
            json!({"format": "int64"}),
            json!({"maximum": 9}),
            json!({"maxProperties": 9}),
            json!({"minProperties": "1"}),
            json!({"allOf": []}),
        ] {
            let error = generated(with_body(json!({"properties": {"a": schema}}))).unwrap_err();
            let begin = "specs/contract/a.yaml: add-it (/a): /a: ";
            assert!(error.starts_with(begin) && error.contains("teach this limit"), "{error}");
        }
    }

    #[test]
    fn an_integer_without_bounds_has_no_limit() {
        let integer = json!({"type": "integer", "nullable": true});
        let code = generated(with_body(json!({"properties": {"a": integer}}))).unwrap();
        assert!(code.contains("LIMITS: &[Limit] = &[\n    ];"), "{code}");
    }

    #[test]
    fn a_constant_is_named_after_the_pointer() {
        for (pointer, name) in [
            ("", "MAX_LENGTH"),
            ("/text", "TEXT_MAX_LENGTH"),
            ("/items", "ITEMS_MAX_LENGTH"),
            ("/items/*", "ITEMS_ITEM_MAX_LENGTH"),
            ("/items/*/lobId", "ITEMS_LOB_ID_MAX_LENGTH"),
            ("/items/*/companySegment/*", "ITEMS_COMPANY_SEGMENT_ITEM_MAX_LENGTH"),
            ("/items/*/attributes/*/name", "ITEMS_ATTRIBUTES_NAME_MAX_LENGTH"),
        ] {
            assert_eq!(constant_name(pointer, "maxLength"), name);
        }
    }

    #[test]
    fn limits_of_records_in_a_list_are_told_by_their_pointers() {
        let text = |length: usize| json!({"type": "string", "maxLength": length});
        let segments = json!({"type": "array", "items": text(3), "maxItems": 4});
        let record =
            json!({"properties": {"lobId": text(1), "items": text(2), "segments": segments}});
        let records = json!({"type": "array", "items": record, "minItems": 5});
        let code = generated(with_body(json!({"properties": {"items": records}}))).unwrap();
        for (pointer, rule, value) in [
            ("/items", "MinItems(ITEMS_MIN_ITEMS)", 5),
            ("/items/*/lobId", "MaxLength(ITEMS_LOB_ID_MAX_LENGTH)", 1),
            ("/items/*/items", "MaxLength(ITEMS_ITEMS_MAX_LENGTH)", 2),
            ("/items/*/segments", "MaxItems(ITEMS_SEGMENTS_MAX_ITEMS)", 4),
            ("/items/*/segments/*", "MaxLength(ITEMS_SEGMENTS_ITEM_MAX_LENGTH)", 3),
        ] {
            assert!(code.contains(&format!("{pointer:?}, Rule::{rule})")), "{pointer}: {code}");
            let name = rule.split(['(', ')']).nth(1).unwrap();
            assert!(code.contains(&format!("const {name}: usize = {value};")), "{name}: {code}");
        }
    }

    #[test]
    fn a_parameter_of_an_operation_replaces_one_of_its_path() {
        let parameter = |name: &str, place: &str, length: usize| json!({"name": name, "in": place, "schema": {"maxLength": length}});
        let shared = [parameter("a", "path", 1), parameter("b", "path", 2)];
        for (own, limits) in [
            (json!([]), &[("Path", "a", 1), ("Path", "b", 2)][..]),
            (json!([parameter("b", "path", 3)]), &[("Path", "a", 1), ("Path", "b", 3)]),
            // Elsewhere it is another parameter.
            (
                json!([parameter("c", "path", 3), parameter("c", "query", 4)]),
                &[("Path", "a", 1), ("Path", "b", 2), ("Path", "c", 3), ("Query", "c", 4)],
            ),
        ] {
            let item = json!({ "parameters": shared });
            let found: Vec<_> = of_operation(&item, &json!({ "parameters": own })).unwrap();
            let found: Vec<_> = found
                .iter()
                .map(|it| (it.location, &it.pointer[1..], it.value.as_u64().unwrap()))
                .collect();
            assert_eq!(found, limits, "{own}");
        }
    }

    #[test]
    fn two_limits_of_one_name_are_refused() {
        let text = json!({"type": "string", "maxLength": 3});
        let list =
            json!({"items": {"type": "string", "maxLength": 3, "properties": {"item": text}}});
        for (schema, pointer) in [
            (json!({"properties": {"a-b": text, "aB": text}}), "/aB"),
            (json!({"properties": {"a": list}}), "/a/*/item"),
        ] {
            let error = generated(with_body(schema)).unwrap_err();
            let end = format!("{pointer}: maxLength: 3: two limits would have the same name");
            assert!(error.ends_with(&end), "{error}");
        }
    }

    #[test]
    fn a_body_whose_limits_are_not_known_is_refused() {
        let schema = json!({"schema": {"type": "string", "maxLength": 3}});
        for body in [
            json!({"content": {"application/json; charset=utf-8": schema}}),
            json!({"content": {"application/json": {}}}),
            json!({"$ref": "#/components/requestBodies/A"}),
        ] {
            let error = generated(json!({"operationId": "add", "requestBody": body})).unwrap_err();
            let begin = "specs/contract/a.yaml: add (/a): /requestBody: has no schema";
            assert!(error.starts_with(begin), "{error}");
        }
    }
}
