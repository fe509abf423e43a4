//! How an answer gets onto the wire.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use http_body::{Frame, SizeHint};
use http_body_util::{Either, Full};
use serde_json::Value;
use tokio::time::Sleep;

use crate::answer::Answer;
use crate::connection::{End, Line};

/// The body of a response.
pub(crate) type Body = Either<Full<Bytes>, Dribble>;

pub(crate) fn at_once(body: Vec<u8>) -> Body {
    Either::Left(Full::from(body))
}

/// What goes out.
#[derive(Debug)]
pub(crate) enum Delivery {
    Content(Content),
    /// Byte by byte, with a pause before each.
    Dribble(Content, Duration),
    /// These bytes as they are, then the end.
    Replace(Vec<u8>, End),
    Reset,
    /// Nothing, ever.
    Stall,
}

/// An answer whose body is text or bytes.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Vec<u8>,
}

impl Content {
    pub(crate) fn new(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Self {
        let content_type = (CONTENT_TYPE, HeaderValue::from_static(content_type));
        Self { status, headers: vec![content_type], body }
    }

    /// With this header, unless its value is none that HTTP can carry.
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    pub(crate) fn into_response(self, body: impl FnOnce(Vec<u8>) -> Body) -> Response<Body> {
        let mut response = Response::new(body(self.body));
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}

impl From<Answer> for Content {
    fn from(answer: Answer) -> Self {
        let Some(text) = answer.text() else {
            return Self { status: answer.status, headers: answer.headers, body: Vec::new() };
        };
        let mut content = Self::new(answer.status, "application/json", text.into_bytes());
        content.headers.extend(answer.headers);
        content
    }
}

impl Delivery {
    /// The status that the client gets to see, where it sees one.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Content(content) | Self::Dribble(content, _) => Some(content.status),
            Self::Replace(bytes, _) => {
                let digits = std::str::from_utf8(bytes.get(9..12)?).ok()?;
                digits.parse().ok()
            }
            Self::Reset | Self::Stall => None,
        }
    }

    /// The body as it goes out, as far as it is one.
    pub(crate) fn body(&self) -> &[u8] {
        match self {
            Self::Content(content) | Self::Dribble(content, _) => &content.body,
            Self::Replace(bytes, _) => {
                let head = bytes.windows(4).position(|window| window == b"\r\n\r\n");
                head.and_then(|end| bytes.get(end + 4..)).unwrap_or_default()
            }
            Self::Reset | Self::Stall => &[],
        }
    }

    /// The code of an error in the API's shape.
    pub(crate) fn code(&self) -> Option<String> {
        let body: Value = serde_json::from_slice(self.body()).ok()?;
        Some(body["error"]["code"].as_str()?.to_owned())
    }

    /// The response to be given to the HTTP library, with what the connection has to do instead. When the server has
    /// `stopped`, a stall ends with a reset and a dribble breaks off.
    pub(crate) async fn into_response(
        self,
        line: &Line,
        stopped: impl Future<Output = ()> + Send + 'static,
    ) -> Response<Body> {
        match self {
            Self::Content(content) => content.into_response(at_once),
            Self::Dribble(content, pause) => {
                content.into_response(|body| Either::Right(Dribble::new(body, pause, stopped)))
            }
            Self::Replace(bytes, end) => {
                line.replace(bytes, end);
                cut_off()
            }
            Self::Reset => {
                line.reset();
                cut_off()
            }
            Self::Stall => {
                tokio::select! {
                    () = stopped => {}
                    () = line.closed() => {}
                }
                line.reset();
                cut_off()
            }
        }
    }
}

/// What the HTTP library believes to write; after it, it drops the connection.
fn cut_off() -> Response<Body> {
    let mut response = Response::new(at_once(Vec::new()));
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// A body that comes byte by byte.
pub(crate) struct Dribble {
    rest: Bytes,
    pause: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
    stopped: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Dribble {
    fn new(
        body: Vec<u8>,
        pause: Duration,
        stopped: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        Self { rest: body.into(), pause, sleep: None, stopped: Box::pin(stopped) }
    }
}

impl http_body::Body for Dribble {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        if self.stopped.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())));
        }
        let pause = self.pause;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
        ready!(sleep.as_mut().poll(cx));
        self.sleep = None;
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(1)))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
