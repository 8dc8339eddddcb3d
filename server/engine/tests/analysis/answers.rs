//! Running a script and looking at what came out.

use std::collections::BTreeMap;

use engine::{Event, Workspace, World, run};
use language::span::LineIndex;
use language::{Table as Language, expand, parse};
use wire::output::{Body, Cell, Chart, DiagnosticOutput, Model, NoteCode, Output, Role, Table};

/// Runs a script in a fresh workspace.
pub fn outputs(world: &dyn World, script: &str) -> Vec<Output> {
    let table = Language::builtin();
    let parsed = parse(script, &table);
    assert!(parsed.diagnostics.is_empty(), "{script}: {:?}", parsed.diagnostics);
    let steps = expand(&parsed.script, script, &table);
    let mut found = Vec::new();
    run(&steps, &LineIndex::new(script), world, &mut Workspace::default(), &mut |event| {
        if let Event::Output(output) = event {
            found.push(*output);
        }
    });
    found
}

/// The last output of a script in which nothing failed.
pub fn last(world: &dyn World, script: &str) -> Output {
    let outputs = outputs(world, script);
    for output in &outputs {
        if let Body::Diagnostic(diagnostic) = &output.body {
            panic!("line {} of\n{script}\n{diagnostic:?}", output.line);
        }
    }
    outputs.into_iter().last().unwrap()
}

pub fn table(world: &dyn World, script: &str) -> Table {
    match last(world, script).body {
        Body::Table(table) => table,
        other => panic!("{script}: {other:?}"),
    }
}

pub fn model(world: &dyn World, script: &str) -> Model {
    match last(world, script).body {
        Body::Model(model) => model,
        other => panic!("{script}: {other:?}"),
    }
}

pub fn chart(world: &dyn World, script: &str) -> Chart {
    match last(world, script).body {
        Body::Chart(chart) => chart,
        other => panic!("{script}: {other:?}"),
    }
}

/// The diagnostic that stopped a script.
pub fn diagnostic(world: &dyn World, script: &str) -> DiagnosticOutput {
    match outputs(world, script).into_iter().last().map(|output| output.body) {
        Some(Body::Diagnostic(diagnostic)) => diagnostic,
        other => panic!("{script}: {other:?}"),
    }
}

/// Rows as text: codes, `.` for missing, `-` for hidden, numbers rounded to six decimals.
pub fn rows(table: &Table) -> Vec<String> {
    let cell = |row: usize, column: usize| match &table.rows[row][column] {
        Cell::Code(code) => code.clone(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Number(number) => format!("{}", (number * 1e6).round() / 1e6),
        Cell::Null if table.columns[column].role == Role::Dimension => ".".to_owned(),
        Cell::Null => "-".to_owned(),
    };
    (0..table.rows.len())
        .map(|row| (0..table.columns.len()).map(|column| cell(row, column)).collect::<Vec<_>>().join(" "))
        .collect()
}

pub fn columns(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|column| column.name.as_str()).collect()
}

/// A table as cells by their codes, whatever the order of its dimensions.
pub fn cells(table: &Table) -> BTreeMap<Vec<(String, String)>, Vec<String>> {
    let written = rows(table);
    table
        .rows
        .iter()
        .zip(&written)
        .map(|(_, line)| {
            let parts: Vec<&str> = line.split(' ').collect();
            let (mut key, mut value) = (Vec::new(), Vec::new());
            for (column, part) in table.columns.iter().zip(parts) {
                match column.role {
                    Role::Dimension => key.push((column.name.clone(), part.to_owned())),
                    Role::Measure => value.push(format!("{}={part}", column.name)),
                }
            }
            key.sort();
            (key, value)
        })
        .collect()
}

/// A number of a table by row and column.
pub fn value(table: &Table, row: usize, column: &str) -> f64 {
    let at = columns(table).iter().position(|name| *name == column).unwrap_or_else(|| panic!("no {column}"));
    match &table.rows[row][at] {
        Cell::Number(number) => *number,
        Cell::Whole(whole) => *whole as f64,
        other => panic!("{column} of row {row} is {other:?}"),
    }
}

/// Every hidden cell is named, and every note names a hidden cell.
pub fn notes_match_hidden_cells(table: &Table) {
    for (row, cells) in table.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let is_hidden = table.columns[column].role == Role::Measure && *cell == Cell::Null;
            let is_named = table.notes.iter().any(|note| note.row == row && note.column == column);
            assert_eq!(is_hidden, is_named, "row {row}, column {column} of {:?}", rows(table));
        }
    }
}

pub fn hides_below_minimum(table: &Table) -> bool {
    table.notes.iter().any(|note| note.code == NoteCode::BelowMinimum)
}

/// A term of a model: coefficient and standard error.
pub fn term(model: &Model, name: &str) -> (f64, f64) {
    let found = model.terms.iter().find(|term| term.term == name);
    let found = found.unwrap_or_else(|| panic!("no {name} among {:?}", model.terms));
    (found.coefficient.unwrap(), found.se.unwrap())
}

pub fn close(value: f64, expected: f64, tolerance: f64) {
    let difference = (value - expected).abs();
    assert!(difference <= tolerance * expected.abs().max(1e-12), "{value} against {expected}");
}
