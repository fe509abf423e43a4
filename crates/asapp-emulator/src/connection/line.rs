//! What leaves a connection in place of what the HTTP library writes.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::AsyncWrite;

use super::{Socket, Stream};
use crate::answer::Answer;

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Properly, once the HTTP library has written what it thinks it has to.
    Close,
    /// With a reset.
    Reset,
}

/// Tells a connection, from the outside, what to do with the next bytes that go out.
#[derive(Clone)]
pub(crate) struct Line {
    orders: Arc<Mutex<Orders>>,
    socket: Socket,
}

#[derive(Default)]
struct Orders {
    directive: Directive,
    lingers: bool,
}

#[derive(Default)]
enum Directive {
    #[default]
    AsIs,
    /// These bytes go out, the others do not.
    Replace {
        bytes: Vec<u8>,
        sent: usize,
        end: End,
    },
    /// Nothing goes out any more.
    Swallow,
    Reset,
}

impl Line {
    pub(super) fn new(socket: Socket) -> Self {
        Self { orders: Arc::default(), socket }
    }

    /// Completes once the client has closed its side.
    pub(crate) async fn closed(&self) {
        self.socket.closed().await;
    }

    /// Sends these bytes instead of the answer that is about to be given, then ends the connection.
    pub(crate) fn replace(&self, bytes: Vec<u8>, end: End) {
        self.orders().directive = Directive::Replace { bytes, sent: 0, end };
    }

    /// Resets the connection instead of sending the answer that is about to be given.
    pub(crate) fn reset(&self) {
        self.orders().directive = Directive::Reset;
    }

    /// Has the connection read on for a while when it is closed: what came in and is not read would make a reset of the
    /// close, and the client might lose the answer.
    pub(crate) fn linger(&self) {
        self.orders().lingers = true;
    }

    pub(super) fn lingers(&self) -> bool {
        self.orders().lingers
    }

    pub(super) fn poll_write(
        &self,
        stream: &mut Stream,
        cx: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut orders = self.orders();
        let Orders { directive, lingers } = &mut *orders;
        if let (Directive::AsIs, Some(bytes)) = (&*directive, in_the_apis_shape(buffer)) {
            *directive = Directive::Replace { bytes, sent: 0, end: End::Close };
            *lingers = true;
        }
        match directive {
            Directive::AsIs => Pin::new(stream).poll_write(cx, buffer),
            Directive::Swallow => Poll::Ready(Ok(buffer.len())),
            Directive::Reset => Poll::Ready(self.cut()),
            Directive::Replace { bytes, sent, end } => {
                while let Some(rest) = bytes.get(*sent..).filter(|rest| !rest.is_empty()) {
                    *sent += ready!(Pin::new(&mut *stream).poll_write(cx, rest))?;
                }
                ready!(Pin::new(&mut *stream).poll_flush(cx))?;
                if *end == End::Reset {
                    return Poll::Ready(self.cut());
                }
                *directive = Directive::Swallow;
                Poll::Ready(Ok(buffer.len()))
            }
        }
    }

    // The error makes the server drop the socket, which is then reset instead of closed.
    fn cut(&self) -> io::Result<usize> {
        self.socket.reset_on_drop();
        Err(io::ErrorKind::ConnectionReset.into())
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The API's error in place of the HTTP library's own answer to what is no HTTP, which has no body. An answer of the
/// emulator never looks like that: all of its errors have one.
fn in_the_apis_shape(written: &[u8]) -> Option<Vec<u8>> {
    let head = [b"HTTP/1.1 ", b"HTTP/1.0 "].iter().find_map(|line| written.strip_prefix(*line))?;
    let answer = match head.get(..3)? {
        b"400" => Answer::malformed("The request is not well-formed HTTP"),
        b"414" => Answer::uri_too_long(),
        b"431" => Answer::headers_too_large(),
        _ => return None,
    };
    let is_bare = has(written, b"content-length: 0\r\n") && !has(written, b"content-type:");
    is_bare.then(|| answer.closing().to_bytes())
}

fn has(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
