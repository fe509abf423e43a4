//! Metadata of the customer of one conversation.

use asapp_raw::metadata_ingestion::{Client as RawClient, types as raw};

use super::{Many, One, Record, attributes, new_event_id, push};
use crate::operations::add;
use crate::validate::{Check, Limit};
use crate::{AddedMetadata, Client, Error, ExternalId, Nullable, Operation, Text, limits};

/// Metadata of the customer of one conversation: a record of its own, or, made by [`Client::customer_metadata`], a
/// call.
///
/// What is not set is not sent; what is set to [`Null`](crate::Null) is sent as null. Texts have 256 characters at
/// most, unless said otherwise; all but e-mail address and attributes must hold at least one of `[a-zA-Z0-9-_]`, the
/// customer's key one of `[a-zA-Z0-9-_.@]`, the telephone number one of `[0-9-.()+]`.
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// asapp.customer_metadata("id-111", "customer-x").status("new").address_country("Spain").send().await?;
/// # Ok(()) }
/// ```
///
/// ```compile_fail,E0061
/// # fn example(asapp: asapp::Client) {
/// asapp.customer_metadata("id-111"); // of which customer?
/// # }
/// ```
///
/// ```compile_fail,E0061
/// # fn example(asapp: asapp::Client) {
/// asapp.customer_metadata(); // in which conversation?
/// # }
/// ```
///
/// ```compile_fail,E0061
/// asapp::CustomerMetadata::new("id-111"); // of which customer?
/// ```
///
/// ```compile_fail,E0061
/// asapp::CustomerMetadata::new(); // in which conversation?
/// ```
///
/// `To` tells the two apart. A record (`()`) goes out with
/// [`many_customer_metadata`](Client::many_customer_metadata), a call ([`Client`]) by its own `send`:
///
/// ```compile_fail,E0599
/// asapp::CustomerMetadata::new("id-111", "customer-x").send(); // over which client?
/// ```
///
/// ```compile_fail,E0271
/// # fn example(asapp: asapp::Client) {
/// asapp.many_customer_metadata([asapp.customer_metadata("id-111", "customer-x")]); // a call of its own
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a record does nothing before it is sent"]
pub struct CustomerMetadata<To = ()> {
    to: To,
    conversation: ExternalId,
    external_id: ExternalId,
    event_id: Option<Text>,
    status: Option<Nullable<Text>>,
    phone_number: Option<Nullable<Text>>,
    email_address: Option<Nullable<Text>>,
    user_id: Option<Nullable<Text>>,
    address_country: Option<Nullable<Text>>,
    address_state: Option<Nullable<Text>>,
    address_zipcode: Option<Nullable<Text>>,
    attributes: Option<Nullable<Vec<(Text, Text)>>>,
}

impl CustomerMetadata {
    /// A record for [`many_customer_metadata`](Client::many_customer_metadata).
    pub fn new(conversation: impl Into<ExternalId>, external_id: impl Into<ExternalId>) -> Self {
        Self::to((), conversation.into(), external_id.into(), None)
    }
}

impl CustomerMetadata<Client> {
    pub(crate) fn call(client: &Client, conversation: ExternalId, external_id: ExternalId) -> Self {
        Self::to(client.clone(), conversation, external_id, Some(new_event_id()))
    }

    /// Submits the record (`singleCustomerMetadata`).
    ///
    /// Dropping the future gives up waiting; the record may still be taken.
    ///
    /// # Errors
    ///
    /// [`Invalid`](crate::ErrorKind::Invalid) with all faults before anything is sent; any kind that a request can
    /// fail with; [`Rejected`](crate::ErrorKind::Rejected) where the service names an error in its answer, under
    /// 200 as under 400; [`Unreadable`](crate::ErrorKind::Unreadable) with an unknown outcome where it confirms
    /// but the answer, which could name one, cannot be read.
    pub fn send(&self) -> impl Future<Output = Result<AddedMetadata, Error>> + Send + use<> {
        add(&self.to, self)
    }
}

impl<To> CustomerMetadata<To> {
    fn to(
        to: To,
        conversation: ExternalId,
        external_id: ExternalId,
        event_id: Option<Text>,
    ) -> Self {
        Self {
            to,
            conversation,
            external_id,
            event_id,
            status: None,
            phone_number: None,
            email_address: None,
            user_id: None,
            address_country: None,
            address_state: None,
            address_zipcode: None,
            attributes: None,
        }
    }

