//! Survival analysis against R (`../shared/reference` and `reference/survival.csv`) and against laws.

use std::collections::HashMap;

use serde_json::Value;

use super::precision::compare;
use super::shared::{columns, json, shared};

pub mod cox;
pub mod curves;
pub mod laws;
pub mod parametric;
pub mod speed;

pub const CLOSED: f64 = 1e-10;
pub const ITERATIVE: f64 = 1e-8;

/// Results of R by case and figure.
pub struct Table(HashMap<(String, String), Vec<f64>>);

impl Table {
    pub fn new() -> Self {
        let mut table: HashMap<(String, String), Vec<f64>> = HashMap::new();
        for line in include_str!("../reference/survival.csv").lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            table.entry((cells[0].into(), cells[1].into())).or_default().push(cells[3].parse().unwrap_or(f64::NAN));
        }
        Table(table)
    }

    pub fn get(&self, case: &str, figure: &str) -> &[f64] {
        self.0.get(&(case.to_owned(), figure.to_owned())).unwrap_or_else(|| panic!("no {case} {figure}"))
    }

    pub fn compare(&self, method: &str, case: &str, figure: &str, values: &[f64], tolerance: f64) {
        let reference = self.get(case, figure);
        assert_eq!(values.len(), reference.len(), "{case} {figure}");
        let size = reference.iter().fold(0.0f64, |most, value| most.max(value.abs()));
        for (at, (value, reference)) in values.iter().zip(reference).enumerate() {
            // Residuals near zero among large ones have the rounding of these.
            if (value - reference).abs() <= 1e-13 * size {
                continue;
            }
            compare(method, &format!("{figure} {case} {at}"), *value, *reference, tolerance);
        }
    }
}

/// A data file: numbers by name, and the text of a column as codes of its sorted levels.
pub struct File {
    columns: Vec<(String, Vec<f64>)>,
    path: String,
}

impl File {
    pub fn new(name: &str) -> Option<Self> {
        let path = format!("reference/data/{name}.csv");
        Some(File { columns: columns(&path)?, path })
    }

    pub fn get(&self, name: &str) -> Vec<f64> {
        self.columns.iter().find(|(column, _)| column == name).unwrap_or_else(|| panic!("no column {name}")).1.clone()
    }

    /// Only the rows where `keep` holds.
    pub fn filter(mut self, keep: impl Fn(&dyn Fn(&str) -> f64) -> bool) -> Self {
        let n = self.columns[0].1.len();
        let kept: Vec<bool> = (0..n)
            .map(|row| keep(&|name: &str| self.columns.iter().find(|(column, _)| column == name).unwrap().1[row]))
            .collect();
        for (_, values) in &mut self.columns {
            let mut keep = kept.iter();
            values.retain(|_| *keep.next().unwrap());
        }
        self
    }

    pub fn levels(&self, name: &str) -> (Vec<u32>, Vec<String>) {
        let text = std::fs::read_to_string(shared(&self.path).unwrap()).unwrap();
        let mut lines = text.lines();
        let at = lines.next().unwrap().split(',').position(|column| column == name).unwrap();
        let cells: Vec<String> = lines.map(|line| line.split(',').nth(at).unwrap().to_owned()).collect();
        let mut levels = cells.clone();
        levels.sort();
        levels.dedup();
        (cells.iter().map(|cell| levels.iter().position(|level| level == cell).unwrap() as u32).collect(), levels)
    }
}

pub fn case(id: &str) -> Option<Value> {
    Some(json(&format!("reference/cases/{id}.json"))?["results"]["R"].clone())
}

/// Compares a number with one of a case's results.
pub fn against(method: &str, expected: &Value, figure: &str, value: f64, tolerance: f64) {
    let mut at = expected;
    for key in figure.split(' ') {
        at = &at[key];
    }
    compare(method, figure, value, at.as_f64().unwrap_or_else(|| panic!("no {figure}")), tolerance);
}
