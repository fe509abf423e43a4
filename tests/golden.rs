//! What the generated clients make of the published examples.
//!
//! A generator may compile an answer into a type that drops it: the id of a new message, or the error in
//! place of a list. Each example of the published documents, and of the contract where no page describes the
//! operation, therefore goes through the generated code, and what comes out is compared with what went in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};

use asapp_raw::conversations::types::{
    Agent, Authentication, BatchMessages, Conversation, ConversationId, ConversationList,
    ConversationUpsert, Customer, Health, Message, MessageId, MessageList, Sender, SenderRole,
    StoredMessage, StoredSender,
};
use asapp_raw::metadata_ingestion::types::{
    AgentMetadata, AgentMetadataBatch, Attribute, BatchIngestionResponse, ConversationMetadata,
    ConversationMetadataBatch, CustomerMetadata, CustomerMetadataBatch, DeviceType,
    IngestionResponse, IngestionResult, OperatingSystem, Platform,
};
use asapp_raw::progenitor_client::{Error, OperationInfo, ResponseValue};
use asapp_raw::{Executor, Inner, conversations, metadata_ingestion};
use chrono::{DateTime, Utc};
use httpmock::MockServer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

const CONVERSATION_ID: &str = "01BX5ZZKBKACTAV9WEVGEMMVRZ";

const MESSAGE_ID: &str = "01GMXE90AEV7H3J4DPBDKB1R79";

/// One operation: as published, and as the contract has it.
struct Operation {
    id: String,
    method: String,
    path: String,
    /// The contract's, where no page describes the operation.
    published: Value,
    repaired: Value,
}

/// Every operation of the contract.
fn operations() -> &'static [Operation] {
    static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(read_operations);
    &OPERATIONS
}

