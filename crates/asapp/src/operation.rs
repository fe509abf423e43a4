//! The operations of the two APIs, under the names of their specs.

use std::fmt;

/// An operation of the service.
///
/// ```
/// use asapp::Operation;
///
/// assert_eq!(Operation::CreateMessage.id(), "createMessage");
/// assert!(Operation::CreateOrUpdateConversation.is_repeatable());
/// assert!(!Operation::CreateMessage.is_repeatable());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// `POST /conversation/v1/conversations`
    CreateOrUpdateConversation,
    /// `GET /conversation/v1/conversations`
    GetConversations,
    /// `POST /conversation/v1/conversations/{conversationId}/messages`
    CreateMessage,
    /// `POST /conversation/v1/conversations/{conversationId}/messages/batch`
    CreateBatchMessages,
    /// `GET /conversation/v1/conversations/{conversationId}`
    GetConversation,
    /// `GET /conversation/v1/conversations/{conversationId}/messages`
    GetMessages,
    /// `GET /conversation/v1/conversations/{conversationId}/messages/{messageId}`
    GetMessage,
    /// `GET /conversation/v1/conversation/messages`
    GetMessagesByExternalId,
    /// `POST /conversation/v1/conversations/{conversationId}/authenticate`
    PostAuthenticate,
    /// `GET /v1/health`
    GetHealth,
    /// `POST /metadata-ingestion/v1/single-convo-metadata`
    SingleConvoMetadata,
    /// `POST /metadata-ingestion/v1/many-convo-metadata`
    ManyConversationMetadata,
    /// `POST /metadata-ingestion/v1/single-agent-metadata`
    SingleAgentMetadata,
    /// `POST /metadata-ingestion/v1/many-agent-metadata`
    ManyAgentMetadata,
    /// `POST /metadata-ingestion/v1/single-customer-metadata`
    SingleCustomerMetadata,
    /// `POST /metadata-ingestion/v1/many-customer-metadata`
    ManyCustomerMetadata,
}

impl Operation {
    /// Every operation.
    pub const ALL: &[Self] = &[
        Self::CreateOrUpdateConversation,
        Self::GetConversations,
        Self::CreateMessage,
        Self::CreateBatchMessages,
        Self::GetConversation,
        Self::GetMessages,
        Self::GetMessage,
        Self::GetMessagesByExternalId,
        Self::PostAuthenticate,
        Self::GetHealth,
        Self::SingleConvoMetadata,
        Self::ManyConversationMetadata,
        Self::SingleAgentMetadata,
        Self::ManyAgentMetadata,
        Self::SingleCustomerMetadata,
        Self::ManyCustomerMetadata,
    ];

