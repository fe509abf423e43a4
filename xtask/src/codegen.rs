//! What the generator is given of a contract: per operation, the success answer alone.
//!
//! Errors are not generated. Every other answer reaches the facade as it came, with status, headers and
//! unread body; a generated error type would lose them whenever a body is not what the contract says.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// Keywords of a schema that promise nothing of an object.
const SAYS_NOTHING: [&str; 4] = ["type", "description", "title", "example"];

pub(crate) fn success_only(document: &mut Value) -> Result<()> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).context("no paths")?;
    for (path, item) in paths {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let Some(responses) = operation.get_mut("responses") else { continue };
            reduce(responses).with_context(|| format!("{method} {path}"))?;
        }
    }
    Ok(())
}

fn reduce(responses: &mut Value) -> Result<()> {
    let all = responses.as_object().context("responses is not an object")?;
    let mut success = all.iter().filter(|(status, _)| status.starts_with('2'));
    let (_, answer) = success.next().context("no success answer")?;
    ensure!(success.next().is_none(), "more than one success answer");
    let mut answer = answer.clone();
    if promises_nothing(&answer) {
        answer.as_object_mut().and_then(|answer| answer.remove("content"));
    }
    // A 201 is as good as a 200: neither may turn a stored message into an error.
    *responses = json!({ "2XX": answer });
    Ok(())
}

/// An object of which nothing more is said, and an empty body must not be an error.
fn promises_nothing(answer: &Value) -> bool {
    let schema = answer.pointer("/content/application~1json/schema");
    let Some(schema) = schema.and_then(Value::as_object) else { return false };
    let says_nothing = |key: &String| SAYS_NOTHING.contains(&key.as_str());
    schema.get("type").is_some_and(|kind| kind == "object") && schema.keys().all(says_nothing)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn reduced(responses: Value) -> Result<Value, String> {
        let mut document =
            json!({"paths": {"/a": {"parameters": [], "get": {"responses": responses}}}});
        success_only(&mut document).map_err(|error| format!("{error:#}"))?;
        Ok(document["paths"]["/a"]["get"]["responses"].take())
    }

    fn answer(schema: Value) -> Value {
        json!({"description": "d", "content": {"application/json": {"schema": schema}}})
    }

    #[test]
    fn the_success_answer_is_left_alone() {
        let id = answer(json!({"type": "object", "properties": {"id": {"type": "string"}}}));
        let text = answer(json!({"type": "string"}));
        let empty = json!({"description": "d"});
        let prose = json!({"type": "object", "description": "d", "title": "t", "example": {}});
        for (responses, left) in [
            (json!({"200": id, "404": text, "default": text}), json!({"2XX": id})),
            (json!({"default": text, "201": id}), json!({"2XX": id})),
            (json!({"2XX": text}), json!({"2XX": text})),
            (json!({"204": empty}), json!({"2XX": empty})),
            // An object of which nothing is known promises no content.
            (json!({"200": answer(json!({"type": "object"}))}), json!({"2XX": empty})),
            (json!({"200": answer(prose)}), json!({"2XX": empty})),
        ] {
            assert_eq!(reduced(responses.clone()), Ok(left), "{responses}");
        }
    }

    #[test]
    fn what_an_answer_promises_is_kept() {
        let reference = json!({"$ref": "#/components/schemas/A"});
        for promise in [
            json!({"type": "object", "properties": {}}),
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            json!({"type": "object", "allOf": [reference]}),
            json!({"type": "object", "oneOf": [reference]}),
            json!({"type": "object", "$ref": "#/components/schemas/A"}),
            json!({"type": "object", "minProperties": 1}),
            json!({"type": "array"}),
            json!({}),
        ] {
            let kept = answer(promise);
            assert_eq!(reduced(json!({"200": kept})), Ok(json!({"2XX": kept})));
        }
    }

    #[test]
    fn what_is_not_one_success_answer_is_refused() {
        for (responses, error) in [
            (json!({"200": {}, "201": {}}), "get /a: more than one success answer"),
            (json!({"404": {}, "default": {}}), "get /a: no success answer"),
            (json!([]), "get /a: responses is not an object"),
        ] {
            assert_eq!(reduced(responses), Err(error.to_owned()));
        }
    }
}
