//! Every fault, in every way in which it can strike, on every operation: what goes over the wire, what is stored, and
//! what the journal tells.

use std::io::{ErrorKind, Read};
use std::time::Duration;

use asapp_emulator::{
    ActivePlan, Commit, Contract, Emulator, Fault, FaultBody, Late, Latency, Operation,
    PLAN_HEADER, Plan,
};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::support::{
    Api, CONVERSATIONS, METADATA, Raw, Wire, conversation, good_request, message, reason, stored,
};

/// An emulator with one message in one conversation.
struct Stage {
    api: Api,
    conversation: String,
    message: String,
}

impl Stage {
    async fn new() -> Self {
        let api = Api::start().await;
        let id = api.conversation("id-111").await;
        let reply = api.post(&format!("{CONVERSATIONS}/{id}/messages"), message("x")).await;
        let message = reply.body["id"].as_str().unwrap().to_owned();
        Self { api, conversation: id, message }
    }

    fn emulator(&self) -> &Emulator {
        &self.api.emulator
    }

    fn plan(&self, operation: &str, faults: impl IntoIterator<Item = Fault>) -> ActivePlan {
        self.emulator().add_plan(Plan::new().on(operation, faults)).unwrap()
    }

    /// Sends a request that the operation takes on a connection of its own, and gives its target.
    async fn send(&self, operation: &Operation, plan: &ActivePlan) -> (Raw, String) {
        let mut raw = Raw::connect(self.emulator()).await;
        let external_id = format!("new-{}", self.emulator().requests());
        let (target, body) =
            good_request(operation, (&self.conversation, &self.message), &external_id);
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let headers =
            format!("{PLAN_HEADER}: {}\r\ncontent-length: {}\r\n", plan.name(), body.len());
        raw.head(operation.method(), &target, &headers).await;
        raw.write(body.as_bytes()).await;
        (raw, target)
    }

    /// Until so many requests are recorded.
    async fn recorded(&self, requests: u64) {
        while self.emulator().requests() < requests {
            tokio::task::yield_now().await;
        }
    }

    /// Sends a message that meets this fault, and gives what comes until the connection ends.
    async fn message_until_the_end(&self, fault: Fault) -> (Vec<u8>, Option<ErrorKind>) {
        let plan = self.plan("createMessage", [fault]);
        let (raw, _) = self.send(operation("createMessage"), &plan).await;
        raw.end().await
    }

    fn messages(&self) -> usize {
        self.emulator().messages(&self.conversation).len()
    }
}

fn operation(id: &str) -> &'static Operation {
    Contract::published().operations().find(|operation| operation.id() == id).unwrap()
}

/// The name and the parameters of a fault's kind, and when it strikes.
fn parts(fault: &Fault) -> (String, Value, Value) {
    let fault = json!(fault);
    let (name, parameters) = match &fault["fault"] {
        Value::String(name) => (name.clone(), Value::Null),
        Value::Object(kind) => kind.iter().next().map(|(k, v)| (k.clone(), v.clone())).unwrap(),
        other => panic!("{other}"),
    };
    (name, parameters, fault["strikes"].clone())
}

fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
    text
}

fn judged(operation: &Operation, status: u16, body: &[u8]) {
    let content_type = (status != 204).then_some("application/json");
    let found = Contract::published().judge_answer(operation.id(), status, content_type, body);
    assert!(found.is_empty(), "{operation:?} {status} {found:?}");
}

fn assert_status(operation: &Operation, wire: &Wire, code: u16, body: &str) {
    assert_eq!(wire.status, code);
    let (type_, text) = (wire.header("content-type"), String::from_utf8_lossy(&wire.body));
    let is_without_own = operation.id() == "postAuthenticate" && code == 200;
    match body {
        "api" => judged(operation, code, &wire.body),
        "gateway" => {
            assert_eq!(type_, Some("application/json"));
            assert!(wire.json()["fault"]["faultstring"].is_string(), "{text}");
            assert!(wire.json()["fault"]["detail"]["errorcode"].is_string(), "{text}");
        }
        "html" => {
            assert_eq!(type_, Some("text/html"));
            assert!(text.starts_with("<html>") && text.contains(&code.to_string()), "{text}");
        }
        "empty" => assert_eq!((wire.header("content-length"), &*text), (Some("0"), "")),
        "truncated" if is_without_own => assert_eq!(text, ""),
        "truncated" => {
            assert_eq!(type_, Some("application/json"));
            assert!(text.starts_with('{'), "{text}");
            assert!(serde_json::from_str::<Value>(&text).is_err(), "{text}");
        }
        other => panic!("an unknown body: {other}"),
    }
}

