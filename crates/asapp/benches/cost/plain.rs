//! reqwest, and structs of one's own: what one would write without a client library.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

use crate::client::{API_ID, API_SECRET, CONVERSATION, Client, Line, SENDER};

#[derive(Clone)]
pub(crate) struct Plain {
    http: reqwest::Client,
    base: String,
}

#[derive(Serialize)]
pub(crate) struct Message {
    text: String,
    sender: Sender,
    timestamp: DateTime<Utc>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sender {
    role: Role,
    external_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Role {
    Customer,
}

#[derive(Serialize)]
struct Batch {
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Created {
    id: Option<String>,
}

pub(crate) fn http() -> reqwest::Client {
    let mut headers = HeaderMap::new();
    headers.insert("asapp-api-id", HeaderValue::from_static(API_ID));
    headers.insert("asapp-api-secret", HeaderValue::from_static(API_SECRET));
    let builder = reqwest::Client::builder().default_headers(headers);
    let builder = builder.user_agent("benchmark/1.0").timeout(Duration::from_secs(30));
    builder.redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

impl Client for Plain {
    type Message = Message;

    fn new(server: SocketAddr) -> Self {
        Self { http: http(), base: format!("http://{server}") }
    }

    fn message(Line { text, at }: Line) -> Message {
        let sender = Sender { role: Role::Customer, external_id: SENDER.to_owned() };
        Message { text: text.to_owned(), sender, timestamp: at }
    }

    async fn one(&self, message: Message) {
        let url = format!("{}/conversation/v1/conversations/{CONVERSATION}/messages", self.base);
        let response = self.http.post(url).json(&message).send().await.unwrap();
        let created: Created = response.error_for_status().unwrap().json().await.unwrap();
        assert!(created.id.is_some());
    }

    async fn batch(&self, messages: Vec<Message>) {
        let url =
            format!("{}/conversation/v1/conversations/{CONVERSATION}/messages/batch", self.base);
        let response = self.http.post(url).json(&Batch { messages }).send().await.unwrap();
        response.error_for_status().unwrap().bytes().await.unwrap();
    }
}
