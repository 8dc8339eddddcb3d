//! What absorbed factors are: singletons, nesting in clusters, and connected components.

use rayon::prelude::*;

use crate::rows::Rows;

/// A factor to absorb.
#[derive(Clone, Copy, Debug)]
pub struct Factor<'a> {
    /// Level of each row, `0..n_levels`.
    pub codes: &'a [u32],
    /// Number of levels; some may have no rows.
    pub n_levels: usize,
}

/// Weights in which some rows do not count.
pub(crate) struct Without<'a> {
    pub weights: Option<&'a dyn Rows<f64>>,
    pub n_rows: usize,
    /// Rows that do not count, ascending.
    pub rows: Vec<u32>,
}

impl Rows<f64> for Without<'_> {
    fn len(&self) -> usize {
        self.n_rows
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        match self.weights {
            Some(weights) => weights.read(first, output),
            None => output.fill(1.0),
        }
        let start = self.rows.partition_point(|row| (*row as usize) < first);
        for row in &self.rows[start..] {
            match output.get_mut(*row as usize - first) {
                Some(slot) => *slot = 0.0,
                None => break,
            }
        }
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        match self.weights {
            Some(weights) => weights.gather(rows, output),
            None => output.fill(1.0),
        }
        for (row, slot) in rows.iter().zip(output) {
            if self.rows.binary_search(row).is_ok() {
                *slot = 0.0;
            }
        }
    }
}

