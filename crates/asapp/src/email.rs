//! `format: email`.

use email_address::{EmailAddress, Options};

/// A bare address in ASCII with a host name, the part of RFC 5321 on which validators agree.
pub(crate) fn is_email(text: &str) -> bool {
    let bare = Options::default().without_display_text().without_domain_literal();
    text.is_ascii()
        && EmailAddress::parse_with_options(text, bare)
            .is_ok_and(|address| is_host_name(address.domain()))
}

fn is_host_name(domain: &str) -> bool {
    domain.len() <= 253 && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(is_allowed)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let long = |length: usize| format!("a@{}.example", "b".repeat(length));
        for (text, expected) in [
            ("jdoe@example.com", true),
            ("j.doe+asapp@mail.example.co.uk", true),
            ("o'hara@example.com", true),
            ("jdoe@localhost", true),
            ("\"j doe\"@example.com", true),
            (&long(63), true),
            (&long(64), false),
            ("", false),
            ("jdoe", false),
            ("@example.com", false),
            ("jdoe@", false),
            ("j..doe@example.com", false),
            (".jdoe@example.com", false),
            ("j doe@example.com", false),
            ("jdoe@example..com", false),
            ("jdoe@exam_ple.com", false),
            ("jdoe@-example.com", false),
            ("jdoe@[127.0.0.1]", false),
            ("Jane Doe <jdoe@example.com>", false),
            ("jdoe@example.com ", false),
            ("jdoé@example.com", false),
            ("jdoe@exämple.com", false),
        ] {
            assert_eq!(is_email(text), expected, "{text}");
        }
    }
}
