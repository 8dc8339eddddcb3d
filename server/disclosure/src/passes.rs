//! Statistics of a numeric variable in all cells and totals of a table, in three passes over blocks of rows: sums and a coarse
//! distribution; the draw of the weights; the few values that percentiles and rules look at. For populations with one row a person.
//!
//! Nothing as long as the rows is held. Rows are cut into eight parts whatever the number of threads, and what parts found is put
//! together in their order. A *target* is a cell of a margin: each row belongs to one of every margin.

mod buckets;
mod collect;
mod draws;
mod person_rows;
mod sums;

use std::ops::Range;

use rayon::prelude::*;

pub(crate) use buckets::Buckets;
pub(crate) use collect::{Collected, Wanted};
pub(crate) use person_rows::PersonRows;
pub(crate) use sums::CellSums;

use crate::statistic::{NumbersView, Population};
use crate::tally::{BLOCK, Fill, Margin, NO_CELL, fill_somebodys};

/// Parts that rows are cut into.
const PARTS: usize = 8;

/// The rows of a table with the numbers that are measured.
pub(crate) struct Passes<'a> {
    pub(crate) fill: &'a Fill<'a>,
    pub(crate) numbers: NumbersView<'a>,
    pub(crate) population: &'a Population,
    pub(crate) margins: &'a [Margin],
    /// Number of cells over all dimensions.
    pub(crate) n_cells: usize,
}

/// Some rows at hand: their cells ([`NO_CELL`] and above: none), their numbers and their record keys.
struct Block<'a> {
    rows: Range<usize>,
    cells: &'a [u32],
    values: &'a [f64],
    /// Their slots among the buckets that were asked for.
    slots: &'a [u32; BLOCK],
    /// Empty where nobody asked for them.
    keys: &'a [u128],
}

impl Passes<'_> {
    /// The first target of each margin, and the number of all.
    pub(crate) fn offsets(&self) -> (Vec<usize>, usize) {
        let mut total = 0;
        let starts = self.margins.iter().map(|margin| {
            total += margin.n;
            total - margin.n
        });
        (starts.collect(), total)
    }

    /// Full cell → its target in each margin.
    fn targets(&self) -> Vec<Vec<u32>> {
        let (offsets, _) = self.offsets();
        let of_margin = |(margin, offset): (&Margin, &usize)| {
            let target = |cell: usize| margin.cell(cell as u32).saturating_add(*offset as u32);
            (0..self.n_cells).map(target).collect()
        };
        self.margins.iter().zip(&offsets).map(of_margin).collect()
    }

    /// What the parts of the rows give, in their order; each part sees its rows block by block.
    fn parts<S: Send>(
        &self,
        with_keys: bool,
        buckets: Option<&Buckets>,
        start: impl Fn() -> S + Sync,
        see: impl Fn(&mut S, &Block<'_>) + Sync,
    ) -> Vec<S> {
        let rows = self.population.rows();
        let size = rows.div_ceil(PARTS).next_multiple_of(BLOCK);
        let part = |part: usize| {
            let mut state = start();
            let arch = pulp::Arch::new();
            let mut slots = [0_u32; BLOCK];
            let (mut cells, mut values) = ([0_u32; BLOCK], [0.0_f64; BLOCK]);
            let mut gathered = vec![0_u128; if with_keys { BLOCK } else { 0 }];
            let rows = (part * size).min(rows)..((part + 1) * size).min(rows);
            for from in rows.clone().step_by(BLOCK) {
                let rows = from..(from + BLOCK).min(rows.end);
                let n = rows.len();
                let (cells, values) = (cells.get_mut(..n).unwrap_or_default(), values.get_mut(..n).unwrap_or_default());
                fill_somebodys(self.fill, self.population, from, cells);
                arch.dispatch(|| {
                    self.numbers.fill(from, values);
                    for (cell, value) in cells.iter_mut().zip(values.iter()) {
                        *cell = if value.is_nan() { NO_CELL } else { *cell };
                    }
                    if let Some(buckets) = buckets {
                        slots.iter_mut().zip(values.iter()).for_each(|(slot, value)| *slot = buckets.slot(*value));
                    }
                });
                let keys = if with_keys { self.keys(rows.clone(), &mut gathered) } else { &[] };
                see(&mut state, &Block { rows, cells, values, slots: &slots, keys });
            }
            state
        };
        (0..PARTS).into_par_iter().map(part).collect()
    }

    /// The keys of some rows.
    fn keys<'k>(&'k self, rows: Range<usize>, gathered: &'k mut [u128]) -> &'k [u128] {
        if let Some(keys) = self.population.keys_of_run(rows.clone()) {
            return keys;
        }
        let n = rows.len();
        gathered.iter_mut().zip(rows).for_each(|(key, row)| *key = self.population.key(self.population.person(row)));
        gathered.get(..n).unwrap_or_default()
    }
}
