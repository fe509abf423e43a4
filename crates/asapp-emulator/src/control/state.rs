//! What is stored.

use super::hidden::hide;
use super::route::{Call, Json, NoContent};
use crate::answer::Answer;
use crate::store::Contents;

pub(super) fn read(call: &Call<'_>) -> Result<Json<Contents>, Answer> {
    let mut contents = call.api.store.contents();
    if call.parameter("texts").is_some() {
        hide(&mut contents);
    }
    Ok(Json(contents))
}

pub(super) fn reset(call: &Call<'_>) -> Result<NoContent, Answer> {
    call.api.reset();
    Ok(NoContent)
}
