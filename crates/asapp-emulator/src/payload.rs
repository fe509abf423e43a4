//! Request bodies off the wire.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, HttpBody};

/// The longest body that is accepted: 10 MiB.
const ACCEPTED: usize = 10 << 20;

/// The longest body that is read to its end, so that the client gets to see the 413: 64 MiB.
const DRAINED: usize = 64 << 20;

/// What came of reading a body.
pub(crate) enum Payload {
    Complete(Vec<u8>),
    /// Longer than accepted.
    TooLong {
        /// False where reading stopped before the end.
        drained: bool,
    },
    /// The body broke off or was not properly framed.
    Broken,
}

impl Payload {
    /// Reads the body to its end, or up to the bound.
    pub(crate) async fn read(mut body: Body) -> Self {
        let mut kept = Vec::new();
        let mut length = 0;
        while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            let Ok(frame) = frame else { return Self::Broken };
            let Some(data) = frame.data_ref() else { continue };
            length += data.len();
            if length > DRAINED {
                return Self::TooLong { drained: false };
            }
            if length <= ACCEPTED {
                kept.extend_from_slice(data);
            }
        }
        if length > ACCEPTED { Self::TooLong { drained: true } } else { Self::Complete(kept) }
    }

    /// Whether the connection can carry another request.
    pub(crate) fn is_read_to_its_end(&self) -> bool {
        matches!(self, Self::Complete(_) | Self::TooLong { drained: true })
    }
}
