//! What became of many records: the service's results, matched to the records that were sent.

use std::collections::HashMap;
use std::time::Duration;

use asapp_raw::metadata_ingestion::types as raw;

use super::add_metadata::is_blank;
use crate::error::Cause;
use crate::exchange::Reply;
use crate::outcome::Effort;
use crate::{Error, ErrorKind, Outcome, Receipt, Text};

/// What became of each record of a call, in the order in which they were given. The service takes each record by
/// itself: some may be refused while others are taken.
///
/// ```no_run
/// # async fn example(asapp: asapp::Client, records: Vec<asapp::CustomerMetadata>) -> Result<(), asapp::Error> {
/// let results = asapp.many_customer_metadata(records).send().await?;
/// assert!(results.are_all_held());
/// # Ok(()) }
/// ```
///
/// Not to look at it is a compiler warning:
///
/// ```compile_fail
/// #![deny(unused_must_use)]
/// # async fn example(asapp: asapp::Client, records: Vec<asapp::CustomerMetadata>) -> Result<(), asapp::Error> {
/// asapp.many_customer_metadata(records).send().await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "records may have been refused although the call succeeded"]
#[non_exhaustive]
pub struct RecordResults {
    /// The results, one for each record, in the order of the records.
    pub results: Vec<RecordResult>,
    /// Requests that were made.
    pub attempts: u32,
    /// Those of them that sent the same again.
    pub retries: u32,
    /// How long the call waited before its retries, all in all.
    pub waited: Duration,
}

/// What became of one record.
///
/// ```no_run
/// # fn example(results: asapp::RecordResults) {
/// for result in results.rejected() {
///     println!("record {} with event {}", result.index, result.event_id.expose());
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordResult {
    /// The record's place among those that were given.
    pub index: usize,
    /// The event id that was sent with it: yours, or the one made for it.
    pub event_id: Text,
    /// What became of it.
    pub outcome: Outcome,
    /// How the service's result was found among the others; `None` where it gave none, so that the outcome is that
    /// of the whole request.
    pub matched_by: Option<MatchedBy>,
    message: Option<Text>,
}

/// How a result was found to be a record's.
///
/// ```no_run
/// # fn example(refused: asapp::RecordResult) {
/// if refused.matched_by == Some(asapp::MatchedBy::Position) {
///     println!("that it is record {} rests on the order of the answer", refused.index);
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MatchedBy {
    /// By the event id that was sent.
    EventId,
    /// By its place in the answer, because the service answered with ids of its own alone, or with none. That
    /// results come in the order of the records is our reading of the vendor's example.
    Position,
}

impl RecordResult {
    pub(super) fn unsent(index: usize, event_id: Text) -> Self {
        Self { index, event_id, outcome: Outcome::NotSent, matched_by: None, message: None }
    }

    /// Why the service refused the record. **It may quote what was sent**: keep it out of logs.
    #[must_use]
    pub fn service_message(&self) -> Option<&str> {
        self.message.as_ref().map(Text::expose)
    }
}

impl RecordResults {
    /// Whether the service took every record.
    #[must_use]
    pub fn are_all_held(&self) -> bool {
        self.results.iter().all(|result| result.outcome.is_held())
    }

    /// The records that the service refused.
    pub fn rejected(&self) -> impl Iterator<Item = &RecordResult> {
        self.results.iter().filter(|result| result.outcome == Outcome::Rejected)
    }
}

impl IntoIterator for RecordResults {
    type Item = RecordResult;
    type IntoIter = std::vec::IntoIter<RecordResult>;

    fn into_iter(self) -> Self::IntoIter {
        self.results.into_iter()
    }
}

impl<'a> IntoIterator for &'a RecordResults {
    type Item = &'a RecordResult;
    type IntoIter = std::slice::Iter<'a, RecordResult>;

    fn into_iter(self) -> Self::IntoIter {
        self.results.iter()
    }
}

