//! Counting: rows → cells with distinct persons, rows and key sums, in one pass over blocks of rows.
//!
//! No cell number a row is ever held: a [`Fill`] writes the cells of some rows into a small buffer, and they are counted at once.
//! All sums are of whole numbers, so the result does not depend on row order or on the number of threads.

mod groups;
mod order;

use std::ops::Range;

use rayon::prelude::*;

pub(crate) use groups::{ByPerson, Groups};
pub(crate) use order::{Order, by_person};

use crate::statistic::{Flags, Population};

/// A row that belongs to no cell; so does every number from the number of cells on.
pub(crate) const NO_CELL: u32 = u32::MAX;

/// A row without a person behind it.
pub(crate) const NOBODY: u32 = u32::MAX;

/// Rows a parallel part counts.
const PART: usize = 1 << 18;

/// Rows whose cells are written at once: they stay in the nearest cache.
pub(crate) const BLOCK: usize = 1 << 12;

/// Cells of all parts together, up to which parts count in parallel, each with cells of its own.
const PARALLEL_CELLS: usize = 1 << 20;

/// Writes the cells of the rows from the first argument on.
pub(crate) type Fill<'a> = dyn Fn(usize, &mut [u32]) + Sync + 'a;

/// Identity of a set of units: how many, and the sum of their record keys modulo 2^128.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SetId {
    pub(crate) n: u64,
    pub(crate) sum: u128,
}

impl SetId {
    pub(crate) fn add(&mut self, record_key: u128) {
        self.n += 1;
        self.sum = self.sum.wrapping_add(record_key);
    }

    pub(crate) fn merged(self, other: SetId) -> SetId {
        SetId { n: self.n + other.n, sum: self.sum.wrapping_add(other.sum) }
    }

    /// The rest of the set, without a part of it.
    pub(crate) fn without(self, part: SetId) -> SetId {
        SetId { n: self.n - part.n, sum: self.sum.wrapping_sub(part.sum) }
    }

    /// The distinct persons behind the rows with a flag.
    pub(crate) fn of_flagged(population: &Population, flags: Flags<'_>) -> SetId {
        let order = population.persons.order();
        if population.several_rows {
            let part = |places: Range<usize>| {
                let mut set = SetId::default();
                let mut last = NOBODY;
                let persons = order.persons(&population.persons, places.clone()).iter().copied();
                for (_, person) in places.zip(persons).filter(|(place, _)| flags.at(order.row(*place))) {
                    if person != last {
                        last = person;
                        set.add(population.key(person));
                    }
                }
                set
            };
            return order
                .parts(&population.persons, PART)
                .into_par_iter()
                .map(part)
                .reduce(SetId::default, SetId::merged);
        }
        let part = |rows: Range<usize>| {
            let mut set = SetId::default();
            match population.keys_of_run(rows.clone()) {
                Some(keys) => {
                    for (keys, first) in keys.chunks(64).zip(rows.step_by(64)) {
                        let word = flags.word(first) & (u64::MAX >> (64 - keys.len()));
                        set.n += u64::from(word.count_ones());
                        // Without a branch: flags are as random as what they tell.
                        for (bit, key) in (0..).zip(keys) {
                            let is_in = u128::from(word >> bit & 1);
                            set.sum = set.sum.wrapping_add(key & 0_u128.wrapping_sub(is_in));
                        }
                    }
                }
                None => {
                    for row in rows.filter(|row| flags.at(*row)) {
                        let person = population.person(row);
                        if person != NOBODY {
                            set.add(population.key(person));
                        }
                    }
                }
            }
            set
        };
        parts(population.rows()).map(part).reduce(SetId::default, SetId::merged)
    }

    /// The distinct persons behind all rows; counted once for all statements on a dataset.
    pub(crate) fn of_all(population: &Population) -> SetId {
        population.persons.all(population.several_rows, || {
            let fill = |_: usize, cells: &mut [u32]| cells.fill(0);
            let margins = [Margin { to: None, n: 1 }];
            let one = if population.several_rows {
                tally_several(&fill, true, &margins, population).into_iter().flatten().collect()
            } else {
                tally_filled(&fill, 1, population, true)
            };
            one.first().map_or_else(SetId::default, |tally| tally.set)
        })
    }
}

/// Rows in parts of fixed size.
fn parts(rows: usize) -> impl IndexedParallelIterator<Item = Range<usize>> {
    (0..rows.div_ceil(PART)).into_par_iter().map(move |part| part * PART..((part + 1) * PART).min(rows))
}

