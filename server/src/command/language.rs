//! `skjerm language`: the table that the API publishes, for the app's build and for reading.

use anyhow::Result;
use text::Locale;

use super::{End, print_line};
use crate::cli::Json;
use crate::language_file::LanguageFile;

/// Prints the table.
pub fn language(options: &Json) -> Result<End> {
    let file = LanguageFile::builtin()?;
    if options.json {
        print_line(format_args!("{}", String::from_utf8_lossy(&file.json)))?;
        return Ok(End::Fine);
    }
    for spec in &file.table.commands {
        print_line(format_args!("{:<24} {}", spec.name, spec.purpose.get(Locale::En)))?;
    }
    for spec in &file.table.functions {
        print_line(format_args!("{:<24} {}", format!("{}()", spec.name), spec.purpose.get(Locale::En)))?;
    }
    Ok(End::Fine)
}
