//! `barchart` and `histogram`.

use wire::output::{Chart, ChartKind};

use super::answers::{chart, columns, diagnostic, rows};
use super::people::{OPEN, REGISTER, open_world, register_world};

fn open_chart(command: &str) -> Chart {
    chart(&open_world(), &format!("{OPEN}{command}"))
}

fn check(command: &str, expected_columns: &str, expected: &[&str]) {
    let found = open_chart(command);
    assert_eq!(columns(&found.data).join(" "), expected_columns, "{command}");
    assert_eq!(rows(&found.data), expected, "{command}");
}

#[test]
fn bars_show_counts_shares_and_statistics() {
    check("barchart (count) city", "city count", &["a 3", "b 6"]);
    check("barchart (percent) city", "city percent", &["a 33.333333", "b 66.666667"]);
    check("barchart (mean) pay, over(sex)", "sex mean", &["1 25", "2 72"]);
    check("barchart (max) pay kids", "variable max", &["pay 100", "kids 3"]);
}

#[test]
fn percent_with_over_is_within_each_group() {
    check("barchart (percent) city, over(sex)", "city sex percent", &["a 1 50", "a 2 20", "b 1 50", "b 2 80"]);
}

#[test]
fn every_statistic_of_the_language_is_known() {
    for statistic in ["mean", "min", "max", "median", "sum", "sd"] {
        assert_eq!(open_chart(&format!("barchart ({statistic}) pay")).data.rows.len(), 1, "{statistic}");
    }
    let code = |command: &str| diagnostic(&open_world(), &format!("{OPEN}{command}")).code;
    assert_eq!(code("barchart (mode) pay"), "unknown-statistic");
    assert_eq!(code("barchart (mean) pay, stack"), "excluded-option");
    assert_eq!(code("barchart (mean) city"), "not-numeric");
}

#[test]
fn how_bars_are_drawn_is_told() {
    let found = open_chart("barchart (count) city, over(sex) stack horizontal");
    assert_eq!(found.chart, ChartKind::Bar);
    assert_eq!(found.settings.get("statistic").map(String::as_str), Some("count"));
    assert_eq!(found.settings.get("stack").map(String::as_str), Some("true"));
    assert_eq!(found.settings.get("horizontal").map(String::as_str), Some("true"));
}

#[test]
fn a_discrete_histogram_has_a_bar_a_value() {
    let found = open_chart("histogram kids, discrete freq");
    assert_eq!(found.chart, ChartKind::Histogram);
    let counts: Vec<String> = rows(&found.data).iter().map(|row| row.rsplit(' ').next().unwrap().to_owned()).collect();
    assert_eq!(counts, ["4", "3", "2", "1"]);
}

/// Heights of any scale tell the same bars.
#[test]
fn heights_add_up_as_their_scale_says() {
    let heights = |command: &str| -> Vec<f64> {
        let found = open_chart(command);
        rows(&found.data).iter().map(|row| row.rsplit(' ').next().unwrap().parse().unwrap()).collect()
    };
    assert_eq!(heights("histogram pay, width(25) freq").iter().sum::<f64>(), 9.0);
    assert!((heights("histogram pay, bin(4) fraction").iter().sum::<f64>() - 1.0).abs() < 1e-5);
    assert!((heights("histogram pay, bin(4) percent").iter().sum::<f64>() - 100.0).abs() < 1e-5);
}

#[test]
fn under_register_bars_below_the_minimum_are_left_out() {
    let found = chart(&register_world(), &format!("{REGISTER}barchart (count) region"));
    assert_eq!(found.data.rows.len(), 5);
    let found = chart(&register_world(), &format!("{REGISTER}histogram wage, bin(30) freq by(sex)"));
    assert!(columns(&found.data).contains(&"sex"));
}
