//! The API over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authentication;
mod bodies;
mod faults;
mod journal;
mod limits;
mod metadata;
mod operations;
mod plans;
mod reads;
mod refusals;
mod state;
mod strictness;
mod support;
mod switches;
mod tls;
