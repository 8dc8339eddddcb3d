//! Every statistic is a fold over blocks of rows: new → absorb → merge → finish.
//!
//! Blocks have a fixed size that depends on the problem only, and partial results are merged in the order of their
//! index, so the result is the same to the last bit for any number of threads. Between waves of blocks the fold looks
//! whether the run was cancelled.

use std::ops::Range;

use rayon::prelude::*;

/// Rows of a block.
pub const BLOCK_ROWS: usize = 65_536;

/// Blocks that are in memory at the same time.
const WAVE: usize = 16;

/// A partial result that can take in the result of the rows after it.
pub trait Accumulator: Send {
    /// Takes in the partial result of later rows.
    fn merge(&mut self, later: Self);
}

/// The run was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// Asks whether to go on.
#[derive(Clone, Copy, Default)]
pub struct Watch<'a> {
    is_cancelled: Option<&'a (dyn Fn() -> bool + Sync)>,
}

impl<'a> Watch<'a> {
    /// Asks `is_cancelled` between waves of blocks.
    pub fn new(is_cancelled: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Watch { is_cancelled: Some(is_cancelled) }
    }

    /// `Err` if the run was cancelled.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled.is_some_and(|asked| asked()) { Err(Cancelled) } else { Ok(()) }
    }
}

/// Folds `0..n_rows` in blocks of `block_rows`: `absorb` fills a fresh accumulator from one block.
pub fn fold<A: Accumulator>(
    n_rows: usize,
    block_rows: usize,
    watch: Watch<'_>,
    new: impl Fn() -> A + Sync,
    absorb: impl Fn(&mut A, Range<usize>) + Sync,
) -> Result<A, Cancelled> {
    let n_blocks = n_rows.div_ceil(block_rows.max(1));
    let mut result = new();
    let mut first = 0;
    while first < n_blocks {
        watch.check()?;
        let last = (first + WAVE).min(n_blocks);
        let partials: Vec<A> = (first..last)
            .into_par_iter()
            .map(|block| {
                let mut partial = new();
                absorb(&mut partial, block * block_rows..((block + 1) * block_rows).min(n_rows));
                partial
            })
            .collect();
        for partial in partials {
            result.merge(partial);
        }
        first = last;
    }
    Ok(result)
}

/// Fills `output` in parallel, block by block; `fill` gets the block's rows and its part of the output.
pub fn fill<T: Send>(output: &mut [T], fill: impl Fn(Range<usize>, &mut [T]) + Sync) {
    output.par_chunks_mut(BLOCK_ROWS).enumerate().for_each(|(block, part)| {
        let start = block * BLOCK_ROWS;
        fill(start..start + part.len(), part);
    });
}
