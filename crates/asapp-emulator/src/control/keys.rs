//! Keys, added.

use super::route::{Call, NoContent};
use crate::answer::Answer;
use crate::keys::Key;

pub(super) fn add(call: &Call<'_>, key: Key) -> Result<NoContent, Answer> {
    call.api.keys.add(key);
    Ok(NoContent)
}
