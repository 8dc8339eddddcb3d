//! Runs `tests/snippets/*.script`.
//!
//! A file holds snippets, each under `// --- name` or `// --- name (prelude)`. What is expected of a line stands in its comment,
//! `Error: code`, `Warning: code`, `Hint: code`, several between ` ; `; `Error 9-12: code` also tells columns, and `says: words` asks that
//! the message or a hint, Norwegian or English, has those words. A comment that begins with `^` speaks of the line above, one that
//! begins with `v` of the line below. Every diagnostic of a snippet must be expected.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use language::codes::{BY_RUNS, TABLE};
use language::diagnostic::{Diagnostic, Severity};
use language::span::LineIndex;
use language::{Table, diagnose};

use crate::names::Catalogue;

struct Snippet {
    file: String,
    name: String,
    prelude: String,
    text: String,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Expected {
    line: usize,
    severity: &'static str,
    code: String,
    columns: Option<(usize, usize)>,
    says: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets")
}

fn prelude(name: &str) -> String {
    std::fs::read_to_string(folder().join("preludes").join(format!("{name}.script")))
        .unwrap_or_else(|_| panic!("prelude {name}"))
}

fn snippets() -> Vec<Snippet> {
    let mut files: Vec<_> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "script"));
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        for part in std::fs::read_to_string(&path).unwrap().split("// --- ").skip(1) {
            let (head, text) = part.split_once('\n').unwrap_or((part, ""));
            let (name, before) = match head.trim().split_once('(') {
                Some((name, before)) => (name.trim(), prelude(before.trim_end_matches(')'))),
                None => (head.trim(), String::new()),
            };
            all.push(Snippet { file: file.clone(), name: name.to_owned(), prelude: before, text: text.to_owned() });
        }
    }
    all
}

fn expectations(snippet: &Snippet) -> Vec<Expected> {
    let mut all = Vec::new();
    for (number, line) in snippet.text.lines().enumerate() {
        let Some((_, comment)) = line.rsplit_once("//") else { continue };
        let comment = comment.trim();
        let (comment, line) = match (comment.strip_prefix('^'), comment.strip_prefix("v ")) {
            (Some(rest), _) => (rest.trim(), number),
            (_, Some(rest)) => (rest.trim(), number + 2),
            _ => (comment, number + 1),
        };
        for part in comment.split(" ; ") {
            if let Some(words) = part.strip_prefix("says: ") {
                let last: &mut Expected = all.last_mut().expect("says: behind a code");
                last.says = Some(words.to_owned());
                continue;
            }
            let Some((kind, code)) = part.split_once(": ") else { continue };
            let (kind, columns) = match kind.split_once(' ') {
                Some((kind, columns)) => {
                    (kind, columns.split_once('-').map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap())))
                }
                None => (kind, None),
            };
            let severity = match kind {
                "Error" => "error",
                "Warning" => "warning",
                "Hint" => "hint",
                _ => continue,
            };
            all.push(Expected { line, severity, code: code.trim().to_owned(), columns, says: None });
        }
    }
    all
}

/// The codes that came, and what differs from what was expected.
fn check(snippet: &Snippet) -> (BTreeSet<String>, Vec<String>) {
    let text = format!("{}{}", snippet.prelude, snippet.text);
    let lines = LineIndex::new(&text);
    let before = snippet.prelude.lines().count();
    let mut found = diagnose(&text, &Table::builtin(), &Catalogue::new());
    // What is available changes from issue to issue; `table.rs` tests that remark.
    found.retain(|diagnostic| diagnostic.code != "not-available-yet");
    let mut expected = expectations(snippet);
    let mut differences = Vec::new();
    let place_of = |line: usize| format!("{} › {}, line {line}", snippet.file, snippet.name);
    for diagnostic in &found {
        let place = lines.place(diagnostic.span);
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        };
        let fits = |expected: &Expected| {
            expected.line + before == place.start_line
                && expected.severity == severity
                && expected.code == diagnostic.code
                && expected.columns.is_none_or(|columns| columns == (place.start_col, place.end_col))
                && expected.says.as_ref().is_none_or(|words| says(diagnostic, words))
        };
        match expected.iter().position(fits) {
            Some(matching) => drop(expected.remove(matching)),
            None => {
                let line = place_of((place.start_line + 1).saturating_sub(before + 1));
                differences.push(format!("{line}: not expected {place:?} {} {:?}", diagnostic.code, diagnostic.hints));
            }
        }
    }
    differences
        .extend(expected.iter().map(|expected| format!("{}: did not come {expected:?}", place_of(expected.line))));
    (found.iter().map(|diagnostic| diagnostic.code.to_owned()).collect(), differences)
}

fn says(diagnostic: &Diagnostic, words: &str) -> bool {
    std::iter::once(&diagnostic.message)
        .chain(&diagnostic.hints)
        .any(|text| text.nb.contains(words) || text.en.contains(words))
}

#[test]
fn snippets_give_exactly_the_expected_diagnostics() {
    let differences: Vec<String> = snippets().iter().flat_map(|snippet| check(snippet).1).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_code_has_a_snippet_or_is_told_by_runs() {
    let seen: BTreeSet<String> = snippets().iter().flat_map(|snippet| check(snippet).0).collect();
    // `not-available-yet` speaks of what is announced, which changes; `table.rs` tests it.
    let is_by_run = |code: &str| BY_RUNS.iter().any(|known| known.name() == code);
    let elsewhere = |code: &str| is_by_run(code) || code == "not-available-yet";
    let missing: Vec<_> =
        TABLE.iter().map(|row| row.1).filter(|code| !seen.contains(*code) && !elsewhere(code)).collect();
    assert!(missing.is_empty(), "no snippet for {missing:?}");
    let shown: Vec<_> = BY_RUNS.iter().filter(|code| seen.contains(code.name())).collect();
    assert!(shown.is_empty(), "these have snippets and need no run: {shown:?}");
}

#[test]
fn messages_follow_the_house_style() {
    for snippet in snippets() {
        let text = format!("{}{}", snippet.prelude, snippet.text);
        for diagnostic in diagnose(&text, &Table::builtin(), &Catalogue::new()) {
            let message = &diagnostic.message;
            assert!(!message.nb.ends_with('.') && !message.en.ends_with('.'), "{message:?}");
            assert!(!message.en.contains("please") && !message.en.contains("invalid"), "{message:?}");
            assert!(diagnostic.hints.len() <= 3, "{message:?}");
            assert!(diagnostic.span.end <= text.len() && diagnostic.span.start <= diagnostic.span.end, "{message:?}");
        }
    }
}
