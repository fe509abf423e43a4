//! Unique texts to plant wherever a caller or the service can put one, and to look for wherever one could come out.

/// Each is one word of lower-case letters and digits, so that no encoding changes it.
macro_rules! marks {
    ($($name:ident = $text:literal,)+) => {
        $(pub(crate) const $name: &str = $text;)+
        /// Every mark: its name and its text.
        const WORDS: &[(&str, &str)] = &[$((stringify!($name), $text),)+];
    };
}

marks! {
    // What opens the API.
    API_ID = "zqapiidkvx",
    API_SECRET = "zqapisecretkvx",
    HEADER = "zqownheaderkvx",
    PASSWORD = "zqpasswordkvx",
    // What a caller sends.
    CONVERSATION = "zqconversationkvx",
    CUSTOMER = "zqcustomerkvx",
    AGENT = "zqagentkvx",
    NAME = "zqnamekvx",
    TEXT = "zqtextkvx",
    KEY = "zqkeykvx",
    VALUE = "zqvaluekvx",
    EMAIL = "zqemailkvx",
    PHONE = "1zqphonekvx",
    EVENT_ID = "zqeventidkvx",
    STREAM_ID = "zqstreamidkvx",
    TOKEN = "zqtokenkvx",
    AUTH_NAME = "zqauthnamekvx",
    AUTH_VALUE = "zqauthvaluekvx",
    // What the service says of its own.
    ANSWER = "zqanswerkvx",
    ANSWER_HEADER = "zqanswerheaderkvx",
    REASON = "zqreasonkvx",
    REQUEST_ID = "zqrequestidkvx",
    CODE = "zqcodekvx",
}

/// Part of each of them, so that a text without it need not be searched for all.
const STEM: &str = "zq";

pub(crate) const CARD: &str = "4111 1111 1111 1111";
pub(crate) const SSN: &str = "123-45-6789";
pub(crate) const NUMBER: i64 = 918_273_645;

/// What a customer says.
pub(crate) fn said() -> String {
    format!("{TEXT}, card {CARD}, SSN {SSN}")
}

/// Names of the marks that a text holds, as they are or as their bytes.
pub(crate) fn found_in(text: &str) -> Vec<&'static str> {
    let mut text = text.to_ascii_lowercase();
    text.retain(|one| !one.is_whitespace());
    let holds = |mark: &str| {
        [mark.to_owned(), as_bytes(mark), as_hex(mark)].iter().any(|form| text.contains(form))
    };
    let words = if holds(STEM) { WORDS } else { &[] };
    let words = words.iter().filter(|(_, mark)| holds(mark)).map(|(name, _)| *name);
    let numbers =
        [("CARD", CARD.replace(' ', "")), ("SSN", SSN.to_owned()), ("NUMBER", NUMBER.to_string())];
    words.chain(numbers.into_iter().filter(|(_, mark)| holds(mark)).map(|(name, _)| name)).collect()
}

/// As `Debug` shows a list of bytes, without its spaces.
fn as_bytes(mark: &str) -> String {
    mark.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(",")
}

/// As tracing shows a list of bytes, without its spaces.
fn as_hex(mark: &str) -> String {
    mark.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_mark_is_found_in_every_form() {
    assert!(WORDS.iter().all(|(name, mark)| found_in(mark) == [*name]));
    for text in [
        format!("x{TEXT}x"),
        TEXT.to_uppercase(),
        format!("{:?}", TEXT.as_bytes()),
        format!("{:#?}", TEXT.as_bytes()),
        format!("{:02x?}", TEXT.as_bytes()).replace(',', ""),
        format!("{:?}", Some(format!("\"{TEXT}\n"))),
    ] {
        assert_eq!(found_in(&text), ["TEXT"]);
    }
    assert_eq!(found_in(&said()), ["TEXT", "CARD", "SSN"]);
    assert_eq!(found_in("4111111111111111 and 918273645"), ["CARD", "NUMBER"]);
    assert!(found_in("zq, 4111, text, 122, 113").is_empty());
}
