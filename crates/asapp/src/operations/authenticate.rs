//! `postAuthenticate`

use asapp_raw::conversations::types as raw;

use crate::model::Wiped;
use crate::validate::{Check, Location};
use crate::{
    Authentication, Client, ConversationId, Error, ExternalId, Operation, Receipt, Text, limits,
};

const OPERATION: Operation = Operation::PostAuthenticate;

/// Hands over a customer's credentials. Made by [`Transcript::authenticate`](crate::Transcript::authenticate).
///
/// ```no_run
/// # async fn example(transcript: asapp::Transcript, token: String) -> Result<(), asapp::Error> {
/// use asapp::Authentication;
///
/// transcript.authenticate("customer-x", Authentication::from_token(token)).send().await?;
/// # Ok(()) }
/// ```
///
/// ```compile_fail,E0061
/// # fn example(transcript: asapp::Transcript) {
/// transcript.authenticate("customer-x"); // with what?
/// # }
/// ```
///
/// ```compile_fail,E0061
/// # fn example(transcript: asapp::Transcript) {
/// transcript.authenticate(asapp::Authentication::from_token("some-token")); // who?
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct Authenticate {
    client: Client,
    conversation: ConversationId,
    customer: ExternalId,
    authentication: Authentication,
    stream_id: Option<Text>,
}

/// Credentials that the service holds. It answers nothing of them.
///
/// ```no_run
/// # fn example(authenticated: asapp::Authenticated) {
/// println!("{}", authenticated.receipt.outcome);
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Authenticated {
    /// How the call went.
    pub receipt: Receipt,
}

impl Authenticate {
    pub(crate) fn new(
        client: &Client,
        conversation: ConversationId,
        customer: ExternalId,
        authentication: Authentication,
    ) -> Self {
        Self { client: client.clone(), conversation, customer, authentication, stream_id: None }
    }

    /// The event stream on which processing that waits for the credentials goes on.
    pub fn stream_id(mut self, id: impl Into<Text>) -> Self {
        self.stream_id = Some(id.into());
        self
    }

    /// Hands over the credentials. They can be handed over again at any time.
    ///
    /// Dropping the future gives up waiting; the credentials may still be stored.
    ///
    /// # Errors
    ///
    /// [`Invalid`](crate::ErrorKind::Invalid) with all faults before anything is sent; any kind that a request can
    /// fail with, [`NotFound`](crate::ErrorKind::NotFound) for an unknown conversation.
    pub fn send(&self) -> impl Future<Output = Result<Authenticated, Error>> + Send + use<> {
        let request = self.to_raw();
        self.client.call(OPERATION, |call| async move {
            let (id, body) = request?;
            let exchange = call.exchange();
            let result = exchange.conversations().post_authenticate(&id, &body.0).await;
            Ok(Authenticated { receipt: exchange.finish(result)?.receipt })
        })
    }

    fn to_raw(&self) -> Result<(raw::ConversationId, Wiped), Error> {
        let mut check =
            Check::new(limits::post_authenticate::LIMITS, self.client.core.strict_patterns);
        let id = check.text(Location::Path, "/conversationId", self.conversation.as_str());
        let customer = check.body("/customerExternalId", self.customer.expose());
        let auth = self.authentication.to_raw(&mut check);
        let stream_id = check.optional("/streamId", self.stream_id.as_ref());
        // Taken in at once, so that they are wiped where a fault is found too.
        let body = Wiped(raw::Authentication {
            auth,
            customer_external_id: customer.unwrap_or_default(),
            stream_id,
        });
        match (id, check.faults.is_empty()) {
            (Some(id), true) => Ok((id, body)),
            _ => Err(Error::invalid(OPERATION, check.faults)),
        }
    }
}
