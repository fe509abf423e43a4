//! What can be set for a client and for a single call alike.

use std::time::Duration;

use crate::traffic::Lane;
use crate::{Posture, RetryPolicy, SensitiveText, Traffic};

/// Settings for some calls of a client, over those of the client: what is not set here stays as it is there.
///
/// ```no_run
/// # async fn example(asapp: asapp::Client, transcript: asapp::Transcript, message: asapp::Message) -> Result<(), asapp::Error> {
/// use asapp::{CallOptions, Posture, RetryPolicy};
///
/// let reconcile = CallOptions::new().posture(Posture::Reconcile);
/// transcript.with_options(&reconcile).add_message(message).send().await?;
/// asapp.with_options(&CallOptions::new().retry(RetryPolicy::none())).health().send().await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct CallOptions {
    retry: Option<RetryPolicy>,
    posture: Option<Posture>,
    reconcile_after: Option<Duration>,
    traffic: Option<Traffic>,
    sensitive_text: Option<SensitiveText>,
    attempt_timeout: Option<Duration>,
    total_timeout: Option<Duration>,
}

impl CallOptions {
    /// Nothing is set.
    pub fn new() -> Self {
        Self::default()
    }

    /// These settings, and under them those of `under`.
    pub(crate) fn over(self, under: Self) -> Self {
        Self {
            retry: self.retry.or(under.retry),
            posture: self.posture.or(under.posture),
            reconcile_after: self.reconcile_after.or(under.reconcile_after),
            traffic: self.traffic.or(under.traffic),
            sensitive_text: self.sensitive_text.or(under.sensitive_text),
            attempt_timeout: self.attempt_timeout.or(under.attempt_timeout),
            total_timeout: self.total_timeout.or(under.total_timeout),
        }
    }

    /// How often, and after which waits, a request is sent again: [`RetryPolicy::vendor`] by default. Each request of a
    /// call that takes several, such as each batch of messages, has the policy's retries for itself.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// When a message that may be stored is sent again: [`Posture::Vendor`] by default. It changes nothing for other
    /// calls.
    pub fn posture(mut self, posture: Posture) -> Self {
        self.posture = Some(posture);
        self
    }

    /// How long [`Posture::Reconcile`] waits before it reads the conversation back: 2 s by default, and never less than
    /// the policy's wait before that retry, or than what the service asks for. What the service stores only after it
    /// has answered the read is sent a second time, so the wait should be longer than it takes to store a request
    /// whose connection broke. Where the call has less time left, nothing is read and the outcome stays unknown.
    pub fn reconcile_after(mut self, wait: Duration) -> Self {
        self.reconcile_after = Some(wait);
        self
    }

    /// What of the day's quota the calls may use. [`Traffic::Live`] by default.
    pub fn traffic(mut self, traffic: Traffic) -> Self {
        self.traffic = Some(traffic);
        self
    }

    /// What is done about card numbers and the like in the texts of messages. [`SensitiveText::Off`] by default.
    pub fn sensitive_text(mut self, what: SensitiveText) -> Self {
        self.sensitive_text = Some(what);
        self
    }

    /// Time for one request and its whole answer, from the moment at which it leaves: 30 s by default. What is not
    /// answered by then may be held. With zero nothing is sent.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Time for a call with all its requests and waits: 120 s by default. A wait that would not end within it is not
    /// begun. In [`add_messages`](crate::Transcript::add_messages) and the calls with many records it is the time for
    /// each request with its retries. With zero nothing is sent.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }
}

/// The settings of a call, all of them.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) retry: RetryPolicy,
    pub(crate) posture: Posture,
    pub(crate) reconcile_after: Duration,
    pub(crate) traffic: Traffic,
    pub(crate) sensitive_text: SensitiveText,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) lane: Option<Lane>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            retry: RetryPolicy::default(),
            posture: Posture::default(),
            reconcile_after: Duration::from_secs(2),
            traffic: Traffic::default(),
            sensitive_text: SensitiveText::default(),
            attempt_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            lane: None,
        }
    }
}

impl Options {
    pub(crate) fn with(&self, over: &CallOptions) -> Self {
        Self {
            retry: over.retry.clone().unwrap_or_else(|| self.retry.clone()),
            posture: over.posture.unwrap_or(self.posture),
            reconcile_after: over.reconcile_after.unwrap_or(self.reconcile_after),
            traffic: over.traffic.unwrap_or(self.traffic),
            sensitive_text: over.sensitive_text.unwrap_or(self.sensitive_text),
            attempt_timeout: over.attempt_timeout.unwrap_or(self.attempt_timeout),
            total_timeout: over.total_timeout.unwrap_or(self.total_timeout),
            lane: self.lane.clone(),
        }
    }
}
