//! Registers for tests.

use super::{Sketch, sketches};
use crate::seed::Keys;
use crate::statistic::Population;

/// Persons with one row each.
pub(in crate::watch) fn population(n: usize) -> Population {
    let pseudonyms: Vec<u64> = (0..n as u64).collect();
    let keys = crate::record_keys(&[3; 32], "FNR", &pseudonyms);
    Population { persons: (0..n as u32).collect(), keys: keys.into(), several_rows: false, one_row_by: None }
}

pub(in crate::watch) fn seed() -> u128 {
    Keys::new([1; 32], [2; 32]).sketch_seed()
}

/// The sketch of the rows where `is_in`.
pub(in crate::watch) fn sketch_of(population: &Population, is_in: impl Fn(usize) -> bool + Sync) -> Sketch {
    sketches(population, 1, seed(), &|row| u32::from(!is_in(row))).pop().unwrap()
}

/// SplitMix64: the same numbers on every machine.
pub(in crate::watch) struct Random(pub u64);

impl Random {
    pub(in crate::watch) fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        crate::seed::mix_words(self.0, 0, 0, 0)
    }

    /// Uniform in 0 … 1.
    pub(in crate::watch) fn uniform(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(in crate::watch) fn below(&mut self, n: u64) -> u64 {
        self.word() % n.max(1)
    }
}
