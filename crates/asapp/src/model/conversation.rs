//! A conversation as the service holds it.

use std::collections::BTreeMap;

use asapp_raw::conversations::types as raw;

use super::{ConversationId, ExternalId, Participant, Text};

/// A conversation as read back (operations `getConversations` and `getConversation`).
///
/// The service does not answer the time of creation.
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// for conversation in asapp.find_conversations("id-111").send().await?.conversations {
///     println!("{:?} has {} metadata", conversation.id, conversation.metadata.len());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conversation {
    /// ASAPP's id. The spec does not promise it.
    pub id: Option<ConversationId>,
    /// Your key.
    pub external_id: ExternalId,
    /// The agent, once there is one.
    pub agent: Option<Participant>,
    /// The customer.
    pub customer: Participant,
    /// Free pairs, by key.
    pub metadata: BTreeMap<Text, Text>,
}

impl Conversation {
    pub(crate) fn from_raw(raw: raw::Conversation) -> Self {
        let raw::Conversation { id, external_id, agent, customer, metadata } = raw;
        Self {
            id: id.and_then(ConversationId::answered),
            external_id: external_id.into(),
            agent: agent.map(|raw::Agent { external_id, name }| participant(external_id, name)),
            customer: participant(customer.external_id, customer.name),
            metadata: metadata
                .into_iter()
                .flatten()
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        }
    }
}

fn participant(external_id: String, name: Option<String>) -> Participant {
    Participant { external_id: external_id.into(), name: name.map(Text::from) }
}
