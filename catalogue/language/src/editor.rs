//! The one door for editors: script and place in, plain records out, places in UTF-16 as browsers count them.

use serde::Serialize;
use text::Locale;

use crate::complete::Proposal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::highlight::Class;
use crate::utf16::Offsets;
use crate::{NameSource, Table};

/// A colored stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// First unit.
    pub from: usize,
    /// One past the last unit.
    pub to: usize,
    /// Its class.
    pub class: Class,
}

/// A diagnostic in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// First unit.
    pub from: usize,
    /// One past the last unit.
    pub to: usize,
    /// How bad it is.
    pub severity: Severity,
    /// Its stable code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
}

/// Proposals for a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// Where the word begins.
    pub from: usize,
    /// What it could be.
    pub proposals: Vec<Proposal>,
}

/// What is known about a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Card {
    /// First unit.
    pub from: usize,
    /// One past the last unit.
    pub to: usize,
    /// Markdown.
    pub markdown: String,
}

/// Colors.
pub fn highlight(script: &str, table: &Table) -> Vec<Mark> {
    let offsets = Offsets::new(script);
    let marks = crate::highlight::highlight(script, table).into_iter();
    marks
        .map(|mark| Mark { from: offsets.utf16(mark.span.start), to: offsets.utf16(mark.span.end), class: mark.class })
        .collect()
}

/// Diagnostics.
pub fn diagnose(script: &str, table: &Table, names: &dyn NameSource, locale: Locale) -> Vec<Remark> {
    let offsets = Offsets::new(script);
    let remark = |diagnostic: Diagnostic| Remark {
        from: offsets.utf16(diagnostic.span.start),
        to: offsets.utf16(diagnostic.span.end),
        severity: diagnostic.severity,
        code: diagnostic.code,
        message: diagnostic.message.get(locale).to_owned(),
        hints: diagnostic.hints.iter().map(|hint| hint.get(locale).to_owned()).collect(),
    };
    crate::diagnose(script, table, names).into_iter().map(remark).collect()
}

/// Proposals at a place.
pub fn complete(script: &str, at: usize, table: &Table, names: &dyn NameSource, locale: Locale) -> Completion {
    let offsets = Offsets::new(script);
    let (from, proposals) = crate::complete::complete(script, offsets.byte(at), names, table, locale);
    Completion { from: offsets.utf16(from), proposals }
}

/// Help about the word at a place.
pub fn hover(script: &str, at: usize, table: &Table, names: &dyn NameSource, locale: Locale) -> Option<Card> {
    let offsets = Offsets::new(script);
    let (span, markdown) = crate::hover::hover(script, offsets.byte(at), names, table, locale)?;
    Some(Card { from: offsets.utf16(span.start), to: offsets.utf16(span.end), markdown })
}

/// The script in the house form.
pub fn format(script: &str, table: &Table) -> String {
    crate::format::format(script, table)
}
