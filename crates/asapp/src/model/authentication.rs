//! Credentials of a customer, handed over in a conversation.

use std::collections::BTreeMap;
use std::fmt;

use asapp_raw::conversations::types as raw;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde_json::{Map, Value};
use zeroize::{Zeroize as _, Zeroizing};

use super::Text;
use crate::validate::{Check, Location, Rule};

/// What opens a customer's account: a token, headers, cookies or fields of a body, at least one of them.
///
/// All of it is wiped when dropped, and `Debug` shows which parts there are, no more. Copies for serialisation,
/// TLS and the HTTP client are not wiped.
///
/// ```
/// use asapp::Authentication;
///
/// let authentication = Authentication::from_token("some-token").header("x-session", "some-session");
/// assert_eq!(format!("{authentication:?}"), "Authentication(token, 1 header)");
/// ```
///
/// ```compile_fail,E0599
/// asapp::Authentication::new(); // with what?
/// ```
#[derive(Clone)]
pub struct Authentication {
    token: Option<SecretString>,
    headers: BTreeMap<Text, SecretString>,
    cookies: BTreeMap<Text, SecretString>,
    body: Option<Body>,
}

#[derive(Clone)]
enum Body {
    /// A JSON object, as text: text can be wiped.
    Object(SecretString),
    /// What the caller gave is none.
    Other,
}

impl Authentication {
    /// Not for callers: it opens nothing.
    fn empty() -> Self {
        Self { token: None, headers: BTreeMap::new(), cookies: BTreeMap::new(), body: None }
    }

    /// By a token.
    #[must_use]
    pub fn from_token(token: impl Into<String>) -> Self {
        Self::empty().token(token)
    }

    /// By a header.
    #[must_use]
    pub fn from_header(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::empty().header(name, value)
    }

    /// By a cookie.
    #[must_use]
    pub fn from_cookie(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::empty().cookie(name, value)
    }

    /// By the fields of a body. See [`body`](Self::body).
    #[must_use]
    pub fn from_body(fields: &impl Serialize) -> Self {
        Self::empty().body(fields)
    }

    /// Sets the token.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(secret(token.into()));
        self
    }

    /// Adds a header. The last value given for a name counts.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.insert(name.into().into(), secret(value.into()));
        self
    }

    /// Adds a cookie. The last value given for a name counts.
    #[must_use]
    pub fn cookie(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.cookies.insert(name.into().into(), secret(value.into()));
        self
    }

    /// Sets the fields of the body: anything that serialises to a JSON object. Anything else is a fault of the
    /// call. An object without fields is not sent. Whole numbers have 64 bits at most: longer ones lose digits,
    /// so give them as text.
    #[must_use]
    pub fn body(mut self, fields: &impl Serialize) -> Self {
        self.body = Some(match serde_json::to_string(fields).map(Zeroizing::new) {
            Ok(text) if text.starts_with('{') => Body::Object(SecretString::from(text.as_str())),
            _ => Body::Other,
        });
        self
    }

    /// The parts as the generated client takes them.
    pub(crate) fn to_raw(&self, check: &mut Check) -> raw::AuthenticationParts {
        let token = self.token.as_ref().map(|token| token.expose_secret().to_owned());
        let (headers, cookies) = (pairs(&self.headers), pairs(&self.cookies));
        let body = match &self.body {
            None => Some(Map::new()),
            // Written by serde_json as an object, so it reads as one, unless it nests deeper than can be read.
            Some(Body::Object(text)) => serde_json::from_str(text.expose_secret()).ok(),
            Some(Body::Other) => None,
        };
        let is_faulty = body.is_none();
        if is_faulty {
            check.fault(Location::Body, "/auth/body", Rule::Object);
        }
        let body = body.unwrap_or_default();
        let lists = [&headers, &cookies, &body].into_iter().filter(|map| !map.is_empty());
        let count = lists.count() + usize::from(token.is_some()) + usize::from(is_faulty);
        check.members("/auth", count);
        raw::AuthenticationParts { body, cookies, headers, token }
    }

    fn parts(&self) -> Vec<String> {
        let counted = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 {what}")),
            _ => Some(format!("{count} {what}s")),
        };
        let token = self.token.as_ref().map(|_| "token".to_owned());
        let body = self.body.as_ref().map(|_| "body".to_owned());
        let headers = counted(self.headers.len(), "header");
        let cookies = counted(self.cookies.len(), "cookie");
        [token, headers, cookies, body].into_iter().flatten().collect()
    }
}

