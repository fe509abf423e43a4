//! Metadata records, one and many.

use std::collections::HashSet;

use crate::support::{Api, METADATA, Reply, reason, refused, reply};
use asapp_emulator::StoredMetadata;
use serde_json::{Value, json};

const SINGLE: [&str; 3] = ["singleConvoMetadata", "singleAgentMetadata", "singleCustomerMetadata"];
const MANY: [&str; 3] = ["manyConversationMetadata", "manyAgentMetadata", "manyCustomerMetadata"];

fn path(operation: &str) -> String {
    let (number, subject) = match operation {
        "singleConvoMetadata" => ("single", "convo"),
        "singleAgentMetadata" => ("single", "agent"),
        "singleCustomerMetadata" => ("single", "customer"),
        "manyConversationMetadata" => ("many", "convo"),
        "manyAgentMetadata" => ("many", "agent"),
        _ => ("many", "customer"),
    };
    format!("/metadata-ingestion/v1/{number}-{subject}-metadata")
}

async fn post(api: &Api, operation: &str, body: Value) -> Reply {
    api.post(&path(operation), body).await.judged(operation)
}

/// A record that each of the three kinds accepts, as unknown fields are ignored.
fn record(key: &str) -> Value {
    json!({"externalConversationId": key, "externalAgentId": key, "externalCustomerId": key})
}

fn record_with(field: &str, value: Value) -> Value {
    let mut record = record("x");
    record[field] = value;
    record
}

/// What is stored, by the order of the operations above.
fn stored(api: &Api) -> [Vec<StoredMetadata>; 3] {
    let emulator = &api.emulator;
    [emulator.conversation_metadata(), emulator.agent_metadata(), emulator.customer_metadata()]
}

#[tokio::test]
async fn each_record_goes_to_its_own_list() {
    for (at, (single, many)) in SINGLE.into_iter().zip(MANY).enumerate() {
        let api = Api::start().await;
        let mut first = record("first");
        first["eventId"] = "event-1".into();
        first["attributes"] = Value::Null;
        first["unknown"] = json!({"kept": [1.5]});
        let reply = post(&api, single, first.clone()).await;
        assert_eq!((reply.status, reply.body), (200, json!({"result": {"eventId": "event-1"}})));

        let mut second = record("second");
        second["eventId"] = "event-2".into();
        let reply = post(&api, many, json!({"items": [second, record("third")]})).await;
        assert_eq!((reply.status, &reply.body["errorCount"]), (200, &json!(0)));
        assert_eq!(reply.body["results"][0], json!({"eventId": "event-2", "error": ""}));
        assert_eq!(reply.body["results"][1]["error"], "");

        let lists = stored(&api);
        let counts: Vec<_> = lists.iter().map(Vec::len).collect();
        let expected: Vec<_> = (0..3).map(|list| if list == at { 3 } else { 0 }).collect();
        assert_eq!(counts, expected, "{single}");
        assert_eq!(lists[at][0].record(), &first);
        assert_eq!(lists[at][1].external_conversation_id(), Some("second"));
        assert_eq!(lists[at][1].external_agent_id(), Some("second"));
        assert_eq!(lists[at][1].external_customer_id(), Some("second"));
        assert_eq!(reply.body["results"][1]["eventId"], lists[at][2].event_id.as_str());

        let state = self::reply(api.anonymous("GET", "/_emulator/state")).await.body;
        for (list, name) in ["conversation", "agent", "customer"].into_iter().enumerate() {
            assert_eq!(state[format!("{name}Metadata")], json!(lists[list]), "{name}");
        }
        assert_eq!(json!(lists[at][0]), json!({"eventId": "event-1", "record": first}));
    }
}

#[tokio::test]
async fn an_event_id_is_made_where_none_is_given() {
    let api = Api::start().await;
    let mut event_ids = HashSet::new();
    for (single, many) in SINGLE.into_iter().zip(MANY) {
        for record in [record("x"), record_with("eventId", Value::Null)] {
            let reply = post(&api, single, record.clone()).await;
            assert_eq!(reply.status, 200);
            assert!(reply.body["result"].get("error").is_none());
            event_ids.insert(reply.body["result"]["eventId"].as_str().unwrap().to_owned());
            let reply = post(&api, many, json!({"items": [record]})).await;
            event_ids.insert(reply.body["results"][0]["eventId"].as_str().unwrap().to_owned());
        }
    }
    assert!(event_ids.iter().all(|event_id| event_id.len() == 36), "{event_ids:?}");
    let stored: HashSet<_> =
        stored(&api).into_iter().flatten().map(|stored| stored.event_id).collect();
    assert_eq!((stored.len(), stored), (12, event_ids));
}

