//! Runs `snippets/*.script`: each stops at the line whose comment says `Error: code`, and the check says so before, where it can.
//!
//! A file holds snippets, each under `// --- name` or `// --- name (prelude)`.

use std::collections::BTreeSet;

use language::Table;
use language::codes::BY_RUNS;
use language::diagnostic::Severity;
use language::span::LineIndex;

use crate::support::{OPEN, REGISTER, TestWorld, run_in};

const FILES: [&str; 2] = [include_str!("snippets/mistakes.script"), include_str!("snippets/runs.script")];

/// Codes that no script of these databanks can bring about, and why.
const NOT_HERE: [(&str, &str); 17] = [
    ("account-closed", "told by `jobs`, which knows accounts"),
    ("cancelled", "told when somebody stops the run: `a_run_that_is_given_up_says_so`"),
    ("exposure-high", "told by `jobs`, which keeps the odometer"),
    ("exposure-limit", "told by `jobs`, which keeps the odometer"),
    ("function-not-available", "told of announced functions"),
    ("memory-in-use", "told by `jobs`, which knows of other runs"),
    ("not-converged", "told where iterations find no maximum, as of counts that vary less than a Poisson model has it"),
    ("perfect-prediction", "told where nothing is left after it: `analysis/choice.rs`"),
    ("quota-used", "told by `jobs`, which counts what accounts ask"),
    ("repeated-units", "told by `merge` where the filter has to decide it from the values"),
    ("run-delayed", "told by `jobs`, which counts what accounts ask"),
    ("script-too-long", "told of kept scripts: `session.rs`"),
    ("too-many-scripts", "told of kept scripts: `session.rs`"),
    ("too-much-memory", "told by `jobs`, which knows the budget"),
    ("under-review", "told by `jobs`, which knows accounts"),
    ("unknown-script", "told of kept scripts: `session.rs`"),
    ("singular-design", "told where numbers leave no solution; collinear columns are dropped before"),
];

struct Snippet {
    name: String,
    text: String,
    /// Its line in `text`, and the code.
    expected: (usize, String),
}

fn snippets() -> Vec<Snippet> {
    let mut all = Vec::new();
    for part in FILES.iter().flat_map(|file| file.split("// --- ").skip(1)) {
        let (head, body) = part.split_once('\n').unwrap();
        let prelude = match head.split_once('(').map(|(_, prelude)| prelude.trim().trim_end_matches(')')) {
            Some("register") => REGISTER,
            Some("open") => OPEN,
            Some(other) => panic!("prelude {other}"),
            None => "",
        };
        let text = format!("{prelude}{body}");
        let marked = text.lines().enumerate().find_map(|(at, line)| Some((at + 1, line.split_once("// Error: ")?.1)));
        let (line, code) = marked.unwrap_or_else(|| panic!("{head}: expects nothing"));
        all.push(Snippet { name: head.to_owned(), expected: (line, code.trim().to_owned()), text: text.clone() });
    }
    all
}

fn is_by_run(code: &str) -> bool {
    BY_RUNS.iter().any(|known| known.name() == code)
}

/// Fails with every snippet in which something else was found.
#[track_caller]
fn compare(found_in: impl Fn(&Snippet) -> (Option<(usize, String)>, Option<(usize, String)>)) {
    let mut differences = Vec::new();
    for snippet in snippets() {
        let (found, expected) = found_in(&snippet);
        if found != expected {
            differences.push(format!("{}: {found:?} for {expected:?}", snippet.name));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_run_stops_where_the_script_says_with_its_code() {
    compare(|snippet| {
        let ran = run_in(&TestWorld::new(), &snippet.text);
        if let Some(found) = ran.diagnostic() {
            assert!(!found.message.nb.is_empty() && found.message.nb != found.message.en, "{}", snippet.name);
        }
        let found = ran.diagnostic().map(|found| (found.span.start_line, found.code.clone()));
        (found, Some(snippet.expected.clone()))
    });
}

#[test]
fn the_check_says_before_the_run_what_it_can_know() {
    let (world, table) = (TestWorld::new(), Table::builtin());
    compare(|snippet| {
        let lines = LineIndex::new(&snippet.text);
        let found = language::diagnose(&snippet.text, &table, &world);
        let error = found.iter().find(|found| found.severity == Severity::Error);
        let first = error.map(|found| (lines.line(found.span.start), found.code.to_owned()));
        (first, (!is_by_run(&snippet.expected.1)).then(|| snippet.expected.clone()))
    });
}

#[test]
fn every_code_of_runs_has_a_snippet_or_a_reason_why_not() {
    let seen: BTreeSet<String> = snippets().into_iter().map(|snippet| snippet.expected.1).collect();
    let has_reason = |code: &str| NOT_HERE.iter().any(|row| row.0 == code);
    let missing: Vec<_> =
        BY_RUNS.iter().map(|code| code.name()).filter(|code| !seen.contains(*code) && !has_reason(code)).collect();
    assert!(missing.is_empty(), "no snippet for {missing:?}");
    let idle: Vec<_> =
        NOT_HERE.iter().filter(|row| seen.contains(row.0) || !is_by_run(row.0) || row.1.is_empty()).collect();
    assert!(idle.is_empty(), "no reason is needed for {idle:?}");
}

#[test]
fn a_run_that_is_given_up_says_so() {
    let world = TestWorld::new();
    world.cancelled.cancel();
    let ran = run_in(&world, REGISTER);
    assert_eq!(ran.diagnostic().unwrap().code, "cancelled");
}

/// The filter has codes of its own, on the one list.
#[test]
fn every_refusal_of_the_filter_has_its_code_on_the_list() {
    use disclosure::Check;
    use disclosure::Refusal as R;
    use disclosure::foresight::{Nearest, NearestBins};
    use disclosure::statistic::FitFailure as F;
    let mut refusals = vec![
        R::PopulationTooSmall { minimum: 1000 },
        R::TooManyCells { limit: 1, cells: 2, nearest: Nearest { changes: Vec::new(), size: 1 } },
        R::TooManyDimensions { limit: 1, beyond: Vec::new() },
        R::ModelTooSmall { freedom: 1, per_parameter: 1, parameters: 2, most: 1, nearest: None },
        R::TooFewClusters { range: (1, 2) },
        R::TooFewEvents { per_parameter: 10, parameters: 2 },
        R::NothingToShow { units: 1 },
        R::TooManyBins { limit: 1, nearest: NearestBins::Count(1) },
    ];
    let checks = [Check::NotNumeric, Check::NotBinary, Check::NotCount, Check::NotPositive, Check::RepeatedUnits];
    refusals.extend(checks.map(R::ValueCheck));
    let failures = [F::NoRegressors, F::ConstantDependent, F::NotConverged, F::Separation, F::Singular, F::Cancelled];
    refusals.extend(failures.map(R::Fit));
    for refusal in refusals {
        let code = refusal.code();
        assert!(language::codes::TABLE.iter().any(|row| row.1 == code), "{code}");
    }
}
