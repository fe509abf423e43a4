//! Checks a request against the limits of its spec: all faults at once, before anything is sent.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use regress::Regex;

use crate::email::is_email;
use crate::sensitive::{Found, masked};
use crate::{Nullable, SensitiveText, Text, find_sensitive, limits};

/// The part of a request in which a fault lies.
///
/// ```
/// assert_eq!(asapp::Location::Body.to_string(), "body");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Location {
    /// The path's parameters.
    Path,
    /// The query's parameters.
    Query,
    /// The JSON body.
    Body,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Body => "body",
        })
    }
}

/// A rule of the spec. Lengths count Unicode scalar values.
///
/// ```
/// assert_eq!(asapp::Rule::MaxLength(256).to_string(), "at most 256 characters");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// `minLength`
    MinLength(usize),
    /// `maxLength`
    MaxLength(usize),
    /// `minItems`
    MinItems(usize),
    /// `maxItems`
    MaxItems(usize),
    /// `minProperties`
    MinProperties(usize),
    /// `pattern`: some part of the text matches; in strict mode, all of it.
    Pattern(&'static str),
    /// `format: date-time`: a year from 0 to 9999, and no leap second.
    DateTime,
    /// `format: email`
    Email,
    /// A free-form value that is a JSON object.
    Object,
    /// An event id that no other record of the call has: results are matched by it.
    Unique,
    /// Not a rule of the spec: no card numbers, under [`SensitiveText::Refuse`](crate::SensitiveText::Refuse).
    CardNumber,
    /// Not a rule of the spec: no social security numbers, under
    /// [`SensitiveText::Refuse`](crate::SensitiveText::Refuse).
    SocialSecurityNumber,
    /// The generated client refused a value that the rules above allow.
    Generated,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |n: &usize| if *n == 1 { "" } else { "s" };
        match self {
            Self::MinLength(n) => write!(f, "at least {n} character{}", plural(n)),
            Self::MaxLength(n) => write!(f, "at most {n} character{}", plural(n)),
            Self::MinItems(n) => write!(f, "at least {n} item{}", plural(n)),
            Self::MaxItems(n) => write!(f, "at most {n} item{}", plural(n)),
            Self::MinProperties(n) => write!(f, "at least {n} member{}", plural(n)),
            Self::Pattern(pattern) => write!(f, "must match the pattern {pattern}"),
            Self::DateTime => f.write_str("a year from 0 to 9999, and no leap second"),
            Self::Email => f.write_str("must be an e-mail address"),
            Self::Object => f.write_str("must be a JSON object"),
            Self::Unique => f.write_str("must not be another record's of this call"),
            Self::CardNumber => f.write_str("must not hold a card number"),
            Self::SocialSecurityNumber => f.write_str("must not hold a social security number"),
            Self::Generated => f.write_str("refused by the generated client"),
        }
    }
}

/// A place in a request that breaks a rule of the spec. It never holds the value itself.
///
/// ```no_run
/// # async fn example(transcript: asapp::Transcript, message: asapp::Message) {
/// if let Err(error) = transcript.add_message(message).send().await {
///     for fault in error.faults() {
///         println!("{} {}: {}", fault.location, fault.pointer, fault.rule);
///     }
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The part of the request.
    pub location: Location,
    /// JSON pointer of the value within that part. Where a call packs its items into several requests, the
    /// index is the caller's, over all of them.
    pub pointer: String,
    /// The rule that is broken.
    pub rule: Rule,
    item: Option<usize>,
}

impl Fault {
    /// The place, among those that were given, of the message or record that has the fault; `None` where a call
    /// takes no list of them, or the fault is the list's own.
    #[must_use]
    pub fn item(&self) -> Option<usize> {
        self.item
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.location, self.pointer, self.rule)
    }
}

/// A rule and where it holds; `*` in the pointer stands for any index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    location: Location,
    pointer: &'static str,
    /// Whether a `*` is in the pointer: known when compiled, for every text is held to every limit.
    is_pattern: bool,
    rule: Rule,
}

impl Limit {
    pub(crate) const fn new(location: Location, pointer: &'static str, rule: Rule) -> Self {
        let (bytes, mut at) = (pointer.as_bytes(), 0);
        while at < bytes.len() && bytes[at] != b'*' {
            at += 1;
        }
        Self { location, pointer, is_pattern: at < bytes.len(), rule }
    }

