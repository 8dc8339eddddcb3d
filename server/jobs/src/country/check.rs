//! Numbers by which a row's result is compared with those of other programs.

use std::collections::BTreeMap;

use engine::column::{Column, Values};
use wire::output::{Body, Cell, Output};

use super::rows::{Compared, Row};
use engine::Workspace;

/// Name → number.
pub fn of(row: &Row, workspace: &Workspace, outputs: &[Output]) -> BTreeMap<String, f64> {
    match &row.compared {
        Compared::Columns(names) => {
            let dataset = workspace.dataset("d").unwrap();
            names.iter().flat_map(|name| of_column(name, &dataset.columns[*name])).collect()
        }
        Compared::Table => table(outputs),
        Compared::Model => model(outputs),
    }
}

/// How many values there are, and their sum; texts count as the numbers that they spell.
fn of_column(name: &str, column: &Column) -> [(String, f64); 2] {
    let numbers: Vec<f64> = match &column.values {
        Values::Codes(codes) => {
            let texts: Vec<f64> = codes.dictionary().iter().map(|text| text.parse().unwrap_or(0.0)).collect();
            codes.to_vec().into_iter().filter_map(|code| texts.get(code as usize).copied()).collect()
        }
        values => values.numbers().unwrap_or_default().into_iter().filter(|value| !value.is_nan()).collect(),
    };
    [(format!("{name}.n"), numbers.len() as f64), (format!("{name}.sum"), numbers.iter().sum())]
}

/// The shown cells of the last table, totals left out: `code1.code2.measure`.
fn table(outputs: &[Output]) -> BTreeMap<String, f64> {
    let table = outputs.iter().rev().find_map(|output| match &output.body {
        Body::Table(table) => Some(table),
        _ => None,
    });
    let mut cells = BTreeMap::new();
    for row in table.iter().flat_map(|table| &table.rows) {
        let codes: Vec<&str> = row
            .iter()
            .filter_map(|cell| if let Cell::Code(code) = cell { Some(code.as_str()) } else { None })
            .collect();
        if codes.contains(&"*") {
            continue;
        }
        for (column, cell) in table.iter().flat_map(|table| &table.columns).zip(row) {
            match cell {
                Cell::Whole(count) => drop(cells.insert(format!("{}.{}", codes.join("."), column.name), *count as f64)),
                Cell::Number(number) => drop(cells.insert(format!("{}.{}", codes.join("."), column.name), *number)),
                Cell::Null | Cell::Code(_) => {}
            }
        }
    }
    cells
}

/// Coefficients and standard errors of the last model: those of numbers, which do not depend on a factor's base.
fn model(outputs: &[Output]) -> BTreeMap<String, f64> {
    let model = outputs.iter().rev().find_map(|output| match &output.body {
        Body::Model(model) => Some(model),
        _ => None,
    });
    let mut numbers = BTreeMap::new();
    for term in
        model.iter().flat_map(|model| &model.terms).filter(|term| !term.term.contains('.') && term.term != "_cons")
    {
        for (what, number) in [("b", term.coefficient), ("se", term.se)] {
            if let Some(number) = number {
                numbers.insert(format!("{}.{what}", term.term), number);
            }
        }
    }
    numbers
}
