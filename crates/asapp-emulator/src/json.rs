//! JSON read strictly: what a careful server would refuse is not quietly repaired.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Where a text stops being well-formed JSON. It carries no part of the text.
pub(crate) struct Malformed {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Reads one JSON value. A byte order mark, data after the value, a key given twice, bad UTF-8 and nesting beyond
/// 127 levels are malformed.
pub(crate) fn parse(text: &[u8]) -> Result<Value, Malformed> {
    match serde_json::from_slice::<Strict>(text) {
        Ok(Strict(value)) => Ok(value),
        Err(error) => Err(Malformed { line: error.line(), column: error.column() }),
    }
}

/// Whether a `Content-Type` says JSON; parameters such as a charset are let through.
pub(crate) fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("application/json")
}

/// A value whose objects have no key twice; `Value` itself would keep the last one.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((key, Strict(value))) = members.next_entry::<String, Strict>()? {
            if object.insert(key, value).is_some() {
                return Err(A::Error::custom("a key is given twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn well_formed_text_is_read_as_it_stands() {
        let value = json!({"a": [1, -2, 1.5, "ä\n", true, null, {}], "b": {"a": u64::MAX}});
        assert_eq!(parse(value.to_string().as_bytes()).ok(), Some(value));
    }

    #[test]
    fn malformed_text_is_refused() {
        let deep = "[".repeat(100_000);
        let rows: [&[u8]; 13] = [
            b"",
            b" ",
            b"{",
            b"{} {}",
            b"{},",
            b"\xef\xbb\xbf{}",
            br#"{"a":1,"a":1}"#,
            br#"[{"b":{"a":1,"\u0061":2}}]"#,
            b"{'a':1}",
            b"\"\xff\"",
            br#""\ud800""#,
            b"1e999",
            deep.as_bytes(),
        ];
        for text in rows {
            assert!(
                parse(text).is_err(),
                "{}",
                String::from_utf8_lossy(&text[..text.len().min(40)])
            );
        }
    }

    #[test]
    fn media_types() {
        let rows = [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            (" application/json ;charset=utf-8", true),
            ("application/json-patch+json", false),
            ("application/problem+json", false),
            ("text/plain; application/json", false),
            ("", false),
        ];
        for (content_type, expected) in rows {
            assert_eq!(is_json(content_type), expected, "{content_type:?}");
        }
    }
}
