//! Code lists as attached to variables, and the code lists of a session.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use text::Locale;
use variables::{CodeList, Day};

/// Code → title, in the order of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeTitles {
    /// The name of a list made by the user; `None` for a register's list.
    pub name: Option<String>,
    /// Code as text → title.
    pub titles: IndexMap<String, String>,
    /// Codes that count as missing in statistics (`recode … missing`).
    pub missing: BTreeSet<String>,
}

impl CodeTitles {
    /// The titles of a register's list that are valid on any of some days (all, if no day is given).
    pub fn of_register(list: &CodeList, days: &[Day]) -> CodeTitles {
        let titles =
            list.at_any(days).into_iter().map(|code| (code.code.clone(), code.title.get(Locale::Nb).0.to_owned()));
        CodeTitles { titles: titles.collect(), ..CodeTitles::default() }
    }

    /// The title of a code.
    pub fn title(&self, code: &str) -> Option<&str> {
        self.titles.get(code).map(String::as_str)
    }
}
