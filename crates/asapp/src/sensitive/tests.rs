//! Invented numbers, and those that the card brands publish for tests.

use proptest::prelude::*;

use super::SensitiveKind::{CardNumber, SocialSecurityNumber};
use super::*;

/// What is found in a text, each by itself.
fn found(text: &str) -> Vec<(SensitiveKind, &str)> {
    find_sensitive(text).iter().map(|one| (one.kind, &text[one.range.clone()])).collect()
}

fn mask(text: &str) -> String {
    masked(text, &find_sensitive(text)).to_string()
}

#[test]
fn numbers_of_every_brand_are_found() {
    for number in [
        "4111111111111111",
        "4012888888881881",
        "4222222222222",
        "4000000000000000006",
        "5555555555554444",
        "5105105105105100",
        "2223003122003222",
        "2720999999999996",
        "378282246310005",
        "341111111111111",
        "30569309025904",
        "38520000023237",
        "36227206271667",
        "6011111111111117",
        "6011000990139424",
        "6440000000000005",
        "3530111333300000",
        "3566002020360505",
        "6200000000000005",
        "6205500000000000004",
        "8100000000000002",
        "6759649826438453",
        "5018000000000009",
        "5019717010103742",
        "2200000000000004",
        "5060990580000217499",
        "6074820000000009",
        "9792000000000003",
    ] {
        assert_eq!(found(number), [(CardNumber, number)], "{number}");
    }
}

#[test]
fn a_card_number_is_found_in_every_writing_and_context() {
    for (text, number) in [
        ("4111 1111 1111 1111", "4111 1111 1111 1111"),
        ("4111-1111-1111-1111", "4111-1111-1111-1111"),
        ("4111.1111.1111.1111", "4111.1111.1111.1111"),
        ("3782 822463 10005", "3782 822463 10005"),
        ("4111\u{a0}1111\u{a0}1111\u{a0}1111", "4111\u{a0}1111\u{a0}1111\u{a0}1111"),
        ("4111\u{2013}1111\u{2013}1111\u{2013}1111", "4111\u{2013}1111\u{2013}1111\u{2013}1111"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("My card is 4111111111111111.", "4111111111111111"),
        ("4111111111111111.Thanks", "4111111111111111"),
        ("Thanks.4111111111111111", "4111111111111111"),
        ("card:4111111111111111,12/26,123", "4111111111111111"),
        ("(4111111111111111)", "4111111111111111"),
        ("#4111111111111111!", "4111111111111111"),
        ("\"4111111111111111\"", "4111111111111111"),
        ("?card=4111111111111111&x=1", "4111111111111111"),
        ("4111111111111111/12/26", "4111111111111111"),
        ("4111 1111 1111 1111 12 26", "4111 1111 1111 1111"),
        ("2 cards 12 4111 1111 1111 1111", "4111 1111 1111 1111"),
        ("cvv 123 4111111111111111 exp", "4111111111111111"),
        ("カード4111111111111111です", "4111111111111111"),
        ("é4111111111111111é", "4111111111111111"),
        ("-4111111111111111-", "4111111111111111"),
        ("\n4111111111111111\n", "4111111111111111"),
    ] {
        assert_eq!(found(text), [(CardNumber, number)], "{text}");
    }
    let two = "4111111111111111,5555555555554444";
    assert_eq!(found(two), [(CardNumber, "4111111111111111"), (CardNumber, "5555555555554444")]);
}

#[test]
fn what_is_no_card_number_is_left_alone() {
    for (what, text) in [
        ("no check digit", "4111111111111112"),
        ("too short", "411111111111"),
        ("too long", "41111111111111111115"),
        ("of no brand", "1234567812345670"),
        ("a length that the brand lacks", "41111111111114"),
        ("zeros", "0000000000000000"),
        ("a telephone number", "+49 1511 2345 678"),
        ("a telephone number in one", "+4915112345678"),
        ("a telephone number at home", "800-555-0199"),
        ("milliseconds", "1700000000000"),
        ("microseconds", "1700000000000000"),
        ("a timestamp", "2026-03-01T09:00:00.000Z"),
        ("a compact timestamp", "20260301090000"),
        ("a timestamp with spaces", "2026-03-01 09 00 00 2026"),
        ("a UUID", "3851a807-f0c3-4873-8ba6-5bad4261f0ca"),
        ("a UUID of digits", "41111111-1111-1111-4111-111111111111"),
        ("the end of a UUID", "8ba6-4111111111111111"),
        ("a hexadecimal number", "0x4111111111111111"),
        ("a hash", "4111111111111111a"),
        ("a word before", "x4111111111111111"),
        ("an id", "ORD-4111111111111111"),
        ("an id with an underscore", "order_4111111111111111"),
        ("an id that goes on", "4111111111111111_7"),
        ("an id that goes on after a dash", "4111-1111-1111-1111-22"),
        ("a fraction", "0.4111111111111111"),
        ("a number with a fraction", "4111111111111111.25"),
        ("a ULID", "01BX5ZZKBKACTAV9WEVGEMMVRZ"),
        ("two spaces", "4111 1111  1111 1111"),
        ("two lines", "4111 1111\n1111 1111"),
        ("an amount", "4,111,111,111,111,111"),
        ("stars", "**** **** **** 1111"),
        ("nothing", ""),
        ("digits of another script", "４１１１１１１１１１１１１１１１"),
    ] {
        assert_eq!(found(text), [], "{what}");
    }
}

#[test]
fn social_security_numbers_are_found() {
    for (text, number) in [
        ("123-45-6789", "123-45-6789"),
        ("My number is 123-45-6789.", "123-45-6789"),
        ("123.45.6789", "123.45.6789"),
        ("123\u{2011}45\u{2011}6789", "123\u{2011}45\u{2011}6789"),
        ("123 45 6789", "123 45 6789"),
        ("12 123-45-6789 34", "123-45-6789"),
        ("899-99-9999", "899-99-9999"),
        ("001-01-0001", "001-01-0001"),
        ("SSN 123456789", "123456789"),
        ("ssn:123456789", "123456789"),
        ("Social Security Number: 123456789", "123456789"),
        ("my social is 123456789", "123456789"),
        ("123456789 is my SSN", "123456789"),
        ("Our SSNs: 123456789", "123456789"),
    ] {
        assert_eq!(found(text), [(SocialSecurityNumber, number)], "{text}");
    }
    let after_a_card = "4111 1111 1111 1111 123 45 6789";
    let kinds: Vec<_> = found(after_a_card).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [CardNumber, SocialSecurityNumber]);
}

