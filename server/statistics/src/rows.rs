//! Columns as estimators see them: values that are read a few rows at a time, wherever and however they are kept.
//!
//! A column of millions of rows is never copied whole: folds read [`CHUNK`] rows into a buffer that stays in the cache.

use std::sync::Arc;

/// Rows that passes read at once.
pub const CHUNK: usize = 1024;

/// Values of rows, `0..len`.
pub trait Rows<T>: Sync {
    /// Number of rows.
    fn len(&self) -> usize;

    /// Fills `output` with the rows from `first` on; there are as many.
    fn read(&self, first: usize, output: &mut [T]);

    /// Fills `output` with these rows, one a place.
    fn gather(&self, rows: &[u32], output: &mut [T]) {
        for (row, slot) in rows.iter().zip(output) {
            self.read(*row as usize, std::slice::from_mut(slot));
        }
    }

    /// Whether there are no rows.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

macro_rules! rows_of_slices {
    ($([$($generics:tt)*] $type:ty),*) => {$(
        impl<T: Copy + Send + Sync, $($generics)*> Rows<T> for $type {
            fn len(&self) -> usize {
                <[T]>::len(self)
            }

            fn read(&self, first: usize, output: &mut [T]) {
                output.copy_from_slice(&self[first..first + output.len()]);
            }

            fn gather(&self, rows: &[u32], output: &mut [T]) {
                for (row, slot) in rows.iter().zip(output) {
                    *slot = self[*row as usize];
                }
            }
        }
    )*};
}

rows_of_slices!([] Vec<T>, [] &[T], [] Arc<[T]>, [const N: usize] [T; N]);

/// Weights that are 1 but for a few rows.
#[derive(Clone, Copy, Debug)]
pub struct FewWeights<'a> {
    /// Number of rows.
    pub n_rows: usize,
    /// Rows with another weight, ascending.
    pub changed: &'a [(usize, f64)],
}

impl Rows<f64> for FewWeights<'_> {
    fn len(&self) -> usize {
        self.n_rows
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        output.fill(1.0);
        let start = self.changed.partition_point(|(row, _)| *row < first);
        for (row, weight) in &self.changed[start..] {
            match output.get_mut(row - first) {
                Some(slot) => *slot = *weight,
                None => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_weights_are_read_from_any_row() {
        let weights = FewWeights { n_rows: 10, changed: &[(0, 2.0), (4, 0.0), (9, 0.5)] };
        let mut all = [0.0; 10];
        weights.read(0, &mut all);
        assert_eq!(all, [2.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.5]);
        for (first, n) in [(1, 3), (4, 1), (3, 6), (5, 5), (9, 1), (10, 0)] {
            let mut part = vec![0.0; n];
            weights.read(first, &mut part);
            assert_eq!(part, all[first..first + n], "{first}, {n}");
        }
        let mut some = [0.0; 3];
        weights.gather(&[9, 4, 1], &mut some);
        assert_eq!(some, [0.5, 0.0, 1.0]);
    }
}
