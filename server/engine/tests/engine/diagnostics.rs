//! What diagnostics of a run say; which come where stands in `snippets/`.

use crate::support::{OPEN, REGISTER, error_code, run};

#[test]
fn a_version_that_is_not_there_stops_the_run() {
    assert_eq!(error_code("require no.test.reg:7 as x").as_deref(), Some("unknown-version"));
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
