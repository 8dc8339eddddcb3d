//! Words that messages are made of: types, shapes, periods, lists.

use variables::{Day, UnitType};

/// The type of a variable or expression, as messages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Text.
    Text,
    /// A number.
    Number,
}

impl ValueType {
    /// Norwegian and English.
    pub const fn named(self) -> (&'static str, &'static str) {
        match self {
            ValueType::Text => ("tekst", "text"),
            ValueType::Number => ("tall", "a number"),
        }
    }

    /// What to do about a value of this type that meets the other.
    pub(super) const fn advice(self, against: ValueType) -> (&'static str, &'static str) {
        match (self, against) {
            (ValueType::Text, _) => ("skriv verdien i anførselstegn", "write the value in quotes"),
            (ValueType::Number, _) => ("skriv verdien uten anførselstegn", "write the value without quotes"),
        }
    }
}

/// The shape of a dataset, as messages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeName {
    /// One row a unit.
    Cross,
    /// One row a spell.
    Event,
    /// One row a unit and time.
    Panel,
    /// One row a group.
    Aggregated,
}

impl ShapeName {
    /// Norwegian and English, with article.
    pub const fn named(self) -> (&'static str, &'static str) {
        match self {
            ShapeName::Cross => ("et tverrsnitt", "a cross-section"),
            ShapeName::Event => ("et forløpsdatasett", "an event dataset"),
            ShapeName::Panel => ("et paneldatasett", "a panel dataset"),
            ShapeName::Aggregated => ("et aggregert datasett", "an aggregated dataset"),
        }
    }
}

/// Names for a hint: at most eight, then an ellipsis.
pub(super) fn listed(names: &[&str]) -> String {
    let mut shown: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    if names.len() > shown.len() {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

/// Dates for a hint: `2021-01-01 or 2022-01-01`.
pub(super) fn choices(days: &[Day], or: &str) -> String {
    let shown: Vec<String> = days.iter().take(4).map(Day::to_string).collect();
    match shown.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} {or} {last}", before.join(", ")),
        None => String::new(),
    }
}

/// A period in words, Norwegian and English; `None` without any bound.
pub(super) fn period(from: Option<Day>, until: Option<Day>) -> Option<(String, String)> {
    match (from, until) {
        (Some(from), Some(until)) => Some((format!("fra {from} til {until}"), format!("from {from} to {until}"))),
        (Some(from), None) => Some((format!("fra {from}"), format!("from {from}"))),
        (None, Some(until)) => Some((format!("til og med {until}"), format!("until {until}"))),
        (None, None) => None,
    }
}

/// A unit type's name in both languages, in the middle of a sentence.
pub(super) fn unit_name(unit_type: UnitType) -> (String, String) {
    let title = &unit_type.spec().title;
    (
        format!("{} ({})", lower_first(&title.nb), unit_type.name()),
        format!("{} ({})", lower_first(&title.en), unit_type.name()),
    )
}

fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
