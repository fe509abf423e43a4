//! Metadata, one record at a time: every field on the wire, and what each answer is told to be.

use crate::support::{Recorder, answering, at, client, shown};
use asapp::{
    AddedMetadata, AgentMetadata, ConversationMetadata, CustomerMetadata, DeviceType, Error,
    ErrorKind, Null, OperatingSystem, Operation, Outcome, Platform, Text,
};
use serde_json::{Value, json};

const MARK: &str = "Jane-Doe-4111111111111111";

const KINDS: [Operation; 3] = [
    Operation::SingleConvoMetadata,
    Operation::SingleAgentMetadata,
    Operation::SingleCustomerMetadata,
];

/// Sends a record of this kind with its keys alone.
async fn add_bare(asapp: &asapp::Client, kind: Operation) -> Result<AddedMetadata, Error> {
    match kind {
        Operation::SingleConvoMetadata => asapp.conversation_metadata("id-111").send().await,
        Operation::SingleAgentMetadata => asapp.agent_metadata("agent-111").send().await,
        _ => asapp.customer_metadata("id-111", "customer-x").send().await,
    }
}

fn bare(kind: Operation) -> Value {
    match kind {
        Operation::SingleConvoMetadata => json!({"externalConversationId": "id-111"}),
        Operation::SingleAgentMetadata => json!({"externalAgentId": "agent-111"}),
        _ => json!({"externalConversationId": "id-111", "externalCustomerId": "customer-x"}),
    }
}

fn full_conversation<To>(record: ConversationMetadata<To>) -> ConversationMetadata<To> {
    record
        .event_id("x-event")
        .lob("x-lob-id", "x-lob-name")
        .group("x-group-id", "x-group-name")
        .agent_routing_code("x-code")
        .campaign("x-campaign")
        .device_type(DeviceType::Tablet)
        .platform(Platform::WhatsAppBusiness)
        .company_segment("x-sales")
        .company_segment("x-marketing")
        .company_subdivision("x-subdivision")
        .business_rule("x-rule")
        .entry_type("x-entry")
        .operating_system(OperatingSystem::MacOs)
        .browser_type("x-browser")
        .browser_version("x-14.1.2")
        .attribute("x-n1", "x-v1")
        .attribute("x-n2", "x-v2")
}

fn full_agent<To>(record: AgentMetadata<To>) -> AgentMetadata<To> {
    record
        .event_id("x-event")
        .lob("x-lob-id", "x-lob-name")
        .group("x-group-id", "x-group-name")
        .start_timestamp(at())
        .name("x-name")
        .location("x-location")
        .supervisor_id("x-supervisor-id")
        .supervisor_name("x-supervisor-name")
        .language("x-en-us")
        .language("x-es")
        .concurrency(3)
        .category_label("x-category")
        .account_access_level("x-level")
        .ranking(-780_078_i64)
        .vendor("x-vendor")
        .job_title("x-title")
        .job_role("x-role")
        .work_shift("x-shift")
        .email_address("x-jane@example.com")
        .attribute("x-n1", "x-v1")
        .attribute("x-n2", "x-v2")
}

fn full_customer<To>(record: CustomerMetadata<To>) -> CustomerMetadata<To> {
    record
        .event_id("x-event")
        .status("x-status")
        .phone_number("x-(555)555-0100")
        .email_address("x-jane@example.com")
        .user_id("x-user")
        .address_country("x-country")
        .address_state("x-state")
        .address_zipcode("x-10001")
        .attribute("x-n1", "x-v1")
        .attribute("x-n2", "x-v2")
}

/// The body of each full record but its keys.
fn full(kind: Operation) -> Value {
    let pairs = json!([{"name": "x-n1", "value": "x-v1"}, {"name": "x-n2", "value": "x-v2"}]);
    match kind {
        Operation::SingleConvoMetadata => json!({
            "eventId": "x-event", "lobId": "x-lob-id", "lobName": "x-lob-name",
            "groupId": "x-group-id", "groupName": "x-group-name", "agentRoutingCode": "x-code",
            "campaign": "x-campaign", "deviceType": "TABLET", "platform": "WAB",
            "companySegment": ["x-sales", "x-marketing"], "companySubdivision": "x-subdivision",
            "businessRule": "x-rule", "entryType": "x-entry", "operatingSystem": "MAC_OS",
            "browserType": "x-browser", "browserVersion": "x-14.1.2", "attributes": pairs,
        }),
        Operation::SingleAgentMetadata => json!({
            "eventId": "x-event", "lobId": "x-lob-id", "lobName": "x-lob-name",
            "groupId": "x-group-id", "groupName": "x-group-name", "startTs": "2026-03-01T09:00:00Z",
            "agentName": "x-name", "agentLocation": "x-location", "supervisorId": "x-supervisor-id",
            "supervisorName": "x-supervisor-name", "languages": ["x-en-us", "x-es"], "concurrency": 3,
            "categoryLabel": "x-category", "accountAccessLevel": "x-level", "ranking": -780_078,
            "vendor": "x-vendor", "jobTitle": "x-title", "jobRole": "x-role", "workShift": "x-shift",
            "emailAddress": "x-jane@example.com", "attributes": pairs,
        }),
        _ => json!({
            "eventId": "x-event", "status": "x-status", "phoneNumber": "x-(555)555-0100",
            "emailAddress": "x-jane@example.com", "userId": "x-user", "addressCountry": "x-country",
            "addressState": "x-state", "addressZipcode": "x-10001", "attributes": pairs,
        }),
    }
}

