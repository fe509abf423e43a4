//! What must hold in every cell.

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
    let is_read = stored.is_empty();
    check(!outcomes.is_empty(), "nothing is said");
    check(is_read || outcomes.len() == stored.len(), "not all are accounted for");
    for (outcome, &times) in outcomes.iter().zip(stored) {
        match outcome {
            held if held.is_held() => check(times > 0, "held, but not there"),
            Outcome::Unknown => {}
            _ => check(times == 0, "not held, but there"),
        }
    }
    check(measured.is_right, "what the call gave is not what the service holds");
    check(u64::from(measured.attempts) == *requests, "requests are miscounted");
    let unmet = cell.struck.times().saturating_sub(measured.own_requests);
    check(measured.faults_left == unmet, "a fault missed its request");
    let is_safe = !is_message(cell.operation) || stored.iter().all(|times| *times == 0);
    check(!measured.is_retryable || is_safe, "retryable, but there");
    let may_double = match cell.operation {
        Operation::CreateOrUpdateConversation => false,
        operation if is_message(operation) => NAMED.iter().any(|named| named.holds(measured)),
        // Each time under the same keys.
        _ => true,
    };
    check(may_double || !measured.is_doubled(), "stored twice");
    found
}

/// Cells in which a message may be stored twice, and why.
pub(crate) struct Named {
    pub(crate) posture: Posture,
    pub(crate) faults: &'static [&'static str],
    pub(crate) why: &'static str,
}

pub(crate) const NAMED: [Named; 2] = [
    Named {
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
        posture: Posture::Reconcile,
        faults: &[
            "reset with a late commit",
            "stall with a late commit",
            "status 500 with a late commit",
            "status 503 with a late commit",
        ],
        why: "the service stores the message after it answered the later read-back",
    },
];

impl Named {
    fn holds(&self, measured: &Measured) -> bool {
        self.faults.iter().any(|fault| self.names(measured, fault))
    }

    /// Whether it is this cell, with this fault.
    pub(crate) fn names(&self, Measured { cell, .. }: &Measured, fault: &str) -> bool {
        let is_struck = is_message(cell.operation) && cell.blow.family() == fault;
        is_struck && cell.repeats == RepeatedMessage::Store && cell.posture == self.posture
    }
}
