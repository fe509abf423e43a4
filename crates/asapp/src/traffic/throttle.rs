//! What a 429 means: too many requests in a moment, or the day's quota.

use std::time::Duration;

/// What a 429 means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Throttle {
    /// Too many requests in a moment: later they are taken again.
    Spike,
    /// The day's quota is spent: nothing is taken before 00:00 UTC.
    Quota,
}

/// How many 429 in a row are taken for the quota, if they come for long enough: one more than a call with the vendor's
/// ladder gets.
const IN_A_ROW: u32 = 5;

/// How long nothing but 429 has to come: as long as the vendor's ladder waits. By then the pacer has slowed down so far
/// that a spike would be over.
const LASTING: Duration = Duration::from_secs(7);

/// A `Retry-After` beyond this is for no spike, which is over within a second.
const LONG: Duration = Duration::from_secs(60);

/// A `Retry-After` beyond this is for no quota of a day.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What says so names a limit of a moment, though it may call it a quota.
const SPIKE: [&str; 4] = ["spikearrest", "spike arrest", "per second", "per minute"];

const QUOTA: [&str; 2] = ["quota", "daily"];

/// All that is known of a 429.
#[derive(Clone, Copy, Default)]
pub(crate) struct Evidence<'a> {
    /// The service's or its gateway's code.
    pub(crate) code: Option<&'a str>,
    /// What the service says.
    pub(crate) message: Option<&'a str>,
    /// The `Retry-After`.
    pub(crate) asked: Option<Duration>,
    /// Whether the meter has counted as many requests as the quota allows.
    pub(crate) is_metered_out: bool,
    /// 429 without another answer between, this one included.
    pub(crate) in_a_row: u32,
    /// Time since the first of them.
    pub(crate) lasted: Duration,
}

impl Throttle {
    /// The vendor documents no difference between the two, so it is told by all that points to one: what the answer
    /// says, then what the meter says, then how long it goes on.
    pub(crate) fn read(evidence: Evidence<'_>) -> Self {
        let Evidence { code, message, asked, is_metered_out, in_a_row, lasted } = evidence;
        let said = [code, message].map(|text| text.unwrap_or_default().to_ascii_lowercase());
        let says =
            |words: &[&str]| words.iter().any(|word| said.iter().any(|it| it.contains(word)));
        if says(&SPIKE) {
            return Self::Spike;
        }
        let is_long = asked.is_some_and(|asked| asked > LONG && asked <= DAY);
        let goes_on = in_a_row >= IN_A_ROW && lasted >= LASTING;
        if says(&QUOTA) || is_long || is_metered_out || goes_on { Self::Quota } else { Self::Spike }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_evidence() {
        use Throttle::{Quota, Spike};
        let none = Evidence::default();
        let goes_on = Evidence { in_a_row: 5, lasted: LASTING, ..none };
        for (row, (evidence, expected)) in [
            (none, Spike),
            // What the code or the message says comes first.
            (Evidence { code: Some("policies.ratelimit.QuotaViolation"), ..none }, Quota),
            (Evidence { code: Some("policies.ratelimit.SpikeArrestViolation"), ..none }, Spike),
            (Evidence { code: Some("429-01"), ..none }, Spike),
            (Evidence { message: Some("Rate limit quota violation"), ..none }, Quota),
            (Evidence { message: Some("DAILY limit reached"), ..none }, Quota),
            (Evidence { message: Some("Too Many Requests"), ..none }, Spike),
            (Evidence { message: Some("Spike arrest violation"), ..goes_on }, Spike),
            (Evidence { message: Some("quota of 100 requests per second"), ..none }, Spike),
            (Evidence { message: Some("Requests per minute: quota exceeded"), ..none }, Spike),
            (
                Evidence {
                    code: Some("policies.ratelimit.SpikeArrestViolation"),
                    is_metered_out: true,
                    asked: Some(DAY),
                    ..goes_on
                },
                Spike,
            ),
            // How long it asks to wait.
            (Evidence { asked: Some(Duration::from_secs(60)), ..none }, Spike),
            (Evidence { asked: Some(Duration::from_millis(60_001)), ..none }, Quota),
            (Evidence { asked: Some(DAY), ..none }, Quota),
            (Evidence { asked: Some(DAY + Duration::from_nanos(1)), ..none }, Spike),
            (Evidence { asked: Some(Duration::MAX), ..none }, Spike),
            // The meter.
            (Evidence { is_metered_out: true, ..none }, Quota),
            (Evidence { code: Some("429-01"), is_metered_out: true, ..none }, Quota),
            // How long it goes on: a burst is not enough, nor a few over a long time.
            (goes_on, Quota),
            (Evidence { code: Some("429-01"), ..goes_on }, Quota),
            (Evidence { in_a_row: 4, ..goes_on }, Spike),
            (Evidence { lasted: LASTING - Duration::from_nanos(1), ..goes_on }, Spike),
            (Evidence { in_a_row: u32::MAX, lasted: Duration::ZERO, ..none }, Spike),
            (Evidence { in_a_row: 1, lasted: Duration::MAX, ..none }, Spike),
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(Throttle::read(evidence), expected, "row {row}");
        }
    }
}
