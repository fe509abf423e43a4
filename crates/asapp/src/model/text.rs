//! Text that may hold customer data.

use std::borrow::Borrow;
use std::fmt;

use zeroize::Zeroize as _;

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
        self.0.zeroize();
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text(<{} characters>)", self.0.chars().count())
    }
}
