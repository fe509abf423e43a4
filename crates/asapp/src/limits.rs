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

/// Limits on a request of `getMessages`.
pub(crate) mod get_messages {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `pattern` of `/conversationId`.
    pub(crate) const CONVERSATION_ID_PATTERN: &str = "^[A-Z0-9]+$";

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Path, "/conversationId", Rule::Pattern(CONVERSATION_ID_PATTERN)),
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

/// Limits on a request of `getConversation`.
pub(crate) mod get_conversation {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `pattern` of `/conversationId`.
    pub(crate) const CONVERSATION_ID_PATTERN: &str = "^[A-Z0-9]+$";

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Path, "/conversationId", Rule::Pattern(CONVERSATION_ID_PATTERN)),
    ];
}

/// Limits on a request of `getMessage`.
pub(crate) mod get_message {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `pattern` of `/conversationId`.
    pub(crate) const CONVERSATION_ID_PATTERN: &str = "^[A-Z0-9]+$";
    /// `pattern` of `/messageId`.
    pub(crate) const MESSAGE_ID_PATTERN: &str = "^[A-Z0-9]+$";

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Path, "/conversationId", Rule::Pattern(CONVERSATION_ID_PATTERN)),
        Limit::new(Location::Path, "/messageId", Rule::Pattern(MESSAGE_ID_PATTERN)),
    ];
}

/// Limits on a request of `getMessagesByExternalId`.
pub(crate) mod get_messages_by_external_id {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};


    pub(crate) const LIMITS: &[Limit] = &[
    ];
}

/// Limits on a request of `postAuthenticate`.
pub(crate) mod post_authenticate {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `pattern` of `/conversationId`.
    pub(crate) const CONVERSATION_ID_PATTERN: &str = "^[A-Z0-9]+$";
    /// `minProperties` of `/auth`.
    pub(crate) const AUTH_MIN_PROPERTIES: usize = 1;

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Path, "/conversationId", Rule::Pattern(CONVERSATION_ID_PATTERN)),
        Limit::new(Location::Body, "/auth", Rule::MinProperties(AUTH_MIN_PROPERTIES)),
    ];
}

