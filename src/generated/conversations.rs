#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///Information about the agent participating in the conversation.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Agent {
        ///The unique identifier for the agent in your external system.
        #[serde(rename = "externalId")]
        pub external_id: ::std::string::String,
        ///The display name of the agent.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
    }
    ///Credentials of a customer.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Authentication {
        ///The credentials, in at least one of four forms.
        pub auth: AuthenticationParts,
        ///The caller's key of the customer.
        #[serde(rename = "customerExternalId")]
        pub customer_external_id: ::std::string::String,
        ///The event stream on which to go on.
        #[serde(
            rename = "streamId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub stream_id: ::std::option::Option<::std::string::String>,
    }
    ///The credentials, in at least one of four forms.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct AuthenticationParts {
        ///Fields of a request's body.
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        pub body: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Cookies of a request.
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        pub cookies: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///Headers of a request.
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        pub headers: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        ///A token.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub token: ::std::option::Option<::std::string::String>,
    }
    ///A batch of messages for conversation
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct BatchMessages {
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub messages: ::std::vec::Vec<Message>,
    }
    ///Represents a conversation between an agent and a customer.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Conversation {
        ///Information about the agent participating in the conversation.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub agent: ::std::option::Option<Agent>,
        ///Information about the customer participating in the conversation.
        pub customer: Customer,
        ///The unique identifier for the conversation in your external chat or voice system.
        #[serde(rename = "externalId")]
        pub external_id: ::std::string::String,
        ///The unique identifier for the conversation within the ASAPP system.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Additional key-value pairs to store custom metadata about the conversation. Use this for filtering or categorization purposes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub metadata: ::std::option::Option<
            ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        >,
    }
    ///`ConversationId`
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct ConversationId(::std::string::String);
    impl ::std::ops::Deref for ConversationId {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<ConversationId> for ::std::string::String {
        fn from(value: ConversationId) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for ConversationId {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            static PATTERN: ::std::sync::LazyLock<::regress::Regex> = ::std::sync::LazyLock::new(||
            { ::regress::Regex::new("^[A-Z0-9]+$").unwrap() });
            if PATTERN.find(value).is_none() {
                return Err("doesn't match pattern \"^[A-Z0-9]+$\"".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for ConversationId {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ConversationId {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ConversationId {
        fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
        where
            D: ::serde::Deserializer<'de>,
        {
            ::std::string::String::deserialize(deserializer)?
                .parse()
                .map_err(|e: self::error::ConversionError| {
                    <D::Error as ::serde::de::Error>::custom(e.to_string())
                })
        }
    }
    ///A list of conversations
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ConversationList {
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub items: ::std::vec::Vec<Conversation>,
    }
    ///Conversation between an agent and a customer that requires a timestamp of creation
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ConversationUpsert {
        ///Information about the agent participating in the conversation.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub agent: ::std::option::Option<Agent>,
        ///Information about the customer participating in the conversation.
        pub customer: Customer,
        ///Your unique identifier for a conversation.
        #[serde(rename = "externalId")]
        pub external_id: ::std::string::String,
        ///The identifier of the conversation.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///Additional key-value pairs to store custom metadata about the conversation. Use this for filtering or categorization purposes.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty"
        )]
        pub metadata: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        ///The time when the conversation was created. Include the timezone, otherwise UTC will be assumed.
        pub timestamp: crate::Timestamp,
    }
    ///Response for conversation
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ConversationUpserted {
        ///The identifier of the conversation.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
    }
    ///Information about the customer participating in the conversation.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Customer {
        ///The unique identifier for the customer in your external system.
        #[serde(rename = "externalId")]
        pub external_id: ::std::string::String,
        ///The display name of the customer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
    }
    ///`Health`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct Health {
        ///SUCCESS while all works, FAILED while something does not.
        #[serde(
            rename = "healthCheck",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub health_check: ::std::option::Option<::std::string::String>,
    }
    ///Represents a single message within a conversation.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Message {
        ///Information about the participant who sent the message.
        pub sender: Sender,
        ///The content of the message.
        pub text: MessageText,
        ///The time when the message was sent. Include the timezone, otherwise UTC will be assumed.
        pub timestamp: crate::Timestamp,
    }
    ///Response for messages
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct MessageCreated {
        ///Message ID to be used for analytics
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
    }
    ///`MessageId`
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct MessageId(::std::string::String);
    impl ::std::ops::Deref for MessageId {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<MessageId> for ::std::string::String {
        fn from(value: MessageId) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for MessageId {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            static PATTERN: ::std::sync::LazyLock<::regress::Regex> = ::std::sync::LazyLock::new(||
            { ::regress::Regex::new("^[A-Z0-9]+$").unwrap() });
            if PATTERN.find(value).is_none() {
                return Err("doesn't match pattern \"^[A-Z0-9]+$\"".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for MessageId {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for MessageId {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for MessageId {
        fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
        where
            D: ::serde::Deserializer<'de>,
        {
            ::std::string::String::deserialize(deserializer)?
                .parse()
                .map_err(|e: self::error::ConversionError| {
                    <D::Error as ::serde::de::Error>::custom(e.to_string())
                })
        }
    }
    ///`MessageList`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct MessageList {
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub items: ::std::vec::Vec<StoredMessage>,
    }
    ///The content of the message.
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct MessageText(::std::string::String);
    impl ::std::ops::Deref for MessageText {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<MessageText> for ::std::string::String {
        fn from(value: MessageText) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for MessageText {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() < 1usize {
                return Err("shorter than 1 characters".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for MessageText {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for MessageText {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for MessageText {
        fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
        where
            D: ::serde::Deserializer<'de>,
        {
            ::std::string::String::deserialize(deserializer)?
                .parse()
                .map_err(|e: self::error::ConversionError| {
                    <D::Error as ::serde::de::Error>::custom(e.to_string())
                })
        }
    }
    ///Information about the participant who sent the message.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Sender {
        ///The unique identifier for the participant in your external system. This should be consistent across all interactions for the same individual.
        #[serde(rename = "externalId")]
        pub external_id: ::std::string::String,
        ///The role of the participant in the conversation.
        pub role: SenderRole,
    }
    ///The role of the participant in the conversation.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum SenderRole {
        #[serde(rename = "agent")]
        Agent,
        #[serde(rename = "customer")]
        Customer,
        #[serde(rename = "system")]
        System,
    }
    impl ::std::fmt::Display for SenderRole {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Agent => f.write_str("agent"),
                Self::Customer => f.write_str("customer"),
                Self::System => f.write_str("system"),
            }
        }
    }
    impl ::std::str::FromStr for SenderRole {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "agent" => Ok(Self::Agent),
                "customer" => Ok(Self::Customer),
                "system" => Ok(Self::System),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for SenderRole {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for SenderRole {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A message as the service holds it. Its text may be redacted.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct StoredMessage {
        ///When it was said, by the sender's clock.
        #[serde(rename = "clientTimestamp")]
        pub client_timestamp: crate::Timestamp,
        ///When ASAPP stored the message.
        #[serde(rename = "createdTimestamp")]
        pub created_timestamp: crate::Timestamp,
        ///ASAPP's id of the message.
        #[serde(rename = "messageId")]
        pub message_id: ::std::string::String,
        ///Who said it.
        pub sender: StoredSender,
        ///What was said, as far as it is not redacted.
        pub text: ::std::string::String,
    }
    ///Who said it.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct StoredSender {
        ///The caller's key of the sender.
        #[serde(
            rename = "externalId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub external_id: ::std::option::Option<::std::string::String>,
        ///A human agent, the customer, or a bot or virtual agent.
        pub role: ::std::string::String,
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
#[derive(Clone, Debug)]
/**Client for Conversations API

Operations to manage ASAPP conversations

Version: 0.1*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::Inner,
}
impl Client {
    /// Create a new client.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new(baseurl: &str, inner: crate::Inner) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let client = {
            let dur = ::std::time::Duration::from_secs(15u64);
            reqwest::ClientBuilder::new().connect_timeout(dur).timeout(dur)
        };
        #[cfg(target_arch = "wasm32")]
        let client = reqwest::ClientBuilder::new();
        Self::new_with_client(baseurl, client.build().unwrap(), inner)
    }
    /// Construct a new client with an existing `reqwest::Client`,
    /// allowing more control over its configuration.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: crate::Inner,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<crate::Inner> for Client {
    fn api_version() -> &'static str {
        "0.1"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &crate::Inner {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::Inner>,
    {}
};
#[allow(clippy::all)]
impl Client {
    /**Read the messages of a conversation

Reads all messages of one conversation, from the oldest to the newest.

Sends a `GET` request to `/conversation/v1/conversations/{conversationId}/messages`

Arguments:
- `conversation_id`: The identifier for a conversation.
*/
    pub async fn get_messages<'a>(
        &'a self,
        conversation_id: &'a types::ConversationId,
    ) -> Result<ResponseValue<types::MessageList>, Error<()>> {
        let url = format!(
            "{}/conversation/v1/conversations/{}/messages", self.baseurl, encode_path(&
            conversation_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_messages",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Create a message

Creates a message object, adding it to an existing conversation.

Use this endpoint to record each new message in the conversation.


Sends a `POST` request to `/conversation/v1/conversations/{conversationId}/messages`

Arguments:
- `conversation_id`: The identifier for a conversation.
- `body`
*/
    pub async fn create_message<'a>(
        &'a self,
        conversation_id: &'a types::ConversationId,
        body: &'a types::Message,
    ) -> Result<ResponseValue<types::MessageCreated>, Error<()>> {
        let url = format!(
            "{}/conversation/v1/conversations/{}/messages", self.baseurl, encode_path(&
            conversation_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_message",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Create multiple messages

This creates multiple message objects at once, adding them to an existing conversation.

Use this endpoint when you need to add several messages at once, such as when importing historical conversation data.


Sends a `POST` request to `/conversation/v1/conversations/{conversationId}/messages/batch`

Arguments:
- `conversation_id`: The identifier for a conversation.
- `body`
*/
    pub async fn create_batch_messages<'a>(
        &'a self,
        conversation_id: &'a types::ConversationId,
        body: &'a types::BatchMessages,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/conversation/v1/conversations/{}/messages/batch", self.baseurl,
            encode_path(& conversation_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self.client.post(url).json(&body).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "create_batch_messages",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => Ok(ResponseValue::empty(response)),
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**List conversations

Retrieves a list of conversation resources that match the specified criteria.

You must provide at least one search criterion in the query parameters.


Sends a `GET` request to `/conversation/v1/conversations`

Arguments:
- `external_id`: Your identifier for a conversation.
*/
    pub async fn get_conversations<'a>(
        &'a self,
        external_id: &'a str,
    ) -> Result<ResponseValue<types::ConversationList>, Error<()>> {
        let url = format!("{}/conversation/v1/conversations", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("externalId", &external_id))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_conversations",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Create or update a conversation

Creates a new conversation or updates an existing one based on the provided `externalId`.

Use this endpoint when:
- Starting a new conversation
- Updating conversation details (e.g., reassigning to a different agent)

If the `externalId` is not found, a new conversation will be created. Otherwise, the existing conversation will be updated.


Sends a `POST` request to `/conversation/v1/conversations`

*/
    pub async fn create_or_update_conversation<'a>(
        &'a self,
        body: &'a types::ConversationUpsert,
    ) -> Result<ResponseValue<types::ConversationUpserted>, Error<()>> {
        let url = format!("{}/conversation/v1/conversations", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_or_update_conversation",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Read a conversation

Reads one conversation by ASAPP's id.

Sends a `GET` request to `/conversation/v1/conversations/{conversationId}`

Arguments:
- `conversation_id`: ASAPP's id of the conversation.
*/
    pub async fn get_conversation<'a>(
        &'a self,
        conversation_id: &'a types::ConversationId,
    ) -> Result<ResponseValue<types::Conversation>, Error<()>> {
        let url = format!(
            "{}/conversation/v1/conversations/{}", self.baseurl, encode_path(&
            conversation_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_conversation",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Read a message

Reads one message of a conversation.

Sends a `GET` request to `/conversation/v1/conversations/{conversationId}/messages/{messageId}`

Arguments:
- `conversation_id`: ASAPP's id of the conversation.
- `message_id`: ASAPP's id of the message.
*/
    pub async fn get_message<'a>(
        &'a self,
        conversation_id: &'a types::ConversationId,
        message_id: &'a types::MessageId,
    ) -> Result<ResponseValue<types::StoredMessage>, Error<()>> {
        let url = format!(
            "{}/conversation/v1/conversations/{}/messages/{}", self.baseurl,
            encode_path(& conversation_id.to_string()), encode_path(& message_id
            .to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_message",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Read the messages of a conversation by its external id

Reads the messages of a conversation by the caller's key, for use after its end: at most 1,000 messages in one answer, for 7 days.

Sends a `GET` request to `/conversation/v1/conversation/messages`

Arguments:
- `external_id`: The caller's key of the conversation.
*/
    pub async fn get_messages_by_external_id<'a>(
        &'a self,
        external_id: &'a str,
    ) -> Result<ResponseValue<types::MessageList>, Error<()>> {
        let url = format!("{}/conversation/v1/conversation/messages", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("externalId", &external_id))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_messages_by_external_id",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Hand over a customer's credentials

Hands over the customer's credentials, at any time of a conversation. They are stored, no more; processing that waits for them goes on.

Sends a `POST` request to `/conversation/v1/conversations/{conversationId}/authenticate`

Arguments:
- `conversation_id`: ASAPP's id of the conversation.
- `body`
*/
    pub async fn post_authenticate<'a>(
        &'a self,
        conversation_id: &'a types::ConversationId,
        body: &'a types::Authentication,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/conversation/v1/conversations/{}/authenticate", self.baseurl,
            encode_path(& conversation_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self.client.post(url).json(&body).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "post_authenticate",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => Ok(ResponseValue::empty(response)),
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Ask whether the service works

Tells the state of the service. A disruption is a successful answer too.

Sends a `GET` request to `/v1/health`

*/
    pub async fn get_health<'a>(
        &'a self,
    ) -> Result<ResponseValue<types::Health>, Error<()>> {
        let url = format!("{}/v1/health", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_health",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    #[allow(unused_imports)]
    pub use super::Client;
}
