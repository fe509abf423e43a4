//! What a 429 means: too many requests in a moment, or the day's quota.

/// What a 429 means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Throttle {
    /// Too many requests in a moment: later they are taken again.
    Spike,
    /// The day's quota is spent: nothing is taken before 00:00 UTC.
    Quota,
}

/// How many 429 in a row, at a rate that no spike arrest can mean, are taken for the quota: more than a call with the
/// vendor's ladder gets.
const IN_A_ROW: u32 = 5;

/// Requests in the last second that no spike arrest can mean.
const LOW_RATE: u32 = 10;

/// All that is known of a 429.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence<'a> {
    /// The service's or its gateway's code.
    pub(crate) code: Option<&'a str>,
    /// What the service says.
    pub(crate) message: Option<&'a str>,
    /// Whether the meter has counted as many requests as the quota allows.
    pub(crate) is_metered_out: bool,
    /// 429 without another answer between, this one included.
    pub(crate) in_a_row: u32,
    /// Requests in the second before.
    pub(crate) rate: u32,
}

impl Throttle {
    /// The vendor documents no difference between the two, so it is told by all that points to one.
    pub(crate) fn read(evidence: Evidence<'_>) -> Self {
        let Evidence { code, message, is_metered_out, in_a_row, rate } = evidence;
        let says =
            |word: &str| [code, message].into_iter().flatten().any(|text| contains(text, word));
        if says("spikearrest") || says("spike arrest") {
            return Self::Spike;
        }
        let is_quota = says("quota") || says("daily") || is_metered_out;
        if is_quota || (in_a_row >= IN_A_ROW && rate <= LOW_RATE) {
            Self::Quota
        } else {
            Self::Spike
        }
    }
}

fn contains(text: &str, word: &str) -> bool {
    text.to_ascii_lowercase().contains(word)
}
