//! The calls, one file each.

mod add_conversation_metadata;
mod add_message;
mod add_messages;
mod find_conversations;
mod transcript;
mod upsert_conversation;

pub use add_conversation_metadata::{AddConversationMetadata, AddedMetadata};
pub use add_message::{AddMessage, AddedMessage};
pub use add_messages::{AddMessages, AddedMessages, Batch};
pub use find_conversations::{FindConversations, FoundConversations};
pub use transcript::Transcript;
pub use upsert_conversation::{Missing, UpsertConversation, UpsertedConversation};
