//! An operation without the words that explain it: what is left is what it demands and promises.

use serde_json::Value;

/// What [`without`] leaves out.
pub(crate) const LEFT_OUT: &str = "descriptions, summaries, titles and examples";

const PROSE: [&str; 5] = ["description", "summary", "title", "example", "examples"];

/// Keywords whose keys are names, which may be one of [`PROSE`]: a property may be called `title`.
const NAMED: [&str; 8] = [
    "properties",
    "patternProperties",
    "responses",
    "headers",
    "content",
    "encoding",
    "links",
    "callbacks",
];

/// Keywords whose value is taken as it is.
const LITERAL: [&str; 4] = ["const", "default", "enum", "mapping"];

pub(crate) fn without(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without).collect(),
        Value::Object(object) => object
            .iter()
            .filter(|(key, _)| !PROSE.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), without_below(key, value)))
            .collect(),
        other => other.clone(),
    }
}

fn without_below(key: &str, value: &Value) -> Value {
    match value {
        literal if LITERAL.contains(&key) || key.starts_with("x-") => literal.clone(),
        Value::Object(named) if NAMED.contains(&key) => {
            named.iter().map(|(name, value)| (name.clone(), without(value))).collect()
        }
        other => without(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_words_are_left_out() {
        for (value, bare) in [
            (json!({"summary": "a", "tags": ["a"]}), json!({"tags": ["a"]})),
            (
                json!({"type": "string", "title": "a", "description": "b", "example": "c", "examples": ["d"]}),
                json!({"type": "string"}),
            ),
            (
                json!({"responses": {"200": {"description": "a", "headers": {"title": {"required": true, "example": 1}}}}}),
                json!({"responses": {"200": {"headers": {"title": {"required": true}}}}}),
            ),
            (
                json!({"allOf": [{"properties": {"example": {"title": "a", "type": "string"}}, "required": ["example"]}]}),
                json!({"allOf": [{"properties": {"example": {"type": "string"}}, "required": ["example"]}]}),
            ),
            // A property, not the keyword.
            (
                json!({"properties": {"properties": {"title": "a", "type": "object"}}}),
                json!({"properties": {"properties": {"type": "object"}}}),
            ),
        ] {
            assert_eq!(without(&value), bare, "{value}");
        }
        for value in [
            json!({"enum": [{"title": "a"}], "default": {"title": "a"}}),
            json!({"const": {"title": "a"}}),
            json!({"discriminator": {"mapping": {"title": "#/components/schemas/A"}}}),
            json!({"x-ours": {"title": "a"}}),
            json!("description"),
        ] {
            assert_eq!(without(&value), value);
        }
    }
}
