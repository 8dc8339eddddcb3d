//! Words for metadata, and metadata texts with a visible fallback when the reader's language is missing.

use maud::{Markup, html};
use text::{Locale, Text, t};
use variables::{DataType, Databank, Multilingual, Profile, Sensitivity, Tier};

use crate::shell::text;

/// A metadata text; marked with its own language where that is not the reader's.
pub fn multilingual(locale: Locale, written: &Multilingual) -> Markup {
    let (words, language) = written.get(locale);
    html! {
        @if language == locale.tag() { (words) } @else { span lang=(language) { (words) } }
    }
}

/// How values are stored.
pub fn data_type(data_type: DataType) -> Text {
    match data_type {
        DataType::String => t("Tekst (koder)", "Text (codes)"),
        DataType::Long => t("Heltall", "Whole number"),
        DataType::Double => t("Desimaltall", "Decimal number"),
        DataType::Date => t("Dato", "Date"),
    }
}

/// How sensitive a variable is.
pub fn sensitivity(sensitivity: Sensitivity) -> Text {
    match sensitivity {
        Sensitivity::PersonGeneral => t("Om personer, alminnelig", "About persons, general"),
        Sensitivity::PersonSpecial => t("Om personer, særlige kategorier", "About persons, special categories"),
        Sensitivity::Public => t("Offentlig", "Public"),
        Sensitivity::Nonpublic => t("Ikke offentlig, ikke om personer", "Not public, not about persons"),
    }
}

/// How results over a databank are protected, in plain words.
pub fn protection(profile: Profile, tier: Tier) -> Text {
    match (profile, tier) {
        (Profile::Open, _) => t("Åpne data: eksakte resultater", "Open data: exact results"),
        (Profile::Register, Tier::Ordinary) => t("Registerdata: støyfilter", "Register data: noise filter"),
        (Profile::Register, Tier::Sensitive) => {
            t("Sensitive registerdata: sterkere støyfilter", "Sensitive register data: stronger noise filter")
        }
    }
}

/// The marks of a databank: protection, and whether the data are made up.
pub fn databank_marks(locale: Locale, databank: &Databank) -> Markup {
    html! {
        span.ds-tag data-color="neutral" { (text(locale, protection(databank.profile, databank.tier))) }
        @if databank.synthetic { " " span.ds-tag data-color="warning" { (text(locale, t("Syntetiske data", "Synthetic data"))) } }
    }
}
