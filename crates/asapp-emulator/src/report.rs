//! Whether what a test meant to send is stored exactly once, and in order.

mod display;
mod expected;
mod matching;
mod order;

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::expected::{Expected, ExpectedMessage};
use self::matching::Matching;
use crate::stored::StoredMessage;

/// What was meant against what is stored. `Display` and `Debug` show numbers and ASAPP's ids, never what the caller
/// sent; serialized, a report names conversations by their external id.
///
/// A message is the one meant if role, sender, text and moment agree; a moment can be written in many ways. Only the
/// conversations that are expected are looked at.
///
/// ```
/// fn check(report: &asapp_emulator::Report) {
///     assert!(report.is_exactly_once(), "{report}");
/// }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// Whether nothing is missing, doubled, out of order or unexpected.
    exactly_once: bool,
    /// The sums over all conversations.
    pub totals: Totals,
    /// Each expected conversation once, in the order in which they were first named.
    pub conversations: Vec<ConversationReport>,
}

/// Sums over the conversations of a [`Report`].
///
/// ```
/// fn lost_per_mille(totals: &asapp_emulator::Totals) -> usize {
///     totals.missing * 1000 / totals.messages.max(1)
/// }
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Totals {
    /// Conversations expected.
    pub conversations: usize,
    /// Of these, the ones that are not stored at all.
    pub missing_conversations: usize,
    /// Messages expected.
    pub messages: usize,
    /// Of these, the ones that are not stored.
    pub missing: usize,
    /// Messages stored beyond the first copy of each expected one.
    pub surplus: usize,
    /// Expected messages that are out of order.
    pub out_of_order: usize,
    /// Messages stored that equal no expected one.
    pub unexpected: usize,
}

/// What became of one conversation. A message goes by its index, from 0, among those expected of the conversation.
/// `Debug` hides the external id.
///
/// Of expected messages that equal each other, the first one stored is taken as the first one meant, the second as the
/// second, and so on; if fewer are stored, the last ones are missing, and if more, the last one is doubled.
///
/// ```
/// fn has_lost_the_first(conversation: &asapp_emulator::ConversationReport) -> bool {
///     conversation.missing.contains(&0)
/// }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConversationReport {
    /// The caller's id.
    pub external_id: String,
    /// ASAPP's id; none if the conversation is not stored.
    pub conversation_id: Option<String>,
    /// The messages that are not stored, by index.
    pub missing: Vec<usize>,
    /// The messages stored more than once, by index.
    pub doubled: Vec<Doubled>,
    /// The fewest messages that would have to move to put all into the order meant, by index. The first copy of a
    /// doubled message counts. Where others would do as well, the earlier ones are named.
    pub out_of_order: Vec<usize>,
    /// ASAPP's ids of the messages that equal no expected one, in order of arrival.
    pub unexpected: Vec<String>,
}

/// A message that is stored more often than meant.
///
/// ```
/// fn surplus(conversation: &asapp_emulator::ConversationReport) -> usize {
///     conversation.doubled.iter().map(|doubled| doubled.times - 1).sum()
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Doubled {
    /// The index of the message.
    pub index: usize,
    /// How often it is stored in all, 2 or more, where once was meant. Messages expected to be equal are meant once
    /// each: of two such, stored three times, the last is stored 2 times.
    pub times: usize,
}

/// A conversation as it is stored.
#[derive(Clone, Copy)]
pub(crate) struct StoredThread<'a> {
    /// ASAPP's id.
    pub(crate) id: &'a str,
    /// In order of arrival.
    pub(crate) messages: &'a [StoredMessage],
}

impl Report {
    /// Compares what was expected with what `find` has under each external id. A stored text is the one meant if it
    /// equals it, or equals what `redact` makes of it.
    pub(crate) fn new<'a>(
        expected: &Expected,
        find: impl Fn(&str) -> Option<StoredThread<'a>>,
        redact: impl Fn(&str) -> Cow<'_, str>,
    ) -> Self {
        let conversations: Vec<_> = expected
            .by_external_id()
            .into_iter()
            .map(|(external_id, meant)| {
                ConversationReport::new(external_id, &meant, find(external_id), &redact)
            })
            .collect();
        let mut totals = conversations.iter().fold(Totals::default(), Totals::with);
        totals.messages = expected.len();
        Self { exactly_once: totals.is_exactly_once(), totals, conversations }
    }

    /// Whether each expected conversation is stored with each of its messages once, in the order meant, and with no
    /// others.
    pub fn is_exactly_once(&self) -> bool {
        self.exactly_once
    }
}

impl ConversationReport {
    fn new(
        external_id: &str,
        meant: &[&ExpectedMessage],
        thread: Option<StoredThread<'_>>,
        redact: impl Fn(&str) -> Cow<'_, str>,
    ) -> Self {
        let stored = thread.map_or(&[][..], |thread| thread.messages);
        let matching = Matching::new(meant, stored, redact);
        Self {
            external_id: external_id.to_owned(),
            conversation_id: thread.map(|thread| thread.id.to_owned()),
            missing: matching.missing(),
            doubled: matching.doubled(),
            out_of_order: order::out_of_order(&matching.positions),
            unexpected: matching.unexpected.iter().map(|&at| stored[at].id.clone()).collect(),
        }
    }
}

impl Totals {
    fn with(self, conversation: &ConversationReport) -> Self {
        let surplus = conversation.doubled.iter().map(|doubled| doubled.times - 1);
        Self {
            conversations: self.conversations + 1,
            missing_conversations: self.missing_conversations
                + usize::from(conversation.conversation_id.is_none()),
            messages: self.messages,
            missing: self.missing + conversation.missing.len(),
            surplus: self.surplus + surplus.sum::<usize>(),
            out_of_order: self.out_of_order + conversation.out_of_order.len(),
            unexpected: self.unexpected + conversation.unexpected.len(),
        }
    }

    fn is_exactly_once(&self) -> bool {
        let faults = [
            self.missing_conversations,
            self.missing,
            self.surplus,
            self.out_of_order,
            self.unexpected,
        ];
        faults == [0; 5]
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("exactly_once", &self.exactly_once)
            .field("totals", &self.totals)
            .field("conversations", &self.conversations)
            .finish()
    }
}

impl fmt::Debug for ConversationReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConversationReport")
            .field("conversation_id", &self.conversation_id)
            .field("missing", &self.missing)
            .field("doubled", &self.doubled)
            .field("out_of_order", &self.out_of_order)
            .field("unexpected", &self.unexpected)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
