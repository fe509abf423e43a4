//! Credentials of customers.

use std::fmt;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Hidden;

/// What the contract names in `auth`. Other members are the caller's own text.
const KINDS: [&str; 4] = ["body", "cookies", "headers", "token"];

/// Credentials of a customer, as they were given for a conversation. `Debug` hides all that the caller sent.
///
/// Serialized, `auth` is the list of the kinds that were given (`body`, `cookies`, `headers`, `token`), never a
/// credential.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = asapp_emulator::Emulator::start().await?;
/// for authentication in emulator.authentications() {
///     assert_eq!(authentication.auth()["token"], "cGFzc3dvcmQ=");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredAuthentication {
    /// ASAPP's id of the conversation.
    pub conversation_id: String,
    /// The caller's id of the customer. It need not be the conversation's.
    pub customer_external_id: String,
    /// The event stream on which to go on, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream_id: Option<String>,
    /// When the credentials arrived.
    pub created_timestamp: DateTime<Utc>,
    /// The kinds of credentials that were given: `body`, `cookies`, `headers`, `token`.
    #[serde(serialize_with = "kinds")]
    #[schemars(with = "Vec<String>")]
    pub(crate) auth: Value,
}

impl StoredAuthentication {
    /// The whole `auth` object as it was sent, members unknown to the contract included.
    pub fn auth(&self) -> &Value {
        &self.auth
    }
}

fn kinds<S: Serializer>(auth: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(KINDS.iter().filter(|kind| auth.get(kind).is_some()))
}

impl fmt::Debug for StoredAuthentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredAuthentication")
            .field("conversation_id", &self.conversation_id)
            .field("customer_external_id", &Hidden(&self.customer_external_id))
            .field("stream_id", &self.stream_id.as_deref().map(Hidden))
            .field("created_timestamp", &self.created_timestamp)
            .finish_non_exhaustive()
    }
}
