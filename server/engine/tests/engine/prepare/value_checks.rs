//! Refusals that depend on values (`confidentiality.md` E.1): one list in `disclosure`, and here an attack on each that the
//! commands of this chapter use. A person's presence must not show in message, exit or the shape of the outputs.

use engine::RecordValues;
use variables::{DataType, Profile};
use wire::output::Body;

use crate::support::bank::{TestBank, coded, fixed, texts, variable};
use crate::support::{TestWorld, run_in};

const N: usize = 3000;

/// Persons with a text each, of whom the first `k` have another one.
fn world(profile: Profile, k: usize, usual: &str, other: &str, key: u8) -> TestWorld {
    let mut bank = TestBank::new("no.test.t", profile);
    let (spells, values) = fixed((0..N).map(|_| Some(1_i64)));
    bank.add(variable("ALLE", DataType::Long), spells, RecordValues::Long(values));
    let value = |person: usize| Some(if person < k { other } else { usual }.to_owned());
    let (spells, values) = fixed((0..N).map(value));
    bank.add(variable("TEKST", DataType::String), spells, texts(&values));
    let (spells, values) = fixed((0..N).map(value));
    bank.add(coded("KODET", &[(usual, "Vanlig"), (other, "Annet")]), spells, texts(&values));
    TestWorld::of(vec![bank], key)
}

const HEAD: &str = "require no.test.t:1 as t\ncreate-dataset d\nimport t/ALLE as alle\nimport t/TEKST as tekst\nimport t/KODET as kodet\n";

/// Everything a user sees but the released numbers: codes of diagnostics, kinds of outputs, names and types of variables.
fn seen(world: &TestWorld, script: &str) -> String {
    let ran = run_in(world, &format!("{HEAD}{script}"));
    let mut seen = String::new();
    for output in &ran.outputs {
        seen += &match &output.body {
            Body::Diagnostic(diagnostic) => {
                format!("{} {} {:?}\n", diagnostic.code, diagnostic.message.en, diagnostic.span)
            }
            Body::Dataset(change) => format!("{} {:?}\n", change.change.action, change.variables),
            Body::Table(table) => format!("{:?} {:?}\n", table.columns, table.labels),
            _ => "other\n".to_owned(),
        };
        seen += &format!("{:?}\n", output.protection);
    }
    seen + &ran.ok.to_string()
}

/// How many of 40 worlds tell a script's outcome with the person apart from the outcome without.
fn told(usual: &str, other: &str, script: &str) -> usize {
    let differs = |key: &u8| {
        seen(&world(Profile::Register, 1, usual, other, *key), script)
            != seen(&world(Profile::Register, 0, usual, other, *key), script)
    };
    (0..40_u8).filter(differs).count()
}

#[test]
fn one_persons_text_does_not_show_in_destring() {
    for script in
        ["destring tekst", "destring kodet", "destring tekst kodet, prefix(n_)", "destring tekst\nsummarize tekst"]
    {
        let told = told("12", "n/a", script);
        // .005 a check, by the law of one count.
        assert!(told <= 3, "{script}: {told} of 40");
    }
}

#[test]
fn one_persons_decimals_do_not_show_in_the_type() {
    let told = told("12", "12.5", "destring tekst\ntabulate tekst");
    assert!(told <= 3, "{told} of 40");
}

#[test]
fn what_many_have_is_refused() {
    for key in 0..10 {
        for (variable, other) in [("tekst", "n/a"), ("kodet", "n/a")] {
            let ran = run_in(&world(Profile::Register, 300, "12", other, key), &format!("{HEAD}destring {variable}"));
            assert_eq!(ran.diagnostic().unwrap().code, "not-numeric");
            assert!(ran.diagnostic().unwrap().message.en.contains(variable));
        }
        let ran = run_in(&world(Profile::Register, 300, "12", "1.5", key), &format!("{HEAD}destring tekst")).fine();
        assert_eq!(ran.line("tekst").split(' ').next(), Some("1.5"));
    }
}

#[test]
fn the_few_become_missing_and_the_command_goes_on() {
    let world = world(Profile::Register, 3, "12", "n/a", 1);
    let ran = run_in(&world, &format!("{HEAD}destring tekst\ndestring kodet, force")).fine();
    assert!(ran.line("tekst").starts_with(". . . 12 12"));
    assert_eq!(ran.line("tekst"), ran.line("kodet"));
}

#[test]
fn open_data_are_told_exactly() {
    let world = world(Profile::Open, 1, "12", "n/a", 1);
    let code = run_in(&world, &format!("{HEAD}destring tekst")).diagnostic().unwrap().code.clone();
    assert_eq!(code, "not-numeric");
}

/// The rows of a source with one key twice are released groups: a person alone in a group is in none of them.
#[test]
fn one_persons_group_does_not_show_in_merge() {
    let script = "clone-dataset d e\nuse e\ncollapse (count) alle -> n, by(tekst)\nreplace tekst = 'a' if tekst != 'b'\nmerge n into d on tekst";
    let told = told("b", "c", script);
    assert!(told <= 3, "{told} of 40");
    // Where the group is a released one, its repeated key is told.
    let many = world(Profile::Register, 300, "c", "d", 1);
    let ran = run_in(&many, &format!("{HEAD}{script}"));
    assert_eq!(ran.diagnostic().unwrap().code, "merge-source-repeated");
}
