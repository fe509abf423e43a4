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
/// [`Outcome::Unknown`](crate::Outcome::Unknown). It stays unknown, whatever a later request of the call meets, until the
/// service says that it has the message, or a read-back finds it.
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
    /// Where the outcome is unknown, the conversation is [read back](crate::Transcript::messages) after
    /// [a wait](crate::CallOptions::reconcile_after). What is there is persisted, only what it lacks is sent again, as
    /// often as the [policy](crate::RetryPolicy) allows, and what cannot be told stays
    /// [`Unknown`](crate::Outcome::Unknown), with the reason as the error's source. With
    /// [`RetryPolicy::none`](crate::RetryPolicy::none) it is read back all the same, and nothing is sent again.
    ///
    /// A message is stored twice only where the service stores it after it answered the later read-back. As it may do
    /// so, one that is missing and is not sent again, or is refused then, stays unknown too:
    /// [`Error::was_missing`](crate::Error::was_missing) tells it from what was not to be found out. None is told to be
    /// persisted that is not there.
    ///
    /// A stored message is the one that was sent if role, sender, time (to the millisecond) and text agree. Its limits:
    ///
    /// - **Redaction.** A text of which characters are masked by `*` or `#` counts as the one sent. Where a text is
    ///   changed otherwise, or may be that of another message of the same sender and millisecond, it cannot be told.
    /// - **Equal messages.** Two equal ones in a call need two that are stored. But one that the conversation held
    ///   before the call, or that another client adds meanwhile, cannot be told from an equal one of the call, and
    ///   counts as that. So give messages the time at which they were said, with milliseconds.
    /// - **1,000 messages, 7 days.** The service may answer no more, and nothing older. So a message counts as missing
    ///   only where fewer came back, all that the call had stored before among them, and where it is younger or the
    ///   list goes back as far. An import of old messages into an empty conversation can be found, but not missed.
    /// - **Reads.** They count against pace and quota. Where one fails, its error is the source.
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
