//! Twenty spellings of the same question answer identically (near-sets 6.1): noise belongs to the question, not to its
//! wording.

use std::collections::BTreeMap;

use wire::output::{Body, Cell};

use super::answers::{cells, last, rows, table};
use super::people::{REGISTER, register_world};

type Cells = BTreeMap<Vec<(String, String)>, Vec<String>>;

fn run(script: &str) -> Cells {
    cells(&table(&register_world(), &format!("{REGISTER}{script}")))
}

/// Every script gives the table that the first gives.
fn same(scripts: &[&str]) {
    let mut found = scripts.iter().map(|script| (script, run(script)));
    let (_, first) = found.next().unwrap();
    assert!(first.values().flatten().any(|value| !value.ends_with('-')), "nothing shown: {first:?}");
    for (script, cells) in found {
        assert_eq!(cells, first, "\n{script}\nagainst\n{}", scripts[0]);
    }
}

#[test]
fn twenty_spellings_of_one_population() {
    same(&[
        "keep if sex == '2' & age >= 25 & age <= 64\ntabulate region",
        "keep if age <= 64 & sex == '2' & age >= 25\ntabulate region",
        "keep if sex == '2'\nkeep if age >= 25\nkeep if age <= 64\ntabulate region",
        "keep if age <= 64\nkeep if age >= 25\nkeep if sex == '2'\ntabulate region",
        // `drop` keeps missing ages, `keep` does not: only the first import cannot be missing.
        "drop if sex != '2'\ndrop if age < 25 | age > 64 | sysmiss(age)\ntabulate region",
        "drop if !(sex == '2')\nkeep if !(age < 25 | age > 64)\ntabulate region",
        "keep if inrange(age, 25, 64) & sex == '2'\ntabulate region",
        "keep if inlist(sex, '2')\nkeep if inrange(age, 25, 64)\ntabulate region",
        "tabulate region if sex == '2' & inrange(age, 25, 64)",
        "keep if sex == '2'\ntabulate region if age >= 25 & age <= 64",
        "keep if age > 24 & age < 65 & sex == '2'\ntabulate region",
        "keep if 25 <= age & 64 >= age & '2' == sex\ntabulate region",
        "drop if sex == '1'\nkeep if inrange(age, 25, 64)\ntabulate region",
        "rename sex kjønn\nkeep if kjønn == '2' & age >= 25 & age <= 64\ntabulate region",
        "clone-variables sex -> copy\nkeep if copy == '2' & inrange(age, 25, 64)\ntabulate region",
        "generate f = sex == '2'\nkeep if f == 1\nkeep if inrange(age, 25, 64)\ntabulate region",
        "generate f = 0\nreplace f = 1 if sex == '2'\nkeep if f\nkeep if inrange(age, 25, 64)\ntabulate region",
        "keep if age >= 20 & age <= 64\nkeep if age >= 25\nkeep if sex == '2'\ntabulate region",
        "generate years = 2022 - int(born / 100)\nkeep if sex == '2' & inrange(years, 25, 64)\ntabulate region",
        "keep if startswith(sex, '2') & inrange(age, 25, 64)\ntabulate region",
        "define-labels names 1 man 2 woman\nassign-labels sex names\nkeep if sex == '2' & inrange(age, 25, 64)\ntabulate region",
        "keep if sex == '2' & age >= 25 & age <= 64 & 1 == 1\ntabulate region",
    ]);
}

#[test]
fn swapped_dimensions_have_the_same_cells() {
    same(&["tabulate sex region", "tabulate region sex"]);
    same(&["tabulate sex region education", "tabulate education sex region", "tabulate region education sex"]);
}

#[test]
fn measures_of_other_tables_change_nothing() {
    let plain = run("tabulate sex region");
    let with_shares = run("tabulate sex region, freq rowpct cellpct");
    for (key, value) in plain {
        assert_eq!(with_shares[&key][0], value[0], "{key:?}");
    }
}

