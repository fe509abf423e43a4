//! What the steps of each request take that are all computing. Printed by the command of docs/performance.md.

#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::operation::Api;
use crate::retry::{End, Situation, decide};
use crate::traffic::Gate;
use crate::{DailyQuota, Operation, Pacer, Posture, RetryPolicy, Timer, TokioTimer, Traffic};

const TIMES: u32 = 1_000_000;

fn print(name: &str, took: Duration) {
    println!("{name:<28} {:>8.1} ns", took.as_secs_f64() * 1e9 / f64::from(TIMES));
}

#[test]
#[ignore = "measures, and holds nothing to it"]
fn timings_of_a_decision() {
    let situation = Situation {
        safety: Operation::CreateMessage.write_safety(),
        posture: Posture::Vendor,
        end: End::Failed,
        unknown_before: false,
        retries: 1,
        left: Duration::from_secs(60),
        budget: true,
        retry_after: Some(Duration::from_secs(1)),
        draw: 0.5,
    };
    let success = Situation { end: End::Success, ..situation };
    let policy = RetryPolicy::vendor();
    for (name, situation) in [("decide: stop", success), ("decide: retry", situation)] {
        let began = Instant::now();
        for _ in 0..TIMES {
            black_box(decide(black_box(&policy), black_box(&situation)));
        }
        print(name, began.elapsed());
    }
}

#[tokio::test]
#[ignore = "measures, and holds nothing to it"]
async fn timings_of_a_slot() {
    let timer: Arc<dyn Timer> = Arc::new(TokioTimer::new());
    let (pacer, quota) = (Pacer::unlimited(), DailyQuota::of(u64::MAX));
    pacer.adopt(&timer);
    quota.adopt(&timer);
    let began = Instant::now();
    for _ in 0..TIMES {
        assert!(pacer.slot(|| Ok::<_, ()>(())).await.is_ok());
    }
    print("pacer: a slot that is free", began.elapsed());

    let gate = Gate::new(pacer, quota, 64);
    let began = Instant::now();
    for _ in 0..TIMES {
        let permit =
            gate.pass(&*timer, Duration::from_secs(60), Api::Conversations, Traffic::Live).await;
        assert!(permit.is_ok());
    }
    print("room, slot and quota", began.elapsed());
}