    /// The same limit within an item of `list`, if it lies there.
    fn within(&self, list: &str) -> Option<Self> {
        let pointer = self.pointer.strip_prefix(list)?.strip_prefix("/*")?;
        Some(Self::new(self.location, pointer, self.rule))
    }

    #[inline]
    fn covers(&self, location: Location, pointer: &str) -> bool {
        let is_there = self.pointer == pointer || (self.is_pattern && fits(self.pointer, pointer));
        is_there && self.location == location
    }
}

/// Whether `pointer` is one of those that `pattern` stands for.
fn fits(pattern: &str, pointer: &str) -> bool {
    let (mut own, mut other) = (pattern.split('/'), pointer.split('/'));
    loop {
        match (own.next(), other.next()) {
            (None, None) => return true,
            (Some(own), Some(other)) if own == "*" || own == other => {}
            _ => return false,
        }
    }
}

/// An item of a list in the body.
#[derive(Clone, Copy, Debug)]
struct Item {
    /// JSON pointer of the list.
    list: &'static str,
    index: usize,
}

/// Collects the faults of one request while its parts become the generated types.
pub(crate) struct Check {
    limits: &'static [Limit],
    is_strict: bool,
    sensitive: SensitiveText,
    below: Option<Item>,
    /// The limits within an item of a list, for the items that follow.
    of_items: Option<(&'static str, Vec<Limit>)>,
    pub(crate) faults: Vec<Fault>,
    /// What the texts of messages hold.
    pub(crate) found: Found,
}

impl Check {
    pub(crate) fn new(limits: &'static [Limit], is_strict: bool) -> Self {
        let (sensitive, found) = (SensitiveText::Off, Found::default());
        let (below, of_items, faults) = (None, None, Vec::new());
        Self { limits, is_strict, sensitive, below, of_items, faults, found }
    }

    /// What is done about card numbers and the like in the texts of messages: nothing unless set.
    pub(crate) fn sensitive(self, sensitive: SensitiveText) -> Self {
        Self { sensitive, ..self }
    }

    /// Checks one item of the list at the pointer `list`: `check` then gives pointers within the item.
    pub(crate) fn item<T>(
        &mut self,
        list: &'static str,
        index: usize,
        check: impl FnOnce(&mut Self) -> T,
    ) -> T {
        if self.of_items.as_ref().is_none_or(|(known, _)| *known != list) {
            let within = self.limits.iter().filter_map(|limit| limit.within(list));
            self.of_items = Some((list, within.collect()));
        }
        self.below = Some(Item { list, index });
        let checked = check(self);
        self.below = None;
        checked
    }

    /// Checks a text and makes the generated type of it; `None` where there is a fault.
    pub(crate) fn text<T: FromStr + 'static>(
        &mut self,
        location: Location,
        pointer: &str,
        value: &str,
    ) -> Option<T> {
        let is_strict = self.is_strict;
        let converted: Option<T> = value.parse().ok();
        let known = self.faults.len();
        // A generated type, unlike a plain text, has held itself to what is published.
        let is_held = converted.is_some() && TypeId::of::<T>() != TypeId::of::<String>();
        self.apply(location, pointer, |rule| match rule {
            Rule::MinLength(_) | Rule::MaxLength(_) if is_held => true,
            Rule::Pattern(_) if is_held && !is_strict => true,
            Rule::MinLength(min) => value.chars().take(min).count() == min,
            Rule::MaxLength(max) => value.len() <= max || value.chars().count() <= max,
            Rule::Pattern(pattern) => matches(pattern, value, is_strict),
            Rule::Email => is_email(value),
            _ => true,
        });
        if self.faults.len() > known {
            return None;
        }
        if converted.is_none() {
            self.fault(location, pointer, Rule::Generated);
        }
        converted
    }

