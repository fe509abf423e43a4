//! Facade and emulator, held to the documents by a JSON Schema engine that generated neither.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod documents;
mod drive;
mod judge;
mod limits;
mod operations;
mod readme;
mod requests;
