//! Everything that was found in received files: file, line, rule, and a message without values.

use std::collections::BTreeMap;
use std::path::Path;

use text::{Locale, Text};

use crate::rule::Rule;

/// Findings of one rule that are listed; the rest are counted.
const LISTED: u64 = 50;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Probably not meant; the import goes on.
    Warning,
    /// Nothing is imported.
    Error,
}

impl Severity {
    fn word(self) -> Text {
        match self {
            Severity::Note => text::t("merk", "note"),
            Severity::Warning => text::t("advarsel", "warning"),
            Severity::Error => text::t("feil", "error"),
        }
    }
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file or folder, as given.
    pub file: String,
    /// 1-based line, where there is one.
    pub line: Option<u64>,
    /// The rule.
    pub rule: Rule,
    /// What it is about, in words of metadata. Never a value.
    pub subject: Option<Subject>,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A field of a metadata file (`measureVariables[0].dataType`) or a column of a table.
    Field(String),
    /// The line that this one clashes with.
    OtherLine(u64),
}

impl Finding {
    /// What is wrong.
    pub fn message(&self) -> Text {
        let text = self.rule.text();
        match &self.subject {
            Some(Subject::Field(field)) => Text::new(format!("{field}: {}", text.nb), format!("{field}: {}", text.en)),
            Some(Subject::OtherLine(line)) => {
                Text::new(format!("{} (linje {line})", text.nb), format!("{} (line {line})", text.en))
            }
            None => text,
        }
    }
}

/// All findings of an import: the first of each file and rule, and how many there are of each.
#[derive(Clone, Debug, Default)]
pub struct Report {
    findings: Vec<Finding>,
    totals: BTreeMap<(String, Rule), u64>,
}

impl Report {
    /// Adds a finding about a file as a whole.
    pub(crate) fn file(&mut self, file: &Path, rule: Rule) {
        self.add(file, None, rule, None);
    }

    /// Adds a finding at a line.
    pub(crate) fn line(&mut self, file: &Path, line: u64, rule: Rule) {
        self.add(file, Some(line), rule, None);
    }

    /// Adds a finding.
    pub(crate) fn add(&mut self, file: &Path, line: Option<u64>, rule: Rule, subject: Option<Subject>) {
        let file = file.display().to_string();
        let total = self.totals.entry((file.clone(), rule)).or_insert(0);
        *total += 1;
        if *total <= LISTED {
            self.findings.push(Finding { file, line, rule, subject });
        }
    }

    /// Whether a finding forbids the import.
    pub fn has_errors(&self) -> bool {
        self.totals.keys().any(|(_, rule)| rule.severity() == Severity::Error)
    }

    /// The listed findings, by file and line.
    pub fn findings(&self) -> Vec<&Finding> {
        let mut sorted: Vec<&Finding> = self.findings.iter().collect();
        sorted.sort_by(|a, b| (&a.file, a.line, a.rule).cmp(&(&b.file, b.line, b.rule)));
        sorted
    }

    /// How many findings of a rule there are in a file, listed or not.
    pub fn total(&self, file: &str, rule: Rule) -> u64 {
        self.totals.get(&(file.to_owned(), rule)).copied().unwrap_or(0)
    }

    /// How many findings of a severity there are in all.
    pub fn count(&self, severity: Severity) -> u64 {
        self.totals.iter().filter(|((_, rule), _)| rule.severity() == severity).map(|(_, total)| total).sum()
    }

    /// One line a finding, `file:line: error: message [rule]`, then the number of those of a rule that are not listed.
    pub fn lines(&self, locale: Locale) -> Vec<String> {
        let mut lines = Vec::new();
        for finding in self.findings() {
            let place = match finding.line {
                Some(line) => format!("{}:{line}", finding.file),
                None => finding.file.clone(),
            };
            let severity = finding.rule.severity().word();
            let (severity, message) = (severity.get(locale), finding.message());
            lines.push(format!("{place}: {severity}: {} [{}]", message.get(locale), finding.rule.code()));
        }
        for ((file, rule), total) in &self.totals {
            if *total > LISTED {
                let more = total - LISTED;
                let words = Text::new(
                    format!("{more} til av samme slag, {total} i alt"),
                    format!("{more} more of the same kind, {total} in all"),
                );
                lines.push(format!("{file}: {} [{}]", words.get(locale), rule.code()));
            }
        }
        lines
    }
}
