//! Operations that the contract overlay adds, since no page of the vendor that describes them is held.
//!
//! An action says so with `x-adds: METHOD path`. It adds that operation and does nothing else, and the operation
//! is marked, so that nobody takes it for the vendor's. Once the pages hold it, the action has expired: it is
//! skipped and reported, with what the vendor says differently.

use std::fmt;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use similar::TextDiff;

use crate::assemble::{METHODS, difference, only};
use crate::{prose, yaml};

const MARK: &str = "x-not-vendored";

/// The operation that an action adds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Addition {
    method: &'static str,
    path: String,
}

/// An action whose operation the vendor describes by now.
#[derive(Debug)]
pub(crate) struct Expired {
    addition: Addition,
    /// The id that our action gives, if it gives one.
    id: Option<String>,
    /// The path as the vendor writes it.
    path: String,
    /// From ours to the vendor's.
    diff: String,
}

impl Addition {
    pub(crate) fn parse(text: &str) -> Result<Addition> {
        let parsed = text.split_once(' ').and_then(|(method, path)| {
            let method = METHODS.into_iter().find(|known| known.to_uppercase() == method)?;
            let is_path = path.starts_with('/') && !path.contains(char::is_whitespace);
            is_path.then(|| Addition { method, path: path.to_owned() })
        });
        parsed.with_context(|| format!("x-adds: {text:?} is not of the form `GET /path`"))
    }

    /// Has `act` add the operation to `document`, which is `upstream` after the actions before this one.
    /// Where `upstream` has the operation, `document` stays as it is.
    pub(crate) fn apply(
        &self,
        upstream: &Value,
        document: &mut Value,
        act: impl Fn(&mut Value) -> Result<()>,
    ) -> Result<Option<Expired>> {
        if let Some(path) = self.twins(upstream).find(|path| has(upstream, path, self.method)) {
            return self.expired(path, document, act).map(Some);
        }
        if let Some(path) = self.twins(document).find(|path| **path != self.path) {
            bail!("x-adds: {self}: the document calls that path {path}; call it so");
        }
        self.add(document, act)?;
        document["paths"][&self.path][self.method][MARK] = json!(true);
        Ok(None)
    }

    /// The paths of `document` that differ from this one in the names of their parameters at most.
    fn twins<'a>(&self, document: &'a Value) -> impl Iterator<Item = &'a String> {
        let own = nameless(&self.path);
        let paths = document.get("paths").and_then(Value::as_object);
        paths.into_iter().flat_map(|paths| paths.keys()).filter(move |path| nameless(path) == own)
    }

    /// Has `act` change `document`, and refuses anything but the one new operation.
    fn add(&self, document: &mut Value, act: impl Fn(&mut Value) -> Result<()>) -> Result<()> {
        let before = document.clone();
        act(document)?;
        let new = added(&before, document);
        ensure!(
            new.as_slice() == std::slice::from_ref(self),
            "x-adds: {self}: the action adds {}",
            list(&new)
        );
        ensure!(
            document["paths"][&self.path][self.method].is_object(),
            "x-adds: {self}: the operation is not an object"
        );
        let rest = without(document, &self.path, self.method);
        match difference(&before, &rest) {
            Some(at) => bail!("x-adds: {self}: the action also changes {at}"),
            None => Ok(()),
        }
    }

    fn expired(
        &self,
        vendors: &str,
        document: &Value,
        act: impl Fn(&mut Value) -> Result<()>,
    ) -> Result<Expired> {
        // Ours may stand on parameters that the path has without it, or bring its own for the same path.
        let mut ours = without(document, vendors, self.method);
        if self.add(&mut ours, &act).is_err() {
            ours = document.clone();
            ours["paths"].as_object_mut().and_then(|paths| paths.shift_remove(vendors));
            self.add(&mut ours, &act).with_context(|| {
                format!("the vendor describes {self} by now; remove the action")
            })?;
        }
        let id = self.id(&ours, &self.path);
        let diff = diff(&self.alone(&ours, &self.path), &self.alone(document, vendors))?;
        Ok(Expired { addition: self.clone(), id, path: vendors.to_owned(), diff })
    }

    fn id(&self, document: &Value, path: &str) -> Option<String> {
        document["paths"][path][self.method]["operationId"].as_str().map(str::to_owned)
    }

    /// The operation with the parameters of its path, in one order of keys.
    fn alone(&self, document: &Value, path: &str) -> Value {
        let item = &document["paths"][path];
        let mut alone = only(item, |key| key == "parameters" || key == self.method);
        alone.sort_all_objects();
        alone
    }
}

