#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///Metadata of one agent.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct AgentMetadata {
        ///How far the agent may change accounts.
        #[serde(
            rename = "accountAccessLevel",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub account_access_level: ::std::option::Option<NullableToken256>,
        ///Where the agent works.
        #[serde(
            rename = "agentLocation",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub agent_location: ::std::option::Option<NullableText256>,
        ///The agent's name to show.
        #[serde(
            rename = "agentName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub agent_name: ::std::option::Option<NullableText256>,
        ///Pairs of the caller's own.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub attributes: ::std::option::Option<NullableAttributes>,
        ///What kind of work or problem is the agent's.
        #[serde(
            rename = "categoryLabel",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub category_label: ::std::option::Option<NullableToken256>,
        ///How many conversations the agent may have at once.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub concurrency: ::std::option::Option<NullableInteger>,
        ///The agent's e-mail address.
        #[serde(
            rename = "emailAddress",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub email_address: ::std::option::Option<NullableEmailAddress>,
        ///An id of the caller's to track the record by; the service makes one where none is given.
        #[serde(
            rename = "eventId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub event_id: ::std::option::Option<NullableToken256>,
        ///The caller's key of the agent.
        #[serde(rename = "externalAgentId")]
        pub external_agent_id: Token256,
        ///The caller's key of a group of agents.
        #[serde(
            rename = "groupId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub group_id: ::std::option::Option<NullableToken256>,
        ///What that group is called.
        #[serde(
            rename = "groupName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub group_name: ::std::option::Option<NullableText256>,
        ///The agent's role.
        #[serde(
            rename = "jobRole",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub job_role: ::std::option::Option<NullableToken256>,
        ///The agent's job title.
        #[serde(
            rename = "jobTitle",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub job_title: ::std::option::Option<NullableToken256>,
        ///Tags of the languages that the agent speaks.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub languages: ::std::option::Option<NullableLanguages>,
        ///The caller's key of a line of business.
        #[serde(
            rename = "lobId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub lob_id: ::std::option::Option<NullableToken256>,
        ///What that line of business is called.
        #[serde(
            rename = "lobName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub lob_name: ::std::option::Option<NullableText256>,
        ///How well the agent works, as a number.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ranking: ::std::option::Option<NullableInteger>,
        ///When the agent was hired.
        #[serde(
            rename = "startTs",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub start_ts: ::std::option::Option<NullableTimestamp>,
        ///The caller's key of whoever supervises the agent.
        #[serde(
            rename = "supervisorId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub supervisor_id: ::std::option::Option<NullableToken256>,
        ///What the supervisor is called.
        #[serde(
            rename = "supervisorName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub supervisor_name: ::std::option::Option<NullableText256>,
        ///The company that employs the agent.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub vendor: ::std::option::Option<NullableText256>,
        ///The agent's shift.
        #[serde(
            rename = "workShift",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub work_shift: ::std::option::Option<NullableToken256>,
    }
    ///The records.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct AgentMetadataBatch {
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub items: ::std::vec::Vec<AgentMetadata>,
    }
    ///A key-value pair of additional metadata attributes
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct Attribute {
        ///The name of the attribute
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<Text256>,
        ///The value of the named attribute
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub value: ::std::option::Option<Text1024>,
    }
    ///A map of key-value pairs for extra metadata attributes
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct Attributes(pub ::std::vec::Vec<Attribute>);
    impl ::std::ops::Deref for Attributes {
        type Target = ::std::vec::Vec<Attribute>;
        fn deref(&self) -> &::std::vec::Vec<Attribute> {
            &self.0
        }
    }
    impl ::std::convert::From<Attributes> for ::std::vec::Vec<Attribute> {
        fn from(value: Attributes) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::vec::Vec<Attribute>> for Attributes {
        fn from(value: ::std::vec::Vec<Attribute>) -> Self {
            Self(value)
        }
    }
    ///`BatchIngestionResponse`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct BatchIngestionResponse {
        ///How many records were refused.
        #[serde(rename = "errorCount")]
        pub error_count: i64,
        ///What became of each record.
        pub results: ::std::vec::Vec<IngestionResult>,
    }
    ///The company's segment of which the issue belongs to
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct CompanySegments(pub ::std::vec::Vec<Token64>);
    impl ::std::ops::Deref for CompanySegments {
        type Target = ::std::vec::Vec<Token64>;
        fn deref(&self) -> &::std::vec::Vec<Token64> {
            &self.0
        }
    }
    impl ::std::convert::From<CompanySegments> for ::std::vec::Vec<Token64> {
        fn from(value: CompanySegments) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::vec::Vec<Token64>> for CompanySegments {
        fn from(value: ::std::vec::Vec<Token64>) -> Self {
            Self(value)
        }
    }
    ///A set of conversation metadata attributes
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ConversationMetadata {
        ///The agent's routing attribute
        #[serde(
            rename = "agentRoutingCode",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub agent_routing_code: ::std::option::Option<NullableToken256>,
        ///A map of key-value pairs for extra metadata attributes
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub attributes: ::std::option::Option<NullableAttributes>,
        ///The browser type used
        #[serde(
            rename = "browserType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub browser_type: ::std::option::Option<NullableToken64>,
        ///The browser version used
        #[serde(
            rename = "browserVersion",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub browser_version: ::std::option::Option<NullableVersion16>,
        ///The business rule to use
        #[serde(
            rename = "businessRule",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub business_rule: ::std::option::Option<NullableText256>,
        ///The activities related to the issue
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub campaign: ::std::option::Option<NullableToken256>,
        ///The company's segment of which the issue belongs to
        #[serde(
            rename = "companySegment",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub company_segment: ::std::option::Option<NullableCompanySegments>,
        ///The company's subdivision of which the issue belongs to
        #[serde(
            rename = "companySubdivision",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub company_subdivision: ::std::option::Option<NullableToken256>,
        ///The client's device type
        #[serde(
            rename = "deviceType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub device_type: ::std::option::Option<NullableDeviceType>,
        ///The way the issue started and created in the system
        #[serde(
            rename = "entryType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub entry_type: ::std::option::Option<NullableToken256>,
        /**An event id used to track the submission; if none is provided, service will generate one
*/
        #[serde(
            rename = "eventId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub event_id: ::std::option::Option<NullableToken256>,
        ///Conversation ID from the external chat / voice system
        #[serde(rename = "externalConversationId")]
        pub external_conversation_id: Token256,
        ///The group id of which the agent belong to
        #[serde(
            rename = "groupId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub group_id: ::std::option::Option<NullableToken256>,
        ///The descriptive name of the group
        #[serde(
            rename = "groupName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub group_name: ::std::option::Option<NullableText256>,
        ///The line of business id
        #[serde(
            rename = "lobId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub lob_id: ::std::option::Option<NullableToken256>,
        ///The descriptive name of the line of business
        #[serde(
            rename = "lobName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub lob_name: ::std::option::Option<NullableText256>,
        ///The operating system used to enter the issue
        #[serde(
            rename = "operatingSystem",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub operating_system: ::std::option::Option<NullableOperatingSystem>,
        /**The client's platform type
WAB: WhatsApp Business
*/
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub platform: ::std::option::Option<NullablePlatform>,
    }
    ///The records.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ConversationMetadataBatch {
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub items: ::std::vec::Vec<ConversationMetadata>,
    }
    ///The caller's key of the customer.
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct CustomerKey256(::std::string::String);
    impl ::std::ops::Deref for CustomerKey256 {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<CustomerKey256> for ::std::string::String {
        fn from(value: CustomerKey256) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for CustomerKey256 {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 256usize {
                return Err("longer than 256 characters".into());
            }
            static PATTERN: ::std::sync::LazyLock<::regress::Regex> = ::std::sync::LazyLock::new(||
            { ::regress::Regex::new("[a-zA-Z0-9\\-\\_\\.\\@]+").unwrap() });
            if PATTERN.find(value).is_none() {
                return Err("doesn't match pattern \"[a-zA-Z0-9\\-\\_\\.\\@]+\"".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for CustomerKey256 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for CustomerKey256 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for CustomerKey256 {
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
    ///Metadata of the customer of one conversation.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CustomerMetadata {
        ///The customer's country.
        #[serde(
            rename = "addressCountry",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub address_country: ::std::option::Option<NullableToken128>,
        ///The customer's state or region.
        #[serde(
            rename = "addressState",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub address_state: ::std::option::Option<NullableToken128>,
        ///The customer's postal code.
        #[serde(
            rename = "addressZipcode",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub address_zipcode: ::std::option::Option<NullableToken16>,
        ///Pairs of the caller's own.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub attributes: ::std::option::Option<NullableAttributes>,
        ///The customer's e-mail address.
        #[serde(
            rename = "emailAddress",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub email_address: ::std::option::Option<NullableEmailAddress>,
        ///An id of the caller's to track the record by; the service makes one where none is given.
        #[serde(
            rename = "eventId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub event_id: ::std::option::Option<NullableToken256>,
        ///The caller's key of the conversation.
        #[serde(rename = "externalConversationId")]
        pub external_conversation_id: Token256,
        ///The caller's key of the customer.
        #[serde(rename = "externalCustomerId")]
        pub external_customer_id: CustomerKey256,
        ///The customer's telephone number.
        #[serde(
            rename = "phoneNumber",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub phone_number: ::std::option::Option<NullablePhoneNumber32>,
        ///The kind or status of the customer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<NullableToken256>,
        ///The customer's user id.
        #[serde(
            rename = "userId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub user_id: ::std::option::Option<NullableToken256>,
    }
    ///The records.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct CustomerMetadataBatch {
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub items: ::std::vec::Vec<CustomerMetadata>,
    }
    ///The client's device type
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
    pub enum DeviceType {
        #[serde(rename = "TABLET")]
        Tablet,
        #[serde(rename = "PHONE")]
        Phone,
        #[serde(rename = "DESKTOP")]
        Desktop,
        #[serde(rename = "WATCH")]
        Watch,
        #[serde(rename = "OTHER")]
        Other,
    }
    impl ::std::fmt::Display for DeviceType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Tablet => f.write_str("TABLET"),
                Self::Phone => f.write_str("PHONE"),
                Self::Desktop => f.write_str("DESKTOP"),
                Self::Watch => f.write_str("WATCH"),
                Self::Other => f.write_str("OTHER"),
            }
        }
    }
    impl ::std::str::FromStr for DeviceType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "TABLET" => Ok(Self::Tablet),
                "PHONE" => Ok(Self::Phone),
                "DESKTOP" => Ok(Self::Desktop),
                "WATCH" => Ok(Self::Watch),
                "OTHER" => Ok(Self::Other),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for DeviceType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for DeviceType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///`EmailAddress`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[serde(transparent)]
    pub struct EmailAddress(pub ::std::string::String);
    impl ::std::ops::Deref for EmailAddress {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<EmailAddress> for ::std::string::String {
        fn from(value: EmailAddress) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::string::String> for EmailAddress {
        fn from(value: ::std::string::String) -> Self {
            Self(value)
        }
    }
    impl ::std::fmt::Display for EmailAddress {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl ::std::str::FromStr for EmailAddress {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.to_string()))
        }
    }
    ///`IngestionResponse`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct IngestionResponse {
        ///A response with the status of a sent message
        pub result: IngestionResult,
    }
    ///A response with the status of a sent message
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct IngestionResult {
        ///Status of the failed message if value is not blank; the error is contained in the string
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<::std::string::String>,
        ///An UUID identifier string computed for the submitted event message
        #[serde(
            rename = "eventId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub event_id: ::std::option::Option<::std::string::String>,
    }
    ///`Integer`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct Integer(pub i64);
    impl ::std::ops::Deref for Integer {
        type Target = i64;
        fn deref(&self) -> &i64 {
            &self.0
        }
    }
    impl ::std::convert::From<Integer> for i64 {
        fn from(value: Integer) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<i64> for Integer {
        fn from(value: i64) -> Self {
            Self(value)
        }
    }
    impl ::std::fmt::Display for Integer {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl ::std::str::FromStr for Integer {
        type Err = <i64 as ::std::str::FromStr>::Err;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.parse()?))
        }
    }
    impl ::std::convert::TryFrom<&str> for Integer {
        type Error = <i64 as ::std::str::FromStr>::Err;
        fn try_from(value: &str) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<String> for Integer {
        type Error = <i64 as ::std::str::FromStr>::Err;
        fn try_from(value: String) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }
    ///`LanguageTag`
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct LanguageTag(::std::string::String);
    impl ::std::ops::Deref for LanguageTag {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<LanguageTag> for ::std::string::String {
        fn from(value: LanguageTag) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for LanguageTag {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 16usize {
                return Err("longer than 16 characters".into());
            }
            static PATTERN: ::std::sync::LazyLock<::regress::Regex> = ::std::sync::LazyLock::new(||
            { ::regress::Regex::new("[a-zA-Z0-9\\-]+").unwrap() });
            if PATTERN.find(value).is_none() {
                return Err("doesn't match pattern \"[a-zA-Z0-9\\-]+\"".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for LanguageTag {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for LanguageTag {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for LanguageTag {
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
    ///Tags of the languages that the agent speaks.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct Languages(pub ::std::vec::Vec<LanguageTag>);
    impl ::std::ops::Deref for Languages {
        type Target = ::std::vec::Vec<LanguageTag>;
        fn deref(&self) -> &::std::vec::Vec<LanguageTag> {
            &self.0
        }
    }
    impl ::std::convert::From<Languages> for ::std::vec::Vec<LanguageTag> {
        fn from(value: Languages) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::vec::Vec<LanguageTag>> for Languages {
        fn from(value: ::std::vec::Vec<LanguageTag>) -> Self {
            Self(value)
        }
    }
    ///`NullableAttributes`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableAttributes(pub ::std::option::Option<Attributes>);
    impl ::std::ops::Deref for NullableAttributes {
        type Target = ::std::option::Option<Attributes>;
        fn deref(&self) -> &::std::option::Option<Attributes> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableAttributes> for ::std::option::Option<Attributes> {
        fn from(value: NullableAttributes) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<Attributes>> for NullableAttributes {
        fn from(value: ::std::option::Option<Attributes>) -> Self {
            Self(value)
        }
    }
    ///`NullableCompanySegments`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableCompanySegments(pub ::std::option::Option<CompanySegments>);
    impl ::std::ops::Deref for NullableCompanySegments {
        type Target = ::std::option::Option<CompanySegments>;
        fn deref(&self) -> &::std::option::Option<CompanySegments> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableCompanySegments>
    for ::std::option::Option<CompanySegments> {
        fn from(value: NullableCompanySegments) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<CompanySegments>>
    for NullableCompanySegments {
        fn from(value: ::std::option::Option<CompanySegments>) -> Self {
            Self(value)
        }
    }
    ///`NullableDeviceType`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableDeviceType(pub ::std::option::Option<DeviceType>);
    impl ::std::ops::Deref for NullableDeviceType {
        type Target = ::std::option::Option<DeviceType>;
        fn deref(&self) -> &::std::option::Option<DeviceType> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableDeviceType> for ::std::option::Option<DeviceType> {
        fn from(value: NullableDeviceType) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<DeviceType>> for NullableDeviceType {
        fn from(value: ::std::option::Option<DeviceType>) -> Self {
            Self(value)
        }
    }
    ///`NullableEmailAddress`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableEmailAddress(pub ::std::option::Option<EmailAddress>);
    impl ::std::ops::Deref for NullableEmailAddress {
        type Target = ::std::option::Option<EmailAddress>;
        fn deref(&self) -> &::std::option::Option<EmailAddress> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableEmailAddress>
    for ::std::option::Option<EmailAddress> {
        fn from(value: NullableEmailAddress) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<EmailAddress>>
    for NullableEmailAddress {
        fn from(value: ::std::option::Option<EmailAddress>) -> Self {
            Self(value)
        }
    }
    ///`NullableInteger`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableInteger(pub ::std::option::Option<Integer>);
    impl ::std::ops::Deref for NullableInteger {
        type Target = ::std::option::Option<Integer>;
        fn deref(&self) -> &::std::option::Option<Integer> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableInteger> for ::std::option::Option<Integer> {
        fn from(value: NullableInteger) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<Integer>> for NullableInteger {
        fn from(value: ::std::option::Option<Integer>) -> Self {
            Self(value)
        }
    }
    ///`NullableLanguages`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableLanguages(pub ::std::option::Option<Languages>);
    impl ::std::ops::Deref for NullableLanguages {
        type Target = ::std::option::Option<Languages>;
        fn deref(&self) -> &::std::option::Option<Languages> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableLanguages> for ::std::option::Option<Languages> {
        fn from(value: NullableLanguages) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<Languages>> for NullableLanguages {
        fn from(value: ::std::option::Option<Languages>) -> Self {
            Self(value)
        }
    }
    ///`NullableOperatingSystem`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableOperatingSystem(pub ::std::option::Option<OperatingSystem>);
    impl ::std::ops::Deref for NullableOperatingSystem {
        type Target = ::std::option::Option<OperatingSystem>;
        fn deref(&self) -> &::std::option::Option<OperatingSystem> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableOperatingSystem>
    for ::std::option::Option<OperatingSystem> {
        fn from(value: NullableOperatingSystem) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<OperatingSystem>>
    for NullableOperatingSystem {
        fn from(value: ::std::option::Option<OperatingSystem>) -> Self {
            Self(value)
        }
    }
    ///`NullablePhoneNumber32`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullablePhoneNumber32(pub ::std::option::Option<PhoneNumber32>);
    impl ::std::ops::Deref for NullablePhoneNumber32 {
        type Target = ::std::option::Option<PhoneNumber32>;
        fn deref(&self) -> &::std::option::Option<PhoneNumber32> {
            &self.0
        }
    }
    impl ::std::convert::From<NullablePhoneNumber32>
    for ::std::option::Option<PhoneNumber32> {
        fn from(value: NullablePhoneNumber32) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<PhoneNumber32>>
    for NullablePhoneNumber32 {
        fn from(value: ::std::option::Option<PhoneNumber32>) -> Self {
            Self(value)
        }
    }
    ///`NullablePlatform`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullablePlatform(pub ::std::option::Option<Platform>);
    impl ::std::ops::Deref for NullablePlatform {
        type Target = ::std::option::Option<Platform>;
        fn deref(&self) -> &::std::option::Option<Platform> {
            &self.0
        }
    }
    impl ::std::convert::From<NullablePlatform> for ::std::option::Option<Platform> {
        fn from(value: NullablePlatform) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<Platform>> for NullablePlatform {
        fn from(value: ::std::option::Option<Platform>) -> Self {
            Self(value)
        }
    }
    ///`NullableText256`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableText256(pub ::std::option::Option<Text256>);
    impl ::std::ops::Deref for NullableText256 {
        type Target = ::std::option::Option<Text256>;
        fn deref(&self) -> &::std::option::Option<Text256> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableText256> for ::std::option::Option<Text256> {
        fn from(value: NullableText256) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<Text256>> for NullableText256 {
        fn from(value: ::std::option::Option<Text256>) -> Self {
            Self(value)
        }
    }
    ///`NullableTimestamp`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableTimestamp(pub ::std::option::Option<crate::Timestamp>);
    impl ::std::ops::Deref for NullableTimestamp {
        type Target = ::std::option::Option<crate::Timestamp>;
        fn deref(&self) -> &::std::option::Option<crate::Timestamp> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableTimestamp>
    for ::std::option::Option<crate::Timestamp> {
        fn from(value: NullableTimestamp) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<crate::Timestamp>>
    for NullableTimestamp {
        fn from(value: ::std::option::Option<crate::Timestamp>) -> Self {
            Self(value)
        }
    }
    ///`NullableToken128`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableToken128(pub ::std::option::Option<Token128>);
    impl ::std::ops::Deref for NullableToken128 {
        type Target = ::std::option::Option<Token128>;
        fn deref(&self) -> &::std::option::Option<Token128> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableToken128> for ::std::option::Option<Token128> {
        fn from(value: NullableToken128) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<Token128>> for NullableToken128 {
        fn from(value: ::std::option::Option<Token128>) -> Self {
            Self(value)
        }
    }
    ///`NullableToken16`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableToken16(pub ::std::option::Option<Token16>);
    impl ::std::ops::Deref for NullableToken16 {
        type Target = ::std::option::Option<Token16>;
        fn deref(&self) -> &::std::option::Option<Token16> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableToken16> for ::std::option::Option<Token16> {
        fn from(value: NullableToken16) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<Token16>> for NullableToken16 {
        fn from(value: ::std::option::Option<Token16>) -> Self {
            Self(value)
        }
    }
    ///`NullableToken256`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableToken256(pub ::std::option::Option<Token256>);
    impl ::std::ops::Deref for NullableToken256 {
        type Target = ::std::option::Option<Token256>;
        fn deref(&self) -> &::std::option::Option<Token256> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableToken256> for ::std::option::Option<Token256> {
        fn from(value: NullableToken256) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<Token256>> for NullableToken256 {
        fn from(value: ::std::option::Option<Token256>) -> Self {
            Self(value)
        }
    }
    ///`NullableToken64`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableToken64(pub ::std::option::Option<Token64>);
    impl ::std::ops::Deref for NullableToken64 {
        type Target = ::std::option::Option<Token64>;
        fn deref(&self) -> &::std::option::Option<Token64> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableToken64> for ::std::option::Option<Token64> {
        fn from(value: NullableToken64) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<Token64>> for NullableToken64 {
        fn from(value: ::std::option::Option<Token64>) -> Self {
            Self(value)
        }
    }
    ///`NullableVersion16`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct NullableVersion16(pub ::std::option::Option<Version16>);
    impl ::std::ops::Deref for NullableVersion16 {
        type Target = ::std::option::Option<Version16>;
        fn deref(&self) -> &::std::option::Option<Version16> {
            &self.0
        }
    }
    impl ::std::convert::From<NullableVersion16> for ::std::option::Option<Version16> {
        fn from(value: NullableVersion16) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::option::Option<Version16>> for NullableVersion16 {
        fn from(value: ::std::option::Option<Version16>) -> Self {
            Self(value)
        }
    }
    ///The operating system used to enter the issue
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
    pub enum OperatingSystem {
        #[serde(rename = "MAC_OS")]
        MacOs,
        #[serde(rename = "LINUX")]
        Linux,
        #[serde(rename = "WINDOWS")]
        Windows,
        #[serde(rename = "ANDROID")]
        Android,
        #[serde(rename = "IOS")]
        Ios,
        #[serde(rename = "OTHER")]
        Other,
    }
    impl ::std::fmt::Display for OperatingSystem {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::MacOs => f.write_str("MAC_OS"),
                Self::Linux => f.write_str("LINUX"),
                Self::Windows => f.write_str("WINDOWS"),
                Self::Android => f.write_str("ANDROID"),
                Self::Ios => f.write_str("IOS"),
                Self::Other => f.write_str("OTHER"),
            }
        }
    }
    impl ::std::str::FromStr for OperatingSystem {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "MAC_OS" => Ok(Self::MacOs),
                "LINUX" => Ok(Self::Linux),
                "WINDOWS" => Ok(Self::Windows),
                "ANDROID" => Ok(Self::Android),
                "IOS" => Ok(Self::Ios),
                "OTHER" => Ok(Self::Other),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for OperatingSystem {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for OperatingSystem {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///The customer's telephone number.
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct PhoneNumber32(::std::string::String);
    impl ::std::ops::Deref for PhoneNumber32 {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<PhoneNumber32> for ::std::string::String {
        fn from(value: PhoneNumber32) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for PhoneNumber32 {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 32usize {
                return Err("longer than 32 characters".into());
            }
            static PATTERN: ::std::sync::LazyLock<::regress::Regex> = ::std::sync::LazyLock::new(||
            { ::regress::Regex::new("[0-9\\-\\.\\(\\)\\+]+").unwrap() });
            if PATTERN.find(value).is_none() {
                return Err("doesn't match pattern \"[0-9\\-\\.\\(\\)\\+]+\"".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for PhoneNumber32 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for PhoneNumber32 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for PhoneNumber32 {
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
    /**The client's platform type
WAB: WhatsApp Business
*/
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
    pub enum Platform {
        #[serde(rename = "SMS")]
        Sms,
        #[serde(rename = "WEB")]
        Web,
        #[serde(rename = "IOS")]
        Ios,
        #[serde(rename = "ANDROID")]
        Android,
        #[serde(rename = "APP")]
        App,
        #[serde(rename = "LOCAL")]
        Local,
        #[serde(rename = "VOICE")]
        Voice,
        #[serde(rename = "VOICE_IOS")]
        VoiceIos,
        #[serde(rename = "VOICE_ANDROID")]
        VoiceAndroid,
        #[serde(rename = "VOICE_ECHO")]
        VoiceEcho,
        #[serde(rename = "VOICE_HOMEPOD")]
        VoiceHomepod,
        #[serde(rename = "VOICE_GGLHOME")]
        VoiceGglhome,
        #[serde(rename = "VOICE_WEB")]
        VoiceWeb,
        #[serde(rename = "APPLEBIZ")]
        Applebiz,
        #[serde(rename = "GOOGLEBIZ")]
        Googlebiz,
        #[serde(rename = "GBM")]
        Gbm,
        #[serde(rename = "WAB")]
        Wab,
    }
    impl ::std::fmt::Display for Platform {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Sms => f.write_str("SMS"),
                Self::Web => f.write_str("WEB"),
                Self::Ios => f.write_str("IOS"),
                Self::Android => f.write_str("ANDROID"),
                Self::App => f.write_str("APP"),
                Self::Local => f.write_str("LOCAL"),
                Self::Voice => f.write_str("VOICE"),
                Self::VoiceIos => f.write_str("VOICE_IOS"),
                Self::VoiceAndroid => f.write_str("VOICE_ANDROID"),
                Self::VoiceEcho => f.write_str("VOICE_ECHO"),
                Self::VoiceHomepod => f.write_str("VOICE_HOMEPOD"),
                Self::VoiceGglhome => f.write_str("VOICE_GGLHOME"),
                Self::VoiceWeb => f.write_str("VOICE_WEB"),
                Self::Applebiz => f.write_str("APPLEBIZ"),
                Self::Googlebiz => f.write_str("GOOGLEBIZ"),
                Self::Gbm => f.write_str("GBM"),
                Self::Wab => f.write_str("WAB"),
            }
        }
    }
    impl ::std::str::FromStr for Platform {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "SMS" => Ok(Self::Sms),
                "WEB" => Ok(Self::Web),
                "IOS" => Ok(Self::Ios),
                "ANDROID" => Ok(Self::Android),
                "APP" => Ok(Self::App),
                "LOCAL" => Ok(Self::Local),
                "VOICE" => Ok(Self::Voice),
                "VOICE_IOS" => Ok(Self::VoiceIos),
                "VOICE_ANDROID" => Ok(Self::VoiceAndroid),
                "VOICE_ECHO" => Ok(Self::VoiceEcho),
                "VOICE_HOMEPOD" => Ok(Self::VoiceHomepod),
                "VOICE_GGLHOME" => Ok(Self::VoiceGglhome),
                "VOICE_WEB" => Ok(Self::VoiceWeb),
                "APPLEBIZ" => Ok(Self::Applebiz),
                "GOOGLEBIZ" => Ok(Self::Googlebiz),
                "GBM" => Ok(Self::Gbm),
                "WAB" => Ok(Self::Wab),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for Platform {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Platform {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///`Text1024`
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct Text1024(::std::string::String);
    impl ::std::ops::Deref for Text1024 {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<Text1024> for ::std::string::String {
        fn from(value: Text1024) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for Text1024 {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 1024usize {
                return Err("longer than 1024 characters".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for Text1024 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Text1024 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for Text1024 {
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
    ///`Text256`
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct Text256(::std::string::String);
    impl ::std::ops::Deref for Text256 {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<Text256> for ::std::string::String {
        fn from(value: Text256) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for Text256 {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 256usize {
                return Err("longer than 256 characters".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for Text256 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Text256 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for Text256 {
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
    ///`Token128`
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct Token128(::std::string::String);
    impl ::std::ops::Deref for Token128 {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<Token128> for ::std::string::String {
        fn from(value: Token128) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for Token128 {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 128usize {
                return Err("longer than 128 characters".into());
            }
            static PATTERN: ::std::sync::LazyLock<::regress::Regex> = ::std::sync::LazyLock::new(||
            { ::regress::Regex::new("[a-zA-Z0-9\\-\\_]+").unwrap() });
            if PATTERN.find(value).is_none() {
                return Err("doesn't match pattern \"[a-zA-Z0-9\\-\\_]+\"".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for Token128 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Token128 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for Token128 {
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
    ///The customer's postal code.
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct Token16(::std::string::String);
    impl ::std::ops::Deref for Token16 {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<Token16> for ::std::string::String {
        fn from(value: Token16) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for Token16 {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 16usize {
                return Err("longer than 16 characters".into());
            }
            static PATTERN: ::std::sync::LazyLock<::regress::Regex> = ::std::sync::LazyLock::new(||
            { ::regress::Regex::new("[a-zA-Z0-9\\-\\_]+").unwrap() });
            if PATTERN.find(value).is_none() {
                return Err("doesn't match pattern \"[a-zA-Z0-9\\-\\_]+\"".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for Token16 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Token16 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for Token16 {
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
    ///`Token256`
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct Token256(::std::string::String);
    impl ::std::ops::Deref for Token256 {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<Token256> for ::std::string::String {
        fn from(value: Token256) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for Token256 {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 256usize {
                return Err("longer than 256 characters".into());
            }
            static PATTERN: ::std::sync::LazyLock<::regress::Regex> = ::std::sync::LazyLock::new(||
            { ::regress::Regex::new("[a-zA-Z0-9\\-\\_]+").unwrap() });
            if PATTERN.find(value).is_none() {
                return Err("doesn't match pattern \"[a-zA-Z0-9\\-\\_]+\"".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for Token256 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Token256 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for Token256 {
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
    ///`Token64`
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct Token64(::std::string::String);
    impl ::std::ops::Deref for Token64 {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<Token64> for ::std::string::String {
        fn from(value: Token64) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for Token64 {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 64usize {
                return Err("longer than 64 characters".into());
            }
            static PATTERN: ::std::sync::LazyLock<::regress::Regex> = ::std::sync::LazyLock::new(||
            { ::regress::Regex::new("[a-zA-Z0-9\\-\\_]+").unwrap() });
            if PATTERN.find(value).is_none() {
                return Err("doesn't match pattern \"[a-zA-Z0-9\\-\\_]+\"".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for Token64 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Token64 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for Token64 {
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
    ///`Version16`
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    pub struct Version16(::std::string::String);
    impl ::std::ops::Deref for Version16 {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<Version16> for ::std::string::String {
        fn from(value: Version16) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for Version16 {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 16usize {
                return Err("longer than 16 characters".into());
            }
            static PATTERN: ::std::sync::LazyLock<::regress::Regex> = ::std::sync::LazyLock::new(||
            { ::regress::Regex::new("[a-zA-Z0-9\\-\\_\\.]+").unwrap() });
            if PATTERN.find(value).is_none() {
                return Err("doesn't match pattern \"[a-zA-Z0-9\\-\\_\\.]+\"".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for Version16 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Version16 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for Version16 {
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
/**Client for Metadata Ingestion API

The Metadata Ingestion API is a mechanism to submit attributes about a single entity or multiple entities to ASAPP. Supported entities to which attributes can be appended include customers, agents, and conversations.


Version: 1.0.0*/
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
        "1.0.0"
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
    /**Add a conversation metadata

Add metadata attributes of one issue/conversation


Sends a `POST` request to `/metadata-ingestion/v1/single-convo-metadata`

*/
    pub async fn single_convo_metadata<'a>(
        &'a self,
        body: &'a types::ConversationMetadata,
    ) -> Result<ResponseValue<types::IngestionResponse>, Error<()>> {
        let url = format!(
            "{}/metadata-ingestion/v1/single-convo-metadata", self.baseurl,
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
            operation_id: "single_convo_metadata",
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
    /**Add metadata of many conversations

Submits metadata of up to 1,000 conversations. Each record is accepted or refused by itself.

Sends a `POST` request to `/metadata-ingestion/v1/many-convo-metadata`

*/
    pub async fn many_conversation_metadata<'a>(
        &'a self,
        body: &'a types::ConversationMetadataBatch,
    ) -> Result<ResponseValue<types::BatchIngestionResponse>, Error<()>> {
        let url = format!("{}/metadata-ingestion/v1/many-convo-metadata", self.baseurl,);
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
            operation_id: "many_conversation_metadata",
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
    /**Add metadata of an agent

Submits metadata of one agent.

Sends a `POST` request to `/metadata-ingestion/v1/single-agent-metadata`

*/
    pub async fn single_agent_metadata<'a>(
        &'a self,
        body: &'a types::AgentMetadata,
    ) -> Result<ResponseValue<types::IngestionResponse>, Error<()>> {
        let url = format!(
            "{}/metadata-ingestion/v1/single-agent-metadata", self.baseurl,
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
            operation_id: "single_agent_metadata",
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
    /**Add metadata of many agents

Submits metadata of up to 1,000 agents. Each record is accepted or refused by itself.

Sends a `POST` request to `/metadata-ingestion/v1/many-agent-metadata`

*/
    pub async fn many_agent_metadata<'a>(
        &'a self,
        body: &'a types::AgentMetadataBatch,
    ) -> Result<ResponseValue<types::BatchIngestionResponse>, Error<()>> {
        let url = format!("{}/metadata-ingestion/v1/many-agent-metadata", self.baseurl,);
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
            operation_id: "many_agent_metadata",
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
    /**Add metadata of a customer

Submits metadata of the customer of one conversation.

Sends a `POST` request to `/metadata-ingestion/v1/single-customer-metadata`

*/
    pub async fn single_customer_metadata<'a>(
        &'a self,
        body: &'a types::CustomerMetadata,
    ) -> Result<ResponseValue<types::IngestionResponse>, Error<()>> {
        let url = format!(
            "{}/metadata-ingestion/v1/single-customer-metadata", self.baseurl,
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
            operation_id: "single_customer_metadata",
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
    /**Add metadata of many customers

Submits metadata of the customers of up to 1,000 conversations. Each record is accepted or refused by itself.

Sends a `POST` request to `/metadata-ingestion/v1/many-customer-metadata`

*/
    pub async fn many_customer_metadata<'a>(
        &'a self,
        body: &'a types::CustomerMetadataBatch,
    ) -> Result<ResponseValue<types::BatchIngestionResponse>, Error<()>> {
        let url = format!(
            "{}/metadata-ingestion/v1/many-customer-metadata", self.baseurl,
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
            operation_id: "many_customer_metadata",
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
