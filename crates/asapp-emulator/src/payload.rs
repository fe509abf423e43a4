//! Request bodies off the wire.

use std::future::poll_fn;
use std::pin::Pin;

use hyper::body::{Body, Incoming};

/// The longest body that is read to its end, so that the client gets to see the 413: 64 MiB.
const DRAINED: usize = 64 << 20;

/// What came of reading a body.
pub(crate) enum Payload {
    Complete(Vec<u8>),
    /// Longer than accepted.
    TooLong {
        /// In bytes, as far as it was read.
        length: usize,
        /// False where reading stopped before the end.
        drained: bool,
    },
    /// The body broke off or was not properly framed.
    Broken {
        /// In bytes, as far as it was read.
        length: usize,
    },
    /// Nobody looked at the body.
    Unread,
}

impl Payload {
    /// Reads the body to its end, or up to the bound; one of more bytes than are accepted is too long.
    pub(crate) async fn read(mut body: Incoming, accepted: usize) -> Self {
        let mut kept = Vec::new();
        let mut length = 0;
        while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            let Ok(frame) = frame else { return Self::Broken { length } };
            let Some(data) = frame.data_ref() else { continue };
            length += data.len();
            if length > DRAINED.max(accepted) {
                return Self::TooLong { length, drained: false };
            }
            if length <= accepted {
                kept.extend_from_slice(data);
            }
        }
        if length > accepted {
            Self::TooLong { length, drained: true }
        } else {
            Self::Complete(kept)
        }
    }

    /// What was read of it and is kept.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Complete(body) => body,
            Self::TooLong { .. } | Self::Broken { .. } | Self::Unread => &[],
        }
    }

    /// In bytes, as far as it was read.
    pub(crate) fn length(&self) -> usize {
        match self {
            Self::TooLong { length, .. } | Self::Broken { length } => *length,
            other => other.bytes().len(),
        }
    }

    /// Whether the connection can carry another request.
    pub(crate) fn is_read_to_its_end(&self) -> bool {
        matches!(self, Self::Complete(_) | Self::TooLong { drained: true, .. })
    }
}