/// Holds what comes over the wire to what the fault promises, and gives the status where one comes.
async fn assert_wire(
    stage: &Stage,
    operation: &Operation,
    fault: &Fault,
    plan: &ActivePlan,
) -> Option<u16> {
    let (kind, parameters, _) = parts(fault);
    let own = if operation.id() == "postAuthenticate" { 204 } else { 200 };
    let before = stage.emulator().requests();
    let (mut raw, target) = stage.send(operation, plan).await;
    if let "status" | "redirect" | "gzip" | "dribble" = kind.as_str() {
        let wire = raw.answer().await;
        match kind.as_str() {
            "status" => {
                let code = u16::try_from(parameters["code"].as_u64().unwrap()).unwrap();
                assert_status(operation, &wire, code, parameters["body"].as_str().unwrap());
            }
            "redirect" => {
                let origin = parameters["origin"].as_str().unwrap();
                let location = format!("{origin}{target}");
                assert_eq!((wire.status, wire.header("location")), (307, Some(&*location)));
            }
            "gzip" if own == 204 => assert_eq!((wire.status, wire.body.len()), (204, 0)),
            "gzip" => {
                assert_eq!(wire.header("content-encoding"), Some("gzip"));
                judged(operation, wire.status, &unzipped(&wire.body));
            }
            _ => judged(operation, wire.status, &wire.body),
        }
        raw.head("GET", "/v1/health", "").await;
        assert_eq!(raw.answer().await.status, 200, "the connection stays usable");
        return Some(wire.status);
    }
    if kind == "stall" {
        stage.recorded(before + 1).await;
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        assert!(raw.is_silent());
        return None;
    }
    let (bytes, end) = raw.end().await;
    let reset = Some(ErrorKind::ConnectionReset);
    if let "reset" | "resetBeforeReading" = kind.as_str() {
        assert_eq!((bytes.len(), end), (0, reset));
        return None;
    }
    let wire = Wire::of(&bytes);
    assert_eq!(wire.status, own);
    let length = wire.header("content-length").and_then(|length| length.parse::<usize>().ok());
    match kind.as_str() {
        "resetMidBody" if own == 204 => assert!(!wire.head.contains("\r\n\r\n"), "{}", wire.head),
        "resetMidBody" => assert_eq!(length.map(|length| length / 2), Some(wire.body.len())),
        "wrongContentLength" => {
            let by = isize::try_from(parameters["by"].as_i64().unwrap()).unwrap();
            assert_eq!(length, Some(wire.body.len().saturating_add_signed(by)));
            judged(operation, wire.status, &wire.body);
        }
        "brokenChunk" => {
            assert_eq!(wire.header("transfer-encoding"), Some("chunked"));
            let text = String::from_utf8(wire.body).unwrap();
            assert!(text.ends_with("xyz\r\n") && !text.starts_with("0\r\n"), "{text}");
            assert_eq!(text.contains('{'), own != 204, "{text}");
        }
        other => panic!("an unknown fault: {other}"),
    }
    assert_eq!(end, reset.filter(|_| kind == "resetMidBody"));
    Some(wire.status)
}

#[tokio::test(start_paused = true)]
async fn every_fault_on_every_operation() {
    let stage = Stage::new().await;
    for operation in Contract::published().operations() {
        for fault in Fault::every_kind() {
            let context = format!("{} {fault}", operation.id());
            let before = stored(stage.emulator());
            let plan = stage.plan(operation.id(), [fault.clone()]);
            let status = assert_wire(&stage, operation, &fault, &plan).await;
            assert!(plan.is_consumed(), "{context}");

            let expected = match (operation.has_request_body(), parts(&fault).2) {
                (true, Value::String(strikes)) if strikes == "afterCommit" => Commit::Done,
                (true, Value::Object(_)) => Commit::Late,
                _ => Commit::None,
            };
            let journal = stage.emulator().journal();
            let entry = journal.iter().rfind(|entry| entry.fault.is_some()).unwrap();
            assert_eq!(entry.fault, Some(fault.to_string()));
            assert_eq!(entry.operation.as_deref(), Some(operation.id()), "{context}");
            assert_eq!(entry.plan.as_deref(), Some(plan.name()), "{context}");
            assert_eq!((entry.status, entry.commit), (status, expected), "{context}");
            if let Some(code) = &entry.code {
                assert!(code.starts_with(&status.unwrap().to_string()), "{context} {code}");
            }

            let done = usize::from(expected == Commit::Done);
            assert_eq!(stored(stage.emulator()), before + done, "{context}");
            let late = usize::from(expected == Commit::Late);
            assert_eq!(stage.emulator().late_commits(), late, "{context}");
            stage.emulator().commit_late();
            assert_eq!(stored(stage.emulator()), before + done + late, "{context}");

            // Whatever is told of it, a success or a conflict is stored, and no other refusal is.
            match status {
                Some(200..=299 | 409) if operation.has_request_body() => {
                    assert_eq!(expected, Commit::Done, "{context}");
                }
                Some(300..=499) => assert_eq!(expected, Commit::None, "{context}"),
                _ => {}
            }
            plan.remove();
        }
    }
}

