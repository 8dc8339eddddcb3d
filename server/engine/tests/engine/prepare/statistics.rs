//! `collapse` and `aggregate`: the twelve statistics against plain computations over random groups (language.md 6.4, 7.3).

use std::collections::BTreeMap;

use engine::RecordValues;
use variables::{DataType, Profile};

use crate::support::bank::{TestBank, fixed, texts, variable};
use crate::support::{Draws, OPEN, REGISTER, TestWorld, error_code, run, run_in};

const STATISTICS: [&str; 12] =
    ["mean", "min", "max", "median", "count", "sum", "sd", "semean", "sebinomial", "percent", "iqr", "gini"];

/// Values (NaN: missing) and group texts (empty: missing) of persons; one group has no valid value.
fn data(seed: u64, is_flag: bool) -> Vec<(f64, &'static str)> {
    let mut draws = Draws(seed);
    (0..400)
        .map(|_| {
            let group = ["a", "b", "c", "none", ""][usize::try_from(draws.below(5)).unwrap()];
            let draw = draws.below(1000);
            let value = if is_flag { f64::from(u32::try_from(draw % 2).unwrap()) } else { draw as f64 / 8.0 };
            (if group == "none" || draws.below(10) == 0 { f64::NAN } else { value }, group)
        })
        .collect()
}

