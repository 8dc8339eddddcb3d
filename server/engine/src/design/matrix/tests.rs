#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use disclosure::Value;
use disclosure::statistic::{Category, Sample, SampleColumn, SamplePersons};
use statistics::linear::ols::{OlsOptions, fit};

use super::super::formula::tests::formula;
use super::{ModelMatrix, Scale, n_columns};

const ROWS: usize = 240;

/// Repeatable noise.
fn noise(row: usize, salt: usize) -> f64 {
    ((row * 7919 + salt * 104_729) % 1_009) as f64 / 1_009.0
}

fn factor(levels: usize, period: usize) -> SampleColumn {
    let categories = (1..=levels).map(|code| Category {
        value: Value::number(code as f64),
        label: Some(format!("nr {code}")),
        is_listed: true,
    });
    SampleColumn::Factor {
        codes: (0..ROWS).map(|row| ((row / period) % levels) as u32).collect::<Vec<u32>>().into(),
        levels: (0..levels as u32).collect(),
        categories: categories.collect(),
    }
}

fn numbers(salt: usize) -> SampleColumn {
    SampleColumn::Numbers((0..ROWS).map(|row| noise(row, salt) * 3.0 + 1.0).collect::<Vec<f64>>().into())
}

/// y, then a column for each of the formula's: `a` has 3 levels, `b` 2, `k` one, `gone` fell to a floor, others are numbers.
fn sample(formula: &crate::design::Formula) -> Sample {
    let column = |name: &str, is_factor: bool| match (name, is_factor) {
        ("a", true) => factor(3, 1),
        ("b", true) => factor(2, 5),
        ("k", true) => factor(1, 1),
        ("gone", _) => SampleColumn::Constant,
        (name, _) => numbers(name.len() + name.as_bytes()[0] as usize),
    };
    let columns = formula.columns.iter().map(|c| column(&c.name.value, c.used_as == crate::design::Use::Factor));
    Sample {
        rows: ROWS,
        columns: columns.collect(),
        n: ROWS as i64,
        n_persons: ROWS as i64,
        is_exact: true,
        persons: SamplePersons::OneRowEach,
    }
}

fn check(terms: &str, expected: &[&str]) {
    let formula = formula(terms, "");
    let sample = sample(&formula);
    let matrix = ModelMatrix::new(&formula, &sample, Scale::AsIs).unwrap();
    let names: Vec<&str> = matrix.columns.iter().map(|column| column.term.as_str()).collect();
    assert_eq!(names, expected, "{terms}");
    assert_eq!(n_columns(&formula, &sample), expected.len(), "{terms}");
    // Nothing in it is redundant.
    let fitted = fit(&matrix.design(), &matrix.y, OlsOptions::default()).unwrap();
    assert!(fitted.dropped.is_empty(), "{terms}");
}

#[test]
fn columns_are_named_as_in_the_contract() {
    check("x", &["x"]);
    check("i.a", &["2.a", "3.a"]);
    check("x c.x#c.x", &["x", "c.x#c.x"]);
    check("i.a##i.b", &["2.a", "3.a", "2.b", "2.a#2.b", "3.a#2.b"]);
    check("i.a##c.x", &["2.a", "3.a", "x", "2.a#c.x", "3.a#c.x"]);
}

#[test]
fn without_main_effects_a_product_spans_what_it_should() {
    // Six cells, one at all bases left to the constant.
    check("a#b", &["1.a#2.b", "2.a#1.b", "2.a#2.b", "3.a#1.b", "3.a#2.b"]);
    // A slope for each level.
    check("i.a#c.x", &["1.a#c.x", "2.a#c.x", "3.a#c.x"]);
    // `a` is there, `b` only within it.
    check("i.a a#b", &["2.a", "3.a", "1.a#2.b", "2.a#2.b", "3.a#2.b"]);
}

#[test]
fn what_a_floor_or_a_single_level_leaves_out_is_named() {
    let formula = formula("x i.k gone c.x#c.gone", "");
    let sample = sample(&formula);
    let matrix = ModelMatrix::new(&formula, &sample, Scale::AsIs).unwrap();
    assert_eq!(matrix.left_out, ["k", "gone", "x#gone"]);
    assert_eq!(matrix.columns.len(), 1);
}

#[test]
fn labels_follow_their_levels() {
    let formula = formula("i.a##i.b", "");
    let sample = sample(&formula);
    let matrix = ModelMatrix::new(&formula, &sample, Scale::AsIs).unwrap();
    let labels: Vec<Option<&str>> = matrix.columns.iter().map(|column| column.label.as_deref()).collect();
    assert_eq!(labels, [Some("nr 2"), Some("nr 3"), Some("nr 2"), Some("nr 2 # nr 2"), Some("nr 3 # nr 2")]);
}

/// Standardized values: slopes become correlations of a simple regression.
#[test]
fn standardized_numbers_have_mean_zero_and_unit_spread() {
    let formula = formula("x", "");
    let sample = sample(&formula);
    let plain = ModelMatrix::new(&formula, &sample, Scale::AsIs).unwrap();
    let scaled = ModelMatrix::new(&formula, &sample, Scale::Standardized(None)).unwrap();
    let a = fit(&plain.design(), &plain.y, OlsOptions::default()).unwrap();
    let b = fit(&scaled.design(), &scaled.y, OlsOptions::default()).unwrap();
    assert!((b.coefficients[0].powi(2) - a.r_squared).abs() < 1e-12);
    assert!(b.coefficients[1].abs() < 1e-12);
}

#[test]
fn a_design_of_too_many_columns_is_refused() {
    let formula = formula("wide#wider", "");
    let categories = |n: usize| {
        (0..n).map(|code| Category { value: Value::number(code as f64), label: None, is_listed: false }).collect()
    };
    let wide = |n: usize| SampleColumn::Factor {
        codes: vec![0; 10].into(),
        levels: (0..n as u32).collect(),
        categories: categories(n),
    };
    let columns = vec![SampleColumn::Numbers(vec![0.0; 10].into()), wide(100), wide(100)];
    let sample = Sample { rows: 10, columns, n: 10, n_persons: 10, is_exact: true, persons: SamplePersons::OneRowEach };
    assert!(ModelMatrix::new(&formula, &sample, Scale::AsIs).is_err());
}
