//! Scripts over real data sets under `open` against R at full precision (`../shared/reference`); skipped aloud where the
//! files are not.

use std::path::PathBuf;

use serde_json::Value;
use variables::Profile;
use wire::output::Model;

use super::answers::{close, columns, model, rows, table};
use super::memory::{Cells, Memory, MemoryWorld};

pub fn shared(path: &str) -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let found = root.ancestors().map(|folder| folder.join("shared").join(path)).find(|file| file.exists());
    if found.is_none() {
        eprintln!("SKIPPED: ../shared/{path} is not here");
    }
    found
}

/// A data set of the reference as an open databank, and the script that imports all of it.
pub fn databank(name: &str) -> Option<(MemoryWorld, String)> {
    csv_databank(name, &format!("reference/data/{name}.csv"))
}

/// A CSV file as an open databank: a person a row, a variable a column, whole numbers as such.
pub fn csv_databank(name: &str, path: &str) -> Option<(MemoryWorld, String)> {
    let text = std::fs::read_to_string(shared(path)?).unwrap();
    let mut lines = text.lines();
    let names: Vec<String> = lines.next().unwrap().split(',').map(|name| name.trim_matches('"').to_owned()).collect();
    let records: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let mut bank = Memory::new(name, Profile::Open, records.len());
    let mut script = format!("require {name}:1 as ref\ncreate-dataset d\n");
    for (column, name) in names.iter().map(|name| name.replace('.', "_")).enumerate() {
        let texts = || records.iter().map(|record| record[column].trim_matches('"'));
        let numbers: Vec<Option<f64>> = texts().map(|text| text.parse().ok()).collect();
        let is_whole = numbers.iter().flatten().all(|number| number.fract() == 0.0);
        let is_text = texts().any(|text| !text.is_empty() && text != "NA" && text.parse::<f64>().is_err());
        let cells = if is_text {
            Cells::Texts(texts().map(|text| (!text.is_empty()).then(|| text.to_owned())).collect())
        } else if is_whole {
            Cells::Longs(numbers.iter().map(|number| number.map(|number| number as i64)).collect())
        } else {
            Cells::Doubles(numbers)
        };
        let variable = name.to_uppercase();
        bank = bank.with(&variable, cells, &[]);
        script.push_str(&format!("import ref/{variable} as {name}\n"));
    }
    Some((MemoryWorld::new(vec![bank]), script))
}

pub fn results(case: &str) -> Value {
    let text = std::fs::read_to_string(shared(&format!("reference/cases/{case}.json")).unwrap()).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["results"]["R"].clone()
}

/// Nine digits; tails below 1e-10 to 1e-12 absolutely.
fn nine_digits(value: Option<f64>, expected: &Value, what: &str) {
    digits(value, expected, 1e-9, what);
}

/// Some digits; tails below 1e-10 to 1e-12 absolutely.
pub fn digits(value: Option<f64>, expected: &Value, tolerance: f64, what: &str) {
    let Some(expected) = expected.as_f64() else { return };
    let value = value.unwrap_or_else(|| panic!("{what} is not there"));
    let difference = (value - expected).abs();
    assert!(
        difference <= tolerance * expected.abs() || expected.abs() < 1e-10 && difference < 1e-12,
        "{what}: {value} against {expected}"
    );
}

/// All terms and the named fit statistics (ours, theirs) of a model; `theirs` renames our terms, by equation and term.
pub fn compare(
    found: &Model,
    expected: &Value,
    theirs: &dyn Fn(Option<&str>, &str) -> String,
    figures: &[(&str, &str)],
    tolerance: f64,
) {
    let all = expected["coef"].as_object().unwrap();
    for term in &found.terms {
        let name = theirs(term.equation.as_deref(), &term.term);
        assert!(all.contains_key(&name), "{name} of {all:?}");
        let values = [term.coefficient, term.se, term.statistic, term.p, term.ci_low, term.ci_high];
        for (key, value) in ["coef", "se", "stat", "p", "ci_low", "ci_high"].into_iter().zip(values) {
            digits(value, &expected[key][&name], tolerance, &format!("{key} of {name}"));
        }
    }
    for (ours, theirs) in figures {
        assert!(!expected[*theirs].is_null(), "no {theirs} in the reference");
        digits(found.fit.get(*ours).copied().flatten(), &expected[*theirs], tolerance, ours);
    }
}

