//! What the specs allow in a request, one module per operation.
//!
//! Lengths count Unicode scalar values. Patterns are as published: without `^` and `$`, a match anywhere counts.
// Written by `cargo xtask regenerate` from specs/contract. Not to be edited.

/// Limits on a request of `createMessage`.
pub(crate) mod create_message {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `pattern` of `/conversationId`.
    pub(crate) const CONVERSATION_ID_PATTERN: &str = "^[A-Z0-9]+$";
    /// `minLength` of `/text`.
    pub(crate) const TEXT_MIN_LENGTH: usize = 1;

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Path, "/conversationId", Rule::Pattern(CONVERSATION_ID_PATTERN)),
        Limit::new(Location::Body, "/text", Rule::MinLength(TEXT_MIN_LENGTH)),
        Limit::new(Location::Body, "/timestamp", Rule::DateTime),
    ];
}

/// Limits on a request of `createBatchMessages`.
pub(crate) mod create_batch_messages {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `pattern` of `/conversationId`.
    pub(crate) const CONVERSATION_ID_PATTERN: &str = "^[A-Z0-9]+$";
    /// `minItems` of `/messages`.
    pub(crate) const MESSAGES_MIN_ITEMS: usize = 1;
    /// `maxItems` of `/messages`.
    pub(crate) const MESSAGES_MAX_ITEMS: usize = 300;
    /// `minLength` of `/messages/*/text`.
    pub(crate) const MESSAGES_TEXT_MIN_LENGTH: usize = 1;

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Path, "/conversationId", Rule::Pattern(CONVERSATION_ID_PATTERN)),
        Limit::new(Location::Body, "/messages", Rule::MinItems(MESSAGES_MIN_ITEMS)),
        Limit::new(Location::Body, "/messages", Rule::MaxItems(MESSAGES_MAX_ITEMS)),
        Limit::new(Location::Body, "/messages/*/text", Rule::MinLength(MESSAGES_TEXT_MIN_LENGTH)),
        Limit::new(Location::Body, "/messages/*/timestamp", Rule::DateTime),
    ];
}

/// Limits on a request of `createOrUpdateConversation`.
pub(crate) mod create_or_update_conversation {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};


    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Body, "/timestamp", Rule::DateTime),
    ];
}

/// Limits on a request of `getConversations`.
pub(crate) mod get_conversations {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};


    pub(crate) const LIMITS: &[Limit] = &[
    ];
}

