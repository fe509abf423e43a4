//! The settings, read and changed.

use super::route::{Call, Json};
use crate::answer::Answer;
use crate::settings::{Settings, SettingsPatch};

pub(super) fn read(call: &Call<'_>) -> Result<Json<Settings>, Answer> {
    Ok(Json(Settings::clone(&call.api.settings.get())))
}

pub(super) fn change(call: &Call<'_>, patch: SettingsPatch) -> Result<Json<Settings>, Answer> {
    call.api.settings.change(|settings| patch.apply(settings));
    read(call)
}
