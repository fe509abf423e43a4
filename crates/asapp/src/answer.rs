//! An answer read to its end, and what can be learnt from one that is not a success.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::error::Cause;
use crate::retry::End;
use crate::token::Token;
use crate::{ErrorKind, Operation, Text};

/// How much of an error's body is kept.
const KEPT: usize = 64 * 1024;

/// Status, headers and body as they came; of the body as much as came.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Why the body is not whole, where it is not.
    pub(crate) cut: Option<Cause>,
    /// Cut because it is longer than is read: asked again, it will be too.
    pub(crate) is_too_long: bool,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// What the service says of a failure.
#[derive(Debug, Default)]
pub(crate) struct Problem {
    pub(crate) code: Option<Token>,
    pub(crate) request_id: Option<Token>,
    pub(crate) message: Option<Text>,
}

impl Answer {
    /// How an attempt ended that got this answer, but for a 429, which takes more to tell.
    pub(crate) fn end(&self, operation: Operation) -> End {
        match self.status.as_u16() {
            200..=299 if self.is_broken_off() && operation.is_told_by_body() => End::CutShort,
            200..=299 => End::Success,
            409 if !operation.is_read() => End::Conflict,
            300..=499 => End::Rejected,
            _ => End::Failed,
        }
    }

    /// Cut by the connection or by time: asked again, it may be whole.
    fn is_broken_off(&self) -> bool {
        self.cut.is_some() && !self.is_too_long
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        match self.status.as_u16() {
            200..=299 => ErrorKind::Unreadable,
            300..=399 => ErrorKind::Redirected,
            401 => ErrorKind::Unauthorized,
            403 => ErrorKind::Forbidden,
            404 => ErrorKind::NotFound,
            413 => ErrorKind::TooLarge,
            429 => ErrorKind::RateLimited,
            400..=499 => ErrorKind::Rejected,
            _ => ErrorKind::Server,
        }
    }

    /// Drops what is not kept of an error's body.
    pub(crate) fn shortened(mut self) -> Self {
        if self.body.len() > KEPT {
            // A copy: a slice would hold on to the whole.
            self.body = Bytes::copy_from_slice(&self.body[..KEPT]);
        }
        self
    }

    /// Whether the body is none of those that a success can have.
    ///
    /// The generated types would read an error's body as a list without items, and an array as an object.
    pub(crate) fn is_something_else(&self) -> bool {
        self.has("error") || self.body.trim_ascii_start().starts_with(b"[")
    }

    /// Whether the body is an object with this member, and it is not null.
    pub(crate) fn has(&self, member: &str) -> bool {
        let members =
            serde_json::from_slice::<BTreeMap<Cow<'_, str>, Option<IgnoredAny>>>(&self.body);
        members.is_ok_and(|members| matches!(members.get(member), Some(Some(_))))
    }

    /// Reads the three known shapes: ASAPP's error, a metadata result, and the fault of a gateway.
    pub(crate) fn problem(&self) -> Problem {
        let Ok(body) = serde_json::from_slice::<Value>(&self.body) else {
            return Problem::default();
        };
        let text =
            |pointers: &[&str]| pointers.iter().find_map(|pointer| body.pointer(pointer)?.as_str());
        Problem {
            code: text(&["/error/code", "/fault/detail/errorcode"]).and_then(Token::new),
            request_id: text(&["/error/requestId"]).and_then(Token::new),
            message: text(&["/error/message", "/result/error", "/fault/faultstring"])
                .map(Text::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &'static str) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).unwrap_or_default(),
            headers: HeaderMap::new(),
            body: Bytes::from_static(body.as_bytes()),
            cut: None,
            is_too_long: false,
        }
    }

    #[test]
    fn every_status_has_an_outcome_and_a_kind() {
        use crate::Outcome::{AlreadyPersisted, Persisted, Rejected, Unknown};
        use ErrorKind as K;
        for (status, write, read, kind) in [
            (200, Persisted, Persisted, K::Unreadable),
            (201, Persisted, Persisted, K::Unreadable),
            (204, Persisted, Persisted, K::Unreadable),
            (299, Persisted, Persisted, K::Unreadable),
            (301, Rejected, Rejected, K::Redirected),
            (307, Rejected, Rejected, K::Redirected),
            (400, Rejected, Rejected, K::Rejected),
            (401, Rejected, Rejected, K::Unauthorized),
            (403, Rejected, Rejected, K::Forbidden),
            (404, Rejected, Rejected, K::NotFound),
            (408, Rejected, Rejected, K::Rejected),
            (409, AlreadyPersisted, Rejected, K::Rejected),
            (413, Rejected, Rejected, K::TooLarge),
            (422, Rejected, Rejected, K::Rejected),
            (429, Rejected, Rejected, K::RateLimited),
            (499, Rejected, Rejected, K::Rejected),
            (500, Unknown, Unknown, K::Server),
            (503, Unknown, Unknown, K::Server),
            (599, Unknown, Unknown, K::Server),
            (600, Unknown, Unknown, K::Server),
        ] {
            let answer = answer(status, "");
            assert_eq!(answer.end(Operation::CreateMessage).outcome(), write, "{status}");
            assert_eq!(answer.end(Operation::GetConversations).outcome(), read, "{status}");
            assert_eq!(answer.kind(), kind, "{status}");
        }
    }

    #[test]
    fn problems_are_read_from_every_known_shape() {
        for (body, code, request_id, message) in [
            (
                r#"{"error":{"requestId":"8e-1","code":"404-01","message":"m"}}"#,
                Some("404-01"),
                Some("8e-1"),
                Some("m"),
            ),
            (r#"{"error":{"message":"m"}}"#, None, None, Some("m")),
            (r#"{"error":{"code":7}}"#, None, None, None),
            (r#"{"error":"text"}"#, None, None, None),
            (r#"{"result":{"error":"FAIL"}}"#, None, None, Some("FAIL")),
            (
                r#"{"fault":{"faultstring":"f","detail":{"errorcode":"policies.ratelimit.Spike"}}}"#,
                Some("policies.ratelimit.Spike"),
                None,
                Some("f"),
            ),
            (r#"{"message":"boom"}"#, None, None, None),
            (r#"{"error":{"code":"Jane Doe's card"}}"#, None, None, None),
            (r#"{"error":{"requestId":"a\nb"}}"#, None, None, None),
            ("<html>503</html>", None, None, None),
            ("", None, None, None),
            (r#"{"error":{"code":"404"#, None, None, None),
            ("[]", None, None, None),
        ] {
            let problem = answer(500, body).problem();
            assert_eq!(problem.code.as_deref(), code, "{body}");
            assert_eq!(problem.request_id.as_deref(), request_id, "{body}");
            assert_eq!(problem.message.as_ref().map(Text::expose), message, "{body}");
        }
    }
}
