//! YAML to and from values, one reading for every document of the pipeline.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use serde_saphyr::MergeKeyPolicy;

use crate::node::{self, Node, Source};

/// Reads one YAML document. Keys are text and met once, only `true` and `false` are booleans, so that a
/// country code `NO` stays text, and a number is written as JSON writes it.
///
/// `first_line` is the line of the surrounding file on which `text` begins, counted from 1.
pub(crate) fn parse(text: &str, first_line: u64) -> Result<Value> {
    Source { text, first_line }.value(read(text, first_line)?)
}

/// The first entry below `key` to which no alias refers.
pub(crate) fn unreferred(text: &str, key: &str) -> Result<Option<String>> {
    let node = read(text, 1)?;
    let referred = node::referred(&node);
    let entries = node::entries(&node).iter().filter(|(name, _)| name.value == key);
    let mut below = entries.flat_map(|(_, node)| node::entries(node));
    let lone = below.find(|(_, node)| !referred.contains(&node.defined));
    Ok(lone.map(|(name, _)| name.value.clone()))
}

fn read(text: &str, first_line: u64) -> Result<Node> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        // A merge would replace keys without a word, or be replaced.
        merge_keys: MergeKeyPolicy::Error,
        // Of what an overlay's actions share, each has an alias: that is many for one anchor, and no attack.
        budget: serde_saphyr::budget! { enforce_alias_anchor_ratio: false },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map_or(0, |at| at.line().saturating_sub(1));
        let message = error.to_string();
        // What follows repeats the place, counted from the fence, or speaks of the parser's options.
        let end = [" at line ", ", set ", " by configured "]
            .iter()
            .filter_map(|it| message.find(it))
            .min();
        let what = &message[..end.unwrap_or(message.len())];
        anyhow::anyhow!("line {}: {what}", first_line + line)
    })
}

/// Writes `value` below a comment line.
pub(crate) fn print(comment: &str, value: &Value) -> Result<String> {
    Ok(format!("# {comment}\n{}", text(value)?))
}

