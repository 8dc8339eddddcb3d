//! Rows grouped by cell.

use super::NO_CELL;
use crate::statistic::Population;

/// Rows grouped by cell, those of a cell by person.
pub(crate) struct Groups {
    starts: Vec<usize>,
    rows: Vec<u32>,
    persons: Vec<u32>,
}

/// The rows of a cell, by person.
#[derive(Clone, Copy)]
pub(crate) struct ByPerson<'a> {
    pub(crate) rows: &'a [u32],
    /// The person behind each.
    pub(crate) persons: &'a [u32],
}

impl Groups {
    /// Groups rows by a counting sort; rows of no cell or without a person are left out.
    pub(crate) fn new(cells: &[u32], n_cells: usize, population: &Population) -> Self {
        let order = population.persons.order();
        let n = order.len(&population.persons).min(cells.len());
        let persons = order.persons(&population.persons, 0..n);
        let cell = |place: usize| {
            let cell = cells.get(order.row(place)).copied().unwrap_or(NO_CELL) as usize;
            (cell < n_cells).then_some(cell)
        };
        let mut starts = vec![0_usize; n_cells + 1];
        for place in 0..n {
            if let Some(start) = cell(place).and_then(|cell| starts.get_mut(cell + 1)) {
                *start += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let (mut rows, mut grouped) = (vec![0_u32; total], vec![0_u32; total]);
        for (place, person) in (0..n).zip(persons) {
            if let Some(next) = cell(place).and_then(|cell| next.get_mut(cell)) {
                if let (Some(row), Some(slot)) = (rows.get_mut(*next), grouped.get_mut(*next)) {
                    *row = order.row(place) as u32;
                    *slot = *person;
                }
                *next += 1;
            }
        }
        Groups { starts, rows, persons: grouped }
    }

    /// The rows of a cell.
    pub(crate) fn of(&self, cell: usize) -> ByPerson<'_> {
        let (from, to) = match (self.starts.get(cell), self.starts.get(cell + 1)) {
            (Some(from), Some(to)) => (*from, *to),
            _ => (0, 0),
        };
        ByPerson {
            rows: self.rows.get(from..to).unwrap_or_default(),
            persons: self.persons.get(from..to).unwrap_or_default(),
        }
    }
}
