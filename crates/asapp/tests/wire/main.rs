//! The facade on the wire, against servers that follow a script.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authentication;
mod clock;
mod dropping;
mod lanes;
mod many_records;
mod outcomes;
mod pacing;
mod postures;
mod quota;
mod reads;
mod reconcile;
mod records;
mod requests;
mod retries;
mod sensitive;
mod support;
#[cfg(feature = "rustls")]
mod tls;
