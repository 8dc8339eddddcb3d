//! Unit types, their keys, and what `collapse` makes of them (language.md 5.4, 5.5, 6.4).

use crate::support::{UNITS, error_code, run};

const ALONE: &str = "require no.test.units:1 as u\ncreate-dataset d\n";

fn line(script: &str, column: &str) -> String {
    run(&format!("{ALONE}{script}")).fine().line(column)
}

fn unit_type(script: &str) -> String {
    let ran = run(&format!("{ALONE}{script}")).fine();
    ran.dataset("d").unit_type().map_or("category".to_owned(), |unit_type| unit_type.name().to_owned())
}

#[test]
fn every_unit_type_has_its_key() {
    for (script, key, unit) in [
        ("import u/NR as x", "PERSONID_1", "PERSON"),
        ("import u/PAY as x", "JOBBID_1", "JOBB"),
        ("import u/POENG as x", "KURSID_1", "KURS"),
        ("import u/VEKT as x", "KJORETOY_ID", "KJORETOY"),
        ("import u/STORRELSE as x", "FORETAK_ID", "FORETAK"),
        ("import u/FOLK 2021-06-01 as x", "KOMMUNEID", "KOMMUNE"),
        ("import u/NR as nr\nimport u/FAMNR as fam\ncollapse (sum) nr -> x, by(fam)", "FAMILIE_ID", "FAMILIE"),
        ("import u/NR as nr\nimport u/HUSHNR as hus\ncollapse (sum) nr -> x, by(hus)", "HUSHOLDNING_ID", "HUSHOLDNING"),
    ] {
        assert_eq!(unit_type(script), unit, "{script}");
        // The key is there for `by` and `on` without being listed, and cannot be named anew.
        let ran = run(&format!("{ALONE}{script}\naggregate (count) x -> n, by({key})")).fine();
        assert!(ran.line("n").split(' ').all(|count| count == "1"), "{script}");
        assert!(!ran.dataset("d").columns.contains_key(key));
        assert_eq!(error_code(&format!("{ALONE}{script}\ngenerate {key} = 1")).as_deref(), Some("reserved-name"));
        let merged = format!("{script}\nclone-dataset d e\nrename x y\nmerge y into e on {key}\nuse e");
        assert_eq!(line(&merged, "y"), line(&merged, "x"), "{script}");
    }
}

#[test]
fn municipality_keys_are_their_code() {
    let folk = "import u/FOLK 2021-06-01 as folk\n";
    assert_eq!(line(folk, "KOMMUNEID"), "0301 1101 1103");
    assert_eq!(line(&format!("{folk}keep if KOMMUNEID == '1101'"), "folk"), "2000");
    assert_eq!(line(&format!("{folk}generate fylke = substr(KOMMUNEID, 1, 2)"), "fylke"), "03 11 11");
    assert_eq!(line(&format!("{folk}import u/NABO as nabo\nkeep if nabo != '0301'"), "nabo"), "1101 1103");
    assert_eq!(
        line(&format!("{folk}generate f = substr(KOMMUNEID, 1, 2)\ncollapse (sum) folk, by(f)"), "folk"),
        "1000 5000"
    );
    // By its own key it stays a municipality, and more can be imported.
    let collapsed = format!("{folk}collapse (sum) folk, by(KOMMUNEID)\nimport u/FOLK 2022-06-01 as folk22");
    assert_eq!(line(&collapsed, "folk22"), "2000 4000 6000");
    assert!(run(&format!("{ALONE}{folk}tabulate KOMMUNEID")).ok);
}