#[tokio::test]
async fn statuses_without_a_body_have_none() {
    let stage = Stage::new().await;
    for code in [204, 304] {
        use FaultBody::{Api, Empty, Gateway, Html, Truncated};
        for body in [Api, Gateway, Html, Empty, Truncated] {
            let plan = stage.plan("createMessage", [Fault::status(code, body)]);
            let (mut raw, _) = stage.send(operation("createMessage"), &plan).await;
            raw.head("GET", "/v1/health", "connection: close\r\n").await;
            let answers = raw.rest().await;
            let (first, second) = answers.split_once("\r\n\r\n").unwrap();
            assert!(first.starts_with(&format!("HTTP/1.1 {code} ")), "{first}");
            assert!(!first.contains("content-"), "{first}");
            assert!(second.starts_with("HTTP/1.1 200 "), "{answers}");
            let journal = stage.emulator().journal();
            let entry = journal.iter().rfind(|entry| entry.fault.is_some()).unwrap();
            assert_eq!((entry.status, entry.answer_length), (Some(code), 0));
        }
    }
}

#[tokio::test]
async fn a_status_carries_retry_after_word_for_word() {
    let stage = Stage::new().await;
    for value in ["3", "Fri, 31 Dec 1999 23:59:59 GMT", "soon", "-1", ""] {
        let fault = Fault::status(503, FaultBody::Gateway).retry_after(value);
        let plan = stage.plan("createMessage", [fault]);
        let (mut raw, _) = stage.send(operation("createMessage"), &plan).await;
        let wire = raw.answer().await;
        assert_eq!((wire.status, wire.header("retry-after")), (503, Some(value)));
    }
    let plan = stage.plan("createMessage", [Fault::status(503, FaultBody::Api)]);
    let (mut raw, _) = stage.send(operation("createMessage"), &plan).await;
    assert_eq!(raw.answer().await.header("retry-after"), None);
}

#[tokio::test]
async fn every_refusal_of_a_metadata_operation_has_its_shape() {
    let stage = Stage::new().await;
    let published = Contract::published().operations();
    for operation in published.filter(|operation| operation.has_request_body()) {
        let plan = stage.plan(operation.id(), [Fault::status(400, FaultBody::Api)]);
        let (mut raw, _) = stage.send(operation, &plan).await;
        let body = raw.answer().await.json();
        assert_eq!(reason(operation.id(), "400-01", &body), "Bad Request");
    }
}

#[tokio::test]
async fn a_success_with_a_body_of_the_api_is_the_operations_own_answer() {
    let stage = Stage::new().await;
    for operation in Contract::published().operations() {
        let plan = stage.plan(operation.id(), [Fault::status(201, FaultBody::Api)]);
        let (mut raw, _) = stage.send(operation, &plan).await;
        let wire = raw.answer().await;
        assert_eq!(wire.status, 201);
        judged(operation, if wire.body.is_empty() { 204 } else { 200 }, &wire.body);
    }
}

#[tokio::test]
async fn a_reset_before_reading_does_not_wait_for_the_body() {
    let stage = Stage::new().await;
    let plan = stage.plan("createMessage", [Fault::reset_before_reading(), Fault::reset()]);
    for (sent, is_answered) in [("{", true), ("", false)] {
        let mut raw = Raw::connect(stage.emulator()).await;
        let target = format!("{CONVERSATIONS}/{}/messages", stage.conversation);
        let headers = format!(
            "{PLAN_HEADER}: {}\r\ncontent-length: 9\r\nexpect: 100-continue\r\n",
            plan.name()
        );
        raw.head("POST", &target, &headers).await;
        raw.write(sent.as_bytes()).await;
        if is_answered {
            assert_eq!(raw.end().await, (Vec::new(), Some(ErrorKind::ConnectionReset)));
        } else {
            assert_eq!(Wire::of(raw.interim().await.as_bytes()).status, 100, "the body is read");
        }
    }
    let journal = stage.emulator().journal();
    let entry = journal.last().unwrap();
    assert_eq!((entry.request_length, entry.status), (0, None));
    assert_eq!(plan.remaining()["createMessage"], [Fault::reset()]);
}

