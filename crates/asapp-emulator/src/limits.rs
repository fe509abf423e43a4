//! How often a key may call, and how it is refused.

mod meter;
mod quota;
mod refusal;
mod spike;

use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use self::meter::Meter;
use self::meter::{Limit, TooMany};
pub(crate) use self::refusal::refuse;

/// The API's rate limits, each for every key by itself. All are off by default.
///
/// Both count requests with a valid key, whatever they are then answered. One that is refused here counts for neither.
/// The spike arrest is asked first.
///
/// ```
/// use std::num::NonZeroU32;
///
/// use asapp_emulator::{Limits, Refusal, RetryAfter, Spike};
///
/// let hundred = NonZeroU32::new(100).ok_or("zero")?;
/// let limits = Limits::default()
///     .spike(Spike::Smoothed { per_second: hundred })
///     .daily_quota(10_000)
///     .refusal(Refusal::default().retry_after(RetryAfter::Seconds));
/// # let json = serde_json::json!({"spike": {"smoothed": {"perSecond": 100}}, "dailyQuota": 10_000,
/// #     "refusal": {"shape": "api", "retryAfter": "seconds"}});
/// # assert_eq!(serde_json::to_value(&limits)?, json);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Limits {
    /// How closely requests may follow each other, by the emulator's clock. The vendor states 100 a second.
    pub spike: Option<Spike>,
    /// How many requests a key has from 00:00 to 24:00 UTC of the emulator's clock. With 0 all are refused. Those of
    /// the day count from its start, also while there was no quota.
    pub daily_quota: Option<u64>,
    /// What a refused request is answered.
    pub refusal: Refusal,
}

/// How a spike of requests is held off.
///
/// ```
/// use std::num::NonZeroU32;
///
/// use asapp_emulator::Spike;
///
/// let (per_second, burst) = (NonZeroU32::new(100), NonZeroU32::new(20));
/// let bucket = per_second.zip(burst).map(|(per_second, burst)| Spike::Bucket { per_second, burst });
/// # assert!(bucket.is_some());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Spike {
    /// One request in each interval of 1 / `per_second` seconds after the last one that was let through: at 100, one
    /// every 10 ms, as API gateways smooth.
    Smoothed {
        /// Requests a second.
        per_second: NonZeroU32,
    },
    /// A token bucket: full at first, one token for each request.
    Bucket {
        /// Tokens that flow in each second, evenly.
        per_second: NonZeroU32,
        /// Tokens that the bucket holds.
        burst: NonZeroU32,
    },
}

/// What a 429 looks like. By default it has the API's shape and no `Retry-After`: the vendor documents none.
///
/// ```
/// use asapp_emulator::{Refusal, RefusalShape, RetryAfter};
///
/// let refusal = Refusal::default().shape(RefusalShape::Gateway).retry_after(RetryAfter::Date);
/// assert_ne!(refusal, Refusal::default());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Refusal {
    /// The body.
    pub shape: RefusalShape,
    /// The `Retry-After` header.
    pub retry_after: RetryAfter,
}

/// The body of a 429.
///
/// ```
/// # use asapp_emulator::RefusalShape;
/// assert_eq!(RefusalShape::default(), RefusalShape::Api);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RefusalShape {
    /// The API's error, with the code `429-01`.
    #[default]
    Api,
    /// The fault of an API gateway in front of it, with `policies.ratelimit.SpikeArrestViolation` or
    /// `policies.ratelimit.QuotaViolation`.
    Gateway,
}

/// The `Retry-After` header of a 429.
///
/// ```
/// # use asapp_emulator::RetryAfter;
/// assert_eq!(RetryAfter::default(), RetryAfter::None);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RetryAfter {
    /// No such header.
    #[default]
    None,
    /// Whole seconds, rounded up, 1 at least.
    Seconds,
    /// An HTTP date of the emulator's clock, rounded up to the second.
    Date,
    /// Neither seconds nor a date.
    Junk,
}

impl Limits {
    /// Switches the spike arrest on, or off with `None`.
    #[must_use]
    pub fn spike(mut self, spike: impl Into<Option<Spike>>) -> Self {
        self.spike = spike.into();
        self
    }

    /// Switches the daily quota on, or off with `None`.
    #[must_use]
    pub fn daily_quota(mut self, requests: impl Into<Option<u64>>) -> Self {
        self.daily_quota = requests.into();
        self
    }

    /// Sets what a refused request is answered.
    #[must_use]
    pub fn refusal(mut self, refusal: Refusal) -> Self {
        self.refusal = refusal;
        self
    }
}

impl Refusal {
    /// Sets the body.
    #[must_use]
    pub fn shape(mut self, shape: RefusalShape) -> Self {
        self.shape = shape;
        self
    }

    /// Sets the header.
    #[must_use]
    pub fn retry_after(mut self, retry_after: RetryAfter) -> Self {
        self.retry_after = retry_after;
        self
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn as_json() {
        let schema = schemars::schema_for!(Limits);
        let rows = [
            (json!({}), true),
            (json!({"spike": null, "dailyQuota": null}), true),
            (json!({"spike": {"smoothed": {"perSecond": 100}}, "dailyQuota": 0}), true),
            (json!({"spike": {"bucket": {"perSecond": 1, "burst": 4_294_967_295_u32}}}), true),
            (json!({"refusal": {"shape": "gateway", "retryAfter": "junk"}}), true),
            (json!({"refusal": {}}), true),
            (json!({"spike": {"smoothed": {"perSecond": 0}}}), false),
            (json!({"spike": {"bucket": {"perSecond": 1, "burst": 0}}}), false),
            (json!({"spike": {"bucket": {"perSecond": 1}}}), false),
            (json!({"spike": {"smoothed": {"perSecond": 1, "typo": 1}}}), false),
            (json!({"spike": {"typo": {}}}), false),
            (json!({"dailyQuota": -1}), false),
            (json!({"typo": 1}), false),
            (json!({"refusal": {"typo": 1}}), false),
            (json!({"refusal": {"shape": "typo"}}), false),
        ];
        for (value, is_read) in rows {
            assert_eq!(jsonschema::is_valid(schema.as_value(), &value), is_read, "{value}");
            let read = serde_json::from_value::<Limits>(value.clone());
            assert_eq!(read.is_ok(), is_read, "{value}");
            let Ok(read) = read else { continue };
            assert_eq!(serde_json::from_value::<Limits>(json!(read)).unwrap(), read, "{value}");
        }
        let off = json!({"spike": null, "dailyQuota": null, "refusal": {"shape": "api", "retryAfter": "none"}});
        assert_eq!(json!(Limits::default()), off);
    }
}
