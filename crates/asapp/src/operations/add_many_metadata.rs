//! `manyConversationMetadata`, `manyAgentMetadata` and `manyCustomerMetadata`, as often as the records need

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use asapp_raw::metadata_ingestion::types as raw;

use super::add_metadata::is_blank;
use crate::error::Cause;
use crate::exchange::{Exchange, Reply};
use crate::records::{Record, new_event_id};
use crate::validate::{Check, Location, Rule};
use crate::{Client, Error, ErrorKind, Outcome, Text};

/// JSON pointer of the records.
const ITEMS: &str = "/items";

/// Submits any number of records, 1000 in a request. Made by
/// [`Client::many_conversation_metadata`], [`many_agent_metadata`](Client::many_agent_metadata) and
/// [`many_customer_metadata`](Client::many_customer_metadata).
///
/// ```no_run
/// # async fn example(asapp: asapp::Client, records: Vec<asapp::AgentMetadata>) -> Result<(), asapp::Error> {
/// let results = asapp.many_agent_metadata(records).send().await?;
/// for refused in results.rejected() {
///     println!("record {}: {}", refused.index, refused.outcome);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct AddManyMetadata<R> {
    client: Client,
    records: Vec<R>,
    /// One for each record, the same however often it is sent.
    event_ids: Vec<Text>,
}

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
    /// How the service's result was found among the others; `None` where it gave none.
    pub matched_by: Option<MatchedBy>,
    message: Option<Text>,
}

/// How a result was found to be a record's.
///
/// ```
/// assert_ne!(asapp::MatchedBy::EventId, asapp::MatchedBy::Position);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MatchedBy {
    /// By the event id that was sent.
    EventId,
    /// By its place in the answer, because the service answered with ids of its own alone. That results come
    /// in the order of the records is our reading of the vendor's example.
    Position,
}

impl RecordResult {
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

#[allow(private_bounds, reason = "there are three kinds of records, and callers add none")]
impl<R: Record> AddManyMetadata<R> {
    pub(crate) fn new(client: &Client, records: Vec<R>) -> Self {
        let event_ids = event_ids(&records);
        Self { client: client.clone(), records, event_ids }
    }

    /// The records, to send some of them again.
    #[must_use]
    pub fn records(&self) -> &[R] {
        &self.records
    }

    /// Submits the records, one request after the other, and stops at the first that fails as a whole.
    ///
    /// A refused record does not stop the others. Results are matched to the records by event id. Each request
    /// has the time of a call of its own. Dropping the future sends no further request; the records of the one
    /// under way may still be taken, and the account of all is lost with the future.
    ///
    /// # Errors
    ///
    /// [`Invalid`](ErrorKind::Invalid) with all faults of all records before anything is sent, an empty list
    /// and an event id given twice among them; any kind that a request can fail with;
    /// [`Unreadable`](ErrorKind::Unreadable) with an unknown outcome where the service confirms, but its
    /// answer cannot be read, or counts other than the records. [`Error::records`] then is the account of
    /// every record: held, rejected, unknown, not sent.
    pub fn send(&self) -> impl Future<Output = Result<RecordResults, Error>> + Send + use<R> {
        let (request, core) = (self.to_raw(), Arc::clone(&self.client.core));
        let mut results = self.unsent();
        async move {
            let (mut records, mut attempts) = (request?.into_iter(), 0);
            for start in (0..results.len()).step_by(R::MOST) {
                let packed: Vec<_> = records.by_ref().take(R::MOST).collect();
                let range = start..start + packed.len();
                let exchange = Exchange::new(&core, R::MANY, core.deadline());
                let result = R::submit_many(exchange.metadata_ingestion(), packed).await;
                let reply = exchange.finish_many(result);
                match reply.and_then(|reply| settle(&mut results[range.clone()], reply)) {
                    Ok(made) => attempts += made,
                    Err(error) => {
                        results[range].iter_mut().for_each(|one| one.outcome = error.outcome());
                        attempts += error.attempts();
                        return Err(error.with_records(results).with_attempts(attempts));
                    }
                }
            }
            Ok(RecordResults { results, attempts })
        }
    }

    fn unsent(&self) -> Vec<RecordResult> {
        let ids = self.event_ids.iter().cloned().enumerate();
        let result = |(index, event_id)| RecordResult {
            index,
            event_id,
            outcome: Outcome::NotSent,
            matched_by: None,
            message: None,
        };
        ids.map(result).collect()
    }

