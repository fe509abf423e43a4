//! Whether a list that was read back can be trusted to lack what it lacks. No clock, no I/O.

use asapp_raw::conversations::types as raw;
use chrono::{DateTime, TimeDelta, Utc};

use super::matching::agrees;
use crate::StoredMessage;

/// The vendor documents for one of its two lists that it ends here. The other may do the same.
const LONGEST: usize = 1000;

/// The vendor documents 7 days. Six hours less, as clocks differ and nobody says from when they count.
const KEPT: TimeDelta = TimeDelta::hours(7 * 24 - 6);

/// # Errors
///
/// Why the list may lack messages that the service holds.
pub(crate) fn is_whole(
    missing: &[&raw::Message],
    known: &[&raw::Message],
    stored: &[StoredMessage],
    now: DateTime<Utc>,
) -> Result<(), &'static str> {
    if stored.len() >= LONGEST {
        return Err("the list that was read back is as long as a list can be, so it may be cut");
    }
    let is_listed = |known: &raw::Message| stored.iter().any(|stored| agrees(known, stored));
    if known.len() > stored.len() || !known.iter().all(|known| is_listed(known)) {
        return Err("the list that was read back lacks messages that the service has confirmed");
    }
    let oldest = stored.iter().map(|stored| stored.client_timestamp).min();
    let is_within = |missing: &raw::Message| {
        let age = now.signed_duration_since(*missing.timestamp);
        age < KEPT || oldest.is_some_and(|oldest| oldest <= *missing.timestamp)
    };
    if !missing.iter().all(|missing| is_within(missing)) {
        return Err("the list that was read back may not go back as far as the messages");
    }
    Ok(())
}