    /// The `operationId` of the spec.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::CreateOrUpdateConversation => "createOrUpdateConversation",
            Self::GetConversations => "getConversations",
            Self::CreateMessage => "createMessage",
            Self::CreateBatchMessages => "createBatchMessages",
            Self::GetConversation => "getConversation",
            Self::GetMessages => "getMessages",
            Self::GetMessage => "getMessage",
            Self::GetMessagesByExternalId => "getMessagesByExternalId",
            Self::PostAuthenticate => "postAuthenticate",
            Self::GetHealth => "getHealth",
            Self::SingleConvoMetadata => "singleConvoMetadata",
            Self::ManyConversationMetadata => "manyConversationMetadata",
            Self::SingleAgentMetadata => "singleAgentMetadata",
            Self::ManyAgentMetadata => "manyAgentMetadata",
            Self::SingleCustomerMetadata => "singleCustomerMetadata",
            Self::ManyCustomerMetadata => "manyCustomerMetadata",
        }
    }

    /// The HTTP method.
    #[must_use]
    pub const fn method(self) -> &'static str {
        if self.is_read() { "GET" } else { "POST" }
    }

    /// The path, as a template: without an id.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::CreateOrUpdateConversation | Self::GetConversations => {
                "/conversation/v1/conversations"
            }
            Self::CreateMessage | Self::GetMessages => {
                "/conversation/v1/conversations/{conversationId}/messages"
            }
            Self::CreateBatchMessages => {
                "/conversation/v1/conversations/{conversationId}/messages/batch"
            }
            Self::GetConversation => "/conversation/v1/conversations/{conversationId}",
            Self::GetMessage => {
                "/conversation/v1/conversations/{conversationId}/messages/{messageId}"
            }
            Self::GetMessagesByExternalId => "/conversation/v1/conversation/messages",
            Self::PostAuthenticate => {
                "/conversation/v1/conversations/{conversationId}/authenticate"
            }
            Self::GetHealth => "/v1/health",
            Self::SingleConvoMetadata => "/metadata-ingestion/v1/single-convo-metadata",
            Self::ManyConversationMetadata => "/metadata-ingestion/v1/many-convo-metadata",
            Self::SingleAgentMetadata => "/metadata-ingestion/v1/single-agent-metadata",
            Self::ManyAgentMetadata => "/metadata-ingestion/v1/many-agent-metadata",
            Self::SingleCustomerMetadata => "/metadata-ingestion/v1/single-customer-metadata",
            Self::ManyCustomerMetadata => "/metadata-ingestion/v1/many-customer-metadata",
        }
    }

    /// What a second request after an unknown outcome does.
    #[must_use]
    pub const fn write_safety(self) -> WriteSafety {
        match self {
            Self::GetConversations
            | Self::GetConversation
            | Self::GetMessages
            | Self::GetMessage
            | Self::GetMessagesByExternalId
            | Self::GetHealth => WriteSafety::Read,
            Self::CreateOrUpdateConversation
            | Self::PostAuthenticate
            | Self::SingleConvoMetadata
            | Self::ManyConversationMetadata
            | Self::SingleAgentMetadata
            | Self::ManyAgentMetadata
            | Self::SingleCustomerMetadata
            | Self::ManyCustomerMetadata => WriteSafety::Repeatable,
            Self::CreateMessage | Self::CreateBatchMessages => WriteSafety::OnceOnly,
        }
    }

    /// Whether a second request after an unknown outcome does no harm.
    ///
    /// An upsert, a read and credentials do none. A message sent twice is stored twice. Metadata sent twice
    /// names the same record by its keys; that the second overwrites the first is our reading, not the vendor's
    /// word.
    #[must_use]
    pub const fn is_repeatable(self) -> bool {
        !matches!(self.write_safety(), WriteSafety::OnceOnly)
    }

    pub(crate) const fn is_read(self) -> bool {
        matches!(self.write_safety(), WriteSafety::Read)
    }

    pub(crate) const fn api(self) -> Api {
        match self {
            Self::SingleConvoMetadata
            | Self::ManyConversationMetadata
            | Self::SingleAgentMetadata
            | Self::ManyAgentMetadata
            | Self::SingleCustomerMetadata
            | Self::ManyCustomerMetadata => Api::MetadataIngestion,
            _ => Api::Conversations,
        }
    }

    /// Whether a success means something only with its body: a read, or metadata, which may be refused under 200.
    pub(crate) const fn is_told_by_body(self) -> bool {
        self.is_read() || matches!(self.api(), Api::MetadataIngestion)
    }
}

/// The API that an operation belongs to. The health check goes with the conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    Conversations,
    MetadataIngestion,
}

/// What a second request does after the outcome of a first is unknown: whether a request is sent again unasked. How
/// often, and when, is the [`RetryPolicy`](crate::RetryPolicy)'s to say.
///
/// ```
/// use asapp::{Operation, WriteSafety};
///
/// assert_eq!(Operation::GetMessages.write_safety(), WriteSafety::Read);
/// assert_eq!(Operation::CreateBatchMessages.write_safety(), WriteSafety::OnceOnly);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WriteSafety {
    /// It changes nothing: sent again after any transient failure. Its outcome is that of its last attempt.
    Read,
    /// It stores the same again: sent again after any transient failure. An upsert, credentials, or metadata, which
    /// names the same record by its keys and carries the same event id each time. That metadata sent again overwrites
    /// itself is our reading, not the vendor's word.
    Repeatable,
    /// It stores once more: a message sent twice is stored twice. Sent again only as its
    /// [`Posture`](crate::Posture) allows.
    OnceOnly,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    #[test]
    fn methods_and_paths_are_the_spec_s() {
        let mut published = BTreeSet::new();
        for name in ["conversations", "metadata-ingestion"] {
            let root = env!("CARGO_MANIFEST_DIR");
            let file = format!("{root}/../asapp-emulator/contract/{name}.json");
            let contract: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
            for (path, item) in contract["paths"].as_object().unwrap() {
                for (method, operation) in item.as_object().unwrap() {
                    // Parameters stand beside the operations.
                    let Some(id) = operation["operationId"].as_str() else { continue };
                    published.insert((method.to_uppercase(), path.clone(), id.to_owned()));
                }
            }
        }
        let known = Operation::ALL.iter().map(|operation| {
            (operation.method().to_owned(), operation.path().to_owned(), operation.id().to_owned())
        });
        assert_eq!(known.collect::<BTreeSet<_>>(), published);
    }
}