fn read_operations() -> Vec<Operation> {
    let mut operations = Vec::new();
    for name in ["conversations", "metadata-ingestion"] {
        let (upstream, contract) = (document("upstream", name), document("contract", name));
        for (path, item) in contract["paths"].as_object().unwrap() {
            for (method, repaired) in item.as_object().unwrap() {
                let Some(id) = repaired.get("operationId") else { continue };
                let published = upstream["paths"].get(path).and_then(|item| item.get(method));
                let ids = [("{conversationId}", CONVERSATION_ID), ("{messageId}", MESSAGE_ID)];
                operations.push(Operation {
                    id: id.as_str().unwrap().to_owned(),
                    method: method.to_uppercase(),
                    path: ids.iter().fold(path.clone(), |path, (name, id)| path.replace(name, id)),
                    published: published.unwrap_or(repaired).clone(),
                    repaired: repaired.clone(),
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

fn operation(id: &str) -> &'static Operation {
    operations().iter().find(|operation| operation.id == id).unwrap()
}

impl Operation {
    /// Status and example of the success; without a promised body the example is null.
    fn success(&self) -> (u16, Value) {
        let declared = self.published["responses"].as_object().unwrap().keys();
        let success: Vec<_> = declared.filter(|status| status.starts_with('2')).collect();
        assert_eq!(success.len(), 1, "{}", self.id);
        let has_body = self.published["responses"][success[0]].get("content").is_some();
        let example = if has_body { self.answer(success[0]) } else { Value::Null };
        (success[0].parse().unwrap(), example)
    }

    /// The same, as it is sent.
    fn success_on_the_wire(&self) -> (u16, String) {
        let (status, example) = self.success();
        (status, if example.is_null() { String::new() } else { example.to_string() })
    }

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

/// The example made of the properties' ones; `None` where a required property has none.
fn from_parts(schema: &Value) -> Option<Value> {
    if schema.get("properties").is_none() {
        return schema.get("additionalProperties").is_none().then(|| json!({}));
    }
    let properties = schema["properties"].as_object()?.iter();
    let examples = properties.filter_map(|(name, schema)| Some((name.clone(), example(schema)?)));
    // An object of which nothing is said is no example of what belongs there.
    let examples: Map<_, _> = examples.filter(|(_, example)| *example != json!({})).collect();
    let mut required = schema["required"].as_array().into_iter().flatten();
    let is_whole = required.all(|name| examples.contains_key(name.as_str().unwrap()));
    (is_whole && !examples.is_empty()).then_some(examples.into())
}

/// What is left of a request that is read into its type: a null is read as if it were absent, and times are
/// written with the digits that they need.
fn reread(request: &Value) -> Value {
    match request {
        Value::Object(members) => {
            let members = members.iter().filter(|(_, member)| !member.is_null());
            members.map(|(name, member)| (name.clone(), reread(member))).collect()
        }
        Value::Array(items) => items.iter().map(reread).collect(),
        Value::String(text) => match text.parse::<DateTime<Utc>>() {
            Ok(at) => json!(at),
            Err(_) => request.clone(),
        },
        other => other.clone(),
    }
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

/// One for each test: to make one takes longer than what it is asked for.
fn http() -> reqwest::Client {
    thread_local! {
        static HTTP: reqwest::Client = {
            let builder = reqwest::Client::builder().no_proxy();
            builder.redirect(reqwest::redirect::Policy::none()).build().unwrap()
        };
    }
    HTTP.with(Clone::clone)
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
    let message: MessageId = MESSAGE_ID.parse().unwrap();
    let (client, metadata) = (conversations(server), metadata(server));
    Ok(match id {
        "createOrUpdateConversation" => {
            json(client.create_or_update_conversation(&typed(request)).await?)
        }
        "getConversations" => json(client.get_conversations(&external_id(id)).await?),
        "createMessage" => json(client.create_message(&conversation, &typed(request)).await?),
        "createBatchMessages" => {
            json(client.create_batch_messages(&conversation, &typed(request)).await?)
        }
        "getConversation" => json(client.get_conversation(&conversation).await?),
        "getMessages" => json(client.get_messages(&conversation).await?),
        "getMessage" => json(client.get_message(&conversation, &message).await?),
        "getMessagesByExternalId" => {
            json(client.get_messages_by_external_id(&external_id(id)).await?)
        }
        "postAuthenticate" => json(client.post_authenticate(&conversation, &typed(request)).await?),
        "getHealth" => json(client.get_health().await?),
        "singleConvoMetadata" => json(metadata.single_convo_metadata(&typed(request)).await?),
        "manyConversationMetadata" => {
            json(metadata.many_conversation_metadata(&typed(request)).await?)
        }
        "singleAgentMetadata" => json(metadata.single_agent_metadata(&typed(request)).await?),
        "manyAgentMetadata" => json(metadata.many_agent_metadata(&typed(request)).await?),
        "singleCustomerMetadata" => json(metadata.single_customer_metadata(&typed(request)).await?),
        "manyCustomerMetadata" => json(metadata.many_customer_metadata(&typed(request)).await?),
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

/// The example of the only parameter of a read by the caller's key.
fn external_id(id: &str) -> String {
    let example = &operation(id).repaired["parameters"][0]["example"];
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

#[test]
fn every_operation_is_here_and_five_are_as_published() {
    assert_eq!(operations().len(), 16);
    assert!(operations().iter().all(|operation| !operation.path.contains('{')));
    let mut published = 0;
    for name in ["conversations", "metadata-ingestion"] {
        for item in document("upstream", name)["paths"].as_object().unwrap().values() {
            let item = item.as_object().unwrap().values();
            for described in item.filter(|described| described.get("operationId").is_some()) {
                assert!(operations().iter().any(|operation| operation.published == *described));
                published += 1;
            }
        }
    }
    assert_eq!(published, 5);
}

#[tokio::test]
async fn every_success_example_survives_decoding() {
    for operation in operations() {
        let (declared, published) = operation.success();
        // Of this answer nothing is promised, so nothing is decoded.
        let expected = if published == json!({}) { Value::Null } else { published };
        let (_, body) = operation.success_on_the_wire();
        for status in [declared, 201] {
            let decoded = answered(operation, status, &body).await.unwrap();
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
            let (status, body) = operation.success_on_the_wire();
            then.status(status).body(body);
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

    let key = external_id("getConversations");
    let found = client.get_conversations(&key).await.unwrap().into_inner();
    let queue = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
    let expected = Conversation {
        id: Some("01BX5ZZKBKACTAV9WEVGEMMVRZ".into()),
        external_id: "id-111".into(),
        agent: Some(Agent { external_id: "agent-111".into(), name: Some("agent-x".into()) }),
        customer: Customer {
            external_id: "customer-x".into(),
            name: Some("customer-name-x".into()),
        },
        metadata: Some(
            [
                ("organizationalGroup", "some-group"),
                ("subdivision", "some-division"),
                ("queue", "some-queue"),
            ]
            .map(queue)
            .into(),
        ),
    };
    assert_eq!(found, ConversationList { items: vec![expected.clone()] });
    let read = client.get_conversation(&conversation).await.unwrap().into_inner();
    assert_eq!(read, expected);

    let expected = StoredMessage {
        message_id: MESSAGE_ID.into(),
        text: "Hello, I would like to upgrade my internet plan to GOLD.".into(),
        sender: StoredSender { role: "customer".into(), external_id: Some("123456".into()) },
        created_timestamp: "2021-11-23T12:13:16.853Z".parse().unwrap(),
        client_timestamp: "2021-11-23T12:13:14.555Z".parse().unwrap(),
    };
    let message: MessageId = MESSAGE_ID.parse().unwrap();
    let read = client.get_message(&conversation, &message).await.unwrap().into_inner();
    assert_eq!(read, expected);
    let list = MessageList { items: vec![expected] };
    let listed = client.get_messages(&conversation).await.unwrap().into_inner();
    assert_eq!(listed, list);
    let listed = client.get_messages_by_external_id("id-111").await.unwrap().into_inner();
    assert_eq!(listed, list);

    let credentials = typed(&request("postAuthenticate"));
    let () = client.post_authenticate(&conversation, &credentials).await.unwrap().into_inner();
    let health = client.get_health().await.unwrap().into_inner();
    assert_eq!(health, Health { health_check: Some("SUCCESS".into()) });
}

#[tokio::test]
async fn the_results_of_records_are_where_the_caller_looks() {
    let server = MockServer::start_async().await;
    for operation in operations() {
        let mock = |when: httpmock::When, then: httpmock::Then| {
            when.method(operation.method.as_str()).path(&operation.path);
            let (status, body) = operation.success_on_the_wire();
            then.status(status).body(body);
        };
        server.mock_async(mock).await;
    }
    let client = metadata(&server);
    let request = |id: &str| operation(id).request();
    let result = |id: &str, error: &str| IngestionResult {
        event_id: Some(id.into()),
        error: Some(error.into()),
    };
    let error = "FAIL_BAD_PARAMS: ERROR: agent id cannot be blank";
    let refused = result("5484e507-feaf-11ec-bfc1-fda566fa9333", error);
    let taken = result("fcf99667-feaf-11ec-a42e-11799134528c", "");

    let one = IngestionResponse { result: refused.clone() };
    let record = typed(&request("singleConvoMetadata"));
    assert_eq!(*client.single_convo_metadata(&record).await.unwrap(), one);
    let record = typed(&request("singleAgentMetadata"));
    assert_eq!(*client.single_agent_metadata(&record).await.unwrap(), one);
    let record = typed(&request("singleCustomerMetadata"));
    assert_eq!(*client.single_customer_metadata(&record).await.unwrap(), one);

    let many = BatchIngestionResponse { error_count: 1, results: vec![refused, taken] };
    let records = typed(&request("manyConversationMetadata"));
    assert_eq!(*client.many_conversation_metadata(&records).await.unwrap(), many);
    let records = typed(&request("manyAgentMetadata"));
    assert_eq!(*client.many_agent_metadata(&records).await.unwrap(), many);
    let records = typed(&request("manyCustomerMetadata"));
    assert_eq!(*client.many_customer_metadata(&records).await.unwrap(), many);
}

#[tokio::test]
async fn what_promises_no_body_is_a_success_with_any() {
    for id in ["createBatchMessages", "postAuthenticate"] {
        for (status, body) in [(200, "{}"), (200, ""), (201, "{}"), (204, ""), (200, "<html>")] {
            let decoded = answered(operation(id), status, body).await;
            assert_eq!(decoded.unwrap(), Value::Null, "{id} {status} {body:?}");
        }
    }
}

#[tokio::test]
async fn every_declared_error_is_handed_over_unread() {
    let mut seen = 0;
    for operation in operations() {
        for declared in operation.published["responses"].as_object().unwrap().keys() {
            let status = if declared == "default" { 500 } else { declared.parse().unwrap() };
            if (200..300).contains(&status) {
                continue;
            }
            let body = operation.answer(declared).to_string();
            let answer = answered(operation, status, &body).await;
            assert_unread(answer, status, &body, &operation.id).await;
            seen += 1;
        }
    }
    // Ten for each of the 16, but getConversations, getConversation and postAuthenticate declare no 409 and no 413.
    assert_eq!(seen, 16 * 10 - 3 * 2);
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
            (400, r#"{"errorCount":0,"results":[]}"#),
            (404, r#"{"externalId":"a","customer":{"externalId":"b"}}"#),
            (500, r#"{"result":{"eventId":"a"}}"#),
            (503, r#"{"healthCheck":"SUCCESS"}"#),
            (502, "<html>bad gateway</html>"),
            (504, "{\"id\":"),
        ] {
            let answer = answered(operation, status, body).await;
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
        ("getConversation", error.as_str()),
        ("getConversation", "{}"),
        ("getConversation", r#"{"externalId":"id-111"}"#),
        ("getMessages", r#"{"items":"x"}"#),
        ("getMessages", r#"{"items":[{"messageId":"01BX5"}]}"#),
        ("getMessagesByExternalId", r#"{"items":[{"text":"Hello"}]}"#),
        ("getMessagesByExternalId", ""),
        ("getMessage", error.as_str()),
        ("getMessage", "{}"),
        ("getHealth", r#"{"healthCheck":true}"#),
        ("getHealth", ""),
        ("singleAgentMetadata", error.as_str()),
        ("singleCustomerMetadata", error.as_str()),
        ("manyConversationMetadata", error.as_str()),
        ("manyAgentMetadata", error.as_str()),
        ("manyCustomerMetadata", error.as_str()),
        ("manyAgentMetadata", "{}"),
        ("manyAgentMetadata", r#"{"errorCount":0}"#),
        ("manyAgentMetadata", r#"{"results":[]}"#),
        ("manyAgentMetadata", r#"{"errorCount":0,"results":null}"#),
        ("manyAgentMetadata", r#"{"errorCount":0,"results":[{"error":{"message":"no"}}]}"#),
        ("manyAgentMetadata", r#"{"result":{"eventId":"a"}}"#),
        ("getConversations", "null"),
        ("getConversations", ""),
        ("createMessage", r#"{"id":1}"#),
        ("createMessage", "<html>"),
        ("createMessage", ""),
        ("createOrUpdateConversation", r#"{"id":{}}"#),
        ("createOrUpdateConversation", ""),
    ] {
        let answer = answered(operation(id), 200, body).await;
        assert!(
            matches!(answer, Err(Error::InvalidResponsePayload(..))),
            "{id} {body}: {answer:?}"
        );
    }
}

/// What the generated code takes for a success although it is none: whoever stands on it must look at the body.
#[tokio::test]
async fn what_the_generated_types_cannot_tell() {
    let error = operation("getMessages").answer("404").to_string();
    let array = "[[]]";
    for (id, body, decoded) in [
        ("getConversations", error.as_str(), "{}"),
        ("getMessages", &error, "{}"),
        ("getMessagesByExternalId", &error, "{}"),
        ("getHealth", &error, "{}"),
        ("createMessage", &error, "{}"),
        ("getConversations", array, "{}"),
        ("getMessages", array, "{}"),
        // The request holds two records.
        (
            "manyAgentMetadata",
            r#"{"errorCount":0,"results":[]}"#,
            r#"{"errorCount":0,"results":[]}"#,
        ),
        (
            "manyAgentMetadata",
            r#"{"errorCount":9,"results":[{}]}"#,
            r#"{"errorCount":9,"results":[{}]}"#,
        ),
        ("manyAgentMetadata", "[0,[]]", r#"{"errorCount":0,"results":[]}"#),
    ] {
        let answer = answered(operation(id), 200, body).await.unwrap();
        assert_eq!(answer, value(decoded), "{id} {body}");
    }
}

#[tokio::test]
async fn an_error_under_its_own_status_is_never_a_list() {
    for id in ["getConversations", "getMessages", "getMessagesByExternalId"] {
        let operation = operation(id);
        for body in [operation.answer("404").to_string(), "{}".into(), r#"{"items":[]}"#.into()] {
            let answer = answered(operation, 404, &body).await;
            assert_unread(answer, 404, &body, id).await;
        }
    }
}

#[tokio::test]
async fn an_answer_may_have_words_that_are_no_words_of_the_contract() {
    let operation = operation("getMessage");
    let (status, mut message) = operation.success();
    let properties = schema(&operation.published["responses"]["200"])["properties"].clone();
    let roles = &properties["sender"]["properties"]["role"]["enum"];
    assert_eq!(*roles, json!(["agent", "customer", "system"]));
    assert_eq!(properties["text"]["minLength"], 1);
    message["sender"]["role"] = json!("supervisor");
    message["text"] = json!("");
    let decoded = answered(operation, status, &message.to_string()).await.unwrap();
    assert_eq!(decoded, message);
    let health = answered(self::operation("getHealth"), 200, r#"{"healthCheck":"DEGRADED"}"#).await;
    assert_eq!(health.unwrap(), json!({"healthCheck": "DEGRADED"}));
}

/// As a value, in which the order of keys means nothing.
fn value(json: &str) -> Value {
    json.parse().unwrap()
}

#[tokio::test]
async fn what_a_contract_leaves_out_reads_as_absent() {
    let (_, mut message) = operation("getMessage").success();
    message["sender"].as_object_mut().unwrap().remove("externalId");
    let absent = message.to_string();
    message["sender"]["externalId"] = Value::Null;
    let decoded = answered(operation("getMessage"), 200, &message.to_string()).await.unwrap();
    assert_eq!(decoded, value(&absent), "null is allowed here, and reads as absent");
    let nulls = r#"{"agent":null,"customer":{"externalId":"b","name":null},"externalId":"a","id":null,"metadata":null}"#;
    let bare = r#"{"customer":{"externalId":"b"},"externalId":"a"}"#;
    let decoded = answered(operation("getConversation"), 200, nulls).await.unwrap();
    assert_eq!(decoded, value(bare), "so it does where it is not");
    for (id, body) in [
        ("getMessage", absent.as_str()),
        ("getMessages", "{}"),
        ("getMessagesByExternalId", "{}"),
        ("getConversation", bare),
        ("getHealth", "{}"),
        ("singleAgentMetadata", r#"{"result":{}}"#),
        ("manyAgentMetadata", r#"{"errorCount":0,"results":[{}]}"#),
        ("getConversations", "{}"),
        ("createMessage", "{}"),
        ("createOrUpdateConversation", "{}"),
        ("singleConvoMetadata", r#"{"result":{}}"#),
    ] {
        let decoded = answered(operation(id), 200, body).await.unwrap();
        assert_eq!(decoded, value(body), "{id}");
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
                        .json_body(reread(&body));
                    let (status, answer) = operation.success_on_the_wire();
                    then.status(status).body(answer);
                })
                .await;
            call(&server, &operation.id, &body).await.unwrap();
            documented.assert_async().await;
        }
    }
}

#[tokio::test]
async fn the_query_goes_out_as_documented() {
    for id in ["getConversations", "getMessagesByExternalId"] {
        let operation = operation(id);
        let server = MockServer::start_async().await;
        let documented = server
            .mock_async(|when, then| {
                when.method("GET")
                    .path(&operation.path)
                    .query_param("externalId", external_id(id))
                    .header_missing("api-version");
                then.status(200).body("{}");
            })
            .await;
        call(&server, id, &Value::Null).await.unwrap();
        documented.assert_async().await;
    }
}

#[test]
fn request_examples_survive_their_types() {
    fn again<T: DeserializeOwned + Serialize>(value: &Value) -> Value {
        serde_json::to_value(typed::<T>(value)).unwrap()
    }
    let types: [(&str, Again<Value>, usize); 10] = [
        ("createOrUpdateConversation", again::<ConversationUpsert>, 1),
        ("createMessage", again::<Message>, 1),
        ("createBatchMessages", again::<BatchMessages>, 2),
        ("postAuthenticate", again::<Authentication>, 1),
        ("singleConvoMetadata", again::<ConversationMetadata>, 2),
        ("manyConversationMetadata", again::<ConversationMetadataBatch>, 2),
        ("singleAgentMetadata", again::<AgentMetadata>, 2),
        ("manyAgentMetadata", again::<AgentMetadataBatch>, 2),
        ("singleCustomerMetadata", again::<CustomerMetadata>, 2),
        ("manyCustomerMetadata", again::<CustomerMetadataBatch>, 2),
    ];
    for (id, again, count) in types {
        let requests = operation(id).requests();
        assert_eq!(requests.len(), count, "{id}");
        for request in requests {
            assert_eq!(again(&request), reread(&request), "{id}");
        }
    }
    let attribute = &record_properties()["attributes"]["items"]["example"];
    assert_eq!(again::<Attribute>(attribute), *attribute);
}

#[test]
fn null_is_written_where_it_is_meant_and_absent_where_nothing_is() {
    let bare: AgentMetadata = typed(&json!({"externalAgentId": "agent158"}));
    assert_eq!(serde_json::to_string(&bare).unwrap(), r#"{"externalAgentId":"agent158"}"#);
    let nulls = AgentMetadata {
        agent_name: Some(None.into()),
        lob_id: Some(None.into()),
        languages: Some(None.into()),
        concurrency: Some(None.into()),
        start_ts: Some(None.into()),
        email_address: Some(None.into()),
        attributes: Some(None.into()),
        ..bare.clone()
    };
    let expected = json!({
        "externalAgentId": "agent158", "agentName": null, "lobId": null, "languages": null,
        "concurrency": null, "startTs": null, "emailAddress": null, "attributes": null,
    });
    let written = serde_json::to_value(&nulls).unwrap();
    assert_eq!(written, expected);
    // The other way there is but one of them.
    assert_eq!(typed::<AgentMetadata>(&written), bare);

    let bare: ConversationMetadata = typed(&json!({"externalConversationId": "id-1389"}));
    let nulls = ConversationMetadata {
        device_type: Some(None.into()),
        platform: Some(None.into()),
        operating_system: Some(None.into()),
        company_segment: Some(None.into()),
        browser_version: Some(None.into()),
        ..bare
    };
    let expected = json!({
        "externalConversationId": "id-1389", "deviceType": null, "platform": null,
        "operatingSystem": null, "companySegment": null, "browserVersion": null,
    });
    assert_eq!(serde_json::to_value(&nulls).unwrap(), expected);

    let keys = json!({"externalConversationId": "issue509", "externalCustomerId": "a@b"});
    let bare: CustomerMetadata = typed(&keys);
    let nulls = CustomerMetadata {
        phone_number: Some(None.into()),
        address_zipcode: Some(None.into()),
        address_state: Some(None.into()),
        ..bare
    };
    let expected = json!({
        "externalConversationId": "issue509", "externalCustomerId": "a@b", "phoneNumber": null,
        "addressZipcode": null, "addressState": null,
    });
    assert_eq!(serde_json::to_value(&nulls).unwrap(), expected);
}

#[test]
fn an_empty_list_is_written_as_one() {
    let bare: AgentMetadata = typed(&json!({"externalAgentId": "agent158"}));
    let empty = AgentMetadata {
        languages: Some(Some(Vec::new().into()).into()),
        attributes: Some(Some(Vec::new().into()).into()),
        ..bare
    };
    let expected = json!({"externalAgentId": "agent158", "languages": [], "attributes": []});
    assert_eq!(serde_json::to_value(&empty).unwrap(), expected);
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
    assert_eq!(record.device_type, Some(Some(DeviceType::Tablet).into()));
    assert_eq!(record.platform, Some(Some(Platform::Ios).into()));
    assert_eq!(record.operating_system, Some(Some(OperatingSystem::MacOs).into()));
    let pairs = record.attributes.unwrap().0.unwrap();
    let second: &Attribute = &pairs[1];
    assert_eq!(second.name.as_deref().map(String::as_str), Some("attr2_name"));
    assert_eq!(second.value.as_deref().map(String::as_str), Some("attr2_value"));

    let agent: AgentMetadata = typed(&operation("singleAgentMetadata").request());
    assert_eq!(agent.concurrency.unwrap().0.unwrap().0, 3);
    assert_eq!(agent.languages.unwrap().0.unwrap()[1].as_str(), "zh-hans-hk");
    let hired: DateTime<Utc> = "2022-07-08T11:15:53.237517Z".parse().unwrap();
    assert_eq!(agent.start_ts.unwrap().0.unwrap(), hired.into());
    assert_eq!(agent.email_address.unwrap().0.unwrap().0, "jdoe@example.com");

    let many: CustomerMetadataBatch = typed(&operation("manyCustomerMetadata").request());
    let keys: Vec<&str> = many.items.iter().map(|it| it.external_customer_id.as_str()).collect();
    assert_eq!(keys[0], "555.555.0100-jdoe@example.com");
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