    /// The same for a text of the body.
    pub(crate) fn body<T: FromStr + 'static>(&mut self, pointer: &str, value: &str) -> Option<T> {
        self.text(Location::Body, pointer, value)
    }

    /// The same for the text of a message, which is looked through for what should not be sent, and masked.
    pub(crate) fn message_text<T: FromStr + 'static>(
        &mut self,
        pointer: &str,
        text: &Text,
    ) -> Option<T> {
        let text = text.expose();
        if self.sensitive == SensitiveText::Off {
            return self.body(pointer, text);
        }
        let sensitive = find_sensitive(text);
        let found = Found::in_all(&sensitive);
        self.found += found;
        match self.sensitive {
            SensitiveText::Mask => return self.body(pointer, &masked(text, &sensitive)),
            SensitiveText::Refuse => self.refuse(pointer, found),
            SensitiveText::Warn | SensitiveText::Off => {}
        }
        self.body(pointer, text)
    }

    fn refuse(&mut self, pointer: &str, found: Found) {
        for (count, rule) in [
            (found.card_numbers, Rule::CardNumber),
            (found.social_security_numbers, Rule::SocialSecurityNumber),
        ] {
            if count > 0 {
                self.fault(Location::Body, pointer, rule);
            }
        }
    }

    /// The same for a text of the body that may be absent.
    pub(crate) fn optional<T: FromStr + 'static>(
        &mut self,
        pointer: &str,
        value: Option<&Text>,
    ) -> Option<T> {
        value.and_then(|value| self.body(pointer, value.expose()))
    }

    /// The same for a text of the body that may be absent or null, in the generated type that has room for null.
    pub(crate) fn nullable<T: FromStr + 'static, N: From<Option<T>>>(
        &mut self,
        pointer: &str,
        value: Option<&Nullable<Text>>,
    ) -> Option<N> {
        value.map(|value| match value {
            Nullable::Null => N::from(None),
            Nullable::Value(text) => N::from(self.body(pointer, text.expose())),
        })
    }

    pub(crate) fn items(&mut self, pointer: &str, count: usize) {
        self.apply(Location::Body, pointer, |rule| match rule {
            Rule::MinItems(min) => count >= min,
            Rule::MaxItems(max) => count <= max,
            _ => true,
        });
    }

    pub(crate) fn members(&mut self, pointer: &str, count: usize) {
        self.apply(Location::Body, pointer, |rule| match rule {
            Rule::MinProperties(min) => count >= min,
            _ => true,
        });
    }

    pub(crate) fn time(&mut self, pointer: &str, at: DateTime<Utc>) {
        // A leap second is held as nanoseconds beyond the second, in any minute.
        let is_writable = (0..=9999).contains(&at.year()) && at.nanosecond() < 1_000_000_000;
        self.apply(Location::Body, pointer, |rule| rule != Rule::DateTime || is_writable);
    }

    /// Notes a fault that no limit of the spec names.
    pub(crate) fn fault(&mut self, location: Location, pointer: &str, rule: Rule) {
        let pointer = match self.below {
            Some(Item { list, index }) => format!("{list}/{index}{pointer}"),
            None => pointer.to_owned(),
        };
        let item = self.below.map(|item| item.index);
        self.faults.push(Fault { location, pointer, rule, item });
    }

    fn apply(&mut self, location: Location, pointer: &str, holds: impl Fn(Rule) -> bool) {
        let limits = match (self.below, &self.of_items) {
            (Some(_), Some((_, limits))) => limits,
            _ => self.limits,
        };
        let covering = limits.iter().filter(|limit| limit.covers(location, pointer));
        let broken: Vec<Rule> =
            covering.map(|limit| limit.rule).filter(|rule| !holds(*rule)).collect();
        for rule in broken {
            self.fault(location, pointer, rule);
        }
    }
}

/// As published, or with the whole text held to the pattern.
struct Matcher {
    published: Regex,
    anchored: Regex,
}

static MATCHERS: LazyLock<BTreeMap<&'static str, Matcher>> = LazyLock::new(|| {
    let patterns =
        limits::ALL.iter().flat_map(|(_, limits)| *limits).filter_map(|limit| match limit.rule {
            Rule::Pattern(pattern) => Some(pattern),
            _ => None,
        });
    let matcher = |pattern: &str| {
        Some(Matcher {
            published: Regex::new(pattern).ok()?,
            anchored: Regex::new(&format!("^(?:{pattern})$")).ok()?,
        })
    };
    patterns.filter_map(|pattern| Some((pattern, matcher(pattern)?))).collect()
});

