//! Plans, rates and late commits.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::route::{Call, Created, Json, NoContent, invalid};
use crate::answer::Answer;
use crate::faults::{Fault, FaultError, Plan, Rates};

/// A plan in force.
#[derive(Serialize, JsonSchema)]
pub(super) struct PlanState {
    /// The value of the header `emulator-plan` that addresses the plan.
    name: String,
    /// The outcomes that no request has met yet, by `operationId`; operations without any are not listed.
    remaining: BTreeMap<String, Vec<Fault>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Plans {
    /// In order of their names.
    plans: Vec<PlanState>,
}

/// What faults have put off.
#[derive(Serialize, JsonSchema)]
pub(super) struct LateCommits {
    /// How many requests are answered, but not stored yet.
    pending: usize,
}

pub(super) fn plans(call: &Call<'_>) -> Result<Json<Plans>, Answer> {
    let names = call.api.faults.plans().into_iter();
    Ok(Json(Plans { plans: names.filter_map(|name| state(call, name).ok()).collect() }))
}

pub(super) fn plan(call: &Call<'_>) -> Result<Json<PlanState>, Answer> {
    Ok(Json(state(call, call.name().to_owned())?))
}

pub(super) fn add_plan(call: &Call<'_>, plan: Plan) -> Result<Created<PlanState>, Answer> {
    let plan = call.api.faults.add_plan(plan).map_err(|error| refusal(&error))?;
    let remaining = plan.remaining();
    Ok(Created(PlanState { name: plan.name().to_owned(), remaining }))
}

pub(super) fn remove_plan(call: &Call<'_>) -> Result<NoContent, Answer> {
    if call.api.faults.remove_plan(call.name()) { Ok(NoContent) } else { Err(no_plan()) }
}

pub(super) fn rates(call: &Call<'_>) -> Result<Json<Option<Rates>>, Answer> {
    Ok(Json(call.api.faults.rates()))
}

pub(super) fn set_rates(call: &Call<'_>, rates: Rates) -> Result<Json<Rates>, Answer> {
    call.api.faults.set_rates(Some(rates.clone())).map_err(|error| refusal(&error))?;
    Ok(Json(rates))
}

pub(super) fn clear_rates(call: &Call<'_>) -> Result<NoContent, Answer> {
    call.api.faults.set_rates(None).map_err(|error| refusal(&error))?;
    Ok(NoContent)
}

pub(super) fn late_commits(call: &Call<'_>) -> Result<Json<LateCommits>, Answer> {
    Ok(Json(LateCommits { pending: call.api.late.len() }))
}

pub(super) fn commit_late(call: &Call<'_>) -> Result<Json<LateCommits>, Answer> {
    call.api.late.commit_all(&call.api.store);
    late_commits(call)
}

fn state(call: &Call<'_>, name: String) -> Result<PlanState, Answer> {
    let remaining = call.api.faults.remaining(&name).ok_or_else(no_plan)?;
    Ok(PlanState { name, remaining })
}

fn no_plan() -> Answer {
    Answer::not_found("No plan has this name")
}

fn refusal(error: &FaultError) -> Answer {
    invalid(error.problems())
}
