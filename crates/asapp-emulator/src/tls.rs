//! TLS with certificates of the emulator's own.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use chrono::{Datelike, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// A certificate authority made for one emulator, and the emulator's certificate by it. The authority's key is
/// forgotten at once, so that nobody can issue another certificate by it.
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    /// The authority's certificate, which clients have to trust, as PEM.
    pub(crate) authority: String,
}

impl Tls {
    /// A certificate for `localhost`, 127.0.0.1, `::1` and this address.
    pub(crate) fn generate(host: IpAddr) -> io::Result<Self> {
        issue(host).map_err(io::Error::other)
    }
}

fn issue(host: IpAddr) -> Result<Tls, Box<dyn std::error::Error + Send + Sync>> {
    let mut params = named("asapp-emulator authority", Vec::new())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    let authority = certificate.pem();
    let issuer = Issuer::new(params, key);

    let own_key = KeyPair::generate()?;
    let mut params = named("asapp-emulator", names(host))?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let own = params.signed_by(&own_key, &issuer)?;
    let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(own_key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], private)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Tls { acceptor: TlsAcceptor::from(Arc::new(config)), authority })
}

// OpenSSL takes a certificate whose issuer has its own name for self-signed, and Apple's clients refuse one that is valid
// for more than 825 days.
fn named(name: &str, addresses: Vec<String>) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(addresses)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    let now = Utc::now();
    let start_of_month = |year| date_time_ymd(year, u8::try_from(now.month()).unwrap_or(1), 1);
    params.not_before = start_of_month(now.year() - 1);
    params.not_after = start_of_month(now.year() + 1);
    Ok(params)
}

fn names(host: IpAddr) -> Vec<String> {
    let mut names: Vec<_> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    let host = host.to_string();
    if !names.contains(&host) {
        names.push(host);
    }
    names
}
