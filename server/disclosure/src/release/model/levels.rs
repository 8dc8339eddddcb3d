//! The persons at each level of the factors of a model: one pass over the rows, which reads record keys once for all factors, and gives the
//! set of all rows beside. Argument: `proofs/model.md`.

use std::ops::Range;

use rayon::prelude::*;

use super::prepare::identity;
use crate::statistic::{Category, ModelColumn, ModelInput, ModelUse, ModelValues, Placed, RowCodes};
use crate::tally::{BLOCK, NO_CELL, SetId, Tally, tally_filled};

/// Rows of a parallel part.
const PART: usize = 1 << 18;

/// A categorical variable of a model whose rare levels leave.
pub(super) struct Factor<'a> {
    /// Its place among the columns.
    pub(super) at: usize,
    pub(super) column: &'a ModelColumn,
    pub(super) codes: &'a RowCodes,
    pub(super) categories: &'a [Category],
    /// By category: the persons, among rows with a value in every column.
    pub(super) counts: Vec<Tally>,
}

/// The factors of a model with their counts. `stays`: the rows with a value in every column; `None`: all have.
pub(super) fn counted<'a>(input: &'a ModelInput, stays: Option<&[bool]>) -> Vec<Factor<'a>> {
    let columns = input.columns.iter().enumerate();
    let mut factors: Vec<Factor<'_>> = columns
        .filter(|(_, column)| column.use_in_model != ModelUse::Clusters)
        .filter_map(|(at, column)| match &column.values {
            ModelValues::Factor { codes, categories } => {
                Some(Factor { at, column, codes, categories, counts: Vec::new() })
            }
            ModelValues::Numbers(_) => None,
        })
        .collect();
    let placed: Vec<Placed<'_>> =
        factors.iter().map(|factor| factor.codes.view().placed(identity(factor.categories), NO_CELL)).collect();
    let population = &input.population;
    let counts: Vec<Vec<Tally>> = if population.several_rows {
        let of = |(cells_of, factor): (&Placed<'_>, &Factor<'_>)| {
            let fill = |from: usize, cells: &mut [u32]| fill(cells_of, stays, from, cells);
            tally_filled(&fill, factor.categories.len(), population, true)
        };
        placed.iter().zip(&factors).map(of).collect()
    } else {
        let sizes: Vec<usize> = factors.iter().map(|factor| factor.categories.len()).collect();
        in_one_pass(input, stays, &placed, &sizes)
    };
    factors.iter_mut().zip(counts).for_each(|(factor, counts)| factor.counts = counts);
    factors
}

/// The set of all rows with a value in every column: each is at some level of every factor. `None` without factors, and where a person may have
/// rows at several levels.
pub(super) fn set_of_all(input: &ModelInput, factors: &[Factor<'_>]) -> Option<SetId> {
    let counts = factors.first().filter(|_| !input.population.several_rows)?.counts.iter();
    Some(counts.fold(SetId::default(), |all, tally| all.merged(tally.set)))
}

/// The cells of some rows by one factor; none for rows that lack a value elsewhere.
fn fill(cells_of: &Placed<'_>, stays: Option<&[bool]>, from: usize, cells: &mut [u32]) {
    cells_of.add(from, cells);
    if let Some(stays) = stays {
        let stays = stays.get(from..).unwrap_or_default();
        // Without a branch: an or with all ones is no cell.
        cells.iter_mut().zip(stays).for_each(|(cell, stays)| *cell |= u32::from(*stays).wrapping_sub(1));
    }
}

/// Counts of several factors, one row a person.
fn in_one_pass(input: &ModelInput, stays: Option<&[bool]>, placed: &[Placed<'_>], sizes: &[usize]) -> Vec<Vec<Tally>> {
    let population = &input.population;
    let part = |rows: Range<usize>| {
        // Two a cell: neighbours in one cell do not wait for each other. The last is of rows that are in none.
        let mut sets: Vec<Vec<[SetId; 2]>> = sizes.iter().map(|n| vec![<[SetId; 2]>::default(); n + 1]).collect();
        let (mut cells, mut gathered) = ([0_u32; BLOCK], vec![0_u128; BLOCK]);
        for first in rows.clone().step_by(BLOCK) {
            let rows = first..(first + BLOCK).min(rows.end);
            let cells = cells.get_mut(..rows.len()).unwrap_or_default();
            let keys = population.keys_of(rows, &mut gathered);
            for ((cells_of, sets), n) in placed.iter().zip(&mut sets).zip(sizes) {
                cells.fill(0);
                fill(cells_of, stays, first, cells);
                for (at, (cell, key)) in cells.iter().zip(keys).enumerate() {
                    if let Some([even, odd]) = sets.get_mut((*cell as usize).min(*n)) {
                        (if at & 1 == 0 { even } else { odd }).add(*key);
                    }
                }
            }
        }
        sets
    };
    let add = |mut all: Vec<Vec<[SetId; 2]>>, part: Vec<Vec<[SetId; 2]>>| {
        for (all, part) in all.iter_mut().flatten().zip(part.into_iter().flatten()) {
            all.iter_mut().zip(part).for_each(|(all, part)| *all = all.merged(part));
        }
        all
    };
    let n_rows = population.rows();
    let parts = (0..n_rows.div_ceil(PART)).into_par_iter().map(|at| part(at * PART..((at + 1) * PART).min(n_rows)));
    let sets =
        parts.reduce_with(add).unwrap_or_else(|| sizes.iter().map(|n| vec![<[SetId; 2]>::default(); *n]).collect());
    let tally = |[a, b]: [SetId; 2]| Tally { set: a.merged(b), rows: a.n + b.n };
    sets.into_iter().zip(sizes).map(|(sets, n)| sets.into_iter().take(*n).map(tally).collect()).collect()
}
