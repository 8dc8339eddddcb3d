//! First pass: persons, sums, and the distribution over buckets.
//!
//! Blocks of small whole numbers are summed as such, others in two doubles: the sums are the same, as those of whole numbers are
//! exact either way.

use super::{Block, Buckets, Passes};
use crate::tally::{BLOCK, SetId};
use crate::wide::{Sums, Wide};

/// What is summed in a cell.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CellSums {
    /// The persons with a number; without a sum of keys where nothing is drawn.
    pub(crate) set: SetId,
    first: Wide,
    second: Wide,
    /// Σ|x|
    pub(crate) size: f64,
}

impl CellSums {
    /// Σw, Σwx, Σwx² with all weights 1.
    pub(crate) fn sums(&self) -> Sums {
        Sums { weight: Wide::of(self.set.n as f64), first: self.first, second: self.second }
    }

    fn merge(&mut self, other: &CellSums) {
        self.set = self.set.merged(other.set);
        self.first.merge(other.first);
        self.second.merge(other.second);
        self.size += other.size;
    }
}

/// The sums of each target, and how many numbers of it are in each bucket.
pub(crate) struct Summed {
    pub(crate) sums: Vec<CellSums>,
    pub(crate) counts: Vec<Vec<u64>>,
}

/// Sums of whole numbers, and of record keys.
#[derive(Clone, Copy, Default)]
struct Whole {
    keys: u128,
    second: u128,
    first: i64,
    size: u64,
}

/// Sums of other numbers.
#[derive(Clone, Copy, Default)]
struct Real {
    first: Wide,
    second: Wide,
    size: f64,
}

/// Writes numbers as whole ones; false if there are others.
struct AsWhole<'a> {
    values: &'a [f64],
    whole: &'a mut [i32],
}

impl pulp::NullaryFnOnce for AsWhole<'_> {
    type Output = bool;

    #[inline(always)]
    fn call(self) -> bool {
        let mut all = true;
        for (slot, value) in self.whole.iter_mut().zip(self.values) {
            let whole = *value as i32;
            all &= f64::from(whole) == *value;
            *slot = whole;
        }
        all
    }
}

struct State {
    whole: Vec<Whole>,
    real: Vec<Real>,
    /// Cell by cell, a count for each bucket.
    counts: Vec<u32>,
    block: Box<[i32; BLOCK]>,
    arch: pulp::Arch,
}

impl State {
    /// Writes a block as whole numbers; false if it has others, or some beyond 32 bits.
    fn is_whole(&mut self, values: &[f64]) -> bool {
        self.arch.dispatch(AsWhole { values, whole: &mut *self.block })
    }

    fn add_keys(&mut self, block: &Block<'_>) {
        for (cell, key) in block.cells.iter().zip(block.keys) {
            if let Some(sums) = self.whole.get_mut(*cell as usize) {
                sums.keys = sums.keys.wrapping_add(*key);
            }
        }
    }

    fn add_values(&mut self, block: &Block<'_>) {
        if self.is_whole(block.values) {
            for (cell, value) in block.cells.iter().zip(self.block.iter()) {
                if let Some(sums) = self.whole.get_mut(*cell as usize) {
                    let size = u64::from(value.unsigned_abs());
                    sums.first += i64::from(*value);
                    sums.size += size;
                    sums.second += u128::from(size * size);
                }
            }
        } else {
            for (cell, value) in block.cells.iter().zip(block.values) {
                if let Some(sums) = self.real.get_mut(*cell as usize) {
                    sums.first.add(*value);
                    sums.second.add_product(*value, *value);
                    sums.size += value.abs();
                }
            }
        }
    }

    fn count(&mut self, block: &Block<'_>, buckets: &Buckets) {
        let (n_buckets, n_cells) = (buckets.len(), self.whole.len());
        for ((cell, value), slot) in block.cells.iter().zip(block.values).zip(block.slots) {
            let bucket = buckets.in_slot(*slot as usize, *value);
            if (*cell as usize) < n_cells
                && let Some(count) = self.counts.get_mut(*cell as usize * n_buckets + bucket)
            {
                *count += 1;
            }
        }
    }

    /// The sums of each cell with its counts.
    fn cells(&self, n_buckets: usize) -> impl Iterator<Item = (CellSums, &[u32])> {
        let cell = move |((whole, real), counts): ((&Whole, &Real), _)| {
            let of_buckets: &[u32] = counts;
            let (mut first, mut second) =
                (Wide::of_whole(i128::from(whole.first)), Wide::of_whole(whole.second as i128));
            first.merge(real.first);
            second.merge(real.second);
            let n = of_buckets.iter().map(|count| u64::from(*count)).sum();
            let size = whole.size as f64 + real.size;
            (CellSums { set: SetId { n, sum: whole.keys }, first, second, size }, of_buckets)
        };
        self.whole.iter().zip(&self.real).zip(self.counts.chunks(n_buckets)).map(cell)
    }
}

impl Passes<'_> {
    /// Runs the pass. Without `with_keys` sets have no sums of keys.
    pub(crate) fn sums(&self, buckets: &Buckets, with_keys: bool) -> Summed {
        let n_buckets = buckets.len();
        let start = || State {
            whole: vec![Whole::default(); self.n_cells],
            real: vec![Real::default(); self.n_cells],
            counts: vec![0; self.n_cells * n_buckets],
            block: Box::new([0; BLOCK]),
            arch: pulp::Arch::new(),
        };
        let see = |state: &mut State, block: &Block<'_>| {
            state.add_keys(block);
            state.add_values(block);
            state.count(block, buckets);
        };
        let parts = self.parts(with_keys, Some(buckets), start, see);
        self.summed(&parts, n_buckets)
    }

    /// Cells of parts as targets of margins.
    fn summed(&self, parts: &[State], n_buckets: usize) -> Summed {
        let (_, n_targets) = self.offsets();
        let mut sums = vec![CellSums::default(); n_targets];
        let mut counts = vec![vec![0_u64; n_buckets]; n_targets];
        for targets in self.targets() {
            for part in parts {
                for ((cell, of_buckets), target) in part.cells(n_buckets).zip(&targets) {
                    let target = *target as usize;
                    if let (Some(sum), Some(counts)) = (sums.get_mut(target), counts.get_mut(target)) {
                        sum.merge(&cell);
                        counts.iter_mut().zip(of_buckets).for_each(|(all, count)| *all += u64::from(*count));
                    }
                }
            }
        }
        Summed { sums, counts }
    }
}
