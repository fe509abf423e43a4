//! `getHealth`

use crate::error::Cause;
use crate::{Client, Error, HealthStatus, Operation, Receipt};

const OPERATION: Operation = Operation::GetHealth;

/// Asks whether the service works. Made by [`Client::health`].
///
/// ```no_run
/// # async fn example(asapp: asapp::Client) -> Result<(), asapp::Error> {
/// let health = asapp.health().send().await?;
/// println!("works: {}", health.status.is_success());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send().await`"]
pub struct CheckHealth {
    client: Client,
}

/// What the service says of itself.
///
/// ```no_run
/// # fn example(health: asapp::CheckedHealth) {
/// println!("{:?} after {} requests", health.status, health.receipt.attempts);
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CheckedHealth {
    /// The state of the service.
    pub status: HealthStatus,
    /// How the call went.
    pub receipt: Receipt,
}

impl CheckHealth {
    pub(crate) fn new(client: &Client) -> Self {
        Self { client: client.clone() }
    }

    /// Asks the service. That it is disrupted is an answer, not an error. Dropping the future does no harm.
    ///
    /// # Errors
    ///
    /// Any kind that a request can fail with; [`Unreadable`](crate::ErrorKind::Unreadable) where the answer does not
    /// say how the service is.
    pub fn send(&self) -> impl Future<Output = Result<CheckedHealth, Error>> + Send + use<> {
        self.client.call(OPERATION, |call| async move {
            let exchange = call.exchange();
            let result = exchange.conversations().get_health().await;
            let missing = || Cause::new("the answer does not say how the service is");
            let reply = exchange.finish(result)?;
            let reply = reply.and_then(|health| health.health_check.ok_or_else(missing));
            let (word, receipt) = reply.readable()?;
            Ok(CheckedHealth { status: word.into(), receipt })
        })
    }
}
