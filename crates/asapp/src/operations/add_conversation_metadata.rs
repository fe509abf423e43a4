//! `singleConvoMetadata`

use std::str::FromStr;
use std::sync::Arc;

use asapp_raw::metadata_ingestion::types as raw;

use crate::exchange::Exchange;
use crate::validate::{Check, Location};
use crate::{
    Client, DeviceType, Error, ErrorKind, ExternalId, OperatingSystem, Operation, Outcome,
    Platform, Receipt, Text, limits,
};

const OPERATION: Operation = Operation::SingleConvoMetadata;

/// Submits metadata of one conversation. Made by [`Client::conversation_metadata`].
///
/// What is not set is not sent. Texts have 256 characters at most, unless said otherwise; keys and codes
/// must hold one of `[a-zA-Z0-9-_]`.
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// use asapp::{DeviceType, Platform};
///
/// asapp
///     .conversation_metadata("id-111")
///     .lob("1038", "manufacturing")
///     .device_type(DeviceType::Tablet)
///     .platform(Platform::Ios)
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
/// ```compile_fail,E0308
/// # fn example(asapp: asapp::Client) {
/// asapp.conversation_metadata("id-111").device_type("TOASTER"); // not one of the spec's values
/// # }
/// ```
///
/// ```compile_fail,E0308
/// # fn example(asapp: asapp::Client) {
/// asapp.conversation_metadata("id-111").platform("WEB"); // not a text at all
/// # }
/// ```
///
/// ```compile_fail,E0308
/// # fn example(asapp: asapp::Client) {
/// asapp.conversation_metadata("id-111").operating_system("LINUX"); // not a text at all
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct AddConversationMetadata {
    client: Client,
    external_id: ExternalId,
    event_id: Option<Text>,
    lob_id: Option<Text>,
    lob_name: Option<Text>,
    group_id: Option<Text>,
    group_name: Option<Text>,
    agent_routing_code: Option<Text>,
    campaign: Option<Text>,
    device_type: Option<DeviceType>,
    platform: Option<Platform>,
    company_segments: Vec<Text>,
    company_subdivision: Option<Text>,
    business_rule: Option<Text>,
    entry_type: Option<Text>,
    operating_system: Option<OperatingSystem>,
    browser_type: Option<Text>,
    browser_version: Option<Text>,
    attributes: Vec<(Text, Text)>,
}

/// Metadata that the service took.
///
/// ```no_run
/// # fn example(added: asapp::AddedMetadata) {
/// println!("{}", added.event_id.as_ref().map_or("no event id", asapp::Text::expose));
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AddedMetadata {
    /// The service's id for tracking the submission. Whether it is the caller's own is not documented.
    pub event_id: Option<Text>,
    /// How the call went.
    pub receipt: Receipt,
}

impl AddConversationMetadata {
    pub(crate) fn new(client: &Client, external_id: ExternalId) -> Self {
        Self {
            client: client.clone(),
            external_id,
            event_id: None,
            lob_id: None,
            lob_name: None,
            group_id: None,
            group_name: None,
            agent_routing_code: None,
            campaign: None,
            device_type: None,
            platform: None,
            company_segments: Vec::new(),
            company_subdivision: None,
            business_rule: None,
            entry_type: None,
            operating_system: None,
            browser_type: None,
            browser_version: None,
            attributes: Vec::new(),
        }
    }

    /// An id to track the submission by. It should say nothing of the customer. The service makes one where
    /// none is given.
    pub fn event_id(mut self, id: impl Into<Text>) -> Self {
        self.event_id = Some(id.into());
        self
    }

    /// Key and name of the line of business.
    pub fn lob(self, id: impl Into<Text>, name: impl Into<Text>) -> Self {
        self.lob_id(id).lob_name(name)
    }

    /// Key of the line of business.
    pub fn lob_id(mut self, id: impl Into<Text>) -> Self {
        self.lob_id = Some(id.into());
        self
    }

    /// Name of the line of business.
    pub fn lob_name(mut self, name: impl Into<Text>) -> Self {
        self.lob_name = Some(name.into());
        self
    }

