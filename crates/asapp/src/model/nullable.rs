//! Fields of metadata that can be sent as an explicit null.

use std::fmt;

use chrono::{DateTime, TimeZone, Utc};

use super::{DeviceType, OperatingSystem, Platform, Text};

/// An explicit null, in place of a value of metadata.
///
/// A field that is not set is not sent. One that is set to `Null` is sent as `null`, which the specs allow in
/// every field of metadata but the keys. It is not offered for the event id, with which every record is sent. Whether the service then clears what it holds is not documented.
///
/// ```
/// use asapp::{AgentMetadata, Null};
///
/// let record = AgentMetadata::new("agent158").group_id(Null).concurrency(Null).attributes(Null);
/// # let _ = record;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "it is written as a value")]
pub struct Null;

/// A value of metadata, or [`Null`]. The setters take either: this type is rarely written. Its `Debug` shows which
/// of the two it is, no more.
///
/// An `Option` is none of both, for its `None` may mean either a field that is not sent or a null:
///
/// ```
/// use asapp::{AgentMetadata, Null, Nullable};
///
/// let group: Option<String> = None;
/// let mut record = AgentMetadata::new("agent158");
/// if let Some(group) = &group {
///     record = record.group_id(group); // or it is not sent
/// }
/// let record = record.vendor(group.map_or(Null.into(), Nullable::from)); // or it is sent as null
/// # let _ = record;
/// ```
///
/// ```
/// use asapp::{Null, Nullable, Text};
///
/// let value: Nullable<Text> = "1038".into();
/// assert_eq!(value, Nullable::Value(Text::from("1038")));
/// assert_eq!(Nullable::<i64>::from(Null), Nullable::Null);
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Nullable<T> {
    /// Sent as `null`.
    Null,
    /// Sent as it is.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value; `None` for null.
    pub(crate) fn value(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T> fmt::Debug for Nullable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Numbers and times say as much of a person as texts do.
        f.write_str(match self {
            Self::Null => "Null",
            Self::Value(_) => "Value(..)",
        })
    }
}

impl<T> From<Null> for Nullable<T> {
    fn from(_: Null) -> Self {
        Self::Null
    }
}

impl From<Text> for Nullable<Text> {
    fn from(text: Text) -> Self {
        Self::Value(text)
    }
}

impl From<&Text> for Nullable<Text> {
    fn from(text: &Text) -> Self {
        Self::Value(text.clone())
    }
}

impl From<String> for Nullable<Text> {
    fn from(text: String) -> Self {
        Self::Value(text.into())
    }
}

impl From<&String> for Nullable<Text> {
    fn from(text: &String) -> Self {
        Self::Value(text.into())
    }
}

impl From<&str> for Nullable<Text> {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl From<DeviceType> for Nullable<DeviceType> {
    fn from(word: DeviceType) -> Self {
        Self::Value(word)
    }
}

impl From<Platform> for Nullable<Platform> {
    fn from(word: Platform) -> Self {
        Self::Value(word)
    }
}

impl From<OperatingSystem> for Nullable<OperatingSystem> {
    fn from(word: OperatingSystem) -> Self {
        Self::Value(word)
    }
}

/// Each type by itself: whatever goes into `i64` would take `bool` too.
macro_rules! integers {
    ($($integer:ty),+) => {$(
        impl From<$integer> for Nullable<i64> {
            fn from(number: $integer) -> Self {
                Self::Value(number.into())
            }
        }
    )+};
}

integers!(i8, i16, i32, i64, u8, u16, u32);

impl<Tz: TimeZone> From<DateTime<Tz>> for Nullable<DateTime<Utc>> {
    fn from(at: DateTime<Tz>) -> Self {
        Self::Value(at.with_timezone(&Utc))
    }
}

impl<T: Into<Text>> From<Vec<T>> for Nullable<Vec<Text>> {
    fn from(texts: Vec<T>) -> Self {
        Self::Value(texts.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Text>, const N: usize> From<[T; N]> for Nullable<Vec<Text>> {
    fn from(texts: [T; N]) -> Self {
        Vec::from(texts).into()
    }
}

impl<N: Into<Text>, V: Into<Text>> From<Vec<(N, V)>> for Nullable<Vec<(Text, Text)>> {
    fn from(pairs: Vec<(N, V)>) -> Self {
        Self::Value(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl<N: Into<Text>, V: Into<Text>, const C: usize> From<[(N, V); C]>
    for Nullable<Vec<(Text, Text)>>
{
    fn from(pairs: [(N, V); C]) -> Self {
        Vec::from(pairs).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: impl Into<Nullable<Text>>) -> Nullable<Text> {
        value.into()
    }

    fn number(value: impl Into<Nullable<i64>>) -> Nullable<i64> {
        value.into()
    }

    #[test]
    fn setters_take_what_a_caller_has_at_hand() {
        let expected = Nullable::Value(Text::from("a"));
        let (own, own_text) = ("a".to_owned(), Text::from("a"));
        for value in [
            text("a"),
            text(&own),
            text(own.clone()),
            text(Text::from("a")),
            text(&own_text),
            text(expected.clone()),
        ] {
            assert_eq!(value, expected);
        }
        assert_eq!(text(Null), Nullable::Null);
        for value in [number(3), number(3_i64), number(3_u32), number(3_u8)] {
            assert_eq!(value, Nullable::Value(3));
        }
        let pairs: Nullable<Vec<(Text, Text)>> = [("a", "b")].into();
        assert_eq!(pairs, Nullable::Value(vec![("a".into(), "b".into())]));
        let texts: Nullable<Vec<Text>> = vec!["a"].into();
        assert_eq!(texts, Nullable::Value(vec!["a".into()]));
    }
}
