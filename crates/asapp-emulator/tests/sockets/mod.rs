//! What the tests of starting and stopping share.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Far beyond what anything here takes; a test that waits this long has failed.
pub(crate) const GUARD: Duration = Duration::from_secs(30);

pub(crate) fn address(url: &str) -> SocketAddr {
    url.strip_prefix("http://").unwrap().parse().unwrap()
}

pub(crate) fn is_refused(address: SocketAddr) -> bool {
    std::net::TcpStream::connect(address)
        .is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
}

/// A connection with a request under way: the emulator waits for the two bytes of its body.
pub(crate) async fn under_way(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n")
        .await
        .unwrap();
    let mut interim = [0; 25];
    timeout(GUARD, stream.read_exact(&mut interim)).await.unwrap().unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}
