#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::SenderRole;

fn at(micros: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, 9, 0, 0).unwrap() + TimeDelta::microseconds(micros)
}

fn sent(text: &str, micros: i64) -> raw::Message {
    raw::Message {
        sender: raw::Sender { external_id: "bot-1".to_owned(), role: raw::SenderRole::System },
        text: text.parse().unwrap(),
        timestamp: at(micros).into(),
    }
}

fn stored(text: &str, micros: i64) -> StoredMessage {
    StoredMessage {
        id: "01GMXE90AEV7H3J4DPBDKB1R79".into(),
        role: SenderRole::System,
        sender: Some("bot-1".into()),
        text: text.into(),
        created_timestamp: at(0),
        client_timestamp: at(micros),
    }
}

fn found(sent: &[raw::Message], known: &[raw::Message], stored: &[StoredMessage]) -> Finding {
    find(&sent.iter().collect::<Vec<_>>(), &known.iter().collect::<Vec<_>>(), stored)
}

use Finding::{Held, Missing, Unclear};

/// A number of a row tells its text apart from all others; `at 0` unless said otherwise.
#[test]
fn each_row_is_told() {
    type Row = (&'static str, Vec<raw::Message>, Vec<raw::Message>, Vec<StoredMessage>, Finding);
    let rows: Vec<Row> = vec![
        ("it is there", vec![sent("a", 0)], vec![], vec![stored("a", 0)], Held(vec![0])),
        ("nothing is", vec![sent("a", 0)], vec![], vec![], Missing(vec![0])),
        ("at another time", vec![sent("a", 0)], vec![], vec![stored("a", 1000)], Missing(vec![0])),
        ("cut to ms", vec![sent("a", 1900)], vec![], vec![stored("a", 1000)], Held(vec![0])),
        ("rounded to ms", vec![sent("a", 1900)], vec![], vec![stored("a", 2000)], Held(vec![0])),
        ("no rounding", vec![sent("a", 1000)], vec![], vec![stored("a", 2000)], Missing(vec![0])),
        ("a moment earlier", vec![sent("a", 1000)], vec![], vec![stored("a", 0)], Missing(vec![0])),
        (
            "the last is missing",
            vec![sent("a", 0), sent("b", 0)],
            vec![],
            vec![stored("a", 0)],
            Missing(vec![1]),
        ),
        (
            "the first is missing",
            vec![sent("a", 0), sent("b", 0)],
            vec![],
            vec![stored("b", 0)],
            Missing(vec![0]),
        ),
        (
            "in another order",
            vec![sent("a", 0), sent("b", 0)],
            vec![],
            vec![stored("b", 0), stored("a", 0)],
            Held(vec![1, 0]),
        ),
        (
            "two equal ones need two",
            vec![sent("a", 0), sent("a", 0)],
            vec![],
            vec![stored("a", 0)],
            Missing(vec![1]),
        ),
        (
            "and have two",
            vec![sent("a", 0), sent("a", 0)],
            vec![],
            vec![stored("a", 0), stored("a", 0)],
            Held(vec![0, 1]),
        ),
        (
            "more than sent is enough",
            vec![sent("a", 0)],
            vec![],
            vec![stored("a", 0), stored("a", 0)],
            Held(vec![0]),
        ),
        (
            "a known one claims its own first",
            vec![sent("a", 0)],
            vec![sent("a", 0)],
            vec![stored("a", 0)],
            Missing(vec![0]),
        ),
        (
            "and the other is there",
            vec![sent("a", 0)],
            vec![sent("a", 0)],
            vec![stored("a", 0), stored("a", 0)],
            Held(vec![1]),
        ),
        (
            "masked by asterisks",
            vec![sent("pin 1234", 0)],
            vec![],
            vec![stored("pin ****", 0)],
            Held(vec![0]),
        ),
        (
            "masked by hashes",
            vec![sent("pin 1234", 0)],
            vec![],
            vec![stored("pin ####", 0)],
            Held(vec![0]),
        ),
        (
            "characters count, not bytes",
            vec![sent("ä123", 0)],
            vec![],
            vec![stored("****", 0)],
            Held(vec![0]),
        ),
        (
            "a placeholder",
            vec![sent("pin 1234", 0)],
            vec![],
            vec![stored("pin [redacted]", 0)],
            Unclear,
        ),
        (
            "another's text at the same moment",
            vec![sent("a", 0)],
            vec![],
            vec![stored("b", 0)],
            Unclear,
        ),
        (
            "masked, but longer",
            vec![sent("pin 1234", 0)],
            vec![],
            vec![stored("pin *****", 0)],
            Unclear,
        ),
        (
            "masked alike, both there",
            vec![sent("pin 1234", 0), sent("pin 5678", 0)],
            vec![],
            vec![stored("pin ****", 0), stored("pin ****", 0)],
            Held(vec![0, 1]),
        ),
        (
            "masked alike, which is there?",
            vec![sent("pin 1234", 0), sent("pin 5678", 0)],
            vec![],
            vec![stored("pin ****", 0)],
            Unclear,
        ),
        (
            "masked alike, none there",
            vec![sent("pin 1234", 0), sent("pin 5678", 0)],
            vec![],
            vec![],
            Missing(vec![0, 1]),
        ),
        (
            "masked alike, told by their times",
            vec![sent("pin 1234", 0), sent("pin 5678", 1000)],
            vec![],
            vec![stored("pin ****", 1000)],
            Missing(vec![0]),
        ),
        (
            "a mask that was sent may be that of another",
            vec![sent("pin 1234", 0), sent("pin ****", 0)],
            vec![],
            vec![stored("pin ****", 0)],
            Unclear,
        ),
        (
            "a mask that was sent",
            vec![sent("order #12", 0), sent("order #13", 1000)],
            vec![],
            vec![stored("order #12", 0)],
            Missing(vec![1]),
        ),
        (
            "it may be a known one's",
            vec![sent("pin 1234", 0)],
            vec![sent("pin 5678", 0)],
            vec![stored("pin ****", 0)],
            Unclear,
        ),
        (
            "a short mask may stand for a long text",
            vec![sent("1234", 0), sent("56789", 0)],
            vec![],
            vec![stored("****", 0)],
            Unclear,
        ),
    ];
    for (row, sent, known, stored, expected) in rows {
        assert_eq!(found(&sent, &known, &stored), expected, "{row}");
    }
}

#[test]
fn a_stored_message_that_tells_less_agrees_and_one_that_tells_otherwise_does_not() {
    let message = [sent("a", 0)];
    let with = |role: &str, sender: Option<&str>| StoredMessage {
        role: role.into(),
        sender: sender.map(Into::into),
        ..stored("a", 0)
    };
    for (stored, expected) in [
        (with("system", Some("bot-1")), Held(vec![0])),
        (with("system", None), Held(vec![0])),
        (with("bot", Some("bot-1")), Held(vec![0])),
        (with("bot", None), Held(vec![0])),
        (with("agent", Some("bot-1")), Missing(vec![0])),
        (with("system", Some("bot-2")), Missing(vec![0])),
        (with("agent", None), Missing(vec![0])),
    ] {
        assert_eq!(found(&message, &[], &[stored]), expected);
    }
}

/// What became of a message, unknown to the client.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Lost,
    Kept,
    Masked(char),
    Replaced,
    SenderHidden,
}

