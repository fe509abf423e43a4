//! `manyConversationMetadata`, `manyAgentMetadata` and `manyCustomerMetadata`, as often as the records need

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use asapp_raw::metadata_ingestion::types as raw;

use super::add_metadata::is_blank;
use crate::error::Cause;
use crate::exchange::{Exchange, Reply};
use crate::records::Record;
use crate::validate::{Check, Location, Rule};
use crate::{Client, Error, ErrorKind, Outcome, Receipt, Text};

/// JSON pointer of the records.
const ITEMS: &str = "/items";

/// Submits any number of records, 1000 in a request. Made by
/// [`Client::many_conversation_metadata`], [`many_agent_metadata`](Client::many_agent_metadata) and
/// [`many_customer_metadata`](Client::many_customer_metadata).
///
/// Results and records are joined by index:
///
/// ```no_run
/// # async fn example(asapp: asapp::Client, records: Vec<asapp::AgentMetadata>) -> Result<(), asapp::Error> {
/// let call = asapp.many_agent_metadata(records);
/// for refused in call.send().await?.rejected() {
///     let agent = call.records()[refused.index].external_id();
///     println!("agent {} is refused", agent.expose());
/// }
/// # Ok(()) }
/// ```
///
/// Where a request fails as a whole, the records without a result of their own can go out in another call, with the
/// event ids they had:
///
/// ```no_run
/// # async fn example(asapp: asapp::Client, records: Vec<asapp::AgentMetadata>) -> Result<(), asapp::Error> {
/// let call = asapp.many_agent_metadata(records);
/// let Err(error) = call.send().await else { return Ok(()) };
/// if !error.is_retryable() {
///     return Err(error);
/// }
/// let rest = error.records().iter();
/// let rest = rest.filter(|one| one.matched_by.is_none() && !one.outcome.is_held());
/// let rest = rest.map(|one| call.records()[one.index].clone());
/// let results = asapp.many_agent_metadata(rest).send().await?;
/// println!("the rest is held: {}", results.are_all_held());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct AddManyMetadata<R> {
    client: Client,
    /// Each with the event id that goes with it, the same however often it is sent.
    records: Vec<R>,
    /// What becomes of each if nothing is done.
    unsent: Vec<RecordResult>,
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
    pub(crate) fn new(client: &Client, mut records: Vec<R>) -> Self {
        let unsent = |(index, record): (usize, &mut R)| RecordResult {
            index,
            event_id: record.identify().clone(),
            outcome: Outcome::NotSent,
            matched_by: None,
            message: None,
        };
        let unsent = records.iter_mut().enumerate().map(unsent).collect();
        Self { client: client.clone(), records, unsent }
    }

    /// The records, to send some of them again. Each has the event id that goes with it, yours or the one made
    /// for it, so that a call made of them sends the same.
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
        let mut results = self.unsent.clone();
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

    fn to_raw(&self) -> Result<Vec<R::Raw>, Error> {
        let mut check = Check::new(R::LIMITS_OF_MANY, self.client.core.strict_patterns);
        check.items(ITEMS, self.records.len());
        // More than fit into one request are no fault: they are packed.
        check.faults.retain(|fault| !matches!(fault.rule, Rule::MaxItems(_)));
        let mut known = HashSet::new();
        let mut raw = Vec::with_capacity(self.records.len());
        for (record, RecordResult { index, event_id, .. }) in self.records.iter().zip(&self.unsent)
        {
            check.item(ITEMS, *index, |check| {
                if !known.insert(event_id) {
                    check.fault(Location::Body, "/eventId", Rule::Unique);
                }
                raw.extend(record.to_raw(check));
            });
        }
        if !check.faults.is_empty() {
            return Err(Error::invalid(R::MANY, check.faults));
        }
        Ok(raw)
    }
}

/// Gives each record of one request what the service says of it; answers how many requests were made.
fn settle(
    records: &mut [RecordResult],
    reply: Reply<raw::BatchIngestionResponse>,
) -> Result<u32, Error> {
    let Receipt { outcome, attempts } = reply.receipt;
    let answered = match &reply.value {
        Ok(answered) => answered,
        // A conflict says that the records are held; its body is an error's, not results.
        Err(_) if outcome == Outcome::AlreadyPersisted => {
            records.iter_mut().for_each(|record| record.outcome = outcome);
            return Ok(attempts);
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
    for (record, place) in records.iter_mut().zip(places) {
        let error = answered.results[place].error.as_deref().filter(|error| !is_blank(Some(error)));
        record.outcome = if error.is_some() { Outcome::Rejected } else { Outcome::Persisted };
        record.message = error.map(Text::from);
        record.matched_by = Some(matched_by);
    }
    Ok(attempts)
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
    use crate::{AgentMetadata, Credentials};

    fn call(records: Vec<AgentMetadata>) -> AddManyMetadata<AgentMetadata> {
        let client = Client::builder().credentials(Credentials::new("id", "secret")).build();
        AddManyMetadata::new(&client.unwrap_or_else(|error| unreachable!("{error}")), records)
    }

    #[test]
    fn records_sent_again_keep_their_event_ids() {
        let records = vec![AgentMetadata::new("a").event_id("own"), AgentMetadata::new("b")];
        let first = call(records);
        let ids: Vec<_> = first.unsent.iter().map(|result| result.event_id.clone()).collect();
        assert_eq!((ids[0].expose(), ids[1].expose().len()), ("own", 36));
        let again = call(vec![first.records()[1].clone()]);
        assert_eq!(again.unsent[0].event_id, ids[1]);
        assert_eq!(again.records()[0], first.records()[1]);
    }

    #[test]
    fn an_error_counts_the_records_and_lists_none() {
        let records = call(vec![AgentMetadata::new("a"), AgentMetadata::new("b")]).unsent;
        let error = Error::invalid(AgentMetadata::<()>::MANY, Vec::new()).with_records(records);
        for shown in [format!("{error}"), format!("{error:?}")] {
            assert!(shown.contains("of 2 records 2 not sent"), "{shown}");
            assert!(!shown.contains("RecordResult"), "{shown}");
        }
        assert_eq!(error.records().len(), 2);
    }

    #[test]
    fn the_place_of_each_record_s_result() {
        use MatchedBy::{EventId, Position};
        let records = ["e0", "e1", "e2"].map(|id| AgentMetadata::new("a").event_id(id));
        let records = call(records.into()).unsent;
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
