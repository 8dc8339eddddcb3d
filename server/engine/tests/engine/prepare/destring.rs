//! `destring` (language.md 7.3, 14.39).

use crate::support::{OPEN, REGISTER, UNITS, error_code, run};

fn line(script: &str, column: &str) -> String {
    run(&format!("{UNITS}import u/KODE as kode\nimport u/BOSTED 2021-01-01 as bosted\n{script}")).fine().line(column)
}

fn code(script: &str) -> Option<String> {
    error_code(&format!("{UNITS}import u/KODE as kode\nimport u/BOSTED 2021-01-01 as bosted\n{script}"))
}

fn data_type(script: &str) -> String {
    let ran = run(&format!("{UNITS}{script}")).fine();
    ran.change().variables.last().unwrap().data_type.clone()
}

#[test]
fn content_that_is_no_number_is_an_error_and_nothing_is_changed() {
    let ran = run(&format!("{UNITS}import u/KODE as kode\ndestring kode"));
    assert_eq!(ran.diagnostic().unwrap().code, "not-numeric");
    assert_eq!(ran.line("kode").split(' ').next(), Some("001"));
    // Several variables: all or none.
    let ran = run(&format!("{UNITS}import u/KODE as kode\nimport u/BOSTED 2021-01-01 as bosted\ndestring bosted kode"));
    assert!(!ran.ok && ran.line("bosted").starts_with("0301"));
}

#[test]
fn blanks_are_missing_and_leading_zeros_vanish() {
    assert_eq!(line("drop if nr == 12\ndestring kode", "kode"), "1 2 3 4 5 6 7 8 9 10 .");
    assert_eq!(line("destring bosted", "bosted"), "301 301 301 301 1101 1101 1101 1101 1103 1103 1103 .");
}

#[test]
fn force_makes_other_content_missing() {
    assert_eq!(line("destring kode, force", "kode"), "1 2 3 4 5 6 7 8 9 10 . .");
}

#[test]
fn ignore_strips_characters_first() {
    assert_eq!(line("destring kode, ignore('x')", "kode"), "1 2 3 4 5 6 7 8 9 10 . .");
    assert_eq!(line("destring kode, ignore('0x')", "kode"), "1 2 3 4 5 6 7 8 9 1 . .");
    assert_eq!(line("generate s = '1.000-'\ndestring s, ignore('.,-')", "s").split(' ').next(), Some("1000"));
}

#[test]
fn dpcomma_reads_a_comma_as_the_decimal_mark() {
    assert_eq!(line("generate s = '1,5'\ndestring s, dpcomma", "s").split(' ').next(), Some("1.5"));
    assert_eq!(line("generate s = '1.234,5'\ndestring s, dpcomma ignore('.')", "s").split(' ').next(), Some("1234.5"));
    assert_eq!(code("generate s = '1,5'\ndestring s").as_deref(), Some("not-numeric"));
    assert_eq!(code("generate s = '1.5'\ndestring s, dpcomma").as_deref(), Some("not-numeric"));
}

#[test]
fn prefix_makes_copies_and_leaves_the_originals() {
    let script = "destring bosted kode, prefix('tall_') force";
    assert_eq!(line(script, "kode").split(' ').next(), Some("001"));
    assert_eq!(line(script, "tall_kode"), "1 2 3 4 5 6 7 8 9 10 . .");
    assert_eq!(line(script, "tall_bosted").split(' ').next(), Some("301"));
    assert_eq!(code("generate t_kode = 1\ndestring kode, prefix(t_) force").as_deref(), Some("variable-exists"));
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(code("destring nr").as_deref(), Some("already-numeric"));
    assert_eq!(code("import u/FAR as far\ndestring far").as_deref(), Some("pseudonym-use"));
    assert_eq!(code("destring nothere").as_deref(), Some("unknown-variable"));
    assert_eq!(code("destring kode if nr == 1").as_deref(), Some("condition-not-allowed"));
}

