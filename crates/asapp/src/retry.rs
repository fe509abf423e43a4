//! Whether, when and how often a request is sent again.

mod budget;
mod decide;
mod policy;
mod posture;
mod retry_after;

pub use budget::RetryBudget;
pub use decide::StopReason;
pub(crate) use decide::{Decision, End, Situation, decide};
pub use policy::RetryPolicy;
pub use posture::Posture;
pub(crate) use retry_after::retry_after;
