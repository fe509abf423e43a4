//! The calls, one file each.

mod add_many_metadata;
mod add_message;
mod add_messages;
mod add_metadata;
mod authenticate;
mod check_health;
mod find_conversations;
mod get_conversation;
mod get_message;
mod list_messages;
mod record_results;
mod transcript;
mod upsert_conversation;

pub use add_many_metadata::AddManyMetadata;
pub use add_message::{AddMessage, AddedMessage};
pub use add_messages::{AddMessages, AddedMessages, Batch};
pub use add_metadata::AddedMetadata;
pub(crate) use add_metadata::add;
pub use authenticate::{Authenticate, Authenticated};
pub use check_health::{CheckHealth, CheckedHealth};
pub use find_conversations::{FindConversations, FoundConversations};
pub use get_conversation::{FetchedConversation, GetConversation};
pub use get_message::{FetchedMessage, GetMessage};
pub use list_messages::{ListMessages, ListMessagesByExternalId, ListedMessages};
pub use record_results::{MatchedBy, RecordResult, RecordResults};
pub use transcript::Transcript;
pub use upsert_conversation::{Missing, UpsertConversation, UpsertedConversation};
