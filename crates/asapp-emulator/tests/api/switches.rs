//! Each switch in each of its values, set before the start and while the emulator runs.

use asapp_emulator::{EmptyBatch, Emulator, RepeatedMessage, Settings, ZonelessTimestamps};
use serde_json::{Value, json};

use crate::support::{
    Api, CONVERSATIONS, MESSAGES_BY_EXTERNAL_ID, METADATA, conversation, message,
};

const ZONELESS: &str = "2021-11-23T12:13:14.5";

/// One emulator that is started with the change, and one that is changed while it runs.
async fn both_ways(change: impl Fn(&mut Settings) + Clone) -> [Api; 2] {
    let before = Api::with(Emulator::builder().configure(change.clone())).await;
    let while_running = Api::start().await;
    while_running.emulator.configure(change);
    assert_eq!(before.emulator.settings(), while_running.emulator.settings());
    [before, while_running]
}

async fn messages(api: &Api) -> String {
    format!("{CONVERSATIONS}/{}/messages", api.conversation("id-111").await)
}

fn texts(api: &Api) -> Vec<String> {
    let id = api.emulator.conversation("id-111").unwrap().id;
    api.emulator.messages(&id).into_iter().map(|message| message.text).collect()
}

#[tokio::test]
async fn healthy() {
    for (healthy, expected) in [(true, "SUCCESS"), (false, "FAILED")] {
        for api in both_ways(|settings| settings.healthy = healthy).await {
            let health = api.get("/v1/health").await.judged("getHealth");
            assert_eq!((health.status, &health.body["healthCheck"]), (200, &json!(expected)));
        }
    }
}

#[tokio::test]
async fn longest_body() {
    let body = conversation("id-111").to_string();
    for (longest, expected) in
        [(body.len(), 200), (body.len() - 1, 413), (0, 413), (usize::MAX, 200)]
    {
        for api in both_ways(|settings| settings.longest_body = longest).await {
            assert_eq!(api.post_text(CONVERSATIONS, body.clone()).await.status, expected);
        }
    }
}

#[tokio::test]
async fn empty_batch() {
    for (empty_batch, expected) in [(EmptyBatch::Refuse, 400), (EmptyBatch::Accept, 200)] {
        for api in both_ways(|settings| settings.empty_batch = empty_batch).await {
            let batch = messages(&api).await + "/batch";
            let reply = api.post(&batch, json!({})).await.judged("createBatchMessages");
            assert_eq!(reply.status, expected);
            for still_refused in [json!({"messages": []}), json!({"messages": null}), json!([])] {
                assert_eq!(api.post(&batch, still_refused).await.status, 400);
            }
            assert!(texts(&api).is_empty());
        }
    }
}

#[tokio::test]
async fn repeated_messages_are_stored_again() {
    let default = Settings::default().repeated_message;
    for api in both_ways(|settings| settings.repeated_message = default).await {
        let path = messages(&api).await;
        for _ in 0..2 {
            assert_eq!(api.post(&path, message("x")).await.status, 200);
            let batch = json!({"messages": [message("x"), message("x")]});
            assert_eq!(api.post(&(path.clone() + "/batch"), batch).await.status, 200);
        }
        assert_eq!(texts(&api), ["x"; 6]);
    }
}

