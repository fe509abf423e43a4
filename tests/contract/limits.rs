//! Walks the contract: each of its limits is driven through the public builders, just inside and just outside.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use asapp::{ErrorKind, Outcome};
use asapp_emulator::StoredMetadata;
use serde_json::{Map, Value, json};

use crate::documents::{self, Operation};
use crate::drive::{Request, drive};
use crate::judge::Judged;

/// What the compiler asks for: the field, and the example that must not compile.
const REQUIRED_BY_THE_COMPILER: [(&str, &str, &str); 25] = [
    (
        "createBatchMessages /messages/0/sender",
        "model/message.rs",
        "asapp::Message::customer(\"Hello\", asapp::chrono::Utc::now());",
    ),
    (
        "createBatchMessages /messages/0/sender/externalId",
        "model/message.rs",
        "asapp::Message::customer(\"Hello\", asapp::chrono::Utc::now());",
    ),
    (
        "createBatchMessages /messages/0/sender/role",
        "model/message.rs",
        "asapp::Message::new(\"customer-x\", \"Hello\", asapp::chrono::Utc::now()); // who says it?",
    ),
    (
        "createBatchMessages /messages/0/text",
        "model/message.rs",
        "asapp::Message::customer(\"customer-x\", asapp::chrono::Utc::now()); // what?",
    ),
    (
        "createBatchMessages /messages/0/timestamp",
        "model/message.rs",
        "asapp::Message::customer(\"customer-x\", \"Hello\");",
    ),
    (
        "createMessage /sender",
        "model/message.rs",
        "asapp::Message::customer(\"Hello\", asapp::chrono::Utc::now());",
    ),
    (
        "createMessage /sender/externalId",
        "model/message.rs",
        "asapp::Message::customer(\"Hello\", asapp::chrono::Utc::now());",
    ),
    (
        "createMessage /sender/role",
        "model/message.rs",
        "asapp::Message::new(\"customer-x\", \"Hello\", asapp::chrono::Utc::now()); // who says it?",
    ),
    (
        "createMessage /text",
        "model/message.rs",
        "asapp::Message::customer(\"customer-x\", asapp::chrono::Utc::now()); // what?",
    ),
    (
        "createMessage /timestamp",
        "model/message.rs",
        "asapp::Message::customer(\"customer-x\", \"Hello\");",
    ),
    (
        "createOrUpdateConversation /agent/externalId",
        "operations/upsert_conversation.rs",
        "asapp::Participant::new(); // no key",
    ),
    (
        "createOrUpdateConversation /customer",
        "operations/upsert_conversation.rs",
        "asapp.upsert_conversation(\"id-111\").timestamp(asapp::chrono::Utc::now()).send(); // no customer",
    ),
    (
        "createOrUpdateConversation /customer/externalId",
        "operations/upsert_conversation.rs",
        "asapp::Participant::new(); // no key",
    ),
    (
        "createOrUpdateConversation /externalId",
        "operations/upsert_conversation.rs",
        "asapp.upsert_conversation(); // no key",
    ),
    (
        "createOrUpdateConversation /timestamp",
        "operations/upsert_conversation.rs",
        "asapp.upsert_conversation(\"id-111\").customer(\"customer-x\").send(); // no timestamp",
    ),
    (
        "manyAgentMetadata /items/0/externalAgentId",
        "records/agent.rs",
        "asapp::AgentMetadata::new(); // of which agent?",
    ),
    (
        "manyConversationMetadata /items/0/externalConversationId",
        "records/conversation.rs",
        "asapp::ConversationMetadata::new(); // of which conversation?",
    ),
    (
        "manyCustomerMetadata /items/0/externalConversationId",
        "records/customer.rs",
        "asapp::CustomerMetadata::new(); // in which conversation?",
    ),
    (
        "manyCustomerMetadata /items/0/externalCustomerId",
        "records/customer.rs",
        "asapp::CustomerMetadata::new(\"id-111\"); // of which customer?",
    ),
    (
        "postAuthenticate /auth",
        "operations/authenticate.rs",
        "transcript.authenticate(\"customer-x\"); // with what?",
    ),
    (
        "postAuthenticate /customerExternalId",
        "operations/authenticate.rs",
        "transcript.authenticate(asapp::Authentication::from_token(\"some-token\")); // who?",
    ),
    (
        "singleAgentMetadata /externalAgentId",
        "records/agent.rs",
        "asapp.agent_metadata(); // of which agent?",
    ),
    (
        "singleConvoMetadata /externalConversationId",
        "records/conversation.rs",
        "asapp.conversation_metadata(); // of which conversation?",
    ),
    (
        "singleCustomerMetadata /externalConversationId",
        "records/customer.rs",
        "asapp.customer_metadata(); // in which conversation?",
    ),
    (
        "singleCustomerMetadata /externalCustomerId",
        "records/customer.rs",
        "asapp.customer_metadata(\"id-111\"); // of which customer?",
    ),
];