#[test]
fn collapse_by_a_person_pointer_makes_persons() {
    for (script, key, sums) in [
        ("import u/PAY as x\nimport u/ARBEIDSFORHOLD_PERSON as pid", "pid", "300 300 1500 700 800"),
        ("import u/POENG as x\nimport u/NUDB_KURS_FNR as pid", "pid", "10 50 40 50"),
        ("import u/VEKT as x\nimport u/KJORETOY_KJORETOYID_FNR as pid", "pid", "2100 1200 1300"),
        ("import u/NR as x\nimport u/FAR as far", "far", "7 8 9 10 11 12"),
    ] {
        let script = format!("{script}\ncollapse (sum) x (count) x -> n, by({key})");
        assert_eq!(unit_type(&script), "PERSON", "{script}");
        assert_eq!(line(&script, "x"), sums, "{script}");
        // Person variables can be imported into it, and its persons are those of the pointer.
        let enriched = format!("{script}\nimport u/NR as nr\nimport u/INNTEKT 2020-03-01 as inntekt");
        let (nr, income) = (line(&enriched, "nr"), line(&enriched, "inntekt"));
        let tenfold: Vec<String> = nr.split(' ').map(|nr| format!("{nr}0")).collect();
        assert_eq!(income, tenfold.join(" "), "{script}");
        assert_eq!(line(&enriched, "PERSONID_1"), line(&enriched, key), "{script}");
        // Variables of the old unit type cannot.
        let old = format!("{ALONE}{script}\nimport u/STORRELSE as s");
        assert_eq!(error_code(&old).as_deref(), Some("unit-type-mismatch"), "{script}");
    }
}

#[test]
fn collapse_by_other_units_and_by_categories() {
    let persons =
        "import u/NR as nr\nimport u/FAMNR as fam\nimport u/HUSHNR as hus\nimport u/BOSTED 2021-01-01 as bosted\n";
    assert_eq!(line(&format!("{persons}collapse (sum) nr, by(fam)"), "nr"), "15 18 21 24");
    assert_eq!(unit_type(&format!("{persons}collapse (sum) nr, by(fam)")), "FAMILIE");
    // Rows without a value of the key are left out.
    assert_eq!(line(&format!("{persons}collapse (sum) nr, by(hus)"), "nr"), "6 15 24 21");
    assert_eq!(unit_type(&format!("{persons}collapse (sum) nr, by(hus)")), "HUSHOLDNING");
    let by_place = format!("{persons}collapse (sum) nr, by(bosted)");
    assert_eq!((unit_type(&by_place).as_str(), line(&by_place, "nr").as_str()), ("category", "10 26 30"));
    assert_eq!(
        error_code(&format!("{ALONE}{by_place}\nimport u/NR as n")).as_deref(),
        Some("wrong-shape"),
        "a category is no unit"
    );
    // The by-variable keeps its labels, results have none.
    let ran = run(&format!("{ALONE}{by_place}")).fine();
    assert_eq!(ran.dataset("d").find("bosted").unwrap().titles.unwrap().title("0301"), Some("Oslo"));
    assert!(ran.dataset("d").find("nr").unwrap().titles.is_none());
    let jobs = "import u/PAY as pay\nimport u/FRTK as frtk\ncollapse (sum) pay, by(frtk)";
    assert_eq!((unit_type(jobs).as_str(), line(jobs, "pay").as_str()), ("FORETAK", "1200 1500 900"));
    assert_eq!(line(&format!("{jobs}\nimport u/STORRELSE as s"), "s"), "10 20 30");
}

#[test]
fn collapse_by_the_unit_key_joins_spells_and_dates() {
    let spells = "import-event u/KURSTYPE 2020-01-01 to 2021-12-31 as k\n";
    let first = format!("{spells}collapse (min) START@k -> first (count) k -> n, by(KURSID_1)");
    assert_eq!(line(&first, "n"), "2 1");
    assert_eq!(line(&first, "first"), "18262 18312");
    assert_eq!(unit_type(&first), "KURS");
    assert_eq!(line(&format!("{first}\nimport u/POENG as p"), "p"), "10 30");
    let panel = "import-panel u/INNTEKT 2020-01-01 2021-01-01\ncollapse (sum) INNTEKT -> sum, by(PERSONID_1)\nimport u/NR as nr";
    assert_eq!(line(panel, "sum"), "30 60 90 120 150 180 210 240 270 300 330 120");
    assert_eq!(line(panel, "nr"), "1 2 3 4 5 6 7 8 9 10 11 12");
    // System names may be written in any case.
    assert_eq!(line(&format!("{spells}collapse (max) stop@k -> last, by(KURSID_1)"), "last"), "18461 2932896");
}

