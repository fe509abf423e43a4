//! The last attempts, as many as support has use for.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::Attempt;

const KEPT: usize = 100;

/// The last attempts, oldest first.
#[derive(Default)]
pub(crate) struct Journal(VecDeque<Attempt>);

impl Journal {
    pub(crate) fn push(&mut self, attempt: Attempt) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(attempt);
    }

    pub(crate) fn into_attempts(self) -> Vec<Attempt> {
        self.0.into()
    }
}

/// The last attempts of a client and of its clones.
pub(crate) struct Recent(Mutex<Journal>);

impl Recent {
    pub(crate) fn new() -> Self {
        // All at once, so that no attempt has to.
        Self(Mutex::new(Journal(VecDeque::with_capacity(KEPT))))
    }

    pub(crate) fn push(&self, attempt: Attempt) {
        // Nothing that holds the lock can leave the journal half written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(attempt);
    }

    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.iter().cloned().collect()
    }
}
