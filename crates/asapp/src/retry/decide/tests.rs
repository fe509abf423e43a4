use proptest::prelude::*;

use super::*;
use crate::Outcome::{AlreadyPersisted, NotSent, Persisted, Rejected, Unknown};
use StopReason::{BudgetSpent, MayBeHeld, QuotaSpent, RetriesUsedUp, Settled, TimeUp};

const ENDS: [End; 12] = [
    End::Success,
    End::CutShort,
    End::Conflict,
    End::Rejected,
    End::Throttled,
    End::QuotaSpent,
    End::Failed,
    End::Broken,
    End::NeverSent,
    End::Unsendable,
    End::TooLate,
    End::OverQuota,
];
const SAFETIES: [WriteSafety; 3] =
    [WriteSafety::Read, WriteSafety::Repeatable, WriteSafety::OnceOnly];
const POSTURES: [Posture; 3] = [Posture::Vendor, Posture::AtMostOnce, Posture::Reconcile];

/// After a first attempt, with time and budget to spare.
fn first(safety: WriteSafety, posture: Posture, end: End) -> Situation {
    Situation {
        safety,
        posture,
        end,
        unknown_before: false,
        retries: 0,
        left: Duration::from_secs(120),
        budget: true,
        retry_after: None,
        draw: 0.0,
    }
}

/// `None` where it is sent again.
type Stop = Option<(Outcome, StopReason)>;

fn stop(decision: Decision) -> Stop {
    match decision {
        Decision::Retry(_) => None,
        Decision::Stop(outcome, reason) => Some((outcome, reason)),
    }
}

/// What comes after each end: for a read, for a write that can be repeated, and for a message under each posture.
type Row = (End, Stop, Stop, [Stop; 3]);

const AGAIN: Stop = None;

const fn over(outcome: Outcome, reason: StopReason) -> Stop {
    Some((outcome, reason))
}

/// A row in which all is alike.
const fn all(end: End, stop: Stop) -> Row {
    (end, stop, stop, [stop; 3])
}

/// A row in which a read is told by its last attempt, and writes are alike.
const fn read(end: End, read: Stop, writes: Stop) -> Row {
    (end, read, writes, [writes; 3])
}

fn assert_rows(rows: [Row; 12], unknown_before: bool) {
    for ((end, read, repeatable, once_only), listed) in rows.into_iter().zip(ENDS) {
        assert_eq!(end, listed, "a row for each end, in order");
        for (posture, message) in POSTURES.into_iter().zip(once_only) {
            for (safety, expected) in SAFETIES.into_iter().zip([read, repeatable, message]) {
                let situation = Situation { unknown_before, ..first(safety, posture, end) };
                let decision = decide(&RetryPolicy::vendor(), &situation);
                assert_eq!(stop(decision), expected, "{safety:?} {posture} {end:?}");
            }
        }
    }
}

#[test]
fn after_a_first_attempt() {
    let held = over(Persisted, Settled);
    let doubtful = over(Unknown, MayBeHeld);
    assert_rows(
        [
            all(End::Success, held),
            (End::CutShort, AGAIN, AGAIN, [held; 3]),
            all(End::Conflict, over(AlreadyPersisted, Settled)),
            all(End::Rejected, over(Rejected, Settled)),
            all(End::Throttled, AGAIN),
            all(End::QuotaSpent, over(Rejected, QuotaSpent)),
            (End::Failed, AGAIN, AGAIN, [AGAIN, doubtful, doubtful]),
            (End::Broken, AGAIN, AGAIN, [doubtful; 3]),
            all(End::NeverSent, AGAIN),
            all(End::Unsendable, over(NotSent, Settled)),
            all(End::TooLate, over(NotSent, TimeUp)),
            all(End::OverQuota, over(NotSent, QuotaSpent)),
        ],
        false,
    );
}

