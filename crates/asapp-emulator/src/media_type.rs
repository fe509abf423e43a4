//! What counts as JSON by its `Content-Type`.

/// Whether it says JSON in UTF-8: a charset may be absent, other parameters are let through.
pub(crate) fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    media_type.eq_ignore_ascii_case("application/json") && parts.all(leaves_utf_8)
}

fn leaves_utf_8(parameter: &str) -> bool {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    if !name.trim().eq_ignore_ascii_case("charset") {
        return true;
    }
    let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.unwrap_or(value).eq_ignore_ascii_case("utf-8")
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn media_types() {
        let rows = [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            (" application/json ;charset=utf-8", true),
            (r#"application/json; Charset="Utf-8""#, true),
            ("application/json; profile=x; charset=utf-8", true),
            ("application/json;", true),
            ("application/json; charset=utf-16", false),
            (r#"application/json; charset="utf-16""#, false),
            ("application/json; charset=iso-8859-1", false),
            ("application/json; charset=utf-8; charset=utf-16", false),
            ("application/json; profile=x; charset=utf-16", false),
            ("application/json; charset =utf-16", false),
            ("application/json; charset=", false),
            ("application/json; charset", false),
            ("application/json; charset=\"utf-8", false),
            ("application/json-patch+json", false),
            ("application/problem+json", false),
            ("text/plain; application/json", false),
            ("", false),
        ];
        for (content_type, expected) in rows {
            assert_eq!(is_json(content_type), expected, "{content_type:?}");
        }
    }
}
