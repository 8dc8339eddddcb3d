//! Robust covariance of a Cox model (Lin & Wei 1989).

use super::data::add;
use super::residuals::Residuals;
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, Watch, fold};
use crate::linear::solution::cross;
use crate::matrix::Matrix;
use crate::survival::information::Inverse;

struct Meat(Matrix);

impl Accumulator for Meat {
    fn merge(&mut self, later: Self) {
        add(&mut self.0.values, &later.0.values);
    }
}

fn add_outer(meat: &mut Matrix, score: &[f64], factor: f64) {
    for (i, left) in score.iter().enumerate() {
        let left = factor * left;
        meat.row_mut(i)[..=i].iter_mut().zip(score).for_each(|(t, right)| *t += left * right);
    }
}

/// `H⁻¹ (Σ w s s') H⁻¹`; residuals are in the basis of the inverse's root.
pub(super) fn robust(
    residuals: &Residuals<'_>,
    n_rows: usize,
    inverse: &Inverse,
    watch: Watch<'_>,
) -> Result<Matrix, FitError> {
    let k = inverse.kept.len();
    let meat = fold(
        n_rows,
        BLOCK_ROWS,
        watch,
        || Meat(Matrix::zeros(k, k)),
        |meat, rows| {
            residuals.visit(rows, |_, row| add_outer(&mut meat.0, row.score, row.weight));
        },
    )?;
    Ok(sandwich(meat.0, inverse))
}

/// The same with scores summed over clusters, and the number of clusters of some weight.
pub(super) fn clustered(
    residuals: &Residuals<'_>,
    clusters: &[u32],
    n_clusters: usize,
    inverse: &Inverse,
    watch: Watch<'_>,
) -> Result<(Matrix, usize), FitError> {
    let k = inverse.kept.len();
    // Blocks of many rows: each has a table of all clusters.
    let block_rows = BLOCK_ROWS.max(8 * n_clusters);
    let new = || Sums { scores: Vec::new(), seen: Vec::new() };
    let sums = fold(clusters.len(), block_rows, watch, new, |sums, rows| {
        sums.scores = vec![0.0; n_clusters * k];
        sums.seen = vec![false; n_clusters];
        let first = rows.start;
        residuals.visit(rows, |at, row| {
            let cluster = clusters[first + at] as usize;
            sums.seen[cluster] |= row.weight > 0.0;
            let target = &mut sums.scores[cluster * k..(cluster + 1) * k];
            target.iter_mut().zip(row.score).for_each(|(t, s)| *t += row.weight * s);
        });
    })?;
    let mut meat = Matrix::zeros(k, k);
    for score in sums.scores.chunks_exact(k) {
        add_outer(&mut meat, score, 1.0);
    }
    Ok((sandwich(meat, inverse), sums.seen.iter().filter(|seen| **seen).count()))
}

struct Sums {
    scores: Vec<f64>,
    seen: Vec<bool>,
}

impl Accumulator for Sums {
    fn merge(&mut self, later: Self) {
        if self.scores.is_empty() {
            *self = later;
        } else {
            add(&mut self.scores, &later.scores);
            self.seen.iter_mut().zip(later.seen).for_each(|(seen, more)| *seen |= more);
        }
    }
}

fn sandwich(mut meat: Matrix, inverse: &Inverse) -> Matrix {
    meat.mirror();
    let left = cross(&inverse.root, &meat);
    let mut result = left.product(&inverse.root);
    result.mirror();
    result
}
