//! What can be seen of a call from outside: an allow-list, never content.

mod attempt;
mod bundle;
mod call_log;
mod events;
mod journal;
#[cfg(feature = "metrics")]
mod metrics;
mod watch;
mod words;

pub use attempt::Attempt;
pub(crate) use bundle::Summary;
pub use bundle::SupportBundle;
pub(crate) use call_log::{CallLog, Departure};
pub(crate) use journal::{Journal, Recent};
#[cfg(feature = "metrics")]
pub use metrics::describe_metrics;
pub(crate) use watch::{InFlight, Watch, tell};
