//! The two headers that open the API.

use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::client::{API_ID, API_SECRET};

/// An API id and its secret. Both are never shown and wiped when dropped, and so is the copy that the requests of a
/// client share; what the HTTP client and TLS write into their buffers is not wiped.
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

    /// `asapp-api-id` and `asapp-api-secret`, where they can be headers.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let headers = [(API_ID, header(&self.id)), (API_SECRET, header(&self.secret))];
        headers.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }
}

fn trimmed(value: String) -> SecretString {
    let value = Zeroizing::new(value);
    SecretString::from(value.trim())
}

fn header(value: &SecretString) -> Option<HeaderValue> {
    let value = value.expose_secret();
    if value.is_empty() || !value.is_ascii() {
        return None;
    }
    // All requests share this copy, which is wiped with the client and the last of them.
    let shared = Bytes::from_owner(Zeroizing::new(value.as_bytes().to_vec()));
    let mut header = HeaderValue::from_maybe_shared(shared).ok()?;
    header.set_sensitive(true);
    Some(header)
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(..)")
    }
}