#[tokio::test]
async fn nulls_are_accepted_and_kept() {
    let document = include_str!("../../contract/metadata-ingestion.json");
    let document: Value = serde_json::from_str(document).unwrap();
    for (at, nullable) in [17, 21, 9].into_iter().enumerate() {
        let api = Api::start().await;
        let body = &document["paths"][path(SINGLE[at])]["post"]["requestBody"];
        let fields =
            body["content"]["application/json"]["schema"]["properties"].as_object().unwrap();
        let fields = fields.iter().filter(|(_, field)| field["nullable"] == true);
        let mut record = record("x");
        let mut nulls = 0;
        for (field, _) in fields {
            record[field] = Value::Null;
            nulls += 1;
        }
        assert_eq!(nulls, nullable, "{}", SINGLE[at]);
        assert_eq!(post(&api, SINGLE[at], record.clone()).await.status, 200);
        let reply = post(&api, MANY[at], json!({"items": [record]})).await;
        assert_eq!((reply.status, &reply.body["errorCount"]), (200, &json!(0)));
        let stored = &stored(&api)[at];
        assert_eq!(stored.len(), 2);
        assert!(stored.iter().all(|stored| *stored.record() == record));
    }
}

#[tokio::test]
async fn one_bad_record_does_not_refuse_the_others() {
    let api = Api::start().await;
    let items = json!([
        {"externalAgentId": "agent-1", "eventId": "event-1"},
        {"eventId": "event-2"},
        {"externalAgentId": "agent-3"},
        {"externalAgentId": "agent-4", "eventId": "!", "concurrency": 4111.0},
        "4111",
        {"externalAgentId": "agent-6", "eventId": "event-6", "emailAddress": "4111", "languages": ["en", "!"]},
        {"externalAgentId": "agent-7", "eventId": "event-1"},
    ]);
    let reply = post(&api, "manyAgentMetadata", json!({"items": items})).await;
    assert_eq!((reply.status, &reply.body["errorCount"]), (200, &json!(4)));
    let results = reply.body["results"].as_array().unwrap();
    assert_eq!(results.len(), 7);

    let accepted: [(usize, Option<&str>); 3] =
        [(0, Some("event-1")), (2, None), (6, Some("event-1"))];
    for (at, event_id) in accepted {
        assert_eq!(results[at]["error"], "", "{at}");
        let given = results[at]["eventId"].as_str().unwrap();
        assert!(event_id.map_or(given.len() == 36, |expected| given == expected), "{given}");
    }
    let bad: [(usize, Option<&str>, &[&str]); 4] = [
        (1, Some("event-2"), &["[Path '/externalAgentId'] is required"]),
        (
            3,
            None,
            &[
                "[Path '/eventId'] must satisfy pattern",
                "[Path '/concurrency'] must satisfy type [\"integer\",\"null\"]",
            ],
        ),
        (4, None, &["[Path ''] must satisfy type \"object\""]),
        (
            5,
            Some("event-6"),
            &[
                "[Path '/emailAddress'] must satisfy format \"email\"",
                "[Path '/languages/1'] must satisfy pattern",
            ],
        ),
    ];
    for (at, event_id, expected) in bad {
        let reason = refused(&results[at], event_id);
        for expected in expected {
            assert!(reason.contains(expected), "{reason}");
        }
        assert!(!reason.contains("4111"), "{reason}");
    }

    let stored = api.emulator.agent_metadata();
    let keys: Vec<_> = stored.iter().filter_map(StoredMetadata::external_agent_id).collect();
    assert_eq!(keys, ["agent-1", "agent-3", "agent-7"]);
    assert_eq!(stored[1].event_id, results[2]["eventId"]);
}

#[tokio::test]
async fn many_records_are_refused_where_none_is_good() {
    for many in MANY {
        let api = Api::start().await;
        let items = [json!({"eventId": "event-1"}), json!(null), json!([])];
        let reply = post(&api, many, json!({"items": items})).await;
        assert_eq!((reply.status, &reply.body["errorCount"]), (400, &json!(3)));
        assert!(refused(&reply.body["results"][0], Some("event-1")).contains("is required"));
        for at in [1, 2] {
            refused(&reply.body["results"][at], None);
        }
        assert_eq!(reply.body["results"].as_array().map(Vec::len), Some(3));
        assert!(stored(&api).iter().all(Vec::is_empty));
    }
}

