//! Mistakes in data commands: each has its code and its place.

use crate::support::{OPEN, REGISTER, error_code, run};

#[test]
fn sources_and_dates_are_checked() {
    for (import, expected) in [
        ("import nodb/KJOENN as x", "unknown-alias"),
        ("import db/KJONN as x", "unknown-register-variable"),
        ("import db/BARE_METADATA as x", "metadata-only"),
        ("import db/KJOENN 2022-01-01 as x", "date-not-allowed"),
        ("import db/KOMMUNE as x", "date-required"),
        ("import db/KOMMUNE 2021-06-01 as x", "not-a-measure-date"),
        ("import db/KOMMUNE 2019-01-01 as x", "date-outside-coverage"),
        ("import db/LONN 2023-01-01 as x", "date-outside-coverage"),
        ("import db/KJOENN as kjønn", "variable-exists"),
        ("import db/FOEDT as PERSONID_1", "reserved-name"),
        ("import db/JOBBLONN as x", "unit-type-mismatch"),
        ("import-event db/KJOENN 2020-01-01 to 2021-01-01 as x", "not-an-event-variable"),
        ("create-dataset e\nimport-event db/SIVSTAND 2021-01-01 to 2020-01-01 as x", "dates-in-wrong-order"),
        ("create-dataset e\nimport-event db/SIVSTAND 1990-01-01 to 1991-01-01 as x", "date-outside-coverage"),
        ("import-panel db/LONN 2021-01-01", "dataset-not-empty"),
        ("create-dataset e\nimport-panel db/LONN 2021-01-01 2021-01-01", "repeated-date"),
        ("create-dataset e\nkeep if x == 1", "empty-dataset"),
        ("delete-dataset d\ngenerate x = 1", "no-active-dataset"),
        ("require no.test.reg:7 as x", "unknown-version"),
        ("require no.such.bank:1 as x", "unknown-databank"),
        ("correlate kjønn", "command-not-available"),
        ("reshape-to-panel x", "no-matching-variables"),
        ("sample 0.1 0", "wrong-seed"),
        ("sample 7 1", "wrong-amount"),
    ] {
        assert_eq!(error_code(&format!("{REGISTER}{import}")).as_deref(), Some(expected), "{import}");
    }
}

#[test]
fn a_wrong_date_names_what_there_is() {
    let ran = run(&format!("{REGISTER}import db/KOMMUNE 2021-06-01 as x"));
    let hints: Vec<&str> = ran.diagnostic().unwrap().hints.iter().map(|hint| hint.en.as_str()).collect();
    assert!(hints.iter().any(|hint| hint.contains("2021-01-01") && hint.contains("2022-01-01")), "{hints:?}");
}

#[test]
fn the_nearest_name_is_proposed() {
    let ran = run(&format!("{REGISTER}generate a = kjonn == '1'"));
    let diagnostic = ran.diagnostic().unwrap();
    assert_eq!(diagnostic.code, "unknown-variable");
    assert!(diagnostic.hints.iter().any(|hint| hint.nb.contains("kjønn")), "{:?}", diagnostic.hints);
}

#[test]
fn nothing_of_polars_reaches_the_user() {
    // A whole number far outside i64, and a text that no number fits: missing, not an error.
    let ran = run(&format!("{OPEN}generate a = int(id * 1e300)\ngenerate t = 'abc'\ngenerate b = to_int(t)")).fine();
    assert!(ran.line("a").starts_with(". "));
    assert!(ran.line("b").starts_with(". "));
}

#[test]
fn help_and_lists_come_from_metadata() {
    let ran = run("require no.test.reg:1 as db\nhelp\nhelp collapse\nhelp-function substr\nvariables db/KJOENN\nlist-labels db/KJOENN\nhistory").fine();
    assert_eq!(ran.outputs.len(), 7);
    assert_eq!(error_code("help nothing-such").as_deref(), Some("unknown-command"));
}
