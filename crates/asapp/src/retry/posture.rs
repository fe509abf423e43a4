//! What is done about a message whose outcome is unknown.

use std::fmt;

/// When a message is sent again. The service has no idempotency key and no delete, so what was stored and is sent
/// again is stored twice.
///
/// It concerns `createMessage` and `createBatchMessages` alone: everything else can be repeated without harm. Under
/// each of them a request that never left, or that was answered 429, is sent again.
///
/// ```
/// use asapp::{CallOptions, Posture};
///
/// let careful = CallOptions::new().posture(Posture::AtMostOnce);
/// # let _ = careful;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Posture {
    /// As the vendor recommends: sent again after 429 and 5xx. Where the connection breaks or nothing comes in time,
    /// the outcome is unknown and the message is not sent again.
    ///
    /// A message is stored twice only where the service stores it, answers 5xx, and does not answer 409 to the repeat.
    #[default]
    Vendor,
    /// Sent again only where it was provably not processed: it never left, or was answered 429.
    ///
    /// No message is stored twice.
    AtMostOnce,
    /// After an unknown outcome the conversation is read back, and only what it lacks is sent again.
    ///
    /// A message is stored twice only where the service stores it after it answered the later read-back.
    Reconcile,
}

impl fmt::Display for Posture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Vendor => "vendor",
            Self::AtMostOnce => "at most once",
            Self::Reconcile => "reconcile",
        })
    }
}
