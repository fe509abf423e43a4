//! Metadata, many records at a time: how they are packed, and what becomes of each.

use std::sync::atomic::Ordering;

use crate::support::{Act, Recorder, Seen, answering, client, recorder, script, shown};
use asapp::{
    AgentMetadata, ConversationMetadata, CustomerMetadata, Error, ErrorKind, MatchedBy, Operation,
    Outcome, RecordResult, RecordResults, Text,
};
use serde_json::{Value, json};

const MARK: &str = "Jane-Doe-4111111111111111";

/// Says that every record of the request is taken.
fn taken(request: &Seen) -> (u16, String) {
    let ids = request.event_ids();
    let results: Vec<_> = ids.iter().map(|id| json!({"eventId": id, "error": ""})).collect();
    (200, json!({"errorCount": 0, "results": results}).to_string())
}

/// Agents without an event id of their own.
fn agents(count: usize) -> Vec<AgentMetadata> {
    (0..count).map(|index| AgentMetadata::new(format!("agent-{index}"))).collect()
}

/// Sends three records, with the event ids `e0`, `e1` and `e2`.
async fn send_three(server: &Recorder) -> Result<RecordResults, Error> {
    let records = agents(3).into_iter().enumerate();
    let records = records.map(|(index, record)| record.event_id(format!("e{index}")));
    server.client().many_agent_metadata(records).send().await
}

fn outcomes(results: &[RecordResult]) -> Vec<Outcome> {
    results.iter().map(|result| result.outcome).collect()
}

/// How many records in a row have which outcome.
fn runs(results: &[RecordResult]) -> Vec<(usize, Outcome)> {
    let runs = results.chunk_by(|one, next| one.outcome == next.outcome);
    runs.map(|run| (run.len(), run[0].outcome)).collect()
}

#[tokio::test]
async fn records_of_every_kind_go_out_as_they_would_alone() {
    let server = recorder(|_, request| taken(request)).await;
    let asapp = server.client();
    let conversations = [
        ConversationMetadata::new("id-111").event_id("e").campaign(asapp::Null),
        ConversationMetadata::new("id-112").lob("1038", "manufacturing"),
    ];
    let agents = [AgentMetadata::new("agent-111").event_id("e").ranking(78)];
    let customers = [CustomerMetadata::new("id-111", "customer-x").event_id("e").status("new")];
    for results in [
        asapp.many_conversation_metadata(conversations).send().await.unwrap(),
        asapp.many_agent_metadata(agents).send().await.unwrap(),
        asapp.many_customer_metadata(customers).send().await.unwrap(),
    ] {
        assert!(results.are_all_held());
        assert_eq!(results.attempts, 1);
    }
    let seen = server.seen();
    let made = seen[0].event_ids().remove(1);
    assert_eq!(uuid::Uuid::parse_str(&made).unwrap().get_version_num(), 4);
    let expected = [
        (
            "convo",
            json!({"items": [
                {"externalConversationId": "id-111", "eventId": "e", "campaign": null},
                {"externalConversationId": "id-112", "eventId": made, "lobId": "1038", "lobName": "manufacturing"},
            ]}),
        ),
        (
            "agent",
            json!({"items": [{"externalAgentId": "agent-111", "eventId": "e", "ranking": 78}]}),
        ),
        (
            "customer",
            json!({"items": [{
                "externalConversationId": "id-111", "externalCustomerId": "customer-x", "eventId": "e",
                "status": "new",
            }]}),
        ),
    ];
    assert_eq!(seen.len(), expected.len());
    for (seen, (kind, body)) in seen.iter().zip(expected) {
        assert_eq!(seen.line, format!("POST /metadata-ingestion/v1/many-{kind}-metadata"));
        assert_eq!(seen.body, body);
        seen.assert_headers();
    }
}

#[tokio::test]
async fn records_are_packed_by_1000_in_order() {
    for (count, sizes) in
        [(1, vec![1]), (1000, vec![1000]), (1001, vec![1000, 1]), (2500, vec![1000, 1000, 500])]
    {
        let server = recorder(|_, request| taken(request)).await;
        let call = server.client().many_agent_metadata(agents(count));
        assert_eq!(call.records().len(), count);
        let results = call.send().await.unwrap();
        assert!(results.are_all_held());
        assert_eq!(results.attempts as usize, sizes.len());

        let seen = server.seen();
        let packed: Vec<usize> = seen.iter().map(|seen| seen.event_ids().len()).collect();
        assert_eq!(packed, sizes);
        let items = seen.iter().flat_map(|seen| seen.body["items"].as_array().unwrap());
        let keys: Vec<_> = items.map(|item| item["externalAgentId"].as_str().unwrap()).collect();
        let expected: Vec<_> = (0..count).map(|index| format!("agent-{index}")).collect();
        assert_eq!(keys, expected);

        let sent: Vec<_> = seen.iter().flat_map(Seen::event_ids).collect();
        let told: Vec<_> = (&results).into_iter().map(|result| result.event_id.expose()).collect();
        assert_eq!(told, sent);
        let mut distinct = sent.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), count);
        assert!((&results).into_iter().enumerate().all(|(index, result)| result.index == index));
        assert_eq!(results.into_iter().len(), count);
    }
}

