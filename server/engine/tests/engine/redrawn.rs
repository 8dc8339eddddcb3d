//! Persistent re-drawing on the sensitive tier, through commands: the same at every date and in every form, open and ordinary databanks as
//! they are.

use engine::RecordValues;
use variables::{DataType, Profile, Temporality, Tier, UnitType, Variable};
use wire::output::Rule;

use super::support::bank::{Spell, TestBank, coded, day, fixed, texts, variable};
use super::support::{TestWorld, run_in};

const N: u32 = 6_000;

/// A diagnosis that every person has for ever, as a fixed value, as spells, by year; and a flag.
fn bank(name: &str, profile: Profile, tier: Tier) -> TestBank {
    let mut bank = TestBank { tier, ..TestBank::new(name, profile) };
    let code = |unit: u32| format!("{:02}", unit * 7 % 50);
    let codes: Vec<(String, String)> = (0..50).map(|code| (format!("{code:02}"), format!("c{code}"))).collect();
    let codes: Vec<(&str, &str)> = codes.iter().map(|(code, title)| (code.as_str(), title.as_str())).collect();
    let all: Vec<String> = (0..N).map(code).collect();
    let (spells, values) = fixed(all.iter().cloned().map(Some));
    bank.add(coded("DIAGNOSIS", &codes), spells, texts(&values));
    let (spells, values) = fixed(all.iter().cloned().map(Some));
    let earlier = Variable { successors: vec!["DIAGNOSIS".to_owned()], ..coded("DIAGNOSIS_BEFORE", &codes) };
    bank.add(earlier, spells, texts(&values));
    let (mut spells, mut values) = (Vec::new(), Vec::new());
    for unit in (0..N).filter(|unit| unit % 3 > 0) {
        for year in 2020..=2022 {
            let (start, stop) = (day(&format!("{year}-01-01")).0, day(&format!("{year}-12-31")).0);
            spells.push(Spell { unit, start, stop: Some(stop) });
            values.push(code(unit));
        }
    }
    let dated = |temporality| Variable {
        temporality,
        valid_from: Some(day("2020-01-01")),
        valid_until: Some(day("2022-12-31")),
        ..coded("STAY", &codes)
    };
    bank.add(dated(Temporality::Event), spells.clone(), texts(&values));
    let by_year = Variable { name: "YEARLY".to_owned(), ..dated(Temporality::Accumulated) };
    bank.add(by_year, spells, texts(&values));
    let (spells, values) = fixed((0..N).map(|unit| Some(i64::from(unit))));
    bank.add(variable("NUMBER", DataType::Long), spells, RecordValues::Long(values));
    let (spells, values) = fixed((0..N).map(|unit| Some(unit / 2)));
    let link = Variable { value_unit_type: Some(UnitType::person()), ..variable("MOTHER", DataType::Long) };
    bank.add(link, spells, RecordValues::Units(values));
    bank
}

fn world(profile: Profile, tier: Tier) -> TestWorld {
    TestWorld::of(vec![bank("no.test.health", profile, tier)], 7)
}

const START: &str = "require no.test.health:1 as db\ncreate-dataset d\n";

/// A column after a script.
fn column(world: &TestWorld, script: &str, name: &str) -> Vec<String> {
    run_in(world, &format!("{START}{script}")).fine().values("d", name)
}

fn true_codes() -> Vec<String> {
    (0..N).map(|unit| format!("{:02}", unit * 7 % 50)).collect()
}

fn differing(a: &[String], b: &[String]) -> usize {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).filter(|(a, b)| a != b).count()
}

#[test]
fn three_percent_of_codes_are_redrawn_and_no_more() {
    let found = column(&world(Profile::Register, Tier::Sensitive), "import db/DIAGNOSIS", "DIAGNOSIS");
    // 3 % less those who draw their own code: 176 of 6000 expected, s.d. 13.
    let n = differing(&found, &true_codes());
    assert!((125..=230).contains(&n), "{n}");
}

#[test]
fn open_and_ordinary_databanks_are_as_they_are() {
    for (profile, tier) in [(Profile::Register, Tier::Ordinary), (Profile::Open, Tier::Sensitive)] {
        let world = world(profile, tier);
        for name in ["DIAGNOSIS", "NUMBER"] {
            let found = column(&world, &format!("import db/{name}"), name);
            let truth = if name == "NUMBER" { (0..N).map(|unit| unit.to_string()).collect() } else { true_codes() };
            assert_eq!(found, truth, "{profile:?} {tier:?} {name}");
        }
    }
}