/// Limits on a request of `singleConvoMetadata`.
pub(crate) mod single_convo_metadata {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `pattern` of `/externalConversationId`.
    pub(crate) const EXTERNAL_CONVERSATION_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/externalConversationId`.
    pub(crate) const EXTERNAL_CONVERSATION_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/eventId`.
    pub(crate) const EVENT_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/eventId`.
    pub(crate) const EVENT_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/lobId`.
    pub(crate) const LOB_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/lobId`.
    pub(crate) const LOB_ID_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/lobName`.
    pub(crate) const LOB_NAME_MAX_LENGTH: usize = 256;
    /// `pattern` of `/groupId`.
    pub(crate) const GROUP_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/groupId`.
    pub(crate) const GROUP_ID_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/groupName`.
    pub(crate) const GROUP_NAME_MAX_LENGTH: usize = 256;
    /// `pattern` of `/agentRoutingCode`.
    pub(crate) const AGENT_ROUTING_CODE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/agentRoutingCode`.
    pub(crate) const AGENT_ROUTING_CODE_MAX_LENGTH: usize = 256;
    /// `pattern` of `/campaign`.
    pub(crate) const CAMPAIGN_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/campaign`.
    pub(crate) const CAMPAIGN_MAX_LENGTH: usize = 256;
    /// `pattern` of `/companySegment/*`.
    pub(crate) const COMPANY_SEGMENT_ITEM_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/companySegment/*`.
    pub(crate) const COMPANY_SEGMENT_ITEM_MAX_LENGTH: usize = 64;
    /// `pattern` of `/companySubdivision`.
    pub(crate) const COMPANY_SUBDIVISION_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/companySubdivision`.
    pub(crate) const COMPANY_SUBDIVISION_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/businessRule`.
    pub(crate) const BUSINESS_RULE_MAX_LENGTH: usize = 256;
    /// `pattern` of `/entryType`.
    pub(crate) const ENTRY_TYPE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/entryType`.
    pub(crate) const ENTRY_TYPE_MAX_LENGTH: usize = 256;
    /// `pattern` of `/browserType`.
    pub(crate) const BROWSER_TYPE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/browserType`.
    pub(crate) const BROWSER_TYPE_MAX_LENGTH: usize = 64;
    /// `pattern` of `/browserVersion`.
    pub(crate) const BROWSER_VERSION_PATTERN: &str = "[a-zA-Z0-9\\-\\_\\.]+";
    /// `maxLength` of `/browserVersion`.
    pub(crate) const BROWSER_VERSION_MAX_LENGTH: usize = 16;
    /// `maxItems` of `/attributes`.
    pub(crate) const ATTRIBUTES_MAX_ITEMS: usize = 10;
    /// `maxLength` of `/attributes/*/name`.
    pub(crate) const ATTRIBUTES_NAME_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/attributes/*/value`.
    pub(crate) const ATTRIBUTES_VALUE_MAX_LENGTH: usize = 1024;

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Body, "/externalConversationId", Rule::Pattern(EXTERNAL_CONVERSATION_ID_PATTERN)),
        Limit::new(Location::Body, "/externalConversationId", Rule::MaxLength(EXTERNAL_CONVERSATION_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/eventId", Rule::Pattern(EVENT_ID_PATTERN)),
        Limit::new(Location::Body, "/eventId", Rule::MaxLength(EVENT_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/lobId", Rule::Pattern(LOB_ID_PATTERN)),
        Limit::new(Location::Body, "/lobId", Rule::MaxLength(LOB_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/lobName", Rule::MaxLength(LOB_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/groupId", Rule::Pattern(GROUP_ID_PATTERN)),
        Limit::new(Location::Body, "/groupId", Rule::MaxLength(GROUP_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/groupName", Rule::MaxLength(GROUP_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/agentRoutingCode", Rule::Pattern(AGENT_ROUTING_CODE_PATTERN)),
        Limit::new(Location::Body, "/agentRoutingCode", Rule::MaxLength(AGENT_ROUTING_CODE_MAX_LENGTH)),
        Limit::new(Location::Body, "/campaign", Rule::Pattern(CAMPAIGN_PATTERN)),
        Limit::new(Location::Body, "/campaign", Rule::MaxLength(CAMPAIGN_MAX_LENGTH)),
        Limit::new(Location::Body, "/companySegment/*", Rule::Pattern(COMPANY_SEGMENT_ITEM_PATTERN)),
        Limit::new(Location::Body, "/companySegment/*", Rule::MaxLength(COMPANY_SEGMENT_ITEM_MAX_LENGTH)),
        Limit::new(Location::Body, "/companySubdivision", Rule::Pattern(COMPANY_SUBDIVISION_PATTERN)),
        Limit::new(Location::Body, "/companySubdivision", Rule::MaxLength(COMPANY_SUBDIVISION_MAX_LENGTH)),
        Limit::new(Location::Body, "/businessRule", Rule::MaxLength(BUSINESS_RULE_MAX_LENGTH)),
        Limit::new(Location::Body, "/entryType", Rule::Pattern(ENTRY_TYPE_PATTERN)),
        Limit::new(Location::Body, "/entryType", Rule::MaxLength(ENTRY_TYPE_MAX_LENGTH)),
        Limit::new(Location::Body, "/browserType", Rule::Pattern(BROWSER_TYPE_PATTERN)),
        Limit::new(Location::Body, "/browserType", Rule::MaxLength(BROWSER_TYPE_MAX_LENGTH)),
        Limit::new(Location::Body, "/browserVersion", Rule::Pattern(BROWSER_VERSION_PATTERN)),
        Limit::new(Location::Body, "/browserVersion", Rule::MaxLength(BROWSER_VERSION_MAX_LENGTH)),
        Limit::new(Location::Body, "/attributes", Rule::MaxItems(ATTRIBUTES_MAX_ITEMS)),
        Limit::new(Location::Body, "/attributes/*/name", Rule::MaxLength(ATTRIBUTES_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/attributes/*/value", Rule::MaxLength(ATTRIBUTES_VALUE_MAX_LENGTH)),
    ];
}

/// The limits of every operation.
pub(crate) const ALL: &[(&str, &[crate::validate::Limit])] = &[
    ("createMessage", create_message::LIMITS),
    ("createBatchMessages", create_batch_messages::LIMITS),
    ("createOrUpdateConversation", create_or_update_conversation::LIMITS),
    ("getConversations", get_conversations::LIMITS),
    ("singleConvoMetadata", single_convo_metadata::LIMITS),
];
