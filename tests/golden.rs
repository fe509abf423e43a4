//! What the generated clients make of the published examples.
//!
//! A generator may compile an answer into a type that drops it: the id of a new message, or the error in
//! place of a list. Each example of the published documents therefore goes through the generated code, and
//! what comes out is compared with what went in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use asapp_raw::conversations::types::{
    Agent, BatchMessages, Conversation, ConversationId, ConversationList, ConversationUpsert,
    Customer, Message, Sender, SenderRole,
};
use asapp_raw::metadata_ingestion::types::{
    Attribute, ConversationMetadata, DeviceType, OperatingSystem, Platform,
};
use asapp_raw::progenitor_client::{Error, OperationInfo, ResponseValue};
use asapp_raw::{Executor, Inner, conversations, metadata_ingestion};
use httpmock::MockServer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

const CONVERSATION_ID: &str = "01BX5ZZKBKACTAV9WEVGEMMVRZ";

/// One operation of the pages, as published and as repaired.
struct Operation {
    id: String,
    method: String,
    path: String,
    published: Value,
    repaired: Value,
}

/// Every operation of the published documents.
fn operations() -> Vec<Operation> {
    let mut operations = Vec::new();
    for name in ["conversations", "metadata-ingestion"] {
        let (published, repaired) = (document("upstream", name), document("contract", name));
        for (path, item) in published["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let Some(id) = operation.get("operationId") else { continue };
                operations.push(Operation {
                    id: id.as_str().unwrap().to_owned(),
                    method: method.to_uppercase(),
                    path: path.replace("{conversationId}", CONVERSATION_ID),
                    published: operation.clone(),
                    repaired: repaired["paths"][path][method].clone(),
                });
            }
        }
    }
    operations
}

fn document(stage: &str, name: &str) -> Value {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs").join(stage);
    let text = std::fs::read_to_string(specs.join(name).with_extension("yaml")).unwrap();
    serde_saphyr::from_str(&text).unwrap()
}

fn operation(id: &str) -> Operation {
    operations().into_iter().find(|operation| operation.id == id).unwrap()
}

impl Operation {
    /// The example of the answer with this status.
    fn answer(&self, status: &str) -> Value {
        example(schema(&self.published["responses"][status])).unwrap()
    }

    /// The body's example as a whole, and the one put together from the examples of its parts.
    fn requests(&self) -> Vec<Value> {
        let Some(body) = self.repaired.get("requestBody") else { return Vec::new() };
        let requests = [example(schema(body)), from_parts(schema(body))];
        requests.into_iter().flatten().collect()
    }

    fn request(&self) -> Value {
        self.requests().first().cloned().unwrap_or_default()
    }
}

fn schema(with_content: &Value) -> &Value {
    &with_content["content"]["application/json"]["schema"]
}

fn example(schema: &Value) -> Option<Value> {
    if let Some(example) = schema.get("example") {
        return Some(example.clone());
    }
    match schema["type"].as_str()? {
        "array" => Some(json!([example(&schema["items"])?])),
        "object" => from_parts(schema),
        _ => None,
    }
}

fn from_parts(schema: &Value) -> Option<Value> {
    if schema.get("properties").is_none() {
        return schema.get("additionalProperties").is_none().then(|| json!({}));
    }
    let properties = schema["properties"].as_object()?.iter();
    let examples: Map<_, _> =
        properties.filter_map(|(name, schema)| Some((name.clone(), example(schema)?))).collect();
    (!examples.is_empty()).then_some(examples.into())
}

/// The simplest executor: sends and adds nothing.
struct Direct;

impl Executor for Direct {
    fn execute<'a>(
        &'a self,
        client: &'a reqwest::Client,
        request: reqwest::Request,
        _: &'a OperationInfo,
    ) -> Pin<Box<dyn Future<Output = reqwest::Result<reqwest::Response>> + Send + 'a>> {
        Box::pin(client.execute(request))
    }
}

