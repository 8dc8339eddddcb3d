//! Every function of language.md section 8 at its edges: missing arguments, arguments out of domain, types, clipping.
//!
//! A row of the table is an expression over the first of the open databank's persons (id 1, x 1.5, g `a`, age 20, sex `1`);
//! `m` is a missing number and `e` a missing text.

use language::table::Table;

use crate::support::{OPEN, error_code, run};

const PRELUDE: &str = "import o/X as x\nimport o/G as g\nimport o/AGE as age\nimport o/SEX as sex\nimport o/BOSS as boss\n\
    generate m = sqrt(-1)\ngenerate e = 'x' if id > 90\n";

/// Expression and value (`.` is missing).
const VALUES: &[(&str, &str)] = &[
    // 8.1 dates
    ("date(2015, 12, 31)", "16800"),
    ("date(m, 1, 1)", "."),
    ("date(2015, m, 1)", "."),
    ("date(2015, 1, m)", "."),
    ("date(2015, 13, 1)", "."),
    ("date(2015, 0, 1)", "."),
    ("date(2015, 4, 31)", "."),
    ("date(2015, 4.5, 1)", "."),
    ("date(1900, 2, 29)", "."),
    ("date(2000, 2, 29)", "11016"),
    ("isoformatdate(-1)", "1969-12-31"),
    ("isoformatdate(m)", "."),
    ("day(m)", "."),
    ("month(m)", "."),
    ("year(m)", "."),
    ("week(m)", "."),
    ("quarter(m)", "."),
    ("halfyear(m)", "."),
    ("dow(m)", "."),
    ("doy(m)", "."),
    ("year(-1)", "1969"),
    ("week(date(2021, 1, 3))", "53"),
    ("week(date(2018, 12, 31))", "1"),
    ("dow(date(2024, 2, 29))", "4"),
    ("doy(date(2024, 12, 31))", "366"),
    ("halfyear(date(2024, 7, 1))", "2"),
    // 8.2 probability: out of domain
    ("binomial(10, 3, 1.5)", "."),
    ("binomial(-1, 3, 0.5)", "."),
    ("binomial(10, 20, 0.5)", "1"),
    ("binomialp(10, -1, 0.5)", "0"),
    ("binomialp(10, 10, 1)", "1"),
    ("binomialtail(10, 11, 0.5)", "0"),
    ("normalden(1, 0, 0)", "."),
    ("normalden(1, 0, -1)", "."),
    ("F(0, 5, 1)", "."),
    ("F(2, -5, 1)", "."),
    ("F(2, 5, -1)", "0"),
    ("F(2, 5, 1, 7)", "0.5687988495811232"),
    ("Fden(2, 5, -1)", "0"),
    ("Fden(1, 5, 0)", "."),
    ("Ftail(2, 5, -1)", "1"),
    ("invF(2, 5, 1.2)", "."),
    ("invF(2, 5, 1)", "."),
    ("invFtail(2, 5, 0)", "."),
    ("nF(2, 5, -1, 1)", "."),
    ("nF(2, 5, 1, -1)", "0"),
    ("nFden(2, 5, 1, -1)", "0"),
    ("nFtail(2, 5, 1, -1)", "1"),
    ("invnFtail(2, 5, 1, 2)", "."),
    ("invnFtail(2, 5, 1, 1)", "0"),
    ("chi2(0, 1)", "."),
    ("chi2(2, -1)", "0"),
    ("chi2den(2, -1)", "0"),
    ("chi2tail(2, -1)", "1"),
    ("invchi2(2, -0.1)", "."),
    ("invchi2tail(2, 0)", "."),
    ("nchi2(2, -1, 1)", "."),
    ("nchi2(2, 1, -1)", "0"),
    ("nchi2den(2, 1, -1)", "0"),
    ("nchi2tail(2, 1, -1)", "1"),
    ("betaden(2, 3, -0.1)", "0"),
    ("betaden(0, 3, 0.5)", "."),
    ("ibeta(2, 3, 1.5)", "1"),
    ("ibetatail(2, 3, -1)", "1"),
    ("invibeta(2, 3, 2)", "."),
    ("invibetatail(2, 3, 0)", "1"),
    ("t(0, 1)", "."),
    ("tden(-1, 1)", "."),
    ("ttail(3, 0)", "0.5"),
    ("invt(3, 0)", "."),
    ("invt(3, 0.5)", "0"),
    ("invttail(3, 1)", "."),
    ("nt(3, 2000, 1)", "."),
    ("ntden(0, 1, 1)", "."),
    ("nttail(3, 1, m)", "."),
    ("invnttail(3, 1, 1)", "."),
    // 8.3 mathematics
    ("abs(m)", "."),
    ("sqrt(m)", "."),
    ("sqrt(-0.5)", "."),
    ("exp(m)", "."),
    ("exp(-1000)", "0"),
    ("ln(-1)", "."),
    ("log10(-1)", "."),
    ("log10(0.001)", "-3"),
    ("logit(0)", "."),
    ("logit(m)", "."),
    ("lnfactorial(-0.5)", "."),
    ("lnfactorial(170)", "706.5730622457874"),
    ("comb(5, -1)", "."),
    ("comb(m, 1)", "."),
    ("comb(5, 0)", "1"),
    ("asin(1.01)", "."),
    ("acos(-1.01)", "."),
    ("atan(m)", "."),
    ("tan(m)", "."),
    ("int(1000 * pi())", "3141"),
    ("int(m)", "."),
    ("int(-0.5)", "0"),
    ("floor(-0.5)", "-1"),
    ("ceil(-0.5)", "0"),
    ("ceil(m)", "."),
    ("round(0.5)", "1"),
    ("round(-0.5)", "-1"),
    ("round(1.5)", "2"),
    ("round(1.005, 0.01)", "1"),
    ("round(2.675, 0.01)", "2.68"),
    ("round(17, 5)", "15"),
    ("round(17.5, 5)", "20"),
    ("round(x, m)", "."),
    ("quantile(m, 4)", "."),
    ("quantile(7, 4)", "0"),
    // 8.4 rows
    ("rowmax(m, m)", "."),
    ("rowmin(m)", "."),
    ("rowmean(m, m)", "."),
    ("rowmedian(m)", "."),
    ("rowtotal(m, m)", "0"),
    ("rowstd(m, 1)", "."),
    ("rowmean(m, 4, 5)", "4.5"),
    ("rowmissing(m, e, boss, 1)", "3"),
    ("rowvalid(m, e, g, 1)", "2"),
    ("rowconcat(g, e)", "."),
    ("rowconcat(g, 7)", "a7"),
    // 8.5 strings
    ("length(e)", "."),
    ("length('æøå')", "3"),
    ("string(m)", "."),
    ("string(199812)", "199812"),
    ("string(0.1)", "0.1"),
    ("string(-2.50)", "-2.5"),
    ("string(1000000 * 1000000)", "1000000000000"),
    ("string(g)", "a"),
    ("lower('ÆØÅ ABC')", "ÆØÅ abc"),
    ("upper('æøå abc')", "æøå ABC"),
    ("upper(e)", "."),
    ("trim(' a b ')", "a b"),
    ("ltrim(' a')", "a"),
    ("rtrim('a ')", "a"),
    ("trim(e)", "."),
    ("startswith(e, 'a')", "."),
    ("startswith(g, '')", "1"),
    ("endswith('abc', 'abcd')", "0"),
    ("substr('abc', 2, 9)", "bc"),
    ("substr('abc', -9, 8)", "ab"),
    ("substr('abc', 4, 1)", ""),
    ("substr('abc', 1, 0)", ""),
    ("substr('æøå', -1, 1)", "å"),
    ("substr(e, 1, 1)", "."),
    ("substr('abc', m, 1)", "."),
    // 8.6 logic
    ("inlist(m, 1, 2)", "0"),
    ("inlist(1, m, 1)", "1"),
    ("inlist('1', sex, g)", "1"),
    ("inrange(1, 1, 1)", "1"),
    ("inrange(m, 1, 2)", "."),
    ("inrange('b', 'a', 'c')", "1"),
    ("sysmiss(m)", "1"),
    ("sysmiss(e)", "1"),
    ("sysmiss(boss)", "1"),
    ("sysmiss('')", "0"),
    ("sysmiss(m) == 0", "0"),
    ("inlist(1, 1) + inrange(2, 1, 3)", "2"),
    ("!startswith('ab', 'a')", "0"),
    ("inrange(1, 2, m)", "0"),
    // 8.7 labels
    ("label_to_code(sex, 'Mann')", "1"),
    ("inlabels(sex, 'Mann', 'Kvinne')", "1"),
    ("labelcontains(sex, 'zz')", "0"),
    ("labelcontains(sex, 'MANN')", "0"),
    // 8.8 bindings
    ("date_fmt(age + 2000, 2, 30)", "."),
    ("date_fmt(age + 2000)", "2020-01-01"),
    ("to_int(e)", "."),
    ("to_int(g)", "."),
    ("to_str(m)", "."),
    ("to_str(2.5)", "2.5"),
];