/// Gives each record of one request what the service says of it; answers what was made of requests.
pub(super) fn settle(
    records: &mut [RecordResult],
    reply: Reply<raw::BatchIngestionResponse>,
) -> Result<Effort, Error> {
    let Receipt { outcome, .. } = reply.receipt;
    let effort = Effort::from(reply.receipt);
    let answered = match &reply.value {
        Ok(answered) => answered,
        // A conflict says that the records are held; its body is an error's, not results.
        Err(_) if outcome == Outcome::AlreadyPersisted => {
            records.iter_mut().for_each(|record| record.outcome = outcome);
            return Ok(effort);
        }
        Err(_) => return Err(reply.into_error(ErrorKind::Unreadable, Outcome::Unknown)),
    };
    let refused = answered.results.iter().filter(|result| !is_blank(result.error.as_deref()));
    let refused = refused.count();
    // A 400 says that no record was taken, unless its results say otherwise.
    let is_none_taken = outcome == Outcome::Rejected && refused == answered.results.len();
    let adds_up = answered.results.len() == records.len()
        && usize::try_from(answered.error_count) == Ok(refused)
        && (outcome != Outcome::Rejected || is_none_taken);
    let Some((matched_by, places)) = places(records, &answered.results).filter(|_| adds_up) else {
        return Err(mismatch(reply, is_none_taken));
    };
    let refusal = reply.refusal();
    for (record, place) in records.iter_mut().zip(places) {
        let error = answered.results[place].error.as_deref().filter(|error| !is_blank(Some(error)));
        record.outcome = if error.is_some() { refusal } else { Outcome::Persisted };
        record.message = error.map(Text::from);
        record.matched_by = Some(matched_by);
    }
    Ok(effort)
}

fn mismatch(reply: Reply<raw::BatchIngestionResponse>, is_none_taken: bool) -> Error {
    let (kind, outcome) = match is_none_taken {
        true => (ErrorKind::Rejected, Outcome::Rejected),
        false => (ErrorKind::Unreadable, Outcome::Unknown),
    };
    let cause = Cause::new("the results of the answer do not add up to the records sent");
    reply.into_error(kind, outcome).because(cause)
}

/// For each record the place of its result, where there are as many results; `None` where it cannot be told.
fn places(
    records: &[RecordResult],
    results: &[raw::IngestionResult],
) -> Option<(MatchedBy, Vec<usize>)> {
    let mut known = HashMap::new();
    for (place, result) in results.iter().enumerate() {
        let id = result.event_id.as_deref().filter(|id| !id.trim().is_empty());
        // Not one result for each record: then the order tells nothing either.
        if id.is_some_and(|id| known.insert(id, place).is_some()) {
            return None;
        }
    }
    let found: Vec<Option<usize>> =
        records.iter().map(|record| known.get(record.event_id.expose()).copied()).collect();
    if found.iter().all(Option::is_none) {
        return Some((MatchedBy::Position, (0..records.len()).collect()));
    }
    // The records' ids differ, so each result is found once at most.
    let places: Option<Vec<usize>> = found.into_iter().collect();
    places.map(|places| (MatchedBy::EventId, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_each_record_s_result() {
        use MatchedBy::{EventId, Position};
        let records = ["e0", "e1", "e2"].map(|id| RecordResult::unsent(0, id.into()));
        for (ids, expected) in [
            ([Some("e0"), Some("e1"), Some("e2")], Some((EventId, vec![0, 1, 2]))),
            ([Some("e2"), Some("e0"), Some("e1")], Some((EventId, vec![1, 2, 0]))),
            ([Some("x"), Some("y"), Some("z")], Some((Position, vec![0, 1, 2]))),
            ([Some(""), Some(" "), None], Some((Position, vec![0, 1, 2]))),
            ([None, Some("x"), Some("")], Some((Position, vec![0, 1, 2]))),
            ([Some("x"), Some("x"), Some("y")], None),
            ([Some("e0"), Some("e0"), Some("e1")], None),
            ([Some("e0"), Some("e1"), Some("")], None),
            ([Some("x"), Some("e0"), Some("y")], None),
        ] {
            let result = |id: Option<&str>| raw::IngestionResult {
                event_id: id.map(Into::into),
                error: None,
            };
            assert_eq!(places(&records, &ids.map(result)), expected, "{ids:?}");
        }
    }
}
