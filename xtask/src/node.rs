//! A YAML node as it is written: with its place, and with every key of a mapping.
//!
//! A value alone no longer shows that `200:` stood beside `'200':`, or that 123 was written `0123`.

use std::collections::HashSet;
use std::fmt;

use anyhow::{Result, ensure};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::{Location, Spanned};

/// A value with every key as text, and with its place.
pub(crate) type Node = Spanned<Content>;

pub(crate) enum Content {
    Scalar(Value),
    Sequence(Vec<Node>),
    Mapping(Vec<(Spanned<String>, Node)>),
}

/// The text that nodes were read from.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    /// The line of the surrounding file on which the text begins, counted from 1.
    pub(crate) first_line: u64,
}

/// The entries of a mapping.
pub(crate) fn entries(node: &Node) -> &[(Spanned<String>, Node)] {
    if let Content::Mapping(entries) = &node.value { entries } else { &[] }
}

/// Where the nodes are written to which aliases refer.
pub(crate) fn referred(node: &Node) -> HashSet<Location> {
    let inner = match &node.value {
        Content::Scalar(_) => HashSet::new(),
        Content::Sequence(items) => items.iter().flat_map(referred).collect(),
        Content::Mapping(entries) => entries.iter().flat_map(|(_, node)| referred(node)).collect(),
    };
    let own = (node.referenced != node.defined).then_some(node.defined);
    inner.into_iter().chain(own).collect()
}

impl Source<'_> {
    pub(crate) fn value(&self, node: Node) -> Result<Value> {
        match node.value {
            Content::Scalar(Value::Number(number)) => self.number(number, node.defined),
            Content::Scalar(value) => Ok(value),
            Content::Sequence(items) => items.into_iter().map(|item| self.value(item)).collect(),
            Content::Mapping(entries) => self.object(entries),
        }
    }

    /// A number that would be written differently is refused: nothing may be reworded.
    fn number(&self, number: Number, at: Location) -> Result<Value> {
        let written = self.written(at).unwrap_or_default();
        ensure!(
            number.to_string() == written,
            "line {}: the number {written} would become {number}; write it so, or quote it",
            self.line(at)
        );
        Ok(number.into())
    }

    fn object(&self, entries: Vec<(Spanned<String>, Node)>) -> Result<Value> {
        let mut object = Map::new();
        for (key, node) in entries {
            let (key, line) = (key.value, self.line(key.referenced));
            ensure!(!object.contains_key(&key), "line {line}: duplicate mapping key: {key}");
            object.insert(key, self.value(node)?);
        }
        Ok(object.into())
    }

    fn written(&self, at: Location) -> Option<&str> {
        let start = usize::try_from(at.span().byte_offset()?).ok()?;
        let length = usize::try_from(at.span().byte_len()?).ok()?;
        self.text.get(start..start + length)
    }

    fn line(&self, at: Location) -> u64 {
        self.first_line + at.line().saturating_sub(1)
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Content, D::Error> {
        deserializer.deserialize_any(Contents)
    }
}

struct Contents;

impl<'de> Visitor<'de> for Contents {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML node")
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::Scalar(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Content, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element()? {
            nodes.push(node);
        }
        Ok(Content::Sequence(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Content, A::Error> {
        let mut nodes = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            nodes.push(entry);
        }
        Ok(Content::Mapping(nodes))
    }
}
