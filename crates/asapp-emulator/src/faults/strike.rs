//! What a fault makes of an answer.

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use http::StatusCode;
use http::header::{CONTENT_ENCODING, LOCATION, RETRY_AFTER};

use super::fault::{Fault, FaultBody, Kind};
use crate::answer::Answer;
use crate::connection::End;
use crate::contract::Operation;
use crate::delivery::{Content, Delivery};
use crate::refusal;

/// What goes out in place of the operation's own answer; `own` is that answer, where the fault strikes after the
/// commit. `target` is the request's path and query.
pub(crate) fn strike(
    fault: &Fault,
    operation: &Operation,
    target: &str,
    own: Option<Answer>,
) -> Delivery {
    // It is missing only where none of what follows looks at it: faults that give it strike after the commit alone.
    let own = own.unwrap_or_else(Answer::internal);
    match &fault.fault {
        Kind::None => Delivery::Content(own.into()),
        Kind::Status { code, body } => {
            let content = status(*code, *body, operation, own);
            Delivery::Content(match &fault.retry_after {
                Some(value) => content.with(RETRY_AFTER, value),
                None => content,
            })
        }
        Kind::ResetBeforeReading | Kind::Reset => Delivery::Reset,
        Kind::ResetMidBody => Delivery::Replace(without_the_end(&own), End::Reset),
        Kind::Stall => Delivery::Stall,
        Kind::Dribble { pause_milliseconds } => {
            Delivery::Dribble(own.into(), Duration::from_millis(*pause_milliseconds))
        }
        Kind::WrongContentLength { by } => Delivery::Replace(wrongly_framed(&own, *by), End::Close),
        Kind::BrokenChunk => Delivery::Replace(wrongly_chunked(&own), End::Close),
        Kind::Redirect { origin } => {
            let answer = Answer::error(StatusCode::TEMPORARY_REDIRECT, 1, "Temporary Redirect");
            Delivery::Content(answer.with(LOCATION, &format!("{origin}{target}")).into())
        }
        Kind::Gzip if own.body.is_none() => Delivery::Content(own.into()),
        Kind::Gzip => Delivery::Content(compressed(own)),
    }
}

fn status(code: u16, body: FaultBody, operation: &Operation, own: Answer) -> Content {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        return Content { status, headers: Vec::new(), body: Vec::new() };
    }
    let api = || match status {
        status if status.is_success() => Answer { status, ..own },
        StatusCode::BAD_REQUEST => refusal::malformed(operation, reason(status)),
        status => Answer::error(status, 1, reason(status)),
    };
    match body {
        FaultBody::Api => api().into(),
        FaultBody::Gateway => Answer::gateway(status, reason(status), gateway_code(status)).into(),
        FaultBody::Html => Content::new(status, "text/html", page(status).into()),
        FaultBody::Empty => Content::new(status, "application/json", Vec::new()),
        FaultBody::Truncated => {
            let mut text = api().text().unwrap_or_default().into_bytes();
            text.truncate(text.len() / 2);
            Content::new(status, "application/json", text)
        }
    }
}

fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Fault")
}

fn gateway_code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "oauth.v2.InvalidApiKey",
        StatusCode::TOO_MANY_REQUESTS => "policies.ratelimit.SpikeArrestViolation",
        StatusCode::BAD_GATEWAY => "messaging.adaptors.http.flow.UnexpectedEOFAtTarget",
        StatusCode::SERVICE_UNAVAILABLE => "messaging.adaptors.http.flow.ServiceUnavailable",
        StatusCode::GATEWAY_TIMEOUT => "messaging.adaptors.http.flow.GatewayTimeout",
        _ => "messaging.runtime.Fault",
    }
}

fn page(status: StatusCode) -> String {
    let title = format!("{} {}", status.as_u16(), reason(status));
    format!(
        "<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center></body></html>\n"
    )
}

fn without_the_end(own: &Answer) -> Vec<u8> {
    let mut bytes = own.to_bytes();
    let body = own.text().unwrap_or_default().len();
    let missing = if body > 0 { body.div_ceil(2) } else { bytes.len() / 2 };
    bytes.truncate(bytes.len() - missing);
    bytes
}

fn wrongly_framed(own: &Answer, by: i32) -> Vec<u8> {
    let body = own.text().unwrap_or_default().into_bytes();
    let length = i64::try_from(body.len()).unwrap_or(i64::MAX).saturating_add(by.into()).max(0);
    let framing = format!(
        "content-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n"
    );
    own.to_bytes_framed(&framing, &body)
}

fn wrongly_chunked(own: &Answer) -> Vec<u8> {
    let body = own.text().unwrap_or_default().into_bytes();
    let half = &body[..body.len() / 2];
    let mut chunks = Vec::new();
    // A chunk of no bytes would be the proper end.
    if !half.is_empty() {
        chunks.extend_from_slice(format!("{:x}\r\n", half.len()).as_bytes());
        chunks.extend_from_slice(half);
        chunks.extend_from_slice(b"\r\n");
    }
    chunks.extend_from_slice(b"xyz\r\n");
    let framing =
        "content-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n";
    own.to_bytes_framed(framing, &chunks)
}

fn compressed(own: Answer) -> Content {
    let content = Content::from(own).with(CONTENT_ENCODING, "gzip");
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(&content.body);
    Content { body: encoder.finish().unwrap_or_default(), ..content }
}
