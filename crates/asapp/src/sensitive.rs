//! Card numbers and social security numbers in the texts of messages, before they are sent.

mod card;
mod groups;
mod ssn;

use std::ops::Range;

use zeroize::Zeroizing;

use crate::Operation;
use groups::{Chain, chains};

/// What is done about card numbers and US social security numbers in the texts of messages.
///
/// They are looked for as [`find_sensitive`] does: by pattern, which is no guarantee. Texts of messages alone are
/// looked at, not names, keys or metadata.
///
/// ```
/// use asapp::{CallOptions, SensitiveText};
///
/// let masked = CallOptions::new().sensitive_text(SensitiveText::Mask);
/// # let _ = masked;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SensitiveText {
    /// Texts are not looked at.
    #[default]
    Off,
    /// They are sent as they are, with one event at level WARN for each call in which any were found: how many of
    /// which kind.
    Warn,
    /// Their digits are sent as `*`. The length stays. An event at level DEBUG says how many of which kind.
    Mask,
    /// They are faults, [`Rule::CardNumber`](crate::Rule::CardNumber) and
    /// [`Rule::SocialSecurityNumber`](crate::Rule::SocialSecurityNumber), and nothing is sent.
    Refuse,
}

/// What a number found by [`find_sensitive`] looks like.
///
/// ```
/// use asapp::{SensitiveKind, find_sensitive};
///
/// assert_eq!(find_sensitive("My SSN is 123-45-6789")[0].kind, SensitiveKind::SocialSecurityNumber);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SensitiveKind {
    /// The number of a payment card.
    CardNumber,
    /// A social security number of the United States.
    SocialSecurityNumber,
}

/// Where a text holds what looks like a card number or a social security number.
///
/// ```
/// let text = "4111 1111 1111 1111, thanks";
/// let found = asapp::find_sensitive(text);
/// assert_eq!(&text[found[0].range.clone()], "4111 1111 1111 1111");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Sensitive {
    /// What it looks like.
    pub kind: SensitiveKind,
    /// Its bytes in the text, from its first digit to its last.
    pub range: Range<usize>,
}

/// Finds what looks like a card number or a US social security number, in the order of the text.
///
/// A card number has 13 to 19 digits, a card brand's first digits and length, and a valid check digit (Luhn). A social
/// security number is `ddd-dd-dddd` with parts that can be given out; nine digits in a row count only with a word such
/// as "SSN" or "social" near. Single spaces, dashes and dots may stand between the digits, ASCII ones alone. What
/// belongs to a longer number or to an id, such as a UUID, is neither.
///
/// It is a check by pattern and no guarantee: it misses numbers that are spelt out, broken over lines or messages, or
/// glued to a word, and of order numbers with 16 digits it takes some one in thirty for a card's.
///
/// ```
/// use asapp::find_sensitive;
///
/// assert_eq!(find_sensitive("Card 4111-1111-1111-1111, SSN 123-45-6789").len(), 2);
/// assert!(find_sensitive("Order 4111-1111-1111-1112, call 800-555-0199").is_empty());
/// ```
#[must_use]
pub fn find_sensitive(text: &str) -> Vec<Sensitive> {
    let mut found = Vec::new();
    for chain in chains(text) {
        find_in(chain, &mut found);
    }
    found.sort_by_key(|one| one.range.start);
    found
}

/// Each search takes what it finds out of the chain, so that the next, the less certain, sees only the rest.
fn find_in(mut chain: Chain<'_>, found: &mut Vec<Sensitive>) {
    use SensitiveKind::{CardNumber, SocialSecurityNumber};
    for (kind, search) in [
        (CardNumber, card::find as fn(&Chain<'_>) -> Vec<Range<usize>>),
        (SocialSecurityNumber, ssn::find_joined),
        (SocialSecurityNumber, ssn::find_bare),
        (SocialSecurityNumber, ssn::find_spaced),
    ] {
        for groups in search(&chain) {
            found.push(Sensitive { kind, range: chain.take(groups) });
        }
    }
}

/// How many were found in the texts of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) card_numbers: usize,
    pub(crate) social_security_numbers: usize,
}

impl Found {
    pub(crate) fn in_all(found: &[Sensitive]) -> Self {
        let count = |kind| found.iter().filter(|one| one.kind == kind).count();
        Self {
            card_numbers: count(SensitiveKind::CardNumber),
            social_security_numbers: count(SensitiveKind::SocialSecurityNumber),
        }
    }

    /// Tells all who listen, where there is something to tell.
    pub(crate) fn tell(self, operation: Operation, what: SensitiveText) {
        let Self { card_numbers, social_security_numbers } = self;
        if self == Self::default() {
            return;
        }
        match what {
            SensitiveText::Warn => tracing::warn!(
                target: "asapp",
                operation = operation.id(),
                card_numbers,
                social_security_numbers,
                "sensitive text sent"
            ),
            SensitiveText::Mask => tracing::debug!(
                target: "asapp",
                operation = operation.id(),
                card_numbers,
                social_security_numbers,
                "sensitive text masked"
            ),
            SensitiveText::Off | SensitiveText::Refuse => {}
        }
    }
}

impl std::ops::AddAssign for Found {
    fn add_assign(&mut self, more: Self) {
        self.card_numbers += more.card_numbers;
        self.social_security_numbers += more.social_security_numbers;
    }
}

/// The text with `*` in place of the digits that were found.
pub(crate) fn masked(text: &str, found: &[Sensitive]) -> Zeroizing<String> {
    let mut masked = Zeroizing::new(text.to_owned());
    for Sensitive { range, .. } in found {
        let hide = |one: char| if one.is_ascii_digit() { '*' } else { one };
        let hidden: String = text[range.clone()].chars().map(hide).collect();
        masked.replace_range(range.clone(), &hidden);
    }
    masked
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
