//! Sends a request that is given as JSON through the facade's public builders.
//!
//! Every value is taken out of the JSON by the builder call that can carry it. What is left over cannot be
//! driven, and fails the test.

use asapp::chrono::{DateTime, FixedOffset, TimeZone as _, Utc};
use asapp::{Client, Error, Message, Participant};
use serde_json::{Map, Value};

/// A request of one operation.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) operation: String,
    pub(crate) parameters: Map<String, Value>,
    pub(crate) body: Value,
}

pub(crate) async fn drive(asapp: &Client, request: Request) -> Result<(), Error> {
    let Request { operation, mut parameters, body } = request;
    let body = &mut Fields::of(body);
    let sent = match operation.as_str() {
        "createOrUpdateConversation" => upsert(asapp, body).await,
        "getConversations" => {
            let found = asapp.find_conversations(take(&mut parameters, "externalId")).send().await;
            found.map(|_| ())
        }
        "createMessage" => {
            let transcript = asapp.conversation(take(&mut parameters, "conversationId"));
            transcript.add_message(message(body)).send().await.map(|_| ())
        }
        "createBatchMessages" => {
            let transcript = asapp.conversation(take(&mut parameters, "conversationId"));
            let messages = body.list("messages").into_iter().map(|item| item.all(message));
            transcript.add_messages(messages).send().await.map(|_| ())
        }
        "singleConvoMetadata" => metadata(asapp, body).await,
        other => panic!("{other}: no builder is known for this operation"),
    };
    assert!(parameters.is_empty(), "{operation}: no builder carries {parameters:?}");
    body.assert_empty(&operation);
    sent
}

async fn upsert(asapp: &Client, body: &mut Fields) -> Result<(), Error> {
    let mut call = asapp
        .upsert_conversation(body.text("externalId"))
        .customer(body.object("customer").all(participant))
        .timestamp(body.time("timestamp"));
    if let Some(agent) = body.optional_object("agent") {
        call = call.agent(agent.all(participant));
    }
    for (key, value) in
        body.optional_object("metadata").map(|fields| fields.0).into_iter().flatten()
    {
        call = call.metadata(key, value.as_str().unwrap());
    }
    call.send().await.map(|_| ())
}

fn participant(fields: &mut Fields) -> Participant {
    let participant = Participant::new(fields.text("externalId"));
    match fields.optional("name") {
        Some(name) => participant.name(name),
        None => participant,
    }
}

fn message(fields: &mut Fields) -> Message {
    let (role, sender) =
        fields.object("sender").all(|sender| (sender.text("role"), sender.text("externalId")));
    let role = role.parse().expect("a word of the spec");
    Message::new(role, sender, fields.text("text"), fields.time("timestamp"))
}

async fn metadata(asapp: &Client, body: &mut Fields) -> Result<(), Error> {
    let mut call = asapp.conversation_metadata(body.text("externalConversationId"));
    macro_rules! texts {
        ($($field:literal => $setter:ident),* $(,)?) => {
            $(if let Some(value) = body.optional($field) { call = call.$setter(value); })*
        };
    }
    texts! {
        "eventId" => event_id, "lobId" => lob_id, "lobName" => lob_name, "groupId" => group_id,
        "groupName" => group_name, "agentRoutingCode" => agent_routing_code, "campaign" => campaign,
        "companySubdivision" => company_subdivision, "businessRule" => business_rule,
        "entryType" => entry_type, "browserType" => browser_type, "browserVersion" => browser_version,
    }
    if let Some(device) = body.optional("deviceType") {
        call = call.device_type(device.parse().expect("a word of the spec"));
    }
    if let Some(channel) = body.optional("platform") {
        call = call.platform(channel.parse().expect("a word of the spec"));
    }
    if let Some(system) = body.optional("operatingSystem") {
        call = call.operating_system(system.parse().expect("a word of the spec"));
    }
    for segment in body.optional_list("companySegment") {
        call = call.company_segment(segment.as_str().unwrap());
    }
    for attribute in body.optional_list("attributes") {
        let (name, value) =
            Fields::of(attribute).all(|pair| (pair.text("name"), pair.text("value")));
        call = call.attribute(name, value);
    }
    call.send().await.map(|_| ())
}

fn take(map: &mut Map<String, Value>, name: &str) -> String {
    map.remove(name).unwrap().as_str().unwrap().to_owned()
}

/// The fields of an object, taken out one by one.
struct Fields(Map<String, Value>);

impl Fields {
    fn of(value: Value) -> Self {
        match value {
            Value::Object(fields) => Self(fields),
            Value::Null => Self(Map::new()),
            other => panic!("not an object: {other}"),
        }
    }

    /// Uses `read` on the fields and makes sure that it took all of them.
    fn all<T>(mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let value = read(&mut self);
        self.assert_empty("an inner object");
        value
    }

    fn assert_empty(&self, of: &str) {
        let left: Vec<_> = self.0.keys().collect();
        assert!(left.is_empty(), "{of}: no builder carries {left:?}");
    }

    fn text(&mut self, name: &str) -> String {
        take(&mut self.0, name)
    }

    fn optional(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).map(|value| value.as_str().unwrap().to_owned())
    }

    fn time(&mut self, name: &str) -> DateTime<FixedOffset> {
        let text = self.text(name);
        // RFC 3339 cannot write the year after 9999, chrono can hold it.
        let after = Utc.with_ymd_and_hms(10_000, 1, 1, 0, 0, 0).unwrap().fixed_offset();
        DateTime::parse_from_rfc3339(&text).unwrap_or(after)
    }

    fn object(&mut self, name: &str) -> Self {
        Self::of(self.0.remove(name).unwrap())
    }

    fn optional_object(&mut self, name: &str) -> Option<Self> {
        self.0.remove(name).map(Self::of)
    }

    fn list(&mut self, name: &str) -> Vec<Self> {
        self.optional_list(name).into_iter().map(Self::of).collect()
    }

    fn optional_list(&mut self, name: &str) -> Vec<Value> {
        match self.0.remove(name) {
            Some(Value::Array(items)) => items,
            None => Vec::new(),
            Some(other) => panic!("not a list: {other}"),
        }
    }
}
