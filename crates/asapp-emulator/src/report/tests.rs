#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::DateTime;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::stored::StoredSender;

const TIME: &str = "2021-11-23T12:13:14.500Z";

fn meant(text: &str) -> ExpectedMessage {
    ExpectedMessage::new("agent", "a", text, TIME)
}

/// A stored message; its id is `M` and its position.
fn stored(position: usize, role: &str, sender: &str, text: &str, time: &str) -> StoredMessage {
    StoredMessage {
        id: format!("M{position}"),
        text: text.to_owned(),
        sender: StoredSender { role: role.to_owned(), external_id: sender.to_owned() },
        client_timestamp: time.to_owned(),
        created_timestamp: DateTime::UNIX_EPOCH,
    }
}

fn thread<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<StoredMessage> {
    let texts = texts.into_iter().enumerate();
    texts.map(|(position, text)| stored(position, "agent", "a", text, TIME)).collect()
}

/// Stars for digits.
fn redact(text: &str) -> Cow<'_, str> {
    text.replace(|c: char| c.is_ascii_digit(), "*").into()
}

/// The report of one conversation.
fn compare(expected: Vec<ExpectedMessage>, stored: &[StoredMessage]) -> Report {
    let thread = StoredThread { id: "C", messages: stored };
    Report::new(&Expected::new().messages("e", expected), |_| Some(thread), redact)
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn what_is_missing_doubled_out_of_order_and_unexpected() {
    // Meant, stored; missing, doubled, out of order, unexpected.
    type Row<'a> = (&'a str, &'a str, &'a [usize], &'a [(usize, usize)], &'a [usize], &'a [usize]);
    let rows: &[Row<'_>] = &[
        ("", "", &[], &[], &[], &[]),
        ("a b c", "a b c", &[], &[], &[], &[]),
        ("a b c", "", &[0, 1, 2], &[], &[], &[]),
        ("a b c", "a c", &[1], &[], &[], &[]),
        ("a b c", "a a b c a", &[], &[(0, 3)], &[], &[]),
        ("a b c", "b a c", &[], &[], &[0], &[]),
        ("a b c", "b c a", &[], &[], &[0], &[]),
        ("a b c", "c a b", &[], &[], &[2], &[]),
        ("a b c", "c b a", &[], &[], &[0, 1], &[]),
        ("a b c d", "b a d c", &[], &[], &[0, 2], &[]),
        ("a b c d e", "d e a b", &[2], &[], &[0, 1], &[]),
        ("a b c", "a x b y c", &[], &[], &[], &[1, 3]),
        ("", "x", &[], &[], &[], &[0]),
        // The first copy counts.
        ("a b c", "c a b c", &[], &[(2, 2)], &[2], &[]),
        ("a b c", "a c b c", &[], &[(2, 2)], &[1], &[]),
        // Equal ones are meant as often as they are given.
        ("a b a", "a b a", &[], &[], &[], &[]),
        ("a b a", "a b", &[2], &[], &[], &[]),
        ("a b a", "a b a a a", &[], &[(2, 3)], &[], &[]),
        ("a a", "a a a", &[], &[(1, 2)], &[], &[]),
        ("a b a", "a a b", &[], &[], &[1], &[]),
        // All at once.
        ("a b c d", "d b x b a", &[2], &[(1, 2)], &[0, 1], &[2]),
        // A redacted text is the one meant.
        ("a1 b", "a* b", &[], &[], &[], &[]),
        ("a1 b", "a1 b a*", &[], &[(0, 2)], &[], &[]),
        ("a1 b", "a* b a1", &[], &[(0, 2)], &[0], &[]),
        ("a1 a2", "a* a*", &[], &[], &[], &[]),
        ("a1 a2", "a*", &[1], &[], &[], &[]),
        ("a1 a2", "a* a* a*", &[], &[(1, 2)], &[], &[]),
        ("a1 a2", "a* a1", &[], &[], &[0], &[]),
        ("a1 a*", "a* a*", &[], &[], &[], &[]),
        ("a1 a* b", "a* a*", &[2], &[], &[0], &[]),
        ("a*", "a1", &[0], &[], &[], &[0]),
        ("a1", "a2", &[0], &[], &[], &[0]),
    ];
    for (meant_texts, stored_texts, missing, doubled, out_of_order, unexpected) in rows {
        let meant = words(meant_texts).into_iter().map(meant).collect();
        let report = compare(meant, &thread(words(stored_texts)));
        let row = format!("{meant_texts:?} as {stored_texts:?}: {report}");
        let ConversationReport { missing: lost, doubled: twice, .. } = &report.conversations[0];
        let twice: Vec<_> = twice.iter().map(|one| (one.index, one.times)).collect();
        assert_eq!((&lost[..], &twice[..]), (*missing, *doubled), "{row}");
        assert_eq!(report.conversations[0].out_of_order, *out_of_order, "{row}");
        let ids: Vec<_> = unexpected.iter().map(|position| format!("M{position}")).collect();
        assert_eq!(report.conversations[0].unexpected, ids, "{row}");
        let faults = [missing.len(), doubled.len(), out_of_order.len(), unexpected.len()];
        assert_eq!(report.is_exactly_once(), faults == [0; 4], "{row}");
    }
}

#[test]
fn what_makes_a_message_the_one_meant() {
    let rows = [
        (("agent", "a", "Hi", TIME), true),
        (("customer", "a", "Hi", TIME), false),
        (("agent", "b", "Hi", TIME), false),
        (("agent", "a", "hi", TIME), false),
        (("agent", "a", "Hi ", TIME), false),
        (("agent", "a", "Hi", "2021-11-23T12:13:14.5Z"), true),
        (("agent", "a", "Hi", "2021-11-23T14:13:14.5000+02:00"), true),
        (("agent", "a", "Hi", "2021-11-23T12:13:14.501Z"), false),
        (("agent", "a", "Hi", "2021-11-23 12:13:14.500Z"), false),
    ];
    for ((role, sender, text, time), is_same) in rows {
        let report = compare(vec![meant("Hi")], &[stored(0, role, sender, text, time)]);
        assert_eq!(report.is_exactly_once(), is_same, "{role} {sender} {text} {time}");
        let faults = (report.totals.missing, report.totals.unexpected);
        assert_eq!(faults, if is_same { (0, 0) } else { (1, 1) });
    }
    let unreadable = |time: &str| ExpectedMessage::new("agent", "a", "Hi", time);
    for (time, is_same) in [("noon", true), ("Noon", false)] {
        let stored = [stored(0, "agent", "a", "Hi", "noon")];
        assert_eq!(compare(vec![unreadable(time)], &stored).is_exactly_once(), is_same, "{time}");
    }
}

#[test]
fn conversations_in_the_order_in_which_they_were_named() {
    let expected = Expected::new()
        .message("e1", meant("a"))
        .conversation("e2")
        .message("lost", meant("b"))
        .messages("e1", [meant("c"), meant("d")])
        .conversation("never made");
    let (first, second, other) = (thread(["a", "c", "d"]), thread(["x"]), thread(["y"]));
    let stored =
        HashMap::from([("e1", ("C1", &first)), ("e2", ("C2", &second)), ("e3", ("C3", &other))]);
    let find = |external_id: &str| {
        stored.get(external_id).map(|(id, messages)| StoredThread { id, messages })
    };
    let report = Report::new(&expected, find, redact);
    let ids = report.conversations.iter();
    let ids: Vec<_> =
        ids.map(|one| (one.external_id.as_str(), one.conversation_id.as_deref())).collect();
    let all = [("e1", Some("C1")), ("e2", Some("C2")), ("lost", None), ("never made", None)];
    assert_eq!(ids, all);
    let totals = Totals {
        conversations: 4,
        missing_conversations: 2,
        messages: 4,
        missing: 1,
        surplus: 0,
        out_of_order: 0,
        unexpected: 1,
    };
    assert_eq!(report.totals, totals);
    assert!(!report.is_exactly_once());

    let only_missing = Report::new(&Expected::new().conversation("e"), |_| None, redact);
    assert!(!only_missing.is_exactly_once());
    let nothing = Report::new(&Expected::new(), find, redact);
    assert!(nothing.is_exactly_once());
}

#[test]
fn as_json() {
    let sender = json!({"role": "agent", "externalId": "a"});
    let message = json!({"text": "a", "sender": sender, "timestamp": TIME});
    let value = json!({"conversations": [
        {"externalId": "e", "messages": [message]}, {"externalId": "other"}, {"externalId": "e", "messages": [message]},
    ]});
    let expected: Expected = serde_json::from_value(value).unwrap();
    let built =
        Expected::new().message("e", meant("a")).conversation("other").message("e", meant("a"));
    assert!(expected == built);

    let messages = thread(["a", "a", "a", "x"]);
    let find = |id: &str| (id == "e").then_some(StoredThread { id: "C", messages: &messages });
    let report = json!({
        "exactlyOnce": false,
        "totals": {"conversations": 2, "missingConversations": 1, "messages": 2, "missing": 0, "surplus": 1,
            "outOfOrder": 0, "unexpected": 1},
        "conversations": [
            {"externalId": "e", "conversationId": "C", "missing": [], "doubled": [{"index": 1, "times": 2}],
                "outOfOrder": [], "unexpected": ["M3"]},
            {"externalId": "other", "conversationId": null, "missing": [], "doubled": [], "outOfOrder": [],
                "unexpected": []},
        ],
    });
    let reported = json!(Report::new(&expected, find, redact));
    assert_eq!(reported, report);
    assert!(jsonschema::is_valid(schemars::schema_for!(Report).as_value(), &reported));
}

#[test]
fn unknown_members_are_refused() {
    let whole = json!({"conversations": [{"externalId": "e", "messages": [
        {"text": "a", "sender": {"role": "agent", "externalId": "a"}, "timestamp": TIME}]}]});
    let schema = schemars::schema_for!(Expected);
    let places = [
        "",
        "/conversations/0",
        "/conversations/0/messages/0",
        "/conversations/0/messages/0/sender",
    ];
    assert!(jsonschema::is_valid(schema.as_value(), &whole));
    for place in places {
        let mut value = whole.clone();
        value.pointer_mut(place).unwrap()["typo"] = json!(1);
        assert!(!jsonschema::is_valid(schema.as_value(), &value), "{place}");
        assert!(serde_json::from_value::<Expected>(value).is_err(), "{place}");
    }
}

#[test]
fn shown_without_anything_that_the_caller_sent() {
    let secret = || ExpectedMessage::new("agent", "4111", "4111", "4111");
    let expected = Expected::new().messages("4111", [secret(), secret(), meant("4111")]);
    let expected = expected.message("gone 4111", secret());
    let messages = [
        stored(0, "agent", "a", "4111", TIME),
        stored(1, "agent", "4111", "4111", "4111"),
        stored(2, "agent", "a", "4111", TIME),
        stored(3, "4111", "4111", "4111", "4111"),
    ];
    let find = |id: &str| (id == "4111").then_some(StoredThread { id: "C", messages: &messages });
    let report = Report::new(&expected, find, redact);
    let text = "not exactly once, counted from 0: of 4 messages 2 missing, 1 surplus, 1 out of order, and \
        1 unexpected; of 2 conversations 1 missing\n\
        conversation 0 (C); missing: 1; doubled: 2 (2 times); out of order: 0; unexpected: M3\n\
        conversation 1 (not stored); missing: 0";
    assert_eq!(report.to_string(), text);
    let shown = format!("{report:?} {report:#?} {expected:?} {:?}", secret());
    assert!(!shown.contains("4111") && shown.contains("out_of_order: [0]"), "{shown}");
    assert!(shown.contains("Expected { conversations: 2, messages: 4 }"), "{shown}");

    let exact = compare(vec![meant("a")], &thread(["a"]));
    assert_eq!(exact.to_string(), "exactly once: 1 messages in 1 conversations");
}

#[test]
fn a_long_list_is_cut() {
    let lost = |number: usize| (0..number).map(|_| meant("a")).collect::<Vec<_>>();
    let report = compare(lost(10), &[]).to_string();
    assert!(report.ends_with("missing: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"), "{report}");
    let report = compare(lost(12), &[]).to_string();
    assert!(report.ends_with("8, 9 and 2 more"), "{report}");
    let expected = (0..13).fold(Expected::new(), |all, one| all.conversation(one.to_string()));
    let report = Report::new(&expected, |_| None, redact).to_string();
    assert!(report.ends_with("conversation 9 (not stored)\nand 3 more conversations"), "{report}");
}

#[test]
fn large_reports_are_quick() {
    const MESSAGES: usize = 100_000;
    const CONVERSATIONS: usize = 2_000;
    const BOUND: Duration = Duration::from_secs(20); // what is quadratic takes minutes
    let name = |number: usize| number.to_string();
    let texts: Vec<_> = (0..MESSAGES).map(name).collect();
    let meant_ones = || texts.iter().map(|text| meant(text)).collect::<Vec<_>>();
    // A step that shares no divisor with the number visits each once.
    let scattered: Vec<_> = (0..MESSAGES).map(|at| texts[at * 7_919 % MESSAGES].as_str()).collect();

    let started = Instant::now();
    assert!(compare(meant_ones(), &thread(texts.iter().map(String::as_str))).is_exactly_once());
    assert!(compare(vec![meant("1"); MESSAGES], &thread(vec!["*"; MESSAGES])).is_exactly_once());
    assert_eq!(compare(vec![meant("1"); MESSAGES], &thread(["*"])).totals.missing, MESSAGES - 1);
    assert!(compare(meant_ones(), &thread(scattered)).totals.out_of_order > MESSAGES / 2);

    let in_turn = meant_ones().into_iter().enumerate();
    let expected = in_turn.fold(Expected::new(), |all, (number, message)| {
        all.message(name(number % CONVERSATIONS), message)
    });
    let threads: HashMap<_, _> = (0..CONVERSATIONS)
        .map(|one| {
            let texts = texts.iter().skip(one).step_by(CONVERSATIONS);
            (name(one), thread(texts.map(String::as_str)))
        })
        .collect();
    let find = |id: &str| Some(StoredThread { id: "C", messages: &threads[id] });
    assert!(Report::new(&expected, find, redact).is_exactly_once());
    assert!(started.elapsed() < BOUND, "{:?}", started.elapsed());
}

/// What happens to one message on its way.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Stored,
    Dropped,
    /// Stored once more, at the end.
    Repeated,
    /// Stored after the next one.
    SwappedWithNext,
}

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let fate = prop_oneof![
        4 => Just(Fate::Stored),
        1 => Just(Fate::Dropped),
        1 => Just(Fate::Repeated),
        1 => Just(Fate::SwappedWithNext),
    ];
    proptest::collection::vec(fate, 0..40)
}

