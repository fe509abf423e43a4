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