/// The words of the README for what comes after a first attempt of a message.
fn words(posture: Posture, end: End) -> &'static str {
    match stop(decide(&RetryPolicy::vendor(), &first(WriteSafety::OnceOnly, posture, end))) {
        AGAIN => "sent again",
        Some((Unknown, MayBeHeld)) if posture == Posture::Reconcile => "read back",
        Some((Unknown, MayBeHeld)) => "*unknown*",
        other => panic!("{posture} {end:?}: {other:?}"),
    }
}

#[test]
fn the_readme_tells_the_postures() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let header = "| Posture | After 429, or never sent | After 5xx | Connection broken, no answer in time | Stored twice |";
    let table = readme.split(header).nth(1).unwrap().lines().skip(2);
    let rows: Vec<_> = table.take_while(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), POSTURES.len());
    for (posture, row) in POSTURES.into_iter().zip(rows) {
        let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert!(cells[0].starts_with(&format!("`{posture:?}`")), "{row}");
        for (end, cell) in [
            (End::Throttled, cells[1]),
            (End::NeverSent, cells[1]),
            (End::Failed, cells[2]),
            (End::Broken, cells[3]),
        ] {
            assert!(cell.starts_with(words(posture, end)), "{posture} {end:?}: {cell}");
        }
    }
}

#[test]
fn after_an_attempt_that_may_have_been_carried_out() {
    let held = over(Persisted, Settled);
    let doubtful = over(Unknown, MayBeHeld);
    assert_rows(
        [
            all(End::Success, held),
            (End::CutShort, AGAIN, AGAIN, [held; 3]),
            all(End::Conflict, over(AlreadyPersisted, Settled)),
            read(End::Rejected, over(Rejected, Settled), over(Unknown, Settled)),
            (End::Throttled, AGAIN, AGAIN, [AGAIN, doubtful, doubtful]),
            read(End::QuotaSpent, over(Rejected, QuotaSpent), over(Unknown, QuotaSpent)),
            (End::Failed, AGAIN, AGAIN, [AGAIN, doubtful, doubtful]),
            (End::Broken, AGAIN, AGAIN, [doubtful; 3]),
            (End::NeverSent, AGAIN, AGAIN, [AGAIN, doubtful, doubtful]),
            read(End::Unsendable, over(NotSent, Settled), over(Unknown, Settled)),
            read(End::TooLate, over(NotSent, TimeUp), over(Unknown, TimeUp)),
            read(End::OverQuota, over(NotSent, QuotaSpent), over(Unknown, QuotaSpent)),
        ],
        true,
    );
}

#[test]
fn where_no_retry_is_left_the_outcome_is_that_of_the_last_attempt_or_unknown() {
    for (end, read, write, write_after_unknown) in [
        (End::CutShort, Persisted, Persisted, Persisted),
        (End::Throttled, Rejected, Rejected, Unknown),
        (End::Failed, Unknown, Unknown, Unknown),
        (End::Broken, Unknown, Unknown, Unknown),
        (End::NeverSent, NotSent, NotSent, Unknown),
    ] {
        for (safety, unknown_before, expected) in [
            (WriteSafety::Read, false, read),
            (WriteSafety::Read, true, read),
            (WriteSafety::Repeatable, false, write),
            (WriteSafety::Repeatable, true, write_after_unknown),
        ] {
            let situation = first(safety, Posture::Vendor, end);
            let situation = Situation { unknown_before, ..situation };
            assert_eq!(
                decide(&RetryPolicy::none(), &situation),
                Decision::Stop(expected, RetriesUsedUp),
                "{safety:?} {end:?} {unknown_before}"
            );
        }
    }
}

