//! Request targets: percent-encoding and queries.

use percent_encoding::percent_decode_str;

/// The text behind percent-encoding, or none where an escape is broken or does not spell UTF-8.
pub(crate) fn decode(encoded: &str) -> Option<String> {
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
    pairs: Vec<(String, String)>,
    /// False where a name or value was not properly encoded; such a pair is left out.
    pub(crate) well_formed: bool,
}

impl Query {
    /// Reads a query as HTML forms write it: `+` is a space.
    pub(crate) fn parse(query: &str) -> Self {
        let parts = query.split('&').filter(|part| !part.is_empty());
        let decoded: Vec<_> = parts.map(decode_pair).collect();
        let well_formed = decoded.iter().all(Option::is_some);
        Self { pairs: decoded.into_iter().flatten().collect(), well_formed }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(name, _)| name.as_str())
    }

    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

fn decode_pair(part: &str) -> Option<(String, String)> {
    let spaced = part.replace('+', " ");
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
        ];
        for (encoded, expected) in rows {
            assert_eq!(decode(encoded).as_deref(), expected, "{encoded}");
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
            ("a=ä", vec![("a", "ä")], true),
        ];
        for (text, expected, well_formed) in rows {
            let query = Query::parse(text);
            let pairs: Vec<_> =
                query.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!((pairs, query.well_formed), (expected, well_formed), "{text}");
        }
    }
}
