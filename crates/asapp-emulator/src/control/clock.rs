//! The clock, read and moved.

use std::time::Duration;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::route::{Call, Json};
use crate::answer::Answer;

/// The emulator's clock.
#[derive(Serialize, JsonSchema)]
pub(super) struct Clock {
    /// What time it is.
    now: DateTime<Utc>,
    /// Whether it runs, or stands still.
    running: bool,
}

/// What becomes of the clock.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockSetting {
    /// Stops the clock at this time, unless it is to run. Times outside the years 1970 to 9999 stand for the nearer end
    /// of them.
    now: Option<DateTime<Utc>>,
    /// Whether it runs from then on.
    running: Option<bool>,
}

/// By how much the clock is moved.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    /// The clock goes no further than the end of the year 9999.
    milliseconds: u64,
}

pub(super) fn read(call: &Call<'_>) -> Result<Json<Clock>, Answer> {
    let clock = &call.api.clock;
    Ok(Json(Clock { now: clock.now(), running: clock.is_running() }))
}

pub(super) fn set(call: &Call<'_>, setting: ClockSetting) -> Result<Json<Clock>, Answer> {
    let clock = &call.api.clock;
    if let Some(now) = setting.now {
        clock.stop_at(now);
    }
    match setting.running {
        Some(true) => clock.run(),
        Some(false) => clock.stop_at(clock.now()),
        None => {}
    }
    read(call)
}

pub(super) fn advance(call: &Call<'_>, by: Advance) -> Result<Json<Clock>, Answer> {
    call.api.clock.advance(Duration::from_millis(by.milliseconds));
    read(call)
}
