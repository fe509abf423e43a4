//! Values of all public types that no call makes by itself, full of marks.

use std::time::Duration;

use asapp::{
    AgentMetadata, CallOptions, ConversationMetadata, CustomerMetadata, DailyQuota, DeviceType,
    Environment, ExternalId, HealthStatus, Location, Message, Null, Nullable, OperatingSystem,
    Operation, Outcome, Pacer, Participant, Platform, Posture, RetryBudget, RetryPolicy, Role,
    Rule, SenderRole, SensitiveText, Text, TokioTimer, Traffic, find_sensitive,
};

use crate::builder;
use crate::drive::{
    IDS, agent_record, authentication, conversation_record, customer_record, messages,
};
use crate::marks::{
    AGENT, ANSWER, API_ID, API_SECRET, CONVERSATION, CUSTOMER, KEY, NAME, NUMBER, VALUE, said,
};
use crate::shown::Shown;

pub(crate) fn every_value(shown: &mut Shown) {
    settings(shown);
    content(shown);
    words(shown);
}

fn settings(shown: &mut Shown) {
    shown.value(&builder("http://127.0.0.1:9"));
    let asapp = builder("http://127.0.0.1:9").build().unwrap();
    shown.value(&asapp.upsert_conversation(CONVERSATION).metadata(KEY, VALUE));
    shown.value(&asapp::Credentials::new(API_ID, API_SECRET));
    shown.value(&CallOptions::new().total_timeout(Duration::from_secs(1)));
    shown.value(&RetryPolicy::vendor());
    shown.value(&RetryBudget::new(3));
    shown.value(&Pacer::per_second(3));
    shown.value(&DailyQuota::of(3));
    shown.value(&TokioTimer::new());
}

fn content(shown: &mut Shown) {
    shown.value(&Text::from(said()));
    shown.value(&ExternalId::from(CUSTOMER));
    shown.value(&Participant::new(AGENT).name(NAME));
    messages().iter().for_each(|message: &Message| shown.value(message));
    shown.value(&authentication());
    shown.value(&Nullable::<Text>::from(VALUE));
    shown.value(&Nullable::<i64>::from(NUMBER));
    shown.value(&Nullable::<Vec<(Text, Text)>>::from([(KEY, VALUE)]));
    shown.value(&conversation_record(ConversationMetadata::new(CONVERSATION)));
    shown.value(&agent_record(AgentMetadata::new(AGENT)));
    shown.value(&customer_record(CustomerMetadata::new(CONVERSATION, CUSTOMER)));
    shown.value(&SenderRole::from(ANSWER));
    shown.value(&HealthStatus::from(ANSWER));
    shown.displayed(&asapp::ConversationId::from(&*IDS.conversation));
    shown.displayed(&asapp::MessageId::from(&*IDS.message));
    find_sensitive(&said()).iter().for_each(|found| {
        shown.value(found);
        shown.value(&found.kind);
    });
    shown.displayed(&VALUE.parse::<DeviceType>().unwrap_err());
}

fn words(shown: &mut Shown) {
    shown.value(&Null);
    shown.value(&Environment::Sandbox);
    shown.value(&DeviceType::Tablet);
    shown.value(&OperatingSystem::Linux);
    shown.value(&Platform::Web);
    shown.value(&Role::Agent);
    shown.displayed(&Location::Body);
    shown.displayed(&Rule::CardNumber);
    shown.displayed(&Operation::CreateMessage);
    shown.value(&Operation::CreateMessage.write_safety());
    shown.displayed(&Outcome::Unknown);
    shown.displayed(&Posture::Reconcile);
    shown.value(&Traffic::Live);
    shown.value(&SensitiveText::Mask);
}
