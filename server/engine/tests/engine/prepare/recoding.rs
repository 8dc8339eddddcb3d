//! `recode`: all forms of rules (language.md 7.3), flags and labels (section 10).

use wire::output::{Body, Cell};

use crate::support::{OPEN, REGISTER, error_code, run};

/// ids 1 … 12, x `1.5 3 . 4 5.5 -2 0 8 9 10 . 12`, g `a b a b a b a b a b c .`
fn setup(script: &str) -> String {
    format!("{OPEN}import o/X as x\nimport o/G as g\nimport o/SEX as sex\n{script}")
}

fn line(script: &str, column: &str) -> String {
    run(&setup(script)).fine().line(column)
}

#[test]
fn left_sides_are_values_intervals_and_words() {
    for (rules, expected) in [
        ("(1 3 12 = 0)", "0 2 0 4 5 6 7 8 9 10 11 0"),
        ("(1/3 = 0)", "0 0 0 4 5 6 7 8 9 10 11 12"),
        ("(min/5 = 0) (10/max = 99)", "0 0 0 0 0 6 7 8 9 99 99 99"),
        ("(1 4/6 = 0) (7 = 1)", "0 2 3 0 0 0 1 8 9 10 11 12"),
        ("(min/max = 7)", "7 7 7 7 7 7 7 7 7 7 7 7"),
        ("(* = 7)", "7 7 7 7 7 7 7 7 7 7 7 7"),
        ("(nonmissing = 7)", "7 7 7 7 7 7 7 7 7 7 7 7"),
        ("(missing = 7)", "1 2 3 4 5 6 7 8 9 10 11 12"),
        ("(1, 2 = 0)", "0 0 3 4 5 6 7 8 9 10 11 12"),
        ("(1/2=-1)", "-1 -1 3 4 5 6 7 8 9 10 11 12"),
    ] {
        assert_eq!(line(&format!("recode id {rules}"), "id"), expected, "{rules}");
    }
    for (rules, expected) in [
        ("(-2/0 = 0)", "1.5 3 . 4 5.5 0 0 8 9 10 . 12"),
        ("(-2 = 2)", "1.5 3 . 4 5.5 2 0 8 9 10 . 12"),
        ("(1.5/5.5 = 0.25)", "0.25 0.25 . 0.25 0.25 -2 0 8 9 10 . 12"),
        ("(missing = -1)", "1.5 3 -1 4 5.5 -2 0 8 9 10 -1 12"),
        ("(* = 1)", "1 1 1 1 1 1 1 1 1 1 1 1"),
        ("(nonmissing = 1) (* = 0)", "1 1 0 1 1 1 1 1 1 1 0 1"),
        ("(min/-1 = 5) (missing 12 = 6)", "1.5 3 6 4 5.5 5 0 8 9 10 6 6"),
    ] {
        assert_eq!(line(&format!("recode x {rules}"), "x"), expected, "{rules}");
    }
    for (rules, expected) in [
        ("('a' 'c' = 'q')", "q b q b q b q b q b q ."),
        ("(\"a\" = \"it's\")", "it's b it's b it's b it's b it's b c ."),
        ("(missing = 'z') (* = 'y')", "y y y y y y y y y y y z"),
        ("(nonmissing = 'n')", "n n n n n n n n n n n ."),
        ("('nothere' = 'q')", "a b a b a b a b a b c ."),
    ] {
        assert_eq!(line(&format!("recode g {rules}"), "g"), expected, "{rules}");
    }
}

#[test]
fn the_first_rule_wins_and_nothing_is_recoded_twice() {
    assert_eq!(line("recode id (1 = 2) (2 = 3) (3 = 1)", "id"), "2 3 1 4 5 6 7 8 9 10 11 12");
    assert_eq!(line("recode id (1/6 = 0) (1/12 = 1)", "id"), "0 0 0 0 0 0 1 1 1 1 1 1");
    assert_eq!(line("recode id (* = 5) (1 = 9)", "id"), "5 5 5 5 5 5 5 5 5 5 5 5");
}

#[test]
fn several_variables_and_an_if() {
    assert_eq!(line("clone-variables id -> b\nrecode id b (1/11 = 0)", "b"), "0 0 0 0 0 0 0 0 0 0 0 12");
    assert_eq!(line("recode id (1/12 = 0) if g == 'a'", "id"), "0 2 0 4 0 6 0 8 0 10 11 12");
    // In a new variable the other rows keep the original value.
    assert_eq!(line("recode id (1/12 = 0) if g == 'a', prefix(n_)", "n_id"), "0 2 0 4 0 6 0 8 0 10 11 12");
    assert_eq!(line("recode id (1/12 = 0) if g == 'a', prefix(n_)", "id"), "1 2 3 4 5 6 7 8 9 10 11 12");
}

#[test]
fn prefix_and_generate_are_the_same() {
    for option in ["prefix('n_')", "prefix(n_)", "generate('n_')", "generate(n_)"] {
        let script = format!("recode id x (1/5 = 0), {option}");
        assert_eq!(line(&script, "n_id"), "0 0 0 0 0 6 7 8 9 10 11 12", "{option}");
        assert_eq!(line(&script, "n_x"), "0 0 . 0 5.5 -2 0 8 9 10 . 12", "{option}");
        assert_eq!(line(&script, "id"), "1 2 3 4 5 6 7 8 9 10 11 12", "{option}");
    }
    let taken = setup("generate n_id = 1\nrecode id (1 = 0), prefix(n_)");
    assert_eq!(error_code(&taken).as_deref(), Some("variable-exists"));
}