/// A pattern that does not compile matches nothing: better refused than sent unchecked.
fn matches(pattern: &str, value: &str, is_strict: bool) -> bool {
    MATCHERS.get(pattern).is_some_and(|matcher| {
        let regex = if is_strict { &matcher.anchored } else { &matcher.published };
        regex.find(value).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    const LIMITS: &[Limit] = &[
        Limit::new(Location::Body, "/text", Rule::MinLength(1)),
        Limit::new(Location::Body, "/text", Rule::MaxLength(3)),
        Limit::new(Location::Body, "/list", Rule::MinItems(1)),
        Limit::new(Location::Body, "/list", Rule::MaxItems(2)),
        Limit::new(
            Location::Body,
            "/list/*/key",
            Rule::Pattern(limits::single_convo_metadata::LOB_ID_PATTERN),
        ),
        Limit::new(Location::Body, "/at", Rule::DateTime),
        Limit::new(Location::Path, "/text", Rule::MinLength(2)),
    ];

    fn rules(check: Check) -> Vec<Rule> {
        check.faults.into_iter().map(|fault| fault.rule).collect()
    }

    #[test]
    fn texts() {
        use Rule::{MaxLength, MinLength, Pattern};
        let pattern = Pattern(limits::single_convo_metadata::LOB_ID_PATTERN);
        for (location, pointer, value, is_strict, broken) in [
            (Location::Body, "/text", "", false, vec![MinLength(1)]),
            (Location::Body, "/text", "a", false, vec![]),
            (Location::Body, "/text", "éé😀", false, vec![]),
            (Location::Body, "/text", "abcd", false, vec![MaxLength(3)]),
            (Location::Path, "/text", "a", false, vec![MinLength(2)]),
            (Location::Query, "/text", "", false, vec![]),
            (Location::Body, "/list/7/key", "a b!", false, vec![]),
            (Location::Body, "/list/7/key", "a b!", true, vec![pattern]),
            (Location::Body, "/list/7/key", "a-b_C9", true, vec![]),
            (Location::Body, "/list/7/key", "a\n", true, vec![pattern]),
            (Location::Body, "/list/7/key", "é !", false, vec![pattern]),
            (Location::Body, "/list/7/key", "", false, vec![pattern]),
            (Location::Body, "/list/7/other", "", false, vec![]),
            (Location::Body, "/list/7/key/deeper", "", false, vec![]),
            (Location::Body, "/list", "", false, vec![]),
        ] {
            let mut check = Check::new(LIMITS, is_strict);
            let converted = check.text::<String>(location, pointer, value);
            assert_eq!(converted.is_some(), broken.is_empty(), "{pointer} {value:?}");
            assert_eq!(rules(check), broken, "{pointer} {value:?} strict: {is_strict}");
        }
    }

    #[test]
    fn what_only_the_generated_type_refuses_is_a_fault_too() {
        let mut check = Check::new(LIMITS, false);
        assert_eq!(check.text::<u8>(Location::Body, "/text", "abc"), None);
        assert_eq!(rules(check), [Rule::Generated]);
    }

    #[test]
    fn a_fault_in_an_item_says_which() {
        let mut check = Check::new(LIMITS, false);
        check.item("/list", 7, |check| check.body::<String>("/key", "!"));
        check.items("/list", 0);
        let faults: Vec<_> = check.faults.iter().map(|f| (f.pointer.as_str(), f.item())).collect();
        assert_eq!(faults, [("/list/7/key", Some(7)), ("/list", None)]);
    }

    #[test]
    fn lists() {
        for (count, broken) in
            [(0, vec![Rule::MinItems(1)]), (1, vec![]), (2, vec![]), (3, vec![Rule::MaxItems(2)])]
        {
            let mut check = Check::new(LIMITS, false);
            check.items("/list", count);
            assert_eq!(rules(check), broken, "{count}");
        }
    }

    #[test]
    fn times() {
        for (year, is_valid) in
            [(-1, false), (0, true), (2021, true), (9999, true), (10_000, false)]
        {
            let mut check = Check::new(LIMITS, false);
            let at = Utc.with_ymd_and_hms(year, 6, 1, 0, 0, 0);
            at.single().into_iter().for_each(|at| check.time("/at", at));
            assert_eq!(rules(check).is_empty(), is_valid, "{year}");
        }
        let mut check = Check::new(LIMITS, false);
        let leap = DateTime::parse_from_rfc3339("2026-03-01T12:34:60.5Z");
        leap.iter().for_each(|at| check.time("/at", at.to_utc()));
        assert_eq!(rules(check), [Rule::DateTime]);
    }

    #[test]
    fn every_published_pattern_compiles() {
        for (operation, limits) in limits::ALL {
            for limit in *limits {
                if let Rule::Pattern(pattern) = limit.rule {
                    assert!(
                        MATCHERS.contains_key(pattern),
                        "{operation} {}: {pattern}",
                        limit.pointer
                    );
                }
            }
        }
    }
}