#[tokio::test]
async fn what_is_no_list_of_records_is_refused_as_one() {
    let rows = [
        (json!({}), "[Path '/items'] is required"),
        (json!({"items": null}), "[Path '/items'] must satisfy type \"array\""),
        (json!({"items": {}}), "[Path '/items'] must satisfy type \"array\""),
        (json!({"items": []}), "[Path '/items'] must satisfy minItems 1"),
        (
            json!({"items": vec![record("4111"); 1001]}),
            "[Path '/items'] must satisfy maxItems 1000",
        ),
        (json!({"items": vec![json!({}); 1 << 17]}), "[Path '/items'] must satisfy maxItems 1000"),
        (json!([record("4111")]), "[Path ''] must satisfy type \"object\""),
        (json!("4111"), "[Path ''] must satisfy type \"object\""),
        (record_with("eventId", json!("event-1")), "[Path '/items'] is required"),
    ];
    for many in MANY {
        let api = Api::start().await;
        for (body, expected) in &rows {
            let reply = post(&api, many, body.clone()).await;
            assert_eq!(reply.status, 400, "{expected}");
            assert_eq!(reason(many, "", &reply.body), *expected);
        }
        let reply =
            api.post(&format!("{}?a=%FF", path(many)), json!({"items": [record("x")]})).await;
        assert_eq!(reason(many, "", &reply.body), "[query] must be percent-encoded UTF-8");
        assert!(stored(&api).iter().all(Vec::is_empty));
    }
}

#[tokio::test]
async fn a_thousand_records_are_judged_to_the_last() {
    for (at, many) in MANY.into_iter().enumerate() {
        let api = Api::start().await;
        let padding = "4".repeat(1000);
        let mut items = vec![json!({"eventId": "event-1", "padding": padding}); 999];
        items.push(record("last"));
        let reply = post(&api, many, json!({"items": items})).await;
        assert_eq!((reply.status, &reply.body["errorCount"]), (200, &json!(999)));
        let results = reply.body["results"].as_array().unwrap();
        let refusals = results[..999].iter().map(|result| refused(result, Some("event-1")));
        assert!(refusals.into_iter().all(|reason| reason.contains("is required")));
        assert_eq!((results.len(), &results[999]["error"]), (1000, &json!("")));
        assert_eq!(stored(&api)[at].len(), 1);

        let reply = post(&api, many, json!({"items": vec![record("x"); 1000]})).await;
        assert_eq!((reply.status, &reply.body["errorCount"]), (200, &json!(0)));
        assert_eq!(stored(&api)[at].len(), 1001);
    }
}

#[tokio::test]
async fn of_each_record_of_a_huge_body_the_first_fault_is_told() {
    let api = Api::start().await;
    let huge = record_with("languages", json!(vec!["!"; 1 << 17]));
    let small = record_with("languages", json!(["!", "!"]));
    let reply = post(&api, "manyAgentMetadata", json!({"items": [huge, small]})).await;
    let faults = |at: usize| refused(&reply.body["results"][at], None).matches("Path").count();
    assert_eq!((reply.status, faults(0), faults(1)), (400, 1, 1));
}

#[tokio::test]
async fn an_event_id_at_fault_is_not_echoed_from_a_huge_body() {
    let api = Api::start().await;
    let padding = "4".repeat(1 << 20);
    let rows = [("!", None), (&padding, None), ("event-1", Some("event-1"))];
    for (given, expected) in rows {
        let record = json!({"eventId": given, "padding": padding});
        let one = post(&api, "singleConvoMetadata", record.clone()).await;
        let many = post(&api, "manyConversationMetadata", json!({"items": [record]})).await;
        for result in [&one.body["result"], &many.body["results"][0]] {
            let reason = refused(result, expected);
            assert!(reason.contains("is required"), "{reason}");
        }
    }
}

#[tokio::test]
async fn metadata_faults_have_their_own_shape() {
    let api = Api::start().await;
    let long = "4".repeat(257);
    let rows = [
        (json!({}), None, "[Path '/externalConversationId'] is required"),
        (
            json!({"eventId": "event-1"}),
            Some("event-1"),
            "[Path '/externalConversationId'] is required",
        ),
        (json!({"eventId": null}), None, "is required"),
        (json!({"eventId": "!"}), None, "[Path '/eventId'] must satisfy pattern"),
        (json!({"externalConversationId": long, "eventId": 7}), None, "maxLength 256"),
        (
            json!({"externalConversationId": "x", "eventId": "e", "platform": "FAX"}),
            Some("e"),
            "[Path '/platform']",
        ),
        (
            json!({"externalConversationId": null, "eventId": "e"}),
            Some("e"),
            "[Path '/externalConversationId']",
        ),
        (
            json!({"externalConversationId": "x", "attributes": vec![json!({}); 11]}),
            None,
            "maxItems 10",
        ),
        (json!("x"), None, "[Path '']"),
    ];
    let mut event_ids = HashSet::new();
    for (record, event_id, expected) in rows {
        let reply = api.post(METADATA, record).await.judged("singleConvoMetadata");
        assert_eq!(reply.status, 400);
        let reason = refused(&reply.body["result"], event_id);
        assert!(reason.contains(expected), "{reason}");
        event_ids.insert(reply.body["result"]["eventId"].to_string());
    }
    assert_eq!(event_ids.len(), 8, "generated ids differ");
    assert!(api.emulator.conversation_metadata().is_empty());
}
