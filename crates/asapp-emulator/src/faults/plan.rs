//! Faults as a test scripts them.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fault, Faults};
use crate::contract::{Contract, Operation};

/// The request header that addresses a plan by its name.
pub const PLAN_HEADER: &str = "emulator-plan";

/// A list of outcomes for each operation, met in order by the requests that are addressed to the plan: those that carry
/// its name in the header `emulator-plan`, or, if it has an API id, those of that id without the header. Once an operation's
/// outcomes are used up, requests go through.
///
/// Only requests that the API would have taken use up an outcome; a refused one is answered with its own refusal. A reset
/// before reading is met by any request that is not refused for its head.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use asapp_emulator::{API_ID, Emulator, Fault, FaultBody, Plan};
///
/// let emulator = Emulator::start().await?;
/// let outcomes = [Fault::status(503, FaultBody::Api), Fault::reset().after_commit()];
/// let plan = emulator.add_plan(Plan::new().api_id(API_ID).on("createMessage", outcomes))?;
/// // … run the code under test against emulator.url() …
/// assert_eq!(plan.remaining()["createMessage"].len(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// The name by which requests address the plan; one is made up unless given.
    #[serde(default)]
    pub(super) name: Option<String>,
    /// The API id whose requests without the header meet the plan.
    #[serde(default)]
    pub(super) api_id: Option<String>,
    /// By which latencies are drawn.
    #[serde(default)]
    pub(super) seed: u64,
    /// By `operationId`.
    pub(super) outcomes: BTreeMap<String, VecDeque<Fault>>,
}

impl Plan {
    /// A plan without outcomes.
    pub fn new() -> Self {
        Self::default()
    }

    /// The name by which requests address the plan; one is made up unless given.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Addresses the requests of this API id as well, those without the header `emulator-plan`.
    #[must_use]
    pub fn api_id(self, api_id: impl Into<String>) -> Self {
        Self { api_id: Some(api_id.into()), ..self }
    }

    /// By which latencies are drawn; 0 unless given.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Adds outcomes for an operation, by its `operationId`.
    #[must_use]
    pub fn on(
        mut self,
        operation_id: impl Into<String>,
        outcomes: impl IntoIterator<Item = Fault>,
    ) -> Self {
        self.outcomes.entry(operation_id.into()).or_default().extend(outcomes);
        self
    }

    pub(super) fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.name.as_ref().is_some_and(|name| !is_token(name)) {
            found.push("/name: must be letters, digits, '-', '_' and '.', one or more".to_owned());
        }
        for (operation, outcomes) in &self.outcomes {
            if !Contract::published().operations().map(Operation::id).any(|id| id == operation) {
                found.push(format!("/outcomes/{operation}: no operation has this id"));
            }
            for (index, fault) in outcomes.iter().enumerate() {
                let problems = fault.problems().into_iter();
                found.extend(problems.map(|(field, problem)| {
                    format!("/outcomes/{operation}/{index}/{field}: {problem}")
                }));
            }
        }
        found
    }
}

fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("name", &self.name)
            .field("outcomes", &self.outcomes)
            .finish_non_exhaustive()
    }
}

/// Why faults were refused: each problem with a JSON pointer into the plan or rates.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// use asapp_emulator::{Emulator, Fault, FaultBody, Plan};
///
/// let emulator = Emulator::start().await?;
/// let stored_though_refused = Fault::status(400, FaultBody::Api).after_commit();
/// let error = emulator.add_plan(Plan::new().on("createMessage", [stored_though_refused])).unwrap_err();
/// assert!(error.problems()[0].starts_with("/outcomes/createMessage/0/strikes: "));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError {
    problems: Vec<String>,
}

impl FaultError {
    pub(super) fn new(problems: Vec<String>) -> Self {
        Self { problems }
    }

    /// All problems, each with its place.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join(", "))
    }
}

impl std::error::Error for FaultError {}

/// A plan that an emulator follows, to be asked what is left of it. Dropping it leaves the plan in force.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use asapp_emulator::{Emulator, Fault, Plan};
///
/// let emulator = Emulator::start().await?;
/// let plan = emulator.add_plan(Plan::new().on("getHealth", [Fault::reset()]))?;
/// reqwest::Client::new()
///     .get(format!("{}/v1/health", emulator.url()))
///     .header("asapp-api-id", "test-id")
///     .header("asapp-api-secret", "test-secret")
///     .header(asapp_emulator::PLAN_HEADER, plan.name())
///     .send()
///     .await
///     .unwrap_err();
/// assert!(plan.is_consumed());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ActivePlan {
    pub(super) name: String,
    pub(super) faults: Arc<Faults>,
}

impl ActivePlan {
    /// The value of the header `emulator-plan` that addresses the plan.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The outcomes that no request has met yet, by `operationId`; operations without any are not listed.
    pub fn remaining(&self) -> BTreeMap<String, Vec<Fault>> {
        self.faults.remaining(&self.name).unwrap_or_default()
    }

    /// Whether every outcome was met. Of a plan that is not in force any more nobody knows: false.
    pub fn is_consumed(&self) -> bool {
        self.faults.remaining(&self.name).is_some_and(|left| left.is_empty())
    }

    /// Takes the plan away.
    pub fn remove(&self) {
        self.faults.remove_plan(&self.name);
    }
}

impl fmt::Debug for ActivePlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivePlan")
            .field("name", &self.name)
            .field("remaining", &self.remaining())
            .finish()
    }
}
