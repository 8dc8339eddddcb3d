//! The table travels as JSON and answers by name.

use language::spec::Status;
use language::{NoNames, Table, diagnose};

#[test]
fn the_table_survives_the_journey_to_the_browser() {
    let table = Table::builtin();
    let json = serde_json::to_string(&table).unwrap();
    assert_eq!(serde_json::from_str::<Table>(&json).unwrap(), table);
}

#[test]
fn names_aliases_and_slips_are_found() {
    let table = Table::builtin();
    assert_eq!(table.command("help-procedure").map(|spec| spec.name.as_ref()), Some("help-function"));
    assert_eq!(table.nearest_command("tabluate"), Some("tabulate"));
    assert_eq!(table.nearest_function("subst"), Some("substr"));
    assert!(table.command("Tabulate").is_none());
    assert_eq!(table.function("F").map(|spec| spec.status), Some(Status::Available));
    assert!(table.function("f").is_none());
}

#[test]
fn names_are_unique_and_texts_are_there_in_both_languages() {
    let table = Table::builtin();
    for (place, command) in table.commands.iter().enumerate() {
        assert!(!table.commands.iter().take(place).any(|other| other.name == command.name), "{}", command.name);
        for text in [&command.purpose, &command.protection] {
            assert!(text.nb.ends_with('.') && text.en.ends_with('.'), "{}", command.name);
        }
        assert_eq!(command.description.nb.is_empty(), command.description.en.is_empty(), "{}", command.name);
    }
    for (place, function) in table.functions.iter().enumerate() {
        assert!(!table.functions.iter().take(place).any(|other| other.name == function.name), "{}", function.name);
        for text in [&function.purpose, &function.description] {
            assert!(text.nb.ends_with('.') && text.en.ends_with('.'), "{}", function.name);
        }
    }
}

#[test]
fn every_file_of_a_command_is_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands");
    let mut files = 0;
    for chapter in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in std::fs::read_dir(chapter).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap().trim_end_matches(".rs").replace('_', "-");
            assert!(Table::builtin().command(&name).is_some(), "{name}");
            files += 1;
        }
    }
    assert_eq!(files, Table::builtin().commands.len());
}

#[test]
fn what_is_only_announced_is_said_before_the_run() {
    let mut table = Table::builtin();
    table.commands.iter_mut().find(|spec| spec.name == "clear").unwrap().status = Status::Announced;
    table.functions.iter_mut().find(|spec| spec.name == "abs").unwrap().status = Status::Announced;
    let script = "create-dataset d\nkeep if abs(1)\nclear\n";
    let found: Vec<_> =
        diagnose(script, &table, &NoNames).into_iter().map(|found| (found.code, found.span.start)).collect();
    assert_eq!(found, [("not-available-yet", 25), ("not-available-yet", 32)]);
}
