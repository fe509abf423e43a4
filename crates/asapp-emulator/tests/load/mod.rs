//! What soak test and benchmark share: a server as a child process, and a client too light to be what is measured.
#![allow(dead_code, reason = "each of the two uses a part")]

pub(crate) mod connection;
pub(crate) mod program;
pub(crate) mod requests;
