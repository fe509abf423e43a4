//! What a call tells of itself: spans and events, metrics, support bundles.
//!
//! A binary of its own: where events are listened to is a matter of the whole process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bundle;
mod capture;
mod events;
#[cfg(feature = "metrics")]
mod metrics;
mod support;
