//! Metadata of one conversation.

use asapp_raw::metadata_ingestion::{Client as RawClient, types as raw};

use super::{Many, One, Record, attributes, new_event_id, push, texts, word};
use crate::operations::add;
use crate::validate::{Check, Limit};
use crate::{
    AddedMetadata, Client, DeviceType, Error, ExternalId, Nullable, OperatingSystem, Operation,
    Platform, Text, limits,
};

/// Metadata of one conversation: a record of its own, or, made by [`Client::conversation_metadata`], a call.
///
/// What is not set is not sent; what is set to [`Null`](crate::Null) is sent as null. Texts have 256 characters at
/// most, unless said otherwise; all but names, business rule and attributes must hold at least one of
/// `[a-zA-Z0-9-_]`, the browser's version one of `[a-zA-Z0-9-_.]`.
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// use asapp::{DeviceType, Null, Platform};
///
/// asapp
///     .conversation_metadata("id-111")
///     .lob("1038", "manufacturing")
///     .device_type(DeviceType::Tablet)
///     .platform(Platform::Ios)
///     .campaign(Null)
///     .attribute("name", "value")
///     .send()
///     .await?;
/// # Ok(()) }
/// ```
///
/// ```compile_fail,E0061
/// # fn example(asapp: asapp::Client) {
/// asapp.conversation_metadata(); // of which conversation?
/// # }
/// ```
///
/// ```compile_fail,E0061
/// asapp::ConversationMetadata::new(); // of which conversation?
/// ```
///
/// ```compile_fail,E0277
/// asapp::ConversationMetadata::new("id-111").device_type("TOASTER"); // not one of the spec's values
/// ```
///
/// ```compile_fail,E0277
/// asapp::ConversationMetadata::new("id-111").platform("WEB"); // not a text at all
/// ```
///
/// ```compile_fail,E0277
/// asapp::ConversationMetadata::new("id-111").operating_system("LINUX"); // not a text at all
/// ```
///
/// `To` tells the two apart. A record (`()`) goes out with
/// [`many_conversation_metadata`](Client::many_conversation_metadata), a call ([`Client`]) by its own `send`:
///
/// ```compile_fail,E0599
/// asapp::ConversationMetadata::new("id-111").send(); // over which client?
/// ```
///
/// ```compile_fail,E0271
/// # fn example(asapp: asapp::Client) {
/// asapp.many_conversation_metadata([asapp.conversation_metadata("id-111")]); // a call of its own
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a record does nothing before it is sent"]
pub struct ConversationMetadata<To = ()> {
    to: To,
    external_id: ExternalId,
    event_id: Option<Text>,
    lob_id: Option<Nullable<Text>>,
    lob_name: Option<Nullable<Text>>,
    group_id: Option<Nullable<Text>>,
    group_name: Option<Nullable<Text>>,
    agent_routing_code: Option<Nullable<Text>>,
    campaign: Option<Nullable<Text>>,
    device_type: Option<Nullable<DeviceType>>,
    platform: Option<Nullable<Platform>>,
    company_segments: Option<Nullable<Vec<Text>>>,
    company_subdivision: Option<Nullable<Text>>,
    business_rule: Option<Nullable<Text>>,
    entry_type: Option<Nullable<Text>>,
    operating_system: Option<Nullable<OperatingSystem>>,
    browser_type: Option<Nullable<Text>>,
    browser_version: Option<Nullable<Text>>,
    attributes: Option<Nullable<Vec<(Text, Text)>>>,
}

impl ConversationMetadata {
    /// A record for [`many_conversation_metadata`](Client::many_conversation_metadata).
    pub fn new(external_id: impl Into<ExternalId>) -> Self {
        Self::to((), external_id.into(), None)
    }
}

impl ConversationMetadata<Client> {
    pub(crate) fn call(client: &Client, external_id: ExternalId) -> Self {
        Self::to(client.clone(), external_id, Some(new_event_id()))
    }

