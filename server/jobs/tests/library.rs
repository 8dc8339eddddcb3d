//! Every example script of the library and every example of the language's commands, run on one synthetic registry.
//!
//! The long form (`cargo xtask bench-library`) runs the library on a hundred thousand persons and prints the times.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use accounts::{Accounts, Moment};
use engine::Cancel;
use jobs::keys::KeyRing;
use jobs::memory::Budget;
use jobs::{Home, Order, Outcome, Report, Runner, ScriptWork, Watch, Work as _, keys, publish};
use language::Table;
use language::diagnostic::Severity;
use language::spec::Status;
use registry::Registry;
use synthetic::{Options, Set};
use wire::output::{Body, Output, UsedDatabank};

/// Persons of the quick tier: enough for populations of a thousand everywhere, persons in traffic accidents included.
const PERSONS: u64 = 100_000;

/// A home with a registry, and what runs scripts on it.
struct Service {
    _folder: tempfile::TempDir,
    registry: Registry,
    keys: KeyRing,
    accounts: Arc<Accounts>,
}

impl Service {
    fn of(persons: u64) -> Service {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::open(folder.path()).unwrap();
        let keys = keys::open(&home).unwrap();
        let registry = Registry::open(home.folder()).unwrap();
        let options = Options { persons, seed: 1, variables: Set::Core };
        for databank in synthetic::generate(&registry, options, &|_, _, _| {}).unwrap().databanks {
            publish::release(&registry, &keys, &databank).unwrap();
        }
        let accounts = Arc::new(Accounts::open(&home.accounts(), keys.audit(), Moment::now()).unwrap());
        Service { _folder: folder, registry, keys, accounts }
    }

    /// Runs a script, with nothing known from scripts before; how it ended and what it answered.
    fn run(&self, script: &str) -> (Outcome, Vec<Output>) {
        let watch = Watch::in_memory(&self.accounts).unwrap();
        let work =
            ScriptWork::new(self.registry.clone(), &self.keys, self.accounts.clone(), watch, Budget::of_machine());
        let order = Order { id: String::new(), runner: Runner::Operator, script: script.to_owned() };
        let mut seen = Seen::default();
        let outcome = work.carry_out(&order, &Cancel::default(), &mut seen);
        (outcome, seen.outputs)
    }

    /// Runs a script and tells its errors, or that it answers nothing.
    fn complaint(&self, script: &str) -> Option<String> {
        let (outcome, outputs) = self.run(script);
        let mut text = String::new();
        for output in &outputs {
            if let Body::Diagnostic(diagnostic) = &output.body
                && diagnostic.severity == Severity::Error
            {
                let _ = writeln!(text, "  line {}: {} {}", output.line, diagnostic.code, diagnostic.message.en);
            }
        }
        if outcome != Outcome::Done && text.is_empty() {
            let _ = writeln!(text, "  {outcome:?} without a word");
        }
        (!text.is_empty()).then_some(text)
    }
}

#[derive(Default)]
struct Seen {
    outputs: Vec<Output>,
}

impl Report for Seen {
    fn databanks(&mut self, _: Vec<UsedDatabank>) {}

    fn output(&mut self, output: Output) {
        self.outputs.push(output);
    }

    fn progress(&mut self, _: usize, _: usize) {}
}

static SERVICE: LazyLock<Service> = LazyLock::new(|| Service::of(PERSONS));

#[test]
fn every_script_of_the_library_runs() {
    let mut wrong = String::new();
    for script in examples::library().iter().flat_map(|group| group.scripts.iter()) {
        if let Some(complaint) = SERVICE.complaint(&script.text) {
            let _ = writeln!(wrong, "{}:\n{complaint}", script.slug);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_script_of_the_library_shows_a_result() {
    for script in examples::library().iter().flat_map(|group| group.scripts.iter()) {
        let (_, outputs) = SERVICE.run(&script.text);
        let shows = |output: &Output| matches!(output.body, Body::Table(_) | Body::Model(_) | Body::Chart(_));
        assert!(outputs.iter().any(shows), "{} shows neither table, model nor chart", script.slug);
    }
}

#[test]
fn every_example_of_an_available_command_runs() {
    let mut wrong = String::new();
    // What `load` takes up was saved by somebody.
    let table = Table::builtin();
    for example in table.command("save").unwrap().examples.iter() {
        SERVICE.run(&example.script);
    }
    for command in table.commands.iter().filter(|command| command.status == Status::Available) {
        for example in command.examples.iter() {
            if let Some(complaint) = SERVICE.complaint(&example.script) {
                let _ = writeln!(wrong, "{}:\n{}\n{complaint}", command.name, example.script);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Which commands and options the library shows: all that are available, but those of a session at a prompt.
#[test]
fn the_library_uses_every_available_command_and_option() {
    const AT_THE_PROMPT: [&str; 6] = ["save", "load", "edit", "clear", "configure", "history"];
    let library = examples::library();
    let all: String =
        library.iter().flat_map(|group| group.scripts.iter()).map(|script| script.text.as_ref()).collect();
    let mut missing = Vec::new();
    for command in Table::builtin().commands.iter().filter(|command| command.status == Status::Available) {
        if AT_THE_PROMPT.contains(&command.name.as_ref()) {
            continue;
        }
        let own: Vec<String> = statements(&all).filter(|line| first_word(line) == command.name).collect();
        if own.is_empty() {
            missing.push(command.name.to_string());
        }
        for option in command.options.iter().filter(|option| !option.purpose.en.contains("not available")) {
            let is_used = own.iter().any(|line| {
                let options = line.split_once(',').map_or("", |(_, options)| options);
                options.split(|one: char| !one.is_alphanumeric() && one != '_').any(|word| word == option.name)
            });
            if !is_used && !own.is_empty() {
                missing.push(format!("{}, {}", command.name, option.name));
            }
        }
    }
    assert!(missing.is_empty(), "not in the library: {missing:#?}");
}

/// Lines without comments, continued ones joined.
fn statements(text: &str) -> impl Iterator<Item = String> {
    let joined = text.replace("\\\n", " ");
    let lines: Vec<String> =
        joined.lines().map(|line| line.split("//").next().unwrap_or("").trim().to_owned()).collect();
    lines.into_iter().filter(|line| !line.is_empty())
}

fn first_word(line: &str) -> String {
    line.chars().take_while(|one| one.is_alphanumeric() || *one == '-').collect()
}

#[test]
fn the_library_on_a_hundred_thousand_persons() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        return;
    }
    let began = Instant::now();
    let service = Service::of(100_000);
    println!("registry of 100 000 persons: {:.1} s", began.elapsed().as_secs_f64());
    println!("{:<36} {:>8}", "script", "seconds");
    let (mut sum, mut count) = (Duration::ZERO, 0);
    for script in examples::library().iter().flat_map(|group| group.scripts.iter()) {
        let began = Instant::now();
        let complaint = service.complaint(&script.text);
        let took = began.elapsed();
        println!("{:<36} {:>8.2}", script.slug, took.as_secs_f64());
        assert_eq!(complaint, None, "{}", script.slug);
        (sum, count) = (sum + took, count + 1);
    }
    println!("{:<36} {:>8.2}", format!("all {count}"), sum.as_secs_f64());
    assert!(sum < Duration::from_secs(120), "the library takes {sum:?}");
}
