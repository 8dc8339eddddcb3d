//! Laws of the data commands over generated tables: any command on any kind of data gives a clear answer, the order of rows
//! changes nothing, and what can be said in two ways is the same in both.

use std::collections::BTreeMap;

use engine::RecordValues;
use variables::{DataType, Profile, Temporality, UnitType, Variable};
use wire::output::Body;

use crate::support::bank::{Spell, TestBank, coded, day, texts, variable};
use crate::support::{Draws, TestWorld, run_in};

/// What a table of persons is like.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Empty,
    One,
    AllMissing,
    SingleCategory,
    DuplicateKeys,
    Mixed,
}

const KINDS: [Kind; 6] =
    [Kind::Empty, Kind::One, Kind::AllMissing, Kind::SingleCategory, Kind::DuplicateKeys, Kind::Mixed];

/// One person: whole number, decimal, text of digits, group, code, boss.
#[derive(Clone)]
struct Person {
    whole: Option<i64>,
    decimal: Option<f64>,
    digits: Option<String>,
    group: Option<String>,
    code: Option<String>,
    boss: Option<u32>,
}

fn people(kind: Kind, n: usize, seed: u64) -> Vec<Person> {
    let mut draws = Draws(seed);
    let n = match kind {
        Kind::Empty => 0,
        Kind::One => 1,
        _ => n,
    };
    (0..n)
        .map(|_| {
            let mut draw = |below: u64| draws.below(below);
            let is_there = |draw: u64| kind != Kind::AllMissing && draw > 0;
            let groups = match kind {
                Kind::SingleCategory => 1,
                Kind::DuplicateKeys => 2,
                _ => 7,
            };
            let (a, b, c, d, e, f) = (draw(9), draw(9), draw(9), draw(9), draw(9), draw(9));
            Person {
                whole: is_there(a).then(|| i64::try_from(draw(50)).unwrap() - 10),
                decimal: is_there(b).then(|| draw(4000) as f64 / 16.0 - 50.0),
                digits: is_there(c).then(|| format!("{:03}", draw(30))),
                group: is_there(d).then(|| format!("g{}", draw(groups))),
                code: is_there(e).then(|| (1 + draw(if kind == Kind::SingleCategory { 1 } else { 3 })).to_string()),
                boss: (is_there(f) && n > 1).then(|| u32::try_from(draw(n as u64)).unwrap()),
            }
        })
        .collect()
}

/// A databank of these persons; `place` gives the dense index of each.
fn world(profile: Profile, people: &[Person], place: &[u32]) -> TestWorld {
    let mut bank = TestBank::new("no.test.law", profile);
    let mut order: Vec<usize> = (0..people.len()).collect();
    order.sort_by_key(|person| place[*person]);
    fn column<T>(order: &[usize], place: &[u32], value: impl Fn(usize) -> Option<T>) -> (Vec<Spell>, Vec<T>) {
        let there = order.iter().filter_map(|person| Some((place[*person], value(*person)?)));
        there.map(|(unit, value)| (Spell { unit, start: i32::MIN, stop: None }, value)).unzip()
    }
    let (spells, values) = column(&order, place, |person| Some(i64::try_from(person).unwrap()));
    bank.add(variable("NR", DataType::Long), spells, RecordValues::Long(values));
    let (spells, values) = column(&order, place, |person| people[person].whole);
    bank.add(variable("HEL", DataType::Long), spells, RecordValues::Long(values));
    let (spells, values) = column(&order, place, |person| people[person].decimal);
    bank.add(variable("BRUTT", DataType::Double), spells, RecordValues::Double(values));
    let (spells, values) = column(&order, place, |person| people[person].digits.clone());
    bank.add(variable("SIFRE", DataType::String), spells, texts(&values));
    let (spells, values) = column(&order, place, |person| people[person].group.clone());
    bank.add(variable("GRUPPE", DataType::String), spells, texts(&values));
    let (spells, values) = column(&order, place, |person| people[person].code.clone());
    bank.add(coded("KODE", &[("1", "En"), ("2", "To"), ("3", "Tre"), ("4", "Fire")]), spells, texts(&values));
    let (spells, values) = column(&order, place, |person| people[person].boss.map(|boss| place[boss as usize]));
    let pointer = Variable { value_unit_type: Some(UnitType::person()), ..variable("SJEF", DataType::Long) };
    bank.add(pointer, spells, RecordValues::Units(values));

    let (mut spells, mut values) = (Vec::new(), Vec::new());
    for person in &order {
        for turn in 0..*person % 3 {
            let start = day("2020-01-01").0 + 40 * i32::try_from(turn).unwrap();
            spells.push(Spell { unit: place[*person], start, stop: (turn == 0).then_some(start + 30) });
            values.push(["x", "y"][turn % 2].to_owned());
        }
    }
    let event = Variable {
        temporality: Temporality::Event,
        valid_from: Some(day("2020-01-01")),
        valid_until: Some(day("2021-12-31")),
        ..coded("FORLØP", &[("x", "X"), ("y", "Y")])
    };
    bank.add(event, spells, texts(&values));
    let (mut spells, mut values) = (Vec::new(), Vec::new());
    for person in &order {
        for date in ["2020-01-01", "2021-01-01"] {
            if let Some(whole) = people[*person].whole {
                let at = day(date).0;
                spells.push(Spell { unit: place[*person], start: at, stop: Some(at) });
                values.push(whole + i64::from(at > day("2020-06-01").0));
            }
        }
    }
    let status = Variable {
        temporality: Temporality::Status,
        valid_from: Some(day("2020-01-01")),
        valid_until: Some(day("2021-01-01")),
        measure_dates: vec![day("2020-01-01"), day("2021-01-01")],
        ..variable("STATUS", DataType::Long)
    };
    bank.add(status, spells, RecordValues::Long(values));
    let mut pseudonyms: Vec<u64> = vec![0; people.len()];
    for (person, at) in place.iter().enumerate() {
        pseudonyms[*at as usize] = person as u64 * 7919 + 13;
    }
    let mut world = TestWorld::of(vec![bank], 5);
    world.pseudonyms = Some(pseudonyms);
    world
}

