//! The control API over real sockets. Every answer that a test gets is held to the emulator's own OpenAPI document.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bodies;
mod clock;
mod document;
mod faults;
mod guards;
mod journal;
mod pages;
mod seed;
mod settings;
mod state;
mod support;