/// Limits on a request of `getHealth`.
pub(crate) mod get_health {
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

/// Limits on a request of `manyConversationMetadata`.
pub(crate) mod many_conversation_metadata {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `minItems` of `/items`.
    pub(crate) const ITEMS_MIN_ITEMS: usize = 1;
    /// `maxItems` of `/items`.
    pub(crate) const ITEMS_MAX_ITEMS: usize = 1000;
    /// `pattern` of `/items/*/externalConversationId`.
    pub(crate) const ITEMS_EXTERNAL_CONVERSATION_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/externalConversationId`.
    pub(crate) const ITEMS_EXTERNAL_CONVERSATION_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/eventId`.
    pub(crate) const ITEMS_EVENT_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/eventId`.
    pub(crate) const ITEMS_EVENT_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/lobId`.
    pub(crate) const ITEMS_LOB_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/lobId`.
    pub(crate) const ITEMS_LOB_ID_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/lobName`.
    pub(crate) const ITEMS_LOB_NAME_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/groupId`.
    pub(crate) const ITEMS_GROUP_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/groupId`.
    pub(crate) const ITEMS_GROUP_ID_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/groupName`.
    pub(crate) const ITEMS_GROUP_NAME_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/agentRoutingCode`.
    pub(crate) const ITEMS_AGENT_ROUTING_CODE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/agentRoutingCode`.
    pub(crate) const ITEMS_AGENT_ROUTING_CODE_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/campaign`.
    pub(crate) const ITEMS_CAMPAIGN_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/campaign`.
    pub(crate) const ITEMS_CAMPAIGN_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/companySegment/*`.
    pub(crate) const ITEMS_COMPANY_SEGMENT_ITEM_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/companySegment/*`.
    pub(crate) const ITEMS_COMPANY_SEGMENT_ITEM_MAX_LENGTH: usize = 64;
    /// `pattern` of `/items/*/companySubdivision`.
    pub(crate) const ITEMS_COMPANY_SUBDIVISION_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/companySubdivision`.
    pub(crate) const ITEMS_COMPANY_SUBDIVISION_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/businessRule`.
    pub(crate) const ITEMS_BUSINESS_RULE_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/entryType`.
    pub(crate) const ITEMS_ENTRY_TYPE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/entryType`.
    pub(crate) const ITEMS_ENTRY_TYPE_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/browserType`.
    pub(crate) const ITEMS_BROWSER_TYPE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/browserType`.
    pub(crate) const ITEMS_BROWSER_TYPE_MAX_LENGTH: usize = 64;
    /// `pattern` of `/items/*/browserVersion`.
    pub(crate) const ITEMS_BROWSER_VERSION_PATTERN: &str = "[a-zA-Z0-9\\-\\_\\.]+";
    /// `maxLength` of `/items/*/browserVersion`.
    pub(crate) const ITEMS_BROWSER_VERSION_MAX_LENGTH: usize = 16;
    /// `maxItems` of `/items/*/attributes`.
    pub(crate) const ITEMS_ATTRIBUTES_MAX_ITEMS: usize = 10;
    /// `maxLength` of `/items/*/attributes/*/name`.
    pub(crate) const ITEMS_ATTRIBUTES_NAME_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/attributes/*/value`.
    pub(crate) const ITEMS_ATTRIBUTES_VALUE_MAX_LENGTH: usize = 1024;

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Body, "/items", Rule::MinItems(ITEMS_MIN_ITEMS)),
        Limit::new(Location::Body, "/items", Rule::MaxItems(ITEMS_MAX_ITEMS)),
        Limit::new(Location::Body, "/items/*/externalConversationId", Rule::Pattern(ITEMS_EXTERNAL_CONVERSATION_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/externalConversationId", Rule::MaxLength(ITEMS_EXTERNAL_CONVERSATION_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/eventId", Rule::Pattern(ITEMS_EVENT_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/eventId", Rule::MaxLength(ITEMS_EVENT_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/lobId", Rule::Pattern(ITEMS_LOB_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/lobId", Rule::MaxLength(ITEMS_LOB_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/lobName", Rule::MaxLength(ITEMS_LOB_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/groupId", Rule::Pattern(ITEMS_GROUP_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/groupId", Rule::MaxLength(ITEMS_GROUP_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/groupName", Rule::MaxLength(ITEMS_GROUP_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/agentRoutingCode", Rule::Pattern(ITEMS_AGENT_ROUTING_CODE_PATTERN)),
        Limit::new(Location::Body, "/items/*/agentRoutingCode", Rule::MaxLength(ITEMS_AGENT_ROUTING_CODE_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/campaign", Rule::Pattern(ITEMS_CAMPAIGN_PATTERN)),
        Limit::new(Location::Body, "/items/*/campaign", Rule::MaxLength(ITEMS_CAMPAIGN_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/companySegment/*", Rule::Pattern(ITEMS_COMPANY_SEGMENT_ITEM_PATTERN)),
        Limit::new(Location::Body, "/items/*/companySegment/*", Rule::MaxLength(ITEMS_COMPANY_SEGMENT_ITEM_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/companySubdivision", Rule::Pattern(ITEMS_COMPANY_SUBDIVISION_PATTERN)),
        Limit::new(Location::Body, "/items/*/companySubdivision", Rule::MaxLength(ITEMS_COMPANY_SUBDIVISION_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/businessRule", Rule::MaxLength(ITEMS_BUSINESS_RULE_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/entryType", Rule::Pattern(ITEMS_ENTRY_TYPE_PATTERN)),
        Limit::new(Location::Body, "/items/*/entryType", Rule::MaxLength(ITEMS_ENTRY_TYPE_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/browserType", Rule::Pattern(ITEMS_BROWSER_TYPE_PATTERN)),
        Limit::new(Location::Body, "/items/*/browserType", Rule::MaxLength(ITEMS_BROWSER_TYPE_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/browserVersion", Rule::Pattern(ITEMS_BROWSER_VERSION_PATTERN)),
        Limit::new(Location::Body, "/items/*/browserVersion", Rule::MaxLength(ITEMS_BROWSER_VERSION_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/attributes", Rule::MaxItems(ITEMS_ATTRIBUTES_MAX_ITEMS)),
        Limit::new(Location::Body, "/items/*/attributes/*/name", Rule::MaxLength(ITEMS_ATTRIBUTES_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/attributes/*/value", Rule::MaxLength(ITEMS_ATTRIBUTES_VALUE_MAX_LENGTH)),
    ];
}

/// Limits on a request of `singleAgentMetadata`.
pub(crate) mod single_agent_metadata {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `pattern` of `/externalAgentId`.
    pub(crate) const EXTERNAL_AGENT_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/externalAgentId`.
    pub(crate) const EXTERNAL_AGENT_ID_MAX_LENGTH: usize = 256;
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
    /// `maxLength` of `/agentName`.
    pub(crate) const AGENT_NAME_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/agentLocation`.
    pub(crate) const AGENT_LOCATION_MAX_LENGTH: usize = 256;
    /// `pattern` of `/supervisorId`.
    pub(crate) const SUPERVISOR_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/supervisorId`.
    pub(crate) const SUPERVISOR_ID_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/supervisorName`.
    pub(crate) const SUPERVISOR_NAME_MAX_LENGTH: usize = 256;
    /// `pattern` of `/languages/*`.
    pub(crate) const LANGUAGES_ITEM_PATTERN: &str = "[a-zA-Z0-9\\-]+";
    /// `maxLength` of `/languages/*`.
    pub(crate) const LANGUAGES_ITEM_MAX_LENGTH: usize = 16;
    /// `pattern` of `/categoryLabel`.
    pub(crate) const CATEGORY_LABEL_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/categoryLabel`.
    pub(crate) const CATEGORY_LABEL_MAX_LENGTH: usize = 256;
    /// `pattern` of `/accountAccessLevel`.
    pub(crate) const ACCOUNT_ACCESS_LEVEL_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/accountAccessLevel`.
    pub(crate) const ACCOUNT_ACCESS_LEVEL_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/vendor`.
    pub(crate) const VENDOR_MAX_LENGTH: usize = 256;
    /// `pattern` of `/jobTitle`.
    pub(crate) const JOB_TITLE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/jobTitle`.
    pub(crate) const JOB_TITLE_MAX_LENGTH: usize = 256;
    /// `pattern` of `/jobRole`.
    pub(crate) const JOB_ROLE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/jobRole`.
    pub(crate) const JOB_ROLE_MAX_LENGTH: usize = 256;
    /// `pattern` of `/workShift`.
    pub(crate) const WORK_SHIFT_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/workShift`.
    pub(crate) const WORK_SHIFT_MAX_LENGTH: usize = 256;
    /// `maxItems` of `/attributes`.
    pub(crate) const ATTRIBUTES_MAX_ITEMS: usize = 10;
    /// `maxLength` of `/attributes/*/name`.
    pub(crate) const ATTRIBUTES_NAME_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/attributes/*/value`.
    pub(crate) const ATTRIBUTES_VALUE_MAX_LENGTH: usize = 1024;

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Body, "/externalAgentId", Rule::Pattern(EXTERNAL_AGENT_ID_PATTERN)),
        Limit::new(Location::Body, "/externalAgentId", Rule::MaxLength(EXTERNAL_AGENT_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/eventId", Rule::Pattern(EVENT_ID_PATTERN)),
        Limit::new(Location::Body, "/eventId", Rule::MaxLength(EVENT_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/startTs", Rule::DateTime),
        Limit::new(Location::Body, "/lobId", Rule::Pattern(LOB_ID_PATTERN)),
        Limit::new(Location::Body, "/lobId", Rule::MaxLength(LOB_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/lobName", Rule::MaxLength(LOB_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/groupId", Rule::Pattern(GROUP_ID_PATTERN)),
        Limit::new(Location::Body, "/groupId", Rule::MaxLength(GROUP_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/groupName", Rule::MaxLength(GROUP_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/agentName", Rule::MaxLength(AGENT_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/agentLocation", Rule::MaxLength(AGENT_LOCATION_MAX_LENGTH)),
        Limit::new(Location::Body, "/supervisorId", Rule::Pattern(SUPERVISOR_ID_PATTERN)),
        Limit::new(Location::Body, "/supervisorId", Rule::MaxLength(SUPERVISOR_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/supervisorName", Rule::MaxLength(SUPERVISOR_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/languages/*", Rule::Pattern(LANGUAGES_ITEM_PATTERN)),
        Limit::new(Location::Body, "/languages/*", Rule::MaxLength(LANGUAGES_ITEM_MAX_LENGTH)),
        Limit::new(Location::Body, "/categoryLabel", Rule::Pattern(CATEGORY_LABEL_PATTERN)),
        Limit::new(Location::Body, "/categoryLabel", Rule::MaxLength(CATEGORY_LABEL_MAX_LENGTH)),
        Limit::new(Location::Body, "/accountAccessLevel", Rule::Pattern(ACCOUNT_ACCESS_LEVEL_PATTERN)),
        Limit::new(Location::Body, "/accountAccessLevel", Rule::MaxLength(ACCOUNT_ACCESS_LEVEL_MAX_LENGTH)),
        Limit::new(Location::Body, "/vendor", Rule::MaxLength(VENDOR_MAX_LENGTH)),
        Limit::new(Location::Body, "/jobTitle", Rule::Pattern(JOB_TITLE_PATTERN)),
        Limit::new(Location::Body, "/jobTitle", Rule::MaxLength(JOB_TITLE_MAX_LENGTH)),
        Limit::new(Location::Body, "/jobRole", Rule::Pattern(JOB_ROLE_PATTERN)),
        Limit::new(Location::Body, "/jobRole", Rule::MaxLength(JOB_ROLE_MAX_LENGTH)),
        Limit::new(Location::Body, "/workShift", Rule::Pattern(WORK_SHIFT_PATTERN)),
        Limit::new(Location::Body, "/workShift", Rule::MaxLength(WORK_SHIFT_MAX_LENGTH)),
        Limit::new(Location::Body, "/emailAddress", Rule::Email),
        Limit::new(Location::Body, "/attributes", Rule::MaxItems(ATTRIBUTES_MAX_ITEMS)),
        Limit::new(Location::Body, "/attributes/*/name", Rule::MaxLength(ATTRIBUTES_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/attributes/*/value", Rule::MaxLength(ATTRIBUTES_VALUE_MAX_LENGTH)),
    ];
}

/// Limits on a request of `manyAgentMetadata`.
pub(crate) mod many_agent_metadata {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `minItems` of `/items`.
    pub(crate) const ITEMS_MIN_ITEMS: usize = 1;
    /// `maxItems` of `/items`.
    pub(crate) const ITEMS_MAX_ITEMS: usize = 1000;
    /// `pattern` of `/items/*/externalAgentId`.
    pub(crate) const ITEMS_EXTERNAL_AGENT_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/externalAgentId`.
    pub(crate) const ITEMS_EXTERNAL_AGENT_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/eventId`.
    pub(crate) const ITEMS_EVENT_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/eventId`.
    pub(crate) const ITEMS_EVENT_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/lobId`.
    pub(crate) const ITEMS_LOB_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/lobId`.
    pub(crate) const ITEMS_LOB_ID_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/lobName`.
    pub(crate) const ITEMS_LOB_NAME_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/groupId`.
    pub(crate) const ITEMS_GROUP_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/groupId`.
    pub(crate) const ITEMS_GROUP_ID_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/groupName`.
    pub(crate) const ITEMS_GROUP_NAME_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/agentName`.
    pub(crate) const ITEMS_AGENT_NAME_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/agentLocation`.
    pub(crate) const ITEMS_AGENT_LOCATION_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/supervisorId`.
    pub(crate) const ITEMS_SUPERVISOR_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/supervisorId`.
    pub(crate) const ITEMS_SUPERVISOR_ID_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/supervisorName`.
    pub(crate) const ITEMS_SUPERVISOR_NAME_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/languages/*`.
    pub(crate) const ITEMS_LANGUAGES_ITEM_PATTERN: &str = "[a-zA-Z0-9\\-]+";
    /// `maxLength` of `/items/*/languages/*`.
    pub(crate) const ITEMS_LANGUAGES_ITEM_MAX_LENGTH: usize = 16;
    /// `pattern` of `/items/*/categoryLabel`.
    pub(crate) const ITEMS_CATEGORY_LABEL_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/categoryLabel`.
    pub(crate) const ITEMS_CATEGORY_LABEL_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/accountAccessLevel`.
    pub(crate) const ITEMS_ACCOUNT_ACCESS_LEVEL_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/accountAccessLevel`.
    pub(crate) const ITEMS_ACCOUNT_ACCESS_LEVEL_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/vendor`.
    pub(crate) const ITEMS_VENDOR_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/jobTitle`.
    pub(crate) const ITEMS_JOB_TITLE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/jobTitle`.
    pub(crate) const ITEMS_JOB_TITLE_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/jobRole`.
    pub(crate) const ITEMS_JOB_ROLE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/jobRole`.
    pub(crate) const ITEMS_JOB_ROLE_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/workShift`.
    pub(crate) const ITEMS_WORK_SHIFT_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/workShift`.
    pub(crate) const ITEMS_WORK_SHIFT_MAX_LENGTH: usize = 256;
    /// `maxItems` of `/items/*/attributes`.
    pub(crate) const ITEMS_ATTRIBUTES_MAX_ITEMS: usize = 10;
    /// `maxLength` of `/items/*/attributes/*/name`.
    pub(crate) const ITEMS_ATTRIBUTES_NAME_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/attributes/*/value`.
    pub(crate) const ITEMS_ATTRIBUTES_VALUE_MAX_LENGTH: usize = 1024;

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Body, "/items", Rule::MinItems(ITEMS_MIN_ITEMS)),
        Limit::new(Location::Body, "/items", Rule::MaxItems(ITEMS_MAX_ITEMS)),
        Limit::new(Location::Body, "/items/*/externalAgentId", Rule::Pattern(ITEMS_EXTERNAL_AGENT_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/externalAgentId", Rule::MaxLength(ITEMS_EXTERNAL_AGENT_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/eventId", Rule::Pattern(ITEMS_EVENT_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/eventId", Rule::MaxLength(ITEMS_EVENT_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/startTs", Rule::DateTime),
        Limit::new(Location::Body, "/items/*/lobId", Rule::Pattern(ITEMS_LOB_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/lobId", Rule::MaxLength(ITEMS_LOB_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/lobName", Rule::MaxLength(ITEMS_LOB_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/groupId", Rule::Pattern(ITEMS_GROUP_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/groupId", Rule::MaxLength(ITEMS_GROUP_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/groupName", Rule::MaxLength(ITEMS_GROUP_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/agentName", Rule::MaxLength(ITEMS_AGENT_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/agentLocation", Rule::MaxLength(ITEMS_AGENT_LOCATION_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/supervisorId", Rule::Pattern(ITEMS_SUPERVISOR_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/supervisorId", Rule::MaxLength(ITEMS_SUPERVISOR_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/supervisorName", Rule::MaxLength(ITEMS_SUPERVISOR_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/languages/*", Rule::Pattern(ITEMS_LANGUAGES_ITEM_PATTERN)),
        Limit::new(Location::Body, "/items/*/languages/*", Rule::MaxLength(ITEMS_LANGUAGES_ITEM_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/categoryLabel", Rule::Pattern(ITEMS_CATEGORY_LABEL_PATTERN)),
        Limit::new(Location::Body, "/items/*/categoryLabel", Rule::MaxLength(ITEMS_CATEGORY_LABEL_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/accountAccessLevel", Rule::Pattern(ITEMS_ACCOUNT_ACCESS_LEVEL_PATTERN)),
        Limit::new(Location::Body, "/items/*/accountAccessLevel", Rule::MaxLength(ITEMS_ACCOUNT_ACCESS_LEVEL_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/vendor", Rule::MaxLength(ITEMS_VENDOR_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/jobTitle", Rule::Pattern(ITEMS_JOB_TITLE_PATTERN)),
        Limit::new(Location::Body, "/items/*/jobTitle", Rule::MaxLength(ITEMS_JOB_TITLE_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/jobRole", Rule::Pattern(ITEMS_JOB_ROLE_PATTERN)),
        Limit::new(Location::Body, "/items/*/jobRole", Rule::MaxLength(ITEMS_JOB_ROLE_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/workShift", Rule::Pattern(ITEMS_WORK_SHIFT_PATTERN)),
        Limit::new(Location::Body, "/items/*/workShift", Rule::MaxLength(ITEMS_WORK_SHIFT_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/emailAddress", Rule::Email),
        Limit::new(Location::Body, "/items/*/attributes", Rule::MaxItems(ITEMS_ATTRIBUTES_MAX_ITEMS)),
        Limit::new(Location::Body, "/items/*/attributes/*/name", Rule::MaxLength(ITEMS_ATTRIBUTES_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/attributes/*/value", Rule::MaxLength(ITEMS_ATTRIBUTES_VALUE_MAX_LENGTH)),
    ];
}

/// Limits on a request of `singleCustomerMetadata`.
pub(crate) mod single_customer_metadata {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `pattern` of `/externalConversationId`.
    pub(crate) const EXTERNAL_CONVERSATION_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/externalConversationId`.
    pub(crate) const EXTERNAL_CONVERSATION_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/externalCustomerId`.
    pub(crate) const EXTERNAL_CUSTOMER_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_\\.\\@]+";
    /// `maxLength` of `/externalCustomerId`.
    pub(crate) const EXTERNAL_CUSTOMER_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/eventId`.
    pub(crate) const EVENT_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/eventId`.
    pub(crate) const EVENT_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/status`.
    pub(crate) const STATUS_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/status`.
    pub(crate) const STATUS_MAX_LENGTH: usize = 256;
    /// `pattern` of `/phoneNumber`.
    pub(crate) const PHONE_NUMBER_PATTERN: &str = "[0-9\\-\\.\\(\\)\\+]+";
    /// `maxLength` of `/phoneNumber`.
    pub(crate) const PHONE_NUMBER_MAX_LENGTH: usize = 32;
    /// `pattern` of `/userId`.
    pub(crate) const USER_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/userId`.
    pub(crate) const USER_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/addressCountry`.
    pub(crate) const ADDRESS_COUNTRY_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/addressCountry`.
    pub(crate) const ADDRESS_COUNTRY_MAX_LENGTH: usize = 128;
    /// `pattern` of `/addressState`.
    pub(crate) const ADDRESS_STATE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/addressState`.
    pub(crate) const ADDRESS_STATE_MAX_LENGTH: usize = 128;
    /// `pattern` of `/addressZipcode`.
    pub(crate) const ADDRESS_ZIPCODE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/addressZipcode`.
    pub(crate) const ADDRESS_ZIPCODE_MAX_LENGTH: usize = 16;
    /// `maxItems` of `/attributes`.
    pub(crate) const ATTRIBUTES_MAX_ITEMS: usize = 10;
    /// `maxLength` of `/attributes/*/name`.
    pub(crate) const ATTRIBUTES_NAME_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/attributes/*/value`.
    pub(crate) const ATTRIBUTES_VALUE_MAX_LENGTH: usize = 1024;

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Body, "/externalConversationId", Rule::Pattern(EXTERNAL_CONVERSATION_ID_PATTERN)),
        Limit::new(Location::Body, "/externalConversationId", Rule::MaxLength(EXTERNAL_CONVERSATION_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/externalCustomerId", Rule::Pattern(EXTERNAL_CUSTOMER_ID_PATTERN)),
        Limit::new(Location::Body, "/externalCustomerId", Rule::MaxLength(EXTERNAL_CUSTOMER_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/eventId", Rule::Pattern(EVENT_ID_PATTERN)),
        Limit::new(Location::Body, "/eventId", Rule::MaxLength(EVENT_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/status", Rule::Pattern(STATUS_PATTERN)),
        Limit::new(Location::Body, "/status", Rule::MaxLength(STATUS_MAX_LENGTH)),
        Limit::new(Location::Body, "/phoneNumber", Rule::Pattern(PHONE_NUMBER_PATTERN)),
        Limit::new(Location::Body, "/phoneNumber", Rule::MaxLength(PHONE_NUMBER_MAX_LENGTH)),
        Limit::new(Location::Body, "/emailAddress", Rule::Email),
        Limit::new(Location::Body, "/userId", Rule::Pattern(USER_ID_PATTERN)),
        Limit::new(Location::Body, "/userId", Rule::MaxLength(USER_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/addressCountry", Rule::Pattern(ADDRESS_COUNTRY_PATTERN)),
        Limit::new(Location::Body, "/addressCountry", Rule::MaxLength(ADDRESS_COUNTRY_MAX_LENGTH)),
        Limit::new(Location::Body, "/addressState", Rule::Pattern(ADDRESS_STATE_PATTERN)),
        Limit::new(Location::Body, "/addressState", Rule::MaxLength(ADDRESS_STATE_MAX_LENGTH)),
        Limit::new(Location::Body, "/addressZipcode", Rule::Pattern(ADDRESS_ZIPCODE_PATTERN)),
        Limit::new(Location::Body, "/addressZipcode", Rule::MaxLength(ADDRESS_ZIPCODE_MAX_LENGTH)),
        Limit::new(Location::Body, "/attributes", Rule::MaxItems(ATTRIBUTES_MAX_ITEMS)),
        Limit::new(Location::Body, "/attributes/*/name", Rule::MaxLength(ATTRIBUTES_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/attributes/*/value", Rule::MaxLength(ATTRIBUTES_VALUE_MAX_LENGTH)),
    ];
}

/// Limits on a request of `manyCustomerMetadata`.
pub(crate) mod many_customer_metadata {
    #[allow(unused_imports)]
    use crate::validate::{Limit, Location, Rule};

    /// `minItems` of `/items`.
    pub(crate) const ITEMS_MIN_ITEMS: usize = 1;
    /// `maxItems` of `/items`.
    pub(crate) const ITEMS_MAX_ITEMS: usize = 1000;
    /// `pattern` of `/items/*/externalConversationId`.
    pub(crate) const ITEMS_EXTERNAL_CONVERSATION_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/externalConversationId`.
    pub(crate) const ITEMS_EXTERNAL_CONVERSATION_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/externalCustomerId`.
    pub(crate) const ITEMS_EXTERNAL_CUSTOMER_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_\\.\\@]+";
    /// `maxLength` of `/items/*/externalCustomerId`.
    pub(crate) const ITEMS_EXTERNAL_CUSTOMER_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/eventId`.
    pub(crate) const ITEMS_EVENT_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/eventId`.
    pub(crate) const ITEMS_EVENT_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/status`.
    pub(crate) const ITEMS_STATUS_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/status`.
    pub(crate) const ITEMS_STATUS_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/phoneNumber`.
    pub(crate) const ITEMS_PHONE_NUMBER_PATTERN: &str = "[0-9\\-\\.\\(\\)\\+]+";
    /// `maxLength` of `/items/*/phoneNumber`.
    pub(crate) const ITEMS_PHONE_NUMBER_MAX_LENGTH: usize = 32;
    /// `pattern` of `/items/*/userId`.
    pub(crate) const ITEMS_USER_ID_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/userId`.
    pub(crate) const ITEMS_USER_ID_MAX_LENGTH: usize = 256;
    /// `pattern` of `/items/*/addressCountry`.
    pub(crate) const ITEMS_ADDRESS_COUNTRY_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/addressCountry`.
    pub(crate) const ITEMS_ADDRESS_COUNTRY_MAX_LENGTH: usize = 128;
    /// `pattern` of `/items/*/addressState`.
    pub(crate) const ITEMS_ADDRESS_STATE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/addressState`.
    pub(crate) const ITEMS_ADDRESS_STATE_MAX_LENGTH: usize = 128;
    /// `pattern` of `/items/*/addressZipcode`.
    pub(crate) const ITEMS_ADDRESS_ZIPCODE_PATTERN: &str = "[a-zA-Z0-9\\-\\_]+";
    /// `maxLength` of `/items/*/addressZipcode`.
    pub(crate) const ITEMS_ADDRESS_ZIPCODE_MAX_LENGTH: usize = 16;
    /// `maxItems` of `/items/*/attributes`.
    pub(crate) const ITEMS_ATTRIBUTES_MAX_ITEMS: usize = 10;
    /// `maxLength` of `/items/*/attributes/*/name`.
    pub(crate) const ITEMS_ATTRIBUTES_NAME_MAX_LENGTH: usize = 256;
    /// `maxLength` of `/items/*/attributes/*/value`.
    pub(crate) const ITEMS_ATTRIBUTES_VALUE_MAX_LENGTH: usize = 1024;

    pub(crate) const LIMITS: &[Limit] = &[
        Limit::new(Location::Body, "/items", Rule::MinItems(ITEMS_MIN_ITEMS)),
        Limit::new(Location::Body, "/items", Rule::MaxItems(ITEMS_MAX_ITEMS)),
        Limit::new(Location::Body, "/items/*/externalConversationId", Rule::Pattern(ITEMS_EXTERNAL_CONVERSATION_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/externalConversationId", Rule::MaxLength(ITEMS_EXTERNAL_CONVERSATION_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/externalCustomerId", Rule::Pattern(ITEMS_EXTERNAL_CUSTOMER_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/externalCustomerId", Rule::MaxLength(ITEMS_EXTERNAL_CUSTOMER_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/eventId", Rule::Pattern(ITEMS_EVENT_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/eventId", Rule::MaxLength(ITEMS_EVENT_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/status", Rule::Pattern(ITEMS_STATUS_PATTERN)),
        Limit::new(Location::Body, "/items/*/status", Rule::MaxLength(ITEMS_STATUS_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/phoneNumber", Rule::Pattern(ITEMS_PHONE_NUMBER_PATTERN)),
        Limit::new(Location::Body, "/items/*/phoneNumber", Rule::MaxLength(ITEMS_PHONE_NUMBER_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/emailAddress", Rule::Email),
        Limit::new(Location::Body, "/items/*/userId", Rule::Pattern(ITEMS_USER_ID_PATTERN)),
        Limit::new(Location::Body, "/items/*/userId", Rule::MaxLength(ITEMS_USER_ID_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/addressCountry", Rule::Pattern(ITEMS_ADDRESS_COUNTRY_PATTERN)),
        Limit::new(Location::Body, "/items/*/addressCountry", Rule::MaxLength(ITEMS_ADDRESS_COUNTRY_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/addressState", Rule::Pattern(ITEMS_ADDRESS_STATE_PATTERN)),
        Limit::new(Location::Body, "/items/*/addressState", Rule::MaxLength(ITEMS_ADDRESS_STATE_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/addressZipcode", Rule::Pattern(ITEMS_ADDRESS_ZIPCODE_PATTERN)),
        Limit::new(Location::Body, "/items/*/addressZipcode", Rule::MaxLength(ITEMS_ADDRESS_ZIPCODE_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/attributes", Rule::MaxItems(ITEMS_ATTRIBUTES_MAX_ITEMS)),
        Limit::new(Location::Body, "/items/*/attributes/*/name", Rule::MaxLength(ITEMS_ATTRIBUTES_NAME_MAX_LENGTH)),
        Limit::new(Location::Body, "/items/*/attributes/*/value", Rule::MaxLength(ITEMS_ATTRIBUTES_VALUE_MAX_LENGTH)),
    ];
}

/// The limits of every operation.
pub(crate) const ALL: &[(&str, &[crate::validate::Limit])] = &[
    ("createMessage", create_message::LIMITS),
    ("getMessages", get_messages::LIMITS),
    ("createBatchMessages", create_batch_messages::LIMITS),
    ("createOrUpdateConversation", create_or_update_conversation::LIMITS),
    ("getConversations", get_conversations::LIMITS),
    ("getConversation", get_conversation::LIMITS),
    ("getMessage", get_message::LIMITS),
    ("getMessagesByExternalId", get_messages_by_external_id::LIMITS),
    ("postAuthenticate", post_authenticate::LIMITS),
    ("getHealth", get_health::LIMITS),
    ("singleConvoMetadata", single_convo_metadata::LIMITS),
    ("manyConversationMetadata", many_conversation_metadata::LIMITS),
    ("singleAgentMetadata", single_agent_metadata::LIMITS),
    ("manyAgentMetadata", many_agent_metadata::LIMITS),
    ("singleCustomerMetadata", single_customer_metadata::LIMITS),
    ("manyCustomerMetadata", many_customer_metadata::LIMITS),
];
