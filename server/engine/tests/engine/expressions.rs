//! Expressions over the open databank: arithmetic, comparison, missing values, functions, types.

use crate::support::{OPEN, error_code, run};

/// `generate v = EXPR` over the twelve persons gives these values in order of id.
fn check(expression: &str, expected: &str) {
    let script = format!(
        "{OPEN}import o/X as x\nimport o/G as g\nimport o/AGE as age\nimport o/SEX as sex\nimport o/BOSS as boss\ngenerate v = {expression}"
    );
    assert_eq!(run(&script).fine().line("v"), expected, "{expression}");
}

/// The value in the first row (id 1, x 1.5, g a, age 20).
fn first(expression: &str, expected: &str) {
    let script = format!(
        "{OPEN}import o/X as x\nimport o/G as g\nimport o/AGE as age\nimport o/SEX as sex\ngenerate v = {expression}"
    );
    let line = run(&script).fine().line("v");
    assert_eq!(line.split(' ').next(), Some(expected), "{expression}");
}

#[test]
fn arithmetic_with_missing_is_missing() {
    check("x + 1", "2.5 4 . 5 6.5 -1 1 9 10 11 . 13");
    check(
        "id / (id - 1)",
        ". 2 1.5 1.3333333333333333 1.25 1.2 1.1666666666666667 1.1428571428571428 1.125 1.1111111111111112 1.1 1.0909090909090908",
    );
    check("-id + 2 * id ^ 2", "1 6 15 28 45 66 91 120 153 190 231 276");
    check("ln(id - 1) > 0", ". 0 1 1 1 1 1 1 1 1 1 1");
    first("-2 ^ 2", "-4");
    first("2 ^ 3 ^ 1", "8");
    first("7 / 2", "3.5");
}

#[test]
fn numbers_beyond_whole_ones_are_decimal_and_beyond_f64_missing() {
    first("2 ^ 80", "1208925819614629200000000");
    check(
        "age * age * age * age * age * age * age * age * age * age * age * age * age > 1e18",
        "0 0 0 0 0 1 1 1 1 1 1 1",
    );
    first("(age + 1e15) * (age + 1e15) * 1e6 > 1e35", "1");
    first("1e308 * 10", ".");
    check("id * 1e308 * 10 > 5", ". . . . . . . . . . . .");
    check("id * 1e308 + 0.5e308 > 5", "1 . . . . . . . . . . .");
    check("-id * 1e307 * 10 - 0.5e308 < 5", "1 . . . . . . . . . . .");
    let types = |expression: &str| {
        let ran = run(&format!("{OPEN}generate v = {expression}")).fine();
        ran.change().variables.last().unwrap().data_type.clone()
    };
    // Whether values would fit may not depend on them.
    assert_eq!(types("id * 100 + 12"), "LONG");
    assert_eq!(types("id * id"), "DOUBLE");
    assert_eq!(types("id ^ 2"), "DOUBLE");
}

#[test]
fn comparisons_with_missing_are_missing_as_values_and_never_true_as_conditions() {
    check("x > 4", "0 0 . 0 1 0 0 1 1 1 . 1");
    check("g == 'a'", "1 0 1 0 1 0 1 0 1 0 0 .");
    check("g != 'a'", "0 1 0 1 0 1 0 1 0 1 1 .");
    check("g >= 'b'", "0 1 0 1 0 1 0 1 0 1 1 .");
    check("g == 'zzz'", "0 0 0 0 0 0 0 0 0 0 0 .");
    check("'b' > g", "1 0 1 0 1 0 1 0 1 0 0 .");
    let script = format!("{OPEN}import o/X as x\ngenerate high = 0\nreplace high = 1 if x > 4");
    assert_eq!(run(&script).fine().line("high"), "0 0 0 0 1 0 0 1 1 1 0 1");
}

#[test]
fn logic_is_kleene() {
    check("x > 4 & id < 3", "0 0 0 0 0 0 0 0 0 0 0 0");
    check("x > 4 & id > 2", "0 0 . 0 1 0 0 1 1 1 . 1");
    check("x > 4 | id > 2", "0 0 1 1 1 1 1 1 1 1 1 1");
    check("x > 4 | id < 3", "1 1 . 0 1 0 0 1 1 1 . 1");
    check("!(x > 4)", "1 1 . 1 0 1 1 0 0 0 . 0");
    check("id", "1 2 3 4 5 6 7 8 9 10 11 12");
}

#[test]
fn row_functions_skip_missing() {
    check("rowtotal(x, 1)", "2.5 4 1 5 6.5 -1 1 9 10 11 1 13");
    check("rowmax(x, 2)", "2 3 2 4 5.5 2 2 8 9 10 2 12");
    check("rowmissing(x, g, boss)", "1 0 1 0 0 0 1 0 0 0 1 1");
    check("rowvalid(x, g)", "2 2 1 2 2 2 2 2 2 2 1 1");
    check("rowmean(x)", "1.5 3 . 4 5.5 -2 0 8 9 10 . 12");
    check("rowtotal(x)", "1.5 3 0 4 5.5 -2 0 8 9 10 0 12");
    first("rowmedian(1, 5, 2)", "2");
    first("rowstd(1, 3)", "1.4142135623730951");
    check("rowconcat(g, '_', sex)", "a_1 b_2 a_1 b_2 a_1 b_2 a_1 b_2 a_1 b_2 c_1 .");
}

