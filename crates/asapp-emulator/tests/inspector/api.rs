//! Requests to an emulator, with the test key.

use asapp_emulator::{API_ID, API_SECRET, Emulator};
use reqwest::{Client, Response};
use serde_json::{Value, json};

pub(crate) struct Api {
    client: Client,
    url: String,
}

/// The address of the inspector page.
pub(crate) fn page_of(emulator: &Emulator) -> String {
    format!("{}/_emulator/", emulator.url())
}

/// At this time of 2026-03-01.
pub(crate) fn message(role: &str, text: &str, time: &str) -> Value {
    let sender = json!({"role": role, "externalId": format!("{role}-x")});
    json!({"text": text, "sender": sender, "timestamp": format!("2026-03-01T{time}")})
}

impl Api {
    pub(crate) fn of(emulator: &Emulator) -> Self {
        Self { client: Client::new(), url: emulator.url().to_owned() }
    }

    /// The status of the answer.
    pub(crate) async fn get(&self, path: &str) -> u16 {
        let request = self.client.get(format!("{}{path}", self.url));
        let keyed = request.header("asapp-api-id", API_ID).header("asapp-api-secret", API_SECRET);
        keyed.send().await.unwrap().status().as_u16()
    }

    /// The status of the answer.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> u16 {
        self.send(path, body).await.status().as_u16()
    }

    /// The id of a conversation written in full.
    pub(crate) async fn upsert(&self, conversation: &Value) -> String {
        let answer = self.send("/conversation/v1/conversations", conversation).await;
        assert_eq!(answer.status(), 200);
        let answer: Value = answer.json().await.unwrap();
        answer["id"].as_str().unwrap().to_owned()
    }

    /// The id of a new conversation.
    pub(crate) async fn conversation(&self, external_id: &str) -> String {
        self.upsert(&json!({
            "externalId": external_id,
            "customer": {"externalId": "customer-x"},
            "metadata": {"queue": "some-queue"},
            "timestamp": "2026-03-01T10:00:00Z",
        }))
        .await
    }

    /// Adds a message, said at this time of 2026-03-01.
    pub(crate) async fn add(&self, conversation_id: &str, role: &str, text: &str, time: &str) {
        let path = format!("/conversation/v1/conversations/{conversation_id}/messages");
        assert_eq!(self.post(&path, &message(role, text, time)).await, 200);
    }

    pub(crate) async fn authenticate(&self, conversation_id: &str) {
        let path = format!("/conversation/v1/conversations/{conversation_id}/authenticate");
        let auth = json!({"customerExternalId": "customer-x", "auth": {"token": "cGFzc3dvcmQ="}});
        assert_eq!(self.post(&path, &auth).await, 204);
    }

    /// Adds a record for a conversation, an agent and a customer each.
    pub(crate) async fn metadata(&self, external_id: &str) {
        let record = json!({
            "externalConversationId": external_id,
            "externalAgentId": external_id,
            "externalCustomerId": external_id,
            "lobId": "1038",
        });
        for subject in ["convo", "agent", "customer"] {
            let path = format!("/metadata-ingestion/v1/single-{subject}-metadata");
            assert_eq!(self.post(&path, &record).await, 200);
        }
    }

    async fn send(&self, path: &str, body: &Value) -> Response {
        let request = self.client.post(format!("{}{path}", self.url));
        let keyed = request.header("asapp-api-id", API_ID).header("asapp-api-secret", API_SECRET);
        keyed.json(body).send().await.unwrap()
    }
}