#[test]
fn labels_join_the_variables_list() {
    let ran = run(&setup(
        "recode id (1/6 = 1 \"low, first\") (7/12 = 2 'høy') (99 = 3 \"it's none\")\nrecode sex ('2' = '9' 'Annet')",
    ))
    .fine();
    let titles = ran.dataset("d").find("id").unwrap().titles.unwrap();
    assert_eq!(titles.titles.values().collect::<Vec<_>>(), ["low, first", "høy", "it's none"]);
    let titles = ran.dataset("d").find("sex").unwrap().titles.unwrap();
    assert_eq!((titles.title("1"), titles.title("9")), (Some("Mann"), Some("Annet")));
    assert_eq!(line("recode id (1/6 = 1 'low')\nkeep if inlabels(id, 'low')", "id"), "1 1 1 1 1 1");
    // The user's own list of that name is another one from here on.
    let own =
        "define-labels l 1 'en'\nassign-labels id l\nrecode id (2 = 1 'to')\ndrop-labels l\nkeep if inlabels(id, 'to')";
    assert_eq!(line(own, "id"), "1 1");
}

/// The categories of the last table with their labels and counts.
fn table(script: &str) -> Vec<(String, String, i64)> {
    let ran = run(&setup(script)).fine();
    let Some(Body::Table(table)) = ran.outputs.last().map(|output| output.body.clone()) else { panic!("{script}") };
    let labels = table.labels.values().next().unwrap();
    table
        .rows
        .iter()
        .map(|row| match (&row[0], &row[1]) {
            (Cell::Code(code), Cell::Whole(count)) => {
                (code.clone(), labels.get(code).cloned().unwrap_or_default(), *count)
            }
            (Cell::Null, Cell::Whole(count)) => (".".to_owned(), String::new(), *count),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn a_flagged_code_is_missing_in_statistics_and_shown_with_missing() {
    let script = "recode x (min/1 = -1 'lav') (2/6 = 5 'middels') (missing = 99 \"ukjent\" missing) (* = 9)";
    let row = |code: &str, label: &str, count| (code.to_owned(), label.to_owned(), count);
    let plain = table(&format!("{script}\ntabulate x"));
    assert!(plain.iter().all(|(code, ..)| code != "99"), "{plain:?}");
    assert!(plain.contains(&row("*", "", 10)), "{plain:?}");
    let all = table(&format!("{script}\ntabulate x, missing"));
    assert!(all.contains(&row("99", "ukjent", 2)) && all.contains(&row("*", "", 12)), "{all:?}");
    // As a value it stays what it is; as a statistic it is missing.
    assert_eq!(line(&format!("{script}\ngenerate y = x == 99"), "y"), "0 0 1 0 0 0 0 0 0 0 1 0");
    assert_eq!(
        line(&format!("{script}\ngenerate alle = 1\naggregate (max) x -> top (count) x -> n, by(alle)"), "top")
            .split(' ')
            .next(),
        Some("9")
    );
    // Text codes too, and the flag follows a copy, a merge and a new name.
    let text = "recode g ('c' = 'u' 'ukjent' missing) (missing = 'u')\nclone-variables g -> h\nrename h k";
    assert_eq!(table(&format!("{text}\ntabulate k")).len(), 3);
    assert_eq!(table(&format!("{text}\ntabulate k, missing")).len(), 4);
}

#[test]
fn types_of_rules_are_checked() {
    for (rules, expected) in [
        ("g (1 = 'a')", "type-mismatch"),
        ("g ('a' = 1)", "type-mismatch"),
        ("g (1/2 = 'a')", "interval-on-text"),
        ("id ('1' = 1)", "type-mismatch"),
        ("id (1 = '1')", "type-mismatch"),
        ("nothere (1 = 2)", "unknown-variable"),
        ("id", "missing-part"),
        ("id (1 2)", "missing-part"),
    ] {
        let code = error_code(&setup(&format!("recode {rules}")));
        assert_eq!(code.as_deref(), Some(expected), "{rules}");
    }
}

/// `recode` is `generate` and `replace` in one: same values, same question.
#[test]
fn recode_equals_generate_and_replace() {
    let size = |script: &str| {
        let ran = run(&format!(
            "{REGISTER}import db/FOEDT as født\ngenerate alder = 2022 - int(født / 100)\n{script}\nkeep if g == 2"
        ))
        .fine();
        (ran.change().units, ran.line("alder"))
    };
    let recoded = size("recode alder (min/17 = 1) (18/66 = 2) (67/max = 3), prefix(r_)\nrename r_alder g");
    let replaced =
        size("generate g = 1 if alder <= 17\nreplace g = 2 if alder >= 18 & alder <= 66\nreplace g = 3 if alder >= 67");
    let other_order = size("recode alder (67/max = 3) (18/66 = 2) (* = 1), prefix(r_)\nrename r_alder g");
    assert_eq!(recoded, replaced);
    assert_eq!(recoded, other_order);
}
