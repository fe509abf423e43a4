//! Codes and ids of the service: the only text of an answer that is ever shown.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

const LONGEST: usize = 128;

/// So many digits in a row can be a card's number.
const CARD: usize = 13;

/// So many digits, and nothing else, can be a person's number.
const NUMBER: usize = 9;

/// So many hexadecimal digits are a random id, whatever digits are in it.
const HEX_ID: usize = 32;

/// A text that can be nothing but a code or an id.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(Arc<str>);

impl Token {
    pub(crate) fn new(text: &str) -> Option<Self> {
        is_token(text).then(|| Self(text.into()))
    }
}

impl Deref for Token {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

fn is_token(text: &str) -> bool {
    let is_separator = |byte: &u8| b"-_.:".contains(byte);
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || is_separator(&byte);
    if text.is_empty() || text.len() > LONGEST || !text.bytes().all(allowed) {
        return false;
    }
    let bare: Vec<u8> = text.bytes().filter(|byte| !is_separator(byte)).collect();
    is_hex_id(&bare) || !is_number(&bare)
}

fn is_hex_id(bare: &[u8]) -> bool {
    bare.len() >= HEX_ID
        && bare.iter().all(u8::is_ascii_hexdigit)
        && bare.iter().any(u8::is_ascii_alphabetic)
}

/// Whether it may hold the number of a card or a person, however that is grouped.
fn is_number(bare: &[u8]) -> bool {
    let longest = bare.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).max();
    longest.is_some_and(|digits| digits >= CARD || (digits == bare.len() && digits >= NUMBER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_ids_pass_and_text_and_numbers_do_not() {
        for (text, expected) in [
            ("400-03", true),
            ("404", true),
            ("policies.ratelimit.SpikeArrestViolation", true),
            ("8ea9b994-4a0c-4f2b-9e3c-1d2e3f4a5b6c", true),
            ("3851a807-f0c3-4873-8ba6-5bad4261f0ca3100", true),
            // By chance thirteen digits and more in a row.
            ("3851a807-1234-4873-8123-5bad4261f0ca", true),
            ("4bf92f3577b34da6a3ce929d0e0e4736", true),
            ("01BX5ZZKBKACTAV9WEVGEMMVRZ", true),
            ("rrt-0a1b2c3d4e5f-c-geu1-12345-678901-x", true),
            ("20261121", true),
            ("", false),
            ("Jane Doe", false),
            ("a\nb", false),
            ("é", false),
            ("4111111111111111", false),
            ("4111-1111-1111-1111", false),
            ("4111.1111.1111.1111", false),
            ("card-4111111111111111-x", false),
            ("card4111:1111:1111:1111x", false),
            ("1234567890123", false),
            ("123-45-6789", false),
            ("12345678901234567890123456789012", false),
        ] {
            assert_eq!(Token::new(text).is_some(), expected, "{text:?}");
        }
        assert!(Token::new(&"a".repeat(LONGEST)).is_some());
        assert!(Token::new(&"a".repeat(LONGEST + 1)).is_none());
    }
}