/// Fields of the contract that the facade does not offer, and why.
const NOT_OFFERED: [(&str, &str); 1] = [(
    "createOrUpdateConversation /id",
    "what the service does with an id sent to it is not documented",
)];

/// Fields that may be null in the contract, and why the facade does not offer it.
const NULL_NOT_OFFERED: [&str; 6] = {
    // Every record is sent with an event id, by which it is found again.
    [
        "manyAgentMetadata /items/0/eventId",
        "manyConversationMetadata /items/0/eventId",
        "manyCustomerMetadata /items/0/eventId",
        "singleAgentMetadata /eventId",
        "singleConvoMetadata /eventId",
        "singleCustomerMetadata /eventId",
    ]
};

/// Lists of any length: the facade packs them.
const PACKED: [&str; 4] = [
    "createBatchMessages /messages",
    "manyAgentMetadata /items",
    "manyConversationMetadata /items",
    "manyCustomerMetadata /items",
];

/// One place of a request with its schema.
#[derive(Debug)]
struct Place {
    operation: String,
    /// `None` for a parameter of path or query.
    pointer: Option<String>,
    parameter: Option<String>,
    schema: Value,
}

impl Place {
    fn name(&self) -> String {
        let at =
            self.pointer.clone().or_else(|| self.parameter.as_ref().map(|name| format!("/{name}")));
        format!("{} {}", self.operation, at.unwrap())
    }
}

#[derive(Default)]
struct Walk {
    places: Vec<Place>,
    required: BTreeSet<String>,
}

fn walk(operation: &Operation) -> Walk {
    let mut walk = Walk::default();
    for parameter in &operation.parameters {
        let name = parameter["name"].as_str().unwrap().to_owned();
        assert_eq!(
            parameter["required"], true,
            "an optional parameter needs a builder call: {name}"
        );
        walk.places.push(Place {
            operation: operation.id.clone(),
            pointer: None,
            parameter: Some(name),
            schema: parameter["schema"].clone(),
        });
    }
    if let Some(body) = &operation.body {
        walk.schema(&operation.id, String::new(), body);
    }
    walk
}

impl Walk {
    fn schema(&mut self, operation: &str, pointer: String, schema: &Value) {
        for name in schema["required"].as_array().into_iter().flatten() {
            self.required.insert(format!("{operation} {pointer}/{}", name.as_str().unwrap()));
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            self.schema(operation, format!("{pointer}/{name}"), property);
        }
        let values = schema.get("additionalProperties").and_then(Value::as_object);
        for keyword in values.into_iter().flatten().map(|(keyword, _)| keyword) {
            let is_known = ["type", "description", "example"].contains(&keyword.as_str());
            assert!(
                is_known,
                "{operation} {pointer}/*: {keyword}: this test cannot drive a map's values"
            );
        }
        if let Some(items) = schema.get("items") {
            self.schema(operation, format!("{pointer}/0"), items);
        }
        self.places.push(Place {
            operation: operation.to_owned(),
            pointer: Some(pointer),
            parameter: None,
            schema: schema.clone(),
        });
    }
}

/// What the emulator holds before the walk.
struct Held {
    conversation: String,
    message: String,
}

/// A request with every field of the contract, made of its examples.
fn full(operation: &Operation, held: &Held) -> Request {
    let mut parameters = Map::new();
    for parameter in &operation.parameters {
        let name = parameter["name"].as_str().unwrap();
        let value = match name {
            "conversationId" => json!(held.conversation),
            "messageId" => json!(held.message),
            _ => parameter["example"].clone(),
        };
        parameters.insert(name.to_owned(), value);
    }
    let body = operation.body.as_ref().map_or(Value::Null, |body| body["example"].clone());
    Request { operation: operation.id.clone(), parameters, body }
}

fn with(request: &Request, place: &Place, value: Value) -> Request {
    let mut request = request.clone();
    match (&place.pointer, &place.parameter) {
        (Some(pointer), _) => *request.body.pointer_mut(pointer).unwrap() = value,
        (None, Some(name)) => drop(request.parameters.insert(name.clone(), value)),
        (None, None) => unreachable!(),
    }
    request
}

