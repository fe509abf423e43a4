//! What the facade costs over the raw client, and over reqwest with structs of one's own.
//!
//! `cargo bench -p asapp --bench cost` prints the tables of docs/performance.md. Instructions and allocations need
//! `valgrind`; `-- --throughput-only` does without.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod client;
mod count;
mod facade;
mod plain;
mod raw;
mod sending;
mod server;
mod throughput;

use std::net::SocketAddr;

use clap::builder::PossibleValue;
use clap::{Parser, Subcommand, ValueEnum};

use self::sending::Job;
use self::throughput::Second;

#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    job: Option<Command>,

    /// Counts nothing.
    #[arg(long)]
    throughput_only: bool,

    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sends requests, as a process of its own: what is counted is this.
    #[command(hide = true)]
    Send { layer: Layer, size: Size, requests: usize, in_flight: usize, server: SocketAddr },
}

/// Who sends.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Layer {
    Plain,
    Raw,
    Facade,
}

/// What a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Size {
    Message,
    Batch,
}

impl Size {
    const fn messages(self) -> usize {
        match self {
            Self::Message => 1,
            Self::Batch => 300,
        }
    }
}

fn main() {
    let arguments = Arguments::parse();
    if let Some(Command::Send { layer, size, requests, in_flight, server }) = arguments.job {
        return Job { size, requests, in_flight, server }.run(layer);
    }
    let server = server::start();
    if !arguments.throughput_only {
        table("instructions a request", count::instructions, server);
        table("allocations a request", count::allocations, server);
    }
    for (what, second, in_flight) in [
        ("requests a second", Second::Clock, 1),
        ("requests a second", Second::Clock, 64),
        ("by processor time", Second::Processor, 64),
    ] {
        let title = format!("{what}, {in_flight} in flight");
        table(&title, |size, server| throughput::of(second, size, in_flight, server), server);
    }
}

/// How this program is told to send.
fn arguments(
    layer: Layer,
    size: Size,
    requests: usize,
    in_flight: usize,
    server: SocketAddr,
) -> [String; 6] {
    let name = |value: Option<PossibleValue>| value.unwrap().get_name().to_owned();
    let (layer, size) = (name(layer.to_possible_value()), name(size.to_possible_value()));
    [
        "send".to_owned(),
        layer,
        size,
        requests.to_string(),
        in_flight.to_string(),
        server.to_string(),
    ]
}

fn table(title: &str, measure: impl Fn(Size, SocketAddr) -> [f64; 3], server: SocketAddr) {
    println!(
        "\n{title:<34} {:>10} {:>10} {:>10} {:>7} {:>7}",
        "plain", "raw", "facade", "raw", "facade"
    );
    for size in [Size::Message, Size::Batch] {
        let [plain, raw, facade] = measure(size, server);
        let messages =
            format!("{} of {}", size.to_possible_value().unwrap().get_name(), size.messages());
        println!(
            "{messages:<34} {plain:>10.0} {raw:>10.0} {facade:>10.0} {:>7.3} {:>7.3}",
            raw / plain,
            facade / plain
        );
    }
}
