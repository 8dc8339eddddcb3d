//! First pass: persons, sums, and the distribution over buckets.

use super::{Block, Buckets, Passes};
use crate::tally::SetId;
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

struct State {
    cells: Vec<CellSums>,
    /// Cell by cell, a count for each bucket.
    counts: Vec<u32>,
}

impl Passes<'_> {
    /// Runs the pass. Without `with_keys` sets have no sums of keys.
    pub(crate) fn sums(&self, buckets: &Buckets, with_keys: bool) -> Summed {
        let n_buckets = buckets.len();
        let start =
            || State { cells: vec![CellSums::default(); self.n_cells], counts: vec![0; self.n_cells * n_buckets] };
        let see = |state: &mut State, block: &Block<'_>| {
            for (at, (cell, value)) in block.cells.iter().zip(block.values).enumerate() {
                let Some(sums) = state.cells.get_mut(*cell as usize) else { continue };
                if with_keys {
                    sums.set.add(block.keys.get(at).copied().unwrap_or_default());
                } else {
                    sums.set.n += 1;
                }
                sums.first.add(*value);
                sums.second.add_product(*value, *value);
                sums.size += value.abs();
                let place = *cell as usize * n_buckets + buckets.of(*value);
                if let Some(count) = state.counts.get_mut(place) {
                    *count += 1;
                }
            }
        };
        let parts = self.parts(with_keys, start, see);
        self.summed(&parts, n_buckets)
    }

    /// Cells of parts as targets of margins.
    fn summed(&self, parts: &[State], n_buckets: usize) -> Summed {
        let (_, n_targets) = self.offsets();
        let mut sums = vec![CellSums::default(); n_targets];
        let mut counts = vec![vec![0_u64; n_buckets]; n_targets];
        for targets in self.targets() {
            for part in parts {
                let of_cells = part.cells.iter().zip(part.counts.chunks(n_buckets)).zip(&targets);
                for ((cell, of_buckets), target) in of_cells {
                    let target = *target as usize;
                    if let (Some(sum), Some(counts)) = (sums.get_mut(target), counts.get_mut(target)) {
                        sum.merge(cell);
                        counts.iter_mut().zip(of_buckets).for_each(|(all, count)| *all += u64::from(*count));
                    }
                }
            }
        }
        Summed { sums, counts }
    }
}