/// Rows that are alone in a level of some factor, found again and again until there are none more (Correia 2015). A row of weight
/// above 1 stands for several and is not alone. Ascending.
pub(crate) fn singletons(factors: &[Factor<'_>], weights: Option<&[f64]>) -> Vec<u32> {
    let Some(n) = factors.first().map(|factor| factor.codes.len()) else { return Vec::new() };
    if weights.is_none() && !factors.par_iter().any(|factor| has_singleton(factor)) {
        return Vec::new();
    }
    let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
    let mut counts: Vec<Vec<u32>> = factors.iter().map(|factor| vec![0; factor.n_levels]).collect();
    for (factor, counts) in factors.iter().zip(&mut counts) {
        for (row, code) in factor.codes.iter().enumerate() {
            if weight(row) > 0.0 {
                // Two is as good as many.
                let count = &mut counts[*code as usize];
                *count = count.saturating_add(if weight(row) > 1.0 { 2 } else { 1 });
            }
        }
    }
    if counts.iter().flatten().all(|count| *count != 1) {
        return Vec::new();
    }
    let mut left: Vec<u32> = (0..n as u32).filter(|row| weight(*row as usize) > 0.0).collect();
    let mut dropped = Vec::new();
    loop {
        let before = dropped.len();
        left.retain(|row| {
            let at = *row as usize;
            let is_alone = factors.iter().zip(&counts).any(|(factor, counts)| counts[factor.codes[at] as usize] == 1);
            if is_alone {
                for (factor, counts) in factors.iter().zip(&mut counts) {
                    let lost = if weight(at) > 1.0 { 2 } else { 1 };
                    let count = &mut counts[factor.codes[at] as usize];
                    *count = count.saturating_sub(lost);
                }
                dropped.push(*row);
            }
            !is_alone
        });
        if dropped.len() == before {
            break;
        }
    }
    dropped.sort_unstable();
    dropped
}

/// Whether some level has one row.
fn has_singleton(factor: &Factor<'_>) -> bool {
    // Runs of one code tell without counting, if no code has a second run.
    let mut counts = vec![0_u8; factor.n_levels];
    for run in factor.codes.chunk_by(|a, b| a == b) {
        let count = &mut counts[run[0] as usize];
        *count = count.saturating_add(run.len().min(2) as u8).min(2);
    }
    counts.contains(&1)
}

/// Whether all rows of weight of each level are in one cluster.
pub(crate) fn is_nested(factor: &Factor<'_>, clusters: &[u32], weights: Option<&[f64]>) -> bool {
    const NONE: u32 = u32::MAX;
    if std::ptr::eq(factor.codes, clusters) {
        return true;
    }
    let mut cluster_of = vec![NONE; factor.n_levels];
    for (row, (code, cluster)) in factor.codes.iter().zip(clusters).enumerate() {
        if weights.is_some_and(|weights| weights[row] == 0.0) {
            continue;
        }
        let known = &mut cluster_of[*code as usize];
        if *known == NONE {
            *known = *cluster;
        } else if *known != *cluster {
            return false;
        }
    }
    true
}

/// Levels that have rows of weight.
pub(crate) fn n_present(factor: &Factor<'_>, weights: Option<&[f64]>) -> usize {
    const FEW: usize = 65_536;
    if factor.n_levels <= FEW {
        // Each thread has marks of its own.
        let parts: Vec<Vec<bool>> = factor
            .codes
            .par_chunks(1 << 20)
            .enumerate()
            .map(|(part, codes)| {
                let mut seen = vec![false; factor.n_levels];
                for (at, code) in codes.iter().enumerate() {
                    seen[*code as usize] |= weights.is_none_or(|weights| weights[(part << 20) + at] > 0.0);
                }
                seen
            })
            .collect();
        return (0..factor.n_levels).filter(|level| parts.iter().any(|seen| seen[*level])).count();
    }
    let mut seen = vec![false; factor.n_levels];
    for (row, code) in factor.codes.iter().enumerate() {
        if weights.is_none_or(|weights| weights[row] > 0.0) {
            seen[*code as usize] = true;
        }
    }
    seen.iter().filter(|seen| **seen).count()
}

/// Connected components of the graph whose edges are the rows of weight and whose nodes are the levels of two factors
/// (Abowd, Creecy & Kramarz 2002): as many effects are redundant.
pub(crate) fn n_components(a: &Factor<'_>, b: &Factor<'_>, weights: Option<&[f64]>) -> usize {
    let mut parents: Vec<u32> = (0..(a.n_levels + b.n_levels) as u32).collect();
    let mut nodes = vec![false; parents.len()];
    let mut n_joins = 0;
    for (row, (x, y)) in a.codes.iter().zip(b.codes).enumerate() {
        if weights.is_some_and(|weights| weights[row] == 0.0) {
            continue;
        }
        let (x, y) = (*x as usize, a.n_levels + *y as usize);
        (nodes[x], nodes[y]) = (true, true);
        let (x, y) = (root(&mut parents, x), root(&mut parents, y));
        if x != y {
            parents[x.max(y)] = x.min(y) as u32;
            n_joins += 1;
        }
    }
    nodes.iter().filter(|node| **node).count() - n_joins
}

fn root(parents: &mut [u32], mut node: usize) -> usize {
    while parents[node] as usize != node {
        parents[node] = parents[parents[node] as usize];
        node = parents[node] as usize;
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singletons_go_until_none_is_left() {
        let a = Factor { codes: &[0, 0, 1, 1, 2, 2], n_levels: 3 };
        let b = Factor { codes: &[0, 0, 0, 1, 2, 2], n_levels: 3 };
        // Row 3 is alone in level 1 of b, and then row 2 in level 1 of a.
        assert_eq!(singletons(&[a, b], None), [2, 3]);
        assert!(singletons(&[a], None).is_empty());
        assert_eq!(singletons(&[a], Some(&[1.0, 0.0, 1.0, 1.0, 1.0, 1.0])), [0]);
        assert!(singletons(&[a], Some(&[2.0, 0.0, 1.0, 1.0, 1.0, 1.0])).is_empty());
    }

    #[test]
    fn components_are_counted() {
        let a = Factor { codes: &[0, 0, 1, 2, 2], n_levels: 4 };
        let b = Factor { codes: &[0, 1, 1, 2, 3], n_levels: 4 };
        assert_eq!(n_components(&a, &b, None), 2);
        assert_eq!(n_components(&a, &b, Some(&[1.0, 1.0, 1.0, 1.0, 0.0])), 2);
        assert_eq!(n_components(&a, &b, Some(&[1.0, 0.0, 1.0, 1.0, 1.0])), 3);
        assert_eq!(n_present(&a, None), 3);
        assert!(is_nested(&b, a.codes, Some(&[1.0, 0.0, 1.0, 1.0, 1.0])) && !is_nested(&b, a.codes, None));
    }
}