    /// Submits the record (`singleConvoMetadata`).
    ///
    /// Dropping the future gives up waiting; the record may still be taken.
    ///
    /// # Errors
    ///
    /// [`Invalid`](crate::ErrorKind::Invalid) with all faults before anything is sent; any kind that a request can
    /// fail with; [`Rejected`](crate::ErrorKind::Rejected) where the service names an error in its answer, under
    /// 200 as under 400; [`Unreadable`](crate::ErrorKind::Unreadable) with an unknown outcome where it confirms
    /// but the answer, which could name one, cannot be read.
    pub fn send(&self) -> impl Future<Output = Result<AddedMetadata, Error>> + Send + use<> {
        add(&self.to, self)
    }
}

impl<To> ConversationMetadata<To> {
    fn to(to: To, external_id: ExternalId, event_id: Option<Text>) -> Self {
        Self {
            to,
            external_id,
            event_id,
            lob_id: None,
            lob_name: None,
            group_id: None,
            group_name: None,
            agent_routing_code: None,
            campaign: None,
            device_type: None,
            platform: None,
            company_segments: None,
            company_subdivision: None,
            business_rule: None,
            entry_type: None,
            operating_system: None,
            browser_type: None,
            browser_version: None,
            attributes: None,
        }
    }

    /// Your key of the conversation.
    #[must_use]
    pub fn external_id(&self) -> &ExternalId {
        &self.external_id
    }

    /// An id to track the record by. It should say nothing of the customer. Where none is given, one is made with
    /// the call and stays the same however often the call, or a clone of it, is sent.
    pub fn event_id(mut self, id: impl Into<Text>) -> Self {
        self.event_id = Some(id.into());
        self
    }

    /// Key and name of the line of business.
    pub fn lob(self, id: impl Into<Nullable<Text>>, name: impl Into<Nullable<Text>>) -> Self {
        self.lob_id(id).lob_name(name)
    }

    /// Key and name of the agent's group.
    pub fn group(self, id: impl Into<Nullable<Text>>, name: impl Into<Nullable<Text>>) -> Self {
        self.group_id(id).group_name(name)
    }

    /// A segment of your company that the conversation belongs to, of 64 characters at most. Can be given
    /// more than once.
    pub fn company_segment(mut self, segment: impl Into<Text>) -> Self {
        push(&mut self.company_segments, segment.into());
        self
    }

    /// Key of the line of business.
    pub fn lob_id(mut self, id: impl Into<Nullable<Text>>) -> Self {
        self.lob_id = Some(id.into());
        self
    }

    /// Name of the line of business.
    pub fn lob_name(mut self, name: impl Into<Nullable<Text>>) -> Self {
        self.lob_name = Some(name.into());
        self
    }

    /// Key of the agent's group.
    pub fn group_id(mut self, id: impl Into<Nullable<Text>>) -> Self {
        self.group_id = Some(id.into());
        self
    }

    /// Name of the agent's group.
    pub fn group_name(mut self, name: impl Into<Nullable<Text>>) -> Self {
        self.group_name = Some(name.into());
        self
    }

    /// How the conversation was routed to the agent.
    pub fn agent_routing_code(mut self, code: impl Into<Nullable<Text>>) -> Self {
        self.agent_routing_code = Some(code.into());
        self
    }

    /// The campaign or activity of the conversation.
    pub fn campaign(mut self, campaign: impl Into<Nullable<Text>>) -> Self {
        self.campaign = Some(campaign.into());
        self
    }

    /// The customer's device.
    pub fn device_type(mut self, device_type: impl Into<Nullable<DeviceType>>) -> Self {
        self.device_type = Some(device_type.into());
        self
    }

    /// The customer's channel.
    pub fn platform(mut self, platform: impl Into<Nullable<Platform>>) -> Self {
        self.platform = Some(platform.into());
        self
    }

    /// All segments of your company at once, or [`Null`](crate::Null).
    pub fn company_segments(mut self, segments: impl Into<Nullable<Vec<Text>>>) -> Self {
        self.company_segments = Some(segments.into());
        self
    }

    /// The subdivision of your company that the conversation belongs to.
    pub fn company_subdivision(mut self, subdivision: impl Into<Nullable<Text>>) -> Self {
        self.company_subdivision = Some(subdivision.into());
        self
    }

