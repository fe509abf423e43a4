//! Card numbers and social security numbers in the texts of messages, before they are sent.

/// What is done about card numbers and US social security numbers in the texts of messages.
///
/// ```
/// use asapp::{CallOptions, SensitiveText};
///
/// let masked = CallOptions::new().sensitive_text(SensitiveText::Mask);
/// # let _ = masked;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SensitiveText {
    /// Texts are not looked at.
    #[default]
    Off,
    /// They are sent as they are, with an event that says how many were found.
    Warn,
    /// Their digits are sent as `*`. The length stays.
    Mask,
    /// They are faults, and nothing is sent.
    Refuse,
}