/// `bare(kind)` and the other members.
fn with_keys(kind: Operation, members: Value) -> Value {
    let mut body = bare(kind);
    let (Some(body_of), Value::Object(members)) = (body.as_object_mut(), members) else {
        panic!("no objects")
    };
    body_of.extend(members);
    body
}

async fn accepting() -> Recorder {
    answering(200, r#"{"result":{"eventId":"5484e507"}}"#).await
}

#[tokio::test]
async fn every_field_goes_where_the_spec_has_it() {
    let server = accepting().await;
    let asapp = server.client();
    for added in [
        full_conversation(asapp.conversation_metadata("id-111")).send().await.unwrap(),
        full_agent(asapp.agent_metadata("agent-111")).send().await.unwrap(),
        full_customer(asapp.customer_metadata("id-111", "customer-x")).send().await.unwrap(),
    ] {
        assert_eq!(added.event_id.unwrap().expose(), "5484e507", "the service's id");
        assert_eq!((added.receipt.outcome, added.receipt.attempts), (Outcome::Persisted, 1));
    }
    // The same values, each by a setter of its own.
    let conversation = asapp.conversation_metadata("id-111");
    let conversation = full_conversation(conversation)
        .lob_id("x-lob-id")
        .lob_name("x-lob-name")
        .group_id("x-group-id")
        .group_name("x-group-name")
        .company_segments(["x-sales", "x-marketing"])
        .attributes([("x-n1", "x-v1"), ("x-n2", "x-v2")]);
    let _ = conversation.send().await.unwrap();
    let agent = full_agent(asapp.agent_metadata("agent-111"))
        .lob_id("x-lob-id")
        .lob_name("x-lob-name")
        .group_id("x-group-id")
        .group_name("x-group-name")
        .languages(["x-en-us", "x-es"])
        .attributes([("x-n1", "x-v1"), ("x-n2", "x-v2")]);
    let _ = agent.send().await.unwrap();
    let customer = full_customer(asapp.customer_metadata("id-111", "customer-x"));
    let _ = customer.attributes([("x-n1", "x-v1"), ("x-n2", "x-v2")]).send().await.unwrap();

    let seen = server.seen();
    let lines = ["convo", "agent", "customer"]
        .map(|kind| format!("POST /metadata-ingestion/v1/single-{kind}-metadata"));
    assert_eq!(seen.len(), 6);
    for (index, seen) in seen.iter().enumerate() {
        let kind = KINDS[index % 3];
        assert_eq!(seen.body, with_keys(kind, full(kind)), "{kind}");
        assert_eq!(seen.line, lines[index % 3]);
        seen.assert_headers();
    }
}

#[tokio::test]
async fn what_is_not_set_is_absent_but_for_an_event_id() {
    let server = accepting().await;
    for kind in KINDS {
        let _ = add_bare(&server.client(), kind).await.unwrap();
        let _ = add_bare(&server.client(), kind).await.unwrap();
    }
    let mut known = Vec::new();
    for (index, mut body) in server.bodies().into_iter().enumerate() {
        let id = body.as_object_mut().unwrap().remove("eventId").unwrap();
        let id = uuid::Uuid::parse_str(id.as_str().unwrap()).unwrap();
        assert_eq!(id.get_version_num(), 4);
        assert!(!known.contains(&id), "another call has another id");
        known.push(id);
        assert_eq!(body, bare(KINDS[index / 2]));
    }
    assert_eq!(known.len(), 6);
}

#[tokio::test]
async fn every_field_but_the_keys_can_be_null() {
    let server = accepting().await;
    let asapp = server.client();
    let conversation = full_conversation(asapp.conversation_metadata("id-111"))
        .lob(Null, Null)
        .group(Null, Null)
        .agent_routing_code(Null)
        .campaign(Null)
        .device_type(Null)
        .platform(Null)
        .company_segments(Null)
        .company_subdivision(Null)
        .business_rule(Null)
        .entry_type(Null)
        .operating_system(Null)
        .browser_type(Null)
        .browser_version(Null)
        .attributes(Null);
    let _ = conversation.send().await.unwrap();
    let agent = full_agent(asapp.agent_metadata("agent-111"))
        .lob(Null, Null)
        .group(Null, Null)
        .start_timestamp(Null)
        .name(Null)
        .location(Null)
        .supervisor_id(Null)
        .supervisor_name(Null)
        .languages(Null)
        .concurrency(Null)
        .category_label(Null)
        .account_access_level(Null)
        .ranking(Null)
        .vendor(Null)
        .job_title(Null)
        .job_role(Null)
        .work_shift(Null)
        .email_address(Null)
        .attributes(Null);
    let _ = agent.send().await.unwrap();
    let customer = full_customer(asapp.customer_metadata("id-111", "customer-x"))
        .status(Null)
        .phone_number(Null)
        .email_address(Null)
        .user_id(Null)
        .address_country(Null)
        .address_state(Null)
        .address_zipcode(Null)
        .attributes(Null);
    let _ = customer.send().await.unwrap();
    for (kind, body) in KINDS.into_iter().zip(server.bodies()) {
        let mut expected = full(kind);
        let members = expected.as_object_mut().unwrap();
        // An event id is always sent: null would have the service make one that nobody knows.
        members
            .iter_mut()
            .filter(|(name, _)| *name != "eventId")
            .for_each(|(_, it)| *it = Value::Null);
        assert_eq!(body, with_keys(kind, expected), "{kind}");
    }
}

#[tokio::test]
async fn empty_lists_are_sent_as_such_and_the_last_word_counts() {
    let server = accepting().await;
    let asapp = server.client();
    let none: [(&str, &str); 0] = [];
    let empty = asapp.conversation_metadata("id-111").company_segments([""; 0]).attributes(none);
    let _ = empty.send().await.unwrap();
    let _ =
        asapp.agent_metadata("agent-111").languages([""; 0]).attributes(none).send().await.unwrap();
    let _ = asapp.customer_metadata("id-111", "c").attributes(none).send().await.unwrap();
    for (body, lists) in server.bodies().iter().zip([
        &["companySegment", "attributes"][..],
        &["languages", "attributes"],
        &["attributes"],
    ]) {
        lists.iter().for_each(|list| assert_eq!(body[list], json!([]), "{list}"));
    }
    let agent = asapp.agent_metadata("agent-111").languages(Null).language("es").attributes(Null);
    let agent = agent.attribute("n", "v").name("first").name(Null).vendor(Null).vendor("last");
    let _ = agent.event_id("e").send().await.unwrap();
    let expected = json!({
        "externalAgentId": "agent-111", "eventId": "e", "languages": ["es"], "agentName": null,
        "vendor": "last", "attributes": [{"name": "n", "value": "v"}],
    });
    assert_eq!(server.bodies()[3], expected);
}

#[tokio::test]
async fn a_call_sends_the_same_event_id_however_often_it_is_sent() {
    let server = answering(503, "").await;
    let asapp = server.client();
    let conversation = asapp.conversation_metadata("id-111");
    let agent = asapp.agent_metadata("agent-111");
    let customer = asapp.customer_metadata("id-111", "customer-x");
    for sent in [
        [conversation.send().await, conversation.clone().campaign("c").send().await],
        [agent.send().await, agent.send().await],
        [customer.send().await, customer.send().await],
    ] {
        let errors = sent.map(Result::unwrap_err);
        assert!(errors.iter().all(Error::is_retryable), "it names the same record again");
    }
    let ids: Vec<_> = server.bodies().iter().map(|body| body["eventId"].to_string()).collect();
    assert!(ids.chunks(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
    assert!(ids[0] != ids[2] && ids[2] != ids[4] && ids[0] != ids[4], "{ids:?}");
}

#[tokio::test]
async fn metadata_is_judged_by_the_answer_s_body() {
    let failed = json!({"result": {"eventId": "e", "error": format!("FAIL_BAD_PARAMS: {MARK}")}})
        .to_string();
    let problem = json!({"error": {"requestId": "8e-1", "code": "400-01", "message": MARK}});
    let problem = problem.to_string();
    for (status, body, expected) in [
        (200, r#"{"result":{"eventId":"e"}}"#, Ok((Outcome::Persisted, Some("e")))),
        (200, r#"{"result":{"eventId":"e","error":""}}"#, Ok((Outcome::Persisted, Some("e")))),
        (200, r#"{"result":{"error":" \n"}}"#, Ok((Outcome::Persisted, None))),
        (200, r#"{"result":{"eventId":" "}}"#, Ok((Outcome::Persisted, None))),
        (200, r#"{"result":{"error":null}}"#, Ok((Outcome::Persisted, None))),
        (200, &failed, Err((ErrorKind::Rejected, Outcome::Rejected, true))),
        (400, &failed, Err((ErrorKind::Rejected, Outcome::Rejected, true))),
        (400, &problem, Err((ErrorKind::Rejected, Outcome::Rejected, true))),
        (400, r#"{"result":{"error":""}}"#, Err((ErrorKind::Rejected, Outcome::Rejected, true))),
        (200, &problem, Err((ErrorKind::Unreadable, Outcome::Unknown, true))),
        (200, "{}", Err((ErrorKind::Unreadable, Outcome::Unknown, false))),
        (200, "<html>", Err((ErrorKind::Unreadable, Outcome::Unknown, false))),
        (200, "", Err((ErrorKind::Unreadable, Outcome::Unknown, false))),
        (200, r#"{"result":{"error":7}}"#, Err((ErrorKind::Unreadable, Outcome::Unknown, false))),
        (204, "", Err((ErrorKind::Unreadable, Outcome::Unknown, false))),
        (409, "", Ok((Outcome::AlreadyPersisted, None))),
        (500, &failed, Err((ErrorKind::Server, Outcome::Unknown, true))),
    ] {
        let server = answering(status, body).await;
        for kind in KINDS {
            match (add_bare(&server.client(), kind).await, expected) {
                (Ok(added), Ok((outcome, id))) => {
                    assert_eq!(
                        (added.receipt.outcome, added.event_id.as_ref().map(Text::expose)),
                        (outcome, id),
                        "{kind} {status} {body}"
                    );
                }
                (Err(error), Err((expected, outcome, has_message))) => {
                    assert_eq!(
                        (error.kind(), error.outcome()),
                        (expected, outcome),
                        "{status} {body}"
                    );
                    assert_eq!(error.operation(), Some(kind));
                    assert_eq!(error.service_message().is_some(), has_message, "{status} {body}");
                    assert!(!shown(&error).contains(MARK), "{}", shown(&error));
                }
                (sent, expected) => {
                    panic!("{kind} {status} {body}: {sent:?}, expected {expected:?}")
                }
            }
        }
    }
}

#[tokio::test]
async fn a_record_s_faults_are_found_all_at_once() {
    let asapp = client("http://127.0.0.1:9");
    let (long, text) = ("x".repeat(257), "é");
    let after = asapp::chrono::DateTime::<asapp::chrono::Utc>::MAX_UTC;
    let agent = asapp
        .agent_metadata("")
        .event_id(text)
        .start_timestamp(after)
        .lob(text, &long)
        .language("en-us")
        .language("_")
        .email_address("Jane Doe <jane@example.com>")
        .attribute("n", "v".repeat(1025));
    let customer = asapp
        .customer_metadata(&long, text)
        .event_id(&long)
        .phone_number("five")
        .email_address("jane")
        .address_zipcode("x".repeat(17))
        .attributes(vec![("n", "v"); 11]);
    let conversation = asapp.conversation_metadata(text).company_segment("x".repeat(65));
    let conversation = conversation.browser_version(text).event_id("");
    for (error, expected) in [
        (
            agent.send().await.unwrap_err(),
            &[
                "/externalAgentId",
                "/eventId",
                "/startTs",
                "/lobId",
                "/lobName",
                "/languages/1",
                "/emailAddress",
                "/attributes/0/value",
            ][..],
        ),
        (
            customer.send().await.unwrap_err(),
            &[
                "/externalConversationId",
                "/externalCustomerId",
                "/eventId",
                "/phoneNumber",
                "/emailAddress",
                "/addressZipcode",
                "/attributes",
            ],
        ),
        (
            conversation.send().await.unwrap_err(),
            &["/externalConversationId", "/eventId", "/companySegment/0", "/browserVersion"],
        ),
    ] {
        let faults: Vec<_> = error.faults().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(faults, expected);
        assert_eq!(
            (error.kind(), error.outcome(), error.attempts()),
            (ErrorKind::Invalid, Outcome::NotSent, 0)
        );
        assert!(!shown(&error).contains("Jane"), "{}", shown(&error));
    }
}

#[test]
fn a_record_shows_nothing_that_was_set() {
    let asapp = client("http://127.0.0.1:9");
    let shown = [
        format!("{:?}", full_conversation(ConversationMetadata::new("x-key"))),
        format!("{:?}", full_agent(AgentMetadata::new("x-key"))),
        format!("{:?}", full_customer(CustomerMetadata::new("x-key", "x-other"))),
        format!("{:?}", full_agent(asapp.agent_metadata("x-key"))),
        format!("{:?}", asapp.many_agent_metadata([full_agent(AgentMetadata::new("x-key"))])),
    ];
    for shown in shown {
        // A text, a person's rank, the day of hiring, and a word of the spec.
        for value in ["x-", "780078", "2026", "Tablet"] {
            assert!(!shown.contains(value), "{shown}");
        }
    }
}
