//! Starting and stopping in process. Nothing here starts a process: until it runs its own program, it would hold the
//! ports open that these tests see closed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod sockets;

use std::io::ErrorKind;

use asapp_emulator::Emulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::sockets::{GUARD, address, is_refused, under_way};

const UNAUTHORIZED: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

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
        let _ = timeout(GUARD, stream.read_to_end(&mut rest)).await.expect("the connection ends");
        let rest = String::from_utf8(rest).unwrap();
        assert!(!rest.contains("HTTP/1.1 "), "{rest}");
    }
}

#[tokio::test]
async fn stopping_answers_what_is_under_way() {
    let emulator = Emulator::start().await.unwrap();
    let address = address(emulator.url());
    let mut stream = under_way(address).await;
    let stopping = tokio::spawn(emulator.stop());
    while !is_refused(address) {
        tokio::task::yield_now().await;
    }
    stream.write_all(b"{}").await.unwrap();
    let mut answer = String::new();
    timeout(GUARD, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    timeout(GUARD, stopping).await.unwrap().unwrap();
}
