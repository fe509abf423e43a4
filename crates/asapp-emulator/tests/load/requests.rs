//! Requests as they go over the wire.

use asapp_emulator::{API_ID, API_SECRET};
use serde_json::{Value, json};

pub(crate) const CONVERSATIONS: &str = "/conversation/v1/conversations";

pub(crate) fn get(target: &str) -> Vec<u8> {
    [head("GET", target), "\r\n".to_owned()].concat().into_bytes()
}

pub(crate) fn post(target: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    let head = head("POST", target);
    format!("{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

fn head(method: &str, target: &str) -> String {
    format!(
        "{method} {target} HTTP/1.1\r\nhost: localhost\r\nasapp-api-id: {API_ID}\r\n\
         asapp-api-secret: {API_SECRET}\r\n"
    )
}

pub(crate) fn conversation(external_id: &str) -> Value {
    json!({
        "externalId": external_id,
        "agent": {"externalId": "agent-111", "name": "agent-x"},
        "customer": {"externalId": "customer-x", "name": "customer-name-x"},
        "metadata": {"queue": "some-queue"},
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
