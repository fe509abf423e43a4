//! Seeds: at the start, after a reset, and into a running emulator.

use asapp_emulator::{Contract, Emulator, Fault, Plan, RepeatedMessage, Seed};
use serde_json::{Value, json};

use crate::support::{Control, TIME, conversation, message};

fn everything() -> Value {
    let mut first = conversation("id-111");
    first["agent"] = json!({"externalId": "agent-111", "name": "agent-x"});
    first["metadata"] = json!({"queue": "some-queue"});
    first["messages"] = json!([message("one"), message("card 4111"), message("one")]);
    first["authentications"] =
        json!([{"customerExternalId": "customer-x", "auth": {"token": "t"}}]);
    json!({
        "now": "2022-01-02T03:04:05Z",
        "settings": {"repeatedMessage": "conflict", "transcriptLimit": null},
        "keys": [{"id": "own", "secret": "s", "products": ["metadataIngestion"]}],
        "conversations": [first, conversation("id-222")],
        "conversationMetadata": [{"externalConversationId": "id-111", "eventId": "event-1"}],
        "agentMetadata": [{"externalAgentId": "agent-111"}],
        "customerMetadata": [{"externalCustomerId": "customer-x", "externalConversationId": "id-111"}],
        "plans": [{"name": "own", "apiId": "own", "outcomes": {"getHealth": [{"fault": "reset"}]}}],
        "rates": {"seed": 7, "share": 0},
    })
}

fn holds_everything(emulator: &Emulator) {
    assert_eq!(emulator.now().to_rfc3339(), "2022-01-02T03:04:05+00:00");
    let settings = emulator.settings();
    assert_eq!(
        (settings.repeated_message, settings.transcript_limit),
        (RepeatedMessage::Conflict, None)
    );
    let ids: Vec<_> = emulator.conversations().into_iter().map(|one| one.external_id).collect();
    assert_eq!(ids, ["id-111", "id-222"]);
    let first = emulator.conversation("id-111").unwrap();
    assert_eq!(first.agent.unwrap().name.as_deref(), Some("agent-x"));
    assert_eq!(first.metadata.unwrap()["queue"], "some-queue");
    assert_eq!(first.created_timestamp, emulator.now());
    let texts: Vec<_> = emulator.messages(&first.id).into_iter().map(|one| one.text).collect();
    assert_eq!(texts, ["one", "card 4111", "one"]);
    let authentications = emulator.authentications();
    assert_eq!(authentications.len(), 1);
    assert_eq!(authentications[0].conversation_id, first.id);
    assert_eq!(authentications[0].auth(), &json!({"token": "t"}));
    assert_eq!(emulator.conversation_metadata()[0].event_id, "event-1");
    assert_eq!(emulator.agent_metadata()[0].external_agent_id(), Some("agent-111"));
    assert_eq!(emulator.customer_metadata()[0].external_customer_id(), Some("customer-x"));
}

#[tokio::test]
async fn an_emulator_starts_with_its_seed_and_goes_back_to_it() {
    let seed = Seed::from_json(everything().to_string()).unwrap();
    let control = Control::with(Emulator::builder().seed(seed)).await;
    holds_everything(&control.emulator);
    assert_eq!(control.get("plans").await["plans"][0]["name"], "own");
    assert_eq!(control.get("rates").await["seed"], 7);
    assert!(control.emulator.journal().is_empty());

    control.conversation("id-333", &["two"]).await;
    control.call("PATCH", "settings", Some(json!({"repeatedMessage": "store"}))).await;
    control.call("PUT", "clock", Some(json!({"running": true}))).await;
    for path in ["plans/own", "rates"] {
        control.call("DELETE", path, None).await;
    }
    for _ in 0..2 {
        control.call("POST", "reset", None).await;
        holds_everything(&control.emulator);
        assert_eq!(control.get("plans").await["plans"][0]["name"], "own");
        assert_eq!(control.get("rates").await["seed"], 7);
    }
}

#[tokio::test]
async fn a_key_of_the_seed_is_accepted() {
    let seed = Seed::try_from(everything()).unwrap();
    let emulator = Emulator::builder().seed(seed).start().await.unwrap();
    emulator.add_plan(Plan::new().name("none")).unwrap();
    for (path, expected) in
        [("/conversation/v1/conversations?externalId=x", 403), ("/v1/health", 200)]
    {
        let request = reqwest::Client::new().get(format!("{}{path}", emulator.url()));
        let request = request.header("asapp-api-id", "own").header("asapp-api-secret", "s");
        let request = request.header("emulator-plan", "none");
        assert_eq!(request.send().await.unwrap().status(), expected, "{path}");
    }
}

