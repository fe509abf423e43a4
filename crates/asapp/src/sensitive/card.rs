//! Card numbers: a brand's first digits and length, and the check digit.

use std::ops::{Range, RangeInclusive};

use super::groups::Chain;

/// The shortest and the longest card number.
const LENGTHS: RangeInclusive<usize> = 13..=19;

/// First four digits and lengths of the brands' numbers.
const BRANDS: &[(RangeInclusive<u16>, &[usize])] = &[
    // Visa
    (4000..=4999, &[13, 16, 19]),
    // Mastercard
    (2221..=2720, &[16]),
    (5100..=5599, &[16]),
    // American Express
    (3400..=3499, &[15]),
    (3700..=3799, &[15]),
    // Diners Club
    (3000..=3059, &[14, 16]),
    (3095..=3095, &[14, 16]),
    (3600..=3699, &[14, 16]),
    (3800..=3999, &[14, 16]),
    // Discover, RuPay
    (6011..=6011, &[16, 17, 18, 19]),
    (6440..=6599, &[16, 17, 18, 19]),
    (6000..=6099, &[16]),
    (8200..=8299, &[16]),
    (5080..=5089, &[16]),
    // JCB
    (3528..=3589, &[16, 17, 18, 19]),
    // UnionPay
    (6200..=6299, &[16, 17, 18, 19]),
    (8100..=8199, &[16, 17, 18, 19]),
    // Maestro
    (5018..=5018, &[13, 14, 15, 16, 17, 18, 19]),
    (5020..=5020, &[13, 14, 15, 16, 17, 18, 19]),
    (5038..=5038, &[13, 14, 15, 16, 17, 18, 19]),
    (5893..=5893, &[13, 14, 15, 16, 17, 18, 19]),
    (6304..=6304, &[13, 14, 15, 16, 17, 18, 19]),
    (6759..=6759, &[13, 14, 15, 16, 17, 18, 19]),
    (6761..=6763, &[13, 14, 15, 16, 17, 18, 19]),
    // Dankort
    (5019..=5019, &[16]),
    // Mir
    (2200..=2204, &[16, 17, 18, 19]),
    // Verve
    (5060..=5061, &[16, 18, 19]),
    // Troy
    (9792..=9792, &[16]),
];

/// The groups of each card number. Numbers that overlap are one: which of them is meant cannot be told.
pub(super) fn find(chain: &Chain<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in 0..chain.len() {
        let Some(end) = longest_from(chain, start) else { continue };
        match found.last_mut() {
            Some(last) if start < last.end => last.end = last.end.max(end),
            _ => found.push(start..end),
        }
    }
    found
}

/// Where the longest card number ends that begins with this group.
fn longest_from(chain: &Chain<'_>, start: usize) -> Option<usize> {
    if chain.is_dialled(start) {
        return None;
    }
    let (mut digits, mut found) = (Vec::with_capacity(*LENGTHS.end()), None);
    for end in start + 1..=chain.len() {
        let more = chain.digits(end - 1);
        if digits.len() + more.len() > *LENGTHS.end() {
            break;
        }
        digits.extend(more.iter().map(|digit| digit - b'0'));
        if chain.stands_alone(&(start..end)) && is_card(&digits) {
            found = Some(end);
        }
    }
    found
}

/// Whether these digits, 0 to 9, are a card number.
fn is_card(digits: &[u8]) -> bool {
    LENGTHS.contains(&digits.len()) && is_of_a_brand(digits) && is_luhn(digits)
}

fn is_of_a_brand(digits: &[u8]) -> bool {
    let first = digits.iter().take(4).fold(0, |number, digit| number * 10 + u16::from(*digit));
    BRANDS
        .iter()
        .any(|(firsts, lengths)| firsts.contains(&first) && lengths.contains(&digits.len()))
}

fn is_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(*digit)) {
            (0, digit) => digit,
            (_, digit) => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}
