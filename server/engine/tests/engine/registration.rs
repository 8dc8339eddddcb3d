//! The two lists agree: every available specification has a run, every run a specification.

use language::spec::Status;
use language::table::Table;

#[test]
fn every_available_command_runs_and_every_running_command_is_specified() {
    let table = Table::builtin();
    let block_words = ["let", "for", "end", "textblock", "endblock"];
    for spec in &table.commands {
        let runs = engine::commands::find(&spec.name).is_some() || block_words.contains(&spec.name.as_ref());
        assert_eq!(runs, spec.status == Status::Available, "{}", spec.name);
    }
    for command in engine::commands::all() {
        assert!(table.command(command.name).is_some(), "{}", command.name);
    }
}

#[test]
fn every_available_function_is_computed() {
    let table = Table::builtin();
    // These have a value before the engine sees them.
    let in_bindings_only = ["bind", "to_symbol"];
    for spec in &table.functions {
        let computed = engine::functions::all().any(|(name, _)| *name == spec.name.as_ref());
        let expected = spec.status == Status::Available && !in_bindings_only.contains(&spec.name.as_ref());
        assert_eq!(computed, expected, "{}", spec.name);
    }
}

/// Every example of every function, shown on its help page, is computed.
#[test]
fn function_examples_have_the_values_of_the_manual() {
    for spec in Table::builtin().functions.iter() {
        assert!(spec.examples.len() >= 2, "{} needs two examples", spec.name);
        for example in spec.examples.iter() {
            let script = format!("{}{}\ngenerate v = {}", crate::support::OPEN, example.before, example.expression);
            let ran = crate::support::run(&script).fine();
            let shown = ran.values("d", "v").swap_remove(0);
            let expected = example.value.trim_matches('\'');
            let is_near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1e-9);
            let same = shown == expected
                || matches!((shown.parse(), expected.parse()), (Ok(a), Ok(b)) if is_near(a, b))
                || matches!((shown.parse::<f64>(), expected.parse::<f64>()), (Ok(a), Ok(0.0)) if a.abs() < 1e-15);
            assert!(same, "{}: {shown} is not {}", example.expression, example.value);
        }
    }
}

/// A constant has the same value in `let` as over data; what is missing over data has no value there.
#[test]
fn functions_of_constants_have_the_same_value_in_bindings() {
    let mut tried = 0;
    for spec in Table::builtin().functions.iter().filter(|spec| spec.in_bindings) {
        for example in spec.examples.iter().filter(|example| example.before.is_empty()) {
            let script = format!("{}let v = {}\ngenerate v = $v", crate::support::OPEN, example.expression);
            let ran = crate::support::run(&script);
            tried += 1;
            match (ran.diagnostic(), example.value.as_ref()) {
                (Some(diagnostic), ".") => {
                    assert!(["undefined-value", "not-a-date"].contains(&diagnostic.code.as_str()), "{script}");
                }
                (Some(diagnostic), _) => panic!("{}: {}", example.expression, diagnostic.message.en),
                (None, expected) => {
                    let shown = ran.values("d", "v").swap_remove(0);
                    let expected = expected.trim_matches('\'');
                    let same = shown == expected
                        || matches!((shown.parse::<f64>(), expected.parse::<f64>()), (Ok(a), Ok(b)) if (a - b).abs() < 1e-12);
                    assert!(same, "let {} is {shown}, not {expected}", example.expression);
                }
            }
        }
    }
    assert!(tried > 50, "{tried}");
}
