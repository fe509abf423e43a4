//! Request targets: percent-encoding and queries.

use percent_encoding::percent_decode_str;

/// Beside letters and digits, what RFC 3986 allows in a segment of a path or in a query, `%` included.
const ALLOWED: &[u8] = b"-._~!$&'()*+,;=:@/?%";

/// The text behind percent-encoding, or none where a character is not allowed, an escape is broken or the escapes do
/// not spell UTF-8.
pub(crate) fn decode(encoded: &str) -> Option<String> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || ALLOWED.contains(&byte);
    if !encoded.bytes().all(is_allowed) {
        return None;
    }
    let well_formed = encoded.split('%').skip(1).all(|rest| {
        let mut digits = rest.bytes().take(2);
        digits.len() == 2 && digits.all(|digit| digit.is_ascii_hexdigit())
    });
    if !well_formed {
        return None;
    }
    Some(percent_decode_str(encoded).decode_utf8().ok()?.into_owned())
}

/// The parameters of a query, in order.
pub(crate) struct Query {
    /// None where a name or value is not properly encoded.
    pairs: Vec<Option<(String, String)>>,
}

impl Query {
    /// Reads a query as HTML forms write it: `+` is a space.
    pub(crate) fn parse(query: &str) -> Self {
        let parts = query.split('&').filter(|part| !part.is_empty());
        Self { pairs: parts.map(decode_pair).collect() }
    }

    /// Whether all names and values are properly encoded.
    pub(crate) fn is_well_formed(&self) -> bool {
        self.pairs.iter().all(Option::is_some)
    }

    /// The readable names with their positions, counted from 1.
    pub(crate) fn names(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = (1..).zip(&self.pairs);
        numbered.filter_map(|(position, pair)| Some((position, pair.as_ref()?.0.as_str())))
    }

    /// The readable values of this name.
    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let pairs = self.pairs.iter().flatten();
        pairs.filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

fn decode_pair(part: &str) -> Option<(String, String)> {
    let spaced = part.replace('+', "%20");
    let (name, value) = spaced.split_once('=').unwrap_or((&spaced, ""));
    Some((decode(name)?, decode(value)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding() {
        let rows = [
            ("", Some("")),
            ("id-111", Some("id-111")),
            ("a%20b%2Fc", Some("a b/c")),
            ("%C3%A4", Some("ä")),
            ("100%25", Some("100%")),
            ("%", None),
            ("%4", None),
            ("%zz", None),
            ("%FF", None),
            ("-._~!$&'()*+,;=:@/?", Some("-._~!$&'()*+,;=:@/?")),
            ("ä", None),
            ("a b", None),
            ("a\r\nb", None),
            ("\0", None),
            ("\u{7f}", None),
        ];
        for (encoded, expected) in rows {
            assert_eq!(decode(encoded).as_deref(), expected, "{encoded}");
        }
        for refused in "\"<>#[]\\^`{|}".chars() {
            assert_eq!(decode(&refused.to_string()), None, "{refused}");
        }
    }

    #[test]
    fn queries() {
        let rows = [
            ("", vec![], true),
            ("a=1", vec![("a", "1")], true),
            ("a=1&&b", vec![("a", "1"), ("b", "")], true),
            ("a=x+y%2B&a==", vec![("a", "x y+"), ("a", "=")], true),
            ("%61=%26", vec![("a", "&")], true),
            ("a=%F&b=1", vec![("b", "1")], false),
            ("a=%C3%A4", vec![("a", "ä")], true),
            ("a=ä&b=1", vec![("b", "1")], false),
            ("a=x y", vec![], false),
        ];
        for (text, expected, well_formed) in rows {
            let query = Query::parse(text);
            let pairs = query.pairs.iter().flatten();
            let pairs: Vec<_> =
                pairs.map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!((pairs, query.is_well_formed()), (expected, well_formed), "{text}");
        }
        let query = Query::parse("&a=1&b=%FF&c");
        assert_eq!(query.names().collect::<Vec<_>>(), [(1, "a"), (3, "c")]);
    }
}
