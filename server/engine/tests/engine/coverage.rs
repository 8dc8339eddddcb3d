//! Prints the table of commands, options and functions with the tests that use them, and fails at a gap.
//!
//! The scripts of tests stand in their sources as texts and in `.script` files; the language's own parser says what each of
//! them uses. An announced command (an estimator or chart to come) needs no test of the engine: the language's tests cover that it
//! parses and answers.

mod sources;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use language::spec::Status;
use language::table::Table;

use uses::Use;

/// The statistics of `collapse` and `aggregate` (language.md 7.3).
const STATISTICS: [&str; 12] =
    ["mean", "min", "max", "median", "count", "sum", "sd", "semean", "sebinomial", "percent", "iqr", "gini"];

type Tests = BTreeMap<Use, BTreeSet<String>>;

/// What a test binary of this workspace can use of the language, and in which tests.
fn tests_by_use(table: &Table) -> Tests {
    let mut found = Tests::new();
    for script in sources::scripts() {
        // A text may be a script or an expression on its own.
        let as_value = format!("generate v = {}", script.text);
        let functions = uses::of(&as_value, table).into_iter().filter(|used| matches!(used, Use::Function(_)));
        for used in uses::of(&script.text, table).into_iter().chain(functions) {
            found.entry(used).or_default().insert(script.test.clone());
        }
    }
    found
}

/// A row of the printed table: what, how many tests, and the first few by name.
fn row(what: &str, tests: Option<&BTreeSet<String>>) -> String {
    let tests = tests.map_or(Vec::new(), |tests| tests.iter().map(String::as_str).collect());
    let more = if tests.len() > 3 { ", …" } else { "" };
    format!("{what:<42} {:>4}  {}{more}\n", tests.len(), tests.iter().take(3).copied().collect::<Vec<_>>().join(", "))
}

#[test]
fn every_command_option_and_function_has_a_test() {
    let table = Table::builtin();
    let found = tests_by_use(&table);
    let (mut printed, mut gaps) = (String::new(), Vec::new());
    let mut line = |what: String, used: Use, is_needed: bool| {
        let tests = found.get(&used);
        printed += &row(&what, tests);
        if is_needed && tests.is_none() {
            gaps.push(what);
        }
    };
    for spec in &table.commands {
        let is_available = spec.status == Status::Available;
        let mark = if is_available { "" } else { " (announced)" };
        line(format!("{}{mark}", spec.name), Use::Command(spec.name.to_string()), is_available);
        for option in spec.options.iter() {
            let used = Use::Option(spec.name.to_string(), option.name.to_string());
            line(format!("  {}, {}{mark}", spec.name, option.name), used, is_available);
        }
    }
    for command in ["collapse", "aggregate"] {
        for statistic in STATISTICS {
            let used = Use::Statistic(command.to_owned(), statistic.to_owned());
            line(format!("  {command} ({statistic})"), used, true);
        }
    }
    for spec in &table.functions {
        let is_available = spec.status == Status::Available;
        let mark = if is_available { "" } else { " (announced)" };
        line(format!("{}(){mark}", spec.name), Use::Function(spec.name.to_string()), is_available);
    }
    println!("{:<42} {:>4}  tests\n{printed}", "command, option, function", "n");
    assert!(gaps.is_empty(), "no test uses: {gaps:#?}");
}
