//! https, with an authority of one's own.

use std::sync::Arc;

use asapp::{ErrorKind, Outcome};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto::aws_lc_rs};

use crate::support::{builder, in_child, is_child, shown};

const EMPTY_LIST: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 12\r\n\r\n{\"items\":[]}";

/// A server for `localhost` and the PEM of its certificate.
async fn server() -> (String, String) {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let config = ServerConfig::builder_with_provider(aws_lc_rs::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], own.signing_key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let Ok(mut socket) = acceptor.accept(socket).await else { continue };
            let _ = socket.read(&mut [0; 4096]).await;
            let _ = socket.write_all(EMPTY_LIST.as_bytes()).await;
            let _ = socket.shutdown().await;
        }
    });
    (url, own.cert.pem())
}

#[tokio::test]
async fn an_authority_of_one_s_own_is_trusted_when_it_is_named() {
    if !is_child() {
        // A proxy of the tester's environment would stand between.
        return in_child("tls::an_authority_of_one_s_own_is_trusted_when_it_is_named", &[]).await;
    }
    let (url, certificate) = server().await;
    let trusting = builder(&url).root_certificates(certificate).build().unwrap();
    assert!(trusting.find_conversations("id-111").send().await.unwrap().conversations.is_empty());

    let error =
        builder(&url).build().unwrap().find_conversations("id-111").send().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
    let shown = shown(&error);
    assert!(shown.contains("TLS: the certificate") && !shown.contains("localhost"), "{shown}");
}
