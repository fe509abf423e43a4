//! A keep-alive connection that sends prepared bytes.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// More than any of the servers sends.
const HEADERS: usize = 32;

pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

struct Head {
    status: u16,
    length: usize,
    body_length: usize,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096) })
    }

    /// Sends one request and reads its answer, whose body must have a `Content-Length` or be none.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> io::Result<Answer<'_>> {
        self.buffer.clear();
        self.stream.write_all(request).await?;
        let head = loop {
            self.read_more().await?;
            if let Some(head) = head(&self.buffer)? {
                break head;
            }
        };
        let end = head.length + head.body_length;
        while self.buffer.len() < end {
            self.read_more().await?;
        }
        Ok(Answer { status: head.status, body: &self.buffer[head.length..end] })
    }

    async fn read_more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn head(text: &[u8]) -> io::Result<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(length) =
        response.parse(text).map_err(|error| invalid(&error.to_string()))?
    else {
        return Ok(None);
    };
    let status = response.code.ok_or_else(|| invalid("no status"))?;
    let body_length = match response
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))
    {
        Some(header) => str::from_utf8(header.value)
            .ok()
            .and_then(|value| value.parse().ok())
            .ok_or_else(|| invalid("no number as content-length"))?,
        None if status == 204 => 0,
        None => return Err(invalid("no content-length")),
    };
    Ok(Some(Head { status, length, body_length }))
}

fn invalid(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason.to_owned())
}
