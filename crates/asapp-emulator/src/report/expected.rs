//! What a test meant to send.

use std::collections::HashMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The conversations and messages that should be stored, each once and in this order. `Debug` shows counts only.
///
/// An external id that is given again names the same conversation: its messages follow those before. As JSON it is
/// `{"conversations": [{"externalId": "…", "messages": […]}]}`, with messages as the API takes them.
///
/// ```
/// use asapp_emulator::{Expected, ExpectedMessage};
///
/// let time = "2021-11-23T12:13:14.555Z";
/// let expected = Expected::new()
///     .message("id-111", ExpectedMessage::new("customer", "customer-x", "Hello", time))
///     .message("id-111", ExpectedMessage::new("agent", "agent-y", "How can I help?", time))
///     .conversation("id-222");
/// assert_eq!(expected.len(), 2);
/// # let json = serde_json::to_value(&expected).unwrap();
/// # let message = serde_json::json!({"text": "Hello", "sender": {"role": "customer", "externalId": "customer-x"}, "timestamp": time});
/// # assert_eq!(json["conversations"][0]["messages"][0], message);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Expected {
    conversations: Vec<ExpectedConversation>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ExpectedConversation {
    /// The caller's id.
    external_id: String,
    /// In the order in which they should be stored.
    #[serde(default)]
    messages: Vec<ExpectedMessage>,
}

/// A message as the API takes it. `Debug` shows nothing of it.
///
/// ```
/// use asapp_emulator::ExpectedMessage;
///
/// let message = ExpectedMessage::new("customer", "customer-x", "Hello", "2021-11-23T12:13:14.555Z");
/// assert_eq!(format!("{message:?}"), "ExpectedMessage { .. }");
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedMessage {
    /// The text, before any redaction.
    pub(super) text: String,
    pub(super) sender: ExpectedSender,
    /// When it was said. It is compared as a moment; one that the API would refuse, as text.
    pub(super) timestamp: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ExpectedSender {
    /// `agent`, `customer` or `system`.
    pub(super) role: String,
    /// The caller's id of the sender.
    pub(super) external_id: String,
}

impl Expected {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects the conversation, with whatever messages are given for it elsewhere, or none.
    pub fn conversation(self, external_id: impl Into<String>) -> Self {
        self.messages(external_id, [])
    }

    /// Expects the message after those given for the conversation before.
    pub fn message(self, external_id: impl Into<String>, message: ExpectedMessage) -> Self {
        self.messages(external_id, [message])
    }

    /// Expects the messages, in this order, after those given for the conversation before.
    pub fn messages(
        mut self,
        external_id: impl Into<String>,
        messages: impl IntoIterator<Item = ExpectedMessage>,
    ) -> Self {
        let external_id = external_id.into();
        match self.conversations.last_mut() {
            Some(last) if last.external_id == external_id => last.messages.extend(messages),
            _ => {
                let messages = messages.into_iter().collect();
                self.conversations.push(ExpectedConversation { external_id, messages });
            }
        }
        self
    }

    /// How many messages are expected, in all conversations.
    pub fn len(&self) -> usize {
        self.conversations.iter().map(|conversation| conversation.messages.len()).sum()
    }

    /// Whether no message is expected.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each external id once, in the order in which they were first given, with all of its messages.
    pub(super) fn by_external_id(&self) -> Vec<(&str, Vec<&ExpectedMessage>)> {
        let mut threads: Vec<(&str, Vec<_>)> = Vec::new();
        let mut indices = HashMap::new();
        for ExpectedConversation { external_id, messages } in &self.conversations {
            let index = *indices.entry(external_id).or_insert_with(|| {
                threads.push((external_id, Vec::new()));
                threads.len() - 1
            });
            threads[index].1.extend(messages);
        }
        threads
    }
}

impl ExpectedMessage {
    /// A message of this role (`agent`, `customer` or `system`), sender, text and RFC 3339 timestamp.
    pub fn new(
        role: impl Into<String>,
        sender_external_id: impl Into<String>,
        text: impl Into<String>,
        timestamp: impl Into<String>,
    ) -> Self {
        let sender = ExpectedSender { role: role.into(), external_id: sender_external_id.into() };
        Self { text: text.into(), sender, timestamp: timestamp.into() }
    }
}

impl fmt::Debug for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expected")
            .field("conversations", &self.by_external_id().len())
            .field("messages", &self.len())
            .finish()
    }
}

impl fmt::Debug for ExpectedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExpectedMessage").finish_non_exhaustive()
    }
}
