//! Statistics of a numeric variable in all cells and totals of a table, in three passes over blocks of rows: sums and a coarse
//! distribution; the draw of the weights; the few values that percentiles and rules look at. For populations with one row a person.
//!
//! Nothing as long as the rows is held. Rows are cut into eight parts whatever the number of threads, and what parts found is put
//! together in their order. A *target* is a cell of a margin: each row belongs to one of every margin.
//! Argument: `proofs/magnitude_table.md`.

mod buckets;
mod collect;
mod draws;
mod person_rows;
mod sums;

use std::ops::Range;

use rayon::prelude::*;

pub(crate) use buckets::Buckets;
pub(crate) use draws::{Drawn, Sought};
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
    /// The first margin whose targets are measured; those before it are only counted.
    pub(crate) first_measured: usize,
}

/// Rows at hand that are in a cell and have a number, ascending, with their cells, numbers, slots among the buckets that were
/// asked for, and record keys (empty where nobody asked for them).
struct Block<'a> {
    rows: &'a [u32],
    cells: &'a [u32],
    values: &'a [f64],
    slots: &'a [u32],
    keys: &'a [u128],
}

/// Room for the rows of a block.
struct Room {
    rows: [u32; BLOCK],
    cells: [u32; BLOCK],
    values: [f64; BLOCK],
    slots: [u32; BLOCK],
    keys: [u128; BLOCK],
}

impl Room {
    fn new() -> Box<Room> {
        let (rows, values) = ([0; BLOCK], [0.0; BLOCK]);
        Box::new(Room { rows, cells: rows, values, slots: rows, keys: [0; BLOCK] })
    }

    /// Moves the rows that count to the front, and says how many there are. Without a branch a row: which count is random.
    fn pack(&mut self, rows: Range<usize>, n_cells: usize) -> usize {
        let mut n = 0_usize;
        for (at, row) in rows.enumerate() {
            let (from, to) = (at & (BLOCK - 1), n & (BLOCK - 1));
            let cell = self.cells.get(from).copied().unwrap_or(NO_CELL);
            let value = self.values.get(from).copied().unwrap_or(f64::NAN);
            if let (Some(row_there), Some(cell_there), Some(value_there)) =
                (self.rows.get_mut(to), self.cells.get_mut(to), self.values.get_mut(to))
            {
                (*row_there, *cell_there, *value_there) = (row as u32, cell, value);
            }
            n += usize::from(((cell as usize) < n_cells) & !value.is_nan());
        }
        n
    }
}

/// Reads numbers, and counts the rows with one and a cell. These are types of their own, as closures would not be compiled for
/// the processor at hand.
struct ReadNumbers<'a> {
    numbers: NumbersView<'a>,
    from: usize,
    n_cells: usize,
    cells: &'a [u32],
    values: &'a mut [f64],
}

impl pulp::NullaryFnOnce for ReadNumbers<'_> {
    type Output = u32;

    #[inline(always)]
    fn call(self) -> u32 {
        self.numbers.fill(self.from, self.values);
        let n_cells = self.n_cells.min(NO_CELL as usize) as u32;
        let counts = |(cell, value): (&u32, &f64)| u32::from((*cell < n_cells) & !value.is_nan());
        self.cells.iter().zip(&*self.values).map(counts).sum()
    }
}

/// Finds the slots of numbers.
struct FindSlots<'a> {
    buckets: &'a Buckets,
    values: &'a [f64],
    slots: &'a mut [u32],
}

impl pulp::NullaryFnOnce for FindSlots<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.slots.iter_mut().zip(self.values).for_each(|(slot, value)| *slot = self.buckets.slot(*value));
    }
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

    /// How many targets are only counted: they come first.
    pub(crate) fn n_counted(&self) -> usize {
        self.margins.iter().take(self.first_measured).map(|margin| margin.n).sum()
    }

    /// Full cell → its target in each margin that is measured.
    fn measured(&self) -> Vec<Vec<u32>> {
        self.targets().into_iter().skip(self.first_measured).collect()
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
            let mut room = Room::new();
            let rows = (part * size).min(rows)..((part + 1) * size).min(rows);
            for from in rows.clone().step_by(BLOCK) {
                let rows = from..(from + BLOCK).min(rows.end);
                see(&mut state, &self.block(rows, with_keys, buckets, &mut room));
            }
            state
        };
        (0..PARTS).into_par_iter().map(part).collect()
    }

    fn block<'r>(
        &'r self,
        rows: Range<usize>,
        with_keys: bool,
        buckets: Option<&Buckets>,
        room: &'r mut Room,
    ) -> Block<'r> {
        let arch = pulp::Arch::new();
        let from = rows.start;
        let cells = room.cells.get_mut(..rows.len()).unwrap_or_default();
        let values = room.values.get_mut(..rows.len()).unwrap_or_default();
        fill_somebodys(self.fill, self.population, from, cells);
        let n_in = arch.dispatch(ReadNumbers {
            numbers: self.numbers,
            from,
            n_cells: self.n_cells,
            cells,
            values: &mut *values,
        });
        let is_packed = n_in as usize == rows.len();
        let n = if is_packed {
            room.rows.iter_mut().zip(rows.clone()).for_each(|(slot, row)| *slot = row as u32);
            rows.len()
        } else {
            room.pack(rows.clone(), self.n_cells)
        };
        let values = room.values.get(..n).unwrap_or_default();
        if let Some(buckets) = buckets {
            let slots = &mut room.slots;
            arch.dispatch(FindSlots { buckets, values, slots });
        }
        let of_rows = room.rows.get(..n).unwrap_or_default();
        let keys: &[u128] = match (with_keys, self.population.keys_of_run(rows)) {
            (false, _) => &[],
            (true, Some(keys)) if is_packed => keys,
            (true, Some(keys)) => {
                let key = |row: u32| keys.get(row as usize - from).copied().unwrap_or_default();
                room.keys.iter_mut().zip(of_rows).for_each(|(slot, row)| *slot = key(*row));
                room.keys.get(..n).unwrap_or_default()
            }
            (true, None) => {
                let key = |row: u32| self.population.key(self.population.person(row as usize));
                room.keys.iter_mut().zip(of_rows).for_each(|(slot, row)| *slot = key(*row));
                room.keys.get(..n).unwrap_or_default()
            }
        };
        let (cells, slots) = (room.cells.get(..n).unwrap_or_default(), room.slots.get(..n).unwrap_or_default());
        Block { rows: of_rows, cells, values, slots, keys }
    }
}