#[tokio::test(start_paused = true)]
async fn an_answer_dribbles_byte_by_byte() {
    let stage = Stage::new().await;
    let started = Instant::now();
    let pause = Duration::from_secs(60);
    let plan = stage.plan("getHealth", [Fault::dribble(pause)]);
    let (mut raw, _) = stage.send(operation("getHealth"), &plan).await;
    let head = raw.interim().await;
    let length: u32 = Wire::of(head.as_bytes()).header("content-length").unwrap().parse().unwrap();
    for read in 1..=length {
        let mut byte = [0; 2];
        assert_eq!(raw.read(&mut byte).await, 1);
        let minutes = started.elapsed().as_secs() / 60;
        assert_eq!(minutes, u64::from(read), "a minute before each byte");
    }
}

#[tokio::test(start_paused = true)]
async fn latency_holds_the_answer_back_after_the_commit() {
    let stage = Stage::new().await;
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    let fixed = || Fault::none().latency(Latency::fixed(minutes(10)));
    let late = Fault::reset().after_commit().latency(Latency::fixed(minutes(20)));
    let plan = stage.plan("createMessage", [fixed(), late]);
    for (count, wait) in [(2, 10), (3, 20)] {
        let started = Instant::now();
        let requests = stage.emulator().requests();
        let (raw, _) = stage.send(operation("createMessage"), &plan).await;
        stage.recorded(requests + 1).await;
        assert_eq!(stage.messages(), count, "it is stored before the answer");
        assert!(started.elapsed() < minutes(1));
        let mut raw = raw;
        raw.readable().await;
        assert_eq!(started.elapsed().as_secs() / 60, wait);
    }
}

#[tokio::test(start_paused = true)]
async fn latency_is_drawn_by_the_seed_of_the_plan() {
    let stage = Stage::new().await;
    let slow = || {
        Fault::none()
            .latency(Latency::between(Duration::from_secs(1), Duration::from_secs(1_000_000)))
    };
    let mut drawn = Vec::new();
    for seed in [1, 1, 2] {
        let plan = Plan::new().seed(seed).on("getHealth", [slow(), slow(), slow()]);
        let plan = stage.emulator().add_plan(plan).unwrap();
        let mut waited = Vec::new();
        for _ in 0..3 {
            let started = Instant::now();
            let (mut raw, _) = stage.send(operation("getHealth"), &plan).await;
            raw.readable().await;
            waited.push(started.elapsed().as_secs());
        }
        drawn.push(waited);
    }
    assert_eq!(drawn[0], drawn[1]);
    assert_ne!(drawn[0], drawn[2]);
    assert_ne!(drawn[0][0], drawn[0][1]);
}

