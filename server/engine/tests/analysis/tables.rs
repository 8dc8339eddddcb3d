//! `tabulate` and `summarize`: percentages, margins, missing, order, hidden cells.

use wire::output::Cell;

use super::answers::{columns, diagnostic, hides_below_minimum, notes_match_hidden_cells, rows, table};
use super::people::{OPEN, REGISTER, open_world, register_world};

fn check(command: &str, expected_columns: &str, expected: &[&str]) {
    let found = table(&open_world(), &format!("{OPEN}{command}"));
    assert_eq!(columns(&found).join(" "), expected_columns, "{command}");
    assert_eq!(rows(&found), expected, "{command}");
    notes_match_hidden_cells(&found);
}

fn check_error(command: &str, code: &str) {
    assert_eq!(diagnostic(&open_world(), &format!("{OPEN}{command}")).code, code, "{command}");
}

#[test]
fn one_variable_gives_a_list_with_its_total() {
    check("tabulate sex", "sex count", &["1 4", "2 6", "* 10"]);
    check("tabulate city", "city count", &["a 3", "b 6", "* 9"]);
    check("tabulate city, missing", "city count", &["a 3", "b 6", ". 1", "* 10"]);
    check("tabulate city if sex == '1'", "city count", &["a 2", "b 2", "* 4"]);
}

#[test]
fn two_variables_have_both_margins() {
    check(
        "tabulate sex city",
        "sex city count",
        &["1 a 2", "1 b 2", "1 * 4", "2 a 1", "2 b 4", "2 * 5", "* a 3", "* b 6", "* * 9"],
    );
}

#[test]
fn percentages_are_of_row_column_and_table() {
    check(
        "tabulate sex city, freq rowpct colpct cellpct",
        "sex city count rowpct colpct cellpct",
        &[
            "1 a 2 50 66.666667 22.222222",
            "1 b 2 50 33.333333 22.222222",
            "1 * 4 100 44.444444 44.444444",
            "2 a 1 20 33.333333 11.111111",
            "2 b 4 80 66.666667 44.444444",
            "2 * 5 100 55.555556 55.555556",
            "* a 3 33.333333 100 33.333333",
            "* b 6 66.666667 100 66.666667",
            "* * 9 100 100 100",
        ],
    );
}

#[test]
fn statistics_of_cells_come_in_the_order_written() {
    check(
        "tabulate sex, summarize(pay) p50 mean freq",
        "sex p50 mean count",
        &["1 25 25 4", "2 70 72 5", "* 50 51.111111 9"],
    );
    check(
        "tabulate sex, summarize(kids) sum std p25 p75 iqr",
        "sex sum std p25 p75 iqr",
        &["1 5 0.957427 0.75 2 1.25", "2 5 1.169045 0 1 1", "* 10 1.054093 0 1.75 1.75"],
    );
}

#[test]
fn several_summarized_variables_make_a_dimension() {
    let found = table(&open_world(), &format!("{OPEN}tabulate sex, summarize(pay kids)"));
    assert_eq!(columns(&found), ["variable", "sex", "mean"]);
    assert_eq!(rows(&found), ["pay 1 25", "pay 2 72", "pay * 51.111111", "kids 1 1.25", "kids 2 0.833333", "kids * 1"]);
}

#[test]
fn labels_are_of_what_is_listed_and_can_be_codes() {
    let labels = |command: &str| {
        let labels = table(&open_world(), &format!("{OPEN}{command}")).labels;
        labels.get("sex").map(|codes| codes.values().cloned().collect::<Vec<_>>()).unwrap_or_default()
    };
    assert_eq!(labels("tabulate sex"), ["Mann", "Kvinne"]);
    assert_eq!(labels("tabulate sex if sex == '2'"), ["Kvinne"]);
    assert_eq!(labels("tabulate sex, nolabels"), ["1", "2"]);
}

