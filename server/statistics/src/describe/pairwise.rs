//! Correlations of several variables over the rows that each pair has: one pass of shifted cross products of values, squares and
//! presence.

use std::ops::Range;

use super::correlation::p_value;
use crate::design::chunks;
use crate::fold::{Accumulator, BLOCK_ROWS, Cancelled, Watch, fold};
use crate::matrix::{Matrix, dot};
use crate::rows::{CHUNK, Rows};

/// Rows whose mean is the shift.
const FIRST: usize = 4096;

/// Moments of every pair of variables over the rows where both have a value.
#[derive(Clone, Debug)]
pub struct Pairwise {
    /// Σ w of each pair.
    pub weight: Matrix,
    /// Mean of the row's variable over the rows of the pair.
    pub mean: Matrix,
    /// Variance of the row's variable over the rows of the pair, with Σw − 1.
    pub variance: Matrix,
    /// Covariance of each pair, with Σw − 1.
    pub covariance: Matrix,
}

/// Sums over pairs `(i, j)`: Σ w, Σ w zᵢ, Σ w zᵢ², Σ w zᵢ zⱼ where both are present.
struct Sums([Matrix; 4]);

impl Accumulator for Sums {
    fn merge(&mut self, later: Self) {
        for (mine, other) in self.0.iter_mut().zip(&later.0) {
            mine.values.iter_mut().zip(&other.values).for_each(|(m, o)| *m += o);
        }
    }
}

/// Moments of all pairs of `variables` (of equal length; NaN is a missing value).
///
/// # Errors
/// Cancellation.
pub fn pairwise(
    variables: &[&dyn Rows<f64>],
    weights: Option<&dyn Rows<f64>>,
    watch: Watch<'_>,
) -> Result<Pairwise, Cancelled> {
    let k = variables.len();
    let n_rows = variables.first().map_or(0, |variable| variable.len());
    let shift: Vec<f64> = variables.iter().map(|variable| provisional_mean(*variable)).collect();
    let new = || Sums([(); 4].map(|()| Matrix::zeros(k, k)));
    let sums = fold(n_rows, BLOCK_ROWS, watch, new, |partial, rows: Range<usize>| {
        let mut weight = vec![1.0; CHUNK];
        let mut columns = vec![[0.0; CHUNK]; 4 * k];
        for (_, rows) in chunks(rows) {
            let n = rows.len();
            if let Some(weights) = weights {
                weights.read(rows.start, &mut weight[..n]);
            }
            for ((variable, center), columns) in variables.iter().zip(&shift).zip(columns.chunks_exact_mut(4)) {
                let [z, present, weighted, square] = columns else { continue };
                variable.read(rows.start, &mut z[..n]);
                for at in 0..n {
                    let is_missing = z[at].is_nan();
                    let value = if is_missing { 0.0 } else { z[at] - center };
                    let w = if is_missing { 0.0 } else { weight[at] };
                    z[at] = value;
                    present[at] = if is_missing { 0.0 } else { 1.0 };
                    weighted[at] = w * value;
                    square[at] = w * value * value;
                }
            }
            let mut own = vec![0.0; n];
            for i in 0..k {
                own.iter_mut().zip(&columns[4 * i + 1]).zip(&weight).for_each(|((own, p), w)| *own = p * w);
                for j in 0..k {
                    let present = &columns[4 * j + 1][..n];
                    partial.0[1][(i, j)] += dot(&columns[4 * i + 2][..n], present);
                    partial.0[2][(i, j)] += dot(&columns[4 * i + 3][..n], present);
                    if j <= i {
                        partial.0[0][(i, j)] += dot(&own, present);
                        partial.0[3][(i, j)] += dot(&columns[4 * i + 2][..n], &columns[4 * j][..n]);
                    }
                }
            }
        }
    })?;
    Ok(finish(sums, &shift))
}

fn finish(Sums([mut weight, sum, square, mut product]): Sums, shift: &[f64]) -> Pairwise {
    weight.mirror();
    product.mirror();
    let k = shift.len();
    let mut result =
        Pairwise { weight, mean: Matrix::zeros(k, k), variance: Matrix::zeros(k, k), covariance: Matrix::zeros(k, k) };
    for i in 0..k {
        for j in 0..k {
            let w = result.weight[(i, j)];
            result.mean[(i, j)] = shift[i] + sum[(i, j)] / w;
            let of = |total: f64, a: f64, b: f64| if w > 1.0 { (total - a * b / w) / (w - 1.0) } else { f64::NAN };
            result.variance[(i, j)] = of(square[(i, j)], sum[(i, j)], sum[(i, j)]).max(0.0);
            result.covariance[(i, j)] = of(product[(i, j)], sum[(i, j)], sum[(j, i)]);
        }
    }
    result
}

impl Pairwise {
    /// Covariance of two variables; `None` with at most one observation of the pair.
    pub fn covariance(&self, i: usize, j: usize) -> Option<f64> {
        (self.weight[(i, j)] > 1.0).then(|| self.covariance[(i, j)])
    }

    /// Correlation of two variables; `None` if one does not vary over the rows of the pair.
    pub fn correlation(&self, i: usize, j: usize) -> Option<f64> {
        let scale = (self.variance[(i, j)] * self.variance[(j, i)]).sqrt();
        (scale > 0.0).then(|| (self.covariance[(i, j)] / scale).clamp(-1.0, 1.0))
    }

    /// Two-sided p-value that the correlation is zero, by t with Σw − 2 degrees of freedom.
    pub fn p(&self, i: usize, j: usize) -> Option<f64> {
        p_value(self.correlation(i, j)?, self.weight[(i, j)])
    }
}

fn provisional_mean(variable: &dyn Rows<f64>) -> f64 {
    let mut first = vec![0.0; variable.len().min(FIRST)];
    variable.read(0, &mut first);
    first.retain(|value| !value.is_nan());
    if first.is_empty() { 0.0 } else { first.iter().sum::<f64>() / first.len() as f64 }
}
