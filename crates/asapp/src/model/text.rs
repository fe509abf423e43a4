//! Text that may hold customer data.

use std::borrow::Borrow;
use std::fmt;

use zeroize::optimization_barrier;

/// Text that may hold customer data: a message, a name, a value of metadata.
///
/// It is wiped when dropped, its `Debug` shows the length alone, and it has no `Display`: reading it takes
/// an explicit [`expose`](Text::expose).
///
/// ```
/// let text = asapp::Text::from("My card is 4111 1111 1111 1111");
/// assert_eq!(format!("{text:?}"), "Text(<30 characters>)");
/// assert_eq!(text.expose().len(), 30);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

impl Text {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

/// Lets a map by `Text` be asked by a plain text.
impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Wipes a text, room that it does not use included, as `zeroize` does, but not byte by byte.
pub(super) fn wipe(text: &mut String) {
    // What nobody reads would else be left out by the compiler.
    optimization_barrier(overwritten(std::mem::take(text)).as_slice());
}

/// The text's own buffer, all of it zero.
fn overwritten(text: String) -> Vec<u8> {
    let mut bytes = text.into_bytes();
    bytes.clear();
    bytes.resize(bytes.capacity(), 0);
    bytes
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text(<{} characters>)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_buffer_is_overwritten_in_place() {
        for (text, room) in [("", 0), ("", 16), ("x", 0), ("a text", 64), ("texte accentué", 1)] {
            let mut given = String::with_capacity(text.len() + room);
            given.push_str(text);
            let (buffer, capacity) = (given.as_ptr(), given.capacity());
            let wiped = overwritten(given);
            assert_eq!((wiped.as_ptr(), wiped.capacity()), (buffer, capacity));
            assert_eq!(wiped, vec![0; capacity]);
        }
    }
}
