//! Commits that happen after the answer.

use std::fmt;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Address;
use crate::operations::Work;
use crate::store::Store;

/// What is still to be stored, in order of arrival.
#[derive(Default)]
pub(crate) struct LateCommits(Mutex<State>);

#[derive(Default)]
struct State {
    next: u64,
    pending: Vec<Pending>,
}

struct Pending {
    number: u64,
    /// None where time is waited for.
    due: Option<Due>,
    work: Work,
}

/// Requests of this address are waited for, so many more.
struct Due {
    address: Address,
    requests: u32,
}

impl LateCommits {
    /// To be stored once so many more requests of this address were answered.
    pub(crate) fn after_requests(&self, address: Address, requests: u32, work: Work) {
        self.push(Some(Due { address, requests }), work);
    }

    /// To be stored when [`commit`](Self::commit) is called with the number given.
    pub(crate) fn on_call(&self, work: Work) -> u64 {
        self.push(None, work)
    }

    pub(crate) fn commit(&self, number: u64, store: &Store) {
        self.commit_where(store, |pending| pending.number == number);
    }

    pub(crate) fn commit_all(&self, store: &Store) {
        self.commit_where(store, |_| true);
    }

    /// Counts an answered request, and stores what waited for it.
    pub(crate) fn answered(&self, address: &Address, store: &Store) {
        self.commit_where(store, |pending| {
            let Some(due) = pending.due.as_mut().filter(|due| due.address == *address) else {
                return false;
            };
            due.requests = due.requests.saturating_sub(1);
            due.requests == 0
        });
    }

    pub(crate) fn len(&self) -> usize {
        self.state().pending.len()
    }

    pub(crate) fn clear(&self) {
        self.state().pending.clear();
    }

    fn push(&self, due: Option<Due>, work: Work) -> u64 {
        let mut state = self.state();
        let number = state.next;
        state.next += 1;
        state.pending.push(Pending { number, due, work });
        number
    }

    fn commit_where(&self, store: &Store, is_due: impl FnMut(&mut Pending) -> bool) {
        let mut state = self.state();
        let mut is_due = is_due;
        let (due, rest): (Vec<_>, Vec<_>) = mem::take(&mut state.pending)
            .into_iter()
            .map(|mut pending| (is_due(&mut pending), pending))
            .partition(|(due, _)| *due);
        state.pending = rest.into_iter().map(|(_, pending)| pending).collect();
        // Under the lock, so that what is no longer pending is stored.
        for (_, pending) in due {
            let _ = (pending.work)(store);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for LateCommits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LateCommits({})", self.len())
    }
}