fn message() -> impl Strategy<Value = raw::Message> {
    let texts = select(vec!["a", "pin 1234", "pin 5678", "pin ****", "98", "4111", "# 12"]);
    let senders = select(vec!["bot-1", "bot-2"]);
    (texts, senders, 0_i64..3).prop_map(|(text, sender, millis)| {
        let mut message = sent(text, millis * 1000);
        message.sender.external_id = sender.to_owned();
        message
    })
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        3 => Just(Fate::Lost),
        3 => Just(Fate::Kept),
        1 => Just(Fate::Masked('*')),
        1 => Just(Fate::Masked('#')),
        1 => Just(Fate::Replaced),
        1 => Just(Fate::SenderHidden),
    ]
}

fn store(message: &raw::Message, fate: Fate) -> Option<StoredMessage> {
    let text = message.text.as_str();
    let text = match fate {
        Fate::Lost => return None,
        Fate::Kept | Fate::SenderHidden => text.to_owned(),
        Fate::Masked(mask) => text.replace(|c: char| c.is_ascii_digit(), &mask.to_string()),
        Fate::Replaced => text.replace(|c: char| c.is_ascii_digit(), "[number]"),
    };
    let sender = (fate != Fate::SenderHidden).then(|| message.sender.external_id.as_str().into());
    let mut stored = stored(&text, 0);
    (stored.client_timestamp, stored.sender) = (*message.timestamp, sender);
    Some(stored)
}