#[tokio::test]
async fn repeated_messages_are_a_conflict() {
    let change = |settings: &mut Settings| settings.repeated_message = RepeatedMessage::Conflict;
    for api in both_ways(change).await {
        let path = messages(&api).await;
        let batch = path.clone() + "/batch";
        let with = |pointer: &str, value: &str| {
            let mut other = message("one");
            *other.pointer_mut(pointer).unwrap() = json!(value);
            other
        };
        assert_eq!(api.post(&path, message("one")).await.status, 200);
        let again = api.post(&path, message("one")).await.judged("createMessage");
        assert_eq!(again.error().0, "409-01");
        for other in [
            with("/text", "One"),
            with("/sender/role", "agent"),
            with("/sender/externalId", "customer-y"),
            with("/timestamp", "2021-11-23T12:13:14.556Z"),
        ] {
            assert_eq!(api.post(&path, other).await.status, 200);
        }
        assert_eq!(texts(&api).len(), 5);

        let rows: [(&[&str], u16, usize); 5] = [
            (&["one"], 409, 5),
            (&["one", "two", "three"], 200, 7),
            (&["three", "one", "two"], 409, 7),
            (&["four", "four", "one", "four"], 200, 8),
            (&["four", "four"], 409, 8),
        ];
        for (given, status, count) in rows {
            let given: Vec<_> = given.iter().map(|text| message(text)).collect();
            let reply = api.post(&batch, json!({"messages": given})).await;
            assert_eq!((reply.status, texts(&api).len()), (status, count), "{given:?}");
        }

        // What another conversation holds is no conflict.
        let id = api.conversation("id-112").await;
        let other = format!("{CONVERSATIONS}/{id}/messages");
        assert_eq!(api.post(&other, message("one")).await.status, 200);
    }
}

#[tokio::test]
async fn zoneless_timestamps() {
    use ZonelessTimestamps::{AssumeUtc, Refuse};
    for (zoneless, expected) in [(Refuse, 400), (AssumeUtc, 200)] {
        for api in both_ways(|settings| settings.zoneless_timestamps = zoneless).await {
            let path = messages(&api).await;
            let mut one = message("x");
            one["timestamp"] = json!(ZONELESS);
            let mut upsert = conversation("id-112");
            upsert["timestamp"] = json!(ZONELESS);
            let record = json!({"externalAgentId": "agent-1", "startTs": ZONELESS});
            let many = |record: &Value| json!({"items": [record]});
            let rows = [
                (path.clone(), one.clone()),
                (path.clone() + "/batch", json!({"messages": [message("y"), one]})),
                (CONVERSATIONS.to_owned(), upsert),
                ("/metadata-ingestion/v1/single-agent-metadata".to_owned(), record.clone()),
                ("/metadata-ingestion/v1/many-agent-metadata".to_owned(), many(&record)),
            ];
            for (path, body) in rows {
                assert_eq!(api.post(&path, body).await.status, expected, "{path}");
            }
            if zoneless == AssumeUtc {
                let with_zone = format!("{ZONELESS}Z");
                let id = api.emulator.conversation("id-111").unwrap().id;
                assert_eq!(api.emulator.messages(&id)[0].client_timestamp, with_zone);
                assert_eq!(api.emulator.messages(&id)[2].client_timestamp, with_zone);
                assert_eq!(api.emulator.conversation("id-112").unwrap().timestamp, with_zone);
                let records = api.emulator.agent_metadata();
                assert_eq!(records.len(), 2);
                assert!(records.iter().all(|one| one.record()["startTs"] == with_zone.as_str()));
            }
        }
    }
}

#[tokio::test]
async fn only_timestamps_are_given_a_zone() {
    let change =
        |settings: &mut Settings| settings.zoneless_timestamps = ZonelessTimestamps::AssumeUtc;
    for api in both_ways(change).await {
        let path = messages(&api).await;
        for junk in ["soon", "", "2021-11-23", "2021-11-23T12:13:14.5K", "2021-11-23T25:00:00"] {
            let mut one = message("x");
            one["timestamp"] = json!(junk);
            assert_eq!(api.post(&path, one).await.status, 400, "{junk}");
        }
        let mut free = conversation("id-112");
        free["metadata"] = json!({"timestamp": ZONELESS, "startTs": ZONELESS});
        assert_eq!(api.post(CONVERSATIONS, free.clone()).await.status, 200);
        let stored = api.emulator.conversation("id-112").unwrap();
        assert_eq!(json!(stored.metadata.unwrap()), free["metadata"]);

        let record = json!({"externalConversationId": "x", "timestamp": ZONELESS, "startTs": ZONELESS,
            "items": [{"startTs": ZONELESS, "timestamp": ZONELESS}]});
        assert_eq!(api.post(METADATA, record.clone()).await.status, 200);
        assert_eq!(api.emulator.conversation_metadata()[0].record(), &record);

        let auth = json!({"body": {"timestamp": ZONELESS}, "token": ZONELESS});
        let body = json!({"customerExternalId": "x", "auth": auth.clone()});
        let id = api.emulator.conversation("id-111").unwrap().id;
        let authenticate = format!("{CONVERSATIONS}/{id}/authenticate");
        assert_eq!(api.post(&authenticate, body).await.status, 204);
        assert_eq!(api.emulator.authentications()[0].auth(), &auth);
    }
}