/// A part in blocks.
fn blocks(rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = rows.end;
    rows.step_by(BLOCK).map(move |from| from..(from + BLOCK).min(end))
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
        self.set = self.set.merged(other.set);
        self.rows += other.rows;
    }
}

/// Counts rows into cells; without `with_keys` the sums of keys stay zero (nothing is drawn for exact counts).
pub(crate) fn tally_filled(fill: &Fill<'_>, n_cells: usize, population: &Population, with_keys: bool) -> Vec<Tally> {
    if population.several_rows {
        let all = Margin { to: None, n: n_cells };
        return tally_several(fill, false, &[all], population).into_iter().next().unwrap_or_default();
    }
    let n_parts = (PARALLEL_CELLS / n_cells.max(1)).clamp(1, population.rows().div_ceil(PART).max(1));
    let size = population.rows().div_ceil(n_parts).max(1);
    (0..n_parts)
        .into_par_iter()
        .map(|part| {
            let rows = part * size..((part + 1) * size).min(population.rows());
            if with_keys { with_sums(fill, n_cells, population, rows) } else { counts(fill, n_cells, population, rows) }
        })
        .reduce(Vec::new, merged)
}

/// The same for cells that are held; `cells` has a cell or [`NO_CELL`] a row.
#[cfg(test)]
pub(crate) fn tally(cells: &[u32], n_cells: usize, population: &Population) -> Vec<Tally> {
    tally_filled(&written(cells), n_cells, population, true)
}

/// Writes cells that are held.
#[cfg(test)]
pub(crate) fn written(cells: &[u32]) -> impl Fn(usize, &mut [u32]) + Sync {
    |from, into| {
        let held = cells.get(from..).unwrap_or_default().iter().copied().chain(std::iter::repeat(NO_CELL));
        into.iter_mut().zip(held).for_each(|(into, cell)| *into = cell);
    }
}

/// Adds the cells of two parts.
fn merged(mut all: Vec<Tally>, part: Vec<Tally>) -> Vec<Tally> {
    if all.is_empty() {
        return part;
    }
    all.iter_mut().zip(&part).for_each(|(all, part)| all.merge(part));
    all
}

/// A row's place among `n` cells and one more for rows that are in none: a branch would be taken at random.
#[inline(always)]
fn place(cell: u32, n: usize) -> usize {
    (cell as usize).min(n)
}

/// Numbers of rows of each cell, one row a person.
fn counts(fill: &Fill<'_>, n_cells: usize, population: &Population, rows: Range<usize>) -> Vec<Tally> {
    // Two counters a cell: neighbours in one cell do not wait for each other.
    let mut counts = vec![[0_u64; 2]; n_cells + 1];
    let mut buffer = [0_u32; BLOCK];
    for rows in blocks(rows) {
        let cells = buffer.get_mut(..rows.len()).unwrap_or_default();
        fill_somebodys(fill, population, rows.start, cells);
        for (at, cell) in cells.iter().enumerate() {
            if let Some([even, odd]) = counts.get_mut(place(*cell, n_cells)) {
                *(if at & 1 == 0 { even } else { odd }) += 1;
            }
        }
    }
    counts.truncate(n_cells);
    let tally = |[a, b]: [u64; 2]| Tally { set: SetId { n: a + b, sum: 0 }, rows: a + b };
    counts.into_iter().map(tally).collect()
}

/// The same with sums of keys.
fn with_sums(fill: &Fill<'_>, n_cells: usize, population: &Population, rows: Range<usize>) -> Vec<Tally> {
    let mut sets = vec![[SetId::default(); 2]; n_cells + 1];
    let mut buffer = [0_u32; BLOCK];
    let mut gathered = vec![0_u128; BLOCK];
    for rows in blocks(rows) {
        let cells = buffer.get_mut(..rows.len()).unwrap_or_default();
        fill_somebodys(fill, population, rows.start, cells);
        let keys = population.keys_of(rows, &mut gathered);
        for (at, (cell, key)) in cells.iter().zip(keys).enumerate() {
            if let Some([even, odd]) = sets.get_mut(place(*cell, n_cells)) {
                (if at & 1 == 0 { even } else { odd }).add(*key);
            }
        }
    }
    sets.truncate(n_cells);
    let tally = |[a, b]: [SetId; 2]| Tally { set: a.merged(b), rows: a.n + b.n };
    sets.into_iter().map(tally).collect()
}