/// What limits a retry, in the order in which it is told.
#[test]
fn limits() {
    let millis = Duration::from_millis;
    let seconds = Duration::from_secs;
    let vendor = RetryPolicy::vendor;
    let (retry, stop) = (Decision::Retry, |reason| Decision::Stop(Rejected, reason));
    for (policy, retries, left, budget, retry_after, draw, expected) in [
        // The step is the retry's number.
        (vendor(), 0, millis(5_000), true, None, 0.0, retry(millis(1_000))),
        (vendor(), 1, millis(5_000), true, None, 0.0, retry(millis(2_000))),
        (vendor(), 2, millis(5_000), true, None, 0.0, retry(millis(4_000))),
        (vendor(), 3, millis(5_000), true, None, 0.0, stop(RetriesUsedUp)),
        (vendor(), 4, millis(5_000), true, None, 0.0, stop(RetriesUsedUp)),
        (vendor(), u32::MAX, millis(5_000), true, None, 0.0, stop(RetriesUsedUp)),
        (RetryPolicy::none(), 0, millis(5_000), true, None, 0.0, stop(RetriesUsedUp)),
        (vendor().after_429([]), 0, millis(5_000), true, None, 0.0, stop(RetriesUsedUp)),
        (vendor().after_failure([]), 0, millis(5_000), true, None, 0.0, retry(millis(1_000))),
        // The time left must be longer than the wait.
        (vendor(), 0, millis(1_001), true, None, 0.0, retry(millis(1_000))),
        (vendor(), 0, millis(1_000), true, None, 0.0, stop(TimeUp)),
        (vendor(), 0, millis(999), true, None, 0.0, stop(TimeUp)),
        (vendor(), 0, Duration::ZERO, true, None, 0.0, stop(TimeUp)),
        (vendor(), 0, millis(1_501), true, None, 1.0, retry(millis(1_500))),
        (vendor(), 0, millis(1_500), true, None, 1.0, stop(TimeUp)),
        // Retry-After is a lower bound, and is lengthened by no more than the step is.
        (vendor(), 0, seconds(9), true, Some(Duration::ZERO), 0.0, retry(millis(1_000))),
        (vendor(), 0, seconds(9), true, Some(millis(900)), 0.0, retry(millis(1_000))),
        (vendor(), 0, seconds(9), true, Some(seconds(3)), 0.0, retry(millis(3_000))),
        (vendor(), 0, seconds(9), true, Some(seconds(3)), 1.0, retry(millis(3_500))),
        (vendor(), 1, seconds(9), true, Some(seconds(3)), 1.0, retry(millis(4_000))),
        (vendor(), 0, seconds(9), true, Some(seconds(9)), 0.0, stop(TimeUp)),
        (vendor(), 0, seconds(9), true, Some(Duration::MAX), 1.0, stop(TimeUp)),
        (vendor(), 0, Duration::MAX, true, Some(Duration::MAX), 1.0, stop(TimeUp)),
        // The budget.
        (vendor(), 0, millis(5_000), false, None, 0.0, stop(BudgetSpent)),
        (vendor(), 0, millis(1_000), false, None, 0.0, stop(TimeUp)),
        (vendor(), 3, millis(1_000), false, None, 0.0, stop(RetriesUsedUp)),
    ] {
        let situation = first(WriteSafety::OnceOnly, Posture::AtMostOnce, End::Throttled);
        let situation = Situation { retries, left, budget, retry_after, draw, ..situation };
        assert_eq!(decide(&policy, &situation), expected, "{policy:?} {situation:?}");
    }
}

#[test]
fn only_a_429_waits_for_the_longer_ladder() {
    let millis = Duration::from_millis;
    for end in [End::Failed, End::Broken, End::NeverSent, End::CutShort] {
        for (retries, wait) in [(0, 250), (1, 500), (2, 1_000)] {
            let situation = Situation { retries, ..first(WriteSafety::Read, Posture::Vendor, end) };
            let decision = decide(&RetryPolicy::vendor(), &situation);
            assert_eq!(decision, Decision::Retry(millis(wait)), "{end:?} {retries}");
        }
    }
}

/// Short ones, long ones, and the longest.
fn durations() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(Duration::ZERO),
        Just(Duration::MAX),
        (0..10_000_u64).prop_map(Duration::from_millis),
        (any::<u64>(), 0..1_000_000_000_u32).prop_map(|(secs, nanos)| Duration::new(secs, nanos)),
    ]
}

