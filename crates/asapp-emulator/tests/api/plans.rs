//! Which requests meet a fault: plans by name and by API id, and rates.

use std::collections::BTreeSet;

use asapp_emulator::{
    API_ID, ActivePlan, Contract, Emulator, Fault, FaultBody, Key, PLAN_HEADER, Plan, Rates,
};
use reqwest::RequestBuilder;
use serde_json::json;

use crate::support::{Api, CONVERSATIONS, METADATA, good_request, message, reason, reply, target};

fn status(code: u16) -> Fault {
    Fault::status(code, FaultBody::Api)
}

async fn code(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

/// A health check that is addressed to a plan.
async fn health(api: &Api, plan: &str) -> u16 {
    code(api.request("GET", "/v1/health").header(PLAN_HEADER, plan)).await
}

#[tokio::test]
async fn outcomes_are_met_in_order_each_operation_by_itself() {
    let api = Api::start().await;
    let plan = Plan::new()
        .on("getHealth", [status(500), Fault::none(), status(503)])
        .on("getConversations", [status(501)])
        .on("getHealth", [status(504)])
        .on("getMessage", []);
    let plan = api.emulator.add_plan(plan).unwrap();
    assert_eq!(plan.remaining().len(), 2);
    let find = || api.request("GET", &format!("{CONVERSATIONS}?externalId=x"));
    let mut seen = Vec::new();
    for _ in 0..5 {
        assert!(!plan.is_consumed());
        seen.push(health(&api, plan.name()).await);
        if seen.len() == 4 {
            assert_eq!(plan.remaining().keys().collect::<Vec<_>>(), ["getConversations"]);
        }
    }
    assert_eq!(seen, [500, 200, 503, 504, 200]);
    assert_eq!(code(find()).await, 200, "it is addressed to no plan");
    assert_eq!(code(find().header(PLAN_HEADER, plan.name())).await, 501);
    assert!(plan.is_consumed() && plan.remaining().is_empty());
    assert_eq!(code(find().header(PLAN_HEADER, plan.name())).await, 200);
}

#[tokio::test]
async fn refused_requests_use_nothing_up() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let messages = format!("{CONVERSATIONS}/{id}/messages");
    for fault in [status(503), Fault::reset_before_reading()] {
        let plan = Plan::new().on("createMessage", [fault.clone()]);
        let plan = api.emulator.add_plan(plan).unwrap();
        let post = |path: &str| api.request("POST", path).header(PLAN_HEADER, plan.name());
        let is_unread = fault == Fault::reset_before_reading();
        let rows = [
            (api.anonymous("POST", &messages).header(PLAN_HEADER, plan.name()), 401, true),
            (api.request("PUT", &messages).header(PLAN_HEADER, plan.name()), 405, true),
            (post(&messages).body("{}"), 415, true),
            (post(&messages).json(&message("")), 400, false),
            (post(&format!("{CONVERSATIONS}/01BX5/messages")).json(&message("x")), 404, false),
        ];
        for (request, expected, for_its_head) in rows {
            if for_its_head || !is_unread {
                assert_eq!(code(request).await, expected);
                assert_eq!(plan.remaining()["createMessage"].len(), 1, "{expected}");
            }
        }
        let struck = post(&messages).json(&message("x")).send().await;
        assert_eq!(struck.map(|answer| answer.status().as_u16()).ok(), (!is_unread).then_some(503));
        assert!(plan.is_consumed());
    }
}

#[tokio::test]
async fn a_header_must_name_one_plan() {
    let api = Api::start().await;
    let plan = api.emulator.add_plan(Plan::new().name("mine")).unwrap();
    assert_eq!(plan.name(), "mine");
    let rows: [&[&str]; 5] = [&["other"], &["Mine"], &[""], &["mine", "mine"], &["mine, mine"]];
    for operation in Contract::published().operations() {
        for names in rows {
            let mut request = api
                .request(operation.method(), &target(operation, "01BX5"))
                .header("content-type", "application/json");
            for name in names {
                request = request.header(PLAN_HEADER, *name);
            }
            let reply = reply(request).await.judged(operation.id());
            assert_eq!(reply.status, 400, "{operation:?}");
            let reason = reason(operation.id(), "400-01", &reply.body);
            assert!(reason.contains("emulator-plan"), "{reason}");
        }
    }
    assert_eq!(health(&api, "mine").await, 200);
    plan.remove();
    assert_eq!(health(&api, "mine").await, 400);
    assert!(!plan.is_consumed(), "nobody knows");
}