#[test]
fn what_is_no_social_security_number_is_left_alone() {
    for (what, text) in [
        ("area 000", "000-12-3456"),
        ("area 666", "666-12-3456"),
        ("area 900 and above", "900-12-3456"),
        ("group 00", "123-00-4567"),
        ("serial 0000", "123-45-0000"),
        ("nine digits", "123456789"),
        (
            "nine digits with the word far off",
            "SSN? I will look it up for you in a moment, my order is 123456789",
        ),
        (
            "nine digits with another word",
            "classname 123456789, socially 123456789, essn 123456789",
        ),
        ("nine digits of an area that is none", "SSN 900123456"),
        ("ten digits", "SSN 1234567890"),
        ("a telephone number", "123-456-7890"),
        ("a telephone number with spaces", "08 123 45 6789"),
        ("a number to dial", "+123-45-6789"),
        ("part of an id", "A-123-45-6789"),
        ("part of a longer number", "123-45-6789-1"),
        ("in a word", "x123-45-6789"),
        ("other lengths", "12-345-6789"),
        ("a date", "2026-03-01"),
    ] {
        assert_eq!(found(text), [], "{what}");
    }
}

#[test]
fn masks_hide_digits_alone() {
    for (text, expected) in [
        ("4111 1111-1111 1111!", "**** ****-**** ****!"),
        ("é 123\u{2011}45\u{2011}6789 7", "é ***\u{2011}**\u{2011}**** 7"),
        ("order 12", "order 12"),
        ("", ""),
    ] {
        assert_eq!(mask(text), expected);
    }
}

