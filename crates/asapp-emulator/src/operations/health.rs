//! The health check.

use serde_json::json;

use super::{Input, Work};
use crate::answer::Answer;
use crate::store::Store;

pub(super) fn get(_: &Store, input: Input<'_>) -> Result<Work, Answer> {
    let state = if input.settings.healthy { "SUCCESS" } else { "FAILED" };
    Ok(Box::new(move |_| Answer::ok(json!({"healthCheck": state}))))
}
