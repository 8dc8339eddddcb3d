//! What is wrong with a script, where, and what to do.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use text::Text;

use crate::span::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know; the run goes on.
    Hint,
    /// Probably not meant; the run goes on.
    Warning,
    /// The run stops here.
    Error,
}

/// One remark on a script. Built by the typed functions of `codes`, never by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Stable kebab-case name, such as `unknown-variable`.
    pub code: &'static str,
    /// What is wrong.
    pub message: Text,
    /// Where.
    pub span: Span,
    /// At most three, each beginning with a verb.
    pub hints: Vec<Text>,
}

/// The first remark of each code at a place, in the order of the text.
pub(crate) fn in_order(mut remarks: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    remarks.retain(|remark| seen.insert((remark.code, remark.span)));
    remarks.sort_by_key(|remark| (remark.span.start, remark.span.end));
    remarks
}
