//! A report for a person, without anything that the caller sent.

use std::fmt;

use super::{ConversationReport, Doubled, Report, Totals};

/// How many conversations, and of each how many messages of one kind, are named.
const LISTED: usize = 10;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Totals { conversations, messages, .. } = self.totals;
        if self.exactly_once {
            return write!(f, "exactly once: {messages} messages in {conversations} conversations");
        }
        write!(f, "not exactly once, counted from 0: {}", self.totals)?;
        let faulty = || {
            self.conversations
                .iter()
                .enumerate()
                .filter(|(_, conversation)| conversation.is_faulty())
        };
        for (position, conversation) in faulty().take(LISTED) {
            write!(f, "\nconversation {position} ")?;
            conversation.describe(f)?;
        }
        match faulty().count().saturating_sub(LISTED) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more conversations"),
        }
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { conversations, missing_conversations, messages, .. } = self;
        let Self { missing, surplus, out_of_order, unexpected, .. } = self;
        write!(
            f,
            "of {messages} messages {missing} missing, {surplus} surplus, {out_of_order} out of order, and \
             {unexpected} unexpected; of {conversations} conversations {missing_conversations} missing"
        )
    }
}

impl fmt::Display for Doubled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} times)", self.index, self.times)
    }
}

impl ConversationReport {
    fn is_faulty(&self) -> bool {
        !Totals::default().with(self).is_exactly_once()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.conversation_id {
            Some(id) => write!(f, "({id})")?,
            None => f.write_str("(not stored)")?,
        }
        list(f, "missing", &self.missing)?;
        list(f, "doubled", &self.doubled)?;
        list(f, "out of order", &self.out_of_order)?;
        list(f, "unexpected", &self.unexpected)
    }
}

fn list(f: &mut fmt::Formatter<'_>, fault: &str, messages: &[impl fmt::Display]) -> fmt::Result {
    let Some((first, rest)) = messages.split_first() else { return Ok(()) };
    write!(f, "; {fault}: {first}")?;
    for message in rest.iter().take(LISTED - 1) {
        write!(f, ", {message}")?;
    }
    match messages.len().saturating_sub(LISTED) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}
