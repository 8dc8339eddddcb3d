//! Everything that was found in received files: file, line, rule, and a message without values.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use text::{Locale, Text};

use crate::rule::Rule;

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
    /// How many findings of one rule in one file are listed; the rest are counted. Errors are all listed, short of a file that
    /// is wrong from end to end; a warning that every row earns is not.
    const fn listed(self) -> u64 {
        match self {
            Severity::Error | Severity::Note => 10_000,
            Severity::Warning => 5,
        }
    }

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
    /// Files with a finding; totals name them by their place.
    files: Vec<PathBuf>,
    totals: BTreeMap<(usize, Rule), u64>,
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
        let place = self.place(file).unwrap_or_else(|| {
            self.files.push(file.to_owned());
            self.files.len() - 1
        });
        let total = self.totals.entry((place, rule)).or_insert(0);
        *total += 1;
        if *total <= rule.severity().listed() {
            self.findings.push(Finding { file: file.display().to_string(), line, rule, subject });
        }
    }

    /// The place of a file; the one of the last finding is the likeliest.
    fn place(&self, file: &Path) -> Option<usize> {
        self.files.iter().rposition(|known| known == file)
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
    pub fn total(&self, file: &Path, rule: Rule) -> u64 {
        self.place(file).and_then(|place| self.totals.get(&(place, rule))).copied().unwrap_or(0)
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
        for ((place, rule), total) in &self.totals {
            let listed = rule.severity().listed();
            if let (true, Some(file)) = (*total > listed, self.files.get(*place)) {
                let more = total - listed;
                let words = Text::new(
                    format!("{more} til av samme slag, {total} i alt"),
                    format!("{more} more of the same kind, {total} in all"),
                );
                lines.push(format!("{}: {} [{}]", file.display(), words.get(locale), rule.code()));
            }
        }
        lines
    }
}
