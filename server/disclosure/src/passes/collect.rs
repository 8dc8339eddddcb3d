//! Third pass: the values in the buckets that percentiles and rules look at.

use super::buckets::SLOTS;
use super::{Block, Buckets, Passes};

impl Passes<'_> {
    /// Runs the pass: for each target the values in the buckets that are wanted of it (as bits), in no particular order.
    pub(crate) fn collect(&self, buckets: &Buckets, wanted: &[u128]) -> Vec<Vec<f64>> {
        let of_any = wanted.iter().fold(0, |all, wanted| all | wanted);
        if of_any == 0 {
            return vec![Vec::new(); wanted.len()];
        }
        let targets = self.measured();
        // Most rows are in a slot that nobody wants anything of.
        let slots: Vec<bool> = (0..SLOTS).map(|slot| buckets.of_slot(slot) & of_any != 0).collect();
        let see = |found: &mut Vec<Vec<f64>>, block: &Block<'_>| {
            for ((cell, value), slot) in block.cells.iter().zip(block.values).zip(block.slots) {
                let slot = *slot as usize;
                if slots.get(slot) != Some(&true) {
                    continue;
                }
                let bit = 1_u128 << buckets.in_slot(slot, *value);
                for target in targets.iter().filter_map(|targets| targets.get(*cell as usize)) {
                    if wanted.get(*target as usize).is_some_and(|wanted| wanted & bit != 0)
                        && let Some(found) = found.get_mut(*target as usize)
                    {
                        found.push(*value);
                    }
                }
            }
        };
        let mut all: Vec<Vec<f64>> = vec![Vec::new(); wanted.len()];
        for part in self.parts(false, Some(buckets), || vec![Vec::new(); wanted.len()], see) {
            all.iter_mut().zip(part).for_each(|(all, part)| all.extend(part));
        }
        all
    }
}