fn http() -> reqwest::Client {
    let builder = reqwest::Client::builder().no_proxy();
    builder.redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

fn conversations(server: &MockServer) -> conversations::Client {
    conversations::Client::new_with_client(&server.base_url(), http(), Inner(Arc::new(Direct)))
}

fn metadata(server: &MockServer) -> metadata_ingestion::Client {
    metadata_ingestion::Client::new_with_client(&server.base_url(), http(), Inner(Arc::new(Direct)))
}

/// Calls an operation through the generated client, and answers the decoded value as JSON.
async fn call(server: &MockServer, id: &str, request: &Value) -> Result<Value, Error<()>> {
    let conversation: ConversationId = CONVERSATION_ID.parse().unwrap();
    let client = conversations(server);
    Ok(match id {
        "createOrUpdateConversation" => {
            json(client.create_or_update_conversation(&typed(request)).await?)
        }
        "getConversations" => json(client.get_conversations(&external_id()).await?),
        "createMessage" => json(client.create_message(&conversation, &typed(request)).await?),
        "createBatchMessages" => {
            json(client.create_batch_messages(&conversation, &typed(request)).await?)
        }
        "singleConvoMetadata" => {
            json(metadata(server).single_convo_metadata(&typed(request)).await?)
        }
        other => panic!("no call for {other}"),
    })
}

fn json(answer: ResponseValue<impl Serialize>) -> Value {
    serde_json::to_value(answer.into_inner()).unwrap()
}

/// Reads a value into a type, and answers what became of it.
type Again<T> = fn(&Value) -> T;

fn typed<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

/// The example of getConversations' only parameter.
fn external_id() -> String {
    let example = &operation("getConversations").repaired["parameters"][0]["example"];
    example.as_str().unwrap().to_owned()
}

/// Calls `operation` on a server that answers it with `status` and `body`.
async fn answered(operation: &Operation, status: u16, body: &str) -> Result<Value, Error<()>> {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(operation.method.as_str()).path(&operation.path);
            then.status(status)
                .header("content-type", "application/json")
                .header("retry-after", "7")
                .body(body);
        })
        .await;
    let answer = call(&server, &operation.id, &operation.request()).await;
    mock.assert_async().await;
    answer
}

#[tokio::test]
async fn every_success_example_survives_decoding() {
    for operation in operations() {
        let published = operation.answer("200");
        // Of this answer nothing is promised, so nothing is decoded.
        let expected = if published == json!({}) { Value::Null } else { published.clone() };
        for status in [200, 201] {
            let decoded = answered(&operation, status, &published.to_string()).await.unwrap();
            assert_eq!(decoded, expected, "{} {status}", operation.id);
        }
    }
}

#[tokio::test]
async fn the_values_of_a_success_are_where_the_caller_looks() {
    let server = MockServer::start_async().await;
    for operation in operations() {
        let mock = |when: httpmock::When, then: httpmock::Then| {
            when.method(operation.method.as_str()).path(&operation.path);
            then.status(200).body(operation.answer("200").to_string());
        };
        server.mock_async(mock).await;
    }
    let client = conversations(&server);
    let conversation: ConversationId = CONVERSATION_ID.parse().unwrap();
    let request = |id: &str| operation(id).request();

    let message = typed(&request("createMessage"));
    let message = client.create_message(&conversation, &message).await.unwrap();
    assert_eq!(message.id.as_deref(), operation("createMessage").answer("200")["id"].as_str());
    assert_eq!(message.id.as_deref(), Some("01BX5ZZKBKACTAV9WEVGEMMVS1"));

    let upsert = typed(&request("createOrUpdateConversation"));
    let upserted = client.create_or_update_conversation(&upsert).await.unwrap();
    assert_eq!(upserted.id.as_deref(), Some("01BX5ZZKBKACTAV9WEVGEMMVRZ"));

    let batch = typed(&request("createBatchMessages"));
    let () = client.create_batch_messages(&conversation, &batch).await.unwrap().into_inner();

    let found = client.get_conversations(&external_id()).await.unwrap().into_inner();
    let queue = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
    let expected = Conversation {
        id: Some("01BX5ZZKBKACTAV9WEVGEMMVRZ".into()),
        external_id: "id-111".into(),
        agent: Some(Agent { external_id: "agent-111".into(), name: Some("agent-x".into()) }),
        customer: Customer {
            external_id: "customer-x".into(),
            name: Some("customer-name-x".into()),
        },
        metadata: [
            ("organizationalGroup", "some-group"),
            ("subdivision", "some-division"),
            ("queue", "some-queue"),
        ]
        .map(queue)
        .into(),
    };
    assert_eq!(found, ConversationList { items: vec![expected] });

    let record = typed(&request("singleConvoMetadata"));
    let ingested = metadata(&server).single_convo_metadata(&record).await.unwrap();
    assert_eq!(ingested.result.event_id.as_deref(), Some("5484e507-feaf-11ec-bfc1-fda566fa9333"));
    let error = "FAIL_BAD_PARAMS: ERROR: agent id cannot be blank";
    assert_eq!(ingested.result.error.as_deref(), Some(error));
}

