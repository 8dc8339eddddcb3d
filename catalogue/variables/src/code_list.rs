//! Code lists: codes with titles that are valid for a time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Day;
use crate::variable::Multilingual;

/// One code with its title in a period; the same code may occur again with another period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Code {
    /// The code as text, also for whole-number variables.
    pub code: String,
    /// What the code means.
    pub title: Multilingual,
    /// First day; `None`: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Day>,
    /// Last day; `None`: still valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
}

impl Code {
    /// Whether the code is valid on a day.
    pub fn is_valid_at(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_until.is_none_or(|until| day <= until)
    }
}

/// The codes of an enumerated value domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CodeList {
    /// Ordinary categories.
    pub codes: Vec<Code>,
    /// Codes that are expected in data but are no ordinary categories (unknown, not stated): always valid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentinel: Vec<Code>,
}

impl CodeList {
    /// Codes valid on a day (all codes if no day is given), sentinels last, in the order of the list.
    ///
    /// Without a day a code with several periods occurs once, with its latest title.
    pub fn at(&self, day: Option<Day>) -> Vec<&Code> {
        let mut chosen: Vec<&Code> = Vec::new();
        for code in self.codes.iter().filter(|code| day.is_none_or(|day| code.is_valid_at(day))) {
            match chosen.iter_mut().find(|earlier| earlier.code == code.code) {
                Some(earlier) if earlier.valid_from <= code.valid_from => *earlier = code,
                Some(_) => {}
                None => chosen.push(code),
            }
        }
        chosen.extend(self.sentinel.iter());
        chosen
    }

    /// Codes valid on any of some days, each once with its latest title (all codes if no day is given): the list of a panel.
    pub fn at_any(&self, days: &[Day]) -> Vec<&Code> {
        if days.is_empty() {
            return self.at(None);
        }
        let mut chosen: Vec<&Code> = Vec::new();
        for code in days.iter().flat_map(|day| self.at(Some(*day))) {
            match chosen.iter_mut().find(|earlier| earlier.code == code.code) {
                Some(earlier) if earlier.valid_from <= code.valid_from => *earlier = code,
                Some(_) => {}
                None => chosen.push(code),
            }
        }
        chosen
    }

    /// Every code that is ever valid, sorted and without repetition, sentinels included.
    pub fn dictionary(&self) -> Vec<String> {
        let mut all: Vec<String> = self.codes.iter().chain(&self.sentinel).map(|code| code.code.clone()).collect();
        all.sort();
        all.dedup();
        all
    }
}
