//! Random statements over the small world: whatever is written, the engine answers with outputs that keep their promises or
//! with a diagnostic, never with a failure of its own, and leaves datasets whole.

mod statements;

use std::collections::BTreeSet;

use wire::output::{Body, Cell, Output, Role, Table};

use self::statements::Writer;
use crate::support::{Draws, OPEN, REGISTER, TestWorld, run_steps};

/// Sessions of each databank, and statements in each.
const N_SESSIONS: u64 = 24;
const N_STATEMENTS: usize = 40;

#[test]
fn open_sessions_never_fail_on_our_side() {
    for seed in 0..N_SESSIONS {
        session(seed, OPEN, true);
    }
}

#[test]
fn register_sessions_never_fail_on_our_side() {
    for seed in 0..N_SESSIONS / 4 {
        session(1000 + seed, REGISTER, false);
    }
}

/// One workspace, many statements; a failing one leaves it as it was.
fn session(seed: u64, setup: &str, is_open: bool) {
    let world = TestWorld::new();
    let mut ran = run_steps(&world, setup, engine::Workspace::default()).fine();
    let mut writer = Writer { draws: Draws(seed), is_open, n_names: 0 };
    let mut script = setup.to_owned();
    for _ in 0..N_STATEMENTS {
        let statement = writer.statement(&ran.workspace);
        script.push_str(&statement);
        script.push('\n');
        ran = run_steps(&world, &statement, ran.workspace);
        for output in &ran.outputs {
            check(output, is_open, &script);
        }
        for dataset in ran.workspace.datasets.values() {
            assert!(dataset.columns.values().all(|column| column.len() == dataset.n_rows()), "{script}");
            assert!(dataset.units.is_sorted(), "{script}");
        }
    }
}

fn check(output: &Output, is_open: bool, script: &str) {
    serde_json::to_string(output).unwrap();
    // Released groups (`collapse` by a category) are public facts under `register` too.
    let is_exact = output.noise.is_none();
    assert!(output.protection.is_empty() || !is_open, "{script}");
    match &output.body {
        Body::Diagnostic(diagnostic) => {
            assert!(diagnostic.code != "internal", "{script}{diagnostic:?}");
            assert!(!diagnostic.message.nb.is_empty() && !diagnostic.message.en.is_empty(), "{script}");
            assert_eq!(diagnostic.span.start_line, 1, "{script}");
        }
        Body::Table(table) => check_table(table, is_exact, true, script),
        Body::Chart(chart) => check_table(&chart.data, is_exact, false, script),
        Body::Model(model) => {
            for term in &model.terms {
                let numbers = [term.coefficient, term.se, term.statistic, term.p, term.ci_low, term.ci_high];
                assert!(numbers.iter().flatten().all(|number| number.is_finite()), "{script}{term:?}");
                assert!(term.p.is_none_or(|p| (0.0..=1.0).contains(&p)), "{script}{term:?}");
            }
            assert!(model.fit.values().flatten().all(|number| number.is_finite()), "{script}{:?}", model.fit);
        }
        Body::Dataset(_) | Body::Text { .. } => {}
    }
}

fn check_table(table: &Table, is_exact: bool, is_whole: bool, script: &str) {
    let notes: BTreeSet<(usize, usize)> = table.notes.iter().map(|note| (note.row, note.column)).collect();
    for (row, cells) in table.rows.iter().enumerate() {
        assert_eq!(cells.len(), table.columns.len(), "{script}");
        for (at, (cell, column)) in cells.iter().zip(&table.columns).enumerate() {
            match (column.role, cell) {
                (Role::Measure, Cell::Null) => assert!(notes.contains(&(row, at)), "{script}"),
                (Role::Measure, Cell::Number(number)) => assert!(number.is_finite(), "{script}"),
                (Role::Measure, Cell::Whole(number)) => assert!(is_exact || *number >= 8, "{script}{number}"),
                (Role::Measure, Cell::Code(code)) => panic!("{script}{code}"),
                (Role::Dimension, Cell::Code(code)) if code != "*" => {
                    if let Some(labels) = table.labels.get(&column.name) {
                        assert!(labels.contains_key(code), "{script}{code} of {}", column.name);
                    }
                }
                (Role::Dimension, Cell::Number(_)) => assert!(["low", "high"].contains(&column.name.as_str())),
                (Role::Dimension, _) => {}
            }
        }
    }
    for (name, labels) in &table.labels {
        let Some(at) = table.columns.iter().position(|column| column.name == *name) else { panic!("{script}{name}") };
        let shown: BTreeSet<&str> = table
            .rows
            .iter()
            .filter_map(|row| match &row[at] {
                Cell::Code(code) => Some(code.as_str()),
                _ => None,
            })
            .collect();
        assert!(labels.keys().all(|code| shown.contains(code.as_str())), "{script}labels of {name}");
    }
    if is_whole {
        let distinct: BTreeSet<String> = table.rows.iter().map(|row| dimensions(table, row)).collect();
        assert_eq!(distinct.len(), table.rows.len(), "{script}");
    }
}

fn dimensions(table: &Table, row: &[Cell]) -> String {
    let cells = table.columns.iter().zip(row).filter(|(column, _)| column.role == Role::Dimension);
    format!("{:?}", cells.map(|(_, cell)| cell).collect::<Vec<_>>())
}
