//! Mangled requests, and well-framed ones with any body: each is answered within the contract, or its connection is
//! closed; and exactly what was answered with success is stored.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod ledger;
mod mangle;
mod panics;
mod requests;
mod spoil;
mod wire;

use asapp_emulator::{Contract, Emulator};
use http::HeaderMap;
use proptest::prelude::RngExt;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;

use self::ledger::Ledger;
use self::requests::Request;
use self::wire::Wire;

/// After each, an untouched request must work and the books must balance.
const BATCH: usize = 100;
const MANGLED_BATCHES: u8 = 30;
const SPOILT_BATCHES: u8 = 30;

fn random(seed: u8) -> TestRng {
    TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32])
}

#[tokio::test]
async fn mangled_bytes() {
    panics::count();
    let emulator = Emulator::start().await.unwrap();
    let mut ledger = Ledger::default();
    let valid = requests::valid(&requests::prepare(&emulator, &mut ledger).await);
    for seed in 0..MANGLED_BATCHES {
        let mut random = random(seed);
        for case in 0..BATCH {
            let requests = random.random_range(1..=2);
            let mut picked = || valid[random.random_range(0..valid.len())].bytes();
            let whole: Vec<_> = (0..requests).flat_map(|_| picked()).collect();
            let mut bytes = whole.clone();
            mangle::mangle(&mut bytes, &mut random);
            let mut wire = Wire::open(&emulator).await;
            wire.send_in_pieces(&bytes, &mut random).await;
            let mut answers = Vec::new();
            while bytes == whole && answers.len() < requests {
                answers.push(wire.answer().await);
            }
            answers.extend(wire.finish().await);
            for answer in answers {
                answer.is_well_shaped().unwrap_or_else(|fault| panic!("{seed} {case}: {fault}"));
                ledger.enter(&answer);
            }
        }
        works_as_ever(&emulator, &valid, &mut ledger).await;
    }
}

#[tokio::test]
async fn well_framed_bodies() {
    panics::count();
    let emulator = Emulator::start().await.unwrap();
    let mut ledger = Ledger::default();
    let valid = requests::valid(&requests::prepare(&emulator, &mut ledger).await);
    let with_body: Vec<_> = valid.iter().filter(|request| request.body.is_some()).collect();
    for seed in 0..SPOILT_BATCHES {
        let mut random = random(seed);
        let mut wire = Wire::open(&emulator).await;
        for case in 0..BATCH {
            let request = with_body[random.random_range(0..with_body.len())];
            let body = spoil::body(request.body.as_ref().unwrap(), &mut random);
            let bytes = match random.random_range(0..2) {
                0 => request.with_length(&body),
                _ => request.chunked(&body, &mut random),
            };
            wire.send_in_pieces(&bytes, &mut random).await;
            let answer = wire.answer().await;
            ledger.enter(&answer);
            let place = format!("{} in {seed} {case}", request.operation);
            let found = Contract::published().judge_answer(
                request.operation,
                answer.status,
                answer.content_type.as_deref(),
                &answer.body,
            );
            assert!(answer.status < 500 && found.is_empty(), "{place}: {found:?}");
            if let Some(accepted) = is_within_contract(request, &body) {
                assert_eq!(matches!(answer.status, 200 | 204), accepted, "{place}");
            }
        }
        works_as_ever(&emulator, &valid, &mut ledger).await;
    }
}

/// None where the emulator is stricter (a batch without messages) or accepts in part (records among many).
fn is_within_contract(request: &Request, body: &[u8]) -> Option<bool> {
    if request.operation == "createBatchMessages" || request.operation.starts_with("many") {
        return None;
    }
    let names = ["asapp-api-id", "asapp-api-secret", "content-type"];
    let values = [asapp_emulator::API_ID, asapp_emulator::API_SECRET, "application/json"];
    let headers: HeaderMap = names
        .into_iter()
        .zip(values)
        .map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap()))
        .collect();
    let found =
        Contract::published().judge_request(request.method, &request.target, &headers, body);
    Some(found.is_empty())
}

async fn works_as_ever(emulator: &Emulator, valid: &[Request], ledger: &mut Ledger) {
    let mut wire = Wire::open(emulator).await;
    for request in valid {
        wire.send(&request.bytes()).await;
        let answer = wire.answer().await;
        assert!(matches!(answer.status, 200 | 204), "{}: {}", request.operation, answer.status);
        ledger.enter(&answer);
    }
    ledger.balances_with(emulator);
    assert!(panics::none_so_far());
}

fn json(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok()
}
