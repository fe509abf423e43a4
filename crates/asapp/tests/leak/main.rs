//! Nothing that is sent, nothing that opens the API and nothing that the service says comes out where nobody asked for
//! it: not in tracing, logs, metrics or panics, not in `Debug`, `Display` or source chains, not in the emulator's journal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod drive;
mod emulator;
mod marks;
#[cfg(feature = "metrics")]
mod metrics;
mod mirror;
mod readable;
mod shown;
mod sinks;
mod types;
mod unsent;
mod values;

use asapp::{Client, ClientBuilder, Credentials, Pacer};

/// A client whose every secret is a mark.
fn builder(url: &str) -> ClientBuilder {
    Client::builder()
        .credentials(Credentials::new(marks::API_ID, marks::API_SECRET))
        .header("x-gateway", marks::HEADER)
        .host(url)
        .pacer(Pacer::unlimited())
}
