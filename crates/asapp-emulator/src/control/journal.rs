//! What was asked.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::route::{Call, Json};
use crate::answer::Answer;
use crate::journal::{Counters, JournalEntry};

/// Stands for credentials of a customer.
const HIDDEN: &str = "<hidden>";

#[derive(Serialize, JsonSchema)]
pub(super) struct Requests {
    /// In order of arrival.
    requests: Vec<Request>,
}

/// A request to the API. Target, bodies and API id are told only if they are asked for.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Request {
    #[serde(flatten)]
    entry: JournalEntry,
    /// The header `asapp-api-id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    api_id: Option<String>,
    /// Path and query as they arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    /// The body as it arrived, at most its first 16 KiB; nothing of a body that was too long or broke off.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_body: Option<String>,
    /// The answer's body as it was sent, at most its first 16 KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_body: Option<String>,
}

pub(super) fn read(call: &Call<'_>) -> Result<Json<Requests>, Answer> {
    let after = call.parameter("after").and_then(|number| number.parse().ok()).unwrap_or(0);
    let bodies = call.parameter("bodies").is_some();
    let credentials = call.parameter("credentials").is_some();
    let entries = call.api.journal.after(after).into_iter();
    let requests = entries.map(|entry| request(entry, bodies, credentials)).collect();
    Ok(Json(Requests { requests }))
}

pub(super) fn counters(call: &Call<'_>) -> Result<Json<Counters>, Answer> {
    Ok(Json(call.api.journal.counters()))
}

fn request(entry: JournalEntry, bodies: bool, credentials: bool) -> Request {
    let mut request =
        Request { api_id: None, target: None, request_body: None, answer_body: None, entry };
    let secrets = &request.entry.secrets;
    if credentials {
        request.api_id = secrets.api_id.clone();
    }
    if bodies {
        request.target = Some(secrets.target.clone());
        request.answer_body = Some(text(&secrets.answer_body));
        request.request_body = Some(match credentials {
            true => text(&secrets.request_body),
            false => without_credentials(&request.entry),
        });
    }
    request
}

fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}

/// The request's body without credentials of a customer. It may have been refused before anyone knew where it led, or
/// because it has them under another name.
fn without_credentials(entry: &JournalEntry) -> String {
    let body = entry.request_body();
    let is_secret = match entry.operation.as_deref() {
        None => |name: &str| name.eq_ignore_ascii_case("auth"),
        Some("postAuthenticate") => {
            |name: &str| !["customerExternalId", "streamId"].contains(&name)
        }
        Some(_) => return text(body),
    };
    if body.is_empty() {
        return String::new();
    }
    let Ok(Value::Object(mut object)) = serde_json::from_slice(body) else {
        return HIDDEN.to_owned();
    };
    if !object.keys().any(|name| is_secret(name)) {
        return text(body);
    }
    let secrets = object.iter_mut().filter(|(name, _)| is_secret(name));
    secrets.for_each(|(_, value)| *value = HIDDEN.into());
    Value::Object(object).to_string()
}