/// The text at this place now, or one of its kind.
fn example(request: &Request, place: &Place) -> Value {
    let parameter = place.parameter.as_ref().map(|name| &request.parameters[name]);
    parameter.or_else(|| request.body.pointer(place.pointer.as_ref()?)).cloned().unwrap()
}

/// `text` of exactly `length` characters, the last ones two bytes long: bytes are not what is counted.
fn of_length(text: &str, length: usize) -> String {
    text.chars().chain(std::iter::repeat('é')).take(length).collect()
}

fn is_valid(schema: &Value, value: &Value) -> bool {
    let mut schema = schema.clone();
    for keyword in ["example", "nullable"] {
        schema.as_object_mut().unwrap().remove(keyword);
    }
    jsonschema::draft4::is_valid(&schema, value)
}

/// Values just inside and just outside one keyword, with the rule's word in the facade's fault.
fn inside_and_outside(
    request: &Request,
    place: &Place,
    keyword: &str,
    limit: &Value,
) -> Option<(Value, Value, &'static str)> {
    let length = limit.as_u64().unwrap_or_default() as usize;
    let now = example(request, place);
    let items = |count: usize| {
        let item = |index: usize| {
            let mut item = now[0].clone();
            // Two records of one call must not have one event id.
            if let Some(id) = item.get_mut("eventId") {
                *id = json!(format!("event-{index}"));
            }
            item
        };
        (0..count).map(item).collect::<Value>()
    };
    let candidates = ["a", "A", "0", "+", "!", "é", " ", "~"].map(|text| json!(text));
    let by_pattern = |valid: bool| {
        let only = json!({ "pattern": place.schema["pattern"] });
        let found = candidates.iter().find(|text| is_valid(&only, text) == valid);
        found.unwrap_or_else(|| panic!("{}: no text for the pattern {limit}", place.name())).clone()
    };
    let text = now.as_str().unwrap_or_default();
    Some(match keyword {
        "minLength" => {
            (json!(of_length(text, length)), json!(of_length(text, length - 1)), "at least")
        }
        "maxLength" => {
            (json!(of_length(text, length)), json!(of_length(text, length + 1)), "at most")
        }
        "minItems" => (items(length), items(length - 1), "at least"),
        "maxItems" => (items(length), items(length + 1), "at most"),
        "pattern" => (by_pattern(true), by_pattern(false), "must match the pattern"),
        "format" if limit == "date-time" => (
            json!("9999-12-31T23:59:59.999999999Z"),
            json!("+10000-01-01T00:00:00Z"),
            "a year from 0 to 9999",
        ),
        "format" if limit == "email" => (
            json!("j.doe+x@mail.example.com"),
            json!("Jane <jdoe@example.com>"),
            "an e-mail address",
        ),
        "minProperties" if limit == 1 => (now, json!({}), "at least 1 member"),
        // The compiler's: types of the builders' arguments, and the list of what is required.
        "type" | "properties" | "required" | "enum" | "items" | "additionalProperties" => {
            return None;
        }
        "description" | "example" | "title" | "nullable" => return None,
        other => panic!("{}: {other}: {limit}: this test cannot drive it", place.name()),
    })
}

async fn hold(judged: &Judged) -> Held {
    let at = asapp::chrono::Utc::now();
    let upsert = judged.asapp.upsert_conversation("id-111").customer("c").timestamp(at);
    let conversation = upsert.send().await.unwrap().id;
    let transcript = judged.asapp.conversation(&conversation);
    let message = transcript.add_message(asapp::Message::customer("c", "Hello", at));
    let message = message.send().await.unwrap().id.unwrap();
    Held { conversation: conversation.to_string(), message: message.to_string() }
}

#[tokio::test]
async fn every_limit_is_kept_just_inside_and_just_outside() {
    let judged = Judged::start().await;
    let held = hold(&judged).await;
    let mut driven = BTreeMap::new();
    for operation in documents::operations() {
        let full = full(&operation, &held);
        for place in walk(&operation).places {
            for (keyword, limit) in place.schema.as_object().unwrap() {
                let not_offered = NOT_OFFERED.iter().any(|(name, _)| *name == place.name());
                if not_offered {
                    continue;
                }
                let Some((inside, outside, rule)) =
                    inside_and_outside(&full, &place, keyword, limit)
                else {
                    continue;
                };
                let note = format!("{}: {keyword}: {limit}", place.name());
                assert_accepted(&judged, with(&full, &place, inside), &note).await;
                if PACKED.contains(&place.name().as_str()) && keyword == "maxItems" {
                    assert_accepted(&judged, with(&full, &place, outside), &note).await;
                } else {
                    assert_refused(&judged, with(&full, &place, outside), &place, rule, &note)
                        .await;
                }
                *driven.entry(operation.id.clone()).or_default() += 1;
            }
        }
    }
    assert_eq!(judged.findings(), [""; 0], "what was accepted is valid on the wire");
    let expected = LIMITS.map(|(operation, count)| (operation.to_owned(), count));
    assert_eq!(driven, expected.into(), "the limits of each operation");
}