    /// Your key of the conversation.
    #[must_use]
    pub fn conversation(&self) -> &ExternalId {
        &self.conversation
    }

    /// Your key of the customer.
    #[must_use]
    pub fn external_id(&self) -> &ExternalId {
        &self.external_id
    }

    /// An id to track the record by. It should say nothing of the customer. Where none is given, one is made with
    /// the call and stays the same however often the call, or a clone of it, is sent.
    pub fn event_id(mut self, id: impl Into<Text>) -> Self {
        self.event_id = Some(id.into());
        self
    }

    /// The kind or status of the customer.
    pub fn status(mut self, status: impl Into<Nullable<Text>>) -> Self {
        self.status = Some(status.into());
        self
    }

    /// The customer's telephone number, of 32 characters at most.
    pub fn phone_number(mut self, number: impl Into<Nullable<Text>>) -> Self {
        self.phone_number = Some(number.into());
        self
    }

    /// The customer's e-mail address: a bare one, in ASCII.
    pub fn email_address(mut self, address: impl Into<Nullable<Text>>) -> Self {
        self.email_address = Some(address.into());
        self
    }

    /// The customer's user id.
    pub fn user_id(mut self, id: impl Into<Nullable<Text>>) -> Self {
        self.user_id = Some(id.into());
        self
    }

    /// The customer's country, of 128 characters at most.
    pub fn address_country(mut self, country: impl Into<Nullable<Text>>) -> Self {
        self.address_country = Some(country.into());
        self
    }

    /// The customer's state or region, of 128 characters at most.
    pub fn address_state(mut self, state: impl Into<Nullable<Text>>) -> Self {
        self.address_state = Some(state.into());
        self
    }

    /// The customer's postal code, of 16 characters at most.
    pub fn address_zipcode(mut self, zipcode: impl Into<Nullable<Text>>) -> Self {
        self.address_zipcode = Some(zipcode.into());
        self
    }

    /// A pair of your own, its value of 1024 characters at most. Ten pairs at most.
    pub fn attribute(mut self, name: impl Into<Text>, value: impl Into<Text>) -> Self {
        push(&mut self.attributes, (name.into(), value.into()));
        self
    }

    /// All pairs at once, or [`Null`](crate::Null).
    pub fn attributes(mut self, pairs: impl Into<Nullable<Vec<(Text, Text)>>>) -> Self {
        self.attributes = Some(pairs.into());
        self
    }
}

impl<To: Send + Sync + 'static> Record for CustomerMetadata<To> {
    type Raw = raw::CustomerMetadata;

    const ONE: Operation = Operation::SingleCustomerMetadata;
    const MANY: Operation = Operation::ManyCustomerMetadata;
    const LIMITS_OF_ONE: &'static [Limit] = limits::single_customer_metadata::LIMITS;
    const LIMITS_OF_MANY: &'static [Limit] = limits::many_customer_metadata::LIMITS;
    const MOST: usize = limits::many_customer_metadata::ITEMS_MAX_ITEMS;

    fn identify(&mut self) -> &Text {
        self.event_id.get_or_insert_with(new_event_id)
    }

    fn to_raw(&self, c: &mut Check) -> Option<Self::Raw> {
        let external_conversation_id =
            c.body("/externalConversationId", self.conversation.expose());
        let external_customer_id = c.body("/externalCustomerId", self.external_id.expose());
        Some(raw::CustomerMetadata {
            event_id: c.optional("/eventId", self.event_id.as_ref()).map(|id| Some(id).into()),
            status: c.nullable("/status", self.status.as_ref()),
            phone_number: c.nullable("/phoneNumber", self.phone_number.as_ref()),
            email_address: c.nullable("/emailAddress", self.email_address.as_ref()),
            user_id: c.nullable("/userId", self.user_id.as_ref()),
            address_country: c.nullable("/addressCountry", self.address_country.as_ref()),
            address_state: c.nullable("/addressState", self.address_state.as_ref()),
            address_zipcode: c.nullable("/addressZipcode", self.address_zipcode.as_ref()),
            attributes: attributes(c, self.attributes.as_ref()),
            external_conversation_id: external_conversation_id?,
            external_customer_id: external_customer_id?,
        })
    }

    async fn submit_one(client: RawClient, record: Self::Raw) -> One {
        client.single_customer_metadata(&record).await
    }

    async fn submit_many(client: RawClient, items: Vec<Self::Raw>) -> Many {
        client.many_customer_metadata(&raw::CustomerMetadataBatch { items }).await
    }
}
