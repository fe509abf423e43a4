//! The records of metadata: of conversations, agents and customers.

mod agent;
mod conversation;
mod customer;

use std::str::FromStr;

use asapp_raw::metadata_ingestion::{Client as RawClient, types as raw};
use asapp_raw::progenitor_client::{Error as RawError, ResponseValue};
use chrono::{DateTime, Utc};

pub use agent::AgentMetadata;
pub use conversation::ConversationMetadata;
pub use customer::CustomerMetadata;

use crate::validate::{Check, Limit};
use crate::{Nullable, Operation, Text};

/// What the generated client says of one record, and of many.
pub(crate) type One = Result<ResponseValue<raw::IngestionResponse>, RawError>;
pub(crate) type Many = Result<ResponseValue<raw::BatchIngestionResponse>, RawError>;

/// A kind of record.
pub(crate) trait Record: Send + Sync + 'static {
    /// The record as the generated client takes it.
    type Raw: Send + Sync + 'static;

    const ONE: Operation;
    const MANY: Operation;
    const LIMITS_OF_ONE: &'static [Limit];
    const LIMITS_OF_MANY: &'static [Limit];
    /// Records in one request.
    const MOST: usize;

    /// The event id to send with it, made now where it has none yet.
    fn identify(&mut self) -> &Text;

    /// The record as the generated client takes it; `None` where a fault leaves none.
    fn to_raw(&self, check: &mut Check) -> Option<Self::Raw>;

    fn submit_one(client: RawClient, record: Self::Raw) -> impl Future<Output = One> + Send;

    fn submit_many(client: RawClient, records: Vec<Self::Raw>)
    -> impl Future<Output = Many> + Send;
}

/// A record of metadata that goes with others of its kind: [`ConversationMetadata`], [`AgentMetadata`] or
/// [`CustomerMetadata`]. It is sealed.
///
/// ```no_run
/// use asapp::{AddManyMetadata, Error, MetadataRecord};
///
/// /// Whether all records of a call, of whatever kind, are held.
/// async fn submit<R: MetadataRecord>(call: AddManyMetadata<R>) -> Result<bool, Error> {
///     Ok(call.send().await?.are_all_held())
/// }
/// ```
#[allow(private_bounds, reason = "this seals it")]
pub trait MetadataRecord: Record {}

impl MetadataRecord for ConversationMetadata {}
impl MetadataRecord for AgentMetadata {}
impl MetadataRecord for CustomerMetadata {}

/// An id that says nothing of what it stands for.
pub(crate) fn new_event_id() -> Text {
    uuid::Uuid::new_v4().to_string().into()
}

/// Adds to a list that may be absent or null.
fn push<T>(list: &mut Option<Nullable<Vec<T>>>, item: T) {
    match list {
        Some(Nullable::Value(items)) => items.push(item),
        _ => *list = Some(Nullable::Value(vec![item])),
    }
}

fn word<W, T: FromStr + 'static, N: From<Option<T>>>(
    check: &mut Check,
    pointer: &str,
    word: Option<&Nullable<W>>,
    spelling: fn(W) -> &'static str,
) -> Option<N>
where
    W: Copy,
{
    let word = word?.value().map(|word| spelling(*word));
    Some(N::from(word.and_then(|word| check.body(pointer, word))))
}

fn number<N: From<Option<raw::Integer>>>(number: Option<&Nullable<i64>>) -> Option<N> {
    Some(N::from(number?.value().map(|number| raw::Integer(*number))))
}

fn time<N: From<Option<asapp_raw::Timestamp>>>(
    check: &mut Check,
    pointer: &str,
    at: Option<&Nullable<DateTime<Utc>>>,
) -> Option<N> {
    let at = at?.value().copied();
    at.inspect(|at| check.time(pointer, *at));
    Some(N::from(at.map(Into::into)))
}

/// A list of texts, of the generated type `L` with room for null.
fn texts<T: FromStr + 'static, L: From<Vec<T>>, N: From<Option<L>>>(
    check: &mut Check,
    pointer: &str,
    texts: Option<&Nullable<Vec<Text>>>,
) -> Option<N> {
    let Some(texts) = texts?.value() else { return Some(N::from(None)) };
    check.items(pointer, texts.len());
    let texts = texts.iter().enumerate();
    let texts: Vec<T> = texts
        .filter_map(|(index, text)| check.body(&format!("{pointer}/{index}"), text.expose()))
        .collect();
    Some(N::from(Some(L::from(texts))))
}

fn attributes(
    check: &mut Check,
    pairs: Option<&Nullable<Vec<(Text, Text)>>>,
) -> Option<raw::NullableAttributes> {
    let Some(pairs) = pairs?.value() else { return Some(None.into()) };
    check.items("/attributes", pairs.len());
    let pairs = pairs.iter().enumerate().map(|(index, (name, value))| raw::Attribute {
        name: check.body(&format!("/attributes/{index}/name"), name.expose()),
        value: check.body(&format!("/attributes/{index}/value"), value.expose()),
    });
    Some(Some(raw::Attributes(pairs.collect())).into())
}
