//! Plans, rates and late commits, over the control API.

use asapp_emulator::{Fault, PLAN_HEADER};
use serde_json::{Value, json};

use crate::support::{CONVERSATIONS, Control, conversation, message};

fn status(code: u16) -> Value {
    json!({"fault": {"status": {"code": code, "body": "api"}}})
}

#[tokio::test]
async fn a_plan_is_followed_until_it_is_used_up() {
    let control = Control::start().await;
    let plan =
        json!({"name": "own", "outcomes": {"createOrUpdateConversation": [status(503), {}]}});
    let added = control.call("POST", "plans", Some(plan.clone())).await;
    let expected = json!({"name": "own", "remaining": {"createOrUpdateConversation": [status(503), {"fault": "none"}]}});
    assert_eq!((added.status, &added.body), (201, &expected));
    assert_eq!(control.get("plans").await, json!({"plans": [expected]}));

    let again = control.call("POST", "plans", Some(plan)).await.faults();
    assert_eq!(again, ["[Path '/name'] a plan of this name is in force"]);

    let send = async || {
        let request = control.api("POST", CONVERSATIONS).header(PLAN_HEADER, "own");
        request.json(&conversation("id-111")).send().await.unwrap().status().as_u16()
    };
    assert_eq!(send().await, 503);
    let left = json!({"createOrUpdateConversation": [{"fault": "none"}]});
    assert_eq!(control.get("plans/own").await["remaining"], left);
    assert_eq!(send().await, 200);
    assert_eq!(control.get("plans/own").await, json!({"name": "own", "remaining": {}}));

    assert_eq!(control.call("DELETE", "plans/own", None).await.status, 204);
    for method in ["GET", "DELETE"] {
        assert_eq!(control.call(method, "plans/own", None).await.error().0, "404-01");
    }
    assert_eq!(control.get("plans").await, json!({"plans": []}));
}

#[tokio::test]
async fn every_fault_can_be_written_as_it_is_told() {
    let control = Control::start().await;
    let outcomes = json!({"createMessage": Fault::every_kind()});
    let added = control.call("POST", "plans", Some(json!({"outcomes": outcomes}))).await;
    assert_eq!((added.status, &added.body["remaining"]), (201, &outcomes), "{}", added.text);
}

#[tokio::test]
async fn rates_are_set_and_cleared() {
    let control = Control::start().await;
    assert_eq!(control.get("rates").await, Value::Null);
    let rates =
        json!({"seed": 7, "share": 1.0, "faults": [status(503)], "operations": ["getHealth"]});
    let reply = control.call("PUT", "rates", Some(rates.clone())).await;
    assert_eq!((reply.status, &reply.body), (200, &rates));
    assert_eq!(control.get("rates").await, rates);
    let health = async || control.api("GET", "/v1/health").send().await.unwrap().status().as_u16();
    assert_eq!(health().await, 503);
    let refused = json!({"seed": 7, "share": -1});
    assert_eq!(control.call("PUT", "rates", Some(refused)).await.status, 400);
    assert_eq!(control.get("rates").await, rates);
    assert_eq!(control.call("DELETE", "rates", None).await.status, 204);
    assert_eq!((health().await, control.get("rates").await), (200, Value::Null));

    let every = control.call("PUT", "rates", Some(json!({"seed": 7, "share": 0}))).await.body;
    assert_eq!(every["faults"], json!(Fault::every_kind()), "unless given");
}

#[tokio::test]
async fn late_commits_are_counted_and_stored_on_demand() {
    let control = Control::start().await;
    let id = with_a_late_commit(&control).await;
    assert_eq!(control.get("late-commits").await, json!({"pending": 1}));
    assert!(control.emulator.messages(&id).is_empty());
    let committed = control.call("POST", "late-commits", None).await;
    assert_eq!((committed.status, committed.body), (200, json!({"pending": 0})));
    assert_eq!(control.emulator.messages(&id).len(), 1);
}

#[tokio::test]
async fn what_is_restored_no_late_commit_adds_to() {
    let control = Control::start().await;
    control.call("PUT", "snapshots/empty", None).await;
    for path in ["snapshots/empty/restore", "reset"] {
        with_a_late_commit(&control).await;
        assert_eq!(control.call("POST", path, None).await.status, 204);
        assert_eq!(control.get("late-commits").await, json!({"pending": 0}), "{path}");
        control.call("DELETE", "plans/late", None).await;
    }
}

/// The id of a conversation, with a message that is to be stored later.
async fn with_a_late_commit(control: &Control) -> String {
    let id = control.conversation("id-111", &[]).await;
    let late = json!({"fault": {"status": {"code": 503, "body": "api"}}, "strikes": {"commitsLate": {"afterRequests": 100}}});
    let plan = json!({"name": "late", "outcomes": {"createMessage": [late]}});
    assert_eq!(control.call("POST", "plans", Some(plan)).await.status, 201);
    let request = control.api("POST", &format!("{CONVERSATIONS}/{id}/messages"));
    let request = request.header(PLAN_HEADER, "late").json(&message("one"));
    assert_eq!(request.send().await.unwrap().status(), 503);
    id
}
