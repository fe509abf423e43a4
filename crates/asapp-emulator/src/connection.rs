//! A connection that a fault can cut or falsify.

mod line;
mod socket;
mod stream;

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;
use tokio_rustls::TlsAcceptor;

pub(crate) use self::line::{End, Line};
use self::socket::Socket;
use self::stream::Stream;

/// How long a connection that is told to linger waits for the client to close it.
const LINGER: Duration = Duration::from_secs(1);

/// A connection over which the HTTP library serves.
pub(crate) struct Connection {
    stream: Stream,
    line: Line,
    /// The end of lingering, once it has begun.
    lingering: Option<Pin<Box<Sleep>>>,
}

impl Connection {
    pub(crate) fn new(socket: TcpStream, tls: Option<&TlsAcceptor>) -> Self {
        let socket = Socket::new(socket);
        let line = Line::new(socket.clone());
        Self { stream: Stream::new(socket, tls), line, lingering: None }
    }

    /// What is done to the bytes that go out.
    pub(crate) fn line(&self) -> Line {
        self.line.clone()
    }

    /// Until the client has closed its side too, for a while at most.
    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut scrap = [0; 4096];
        loop {
            let end = self.lingering.get_or_insert_with(|| Box::pin(tokio::time::sleep(LINGER)));
            if end.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
            let mut buffer = ReadBuf::new(&mut scrap);
            let read = ready!(Pin::new(&mut *self).poll_read(cx, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                return Poll::Ready(());
            }
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Self { stream, line, .. } = &mut *self;
        line.poll_write(stream, cx, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.lingering.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
        }
        if self.line.lingers() {
            ready!(self.poll_linger(cx));
        }
        Poll::Ready(Ok(()))
    }
}
