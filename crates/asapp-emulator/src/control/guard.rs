//! Who may ask: no web page of another origin.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::HeaderMap;
use http::header::{HOST, ORIGIN};

use crate::answer::Answer;

/// Refuses what a web page could have sent. It must not get at the emulator through a name of its own either: while
/// only loopback is served, the `Host` must be loopback too.
pub(super) fn check(headers: &HeaderMap, bound: IpAddr) -> Result<(), Answer> {
    if bound.is_loopback() && !names_loopback(headers) {
        return Err(Answer::forbidden("The Host header must name a loopback address"));
    }
    if !is_own_origin(headers) {
        return Err(Answer::forbidden("The Origin header must name this emulator"));
    }
    Ok(())
}

fn names_loopback(headers: &HeaderMap) -> bool {
    let Some(host) = host(headers) else { return false };
    let Ok(authority) = host.parse::<http::uri::Authority>() else { return false };
    let name = authority.host();
    if let Some(address) = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback());
    }
    name.eq_ignore_ascii_case("localhost")
        || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

fn is_own_origin(headers: &HeaderMap) -> bool {
    headers.get_all(ORIGIN).iter().all(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        authority.is_some() && authority == host(headers)
    })
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(HOST)?.to_str().ok()
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

    #[test]
    fn origins() {
        let rows: [(&[&str], bool); 9] = [
            (&[], true),
            (&["http://localhost:8080"], true),
            (&["https://localhost:8080"], true),
            (&["http://localhost"], false),
            (&["http://localhost:8081"], false),
            (&["ftp://localhost:8080"], false),
            (&["null"], false),
            (&[""], false),
            (&["http://localhost:8080", "http://example.com"], false),
        ];
        for (origins, expected) in rows {
            let mut headers = HeaderMap::from_iter([(HOST, "localhost:8080".parse().unwrap())]);
            for origin in origins {
                headers.append(ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(is_own_origin(&headers), expected, "{origins:?}");
        }
        let alone = HeaderMap::from_iter([(ORIGIN, "http://localhost".parse().unwrap())]);
        assert!(!is_own_origin(&alone));
    }
}