impl fmt::Display for Addition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.to_uppercase(), self.path)
    }
}

impl Expired {
    /// What the user is told of the action at `place`. An operation to which neither it nor the finished
    /// `document` gives an id is named by method and path alone.
    pub(crate) fn notice(&self, place: &str, document: &Value) -> String {
        let Expired { addition, id, path, diff } = self;
        let id = id.clone().or_else(|| addition.id(document, path));
        let operation = id.map_or(addition.to_string(), |id| format!("{id} ({addition})"));
        format!(
            "expired: {operation} at {place}: the vendor's pages describe it by now\n{diff}remove the action at {place}\n"
        )
    }
}

/// The difference from `ours` to `vendors`. The words differ nearly everywhere, so they are left out where
/// anything else differs: what to look at would be lost in them.
fn diff(ours: &Value, vendors: &Value) -> Result<String> {
    let unified = |ours: &Value, vendors: &Value| -> Result<String> {
        let (ours, vendors) = (yaml::text(ours)?, yaml::text(vendors)?);
        let diff = TextDiff::from_lines(&ours, &vendors);
        Ok(diff.unified_diff().header("ours", "the vendor's").to_string())
    };
    let bare = unified(&prose::without(ours), &prose::without(vendors))?;
    if !bare.is_empty() {
        return Ok(format!("what differs, but for {}:\n{bare}", prose::LEFT_OUT));
    }
    let full = unified(ours, vendors)?;
    Ok(if full.is_empty() {
        "ours and the vendor's do not differ\n".to_owned()
    } else {
        format!("only {} differ:\n{full}", prose::LEFT_OUT)
    })
}

/// Refuses operations that an action adds without a word, for they would pass for the vendor's.
pub(crate) fn refuse_unsaid(before: &Value, after: &Value) -> Result<()> {
    let new = added(before, after);
    let Some(first) = new.first() else { return Ok(()) };
    bail!("adds {}; say so in the contract overlay, with `x-adds: {first}`", list(&new))
}

/// The operations that only `after` has.
fn added(before: &Value, after: &Value) -> Vec<Addition> {
    let paths = after.get("paths").and_then(Value::as_object).into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| {
        let methods = METHODS.into_iter().filter(|method| item.get(method).is_some());
        methods.map(|method| Addition { method, path: path.clone() })
    });
    operations.filter(|new| !has(before, &new.path, new.method)).collect()
}

fn has(document: &Value, path: &str, method: &str) -> bool {
    let item = document.get("paths").and_then(|paths| paths.get(path));
    item.is_some_and(|item| item.get(method).is_some())
}

fn list(operations: &[Addition]) -> String {
    let names: Vec<_> = operations.iter().map(Addition::to_string).collect();
    if names.is_empty() { "no operation".to_owned() } else { names.join(", ") }
}

/// `document` without one operation, and without its path where nothing but parameters is left there.
fn without(document: &Value, path: &str, method: &str) -> Value {
    let mut rest = document.clone();
    let Some(paths) = rest.get_mut("paths").and_then(Value::as_object_mut) else { return rest };
    let Some(item) = paths.get_mut(path).and_then(Value::as_object_mut) else { return rest };
    item.shift_remove(method);
    if item.keys().all(|key| key == "parameters") {
        paths.shift_remove(path);
    }
    rest
}