/// Jobs, courses and vehicles have the person behind them under the persons' key too.
#[test]
fn the_persons_behind_units_have_their_own_key() {
    for (script, sums) in [
        ("import u/PAY as x", "300 300 1500 700 800"),
        ("import u/POENG as x", "10 50 40 50"),
        ("import u/VEKT as x", "2100 1200 1300"),
    ] {
        let script = format!("{script}\ncollapse (sum) x, by(PERSONID_1)");
        assert_eq!((unit_type(&script).as_str(), line(&script, "x").as_str()), ("PERSON", sums), "{script}");
    }
    let merged =
        "import u/NR as nr\ncreate-dataset j\nimport u/PAY as pay\nuse d\nmerge nr into j on PERSONID_1\nuse j";
    assert_eq!(line(merged, "nr"), "1 1 2 3 3 3 6 12");
    let spells = "import-event u/JOBBSPELL 2020-01-01 to 2021-12-31 as s\ncollapse (count) s -> n, by(PERSONID_1)";
    assert_eq!(line(spells, "n"), "2 1 3 1 1");
    assert_eq!(
        error_code(&format!("{ALONE}import u/STORRELSE as s\naggregate (count) s -> n, by(PERSONID_1)")).as_deref(),
        Some("unknown-variable")
    );
}

#[test]
fn imports_after_collapse_join_to_its_units() {
    let script = "import u/PAY as pay\nimport u/ARBEIDSFORHOLD_PERSON as pid\ncollapse (sum) pay, by(pid)\n";
    assert_eq!(line(&format!("{script}import u/NR as nr"), "nr"), "1 2 3 6 12");
    // An outer join adds units, with their key.
    let all = format!("{script}import u/NR as nr, outer_join");
    assert_eq!(line(&all, "nr"), "1 2 3 4 5 6 7 8 9 10 11 12");
    assert_eq!(line(&all, "pay"), "300 300 1500 . . 700 . . . . . 800");
    assert_eq!(line(&all, "pid"), "u0 u1 u2 u3 u4 u5 u6 u7 u8 u9 u10 u11");
}

#[test]
fn clone_units_is_a_population_of_its_own() {
    let population = "import u/NR as nr\nkeep if nr > 9\nclone-units d e\nuse e\n";
    assert_eq!(line(&format!("{population}import u/INNTEKT 2021-01-01 as i"), "i"), "200 220 .");
    assert_eq!(
        line(&format!("{population}import-panel u/INNTEKT 2020-01-01 2021-01-01"), "INNTEKT"),
        "100 200 110 220 120 ."
    );
    assert_eq!(error_code(&format!("{ALONE}{population}import u/PAY as p")).as_deref(), Some("unit-type-mismatch"));
    let jobs = "import u/PAY as pay\nkeep if pay < 250\nclone-units d e\nuse e\nimport-event u/JOBBSPELL 2020-01-01 to 2021-12-31 as j";
    assert_eq!(line(jobs, "j"), "a b");
    // Distinct units of events and panels.
    let spells = "import-event u/KURSTYPE 2020-01-01 to 2021-12-31 as k\nclone-units d e\nuse e\nimport u/POENG as p";
    assert_eq!(line(spells, "p"), "10 30");
}

#[test]
fn another_unit_type_is_named_in_the_answer() {
    let ran = run(&format!("{UNITS}import u/PAY as pay"));
    let diagnostic = ran.diagnostic().unwrap();
    assert_eq!(diagnostic.code, "unit-type-mismatch");
    assert!(
        diagnostic.message.nb.contains("PAY") && diagnostic.message.nb.contains("jobb"),
        "{}",
        diagnostic.message.nb
    );
    assert!(diagnostic.hints.iter().any(|hint| hint.en.contains("collapse")), "{:?}", diagnostic.hints);
}