fn in_order(n: usize) -> Vec<u32> {
    (0..u32::try_from(n).unwrap()).collect()
}

fn turned(n: usize) -> Vec<u32> {
    // 7 and n have no common factor, so every place is taken once.
    assert!(n % 7 != 0);
    (0..n).map(|person| u32::try_from((person * 7 + 3) % n).unwrap()).collect()
}

const HEAD: &str = "require no.test.law:1 as l\ncreate-dataset d\nimport l/NR as nr\nimport l/HEL as hel\nimport l/BRUTT as brutt\n\
    import l/SIFRE as sifre\nimport l/GRUPPE as gruppe\nimport l/KODE as kode\nimport l/SJEF as sjef\n";

/// Every command of the chapter in some form; each line stands alone behind [`HEAD`].
const COMMANDS: &[&str] = &[
    "import l/STATUS 2020-01-01",
    "import l/STATUS 2021-01-01 as s, outer_join",
    "import l/FORLØP 2020-02-15 as f",
    "create-dataset e; import-event l/FORLØP 2020-01-01 to 2021-12-31 as f; generate days = STOP@f - START@f; collapse (min) START@f -> first (count) f -> n, by(PERSONID_1); merge first n into d; use d",
    "create-dataset e; import-event l/FORLØP 2020-01-01 to 2021-12-31 as f; use d; merge hel gruppe into e; use e; collapse (mean) hel, by(f)",
    "create-dataset p; import-panel l/STATUS l/GRUPPE 2020-01-01 2021-01-01; generate y = year(date@panel); collapse (sum) STATUS, by(GRUPPE)",
    "clone-units d e; use e; import l/HEL as h; import l/BRUTT as b, outer_join",
    "clone-units d e; use e; import-panel l/STATUS 2020-01-01 2021-01-01; keep if STATUS > 0",
    "clone-dataset d e; use e; rename-dataset e f; delete-dataset d",
    "generate a = hel / brutt",
    "generate a = hel > 3 & brutt < 20 | kode == '1'",
    "generate a = hel if brutt > 0; replace a = 0 if sysmiss(a)",
    "generate a = rowconcat(gruppe, '_', kode); collapse (count) nr, by(a)",
    "replace hel = hel * 2 if hel > 3",
    "replace sifre = 'x' if hel > 3; destring sifre, force",
    "replace kode = .; tabulate kode, missing",
    "recode hel (min/0 = 0) (1/10 = 1 'lav') (missing = 99 'ukjent' missing) (* = 2); tabulate hel, missing",
    "recode kode ('1' '2' = '4') (missing = '9' 'ukjent' missing), prefix(r_); tabulate r_kode",
    "recode hel brutt (nonmissing = 1) (missing = 0) if kode == '1', generate(n_)",
    "destring sifre; destring kode, prefix(n_)",
    "destring gruppe, ignore('g')",
    "rename hel h; clone-variables h -> i brutt, prefix(c_)",
    "keep nr hel; drop hel",
    "keep if hel > 0; drop if brutt < 0",
    "keep if sysmiss(gruppe)",
    "sample 0.5 3",
    "aggregate (mean) brutt -> m (median) brutt -> q (count) kode -> n (gini) hel -> g, by(gruppe)",
    "aggregate (min) brutt -> lo (max) brutt -> hi (iqr) brutt -> r (sd) brutt -> s, by(sjef)",
    "aggregate (percent) kode -> p (sebinomial) hel -> b (semean) hel -> e (sum) hel -> t, by(hel)",
    "collapse (mean) brutt (sum) hel (count) nr -> n, by(gruppe)",
    "collapse (sum) brutt (count) nr -> n, by(sjef); import l/HEL as h; import l/NR as alle, outer_join",
    "collapse (count) nr -> n, by(PERSONID_1)",
    "collapse (mean) hel -> m, by(hel)",
    "clone-dataset d e; use e; collapse (mean) brutt -> m, by(gruppe); merge m into d on gruppe; use d; summarize m",
    "clone-dataset d e; use e; keep nr brutt; rename brutt b; merge b into d on sjef; use d",
    "define-labels l 1 en 2 to; assign-labels hel l; generate a = inlabels(hel, 'en'); drop-labels l",
    "list-labels l/KODE; assign-labels kode nothere",
];

