//! State: snapshots, reset and the report.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::support::{CONVERSATIONS, Control, TIME, conversation, message};

#[tokio::test]
async fn snapshots_are_kept_under_names() {
    let control = Control::start().await;
    let id = control.conversation("id-111", &["one"]).await;
    let first = control.get("state").await;
    assert_eq!(control.call("PUT", "snapshots/a%20b", None).await.status, 204);
    control.write(&format!("{CONVERSATIONS}/{id}/messages"), message("two")).await;
    let second = control.get("state").await;
    assert_ne!(first, second);
    assert_eq!(control.call("PUT", "snapshots/second", None).await.status, 204);
    for (name, expected) in [("a b", &first), ("second", &second), ("a%20b", &first)] {
        let restored = control.call("POST", &format!("snapshots/{name}/restore"), None).await;
        assert_eq!(restored.status, 204);
        assert_eq!(&control.get("state").await, expected);
    }
    control.call("PUT", "snapshots/second", None).await;
    control.call("POST", "reset", None).await;
    assert_eq!(control.get("state").await["conversations"], json!([]));
    control.call("POST", "snapshots/second/restore", None).await;
    assert_eq!(control.get("state").await, first, "taken again in place of the one before");
    assert_eq!(control.call("DELETE", "snapshots/second", None).await.status, 204);
    for (method, path) in [("DELETE", "snapshots/second"), ("POST", "snapshots/second/restore")] {
        assert_eq!(control.call(method, path, None).await.error().0, "404-01", "{path}");
    }
}

#[derive(Debug, Clone)]
enum Write {
    Conversation(u8),
    Message(u8, String),
    Authentication(u8),
    Record(u8),
}

impl Write {
    async fn send(&self, control: &Control) {
        match self {
            Self::Conversation(number)
            | Self::Message(number, _)
            | Self::Authentication(number) => {
                let mut body = conversation(&number.to_string());
                body["metadata"] = json!({"number": number.to_string()});
                let created = control.write(CONVERSATIONS, body).await;
                let path = format!("{CONVERSATIONS}/{}", created["id"].as_str().unwrap());
                if let Self::Message(_, text) = self {
                    control.write(&format!("{path}/messages"), message(text)).await;
                }
                if let Self::Authentication(_) = self {
                    let body = json!({"customerExternalId": "c", "auth": {"token": "t"}});
                    control.write(&format!("{path}/authenticate"), body).await;
                }
            }
            Self::Record(number) => {
                let record = json!({"externalConversationId": number.to_string()});
                control.write("/metadata-ingestion/v1/single-convo-metadata", record).await;
            }
        }
    }
}

fn writes() -> impl Strategy<Value = Vec<Write>> {
    let write = prop_oneof![
        (0..4u8).prop_map(Write::Conversation),
        (0..4u8, "[a-c]{1,3}").prop_map(|(number, text)| Write::Message(number, text)),
        (0..4u8).prop_map(Write::Authentication),
        (0..4u8).prop_map(Write::Record),
    ];
    prop::collection::vec(write, 0..8)
}

#[test]
fn what_was_stored_comes_back_whatever_came_between() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let control = runtime.block_on(Control::start());
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    let between = TestRunner::new(config).run(&(writes(), writes()), |(before, after)| {
        runtime.block_on(async {
            control.call("POST", "reset", None).await;
            for write in &before {
                write.send(&control).await;
            }
            let expected = control.get("state").await;
            control.call("PUT", "snapshots/x", None).await;
            for write in &after {
                write.send(&control).await;
            }
            control.call("POST", "snapshots/x/restore", None).await;
            prop_assert_eq!(control.get("state").await, expected);
            Ok(())
        })
    });
    between.unwrap();
}

#[tokio::test]
async fn reset_goes_back_to_the_start() {
    let control = Control::start().await;
    let empty = control.get("state").await;
    control.conversation("id-111", &["one"]).await;
    control.call("PUT", "clock", Some(json!({"now": TIME}))).await;
    control.call("PATCH", "settings", Some(json!({"healthy": false}))).await;
    let plan = json!({"name": "own", "outcomes": {"getHealth": [{"fault": "reset"}]}});
    control.call("POST", "plans", Some(plan)).await;
    control.call("PUT", "rates", Some(json!({"seed": 1, "share": 0}))).await;
    assert_eq!(control.call("POST", "reset", None).await.status, 204);
    assert_eq!(control.get("state").await, empty);
    assert_eq!(control.get("requests").await, json!({"requests": []}));
    assert_eq!(control.get("counters").await["requests"], 0);
    assert_eq!(control.get("clock").await["running"], true);
    assert_eq!(control.get("settings").await["healthy"], true);
    assert_eq!(control.get("plans").await, json!({"plans": []}));
    assert_eq!(control.get("rates").await, Value::Null);
}

#[tokio::test]
async fn the_report_says_what_is_missing_and_doubled() {
    let control = Control::start().await;
    let id = control.conversation("id-111", &["one", "two", "two"]).await;
    let expected = json!({"conversations": [
        {"externalId": "id-111", "messages": [message("one"), message("two"), message("three")]},
        {"externalId": "id-222"},
    ]});
    let report = control.call("POST", "report", Some(expected)).await;
    assert_eq!((report.status, &report.body["exactlyOnce"]), (200, &json!(false)));
    let first = &report.body["conversations"][0];
    assert_eq!(first["conversationId"], json!(id));
    assert_eq!(
        (&first["missing"], &first["doubled"]),
        (&json!([2]), &json!([{"index": 1, "times": 2}]))
    );
    assert_eq!(report.body["conversations"][1]["conversationId"], Value::Null);
    let nothing = control.call("POST", "report", Some(json!({"conversations": []}))).await.body;
    assert_eq!(nothing["exactlyOnce"], true);
}