#[tokio::test]
async fn a_running_emulator_takes_a_seed_in() {
    let control = Control::start().await;
    control.conversation("id-000", &["before"]).await;
    assert_eq!(control.call("POST", "seed", Some(everything())).await.status, 204);
    assert_eq!(control.emulator.conversations().len(), 3);
    let again = control.call("POST", "seed", Some(everything())).await.faults();
    let expected = [
        "[Path '/plans/0/name'] a plan of this name is in force",
        "[Path '/plans/0/apiId'] a plan for this API id is in force",
    ];
    assert_eq!(again, expected);
    let id = control.emulator.conversation("id-111").unwrap().id;
    assert_eq!(control.emulator.messages(&id).len(), 3, "nothing of it was added");

    let mut without_plans = everything();
    without_plans["plans"].take();
    without_plans["plans"] = json!([]);
    let seed = Seed::try_from(without_plans).unwrap();
    control.emulator.seed(&seed).unwrap();
    assert_eq!(control.emulator.conversation("id-111").unwrap().id, id, "it is the same one");
    assert_eq!(control.emulator.messages(&id).len(), 6);
}

#[tokio::test]
async fn plans_of_a_refused_seed_are_not_followed() {
    let emulator = Emulator::start().await.unwrap();
    emulator.add_plan(Plan::new().name("taken").on("getHealth", [Fault::reset()])).unwrap();
    let plans = json!({"plans": [{"name": "free", "outcomes": {}}, {"name": "taken", "outcomes": {}}], "rates": {"seed": 1, "share": 0}});
    let error = emulator.seed(&Seed::try_from(plans).unwrap()).unwrap_err();
    assert_eq!(error.problems(), ["/plans/1/name: a plan of this name is in force"]);
    emulator.add_plan(Plan::new().name("free")).unwrap();
}

#[tokio::test]
async fn texts_of_a_seed_are_redacted_as_its_settings_say() {
    let mut seed = everything();
    seed["settings"] = json!({"redactDigits": true});
    let at_the_start = Seed::try_from(seed.clone()).unwrap();
    let started = Emulator::builder().seed(at_the_start).start().await.unwrap();
    let running = Emulator::start().await.unwrap();
    running.seed(&Seed::try_from(seed).unwrap()).unwrap();
    for emulator in [started, running] {
        let id = emulator.conversation("id-111").unwrap().id;
        assert_eq!(emulator.messages(&id)[1].text, "card ****");
    }
}

#[tokio::test]
async fn settings_changed_after_the_seed_win() {
    let seed =
        || Seed::try_from(json!({"settings": {"longestBody": 5, "healthy": false}})).unwrap();
    let rows = [
        (Emulator::builder().seed(seed()).configure(|settings| settings.longest_body = 7), 7),
        (Emulator::builder().configure(|settings| settings.longest_body = 7).seed(seed()), 5),
    ];
    for (builder, expected) in rows {
        let emulator = builder.start().await.unwrap();
        for _ in 0..2 {
            let settings = emulator.settings();
            assert_eq!((settings.longest_body, settings.healthy), (expected, false));
            emulator.reset();
        }
    }
}

