//! A valid request of every operation.

use asapp_emulator::{API_ID, API_SECRET, Contract, Emulator, Operation};
use proptest::prelude::RngExt;
use proptest::test_runner::TestRng;
use serde_json::{Value, json};

use crate::ledger::Ledger;
use crate::wire::Wire;

pub(crate) struct Request {
    pub(crate) operation: &'static str,
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) body: Option<Value>,
}

/// What the valid requests name.
pub(crate) struct Ids {
    conversation: String,
    message: String,
}

/// Stores one conversation with one message.
pub(crate) async fn prepare(emulator: &Emulator, ledger: &mut Ledger) -> Ids {
    let mut ids = Ids { conversation: String::new(), message: String::new() };
    let mut wire = Wire::open(emulator).await;
    for operation in ["createOrUpdateConversation", "createMessage"] {
        let valid = valid(&ids);
        let request = valid.iter().find(|request| request.operation == operation).unwrap();
        wire.send(&request.bytes()).await;
        let answer = wire.answer().await;
        ledger.enter(&answer);
        let id = crate::json(&answer.body).unwrap()["id"].as_str().unwrap().to_owned();
        if ids.conversation.is_empty() { ids.conversation = id } else { ids.message = id }
    }
    ids
}

pub(crate) fn valid(ids: &Ids) -> Vec<Request> {
    Contract::published().operations().map(|operation| request(operation, ids)).collect()
}

fn request(operation: &'static Operation, ids: &Ids) -> Request {
    let path = operation.path().replace("{conversationId}", &ids.conversation);
    let mut target = path.replace("{messageId}", &ids.message);
    if matches!(operation.id(), "getConversations" | "getMessagesByExternalId") {
        target += "?externalId=id-111";
    }
    let body = body(operation.id());
    Request { operation: operation.id(), method: operation.method(), target, body }
}

fn body(operation: &str) -> Option<Value> {
    let message = json!({"text": "Hello", "sender": {"role": "agent", "externalId": "agent-x"},
        "timestamp": "2021-11-23T12:13:14.555Z"});
    let record = json!({"externalConversationId": "id-111", "externalAgentId": "agent-x",
        "externalCustomerId": "customer-x", "eventId": "event-1"});
    match operation {
        "createOrUpdateConversation" => Some(json!({"externalId": "id-111",
            "agent": {"externalId": "agent-x", "name": "x"}, "customer": {"externalId": "customer-x"},
            "metadata": {"queue": "q"}, "timestamp": "2021-11-23T12:13:14.555Z"})),
        "createMessage" => Some(message),
        "createBatchMessages" => Some(json!({"messages": [message]})),
        "postAuthenticate" => Some(json!({"customerExternalId": "x", "auth": {"token": "t"}})),
        single if single.starts_with("single") => Some(record),
        many if many.starts_with("many") => Some(json!({"items": [record, record]})),
        _ => None,
    }
}

impl Request {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match &self.body {
            Some(body) => self.with_length(body.to_string().as_bytes()),
            None => [self.head().as_bytes(), b"\r\n"].concat(),
        }
    }

    pub(crate) fn with_length(&self, body: &[u8]) -> Vec<u8> {
        let framing = format!("content-length: {}\r\n\r\n", body.len());
        [self.head().as_bytes(), framing.as_bytes(), body].concat()
    }

    /// In chunks of any size, with sizes in either case, leading zeros, and extensions.
    pub(crate) fn chunked(&self, body: &[u8], random: &mut TestRng) -> Vec<u8> {
        let mut bytes = format!("{}transfer-encoding: chunked\r\n\r\n", self.head()).into_bytes();
        let mut rest = body;
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(random.random_range(1..=rest.len()));
            let size = match random.random_range(0..4) {
                0 => format!("{:x}", chunk.len()),
                1 => format!("{:X}", chunk.len()),
                2 => format!("000{:x}", chunk.len()),
                _ => format!("{:x};name=value", chunk.len()),
            };
            bytes.extend([size.as_bytes(), b"\r\n", chunk, b"\r\n"].concat());
            rest = after;
        }
        bytes.extend(b"0\r\n\r\n");
        bytes
    }

    fn head(&self) -> String {
        format!(
            "{} {} HTTP/1.1\r\nhost: localhost\r\nasapp-api-id: {API_ID}\r\n\
             asapp-api-secret: {API_SECRET}\r\ncontent-type: application/json\r\n",
            self.method, self.target
        )
    }
}
