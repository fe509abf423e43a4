//! Who may ask, and for what.

use std::net::Ipv4Addr;

use asapp_emulator::Emulator;

use crate::document::targets;
use crate::support::Control;

#[tokio::test]
async fn a_page_of_another_origin_is_refused_everywhere() {
    let control = Control::start().await;
    let own = control.emulator.url().to_owned();
    for (method, path) in targets(&control.document) {
        for origin in ["http://example.com", "null", "http://127.0.0.1", ""] {
            let request = control.request(&method, &path).header("origin", origin);
            let reply = control.judged(&method, &path, request).await;
            assert_eq!(reply.error().0, "403-01", "{method} {path}: {origin}");
        }
        let request = control.request(&method, &path).header("origin", &own);
        assert_ne!(control.judged(&method, &path, request).await.status, 403);
    }
}

#[tokio::test]
async fn a_foreign_host_is_refused_everywhere() {
    let control = Control::start().await;
    for (method, path) in targets(&control.document) {
        let foreign = control.request(&method, &path).header("host", "emulator.example.com");
        let reply = control.judged(&method, &path, foreign).await;
        assert_eq!(reply.error().0, "403-01", "{method} {path}");
    }
    let local = control.request("GET", "clock").header("host", "localhost");
    assert_eq!(control.judged("GET", "clock", local).await.status, 200);
}

#[tokio::test]
async fn bound_wider_any_host_may_be_named_and_texts_stay_off_the_page() {
    let control = Control::with(Emulator::builder().host(Ipv4Addr::UNSPECIFIED.into())).await;
    let named = control.request("GET", "state").header("host", "emulator.example.com");
    assert_eq!(control.judged("GET", "state", named).await.status, 200);
    let foreign = control.request("GET", "state").header("origin", "http://example.com");
    assert_eq!(control.judged("GET", "state", foreign).await.status, 403);
    assert_eq!(control.get("inspector.json").await["texts"], false);
}

#[tokio::test]
async fn unknown_paths() {
    let control = Control::start().await;
    for path in ["x", "state/", "State", "plans/", "plans/a/b", "snapshots/a", "snapshots//restore"]
    {
        let reply = control.call("GET", path, None).await;
        let expected = if path == "snapshots/a" { "405-01" } else { "404-01" };
        assert_eq!(reply.error().0, expected, "{path}");
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_those_allowed() {
    let control = Control::start().await;
    let targets = targets(&control.document);
    for (_, path) in &targets {
        let mut allowed: Vec<_> =
            targets.iter().filter(|(_, it)| it == path).map(|(it, _)| it.as_str()).collect();
        allowed.sort_unstable();
        for method in ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE", "FOO"] {
            if allowed.contains(&method) {
                continue;
            }
            let reply = control.call(method, path, None).await;
            assert_eq!(reply.status, 405, "{method} {path}");
            assert_eq!(reply.headers["allow"], allowed.join(", "), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn queries_are_held_to_the_declared_parameters() {
    let control = Control::start().await;
    for (method, path) in targets(&control.document) {
        let path = path + "?mark4111=1";
        let reply = control.call(&method, &path, None).await;
        assert_eq!(reply.faults(), ["[query] parameter 1 is not declared"], "{method} {path}");
    }
    let rows: [(&str, &[&str]); 8] = [
        ("state?texts=shown", &["[query texts] must be hidden"]),
        ("state?texts=hidden&texts=hidden", &["[query texts] must be given once"]),
        ("requests?after=", &["[query after] must be a whole number"]),
        ("requests?after=-1", &["[query after] must be a whole number"]),
        ("requests?after=18446744073709551616", &["[query after] must be a whole number"]),
        ("requests?bodies=4111", &["[query bodies] must be shown"]),
        (
            "requests?x&credentials=&bodies",
            &[
                "[query] parameter 1 is not declared",
                "[query bodies] must be shown",
                "[query credentials] must be shown",
            ],
        ),
        ("requests?after=%FF", &["[query] must be percent-encoded UTF-8"]),
    ];
    for (path, expected) in rows {
        assert_eq!(control.call("GET", path, None).await.faults(), expected, "{path}");
    }
}
