//! A connection that can send anything and reads answers strictly.

use std::io::ErrorKind;
use std::time::Duration;

use asapp_emulator::Emulator;
use proptest::prelude::RngExt;
use proptest::test_runner::TestRng;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::answers::{Answer, split_off_answer};

/// Far beyond what anything here takes; a case that waits this long hangs.
const GUARD: Duration = Duration::from_secs(30);

pub(crate) struct Wire {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Wire {
    pub(crate) async fn open(emulator: &Emulator) -> Self {
        let address = emulator.url().strip_prefix("http://").unwrap();
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, received: Vec::new() }
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        timeout(GUARD, self.stream.write_all(bytes)).await.unwrap().unwrap();
    }

    /// Sends in one to four pieces, each seen by the other side on its own. Where the connection is closed meanwhile,
    /// the rest is left.
    pub(crate) async fn send_in_pieces(&mut self, bytes: &[u8], random: &mut TestRng) {
        let mut rest = bytes;
        for _ in 0..random.random_range(0..4) {
            let (piece, after) = rest.split_at(random.random_range(0..=rest.len()));
            let _ = timeout(GUARD, self.stream.write_all(piece)).await.expect("no hang");
            tokio::task::yield_now().await;
            rest = after;
        }
        let _ = timeout(GUARD, self.stream.write_all(rest)).await.expect("no hang");
    }

    /// The next answer.
    pub(crate) async fn answer(&mut self) -> Answer {
        loop {
            if let Some(answer) = split_off_answer(&mut self.received) {
                return answer;
            }
            let read = timeout(GUARD, self.stream.read_buf(&mut self.received)).await;
            assert_ne!(read.expect("no hang").unwrap(), 0, "closed without an answer");
        }
    }

    /// Sends no more, and gives all answers until the connection is closed; none of them breaks off.
    pub(crate) async fn finish(mut self) -> Vec<Answer> {
        let _ = self.stream.shutdown().await;
        let end = timeout(GUARD, self.stream.read_to_end(&mut self.received)).await;
        // What the other side had not read when it closed makes the system send a reset.
        if let Err(error) = end.expect("no hang") {
            assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        }
        let answers = std::iter::from_fn(|| split_off_answer(&mut self.received)).collect();
        assert!(self.received.is_empty(), "an answer breaks off");
        answers
    }
}
