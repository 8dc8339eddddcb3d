//! `skjerm check`: a script without data.

use std::path::Path;

use anyhow::Result;
use jobs::Home;
use language::diagnostic::Severity;
use language::span::LineIndex;
use language::{NameSource, Table};
use registry::Registry;
use wire::output::DiagnosticOutput;

use super::{End, print, print_line, read_script};
use crate::cli::Check;
use crate::names::{BuiltinNames, HomeNames};
use crate::render;

/// Checks a script and prints what is to say about it; the end is failed if there is an error.
pub fn check(folder: &Path, options: &Check) -> Result<End> {
    let script = read_script(&options.file)?;
    let home = Home::existing(folder).map(|home| HomeNames::new(Registry::open(home.folder())?)).transpose()?;
    // A home without a released databank knows as little as none.
    let diagnostics = match home.filter(|names| !names.is_empty()) {
        Some(names) => diagnose(&script, &names),
        None => diagnose(&script, &BuiltinNames::new()),
    };
    if options.json {
        print_line(format_args!("{}", serde_json::json!({ "diagnostics": diagnostics })))?;
    } else {
        let locale = render::reader();
        let text: String = diagnostics.iter().map(|diagnostic| render::diagnostic(diagnostic, locale)).collect();
        print(&text)?;
    }
    let is_wrong = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(if is_wrong { End::Failed } else { End::Fine })
}

/// All remarks on a script, in the form that crosses HTTP.
fn diagnose(script: &str, names: &dyn NameSource) -> Vec<DiagnosticOutput> {
    let lines = LineIndex::new(script);
    let found = language::diagnose(script, &Table::builtin(), names);
    found.iter().map(|diagnostic| DiagnosticOutput::new(diagnostic, &lines)).collect()
}
