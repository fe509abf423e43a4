//! The one clock of a client, so that tests can step it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

/// A wait of a [`Timer`].
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tells the time and waits. Timeouts, retries and pacing go through it; only the timeout for making a
/// connection runs on the HTTP client's own clock.
///
/// ```
/// use std::time::Duration;
///
/// use asapp::{Client, Credentials};
///
/// /// A timer whose waits are over at once.
/// struct Impatient;
///
/// impl asapp::Timer for Impatient {
///     fn now(&self) -> Duration {
///         Duration::ZERO
///     }
///     fn sleep(&self, _: Duration) -> asapp::Sleep {
///         Box::pin(std::future::ready(()))
///     }
/// }
///
/// let timer = std::sync::Arc::new(Impatient);
/// let asapp = Client::builder().credentials(Credentials::new("id", "secret")).timer(timer.clone()).build()?;
/// # let _ = asapp;
/// # Ok::<(), asapp::Error>(())
/// ```
pub trait Timer: Send + Sync + 'static {
    /// Time since a moment of the timer's choice. It never goes back.
    fn now(&self) -> Duration;

    /// Completes once `duration` has passed.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// The time of day, for the day's quota and for dates in `Retry-After`. The machine's clock unless overridden.
    fn utc(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// So that a test can keep the timer that it gave to a client.
impl<T: Timer + ?Sized> Timer for Arc<T> {
    fn now(&self) -> Duration {
        (**self).now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        (**self).sleep(duration)
    }

    fn utc(&self) -> DateTime<Utc> {
        (**self).utc()
    }
}

/// The timer of the tokio runtime, the default.
///
/// ```
/// let timer = asapp::TokioTimer::new();
/// # let _ = timer;
/// ```
#[derive(Clone)]
pub struct TokioTimer {
    start: tokio::time::Instant,
}

impl TokioTimer {
    /// A timer that counts from now.
    #[must_use]
    pub fn new() -> Self {
        Self { start: tokio::time::Instant::now() }
    }
}

impl Default for TokioTimer {
    fn default() -> Self {
        Self::new()
    }
}

impl Timer for TokioTimer {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl fmt::Debug for TokioTimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokioTimer").finish_non_exhaustive()
    }
}