#[tokio::test]
async fn event_ids_are_the_caller_s_or_made_once_for_all_attempts() {
    let server = recorder(|index, request| match index {
        0 => (503, String::new()),
        _ => taken(request),
    });
    let server = server.await;
    let mut records = agents(4);
    records[1] = records[1].clone().event_id("of-the-caller");
    let call = server.client().many_agent_metadata(records.clone());
    let error = call.send().await.unwrap_err();
    assert!(error.is_retryable(), "a repetition names the same records");
    let results = call.send().await.unwrap();
    let again = call.clone().send().await.unwrap();
    let other = server.client().many_agent_metadata(records).send().await.unwrap();

    let ids: Vec<_> = server.seen().iter().map(Seen::event_ids).collect();
    assert_eq!((&ids[0], &ids[0]), (&ids[1], &ids[2]));
    let told = |results: &[RecordResult]| -> Vec<String> {
        results.iter().map(|result| result.event_id.expose().to_owned()).collect()
    };
    assert_eq!((told(error.records()), told(&results.results)), (ids[0].clone(), ids[0].clone()));
    assert_eq!((told(&again.results), told(&other.results)), (ids[2].clone(), ids[3].clone()));
    let rest = server.client().many_agent_metadata(call.records()[2..].to_vec());
    let rest = rest.send().await.unwrap();
    assert_eq!(told(&rest.results), ids[0][2..], "records sent again keep theirs");
    assert_eq!(server.seen()[4].event_ids(), ids[0][2..]);
    for (index, (first, other)) in ids[0].iter().zip(&ids[3]).enumerate() {
        let is_kept = index == 1;
        assert_eq!(first == "of-the-caller", is_kept);
        assert_eq!(first == other, is_kept, "another call makes others");
    }
}

