//! Metadata of one agent.

use asapp_raw::metadata_ingestion::{Client as RawClient, types as raw};
use chrono::{DateTime, Utc};

use super::{Many, One, Record, attributes, new_event_id, number, push, texts, time};
use crate::operations::add;
use crate::validate::{Check, Limit};
use crate::{AddedMetadata, Client, Error, ExternalId, Nullable, Operation, Text, limits};

/// Metadata of one agent: a record of its own, or, made by [`Client::agent_metadata`], a call.
///
/// What is not set is not sent; what is set to [`Null`](crate::Null) is sent as null. Texts have 256 characters at
/// most, unless said otherwise; all but names, location, vendor, e-mail address and attributes must hold at least
/// one of `[a-zA-Z0-9-_]`, a language's tag one of `[a-zA-Z0-9-]`.
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// asapp
///     .agent_metadata("agent158")
///     .name("Jane Doe")
///     .group("group5", "XYZ")
///     .language("en-us")
///     .concurrency(3)
///     .send()
///     .await?;
/// # Ok(()) }
/// ```
///
/// ```compile_fail,E0061
/// # fn example(asapp: asapp::Client) {
/// asapp.agent_metadata(); // of which agent?
/// # }
/// ```
///
/// ```compile_fail,E0061
/// asapp::AgentMetadata::new(); // of which agent?
/// ```
///
/// `To` tells the two apart. A record (`()`) goes out with
/// [`many_agent_metadata`](Client::many_agent_metadata), a call ([`Client`]) by its own `send`:
///
/// ```compile_fail,E0599
/// asapp::AgentMetadata::new("agent158").send(); // over which client?
/// ```
///
/// ```compile_fail,E0271
/// # fn example(asapp: asapp::Client) {
/// asapp.many_agent_metadata([asapp.agent_metadata("agent158")]); // a call of its own
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a record does nothing before it is sent"]
pub struct AgentMetadata<To = ()> {
    to: To,
    external_id: ExternalId,
    event_id: Option<Text>,
    start_timestamp: Option<Nullable<DateTime<Utc>>>,
    lob_id: Option<Nullable<Text>>,
    lob_name: Option<Nullable<Text>>,
    group_id: Option<Nullable<Text>>,
    group_name: Option<Nullable<Text>>,
    name: Option<Nullable<Text>>,
    location: Option<Nullable<Text>>,
    supervisor_id: Option<Nullable<Text>>,
    supervisor_name: Option<Nullable<Text>>,
    languages: Option<Nullable<Vec<Text>>>,
    concurrency: Option<Nullable<i64>>,
    category_label: Option<Nullable<Text>>,
    account_access_level: Option<Nullable<Text>>,
    ranking: Option<Nullable<i64>>,
    vendor: Option<Nullable<Text>>,
    job_title: Option<Nullable<Text>>,
    job_role: Option<Nullable<Text>>,
    work_shift: Option<Nullable<Text>>,
    email_address: Option<Nullable<Text>>,
    attributes: Option<Nullable<Vec<(Text, Text)>>>,
}

impl AgentMetadata {
    /// A record for [`many_agent_metadata`](Client::many_agent_metadata).
    pub fn new(external_id: impl Into<ExternalId>) -> Self {
        Self::to((), external_id.into(), None)
    }
}

impl AgentMetadata<Client> {
    pub(crate) fn call(client: &Client, external_id: ExternalId) -> Self {
        Self::to(client.clone(), external_id, Some(new_event_id()))
    }

    /// Submits the record (`singleAgentMetadata`).
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

impl<To> AgentMetadata<To> {
    fn to(to: To, external_id: ExternalId, event_id: Option<Text>) -> Self {
        Self {
            to,
            external_id,
            event_id,
            start_timestamp: None,
            lob_id: None,
            lob_name: None,
            group_id: None,
            group_name: None,
            name: None,
            location: None,
            supervisor_id: None,
            supervisor_name: None,
            languages: None,
            concurrency: None,
            category_label: None,
            account_access_level: None,
            ranking: None,
            vendor: None,
            job_title: None,
            job_role: None,
            work_shift: None,
            email_address: None,
            attributes: None,
        }
    }

    /// Your key of the agent.
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

    /// The tag of a language that the agent speaks, such as `en-us`, of 16 characters at most. Can be given more
    /// than once.
    pub fn language(mut self, tag: impl Into<Text>) -> Self {
        push(&mut self.languages, tag.into());
        self
    }

