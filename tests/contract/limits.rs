//! Walks the contract: each of its limits is driven through the public builders, just inside and just outside.

use std::collections::BTreeSet;

use asapp::{ErrorKind, Outcome};
use serde_json::{Map, Value, json};

use crate::documents::{self, Operation};
use crate::drive::{Request, drive};
use crate::judge::Judged;

/// What the compiler asks for: each has a `compile_fail` example in the facade's documentation.
const REQUIRED_BY_THE_COMPILER: [&str; 12] = [
    "createBatchMessages /messages/0/sender",
    "createBatchMessages /messages/0/sender/externalId",
    "createBatchMessages /messages/0/sender/role",
    "createBatchMessages /messages/0/text",
    "createBatchMessages /messages/0/timestamp",
    "createMessage /sender",
    "createMessage /sender/externalId",
    "createMessage /sender/role",
    "createMessage /text",
    "createMessage /timestamp",
    "createOrUpdateConversation /agent/externalId",
    "createOrUpdateConversation /customer",
];
const ALSO_REQUIRED: [&str; 4] = [
    "createOrUpdateConversation /customer/externalId",
    "createOrUpdateConversation /externalId",
    "createOrUpdateConversation /timestamp",
    "singleConvoMetadata /externalConversationId",
];

/// Fields of the contract that the facade does not offer, and why.
const NOT_OFFERED: [(&str, &str); 1] = [(
    "createOrUpdateConversation /id",
    "what the service does with an id sent to it is not documented",
)];

/// Lists of any length: the facade packs them.
const PACKED: [&str; 1] = ["createBatchMessages /messages"];

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

/// A request with every field of the contract, made of its examples.
fn full(operation: &Operation, conversation: &str) -> Request {
    let mut parameters = Map::new();
    for parameter in &operation.parameters {
        let name = parameter["name"].as_str().unwrap();
        let value = if name == "conversationId" {
            json!(conversation)
        } else {
            parameter["example"].clone()
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
        let item = now[0].clone();
        Value::from(vec![item; count])
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
        // The compiler's: types of the builders' arguments, and the list of what is required.
        "type" | "properties" | "required" | "enum" | "items" | "additionalProperties" => {
            return None;
        }
        "description" | "example" | "title" | "nullable" => return None,
        other => panic!("{}: {other}: {limit}: this test cannot drive it", place.name()),
    })
}

async fn conversation(judged: &Judged) -> String {
    let upsert = judged
        .asapp
        .upsert_conversation("id-111")
        .customer("c")
        .timestamp(asapp::chrono::Utc::now());
    upsert.send().await.unwrap().id.to_string()
}

#[tokio::test]
async fn every_limit_is_kept_just_inside_and_just_outside() {
    let judged = Judged::start().await;
    let conversation = conversation(&judged).await;
    let mut driven = 0;
    for operation in documents::operations() {
        let full = full(&operation, &conversation);
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
                driven += 1;
            }
        }
    }
    assert_eq!(judged.findings(), [""; 0], "what was accepted is valid on the wire");
    // 2 path patterns, 2 text lengths, 3 times, 2 list lengths of batches; 27 of metadata.
    assert!(driven >= 36, "only {driven} limits were found");
}

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
    let conversation = conversation(&judged).await;
    for operation in documents::operations() {
        let full = full(&operation, &conversation);
        drive(&judged.asapp, full.clone()).await.unwrap();
        assert_stored(&judged, &conversation, &full);
        for place in walk(&operation).places {
            let name = place.name();
            if NOT_OFFERED.iter().any(|(known, _)| *known == name) {
                assert!(full.body.pointer(place.pointer.as_ref().unwrap()).is_none(), "{name}");
                continue;
            }
            // `drive` fails on a field that no builder takes, so it must be in the request.
            example(&full, &place);
            for value in place.schema["enum"].as_array().into_iter().flatten() {
                let request = with(&full, &place, value.clone());
                drive(&judged.asapp, request.clone()).await.unwrap();
                assert_stored(&judged, &conversation, &request);
            }
        }
    }
    assert_eq!(judged.findings(), [""; 0]);
}

/// What the emulator holds is what the request said, field by field.
fn assert_stored(judged: &Judged, conversation: &str, request: &Request) {
    let body = &request.body;
    let stored = match request.operation.as_str() {
        "createOrUpdateConversation" => {
            let key = body["externalId"].as_str().unwrap();
            vec![(json!(judged.emulator.conversation(key).unwrap()), body)]
        }
        "createMessage" => {
            let last = judged.emulator.messages(conversation).pop().unwrap();
            vec![(json!(last), body)]
        }
        "createBatchMessages" => {
            let sent = body["messages"].as_array().unwrap();
            let mut held = judged.emulator.messages(conversation);
            let last = held.split_off(held.len() - sent.len());
            last.into_iter().map(|message| json!(message)).zip(sent).collect()
        }
        "singleConvoMetadata" => {
            let last = judged.emulator.conversation_metadata().pop().unwrap();
            vec![(last.record().clone(), body)]
        }
        "getConversations" => Vec::new(),
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
    let known =
        REQUIRED_BY_THE_COMPILER.into_iter().chain(ALSO_REQUIRED).map(str::to_owned).collect();
    assert_eq!(
        required, known,
        "a required field needs a compile_fail example, and its name in this list"
    );
}
