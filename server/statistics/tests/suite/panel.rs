//! Panel models and absorbed factors: references, laws, times.

pub mod laws;
pub mod models;
pub mod references;
pub mod speed;

use serde_json::Value;
use statistics::design::{Block, Design};

use super::precision::compare;
use super::shared::{columns, json};

/// Closed forms (README of `../shared/reference`).
pub const CLOSED_FORM: f64 = 1e-10;

/// A data set of the references.
pub struct Table(Vec<(String, Vec<f64>)>);

impl Table {
    pub fn read(name: &str) -> Option<Table> {
        columns(&format!("reference/data/{name}.csv")).map(Table)
    }

    pub fn column(&self, name: &str) -> &Vec<f64> {
        &self.0.iter().find(|(column, _)| column == name).unwrap_or_else(|| panic!("no column {name}")).1
    }

    pub fn design(&self, terms: &[&str], has_constant: bool) -> Design<'_> {
        let blocks = terms.iter().map(|term| Block::Dense(self.column(term))).collect();
        Design { n_rows: self.0[0].1.len(), blocks, has_constant }
    }
}

/// Dense codes of distinct values, ascending.
pub fn codes(values: &[f64]) -> (Vec<u32>, usize) {
    let mut known = values.to_vec();
    known.sort_by(f64::total_cmp);
    known.dedup();
    (values.iter().map(|value| known.partition_point(|k| k < value) as u32).collect(), known.len())
}

pub fn case(name: &str, engine: &str) -> Value {
    json(&format!("reference/cases/{name}.json")).map_or(Value::Null, |case| case["results"][engine].clone())
}

/// Figures of a table of coefficients.
pub struct Lines<'a> {
    pub coefficients: &'a [f64],
    pub standard_errors: &'a [f64],
    pub statistics: &'a [f64],
    pub p: &'a [f64],
    pub intervals: Vec<(f64, f64)>,
}

pub fn compare_lines(method: &str, expected: &Value, names: &[&str], lines: &Lines<'_>) {
    for (i, name) in names.iter().enumerate() {
        let figures = [
            ("coef", lines.coefficients[i]),
            ("se", lines.standard_errors[i]),
            ("stat", lines.statistics[i]),
            ("p", lines.p[i]),
            ("ci_low", lines.intervals[i].0),
            ("ci_high", lines.intervals[i].1),
        ];
        for (key, value) in figures {
            if let Some(reference) = expected[key][name].as_f64() {
                compare(method, &format!("{key} {name}"), value, reference, CLOSED_FORM);
            }
        }
    }
}

pub fn compare_figures(method: &str, expected: &Value, figures: &[(&str, f64)]) {
    for (key, value) in figures {
        let reference = expected[key].as_f64().unwrap_or_else(|| panic!("{method}: no {key}"));
        compare(method, key, *value, reference, CLOSED_FORM);
    }
}
