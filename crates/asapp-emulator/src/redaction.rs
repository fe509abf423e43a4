//! What the service's redaction leaves of a text, as far as the documents tell: digits become asterisks.

use std::borrow::Cow;

/// A run of fewer digits stands as it is.
const SHORTEST_RUN: usize = 3;

/// The text with each digit of a run replaced by `*`. Single spaces and dashes do not end a run. The length stays.
pub(crate) fn redact_digits(text: &str) -> Cow<'_, str> {
    let mut redacted: Option<Vec<u8>> = None;
    for run in runs(text.as_bytes()) {
        let bytes = redacted.get_or_insert_with(|| text.as_bytes().to_vec());
        for digit in run {
            bytes[digit] = b'*';
        }
    }
    // Only ASCII was replaced, by ASCII.
    match redacted.map(String::from_utf8) {
        Some(Ok(redacted)) => Cow::Owned(redacted),
        _ => Cow::Borrowed(text),
    }
}

/// The places of the digits, run by run.
fn runs(text: &[u8]) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut last: Option<usize> = None;
    for (place, _) in text.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
        let goes_on = last.is_some_and(|last| {
            place == last + 1 || (place == last + 2 && matches!(text[last + 1], b' ' | b'-'))
        });
        match found.last_mut().filter(|_| goes_on) {
            Some(run) => run.push(place),
            None => found.push(vec![place]),
        }
        last = Some(place);
    }
    found.retain(|run| run.len() >= SHORTEST_RUN);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_become_asterisks() {
        let rows = [
            ("", ""),
            ("no digits", "no digits"),
            ("in 20 or 45 minutes", "in 20 or 45 minutes"),
            ("code 123", "code ***"),
            ("4111 1111 1111 1111.", "**** **** **** ****."),
            ("078-05-1120", "***-**-****"),
            ("1 2 3", "* * *"),
            ("1  2  3", "1  2  3"),
            ("1, 2, 3", "1, 2, 3"),
            ("ä123ö", "ä***ö"),
            ("٤٥٦", "٤٥٦"),
            ("12-", "12-"),
        ];
        for (text, expected) in rows {
            assert_eq!(redact_digits(text), expected);
        }
    }
}
