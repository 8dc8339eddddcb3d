//! Texts that people read, in Norwegian and English at once.
//!
//! *What*: [`Text`] holds both languages, so a text in one language only does not compile.
//! *Does not know about*: where a text is shown, HTTP, or which language a reader chose
//! (callers pass a [`Locale`]).
//! *Start reading at*: [`Text`], then [`Locale`].

pub mod locale;

use std::borrow::Cow;

pub use locale::Locale;
use serde::{Deserialize, Serialize};

/// A text in Norwegian bokmål and English.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    /// Norwegian bokmål.
    pub nb: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

/// A fixed text, usable in constants.
pub const fn t(nb: &'static str, en: &'static str) -> Text {
    Text { nb: Cow::Borrowed(nb), en: Cow::Borrowed(en) }
}

impl Text {
    /// A text made at run time.
    pub fn new(nb: impl Into<String>, en: impl Into<String>) -> Self {
        Text { nb: Cow::Owned(nb.into()), en: Cow::Owned(en.into()) }
    }

    /// The same words in both languages (names, codes, symbols).
    pub fn same(both: impl Into<String>) -> Self {
        let both = both.into();
        Text { nb: Cow::Owned(both.clone()), en: Cow::Owned(both) }
    }

    /// The text in one language.
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::Nb => &self.nb,
            Locale::En => &self.en,
        }
    }
}
