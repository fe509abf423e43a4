//! The document and the routes say the same.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Control, TIME};

/// One call of each route, and the status that it has to succeed with.
fn calls() -> Vec<(&'static str, &'static str, Option<Value>, u16)> {
    let expected = json!({"conversations": [{"externalId": "id-111"}]});
    let plan = json!({"name": "own", "outcomes": {"createMessage": [{"fault": "reset"}]}});
    let key = json!({"id": "other", "secret": "s", "products": ["conversations"]});
    vec![
        ("GET", "", None, 200),
        ("GET", "inspector.js", None, 200),
        ("GET", "inspector.css", None, 200),
        ("GET", "inspector.json", None, 200),
        ("GET", "openapi.json", None, 200),
        ("GET", "state", None, 200),
        ("GET", "state?texts=hidden", None, 200),
        ("GET", "requests?after=1&bodies=shown&credentials=shown", None, 200),
        ("GET", "counters", None, 200),
        ("GET", "settings", None, 200),
        ("PATCH", "settings", Some(json!({"healthy": false})), 200),
        ("GET", "clock", None, 200),
        ("PUT", "clock", Some(json!({"now": TIME})), 200),
        ("POST", "clock/advance", Some(json!({"milliseconds": 1})), 200),
        ("POST", "keys", Some(key), 204),
        ("POST", "plans", Some(plan), 201),
        ("GET", "plans", None, 200),
        ("GET", "plans/own", None, 200),
        ("DELETE", "plans/own", None, 204),
        ("GET", "rates", None, 200),
        ("PUT", "rates", Some(json!({"seed": 1, "share": 0.5})), 200),
        ("GET", "rates", None, 200),
        ("DELETE", "rates", None, 204),
        ("GET", "late-commits", None, 200),
        ("POST", "late-commits", None, 200),
        ("POST", "report", Some(expected), 200),
        ("PUT", "snapshots/one", None, 204),
        ("POST", "snapshots/one/restore", None, 204),
        ("DELETE", "snapshots/one", None, 204),
        ("POST", "seed", Some(json!({"now": TIME})), 204),
        ("POST", "reset", None, 204),
    ]
}

/// The documented routes, by method and path.
pub(crate) fn routes(document: &Value) -> Vec<(String, String)> {
    let paths = document["paths"].as_object().unwrap();
    let of = |path: &String, item: &Value| -> Vec<_> {
        let methods = item.as_object().unwrap().keys();
        methods.map(|method| (method.to_uppercase(), path.clone())).collect()
    };
    paths.iter().flat_map(|(path, item)| of(path, item)).collect()
}

/// The same as calls: without the prefix, and with a name.
pub(crate) fn targets(document: &Value) -> Vec<(String, String)> {
    let target = |path: &str| path.trim_start_matches("/_emulator/").replace("{name}", "x");
    routes(document).into_iter().map(|(method, path)| (method, target(&path))).collect()
}

#[tokio::test]
async fn every_route_answers_as_documented() {
    let control = Control::start().await;
    let id = control.conversation("id-111", &["one"]).await;
    let credentials = json!({"customerExternalId": "customer-x", "auth": {"token": "t"}});
    let path = format!("/conversation/v1/conversations/{id}/authenticate");
    control.write(&path, credentials).await;
    let record = json!({"externalConversationId": "id-111", "deviceType": null});
    control.write("/metadata-ingestion/v1/single-convo-metadata", record).await;

    let mut unmet: BTreeSet<_> = routes(&control.document).into_iter().collect();
    for (method, path, body, expected) in calls() {
        let reply = control.call(method, path, body).await;
        assert_eq!(reply.status, expected, "{method} {path}: {}", reply.text);
        let bare = path.split('?').next().unwrap();
        let path = bare.replace("/own", "/{name}").replace("/one", "/{name}");
        unmet.remove(&(method.to_owned(), format!("/_emulator/{path}")));
    }
    assert!(unmet.is_empty(), "{unmet:?}");
}

#[tokio::test]
async fn the_document_is_whole() {
    let control = Control::start().await;
    let document = &control.document;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let mut ids = BTreeSet::new();
    for (method, path) in routes(document) {
        let operation = &document["paths"][&path][method.to_lowercase()];
        assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{operation}");
        assert!(operation["summary"].as_str().unwrap().ends_with('.'), "{operation}");
        let parameters = operation["parameters"].as_array().unwrap().iter();
        let in_path: Vec<_> = parameters
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| format!("{{{}}}", parameter["name"].as_str().unwrap()))
            .collect();
        let expected: Vec<_> = path.split('/').filter(|part| part.starts_with('{')).collect();
        assert_eq!(in_path, expected);
    }
    let mut references = BTreeSet::new();
    collect_references(document, &mut references);
    assert!(references.len() > 20, "{references:?}");
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                found.insert(reference.clone());
            }
            members.values().for_each(|member| collect_references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        _ => {}
    }
}

#[tokio::test]
async fn what_is_told_of_the_state_is_described() {
    let control = Control::start().await;
    let schemas = &control.document["components"]["schemas"];
    let rows = [
        ("Thread", "messages"),
        ("Thread", "externalId"),
        ("StoredMessage", "clientTimestamp"),
        ("StoredAuthentication", "auth"),
        ("StoredMetadata", "record"),
        ("Request", "requestBody"),
        ("Request", "commit"),
        ("Settings", "limits"),
        ("Seed", "conversations"),
    ];
    for (schema, property) in rows {
        assert!(schemas[schema]["properties"][property].is_object(), "{schema} {property}");
    }
}

#[tokio::test]
async fn settings_to_be_replaced_have_no_defaults() {
    let document = Control::start().await.get("openapi.json").await;
    let fields = |name: &str| &document["components"]["schemas"][name]["properties"];
    let names = |name: &str| -> Vec<&String> { fields(name).as_object().unwrap().keys().collect() };
    assert_eq!(names("SettingsPatch"), names("Settings"));
    let defaults = |name: &str| {
        fields(name)
            .as_object()
            .unwrap()
            .values()
            .filter(|field| field.get("default").is_some())
            .count()
    };
    assert_eq!((defaults("SettingsPatch"), defaults("Settings")), (0, names("Settings").len()));
}
