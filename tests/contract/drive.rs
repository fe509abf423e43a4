//! Sends a request that is given as JSON through the facade's public builders.
//!
//! Every value is taken out of the JSON by the builder call that can carry it. What is left over cannot be
//! driven, and fails the test.

use asapp::chrono::{DateTime, TimeZone as _, Utc};
use asapp::{
    AgentMetadata, Authentication, Client, ConversationMetadata, CustomerMetadata, Error, Message,
    Null, Nullable, Participant, RecordResults, Text,
};
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
        "getConversation" => {
            let transcript = asapp.conversation(take(&mut parameters, "conversationId"));
            transcript.get().send().await.map(|_| ())
        }
        "getMessages" => {
            let transcript = asapp.conversation(take(&mut parameters, "conversationId"));
            transcript.messages().send().await.map(|_| ())
        }
        "getMessage" => {
            let transcript = asapp.conversation(take(&mut parameters, "conversationId"));
            transcript.message(take(&mut parameters, "messageId")).send().await.map(|_| ())
        }
        "getMessagesByExternalId" => {
            let listed = asapp.messages_by_external_id(take(&mut parameters, "externalId"));
            listed.send().await.map(|_| ())
        }
        "postAuthenticate" => {
            let transcript = asapp.conversation(take(&mut parameters, "conversationId"));
            authenticate(&transcript, body).await
        }
        "getHealth" => asapp.health().send().await.map(|_| ()),
        "singleConvoMetadata" => {
            let call = asapp.conversation_metadata(body.text("externalConversationId"));
            conversation_metadata(call, body).send().await.map(|_| ())
        }
        "singleAgentMetadata" => {
            let call = asapp.agent_metadata(body.text("externalAgentId"));
            agent_metadata(call, body).send().await.map(|_| ())
        }
        "singleCustomerMetadata" => {
            let conversation = body.text("externalConversationId");
            let call = asapp.customer_metadata(conversation, body.text("externalCustomerId"));
            customer_metadata(call, body).send().await.map(|_| ())
        }
        "manyConversationMetadata" => {
            let record = |fields: &mut Fields| {
                let record = ConversationMetadata::new(fields.text("externalConversationId"));
                conversation_metadata(record, fields)
            };
            let records = body.list("items").into_iter().map(|item| item.all(record));
            asapp.many_conversation_metadata(records).send().await.map(assert_held)
        }
        "manyAgentMetadata" => {
            let record = |fields: &mut Fields| {
                agent_metadata(AgentMetadata::new(fields.text("externalAgentId")), fields)
            };
            let records = body.list("items").into_iter().map(|item| item.all(record));
            asapp.many_agent_metadata(records).send().await.map(assert_held)
        }
        "manyCustomerMetadata" => {
            let record = |fields: &mut Fields| {
                let conversation = fields.text("externalConversationId");
                let record = CustomerMetadata::new(conversation, fields.text("externalCustomerId"));
                customer_metadata(record, fields)
            };
            let records = body.list("items").into_iter().map(|item| item.all(record));
            asapp.many_customer_metadata(records).send().await.map(assert_held)
        }
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

fn assert_held(results: RecordResults) {
    assert!(results.are_all_held(), "{results:?}");
}

async fn authenticate(transcript: &asapp::Transcript, body: &mut Fields) -> Result<(), Error> {
    let customer = body.text("customerExternalId");
    let mut auth = body.object("auth");
    let token = auth.0.remove("token");
    let fields = auth.0.remove("body");
    let [headers, cookies] = ["headers", "cookies"].map(|name| auth.0.remove(name));
    auth.assert_empty("auth");
    // No part at all cannot be written, a body without fields can.
    let mut authentication = match &token {
        Some(token) => Authentication::from_token(token.as_str().unwrap()),
        None => Authentication::from_body(fields.as_ref().unwrap_or(&Value::Object(Map::new()))),
    };
    authentication = fields.iter().fold(authentication, |auth, fields| auth.body(fields));
    for (name, value) in headers.as_ref().and_then(Value::as_object).into_iter().flatten() {
        authentication = authentication.header(name, value.as_str().unwrap());
    }
    for (name, value) in cookies.as_ref().and_then(Value::as_object).into_iter().flatten() {
        authentication = authentication.cookie(name, value.as_str().unwrap());
    }
    let call = transcript.authenticate(customer, authentication);
    let call = body.optional("streamId").into_iter().fold(call, |call, id| call.stream_id(id));
    call.send().await.map(|_| ())
}

/// Takes each field out of the JSON and gives it to the setter: a value, or null where null stands.
macro_rules! set {
    ($record:ident, $fields:ident: $($field:literal => $setter:ident as $read:ident),* $(,)?) => {
        $(if let Some(value) = $fields.nullable($field, $read) { $record = $record.$setter(value); })*
    };
}