/// `names` maps our terms to R's.
fn check(data: &str, case: &str, commands: &str, names: &[(&str, &str)]) {
    let Some((world, import)) = databank(data) else { return };
    let found = model(&world, &format!("{import}{commands}"));
    let expected = results(case);
    let all = expected["coef"].as_object().unwrap();
    assert_eq!(found.terms.len(), all.len(), "{case}: {:?}", found.terms);
    for term in &found.terms {
        let theirs = names.iter().find(|(ours, _)| *ours == term.term).map_or(term.term.as_str(), |(_, theirs)| theirs);
        assert!(all.contains_key(theirs), "{case}: {theirs} of {all:?}");
        let what = |key: &str| format!("{case}: {key} of {}", term.term);
        nine_digits(term.coefficient, &expected["coef"][theirs], &what("coef"));
        nine_digits(term.se, &expected["se"][theirs], &what("se"));
        nine_digits(term.statistic, &expected["stat"][theirs], &what("stat"));
        nine_digits(term.p, &expected["p"][theirs], &what("p"));
        nine_digits(term.ci_low, &expected["ci_low"][theirs], &what("ci_low"));
        nine_digits(term.ci_high, &expected["ci_high"][theirs], &what("ci_high"));
    }
    for key in ["r2", "r2_adj", "rmse", "ll", "df_resid"] {
        nine_digits(found.fit.get(key).copied().flatten(), &expected[key], &format!("{case}: {key}"));
    }
    if found.covariance == "classical" {
        nine_digits(found.fit["f"], &expected["F"], &format!("{case}: F"));
        nine_digits(found.fit["f_p"], &expected["F_p"], &format!("{case}: F_p"));
    }
}

#[test]
fn wages_of_1976_are_explained_as_in_the_textbook() {
    check("wage1", "ols_wage1_lwage", "regress lwage educ exper tenure", &[]);
    check(
        "wage1",
        "ols_wage1_interaction",
        "regress lwage i.married##i.female educ exper c.exper#c.exper tenure c.tenure#c.tenure",
        &[
            ("1.married", "married"),
            ("1.female", "female"),
            ("1.married#1.female", "married:female"),
            ("c.exper#c.exper", "expersq"),
            ("c.tenure#c.tenure", "tenursq"),
        ],
    );
}

#[test]
fn house_prices_have_robust_errors_as_in_the_textbook() {
    check("hprice1", "ols_hprice1", "regress price lotsize sqrft bdrms", &[]);
    check("hprice1", "ols_hprice1_hc1", "regress price lotsize sqrft bdrms, robust", &[]);
}

#[test]
fn young_mens_wages_are_clustered_by_person() {
    let years = [
        ("1981.year", "d81"),
        ("1982.year", "d82"),
        ("1983.year", "d83"),
        ("1984.year", "d84"),
        ("1985.year", "d85"),
        ("1986.year", "d86"),
        ("1987.year", "d87"),
    ];
    let formula = "regress lwage educ black hisp exper expersq married union i.year";
    check("wagepan", "ols_wagepan_pooled", formula, &years);
    check("wagepan", "ols_wagepan_pooled_cluster_nr", &format!("{formula}, cluster(nr)"), &years);
}

#[test]
fn diagnostics_of_house_prices_agree() {
    let Some((world, import)) = databank("hprice1") else { return };
    let found = model(&world, &format!("{import}regress price lotsize sqrft bdrms, ov het_iid"));
    let expected = results("ols_hprice1_diagnostics");
    nine_digits(found.tests[0].statistic, &expected["reset_F"], "reset");
    nine_digits(found.tests[0].p, &expected["reset_p"], "reset p");
    nine_digits(found.tests[1].statistic, &expected["breusch_pagan_lm"], "bp");
    nine_digits(found.tests[1].p, &expected["breusch_pagan_p"], "bp p");
}

#[test]
fn wages_are_summarized_as_by_r() {
    let Some((world, import)) = databank("wage1") else { return };
    let found = table(&world, &format!("{import}summarize wage, gini iqr"));
    let expected = results("summarize_wage1_wage");
    let line: Vec<f64> = rows(&found)[0].split(' ').skip(1).map(|number| number.parse().unwrap()).collect();
    let names = columns(&found);
    for (name, value) in names.iter().skip(1).zip(line) {
        let theirs = match *name {
            "std" => &expected["sd"],
            "count" => &expected["n"],
            "iqr" => &expected["iqr_type7"],
            "gini" | "mean" => &expected[*name],
            percentile => &expected["quantile_type7"][percentile],
        };
        close(value, theirs.as_f64().unwrap(), 1e-5);
    }
}