/// Writes `value`. Reading it back gives the same value, or this fails.
pub(crate) fn text(value: &Value) -> Result<String> {
    let options = serde_saphyr::ser_options! { compact_list_indent: false };
    let text = serde_saphyr::to_string_with_options(value, options)?;
    let again = parse(&text, 1).context("reading back what was written")?;
    ensure!(again == *value, "a value did not survive being written as YAML");
    Ok(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn scalars_are_read_as_published() {
        for (text, value) in [
            ("NO", json!("NO")),
            ("yes", json!("yes")),
            ("on", json!("on")),
            ("true", json!(true)),
            ("false", json!(false)),
            ("~", json!(null)),
            ("'0.1'", json!("0.1")),
            ("3.0.1", json!("3.0.1")),
            ("123", json!(123)),
            ("-1", json!(-1)),
            ("18446744073709551615", json!(u64::MAX)),
            ("0.1", json!(0.1)),
            ("1.0", json!(1.0)),
            ("'0123'", json!("0123")),
            ("ä: [&a 12, *a]", json!({"ä": [12, 12]})),
            ("", json!(null)),
            ("'2021-11-23T12:13:14.555Z'", json!("2021-11-23T12:13:14.555Z")),
            ("2021-11-23T12:13:14.555Z", json!("2021-11-23T12:13:14.555Z")),
            ("{200: a}", json!({"200": "a"})),
            ("{'200': a}", json!({"200": "a"})),
            ("{true: a, 0x10: b, 1.0: c}", json!({"true": "a", "0x10": "b", "1.0": "c"})),
        ] {
            assert_eq!(parse(text, 1).unwrap(), value, "{text}");
            let again = print("Again.", &value).unwrap();
            assert_eq!(parse(&again, 1).unwrap(), value, "{again}");
        }
    }

    #[test]
    fn what_has_an_anchor_stands_wherever_its_alias_does() {
        let shared = json!({"a": {"200": [1, {"b": "NO"}]}, "c": null});
        for (text, value) in [
            ("x: &x {a: {200: [1, {b: NO}]}, c: ~}\ny: *x\nz: [*x, {d: *x}]", shared.clone()),
            (
                "x: &x\n  a:\n    200:\n      - 1\n      - b: NO\n  c:\ny: *x\nz: [*x, d: *x]",
                shared,
            ),
            (
                "x: &x {a: &a {b: 1}, c: *a}\ny: *x\nz: [*x, d: *x]",
                json!({"a": {"b": 1}, "c": {"b": 1}}),
            ),
        ] {
            let all = json!({"x": value, "y": value, "z": [value, {"d": value}]});
            assert_eq!(parse(text, 1).unwrap(), all, "{text}");
        }
    }

    #[test]
    fn an_anchor_has_any_number_of_aliases() {
        let many = "- *a\n".repeat(1_000);
        let value = parse(&format!("- &a {{b: 1}}\n{many}"), 1).unwrap();
        assert_eq!(value, json!(vec![json!({"b": 1}); 1_001]));
    }

    #[test]
    fn what_no_alias_refers_to_is_found() {
        for (text, name) in [
            ("a: 1", None),
            ("x: {}", None),
            ("x: {b: &b 1}\ny: *b", None),
            ("x: {b: &b 1}\ny: {z: [*b]}", None),
            ("x: {b: &b 1, c: &c [*b]}\ny: *c", None),
            ("x:\n  b: &b\n    d: 1\ny: {z: *b}", None),
            ("x: {b: 1}", Some("b")),
            ("x: {b: &b 1, c: &c 1}\ny: *b", Some("c")),
            ("x: {b: &b 1, c: &c [*b]}", Some("c")),
            // The second anchor of a name takes the place of the first.
            ("x: {b: &a 1, c: &a 1}\ny: *a", Some("b")),
            ("w: {b: 1}\nx: {c: &c 1}\ny: *c", None),
        ] {
            assert_eq!(unreferred(text, "x").unwrap().as_deref(), name, "{text}");
        }
    }

    #[test]
    fn errors_name_the_line_of_the_surrounding_file() {
        for (text, first_line, error) in [
            ("a: 1\nb: 2\na: 3", 1, "line 3: duplicate mapping key: a"),
            ("a: 1\nb: 2\na: 3", 17, "line 19: duplicate mapping key: a"),
            ("a:\n  b: 1\n  b: 2", 17, "line 19: duplicate mapping key: b"),
            ("a:\n  200: 1\n  '200': 2", 17, "line 19: duplicate mapping key: 200"),
            ("'1.0': 1\n1.0: 2", 1, "line 2: duplicate mapping key: 1.0"),
            ("true: 1\n'true': 2", 1, "line 2: duplicate mapping key: true"),
            ("a: b: c", 17, "line 17: mapping values are not allowed in this context"),
            ("a: *b", 17, "line 17: alias references unknown anchor"),
            ("a: &a {b: 1}\nc:\n  <<: *a\n  b: 2", 17, "line 19: YAML merge keys are not allowed"),
        ] {
            assert_eq!(parse(text, first_line).unwrap_err().to_string(), error, "{text}");
        }
    }

    #[test]
    fn a_number_that_would_be_reworded_is_refused() {
        for (written, number) in [
            ("0123", "123.0"),
            ("1_000", "1000"),
            ("0x10", "16"),
            ("0o10", "8"),
            ("+1", "1"),
            ("-0", "0"),
            ("0.10", "0.1"),
            ("1e3", "1000.0"),
            (".5", "0.5"),
            ("12345678901234567890123", "1.2345678901234568e+22"),
        ] {
            let error = parse(&format!("ü: 1\na:\n  - {written}\n"), 17).unwrap_err().to_string();
            let begin = format!("line 19: the number {written} would become {number};");
            assert!(error.starts_with(&begin), "{error}");
        }
    }
}
