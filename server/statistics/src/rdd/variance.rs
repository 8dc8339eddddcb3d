//! The variance of a linear functional of one side: Σ w (l e)², or clusters' squared sums.

use std::ops::Range;

use super::legendre::ROOM;
use super::local::{Functional, Local};
use super::residuals::{from_fit, nearest};
use super::sample::Side;
use super::{RddOptions, Variance};
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, fold};

/// A sum.
struct Total(f64);

impl Accumulator for Total {
    fn merge(&mut self, later: Self) {
        self.0 += later.0;
    }
}

/// Residuals of the first `n` rows as the options want them.
pub(super) fn residuals(side: &Side, n: usize, local: &Local, s: &[f64], options: &RddOptions<'_>) -> Vec<f64> {
    match options.variance {
        Variance::NearestNeighbours(matches) => nearest(side, n, matches, s),
        _ => from_fit(side, n, local, s),
    }
}

/// Variance of Σ (sum of functionals) over the first `n` rows, from their residuals; `k` parameters were fitted.
pub(super) fn variance(
    side: &Side,
    n: usize,
    parts: &[&Functional],
    residuals: &[f64],
    k: usize,
    options: &RddOptions<'_>,
) -> Result<f64, FitError> {
    let term = |row: usize, room: &mut [f64; ROOM]| {
        parts.iter().map(|part| part.at(side.distance[row], room)).sum::<f64>() * residuals[row]
    };
    let (total, k) = (side.total(n), k as f64);
    let spare = total - k;
    if options.variance == Variance::Cluster {
        let Some(clusters) = &side.clusters else { return Err(FitError::Shape) };
        return clustered(side, &clusters[..n], term, (total - 1.0) / spare);
    }
    let sum = fold(
        n,
        BLOCK_ROWS,
        options.watch,
        || Total(0.0),
        |partial: &mut Total, rows: Range<usize>| {
            let mut room = [0.0; ROOM];
            for row in rows {
                let value = term(row, &mut room);
                partial.0 += side.weight(row) * value * value;
            }
        },
    )?;
    match options.variance {
        Variance::Hc1 if spare <= 0.0 => Err(FitError::TooFewObservations { n_parameters: k as usize }),
        Variance::Hc1 => Ok(sum.0 * total / spare),
        _ => Ok(sum.0),
    }
}

fn clustered(
    side: &Side,
    clusters: &[u32],
    term: impl Fn(usize, &mut [f64; ROOM]) -> f64,
    factor: f64,
) -> Result<f64, FitError> {
    let mut order: Vec<u32> = (0..clusters.len() as u32).collect();
    order.sort_unstable_by_key(|row| (clusters[*row as usize], *row));
    let mut room = [0.0; ROOM];
    let (mut sum, mut n_clusters) = (0.0, 0.0);
    for members in order.chunk_by(|a, b| clusters[*a as usize] == clusters[*b as usize]) {
        let score: f64 = members.iter().map(|row| side.weight(*row as usize) * term(*row as usize, &mut room)).sum();
        sum += score * score;
        n_clusters += 1.0;
    }
    if n_clusters < 2.0 || factor.is_nan() || factor <= 0.0 || factor.is_infinite() {
        return Err(FitError::TooFewGroups);
    }
    Ok(sum * factor * n_clusters / (n_clusters - 1.0))
}