#[test]
fn links_between_units_are_as_they_are() {
    let found = column(&world(Profile::Register, Tier::Sensitive), "import db/MOTHER", "MOTHER");
    assert_eq!(found, (0..N).map(|unit| format!("u{}", unit / 2)).collect::<Vec<_>>());
}

/// Everybody has one code at all dates, so a re-drawn person has one too: no date tells more than another.
#[test]
fn dates_agree_in_every_form() {
    let world = world(Profile::Register, Tier::Sensitive);
    let base = "import db/NUMBER\n";
    let at = |date: &str| column(&world, &format!("{base}import db/STAY {date} as s"), "s");
    let first = at("2020-05-01");
    assert_eq!(first, at("2021-05-01"));
    assert_eq!(first, at("2022-12-31"));
    // Two thirds have stays; with a donor goes that there are none, or that there are.
    let truth: Vec<String> = true_codes()
        .into_iter()
        .zip(0..N)
        .map(|(code, unit)| if unit % 3 > 0 { code } else { ".".to_owned() })
        .collect();
    let n = differing(&first, &truth);
    assert!((120..=230).contains(&n), "{n}");
    let gone = first.iter().zip(&truth).filter(|(found, truth)| *found == "." && *truth != ".").count();
    let come = first.iter().zip(&truth).filter(|(found, truth)| *found != "." && *truth == ".").count();
    assert!(gone > 15 && come > 15, "{gone} {come}");
    // The same person by person in spells and panels.
    let spells = column(&world, "import-event db/STAY 2020-01-01 to 2022-12-31 as s", "s");
    let expected: Vec<String> =
        first.iter().filter(|code| *code != ".").flat_map(|code| std::iter::repeat_n(code.clone(), 3)).collect();
    assert_eq!(spells, expected);
    let panel = column(&world, "import-panel db/STAY 2020-05-01 2021-05-01", "STAY");
    let expected: Vec<String> =
        first.iter().filter(|code| *code != ".").flat_map(|code| std::iter::repeat_n(code.clone(), 2)).collect();
    assert_eq!(panel, expected);
}

#[test]
fn years_agree_and_variables_are_drawn_apart() {
    let world = world(Profile::Register, Tier::Sensitive);
    let base = "import db/NUMBER\n";
    let of = |source: &str| column(&world, &format!("{base}import db/{source} as s"), "s");
    assert_eq!(of("YEARLY 2020-05-01"), of("YEARLY 2022-05-01"));
    assert_ne!(of("YEARLY 2020-05-01"), of("STAY 2020-05-01"));
}

/// Comparing a variable with the one that takes over from it tells nobody who is re-drawn.
#[test]
fn a_successor_tells_the_same() {
    let world = world(Profile::Register, Tier::Sensitive);
    let of = |name: &str| column(&world, &format!("import db/{name} as s"), "s");
    assert_eq!(of("DIAGNOSIS"), of("DIAGNOSIS_BEFORE"));
}

#[test]
fn neither_script_nor_threads_matter() {
    let world = world(Profile::Register, Tier::Sensitive);
    let plain = column(&world, "import db/DIAGNOSIS", "DIAGNOSIS");
    let later = column(&world, "import db/NUMBER\nimport db/DIAGNOSIS as x", "x");
    let outer = column(&world, "import db/NUMBER\nimport db/DIAGNOSIS as x, outer_join", "x");
    assert!(plain == later && plain == outer);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| column(&world, "import db/DIAGNOSIS", "DIAGNOSIS")), plain);
}

/// Outputs say so, and of ordinary databanks do not.
#[test]
fn outputs_tell_that_codes_are_redrawn() {
    for (tier, told) in [(Tier::Sensitive, true), (Tier::Ordinary, false)] {
        let script = format!("{START}import db/DIAGNOSIS\ntabulate DIAGNOSIS");
        let ran = run_in(&world(Profile::Register, tier), &script).fine();
        let last = ran.outputs.last().unwrap();
        assert_eq!(last.protection.contains(&Rule::Redrawn), told, "{tier:?}");
    }
}