#[tokio::test]
async fn a_stored_batch_is_a_success_with_any_body() {
    for (status, body) in [(200, "{}"), (200, ""), (201, "{}"), (204, ""), (200, "<html>")] {
        let decoded = answered(&operation("createBatchMessages"), status, body).await;
        assert_eq!(decoded.unwrap(), Value::Null, "{status} {body:?}");
    }
}

#[tokio::test]
async fn every_declared_error_is_handed_over_unread() {
    let mut seen = 0;
    for operation in operations() {
        for declared in operation.published["responses"].as_object().unwrap().keys() {
            let status = if declared == "default" { 500 } else { declared.parse().unwrap() };
            if status == 200 {
                continue;
            }
            let body = operation.answer(declared).to_string();
            let answer = answered(&operation, status, &body).await;
            assert_unread(answer, status, &body, &operation.id).await;
            seen += 1;
        }
    }
    // Ten for each operation, but getConversations declares no 409 and no 413.
    assert_eq!(seen, 48);
}

#[tokio::test]
async fn every_other_answer_is_handed_over_unread() {
    for operation in operations() {
        for (status, body) in [
            (302, ""),
            (304, ""),
            (400, ""),
            (404, "{}"),
            (404, r#"{"items":[]}"#),
            (405, r#"{"message":"no"}"#),
            (418, r#"{"id":"01BX5"}"#),
            (500, r#"{"result":{"eventId":"a"}}"#),
            (502, "<html>bad gateway</html>"),
            (504, "{\"id\":"),
        ] {
            let answer = answered(&operation, status, body).await;
            assert_unread(answer, status, body, &operation.id).await;
        }
    }
}

async fn assert_unread(answer: Result<Value, Error<()>>, status: u16, body: &str, id: &str) {
    let Err(Error::UnexpectedResponse(response)) = answer else {
        panic!("{id} {status}: {answer:?}")
    };
    assert_eq!(response.status().as_u16(), status, "{id}");
    assert_eq!(response.headers()["retry-after"], "7", "{id} {status}");
    assert_eq!(response.text().await.unwrap(), body, "{id} {status}");
}

#[tokio::test]
async fn a_success_of_another_shape_is_no_success() {
    let error = operation("singleConvoMetadata").answer("401").to_string();
    for (id, body) in [
        ("singleConvoMetadata", error.as_str()),
        ("singleConvoMetadata", "{}"),
        ("singleConvoMetadata", r#"{"result":null}"#),
        ("singleConvoMetadata", r#"{"result":"done"}"#),
        ("singleConvoMetadata", r#"{"result":{"error":{"message":"no"}}}"#),
        ("getConversations", r#"{"items":"x"}"#),
        ("getConversations", r#"{"items":[{"id":"01BX5"}]}"#),
        ("getConversations", "null"),
        ("getConversations", ""),
        ("createMessage", r#"{"id":1}"#),
        ("createMessage", "<html>"),
        ("createMessage", ""),
        ("createOrUpdateConversation", r#"{"id":{}}"#),
        ("createOrUpdateConversation", ""),
    ] {
        let answer = answered(&operation(id), 200, body).await;
        assert!(
            matches!(answer, Err(Error::InvalidResponsePayload(..))),
            "{id} {body}: {answer:?}"
        );
    }
}

#[tokio::test]
async fn what_a_contract_leaves_out_reads_as_absent() {
    for (id, body) in [
        ("getConversations", "{}"),
        ("createMessage", "{}"),
        ("createOrUpdateConversation", "{}"),
        ("singleConvoMetadata", r#"{"result":{}}"#),
    ] {
        let decoded = answered(&operation(id), 200, body).await.unwrap();
        assert_eq!(decoded.to_string(), body, "{id}");
    }
}

#[tokio::test]
async fn every_request_example_goes_out_as_documented() {
    for operation in operations() {
        let bodies = operation.requests();
        assert_eq!(bodies.is_empty(), operation.method == "GET", "{}", operation.id);
        for body in bodies {
            let server = MockServer::start_async().await;
            let documented = server
                .mock_async(|when, then| {
                    when.method(operation.method.as_str())
                        .path(&operation.path)
                        .header("content-type", "application/json")
                        .header_missing("api-version")
                        .json_body(body.clone());
                    then.status(200).body(operation.answer("200").to_string());
                })
                .await;
            call(&server, &operation.id, &body).await.unwrap();
            documented.assert_async().await;
        }
    }
}

#[tokio::test]
async fn the_query_goes_out_as_documented() {
    let operation = operation("getConversations");
    let server = MockServer::start_async().await;
    let documented = server
        .mock_async(|when, then| {
            when.method("GET")
                .path(&operation.path)
                .query_param("externalId", external_id())
                .header_missing("api-version");
            then.status(200).body("{}");
        })
        .await;
    call(&server, &operation.id, &Value::Null).await.unwrap();
    documented.assert_async().await;
}

#[test]
fn request_examples_survive_their_types() {
    fn again<T: DeserializeOwned + Serialize>(value: &Value) -> Value {
        serde_json::to_value(typed::<T>(value)).unwrap()
    }
    let types: [(&str, Again<Value>); 4] = [
        ("createOrUpdateConversation", again::<ConversationUpsert>),
        ("createMessage", again::<Message>),
        ("createBatchMessages", again::<BatchMessages>),
        ("singleConvoMetadata", again::<ConversationMetadata>),
    ];
    for (id, again) in types {
        for request in operation(id).requests() {
            assert_eq!(again(&request), request, "{id}");
        }
    }
    let attribute = &record_properties()["attributes"]["items"]["example"];
    assert_eq!(again::<Attribute>(attribute), *attribute);
}

#[test]
fn a_message_is_made_of_the_named_types() {
    let message: Message = typed(&operation("createMessage").request());
    let sender = Sender { role: SenderRole::Agent, external_id: "123".into() };
    assert_eq!(message.sender, sender);
    assert_eq!(*message.text, "Hello, I would like to upgrade my internet plan to GOLD.");
    assert_eq!(message.timestamp.to_rfc3339(), "2021-11-23T12:13:14.555+00:00");

    let batch: BatchMessages = typed(&operation("createBatchMessages").request());
    let roles: Vec<SenderRole> = batch.messages.iter().map(|it| it.sender.role).collect();
    assert_eq!(roles, [SenderRole::Customer, SenderRole::Agent]);
}

#[test]
fn a_record_is_made_of_the_named_types() {
    let record: ConversationMetadata = typed(&operation("singleConvoMetadata").request());
    assert_eq!(record.device_type, Some(DeviceType::Tablet));
    assert_eq!(record.platform, Some(Platform::Ios));
    assert_eq!(record.operating_system, Some(OperatingSystem::MacOs));
    let second: &Attribute = &record.attributes.as_ref().unwrap()[1];
    assert_eq!(second.name.as_deref().map(String::as_str), Some("attr2_name"));
    assert_eq!(second.value.as_deref().map(String::as_str), Some("attr2_value"));
}

#[test]
fn every_published_value_of_a_list_has_its_variant() {
    fn again<T: DeserializeOwned + ToString>(value: &Value) -> String {
        typed::<T>(value).to_string()
    }
    let record = record_properties();
    let message = schema(&operation("createMessage").published["requestBody"]).clone();
    let role = message["properties"]["sender"]["properties"]["role"].clone();
    let lists: [(&Value, Again<String>, usize); 4] = [
        (&role, again::<SenderRole>, 3),
        (&record["deviceType"], again::<DeviceType>, 5),
        (&record["platform"], again::<Platform>, 17),
        (&record["operatingSystem"], again::<OperatingSystem>, 6),
    ];
    for (list, again, count) in lists {
        let values = list["enum"].as_array().unwrap();
        assert_eq!(values.len(), count, "{list}");
        for value in values {
            assert_eq!(again(value), value.as_str().unwrap());
        }
    }
}

/// The properties of a metadata record.
fn record_properties() -> Value {
    schema(&operation("singleConvoMetadata").repaired["requestBody"])["properties"].clone()
}