/// How many limits each operation has; one that is not here has none.
const LIMITS: [(&str, usize); 13] = [
    ("createBatchMessages", 5),
    ("createMessage", 3),
    ("createOrUpdateConversation", 1),
    ("getConversation", 1),
    ("getMessage", 2),
    ("getMessages", 1),
    // The record's own, and two of the list.
    ("manyAgentMetadata", 35),
    ("manyConversationMetadata", 30),
    ("manyCustomerMetadata", 24),
    ("postAuthenticate", 2),
    ("singleAgentMetadata", 33),
    ("singleConvoMetadata", 28),
    ("singleCustomerMetadata", 22),
];

/// A path that ends in another conversation is answered 404: not refused by us, which is what counts.
async fn assert_accepted(judged: &Judged, request: Request, note: &str) {
    match drive(&judged.asapp, request).await {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => panic!("{note}: just inside, but {error}"),
    }
}

async fn assert_refused(judged: &Judged, request: Request, place: &Place, rule: &str, note: &str) {
    let before = judged.emulator.requests();
    let error = drive(&judged.asapp, request).await.expect_err(note);
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::NotSent), "{note}");
    assert_eq!(judged.emulator.requests(), before, "{note}: something was sent");
    let pointer = place.name().split_once(' ').unwrap().1.to_owned();
    let faults: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    let is_named =
        |fault: &String| fault.contains(&format!(" {pointer}: ")) && fault.contains(rule);
    assert!(faults.iter().any(is_named), "{note}: {faults:?}");
}

#[tokio::test]
async fn every_field_and_every_listed_value_can_be_sent() {
    let judged = Judged::start().await;
    let held = hold(&judged).await;
    for operation in documents::operations() {
        let full = full(&operation, &held);
        drive(&judged.asapp, full.clone()).await.unwrap();
        assert_stored(&judged, &held, &full);
        for place in walk(&operation).places {
            let name = place.name();
            if NOT_OFFERED.iter().any(|(known, _)| *known == name) {
                assert!(full.body.pointer(place.pointer.as_ref().unwrap()).is_none(), "{name}");
                continue;
            }
            // `drive` fails on a field that no builder takes, so it must be in the request.
            example(&full, &place);
            let mut values = place.schema["enum"].as_array().cloned().unwrap_or_default();
            let is_nullable = place.schema["nullable"] == true;
            if is_nullable && !NULL_NOT_OFFERED.contains(&name.as_str()) {
                values.push(Value::Null);
            }
            for value in values {
                let request = with(&full, &place, value);
                drive(&judged.asapp, request.clone()).await.unwrap();
                assert_stored(&judged, &held, &request);
            }
        }
    }
    assert_eq!(judged.findings(), [""; 0]);
}

/// What the emulator holds is what the request said, field by field.
fn assert_stored(judged: &Judged, held: &Held, request: &Request) {
    let (body, emulator) = (&request.body, &judged.emulator);
    let records = |metadata: Vec<StoredMetadata>| {
        let sent = body["items"].as_array().cloned().unwrap_or_else(|| vec![body.clone()]);
        let last = metadata[metadata.len() - sent.len()..].iter();
        last.map(|one| one.record().clone()).zip(sent).collect::<Vec<_>>()
    };
    let stored = match request.operation.as_str() {
        "createOrUpdateConversation" => {
            let key = body["externalId"].as_str().unwrap();
            vec![(json!(emulator.conversation(key).unwrap()), body.clone())]
        }
        "createMessage" => {
            let last = emulator.messages(&held.conversation).pop().unwrap();
            vec![(json!(last), body.clone())]
        }
        "createBatchMessages" => {
            let sent = body["messages"].as_array().unwrap().clone();
            let mut held = emulator.messages(&held.conversation);
            let last = held.split_off(held.len() - sent.len());
            last.into_iter().map(|message| json!(message)).zip(sent).collect()
        }
        "singleConvoMetadata" | "manyConversationMetadata" => {
            records(emulator.conversation_metadata())
        }
        "singleAgentMetadata" | "manyAgentMetadata" => records(emulator.agent_metadata()),
        "singleCustomerMetadata" | "manyCustomerMetadata" => records(emulator.customer_metadata()),
        "postAuthenticate" => {
            let last = emulator.authentications().pop().unwrap();
            let stored = json!({
                "customerExternalId": last.customer_external_id,
                "streamId": last.stream_id,
                "auth": last.auth(),
            });
            vec![(stored, body.clone())]
        }
        read if read.starts_with("get") => Vec::new(),
        other => panic!("{other}: it is not known where the emulator holds this"),
    };
    for (stored, sent) in stored {
        for (field, value) in sent.as_object().unwrap() {
            let held = stored.get(field).or_else(|| stored.get("clientTimestamp")).unwrap();
            assert_eq!(same_time(held), same_time(value), "{}: {field}", request.operation);
        }
    }
}

