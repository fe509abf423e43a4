//! `manyConversationMetadata`, `manyAgentMetadata` and `manyCustomerMetadata`, as often as the records need

use std::collections::HashSet;

use super::record_results::{RecordResult, RecordResults, settle};
use crate::outcome::Effort;
use crate::validate::{Check, Location, Rule};
use crate::{Client, Error, MetadataRecord};

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
/// One record that breaks a rule of the spec keeps all from being sent. The faults say which it is:
///
/// ```no_run
/// # async fn example(asapp: asapp::Client, records: Vec<asapp::AgentMetadata>) -> Result<(), asapp::Error> {
/// use asapp::Fault;
///
/// let call = asapp.many_agent_metadata(records);
/// let Err(error) = call.send().await else { return Ok(()) };
/// let faulty: Vec<usize> = error.faults().iter().filter_map(Fault::item).collect();
/// let good = call.records().iter().enumerate().filter(|(index, _)| !faulty.contains(index));
/// let results = asapp.many_agent_metadata(good.map(|(_, record)| record.clone())).send().await?;
/// println!("the others are held: {}", results.are_all_held());
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

impl<R: MetadataRecord> AddManyMetadata<R> {
    pub(crate) fn new(client: &Client, mut records: Vec<R>) -> Self {
        let unsent = records.iter_mut().enumerate();
        let unsent = unsent
            .map(|(index, record)| RecordResult::unsent(index, record.identify().clone()))
            .collect();
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
    /// [`Invalid`](crate::ErrorKind::Invalid) with all faults of all records before anything is sent, an empty list
    /// and an event id given twice among them; any kind that a request can fail with;
    /// [`Unreadable`](crate::ErrorKind::Unreadable) with an unknown outcome where the service confirms, but its
    /// answer cannot be read, or counts other than the records. [`Error::records`] then is the account of
    /// every record: held, rejected, unknown, not sent.
    pub fn send(&self) -> impl Future<Output = Result<RecordResults, Error>> + Send + use<R> {
        let (request, mut results) = (self.to_raw(), self.unsent.clone());
        self.client.call(R::MANY, |call| async move {
            let (mut records, mut effort) = (request?.into_iter(), Effort::default());
            for start in (0..results.len()).step_by(R::MOST) {
                let packed: Vec<_> = records.by_ref().take(R::MOST).collect();
                let range = start..start + packed.len();
                let exchange = call.exchange();
                let result = R::submit_many(exchange.metadata_ingestion(), packed).await;
                let reply = exchange.finish_many(result);
                match reply.and_then(|reply| settle(&mut results[range.clone()], reply)) {
                    Ok(made) => effort += made,
                    Err(error) => {
                        results[range].iter_mut().for_each(|one| one.outcome = error.outcome());
                        effort += error.effort();
                        return Err(error.with_records(results).with_effort(effort));
                    }
                }
            }
            let Effort { attempts, retries, waited } = effort;
            Ok(RecordResults { results, attempts, retries, waited })
        })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AgentMetadata, Credentials, Operation};

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
        let error = Error::invalid(Operation::ManyAgentMetadata, Vec::new()).with_records(records);
        for shown in [format!("{error}"), format!("{error:?}")] {
            assert!(shown.contains("of 2 records 2 not sent"), "{shown}");
            assert!(!shown.contains("RecordResult"), "{shown}");
        }
        assert_eq!(error.records().len(), 2);
    }
}