/// Takes the text into a secret, and wipes the text's own memory where it had to be moved.
fn secret(text: String) -> SecretString {
    let text = Zeroizing::new(text);
    SecretString::from(text.as_str())
}

fn pairs(secrets: &BTreeMap<Text, SecretString>) -> Map<String, Value> {
    let pairs = secrets
        .iter()
        .map(|(name, value)| (name.expose().to_owned(), value.expose_secret().into()));
    pairs.collect()
}

/// The credentials in the generated type, which does not wipe them by itself.
pub(crate) struct Wiped(pub(crate) raw::Authentication);

impl Drop for Wiped {
    fn drop(&mut self) {
        let parts = &mut self.0.auth;
        parts.token.zeroize();
        for map in [&mut parts.headers, &mut parts.cookies, &mut parts.body] {
            wipe_map(map);
        }
    }
}

/// Empties the map, since names can be wiped only outside of it.
fn wipe_map(map: &mut Map<String, Value>) {
    for (mut name, mut value) in std::mem::take(map) {
        name.zeroize();
        wipe(&mut value);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => wipe_map(members),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl fmt::Debug for Authentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authentication({})", self.parts().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::limits;

    fn raw_of(authentication: &Authentication) -> (raw::AuthenticationParts, Vec<(String, Rule)>) {
        let mut check = Check::new(limits::post_authenticate::LIMITS, false);
        let raw = authentication.to_raw(&mut check);
        (raw, check.faults.into_iter().map(|fault| (fault.pointer, fault.rule)).collect())
    }

    #[test]
    fn the_parts_go_where_the_spec_has_them() {
        let all = Authentication::from_token("t")
            .header("h", "old")
            .header("h", "1")
            .cookie("c", "2")
            .body(&json!({"user": {"pin": [1, "2"]}}));
        let (raw, faults) = raw_of(&all);
        assert!(faults.is_empty(), "{faults:?}");
        let expected = json!({"token": "t", "headers": {"h": "1"}, "cookies": {"c": "2"}, "body": {"user": {"pin": [1, "2"]}}});
        assert_eq!(serde_json::to_value(raw).ok(), Some(expected));
        assert_eq!(format!("{all:?}"), "Authentication(token, 1 header, 1 cookie, body)");
    }

    #[test]
    fn what_holds_nothing_or_no_object_is_a_fault() {
        let empty = ("/auth".to_owned(), Rule::MinProperties(1));
        let other = ("/auth/body".to_owned(), Rule::Object);
        for (fields, expected) in [
            (json!({}), vec![empty]),
            (json!([1]), vec![other.clone()]),
            (json!("text"), vec![other.clone()]),
            (json!(null), vec![other]),
            (json!({"a": null}), vec![]),
        ] {
            let (_, faults) = raw_of(&Authentication::from_body(&fields));
            assert_eq!(faults, expected, "{fields}");
        }
        for one in [
            Authentication::from_token(""),
            Authentication::from_header("a", "b"),
            Authentication::from_cookie("a", "b"),
        ] {
            assert!(raw_of(&one).1.is_empty(), "{one:?}");
        }
    }

    #[test]
    fn every_text_of_a_value_is_wiped() {
        let mut value = json!(["4111", ["4111", {"c": "4111"}], 4111, null]);
        wipe(&mut value);
        assert_eq!(value, json!(["", ["", {}], 4111, null]));
    }
}