    fn to_raw(&self) -> Result<Vec<R::Raw>, Error> {
        let mut check = Check::new(R::LIMITS_OF_MANY, self.client.core.strict_patterns);
        check.items(ITEMS, self.records.len());
        // More than fit into one request are no fault: they are packed.
        check.faults.retain(|fault| !matches!(fault.rule, Rule::MaxItems(_)));
        let mut known = HashSet::new();
        let mut raw = Vec::with_capacity(self.records.len());
        for (index, (record, id)) in self.records.iter().zip(&self.event_ids).enumerate() {
            check.item(ITEMS, index, |check| {
                if !known.insert(id) {
                    check.fault(Location::Body, "/eventId", Rule::Unique);
                }
                raw.extend(record.to_raw(check, Some(id)));
            });
        }
        if !check.faults.is_empty() {
            return Err(Error::invalid(R::MANY, check.faults));
        }
        Ok(raw)
    }
}

/// The callers' own ids, and new ones for the records that have none.
fn event_ids<R: Record>(records: &[R]) -> Vec<Text> {
    let given: HashSet<&Text> = records.iter().filter_map(Record::event_id).collect();
    let new = || loop {
        let id = new_event_id();
        if !given.contains(&id) {
            break id;
        }
    };
    records.iter().map(|record| record.event_id().cloned().unwrap_or_else(new)).collect()
}

/// Gives each record of one request what the service says of it; answers how many requests were made.
fn settle(
    records: &mut [RecordResult],
    reply: Reply<raw::BatchIngestionResponse>,
) -> Result<u32, Error> {
    let receipt = reply.receipt;
    let is_refused = receipt.outcome == Outcome::Rejected;
    let answered = match &reply.value {
        Ok(answered) => answered,
        // A conflict says that the records are held; its body is an error's, not results.
        Err(_) if receipt.outcome == Outcome::AlreadyPersisted => {
            records.iter_mut().for_each(|record| record.outcome = Outcome::AlreadyPersisted);
            return Ok(receipt.attempts);
        }
        Err(_) => return Err(reply.into_error(ErrorKind::Unreadable, Outcome::Unknown)),
    };
    let refused = answered.results.iter().filter(|result| !is_blank(result.error.as_deref()));
    let refused = refused.count();
    let adds_up = answered.results.len() == records.len()
        && usize::try_from(answered.error_count) == Ok(refused)
        && (!is_refused || refused == records.len());
    let order = if adds_up { order(records, &answered.results) } else { None };
    let Some((matched_by, order)) = order else {
        // A 400 says that no record was taken, unless its results say otherwise.
        let (kind, outcome) = match is_refused && refused == answered.results.len() {
            true => (ErrorKind::Rejected, Outcome::Rejected),
            false => (ErrorKind::Unreadable, Outcome::Unknown),
        };
        let cause = Cause::new("the results of the answer do not add up to the records sent");
        return Err(reply.into_error(kind, outcome).because(cause));
    };
    for (record, place) in records.iter_mut().zip(order) {
        let error = answered.results[place].error.as_deref().filter(|error| !is_blank(Some(error)));
        record.outcome = if error.is_some() { Outcome::Rejected } else { Outcome::Persisted };
        record.message = error.map(Text::from);
        record.matched_by = Some(matched_by);
    }
    Ok(receipt.attempts)
}

/// For each record the place of its result, of which there are as many; `None` where that cannot be told.
fn order(
    records: &[RecordResult],
    results: &[raw::IngestionResult],
) -> Option<(MatchedBy, Vec<usize>)> {
    let places: HashMap<&str, usize> = results
        .iter()
        .enumerate()
        .filter_map(|(place, result)| Some((result.event_id.as_deref()?, place)))
        .collect();
    let found: Vec<Option<usize>> =
        records.iter().map(|record| places.get(record.event_id.expose()).copied()).collect();
    if found.iter().all(Option::is_none) {
        return Some((MatchedBy::Position, (0..records.len()).collect()));
    }
    // The records' ids differ, so each result is found once at most.
    let order: Option<Vec<usize>> = found.into_iter().collect();
    order.map(|order| (MatchedBy::EventId, order))
}
