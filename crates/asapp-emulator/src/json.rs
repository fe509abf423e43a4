//! JSON read strictly: what a careful server would refuse is not quietly repaired.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// Where a text stops being well-formed JSON. It carries no part of the text.
pub(crate) struct Malformed {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Reads one JSON value. A byte order mark, data after the value, a key given twice, bad UTF-8 and nesting beyond
/// 127 levels are malformed.
///
/// It is read twice, since `Value` keeps the last of two equal keys: first to hold it to the rules, then to build it.
/// Only `Value` can build it, because what a number looks like to others depends on how `serde_json` was compiled.
pub(crate) fn parse(text: &[u8]) -> Result<Value, Malformed> {
    let value =
        serde_json::from_slice::<Strict>(text).and_then(|Strict| serde_json::from_slice(text));
    value.map_err(|error| Malformed { line: error.line(), column: error.column() })
}

/// Stands for a value whose objects have no key twice.
struct Strict;

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

/// A key, borrowed from the text where no escape stands in it.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_str<E>(self, _: &str) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
        while items.next_element::<Strict>()?.is_some() {}
        Ok(Strict)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Strict, A::Error> {
        let mut keys = HashSet::new();
        while let Some((Key(key), Strict)) = members.next_entry::<Key<'_>, Strict>()? {
            if !keys.insert(key) {
                return Err(A::Error::custom("a key is given twice"));
            }
        }
        Ok(Strict)
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

    // It could only fail with `--features serde_json/arbitrary_precision`, where numbers reach a visitor as maps.
    #[test]
    fn numbers_are_numbers() {
        for text in ["5.5", "1e3", "-0", "12345678901234567890123", "1e999"] {
            assert_eq!(parse(text.as_bytes()).ok(), serde_json::from_str(text).ok(), "{text}");
        }
    }

    #[test]
    fn malformed_text_is_refused() {
        let deep = "[".repeat(100_000);
        let rows: [&[u8]; 12] = [
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
}
