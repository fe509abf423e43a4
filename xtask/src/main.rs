//! Development tasks: `cargo xtask regenerate`.

mod additions;
mod assemble;
mod changes;
mod codegen;
mod folder;
mod hoist;
mod limits;
mod node;
mod operation_ids;
mod overlay;
mod page;
mod prose;
mod provenance;
mod regenerate;
mod snapshot;
mod yaml;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Development tasks of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Writes everything that is derived from the vendor's pages: specs, contract, limits, snapshot.
    Regenerate(regenerate::Options),
}

#[allow(clippy::print_stderr, reason = "the one place that reports a failed task")]
fn main() -> ExitCode {
    let Task::Regenerate(options) = Arguments::parse().task;
    match regenerate::run(&options) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {}", format!("{error:#}").replace('\n', " "));
            ExitCode::from(2)
        }
    }
}

/// The workspace that this program was built in.
fn workspace() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
