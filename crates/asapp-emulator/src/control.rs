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

use axum::body::Body;
use http::Response;
use http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use http::request::Parts;

pub(crate) use self::snapshots::Snapshots;
use crate::answer::Answer;
use crate::api::{Api, check_content};
use crate::delivery::Content;
use crate::payload::Payload;
use crate::uri::Query;

const PREFIX: &str = "/_emulator/";

/// The longest body that is accepted, in bytes; seeds can be long.
const LONGEST_BODY: usize = 64 << 20;

pub(crate) fn owns(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// Answers a request to the emulator itself. No credentials are asked for.
pub(crate) async fn respond(
    api: &Arc<Api>,
    bound: IpAddr,
    head: &Parts,
    body: Body,
) -> Response<Body> {
    let content = answer(api, bound, head, body).await.unwrap_or_else(Content::from);
    content
        .with(CACHE_CONTROL, "no-store")
        .with(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .into_response(Body::from)
}

async fn answer(
    api: &Arc<Api>,
    bound: IpAddr,
    head: &Parts,
    body: Body,
) -> Result<Content, Answer> {
    guard::check(&head.headers, bound)?;
    let (route, path) = table::find(head.method.as_str(), head.uri.path())?;
    let query = Query::parse(head.uri.query().unwrap_or_default());
    route.judge_query(&query)?;
    let body = match route.takes_body() {
        true => read(head, body).await?,
        false => Vec::new(),
    };
    let call = route::Call { api, is_loopback: bound.is_loopback(), path, query };
    route.handle(&call, &body)
}

async fn read(head: &Parts, body: Body) -> Result<Vec<u8>, Answer> {
    check_content(&head.headers)?;
    match Payload::read(body, LONGEST_BODY).await {
        Payload::Complete(body) => Ok(body),
        Payload::TooLong { .. } => Err(Answer::too_large().closing()),
        Payload::Broken | Payload::Unread => Err(Answer::malformed("The body broke off").closing()),
    }
}
