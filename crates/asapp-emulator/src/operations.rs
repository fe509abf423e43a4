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

/// Prepares one operation: refuses, or gives what is left to do. The request has been judged by the contract before,
/// save for metadata records among many.
pub(crate) type Handler = fn(&Store, Input<'_>) -> Result<Work, Answer>;

/// Reads or writes at the moment that decides, and gives the operation's own answer. A fault may keep it from being done,
/// or put it off.
pub(crate) type Work = Box<dyn FnOnce(&Store) -> Answer + Send>;

/// What a request brings.
pub(crate) struct Input<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) path: PathParameters,
    pub(crate) query: Query,
    pub(crate) body: Value,
    /// The length of the text that the body was read from, in bytes.
    pub(crate) length: usize,
    pub(crate) settings: &'a Settings,
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
        "singleConvoMetadata" => |_, input| metadata::single(Subject::Conversation, input),
        "singleAgentMetadata" => |_, input| metadata::single(Subject::Agent, input),
        "singleCustomerMetadata" => |_, input| metadata::single(Subject::Customer, input),
        "manyConversationMetadata" => |_, input| metadata::many(Subject::Conversation, input),
        "manyAgentMetadata" => |_, input| metadata::many(Subject::Agent, input),
        "manyCustomerMetadata" => |_, input| metadata::many(Subject::Customer, input),
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

/// The id of the path where a conversation has it.
fn known_conversation(store: &Store, input: &Input<'_>) -> Result<String, Answer> {
    let id = input.conversation_id();
    store.read(id, |_| ()).ok_or_else(no_conversation)?;
    Ok(id.to_owned())
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
