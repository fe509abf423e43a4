//! `asapp-emulator`: the emulator as a program.
//!
//! It prints one JSON line with its URL when it is ready, and stops on SIGINT and SIGTERM. A second signal cuts off
//! the requests that it still waits for.

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::str::FromStr;

use asapp_emulator::Emulator;
use clap::Parser;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlC, ctrl_c};

/// ASAPP's Conversations and Metadata Ingestion APIs in a box.
///
/// Takes the key test-id with the secret test-secret (headers asapp-api-id and asapp-api-secret). Prints
/// {"url": "…"} on stdout when ready. GET /_emulator/state shows what was stored, save for credentials. Stops on SIGINT
/// and SIGTERM; a second one cuts off what is under way, and the exit status is then not 0.
#[derive(Debug, Parser)]
#[command(name = "asapp-emulator", version)]
struct Arguments {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Address to listen on. Wider than loopback, what is stored is visible to whoever can reach it.
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,

    /// The most messages answered by external id, the first ones.
    #[arg(long, value_name = "N|none", default_value = "1000")]
    transcript_limit: Bound<usize>,

    /// For how many days messages are answered by external id, from the arrival of the last one.
    #[arg(long, value_name = "N|none", default_value = "7")]
    transcript_days: Bound<u32>,

    /// Makes the health check say FAILED.
    #[arg(long)]
    unhealthy: bool,
}

/// A number, or none where nothing is bounded.
#[derive(Debug, Clone, Copy)]
struct Bound<T>(Option<T>);

impl<T: FromStr> FromStr for Bound<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self(None));
        }
        let number = text.parse().map_err(|_| "expected a number or none".to_owned())?;
        Ok(Self(Some(number)))
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "asapp-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> io::Result<()> {
    let emulator = start(&arguments).await?;
    let mut signals = Signals::listen()?;
    announce(emulator.url())?;
    signals.next().await;
    tokio::select! {
        () = emulator.stop() => Ok(()),
        () = signals.next() => Err(io::Error::other("cut off by a second signal")),
    }
}

async fn start(arguments: &Arguments) -> io::Result<Emulator> {
    let address = SocketAddr::new(arguments.host, arguments.port);
    let emulator =
        Emulator::builder().host(arguments.host).port(arguments.port).configure(|settings| {
            settings.transcript_limit = arguments.transcript_limit.0;
            settings.transcript_seconds = arguments.transcript_days.0.map(seconds);
            settings.healthy = !arguments.unhealthy;
        });
    let started = emulator.start().await;
    started.map_err(|error| io::Error::new(error.kind(), format!("{address}: {error}")))
}

fn seconds(days: u32) -> u64 {
    u64::from(days) * 24 * 60 * 60
}

fn announce(url: &str) -> io::Result<()> {
    let _ = writeln!(io::stderr(), "asapp-emulator {} serves {url}", env!("CARGO_PKG_VERSION"));
    let mut stdout = io::stdout();
    writeln!(stdout, "{}", serde_json::json!({"url": url}))?;
    stdout.flush()
}

/// The signals to stop, from the moment that they are listened for.
struct Signals {
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(unix)]
    terminate: Signal,
    #[cfg(windows)]
    interrupt: CtrlC,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: ctrl_c()? })
    }

    async fn next(&mut self) {
        let _ = self.interrupt.recv().await;
    }
}