/// `/a/{id}` → `/a/{}`: a path is the same whatever its parameters are called.
fn nameless(path: &str) -> String {
    let mut inside = false;
    let outside = |letter: &char| {
        inside = *letter == '{' || inside && *letter != '}';
        !inside || *letter == '{'
    };
    path.chars().filter(outside).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const OURS: &str = "GET /a/{id}/b";

    /// A document with one operation, and `more` operations by path.
    fn paths(more: Value) -> Value {
        let mut document = json!({"paths": {"/z": {"post": {"operationId": "z"}}}});
        merge(&mut document["paths"], &more);
        document
    }

    fn merge(target: &mut Value, update: &Value) {
        for (key, value) in update.as_object().unwrap() {
            match target.get_mut(key) {
                Some(known) if known.is_object() => merge(known, value),
                _ => target[key] = value.clone(),
            }
        }
    }

    /// What `OURS` makes of `upstream` where the action merges `update` into the paths.
    fn applied(upstream: &Value, update: &Value) -> Result<(Value, Option<Expired>), String> {
        let mut document = upstream.clone();
        let act = |document: &mut Value| {
            merge(&mut document["paths"], update);
            Ok(())
        };
        let expired = Addition::parse(OURS).unwrap().apply(upstream, &mut document, act);
        expired.map(|expired| (document, expired)).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn an_addition_is_a_method_and_a_path() {
        for method in METHODS {
            let text = format!("{} /a/{{id}}", method.to_uppercase());
            let addition = Addition::parse(&text).unwrap();
            assert_eq!(addition, Addition { method, path: "/a/{id}".to_owned() });
            assert_eq!(addition.to_string(), text);
        }
        for text in [
            "",
            "GET",
            "/a",
            "GET ",
            " /a",
            "get /a",
            "Get /a",
            "FETCH /a",
            "GET a",
            "GET  /a",
            "GET /a /b",
            "GET /a ",
            "GET\t/a",
            "GET /a\n",
            "PARAMETERS /a",
        ] {
            let error = Addition::parse(text).unwrap_err().to_string();
            assert_eq!(error, format!("x-adds: {text:?} is not of the form `GET /path`"));
        }
    }

    #[test]
    fn the_names_of_parameters_make_no_difference_to_a_path() {
        for (path, same) in [
            ("/a", "/a"),
            ("/a/{id}", "/a/{}"),
            ("/a/{id}/b/{key}", "/a/{}/b/{}"),
            ("/a/{id}.{kind}", "/a/{}.{}"),
            ("/a}/b", "/a}/b"),
        ] {
            assert_eq!(nameless(path), same);
        }
    }

    #[test]
    fn an_operation_is_added_with_its_mark() {
        let get = json!({"operationId": "ours"});
        let marked = json!({"operationId": "ours", "x-not-vendored": true});
        for (upstream, update, after) in [
            (json!({}), json!({"get": get}), json!({"get": marked})),
            (
                json!({}),
                json!({"parameters": [1], "get": get}),
                json!({"parameters": [1], "get": marked}),
            ),
            (
                json!({"/a/{id}/b": {"parameters": [1], "put": {}}}),
                json!({"get": get}),
                json!({"parameters": [1], "put": {}, "get": marked}),
            ),
            // The mark is not the action's to deny.
            (
                json!({}),
                json!({"get": {"operationId": "ours", "x-not-vendored": false}}),
                json!({"get": marked}),
            ),
        ] {
            let update = json!({"/a/{id}/b": update});
            let (after, expected) = (json!({"/a/{id}/b": after}), after);
            let (document, expired) = applied(&paths(upstream), &update).unwrap();
            assert_eq!(document, paths(after), "{expected}");
            assert!(expired.is_none());
        }
    }

    #[test]
    fn whatever_else_an_action_does_is_refused() {
        let get = json!({"operationId": "ours"});
        let known = json!({"/a/{id}/b": {"parameters": [1], "put": {"operationId": "b"}}});
        for (upstream, update, error) in [
            (json!({}), json!({}), "the action adds no operation"),
            (json!({}), json!({"/a/{key}/b": {"get": get}}), "the action adds GET /a/{key}/b"),
            (json!({}), json!({"/a/{id}/b": {"put": get}}), "the action adds PUT /a/{id}/b"),
            (json!({}), json!({"/a/{id}/b": {"x-get": get}}), "the action adds no operation"),
            (
                json!({}),
                json!({"/a/{id}/b": {"get": get, "put": get}}),
                "the action adds GET /a/{id}/b, PUT /a/{id}/b",
            ),
            (
                json!({}),
                json!({"/a/{id}/b": {"get": get}, "/c": {"trace": get}}),
                "the action adds GET /a/{id}/b, TRACE /c",
            ),
            (
                json!({}),
                json!({"/a/{id}/b": {"get": get}, "/z": {"post": {"tags": []}}}),
                "the action also changes /paths/~1z/post/tags",
            ),
            (
                json!({}),
                json!({"/a/{id}/b": {"get": get}, "/z": {"post": {"operationId": "y"}}}),
                "the action also changes /paths/~1z/post/operationId",
            ),
            (
                json!({}),
                json!({"/a/{id}/b": {"get": get}, "/c": {}}),
                "the action also changes /paths/~1c",
            ),
            (
                json!({}),
                json!({"/a/{id}/b": {"get": get, "parameters": [1], "servers": []}}),
                "the action also changes /paths/~1a~1{id}~1b",
            ),
            (
                known.clone(),
                json!({"/a/{id}/b": {"get": get, "parameters": [2]}}),
                "the action also changes /paths/~1a~1{id}~1b/parameters/0",
            ),
            (known, json!({"/a/{id}/b": {"get": get, "servers": []}}), "the action also changes"),
            (json!({}), json!({"/a/{id}/b": {"get": "text"}}), "the operation is not an object"),
            (
                json!({"/a/{key}/b": {"put": {}}}),
                json!({"/a/{id}/b": {"get": get}}),
                "the document calls that path /a/{key}/b; call it so",
            ),
        ] {
            let refused = applied(&paths(upstream), &update).unwrap_err();
            assert!(refused.starts_with(&format!("x-adds: {OURS}: {error}")), "{refused}");
        }
    }

    #[test]
    fn a_removal_in_passing_is_refused() {
        let mut document = paths(json!({}));
        let act = |document: &mut Value| {
            document["paths"] = json!({"/a/{id}/b": {"get": {}}});
            Ok(())
        };
        let addition = Addition::parse(OURS).unwrap();
        let error = addition.apply(&document.clone(), &mut document, act).unwrap_err().to_string();
        assert_eq!(error, format!("x-adds: {OURS}: the action also changes /paths/~1z"));
    }

    #[test]
    fn an_operation_that_another_action_has_added_is_refused() {
        let upstream = paths(json!({}));
        let mut document = paths(json!({"/a/{id}/b": {"get": {}}}));
        let act = |document: &mut Value| {
            document["paths"]["/a/{id}/b"]["get"]["tags"] = json!([]);
            Ok(())
        };
        let error = Addition::parse(OURS).unwrap().apply(&upstream, &mut document, act);
        let expected = format!("x-adds: {OURS}: the action adds no operation");
        assert_eq!(error.unwrap_err().to_string(), expected);
    }

    #[test]
    fn what_the_vendor_describes_is_not_added() {
        let ours = json!({"operationId": "ours", "summary": "same"});
        let vendors = json!({"summary": "same", "operationId": "vendor's"});
        let words = " operationId: ours\n+  operationId: vendor's\n";
        let but = "what differs, but for descriptions, summaries, titles and examples:\n";
        for (upstream, update, diff) in [
            (
                json!({"/a/{id}/b": {"get": vendors}}),
                json!({"/a/{id}/b": {"get": ours}}),
                format!("@@ -1,2 +1,2 @@\n get:\n- {words}"),
            ),
            // Under another name of the parameter, beside another operation.
            (
                json!({"/a/{key}/b": {"get": vendors, "put": {}}}),
                json!({"/a/{id}/b": {"get": ours}}),
                format!("@@ -1,2 +1,2 @@\n get:\n- {words}"),
            ),
            // The parameters of a path are either side's.
            (
                json!({"/a/{id}/b": {"get": ours, "parameters": [1], "put": {}}}),
                json!({"/a/{id}/b": {"get": ours, "parameters": [2]}}),
                "@@ -1,4 +1,4 @@\n get:\n   operationId: ours\n parameters:\n-  - 2\n+  - 1\n"
                    .to_owned(),
            ),
            (
                json!({"/a/{id}/b": {"get": ours, "parameters": [1]}}),
                json!({"/a/{id}/b": {"get": ours}}),
                "@@ -1,2 +1,4 @@\n get:\n   operationId: ours\n+parameters:\n+  - 1\n".to_owned(),
            ),
        ] {
            let upstream = paths(upstream);
            let (document, expired) = applied(&upstream, &update).unwrap();
            assert_eq!(document, upstream);
            let notice = expired.unwrap().notice("file: /actions/1", &document);
            let expected = format!(
                "expired: ours ({OURS}) at file: /actions/1: the vendor's pages describe it by now\n{but}--- ours\n+++ the vendor's\n{diff}remove the action at file: /actions/1\n"
            );
            assert_eq!(notice, expected);
        }
    }

    #[test]
    fn that_the_vendor_says_the_same_is_told() {
        let ours = json!({"operationId": "ours", "summary": "same"});
        let vendors = json!({"summary": "same", "operationId": "ours"});
        for (upstream, update) in [
            (json!({"/a/{id}/b": {"get": vendors}}), json!({"/a/{id}/b": {"get": ours}})),
            // Ours stands on the parameters that the path has for another operation.
            (
                json!({"/a/{id}/b": {"parameters": [1], "put": {}, "get": vendors}}),
                json!({"/a/{id}/b": {"get": ours}}),
            ),
            (
                json!({"/a/{id}/b": {"parameters": [1], "get": vendors}}),
                json!({"/a/{id}/b": {"get": ours, "parameters": [1]}}),
            ),
        ] {
            let (document, expired) = applied(&paths(upstream), &update).unwrap();
            let notice = expired.unwrap().notice("here", &document);
            let expected = format!(
                "expired: ours ({OURS}) at here: the vendor's pages describe it by now\nours and the vendor's do not differ\nremove the action at here\n"
            );
            assert_eq!(notice, expected);
        }
    }

    #[test]
    fn words_are_shown_where_nothing_else_differs() {
        let upstream = paths(json!({"/a/{id}/b": {"get": {"summary": "theirs", "tags": []}}}));
        let update = json!({"/a/{id}/b": {"get": {"summary": "ours", "tags": []}}});
        let (document, expired) = applied(&upstream, &update).unwrap();
        let notice = expired.unwrap().notice("here", &document);
        let expected = format!(
            "expired: {OURS} at here: the vendor's pages describe it by now\nonly descriptions, summaries, titles and examples differ:\n--- ours\n+++ the vendor's\n@@ -1,3 +1,3 @@\n get:\n-  summary: ours\n+  summary: theirs\n   tags: []\nremove the action at here\n"
        );
        assert_eq!(notice, expected);
    }

    #[test]
    fn an_expired_operation_is_named_by_our_id_or_else_by_the_contracts() {
        for (ours, vendors, contracts, name) in [
            (json!({"operationId": "a"}), json!({}), json!({"operationId": "c"}), "a (GET /"),
            (json!({}), json!({}), json!({"operationId": "c"}), "c (GET /"),
            (json!({}), json!({"operationId": "b"}), json!({"operationId": "b"}), "b (GET /"),
            (json!({}), json!({}), json!({}), "GET /"),
        ] {
            let upstream = paths(json!({"/a/{key}/b": {"get": vendors}}));
            let update = json!({"/a/{id}/b": {"get": ours}});
            let (_, expired) = applied(&upstream, &update).unwrap();
            let contract = paths(json!({"/a/{key}/b": {"get": contracts}}));
            let notice = expired.unwrap().notice("here", &contract);
            assert!(notice.starts_with(&format!("expired: {name}")), "{notice}");
        }
    }

    #[test]
    fn an_expired_action_that_never_worked_is_refused() {
        let upstream = paths(json!({"/a/{id}/b": {"get": {}}}));
        let error = applied(&upstream, &json!({"/c": {"get": {}}})).unwrap_err();
        let expected = format!("the vendor describes {OURS} by now; remove the action: x-adds: ");
        assert!(error.starts_with(&expected), "{error}");
    }

    #[test]
    fn an_operation_is_not_added_without_a_word() {
        let before = paths(json!({}));
        for (more, error) in [
            (json!({"/c": {"x-get": {}, "parameters": []}}), None),
            (json!({"/z": {"post": {"tags": []}}}), None),
            (
                json!({"/c": {"get": {}}, "/z": {"put": {}}}),
                Some("adds PUT /z, GET /c; say so in the contract overlay, with `x-adds: PUT /z`"),
            ),
        ] {
            let refused = refuse_unsaid(&before, &paths(more)).map_err(|error| error.to_string());
            assert_eq!(refused.err().as_deref(), error);
        }
    }
}
