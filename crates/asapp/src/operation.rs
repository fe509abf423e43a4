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
    /// `POST /metadata-ingestion/v1/single-convo-metadata`
    SingleConvoMetadata,
}

impl Operation {
    /// Every operation.
    pub const ALL: &[Self] = &[
        Self::CreateOrUpdateConversation,
        Self::GetConversations,
        Self::CreateMessage,
        Self::CreateBatchMessages,
        Self::SingleConvoMetadata,
    ];

    /// The `operationId` of the spec.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::CreateOrUpdateConversation => "createOrUpdateConversation",
            Self::GetConversations => "getConversations",
            Self::CreateMessage => "createMessage",
            Self::CreateBatchMessages => "createBatchMessages",
            Self::SingleConvoMetadata => "singleConvoMetadata",
        }
    }

    /// Whether a second request after an unknown outcome does no harm.
    ///
    /// An upsert and a read do none. A message sent twice is stored twice. Metadata sent twice names the
    /// same record by its keys; that the second overwrites the first is our reading, not the vendor's word.
    #[must_use]
    pub const fn is_repeatable(self) -> bool {
        match self {
            Self::CreateOrUpdateConversation
            | Self::GetConversations
            | Self::SingleConvoMetadata => true,
            Self::CreateMessage | Self::CreateBatchMessages => false,
        }
    }

    pub(crate) const fn is_read(self) -> bool {
        matches!(self, Self::GetConversations)
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
