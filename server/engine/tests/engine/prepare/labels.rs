//! Code lists (language.md 5.6, 7.4, section 10).

use wire::output::{Body, Cell};

use crate::support::{OPEN, UNITS, error_code, run};

fn setup(script: &str) -> String {
    format!("{OPEN}import o/G as g\nimport o/SEX as sex\n{script}")
}

fn code(script: &str) -> Option<String> {
    error_code(&setup(script))
}

/// The rows of the last table as `code=label`.
fn listed(script: &str) -> String {
    let ran = run(script).fine();
    let Some(Body::Table(table)) = ran.outputs.last().map(|output| output.body.clone()) else { panic!("{script}") };
    let text = |cell: &Cell| match cell {
        Cell::Code(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    table.rows.iter().map(|row| format!("{}={}", text(&row[0]), text(&row[1]))).collect::<Vec<_>>().join(" ")
}

#[test]
fn lists_are_defined_of_values_and_labels_quoted_or_bare() {
    for (labels, expected) in [
        ("1 ja 2 nei", "1=ja 2=nei"),
        ("1 'helt enig' 2 \"helt uenig\"", "1=helt enig 2=helt uenig"),
        ("A 'fully disagree' B agree", "A=fully disagree B=agree"),
        ("'A' enig", "A=enig"),
        ("0301 Oslo '1103' Stavanger", "0301=Oslo 1103=Stavanger"),
        ("0.5 halv -1 minus", "0.5=halv -1=minus"),
        ("1 'lav, middels' 2 'høy'", "1=lav, middels 2=høy"),
    ] {
        assert_eq!(listed(&format!("define-labels l {labels}\nlist-labels l")), expected, "{labels}");
    }
    for (labels, expected) in [("1 a 1 b", "repeated-code"), ("1 a 2", "odd-labels"), ("", "missing-part")] {
        assert_eq!(error_code(&format!("define-labels l {labels}")).as_deref(), Some(expected), "{labels}");
    }
    assert_eq!(error_code("define-labels l 1 a\ndefine-labels l 1 b").as_deref(), Some("name-exists"));
}

#[test]
fn register_lists_are_shown_by_the_date() {
    let alone = "require no.test.units:1 as u\n";
    assert_eq!(listed(&format!("{alone}list-labels u/BOSTED 2021-01-01")), "0301=Oslo 1101=Eigersund 1103=Stavanger");
    assert_eq!(listed(&format!("{alone}list-labels u/KURSTYPE")), "a=A b=B c=C");
    assert_eq!(error_code(&format!("{alone}list-labels u/NR")).as_deref(), Some("no-code-list"));
    assert_eq!(error_code(&format!("{alone}list-labels u/BOSTEDD")).as_deref(), Some("unknown-register-variable"));
    assert_eq!(error_code("list-labels nothere").as_deref(), Some("unknown-code-list"));
}

#[test]
fn lists_are_attached_by_the_text_of_the_code() {
    let labelled = |script: &str, variable: &str, code: &str| {
        let ran = run(&setup(script)).fine();
        let titles = ran.dataset("d").find(variable).unwrap().titles.unwrap();
        titles.title(code).map(str::to_owned)
    };
    // Bare values fit a text variable too.
    assert_eq!(labelled("define-labels l a en b to\nassign-labels g l", "g", "a").as_deref(), Some("en"));
    assert_eq!(labelled("define-labels l 1 M 2 K\nassign-labels sex l", "sex", "2").as_deref(), Some("K"));
    let ran = run(&setup("define-labels l 1 M\nassign-labels sex l\nkeep if inlabels(sex, 'M')")).fine();
    assert_eq!(ran.line("id"), "1 3 5 7 9 11");
    let ran = run(&setup("define-labels l 3 tre\nassign-labels id l\nkeep if id == label_to_code(id, 'tre')")).fine();
    assert_eq!(ran.line("id"), "3");
    assert_eq!(code("assign-labels nothere l").is_some(), true);
    assert_eq!(code("define-labels l 1 a\nassign-labels PERSONID_1 l").as_deref(), Some("unknown-variable"));
}

/// The list of a variable is global, the variable refers to it; a deleted list takes its labels along.
#[test]
fn dropped_lists_leave_variables_without_labels() {
    let script = "define-labels l 1 a\ndefine-labels m 1 b\nassign-labels id l\nclone-dataset d e\ndrop-labels l m";
    let ran = run(&setup(script)).fine();
    assert!(ran.workspace.code_lists.is_empty());
    assert!(["d", "e"].iter().all(|dataset| ran.dataset(dataset).find("id").unwrap().titles.is_none()));
    // A register's own list stays, whatever its name.
    assert!(ran.dataset("d").find("sex").unwrap().titles.is_some());
    assert_eq!(code("drop-labels l").as_deref(), Some("unknown-code-list"));
}

#[test]
fn labels_follow_names_and_copies_but_not_values() {
    let has =
        |script: &str, variable: &str| run(&setup(script)).fine().dataset("d").find(variable).unwrap().titles.is_some();
    assert!(has("rename sex s", "s"));
    assert!(has("clone-variables sex -> s", "s"));
    assert!(has("replace sex = '1' if id == 2", "sex"));
    assert!(!has("generate s = sex", "s"));
    assert!(!has("replace sex = to_int(sex)", "sex"), "labels of another type cannot fit");
    assert!(has("destring sex", "sex"));
    assert!(!has("aggregate (count) sex -> n, by(g)", "n"));
    let by =
        run(&format!("{UNITS}import u/BOSTED 2021-01-01 as b\ncollapse (count) nr -> n, by(b)\ntabulate b")).fine();
    let Some(Body::Table(table)) = by.outputs.last().map(|output| output.body.clone()) else { panic!() };
    assert_eq!(table.labels["b"]["1101"], "Eigersund");
}