/// The cells of some rows; those without a person are in none.
pub(crate) fn fill_somebodys(fill: &Fill<'_>, population: &Population, from: usize, cells: &mut [u32]) {
    cells.fill(0);
    fill(from, cells);
    if !matches!(population.persons.order(), Order::Run(_)) {
        let persons = population.persons.get(from..).unwrap_or_default();
        cells.iter_mut().zip(persons).filter(|(_, person)| **person == NOBODY).for_each(|(cell, _)| *cell = NO_CELL);
    }
}

/// A coarser table: full cell → its cell there (`None`: itself), and how many cells there are.
pub(crate) struct Margin {
    pub(crate) to: Option<Vec<u32>>,
    pub(crate) n: usize,
}

impl Margin {
    /// The cell there of a full cell.
    pub(crate) fn cell(&self, full: u32) -> u32 {
        self.to.as_ref().map_or(full, |to| to.get(full as usize).copied().unwrap_or(NO_CELL))
    }
}

/// The cells of all rows, where their order by person is not that of the rows: only then are they held.
fn cells_out_of_order(fill: &Fill<'_>, direct: bool, population: &Population) -> Option<Vec<u32>> {
    (!direct && matches!(population.persons.order(), Order::Sorted { .. })).then(|| all_cells(fill, population.rows()))
}

/// The cell of each row.
pub(crate) fn all_cells(fill: &Fill<'_>, rows: usize) -> Vec<u32> {
    let mut cells = vec![0_u32; rows];
    cells.par_chunks_mut(BLOCK).enumerate().for_each(|(block, cells)| fill(block * BLOCK, cells));
    cells
}

/// Counts persons with several rows into the cells of several margins, in one pass over the rows by person: a person's rows
/// are looked at together, so a cell notices by its last person whether it has seen this one. `direct`: cells are so quickly
/// told that they need not be held to be looked up in another order.
pub(crate) fn tally_several(
    fill: &Fill<'_>,
    direct: bool,
    margins: &[Margin],
    population: &Population,
) -> Vec<Vec<Tally>> {
    let order = population.persons.order();
    let all = cells_out_of_order(fill, direct, population);
    let n_cells: usize = margins.iter().map(|margin| margin.n).sum();
    let part = |places: Range<usize>| {
        let mut counts: Vec<Vec<Tally>> = margins.iter().map(|margin| vec![Tally::default(); margin.n]).collect();
        let mut last: Vec<Vec<u32>> = margins.iter().map(|margin| vec![NOBODY; margin.n]).collect();
        let mut buffer = [0_u32; BLOCK];
        for places in blocks(places) {
            let cells = buffer.get_mut(..places.len()).unwrap_or_default();
            match &all {
                None if matches!(order, Order::Sorted { .. }) => {
                    for (cell, place) in cells.chunks_mut(1).zip(places.clone()) {
                        fill(order.row(place), cell);
                    }
                }
                None => {
                    cells.fill(0);
                    fill(places.start, cells);
                }
                Some(all) => cells.iter_mut().zip(places.clone()).for_each(|(cell, place)| {
                    *cell = all.get(order.row(place)).copied().unwrap_or(NO_CELL);
                }),
            }
            for (cell, person) in cells.iter().zip(order.persons(&population.persons, places).iter().copied()) {
                for ((margin, counts), last) in margins.iter().zip(&mut counts).zip(&mut last) {
                    let at = margin.cell(*cell) as usize;
                    if let (Some(count), Some(last)) = (counts.get_mut(at), last.get_mut(at)) {
                        count.rows += 1;
                        if *last != person {
                            *last = person;
                            count.set.add(population.key(person));
                        }
                    }
                }
            }
        }
        counts
    };
    let n_parts = (PARALLEL_CELLS / n_cells.max(1)).clamp(1, population.rows().div_ceil(PART).max(1));
    let size = population.rows().div_ceil(n_parts).max(1);
    order
        .parts(&population.persons, size)
        .into_par_iter()
        .map(part)
        .reduce_with(|all, part| all.into_iter().zip(part).map(|(all, part)| merged(all, part)).collect())
        .unwrap_or_else(|| margins.iter().map(|margin| vec![Tally::default(); margin.n]).collect())
}

#[cfg(test)]
mod tests;
