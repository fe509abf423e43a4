//! What must hold in every cell.

use std::fmt;

use asapp::{Operation, Outcome, Posture};
use asapp_emulator::RepeatedMessage;

use crate::cell::{Measured, is_message};

/// All that is wrong in a cell.
pub(crate) fn violations(measured: &Measured) -> Vec<String> {
    let Measured { cell, outcomes, stored, requests, .. } = measured;
    let mut found = Vec::new();
    let mut check = |holds: bool, what: &str| {
        if !holds {
            found.push(format!(
                "{cell}: {what}: {outcomes:?}, stored {stored:?}, {requests} requests"
            ));
        }
    };
    let is_named = |what| NAMED.iter().any(|named| named.what == what && named.holds(measured));
    let is_read = stored.is_empty();
    check(!outcomes.is_empty(), "nothing is said");
    check(is_read || outcomes.len() == stored.len(), "not all are accounted for");
    for (outcome, &times) in outcomes.iter().zip(stored) {
        match outcome {
            held if held.is_held() => check(times > 0, "held, but not there"),
            Outcome::Unknown => {}
            _ => check(times == 0 || is_named(What::ToldRejected), "not held, but there"),
        }
    }
    check(measured.is_right, "what the call gave is not what the service holds");
    check(u64::from(measured.attempts) == *requests, "requests are miscounted");
    let unmet = cell.struck.times().saturating_sub(measured.own_requests);
    check(measured.faults_left == unmet, "a fault missed its request");
    let may_double = match cell.operation {
        Operation::CreateOrUpdateConversation => false,
        operation if is_message(operation) => is_named(What::StoredTwice),
        // Each time under the same keys.
        _ => true,
    };
    check(may_double || !measured.is_doubled(), "stored twice");
    found
}

/// What may go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    StoredTwice,
    ToldRejected,
}

/// Cells in which it may, and why.
pub(crate) struct Named {
    pub(crate) what: What,
    pub(crate) posture: Posture,
    pub(crate) faults: &'static [&'static str],
    pub(crate) why: &'static str,
}

const COMMITTED_LATE: &[&str] = &[
    "reset with a late commit",
    "stall with a late commit",
    "status 500 with a late commit",
    "status 503 with a late commit",
];

pub(crate) const NAMED: [Named; 3] = [
    Named {
        what: What::StoredTwice,
        posture: Posture::Vendor,
        faults: &[
            "status 500 after commit",
            "status 500 with a late commit",
            "status 503 after commit",
            "status 503 with a late commit",
            "status 503 with a commit in the wait",
        ],
        why: "the service stores the message, answers 5xx, and does not answer 409 to the repeat",
    },
    Named {
        what: What::StoredTwice,
        posture: Posture::Reconcile,
        faults: COMMITTED_LATE,
        why: "the service stores the message after it answered the later read-back",
    },
    Named {
        what: What::ToldRejected,
        posture: Posture::Reconcile,
        faults: COMMITTED_LATE,
        why: "the same, where no retry is left, so that the message is not sent again",
    },
];

impl Named {
    /// Whether this has come true.
    pub(crate) fn is_seen(&self, measured: &Measured) -> bool {
        match self.what {
            What::StoredTwice => measured.is_doubled(),
            What::ToldRejected => {
                let mut told = measured.outcomes.iter().zip(&measured.stored);
                told.any(|(outcome, times)| *outcome == Outcome::Rejected && *times > 0)
            }
        }
    }

    fn holds(&self, measured: &Measured) -> bool {
        self.faults.iter().any(|fault| self.names(measured, fault))
    }

    /// Whether it is this cell, with this fault.
    pub(crate) fn names(&self, Measured { cell, .. }: &Measured, fault: &str) -> bool {
        // A service that answers 409 to repeats stores nothing twice, but it stores late all the same.
        let is_open = cell.repeats == RepeatedMessage::Store || self.what == What::ToldRejected;
        let is_struck = is_message(cell.operation) && cell.blow.family() == fault;
        is_open && is_struck && self.posture == cell.posture
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StoredTwice => "stored twice",
            Self::ToldRejected => "told to be rejected, and stored",
        })
    }
}
