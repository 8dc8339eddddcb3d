//! `summarize`: a row a variable; `summarize-panel`: a row a variable and time.
//!
//! *Claim*: each row is a question (population AND time AND variable has a value) and passes `release/measures.rs`.
//! Argument: `proofs/magnitude_table.md`.

use wire::output::{Body, Cell, Column, Note, NoteCode, Role, Table};

use super::magnitude_table;
use crate::filter::{Filter, Question};
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::rule::rounding;
use crate::statistic::{Interval, MagnitudeInput, Measure, SummaryInput, TableLayout};

/// `summarize`.
pub(crate) fn release(filter: &Filter, input: &SummaryInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    let mut measures = vec![Measure::Mean, Measure::Std, Measure::Count];
    match input.interval {
        Some(_) => measures.rotate_right(1),
        None => measures.extend([0.01, 0.25, 0.5, 0.75, 0.99].map(Measure::Percentile)),
    }
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
    if let Some(interval) = &input.interval {
        put_intervals(&mut table, interval, (!protection.is_exact()).then_some(filter.policy().mean_digits));
    }
    let touched = magnitude_table::touched(filter.policy(), &magnitude, question, false);
    Ok(vec![touched.body(filter.policy(), protection, Body::Table(table))])
}

/// Turns the standard deviation, the last column after count and mean, into standard error and limits: arithmetic on shown numbers, so nothing more is told.
fn put_intervals(table: &mut Table, interval: &Interval, digits: Option<usize>) {
    let Some(last) = table.columns.len().checked_sub(1) else { return };
    table.columns.truncate(last);
    let names = ["se", "ci_low", "ci_high"];
    table.columns.extend(names.map(|name| Column {
        name: name.to_owned(),
        label: name.to_owned(),
        role: Role::Measure,
    }));
    let shown = |number: f64| match digits {
        Some(digits) => Cell::Number(rounding::significant(number, digits)),
        None => Cell::Number(number),
    };
    for row in &mut table.rows {
        let sd = row.pop();
        let numbers = match (row.get(last.wrapping_sub(2)), row.get(last.wrapping_sub(1)), sd) {
            (Some(Cell::Whole(n)), Some(Cell::Number(mean)), Some(Cell::Number(sd))) if *n > 1 => {
                let n = *n as f64;
                let se = sd / n.sqrt();
                let reach = se * (interval.quantile)(0.5 - interval.level / 200.0, n - 1.0);
                [se, mean - reach, mean + reach].map(shown)
            }
            _ => [Cell::Null, Cell::Null, Cell::Null],
        };
        row.extend(numbers);
    }
    // What hides the standard deviation hides all three.
    let hidden: Vec<Note> = table.notes.iter().filter(|note| note.column == last).cloned().collect();
    table.notes.extend(hidden.iter().flat_map(|note| (1..3).map(|more| Note { column: last + more, ..note.clone() })));
    for (row, cells) in table.rows.iter().enumerate() {
        for (column, _) in cells.iter().enumerate().skip(last).filter(|(_, cell)| **cell == Cell::Null) {
            if !table.notes.iter().any(|note| note.row == row && note.column == column) {
                table.notes.push(Note { row, column, code: NoteCode::Undefined });
            }
        }
    }
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
