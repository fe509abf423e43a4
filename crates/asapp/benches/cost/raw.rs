//! The generated client, with an executor that does nothing but send.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use asapp_raw::conversations::types::{self, BatchMessages, ConversationId, Sender, SenderRole};
use asapp_raw::progenitor_client::OperationInfo;
use asapp_raw::{Executor, Inner, conversations};
use reqwest::{Request, Response};

use crate::client::{CONVERSATION, Client, Line, SENDER};
use crate::plain;

#[derive(Clone)]
pub(crate) struct Raw(conversations::Client);

struct Send;

impl Executor for Send {
    fn execute<'a>(
        &'a self,
        client: &'a reqwest::Client,
        request: Request,
        _: &'a OperationInfo,
    ) -> Pin<Box<dyn Future<Output = reqwest::Result<Response>> + std::marker::Send + 'a>> {
        Box::pin(client.execute(request))
    }
}

impl Client for Raw {
    type Message = types::Message;

    fn new(server: SocketAddr) -> Self {
        let base = format!("http://{server}");
        Self(conversations::Client::new_with_client(&base, plain::http(), Inner(Arc::new(Send))))
    }

    fn message(Line { text, at }: Line) -> types::Message {
        let sender = Sender { role: SenderRole::Customer, external_id: SENDER.to_owned() };
        types::Message { text: text.parse().unwrap(), sender, timestamp: at.into() }
    }

    async fn one(&self, message: types::Message) {
        let id: ConversationId = CONVERSATION.parse().unwrap();
        let created = self.0.create_message(&id, &message).await.unwrap();
        assert!(created.id.is_some());
    }

    async fn batch(&self, messages: Vec<types::Message>) {
        let id: ConversationId = CONVERSATION.parse().unwrap();
        self.0.create_batch_messages(&id, &BatchMessages { messages }).await.unwrap();
    }
}
