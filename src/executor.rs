//! The seam between a generated client and whoever sends its requests.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use progenitor_client::{ClientHooks, ClientInfo as _, Error, OperationInfo};
use reqwest::{Request, Response};

use crate::{conversations, metadata_ingestion};

/// Sends the request of one call: the place for credentials, timeouts and retries.
///
/// A request can only fail with [`reqwest::Error`] here. An executor with failures of its own keeps them
/// to itself, answers anything, and hands them over after the call.
pub trait Executor: Send + Sync {
    /// Sends `request`, which belongs to `operation`, with `client`.
    fn execute<'a>(
        &'a self,
        client: &'a reqwest::Client,
        request: Request,
        operation: &'a OperationInfo,
    ) -> Pin<Box<dyn Future<Output = reqwest::Result<Response>> + Send + 'a>>;
}

/// What a generated client carries along: its executor.
#[derive(Clone)]
pub struct Inner(pub Arc<dyn Executor>);

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").finish_non_exhaustive()
    }
}

/// The same for both clients: the generator makes two types of them, with no trait over both to hook into.
macro_rules! send_through_executor {
    ($($client:ty),+) => {$(
        impl ClientHooks<Inner> for $client {
            async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
                // The generator writes the document's version into it; the service documents no such header.
                request.headers_mut().remove("api-version");
                Ok(())
            }

            async fn exec(&self, request: Request, operation: &OperationInfo) -> reqwest::Result<Response> {
                self.inner().0.execute(self.client(), request, operation).await
            }
        }
    )+};
}

send_through_executor!(conversations::Client, metadata_ingestion::Client);