#[tokio::test]
async fn redact_digits() {
    for (redact, expected) in
        [(false, ["card 4111 1111", "at 12"]), (true, ["card **** ****", "at 12"])]
    {
        for api in both_ways(|settings| settings.redact_digits = redact).await {
            let path = messages(&api).await;
            assert_eq!(api.post(&path, message("card 4111 1111")).await.status, 200);
            let batch = json!({"messages": [message("at 12")]});
            assert_eq!(api.post(&(path.clone() + "/batch"), batch).await.status, 200);
            assert_eq!(texts(&api), expected);
            let read = api.get(&path).await.judged("getMessages").body;
            let read = [&read["items"][0]["text"], &read["items"][1]["text"]];
            assert_eq!(read, expected);
        }
    }
}

#[tokio::test]
async fn transcript_limit() {
    for (limit, expected) in [(Some(0), 0), (Some(1), 1), (Some(2), 2), (Some(9), 3), (None, 3)] {
        for api in both_ways(|settings| settings.transcript_limit = limit).await {
            let path = messages(&api).await;
            for text in ["a", "b", "c"] {
                api.post(&path, message(text)).await;
            }
            let found = api.get(&format!("{MESSAGES_BY_EXTERNAL_ID}?externalId=id-111")).await;
            let found = found.judged("getMessagesByExternalId").body;
            assert_eq!(found["items"].as_array().unwrap().len(), expected);
            assert_eq!(api.get(&path).await.body["items"].as_array().unwrap().len(), 3);
        }
    }
}

#[tokio::test]
async fn transcript_seconds() {
    let rows = [(Some(0), 0, 0), (Some(60), 59, 1), (Some(60), 60, 0), (None, u32::MAX, 1)];
    for (seconds, passed, expected) in rows {
        for api in both_ways(|settings| settings.transcript_seconds = seconds).await {
            api.emulator.stop_clock_at(api.emulator.now());
            let path = messages(&api).await;
            api.post(&path, message("x")).await;
            api.emulator.advance_clock(std::time::Duration::from_secs(passed.into()));
            let found = api.get(&format!("{MESSAGES_BY_EXTERNAL_ID}?externalId=id-111")).await;
            assert_eq!(found.body["items"].as_array().unwrap().len(), expected, "{seconds:?}");
        }
    }
}

#[tokio::test]
async fn journal_entries() {
    for (entries, expected) in [(0, vec![]), (1, vec![5]), (3, vec![3, 4, 5])] {
        for api in both_ways(|settings| settings.journal_entries = entries).await {
            for _ in 0..5 {
                api.get("/v1/health").await;
            }
            let kept: Vec<_> = api.emulator.journal().iter().map(|entry| entry.number).collect();
            assert_eq!((kept, api.emulator.requests()), (expected.clone(), 5));
        }
    }
}

#[tokio::test]
async fn a_reset_brings_the_settings_of_the_start_back() {
    let api = Api::with(Emulator::builder().configure(|settings| settings.healthy = false)).await;
    let start = api.emulator.settings();
    api.emulator.configure(|settings| *settings = Settings::default());
    assert_ne!(api.emulator.settings(), start);
    api.emulator.reset();
    assert_eq!(api.emulator.settings(), start);
}
