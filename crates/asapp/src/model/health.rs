//! The state of the service.

use super::Text;

/// What the service says of itself (operation `getHealth`). A disruption is an answer too, not an error.
///
/// ```
/// use asapp::HealthStatus;
///
/// assert_eq!(HealthStatus::from("FAILED"), HealthStatus::Failed);
/// assert!(HealthStatus::from("SUCCESS").is_success());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HealthStatus {
    /// `SUCCESS`: it works.
    Success,
    /// `FAILED`: it is disrupted.
    Failed,
    /// Another word, as the service spells it.
    Other(Text),
}

impl HealthStatus {
    /// Whether the service says that it works.
    #[must_use]
    pub fn is_success(&self) -> bool {
        *self == Self::Success
    }
}

impl From<String> for HealthStatus {
    fn from(word: String) -> Self {
        match word.as_str() {
            "SUCCESS" => Self::Success,
            "FAILED" => Self::Failed,
            _ => Self::Other(word.into()),
        }
    }
}

impl From<&str> for HealthStatus {
    fn from(word: &str) -> Self {
        word.to_owned().into()
    }
}
