//! YAML to and from values, one reading for every document of the pipeline.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Reads one YAML document. Duplicate keys are refused, and only `true` and `false` are booleans, so
/// that a country code `NO` stays text.
///
/// `first_line` is the line of the surrounding file on which `text` begins, counted from 1.
pub(crate) fn parse(text: &str, first_line: u64) -> Result<Value> {
    let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map_or(0, |at| at.line().saturating_sub(1));
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default();
        anyhow::anyhow!("line {}: {what}", first_line + line)
    })
}

/// Writes `value` below a comment line. Reading it back gives the same value, or this fails.
pub(crate) fn print(comment: &str, value: &Value) -> Result<String> {
    let options = serde_saphyr::ser_options! { compact_list_indent: false };
    let text = serde_saphyr::to_string_with_options(value, options)?;
    let again = parse(&text, 1).context("reading back what was written")?;
    ensure!(again == *value, "a value did not survive being written as YAML");
    Ok(format!("# {comment}\n{text}"))
}
