//! The API over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod operations;
mod refusals;
mod support;