    /// When the agent was hired, in any zone.
    pub fn start_timestamp(mut self, at: impl Into<Nullable<DateTime<Utc>>>) -> Self {
        self.start_timestamp = Some(at.into());
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

    /// The agent's name to show.
    pub fn name(mut self, name: impl Into<Nullable<Text>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Where the agent works.
    pub fn location(mut self, location: impl Into<Nullable<Text>>) -> Self {
        self.location = Some(location.into());
        self
    }

    /// Key of the agent's supervisor.
    pub fn supervisor_id(mut self, id: impl Into<Nullable<Text>>) -> Self {
        self.supervisor_id = Some(id.into());
        self
    }

    /// Name of the agent's supervisor.
    pub fn supervisor_name(mut self, name: impl Into<Nullable<Text>>) -> Self {
        self.supervisor_name = Some(name.into());
        self
    }

    /// All language tags at once, or [`Null`](crate::Null).
    pub fn languages(mut self, tags: impl Into<Nullable<Vec<Text>>>) -> Self {
        self.languages = Some(tags.into());
        self
    }

    /// How many conversations the agent may have at once.
    pub fn concurrency(mut self, count: impl Into<Nullable<i64>>) -> Self {
        self.concurrency = Some(count.into());
        self
    }

    /// Label of the agent's workflow or kind of problem.
    pub fn category_label(mut self, label: impl Into<Nullable<Text>>) -> Self {
        self.category_label = Some(label.into());
        self
    }

    /// Which changes of accounts the agent may make.
    pub fn account_access_level(mut self, level: impl Into<Nullable<Text>>) -> Self {
        self.account_access_level = Some(level.into());
        self
    }

    /// The agent's performance, on a scale of yours.
    pub fn ranking(mut self, ranking: impl Into<Nullable<i64>>) -> Self {
        self.ranking = Some(ranking.into());
        self
    }

    /// The company that employs the agent.
    pub fn vendor(mut self, vendor: impl Into<Nullable<Text>>) -> Self {
        self.vendor = Some(vendor.into());
        self
    }

    /// The agent's job title.
    pub fn job_title(mut self, title: impl Into<Nullable<Text>>) -> Self {
        self.job_title = Some(title.into());
        self
    }

    /// The agent's role.
    pub fn job_role(mut self, role: impl Into<Nullable<Text>>) -> Self {
        self.job_role = Some(role.into());
        self
    }

    /// The agent's shift.
    pub fn work_shift(mut self, shift: impl Into<Nullable<Text>>) -> Self {
        self.work_shift = Some(shift.into());
        self
    }

    /// The agent's e-mail address: a bare one, in ASCII.
    pub fn email_address(mut self, address: impl Into<Nullable<Text>>) -> Self {
        self.email_address = Some(address.into());
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

impl<To: Send + Sync + 'static> Record for AgentMetadata<To> {
    type Raw = raw::AgentMetadata;

    const ONE: Operation = Operation::SingleAgentMetadata;
    const MANY: Operation = Operation::ManyAgentMetadata;
    const LIMITS_OF_ONE: &'static [Limit] = limits::single_agent_metadata::LIMITS;
    const LIMITS_OF_MANY: &'static [Limit] = limits::many_agent_metadata::LIMITS;
    const MOST: usize = limits::many_agent_metadata::ITEMS_MAX_ITEMS;

    fn identify(&mut self) -> &Text {
        self.event_id.get_or_insert_with(new_event_id)
    }

    fn to_raw(&self, c: &mut Check) -> Option<Self::Raw> {
        let external_agent_id = c.body("/externalAgentId", self.external_id.expose());
        Some(raw::AgentMetadata {
            event_id: c.optional("/eventId", self.event_id.as_ref()).map(|id| Some(id).into()),
            start_ts: time(c, "/startTs", self.start_timestamp.as_ref()),
            lob_id: c.nullable("/lobId", self.lob_id.as_ref()),
            lob_name: c.nullable("/lobName", self.lob_name.as_ref()),
            group_id: c.nullable("/groupId", self.group_id.as_ref()),
            group_name: c.nullable("/groupName", self.group_name.as_ref()),
            agent_name: c.nullable("/agentName", self.name.as_ref()),
            agent_location: c.nullable("/agentLocation", self.location.as_ref()),
            supervisor_id: c.nullable("/supervisorId", self.supervisor_id.as_ref()),
            supervisor_name: c.nullable("/supervisorName", self.supervisor_name.as_ref()),
            languages: texts(c, "/languages", self.languages.as_ref()),
            concurrency: number(self.concurrency.as_ref()),
            category_label: c.nullable("/categoryLabel", self.category_label.as_ref()),
            account_access_level: c
                .nullable("/accountAccessLevel", self.account_access_level.as_ref()),
            ranking: number(self.ranking.as_ref()),
            vendor: c.nullable("/vendor", self.vendor.as_ref()),
            job_title: c.nullable("/jobTitle", self.job_title.as_ref()),
            job_role: c.nullable("/jobRole", self.job_role.as_ref()),
            work_shift: c.nullable("/workShift", self.work_shift.as_ref()),
            email_address: c.nullable("/emailAddress", self.email_address.as_ref()),
            attributes: attributes(c, self.attributes.as_ref()),
            external_agent_id: external_agent_id?,
        })
    }

    async fn submit_one(client: RawClient, record: Self::Raw) -> One {
        client.single_agent_metadata(&record).await
    }

    async fn submit_many(client: RawClient, items: Vec<Self::Raw>) -> Many {
        client.many_agent_metadata(&raw::AgentMetadataBatch { items }).await
    }
}