/// How often each message is there, of those with these places.
fn count<'a>(messages: impl Iterator<Item = &'a raw::Message>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for message in messages {
        *counts.entry(format!("{message:?}")).or_default() += 1;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4096) })]

    /// Whatever is stored, and however it is redacted: what is told to be held is, and what is told to be missing is.
    #[test]
    fn what_is_told_is_so(
        sent in vec((message(), fate()), 1..6),
        known in vec((message(), fate()), 0..3),
        // Of others, who say what none of the call does.
        others in vec((0_i64..3, select(vec!["hello", "[number]", "!"])), 0..3),
        turn in any::<prop::sample::Index>(),
    ) {
        // What is known to be held is held.
        let known: Vec<_> = known.into_iter().filter(|(_, fate)| *fate != Fate::Lost).collect();
        let mut list: Vec<_> =
            sent.iter().chain(&known).filter_map(|(message, fate)| store(message, *fate)).collect();
        list.extend(others.iter().map(|(millis, text)| stored(text, millis * 1000)));
        if !list.is_empty() {
            let places = turn.index(list.len());
            list.rotate_left(places);
        }
        let known: Vec<_> = known.into_iter().map(|(message, _)| message).collect();
        let (messages, fates): (Vec<_>, Vec<_>) = sent.into_iter().unzip();
        let lost = (0..fates.len()).filter(|index| fates[*index] == Fate::Lost);
        match found(&messages, &known, &list) {
            Unclear => {}
            Held(places) => {
                prop_assert_eq!(lost.count(), 0);
                prop_assert_eq!(places.len(), messages.len());
            }
            Missing(missing) => {
                // Of equal ones it does not matter which.
                let told = count(missing.iter().map(|index| &messages[*index]));
                prop_assert_eq!(told, count(lost.map(|index| &messages[index])));
            }
        }
    }

    /// Where nothing is redacted and nobody else speaks, everything is told.
    #[test]
    fn what_is_not_redacted_is_told(sent in vec((message(), any::<bool>()), 1..6)) {
        let has_mask = |message: &raw::Message| message.text.contains(['*', '#']);
        let sent: Vec<_> = sent.into_iter().filter(|(message, _)| !has_mask(message)).collect();
        let list: Vec<_> =
            sent.iter().filter(|(_, kept)| *kept).filter_map(|(it, _)| store(it, Fate::Kept)).collect();
        let messages: Vec<_> = sent.into_iter().map(|(message, _)| message).collect();
        prop_assert_ne!(found(&messages, &[], &list), Unclear);
    }

    /// Messages at times of their own are told however their digits are masked.
    #[test]
    fn what_is_masked_is_told_by_its_time(fates in vec(select(vec![Fate::Lost, Fate::Masked('*'), Fate::Masked('#')]), 1..6)) {
        let messages: Vec<_> = (0_i64..).map(|at| sent("pin 1234", at * 1000)).take(fates.len()).collect();
        let list: Vec<_> = messages.iter().zip(&fates).filter_map(|(it, fate)| store(it, *fate)).collect();
        let lost: Vec<_> = (0..fates.len()).filter(|index| fates[*index] == Fate::Lost).collect();
        match found(&messages, &[], &list) {
            Unclear => prop_assert!(false),
            Held(_) => prop_assert!(lost.is_empty()),
            Missing(missing) => prop_assert_eq!(missing, lost),
        }
    }
}