/// Times are one however they are written.
fn same_time(value: &Value) -> Value {
    let time =
        value.as_str().and_then(|text| asapp::chrono::DateTime::parse_from_rfc3339(text).ok());
    time.map_or_else(|| value.clone(), |time| json!(time.to_utc()))
}

#[test]
fn what_is_required_is_required_by_the_compiler() {
    let required: BTreeSet<String> =
        documents::operations().iter().flat_map(|o| walk(o).required).collect();
    let known = REQUIRED_BY_THE_COMPILER.map(|(name, ..)| name.to_owned()).into();
    assert_eq!(
        required, known,
        "a required field needs a compile_fail example, and its row in this table"
    );
    for (name, file, line) in REQUIRED_BY_THE_COMPILER {
        assert_must_not_compile(name, file, line);
    }
}

/// Where the spec lists words, and the example in which another one does not compile.
const LISTED_FOR_THE_COMPILER: [(&str, &str, &str); 8] = [
    ("createBatchMessages /messages/0/sender/role", "model/message.rs", ROLE),
    ("createMessage /sender/role", "model/message.rs", ROLE),
    ("manyConversationMetadata /items/0/deviceType", "records/conversation.rs", DEVICE),
    ("manyConversationMetadata /items/0/operatingSystem", "records/conversation.rs", SYSTEM),
    ("manyConversationMetadata /items/0/platform", "records/conversation.rs", PLATFORM),
    ("singleConvoMetadata /deviceType", "records/conversation.rs", DEVICE),
    ("singleConvoMetadata /operatingSystem", "records/conversation.rs", SYSTEM),
    ("singleConvoMetadata /platform", "records/conversation.rs", PLATFORM),
];
const DEVICE: &str = "asapp::ConversationMetadata::new(\"id-111\").device_type(\"TOASTER\"); // not one of the spec's values";
const SYSTEM: &str = "asapp::ConversationMetadata::new(\"id-111\").operating_system(\"LINUX\"); // not a text at all";
const PLATFORM: &str =
    "asapp::ConversationMetadata::new(\"id-111\").platform(\"WEB\"); // not a text at all";
const ROLE: &str = "asapp::Message::new(\"agent\", \"agent-111\", \"Hello\", asapp::chrono::Utc::now()); // a text is no role";

#[test]
fn what_is_listed_is_a_type_of_its_own() {
    let places = documents::operations()
        .iter()
        .flat_map(|operation| walk(operation).places)
        .collect::<Vec<_>>();
    let listed = places.iter().filter(|place| place.schema.get("enum").is_some());
    let known = LISTED_FOR_THE_COMPILER.map(|(name, ..)| name.to_owned());
    assert_eq!(listed.map(Place::name).collect::<BTreeSet<_>>(), known.into());
    for (name, file, line) in LISTED_FOR_THE_COMPILER {
        assert_must_not_compile(name, file, line);
    }
    assert!("TOASTER".parse::<asapp::DeviceType>().is_err());
    assert!("TOASTER".parse::<asapp::Platform>().is_err());
    assert!("TOASTER".parse::<asapp::OperatingSystem>().is_err());
    assert!("Agent".parse::<asapp::Role>().is_err());
}

/// The facade's documentation has an example with this line that must not compile.
fn assert_must_not_compile(name: &str, file: &str, line: &str) {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/asapp/src");
    let source = std::fs::read_to_string(sources.join(file)).unwrap();
    let examples = source
        .split("/// ```compile_fail")
        .skip(1)
        .map(|rest| rest.split("/// ```\n").next().unwrap());
    let is_there = examples
        .into_iter()
        .any(|example| example.lines().any(|l| l.trim_start_matches("/// ") == line));
    assert!(is_there, "{name}: {file} has no compile_fail example with the line {line}");
}
