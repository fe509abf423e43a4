//! `singleConvoMetadata`, `singleAgentMetadata` and `singleCustomerMetadata`

use crate::records::Record;
use crate::validate::Check;
use crate::{Client, Error, ErrorKind, Outcome, Receipt, Text};

/// Metadata that the service took.
///
/// ```no_run
/// # fn example(added: asapp::AddedMetadata) {
/// println!("{}", added.event_id.as_ref().map_or("no event id", asapp::Text::expose));
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AddedMetadata {
    /// The service's id for tracking the submission. Whether it is the one that was sent is not documented.
    pub event_id: Option<Text>,
    /// How the call went.
    pub receipt: Receipt,
}

/// Submits one record. The event id that goes with it is the record's, the same however often it is sent.
pub(crate) fn add<R: Record>(
    client: &Client,
    record: &R,
) -> impl Future<Output = Result<AddedMetadata, Error>> + Send + use<R> {
    let request = to_raw(client, record);
    client.call(R::ONE, |call| async move {
        let body = request?;
        let exchange = call.exchange();
        let result = R::submit_one(exchange.metadata_ingestion(), body).await;
        let mut reply = exchange.finish(result)?;
        let receipt = reply.receipt;
        match &mut reply.value {
            Ok(response) if is_blank(response.result.error.as_deref()) => {
                let event_id = response.result.event_id.take().filter(|id| !is_blank(Some(id)));
                let event_id = event_id.map(Text::from);
                Ok(AddedMetadata { event_id, receipt })
            }
            Ok(_) => {
                let outcome = reply.refusal();
                Err(reply.into_error(ErrorKind::Rejected, outcome))
            }
            // A conflict says that the record is held; its body is an error's, not a result.
            Err(_) if receipt.outcome == Outcome::AlreadyPersisted => {
                Ok(AddedMetadata { event_id: None, receipt })
            }
            Err(_) => Err(reply.into_error(ErrorKind::Unreadable, Outcome::Unknown)),
        }
    })
}

fn to_raw<R: Record>(client: &Client, record: &R) -> Result<R::Raw, Error> {
    let mut check = Check::new(R::LIMITS_OF_ONE, client.core.strict_patterns);
    let raw = record.to_raw(&mut check);
    match (raw, check.faults.is_empty()) {
        (Some(raw), true) => Ok(raw),
        _ => Err(Error::invalid(R::ONE, check.faults)),
    }
}

pub(super) fn is_blank(error: Option<&str>) -> bool {
    error.is_none_or(|error| error.trim().is_empty())
}
