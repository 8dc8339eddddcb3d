//! What is left of outcomes: distances from nearest neighbours, or from a local fit.

use rayon::prelude::*;

use super::legendre::{self, ROOM};
use super::local::Local;
use super::sample::Side;

/// Runs of equal distance that a task takes.
const RUNS_OF_A_TASK: usize = 4096;

/// The combination Σ s_d d of the columns of the first `n` rows.
fn combined(side: &Side, n: usize, s: &[f64]) -> Vec<f64> {
    if let ([only], [column]) = (s, side.columns.as_slice())
        && *only == 1.0
    {
        return column[..n].to_vec();
    }
    let mut result = vec![0.0; n];
    for (column, s) in side.columns.iter().zip(s) {
        result.par_iter_mut().zip(&column[..n]).for_each(|(sum, value)| *sum += s * value);
    }
    result
}

/// Residuals of the combination from the mean of its at least `matches` nearest other rows among the first `n`, scaled to the
/// variance of one row. Rows of one distance are neighbours all together; a weight is read as that many rows.
pub(super) fn nearest(side: &Side, n: usize, matches: usize, s: &[f64]) -> Vec<f64> {
    let values = combined(side, n, s);
    let n_runs = side.n_distinct(n);
    let run = |at: usize| side.starts[at] as usize..(side.starts[at + 1] as usize).min(n);
    let sums: Vec<(f64, f64)> = (0..n_runs)
        .into_par_iter()
        .with_min_len(RUNS_OF_A_TASK)
        .map(|at| {
            run(at).fold((0.0, 0.0), |(weight, sum), row| {
                let w = side.weight(row);
                (weight + w, sum + w * values[row])
            })
        })
        .collect();
    let cap = (matches as f64).min(side.total(n) - 1.0);
    let distance = |at: usize| side.distance[side.starts[at] as usize];
    let tolerance = f64::EPSILON.sqrt();
    let window = |at: usize| {
        let (mut low, mut high) = (at, at);
        let (mut weight, mut sum) = sums[at];
        while weight - 1.0 < cap && (low > 0 || high + 1 < n_runs) {
            let near = if low > 0 { distance(at) - distance(low - 1) } else { f64::INFINITY };
            let far = if high + 1 < n_runs { distance(high + 1) - distance(at) } else { f64::INFINITY };
            let is_tie = near.is_finite() && far.is_finite() && (near - far).abs() <= near.max(far) * tolerance;
            if is_tie || near < far {
                low -= 1;
                weight += sums[low].0;
                sum += sums[low].1;
            }
            if is_tie || far < near {
                high += 1;
                weight += sums[high].0;
                sum += sums[high].1;
            }
        }
        (weight, sum)
    };
    let mut result = vec![0.0; n];
    // Each task has its own rows.
    let mut parts: Vec<(usize, &mut [f64])> = Vec::new();
    let mut rest = result.as_mut_slice();
    let mut first = 0;
    while first < n_runs {
        let last = (first + RUNS_OF_A_TASK).min(n_runs);
        let (part, tail) = rest.split_at_mut(run(last - 1).end - run(first).start);
        parts.push((first, part));
        (rest, first) = (tail, last);
    }
    parts.into_par_iter().for_each(|(first, part)| {
        let offset = run(first).start;
        for at in first..(first + RUNS_OF_A_TASK).min(n_runs) {
            let (weight, sum) = window(at);
            let others = weight - 1.0;
            if others <= 0.0 {
                continue;
            }
            let scale = (others / weight).sqrt();
            for row in run(at) {
                part[row - offset] = scale * (values[row] - (sum - values[row]) / others);
            }
        }
    });
    result
}

/// Residuals of the combination of the first `n` rows from a local fit.
pub(super) fn from_fit(side: &Side, n: usize, local: &Local, s: &[f64]) -> Vec<f64> {
    let mut values = combined(side, n, s);
    let k = local.order + 1;
    let mut curve = vec![0.0; k];
    for (fitted, s) in local.fitted().iter().zip(s) {
        curve.iter_mut().zip(fitted).for_each(|(sum, value)| *sum += s * value);
    }
    values.par_iter_mut().zip(&side.distance[..n]).for_each(|(value, distance)| {
        let mut basis = [0.0; ROOM];
        legendre::values(distance / local.bandwidth, k, &mut basis);
        *value -= curve.iter().zip(&basis).map(|(c, p)| c * p).sum::<f64>();
    });
    values
}