#[tokio::test]
async fn a_late_commit_waits_for_requests_of_its_plan() {
    let stage = Stage::new().await;
    let messages = format!("{CONVERSATIONS}/{}/messages", stage.conversation);
    let late = Fault::status(503, FaultBody::Api).commits_late(Late::AfterRequests(2));
    let plan = stage.plan("createMessage", [late]);
    let other = stage.plan("createMessage", []);
    let (mut raw, _) = stage.send(operation("createMessage"), &plan).await;
    assert_eq!(raw.answer().await.status, 503);

    // Requests that are addressed elsewhere are not waited for.
    assert_eq!(stage.api.get(&messages).await.body["items"].as_array().unwrap().len(), 1);
    stage.send(operation("getMessages"), &other).await.0.answer().await;
    assert_eq!((stage.messages(), stage.emulator().late_commits()), (1, 1));

    for (seen, stored) in [(1, 1), (1, 2), (2, 2)] {
        let (mut raw, _) = stage.send(operation("getMessages"), &plan).await;
        let items = raw.answer().await.json()["items"].as_array().unwrap().len();
        assert_eq!((items, stage.messages()), (seen, stored));
    }
    assert_eq!(stage.emulator().late_commits(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_late_commit_waits_for_its_time() {
    let stage = Stage::new().await;
    let pause = Duration::from_secs(3600);
    let late = || Fault::stall().commits_late(Late::AfterMilliseconds(3_600_000));
    let plan = stage.plan("createMessage", [late(), late(), late()]);
    let send = async || {
        let requests = stage.emulator().requests();
        let (raw, _) = stage.send(operation("createMessage"), &plan).await;
        stage.recorded(requests + 1).await;
        raw
    };
    let first = send().await;
    tokio::time::sleep(pause - Duration::from_secs(1)).await;
    assert_eq!((stage.messages(), stage.emulator().late_commits()), (1, 1));
    assert!(first.is_silent(), "a stall goes on");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!((stage.messages(), stage.emulator().late_commits()), (2, 0));

    // One that is stored by hand is not stored again.
    let second = send().await;
    stage.emulator().commit_late();
    assert_eq!((stage.messages(), stage.emulator().late_commits()), (3, 0));
    tokio::time::sleep(pause * 2).await;
    assert_eq!(stage.messages(), 3);

    // What was reset is not stored.
    let third = send().await;
    stage.emulator().reset();
    tokio::time::sleep(pause * 2).await;
    assert_eq!((stored(stage.emulator()), stage.emulator().late_commits()), (0, 0));
    drop((first, second, third));
}

#[tokio::test]
async fn a_late_commit_into_what_is_gone_is_dropped() {
    let stage = Stage::new().await;
    let empty = Emulator::start().await.unwrap().snapshot();
    let late = Fault::reset().commits_late(Late::AfterRequests(1));
    stage.message_until_the_end(late.clone()).await;
    stage.emulator().restore(&empty);
    assert_eq!(stage.emulator().late_commits(), 0);
    stage.emulator().commit_late();
    assert_eq!(stored(stage.emulator()), 0);
}

#[tokio::test(start_paused = true)]
async fn a_stall_ends_when_the_emulator_does() {
    for is_dropped in [true, false] {
        let stage = Stage::new().await;
        let requests = stage.emulator().requests();
        let dribble = Fault::dribble(Duration::from_secs(3600));
        let slow = Fault::none().latency(Latency::fixed(Duration::from_secs(3600)));
        let plan = stage.plan("createMessage", [Fault::stall(), dribble, slow]);
        let mut held = Vec::new();
        for _ in 0..3 {
            held.push(stage.send(operation("createMessage"), &plan).await.0);
        }
        stage.recorded(requests + 3).await;
        held[1].interim().await;

        let started = Instant::now();
        if is_dropped {
            drop(stage);
        } else {
            stage.api.emulator.stop().await;
        }
        let slow = held.pop().unwrap().end().await;
        let (dribble, _) = held.pop().unwrap().end().await;
        let stall = held.pop().unwrap().end().await;
        assert!(stall.0.is_empty() && dribble.is_empty(), "{stall:?}");
        if !is_dropped {
            assert_eq!(Wire::of(&slow.0).status, 200, "what is only slow is answered");
            assert_eq!(stall.1, Some(ErrorKind::ConnectionReset));
        }
        assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    }
}

// Behind what was sent stands, at first, nothing, and then a request that nobody reads.
#[tokio::test]
async fn a_stall_ends_when_the_client_closes() {
    let stage = Stage::new().await;
    for behind in ["", "GET / HTTP/1.1\r\n\r\n"] {
        let plan = stage.plan("createMessage", [Fault::stall()]);
        let requests = stage.emulator().requests();
        let mut stalled = stage.send(operation("createMessage"), &plan).await.0;
        stalled.write(behind.as_bytes()).await;
        stage.recorded(requests + 1).await;
        assert!(stalled.is_silent());
        stalled.finish().await;
        let (answer, error) = stalled.end().await;
        assert_eq!((answer.as_slice(), error), (&b""[..], Some(ErrorKind::ConnectionReset)));
    }
}

#[tokio::test]
async fn a_metadata_record_is_stored_once_more_by_a_retry_after_a_reset() {
    let stage = Stage::new().await;
    let plan = stage.plan("singleConvoMetadata", [Fault::reset().after_commit()]);
    let request = |api: &Api| {
        api.request("POST", METADATA)
            .header(PLAN_HEADER, plan.name())
            .json(&json!({"externalConversationId": "id-111", "eventId": "event-1"}))
    };
    assert!(request(&stage.api).send().await.is_err());
    assert_eq!(request(&stage.api).send().await.unwrap().status(), 200);
    let events: Vec<_> =
        stage.emulator().conversation_metadata().into_iter().map(|one| one.event_id).collect();
    assert_eq!(events, ["event-1", "event-1"]);
}

#[tokio::test]
async fn a_conversation_survives_a_fault_after_the_commit() {
    let stage = Stage::new().await;
    let plan = stage.plan("createOrUpdateConversation", [Fault::broken_chunk()]);
    let request = stage.api.request("POST", CONVERSATIONS).header(PLAN_HEADER, plan.name());
    let answer = request.json(&conversation("id-112")).send().await.unwrap();
    assert!(answer.bytes().await.is_err());
    let id = stage.emulator().conversation("id-112").unwrap().id;
    assert_eq!(stage.api.conversation("id-112").await, id);
}
