//! Snapshots under names.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::route::{Call, NoContent};
use crate::answer::Answer;
use crate::store::Snapshot;

/// Snapshots taken over the control API, by name.
#[derive(Default)]
pub(crate) struct Snapshots(Mutex<BTreeMap<String, Snapshot>>);

impl Snapshots {
    fn by_name(&self) -> MutexGuard<'_, BTreeMap<String, Snapshot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn take(call: &Call<'_>) -> Result<NoContent, Answer> {
    let snapshot = call.api.store.snapshot();
    call.api.snapshots.by_name().insert(call.name().to_owned(), snapshot);
    Ok(NoContent)
}

pub(super) fn forget(call: &Call<'_>) -> Result<NoContent, Answer> {
    let forgotten = call.api.snapshots.by_name().remove(call.name());
    forgotten.map(|_| NoContent).ok_or_else(no_snapshot)
}

pub(super) fn restore(call: &Call<'_>) -> Result<NoContent, Answer> {
    let snapshot = call.api.snapshots.by_name().get(call.name()).cloned();
    call.api.restore(&snapshot.ok_or_else(no_snapshot)?);
    call.api.journal.revise();
    Ok(NoContent)
}

fn no_snapshot() -> Answer {
    Answer::not_found("No snapshot has this name")
}
