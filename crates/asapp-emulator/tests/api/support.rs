//! What the tests over sockets share: an emulator, a client with the test key, and a judge of every answer.

use asapp_emulator::{API_ID, API_SECRET, Contract, Emulator};
use http::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

pub(crate) const CONVERSATIONS: &str = "/conversation/v1/conversations";
pub(crate) const METADATA: &str = "/metadata-ingestion/v1/single-convo-metadata";

pub(crate) struct Api {
    pub(crate) emulator: Emulator,
    client: Client,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
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

/// Sends it, and holds the answer to what is true of every one: a JSON body of type application/json.
pub(crate) async fn reply(request: RequestBuilder) -> Reply {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let headers = answer.headers().clone();
    assert_eq!(headers["content-type"], "application/json");
    let body = answer.bytes().await.unwrap();
    let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
    Reply { status, headers, body }
}

impl Reply {
    /// Holds the answer to the published contract.
    pub(crate) fn judged(self, operation: &str) -> Self {
        let body = self.body.to_string();
        let content_type = self.headers["content-type"].to_str().ok();
        let found = Contract::published().judge_answer(
            operation,
            self.status,
            content_type,
            body.as_bytes(),
        );
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
