//! Every option of `tabulate` and their combinations, on the ten open persons, against a second computation made here.

use wire::output::{Cell, Role, Table};

use super::answers::{columns, rows, table};
use super::people::{OPEN, REGISTER, open_world, register_world};

/// One person: sex, city, number of children, pay.
struct Person {
    codes: [Option<&'static str>; 3],
    pay: Option<f64>,
}

const DIMENSIONS: [&str; 3] = ["sex", "city", "kids"];

fn people() -> Vec<Person> {
    let sex = ["1", "1", "1", "1", "2", "2", "2", "2", "2", "2"];
    let city = ["b", "a", "a", "b", "b", "b", "a", "b", "b", "."];
    let kids = ["0", "1", "2", "2", "0", "0", "1", "3", "1", "0"];
    let pay = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, -1.0, 100.0];
    let known = |code: &'static str| (code != ".").then_some(code);
    (0..10)
        .map(|at| Person {
            codes: [known(sex[at]), known(city[at]), known(kids[at])],
            pay: (pay[at] >= 0.0).then_some(pay[at]),
        })
        .collect()
}

/// A place of a table: a code, missing, or a total, one a dimension.
#[derive(Clone, PartialEq, Debug)]
enum At {
    Code(String),
    Missing,
    Total,
}

/// The persons at a place; with `missing` left out, those with a value of every dimension.
fn at<'a>(all: &'a [Person], dimensions: &[usize], place: &[At], missing: bool) -> Vec<&'a Person> {
    let belongs = |person: &&Person| {
        dimensions.iter().zip(place).all(|(dimension, at)| match (&person.codes[*dimension], at) {
            (None, _) if !missing => false,
            (Some(code), At::Code(wanted)) => code == wanted,
            (None, At::Missing) | (_, At::Total) => true,
            _ => false,
        })
    };
    all.iter().filter(belongs).collect()
}

fn statistic(name: &str, persons: &[&Person]) -> Option<f64> {
    let mut values: Vec<f64> = persons.iter().filter_map(|person| person.pay).collect();
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let sum: f64 = values.iter().sum();
    let percentile = |p: f64| -> Option<f64> {
        let place = (n - 1.0) * p;
        let low = *values.get(place.floor() as usize)?;
        Some(low + place.fract() * (values.get(place.floor() as usize + 1).unwrap_or(&low) - low))
    };
    if name == "count" {
        return Some(n);
    }
    if values.is_empty() {
        return None;
    }
    let mean = sum / n;
    match name {
        "mean" => Some(mean),
        "sum" => Some(sum),
        "std" => (n > 1.0).then(|| (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()),
        "p25" => percentile(0.25),
        "p50" => percentile(0.5),
        "p75" => percentile(0.75),
        "iqr" => Some(percentile(0.75)? - percentile(0.25)?),
        "gini" => {
            let all = values.iter().flat_map(|a| values.iter().map(move |b| (a - b).abs())).sum::<f64>();
            Some(all / (2.0 * n * n * mean))
        }
        other => panic!("{other}"),
    }
}

fn places(found: &Table, width: usize) -> Vec<Vec<At>> {
    let at = |cell: &Cell| match cell {
        Cell::Code(code) if code == "*" => At::Total,
        Cell::Code(code) => At::Code(code.clone()),
        _ => At::Missing,
    };
    found.rows.iter().map(|row| row.iter().take(width).map(at).collect()).collect()
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Whole(whole) => Some(*whole as f64),
        Cell::Number(number) => Some(*number),
        _ => None,
    }
}

fn near(found: Option<f64>, expected: Option<f64>, what: &str) {
    match (found, expected) {
        (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-9, "{what}: {found} for {expected}"),
        (found, expected) => assert_eq!(found, expected, "{what}"),
    }
}

/// Every choice of one to three variables.
const CHOICES: [&[usize]; 7] = [&[0], &[1], &[2], &[0, 1], &[1, 0], &[2, 1], &[0, 1, 2]];

