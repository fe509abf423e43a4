//! Starting and stopping, in process and as a program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::ErrorKind;
use std::net::SocketAddr;

use asapp_emulator::Emulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const UNAUTHORIZED: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

fn address(url: &str) -> SocketAddr {
    url.strip_prefix("http://").unwrap().parse().unwrap()
}

fn is_refused(address: SocketAddr) -> bool {
    std::net::TcpStream::connect(address)
        .is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
}

#[tokio::test]
async fn dropping_closes_the_port_at_once() {
    let emulator = Emulator::start().await.unwrap();
    let address = address(emulator.url());
    let taken = Emulator::builder().port(address.port()).start().await;
    assert_eq!(taken.unwrap_err().kind(), ErrorKind::AddrInUse);
    drop(emulator);
    assert!(is_refused(address));
    let again = Emulator::builder().port(address.port()).start().await.unwrap();
    assert_eq!(again.url(), format!("http://{address}"));
}

#[tokio::test]
async fn dropping_ends_connections() {
    let emulator = Emulator::start().await.unwrap();
    let mut idle = TcpStream::connect(address(emulator.url())).await.unwrap();
    idle.write_all(UNAUTHORIZED).await.unwrap();
    let mut first = [0; 12];
    idle.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 401");
    let mut busy = TcpStream::connect(address(emulator.url())).await.unwrap();
    busy.write_all(b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{")
        .await
        .unwrap();
    let mut unsure = TcpStream::connect(address(emulator.url())).await.unwrap();
    unsure.write_all(b"POST / HT").await.unwrap();

    drop(emulator);
    for stream in [&mut idle, &mut busy, &mut unsure] {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
    }
}

#[tokio::test]
async fn stopping_answers_what_is_under_way() {
    let emulator = Emulator::start().await.unwrap();
    let address = address(emulator.url());
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n")
        .await
        .unwrap();
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).await.unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n", "the request is under way");

    let stopping = tokio::spawn(emulator.stop());
    while !is_refused(address) {
        tokio::task::yield_now().await;
    }
    stream.write_all(b"{}").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    stopping.await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn the_program_serves_until_it_is_told_to_stop() {
    use std::process::Stdio;
    use tokio::io::{AsyncBufReadExt, BufReader};
    use tokio::process::Command;

    for signal in ["-TERM", "-INT"] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_asapp-emulator"))
            .args(["--port", "0", "--host", "127.0.0.1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(program.stdout.take().unwrap());
        let mut ready = String::new();
        stdout.read_line(&mut ready).await.unwrap();
        let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
        let url = ready["url"].as_str().unwrap();
        assert_eq!(ready, serde_json::json!({"url": url}));

        let answer = reqwest::get(format!("{url}/_emulator/state")).await.unwrap();
        let state: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(state, serde_json::json!({"conversations": [], "conversationMetadata": []}));

        let id = program.id().unwrap().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().await.unwrap().success());
        assert!(program.wait().await.unwrap().success());
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).await.unwrap();
        assert_eq!(rest, "", "stdout holds the one line");
        assert!(is_refused(address(url)));
    }
}
