//! A server as a child process.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use super::connection::Connection;

/// Far beyond what any start takes.
const GUARD: Duration = Duration::from_secs(60);

/// Linux counts processor time for programs in hundredths of a second.
const MILLISECONDS_A_TICK: u64 = 10;

/// Killed when dropped.
pub(crate) struct Program {
    process: Child,
    pub(crate) address: SocketAddr,
    /// From its spawn to its first answer.
    pub(crate) ready_after: Duration,
}

impl Program {
    pub(crate) async fn emulator(request: &[u8]) -> Self {
        let spawned = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_asapp-emulator"));
        let mut process = spawn(command.args(["--port", "0"]).stdout(Stdio::piped()));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = timeout(GUARD, lines.next_line()).await.unwrap().unwrap().unwrap();
        let line: Value = serde_json::from_str(&line).unwrap();
        let address = line["url"].as_str().unwrap().strip_prefix("http://").unwrap();
        Self::started(process, address.parse().unwrap(), request, spawned).await
    }

    /// Prism's mock server of an OpenAPI document, as quiet and as quick as its options make it.
    pub(crate) async fn prism(executable: &str, document: &str, request: &[u8]) -> Self {
        let address = free_address().await;
        let (host, port) = (address.ip().to_string(), address.port().to_string());
        let spawned = Instant::now();
        let mut command = Command::new(executable);
        command.args(["mock", "--host", &host, "--port", &port, "--verboseLevel", "silent"]);
        let process = spawn(command.arg(document).stdout(Stdio::null()));
        Self::started(process, address, request, spawned).await
    }

    async fn started(
        process: Child,
        address: SocketAddr,
        request: &[u8],
        spawned: Instant,
    ) -> Self {
        let answered = async {
            while answer_to(address, request).await.is_err() {
                sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(GUARD, answered).await.expect("the server answers");
        Self { process, address, ready_after: spawned.elapsed() }
    }

    /// Resident memory in bytes, where the system tells it under `/proc`.
    pub(crate) fn resident_memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()?)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kibibytes << 10)
    }

    /// Processor time used by all its threads, where the system tells it under `/proc`.
    pub(crate) fn processor_time(&self) -> Option<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()?)).ok()?;
        // The name before it, in parentheses, can hold anything.
        let fields = stat.rsplit_once(')')?.1.split_whitespace();
        let ticks = fields.skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>().ok()?;
        Some(Duration::from_millis(ticks * MILLISECONDS_A_TICK))
    }
}

fn spawn(command: &mut Command) -> Child {
    command.stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).spawn().unwrap()
}

async fn answer_to(address: SocketAddr, request: &[u8]) -> io::Result<()> {
    Connection::open(address).await?.exchange(request).await.map(|_| ())
}

async fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}
