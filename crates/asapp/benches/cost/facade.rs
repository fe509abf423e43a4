//! The facade, as it is set up by default but for the pace.

use std::net::SocketAddr;

use asapp::{Credentials, Message, Pacer, Transcript};

use crate::client::{API_ID, API_SECRET, CONVERSATION, Client, Line, SENDER};

#[derive(Clone)]
pub(crate) struct Facade(Transcript);

impl Client for Facade {
    type Message = Message;

    fn new(server: SocketAddr) -> Self {
        let client = asapp::Client::builder()
            .credentials(Credentials::new(API_ID, API_SECRET))
            .host(format!("http://{server}"))
            .pacer(Pacer::unlimited())
            .build()
            .unwrap();
        Self(client.conversation(CONVERSATION))
    }

    fn message(Line { text, at }: Line) -> Message {
        Message::customer(SENDER, text, at)
    }

    async fn one(&self, message: Message) {
        let added = self.0.add_message(message).send().await.unwrap();
        assert!(added.id.is_some());
    }

    async fn batch(&self, messages: Vec<Message>) {
        self.0.add_messages(messages).send().await.unwrap();
    }
}
