//! What the generator is given of a contract: per operation, the success answer alone.
//!
//! Errors are not generated. Every other answer reaches the facade as it came, with status, headers and
//! unread body; a generated error type would lose them whenever a body is not what the contract says.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

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

/// An object without properties says nothing, and an empty body must not be an error.
fn promises_nothing(answer: &Value) -> bool {
    let schema = answer.pointer("/content/application~1json/schema");
    schema.is_some_and(|schema| schema["type"] == "object" && schema.get("properties").is_none())
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
        for (responses, left) in [
            (json!({"200": id, "404": text, "default": text}), json!({"2XX": id})),
            (json!({"default": text, "201": id}), json!({"2XX": id})),
            (json!({"2XX": text}), json!({"2XX": text})),
            (json!({"204": empty}), json!({"2XX": empty})),
            // An object of which nothing is known promises no content.
            (json!({"200": answer(json!({"type": "object"}))}), json!({"2XX": empty})),
        ] {
            assert_eq!(reduced(responses.clone()), Ok(left), "{responses}");
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
