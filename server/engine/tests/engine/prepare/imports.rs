//! `require` and the import family (language.md 5.1, 5.3, 6.1–6.3, 7.2).

use crate::support::{UNITS, error_code, run};

const ALONE: &str = "require no.test.units:1 as u\ncreate-dataset d\n";

fn line(script: &str, column: &str) -> String {
    run(&format!("{UNITS}{script}")).fine().line(column)
}

fn code(script: &str) -> Option<String> {
    error_code(&format!("{UNITS}{script}"))
}

#[test]
fn fixed_variables_take_no_date_and_all_others_one() {
    assert_eq!(code("import u/KODE 2021-01-01 as k").as_deref(), Some("date-not-allowed"));
    for variable in ["BOSTED", "INNTEKT"] {
        assert_eq!(code(&format!("import u/{variable} as x")).as_deref(), Some("date-required"), "{variable}");
    }
    let event = error_code(&format!("{ALONE}import u/KURSTYPE as x"));
    assert_eq!(event.as_deref(), Some("date-required"));
}

#[test]
fn cross_sections_exist_on_their_measure_dates_only() {
    let ran = run(&format!("{UNITS}import u/BOSTED 2021-06-01 as b"));
    let diagnostic = ran.diagnostic().unwrap();
    assert_eq!(diagnostic.code, "not-a-measure-date");
    let said = format!("{} {:?}", diagnostic.message.en, diagnostic.hints);
    assert!(said.contains("2021-01-01") && said.contains("2022-01-01"), "{said}");
    assert_eq!(code("import u/BOSTED 2019-01-01 as b").as_deref(), Some("date-outside-coverage"));
    assert_eq!(line("import u/BOSTED 2022-01-01 as b", "b").split(' ').next(), Some("0301"));
}

#[test]
fn any_date_in_an_accumulated_period_is_the_periods() {
    for date in ["2021-01-01", "2021-05-17", "2021-12-31"] {
        let income = line(&format!("import u/INNTEKT {date} as i"), "i");
        assert_eq!(income, "20 40 60 80 100 120 140 160 180 200 220 .", "{date}");
    }
    assert_eq!(line("import u/INNTEKT 2020-12-31 as i", "i"), "10 20 30 40 50 60 70 80 90 100 110 120");
    let ran = run(&format!("{UNITS}import u/INNTEKT 2022-01-01 as i"));
    let diagnostic = ran.diagnostic().unwrap();
    assert_eq!(diagnostic.code, "date-outside-coverage");
    assert!(diagnostic.message.en.contains("INNTEKT") && diagnostic.message.en.contains("2022-01-01"));
}

#[test]
fn an_event_variable_is_its_state_on_a_day_or_all_its_spells() {
    let courses = |script: &str| run(&format!("{ALONE}import u/POENG as p\n{script}")).fine();
    // Spells of course 1: days 0–99 and 100–199 of 2020; of course 3: from day 50 on.
    assert_eq!(courses("import u/KURSTYPE 2020-01-01 as k").line("k"), "a . . . .");
    assert_eq!(courses("import u/KURSTYPE 2020-04-09 as k").line("k"), "a . c . .");
    assert_eq!(courses("import u/KURSTYPE 2020-04-10 as k").line("k"), "b . c . .");
    assert_eq!(courses("import u/KURSTYPE 2021-12-31 as k").line("k"), ". . c . .");
    let window = |window: &str| run(&format!("{ALONE}import-event u/KURSTYPE {window} as k")).fine().line("k");
    assert_eq!(window("2020-01-01 to 2021-12-31"), "a b c");
    assert_eq!(window("2020-04-09 to 2020-04-09"), "a c");
    assert_eq!(window("2020-04-10 to 2020-04-11"), "b c");
    assert_eq!(window("2020-12-01 to 2021-01-01"), "c");
    // Its dates are numbers that can be clipped by hand.
    let clipped = "import-event u/KURSTYPE 2020-01-01 to 2020-12-31 as k\nreplace STOP@k = date(2020,12,31) if STOP@k > date(2020,12,31)\n\
        replace START@k = date(2020,2,1) if START@k < date(2020,2,1)\ngenerate days = STOP@k - START@k + 1";
    assert_eq!(run(&format!("{ALONE}{clipped}")).fine().line("days"), "69 100 316");
}

#[test]
fn events_and_cross_sections_do_not_mix() {
    let event = format!("{ALONE}import-event u/KURSTYPE 2020-01-01 to 2020-12-31 as k\n");
    assert_eq!(error_code(&format!("{event}import u/POENG as p")).as_deref(), Some("wrong-shape"));
    let second = format!("{event}import-event u/KURSTYPE 2020-01-01 to 2020-12-31 as l");
    assert_eq!(error_code(&second).as_deref(), Some("second-event-variable"));
    assert_eq!(
        error_code(&format!("{ALONE}import u/POENG as p\nimport-event u/KURSTYPE 2020-01-01 to 2020-12-31 as k"))
            .as_deref(),
        Some("dataset-not-empty")
    );
    for variable in ["INNTEKT", "BOSTED", "NR"] {
        let script = format!("{ALONE}import-event u/{variable} 2021-01-01 to 2021-12-31 as k");
        assert_eq!(error_code(&script).as_deref(), Some("not-an-event-variable"), "{variable}");
    }
    let wrong = format!("{ALONE}import-event u/KURSTYPE 2020-12-31 to 2020-01-01 as k");
    assert_eq!(error_code(&wrong).as_deref(), Some("dates-in-wrong-order"));
}