proptest! {
    #[test]
    fn an_exact_copy_is_exactly_once(texts in proptest::collection::vec("[ab1]{0,2}", 0..20)) {
        let texts: Vec<_> = texts.iter().map(String::as_str).collect();
        let report = compare(texts.iter().copied().map(meant).collect(), &thread(texts));
        prop_assert!(report.is_exactly_once());
    }

    /// However equal the messages are, none is found that is not there, and none is lost.
    #[test]
    fn the_numbers_add_up(
        expected in proptest::collection::vec("[a12*]", 0..6),
        sent in proptest::collection::vec("[a12*]", 0..6),
    ) {
        let expected: Vec<_> = expected.iter().map(String::as_str).collect();
        let sent: Vec<_> = sent.iter().map(String::as_str).collect();
        let report = compare(expected.iter().copied().map(meant).collect(), &thread(sent.clone()));
        let Totals { missing, surplus, unexpected, .. } = report.totals;
        prop_assert_eq!(expected.len() - missing + surplus + unexpected, sent.len());
        let pairs = || expected.iter().zip(&sent);
        let is_copy = expected.len() == sent.len()
            && pairs().all(|(meant, sent)| meant == sent || redact(meant) == *sent);
        prop_assert_eq!(report.is_exactly_once(), is_copy);
    }

    #[test]
    fn a_plan_is_reported_as_it_was(fates in fates()) {
        let texts: Vec<_> = (0..fates.len()).map(|index| format!("m{}", "x".repeat(index))).collect();
        let (mut arrived, mut late, mut held) = (Vec::new(), Vec::new(), None);
        let (mut missing, mut doubled, mut swapped) = (Vec::new(), Vec::new(), Vec::new());
        for (index, fate) in fates.iter().enumerate() {
            match fate {
                Fate::Dropped => {
                    missing.push(index);
                    continue;
                }
                Fate::SwappedWithNext if held.is_none() => {
                    held = Some(index);
                    continue;
                }
                Fate::Repeated => {
                    late.push(index);
                    doubled.push(Doubled { index, times: 2 });
                }
                _ => {}
            }
            arrived.push(index);
            if let Some(earlier) = held.take() {
                arrived.push(earlier);
                swapped.push(earlier);
            }
        }
        arrived.extend(held);
        arrived.extend(late);
        let stored = thread(arrived.iter().map(|&index| texts[index].as_str()));
        let report = compare(texts.iter().map(|text| meant(text)).collect(), &stored);
        let conversation = &report.conversations[0];
        prop_assert_eq!(&conversation.missing, &missing);
        prop_assert_eq!(&conversation.doubled, &doubled);
        prop_assert_eq!(&conversation.out_of_order, &swapped);
        prop_assert!(conversation.unexpected.is_empty());
    }

    /// By trying all pairs: no more is missing, and no more surplus or unexpected, than has to be.
    #[test]
    fn as_many_as_can_be_are_found(
        expected in proptest::collection::vec("[a12*]{1,2}", 0..6),
        sent in proptest::collection::vec("[a12*]{1,2}", 0..6),
    ) {
        let fits = |meant: &String, sent: &String| meant == sent || redact(meant) == *sent;
        let known: Vec<_> = sent.iter().filter(|sent| expected.iter().any(|meant| fits(meant, sent))).collect();
        let found = most_pairs(&expected, &known, &fits);
        let texts = sent.iter().map(String::as_str);
        let report = compare(expected.iter().map(|text| meant(text)).collect(), &thread(texts));
        let Totals { missing, surplus, unexpected, .. } = report.totals;
        prop_assert_eq!(missing, expected.len() - found);
        prop_assert_eq!(surplus, known.len() - found);
        prop_assert_eq!(unexpected, sent.len() - known.len());
    }
}

/// How many of those meant can have a stored one of their own, by trying all ways.
fn most_pairs(
    meant: &[String],
    sent: &[&String],
    fits: &impl Fn(&String, &String) -> bool,
) -> usize {
    let Some((first, rest)) = meant.split_first() else { return 0 };
    let taken = (0..sent.len()).filter(|&at| fits(first, sent[at])).map(|at| {
        let others = [&sent[..at], &sent[at + 1..]].concat();
        1 + most_pairs(rest, &others, fits)
    });
    taken.chain([most_pairs(rest, sent, fits)]).max().unwrap_or_default()
}