#[test]
fn all_faults_are_told_with_their_places() {
    let long = "x".repeat(10_000);
    let seed = json!({
        "now": "yesterday",
        "settings": {"healthy": "4111", "mark4111": 1},
        "keys": [{"id": "4111"}],
        "conversations": [
            {"externalId": "4111", "timestamp": "4111", "customer": {}},
            {"externalId": "x", "customer": {"externalId": "c"}, "timestamp": TIME, "message": [],
             "messages": [message("fine"), {"text": long, "sender": {"role": "4111", "externalId": "x"}, "timestamp": "2021-11-23T12:13:14"}],
             "authentications": [{"auth": {}}]},
        ],
        "conversationMetadata": [{"deviceType": "4111"}, 4111],
        "agentMetadata": [{"externalAgentId": "a", "concurrency": 1.0}],
        "mark4111": 1,
    });
    let error = Seed::try_from(seed.clone()).unwrap_err();
    assert!(!error.to_string().contains("4111"), "{error}");
    let mut places: Vec<_> =
        error.problems().iter().map(|problem| problem.split(": ").next().unwrap()).collect();
    places.sort_unstable();
    places.dedup();
    let expected = [
        "/agentMetadata/0/concurrency",
        "/conversationMetadata/0/deviceType",
        "/conversationMetadata/0/externalConversationId",
        "/conversationMetadata/1",
        "/conversations/0/customer/externalId",
        "/conversations/0/timestamp",
        "/conversations/1",
        "/conversations/1/authentications/0/auth",
        "/conversations/1/authentications/0/customerExternalId",
        "/conversations/1/messages/1/sender/role",
        "/conversations/1/messages/1/timestamp",
        "/keys/0/secret",
        "/now",
        "/settings",
        "/settings/healthy",
        "must have no members but agentMetadata, conversationMetadata, conversations, customerMetadata, keys, now, plans, rates, settings",
    ];
    assert_eq!(places, expected);
    assert_eq!(Seed::from_json(seed.to_string()).unwrap_err(), error);
}

#[test]
fn plans_and_rates_are_judged_as_well() {
    let seed = json!({
        "plans": [
            {"name": "one", "apiId": "a", "outcomes": {"nothing": []}},
            {"name": "two", "apiId": "a", "outcomes": {}},
            {"name": "two", "apiId": "a", "outcomes": {"getHealth": [{"latency": {"atLeast": 2, "atMost": 1}}]}},
        ],
        "rates": {"seed": 1, "share": 2},
    });
    let error = Seed::try_from(seed).unwrap_err();
    let expected = [
        "/plans/0/outcomes/nothing: no operation has this id",
        "/plans/2/outcomes/getHealth/0/latency: must not be at least more than at most",
        "/plans/2/name: a plan of this name is in force",
        "/plans/2/apiId: a plan for this API id is in force",
        "/rates/share: must be 0 to 1",
    ];
    assert_eq!(error.problems(), expected);
}

#[test]
fn what_is_no_json_is_refused() {
    for (text, expected) in [
        ("", "must be well-formed JSON: line 1, column 0"),
        ("{\n\"now\" 4111}", "must be well-formed JSON: line 2, column 7"),
        (r#"{"now": null, "now": null}"#, "must be well-formed JSON: line 1, column 26"),
    ] {
        assert_eq!(Seed::from_json(text).unwrap_err().to_string(), expected, "{text}");
    }
    assert!(Seed::from_json("{}").is_ok());
}

// The contract, not the seed, decides: each body is judged as the operation that takes it would.
#[test]
fn a_seed_is_judged_by_the_contract() {
    let schema = Seed::schema();
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).unwrap();
    assert!(validator.is_valid(&everything()));
    let rows = [
        ("conversations", "createOrUpdateConversation", conversation("x")),
        ("conversationMetadata", "singleConvoMetadata", json!({"externalConversationId": "x"})),
        ("agentMetadata", "singleAgentMetadata", json!({"externalAgentId": "x"})),
        (
            "customerMetadata",
            "singleCustomerMetadata",
            json!({"externalCustomerId": "x", "externalConversationId": "x"}),
        ),
    ];
    let headers =
        [("asapp-api-id", "x"), ("asapp-api-secret", "x"), ("content-type", "application/json")];
    let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    let headers = headers.into_iter().collect();
    for (member, id, body) in rows {
        let contract = Contract::published();
        let operation = contract.operations().find(|operation| operation.id() == id).unwrap();
        let mut bodies = vec![body.clone()];
        for name in body.as_object().unwrap().keys() {
            for value in [json!(null), json!(""), json!(1), json!("x".repeat(5000)), json!({})] {
                let mut changed = body.clone();
                changed[name] = value;
                bodies.push(changed);
            }
        }
        for body in bodies {
            let text = body.to_string();
            let judged =
                contract.judge_request("POST", operation.path(), &headers, text.as_bytes());
            let seed = json!({member: [body]});
            assert_eq!(Seed::try_from(seed.clone()).is_ok(), judged.is_empty(), "{seed}");
            assert_eq!(validator.is_valid(&seed), judged.is_empty(), "{seed}");
        }
    }
}

#[test]
fn debug_shows_nothing_of_a_seed() {
    let shown = format!("{:?}", Seed::try_from(everything()).unwrap());
    assert_eq!(shown, "Seed { conversations: 2, plans: 1, .. }");
}
