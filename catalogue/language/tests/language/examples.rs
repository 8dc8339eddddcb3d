//! Every example of every specification parses and checks.

use language::spec::Status;
use language::{Table, diagnose, parse};

use crate::names::Catalogue;

#[test]
fn every_command_has_two_examples_that_use_it_and_have_no_errors() {
    let (table, names) = (Table::builtin(), Catalogue::new());
    assert_eq!(table.commands.len(), 83, "82 commands and endblock");
    for command in &table.commands {
        assert!(command.examples.len() >= 2, "{}", command.name);
        for example in command.examples.iter() {
            let script = example.script.as_ref();
            assert!(script.contains(command.name.as_ref()), "{}: {script}", command.name);
            let wrong: Vec<_> = diagnose(script, &table, &names)
                .into_iter()
                .filter(|found| found.code != "not-available-yet")
                .collect();
            assert!(wrong.is_empty(), "{}:\n{script}\n{wrong:#?}", command.name);
            let is_available = diagnose(script, &table, &names).is_empty();
            assert!(
                is_available || command.status == Status::Announced,
                "{} uses announced commands:\n{script}",
                command.name
            );
        }
    }
}

#[test]
fn every_option_is_shown_by_an_example_or_excluded_by_another_that_is() {
    let table = Table::builtin();
    for command in &table.commands {
        for option in command.options.iter() {
            let is_word =
                |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == option.name);
            assert!(
                is_word(&command.syntax) || command.syntax.contains("[, options]"),
                "{} {}",
                command.name,
                option.name
            );
        }
    }
}

#[test]
fn every_function_has_an_example_that_parses() {
    let table = Table::builtin();
    assert_eq!(table.functions.len(), 96);
    for function in &table.functions {
        for example in function.examples.iter() {
            let script = format!("create-dataset d\n{}\ngenerate x = {}\n", example.before, example.expression);
            let parsed = parse(&script, &table);
            assert!(parsed.diagnostics.is_empty(), "{}: {:?}", example.expression, parsed.diagnostics);
            assert!(example.expression.contains(function.name.as_ref()), "{}", example.expression);
        }
    }
}
