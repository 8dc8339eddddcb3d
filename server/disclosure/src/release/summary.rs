//! `summarize`: a row a variable; `summarize-panel`: a row a variable and time.
//!
//! *Claim*: each row is a question (population AND time AND variable has a value) and passes `release/measures.rs`.
//! Argument: `proofs/magnitude_table.md`.

use wire::output::{Body, Cell, Column, Role, Table};

use super::magnitude_table;
use crate::filter::{Filter, Question};
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::statistic::{MagnitudeInput, Measure, SummaryInput, TableLayout};

/// `summarize`.
pub(crate) fn release(filter: &Filter, input: &SummaryInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    let mut measures = vec![Measure::Mean, Measure::Std, Measure::Count];
    measures.extend([0.01, 0.25, 0.5, 0.75, 0.99].map(Measure::Percentile));
    if input.gini {
        measures.push(Measure::Gini);
    }
    if input.iqr {
        measures.push(Measure::Iqr);
    }
    let magnitude = MagnitudeInput {
        population: input.population.clone(),
        dimensions: input.by.clone(),
        variables: input.variables.clone(),
        measures,
        layout: TableLayout::default(),
    };
    let protection = magnitude_table::protection(filter, question, &magnitude);
    let mut table = magnitude_table::table(filter, protection, &magnitude, question)?;
    if let [only] = input.variables.as_slice() {
        put_variable_first(&mut table, &only.name, &only.label);
    }
    if !input.by.is_empty() {
        leave_totals_out(&mut table, input.by.len());
    }
    let touched = magnitude_table::touched(filter.policy(), &magnitude, question, false);
    Ok(vec![touched.body(filter.policy(), protection, Body::Table(table))])
}

/// A summary that is split has no totals: the rows of each part stand alone. Its first columns are `variable` and the dimensions.
fn leave_totals_out(table: &mut Table, n_dimensions: usize) {
    let is_total = |row: &[Cell]| {
        row.iter().skip(1).take(n_dimensions).any(|cell| matches!(cell, Cell::Code(code) if code == "*"))
    };
    let mut kept = Vec::with_capacity(table.rows.len());
    let mut n_kept = 0;
    for row in &table.rows {
        kept.push((!is_total(row)).then_some(n_kept));
        n_kept += usize::from(!is_total(row));
    }
    table.rows.retain(|row| !is_total(row));
    table.notes.retain_mut(|note| {
        let place = kept.get(note.row).copied().flatten();
        note.row = place.unwrap_or(note.row);
        place.is_some()
    });
    // Labels are of exactly what is listed.
    for (at, column) in table.columns.iter().enumerate().take(n_dimensions + 1) {
        let is_listed =
            |code: &str| table.rows.iter().any(|row| matches!(row.get(at), Some(Cell::Code(listed)) if listed == code));
        if let Some(labels) = table.labels.get_mut(&column.name) {
            labels.retain(|code, _| is_listed(code));
        }
    }
}

/// A table of one variable has no dimension `variable`; a summary always has.
fn put_variable_first(table: &mut Table, name: &str, label: &str) {
    let column = Column { name: "variable".to_owned(), label: "variable".to_owned(), role: Role::Dimension };
    table.columns.insert(0, column);
    for row in &mut table.rows {
        row.insert(0, Cell::Code(name.to_owned()));
    }
    for note in &mut table.notes {
        note.column += 1;
    }
    table.labels.insert("variable".to_owned(), [(name.to_owned(), label.to_owned())].into_iter().collect());
}
