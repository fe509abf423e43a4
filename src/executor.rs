//! The seam between a generated client and whoever sends its requests.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use progenitor_client::{ClientHooks, ClientInfo as _, Error, OperationInfo};

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
        request: reqwest::Request,
        operation: &'a OperationInfo,
    ) -> Pin<Box<dyn Future<Output = reqwest::Result<reqwest::Response>> + Send + 'a>>;
}

/// What a generated client carries along: its executor.
#[derive(Clone)]
pub struct Inner(pub Arc<dyn Executor>);

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").finish_non_exhaustive()
    }
}

/// The generator writes the document's version into every request; the service documents no such header.
fn remove_undocumented_header(request: &mut reqwest::Request) {
    request.headers_mut().remove("api-version");
}

impl ClientHooks<Inner> for conversations::Client {
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        _: &OperationInfo,
    ) -> Result<(), Error<E>> {
        remove_undocumented_header(request);
        Ok(())
    }

    async fn exec(
        &self,
        request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        self.inner().0.execute(self.client(), request, info).await
    }
}

impl ClientHooks<Inner> for metadata_ingestion::Client {
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        _: &OperationInfo,
    ) -> Result<(), Error<E>> {
        remove_undocumented_header(request);
        Ok(())
    }

    async fn exec(
        &self,
        request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        self.inner().0.execute(self.client(), request, info).await
    }
}
