//! What the tests over sockets share: an emulator, a client with the test key, and a judge of every answer.

use std::io::ErrorKind;
use std::time::Duration;

use asapp_emulator::{API_ID, API_SECRET, Contract, Emulator, EmulatorBuilder, Operation};
use bytes::Bytes;
use http::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

pub(crate) const CONVERSATIONS: &str = "/conversation/v1/conversations";
pub(crate) const MESSAGES_BY_EXTERNAL_ID: &str = "/conversation/v1/conversation/messages";
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
        Self::with(Emulator::builder()).await
    }

    pub(crate) async fn with(builder: EmulatorBuilder) -> Self {
        Self { emulator: builder.start().await.unwrap(), client: Client::new() }
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

/// A target of the operation, where it asks for a conversation or message with this id.
pub(crate) fn target(operation: &Operation, id: &str) -> String {
    let path = operation.path().replace("{conversationId}", id).replace("{messageId}", id);
    let wants_external_id = operation.method() == "GET" && !operation.path().contains('{');
    if wants_external_id { path + "?externalId=x" } else { path }
}

/// A connection without a client, for what no client would send. Most of it waits without a guard: in a test whose time
/// is paused, a timer that waits beside a socket can go off at any moment.
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

    /// Sends no more.
    pub(crate) async fn finish(&mut self) {
        self.0.shutdown().await.unwrap();
    }

    /// One whole answer; the connection stays open.
    pub(crate) async fn answer(&mut self) -> Wire {
        let mut bytes = Vec::new();
        loop {
            if let Some(wire) = Wire::complete(&bytes) {
                return wire;
            }
            let read = self.0.read_buf(&mut bytes).await.unwrap();
            assert!(read > 0, "{}", String::from_utf8_lossy(&bytes));
        }
    }

    /// What comes until the connection ends, and the error that ends it, if it is not closed.
    pub(crate) async fn end(mut self) -> (Vec<u8>, Option<ErrorKind>) {
        let mut bytes = Vec::new();
        let read = self.0.read_to_end(&mut bytes).await;
        (bytes, read.err().map(|error| error.kind()))
    }

    /// A head, and nothing of what follows it.
    pub(crate) async fn interim(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.0.read_u8().await.unwrap());
        }
        String::from_utf8(head).unwrap()
    }

    /// What comes next, as it comes.
    pub(crate) async fn read(&mut self, buffer: &mut [u8]) -> usize {
        self.0.read(buffer).await.unwrap()
    }

    /// Until something comes, or the end.
    pub(crate) async fn readable(&mut self) {
        self.0.readable().await.unwrap();
    }

    /// Whether nothing has come, and the connection is open.
    pub(crate) fn is_silent(&self) -> bool {
        self.0.try_read(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }

    /// All that comes until the connection ends.
    pub(crate) async fn rest(mut self) -> String {
        let mut rest = String::new();
        timeout(GUARD, self.0.read_to_string(&mut rest)).await.unwrap().unwrap();
        rest
    }
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Wire {
    /// Head and body, or what there is of them.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let (head, body) = bytes.split_at(end.map_or(bytes.len(), |end| end + 4));
        let head = String::from_utf8(head.to_vec()).unwrap();
        Self { status: head[9..12].parse().unwrap(), head, body: body.to_vec() }
    }

    fn complete(bytes: &[u8]) -> Option<Self> {
        bytes.windows(4).any(|window| window == b"\r\n\r\n").then_some(())?;
        let mut wire = Self::of(bytes);
        let length = wire.header("content-length").map_or(0, |length| length.parse().unwrap());
        if wire.body.len() < length {
            return None;
        }
        wire.body.truncate(length);
        Some(wire)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The code of an error in the API's shape.
    pub(crate) fn code(&self) -> String {
        let body = self.json();
        assert_eq!(self.header("content-type"), Some("application/json"));
        assert_eq!(body["error"]["requestId"].as_str().map(str::len), Some(36), "{body}");
        body["error"]["code"].as_str().unwrap().to_owned()
    }
}

/// Sends it, and holds the answer to what is true of every one: a JSON body of type application/json, or none at all.
pub(crate) async fn reply(request: RequestBuilder) -> Reply {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let headers = answer.headers().clone();
    let content_type = headers.get("content-type").map(|value| value.to_str().unwrap());
    assert_eq!(content_type, (status != 204).then_some("application/json"));
    let raw = answer.bytes().await.unwrap();
    assert!(status != 204 || raw.is_empty());
    let body = if raw.is_empty() { Value::Null } else { serde_json::from_slice(&raw).unwrap() };
    Reply { status, headers, body, raw }
}

impl Reply {
    /// Holds the answer, as it came over the wire, to the published contract.
    pub(crate) fn judged(self, operation: &str) -> Self {
        let content_type = self.headers.get("content-type").map(|value| value.to_str().unwrap());
        let found =
            Contract::published().judge_answer(operation, self.status, content_type, &self.raw);
        assert!(found.is_empty(), "{found:?}");
        self
    }

    /// Holds the answer to the API's error shape, and gives its code and message.
    pub(crate) fn error(&self) -> (&str, &str) {
        assert!(self.status >= 400);
        let error = &self.body["error"];
        assert!(error["requestId"].as_str().is_some_and(|id| id.len() == 36), "{}", self.body);
        (error["code"].as_str().unwrap(), error["message"].as_str().unwrap())
    }
}

/// Holds a body to the shape of a 400 of this operation, and gives its reason.
pub(crate) fn reason<'a>(operation: &str, code: &str, body: &'a Value) -> &'a str {
    if operation.starts_with("single") {
        return refused(&body["result"], None);
    }
    if operation.starts_with("many") {
        assert_eq!(body["errorCount"], 1);
        assert_eq!(body["results"].as_array().map(Vec::len), Some(1));
        return refused(&body["results"][0], None);
    }
    assert_eq!(body["error"]["code"], code, "{operation}");
    body["error"]["message"].as_str().unwrap()
}

