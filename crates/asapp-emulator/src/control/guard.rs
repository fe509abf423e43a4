//! Who may ask: no web page of another origin.

use std::net::IpAddr;

use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::uri::Authority;

use crate::answer::Answer;

/// Refuses what a web page could have sent. It must not get at the emulator through a name of its own either: while
/// only loopback is served, the `Host` must be loopback too.
pub(super) fn check(head: &Parts, bound: IpAddr) -> Result<(), Answer> {
    let host = host(head);
    if is_loopback(bound) && !host.as_ref().is_some_and(names_loopback) {
        return Err(Answer::forbidden("The Host header must name a loopback address"));
    }
    if !is_own_origin(head, host.as_ref()) {
        return Err(Answer::forbidden("The Origin header must name this emulator"));
    }
    Ok(())
}

/// Whether nothing but this machine is meant.
pub(super) fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// What the request is addressed to. A target with an authority of its own overrules the `Host` header; more than one
/// of these, or one with a user in it, names nothing for certain.
fn host(head: &Parts) -> Option<Authority> {
    let mut given = head.headers.get_all(HOST).iter();
    let host = given.next()?.to_str().ok()?.parse().ok()?;
    let host = head.uri.authority().unwrap_or(&host).clone();
    (given.next().is_none() && !host.as_str().contains('@')).then_some(host)
}

fn names_loopback(authority: &Authority) -> bool {
    let name = authority.host();
    let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(is_loopback)
}

fn is_own_origin(head: &Parts, host: Option<&Authority>) -> bool {
    head.headers.get_all(ORIGIN).iter().all(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        authority.is_some() && authority == host.map(Authority::as_str)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::*;

    const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const MAPPED: IpAddr = IpAddr::V6(Ipv4Addr::LOCALHOST.to_ipv6_mapped());
    const WIDER: IpAddr = IpAddr::V6(Ipv6Addr::UNSPECIFIED);

    fn is_let_in(target: &str, hosts: &[&str], origins: &[&str], bound: IpAddr) -> bool {
        let mut request = http::Request::builder().uri(target);
        for host in hosts {
            request = request.header(HOST, *host);
        }
        for origin in origins {
            request = request.header(ORIGIN, *origin);
        }
        check(&request.body(()).unwrap().into_parts().0, bound).is_ok()
    }

    #[test]
    fn loopback_names() {
        let rows: [(&[&str], bool); 18] = [
            (&["localhost"], true),
            (&["LOCALHOST:8080"], true),
            (&["127.0.0.1:1"], true),
            (&["127.9.9.9"], true),
            (&["[::1]:8080"], true),
            (&["[::ffff:127.0.0.1]:8080"], true),
            (&["[::2]"], false),
            (&["[localhost]"], false),
            (&["localhost.example.com"], false),
            (&["127.0.0.1.example.com"], false),
            (&["192.168.0.1"], false),
            (&[""], false),
            (&[], false),
            (&["localhost", "example.com"], false),
            (&["example.com", "localhost"], false),
            (&["localhost", "localhost"], false),
            (&["example.com@localhost"], false),
            (&["localhost@example.com"], false),
        ];
        for (hosts, expected) in rows {
            assert_eq!(is_let_in("/", hosts, &[], LOOPBACK), expected, "{hosts:?}");
            assert_eq!(is_let_in("/", hosts, &[], MAPPED), expected, "{hosts:?}");
            assert!(is_let_in("/", hosts, &[], WIDER), "{hosts:?}");
        }
    }

    #[test]
    fn a_target_overrules_the_host() {
        let rows = [
            ("http://localhost/", "localhost", true),
            ("http://localhost/", "example.com", true),
            ("http://example.com/", "localhost", false),
            ("http://example.com@localhost/", "localhost", false),
        ];
        for (target, host, expected) in rows {
            assert_eq!(is_let_in(target, &[host], &[], LOOPBACK), expected, "{target} {host}");
        }
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
            for bound in [LOOPBACK, WIDER] {
                let found = is_let_in("/", &["localhost:8080"], origins, bound);
                assert_eq!(found, expected, "{origins:?}");
            }
        }
        assert!(!is_let_in("/", &[], &["http://localhost"], WIDER));
        let doubled = ["localhost", "example.com"];
        assert!(!is_let_in("/", &doubled, &["http://localhost"], WIDER));
    }
}
