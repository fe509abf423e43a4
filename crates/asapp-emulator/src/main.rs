//! `asapp-emulator`: the emulator as a program.
//!
//! It prints one JSON line with its URL when it is ready, and stops on SIGINT and SIGTERM.

use std::io::{self, Write};
use std::net::IpAddr;
use std::process::ExitCode;

use asapp_emulator::Emulator;
use clap::Parser;

/// ASAPP's Conversations and Metadata Ingestion APIs in a box.
///
/// Prints {"url": "…"} on stdout when ready. GET /_emulator/state shows what was stored.
#[derive(Debug, Parser)]
#[command(name = "asapp-emulator", version)]
struct Arguments {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Address to listen on. Wider than loopback, what is stored is visible to whoever can reach it.
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
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
    let emulator = Emulator::builder().host(arguments.host).port(arguments.port).start().await?;
    let stopped = stop_signal()?;
    announce(emulator.url())?;
    stopped.await;
    emulator.stop().await;
    Ok(())
}

fn announce(url: &str) -> io::Result<()> {
    let _ = writeln!(io::stderr(), "asapp-emulator {} serves {url}", env!("CARGO_PKG_VERSION"));
    let mut stdout = io::stdout();
    writeln!(stdout, "{}", serde_json::json!({"url": url}))?;
    stdout.flush()
}

/// Listens for the signals from now on; the future ends at the first one.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Listens for Ctrl-C from now on; the future ends at the first one.
#[cfg(windows)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        let _ = interrupt.recv().await;
    })
}