    /// Key and name of the agent's group.
    pub fn group(self, id: impl Into<Text>, name: impl Into<Text>) -> Self {
        self.group_id(id).group_name(name)
    }

    /// Key of the agent's group.
    pub fn group_id(mut self, id: impl Into<Text>) -> Self {
        self.group_id = Some(id.into());
        self
    }

    /// Name of the agent's group.
    pub fn group_name(mut self, name: impl Into<Text>) -> Self {
        self.group_name = Some(name.into());
        self
    }

    /// How the conversation was routed to the agent.
    pub fn agent_routing_code(mut self, code: impl Into<Text>) -> Self {
        self.agent_routing_code = Some(code.into());
        self
    }

    /// The campaign or activity of the conversation.
    pub fn campaign(mut self, campaign: impl Into<Text>) -> Self {
        self.campaign = Some(campaign.into());
        self
    }

    /// The customer's device.
    pub fn device_type(mut self, device_type: DeviceType) -> Self {
        self.device_type = Some(device_type);
        self
    }

    /// The customer's channel.
    pub fn platform(mut self, platform: Platform) -> Self {
        self.platform = Some(platform);
        self
    }

    /// A segment of your company that the conversation belongs to, of 64 characters at most. Can be given
    /// more than once.
    pub fn company_segment(mut self, segment: impl Into<Text>) -> Self {
        self.company_segments.push(segment.into());
        self
    }

    /// The subdivision of your company that the conversation belongs to.
    pub fn company_subdivision(mut self, subdivision: impl Into<Text>) -> Self {
        self.company_subdivision = Some(subdivision.into());
        self
    }

    /// The business rule to apply.
    pub fn business_rule(mut self, rule: impl Into<Text>) -> Self {
        self.business_rule = Some(rule.into());
        self
    }

    /// How the conversation began, such as `reactive`.
    pub fn entry_type(mut self, entry_type: impl Into<Text>) -> Self {
        self.entry_type = Some(entry_type.into());
        self
    }

    /// The customer's operating system.
    pub fn operating_system(mut self, system: OperatingSystem) -> Self {
        self.operating_system = Some(system);
        self
    }

    /// The customer's browser, of 64 characters at most.
    pub fn browser_type(mut self, browser: impl Into<Text>) -> Self {
        self.browser_type = Some(browser.into());
        self
    }

    /// The version of the customer's browser, of 16 characters at most.
    pub fn browser_version(mut self, version: impl Into<Text>) -> Self {
        self.browser_version = Some(version.into());
        self
    }

    /// A pair of your own, its value of 1024 characters at most. Ten pairs at most.
    pub fn attribute(mut self, name: impl Into<Text>, value: impl Into<Text>) -> Self {
        self.attributes.push((name.into(), value.into()));
        self
    }

    /// Submits the metadata.
    ///
    /// Dropping the future gives up waiting; the metadata may still be taken.
    ///
    /// # Errors
    ///
    /// [`Invalid`](ErrorKind::Invalid) with all faults before anything is sent; any kind that a request can
    /// fail with; [`Rejected`](ErrorKind::Rejected) where the service names an error in its answer, under
    /// 200 as under 400; [`Unreadable`](ErrorKind::Unreadable) with an unknown outcome where it confirms
    /// but the answer, which could name one, cannot be read.
    pub fn send(&self) -> impl Future<Output = Result<AddedMetadata, Error>> + Send + use<> {
        let (request, core) = (self.to_raw(), Arc::clone(&self.client.core));
        async move {
            let body = request?;
            let exchange = Exchange::new(&core, OPERATION, core.deadline());
            let result = exchange.metadata_ingestion().single_convo_metadata(&body).await;
            let mut reply = exchange.finish(result)?;
            let receipt = reply.receipt;
            match &mut reply.value {
                Ok(response) if is_blank(response.result.error.as_deref()) => {
                    let event_id = response.result.event_id.take().map(Text::from);
                    Ok(AddedMetadata { event_id, receipt })
                }
                Ok(_) => Err(reply.into_error(ErrorKind::Rejected, Outcome::Rejected)),
                // A conflict says that the record is held; its body is an error's, not a result.
                Err(_) if receipt.outcome == Outcome::AlreadyPersisted => {
                    Ok(AddedMetadata { event_id: None, receipt })
                }
                Err(_) => Err(reply.into_error(ErrorKind::Unreadable, Outcome::Unknown)),
            }
        }
    }

