//! `generate`, `replace`, types and missing values (language.md 3.4–3.6, 7.3).

use crate::support::{OPEN, error_code, run};

/// ids 1 … 12, x `1.5 3 . 4 5.5 -2 0 8 9 10 . 12`, g `a b a b a b a b a b c .`
fn setup(script: &str) -> String {
    format!("{OPEN}import o/X as x\nimport o/G as g\nimport o/SEX as sex\nimport o/BOSS as boss\n{script}")
}

fn line(script: &str, column: &str) -> String {
    run(&setup(script)).fine().line(column)
}

fn code(script: &str) -> Option<String> {
    error_code(&setup(script))
}

#[test]
fn a_comparison_is_missing_where_an_operand_is() {
    assert_eq!(line("generate d = g == 'a'", "d"), "1 0 1 0 1 0 1 0 1 0 0 .");
    assert_eq!(line("generate d = g == 'a'\nreplace d = 0 if sysmiss(d)", "d"), "1 0 1 0 1 0 1 0 1 0 0 0");
    assert_eq!(line("generate d = x >= 4", "d"), "0 0 . 1 1 0 0 1 1 1 . 1");
    // Missing is not larger than anything.
    assert_eq!(line("generate h = 0\nreplace h = 1 if x < 1\nreplace h = 3 if x >= 9", "h"), "0 0 0 0 0 1 1 0 3 3 0 3");
}

#[test]
fn logic_with_missing_is_kleene() {
    for (expression, expected) in [
        ("x > 4 & id < 4", "0 0 . 0 0 0 0 0 0 0 0 0"),
        ("x > 4 | id < 4", "1 1 1 0 1 0 0 1 1 1 . 1"),
        ("!(x > 4)", "1 1 . 1 0 1 1 0 0 0 . 0"),
        ("!(x > 4) & id != 11", "1 1 . 1 0 1 1 0 0 0 0 0"),
    ] {
        assert_eq!(line(&format!("generate d = {expression}"), "d"), expected, "{expression}");
    }
    // A condition that is missing selects nothing, for keep; and removes nothing, for drop.
    assert_eq!(line("keep if !(x > 4)", "id"), "1 2 4 6 7");
    assert_eq!(line("drop if !(x > 4)", "id"), "3 5 8 9 10 11 12");
}

#[test]
fn any_number_can_be_a_condition() {
    assert_eq!(line("keep if x", "id"), "1 2 4 5 6 8 9 10 12");
    assert_eq!(line("generate storby = g == 'a'\nkeep if storby & id > 4", "id"), "5 7 9");
    assert_eq!(line("generate n = sysmiss(x) + sysmiss(g)", "n"), "0 0 1 0 0 0 0 0 0 0 1 1");
    assert_eq!(line("generate d = sysmiss(x) == 0", "d"), "1 1 0 1 1 1 1 1 1 1 0 1");
    assert_eq!(code("keep if g").as_deref(), Some("number-wanted"));
}

#[test]
fn arithmetic_that_has_no_value_is_missing() {
    for expression in ["1 / (id - id)", "ln(id - id)", "sqrt(-id)", "x * . + 1"] {
        let script = format!("generate d = {expression}");
        match code(&script).as_deref() {
            None => assert_eq!(line(&script, "d"), ". . . . . . . . . . . .", "{expression}"),
            // The lone `.` stands alone.
            Some(code) => assert_eq!(code, "missing-literal", "{expression}"),
        }
    }
    assert_eq!(code("generate d = x == .").as_deref(), Some("missing-literal"));
    assert_eq!(code("keep if x != .").as_deref(), Some("missing-literal"));
}

#[test]
fn right_hand_sides_are_constants_variables_functions_and_bindings() {
    assert_eq!(line("generate d = 0", "d"), "0 0 0 0 0 0 0 0 0 0 0 0");
    assert_eq!(line("generate d = 'X' if id > 10", "d"), ". . . . . . . . . . X X");
    assert_eq!(line("let n = 3\ngenerate d = $n if id < $n", "d"), "3 3 . . . . . . . . . .");
    assert_eq!(line("generate d = g", "d"), "a b a b a b a b a b c .");
    assert_eq!(line("generate d = .", "d"), ". . . . . . . . . . . .");
    assert_eq!(line("generate d = x if x > 4", "d"), ". . . . 5.5 . . 8 9 10 . 12");
    assert_eq!(line("for i in 1 : 2\ngenerate d ++ $i = id * $i\nend", "d2"), "2 4 6 8 10 12 14 16 18 20 22 24");
}

#[test]
fn labels_do_not_follow_values() {
    let ran = run(&setup("generate b = sex\nclone-variables sex -> c")).fine();
    assert!(ran.dataset("d").find("b").unwrap().titles.is_none());
    assert!(ran.dataset("d").find("c").unwrap().titles.is_some());
}

#[test]
fn replace_may_change_the_type_of_all_rows_and_name_itself() {
    assert_eq!(line("replace id = string(id)", "id"), "1 2 3 4 5 6 7 8 9 10 11 12");
    assert_eq!(
        line("replace id = 2023 - int(id / 10)", "id"),
        "2023 2023 2023 2023 2023 2023 2023 2023 2023 2022 2022 2022"
    );
    assert_eq!(line("replace sex = to_int(sex)\nreplace sex = sex - 1", "sex"), "0 1 0 1 0 1 0 1 0 1 0 1");
    assert_eq!(code("replace id = 'x' if id > 3").as_deref(), Some("type-mismatch"));
    assert_eq!(code("replace g = 1 if id > 3").as_deref(), Some("type-mismatch"));
    assert_eq!(line("generate d = 'X'\nreplace d = '3' if id > 10", "d"), "X X X X X X X X X X 3 3");
    assert_eq!(code("generate d = 'X'\nreplace d = 3 if id > 10").as_deref(), Some("type-mismatch"));
}

/// `generate d = .` has no type yet: the first values give it one.
#[test]
fn a_variable_of_missing_values_takes_any_type() {
    assert_eq!(
        line("generate d = .\nreplace d = 'a' if id < 3\nreplace d = 'b' if id > 10", "d"),
        "a a . . . . . . . . b b"
    );
    assert_eq!(line("generate d = .\nreplace d = 1.5 if id < 3", "d"), "1.5 1.5 . . . . . . . . . .");
    assert_eq!(
        line("generate d = .\nreplace d = id if id < 3\nreplace d = . if id == 1", "d"),
        ". 2 . . . . . . . . . ."
    );
    let twice = "generate d = .\nreplace d = 'a' if id < 3\nreplace d = 1 if id > 10";
    assert_eq!(code(twice).as_deref(), Some("type-mismatch"));
}

#[test]
fn names_are_new_or_there() {
    assert_eq!(code("generate id = 1").as_deref(), Some("variable-exists"));
    assert_eq!(code("replace nothere = 1").as_deref(), Some("unknown-variable"));
    for word in ["if", "in", "as", "to", "into", "on", "by", "PERSONID_1"] {
        assert!(code(&format!("generate {word} = 1")).is_some(), "{word}");
    }
    assert_eq!(code("generate b = boss").as_deref(), Some("pseudonym-use"));
    assert_eq!(code("replace boss = 1").as_deref(), Some("pseudonym-use"));
    assert_eq!(line("generate alder_år = 1\ngenerate _x1 = 2", "_x1").len(), 23);
}
