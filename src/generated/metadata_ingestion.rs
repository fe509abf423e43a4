#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
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
    ///A set of conversation metadata attributes
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ConversationMetadata {
        ///The agent's routing attribute
        #[serde(
            rename = "agentRoutingCode",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub agent_routing_code: ::std::option::Option<Token256>,
        ///A map of key-value pairs for extra metadata attributes
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub attributes: ::std::option::Option<::std::vec::Vec<Attribute>>,
        ///The browser type used
        #[serde(
            rename = "browserType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub browser_type: ::std::option::Option<Token64>,
        ///The browser version used
        #[serde(
            rename = "browserVersion",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub browser_version: ::std::option::Option<Version16>,
        ///The business rule to use
        #[serde(
            rename = "businessRule",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub business_rule: ::std::option::Option<Text256>,
        ///The activities related to the issue
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub campaign: ::std::option::Option<Token256>,
        ///The company's segment of which the issue belongs to
        #[serde(
            rename = "companySegment",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub company_segment: ::std::option::Option<::std::vec::Vec<Token64>>,
        ///The company's subdivision of which the issue belongs to
        #[serde(
            rename = "companySubdivision",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub company_subdivision: ::std::option::Option<Token256>,
        ///The client's device type
        #[serde(
            rename = "deviceType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub device_type: ::std::option::Option<DeviceType>,
        ///The way the issue started and created in the system
        #[serde(
            rename = "entryType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub entry_type: ::std::option::Option<Token256>,
        /**An event id used to track the submission; if none is provided, service will generate one
*/
        #[serde(
            rename = "eventId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub event_id: ::std::option::Option<Token256>,
        ///Conversation ID from the external chat / voice system
        #[serde(rename = "externalConversationId")]
        pub external_conversation_id: Token256,
        ///The group id of which the agent belong to
        #[serde(
            rename = "groupId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub group_id: ::std::option::Option<Token256>,
        ///The descriptive name of the group
        #[serde(
            rename = "groupName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub group_name: ::std::option::Option<Text256>,
        ///The line of business id
        #[serde(
            rename = "lobId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub lob_id: ::std::option::Option<Token256>,
        ///The descriptive name of the line of business
        #[serde(
            rename = "lobName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub lob_name: ::std::option::Option<Text256>,
        ///The operating system used to enter the issue
        #[serde(
            rename = "operatingSystem",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub operating_system: ::std::option::Option<OperatingSystem>,
        /**The client's platform type
WAB: WhatsApp Business
*/
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub platform: ::std::option::Option<Platform>,
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
    ///The value of the named attribute
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
    ///The descriptive name of the line of business
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
    ///Conversation ID from the external chat / voice system
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
    ///The browser version used
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
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    #[allow(unused_imports)]
    pub use super::Client;
}
