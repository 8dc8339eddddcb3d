//! Tables of a fit: rounded by the kinds of their columns. Argument: `proofs/model.md`, `proofs/rounding.md`.

use wire::output::{Body, Cell, Column, Note, NoteCode, Role, Table};

use super::round_test;
use crate::filter::Protection;
use crate::policy::Policy;
use crate::rule::rounding;
use crate::statistic::{FittedCell, FittedColumn, FittedKind, FittedTable};

/// The table as it is told; under exact protection as it is.
pub(super) fn table(policy: &Policy, protection: Protection, fitted: FittedTable) -> Body {
    let FittedTable { columns, rows, mut tests, labels, .. } = fitted;
    let is_exact = protection.is_exact();
    let mut notes = Vec::new();
    let rows = rows.into_iter().enumerate().map(|(row, cells)| {
        let step = if is_exact { None } else { step_of(policy, &columns, &cells) };
        let cell = |(column, (cell, of)): (usize, (FittedCell, &FittedColumn))| match cell {
            FittedCell::Code(code) => Cell::Code(code),
            FittedCell::Number(number) => {
                let number = number.filter(|number| number.is_finite());
                let shown = if is_exact { number } else { number.map(|number| rounded(of.kind, number, step)) };
                match shown {
                    None => {
                        notes.push(Note { row, column, code: NoteCode::Undefined });
                        Cell::Null
                    }
                    #[expect(clippy::cast_possible_truncation, reason = "a rounded number of degrees of freedom")]
                    Some(number) if of.kind == FittedKind::Whole && number.fract() == 0.0 => Cell::Whole(number as i64),
                    Some(number) => Cell::Number(number),
                }
            }
        };
        cells.into_iter().zip(&columns).enumerate().map(cell).collect()
    });
    let rows = rows.collect();
    if !is_exact {
        tests.iter_mut().for_each(round_test);
    }
    let labels = labels.into_iter().map(|(dimension, labels)| (dimension, labels.into_iter().collect())).collect();
    let columns = columns.into_iter().map(|column| Column {
        label: column.name.to_owned(),
        role: if column.kind == FittedKind::Dimension { Role::Dimension } else { Role::Measure },
        name: column.name.to_owned(),
    });
    Body::Table(Table { columns: columns.collect(), rows, labels, notes, tests })
}

/// The decimal step of the estimates of a row, from its standard error.
fn step_of(policy: &Policy, columns: &[FittedColumn], cells: &[FittedCell]) -> Option<f64> {
    let standard_error = columns.iter().zip(cells).find_map(|(column, cell)| match (column.kind, cell) {
        (FittedKind::StandardError, FittedCell::Number(number)) => *number,
        _ => None,
    });
    standard_error.and_then(|se| rounding::nice_step_below(se / policy.coefficient_step))
}

fn rounded(kind: FittedKind, number: f64, step: Option<f64>) -> f64 {
    match kind {
        FittedKind::Estimate => match step {
            Some(step) => rounding::to_step(number, step),
            None => rounding::significant(number, 4),
        },
        FittedKind::StandardError => rounding::significant(number, 3),
        FittedKind::Figure | FittedKind::Dimension => rounding::significant(number, 4),
        FittedKind::Ratio => rounding::decimals(number, 3),
        FittedKind::P => rounding::p_value(number),
        FittedKind::Whole => number.round(),
    }
}
