//! The API over TLS.

use std::io::ErrorKind;

use asapp_emulator::{API_ID, API_SECRET, Emulator, Fault, PLAN_HEADER, Plan};
use reqwest::tls::TlsInfo;
use reqwest::{Certificate, Client, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{CONVERSATIONS, conversation};

async fn start() -> Emulator {
    Emulator::builder().tls().start().await.unwrap()
}

fn client(emulator: &Emulator) -> Client {
    let authority = Certificate::from_pem(emulator.authority().unwrap().as_bytes()).unwrap();
    Client::builder().tls_certs_only([authority]).build().unwrap()
}

fn upsert(client: &Client, url: &str) -> reqwest::RequestBuilder {
    client
        .post(format!("{url}{CONVERSATIONS}"))
        .header("asapp-api-id", API_ID)
        .header("asapp-api-secret", API_SECRET)
        .json(&conversation("id-111"))
}

async fn connect(emulator: &Emulator) -> TcpStream {
    TcpStream::connect(emulator.url().strip_prefix("https://").unwrap()).await.unwrap()
}

#[tokio::test]
async fn the_generated_authority_is_all_that_a_client_needs() {
    let emulator = start().await;
    let by_name = emulator.url().replace("127.0.0.1", "localhost");
    for url in [emulator.url(), &by_name] {
        let answer = upsert(&client(&emulator), url).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{url}");
    }
    assert_eq!(emulator.conversations().len(), 1);
    let other = start().await;
    assert!(upsert(&client(&other), emulator.url()).send().await.is_err(), "each has its own");
    assert!(Emulator::start().await.unwrap().authority().is_none());
}

// What OpenSSL and Apple's clients ask for beyond what rustls does.
#[tokio::test]
async fn the_certificate_is_one_for_strict_clients() {
    let emulator = start().await;
    let authority = Certificate::from_pem(emulator.authority().unwrap().as_bytes()).unwrap();
    let client = Client::builder().tls_certs_only([authority]).tls_info(true).build().unwrap();
    let answer = upsert(&client, emulator.url()).send().await.unwrap();
    let certificate = answer.extensions().get::<TlsInfo>().unwrap().peer_certificate().unwrap();
    let count = |part: &[u8]| certificate.windows(part.len()).filter(|one| *one == part).count();
    assert_eq!(count(b"asapp-emulator authority"), 1, "the issuer has a name of its own");
    assert_eq!(count(b"asapp-emulator"), 2);
    assert_eq!(count(&[0x55, 0x1d, 0x23]), 1, "it names the authority's key");
    assert_eq!(count(&[0x2b, 6, 1, 5, 5, 7, 3, 1]), 1, "it is for servers");
    // A two-digit year: both ends lie before 2050.
    assert_eq!(count(b"000000Z"), 2, "it is valid for some months");
}

#[tokio::test]
async fn a_client_without_tls_is_turned_away() {
    let emulator = start().await;
    let mut plain = connect(&emulator).await;
    plain.write_all(b"GET /v1/health HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    assert_eq!(emulator.requests(), 0);
    let answer = upsert(&client(&emulator), emulator.url()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_silent_client_holds_up_nobody() {
    let emulator = start().await;
    let mut silent = [connect(&emulator).await, connect(&emulator).await];
    silent[1].write_all(&[22, 3, 1]).await.unwrap();
    let answer = upsert(&client(&emulator), emulator.url()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    drop(emulator);
    for mut silent in silent {
        let _ = silent.read_to_end(&mut Vec::new()).await;
    }
}

#[tokio::test]
async fn a_reset_is_a_reset_over_tls_too() {
    let emulator = start().await;
    let client = client(&emulator);
    let faults = [Fault::reset().after_commit(), Fault::reset_mid_body()];
    let plan = Plan::new().on("createOrUpdateConversation", faults);
    let plan = emulator.add_plan(plan).unwrap();
    for (count, is_answered) in [(1, false), (1, true)] {
        let request = upsert(&client, emulator.url()).header(PLAN_HEADER, plan.name());
        let answer = request.send().await;
        assert_eq!(answer.is_ok(), is_answered);
        let error = match answer {
            Ok(answer) => answer.bytes().await.unwrap_err(),
            Err(error) => error,
        };
        assert_eq!(io_kind(&error), Some(ErrorKind::ConnectionReset), "{error:?}");
        assert_eq!(emulator.conversations().len(), count);
    }
    assert!(plan.is_consumed());
}

fn io_kind(error: &(dyn std::error::Error + 'static)) -> Option<ErrorKind> {
    let own = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    own.filter(|kind| *kind != ErrorKind::Other).or_else(|| io_kind(error.source()?))
}
