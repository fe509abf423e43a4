//! The operations: a judged request in, an answer out.

mod conversations;
mod health;
mod messages;
mod metadata;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::answer::Answer;
use crate::contract::{Operation, PathParameters};
use crate::settings::Settings;
use crate::store::{Store, Subject};
use crate::uri::Query;

/// Serves one operation. The request has been judged by the contract before, save for metadata records among many.
pub(crate) type Handler = fn(&Service, Input<'_>) -> Result<Answer, Answer>;

/// What the operations work on.
pub(crate) struct Service {
    pub(crate) store: Store,
    pub(crate) settings: Settings,
}

/// What a request brings.
pub(crate) struct Input<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) path: PathParameters,
    pub(crate) query: Query,
    pub(crate) body: Value,
}

impl Input<'_> {
    fn conversation_id(&self) -> &str {
        self.path.get("conversationId").unwrap_or_default()
    }

    fn external_id(&self) -> &str {
        self.query.values("externalId").next().unwrap_or_default()
    }
}

pub(crate) fn handler(operation_id: &str) -> Option<Handler> {
    let handler: Handler = match operation_id {
        "createOrUpdateConversation" => conversations::create_or_update,
        "getConversations" => conversations::find,
        "getConversation" => conversations::get,
        "postAuthenticate" => conversations::authenticate,
        "createMessage" => messages::create,
        "createBatchMessages" => messages::create_batch,
        "getMessages" => messages::list,
        "getMessage" => messages::get,
        "getMessagesByExternalId" => messages::find,
        "singleConvoMetadata" => |to, input| metadata::single(to, Subject::Conversation, input),
        "singleAgentMetadata" => |to, input| metadata::single(to, Subject::Agent, input),
        "singleCustomerMetadata" => |to, input| metadata::single(to, Subject::Customer, input),
        "manyConversationMetadata" => |to, input| metadata::many(to, Subject::Conversation, input),
        "manyAgentMetadata" => |to, input| metadata::many(to, Subject::Agent, input),
        "manyCustomerMetadata" => |to, input| metadata::many(to, Subject::Customer, input),
        "getHealth" => health::get,
        _ => return None,
    };
    Some(handler)
}

// Fails only where the contract accepts what the type does not, which is a fault of the emulator.
fn read<T: DeserializeOwned>(value: Value) -> Result<T, Answer> {
    serde_json::from_value(value).map_err(|_| Answer::internal())
}

fn no_conversation() -> Answer {
    Answer::not_found("Conversation not found")
}

#[cfg(test)]
mod tests {
    use super::handler;
    use crate::Contract;

    #[test]
    fn every_operation_of_the_contract_is_served() {
        for operation in Contract::published().operations() {
            assert!(handler(operation.id()).is_some(), "{}", operation.id());
        }
    }
}
