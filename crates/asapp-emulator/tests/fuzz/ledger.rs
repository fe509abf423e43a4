//! What must be stored, by the answers given.

use std::collections::BTreeSet;

use asapp_emulator::Emulator;
use serde_json::Value;

use crate::answers::Answer;

/// Successes by the shape of their answer, since a mangled request can have become another operation's.
#[derive(Default)]
pub(crate) struct Ledger {
    /// Of conversations and of messages.
    ids: BTreeSet<String>,
    /// Each of one message.
    batches: usize,
    records: usize,
    authentications: usize,
}

impl Ledger {
    pub(crate) fn enter(&mut self, answer: &Answer) {
        if answer.status == 204 {
            self.authentications += 1;
        }
        if answer.status != 200 {
            return;
        }
        let body = crate::json(&answer.body).unwrap();
        if let (Some(id), None) = (body["id"].as_str(), body.get("externalId")) {
            self.ids.insert(id.to_owned());
        }
        self.batches += usize::from(body == Value::Object(serde_json::Map::new()));
        self.records += usize::from(body["result"]["eventId"].is_string());
        if let Some(results) = body["results"].as_array() {
            self.records += results.iter().filter(|result| result["error"] == "").count();
        }
    }

    pub(crate) fn balances_with(&self, emulator: &Emulator) {
        let conversations = emulator.conversations();
        let messages: Vec<_> = conversations
            .iter()
            .flat_map(|conversation| emulator.messages(&conversation.id))
            .collect();
        let of_batches = messages.iter().filter(|message| !self.ids.contains(&message.id)).count();
        let with_ids = conversations.len() + messages.len() - of_batches;
        let records = emulator.conversation_metadata().len()
            + emulator.agent_metadata().len()
            + emulator.customer_metadata().len();
        let stored = (with_ids, of_batches, records, emulator.authentications().len());
        let answered = (self.ids.len(), self.batches, self.records, self.authentications);
        assert_eq!(stored, answered, "ids, batches, metadata records, authentications");
    }
}