#[test]
fn text_functions_work_on_codes() {
    check("substr(g, 1, 1)", "a b a b a b a b a b c .");
    check("upper(g)", "A B A B A B A B A B C .");
    check("length(g)", "1 1 1 1 1 1 1 1 1 1 1 .");
    check("startswith(g, 'a')", "1 0 1 0 1 0 1 0 1 0 0 .");
    check("endswith(g, g)", "1 1 1 1 1 1 1 1 1 1 1 .");
    check("string(age)", "20 21 22 23 24 25 26 27 28 29 30 31");
    first("string(x)", "1.5");
    first("substr('y32ssx', 2, 3)", "32s");
    first("substr('y32ssx', -3, 2)", "ss");
    first("trim('  a ')", "a");
    first("to_int('0100') + 1", "101");
}

#[test]
fn logic_functions() {
    check("inlist(g, 'a', 'c')", "1 0 1 0 1 0 1 0 1 0 1 0");
    check("inlist(id, 1, 12)", "1 0 0 0 0 0 0 0 0 0 0 1");
    check("inrange(x, 3, 9)", "0 1 . 1 1 0 0 1 1 0 . 0");
    check("sysmiss(x)", "0 0 1 0 0 0 0 0 0 0 1 0");
    check("sysmiss(boss)", "1 0 0 0 0 0 1 0 0 0 0 0");
    check("!sysmiss(x) & x < 4", "1 1 0 0 0 1 1 0 0 0 0 0");
}

#[test]
fn date_functions_follow_the_reference() {
    for (expression, value) in [
        ("date(2015, 12, 31)", "16800"),
        ("date(1967, 5, 27)", "-950"),
        ("date(2015, 2, 29)", "."),
        ("isoformatdate(16800)", "2015-12-31"),
        ("day(-950)", "27"),
        ("month(-950)", "5"),
        ("year(16800)", "2015"),
        ("week(16800)", "53"),
        ("quarter(16800)", "4"),
        ("halfyear(0)", "1"),
        ("dow(-950)", "6"),
        ("doy(16800)", "365"),
    ] {
        first(expression, value);
    }
}

#[test]
fn mathematics_follows_the_reference() {
    for (expression, value) in [
        ("int(-17.6)", "-17"),
        ("floor(-8.6)", "-9"),
        ("ceil(-17.3)", "-17"),
        ("round(-7.6)", "-8"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(7.321, 0.01)", "7.32"),
        ("abs(-3)", "3"),
        ("sqrt(16)", "4"),
        ("sqrt(-1)", "."),
        ("ln(0)", "."),
        ("log10(1000)", "3"),
        ("exp(0)", "1"),
        ("logit(0.5)", "0"),
        ("logit(1)", "."),
        ("comb(5, 2)", "10"),
        ("lnfactorial(0)", "0"),
        ("asin(2)", "."),
        ("sin(0)", "0"),
        ("cos(0)", "1"),
        ("1 / 0", "."),
        ("exp(1000)", "."),
    ] {
        first(expression, value);
    }
    check("int(id / 5)", "0 0 0 0 1 1 1 1 1 2 2 2");
}

#[test]
fn label_functions_use_the_attached_list() {
    check("inlabels(sex, 'Kvinne')", "0 1 0 1 0 1 0 1 0 1 0 1");
    check("labelcontains(sex, 'ann')", "1 0 1 0 1 0 1 0 1 0 1 0");
    check("sex == label_to_code(sex, 'Mann')", "1 0 1 0 1 0 1 0 1 0 1 0");
}

#[test]
fn types_are_checked() {
    let code = |expression: &str| {
        error_code(&format!(
            "{OPEN}import o/G as g\nimport o/SEX as sex\nimport o/BOSS as boss\ngenerate v = {expression}"
        ))
    };
    for (expression, expected) in [
        ("sex == 1", "type-mismatch"),
        ("id == '1'", "type-mismatch"),
        ("g + 1", "number-wanted"),
        ("substr(id, 1, 1)", "text-wanted"),
        ("'a' + 1", "mixed-types"),
        ("inlist(g, 1)", "type-mismatch"),
        ("boss", "pseudonym-use"),
        ("boss + 1", "pseudonym-use"),
        ("boss == boss", "pseudonym-use"),
        ("string(PERSONID_1)", "pseudonym-use"),
        ("inlabels(g, 'x')", "no-code-list"),
        ("inlabels(sex, 'Man')", "unknown-label"),
        ("nothere + 1", "unknown-variable"),
    ] {
        assert_eq!(code(expression).as_deref(), Some(expected), "{expression}");
    }
}

#[test]
fn a_type_mistake_names_the_variable() {
    let ran = run(&format!("{OPEN}import o/SEX as sex\nkeep if sex == 1"));
    let diagnostic = ran.diagnostic().unwrap();
    assert_eq!(diagnostic.code, "type-mismatch");
    assert!(diagnostic.message.en.contains("`sex`"), "{}", diagnostic.message.en);
    assert_eq!(diagnostic.span.start_line, 5);
}

#[test]
fn whole_numbers_stay_whole_and_others_are_decimal() {
    let ran = run(&format!(
        "{OPEN}import o/X as x\ngenerate a = int(id / 2)\ngenerate b = id / 2\ngenerate c = x > 1\ngenerate d = 'x'"
    ));
    let ran = ran.fine();
    let types: Vec<(&str, &str)> =
        ran.change().variables.iter().map(|variable| (variable.name.as_str(), variable.data_type.as_str())).collect();
    assert_eq!(
        types,
        [("id", "LONG"), ("x", "DOUBLE"), ("a", "LONG"), ("b", "DOUBLE"), ("c", "LONG"), ("d", "STRING")]
    );
}
