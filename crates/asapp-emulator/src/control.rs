//! The emulator's own paths: what it stored and was asked, and what a test wants of it, for users in any language.

mod clock;
mod faults;
mod guard;
mod hidden;
mod inspector;
mod journal;
mod keys;
mod openapi;
mod route;
mod settings;
mod snapshots;
mod state;
mod table;

use std::net::IpAddr;
use std::sync::Arc;

use http::Response;
use http::header::{CACHE_CONTROL, CONNECTION, X_CONTENT_TYPE_OPTIONS};
use http::request::Parts;
use hyper::body::Incoming;

pub(crate) use self::snapshots::Snapshots;
use crate::answer::Answer;
use crate::api::{Api, check_content};
use crate::delivery::{Body, Content, at_once};
use crate::payload::Payload;
use crate::uri::Query;

const PREFIX: &str = "/_emulator/";

/// The longest body that is accepted, in bytes; seeds can be long.
const LONGEST_BODY: usize = 64 << 20;

pub(crate) fn owns(path: &str) -> bool {
    path.starts_with(PREFIX) || is_page_without_slash(path)
}

fn is_page_without_slash(path: &str) -> bool {
    path.strip_suffix('/').is_none() && PREFIX.strip_suffix('/') == Some(path)
}

/// Answers a request to the emulator itself. No credentials are asked for. The body is read first, whatever becomes of
/// it, so that the client gets to see the answer.
pub(crate) async fn respond(
    api: &Arc<Api>,
    bound: IpAddr,
    head: &Parts,
    body: Incoming,
) -> Response<Body> {
    let payload = Payload::read(body, LONGEST_BODY).await;
    let mut content = answer(api, bound, head, &payload).unwrap_or_else(Content::from);
    if !payload.is_read_to_its_end() {
        content = content.with(CONNECTION, "close");
    }
    content
        .with(CACHE_CONTROL, "no-store")
        .with(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .into_response(at_once)
}

fn answer(
    api: &Arc<Api>,
    bound: IpAddr,
    head: &Parts,
    payload: &Payload,
) -> Result<Content, Answer> {
    guard::check(head, bound)?;
    if is_page_without_slash(head.uri.path()) {
        return Err(Answer::moved(PREFIX));
    }
    let (route, path) = table::find(head.method.as_str(), head.uri.path())?;
    let query = Query::parse(head.uri.query().unwrap_or_default());
    route.judge_query(&query)?;
    let body = if route.takes_body() { check_body(head, payload)? } else { &[] };
    let call = route::Call { api, is_loopback: guard::is_loopback(bound), path, query };
    route.handle(&call, body)
}

fn check_body<'a>(head: &Parts, payload: &'a Payload) -> Result<&'a [u8], Answer> {
    check_content(&head.headers)?;
    match payload {
        Payload::Complete(body) => Ok(body),
        Payload::TooLong { .. } => Err(Answer::too_large()),
        Payload::Broken { .. } | Payload::Unread => Err(Answer::malformed("The body broke off")),
    }
}
