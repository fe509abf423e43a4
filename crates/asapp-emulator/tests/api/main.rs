//! The API over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authentication;
mod bodies;
mod limits;
mod metadata;
mod operations;
mod reads;
mod refusals;
mod support;