fn world(data: &[(f64, &'static str)]) -> TestWorld {
    let mut bank = TestBank::new("no.test.s", Profile::Open);
    let (spells, values) = fixed((0..data.len()).map(|person| Some(i64::try_from(person).unwrap())));
    bank.add(variable("NR", DataType::Long), spells, RecordValues::Long(values));
    let (spells, values) = fixed(data.iter().map(|(value, _)| (!value.is_nan()).then_some(*value)));
    bank.add(variable("V", DataType::Double), spells, RecordValues::Double(values));
    let (spells, values) = fixed(data.iter().map(|(_, group)| (!group.is_empty()).then(|| (*group).to_owned())));
    bank.add(variable("G", DataType::String), spells, texts(&values));
    TestWorld::of(vec![bank], 1)
}

const HEAD: &str = "require no.test.s:1 as s\ncreate-dataset d\nimport s/NR as nr\nimport s/V as v\nimport s/G as g\n";

/// A statistic by its definition in the manual; `n_rows` counts the missing ones too.
fn plain(statistic: &str, valid: &[f64], n_rows: usize) -> f64 {
    let n = valid.len() as f64;
    let mut sorted = valid.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mean = valid.iter().sum::<f64>() / n;
    let sd = (valid.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    let quantile = |p: f64| {
        let place = p * (n - 1.0);
        let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
        low + place.fract() * (high - low)
    };
    match statistic {
        "count" => n,
        "percent" => 100.0 * n / n_rows as f64,
        _ if valid.is_empty() => f64::NAN,
        "mean" => mean,
        "min" => sorted[0],
        "max" => sorted[sorted.len() - 1],
        "median" => quantile(0.5),
        "sum" => valid.iter().sum(),
        "sd" => sd,
        "semean" => sd / n.sqrt(),
        "sebinomial" => (mean * (1.0 - mean) / n).sqrt(),
        "iqr" => quantile(0.75) - quantile(0.25),
        "gini" => {
            let differences: f64 = valid.iter().flat_map(|a| valid.iter().map(move |b| (a - b).abs())).sum();
            differences / (2.0 * n * n * mean)
        }
        other => panic!("{other}"),
    }
}

fn close(found: &str, expected: f64) -> bool {
    match found.parse::<f64>() {
        Ok(found) => (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        Err(_) => expected.is_nan(),
    }
}

#[test]
fn every_statistic_is_what_its_definition_says() {
    for (seed, is_flag) in [(1, false), (2, false), (3, true)] {
        let data = data(seed, is_flag);
        let world = world(&data);
        let mut groups: BTreeMap<&str, (Vec<f64>, usize)> = BTreeMap::new();
        for (value, group) in data.iter().filter(|(_, group)| !group.is_empty()) {
            let group = groups.entry(group).or_default();
            group.1 += 1;
            group.0.extend(Some(*value).filter(|value| !value.is_nan()));
        }
        let wanted: Vec<String> =
            STATISTICS.iter().map(|statistic| format!("({statistic}) v -> v_{statistic}")).collect();
        let collapsed = run_in(&world, &format!("{HEAD}collapse {}, by(g)", wanted.join(" "))).fine();
        let aggregated = run_in(&world, &format!("{HEAD}aggregate {}, by(g)", wanted.join(" "))).fine();
        assert_eq!(collapsed.line("g"), "a b c none");
        for statistic in STATISTICS {
            let expected =
                |group: &str| groups.get(group).map_or(f64::NAN, |(valid, n_rows)| plain(statistic, valid, *n_rows));
            let is_skipped = statistic == "sebinomial" && !is_flag;
            let column = format!("v_{statistic}");
            for (group, found) in ["a", "b", "c", "none"].iter().zip(collapsed.values("d", &column)) {
                assert!(is_skipped || close(&found, expected(group)), "{statistic} of {group}: {found}");
            }
            for ((_, group), found) in data.iter().zip(aggregated.values("d", &column)) {
                assert!(is_skipped || close(&found, expected(group)), "{statistic} of {group}: {found}");
            }
        }
    }
}

fn line(script: &str, column: &str) -> String {
    run(&format!("{OPEN}import o/X as x\nimport o/G as g\n{script}")).fine().line(column)
}

fn code(script: &str) -> Option<String> {
    error_code(&format!("{OPEN}import o/X as x\nimport o/G as g\n{script}"))
}

#[test]
fn a_statistic_holds_until_the_next_one_and_names_default_to_the_source() {
    let script = "collapse (sum) id x -> xsum (count) g -> n x -> m, by(g)";
    assert_eq!(code(script), None);
    assert_eq!(line(script, "id"), "25 30 11");
    assert_eq!(line(script, "xsum"), "16 23 .");
    assert_eq!(line(script, "n"), "5 5 1");
    assert_eq!(line(script, "m"), "4 5 0");
    let names: Vec<String> = run(&format!("{OPEN}import o/X as x\nimport o/G as g\n{script}"))
        .fine()
        .change()
        .variables
        .iter()
        .map(|variable| variable.name.clone())
        .collect();
    assert_eq!(names, ["g", "id", "xsum", "n", "m"]);
    assert_eq!(line("aggregate (max) id -> top x -> xtop, by(g)", "xtop"), "9 10 9 10 9 10 9 10 9 10 . .");
    // `++` works in the lists.
    assert_eq!(line("let y = 20\ncollapse (count) id -> n ++ $y, by(g)", "n20"), "5 5 1");
}

#[test]
fn mistakes_in_statistics() {
    for (script, expected) in [
        ("collapse (sum) id (mean) id, by(g)", "repeated-name"),
        ("collapse (sum) id -> a x -> a, by(g)", "repeated-name"),
        ("collapse (sum) id -> g, by(g)", "repeated-name"),
        ("collapse (mean) g, by(id)", "not-numeric"),
        ("collapse (p25) id, by(g)", "unknown-statistic"),
        ("collapse (first) id, by(g)", "unknown-statistic"),
        ("collapse (sum) id", "missing-option"),
        ("aggregate (sum) id -> s", "missing-option"),
        ("aggregate (sum) id -> s if id > 3, by(g)", "condition-not-allowed"),
        ("collapse (sum) id if id > 3, by(g)", "condition-not-allowed"),
        ("aggregate (sum) id -> x, by(g)", "variable-exists"),
        ("collapse (sum) id, by(g x)", "several-keys"),
        ("collapse (sum) nothere, by(g)", "unknown-variable"),
        ("collapse (sum) id, by(nothere)", "unknown-variable"),
        ("collapse id, by(g)", "missing-part"),
    ] {
        assert_eq!(code(script).as_deref(), Some(expected), "{script}");
    }
    // A composite key is made beforehand.
    assert_eq!(line("generate k = rowconcat(g, '_', string(id > 6))\ncollapse (count) id, by(k)", "id"), "3 2 3 2 1");
}

#[test]
fn counts_of_anything_and_days_of_days() {
    assert_eq!(line("import o/BOSS as boss\ncollapse (count) boss -> n (percent) g -> p, by(g)", "n"), "3 5 1");
    let spells = "require no.test.open:1 as o\ncreate-dataset e\nimport-event o/WORK 2020-01-01 to 2021-12-31 as w\ncollapse (min) START@w -> first (max) STOP@w -> last (mean) START@w -> mid, by(w)";
    let ran = run(spells).fine();
    let types: Vec<&str> = ran.change().variables.iter().map(|variable| variable.data_type.as_str()).collect();
    assert_eq!(types, ["STRING", "DATE", "DATE", "DOUBLE"]);
}

/// By a category, groups of persons are released numbers: the same for collapse and aggregate; extremes are not told.
#[test]
fn places_have_released_values() {
    let head = format!("{REGISTER}import db/KOMMUNE 2022-01-01 as place\nimport db/LONN 2022-01-01 as wage\n");
    for statistic in ["mean", "median", "count", "sum", "sd", "semean", "percent", "iqr", "gini"] {
        let collapsed = run(&format!("{head}collapse ({statistic}) wage -> w, by(place)")).fine();
        let aggregated = run(&format!("{head}aggregate ({statistic}) wage -> w, by(place)")).fine();
        let by_place: BTreeMap<String, String> =
            collapsed.values("d", "place").into_iter().zip(collapsed.values("d", "w")).collect();
        for (place, value) in aggregated.values("d", "place").iter().zip(aggregated.values("d", "w")) {
            let expected = by_place.get(place).map_or(".", String::as_str);
            assert_eq!(value, expected, "{statistic} of {place}");
        }
        assert!(by_place.values().any(|value| value != "."), "{statistic}");
    }
    for statistic in ["min", "max"] {
        let code = error_code(&format!("{head}collapse ({statistic}) wage -> w, by(place)"));
        assert_eq!(code.as_deref(), Some("option-not-available"));
    }
}
