//! What ASAPP's support needs to find a failure, and may see.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};

use super::{Attempt, words};
use crate::outcome::Effort;
use crate::specs::DIGESTS;
use crate::{ErrorKind, Operation, Outcome, StopReason};

/// What to send to ASAPP's support: print it. It holds numbers, closed words, times, and the service's codes and request
/// ids; no message, name, key of yours, metadata, credential, host or path, for it has no place to put one.
///
/// Made by [`Error::support_bundle`](crate::Error::support_bundle), with the last 100 requests of the call that failed,
/// and by [`Client::support_bundle`](crate::Client::support_bundle), with the last 100 of the client and its clones.
///
/// ```no_run
/// # async fn example(transcript: asapp::Transcript, message: asapp::Message) {
/// if let Err(error) = transcript.add_message(message).send().await {
///     eprintln!("{}", error.support_bundle());
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct SupportBundle {
    failure: Option<Summary>,
    attempts: Vec<Attempt>,
}

/// What is known of a failed call as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Summary {
    pub(crate) kind: ErrorKind,
    pub(crate) operation: Option<Operation>,
    pub(crate) outcome: Outcome,
    pub(crate) stop: Option<StopReason>,
    pub(crate) effort: Effort,
    pub(crate) resets_at: Option<DateTime<Utc>>,
}

impl SupportBundle {
    pub(crate) fn new(failure: Option<Summary>, attempts: Vec<Attempt>) -> Self {
        Self { failure, attempts }
    }

    /// This crate's version.
    #[must_use]
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// The vendor's documents that this crate was made from: name, and SHA-256 in hexadecimal.
    pub fn specs(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        DIGESTS.iter().copied()
    }

    /// The requests, oldest first.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }
}

impl fmt::Display for SupportBundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (os, architecture) = (std::env::consts::OS, std::env::consts::ARCH);
        writeln!(f, "asapp (Rust) {} on {os} {architecture}", self.version())?;
        for (name, digest) in self.specs() {
            writeln!(f, "spec {name} sha256 {digest}")?;
        }
        if let Some(failure) = &self.failure {
            writeln!(f, "failure: {failure}")?;
        }
        writeln!(f, "requests: {}", self.attempts.len())?;
        self.attempts.iter().try_for_each(|attempt| writeln!(f, "{attempt}"))
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(f, "{operation}, ")?;
        }
        write!(f, "error {}, outcome {}", words::error(self.kind), self.outcome)?;
        if let Some(reason) = self.stop {
            write!(f, ", stopped: {reason}")?;
        }
        if let Some(resets_at) = self.resets_at {
            let resets_at = resets_at.to_rfc3339_opts(SecondsFormat::Secs, true);
            write!(f, ", quota returns at {resets_at}")?;
        }
        let Effort { attempts, retries, waited } = self.effort;
        write!(f, ", {attempts} requests, {retries} retries, waited {} ms", waited.as_millis())
    }
}
