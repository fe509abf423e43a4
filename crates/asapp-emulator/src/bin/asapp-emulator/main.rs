//! `asapp-emulator`: the emulator as a program.
//!
//! It prints one JSON line with its URL when it is ready, and stops on SIGINT and SIGTERM. A second signal cuts off
//! the requests that it still waits for.

mod arguments;
mod files;
mod signals;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use asapp_emulator::{Emulator, Seed, Settings};
use clap::Parser;

use self::arguments::Arguments;
use self::files::{PortFile, with_place, write_whole};
use self::signals::Signals;

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
    if arguments.seed_schema {
        return writeln!(io::stdout(), "{:#}", Seed::schema());
    }
    let port_file = arguments.port_file.clone().map(PortFile::at).transpose()?;
    let emulator = start(&arguments).await?;
    let mut signals = Signals::listen()?;
    port_file.as_ref().map_or(Ok(()), |file| file.write(emulator.url()))?;
    announce(emulator.url())?;
    signals.next().await;
    tokio::select! {
        () = emulator.stop() => Ok(()),
        () = signals.next() => Err(io::Error::other("cut off by a second signal")),
    }
}

async fn start(arguments: &Arguments) -> io::Result<Emulator> {
    let mut builder = Emulator::builder().host(arguments.host).port(arguments.port);
    if let Some(path) = &arguments.seed {
        builder = builder.seed(read_seed(path)?);
    }
    if arguments.tls.is_some() {
        builder = builder.tls();
    }
    let flags = |settings: &mut Settings| arguments.switches.apply(settings);
    let address = SocketAddr::new(arguments.host, arguments.port);
    let emulator =
        builder.configure(flags).start().await.map_err(|error| with_place(&address, &error))?;
    if let (Some(path), Some(authority)) = (&arguments.tls, emulator.authority()) {
        write_whole(path, authority)?;
    }
    Ok(emulator)
}

fn read_seed(path: &Path) -> io::Result<Seed> {
    let text = std::fs::read(path).map_err(|error| with_place(&path.display(), &error))?;
    Seed::from_json(text).map_err(|error| {
        let problems = error.problems().join("\n");
        io::Error::other(format!("{}: no seed for the emulator:\n{problems}", path.display()))
    })
}

fn announce(url: &str) -> io::Result<()> {
    let _ = writeln!(io::stderr(), "asapp-emulator {} serves {url}", env!("CARGO_PKG_VERSION"));
    let mut stdout = io::stdout();
    writeln!(stdout, "{}", serde_json::json!({"url": url}))?;
    stdout.flush()
}
