//! Who may call, and what.

use std::fmt;
use std::sync::{PoisonError, RwLock};

use http::HeaderMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::Answer;

/// The API id that every emulator accepts for all products, with [`API_SECRET`].
pub const API_ID: &str = "test-id";

/// The API secret of [`API_ID`] and of [`FORBIDDEN_API_ID`].
pub const API_SECRET: &str = "test-secret";

/// An API id that is known but has no product: with [`API_SECRET`] everything answers 403.
pub const FORBIDDEN_API_ID: &str = "forbidden-id";

/// What a key can be entitled to. The health check belongs to any.
///
/// ```
/// let product: asapp_emulator::Product = serde_json::from_str("\"metadataIngestion\"")?;
/// assert_eq!(product, asapp_emulator::Product::MetadataIngestion);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Product {
    /// The Conversations API: all paths below `/conversation/`.
    Conversations,
    /// The Metadata Ingestion API: all paths below `/metadata-ingestion/`.
    MetadataIngestion,
}

/// A key that the emulator accepts: an API id, its secret and its products. `Debug` hides id and secret.
///
/// ```
/// use asapp_emulator::{Key, Product};
///
/// let everything = Key::new("other-id", "other-secret");
/// let conversations = Key::new("third-id", "third-secret").products([Product::Conversations]);
/// ```
#[derive(Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Key {
    /// The header `asapp-api-id`.
    #[schemars(length(min = 1))]
    id: String,
    /// The header `asapp-api-secret`.
    #[schemars(length(min = 1))]
    secret: String,
    /// What the key is entitled to; everything unless given.
    #[serde(default = "every_product")]
    products: Vec<Product>,
}

fn every_product() -> Vec<Product> {
    vec![Product::Conversations, Product::MetadataIngestion]
}

impl Key {
    /// A key for all products.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: id.into(), secret: secret.into(), products: every_product() }
    }

    /// For these products alone. With none, everything answers 403.
    #[must_use]
    pub fn products(mut self, products: impl IntoIterator<Item = Product>) -> Self {
        self.products = products.into_iter().collect();
        self
    }

    fn opens(&self, path: &str) -> bool {
        if path.starts_with("/conversation/") {
            return self.products.contains(&Product::Conversations);
        }
        if path.starts_with("/metadata-ingestion/") {
            return self.products.contains(&Product::MetadataIngestion);
        }
        !self.products.is_empty()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("products", &self.products).finish_non_exhaustive()
    }
}

/// The keys that are known.
pub(crate) struct Keys(RwLock<Vec<Key>>);

impl Keys {
    /// The test keys and these.
    pub(crate) fn new(others: Vec<Key>) -> Self {
        Self(RwLock::new(with_test_keys(others)))
    }

    /// Adds a key; of an id that is known already, with the same secret, it sets the products.
    pub(crate) fn add(&self, key: Key) {
        let mut keys = self.0.write().unwrap_or_else(PoisonError::into_inner);
        keys.retain(|known| (&known.id, &known.secret) != (&key.id, &key.secret));
        keys.push(key);
    }

    /// Back to the test keys and these.
    pub(crate) fn reset(&self, others: Vec<Key>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = with_test_keys(others);
    }

    /// The API id that calls. Refuses with 401 where either header is missing, empty or doubled or the pair is
    /// unknown, with 403 where the key lacks the path's product.
    pub(crate) fn check(&self, headers: &HeaderMap, path: &str) -> Result<String, Answer> {
        let id = single(headers, "asapp-api-id").ok_or_else(Answer::unauthorized)?;
        let secret = single(headers, "asapp-api-secret").ok_or_else(Answer::unauthorized)?;
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let is_given = |key: &&Key| key.id.as_bytes() == id && key.secret.as_bytes() == secret;
        let key = keys.iter().find(is_given).ok_or_else(Answer::unauthorized)?;
        if !key.opens(path) {
            return Err(Answer::forbidden("Forbidden Response"));
        }
        Ok(key.id.clone())
    }
}

fn with_test_keys(others: Vec<Key>) -> Vec<Key> {
    let own = [Key::new(API_ID, API_SECRET), Key::new(FORBIDDEN_API_ID, API_SECRET).products([])];
    let is_replaced =
        |key: &Key| others.iter().any(|other| (&other.id, &other.secret) == (&key.id, &key.secret));
    let mut keys: Vec<_> = own.into_iter().filter(|key| !is_replaced(key)).collect();
    keys.extend(others);
    keys
}

fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).into_iter();
    let value = values.next()?.as_bytes();
    (values.next().is_none() && !value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn status(keys: &Keys, id: &str, secret: &str, path: &str) -> u16 {
        let mut headers = HeaderMap::new();
        headers.insert("asapp-api-id", id.parse().unwrap());
        headers.insert("asapp-api-secret", secret.parse().unwrap());
        match keys.check(&headers, path) {
            Ok(caller) => {
                assert_eq!(caller, id);
                200
            }
            Err(refusal) => refusal.status.as_u16(),
        }
    }

    #[test]
    fn keys_open_their_products() {
        let keys = Keys::new(vec![
            Key::new("all", "s"),
            Key::new("talk", "s").products([Product::Conversations]),
            Key::new("data", "s").products([Product::MetadataIngestion]),
        ]);
        let (talk, data) = ("/conversation/v1/x", "/metadata-ingestion/v1/x");
        let rows = [
            (API_ID, API_SECRET, [200, 200, 200]),
            (FORBIDDEN_API_ID, API_SECRET, [403, 403, 403]),
            ("all", "s", [200, 200, 200]),
            ("talk", "s", [200, 403, 200]),
            ("data", "s", [403, 200, 200]),
            ("data", "S", [401, 401, 401]),
            ("dat", "s", [401, 401, 401]),
            ("data2", "s", [401, 401, 401]),
            ("", "s", [401, 401, 401]),
            ("data", "", [401, 401, 401]),
        ];
        for (id, secret, expected) in rows {
            let found = [talk, data, "/v1/health"].map(|path| status(&keys, id, secret, path));
            assert_eq!(found, expected);
        }
        keys.add(Key::new("data", "s"));
        assert_eq!(status(&keys, "data", "s", talk), 200);
        keys.add(Key::new(API_ID, API_SECRET).products([]));
        assert_eq!(status(&keys, API_ID, API_SECRET, talk), 403);
        keys.reset(Vec::new());
        assert_eq!(status(&keys, "data", "s", talk), 401);
        assert_eq!(status(&keys, API_ID, API_SECRET, talk), 200);
    }

    #[test]
    fn debug_hides_keys() {
        assert_eq!(
            format!("{:?}", Key::new("4111", "4111").products([])),
            "Key { products: [], .. }"
        );
    }
}
