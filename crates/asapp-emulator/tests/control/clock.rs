//! The clock, read and moved.

use serde_json::{Value, json};

use crate::support::Control;

#[tokio::test]
async fn the_clock_is_set_stopped_and_moved() {
    let control = Control::start().await;
    assert_eq!(control.get("clock").await["running"], true);
    let rows: [(&str, &str, Value, Value); 6] = [
        (
            "PUT",
            "clock",
            json!({"now": "2021-11-23T14:13:14+02:00"}),
            json!({"now": "2021-11-23T12:13:14Z", "running": false}),
        ),
        (
            "POST",
            "clock/advance",
            json!({"milliseconds": 1500}),
            json!({"now": "2021-11-23T12:13:15.500Z", "running": false}),
        ),
        ("PUT", "clock", json!({}), json!({"now": "2021-11-23T12:13:15.500Z", "running": false})),
        (
            "PUT",
            "clock",
            json!({"now": "1969-12-31T23:59:59Z", "running": false}),
            json!({"now": "1970-01-01T00:00:00Z", "running": false}),
        ),
        (
            "POST",
            "clock/advance",
            json!({"milliseconds": u64::MAX}),
            json!({"now": "9999-12-31T23:59:59.999999999Z", "running": false}),
        ),
        (
            "PUT",
            "clock",
            json!({"now": null, "running": null}),
            json!({"now": "9999-12-31T23:59:59.999999999Z", "running": false}),
        ),
    ];
    for (method, path, body, expected) in rows {
        let reply = control.call(method, path, Some(body.clone())).await;
        assert_eq!((reply.status, &reply.body), (200, &expected), "{body}");
        assert_eq!(control.get("clock").await, expected);
    }
}

#[tokio::test]
async fn the_clock_runs_on_from_where_it_is_set() {
    let control = Control::start().await;
    let body = json!({"now": "2021-11-23T12:13:14Z", "running": true});
    let reply = control.call("PUT", "clock", Some(body)).await.body;
    assert_eq!(reply["running"], true);
    assert!(reply["now"].as_str().unwrap().starts_with("2021-11-23T12:1"), "{reply}");
    let stopped = control.call("PUT", "clock", Some(json!({"running": false}))).await.body;
    assert_eq!(stopped["running"], false);
    assert_eq!(control.get("clock").await, stopped);
    let run = control.call("PUT", "clock", Some(json!({"running": true}))).await.body;
    assert!(run["now"].as_str() >= stopped["now"].as_str());
    control.call("POST", "reset", None).await;
    assert!(control.get("clock").await["now"].as_str().unwrap() > "2026");
}
