//! Who may call.

use std::fmt;

use http::HeaderMap;

use crate::answer::Answer;

/// The API id that every emulator accepts, with [`API_SECRET`].
pub const API_ID: &str = "test-id";

/// The API secret of [`API_ID`] and of [`FORBIDDEN_API_ID`].
pub const API_SECRET: &str = "test-secret";

/// An API id that is known but lacks the product: with [`API_SECRET`] everything answers 403.
pub const FORBIDDEN_API_ID: &str = "forbidden-id";

/// The keys that are accepted. `Debug` shows how many there are.
#[derive(Clone)]
pub(crate) struct Keys {
    accepted: Vec<(String, String)>,
}

impl Default for Keys {
    fn default() -> Self {
        Self { accepted: vec![(API_ID.to_owned(), API_SECRET.to_owned())] }
    }
}

impl Keys {
    pub(crate) fn add(&mut self, id: String, secret: String) {
        self.accepted.push((id, secret));
    }

    /// Refuses with 401 where either header is missing, empty or doubled or the pair is unknown, with 403 where the
    /// key lacks the product.
    pub(crate) fn check(&self, headers: &HeaderMap) -> Result<(), Answer> {
        let id = single(headers, "asapp-api-id").ok_or_else(Answer::unauthorized)?;
        let secret = single(headers, "asapp-api-secret").ok_or_else(Answer::unauthorized)?;
        let is = |known_id: &str, known_secret: &str| {
            id == known_id.as_bytes() && secret == known_secret.as_bytes()
        };
        if self.accepted.iter().any(|(known_id, known_secret)| is(known_id, known_secret)) {
            return Ok(());
        }
        if is(FORBIDDEN_API_ID, API_SECRET) {
            return Err(Answer::forbidden("Forbidden Response"));
        }
        Err(Answer::unauthorized())
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.accepted.len())
    }
}

fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).into_iter();
    let value = values.next()?.as_bytes();
    (values.next().is_none() && !value.is_empty()).then_some(value)
}
