//! What the tests over sockets share: an emulator, a client with the test key, and a judge of every answer.

use std::time::Duration;

use asapp_emulator::{API_ID, API_SECRET, Contract, Emulator};
use axum::body::Bytes;
use http::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

pub(crate) const CONVERSATIONS: &str = "/conversation/v1/conversations";
pub(crate) const METADATA: &str = "/metadata-ingestion/v1/single-convo-metadata";

/// Far beyond what any answer takes; a test that waits this long has failed.
const GUARD: Duration = Duration::from_secs(30);

pub(crate) struct Api {
    pub(crate) emulator: Emulator,
    client: Client,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    raw: Bytes,
}

impl Api {
    pub(crate) async fn start() -> Self {
        Self { emulator: Emulator::start().await.unwrap(), client: Client::new() }
    }

    /// A request without credentials.
    pub(crate) fn anonymous(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        self.client.request(method, format!("{}{path}", self.emulator.url()))
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        self.anonymous(method, path)
            .header("asapp-api-id", API_ID)
            .header("asapp-api-secret", API_SECRET)
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        reply(self.request("GET", path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        reply(self.request("POST", path).json(&body)).await
    }

    pub(crate) async fn post_text(&self, path: &str, body: impl Into<reqwest::Body>) -> Reply {
        reply(self.request("POST", path).header("content-type", "application/json").body(body))
            .await
    }

    /// The id of a new conversation.
    pub(crate) async fn conversation(&self, external_id: &str) -> String {
        let reply = self
            .post(CONVERSATIONS, conversation(external_id))
            .await
            .judged("createOrUpdateConversation");
        assert_eq!(reply.status, 200);
        reply.body["id"].as_str().unwrap().to_owned()
    }
}

/// A connection without a client, for what no client would send.
pub(crate) struct Raw(TcpStream);

impl Raw {
    pub(crate) async fn connect(emulator: &Emulator) -> Self {
        let address = emulator.url().strip_prefix("http://").unwrap();
        Self(TcpStream::connect(address).await.unwrap())
    }

    /// Sends the head of a request with the test key, and with these header lines.
    pub(crate) async fn head(&mut self, method: &str, target: &str, headers: &str) {
        let head = format!(
            "{method} {target} HTTP/1.1\r\nhost: localhost\r\nasapp-api-id: {API_ID}\r\n\
             asapp-api-secret: {API_SECRET}\r\ncontent-type: application/json\r\n{headers}\r\n"
        );
        self.write(head.as_bytes()).await;
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        timeout(GUARD, self.0.write_all(bytes)).await.unwrap().unwrap();
    }

    /// All that comes until the connection ends.
    pub(crate) async fn rest(mut self) -> String {
        let mut rest = String::new();
        timeout(GUARD, self.0.read_to_string(&mut rest)).await.unwrap().unwrap();
        rest
    }
}

/// Sends it, and holds the answer to what is true of every one: a JSON body of type application/json.
pub(crate) async fn reply(request: RequestBuilder) -> Reply {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let headers = answer.headers().clone();
    assert_eq!(headers["content-type"], "application/json");
    let raw = answer.bytes().await.unwrap();
    let body = if raw.is_empty() { Value::Null } else { serde_json::from_slice(&raw).unwrap() };
    Reply { status, headers, body, raw }
}

impl Reply {
    /// Holds the answer, as it came over the wire, to the published contract.
    pub(crate) fn judged(self, operation: &str) -> Self {
        let content_type = self.headers["content-type"].to_str().ok();
        let found =
            Contract::published().judge_answer(operation, self.status, content_type, &self.raw);
        assert!(found.is_empty(), "{found:?}");
        self
    }

    /// Holds the answer to the API's error shape, and gives its code and message.
    pub(crate) fn error(&self) -> (&str, &str) {
        assert!(StatusCode::from_u16(self.status).unwrap().as_u16() >= 400);
        let error = &self.body["error"];
        assert!(error["requestId"].as_str().is_some_and(|id| id.len() == 36), "{}", self.body);
        (error["code"].as_str().unwrap(), error["message"].as_str().unwrap())
    }
}

pub(crate) fn conversation(external_id: &str) -> Value {
    json!({
        "externalId": external_id,
        "customer": {"externalId": "customer-x"},
        "timestamp": "2021-11-23T12:13:14.555Z",
    })
}

pub(crate) fn message(text: &str) -> Value {
    json!({
        "text": text,
        "sender": {"role": "customer", "externalId": "customer-x"},
        "timestamp": "2021-11-23T12:13:14.555Z",
    })
}