/// Holds what became of a metadata record to a refusal with this event id, or a new one, and gives its reason.
pub(crate) fn refused<'a>(result: &'a Value, event_id: Option<&str>) -> &'a str {
    let given = result["eventId"].as_str().unwrap();
    match event_id {
        Some(expected) => assert_eq!(given, expected),
        None => assert_eq!(given.len(), 36, "{given}"),
    }
    result["error"].as_str().unwrap().strip_prefix("FAIL_BAD_PARAMS: ERROR: ").unwrap()
}

/// A request that the operation takes, in the conversation of this id, for its message of that id. What it stores is
/// one thing; a conversation that it creates has this external id.
pub(crate) fn good_request(
    operation: &Operation,
    (id, message_id): (&str, &str),
    external_id: &str,
) -> (String, Option<Value>) {
    let path = operation.path().replace("{conversationId}", id).replace("{messageId}", message_id);
    let record = |operation: &str| match operation {
        "singleConvoMetadata" | "manyConversationMetadata" => {
            json!({"externalConversationId": "x"})
        }
        "singleAgentMetadata" | "manyAgentMetadata" => json!({"externalAgentId": "x"}),
        _ => json!({"externalCustomerId": "x", "externalConversationId": "x"}),
    };
    let body = match operation.id() {
        "createOrUpdateConversation" => conversation(external_id),
        "createMessage" => message("x"),
        "createBatchMessages" => json!({"messages": [message("x")]}),
        "postAuthenticate" => json!({"customerExternalId": "x", "auth": {"token": "x"}}),
        single if single.starts_with("single") => record(single),
        many if many.starts_with("many") => json!({"items": [record(many)]}),
        "getConversations" | "getMessagesByExternalId" => {
            return (path + "?externalId=id-111", None);
        }
        "getConversation" | "getMessages" | "getMessage" | "getHealth" => return (path, None),
        other => panic!("no request for {other}"),
    };
    (path, Some(body))
}

/// How many things are stored.
pub(crate) fn stored(emulator: &Emulator) -> usize {
    let conversations = emulator.conversations();
    let messages: usize =
        conversations.iter().map(|conversation| emulator.messages(&conversation.id).len()).sum();
    conversations.len()
        + messages
        + emulator.authentications().len()
        + emulator.conversation_metadata().len()
        + emulator.agent_metadata().len()
        + emulator.customer_metadata().len()
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