#[tokio::test]
async fn faults_of_all_records_are_found_before_anything_is_sent() {
    let server = script(vec![Act::Answer("")]).await;
    let asapp = client(&server.url);
    let mut records = agents(2000);
    records[0] = AgentMetadata::new("");
    records[3] = records[3].clone().event_id(MARK);
    records[5] = records[5].clone().event_id("other");
    records[999] = records[999].clone().event_id(MARK);
    records[1203] = records[1203].clone().lob_id("é").language("en-us").language("_");
    records[1999] = records[1999].clone().event_id(MARK).attributes(vec![("n", MARK); 11]);
    let error = asapp.many_agent_metadata(records).send().await.unwrap_err();
    let faults: Vec<_> = error.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            r"body /items/0/externalAgentId: must match the pattern [a-zA-Z0-9\-\_]+",
            "body /items/999/eventId: must not be another record's of this call",
            r"body /items/1203/lobId: must match the pattern [a-zA-Z0-9\-\_]+",
            r"body /items/1203/languages/1: must match the pattern [a-zA-Z0-9\-]+",
            "body /items/1999/eventId: must not be another record's of this call",
            "body /items/1999/attributes: at most 10 items",
        ]
    );
    assert_eq!(error.faults()[1].rule, asapp::Rule::Unique);
    assert_eq!(
        (error.kind(), error.outcome(), error.attempts(), error.records().len()),
        (ErrorKind::Invalid, Outcome::NotSent, 0, 0)
    );
    assert!(!shown(&error).contains(MARK), "{}", shown(&error));

    let twice = |id: &str| CustomerMetadata::new("id-111", "c").event_id(id);
    let convo = |id: &str| ConversationMetadata::new("id-111").event_id(id);
    for error in [
        asapp.many_customer_metadata(["a", "a"].map(twice)).send().await.unwrap_err(),
        asapp.many_conversation_metadata(["a", "a"].map(convo)).send().await.unwrap_err(),
    ] {
        let faults: Vec<_> = error.faults().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(faults, ["/items/1/eventId"]);
    }
    for error in [
        asapp.many_agent_metadata([]).send().await.unwrap_err(),
        asapp.many_customer_metadata([]).send().await.unwrap_err(),
        asapp.many_conversation_metadata([]).send().await.unwrap_err(),
    ] {
        let faults: Vec<_> = error.faults().iter().map(ToString::to_string).collect();
        assert_eq!(faults, ["body /items: at least 1 item"]);
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn every_record_gets_the_result_that_is_its_own() {
    const T: Outcome = Outcome::Persisted;
    const F: Outcome = Outcome::Rejected;
    use MatchedBy::{EventId, Position};
    for (status, count, results, expected, matched_by) in [
        (
            200,
            0,
            json!([{"eventId": "e0"}, {"eventId": "e1"}, {"eventId": "e2"}]),
            [T, T, T],
            EventId,
        ),
        // Blank in every way.
        (
            200,
            0,
            json!([{"eventId": "e0", "error": ""}, {"eventId": "e1", "error": " \n"}, {"eventId": "e2", "error": null}]),
            [T, T, T],
            EventId,
        ),
        // In another order than the records.
        (
            200,
            1,
            json!([{"eventId": "e2", "error": ""}, {"eventId": "e0", "error": MARK}, {"eventId": "e1"}]),
            [F, T, T],
            EventId,
        ),
        (
            200,
            2,
            json!([{"eventId": "e1", "error": MARK}, {"eventId": "e2"}, {"eventId": "e0", "error": MARK}]),
            [F, F, T],
            EventId,
        ),
        (
            200,
            3,
            json!([{"eventId": "e2", "error": MARK}, {"eventId": "e0", "error": MARK}, {"eventId": "e1", "error": MARK}]),
            [F, F, F],
            EventId,
        ),
        (
            400,
            3,
            json!([{"eventId": "e0", "error": MARK}, {"eventId": "e1", "error": MARK}, {"eventId": "e2", "error": MARK}]),
            [F, F, F],
            EventId,
        ),
        // Ids of the service's own, and none.
        (
            200,
            1,
            json!([{"eventId": "a"}, {"eventId": "b", "error": MARK}, {"eventId": "c"}]),
            [T, F, T],
            Position,
        ),
        (200, 1, json!([{"error": ""}, {}, {"error": MARK}]), [T, T, F], Position),
        (
            200,
            1,
            json!([{"eventId": ""}, {"eventId": "", "error": MARK}, {"eventId": " "}]),
            [T, F, T],
            Position,
        ),
        (400, 3, json!([{"error": MARK}, {"error": MARK}, {"error": MARK}]), [F, F, F], Position),
    ] {
        let body = json!({"errorCount": count, "results": results, "somethingNew": 1}).to_string();
        let server = answering(status, body.clone()).await;
        let results = send_three(&server).await.unwrap();
        assert_eq!(outcomes(&results.results), expected, "{status} {body}");
        assert_eq!(results.are_all_held(), expected == [T, T, T], "{body}");
        let rejected: Vec<_> = results.rejected().map(|result| result.index).collect();
        let refused: Vec<_> = (0..3).filter(|index| expected[*index] == F).collect();
        assert_eq!(rejected, refused, "{body}");
        for (index, result) in (&results).into_iter().enumerate() {
            assert_eq!(result.matched_by, Some(matched_by), "{body}");
            let message = (result.outcome == F).then_some(MARK);
            assert_eq!(result.service_message(), message, "{body}");
            let id = Text::from(format!("e{index}"));
            assert_eq!((result.index, &result.event_id), (index, &id), "the id that was sent");
        }
        let shown = format!("{results:?} {results:#?}");
        assert!(!shown.contains(MARK), "{shown}");
    }
}

#[tokio::test]
async fn results_that_do_not_add_up_are_never_taken_for_some_that_do() {
    let (ok, no) =
        (|id: &str| json!({"eventId": id}), |id: &str| json!({"eventId": id, "error": MARK}));
    for (status, count, results, why) in [
        (200, 0, json!([ok("e0"), ok("e1")]), "too few"),
        (200, 0, json!([]), "none"),
        (200, 1, json!([no("e1")]), "the failures alone"),
        (200, 0, json!([ok("e0"), ok("e1"), ok("e2"), ok("e3")]), "too many"),
        (200, 0, json!([ok("e0"), ok("e1"), ok("e2"), ok("e2")]), "too many, one of them twice"),
        (200, 0, json!([ok("e0"), ok("e1"), ok("e1")]), "one twice, one not at all"),
        (200, 1, json!([ok("e0"), no("e0"), ok("e1")]), "one twice, taken and refused"),
        (200, 0, json!([ok("e0"), ok("e1"), ok("x")]), "one of them foreign"),
        (200, 0, json!([ok("x"), ok("y"), ok("e0")]), "one of them known"),
        (
            200,
            1,
            json!([ok("x"), no("x"), ok("y")]),
            "one foreign twice: no result for each record",
        ),
        (200, 0, json!([ok("e0"), ok("e1"), {}]), "one of them without an id"),
        (200, 0, json!([ok("e0"), no("e1"), ok("e2")]), "an error that is not counted"),
        (200, 1, json!([ok("e0"), ok("e1"), ok("e2")]), "a count without an error"),
        (200, -1, json!([ok("e0"), ok("e1"), ok("e2")]), "less than none"),
        (400, 2, json!([ok("e0"), no("e1"), no("e2")]), "refused, and one is taken"),
        (400, 0, json!([ok("e0"), ok("e1"), ok("e2")]), "refused, and all are taken"),
        (400, 1, json!([no("e1"), ok("e2")]), "refused, too few, and one is taken"),
    ] {
        let body = json!({"errorCount": count, "results": results}).to_string();
        let server = answering(status, body.clone()).await;
        let error = send_three(&server).await.expect_err(why);
        assert_eq!(
            (error.kind(), error.outcome(), error.status()),
            (ErrorKind::Unreadable, Outcome::Unknown, Some(status)),
            "{why}"
        );
        assert_eq!(runs(error.records()), [(3, Outcome::Unknown)], "{why}");
        assert!(error.records().iter().all(|record| record.matched_by.is_none()), "{why}");
        assert_eq!((error.attempts(), error.is_retryable()), (1, true), "{why}");
        assert_eq!(error.body(), Some(body.as_bytes()), "{why}");
        let shown = shown(&error);
        assert!(shown.contains("do not add up") && !shown.contains(MARK), "{why}: {shown}");
    }
}

#[tokio::test]
async fn an_answer_without_results_is_told_by_its_status() {
    let problem = json!({"error": {"requestId": "8e-1", "code": "400-01", "message": MARK}});
    let problem = problem.to_string();
    // A 400 says that no record was taken: nothing in these says otherwise.
    let no = json!({"error": MARK});
    let fewer = json!({"errorCount": 2, "results": [no, no]}).to_string();
    let mixed = json!({"errorCount": 3, "results": [{"eventId": "e0", "error": MARK}, no, no]});
    let (unreadable, rejected) = (
        (ErrorKind::Unreadable, Outcome::Unknown, true),
        (ErrorKind::Rejected, Outcome::Rejected, false),
    );
    for (status, body, expected) in [
        (200, problem.as_str(), unreadable),
        (200, "{}", unreadable),
        (200, "", unreadable),
        (204, "", unreadable),
        (200, "<html>", unreadable),
        (200, r#"[0,[{},{},{}]]"#, unreadable),
        (200, r#"{"results":[{},{},{}]}"#, unreadable),
        (200, r#"{"errorCount":0}"#, unreadable),
        (200, r#"{"errorCount":"0","results":[{},{},{}]}"#, unreadable),
        (200, r#"{"errorCount":0,"results":[{},{},{}],"error":{}}"#, unreadable),
        (200, r#"{"errorCount":0,"results":[{},{},{"error":false}]}"#, unreadable),
        (200, r#"{"result":{"eventId":"e0"}}"#, unreadable),
        (400, &problem, rejected),
        (400, "", rejected),
        (400, r#"{"result":{"eventId":"e0"}}"#, rejected),
        (400, &fewer, rejected),
        (400, &mixed.to_string(), rejected),
        (401, &problem, (ErrorKind::Unauthorized, Outcome::Rejected, false)),
        (404, &problem, (ErrorKind::NotFound, Outcome::Rejected, false)),
        (413, "<html>", (ErrorKind::TooLarge, Outcome::Rejected, false)),
        (422, &fewer, (ErrorKind::Rejected, Outcome::Rejected, false)),
        (429, &problem, (ErrorKind::RateLimited, Outcome::Rejected, true)),
        (500, &fewer, (ErrorKind::Server, Outcome::Unknown, true)),
        (503, &problem, (ErrorKind::Server, Outcome::Unknown, true)),
    ] {
        let server = answering(status, body).await;
        let error = send_three(&server).await.unwrap_err();
        let (kind, outcome, is_retryable) = expected;
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{status} {body}");
        assert_eq!(error.is_retryable(), is_retryable, "{status} {body}");
        assert_eq!(error.operation(), Some(Operation::ManyAgentMetadata));
        assert_eq!(runs(error.records()), [(3, outcome)], "{status} {body}");
        let message = (body == problem).then_some(MARK);
        assert_eq!(error.service_message(), message, "{status} {body}");
        assert!(!shown(&error).contains(MARK), "{}", shown(&error));
    }
}

#[tokio::test]
async fn a_conflict_says_that_the_records_are_held() {
    for body in ["", r#"{"error":{"requestId":"8e-1","code":"409-01","message":"m"}}"#] {
        let server = answering(409, body).await;
        let results = send_three(&server).await.unwrap();
        assert_eq!(runs(&results.results), [(3, Outcome::AlreadyPersisted)]);
        assert!(results.are_all_held() && results.rejected().next().is_none());
        assert!(results.results.iter().all(|result| result.matched_by.is_none()));
    }
}

#[tokio::test]
async fn after_a_failure_every_record_is_accounted_for() {
    use Outcome::{NotSent, Persisted, Rejected, Unknown};
    for (failing, status, account, told, is_retryable) in [
        (
            0,
            503,
            vec![(1000, Unknown), (1500, NotSent)],
            "of 2500 records 1000 unknown, 1500 not sent",
            true,
        ),
        (
            1,
            503,
            vec![(7, Persisted), (1, Rejected), (992, Persisted), (1000, Unknown), (500, NotSent)],
            "of 2500 records 999 held, 1 rejected, 1000 unknown, 500 not sent",
            true,
        ),
        (
            1,
            400,
            vec![(7, Persisted), (1, Rejected), (992, Persisted), (1000, Rejected), (500, NotSent)],
            "of 2500 records 999 held, 1001 rejected, 500 not sent",
            false,
        ),
        (
            2,
            429,
            vec![
                (7, Persisted),
                (1, Rejected),
                (999, Persisted),
                (1, Rejected),
                (992, Persisted),
                (500, Rejected),
            ],
            "of 2500 records 1998 held, 502 rejected",
            true,
        ),
    ] {
        // Those that are taken refuse their eighth record.
        let server = recorder(move |index, request| {
            if index == failing {
                return (status, json!({"error": {"message": MARK}}).to_string());
            }
            let (status, body) = taken(request);
            let mut body: Value = serde_json::from_str(&body).unwrap();
            body["results"][7]["error"] = json!(MARK);
            body["errorCount"] = json!(1);
            (status, body.to_string())
        });
        let server = server.await;
        let call = server.client().many_agent_metadata(agents(2500));
        let error = call.send().await.unwrap_err();
        assert_eq!(runs(error.records()), account, "{failing} {status}");
        assert_eq!(server.seen().len(), failing + 1, "nothing is sent after a failure");
        assert_eq!(error.attempts() as usize, failing + 1);
        assert_eq!((error.status(), error.is_retryable()), (Some(status), is_retryable));
        assert_eq!((call.records().len(), error.batches().len()), (2500, 0));
        assert!(error.to_string().contains(told), "{error}");
        for (index, record) in error.records().iter().enumerate() {
            assert_eq!(record.index, index);
            let is_told = index % 1000 == 7 && index < failing * 1000;
            assert_eq!(record.service_message(), is_told.then_some(MARK), "{index}");
        }
        assert!(!shown(&error).contains(MARK), "no word of the service is shown");
    }
}

#[tokio::test]
async fn records_that_no_connection_carried_are_not_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client(&url).many_agent_metadata(agents(1001)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1));
    assert_eq!(runs(error.records()), [(1001, Outcome::NotSent)]);
    assert!(error.is_retryable());

    let server = script(vec![Act::AnswerAndClose("HTTP/1.1 200 OK\r\ncontent-le")]).await;
    let error = client(&server.url).many_agent_metadata(agents(1001)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interrupted, 1));
    assert_eq!(runs(error.records()), [(1000, Outcome::Unknown), (1, Outcome::NotSent)]);
}

#[tokio::test]
async fn a_long_refusal_is_read_to_its_end() {
    let server = recorder(|_, request| {
        let error = |id| json!({"eventId": id, "error": format!("{MARK}{}", "x".repeat(200))});
        let results: Vec<_> = request.event_ids().into_iter().map(error).collect();
        let body = json!({"errorCount": results.len(), "results": results}).to_string();
        assert!(body.len() > 64 * 1024, "longer than what is kept of an error's body");
        (400, body)
    });
    let server = server.await;
    let results = server.client().many_agent_metadata(agents(1000)).send().await.unwrap();
    assert_eq!(runs(&results.results), [(1000, Outcome::Rejected)]);
    assert_eq!(results.results[999].matched_by, Some(MatchedBy::EventId));
    assert_eq!(results.results[999].service_message().map(str::len), Some(MARK.len() + 200));
}
