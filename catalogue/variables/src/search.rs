//! Ranking of variables for the catalogue's filter and for completion, and the short form that lists show.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use text::Locale;

use crate::{DataType, Day, Multilingual, Temporality, UnitType, Variable};

/// A variable as lists show it: what the catalogue's list route answers and the filter reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariableSummary {
    /// Short name: `A-Z 0-9 _`.
    pub name: String,
    /// Title that people read.
    pub title: Multilingual,
    /// Whom it is about.
    pub unit_type: UnitType,
    /// How values relate to time.
    pub temporality: Temporality,
    /// How values are stored.
    pub data_type: DataType,
    /// First day with data; `register` databanks: to the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Day>,
    /// Last day with data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// Tags, free.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Multilingual>,
    /// False: "metadata only".
    pub has_data: bool,
}

impl From<&Variable> for VariableSummary {
    fn from(variable: &Variable) -> Self {
        VariableSummary {
            name: variable.name.clone(),
            title: variable.title.clone(),
            unit_type: variable.unit_type,
            temporality: variable.temporality,
            data_type: variable.data_type,
            valid_from: variable.valid_from,
            valid_until: variable.valid_until,
            subjects: variable.subjects.clone(),
            has_data: variable.has_data,
        }
    }
}

/// What a reader of the catalogue asked for; empty fields ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words that must all occur in the name, a title or a subject, in any order and case.
    pub q: String,
    /// Only variables of this unit type.
    pub unit_type: Option<UnitType>,
    /// Only variables of this temporality.
    pub temporality: Option<Temporality>,
    /// Only variables with this subject (in any of its languages).
    pub subject: Option<String>,
}

impl Filter {
    /// The variables that fit, best first; the order of the list decides ties (and everything without words).
    pub fn apply<'a>(&self, variables: &'a [VariableSummary]) -> Vec<&'a VariableSummary> {
        let words = words(&self.q);
        let mut found: Vec<(u32, &VariableSummary)> = variables
            .iter()
            .filter(|variable| self.fits_facets(variable))
            .filter_map(|variable| Some((rank(variable, &words)?, variable)))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, variable)| variable).collect()
    }

    fn fits_facets(&self, variable: &VariableSummary) -> bool {
        self.unit_type.is_none_or(|wanted| variable.unit_type == wanted)
            && self.temporality.is_none_or(|wanted| variable.temporality == wanted)
            && self
                .subject
                .as_deref()
                .is_none_or(|wanted| variable.subjects.iter().any(|subject| is_named(subject, wanted)))
    }
}

/// How well a variable fits all the words: smaller is better, `None` if one of them is nowhere.
///
/// Name before title before subject; a beginning before the middle.
pub fn rank(variable: &VariableSummary, words: &[String]) -> Option<u32> {
    let name = variable.name.to_lowercase();
    let titles = languages(&variable.title);
    let subjects: Vec<String> = variable.subjects.iter().flat_map(languages).collect();
    words.iter().try_fold(0, |sum, word| {
        let place = if name == *word {
            0
        } else if name.starts_with(word.as_str()) {
            1
        } else if titles.iter().any(|title| begins_a_word(title, word)) {
            2
        } else if name.split('_').any(|part| part.starts_with(word.as_str())) {
            3
        } else if name.contains(word.as_str()) {
            4
        } else if titles.iter().any(|title| title.contains(word.as_str())) {
            5
        } else if subjects.iter().any(|subject| subject.contains(word.as_str())) {
            6
        } else {
            return None;
        };
        Some(sum + place)
    })
}

/// The words of a query, in lower case.
pub fn words(query: &str) -> Vec<String> {
    query.split_whitespace().map(str::to_lowercase).collect()
}

/// The subjects of a list in the reader's language, sorted, none twice.
pub fn subjects(variables: &[VariableSummary], locale: Locale) -> Vec<String> {
    let mut all: Vec<String> = variables
        .iter()
        .flat_map(|variable| &variable.subjects)
        .map(|subject| subject.get(locale).0.to_owned())
        .filter(|subject| !subject.is_empty())
        .collect();
    all.sort();
    all.dedup();
    all
}

fn languages(text: &Multilingual) -> Vec<String> {
    [&text.nb, &text.nn, &text.en].into_iter().flatten().map(|text| text.to_lowercase()).collect()
}

fn is_named(text: &Multilingual, wanted: &str) -> bool {
    languages(text).contains(&wanted.to_lowercase())
}

fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    fn summary(name: &str, title: &str, temporality: Temporality) -> VariableSummary {
        VariableSummary {
            name: name.to_owned(),
            title: Multilingual::norwegian(title),
            unit_type: UnitType::person(),
            temporality,
            data_type: DataType::String,
            valid_from: None,
            valid_until: None,
            subjects: vec![Multilingual::norwegian("Befolkning")],
            has_data: true,
        }
    }

    fn check(filter: Filter, expected: &[&str]) {
        let variables = [
            summary("BEFOLKNING_KJOENN", "Kjønn", Temporality::Fixed),
            summary("INNTEKT_WLONN", "Lønnsinntekter", Temporality::Accumulated),
            summary("ARBLONN_LONN", "Avtalt månedslønn", Temporality::Status),
        ];
        let names: Vec<&str> = filter.apply(&variables).into_iter().map(|variable| variable.name.as_str()).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn all_words_must_occur_in_any_order() {
        check(Filter { q: "LØNN".into(), ..Filter::default() }, &["INNTEKT_WLONN", "ARBLONN_LONN"]);
        check(Filter { q: "lonn avtalt".into(), ..Filter::default() }, &["ARBLONN_LONN"]);
        check(Filter { q: "lonn kjønn".into(), ..Filter::default() }, &[]);
    }

    #[test]
    fn facets_narrow_and_nothing_asked_gives_all() {
        check(Filter::default(), &["BEFOLKNING_KJOENN", "INNTEKT_WLONN", "ARBLONN_LONN"]);
        check(Filter { temporality: Some(Temporality::Fixed), ..Filter::default() }, &["BEFOLKNING_KJOENN"]);
        check(
            Filter { subject: Some("befolkning".into()), q: "wlonn".into(), ..Filter::default() },
            &["INNTEKT_WLONN"],
        );
        check(Filter { subject: Some("Helse".into()), ..Filter::default() }, &[]);
    }
}
