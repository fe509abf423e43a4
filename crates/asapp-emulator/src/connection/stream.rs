//! A socket, with TLS or without.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::server::TlsStream;
use tokio_rustls::{Accept, TlsAcceptor};

use super::Socket;

pub(crate) enum Stream {
    Plain(Socket),
    /// The handshake is made by whoever first reads or writes, so that a slow client holds up no other.
    Greeting(Box<Accept<Socket>>),
    Tls(Box<TlsStream<Socket>>),
    /// The handshake failed.
    Ended,
}

trait ReadWrite: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> ReadWrite for T {}

impl Stream {
    pub(crate) fn new(socket: Socket, tls: Option<&TlsAcceptor>) -> Self {
        match tls {
            Some(acceptor) => Self::Greeting(Box::new(acceptor.accept(socket))),
            None => Self::Plain(socket),
        }
    }

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Pin<&mut dyn ReadWrite>>> {
        if let Self::Greeting(accept) = self {
            let greeted = ready!(Pin::new(accept.as_mut()).poll(cx));
            // A handshake that is over must not be polled again.
            *self = Self::Ended;
            *self = Self::Tls(Box::new(greeted?));
        }
        Poll::Ready(match self {
            Self::Plain(socket) => Ok(Pin::new(socket as &mut dyn ReadWrite)),
            Self::Tls(stream) => Ok(Pin::new(stream.as_mut() as &mut dyn ReadWrite)),
            Self::Greeting(_) | Self::Ended => Err(io::ErrorKind::NotConnected.into()),
        })
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.poll_ready(cx))?.poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_ready(cx))?.poll_write(cx, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Nothing was written before the handshake, and asking for it here would wait for a client that says nothing.
        match &mut *self {
            Self::Plain(socket) => Pin::new(socket).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_flush(cx),
            Self::Greeting(_) | Self::Ended => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Plain(socket) => Pin::new(socket).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_shutdown(cx),
            Self::Greeting(_) | Self::Ended => Poll::Ready(Ok(())),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::net::Ipv4Addr;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;
    use crate::tls::Tls;

    #[tokio::test]
    async fn a_handshake_that_failed_can_be_asked_again() {
        let host = Ipv4Addr::LOCALHOST.into();
        let tls = Tls::generate(host).unwrap();
        let listener = TcpListener::bind((host, 0)).await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        let (socket, _) = listener.accept().await.unwrap();
        let mut stream = Stream::new(Socket::new(socket), Some(&tls.acceptor));
        for _ in 0..2 {
            assert!(stream.read(&mut [0]).await.is_err());
            assert!(stream.write(b"x").await.is_err());
        }
        assert!(stream.flush().await.is_ok() && stream.shutdown().await.is_ok());
    }
}
