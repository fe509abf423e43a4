//! What is stored.

use super::hidden::hide;
use super::route::{Call, Json, NoContent, invalid};
use crate::answer::Answer;
use crate::report::{Expected, Report};
use crate::seed::{Seed, SeedFile};
use crate::store::Contents;

pub(super) fn read(call: &Call<'_>) -> Result<Json<Contents>, Answer> {
    let mut contents = call.api.store.contents();
    if call.parameter("texts").is_some() {
        hide(&mut contents);
    }
    Ok(Json(contents))
}

pub(super) fn report(call: &Call<'_>, expected: Expected) -> Result<Json<Report>, Answer> {
    Ok(Json(call.api.store.report(&expected)))
}

pub(super) fn seed(call: &Call<'_>, file: SeedFile) -> Result<NoContent, Answer> {
    let added = Seed::try_from(file).and_then(|seed| call.api.seed(&seed));
    added.map_err(|error| invalid(error.problems()))?;
    Ok(NoContent)
}

pub(super) fn reset(call: &Call<'_>) -> Result<NoContent, Answer> {
    call.api.reset();
    Ok(NoContent)
}
