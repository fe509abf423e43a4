//! Faults: what a test wants to go wrong, and which request it strikes.

mod fault;
mod late;
mod plan;
mod rates;
mod strike;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderValue;

use self::fault::Kind;
pub(crate) use self::fault::Strikes;
pub use self::fault::{Fault, FaultBody, Late, Latency};
pub(crate) use self::late::LateCommits;
pub use self::plan::{ActivePlan, FaultError, PLAN_HEADER, Plan};
pub use self::rates::Rates;
pub(crate) use self::strike::strike;

/// Plans and rates in force.
#[derive(Default)]
pub(crate) struct Faults(Mutex<State>);

#[derive(Default)]
struct State {
    plans: BTreeMap<String, InForce>,
    rates: Option<(Rates, fastrand::Rng)>,
    /// How many names were made up.
    named: u64,
}

struct InForce {
    api_id: Option<String>,
    outcomes: BTreeMap<String, VecDeque<Fault>>,
    random: fastrand::Rng,
}

/// Whom a request is addressed to: a plan by name or API id, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    Plan(String),
    /// Of this API id, with no plan of its own.
    ApiId(String),
}

impl Address {
    pub(crate) fn plan(&self) -> Option<&str> {
        match self {
            Self::Plan(name) => Some(name),
            Self::ApiId(_) => None,
        }
    }
}

/// A fault that strikes, its latency drawn.
#[derive(Debug)]
pub(crate) struct Struck {
    pub(crate) fault: Fault,
    pub(crate) latency: Duration,
}

/// A header names a plan that is not in force, or there are two.
pub(crate) struct UnknownPlan;

impl Faults {
    pub(crate) fn add_plan(self: &Arc<Self>, plan: Plan) -> Result<ActivePlan, FaultError> {
        let mut problems = plan.problems();
        let mut state = self.state();
        if plan.name.as_ref().is_some_and(|name| state.plans.contains_key(name)) {
            problems.push("/name: a plan of this name is in force".to_owned());
        }
        if plan.api_id.is_some() && state.plans.values().any(|other| other.api_id == plan.api_id) {
            problems.push("/apiId: a plan for this API id is in force".to_owned());
        }
        if !problems.is_empty() {
            return Err(FaultError::new(problems));
        }
        let name = plan.name.unwrap_or_else(|| state.new_name());
        let random = fastrand::Rng::with_seed(plan.seed);
        let in_force = InForce { api_id: plan.api_id, outcomes: plan.outcomes, random };
        state.plans.insert(name.clone(), in_force);
        Ok(ActivePlan { name, faults: Arc::clone(self) })
    }

    /// Whether there was such a plan.
    pub(crate) fn remove_plan(&self, name: &str) -> bool {
        self.state().plans.remove(name).is_some()
    }

    /// The names of the plans in force.
    pub(crate) fn plans(&self) -> Vec<String> {
        self.state().plans.keys().cloned().collect()
    }

    /// What is left of a plan, by operation; none where it is not in force.
    pub(crate) fn remaining(&self, name: &str) -> Option<BTreeMap<String, Vec<Fault>>> {
        let state = self.state();
        let outcomes = state.plans.get(name)?.outcomes.iter();
        let left = outcomes.filter(|(_, faults)| !faults.is_empty());
        Some(left.map(|(id, faults)| (id.clone(), faults.iter().cloned().collect())).collect())
    }

    pub(crate) fn rates(&self) -> Option<Rates> {
        self.state().rates.as_ref().map(|(rates, _)| rates.clone())
    }

    pub(crate) fn set_rates(&self, rates: Option<Rates>) -> Result<(), FaultError> {
        rates.as_ref().map_or(Ok(()), Rates::check)?;
        self.state().rates = rates.map(|rates| {
            let random = fastrand::Rng::with_seed(rates.seed);
            (rates, random)
        });
        Ok(())
    }

    /// Names that were made up are not given again: who still holds an old plan must not get at a new one.
    pub(crate) fn reset(&self) {
        let mut state = self.state();
        *state = State { named: state.named, ..State::default() };
    }

    /// Whom a request of this API id is addressed to, with the headers that it may carry: one that names a plan.
    pub(crate) fn address<'a>(
        &self,
        api_id: &str,
        headers: impl IntoIterator<Item = &'a HeaderValue>,
    ) -> Result<Address, UnknownPlan> {
        let state = self.state();
        let mut headers = headers.into_iter();
        if let Some(header) = headers.next() {
            let name = header.to_str().ok().filter(|name| state.plans.contains_key(*name));
            let name = name.filter(|_| headers.next().is_none()).ok_or(UnknownPlan)?;
            return Ok(Address::Plan(name.to_owned()));
        }
        let of_id = state.plans.iter().find(|(_, plan)| plan.api_id.as_deref() == Some(api_id));
        Ok(match of_id {
            Some((name, _)) => Address::Plan(name.clone()),
            None => Address::ApiId(api_id.to_owned()),
        })
    }

    /// The next outcome if it strikes before the body is read; otherwise it stays where it is.
    pub(crate) fn take_before_reading(
        &self,
        address: &Address,
        operation_id: &str,
    ) -> Option<Struck> {
        let mut state = self.state();
        let plan = state.plans.get_mut(address.plan()?)?;
        let outcomes = plan.outcomes.get_mut(operation_id)?;
        if outcomes.front()?.fault != Kind::ResetBeforeReading {
            return None;
        }
        let fault = outcomes.pop_front()?;
        Some(plan.draw(fault))
    }

    /// The next outcome for a request that the API would take.
    pub(crate) fn take(&self, address: &Address, operation_id: &str) -> Option<Struck> {
        let mut state = self.state();
        if let Some(name) = address.plan() {
            let plan = state.plans.get_mut(name)?;
            let fault = plan.outcomes.get_mut(operation_id)?.pop_front()?;
            return Some(plan.draw(fault));
        }
        let (rates, random) = state.rates.as_mut()?;
        let fault = rates.draw(operation_id, random)?;
        let latency = fault.latency.map_or(Duration::ZERO, |latency| latency.draw(random));
        Some(Struck { fault, latency })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn new_name(&mut self) -> String {
        loop {
            self.named += 1;
            let name = format!("plan-{}", self.named);
            if !self.plans.contains_key(&name) {
                return name;
            }
        }
    }
}

impl InForce {
    fn draw(&mut self, fault: Fault) -> Struck {
        let latency =
            fault.latency.map_or(Duration::ZERO, |latency| latency.draw(&mut self.random));
        Struck { fault, latency }
    }
}
