//! What is sent and read: conversations, messages, participants, and the words of the metadata.

mod conversation;
mod ids;
mod message;
mod metadata;
mod participant;
mod text;
mod word;

pub use conversation::Conversation;
pub use ids::{ConversationId, ExternalId, MessageId};
pub use message::Message;
pub use metadata::{DeviceType, OperatingSystem, Platform};
pub use participant::{Participant, Role};
pub use text::Text;
pub use word::UnknownWord;
