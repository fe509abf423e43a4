//! Closed lists of words that the specs allow in a request.

use std::fmt;

/// A text that is none of the words that the spec allows. It does not hold the text.
///
/// ```
/// let error = "TOASTER".parse::<asapp::DeviceType>().unwrap_err();
/// assert_eq!(error.to_string(), "not one of the words that the spec allows");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownWord;

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one of the words that the spec allows")
    }
}

impl std::error::Error for UnknownWord {}

/// Writes each word once: the variant, its spelling in the spec, and both ways between them.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $variant:ident => $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$of])* #[doc = concat!("`", $word, "`")] $variant,)+
        }

        impl $name {
            /// Every word.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word as the spec spells it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().find(|known| known.as_str() == word).copied().ok_or($crate::UnknownWord)
            }
        }
    };
}

pub(super) use words;
