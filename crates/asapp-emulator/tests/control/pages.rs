//! The inspector's files.

use asapp_emulator::Seed;
use serde_json::json;

use crate::support::Control;

#[tokio::test]
async fn the_page_is_served_with_a_strict_policy() {
    let control = Control::start().await;
    let rows = [
        ("", "text/html; charset=utf-8"),
        ("inspector.js", "text/javascript; charset=utf-8"),
        ("inspector.css", "text/css; charset=utf-8"),
    ];
    for (path, content_type) in rows {
        let reply = control.call("GET", path, None).await;
        assert_eq!(
            (reply.status, &reply.headers["content-type"]),
            (200, &content_type.parse().unwrap())
        );
        let policy = reply.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; "), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert!(!reply.text.is_empty());
    }
    assert_eq!(control.get("inspector.json").await["texts"], true);
}

#[tokio::test]
async fn the_page_is_found_without_the_slash_at_the_end() {
    let control = Control::start().await;
    let url = format!("{}/_emulator", control.emulator.url());
    let page = reqwest::get(&url).await.unwrap();
    assert_eq!((page.status().as_u16(), page.url().path()), (200, "/_emulator/"));
    let foreign = reqwest::Client::new().get(url).header("host", "emulator.example.com");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn the_page_is_told_of_what_changes_without_a_request() {
    let control = Control::start().await;
    let mut last = control.get("inspector.json").await["revision"].clone();
    let snapshot = control.emulator.snapshot();
    let seed = || Seed::from_json("{}").unwrap();
    let changes: [(&str, &dyn Fn()); 3] = [
        ("seed", &|| control.emulator.seed(&seed()).unwrap()),
        ("restore", &|| control.emulator.restore(&snapshot)),
        ("reset", &|| control.emulator.reset()),
    ];
    for (name, change) in changes {
        change();
        let now = control.get("inspector.json").await["revision"].clone();
        assert_ne!(now, last, "{name}");
        last = now;
    }
    let rows = [
        ("PUT", "snapshots/x", None, false),
        ("POST", "snapshots/x/restore", None, true),
        ("POST", "snapshots/y/restore", None, false),
        ("POST", "seed", Some(json!({})), true),
        ("POST", "seed", Some(json!({"now": 1})), false),
        ("POST", "reset", None, true),
        ("GET", "state", None, false),
    ];
    for (method, path, body, changes) in rows {
        control.call(method, path, body).await;
        let now = control.get("inspector.json").await["revision"].clone();
        assert_eq!(now != last, changes, "{method} {path}");
        last = now;
    }
}