/// Released counts of a one-dimensional list, by code.
fn counts(script: &str) -> BTreeMap<String, String> {
    let found = table(&register_world(), &format!("{REGISTER}{script}"));
    rows(&found).iter().map(|row| row.rsplit_once(' ').unwrap()).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

#[test]
fn a_margin_is_the_filtered_table() {
    let two = run("tabulate sex region");
    for sex in ["1", "2"] {
        let filtered = counts(&format!("keep if sex == '{sex}'\ntabulate region"));
        for (region, count) in filtered {
            let key = vec![("region".to_owned(), region), ("sex".to_owned(), sex.to_owned())];
            assert_eq!(two[&key], [format!("count={count}")], "{key:?}");
        }
    }
    let margin = counts("tabulate region");
    for (region, count) in margin {
        let key = vec![("region".to_owned(), region), ("sex".to_owned(), "*".to_owned())];
        assert_eq!(two[&key], [format!("count={count}")], "{key:?}");
    }
}

#[test]
fn recoding_is_a_condition() {
    let recoded = counts("recode region ('01' '02' = 'a') (* = 'b')\ntabulate region");
    let chosen = counts("generate a = inlist(region, '01', '02')\ntabulate a");
    assert_eq!(recoded["a"], chosen["1"]);
    assert_eq!(recoded["b"], chosen["0"]);
    let summed = counts("keep if region == '01' | region == '02'\ntabulate sex");
    assert_eq!(summed["*"], recoded["a"]);
    let ages = counts("recode age (min/29 = 1) (30/49 = 2) (50/max = 3)\ntabulate age");
    let filtered = counts("keep if inrange(age, 30, 49)\ntabulate sex");
    assert_eq!(ages["2"], filtered["*"]);
}

#[test]
fn missing_values_are_asked_for_in_several_ways() {
    let with_missing = counts("tabulate education, missing");
    let none = counts("tabulate sex if sysmiss(education)");
    assert_eq!(with_missing["."], none["*"]);
    let valid = counts("drop if sysmiss(education)\ntabulate education");
    assert_eq!(valid, counts("tabulate education"));
    assert_eq!(valid, counts("keep if !sysmiss(education)\ntabulate education"));
}

#[test]
fn statistics_and_models_do_not_depend_on_the_wording() {
    let body = |script: &str| match last(&register_world(), &format!("{REGISTER}{script}")).body {
        Body::Model(model) => format!("{model:?}"),
        Body::Table(table) => format!("{:?}", table.rows),
        other => panic!("{other:?}"),
    };
    let same = |scripts: &[&str]| {
        for script in scripts {
            assert_eq!(body(script), body(scripts[0]), "\n{script}\nagainst\n{}", scripts[0]);
        }
    };
    same(&[
        "keep if sex == '2'\nsummarize wage",
        "drop if sex == '1'\nsummarize wage",
        "summarize wage if sex == '2'",
        "summarize wage if !(sex == '1')",
    ]);
    same(&[
        "keep if inrange(age, 25, 60)\nregress wage age i.sex",
        "drop if age < 25 | age > 60 | sysmiss(age)\nregress wage age i.sex",
        "regress wage age i.sex if age >= 25 & age <= 60",
        "keep if !sysmiss(wage)\nregress wage age i.sex if inrange(age, 25, 60)",
    ]);
    same(&[
        "keep if sex == '2'\ntabulate region, summarize(wage) mean std p50",
        "tabulate region if sex == '2', summarize(wage) mean std p50",
    ]);
}

/// The mean of a table's cell is that of the filtered summary: one question, one draw.
#[test]
fn a_cells_mean_is_that_of_the_filtered_set() {
    let in_table = run("tabulate sex, summarize(wage) mean");
    let summary = table(&register_world(), &format!("{REGISTER}summarize wage if sex == '2'"));
    let Cell::Number(mean) = summary.rows[0][1] else { panic!("{summary:?}") };
    let key = vec![("sex".to_owned(), "2".to_owned())];
    assert_eq!(in_table[&key], [format!("mean={mean}")]);
}
