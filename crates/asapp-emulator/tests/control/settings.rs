//! Settings and keys, changed while the emulator runs.

use std::collections::BTreeSet;

use asapp_emulator::{RepeatedMessage, Settings};
use serde_json::{Value, json};

use crate::support::{CONVERSATIONS, Control};

#[tokio::test]
async fn given_settings_are_replaced_and_the_others_stay() {
    let control = Control::start().await;
    let defaults = json!(Settings::default());
    assert_eq!(control.get("settings").await, defaults);
    let changes = json!({
        "healthy": false,
        "longestBody": 100,
        "emptyBatch": "accept",
        "repeatedMessage": "conflict",
        "zonelessTimestamps": "assumeUtc",
        "redactDigits": true,
        "transcriptLimit": null,
        "transcriptSeconds": null,
        "journalEntries": 0,
        "limits": {"spike": {"bucket": {"perSecond": 2, "burst": 3}}, "dailyQuota": 7, "refusal": {"shape": "gateway", "retryAfter": "junk"}},
    });
    let names = |value: &Value| -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(names(&defaults), names(&changes), "no setting is left out");
    let mut expected = defaults;
    for (name, value) in changes.as_object().unwrap() {
        assert_ne!(&expected[name], value, "{name}");
        expected[name] = value.clone();
        let reply = control.call("PATCH", "settings", Some(json!({name: value}))).await;
        assert_eq!((reply.status, &reply.body), (200, &expected), "{name}");
        assert_eq!(json!(control.emulator.settings()), expected);
    }
    let refused = json!({"healthy": true, "longestBody": "x"});
    assert_eq!(control.call("PATCH", "settings", Some(refused)).await.status, 400);
    assert_eq!(control.get("settings").await, expected, "all or nothing");
    assert_eq!(control.call("PATCH", "settings", Some(json!({}))).await.body, expected);
    assert_eq!(control.emulator.settings().repeated_message, RepeatedMessage::Conflict);
    control.call("POST", "reset", None).await;
    assert_eq!(control.get("settings").await, json!(Settings::default()));
}

#[tokio::test]
async fn a_part_of_the_limits_leaves_the_others_off() {
    let control = Control::start().await;
    let both = json!({"limits": {"spike": {"smoothed": {"perSecond": 2}}, "dailyQuota": 7}});
    control.call("PATCH", "settings", Some(both)).await;
    let quota = json!({"limits": {"dailyQuota": 8}});
    let limits = control.call("PATCH", "settings", Some(quota)).await.body["limits"].take();
    assert_eq!((&limits["spike"], &limits["dailyQuota"]), (&Value::Null, &json!(8)));
}

#[tokio::test]
async fn keys_are_added_with_their_products() {
    let control = Control::start().await;
    let status = async |path: &str| {
        let request = reqwest::Client::new().get(format!("{}{path}", control.emulator.url()));
        let request = request.header("asapp-api-id", "own").header("asapp-api-secret", "4111");
        request.send().await.unwrap().status().as_u16()
    };
    let find = format!("{CONVERSATIONS}?externalId=x");
    assert_eq!(status(&find).await, 401);
    let rows = [
        (json!({"id": "own", "secret": "4111"}), 200),
        (json!({"id": "own", "secret": "4111", "products": []}), 403),
        (json!({"id": "own", "secret": "4111", "products": ["metadataIngestion"]}), 403),
        (json!({"id": "own", "secret": "4111", "products": ["conversations"]}), 200),
    ];
    for (key, expected) in rows {
        assert_eq!(control.call("POST", "keys", Some(key.clone())).await.status, 204);
        assert_eq!(status(&find).await, expected, "{key}");
    }
    control.call("POST", "reset", None).await;
    assert_eq!(status(&find).await, 401);
}