#[test]
fn the_first_import_is_the_population_and_later_ones_join() {
    let ran = run(&format!("{ALONE}import u/FAR as far\nimport u/NR as nr\nimport u/INNTEKT 2021-01-01 as i")).fine();
    assert_eq!(ran.line("nr"), "7 8 9 10 11 12");
    assert_eq!(ran.line("i"), "140 160 180 200 220 .");
    let outer = "import u/FAR as far\nimport u/HUSHNR as hus, outer_join\nimport u/INNTEKT 2021-01-01 as i, outer_join\nimport u/NR as nr";
    let ran = run(&format!("{ALONE}{outer}")).fine();
    assert_eq!(ran.line("nr"), "1 2 3 4 5 6 7 8 9 10 11 12");
    assert_eq!(ran.line("far"), ". . . . . . u0 u1 u2 u3 u4 u5");
    assert_eq!(ran.line("i"), "20 40 60 80 100 120 140 160 180 200 220 .");
}

#[test]
fn names_are_the_registers_unless_given_and_taken_ones_are_refused() {
    assert_eq!(line("import u/KODE", "KODE").split(' ').next(), Some("001"));
    assert_eq!(code("import u/KODE as nr").as_deref(), Some("variable-exists"));
    assert_eq!(code("import u/KODE\nimport u/KODE").as_deref(), Some("variable-exists"));
    assert_eq!(code("import u/KODE as PERSONID_1").as_deref(), Some("reserved-name"));
    let ran = run(&format!("{ALONE}import-event u/KURSTYPE 2020-01-01 to 2020-12-31")).fine();
    assert_eq!(ran.line("START@KURSTYPE"), "18262 18362 18312");
}

#[test]
fn panels_hold_unions_of_units_and_sorted_dates() {
    let panel = |script: &str| run(&format!("{ALONE}{script}")).fine();
    let ran = panel("import-panel u/INNTEKT u/FAMNR 2021-01-01 2020-01-01\nkeep if INNTEKT > 200 | sysmiss(INNTEKT)");
    assert_eq!((ran.line("INNTEKT").as_str(), ran.line("date@panel").as_str()), ("220 .", "18628 18628"));
    // An event variable is read as with `import`.
    let ran = panel("import-panel u/KURSTYPE u/POENG 2020-01-01 2021-01-01");
    assert_eq!(ran.line("KURSTYPE"), "a . . . . c . . . .");
    assert_eq!(ran.line("POENG"), "10 10 20 20 30 30 40 40 50 50");
    let error = |script: &str| error_code(&format!("{ALONE}{script}"));
    assert_eq!(error("import-panel u/INNTEKT 2020-01-01 2022-01-01").as_deref(), Some("date-outside-coverage"));
    assert_eq!(error("import-panel u/INNTEKT u/POENG 2020-01-01").as_deref(), Some("unit-type-mismatch"));
    assert_eq!(error("import u/NR as nr\nimport-panel u/INNTEKT 2020-01-01").as_deref(), Some("dataset-not-empty"));
    assert_eq!(error("import-panel u/INNTEKT 2020-01-01 2020-01-01").as_deref(), Some("repeated-date"));
    assert_eq!(error("import-panel u/INNTEKT 2020-01-01\nimport u/NR as nr").as_deref(), Some("wrong-shape"));
}

#[test]
fn databanks_stand_side_by_side_and_an_alias_can_be_given_again() {
    let two = "require no.test.units:1 as u\nrequire no.test.open:1 as o\ncreate-dataset d\nimport u/NR as nr\n";
    // Open databanks have identities of their own.
    assert_eq!(error_code(&format!("{two}import o/ID as id")).as_deref(), Some("unit-type-mismatch"));
    let apart = format!("{two}create-dataset e\nimport o/ID as id\nuse d\nimport u/FAMNR as fam");
    assert_eq!(run(&apart).fine().values("e", "id").len(), 12);
    let again = "require no.test.open:1 as u\nrequire no.test.units:1 as u\ncreate-dataset d\nimport u/NR as nr";
    assert_eq!(run(again).fine().line("nr").split(' ').count(), 12);
    let same = "require no.test.units:1 as a\nrequire no.test.units:latest as b\ncreate-dataset d\nimport a/NR as nr\nimport b/FAMNR as fam";
    assert!(run(same).ok, "two versions of one databank are about the same units");
    assert_eq!(error_code("require no.test.units:99 as u").as_deref(), Some("unknown-version"));
    assert_eq!(error_code("require no.test.unit:1 as u").as_deref(), Some("unknown-databank"));
    assert_eq!(error_code(&format!("{ALONE}import x/NR as nr")).as_deref(), Some("unknown-alias"));
    let near = run(&format!("{ALONE}import u/INTEKT 2020-01-01 as i"));
    let near = near.diagnostic().unwrap();
    assert_eq!(near.code, "unknown-register-variable");
    assert!(near.hints.iter().any(|hint| hint.en.contains("INNTEKT")), "{:?}", near.hints);
}

#[test]
fn commands_need_a_dataset() {
    let without = "require no.test.units:1 as u\n";
    for command in [
        "import u/NR as nr",
        "import-event u/KURSTYPE 2020-01-01 to 2020-02-01",
        "import-panel u/INNTEKT 2020-01-01",
        "generate a = 1",
    ] {
        assert_eq!(error_code(&format!("{without}{command}")).as_deref(), Some("no-active-dataset"), "{command}");
    }
    assert_eq!(error_code(&format!("{ALONE}generate a = 1")).as_deref(), Some("empty-dataset"));
}