fn script(commands: &str) -> String {
    format!("{HEAD}{}", commands.replace("; ", "\n"))
}

/// The answer of a run, whole, and its diagnostic.
fn answer(world: &TestWorld, script: &str) -> (String, Option<String>) {
    let ran = run_in(world, script);
    let code = ran.diagnostic().map(|diagnostic| diagnostic.code.clone());
    for dataset in ran.workspace.datasets.values() {
        assert!(dataset.columns.values().all(|column| column.len() == dataset.n_rows()), "{script}");
        assert!(dataset.units.is_sorted(), "{script}");
    }
    (serde_json::to_string(&ran.outputs).unwrap(), code)
}

/// Codes that a well-formed command may end with on odd data.
const CLEAR: [&str; 4] = ["population-too-small", "empty-dataset", "unknown-code-list", "nothing-to-show"];

#[test]
fn every_command_answers_clearly_on_any_kind_of_data() {
    for kind in KINDS {
        for (profile, n) in [(Profile::Open, 40), (Profile::Register, 2200)] {
            let people = people(kind, n, 11);
            let world = world(profile, &people, &in_order(people.len()));
            for commands in COMMANDS {
                let (_, code) = answer(&world, &script(commands));
                let is_extreme = commands.contains("(min) brutt -> lo") && profile == Profile::Register;
                let is_clear = |code: &String| CLEAR.contains(&code.as_str()) || is_extreme;
                assert!(code.as_ref().is_none_or(is_clear), "{kind:?} {profile:?} {commands}: {code:?}");
                // Open data are never too few.
                let few = code.as_deref() == Some("population-too-small");
                assert!(!few || profile == Profile::Register, "{kind:?} {commands}");
                // Enough persons are never refused as too few.
                assert!(
                    !few || ["keep", "create-dataset e", "sample", "by(sjef)"]
                        .iter()
                        .any(|word| commands.contains(word))
                        || matches!(kind, Kind::Empty | Kind::One)
                        || kind == Kind::AllMissing,
                    "{kind:?} {commands}"
                );
            }
        }
    }
}

/// Equal but for the last digits of exact decimal numbers, which are sums.
fn alike(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (a, b) {
        (Number(x), Number(y)) if x.is_f64() && y.is_f64() => {
            let (x, y) = (x.as_f64().unwrap(), y.as_f64().unwrap());
            (x - y).abs() <= 1e-12 * x.abs().max(1.0)
        }
        (Array(x), Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| alike(x, y)),
        (Object(x), Object(y)) => {
            x.len() == y.len() && x.iter().all(|(key, value)| y.get(key).is_some_and(|other| alike(value, other)))
        }
        _ => a == b,
    }
}

#[test]
fn the_order_of_rows_changes_no_answer() {
    for (profile, n) in [(Profile::Open, 41), (Profile::Register, 2201)] {
        for kind in [Kind::Mixed, Kind::DuplicateKeys] {
            let people = people(kind, n, 23);
            let (one, other) = (world(profile, &people, &in_order(n)), world(profile, &people, &turned(n)));
            for commands in COMMANDS {
                let (a, b) = (answer(&one, &script(commands)), answer(&other, &script(commands)));
                assert_eq!(a.1, b.1, "{kind:?} {profile:?} {commands}");
                let (a, b) = (serde_json::from_str(&a.0).unwrap(), serde_json::from_str(&b.0).unwrap());
                assert!(alike(&a, &b), "{kind:?} {profile:?} {commands}\n{a}\n{b}");
            }
        }
    }
}

/// A column by `nr`, so that the order of rows does not show.
fn by_number(world: &TestWorld, commands: &str, column: &str) -> BTreeMap<i64, String> {
    let ran = run_in(world, &script(commands)).fine();
    let numbers = ran.values("d", "nr").into_iter().map(|nr| nr.parse().unwrap());
    numbers.zip(ran.values("d", column)).collect()
}