/// Expression and the code of its diagnostic.
const MISTAKES: &[(&str, &str)] = &[
    ("date('2015', 1, 1)", "mixed-types"),
    ("year(g)", "number-wanted"),
    ("normal(g)", "number-wanted"),
    ("F(1, 2)", "wrong-argument-count"),
    ("f(1, 2, 3)", "unknown-function"),
    ("sqrt('9')", "mixed-types"),
    ("ln(boss)", "pseudonym-use"),
    ("quantile(g, 4)", "number-wanted"),
    ("quantile(boss, 4)", "pseudonym-use"),
    ("quantile(x, 1)", "wrong-group-count"),
    ("quantile(x, 101)", "wrong-group-count"),
    ("quantile(x, 2.5)", "wrong-group-count"),
    ("quantile(x, age)", "wrong-group-count"),
    ("rowtotal(g)", "number-wanted"),
    ("rowconcat(g, age)", "text-wanted"),
    ("length(age)", "text-wanted"),
    ("lower(1)", "mixed-types"),
    ("substr(g, 'a', 1)", "mixed-types"),
    ("startswith(age, '2')", "text-wanted"),
    ("inlist(g, 'a', 1)", "type-mismatch"),
    ("inlist(age, '20')", "type-mismatch"),
    ("inrange(g, 1, 2)", "type-mismatch"),
    ("sysmiss(.)", "missing-literal"),
    ("label_to_code(sex, 'Mannn')", "unknown-label"),
    ("label_to_code(age, 'Mann')", "no-code-list"),
    ("inlabels(sex, 'Mann', 'Ukjent')", "unknown-label"),
    ("labelcontains(g, 'a')", "no-code-list"),
    ("date_fmt(2020, 2, 30)", "not-a-date"),
    ("to_int('12a')", "not-constant"),
    ("to_symbol('1a')", "not-a-name"),
    ("bind(nothing)", "unknown-binding"),
];