    fn to_raw(&self) -> Result<raw::ConversationMetadata, Error> {
        let mut check =
            Check::new(limits::single_convo_metadata::LIMITS, self.client.core.strict_patterns);
        let c = &mut check;
        let external_conversation_id =
            c.text(Location::Body, "/externalConversationId", self.external_id.expose());
        let event_id = c.optional("/eventId", self.event_id.as_ref());
        let lob_id = c.optional("/lobId", self.lob_id.as_ref());
        let lob_name = c.optional("/lobName", self.lob_name.as_ref());
        let group_id = c.optional("/groupId", self.group_id.as_ref());
        let group_name = c.optional("/groupName", self.group_name.as_ref());
        let agent_routing_code = c.optional("/agentRoutingCode", self.agent_routing_code.as_ref());
        let campaign = c.optional("/campaign", self.campaign.as_ref());
        let company_segment = self.raw_segments(c);
        let company_subdivision =
            c.optional("/companySubdivision", self.company_subdivision.as_ref());
        let business_rule = c.optional("/businessRule", self.business_rule.as_ref());
        let entry_type = c.optional("/entryType", self.entry_type.as_ref());
        let browser_type = c.optional("/browserType", self.browser_type.as_ref());
        let browser_version = c.optional("/browserVersion", self.browser_version.as_ref());
        let device_type = word(c, "/deviceType", self.device_type.map(DeviceType::as_str));
        let platform = word(c, "/platform", self.platform.map(Platform::as_str));
        let operating_system =
            word(c, "/operatingSystem", self.operating_system.map(OperatingSystem::as_str));
        let attributes = self.raw_attributes(c);
        let (Some(external_conversation_id), true) =
            (external_conversation_id, check.faults.is_empty())
        else {
            return Err(Error::invalid(OPERATION, check.faults));
        };
        Ok(raw::ConversationMetadata {
            external_conversation_id,
            event_id,
            lob_id,
            lob_name,
            group_id,
            group_name,
            agent_routing_code,
            campaign,
            device_type,
            platform,
            company_segment,
            company_subdivision,
            business_rule,
            entry_type,
            operating_system,
            browser_type,
            browser_version,
            attributes,
        })
    }

    fn raw_segments(&self, check: &mut Check) -> Option<Vec<raw::Token64>> {
        check.items("/companySegment", self.company_segments.len());
        let segments = self.company_segments.iter().enumerate().filter_map(|(index, segment)| {
            check.text(Location::Body, &format!("/companySegment/{index}"), segment.expose())
        });
        Some(segments.collect()).filter(|segments: &Vec<_>| !segments.is_empty())
    }

    fn raw_attributes(&self, check: &mut Check) -> Option<Vec<raw::Attribute>> {
        check.items("/attributes", self.attributes.len());
        let attributes =
            self.attributes.iter().enumerate().map(|(index, (name, value))| raw::Attribute {
                name: check.text(
                    Location::Body,
                    &format!("/attributes/{index}/name"),
                    name.expose(),
                ),
                value: check.text(
                    Location::Body,
                    &format!("/attributes/{index}/value"),
                    value.expose(),
                ),
            });
        Some(attributes.collect()).filter(|attributes: &Vec<_>| !attributes.is_empty())
    }
}

fn is_blank(error: Option<&str>) -> bool {
    error.is_none_or(|error| error.trim().is_empty())
}

fn word<T: FromStr>(check: &mut Check, pointer: &str, word: Option<&str>) -> Option<T> {
    word.and_then(|word| check.text(Location::Body, pointer, word))
}
