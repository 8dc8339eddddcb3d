//! `merge`, all directions of language.md 6.5.

use crate::support::{UNITS, error_code, run};

fn line(script: &str, column: &str) -> String {
    run(&format!("{UNITS}{script}")).fine().line(column)
}

fn code(script: &str) -> Option<String> {
    error_code(&format!("{UNITS}{script}"))
}

const JOBS: &str = "create-dataset j\nimport u/PAY as pay\nimport u/ARBEIDSFORHOLD_PERSON as pid\n";

#[test]
fn persons_go_into_jobs_and_events_by_pointer() {
    assert_eq!(line(&format!("{JOBS}use d\nmerge nr into j on pid\nuse j"), "nr"), "1 1 2 3 3 3 6 12");
    let courses = "create-dataset k\nimport u/NUDB_KURS_FNR as pid\nuse d\nmerge nr into k on pid\nuse k";
    assert_eq!(line(courses, "nr"), "1 2 2 4 10");
    // Spells of jobs get facts of their jobs by the key.
    let spells = "create-dataset e\nimport-event u/JOBBSPELL 2020-01-01 to 2020-03-01 as s\ncreate-dataset j\nimport u/PAY as pay\nmerge pay into e\nuse e";
    assert_eq!(line(spells, "pay"), "100 200 300");
}

#[test]
fn relatives_are_looked_up_by_pointer() {
    let fathers = "import u/FAR as far\ncreate-dataset f\nimport u/INNTEKT 2020-01-01 as farinnt\nmerge farinnt into d on far\nuse d";
    assert_eq!(line(fathers, "farinnt"), ". . . . . . 10 20 30 40 50 60");
    // Twice: the father's father has no record here.
    let grand = "import u/FAR as far\nclone-dataset d f\nuse f\nmerge nr into d on far";
    assert_eq!(code(grand).as_deref(), Some("variable-exists"));
    let renamed = "import u/FAR as far\nclone-dataset d f\nuse f\nrename nr farnr\nmerge farnr into d on far\nuse d";
    assert_eq!(line(renamed, "farnr"), ". . . . . . 1 2 3 4 5 6");
}

#[test]
fn sums_of_jobs_families_and_places_come_back() {
    let jobs = format!("{JOBS}collapse (sum) pay (count) pay -> njobs, by(pid)\nmerge pay njobs into d\nuse d");
    assert_eq!(line(&jobs, "njobs"), "2 1 3 . . 1 . . . . . 1");
    let families = "import u/FAMNR as fam\nclone-dataset d f\nuse f\ncollapse (sum) nr -> famsum, by(fam)\nmerge famsum into d on fam\nuse d";
    assert_eq!(line(families, "famsum"), "15 18 21 24 15 18 21 24 15 18 21 24");
    let places = "import u/BOSTED 2021-01-01 as bosted\nclone-dataset d k\nuse k\ncollapse (mean) nr -> snitt, by(bosted)\nmerge snitt into d on bosted\nuse d";
    assert_eq!(line(places, "snitt"), "2.5 2.5 2.5 2.5 6.5 6.5 6.5 6.5 10 10 10 .");
}

#[test]
fn municipality_facts_go_to_persons_on_their_code_and_back() {
    let into_persons = "import u/BOSTED 2021-01-01 as bosted\ncreate-dataset k\nimport u/FOLK 2021-01-01 as folk\nmerge folk into d on bosted\nuse d";
    assert_eq!(line(into_persons, "folk"), "1000 1000 1000 1000 2000 2000 2000 2000 3000 3000 3000 .");
    let into_places = "import u/BOSTED 2021-01-01 as bosted\ncreate-dataset k\nimport u/FOLK 2021-01-01 as folk\nuse d\ncollapse (count) nr -> n, by(bosted)\nmerge n into k on KOMMUNEID\nuse k";
    assert_eq!(line(into_places, "n"), "4 4 3");
    let by_key = into_places.replace(" on KOMMUNEID", "");
    assert_eq!(code(&by_key).as_deref(), Some("key-type-mismatch"), "a category is no municipality without `on`");
    let neighbours = "create-dataset k\nimport u/FOLK 2021-01-01 as folk\nimport u/NABO as nabo\nclone-dataset k l\nuse l\nrename folk nabofolk\nmerge nabofolk into k on nabo\nuse k";
    assert_eq!(line(neighbours, "nabofolk"), "2000 3000 1000");
}

