//! Folds over the rows of each group, without a list of the rows.
//!
//! Few groups: each block of rows has accumulators of its own, merged in the order of the blocks. Many groups: each thread looks at
//! all rows and keeps a stretch of the groups. Either way a result does not depend on the number of threads.

use std::ops::Range;

use rayon::prelude::*;

use super::Groups;
use crate::column::Values;
use crate::error::EngineError;
use crate::typed::{CHUNK, Typed, parts};

/// Groups up to which every block of rows has its own accumulators.
const FEW: usize = 1 << 13;

/// Rows of such a block: fixed, or sums would depend on the machine.
const BLOCK: usize = 1 << 18;

/// Rows between two questions whether to go on.
const WATCHED: usize = 1 << 18;

/// What of a column is folded.
pub enum Reader {
    /// Its numbers.
    Numbers(Typed),
    /// 1 where it has a value.
    Presence(Typed),
    /// 1 for every row.
    Rows,
}

impl Reader {
    /// The numbers of a column; nothing for texts and units.
    pub fn numbers(values: &Values) -> Reader {
        Reader::Numbers(Typed::of(values))
    }

    /// Whether a column has values.
    pub fn presence(values: &Values) -> Reader {
        Reader::Presence(Typed::of(values))
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        match self {
            Reader::Numbers(typed) => typed.read_numbers(first, output),
            Reader::Presence(typed) => typed.read_presence(first, output),
            Reader::Rows => output.fill(1.0),
        }
    }
}

/// Folds the values of each group, missing ones left out: one accumulator a group; `absorb` gets it with the group and a value, in
/// the order of rows.
///
/// # Errors
/// [`EngineError::Cancelled`] where `stop` says so.
pub fn folded<A: Clone + Send + Sync>(
    groups: &Groups,
    reader: &Reader,
    new: &A,
    absorb: impl Fn(&mut A, usize, f64) + Sync,
    merge: impl Fn(&mut A, &A),
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<A>, EngineError> {
    let n_rows = groups.n_rows();
    let mut all = vec![new.clone(); groups.len()];
    if groups.len() > FEW {
        let size = groups.len().div_ceil(rayon::current_num_threads().max(1));
        all.par_chunks_mut(size).enumerate().for_each(|(part, of_groups)| {
            let first = part * size;
            walk(groups, reader, 0..n_rows, stop, |group, value| {
                if let Some(slot) = of_groups.get_mut(group.wrapping_sub(first)) {
                    absorb(slot, group, value);
                }
            });
        });
    } else {
        let blocks: Vec<Vec<A>> = parts(0..n_rows, BLOCK)
            .collect::<Vec<Range<usize>>>()
            .into_par_iter()
            .map(|rows| {
                let mut own = vec![new.clone(); groups.len()];
                walk(groups, reader, rows, stop, |group, value| {
                    if let Some(slot) = own.get_mut(group) {
                        absorb(slot, group, value);
                    }
                });
                own
            })
            .collect();
        for block in blocks {
            all.iter_mut().zip(&block).for_each(|(all, own)| merge(all, own));
        }
    }
    if stop() { Err(EngineError::Cancelled) } else { Ok(all) }
}

/// Visits group and value of the rows of a range that have both.
pub(super) fn walk(
    groups: &Groups,
    reader: &Reader,
    rows: Range<usize>,
    stop: &(dyn Fn() -> bool + Sync),
    mut visit: impl FnMut(usize, f64),
) {
    let (mut numbers, mut values) = (vec![0; CHUNK], vec![0.0; CHUNK]);
    for watched in parts(rows, WATCHED) {
        if stop() {
            return;
        }
        for rows in parts(watched, CHUNK) {
            let n = rows.len();
            let (numbers, values) = (numbers.get_mut(..n).unwrap_or_default(), values.get_mut(..n).unwrap_or_default());
            reader.read(rows.start, values);
            groups.read(rows, numbers);
            for (group, value) in numbers.iter().zip(&*values) {
                // A row of no group has a number beyond all groups.
                if !value.is_nan() {
                    visit(usize::try_from(*group).unwrap_or(usize::MAX), *value);
                }
            }
        }
    }
}
