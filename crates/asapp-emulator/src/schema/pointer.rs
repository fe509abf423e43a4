//! Where a fault lies, told without a key that the caller made up.

/// The JSON pointer of a place in a value, from the engine's paths to it through the value and through the schema.
/// A key that no `properties` name is the caller's own text: it stands as `*`.
pub(super) fn pointer(in_value: &str, in_schema: &str) -> String {
    let mut given = in_value.split('/').skip(1);
    let mut keywords = in_schema.split('/').skip(1);
    let mut pointer = String::new();
    while let Some(keyword) = keywords.next() {
        let step = match keyword {
            "properties" => keywords.next().and(given.next()),
            "items" => given.next(),
            "additionalProperties" => given.next().and(Some("*")),
            "allOf" | "anyOf" | "oneOf" => keywords.next().and(None),
            _ => None,
        };
        if let Some(step) = step {
            pointer.push('/');
            pointer.push_str(step);
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use super::pointer;

    #[test]
    fn own_keys_are_not_told() {
        let rows = [
            ("", "/type", ""),
            ("", "/required", ""),
            ("/text", "/properties/text/minLength", "/text"),
            ("/a~1b", "/properties/a~1b/type", "/a~1b"),
            ("/list/0/a", "/properties/list/items/properties/a/type", "/list/0/a"),
            (
                "/metadata/card 4111",
                "/properties/metadata/additionalProperties/type",
                "/metadata/*",
            ),
            ("/metadata/", "/properties/metadata/additionalProperties/type", "/metadata/*"),
            ("/metadata", "/properties/metadata/additionalProperties", "/metadata"),
            ("/4111/7/x", "/additionalProperties/items/properties/x/type", "/*/7/x"),
            ("/items/0", "/properties/items/items/type", "/items/0"),
            ("/either/x", "/properties/either/oneOf", "/either"),
            ("/a/b", "/allOf/0/properties/a/allOf/12/properties/b/type", "/a/b"),
            ("/a", "/properties/a/not", "/a"),
        ];
        for (in_value, in_schema, expected) in rows {
            assert_eq!(pointer(in_value, in_schema), expected, "{in_value} {in_schema}");
        }
    }
}
