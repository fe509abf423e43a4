//! How many requests leave, and when: one pace and one quota for each credential.

mod gate;
mod lane;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod leap;
mod pacer;
mod quota;
mod throttle;

pub(crate) use gate::{Gate, Refusal};
pub(crate) use lane::{Lane, Turn};
pub use pacer::Pacer;
pub use quota::{DailyQuota, Traffic};
