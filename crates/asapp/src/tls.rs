//! Certificates of further authorities. Without the feature `rustls` there are none, and no https.

use reqwest::ClientBuilder;

/// Certificates to trust beside those of the machine, as PEM.
#[derive(Clone, Default)]
pub(crate) struct Roots {
    #[cfg(feature = "rustls")]
    pem: Vec<Vec<u8>>,
}

#[cfg(feature = "rustls")]
impl Roots {
    pub(crate) fn push(&mut self, pem: Vec<u8>) {
        self.pem.push(pem);
    }

    /// Lets `http` trust them, and notes what is no certificate.
    pub(crate) fn apply(
        &self,
        http: ClientBuilder,
        _: bool,
        problems: &mut Vec<String>,
    ) -> ClientBuilder {
        let mut certificates = Vec::new();
        for (index, pem) in self.pem.iter().enumerate() {
            match reqwest::Certificate::from_pem_bundle(pem) {
                Ok(found) if !found.is_empty() => certificates.extend(found),
                _ => problems
                    .push(format!("root_certificates {} holds no PEM certificate", index + 1)),
            }
        }
        if certificates.is_empty() { http } else { http.tls_certs_merge(certificates) }
    }
}

#[cfg(not(feature = "rustls"))]
impl Roots {
    /// Notes that https cannot be spoken.
    pub(crate) fn apply(
        &self,
        http: ClientBuilder,
        is_https: bool,
        problems: &mut Vec<String>,
    ) -> ClientBuilder {
        if is_https {
            problems.push("https needs the feature `rustls`".to_owned());
        }
        http
    }
}

#[cfg(all(test, not(feature = "rustls")))]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::{Client, Credentials};

    #[test]
    fn https_is_refused_when_the_client_is_built() {
        let builder = Client::builder().credentials(Credentials::new("id", "secret"));
        let error = builder.clone().build().unwrap_err().to_string();
        assert!(error.contains("https needs the feature `rustls`"), "{error}");
        assert!(builder.host("http://127.0.0.1:9").build().is_ok());
    }
}
