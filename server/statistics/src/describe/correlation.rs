//! Covariances and Pearson correlations from centered cross products.

use super::ranks::mid_ranks;
use crate::design::{Block, Design};
use crate::distribution::student;
use crate::fold::{Cancelled, Watch};
use crate::linear::cross_products::cross_products;
use crate::matrix::Matrix;
use crate::rows::Rows;

/// Covariances of several variables over the same rows.
#[derive(Clone, Debug)]
pub struct Covariances {
    /// Σ w.
    pub weight: f64,
    /// Means, one a variable.
    pub means: Vec<f64>,
    /// Covariances with Σw − 1.
    pub covariance: Matrix,
}

/// Covariances of `variables` (columns of equal length without missing values).
pub fn covariances(
    variables: &[&[f64]],
    weights: Option<&dyn Rows<f64>>,
    watch: Watch<'_>,
) -> Result<Covariances, Cancelled> {
    let Some((last, first)) = variables.split_last() else {
        return Ok(Covariances { weight: 0.0, means: Vec::new(), covariance: Matrix::zeros(0, 0) });
    };
    let design = Design {
        n_rows: last.len(),
        blocks: first.iter().map(|values| Block::Dense(values)).collect(),
        has_constant: true,
    };
    let n = variables.len();
    let rough = cross_products(&design, last, weights, &vec![0.0; n], watch)?;
    let means: Vec<f64> = rough.sums.iter().map(|sum| sum / rough.weight).collect();
    let exact = cross_products(&design, last, weights, &means, watch)?;
    let mut covariance = exact.products;
    for row in 0..n {
        for column in 0..n {
            covariance[(row, column)] -= exact.sums[row] * exact.sums[column] / exact.weight;
        }
    }
    covariance.scale(1.0 / (exact.weight - 1.0));
    let means = means.iter().zip(&exact.sums).map(|(mean, rest)| mean + rest / exact.weight).collect();
    Ok(Covariances { weight: exact.weight, means, covariance })
}

impl Covariances {
    /// Correlation of two of the variables; `None` if one does not vary.
    pub fn correlation(&self, a: usize, b: usize) -> Option<f64> {
        let scale = (self.covariance[(a, a)] * self.covariance[(b, b)]).sqrt();
        (scale > 0.0).then(|| (self.covariance[(a, b)] / scale).clamp(-1.0, 1.0))
    }
}

/// Two-sided p-value of a correlation over `weight` observations, by t with n − 2 degrees of freedom; `None` with at most two.
pub fn p_value(correlation: f64, weight: f64) -> Option<f64> {
    let df = weight - 2.0;
    if df <= 0.0 || df.is_nan() {
        return None;
    }
    let rest = (1.0 - correlation) * (1.0 + correlation);
    Some(if rest <= 0.0 { 0.0 } else { student::two_sided(correlation * (df / rest).sqrt(), df) })
}

impl Covariances {
    /// Two-sided p-value that a correlation is zero.
    pub fn p(&self, a: usize, b: usize) -> Option<f64> {
        p_value(self.correlation(a, b)?, self.weight)
    }
}

/// Covariances of the mid-ranks: their correlations are Spearman's.
///
/// # Errors
/// Cancellation.
pub fn rank_covariances(
    variables: &[&[f64]],
    weights: Option<&[f64]>,
    watch: Watch<'_>,
) -> Result<Covariances, Cancelled> {
    let mut ranks = Vec::with_capacity(variables.len());
    for variable in variables {
        watch.check()?;
        ranks.push(mid_ranks(variable, weights));
    }
    let ranks: Vec<&[f64]> = ranks.iter().map(Vec::as_slice).collect();
    let weights = weights.map(<[f64]>::to_vec);
    covariances(&ranks, weights.as_ref().map(|weights| weights as &dyn Rows<f64>), watch)
}