#[tokio::test]
async fn requests_of_an_api_id_meet_its_plan() {
    let api = Api::start().await;
    api.emulator.add_key(Key::new("other-id", "other-secret"));
    let of_id = Plan::new().api_id(API_ID).on("getHealth", [status(500), status(501)]);
    let of_id = api.emulator.add_plan(of_id).unwrap();
    let named = Plan::new().on("getHealth", [status(503)]);
    let named = api.emulator.add_plan(named).unwrap();
    let other = || {
        api.anonymous("GET", "/v1/health")
            .header("asapp-api-id", "other-id")
            .header("asapp-api-secret", "other-secret")
    };
    assert_eq!(code(other()).await, 200);
    assert_eq!(code(api.request("GET", "/v1/health")).await, 500);
    assert_eq!(health(&api, named.name()).await, 503, "the header goes first");
    assert_eq!(code(other().header(PLAN_HEADER, of_id.name())).await, 501);
    assert!(of_id.is_consumed() && named.is_consumed());
}

#[tokio::test(flavor = "multi_thread")]
async fn parallel_plans_never_meet() {
    let api = std::sync::Arc::new(Api::start().await);
    let tests = (0..16_u16).map(|test| {
        let api = std::sync::Arc::clone(&api);
        tokio::spawn(async move {
            let outcomes = (0..10).map(|step| status(500 + (test + step) % 90));
            let plan = api.emulator.add_plan(Plan::new().on("getHealth", outcomes)).unwrap();
            for step in 0..10 {
                assert_eq!(health(&api, plan.name()).await, 500 + (test + step) % 90);
            }
            assert!(plan.is_consumed());
            plan.name().to_owned()
        })
    });
    let mut names = BTreeSet::new();
    for test in tests.collect::<Vec<_>>() {
        names.insert(test.await.unwrap());
    }
    assert_eq!(names.len(), 16);
}

#[tokio::test]
async fn one_outcome_strikes_one_request() {
    let api = Api::start().await;
    let plan = Plan::new().on("getHealth", vec![status(503); 8]);
    let plan = api.emulator.add_plan(plan).unwrap();
    let requests = (0..32).map(|_| {
        let request = api.request("GET", "/v1/health").header(PLAN_HEADER, plan.name());
        tokio::spawn(code(request))
    });
    let mut struck = 0;
    for request in requests.collect::<Vec<_>>() {
        struck += usize::from(request.await.unwrap() == 503);
    }
    assert_eq!(struck, 8);
}

#[tokio::test]
async fn a_plan_is_refused_with_all_its_problems() {
    let api = Api::start().await;
    let add = |plan: Plan| api.emulator.add_plan(plan);
    let _held = add(Plan::new().name("held").api_id(API_ID)).unwrap();
    let late = Fault::stall().commits_late(asapp_emulator::Late::AfterRequests(0));
    let plan = Plan::new()
        .name("held")
        .api_id(API_ID)
        .on("createMessage", [Fault::none(), status(409).before_commit(), late])
        .on("noOperation", []);
    let error = add(plan).unwrap_err();
    let places: Vec<_> =
        error.problems().iter().map(|problem| problem.split(": ").next().unwrap()).collect();
    let expected = [
        "/outcomes/createMessage/1/strikes",
        "/outcomes/createMessage/2/strikes/commitsLate/afterRequests",
        "/outcomes/noOperation",
        "/name",
        "/apiId",
    ];
    assert_eq!(places, expected, "{error}");
    for name in ["", "two words", "ä", "a/b"] {
        assert!(add(Plan::new().name(name)).is_err(), "{name}");
    }
    assert_eq!(health(&api, "held").await, 200, "the plan in force stays");
}

#[tokio::test]
async fn made_up_names_are_never_given_twice() {
    let emulator = Emulator::start().await.unwrap();
    let add = |plan: Plan| -> ActivePlan { emulator.add_plan(plan).unwrap() };
    let taken = add(Plan::new().name("plan-2"));
    let first = add(Plan::new().on("getHealth", [status(500)]));
    let second = add(Plan::new());
    assert_ne!(second.name(), taken.name());
    emulator.reset();
    let third = add(Plan::new().on("getHealth", [status(500)]));
    assert_ne!(first.name(), third.name());
    first.remove();
    assert_eq!(third.remaining().len(), 1);
    assert!(!first.is_consumed());
}

