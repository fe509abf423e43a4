//! Calls of every operation, full of marks.

use std::borrow::Cow;
use std::time::Duration;

use asapp::chrono::{DateTime, Utc};
use asapp::{
    AgentMetadata, Authentication, Client, ConversationMetadata, CustomerMetadata, DeviceType,
    ExternalId, Message, Null, OperatingSystem, Participant, Platform, Role, UpsertConversation,
};
use serde_json::json;

use crate::marks::{
    AGENT, AUTH_NAME, AUTH_VALUE, CONVERSATION, CUSTOMER, EMAIL, EVENT_ID, KEY, NAME, NUMBER,
    PHONE, STREAM_ID, TOKEN, VALUE, said,
};
use crate::shown::Shown;

/// ASAPP's ids, which are shown by design.
pub(crate) const IDS: Ids = Ids {
    conversation: Cow::Borrowed("01BX5ZZKBKACTAV9WEVGEMMVRZ"),
    message: Cow::Borrowed("01BX5ZZKBKACTAV9WEVGEMMVS1"),
};

/// When a call is dropped: before the time of its attempt is over.
const SOON: Duration = Duration::from_secs(1);

pub(crate) struct Ids {
    pub(crate) conversation: Cow<'static, str>,
    pub(crate) message: Cow<'static, str>,
}

/// Now: of what is older than a week, a read-back never says that it is missing.
pub(crate) fn at() -> DateTime<Utc> {
    Utc::now()
}

pub(crate) fn upsert(asapp: &Client) -> UpsertConversation<Participant, DateTime<Utc>> {
    asapp
        .upsert_conversation(CONVERSATION)
        .customer(Participant::new(CUSTOMER).name(NAME))
        .agent(Participant::new(AGENT).name(NAME))
        .metadata(KEY, VALUE)
        .timestamp(at())
}

pub(crate) fn messages() -> Vec<Message> {
    let of = |role, sender| Message::new(role, sender, said(), at());
    vec![of(Role::Customer, CUSTOMER), of(Role::Agent, AGENT), of(Role::System, KEY)]
}

pub(crate) fn authentication() -> Authentication {
    Authentication::from_token(TOKEN)
        .header(AUTH_NAME, AUTH_VALUE)
        .cookie(AUTH_NAME, AUTH_VALUE)
        .body(&json!({AUTH_NAME: {AUTH_NAME: [AUTH_VALUE, NUMBER]}}))
}

pub(crate) fn conversation_record<To>(
    record: ConversationMetadata<To>,
) -> ConversationMetadata<To> {
    record
        .event_id(EVENT_ID)
        .lob(KEY, VALUE)
        .group(KEY, VALUE)
        .company_segment(VALUE)
        .agent_routing_code(VALUE)
        .campaign(VALUE)
        .company_subdivision(VALUE)
        .business_rule(VALUE)
        .entry_type(VALUE)
        .browser_type(VALUE)
        .browser_version(Null)
        .device_type(DeviceType::Watch)
        .platform(Platform::Local)
        .operating_system(OperatingSystem::Linux)
        .attribute(KEY, VALUE)
}

pub(crate) fn agent_record<To>(record: AgentMetadata<To>) -> AgentMetadata<To> {
    record
        .event_id(EVENT_ID)
        .start_timestamp(at())
        .lob(KEY, VALUE)
        .group(KEY, VALUE)
        .name(NAME)
        .location(VALUE)
        .supervisor_id(KEY)
        .supervisor_name(NAME)
        .language(VALUE)
        .concurrency(NUMBER)
        .ranking(NUMBER)
        .category_label(VALUE)
        .account_access_level(VALUE)
        .vendor(VALUE)
        .job_title(VALUE)
        .job_role(VALUE)
        .work_shift(VALUE)
        .email_address(format!("{EMAIL}@example.com"))
        .attribute(KEY, VALUE)
}