#[test]
fn counts_and_shares_of_every_choice_of_variables() {
    let all = people();
    for dimensions in CHOICES {
        for missing in [false, true] {
            let names: Vec<&str> = dimensions.iter().map(|at| DIMENSIONS[*at]).collect();
            let shares = if names.len() > 1 { " rowpct colpct" } else { "" };
            let command = format!(
                "tabulate {}, freq cellpct{shares}{} flatten",
                names.join(" "),
                if missing { " missing" } else { "" }
            );
            let found = table(&open_world(), &format!("{OPEN}{command}"));
            let wanted: &[&str] =
                if names.len() > 1 { &["count", "rowpct", "colpct", "cellpct"] } else { &["count", "cellpct"] };
            assert_eq!(columns(&found)[names.len()..], *wanted, "{command}");
            let places = places(&found, names.len());
            // Every combination of the listed categories and totals, once.
            let mut combinations = 1;
            for (at, dimension) in dimensions.iter().enumerate() {
                let has_missing = missing && all.iter().any(|person| person.codes[*dimension].is_none());
                let mut listed: Vec<&At> = Vec::new();
                for place in &places {
                    if !listed.contains(&&place[at]) {
                        listed.push(&place[at]);
                    }
                }
                assert_eq!(listed.contains(&&At::Missing), has_missing, "{command}");
                combinations *= listed.len();
            }
            assert_eq!(places.len(), combinations, "{command}");
            for (place, row) in places.iter().zip(&found.rows) {
                let count = |place: &[At]| at(&all, dimensions, place, missing).len() as f64;
                let share = |base: f64| (base > 0.0).then(|| 100.0 * count(place) / base);
                let last = place.len() - 1;
                let total_but = |kept: &dyn Fn(usize) -> bool| -> Vec<At> {
                    place.iter().enumerate().map(|(at, one)| if kept(at) { one.clone() } else { At::Total }).collect()
                };
                for (name, cell) in wanted.iter().zip(&row[place.len()..]) {
                    let expected = match *name {
                        "count" => Some(count(place)),
                        "rowpct" => share(count(&total_but(&|at| at != last))),
                        "colpct" => share(count(&total_but(&|at| at == last))),
                        _ => share(count(&total_but(&|_| false))),
                    };
                    near(number(cell), expected, &format!("{command} {place:?} {name}"));
                }
            }
        }
    }
}

#[test]
fn statistics_of_every_choice_of_variables() {
    let all = people();
    let wanted = ["gini", "mean", "std", "sum", "p25", "p50", "p75", "iqr"];
    for dimensions in CHOICES {
        for missing in ["", " missing"] {
            let names: Vec<&str> = dimensions.iter().map(|at| DIMENSIONS[*at]).collect();
            let command = format!("tabulate {}, freq summarize(pay) {}{missing}", names.join(" "), wanted.join(" "));
            let found = table(&open_world(), &format!("{OPEN}{command}"));
            let measures = [&wanted[..], &["count"]].concat();
            assert_eq!(columns(&found)[names.len()..], measures, "{command}");
            for (place, row) in places(&found, names.len()).iter().zip(&found.rows) {
                let persons = at(&all, dimensions, place, !missing.is_empty());
                for (name, cell) in measures.iter().zip(&row[place.len()..]) {
                    near(number(cell), statistic(name, &persons), &format!("{command} {place:?} {name}"));
                }
            }
        }
    }
    // The mean stands alone without other choices.
    assert_eq!(columns(&table(&open_world(), &format!("{OPEN}tabulate sex, summarize(pay)"))), ["sex", "mean"]);
}

/// Rows but totals, without their measures.
fn order(command: &str) -> Vec<String> {
    let found = table(&open_world(), &format!("{OPEN}{command}"));
    let width = found.columns.iter().filter(|column| column.role == Role::Dimension).count();
    let row = |row: &String| row.split(' ').take(width).collect::<Vec<_>>().join(" ");
    rows(&found).iter().map(row).filter(|row| !row.contains('*')).collect()
}