#[test]
fn functions_at_their_edges_have_these_values() {
    // All in one run: a variable each.
    let mut script = format!("{OPEN}{PRELUDE}");
    for (place, (expression, _)) in VALUES.iter().enumerate() {
        script.push_str(&format!("generate v{place} = {expression}\n"));
    }
    let ran = run(&script);
    if let Some(diagnostic) = ran.diagnostic() {
        let line = script.lines().nth(diagnostic.span.start_line as usize - 1);
        panic!("{line:?}: {} {}", diagnostic.code, diagnostic.message.en);
    }
    let mut wrong = Vec::new();
    for (place, (expression, expected)) in VALUES.iter().enumerate() {
        let found = ran.values("d", &format!("v{place}")).swap_remove(0);
        let is_near = |a: f64, b: f64| (a - b).abs() <= 1e-10 * b.abs();
        if found != *expected && !matches!((found.parse(), expected.parse()), (Ok(a), Ok(b)) if is_near(a, b)) {
            wrong.push(format!("{expression} = {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn mistakes_in_functions_have_these_codes() {
    let mut wrong = Vec::new();
    for (expression, expected) in MISTAKES {
        let found = error_code(&format!("{OPEN}{PRELUDE}generate v = {expression}"));
        if found.as_deref() != Some(*expected) {
            wrong.push(format!("{expression}: {found:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_function_is_in_the_tables_and_a_missing_argument_gives_missing() {
    // Skip what is missing: the row functions; never missing: sysmiss, inlist.
    let skipping = [
        "rowmax",
        "rowmin",
        "rowmean",
        "rowmedian",
        "rowtotal",
        "rowstd",
        "rowmissing",
        "rowvalid",
        "sysmiss",
        "inlist",
    ];
    let not_over_rows = ["pi", "bind", "to_symbol", "label_to_code", "inlabels", "labelcontains"];
    let table = Table::builtin();
    let mut script = format!("{OPEN}{PRELUDE}");
    let mut tried = Vec::new();
    for spec in &table.functions {
        let is_named = |(expression, _): &(&str, &str)| expression.starts_with(&format!("{}(", spec.name));
        let is_covered = VALUES.iter().chain(MISTAKES).any(is_named);
        assert!(is_covered || ["sin", "cos", "tan", "pi"].contains(&spec.name.as_ref()), "{}", spec.name);
        if skipping.contains(&spec.name.as_ref()) || not_over_rows.contains(&spec.name.as_ref()) {
            continue;
        }
        let needed: Vec<_> = spec.parameters.iter().filter(|parameter| !parameter.is_optional).collect();
        for missing in 0..needed.len() {
            if spec.name == "quantile" && missing == 1 {
                continue;
            }
            let argument = |(place, parameter): (usize, &&language::spec::Parameter)| {
                let is_text = parameter.kind == language::spec::Kind::Text || spec.name == "rowconcat";
                match (place == missing, is_text) {
                    (true, true) => "e",
                    (true, false) => "m",
                    (false, true) => "'a'",
                    (false, false) => "2",
                }
            };
            let arguments: Vec<&str> = needed.iter().enumerate().map(argument).collect();
            script.push_str(&format!("generate w{} = {}({})\n", tried.len(), spec.name, arguments.join(", ")));
            tried.push(format!("{}({})", spec.name, arguments.join(", ")));
        }
    }
    let ran = run(&script);
    if let Some(diagnostic) = ran.diagnostic() {
        let line = script.lines().nth(diagnostic.span.start_line as usize - 1);
        panic!("{line:?}: {} {}", diagnostic.code, diagnostic.message.en);
    }
    for (place, expression) in tried.iter().enumerate() {
        let values = ran.values("d", &format!("w{place}"));
        assert!(values.iter().all(|value| value == "."), "{expression}: {values:?}");
    }
    assert!(tried.len() > 120, "{}", tried.len());
}

#[test]
fn quantile_groups_by_rank_over_the_whole_dataset() {
    let check = |lines: &str, expected: &str| {
        assert_eq!(run(&format!("{OPEN}{PRELUDE}{lines}")).fine().line("v"), expected, "{lines}");
    };
    check("generate v = quantile(age, 4)", "0 0 0 1 1 1 2 2 2 3 3 3");
    // x: 1.5 3 . 4 5.5 -2 0 8 9 10 . 12
    check("generate v = quantile(x, 2)", "0 0 . 0 1 0 0 1 1 1 . 1");
    check("generate v = quantile(x, 10)", "2 3 . 4 5 0 1 6 7 8 . 9");
    // Ties take the lowest rank; the `if` chooses rows, not the ranking.
    check("generate v = quantile(int(age / 4), 3)", "0 0 0 0 1 1 1 1 2 2 2 2");
    check("generate v = quantile(age, 2) if id > 5", ". . . . . 0 1 1 1 1 1 1");
    check("keep if id > 6\ngenerate v = quantile(age, 2)", "0 0 0 1 1 1");
    check("keep if quantile(age, 4) == 3\ngenerate v = id", "10 11 12");
    check("generate v = 10 * quantile(age, 2) + 1", "1 1 1 1 1 1 11 11 11 11 11 11");
    check("generate q = quantile(age, 2)\nrecode q (1 = 5)\ngenerate v = q", "0 0 0 0 0 0 5 5 5 5 5 5");
}