pub(crate) fn customer_record<To>(record: CustomerMetadata<To>) -> CustomerMetadata<To> {
    record
        .event_id(EVENT_ID)
        .status(VALUE)
        .phone_number(PHONE)
        .email_address(format!("{EMAIL}@example.com"))
        .user_id(KEY)
        .address_country(VALUE)
        .address_state(VALUE)
        .address_zipcode("zqvaluekvx")
        .attribute(KEY, VALUE)
}

/// A call is shown, sent, and shown with what came of it.
macro_rules! call {
    ($shown:ident, $call:expr) => {{
        let call = $call;
        $shown.value(&call);
        if $shown.drops {
            let _ = tokio::time::timeout(SOON, call.send()).await;
        }
        $shown.result(call.send().await)
    }};
}

/// Calls every operation once and shows all values that take part.
pub(crate) async fn every_operation(asapp: &Client, ids: &Ids, shown: &mut Shown) {
    let transcript = asapp.conversation(&*ids.conversation);
    shown.value(asapp);
    shown.value(&transcript);
    call!(shown, upsert(asapp));
    if let Some(found) = call!(shown, asapp.find_conversations(CONVERSATION)) {
        found.conversations.iter().for_each(|conversation| shown.value(conversation));
    }
    call!(shown, transcript.get());
    call!(shown, transcript.add_message(messages().remove(0)));
    call!(shown, transcript.add_messages(messages()));
    if let Some(listed) = call!(shown, transcript.messages()) {
        shown.value(&listed.receipt);
        for message in &listed {
            shown.value(message);
            shown.value(&message.role);
        }
    }
    call!(shown, transcript.message(&*ids.message));
    call!(shown, asapp.messages_by_external_id(CONVERSATION));
    call!(shown, transcript.authenticate(CUSTOMER, authentication()).stream_id(STREAM_ID));
    if let Some(health) = call!(shown, asapp.health()) {
        shown.value(&health.status);
    }
    metadata(asapp, shown).await;
    shown.bundle(&asapp.support_bundle());
}

async fn metadata(asapp: &Client, shown: &mut Shown) {
    call!(shown, conversation_record(asapp.conversation_metadata(CONVERSATION)));
    call!(shown, agent_record(asapp.agent_metadata(AGENT)));
    call!(shown, customer_record(asapp.customer_metadata(CONVERSATION, CUSTOMER)));
    let records = [conversation_record(ConversationMetadata::new(CONVERSATION))];
    if let Some(results) = call!(shown, asapp.many_conversation_metadata(records)) {
        for result in &results {
            shown.value(result);
            result.matched_by.iter().for_each(|matched_by| shown.value(matched_by));
        }
    }
    let records = [agent_record(AgentMetadata::new(AGENT))];
    call!(shown, asapp.many_agent_metadata(records));
    let records = [customer_record(CustomerMetadata::new(CONVERSATION, CUSTOMER))];
    call!(shown, asapp.many_customer_metadata(records));
}

/// Calls that break the rules of the spec with marks.
pub(crate) async fn every_fault(asapp: &Client, shown: &mut Shown) {
    let long = |mark: &str| mark.repeat(1000);
    let transcript = asapp.conversation(&*IDS.conversation);
    let unsayable = Message::customer(CUSTOMER, "", DateTime::<Utc>::MAX_UTC);
    call!(shown, transcript.add_messages([messages().remove(0), unsayable]));
    call!(shown, transcript.add_messages([]));
    call!(shown, transcript.authenticate(CUSTOMER, Authentication::from_body(&TOKEN)));
    let key = ExternalId::from(long(AGENT));
    let record = AgentMetadata::new(&key).email_address(EMAIL).attribute(long(KEY), long(VALUE));
    let record = record.event_id(EVENT_ID).languages([format!("é{}", long(VALUE))]);
    call!(shown, asapp.many_agent_metadata([record.clone(), record]));
    call!(shown, asapp.agent_metadata(key).email_address(EMAIL).name(long(NAME)));
    call!(shown, asapp.customer_metadata(CONVERSATION, long(CUSTOMER)).phone_number(long(PHONE)));
    let record = asapp.conversation_metadata(CONVERSATION).campaign(long(VALUE));
    call!(shown, record.attributes(vec![(KEY, VALUE); 99]));
}
