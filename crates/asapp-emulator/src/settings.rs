//! What a user can change about the answers.

use crate::transcript::Bounds;

#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// What the health check says.
    pub(crate) healthy: bool,
    /// How much is read by external id, and for how long.
    pub(crate) transcripts: Bounds,
}

impl Default for Settings {
    fn default() -> Self {
        Self { healthy: true, transcripts: Bounds::default() }
    }
}