#[tokio::test]
async fn rates_strike_the_same_ones_by_the_same_seed() {
    let api = Api::start().await;
    let run = async |seed| {
        let rates = Rates::new(seed, 0.25).faults([status(500), status(503)]).on(["getHealth"]);
        api.emulator.set_rates(rates).unwrap();
        let mut seen = Vec::new();
        for _ in 0..400 {
            seen.push(code(api.request("GET", "/v1/health")).await);
            // Other requests draw nothing.
            if seen.len() % 40 == seed as usize {
                let path = format!("{CONVERSATIONS}?externalId=x");
                assert_eq!(code(api.request("GET", &path)).await, 200);
            }
        }
        seen
    };
    let (first, again, other) = (run(1).await, run(1).await, run(2).await);
    assert_eq!(first, again);
    assert_ne!(first, other);
    for seen in [&first, &other] {
        let count = |code| seen.iter().filter(|one| **one == code).count();
        assert!((30..=70).contains(&count(500)), "{}", count(500));
        assert!((30..=70).contains(&count(503)), "{}", count(503));
    }
    api.emulator.clear_rates();
    for _ in 0..20 {
        assert_eq!(code(api.request("GET", "/v1/health")).await, 200);
    }
}

#[tokio::test]
async fn shares_of_none_and_all() {
    let api = Api::start().await;
    for (share, expected) in [(0.0, 200), (1.0, 500)] {
        api.emulator.set_rates(Rates::new(1, share).faults([status(500)])).unwrap();
        for _ in 0..50 {
            assert_eq!(code(api.request("GET", "/v1/health")).await, expected);
        }
    }
    // Requests that are addressed to a plan are left to it; refused ones to their refusal.
    let plan = api.emulator.add_plan(Plan::new().on("getHealth", [status(503)])).unwrap();
    assert_eq!(health(&api, plan.name()).await, 503);
    assert_eq!(health(&api, plan.name()).await, 200);
    assert_eq!(api.post(METADATA, json!({})).await.status, 400);
    api.emulator.reset();
    assert_eq!(code(api.request("GET", "/v1/health")).await, 200);
}

#[tokio::test]
async fn rates_are_refused_with_all_their_problems() {
    let emulator = Emulator::start().await.unwrap();
    for share in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        let problem = emulator.set_rates(Rates::new(1, share)).unwrap_err();
        assert_eq!(problem.problems().len(), 1, "{problem}");
    }
    let rates = Rates::new(1, 2.0).faults([Fault::none(), status(199)]).on(["noOperation"]);
    let error = emulator.set_rates(rates).unwrap_err();
    let places: Vec<_> =
        error.problems().iter().map(|problem| problem.split(": ").next().unwrap()).collect();
    assert_eq!(places, ["/share", "/faults/1/fault/status/code", "/operations/0"]);
    assert!(emulator.set_rates(Rates::new(1, 0.5).faults([])).is_err());
}

#[tokio::test]
async fn a_soak_with_every_fault_keeps_what_it_promises() {
    let api = Api::start().await;
    let id = api.conversation("id-111").await;
    let create = Contract::published().operations().find(|one| one.id() == "createMessage");
    let (path, body) = good_request(create.unwrap(), (&id, ""), "");
    let without_stalls =
        Fault::every_kind().into_iter().filter(|fault| !fault.to_string().starts_with("stall"));
    api.emulator.set_rates(Rates::new(3, 0.6).faults(without_stalls)).unwrap();
    let (mut stored, mut maybe) = (0, 0);
    for _ in 0..600 {
        let request = api.request("POST", &path).json(&body);
        match request.send().await.map(|answer| answer.status().as_u16()) {
            Ok(200 | 409) => stored += 1,
            Ok(300..=499) => {}
            _ => maybe += 1,
        }
    }
    api.emulator.clear_rates();
    api.emulator.commit_late();
    let found = api.emulator.messages(&id).len();
    assert!(stored > 300 && maybe > 50, "{stored} {maybe}");
    assert!((stored..=stored + maybe).contains(&found), "{found}");
}