fn policies() -> impl Strategy<Value = RetryPolicy> {
    let ladder = || proptest::collection::vec(durations(), 0..4);
    let retries = prop_oneof![0..5_u32, Just(u32::MAX)];
    let share = prop_oneof![Just(f64::NAN), Just(f64::INFINITY), -1.0..2.0];
    (retries, ladder(), ladder(), share).prop_map(|(retries, after_429, after_failure, share)| {
        let policy = RetryPolicy::vendor().max_retries(retries).jitter(share);
        policy.after_429(after_429).after_failure(after_failure)
    })
}

fn situations() -> impl Strategy<Value = Situation> {
    let which = (
        proptest::sample::select(&SAFETIES),
        proptest::sample::select(&POSTURES),
        proptest::sample::select(&ENDS),
    );
    let retries = prop_oneof![0..5_u32, any::<u32>(), Just(u32::MAX)];
    let asked = proptest::option::of(durations());
    let draw = prop_oneof![Just(0.0), Just(1.0), 0.0..1.0];
    (which, any::<bool>(), retries, durations(), any::<bool>(), asked, draw).prop_map(
        |((safety, posture, end), unknown_before, retries, left, budget, retry_after, draw)| {
            let situation = first(safety, posture, end);
            Situation { unknown_before, retries, left, budget, retry_after, draw, ..situation }
        },
    )
}

proptest! {
    #[test]
    fn a_retry_is_within_every_limit(policy in policies(), situation in situations()) {
        if let Decision::Retry(wait) = decide(&policy, &situation) {
            prop_assert!(wait < situation.left);
            prop_assert!(wait >= situation.retry_after.unwrap_or_default());
            prop_assert!(situation.retries < policy.retries());
            prop_assert!(situation.budget);
        }
    }

    #[test]
    fn a_wait_is_its_step_or_what_is_asked_and_up_to_half_the_step(
        steps in proptest::collection::vec(durations(), 1..5),
        retry in prop_oneof![1..7_u32, Just(u32::MAX)],
        asked in durations(),
        draw in 0.0..=1.0,
    ) {
        let step = *steps.get(retry as usize - 1).or(steps.last()).unwrap_or(&Duration::ZERO);
        let policy = RetryPolicy::vendor().after_429(steps);
        let wait = policy.wait(retry, true, asked, draw).unwrap_or_default();
        let least = step.max(asked);
        prop_assert!(wait >= least);
        // What a float rounds to, of a step so long.
        let rounded = Duration::from_nanos(1) + step / (1 << 31);
        prop_assert!(wait <= least.saturating_add(step / 2).saturating_add(rounded));
    }

    #[test]
    fn a_message_that_may_be_stored_is_not_sent_again_but_after_a_failure_under_vendor(
        policy in policies(),
        situation in situations(),
    ) {
        let situation = Situation { safety: WriteSafety::OnceOnly, ..situation };
        let may_be_stored = situation.unknown_before || matches!(situation.end, End::Failed | End::Broken);
        if may_be_stored && matches!(decide(&policy, &situation), Decision::Retry(_)) {
            prop_assert_eq!(situation.posture, Posture::Vendor);
            prop_assert_ne!(situation.end, End::Broken);
        }
    }

    #[test]
    fn an_unknown_outcome_of_a_write_is_cleared_by_the_service_s_word_alone(
        policy in policies(),
        situation in situations(),
    ) {
        let is_write = situation.safety != WriteSafety::Read;
        let is_held = matches!(situation.end, End::Success | End::CutShort | End::Conflict);
        let may_be_stored = situation.unknown_before || matches!(situation.end, End::Failed | End::Broken);
        if let Decision::Stop(outcome, _) = decide(&policy, &situation) {
            prop_assert_eq!(outcome.is_held(), is_held);
            if is_write && may_be_stored && !is_held {
                prop_assert_eq!(outcome, Unknown);
            }
        }
    }
}