#[test]
fn sorting_is_ascending_with_ties_by_code_and_totals_last() {
    // Children 0 4, 1 3, 2 2, 3 1; by city: a 0 2 1 0, b 3 1 1 1 (one person without city has none).
    assert_eq!(order("tabulate kids, rowsort()"), ["3", "2", "1", "0"]);
    assert_eq!(order("tabulate kids, rowsort() top(2)"), ["3", "2"]);
    assert_eq!(order("tabulate kids, rowsort() bottom(2)"), ["1", "0"]);
    assert_eq!(order("tabulate kids, top(2)"), ["0", "1"]);
    assert_eq!(order("tabulate kids, bottom(1)"), ["3"]);
    assert_eq!(order("tabulate kids, top(99)"), ["0", "1", "2", "3"]);
    let by_row = |command: &str| {
        let mut rows: Vec<String> =
            order(command).iter().filter_map(|row| row.split(' ').next().map(str::to_owned)).collect();
        rows.dedup();
        rows
    };
    assert_eq!(by_row("tabulate kids city, rowsort('a')"), ["0", "3", "2", "1"]);
    assert_eq!(by_row("tabulate kids city, rowsort('b')"), ["1", "2", "3", "0"]);
    assert_eq!(by_row("tabulate kids city, rowsort()"), ["3", "2", "0", "1"]);
    assert_eq!(by_row("tabulate kids city, rowsort('b') bottom(2)"), ["3", "0"]);
    assert_eq!(order("tabulate kids city, colsort(0) top(1)"), ["0 a", "0 b"]);
    assert_eq!(order("tabulate kids city, colsort(1) top(1)"), ["0 b", "0 a"]);
    assert_eq!(order("tabulate city kids, colsort()"), ["a 3", "a 2", "a 0", "a 1", "b 3", "b 2", "b 0", "b 1"]);
    // The first statistic sorts, whatever stands beside it; of several variables each by its own numbers.
    assert_eq!(order("tabulate city, summarize(pay) p50 freq rowsort()"), ["a", "b"]);
    assert_eq!(order("tabulate sex, summarize(kids pay) rowsort()"), ["kids 2", "kids 1", "pay 1", "pay 2"]);
    // Three variables: rows are the first two, columns the last.
    let nested = order("tabulate sex kids city, rowsort('b') bottom(1)");
    assert_eq!(nested, ["2 0 a", "2 0 b"]);
    let nested = order("tabulate sex city kids, colsort('2', 'b') top(1)");
    assert_eq!(nested, ["1 a 2", "1 a 1", "1 a 3", "1 a 0"]);
}

#[test]
fn sorting_uses_released_numbers() {
    let found = table(&register_world(), &format!("{REGISTER}tabulate region, rowsort()"));
    let counts: Vec<f64> = found.rows.iter().filter_map(|row| number(&row[1])).collect();
    let (_, regions) = counts.split_last().unwrap();
    assert!(regions.len() == 5 && regions.is_sorted(), "{:?}", rows(&found));
    let found =
        table(&register_world(), &format!("{REGISTER}tabulate region, summarize(wage) p75 mean rowsort() top(3)"));
    let shown: Vec<f64> = found.rows.iter().filter_map(|row| number(&row[1])).collect();
    assert!(found.rows.len() == 4 && shown[..3].is_sorted(), "{:?}", rows(&found));
}

#[test]
fn large_tables_are_refused_by_their_code_lists() {
    let clones: String = (0..5).map(|copy| format!("clone-variables region -> r{copy}\n")).collect();
    let code =
        |command: &str| super::answers::diagnostic(&register_world(), &format!("{REGISTER}{clones}{command}")).code;
    // 6⁵ cells by the lists, whoever lives there.
    assert_eq!(code("tabulate r0 r1 r2 r3 r4"), "too-many-cells");
    assert_eq!(code("tabulate r0 r1 r2 r3 r4 if age == 200, summarize(wage)"), "too-many-cells");
}

#[test]
fn codes_stand_for_labels_with_nolabels() {
    let labels = |options: &str| {
        let found = table(&open_world(), &format!("{OPEN}tabulate city sex{options}"));
        found.labels["sex"].values().cloned().collect::<Vec<_>>()
    };
    assert_eq!(labels(""), ["Mann", "Kvinne"]);
    assert_eq!(labels(", summarize(pay) nolabels"), ["1", "2"]);
    assert_eq!(labels(" if city == 'a', nolabels rowpct"), ["1", "2"]);
}

#[test]
fn nobody_and_one_category_are_tables_too() {
    for (filter, n_rows) in [(" if kids == 99", 1), (" if kids == 3", 2)] {
        for options in [", rowsort() missing", ", top(1) cellpct freq", ", summarize(pay) mean gini freq"] {
            let found = table(&open_world(), &format!("{OPEN}tabulate kids{filter}{options}"));
            assert_eq!(found.rows.len(), n_rows, "{filter}{options} {:?}", rows(&found));
        }
        let two = table(&open_world(), &format!("{OPEN}tabulate kids sex{filter}, chi2 rowpct colpct freq colsort()"));
        assert_eq!(two.rows.len(), n_rows * n_rows, "{filter}");
        assert!(two.tests[0].statistic.is_none_or(f64::is_finite));
    }
}
