//! What is sent and read: conversations, messages, participants, and the words of the metadata.

mod authentication;
mod conversation;
mod health;
mod ids;
mod message;
mod metadata;
mod nullable;
mod participant;
mod stored_message;
mod text;
mod word;

pub use authentication::Authentication;
pub(crate) use authentication::Wiped;
pub use conversation::Conversation;
pub use health::HealthStatus;
pub use ids::{ConversationId, ExternalId, MessageId};
pub use message::Message;
pub use metadata::{DeviceType, OperatingSystem, Platform};
pub use nullable::{Null, Nullable};
pub use participant::{Participant, Role};
pub use stored_message::{SenderRole, StoredMessage};
pub use text::Text;
pub use word::UnknownWord;
