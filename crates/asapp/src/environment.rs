//! Which host is talked to.

use std::net::{Ipv4Addr, Ipv6Addr};

use reqwest::Url;

/// One of ASAPP's environments. Each has credentials of its own.
///
/// ```
/// use asapp::Environment;
///
/// assert_eq!(Environment::Production.url(), "https://api.asapp.com");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// `https://api.sandbox.asapp.com`, the default.
    #[default]
    Sandbox,
    /// `https://api.asapp.com`
    Production,
}

impl Environment {
    /// The base URL.
    #[must_use]
    pub const fn url(self) -> &'static str {
        match self {
            Self::Sandbox => "https://api.sandbox.asapp.com",
            Self::Production => "https://api.asapp.com",
        }
    }
}

/// A base URL that was found safe to send credentials to, without a trailing slash.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub(crate) url: String,
    pub(crate) is_https: bool,
}

impl Base {
    /// Reads a URL or a bare host name. The error says what is wrong without repeating the input, which may
    /// hold a password.
    pub(crate) fn parse(host: &str) -> Result<Self, &'static str> {
        let host = host.trim();
        let url = if host.contains("://") { host.to_owned() } else { format!("https://{host}") };
        let url = Url::parse(&url).map_err(|_| "is not a URL or a host name")?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not hold a user name or password");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("must not have a query or a fragment");
        }
        let is_https = match url.scheme() {
            "https" => true,
            "http" if is_loopback(&url) => false,
            "http" => return Err("must be https: plain http is for loopback addresses alone"),
            _ => return Err("must be an https URL"),
        };
        Ok(Self { url: url.as_str().trim_end_matches('/').to_owned(), is_https })
    }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        || address.parse::<Ipv6Addr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_host_becomes_a_base_url() {
        for (host, url, is_https) in [
            ("api.asapp.com", "https://api.asapp.com", true),
            (" https://api.asapp.com/ ", "https://api.asapp.com", true),
            ("https://gateway.example/asapp/", "https://gateway.example/asapp", true),
            ("api.asapp.com:8443", "https://api.asapp.com:8443", true),
            ("http://127.0.0.1:4010", "http://127.0.0.1:4010", false),
            ("http://127.9.9.9", "http://127.9.9.9", false),
            ("http://localhost:4010/", "http://localhost:4010", false),
            ("http://[::1]:4010", "http://[::1]:4010", false),
        ] {
            let base = Base::parse(host).unwrap();
            assert_eq!((base.url.as_str(), base.is_https), (url, is_https), "{host}");
        }
    }

    #[test]
    fn an_unsafe_host_is_refused() {
        for (host, reason) in [
            ("", "is not a URL"),
            ("two words", "is not a URL"),
            ("http://api.asapp.com", "must be https"),
            ("http://localhost.example.com", "must be https"),
            ("http://10.0.0.1", "must be https"),
            ("http://[::2]", "must be https"),
            ("ftp://api.asapp.com", "must be an https URL"),
            ("https://me:pass@api.asapp.com", "user name or password"),
            ("https://me@api.asapp.com", "user name or password"),
            ("https://api.asapp.com?x=1", "query"),
            ("https://api.asapp.com#x", "fragment"),
        ] {
            let error = Base::parse(host).unwrap_err();
            assert!(error.contains(reason), "{host}: {error}");
        }
    }
}