const STATISTICS: [&str; 12] =
    ["mean", "min", "max", "median", "count", "sum", "sd", "semean", "sebinomial", "percent", "iqr", "gini"];

#[test]
fn a_collapsed_dataset_merged_back_is_the_aggregate() {
    for (profile, n) in [(Profile::Open, 41), (Profile::Register, 2201)] {
        for kind in [Kind::Mixed, Kind::AllMissing, Kind::SingleCategory] {
            let people = people(kind, n, 5);
            let world = world(profile, &people, &turned(n));
            for by in ["gruppe", "kode", "sjef", "hel"] {
                // Nobody has a boss: too few for a dataset of bosses.
                if profile == Profile::Register && by == "sjef" && kind == Kind::AllMissing {
                    continue;
                }
                let statistics = STATISTICS.iter().filter(|statistic| {
                    // Extremes of groups of persons by a category are not told.
                    profile == Profile::Open || by == "sjef" || !["min", "max"].contains(statistic)
                });
                for statistic in statistics {
                    let collapsed = format!(
                        "clone-dataset d e; use e; collapse ({statistic}) brutt -> r, by({by}); merge r into d on {by}; use d"
                    );
                    let aggregated = format!("aggregate ({statistic}) brutt -> r, by({by})");
                    assert_eq!(
                        by_number(&world, &collapsed, "r"),
                        by_number(&world, &aggregated, "r"),
                        "{kind:?} {profile:?} {statistic} by {by}"
                    );
                }
            }
        }
    }
}

#[test]
fn counts_of_groups_add_up_to_the_rows_with_a_group() {
    let people = people(Kind::Mixed, 41, 9);
    let world = world(Profile::Open, &people, &turned(41));
    for by in ["gruppe", "kode", "sjef", "hel", "sifre", "PERSONID_1"] {
        let before = run_in(&world, HEAD).fine();
        let n_rows = before.values("d", by).iter().filter(|value| *value != ".").count();
        let ran = run_in(&world, &script(&format!("collapse (count) nr -> n, by({by})"))).fine();
        let counted: usize = ran.values("d", "n").iter().map(|count| count.parse::<usize>().unwrap()).sum();
        assert_eq!(counted, n_rows, "{by}");
        let valid = before.values("d", "brutt").into_iter().zip(before.values("d", by));
        let n_valid = valid.filter(|(value, group)| value != "." && group != ".").count();
        let ran = run_in(&world, &script(&format!("collapse (count) brutt -> n, by({by})"))).fine();
        let counted: usize = ran.values("d", "n").iter().map(|count| count.parse::<usize>().unwrap()).sum();
        assert_eq!(counted, n_valid, "{by}");
    }
}

#[test]
fn two_ways_of_one_change_are_the_same() {
    for (profile, n) in [(Profile::Open, 41), (Profile::Register, 2201)] {
        let people = people(Kind::Mixed, n, 31);
        let world = world(profile, &people, &turned(n));
        for (one, other, column) in [
            (
                "recode hel (min/0 = 0) (1/10 = 1) (11/max = 2)",
                "generate a = 0 if hel <= 0; replace a = 1 if hel >= 1 & hel <= 10; replace a = 2 if hel > 10; replace hel = a",
                "hel",
            ),
            ("recode kode ('1' = '2')", "replace kode = '2' if kode == '1'", "kode"),
            ("recode hel (missing = 0)", "replace hel = 0 if sysmiss(hel)", "hel"),
            ("destring sifre", "replace sifre = to_int(sifre)", "sifre"),
            ("generate t = string(hel); destring t; replace hel = t", "generate t = hel", "hel"),
            ("clone-variables hel -> t", "generate t = hel", "t"),
            ("keep if hel > 3", "drop if hel <= 3 | sysmiss(hel)", "brutt"),
            ("clone-dataset d e; use e; rename brutt b; merge b into d; use d", "generate b = brutt", "b"),
            (
                "clone-dataset d e; use e; rename brutt b; merge b into d; rename b c; merge c into d; use d",
                "generate c = brutt",
                "c",
            ),
        ] {
            assert_eq!(by_number(&world, one, column), by_number(&world, other, column), "{profile:?}\n{one}\n{other}");
        }
    }
}

#[test]
fn an_empty_population_has_empty_answers() {
    let world = world(Profile::Open, &[], &[]);
    let ran = run_in(&world, &script("generate a = hel + 1; collapse (sum) a, by(gruppe)")).fine();
    let Body::Dataset(change) = &ran.outputs.last().unwrap().body else { panic!("{:?}", ran.outputs) };
    assert_eq!(change.units, Some(0));
}
