//! Principal components of a covariance or correlation matrix.
//!
//! Eigenvectors by Jacobi's cyclic rotations (accurate to the last digits also for small eigenvalues); each is turned so that its
//! largest loading is positive. Leverage and influence of rows are those of the matrix: see
//! [`crate::describe::correlation_rows`].

mod scores;

pub use scores::Scores;

use crate::describe::correlation::Covariances;
use crate::eigen::{Eigen, symmetric_eigen};
use crate::error::FitError;
use crate::matrix::Matrix;

/// Which matrix is decomposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// Standardised variables.
    #[default]
    Correlation,
    /// Variables in their units.
    Covariance,
}

/// Principal components, from the largest variance on.
#[derive(Clone, Debug)]
pub struct Components {
    /// Variances of the components.
    pub eigenvalues: Vec<f64>,
    /// Share of the total variance.
    pub proportion: Vec<f64>,
    /// Shares cumulated.
    pub cumulative: Vec<f64>,
    /// Loadings, variables × components; columns have length 1.
    pub loadings: Matrix,
    /// Means of the variables.
    pub means: Vec<f64>,
    /// What the variables are divided by: their standard deviations, or 1.
    pub scales: Vec<f64>,
    /// Σ w.
    pub weight: f64,
}

/// Decomposes.
///
/// # Errors
/// At most one observation; a variable that does not vary (correlation), none that does (covariance).
pub fn components(covariances: &Covariances, basis: Basis) -> Result<Components, FitError> {
    let k = covariances.means.len();
    if covariances.weight <= 1.0 || covariances.weight.is_nan() || k == 0 {
        return Err(FitError::TooFewObservations { n_parameters: k });
    }
    if covariances.covariance.values.iter().any(|value| !value.is_finite()) {
        return Err(FitError::OutOfRange);
    }
    let deviations: Vec<f64> = (0..k).map(|i| covariances.covariance[(i, i)].max(0.0).sqrt()).collect();
    let flat = |i: &usize| deviations[*i] <= 1e-14 * covariances.means[*i].abs();
    let scales = match basis {
        Basis::Correlation => {
            let columns: Vec<usize> = (0..k).filter(flat).collect();
            if !columns.is_empty() {
                return Err(FitError::Collinear { columns });
            }
            deviations
        }
        Basis::Covariance => {
            if (0..k).all(|i| flat(&i)) {
                return Err(FitError::Collinear { columns: (0..k).collect() });
            }
            vec![1.0; k]
        }
    };
    let mut matrix = covariances.covariance.clone();
    for i in 0..k {
        for j in 0..k {
            let is_unit = i == j && basis == Basis::Correlation;
            matrix[(i, j)] = if is_unit { 1.0 } else { matrix[(i, j)] / (scales[i] * scales[j]) };
        }
    }
    let Eigen { values, mut vectors } = symmetric_eigen(&matrix).ok_or(FitError::NotConverged { iterations: 100 })?;
    for column in 0..k {
        let at = |row: usize, vectors: &Matrix| vectors[(row, column)].abs();
        // Of equal loadings the first decides.
        let largest =
            (1..k).fold(0, |best, row| if at(row, &vectors) > at(best, &vectors) * (1.0 + 1e-9) { row } else { best });
        if vectors[(largest, column)] < 0.0 {
            (0..k).for_each(|row| vectors[(row, column)] = -vectors[(row, column)]);
        }
    }
    let total: f64 = values.iter().sum();
    let proportion: Vec<f64> = values.iter().map(|value| value / total).collect();
    let cumulative = proportion.iter().scan(0.0, |sum, share| {
        *sum += share;
        Some(*sum)
    });
    Ok(Components {
        cumulative: cumulative.collect(),
        eigenvalues: values,
        proportion,
        loadings: vectors,
        means: covariances.means.clone(),
        scales,
        weight: covariances.weight,
    })
}
