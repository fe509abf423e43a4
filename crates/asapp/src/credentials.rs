//! The two headers that open the API.

use std::fmt;

use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};

/// An API id and its secret. Both are wiped when dropped and never shown; the headers made of them for each
/// request are not wiped.
///
/// ```
/// let credentials = asapp::Credentials::new("my-id", "my-secret");
/// assert_eq!(format!("{credentials:?}"), "Credentials(..)");
/// ```
#[derive(Clone)]
pub struct Credentials {
    id: SecretString,
    secret: SecretString,
}

impl Credentials {
    /// The pair as issued by ASAPP. Surrounding white space is dropped.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: trimmed(id.into()), secret: trimmed(secret.into()) }
    }

    /// Of id and secret: whether it is set, and whether a header can carry it.
    pub(crate) fn states(&self) -> [(bool, bool); 2] {
        [&self.id, &self.secret]
            .map(|value| (!value.expose_secret().is_empty(), header(value).is_some()))
    }

    /// The values of `asapp-api-id` and `asapp-api-secret`; `None` where one is not a header's value.
    pub(crate) fn headers(&self) -> (Option<HeaderValue>, Option<HeaderValue>) {
        (header(&self.id), header(&self.secret))
    }
}

fn trimmed(value: String) -> SecretString {
    let value = zeroize::Zeroizing::new(value);
    SecretString::from(value.trim())
}

fn header(value: &SecretString) -> Option<HeaderValue> {
    let value = value.expose_secret();
    let mut header =
        HeaderValue::from_str(value).ok().filter(|_| !value.is_empty() && value.is_ascii())?;
    header.set_sensitive(true);
    Some(header)
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(..)")
    }
}
