//! Commands about the session: what they keep, open, empty and set.

use wire::output::{Body, Output};

use crate::support::{OPEN, Ran, TestWorld, error_code, run, run_in};

fn told(output: &Output) -> &str {
    match &output.body {
        Body::Text { markdown } => &markdown.en,
        body => panic!("{body:?}"),
    }
}

/// Names and texts of what is kept.
fn kept(world: &TestWorld) -> Vec<(String, String)> {
    world.scripts.0.lock().unwrap().clone().into_iter().collect()
}

fn opened(ran: &Ran) -> Option<&str> {
    ran.outputs.iter().find_map(Output::script)
}

#[test]
fn save_keeps_the_script_as_written_up_to_its_line() {
    let world = TestWorld::new();
    let ran = run_in(&world, "// Alt\ncreate-dataset d  // tomt\n  save 'Min økt'\ncreate-dataset e\n").fine();
    assert_eq!(kept(&world), [("Min økt".to_owned(), "// Alt\ncreate-dataset d  // tomt\n".to_owned())]);
    assert_eq!(told(&ran.outputs[1]), "Saved the session as `Min økt`.");
    assert_eq!(opened(&ran), None);
    let again = run_in(&world, "// Alt\ncreate-dataset d  // tomt\nsave 'Min økt', edit").fine();
    assert_eq!(told(&again.outputs[1]), "The session is saved as `Min økt` already.");
    assert_eq!(opened(&again), Some("// Alt\ncreate-dataset d  // tomt\n"));
    let other = run_in(&world, "create-dataset f\nsave 'Min økt'").fine();
    assert!(told(&other.outputs[1]).contains("`Min økt (kopi)`"), "{}", told(&other.outputs[1]));
}

#[test]
fn save_in_a_loop_keeps_what_stands_in_front_of_the_loop_once() {
    let world = TestWorld::new();
    run_in(&world, "let y = 2\nfor i in 1 : 3\n  let z = $i\n  save\nend\n").fine();
    assert_eq!(kept(&world), [("kopi av økt".to_owned(), "let y = 2\n".to_owned())]);
}

#[test]
fn an_empty_session_is_not_kept_and_opens_as_nothing() {
    let world = TestWorld::new();
    let ran = run_in(&world, "save\nedit\n").fine();
    assert_eq!(told(&ran.outputs[0]), "The session is empty, so nothing is saved.");
    assert!(kept(&world).is_empty());
    // The second statement's session is the first one's line.
    assert_eq!(opened(&ran), Some("save\n"));
    assert_eq!(opened(&run("edit").fine()), Some(""));
}

#[test]
fn load_opens_a_script_and_keeps_the_session() {
    let world = TestWorld::new();
    run_in(&world, "let a = 1\nsave første").fine();
    assert_eq!(opened(&run_in(&world, "load ' første '").fine()), Some("let a = 1\n"));
    assert_eq!(kept(&world).len(), 1, "nothing was done before, so nothing is kept");
    let ran = run_in(&world, "let b = 2\nload første\nlet c = 3").fine();
    assert_eq!(opened(&ran), Some("let a = 1\n"));
    assert_eq!(kept(&world)[1], ("kopi av økt".to_owned(), "let b = 2\n".to_owned()));
    assert!(told(&ran.outputs[1]).starts_with("Opened `første`. Saved the session as"));
    assert_eq!(ran.workspace.bindings.keys().collect::<Vec<_>>(), ["b", "c"], "the script goes on as it was");
}

#[test]
fn what_cannot_be_kept_or_found_is_told_at_its_place() {
    let world = TestWorld::new();
    run_in(&world, "let a = 1\nsave 'Min tabell'").fine();
    let ran = run_in(&world, "load 'Min tabel'");
    let diagnostic = ran.diagnostic().unwrap();
    assert_eq!((diagnostic.code.as_str(), diagnostic.span.start_col), ("unknown-script", 6));
    assert_eq!(diagnostic.hints[0].en, "write `load 'Min tabell'`");
    assert_eq!(error_code("load ''").as_deref(), Some("not-a-script-name"));
    let name = "n".repeat(41);
    assert_eq!(error_code(&format!("let a = 1\nsave {name}")).as_deref(), Some("not-a-script-name"));
    let long = format!("// {}\nsave x", "x".repeat(40));
    assert_eq!(error_code(&long).as_deref(), Some("script-too-long"));
    let many = "let a = 1\nsave a\nsave b\nsave c\nsave d";
    assert_eq!(error_code(many).as_deref(), Some("too-many-scripts"));
}

#[test]
fn clear_empties_the_session_and_begins_a_new_one() {
    let world = TestWorld::new();
    let before = format!("{OPEN}let y = 2\ndefine-labels l 1 'one'\nconfigure alpha\nclear // alt\n");
    let ran = run_in(&world, &before).fine();
    let workspace = &ran.workspace;
    assert!(workspace.datasets.is_empty() && workspace.databanks.is_empty() && workspace.active.is_none());
    assert!(workspace.code_lists.is_empty() && workspace.bindings.is_empty());
    assert_eq!(workspace.history.lines(), ["clear"]);
    assert_eq!(workspace.used.len(), 1, "the answer still names the databank");
    assert!(workspace.settings.contains_key("alpha"));
    assert_eq!(error_code(&format!("{before}generate z = 1")).as_deref(), Some("no-active-dataset"));
    assert_eq!(error_code(&format!("{before}let z = $y")).as_deref(), Some("unknown-binding"));
    assert_eq!(
        opened(&run_in(&world, &format!("{before}{OPEN}edit")).fine()),
        Some(format!(" // alt\n{OPEN}").as_str())
    );
    run("for i in 1 : 2\n  clear\n  let z = $i\nend").fine();
}

#[test]
fn configure_tells_what_it_does() {
    let ran = run("configure alpha, nocache").fine();
    assert!(told(&ran.outputs[0]).contains("no commands are under trial"));
    assert!(told(&ran.outputs[1]).contains("run anew"));
    assert!(run("configure nocache tabulate").ok);
    assert_eq!(error_code("configure alfa").as_deref(), Some("unknown-setting"));
}

#[test]
fn help_is_what_the_editor_and_the_pages_say() {
    let ran = run("help tabulate\nhelp-function substr\nhelp\nhelp-procedure").fine();
    let table = language::Table::builtin();
    assert_eq!(told(&ran.outputs[0]), language::help::command(table.command("tabulate").unwrap()).en);
    assert_eq!(told(&ran.outputs[1]), language::help::function(table.function("substr").unwrap()).en);
    assert!(table.commands.iter().all(|spec| told(&ran.outputs[2]).contains(&format!("`{}`", spec.name))));
    assert!(table.functions.iter().all(|spec| told(&ran.outputs[3]).contains(&format!("`{}(", spec.name))));
}
