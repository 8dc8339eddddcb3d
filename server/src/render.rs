//! What a run answers as text for a terminal.

mod model;
mod table;

use std::fmt::Write as _;

use language::diagnostic::Severity;
use text::{Locale, t};
use wire::output::{Body, DatasetChange, DiagnosticOutput, Output, RunDocument, WireText};

use crate::render::table::numbers_of_table;

/// The language of whoever runs the command line: Norwegian where the environment says so, else English.
pub fn reader() -> Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok());
    let tag = set.into_iter().find(|tag| !tag.is_empty()).unwrap_or_default();
    if ["nb", "nn", "no"].iter().any(|norwegian| tag.starts_with(norwegian)) { Locale::Nb } else { Locale::En }
}

/// The whole document.
pub fn document(document: &RunDocument, locale: Locale) -> String {
    let mut text = String::new();
    for databank in &document.databanks {
        let synthetic = if databank.synthetic { t(", syntetisk", ", synthetic") } else { t("", "") };
        let profile = format!("{:?}", databank.profile).to_lowercase();
        let _ = writeln!(text, "{} {} ({profile}{})", databank.name, databank.version, synthetic.get(locale));
    }
    for output in &document.outputs {
        text.push('\n');
        text.push_str(&one(output, locale));
    }
    text
}

/// One output under its command.
fn one(output: &Output, locale: Locale) -> String {
    let mut text = String::new();
    if !output.command.is_empty() {
        let name = output.name.as_deref().map(|name| format!("  [{name}]")).unwrap_or_default();
        let _ = writeln!(text, "{:>3}  {}{name}", output.line, output.command);
    }
    match &output.body {
        Body::Table(table) => text.push_str(&numbers_of_table(table, locale)),
        Body::Chart(chart) => text.push_str(&numbers_of_table(&chart.data, locale)),
        Body::Model(model) => text.push_str(&model::model(model, locale)),
        Body::Dataset(change) => text.push_str(&dataset(change, locale)),
        Body::Text { markdown } => {
            for line in in_language(markdown, locale).lines() {
                let _ = writeln!(text, "     {line}");
            }
        }
        Body::Diagnostic(found) => text.push_str(&diagnostic(found, locale)),
    }
    if let (Some(noise), false) = (&output.noise, matches!(output.body, Body::Dataset(_))) {
        let _ = writeln!(text, "     {}", noise.line().get(locale));
    }
    text
}

/// A number with at most six significant digits, without zeros at the end.
fn significant(value: Option<f64>, locale: Locale) -> String {
    let Some(number) = value.filter(|number| number.is_finite()) else { return locale.number(None, 0) };
    let magnitude = if number == 0.0 { 0.0 } else { number.abs().log10().floor() };
    if magnitude < -5.0 {
        return format!("{number:.3e}");
    }
    // At least 0 and at most 10 digits after the mark: six significant ones down to 0.00001.
    let decimals = (5.0 - magnitude).clamp(0.0, 10.0) as usize;
    let text = locale.number(value, decimals);
    let mark = locale.decimal_mark();
    if text.contains(mark) { text.trim_end_matches('0').trim_end_matches(mark).to_owned() } else { text }
}

/// A diagnostic: place, severity, message, code, hints.
pub fn diagnostic(diagnostic: &DiagnosticOutput, locale: Locale) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => t("feil", "error"),
        Severity::Warning => t("advarsel", "warning"),
        Severity::Hint => t("tips", "hint"),
    };
    let (line, column) = (diagnostic.span.start_line, diagnostic.span.start_col);
    let message = in_language(&diagnostic.message, locale);
    let mut text = format!("{line}:{column}: {}: {message} [{}]\n", severity.get(locale), diagnostic.code);
    for hint in &diagnostic.hints {
        let _ = writeln!(text, "     {}", in_language(hint, locale));
    }
    text
}

fn dataset(change: &DatasetChange, locale: Locale) -> String {
    if change.units.is_none() && change.variables.is_empty() {
        return format!("     {}: {}\n", change.dataset, t("tomt", "empty").get(locale));
    }
    let number = |value: Option<i64>| value.map_or_else(|| "<8".to_owned(), |value| value.to_string());
    let mut parts = vec![format!("{}: {} {}", change.dataset, number(change.units), t("enheter", "units").get(locale))];
    if let Some(rows) = change.rows {
        parts.push(format!("{rows} {}", t("rader", "rows").get(locale)));
    }
    parts.push(format!("{} {}", change.variables.len(), t("variabler", "variables").get(locale)));
    for (value, words) in [
        (change.change.values, t("verdier", "values")),
        (change.change.removed, t("fjernet", "removed")),
        (change.change.matched, t("koblet", "matched")),
    ] {
        if let Some(value) = value {
            parts.push(format!("{value} {}", words.get(locale)));
        }
    }
    format!("     {}\n", parts.join(", "))
}

fn in_language(text: &WireText, locale: Locale) -> &str {
    match locale {
        Locale::Nb => &text.nb,
        Locale::En => &text.en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_six_significant_digits() {
        for (number, text) in [
            (0.0, "0"),
            (532_700.0, "532,700"),
            (1_234_567.8, "1,234,568"),
            (72.6, "72.6"),
            (-0.197_123_456, "−0.197123"),
            (0.000_012_345_678, "0.0000123457"),
            (1.5e-9, "1.500e-9"),
        ] {
            assert_eq!(significant(Some(number), Locale::En), text);
        }
        assert_eq!(significant(None, Locale::En), "–");
    }
}