fn conversation_metadata<To>(
    record: ConversationMetadata<To>,
    fields: &mut Fields,
) -> ConversationMetadata<To> {
    let mut record = record;
    if let Some(id) = fields.optional("eventId") {
        record = record.event_id(id);
    }
    set! { record, fields:
        "lobId" => lob_id as text, "lobName" => lob_name as text, "groupId" => group_id as text,
        "groupName" => group_name as text, "agentRoutingCode" => agent_routing_code as text,
        "campaign" => campaign as text, "deviceType" => device_type as word, "platform" => platform as word,
        "companySegment" => company_segments as texts, "companySubdivision" => company_subdivision as text,
        "businessRule" => business_rule as text, "entryType" => entry_type as text,
        "operatingSystem" => operating_system as word, "browserType" => browser_type as text,
        "browserVersion" => browser_version as text, "attributes" => attributes as pairs,
    }
    record
}

fn agent_metadata<To>(record: AgentMetadata<To>, fields: &mut Fields) -> AgentMetadata<To> {
    let mut record = record;
    if let Some(id) = fields.optional("eventId") {
        record = record.event_id(id);
    }
    set! { record, fields:
        "startTs" => start_timestamp as time, "lobId" => lob_id as text, "lobName" => lob_name as text,
        "groupId" => group_id as text, "groupName" => group_name as text, "agentName" => name as text,
        "agentLocation" => location as text, "supervisorId" => supervisor_id as text,
        "supervisorName" => supervisor_name as text, "languages" => languages as texts,
        "concurrency" => concurrency as number, "categoryLabel" => category_label as text,
        "accountAccessLevel" => account_access_level as text, "ranking" => ranking as number,
        "vendor" => vendor as text, "jobTitle" => job_title as text, "jobRole" => job_role as text,
        "workShift" => work_shift as text, "emailAddress" => email_address as text,
        "attributes" => attributes as pairs,
    }
    record
}

fn customer_metadata<To>(
    record: CustomerMetadata<To>,
    fields: &mut Fields,
) -> CustomerMetadata<To> {
    let mut record = record;
    if let Some(id) = fields.optional("eventId") {
        record = record.event_id(id);
    }
    set! { record, fields:
        "status" => status as text, "phoneNumber" => phone_number as text,
        "emailAddress" => email_address as text, "userId" => user_id as text,
        "addressCountry" => address_country as text, "addressState" => address_state as text,
        "addressZipcode" => address_zipcode as text, "attributes" => attributes as pairs,
    }
    record
}

fn text(value: &Value) -> Text {
    value.as_str().unwrap().into()
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

fn time(value: &Value) -> DateTime<Utc> {
    // RFC 3339 cannot write the year after 9999, chrono can hold it.
    let after = Utc.with_ymd_and_hms(10_000, 1, 1, 0, 0, 0).unwrap();
    DateTime::parse_from_rfc3339(value.as_str().unwrap()).map_or(after, |at| at.to_utc())
}

fn word<T: std::str::FromStr<Err = asapp::UnknownWord>>(value: &Value) -> T {
    value.as_str().unwrap().parse().expect("a word of the spec")
}

fn texts(value: &Value) -> Vec<Text> {
    value.as_array().unwrap().iter().map(text).collect()
}

fn pairs(value: &Value) -> Vec<(Text, Text)> {
    let pair = |value: &Value| {
        Fields::of(value.clone()).all(|pair| (pair.text("name").into(), pair.text("value").into()))
    };
    value.as_array().unwrap().iter().map(pair).collect()
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

    /// A field of metadata: absent, null or a value.
    fn nullable<T>(&mut self, name: &str, read: impl Fn(&Value) -> T) -> Option<Nullable<T>> {
        self.0.remove(name).map(|value| match value {
            Value::Null => Null.into(),
            value => Nullable::Value(read(&value)),
        })
    }

    fn time(&mut self, name: &str) -> DateTime<Utc> {
        time(&self.0.remove(name).unwrap())
    }

    fn object(&mut self, name: &str) -> Self {
        Self::of(self.0.remove(name).unwrap())
    }

    fn optional_object(&mut self, name: &str) -> Option<Self> {
        self.0.remove(name).map(Self::of)
    }

    fn list(&mut self, name: &str) -> Vec<Self> {
        match self.0.remove(name) {
            Some(Value::Array(items)) => items.into_iter().map(Self::of).collect(),
            None => Vec::new(),
            Some(other) => panic!("not a list: {other}"),
        }
    }
}
