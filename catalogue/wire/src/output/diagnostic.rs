//! Diagnostics as JSON.

use language::diagnostic::{Diagnostic, Severity};
use language::span::{LineIndex, Place};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use text::Text;

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WireText {
    /// Norwegian bokmål.
    pub nb: String,
    /// English.
    pub en: String,
}

impl From<&Text> for WireText {
    fn from(text: &Text) -> Self {
        WireText { nb: text.nb.to_string(), en: text.en.to_string() }
    }
}

/// Lines and columns, 1-based.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WirePlace {
    /// First line.
    pub start_line: usize,
    /// First column.
    pub start_col: usize,
    /// Last line.
    pub end_line: usize,
    /// Column after the last.
    pub end_col: usize,
}

impl From<Place> for WirePlace {
    fn from(place: Place) -> Self {
        let Place { start_line, start_col, end_line, end_col } = place;
        WirePlace { start_line, start_col, end_line, end_col }
    }
}

/// A diagnostic as an output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiagnosticOutput {
    /// `error`, `warning`, `hint`.
    #[schemars(with = "String")]
    pub severity: Severity,
    /// Stable code.
    pub code: String,
    /// What is wrong.
    pub message: WireText,
    /// Where.
    pub span: WirePlace,
    /// What to do.
    pub hints: Vec<WireText>,
}

impl DiagnosticOutput {
    /// Translates places with the script's line index.
    pub fn new(diagnostic: &Diagnostic, lines: &LineIndex<'_>) -> Self {
        DiagnosticOutput {
            severity: diagnostic.severity,
            code: diagnostic.code.to_owned(),
            message: (&diagnostic.message).into(),
            span: lines.place(diagnostic.span).into(),
            hints: diagnostic.hints.iter().map(WireText::from).collect(),
        }
    }
}