/// The digits with the check digit that makes them valid.
fn with_check_digit(mut digits: String) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| (u32::from(digit - b'0')) * if place % 2 == 0 { 2 } else { 1 })
        .map(|product| product / 10 + product % 10)
        .sum();
    digits.push(char::from(b'0' + u8::try_from((10 - sum % 10) % 10).unwrap()));
    digits
}

fn card() -> impl Strategy<Value = String> {
    prop_oneof![
        ("4[0-9]{11}|4[0-9]{14}|4[0-9]{17}"),
        ("5[1-5][0-9]{13}"),
        ("3[47][0-9]{12}"),
        ("6011[0-9]{11}|62[0-9]{13,16}"),
        ("35[3-8][0-9]{12}"),
    ]
    .prop_map(with_check_digit)
}

/// The digits in groups of the given lengths, which come around again.
fn grouped(digits: &str, lengths: &[usize], separator: char) -> String {
    let (mut grouped, mut lengths) = (String::new(), lengths.iter().cycle());
    let mut left = *lengths.next().unwrap();
    for digit in digits.chars() {
        if left == 0 {
            grouped.push(separator);
            left = *lengths.next().unwrap();
        }
        grouped.push(digit);
        left -= 1;
    }
    grouped
}

/// Texts in which numbers, separators and words meet in every way.
fn mixed() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => "[0-9]{1,9}",
        2 => "[ .,+*_-]{1,2}",
        1 => Just("123-45-6789".to_owned()),
        1 => Just("123 45 6789".to_owned()),
        1 => Just("SSN ".to_owned()),
        1 => card(),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn a_card_number_is_always_found(
        card in card(),
        lengths in prop::collection::vec(1_usize..8, 1..4),
        separator in prop::sample::select(vec![' ', '-', '.', '\u{a0}', '\u{2011}']),
        before in "([a-zA-Zé ]*[ :(\n])?",
        after in "([,;)\n !?][a-zA-Zé ]*)?",
    ) {
        let number = grouped(&card, &lengths, separator);
        let text = format!("{before}{number}{after}");
        let found = found(&text);
        prop_assert_eq!(found, [(CardNumber, number.as_str())]);
    }

    #[test]
    fn a_card_number_is_hidden_whatever_numbers_stand_beside_it(
        card in card(),
        before in "([0-9]{1,6} ){0,4}",
        after in "( [0-9]{1,6}){0,4}",
    ) {
        let text = format!("{before}{}{after}", grouped(&card, &[4], ' '));
        let masked = mask(&text);
        let place = before.len()..text.len() - after.len();
        prop_assert!(!masked[place].contains(|one: char| one.is_ascii_digit()));
    }

    #[test]
    fn a_wrong_check_digit_is_no_card(card in card(), wrong in 1_u8..10) {
        let (digits, last) = card.split_at(card.len() - 1);
        let last = (last.parse::<u8>().unwrap() + wrong) % 10;
        let text = format!("{digits}{last}");
        prop_assert_eq!(found(&text), []);
    }

    #[test]
    fn a_mask_keeps_lengths_and_all_but_the_digits_found(text in mixed()) {
        let masked = mask(&text);
        prop_assert_eq!(masked.len(), text.len());
        prop_assert_eq!(masked.chars().count(), text.chars().count());
        let found = find_sensitive(&text);
        for ((place, before), after) in text.char_indices().zip(masked.chars()) {
            let is_hidden = before.is_ascii_digit() && found.iter().any(|one| one.range.contains(&place));
            prop_assert_eq!(after, if is_hidden { '*' } else { before });
        }
    }

    #[test]
    fn what_is_masked_holds_nothing_more(text in mixed()) {
        let masked = mask(&text);
        prop_assert_eq!(mask(&masked), masked);
    }

    #[test]
    fn places_are_in_order_and_apart(text in mixed()) {
        let found = find_sensitive(&text);
        prop_assert!(found.iter().all(|one| !one.range.is_empty()));
        prop_assert!(found.windows(2).all(|two| two[0].range.end <= two[1].range.start));
    }
}