#[test]
fn types_follow_the_numbers() {
    assert_eq!(data_type("generate s = string(nr)\ndestring s"), "LONG");
    assert_eq!(data_type("generate s = string(nr / 2)\ndestring s"), "DOUBLE");
    assert_eq!(data_type("import u/BOSTED 2021-01-01 as bosted\ndestring bosted"), "LONG");
}

#[test]
fn code_lists_follow_to_the_numbers() {
    let ran = run(&format!("{UNITS}import u/BOSTED 2021-01-01 as bosted\ndestring bosted")).fine();
    let titles = ran.dataset("d").find("bosted").unwrap().titles.unwrap();
    assert_eq!(titles.title("301"), Some("Oslo"));
    assert_eq!(titles.title("0301"), None);
    assert_eq!(line("destring bosted\nkeep if inlabels(bosted, 'Stavanger')", "bosted"), "1103 1103 1103");
    // A code that is flagged as missing is so as a number too.
    let flagged =
        "recode bosted ('0301' = '09' 'ukjent' missing)\ndestring bosted\naggregate (count) nr -> n, by(bosted)";
    assert_eq!(line(flagged, "n"), ". . . . 4 4 4 4 3 3 3 .");
    assert_eq!(line("drop if nr == 12\ndestring kode\ngenerate d = kode > 5", "d"), "0 0 0 0 0 1 1 1 1 1 .");
}

#[test]
fn a_variable_back_from_text_is_what_it_was() {
    for expression in ["nr", "nr * 1000003 - 7", "-nr", "nr / 8", "int(nr / 3)"] {
        let script = format!("generate a = {expression}\ngenerate b = string(a)\ndestring b");
        assert_eq!(line(&script, "b"), line(&script, "a"), "{expression}");
    }
}

#[test]
fn feedback_tells_how_many_were_converted() {
    let ran = run(&format!("{UNITS}import u/KODE as kode\ndestring kode, force")).fine();
    assert_eq!(ran.change().change.action, "destring");
    assert_eq!(ran.change().change.values, Some(10));
    let released = run(&format!("{REGISTER}import db/KOMMUNE 2022-01-01 as place\ndestring place")).fine();
    let values = released.change().change.values.unwrap();
    let truly = released.values("d", "place").iter().filter(|value| *value != ".").count();
    assert!((values - i64::try_from(truly).unwrap()).abs() <= 12, "{values}");
}

/// One question, one form: as text, as number, or by another function, the same persons are the same question.
#[test]
fn a_coded_variable_is_the_same_question_as_a_number() {
    let size = |script: &str| {
        let ran = run(&format!("{REGISTER}import db/KOMMUNE 2022-01-01 as place\n{script}")).fine();
        ran.change().units.unwrap()
    };
    let expected = size("keep if place == '0301'");
    for script in [
        "destring place\nkeep if place == 301",
        "destring place, prefix(n_)\nkeep if n_place < 1000",
        "destring place, force ignore('x')\nkeep if inrange(place, 300, 302)",
        "destring place\nkeep if inlabels(place, '0301')",
        "generate p = to_int(place)\nkeep if p == 301",
    ] {
        assert_eq!(size(script), expected, "{script}");
    }
    let flags = "generate f = '0'\nreplace f = '1' if kjønn == '1'";
    assert_eq!(size(&format!("{flags}\nkeep if f == '1'")), size(&format!("{flags}\ndestring f\nkeep if f == 1")));
}

#[test]
fn an_open_variable_of_texts_can_be_turned_too() {
    assert_eq!(error_code(&format!("{OPEN}import o/G as g\ndestring g")).as_deref(), Some("not-numeric"));
    let ran = run(&format!("{OPEN}import o/SEX as sex\ndestring sex\nsummarize sex\ntabulate sex")).fine();
    assert_eq!(ran.line("sex"), "1 2 1 2 1 2 1 2 1 2 1 2");
}
