//! A seed is put into an emulator.

use std::sync::Arc;

use super::file::{SeedFile, SeededConversation};
use super::{Seed, SeedError};
use crate::api::Api;
use crate::faults::Faults;
use crate::outcome::Outcome;
use crate::redaction::redact_digits;
use crate::settings::RepeatedMessage;
use crate::store::{Store, Subject};
use crate::stored::StoredMetadata;

impl Seed {
    /// Follows the plans and rates, or none of them.
    pub(crate) fn follow(&self, faults: &Arc<Faults>) -> Result<(), SeedError> {
        follow(&self.0, faults)
    }

    /// Sets the time, and adds keys and what is stored.
    pub(crate) fn store(&self, api: &Api) {
        let file = &*self.0;
        if let Some(now) = file.now {
            api.clock.stop_at(now);
        }
        file.keys.iter().cloned().for_each(|key| api.keys.add(key));
        let redacts = api.settings.get().redact_digits;
        for conversation in &file.conversations {
            store(&api.store, conversation.clone(), redacts);
        }
        let records = [
            (Subject::Conversation, &file.conversation_metadata),
            (Subject::Agent, &file.agent_metadata),
            (Subject::Customer, &file.customer_metadata),
        ];
        for (subject, records) in records {
            let stored = records.iter().map(|record| {
                let event_id = Outcome::accepted(record).event_id;
                StoredMetadata { event_id, record: record.clone() }
            });
            api.store.add_metadata(subject, stored.collect());
        }
        api.journal.revise();
    }
}

pub(super) fn follow(file: &SeedFile, faults: &Arc<Faults>) -> Result<(), SeedError> {
    let mut added = Vec::new();
    let mut problems = Vec::new();
    for (index, plan) in file.plans.iter().enumerate() {
        match faults.add_plan(plan.clone()) {
            Ok(plan) => added.push(plan),
            Err(error) => {
                let own = error.problems().iter();
                problems.extend(own.map(|problem| format!("/plans/{index}{problem}")));
            }
        }
    }
    if let Some(error) = file.rates.clone().and_then(|rates| rates.check().err()) {
        problems.extend(error.problems().iter().map(|problem| format!("/rates{problem}")));
    }
    if !problems.is_empty() {
        added.iter().for_each(|plan| plan.remove());
        return Err(SeedError { problems });
    }
    if file.rates.is_some() {
        // They were checked just now.
        let _ = faults.set_rates(file.rates.clone());
    }
    Ok(())
}

fn store(store: &Store, seeded: SeededConversation, redacts: bool) {
    let SeededConversation { conversation, mut messages, authentications } = seeded;
    if redacts {
        for message in &mut messages {
            message.text = redact_digits(&message.text).into_owned();
        }
    }
    let id = store.upsert(conversation);
    store.append(&id, messages, RepeatedMessage::Store);
    for authentication in authentications {
        store.authenticate(&id, authentication);
    }
}
