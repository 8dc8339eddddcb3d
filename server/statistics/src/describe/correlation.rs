//! Covariances and Pearson correlations from centered cross products.

use crate::design::{Block, Design};
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
