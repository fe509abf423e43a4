//! Which stored message is which of those meant.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Doubled, ExpectedMessage};
use crate::stored::StoredMessage;
use crate::timestamp::Instant;

pub(super) struct Matching {
    /// For each message meant, where its first copy is stored.
    pub(super) positions: Vec<Option<usize>>,
    /// For each message meant, how many more copies of it are stored.
    surplus: Vec<usize>,
    /// Where messages are stored that were not meant.
    pub(super) unexpected: Vec<usize>,
}

/// What makes two messages the same.
#[derive(PartialEq, Eq, Hash)]
struct Identity<'a> {
    role: &'a str,
    sender: &'a str,
    text: Cow<'a, str>,
    time: Moment<'a>,
}

#[derive(PartialEq, Eq, Hash)]
enum Moment<'a> {
    Read(Instant),
    Unreadable(&'a str),
}

/// The indices of the messages meant, by identity.
#[derive(Default)]
struct Groups<'a>(HashMap<Identity<'a>, Group>);

#[derive(Default)]
struct Group {
    /// Rising.
    indices: Vec<usize>,
    /// How many of these are known to be stored.
    taken: usize,
}

impl Matching {
    pub(super) fn new(
        meant: &[&ExpectedMessage],
        stored: &[StoredMessage],
        redact: impl Fn(&str) -> Cow<'_, str>,
    ) -> Self {
        let mut matching = Self {
            positions: vec![None; meant.len()],
            surplus: vec![0; meant.len()],
            unexpected: Vec::new(),
        };
        // As meant first: a redacted text fits all that it could have been, and must not take the place of one that
        // fits nothing else.
        let mut groups = [Groups::as_meant(meant), Groups::redacted(meant, redact)];
        let mut rest: Vec<_> = stored.iter().map(Identity::of_stored).enumerate().collect();
        let fits =
            |(at, identity): &(usize, _)| groups.iter().any(|group| group.has(identity, *at));
        // Else a text meant to look redacted could pass for another, and a true copy for one in disorder.
        if meant.len() == stored.len() && rest.iter().all(fits) {
            matching.positions = (0..meant.len()).map(Some).collect();
            return matching;
        }
        for group in &mut groups {
            rest.retain(|(position, identity)| {
                let Some(index) = group.take(identity, &matching.positions) else { return true };
                matching.positions[index] = Some(*position);
                false
            });
        }
        for (position, identity) in rest {
            match groups.iter().find_map(|group| group.last(&identity)) {
                Some(index) => matching.surplus[index] += 1,
                None => matching.unexpected.push(position),
            }
        }
        matching
    }

    pub(super) fn missing(&self) -> Vec<usize> {
        let positions = self.positions.iter().enumerate();
        positions.filter(|(_, position)| position.is_none()).map(|(index, _)| index).collect()
    }

    pub(super) fn doubled(&self) -> Vec<Doubled> {
        let surplus = self.surplus.iter().enumerate().filter(|(_, surplus)| **surplus > 0);
        surplus.map(|(index, surplus)| Doubled { index, times: 1 + surplus }).collect()
    }
}

impl<'a> Groups<'a> {
    fn as_meant(meant: &[&'a ExpectedMessage]) -> Self {
        let mut groups = Self::default();
        for (index, &message) in meant.iter().enumerate() {
            groups.add(Identity::of_expected(message, Cow::Borrowed(&message.text)), index);
        }
        groups
    }

    /// The messages that redaction changes, as it leaves them.
    fn redacted(meant: &[&'a ExpectedMessage], redact: impl Fn(&str) -> Cow<'_, str>) -> Self {
        let mut groups = Self::default();
        for (index, &message) in meant.iter().enumerate() {
            let text = redact(&message.text);
            if text != message.text {
                groups.add(Identity::of_expected(message, text.into_owned().into()), index);
            }
        }
        groups
    }

    fn add(&mut self, identity: Identity<'a>, index: usize) {
        self.0.entry(identity).or_default().indices.push(index);
    }

    /// The first message of this identity that no stored one was found for.
    fn take(&mut self, identity: &Identity<'a>, positions: &[Option<usize>]) -> Option<usize> {
        let group = self.0.get_mut(identity)?;
        while let Some(&index) = group.indices.get(group.taken) {
            group.taken += 1;
            if positions[index].is_none() {
                return Some(index);
            }
        }
        None
    }

    fn has(&self, identity: &Identity<'a>, index: usize) -> bool {
        self.0.get(identity).is_some_and(|group| group.indices.binary_search(&index).is_ok())
    }

    fn last(&self, identity: &Identity<'a>) -> Option<usize> {
        self.0.get(identity)?.indices.last().copied()
    }
}

impl<'a> Identity<'a> {
    fn of_expected(message: &'a ExpectedMessage, text: Cow<'a, str>) -> Self {
        Self {
            role: &message.sender.role,
            sender: &message.sender.external_id,
            text,
            time: Moment::read(&message.timestamp),
        }
    }

    fn of_stored(message: &'a StoredMessage) -> Self {
        Self {
            role: &message.sender.role,
            sender: &message.sender.external_id,
            text: Cow::Borrowed(&message.text),
            time: Moment::read(&message.client_timestamp),
        }
    }
}

impl<'a> Moment<'a> {
    fn read(text: &'a str) -> Self {
        Instant::read(text).map_or(Self::Unreadable(text), Self::Read)
    }
}
