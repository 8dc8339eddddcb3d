//! The one list of diagnostic codes, and a typed function for each message.
//!
//! A code's public name is kebab-case and stable for ever. A message says what is wrong, quoting the user's own word; a hint begins
//! with a verb. Functions take names and literals *from the script or from metadata*, types, dates and policy limits: never
//! anything from unit data. A missing argument does not compile.

mod bindings;
mod by_runs;
mod code;
mod datasets;
mod dates;
mod labels;
mod limits;
mod models;
mod names;
mod quotas;
mod scripts;
mod syntax;
mod table;
mod types;
pub mod words;

pub use bindings::*;
pub use by_runs::BY_RUNS;
pub use code::Code;
pub use datasets::*;
pub use dates::*;
pub use labels::*;
pub use limits::*;
pub use models::*;
pub use names::*;
pub use quotas::*;
pub use scripts::*;
pub use syntax::*;
pub use table::TABLE;
pub use types::*;
pub use words::{ShapeName, ValueType};

use text::{Locale, Text};

use crate::diagnostic::{Diagnostic, Severity};
use crate::span::Span;

impl Code {
    /// The public name.
    pub fn name(self) -> &'static str {
        TABLE.get(self as usize).map_or("", |row| row.1)
    }

    /// How bad it is.
    pub fn severity(self) -> Severity {
        TABLE.get(self as usize).map_or(Severity::Error, |row| row.2)
    }

    /// A diagnostic of this code without hints.
    fn at(self, span: Span, message: Text) -> Diagnostic {
        Diagnostic { severity: self.severity(), code: self.name(), message, span, hints: Vec::new() }
    }
}

impl Diagnostic {
    /// Adds a hint; the fourth and later ones are dropped.
    fn hint(mut self, hint: Text) -> Self {
        if self.hints.len() < 3 {
            self.hints.push(hint);
        }
        self
    }

    fn hint_if(self, hint: Option<Text>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// Says something better than its own hints, where there is something.
    pub(crate) fn advised(mut self, advice: Option<Text>) -> Self {
        if let Some(advice) = advice {
            self.hints = vec![advice];
        }
        self
    }

    /// Adds the command's syntax where no other hint says more.
    pub(crate) fn with_syntax(self, syntax: &str) -> Self {
        if self.hints.is_empty() {
            self.hint(Text::new(format!("skriv `{syntax}`"), format!("write `{syntax}`")))
        } else {
            self
        }
    }

    /// The message with its hints, for where there is one sentence only.
    pub fn sentence(&self) -> Text {
        let joined = |of: fn(&Text) -> &str| {
            std::iter::once(&self.message).chain(&self.hints).map(of).collect::<Vec<_>>().join(": ")
        };
        Text::new(joined(|text| text.get(Locale::Nb)), joined(|text| text.get(Locale::En)))
    }

    /// Whether the run stops at it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_codes_and_names_are_unique() {
        for (place, (code, name, _)) in TABLE.iter().enumerate() {
            assert_eq!(*code as usize, place, "{name}");
            assert_eq!(TABLE.iter().filter(|row| row.1 == *name).count(), 1, "{name}");
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        }
    }
}
