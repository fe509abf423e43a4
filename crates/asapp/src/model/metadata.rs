//! The fixed words of conversation metadata.

use asapp_raw::metadata_ingestion::types as raw;

/// The kind of device that the customer uses.
///
/// ```
/// assert_ne!(asapp::DeviceType::Tablet, asapp::DeviceType::Phone);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it")]
pub enum DeviceType {
    Tablet,
    Phone,
    Desktop,
    Watch,
    Other,
}

/// The channel over which the customer writes or speaks.
///
/// ```
/// assert_ne!(asapp::Platform::Web, asapp::Platform::WhatsAppBusiness);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it")]
pub enum Platform {
    Sms,
    Web,
    Ios,
    Android,
    App,
    Local,
    Voice,
    VoiceIos,
    VoiceAndroid,
    VoiceEcho,
    VoiceHomepod,
    /// `VOICE_GGLHOME`
    VoiceGoogleHome,
    VoiceWeb,
    /// `APPLEBIZ`
    AppleBusiness,
    /// `GOOGLEBIZ`
    GoogleBusiness,
    /// `GBM`
    Gbm,
    /// `WAB`
    WhatsAppBusiness,
}

/// The operating system of the customer's device.
///
/// ```
/// assert_ne!(asapp::OperatingSystem::Linux, asapp::OperatingSystem::Windows);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it")]
pub enum OperatingSystem {
    MacOs,
    Linux,
    Windows,
    Android,
    Ios,
    Other,
}

impl From<DeviceType> for raw::DeviceType {
    fn from(device: DeviceType) -> Self {
        match device {
            DeviceType::Tablet => Self::Tablet,
            DeviceType::Phone => Self::Phone,
            DeviceType::Desktop => Self::Desktop,
            DeviceType::Watch => Self::Watch,
            DeviceType::Other => Self::Other,
        }
    }
}

impl From<Platform> for raw::Platform {
    fn from(platform: Platform) -> Self {
        match platform {
            Platform::Sms => Self::Sms,
            Platform::Web => Self::Web,
            Platform::Ios => Self::Ios,
            Platform::Android => Self::Android,
            Platform::App => Self::App,
            Platform::Local => Self::Local,
            Platform::Voice => Self::Voice,
            Platform::VoiceIos => Self::VoiceIos,
            Platform::VoiceAndroid => Self::VoiceAndroid,
            Platform::VoiceEcho => Self::VoiceEcho,
            Platform::VoiceHomepod => Self::VoiceHomepod,
            Platform::VoiceGoogleHome => Self::VoiceGglhome,
            Platform::VoiceWeb => Self::VoiceWeb,
            Platform::AppleBusiness => Self::Applebiz,
            Platform::GoogleBusiness => Self::Googlebiz,
            Platform::Gbm => Self::Gbm,
            Platform::WhatsAppBusiness => Self::Wab,
        }
    }
}

impl From<OperatingSystem> for raw::OperatingSystem {
    fn from(system: OperatingSystem) -> Self {
        match system {
            OperatingSystem::MacOs => Self::MacOs,
            OperatingSystem::Linux => Self::Linux,
            OperatingSystem::Windows => Self::Windows,
            OperatingSystem::Android => Self::Android,
            OperatingSystem::Ios => Self::Ios,
            OperatingSystem::Other => Self::Other,
        }
    }
}
