//! The emulator's own paths: what it stored, for users in any language.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::body::Body;
use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, Response};
use serde_json::json;

use crate::answer::Answer;
use crate::api::Api;
use crate::delivery::Content;
use crate::store::Store;

const PREFIX: &str = "/_emulator/";

pub(crate) fn owns(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// Answers a request to the emulator itself. No credentials are asked for, so a web page must not get at it through
/// a name of its own: while only loopback is served, the `Host` must be loopback too.
pub(crate) async fn respond(api: &Api, bound: IpAddr, head: &Parts, _: Body) -> Response<Body> {
    let content = Content::from(answer(&api.store, bound, head));
    content.into_response(Body::from)
}

fn answer(store: &Store, bound: IpAddr, head: &Parts) -> Answer {
    if bound.is_loopback() && !names_loopback(&head.headers) {
        return Answer::forbidden("The Host header must name a loopback address");
    }
    if head.uri.path() != "/_emulator/state" {
        return Answer::not_found("Not Found");
    }
    if head.method != http::Method::GET {
        return Answer::method_not_allowed(&["GET"]);
    }
    Answer::ok(json!(store.contents()))
}

fn names_loopback(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    let Ok(authority) = host.parse::<http::uri::Authority>() else { return false };
    let name = authority.host();
    if let Some(address) = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback());
    }
    name.eq_ignore_ascii_case("localhost")
        || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn loopback_names() {
        let rows = [
            ("localhost", true),
            ("LOCALHOST:8080", true),
            ("127.0.0.1:1", true),
            ("127.9.9.9", true),
            ("[::1]:8080", true),
            ("[::2]", false),
            ("localhost.example.com", false),
            ("127.0.0.1.example.com", false),
            ("192.168.0.1", false),
            ("", false),
        ];
        for (host, expected) in rows {
            let headers = HeaderMap::from_iter([(HOST, host.parse().unwrap())]);
            assert_eq!(names_loopback(&headers), expected, "{host}");
        }
        assert!(!names_loopback(&HeaderMap::new()));
    }
}
