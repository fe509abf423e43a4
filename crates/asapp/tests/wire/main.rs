//! The facade on the wire, against servers that follow a script.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authentication;
mod many_records;
mod outcomes;
mod postures;
mod reads;
mod records;
mod requests;
mod retries;
mod support;
#[cfg(feature = "rustls")]
mod tls;
