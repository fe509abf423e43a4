//! Faults drawn by chance, for soak runs.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fault, FaultError};
use crate::contract::{Contract, Operation};

/// A share of all requests that is struck, drawn by a seed: the same seed strikes the same ones of a sequence of requests.
/// Requests that are addressed to a plan are left to it.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use asapp_emulator::{Emulator, Fault, Rates};
///
/// let emulator = Emulator::start().await?;
/// emulator.set_rates(Rates::new(7, 0.05).faults([Fault::reset().after_commit()]).on(["createMessage"]))?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rates {
    pub(super) seed: u64,
    /// 0 to 1.
    share: f64,
    /// Drawn evenly; every kind unless given.
    #[serde(default = "Fault::every_kind")]
    faults: Vec<Fault>,
    /// By `operationId`; all unless given.
    #[serde(default)]
    operations: Option<Vec<String>>,
}

impl Rates {
    /// Strikes this share of all requests, 0 to 1, with faults of [every kind](Fault::every_kind), drawn evenly.
    pub fn new(seed: u64, share: f64) -> Self {
        Self { seed, share, faults: Fault::every_kind(), operations: None }
    }

    /// Draws from these faults, evenly. A reset before reading comes after reading here, and before the commit.
    #[must_use]
    pub fn faults(self, faults: impl IntoIterator<Item = Fault>) -> Self {
        Self { faults: faults.into_iter().collect(), ..self }
    }

    /// Strikes these operations alone, by `operationId`.
    #[must_use]
    pub fn on<T: Into<String>>(self, operations: impl IntoIterator<Item = T>) -> Self {
        Self { operations: Some(operations.into_iter().map(Into::into).collect()), ..self }
    }

    pub(super) fn draw(&self, operation_id: &str, random: &mut fastrand::Rng) -> Option<Fault> {
        if self.operations.as_ref().is_some_and(|only| !only.iter().any(|id| id == operation_id)) {
            return None;
        }
        if random.f64() >= self.share {
            return None;
        }
        random.choice(&self.faults).cloned()
    }

    /// # Errors
    ///
    /// All problems of the rates.
    pub(crate) fn check(&self) -> Result<(), FaultError> {
        let problems = self.problems();
        if problems.is_empty() { Ok(()) } else { Err(FaultError::new(problems)) }
    }

    fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        if !(0.0..=1.0).contains(&self.share) {
            found.push("/share: must be 0 to 1".to_owned());
        }
        if self.faults.is_empty() {
            found.push("/faults: must be one or more".to_owned());
        }
        for (index, fault) in self.faults.iter().enumerate() {
            let problems = fault.problems().into_iter();
            found.extend(
                problems.map(|(field, problem)| format!("/faults/{index}/{field}: {problem}")),
            );
        }
        for (index, operation) in self.operations.iter().flatten().enumerate() {
            if !Contract::published().operations().map(Operation::id).any(|id| id == operation) {
                found.push(format!("/operations/{index}: no operation has this id"));
            }
        }
        found
    }
}

impl fmt::Debug for Rates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rates")
            .field("seed", &self.seed)
            .field("share", &self.share)
            .field("faults", &self.faults.len())
            .field("operations", &self.operations)
            .finish()
    }
}
