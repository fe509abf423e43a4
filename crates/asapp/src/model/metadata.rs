//! The fixed words of conversation metadata.

use super::word::words;

words! {
    /// The kind of device that the customer uses.
    ///
    /// ```
    /// use asapp::DeviceType;
    ///
    /// assert_eq!("TABLET".parse(), Ok(DeviceType::Tablet));
    /// assert_eq!(DeviceType::Tablet.as_str(), "TABLET");
    /// ```
    DeviceType {
        Tablet => "TABLET",
        Phone => "PHONE",
        Desktop => "DESKTOP",
        Watch => "WATCH",
        Other => "OTHER",
    }
}

words! {
    /// The channel over which the customer writes or speaks.
    ///
    /// ```
    /// use asapp::Platform;
    ///
    /// assert_eq!("WAB".parse(), Ok(Platform::WhatsAppBusiness));
    /// assert_eq!(Platform::Web.as_str(), "WEB");
    /// ```
    Platform {
        Sms => "SMS",
        Web => "WEB",
        Ios => "IOS",
        Android => "ANDROID",
        App => "APP",
        Local => "LOCAL",
        Voice => "VOICE",
        VoiceIos => "VOICE_IOS",
        VoiceAndroid => "VOICE_ANDROID",
        VoiceEcho => "VOICE_ECHO",
        VoiceHomepod => "VOICE_HOMEPOD",
        VoiceGoogleHome => "VOICE_GGLHOME",
        VoiceWeb => "VOICE_WEB",
        AppleBusiness => "APPLEBIZ",
        GoogleBusiness => "GOOGLEBIZ",
        Gbm => "GBM",
        WhatsAppBusiness => "WAB",
    }
}

words! {
    /// The operating system of the customer's device.
    ///
    /// ```
    /// use asapp::OperatingSystem;
    ///
    /// assert_eq!("MAC_OS".parse(), Ok(OperatingSystem::MacOs));
    /// assert_eq!(OperatingSystem::Linux.as_str(), "LINUX");
    /// ```
    OperatingSystem {
        MacOs => "MAC_OS",
        Linux => "LINUX",
        Windows => "WINDOWS",
        Android => "ANDROID",
        Ios => "IOS",
        Other => "OTHER",
    }
}
