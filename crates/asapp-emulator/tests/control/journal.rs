//! The journal over the control API, and what it keeps to itself.

use serde_json::{Value, json};

use crate::support::{CONVERSATIONS, Control, TIME};

/// Stands in all that a caller can send; a credential has its own.
const MARK: &str = "mark4111";
const CREDENTIAL: &str = "credential4112";

async fn with_marks_everywhere() -> Control {
    let control = Control::start().await;
    let key = json!({"id": format!("id-{MARK}"), "secret": CREDENTIAL});
    control.call("POST", "keys", Some(key)).await;
    let conversation = json!({
        "externalId": MARK,
        "agent": {"externalId": MARK, "name": MARK},
        "customer": {"externalId": MARK, "name": MARK},
        "metadata": {MARK: MARK},
        "timestamp": TIME,
    });
    let created = control.write(CONVERSATIONS, conversation).await;
    let path = format!("{CONVERSATIONS}/{}", created["id"].as_str().unwrap());
    let sender = json!({"role": "agent", "externalId": MARK});
    let message = json!({"text": MARK, "sender": sender, "timestamp": TIME});
    control.write(&format!("{path}/messages"), message.clone()).await;
    control.write(&format!("{path}/messages/batch"), json!({"messages": [message]})).await;
    let credentials = json!({"customerExternalId": MARK, "streamId": MARK,
        "auth": {"token": CREDENTIAL, "headers": {CREDENTIAL: CREDENTIAL}}});
    control.write(&format!("{path}/authenticate"), credentials.clone()).await;
    let records = [
        (
            "convo",
            json!({"externalConversationId": MARK, "eventId": MARK, MARK: [{MARK: 41110}], "deviceType": null}),
        ),
        ("agent", json!({"externalAgentId": MARK, "agentName": MARK})),
        ("customer", json!({"externalCustomerId": MARK, "externalConversationId": MARK})),
    ];
    for (subject, record) in records {
        let path = format!("/metadata-ingestion/v1/single-{subject}-metadata");
        control.write(&path, record).await;
    }
    let find = format!("{CONVERSATIONS}?externalId={MARK}&{MARK}={MARK}");
    control.api("GET", &find).send().await.unwrap();
    // Refused ones: for the key, for malformed JSON, for the schema.
    let authenticate = format!("{path}/authenticate");
    let stranger = reqwest::Client::new();
    let url = format!("{}{authenticate}", control.emulator.url());
    let stranger = stranger.post(url).header("asapp-api-id", MARK);
    stranger.header("asapp-api-secret", CREDENTIAL).json(&credentials).send().await.unwrap();
    let broken = format!(r#"{{"auth": {{"token": "{CREDENTIAL}"}}, "{MARK}""#);
    let json = "application/json";
    control
        .api("POST", &authenticate)
        .header("content-type", json)
        .body(broken)
        .send()
        .await
        .unwrap();
    let misspelt = json!({"customerExternalId": MARK, "Auth": {"token": CREDENTIAL}});
    control.api("POST", &authenticate).json(&misspelt).send().await.unwrap();
    let listed = json!([{"auth": {"token": CREDENTIAL}}]);
    control.api("POST", &authenticate).json(&listed).send().await.unwrap();
    // Refused ones that lead to no operation: for the method, for the path.
    control.api("PUT", &authenticate).json(&credentials).send().await.unwrap();
    control.api("POST", &format!("{path}/authentication")).json(&credentials).send().await.unwrap();
    control.api("POST", &format!("{path}/authentication")).json(&misspelt).send().await.unwrap();
    let faulty = json!({"text": [MARK], "sender": {"role": MARK}, MARK: MARK});
    control.api("POST", &format!("{path}/messages")).json(&faulty).send().await.unwrap();
    control
}

fn texts(value: &Value) -> String {
    value.to_string()
}

#[tokio::test]
async fn by_default_nothing_of_the_callers_own_is_told() {
    let control = with_marks_everywhere().await;
    for path in ["requests", "counters", "state?texts=hidden", "clock", "settings", "plans"] {
        let told = texts(&control.get(path).await);
        assert!(!told.contains(MARK) && !told.contains(CREDENTIAL), "{path}: {told}");
        assert!(!told.contains("41110"), "{path}: {told}");
    }
    let entries = control.get("requests").await["requests"].take();
    for entry in entries.as_array().unwrap() {
        for member in ["target", "requestBody", "answerBody", "apiId"] {
            assert!(entry.get(member).is_none(), "{member}");
        }
    }
}

#[tokio::test]
async fn bodies_are_told_on_demand_without_credentials() {
    let control = with_marks_everywhere().await;
    let told = control.get("requests?bodies=shown").await;
    let text = texts(&told);
    assert!(text.contains(MARK) && !text.contains(CREDENTIAL), "{text}");
    let entries = told["requests"].as_array().unwrap();
    let of = |operation: &str| -> Vec<&Value> {
        entries.iter().filter(|entry| entry["operation"] == operation).collect()
    };
    let authenticated = of("postAuthenticate");
    let bodies: Vec<_> =
        authenticated.iter().map(|entry| entry["requestBody"].as_str().unwrap()).collect();
    let hidden = json!({"customerExternalId": MARK, "streamId": MARK, "auth": "<hidden>"});
    let hidden = hidden.to_string();
    let misspelt = json!({"customerExternalId": MARK, "Auth": "<hidden>"}).to_string();
    let expected = [&hidden, &hidden, "<hidden>", &misspelt, "<hidden>"];
    assert_eq!(bodies, expected, "where nothing can be told apart, nothing is told");
    let found = of("getConversations")[0];
    let target = format!("/conversation/v1/conversations?externalId={MARK}&{MARK}={MARK}");
    assert_eq!(found["target"], target);
    assert!(found["answerBody"].as_str().unwrap().contains(MARK));
    assert!(entries.iter().all(|entry| entry.get("apiId").is_none()));
}

#[tokio::test]
async fn credentials_are_told_on_demand_but_never_a_secret() {
    let control = with_marks_everywhere().await;
    let told = control.get("requests?credentials=shown").await;
    assert!(!texts(&told).contains(CREDENTIAL), "without bodies");
    let ids: Vec<_> =
        told["requests"].as_array().unwrap().iter().map(|entry| &entry["apiId"]).collect();
    assert_eq!((ids[0], ids.iter().filter(|id| **id == MARK).count()), (&json!("test-id"), 1));

    let told = texts(&control.get("requests?bodies=shown&credentials=shown").await);
    assert!(told.contains(CREDENTIAL) && !told.contains("test-secret"), "{told}");
    assert!(!told.contains("<hidden>"));
}

#[tokio::test]
async fn only_later_requests_are_told() {
    let control = Control::start().await;
    control.conversation("id-111", &["one", "two"]).await;
    let numbers = async |path: &str| -> Vec<u64> {
        let told = control.get(path).await;
        let entries = told["requests"].as_array().unwrap();
        entries.iter().map(|entry| entry["number"].as_u64().unwrap()).collect()
    };
    assert_eq!(numbers("requests").await, [1, 2, 3]);
    assert_eq!(numbers("requests?after=0").await, [1, 2, 3]);
    assert_eq!(numbers("requests?after=2").await, [3]);
    assert_eq!(numbers("requests?after=3").await, [0; 0]);
    assert_eq!(numbers("requests?after=18446744073709551615").await, [0; 0]);
    let counters = control.get("counters").await;
    assert_eq!(
        (&counters["requests"], &counters["operations"]["createMessage"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(counters["statuses"], json!({"200": 3}), "the emulator's own paths do not count");
}

#[tokio::test]
async fn hidden_texts_leave_their_lengths() {
    let control = with_marks_everywhere().await;
    let state = control.get("state?texts=hidden").await;
    let hidden = json!(format!("<{} characters>", MARK.len()));
    let conversation = &state["conversations"][0];
    for pointer in ["/externalId", "/agent/name", "/customer/externalId", "/metadata/key 1"] {
        assert_eq!(conversation.pointer(pointer), Some(&hidden), "{pointer}");
    }
    let message = &conversation["messages"][0];
    assert_eq!((&message["text"], &message["sender"]["externalId"]), (&hidden, &hidden));
    assert_eq!(
        (&message["sender"]["role"], &message["clientTimestamp"]),
        (&json!("agent"), &json!(TIME))
    );
    assert_eq!(state["authentications"][0]["auth"], json!(["headers", "token"]));
    let record = &state["conversationMetadata"][0]["record"];
    assert_eq!((&record["externalConversationId"], &record["deviceType"]), (&hidden, &Value::Null));
    assert!(record.as_object().unwrap().keys().any(|name| name.starts_with("key ")), "{record}");
    assert_eq!(control.get("state").await["conversations"][0]["externalId"], MARK);
}
