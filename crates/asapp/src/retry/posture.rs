//! What is done about a message whose outcome is unknown.

use std::fmt;

/// When a message is sent again. The service has no idempotency key and no delete, so what was stored and is sent
/// again is stored twice.
///
/// It concerns `createMessage` and `createBatchMessages` alone, the operations that are
/// [`OnceOnly`](crate::WriteSafety::OnceOnly): everything else is sent again whatever the posture. Under each of them a
/// message that provably was not processed is sent again, since no connection was made or since it was answered 429;
/// one that is answered 409 is held already, and is not; and how often is the [`RetryPolicy`](crate::RetryPolicy)'s to
/// say.
///
/// A message that is not sent again though it may be stored is an [`Error`](crate::Error) with
/// [`Outcome::Unknown`](crate::Outcome::Unknown) and [`StopReason::MayBeHeld`](crate::StopReason::MayBeHeld). It stays
/// unknown, whatever a later request of the call meets, until the service says that it has the message.
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
    /// Sent again only where it was provably not processed: it never left, or was answered 429. After 5xx, a broken
    /// connection or no answer in time the outcome is unknown and the message is not sent again.
    ///
    /// No message is stored twice by a call; sending it in a second call is yours to decide.
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
