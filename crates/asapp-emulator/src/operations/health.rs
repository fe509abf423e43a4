//! The health check.

use serde_json::json;

use super::{Input, Service};
use crate::answer::Answer;

pub(super) fn get(service: &Service, _: Input<'_>) -> Result<Answer, Answer> {
    let state = if service.settings.healthy { "SUCCESS" } else { "FAILED" };
    Ok(Answer::ok(json!({"healthCheck": state})))
}
