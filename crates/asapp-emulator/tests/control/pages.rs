//! The inspector's files.

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
