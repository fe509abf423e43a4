//! A service that answers with all that it was asked, in every place where an answer can hold text.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::drive::IDS;
use crate::marks::{ANSWER, ANSWER_HEADER, CARD, CODE, REASON, REQUEST_ID, SSN};

/// What an answer looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As the spec has it, with the question in every text.
    AsPromised,
    /// The API's error.
    Api,
    /// The same with numbers of persons in place of code and id, which are shown.
    Numbers,
    /// The fault of a gateway.
    Gateway,
    /// Results that refuse metadata.
    Refusal,
    /// JSON with texts where the spec has something else, and something else where it has texts.
    WrongTypes,
    /// JSON that ends in the middle of a text.
    Truncated,
    Html,
    /// Fewer bytes than announced.
    Short,
    /// Chunks whose length is a text.
    BrokenChunk,
    /// No HTTP at all.
    Garbage,
    /// Nothing, ever.
    Silence,
}

impl Shape {
    pub(crate) const ALL: [Self; 12] = [
        Self::AsPromised,
        Self::Api,
        Self::Numbers,
        Self::Gateway,
        Self::Refusal,
        Self::WrongTypes,
        Self::Truncated,
        Self::Html,
        Self::Short,
        Self::BrokenChunk,
        Self::Garbage,
        Self::Silence,
    ];

    fn body(self, asked: &str) -> String {
        let said = format!("{ANSWER} {asked}");
        match self {
            Self::AsPromised => as_promised(&said).to_string(),
            Self::Api | Self::Short | Self::BrokenChunk => {
                let error = json!({"requestId": format!("{REQUEST_ID} {said}"), "code": format!("{CODE} {said}"), "message": said});
                json!({"error": error}).to_string()
            }
            Self::Numbers => {
                let card = CARD.replace(' ', "-");
                json!({"error": {"requestId": card, "code": SSN, "message": said}}).to_string()
            }
            Self::Gateway => {
                json!({"fault": {"faultstring": said, "detail": {"errorcode": said}}}).to_string()
            }
            Self::Refusal => {
                let result = json!({"eventId": said, "error": said});
                json!({"result": result, "results": [result], "errorCount": 1}).to_string()
            }
            Self::WrongTypes => wrong_types(&said).to_string(),
            Self::Truncated => {
                let whole = json!({"items": [said], "id": said}).to_string();
                whole[..whole.len() - 40].to_owned()
            }
            Self::Html | Self::Garbage | Self::Silence => format!("<html>{said}</html>"),
        }
    }

    fn bytes(self, status: u16, asked: &str) -> Vec<u8> {
        let body = self.body(asked);
        let framing = match self {
            Self::Garbage => return format!("{REASON} {body}\r\n\r\n").into_bytes(),
            Self::BrokenChunk => "transfer-encoding: chunked".to_owned(),
            Self::Short => format!("content-length: {}", body.len() + 10),
            _ => format!("content-length: {}", body.len()),
        };
        let headers = ["x-echo", "set-cookie", "www-authenticate", "retry-after", "date", "etag"];
        let headers = headers.map(|name| format!("{name}: {ANSWER_HEADER}\r\n")).concat();
        format!(
            "HTTP/1.1 {status} {REASON}\r\nlocation: http://127.0.0.1:9/{ANSWER_HEADER}\r\n{headers}{framing}\r\n\r\n{body}"
        )
        .into_bytes()
    }
}

/// One object that is an answer to every operation.
fn as_promised(said: &str) -> Value {
    let person = json!({"externalId": said, "name": said});
    let mut all = json!({
        "id": IDS.conversation,
        "externalId": said,
        "customer": person,
        "agent": person,
        "metadata": {said: said},
        "messageId": IDS.message,
        "sender": {"role": said, "externalId": said},
        "text": said,
        "createdTimestamp": "2026-03-01T09:00:00Z",
        "clientTimestamp": "2026-03-01T09:00:00Z",
        "healthCheck": said,
        "result": {"eventId": said},
        "results": [{"eventId": said}],
        "errorCount": 0,
    });
    all["items"] = json!([all]);
    all
}

fn wrong_types(said: &str) -> Value {
    let mut all = as_promised(said);
    for name in [
        "createdTimestamp",
        "clientTimestamp",
        "errorCount",
        "customer",
        "sender",
        "results",
        "result",
    ] {
        all[name] = said.into();
        all["items"][0][name] = said.into();
    }
    for name in ["id", "externalId", "messageId", "text", "healthCheck"] {
        all[name] = json!([said]);
        all["items"][0][name] = json!({said: said});
    }
    all
}

/// A server whose answers can be changed while it runs.
pub(crate) struct Mirror {
    pub(crate) port: u16,
    answer: Arc<Mutex<(u16, Shape)>>,
}

impl Mirror {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let answer = Arc::new(Mutex::new((200, Shape::AsPromised)));
        let answers = Arc::clone(&answer);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&answers)));
            }
        });
        Self { port, answer }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn answer(&self, status: u16, shape: Shape) {
        *self.answer.lock().unwrap() = (status, shape);
    }
}

async fn serve(mut socket: TcpStream, answer: Arc<Mutex<(u16, Shape)>>) {
    while let Some(asked) = read(&mut socket).await {
        let (status, shape) = *answer.lock().unwrap();
        if shape == Shape::Silence {
            return std::future::pending().await;
        }
        let _ = socket.write_all(&shape.bytes(status, &asked)).await;
        if matches!(shape, Shape::Short | Shape::BrokenChunk | Shape::Garbage) {
            return;
        }
    }
}

/// A whole request; none once the connection is over.
async fn read(socket: &mut TcpStream) -> Option<String> {
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => seen.extend_from_slice(&buffer[..count]),
        }
        let text = String::from_utf8_lossy(&seen);
        let Some(end) = text.find("\r\n\r\n") else { continue };
        let length = text[..end]
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if seen.len() >= end + 4 + length.unwrap_or(0) {
            return Some(text.into_owned());
        }
    }
}
