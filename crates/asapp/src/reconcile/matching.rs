//! Which of the messages that were sent are in a list that was read back. No clock, no I/O.
//!
//! The service redacts texts, so a stored text may differ from the one sent. Two relations bear the judgement:
//!
//! - Messages *agree* if role, sender and time do. Every stored copy agrees with what was sent, whatever became of its
//!   text, so a message is missing for sure where nothing that agrees with it is left in the list.
//! - A stored text *fits* if it is the one sent, or differs only by a mask in place of characters. Each sent message
//!   that finds a stored one of its own that agrees and fits is held.
//!
//! What agrees but finds no fit of its own may be held under a text that cannot be told, or be missing: that is unclear.
//! A text without a mask that is stored as it was sent is that message: no redaction makes one text of another.

use std::collections::HashMap;

use asapp_raw::conversations::types as raw;

use crate::{Role, StoredMessage};

/// What the service puts in place of a character, in chats and in calls.
const MASKS: [char; 2] = ['*', '#'];

/// What a list says of the messages that were sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// All are there: the place in the list of each.
    Held(Vec<usize>),
    /// These are not there, by their places among those sent; the others are.
    Missing(Vec<usize>),
    /// Of some it cannot be said.
    Unclear,
}

/// Looks for `sent` in `stored`. Messages of the same call that are known to be held are `known`: each claims a copy
/// of its own, so that of equal messages none counts for two.
pub(crate) fn find<'a>(
    sent: &[&'a raw::Message],
    known: &[&'a raw::Message],
    stored: &'a [StoredMessage],
) -> Finding {
    let mut plain = Plain::of(stored);
    let known: Vec<_> = known.iter().copied().filter(|known| plain.take(known).is_none()).collect();
    let mut places: Vec<_> = sent.iter().map(|sent| plain.take(sent)).collect();
    let mut free = plain.left();

    let is_open = |sent: &raw::Message, free: &[usize]| {
        free.iter().any(|place| agrees(sent, &stored[*place]))
    };
    let (doubtful, missing): (Vec<_>, Vec<_>) = (0..sent.len())
        .filter(|index| places[*index].is_none())
        .partition(|index| is_open(sent[*index], &free));

    let is_contested = |place: &usize| {
        let stored = &stored[*place];
        doubtful.iter().any(|index| agrees(sent[*index], stored))
            && known.iter().any(|known| agrees(known, stored))
    };
    if free.iter().any(is_contested) {
        return Finding::Unclear;
    }
    for fits in [is_same, is_masked] {
        for index in doubtful.iter().copied() {
            if places[index].is_none() {
                places[index] = claim(sent[index], &mut free, stored, fits);
            }
        }
    }
    if doubtful.iter().any(|index| places[*index].is_none()) {
        return Finding::Unclear;
    }
    if missing.is_empty() {
        return Finding::Held(places.into_iter().flatten().collect());
    }
    Finding::Missing(missing)
}

/// Whether role, sender and time of a stored message are those of one that was sent. A sender that is not told, or a
/// role that is not known, may be anybody's. The service may cut or round the time to milliseconds.
pub(crate) fn agrees(sent: &raw::Message, stored: &StoredMessage) -> bool {
    let cut = sent.timestamp.timestamp_millis();
    let is_finer = !sent.timestamp.timestamp_subsec_nanos().is_multiple_of(1_000_000);
    let later = stored.client_timestamp.timestamp_millis() - cut;
    (later == 0 || (later == 1 && is_finer))
        && stored.role.known().is_none_or(|role| role == role_of(sent))
        && stored.sender.as_ref().is_none_or(|sender| sender.expose() == sent.sender.external_id)
}

fn claim(
    sent: &raw::Message,
    free: &mut Vec<usize>,
    stored: &[StoredMessage],
    fits: fn(&str, &str) -> bool,
) -> Option<usize> {
    let is_its = |place: &usize| {
        let stored = &stored[*place];
        agrees(sent, stored) && fits(&sent.text, stored.text.expose())
    };
    let place = free.iter().position(is_its)?;
    Some(free.remove(place))
}

fn is_same(sent: &str, stored: &str) -> bool {
    sent == stored
}

fn is_masked(sent: &str, stored: &str) -> bool {
    sent.chars().count() == stored.chars().count()
        && sent
            .chars()
            .zip(stored.chars())
            .all(|(sent, stored)| sent == stored || MASKS.contains(&stored))
}

fn role_of(sent: &raw::Message) -> Role {
    match sent.sender.role {
        raw::SenderRole::Agent => Role::Agent,
        raw::SenderRole::Customer => Role::Customer,
        raw::SenderRole::System => Role::System,
    }
}

/// Stored messages of which all is told and nothing is masked, by what tells them from each other.
struct Plain<'a> {
    places: HashMap<Key<'a>, Vec<usize>>,
    is_free: Vec<bool>,
}

/// Role, sender, time and text.
type Key<'a> = (Role, &'a str, i64, &'a str);

impl<'a> Plain<'a> {
    fn of(stored: &'a [StoredMessage]) -> Self {
        let mut places: HashMap<Key<'a>, Vec<usize>> = HashMap::new();
        // From the end, so that the first of equal ones is taken first.
        for (place, stored) in stored.iter().enumerate().rev() {
            if let Some(key) = key(stored) {
                places.entry(key).or_default().push(place);
            }
        }
        Self { places, is_free: vec![true; stored.len()] }
    }

    fn take(&mut self, sent: &'a raw::Message) -> Option<usize> {
        let time = sent.timestamp.timestamp_millis();
        let key = (role_of(sent), sent.sender.external_id.as_str(), time, sent.text.as_str());
        let place = self.places.get_mut(&key)?.pop()?;
        self.is_free[place] = false;
        Some(place)
    }

    fn left(&self) -> Vec<usize> {
        (0..self.is_free.len()).filter(|place| self.is_free[*place]).collect()
    }
}

fn key(stored: &StoredMessage) -> Option<Key<'_>> {
    let text = stored.text.expose();
    if text.contains(MASKS) {
        return None;
    }
    let time = stored.client_timestamp.timestamp_millis();
    Some((stored.role.known()?, stored.sender.as_ref()?.expose(), time, text))
}

#[cfg(test)]
mod tests;
