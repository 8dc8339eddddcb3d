//! Clusters of two kinds: the pairs that occur.

use rayon::prelude::*;

/// Codes of the pairs of two codings, in the order of first and second code, and how many there are.
pub fn intersection(first: &[u32], second: &[u32]) -> (Vec<u32>, usize) {
    let mut keyed: Vec<(u64, u32)> = first
        .par_iter()
        .zip(second)
        .enumerate()
        .map(|(row, (a, b))| ((u64::from(*a) << 32) | u64::from(*b), row as u32))
        .collect();
    keyed.par_sort_unstable();
    let mut codes = vec![0; first.len()];
    let mut n = 0;
    for same in keyed.chunk_by(|a, b| a.0 == b.0) {
        for (_, row) in same {
            codes[*row as usize] = n;
        }
        n += 1;
    }
    (codes, n as usize)
}

#[cfg(test)]
mod tests {
    #[test]
    fn pairs_are_numbered() {
        let (codes, n) = super::intersection(&[1, 0, 1, 0, 1], &[0, 2, 0, 1, 1]);
        assert_eq!((codes, n), (vec![2, 1, 2, 0, 3], 4));
    }
}