#[test]
fn rows_are_sorted_ascending_and_cut() {
    check("tabulate kids, rowsort()", "kids count", &["3 1", "2 2", "1 3", "0 4", "* 10"]);
    let found = table(&open_world(), &format!("{OPEN}tabulate kids, rowsort() bottom(2)"));
    let listed: Vec<String> = rows(&found).into_iter().filter(|row| !row.starts_with('*')).collect();
    assert_eq!(listed, ["1 3", "0 4"]);
}

#[test]
fn independence_is_tested_on_the_shown_cells() {
    let found = table(&open_world(), &format!("{OPEN}tabulate sex city, chi2"));
    let test = &found.tests[0];
    assert_eq!(test.name, "chi2");
    // 2 2 / 1 4: Σ (o − e)² / e = 0.9
    assert!((test.statistic.unwrap() - 0.9).abs() < 1e-12);
    assert!((test.p.unwrap() - 0.342_781_711_147_4).abs() < 1e-9, "{:?}", test.p);
}

#[test]
fn options_that_need_others_say_so() {
    check_error("tabulate sex, rowpct", "wrong-argument-count");
    check_error("tabulate sex, chi2", "wrong-argument-count");
    check_error("tabulate sex, mean", "missing-option");
    check_error("tabulate sex city, summarize(pay) rowpct", "excluded-option");
    check_error("tabulate sex, summarize(city)", "not-numeric");
    check_error("tabulate sex city, rowsort('zzz')", "unknown-code");
    check_error("tabulate sex city, colsort('3')", "unknown-code");
    check_error("tabulate sex city, colsort('1' '2')", "wrong-argument-count");
    check_error("tabulate sex, rowsort('1')", "wrong-argument-count");
    check_error("tabulate sex sex", "repeated-name");
    check_error("tabulate nothing", "unknown-variable");
    check_error("tabulate PERSONID_1", "pseudonym-use");
    check_error("summarize sex", "not-numeric");
}

#[test]
fn summarize_describes_every_numeric_variable() {
    let found = table(&open_world(), &format!("{OPEN}summarize, gini iqr"));
    assert_eq!(columns(&found), ["variable", "mean", "std", "count", "p1", "p25", "p50", "p75", "p99", "gini", "iqr"]);
    let names: Vec<&Cell> = found.rows.iter().map(|row| &row[0]).collect();
    assert_eq!(names, [&Cell::Code("pay".to_owned()), &Cell::Code("kids".to_owned())]);
    // 10 20 30 40 50 60 70 80 100
    assert_eq!(rows(&found)[0], "pay 51.111111 29.344695 9 10.8 30 50 70 98.4 0.309179 40");
}

#[test]
fn under_register_small_cells_are_hidden_and_named() {
    let found = table(&register_world(), &format!("{REGISTER}tabulate region sex"));
    notes_match_hidden_cells(&found);
    // Three persons in region 99: its margin and all its cells are hidden, so it is not listed (true of these keys).
    assert!(rows(&found).iter().all(|row| !row.starts_with("99")), "{:?}", rows(&found));
    assert!(!found.labels["region"].contains_key("99"));
    assert_eq!(found.rows.len(), 6 * 3);

    let found = table(&register_world(), &format!("{REGISTER}tabulate age education if age < 20 & region == '01'"));
    notes_match_hidden_cells(&found);
    assert!(hides_below_minimum(&found));
    let least = found.rows.iter().filter_map(|row| match row.last() {
        Some(Cell::Whole(count)) => Some(*count),
        _ => None,
    });
    assert!(least.min().unwrap() >= 8);
}

#[test]
fn under_register_nothing_exact_is_shown() {
    let found = table(&register_world(), &format!("{REGISTER}tabulate sex, summarize(wage) mean sum freq"));
    notes_match_hidden_cells(&found);
    for row in &found.rows {
        let [_, Cell::Number(mean), Cell::Number(sum), Cell::Whole(count)] = row.as_slice() else { panic!("{row:?}") };
        assert!(*count > 1_000);
        // Four significant digits.
        for number in [mean, sum] {
            let digits = format!("{number:.0}");
            assert!(digits.trim_end_matches('0').len() <= 4, "{digits}");
        }
    }
}