#[test]
fn on_the_unit_key_is_the_default() {
    for on in ["", " on PERSONID_1"] {
        let script = format!("create-dataset e\nimport u/INNTEKT 2021-01-01 as i\nmerge i into d{on}\nuse d");
        assert_eq!(line(&script, "i"), "20 40 60 80 100 120 140 160 180 200 220 .", "{on}");
    }
}

#[test]
fn the_target_keeps_its_rows_and_the_source_is_unchanged_and_active() {
    let ran =
        run(&format!("{UNITS}create-dataset e\nimport u/FAR as far\nimport u/KODE as kode\nmerge kode into d")).fine();
    assert_eq!(ran.workspace.active.as_deref(), Some("e"));
    assert_eq!(ran.values("e", "kode").len(), 6);
    assert_eq!(ran.values("d", "kode").join(" "), ". . . . . . 007 008 009 010   x");
    assert_eq!(ran.change().dataset, "d");
    assert_eq!((ran.change().units, ran.change().change.matched), (Some(12), Some(6)));
}

#[test]
fn labels_dates_and_types_travel() {
    let ran = run(&format!("{UNITS}create-dataset e\nimport u/BOSTED 2021-01-01 as bosted\nmerge bosted into d\nuse d\nkeep if inlabels(bosted, 'Oslo')")).fine();
    assert_eq!(ran.line("nr"), "1 2 3 4");
    let spells = "create-dataset k\nimport u/POENG as p\ncreate-dataset e\nimport-event u/KURSTYPE 2020-01-01 to 2021-12-31 as t\ncollapse (min) START@t -> first, by(KURSID_1)\nmerge first into k\nuse k";
    let ran = run(&format!("{UNITS}{spells}")).fine();
    assert_eq!(ran.line("first"), "18262 . 18312 . .");
    assert_eq!(ran.change().variables.last().unwrap().data_type, "DATE");
}

#[test]
fn merging_twice_under_another_name_gives_the_same_values() {
    let twice = "create-dataset e\nimport u/INNTEKT 2021-01-01 as i\nmerge i into d\nrename i j\nmerge j into d\nuse d";
    assert_eq!(line(twice, "i"), line(twice, "j"));
    let again = "create-dataset e\nimport u/INNTEKT 2021-01-01 as i\nmerge i into d\nmerge i into d";
    assert_eq!(code(again).as_deref(), Some("variable-exists"));
}

#[test]
fn what_cannot_be_merged_is_told() {
    for (script, expected) in [
        // Units of another type, without and with a key.
        (format!("{JOBS}merge pay into d"), "merge-type-mismatch"),
        (format!("{JOBS}merge pay into d on nr"), "key-type-mismatch"),
        ("import u/FAMNR as fam\nclone-dataset d f\nuse f\ncollapse (sum) nr -> s, by(fam)\nmerge s into d".to_owned(), "merge-type-mismatch"),
        // The key is of another type or coding.
        ("import u/BOSTED 2021-01-01 as b\nclone-dataset d e\nuse e\ncollapse (sum) nr -> s, by(b)\ndestring b\nmerge s into d on b".to_owned(), "key-type-mismatch"),
        // Several rows a unit.
        ("create-dataset e\nimport-panel u/INNTEKT 2020-01-01 2021-01-01\nmerge INNTEKT into d".to_owned(), "merge-source-repeated"),
        // Names.
        ("create-dataset e\nimport u/KODE as k\nmerge x into d".to_owned(), "unknown-variable"),
        ("create-dataset e\nimport u/KODE as k\nmerge k into d on x".to_owned(), "unknown-variable"),
        ("create-dataset e\nimport u/KODE as k\nmerge k into f".to_owned(), "unknown-dataset"),
        ("create-dataset e\nuse d\nmerge nr into e".to_owned(), "empty-dataset"),
    ] {
        assert_eq!(code(&script).as_deref(), Some(expected), "{script}");
    }
}