    /// The business rule to apply.
    pub fn business_rule(mut self, rule: impl Into<Nullable<Text>>) -> Self {
        self.business_rule = Some(rule.into());
        self
    }

    /// How the conversation began, such as `reactive`.
    pub fn entry_type(mut self, entry_type: impl Into<Nullable<Text>>) -> Self {
        self.entry_type = Some(entry_type.into());
        self
    }

    /// The customer's operating system.
    pub fn operating_system(mut self, system: impl Into<Nullable<OperatingSystem>>) -> Self {
        self.operating_system = Some(system.into());
        self
    }

    /// The customer's browser, of 64 characters at most.
    pub fn browser_type(mut self, browser: impl Into<Nullable<Text>>) -> Self {
        self.browser_type = Some(browser.into());
        self
    }

    /// The version of the customer's browser, of 16 characters at most.
    pub fn browser_version(mut self, version: impl Into<Nullable<Text>>) -> Self {
        self.browser_version = Some(version.into());
        self
    }

    /// A pair of your own, its value of 1024 characters at most. Ten pairs at most.
    pub fn attribute(mut self, name: impl Into<Text>, value: impl Into<Text>) -> Self {
        push(&mut self.attributes, (name.into(), value.into()));
        self
    }

    /// All pairs at once, or [`Null`](crate::Null).
    pub fn attributes(mut self, pairs: impl Into<Nullable<Vec<(Text, Text)>>>) -> Self {
        self.attributes = Some(pairs.into());
        self
    }
}

impl<To: Send + Sync + 'static> Record for ConversationMetadata<To> {
    type Raw = raw::ConversationMetadata;

    const ONE: Operation = Operation::SingleConvoMetadata;
    const MANY: Operation = Operation::ManyConversationMetadata;
    const LIMITS_OF_ONE: &'static [Limit] = limits::single_convo_metadata::LIMITS;
    const LIMITS_OF_MANY: &'static [Limit] = limits::many_conversation_metadata::LIMITS;
    const MOST: usize = limits::many_conversation_metadata::ITEMS_MAX_ITEMS;

    fn identify(&mut self) -> &Text {
        self.event_id.get_or_insert_with(new_event_id)
    }

    fn to_raw(&self, c: &mut Check) -> Option<Self::Raw> {
        let external_conversation_id = c.body("/externalConversationId", self.external_id.expose());
        Some(raw::ConversationMetadata {
            event_id: c.optional("/eventId", self.event_id.as_ref()).map(|id| Some(id).into()),
            lob_id: c.nullable("/lobId", self.lob_id.as_ref()),
            lob_name: c.nullable("/lobName", self.lob_name.as_ref()),
            group_id: c.nullable("/groupId", self.group_id.as_ref()),
            group_name: c.nullable("/groupName", self.group_name.as_ref()),
            agent_routing_code: c.nullable("/agentRoutingCode", self.agent_routing_code.as_ref()),
            campaign: c.nullable("/campaign", self.campaign.as_ref()),
            device_type: word(c, "/deviceType", self.device_type.as_ref(), DeviceType::as_str),
            platform: word(c, "/platform", self.platform.as_ref(), Platform::as_str),
            company_segment: texts(c, "/companySegment", self.company_segments.as_ref()),
            company_subdivision: c
                .nullable("/companySubdivision", self.company_subdivision.as_ref()),
            business_rule: c.nullable("/businessRule", self.business_rule.as_ref()),
            entry_type: c.nullable("/entryType", self.entry_type.as_ref()),
            operating_system: word(
                c,
                "/operatingSystem",
                self.operating_system.as_ref(),
                OperatingSystem::as_str,
            ),
            browser_type: c.nullable("/browserType", self.browser_type.as_ref()),
            browser_version: c.nullable("/browserVersion", self.browser_version.as_ref()),
            attributes: attributes(c, self.attributes.as_ref()),
            external_conversation_id: external_conversation_id?,
        })
    }

    async fn submit_one(client: RawClient, record: Self::Raw) -> One {
        client.single_convo_metadata(&record).await
    }

    async fn submit_many(client: RawClient, items: Vec<Self::Raw>) -> Many {
        client.many_conversation_metadata(&raw::ConversationMetadataBatch { items }).await
    }
}
