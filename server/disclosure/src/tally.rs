//! Counting: rows → cells with distinct persons, rows and key sums, in one pass.
//!
//! All sums are of whole numbers, so the result does not depend on row order or on the number of threads.

use rayon::prelude::*;

use crate::statistic::Population;

/// A row that belongs to no cell.
pub(crate) const NO_CELL: u32 = u32::MAX;

/// A row without a person behind it.
pub(crate) const NOBODY: u32 = u32::MAX;

/// Rows a parallel block counts.
const BLOCK: usize = 1 << 18;

/// Cells up to which blocks count in parallel, each with cells of its own.
const PARALLEL_CELLS: usize = 1 << 14;

/// Identity of a set of units: how many, and the sum of their record keys modulo 2^128.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SetId {
    pub(crate) n: u64,
    pub(crate) sum: u128,
}

impl SetId {
    fn add(&mut self, record_key: u128) {
        self.n += 1;
        self.sum = self.sum.wrapping_add(record_key);
    }

    /// The distinct persons behind the rows that belong.
    pub(crate) fn of_rows(population: &Population, belongs: impl Fn(usize) -> bool + Sync) -> SetId {
        if population.several_rows {
            return SetId::of_persons(population, belongs);
        }
        let cells: Vec<u32> =
            (0..population.rows()).into_par_iter().map(|row| if belongs(row) { 0 } else { NO_CELL }).collect();
        tally(&cells, 1, population).first().map_or_else(SetId::default, |tally| tally.set)
    }

    /// The same where a person can have several rows: each person is added at the first.
    fn of_persons(population: &Population, belongs: impl Fn(usize) -> bool) -> SetId {
        let last = population.persons.iter().copied().filter(|person| *person != NOBODY).max();
        let mut is_in = vec![false; last.map_or(0, |last| last as usize + 1)];
        let mut set = SetId::default();
        for (row, person) in population.persons.iter().enumerate() {
            if let Some(is_in) = is_in.get_mut(*person as usize)
                && !*is_in
                && belongs(row)
            {
                *is_in = true;
                set.add(population.key(*person));
            }
        }
        set
    }

    /// The distinct persons behind all rows.
    pub(crate) fn of_all(population: &Population) -> SetId {
        SetId::of_rows(population, |_| true)
    }
}

/// One cell's counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Distinct persons.
    pub(crate) set: SetId,
    /// Rows with a person behind them.
    pub(crate) rows: u64,
}

impl Tally {
    pub(crate) fn merge(&mut self, other: &Tally) {
        self.set.n += other.set.n;
        self.set.sum = self.set.sum.wrapping_add(other.set.sum);
        self.rows += other.rows;
    }
}

/// Counts rows into `n_cells` cells; `cells` holds a cell or [`NO_CELL`] a row.
pub(crate) fn tally(cells: &[u32], n_cells: usize, population: &Population) -> Vec<Tally> {
    if population.several_rows {
        return tally_several(cells, n_cells, population);
    }
    let block = |cells: &[u32], persons: &[u32]| {
        let mut counts = vec![Tally::default(); n_cells];
        for (cell, person) in cells.iter().zip(persons) {
            if *person != NOBODY
                && let Some(count) = counts.get_mut(*cell as usize)
            {
                count.set.add(population.key(*person));
                count.rows += 1;
            }
        }
        counts
    };
    if n_cells > PARALLEL_CELLS || cells.len() <= BLOCK {
        return block(cells, &population.persons);
    }
    cells
        .par_chunks(BLOCK)
        .zip(population.persons.par_chunks(BLOCK))
        .map(|(cells, persons)| block(cells, persons))
        .reduce(
            || vec![Tally::default(); n_cells],
            |mut all, part| {
                all.iter_mut().zip(&part).for_each(|(all, part)| all.merge(part));
                all
            },
        )
}

/// A person's rows are looked at together, so a cell notices by its last person whether it has seen this one.
fn tally_several(cells: &[u32], n_cells: usize, population: &Population) -> Vec<Tally> {
    let mut counts = vec![Tally::default(); n_cells];
    let mut last = vec![NOBODY; n_cells];
    let mut visit = |row: usize| {
        let (Some(cell), Some(person)) = (cells.get(row), population.persons.get(row)) else { return };
        let at = *cell as usize;
        if let (Some(count), Some(last)) = (counts.get_mut(at), last.get_mut(at))
            && *person != NOBODY
        {
            if *last != *person {
                *last = *person;
                count.set.add(population.key(*person));
            }
            count.rows += 1;
        }
    };
    if population.persons.is_sorted() {
        (0..cells.len()).for_each(&mut visit);
    } else {
        by_person(0..cells.len() as u32, population).into_iter().for_each(|row| visit(row as usize));
    }
    counts
}

/// Rows ordered by the person behind them, a person's rows as they came; rows without a person are left out.
///
/// Person and row are sorted as one number: looking persons up while sorting would take the time of a cache miss each.
pub(crate) fn by_person(rows: impl Iterator<Item = u32>, population: &Population) -> Vec<u32> {
    let keyed = rows.filter_map(|row| {
        let person = population.persons.get(row as usize).copied().filter(|person| *person != NOBODY)?;
        Some(u64::from(person) << 32 | u64::from(row))
    });
    let mut keyed: Vec<u64> = keyed.collect();
    if !keyed.is_sorted() {
        keyed.par_sort_unstable();
    }
    keyed.into_iter().map(|key| key as u32).collect()
}

/// Rows grouped by cell, in row order.
pub(crate) struct Groups {
    starts: Vec<usize>,
    rows: Vec<u32>,
}

impl Groups {
    /// Groups rows by a counting sort; rows of [`NO_CELL`] or without a person are left out.
    pub(crate) fn new(cells: &[u32], n_cells: usize, population: &Population) -> Self {
        let belongs = |row: usize, cell: u32| {
            ((cell as usize) < n_cells && population.persons.get(row).is_some_and(|person| *person != NOBODY))
                .then_some(cell as usize)
        };
        let mut starts = vec![0_usize; n_cells + 1];
        for (row, cell) in cells.iter().enumerate() {
            if let Some(start) = belongs(row, *cell).and_then(|cell| starts.get_mut(cell + 1)) {
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
        for (row, cell) in cells.iter().enumerate() {
            if let Some(next) = belongs(row, *cell).and_then(|cell| next.get_mut(cell)) {
                if let Some(slot) = rows.get_mut(*next) {
                    *slot = row as u32;
                }
                *next += 1;
            }
        }
        Groups { starts, rows }
    }

    /// The rows of a cell.
    pub(crate) fn rows(&self, cell: usize) -> &[u32] {
        let (Some(from), Some(to)) = (self.starts.get(cell), self.starts.get(cell + 1)) else { return &[] };
        self.rows.get(*from..*to).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
