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

#[test]
fn function_examples_have_the_values_of_the_manual() {
    for spec in Table::builtin().functions.iter().filter(|spec| spec.status == Status::Available) {
        for example in spec.examples.iter() {
            let script = format!("{}generate v = {}", crate::support::OPEN, example.expression);
            let ran = crate::support::run(&script);
            let Some(diagnostic) = ran.diagnostic() else {
                let shown = ran.values("d", "v").swap_remove(0);
                let expected = example.value.trim_matches('\'');
                let same = shown == expected
                    || matches!((shown.parse::<f64>(), expected.parse::<f64>()), (Ok(a), Ok(b)) if (a - b).abs() <= 1e-9 * b.abs().max(1.0));
                assert!(same, "{}: {shown} is not {}", example.expression, example.value);
                continue;
            };
            // Examples that name variables of a reader's own dataset cannot run here.
            assert_eq!(diagnostic.code, "unknown-variable", "{}: {}", example.expression, diagnostic.message.en);
        }
    }
}
