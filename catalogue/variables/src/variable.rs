//! One register variable: what it measures, of whom, when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use text::Locale;

use crate::{CodeList, Day, Temporality, UnitType};

/// A metadata text in the languages that the data owner wrote; shown with a visible fallback.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Multilingual {
    /// Norwegian (bokmål or unspecified).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nb: Option<String>,
    /// Nynorsk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nn: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Multilingual {
    /// A text that exists in Norwegian only.
    pub fn norwegian(text: impl Into<String>) -> Self {
        Multilingual { nb: Some(text.into()), ..Self::default() }
    }

    /// The text in the wanted language or the nearest there is, and the language it is in.
    pub fn get(&self, locale: Locale) -> (&str, &'static str) {
        let nb = self.nb.as_deref().map(|text| (text, "nb"));
        let nn = self.nn.as_deref().map(|text| (text, "nn"));
        let en = self.en.as_deref().map(|text| (text, "en"));
        let found = match locale {
            Locale::Nb => nb.or(nn).or(en),
            Locale::En => en.or(nb).or(nn),
        };
        found.unwrap_or(("", locale.tag()))
    }
}

/// How values are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum DataType {
    /// Text codes.
    String,
    /// Whole numbers, 64 bit.
    Long,
    /// Decimal numbers, f64.
    Double,
    /// Calendar days: days since 1970-01-01.
    Date,
}

/// How sensitive a variable is, in the exchange format's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Sensitivity {
    /// About persons, general.
    PersonGeneral,
    /// About persons, special categories (GDPR art. 9).
    PersonSpecial,
    /// Public.
    Public,
    /// Not public, not about persons.
    Nonpublic,
}

/// What values mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum ValueDomain {
    /// Numbers or free codes with a description.
    Described {
        /// What is measured.
        description: Multilingual,
        /// `CURRENCY`, `WEIGHT` …
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measurement_type: Option<String>,
        /// The unit of measurement, such as NOK.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measurement_unit: Option<Multilingual>,
    },
    /// A code list.
    Enumerated(CodeList),
}

/// One register variable as the catalogue shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Variable {
    /// Short name: `A-Z 0-9 _`.
    pub name: String,
    /// Title that people read.
    pub title: Multilingual,
    /// What the variable is, longer.
    pub description: Multilingual,
    /// Whom it is about.
    pub unit_type: UnitType,
    /// Set if the value is itself a unit (mother, employer): its unit type. The data type is then `LONG`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_unit_type: Option<UnitType>,
    /// How values relate to time.
    pub temporality: Temporality,
    /// How values are stored.
    pub data_type: DataType,
    /// Calendar layout of whole numbers, such as `YYYYMM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// What values mean.
    pub domain: ValueDomain,
    /// How sensitive.
    pub sensitivity: Sensitivity,
    /// Tags, free.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Multilingual>,
    /// Whom the data cover.
    pub population: Multilingual,
    /// First day with data; `register` databanks: to the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Day>,
    /// Last day with data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// STATUS: measurement days. ACCUMULATED: the first day of each period. Released for `register` databanks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measure_dates: Vec<Day>,
    /// Names that take over where the variable ends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<String>,
    /// False: the catalogue knows the variable, but the databank holds no values ("metadata only").
    pub has_data: bool,
}

impl Variable {
    /// The code list, if the value domain is enumerated.
    pub fn code_list(&self) -> Option<&CodeList> {
        match &self.domain {
            ValueDomain::Enumerated(list) => Some(list),
            ValueDomain::Described { .. } => None,
        }
    }
}
