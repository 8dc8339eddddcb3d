//! Rows grouped by cell.

use super::{NO_CELL, Order};
use crate::statistic::Population;

/// Rows grouped by cell, those of a cell by person.
pub(crate) struct Groups {
    starts: Vec<usize>,
    rows: Vec<u32>,
}

impl Groups {
    /// Groups rows by a counting sort; rows of no cell or without a person are left out.
    pub(crate) fn new(cells: &[u32], n_cells: usize, population: &Population) -> Self {
        let order = population.persons.order();
        let mut starts = vec![0_usize; n_cells + 1];
        let cell = |row: usize| {
            let cell = cells.get(row).copied().unwrap_or(NO_CELL) as usize;
            (cell < n_cells && population.persons.is_somebody(row)).then_some(cell)
        };
        for row in 0..cells.len() {
            if let Some(start) = cell(row).and_then(|cell| starts.get_mut(cell + 1)) {
                *start += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut rows = vec![0_u32; total];
        let mut put = |row: usize| {
            if let Some(next) = cell(row).and_then(|cell| next.get_mut(cell)) {
                if let Some(slot) = rows.get_mut(*next) {
                    *slot = row as u32;
                }
                *next += 1;
            }
        };
        match order {
            Order::Run(_) | Order::Ascending(_) => (0..cells.len()).for_each(&mut put),
            Order::Sorted(all) => all.iter().for_each(|row| put(*row as usize)),
        }
        Groups { starts, rows }
    }

    /// The rows of a cell.
    pub(crate) fn rows(&self, cell: usize) -> &[u32] {
        let (Some(from), Some(to)) = (self.starts.get(cell), self.starts.get(cell + 1)) else { return &[] };
        self.rows.get(*from..*to).unwrap_or_default()
    }
}
