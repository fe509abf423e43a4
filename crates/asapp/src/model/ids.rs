//! The caller's keys and ASAPP's keys are different types, so that one is never sent for the other.

use std::borrow::Borrow;
use std::fmt;

/// A key of yours: of a conversation, an agent or a customer.
///
/// The Conversations API takes any string; the metadata operations allow 256 characters and ask for at
/// least one of `[a-zA-Z0-9-_]`, or, for a customer's key, of `[a-zA-Z0-9-_.@]`. A key may identify a person, so its `Debug` shows the length alone.
///
/// ```
/// let key = asapp::ExternalId::from("id-111");
/// assert_eq!(key.expose(), "id-111");
/// assert_eq!(format!("{key:?}"), "ExternalId(<6 characters>)");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalId(String);

impl ExternalId {
    /// The key itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for ExternalId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl From<&String> for ExternalId {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl From<&str> for ExternalId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl From<&ExternalId> for ExternalId {
    fn from(id: &ExternalId) -> Self {
        id.clone()
    }
}

/// Lets a map by `ExternalId` be asked by a plain text.
impl Borrow<str> for ExternalId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Drop for ExternalId {
    fn drop(&mut self) {
        super::text::wipe(&mut self.0);
    }
}

impl fmt::Debug for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExternalId(<{} characters>)", self.0.chars().count())
    }
}

/// ASAPP's id of a conversation, as [`upsert_conversation`](crate::Client::upsert_conversation) answers it.
///
/// The service allows `^[A-Z0-9]+$`; anything else is refused before it is sent. It names nobody, so unlike
/// a key of yours it is shown by `Debug` and `Display`.
///
/// ```
/// let id = asapp::ConversationId::from("01BX5ZZKBKACTAV9WEVGEMMVRZ");
/// assert_eq!(id.as_str(), "01BX5ZZKBKACTAV9WEVGEMMVRZ");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConversationId(String);

/// ASAPP's id of a message, as [`add_message`](crate::Transcript::add_message) answers it.
///
/// ```
/// let id = asapp::MessageId::from("01BX5ZZKBKACTAV9WEVGEMMVS1");
/// assert_eq!(id.to_string(), "01BX5ZZKBKACTAV9WEVGEMMVS1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(String);

impl ConversationId {
    /// An id that the service answers: a blank one is none.
    pub(crate) fn answered(id: String) -> Option<Self> {
        (!id.trim().is_empty()).then_some(Self(id))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl MessageId {
    /// An id that the service answers: a blank one is none.
    pub(crate) fn answered(id: String) -> Option<Self> {
        (!id.trim().is_empty()).then_some(Self(id))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for ConversationId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl From<&String> for ConversationId {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl From<&str> for ConversationId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl From<&ConversationId> for ConversationId {
    fn from(id: &ConversationId) -> Self {
        id.clone()
    }
}

impl From<String> for MessageId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl From<&String> for MessageId {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl From<&MessageId> for MessageId {
    fn from(id: &MessageId) -> Self {
        id.clone()
    }
}

impl From<&str> for MessageId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
