//! A connection that ends when the emulator does, and that a fault can cut or falsify.

mod line;
mod stream;

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::watch;

pub(crate) use self::line::{End, Line};
pub(crate) use self::stream::Stream;

/// Fails every read and write once the emulator is gone, which makes the server drop the connection.
pub(crate) struct Connection {
    stream: Stream,
    gone: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    line: Line,
}

impl Connection {
    /// The emulator is gone when the sender of `alive` is.
    pub(crate) fn new(stream: Stream, mut alive: watch::Receiver<()>) -> Self {
        let gone = async move { while alive.changed().await.is_ok() {} };
        Self { stream, gone: Some(Box::pin(gone)), line: Line::default() }
    }

    /// What is done to the bytes that go out.
    pub(crate) fn line(&self) -> Line {
        self.line.clone()
    }

    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        if let Some(gone) = &mut self.gone
            && gone.as_mut().poll(cx).is_pending()
        {
            return Ok(());
        }
        self.gone = None;
        Err(io::ErrorKind::ConnectionAborted.into())
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        let Self { stream, line, .. } = &mut *self;
        line.poll_write(stream, cx, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
