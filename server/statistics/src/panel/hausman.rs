//! Hausman's test of fixed against random effects (Hausman 1978), as Stata's `hausman`.

use super::fixed::FixedFit;
use super::random::RandomFit;
use crate::distribution::chi_squared;
use crate::eigen::{Eigen, symmetric_eigen};
use crate::error::FitError;
use crate::matrix::Matrix;

/// A direction with less than this share of the fixed-effects variance of its columns is without difference.
const NO_DIFFERENCE: f64 = 1e-10;

/// On which disturbance variance both covariances are based.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Disturbance {
    /// Each on its own.
    #[default]
    Own,
    /// Both on that of the efficient estimator (`sigmamore`).
    Efficient,
    /// Both on that of the consistent estimator (`sigmaless`).
    Consistent,
}

/// The test and the table that it is about.
#[derive(Clone, Debug)]
pub struct Hausman {
    /// Compared columns of the design; `None` for the constant.
    pub columns: Vec<Option<usize>>,
    /// Fixed-effects estimates.
    pub fixed: Vec<f64>,
    /// Random-effects estimates.
    pub random: Vec<f64>,
    /// Their differences.
    pub differences: Vec<f64>,
    /// Roots of the diagonal of the covariances' difference; `None` where that is negative.
    pub standard_errors: Vec<Option<f64>>,
    /// Whether the difference of the covariances is positive semidefinite, as theory has it.
    pub is_positive: bool,
    /// χ²; `None` where the difference is not positive: then the test does not exist.
    pub chi_squared: Option<f64>,
    /// Degrees of freedom: the rank of the difference.
    pub df: f64,
    /// Its p-value.
    pub p: Option<f64>,
}

/// Compares two fits of the same model with classical covariances.
///
/// # Errors
/// [`FitError::Collinear`] where the models have no column in common.
pub fn hausman(
    fixed: &FixedFit,
    random: &RandomFit,
    disturbance: Disturbance,
    includes_constant: bool,
) -> Result<Hausman, FitError> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut columns: Vec<Option<usize>> = Vec::new();
    for (i, column) in fixed.kept.iter().enumerate() {
        if let Some(j) = random.kept.iter().position(|other| other == column) {
            pairs.push((i, j));
            columns.push(Some(*column));
        }
    }
    if columns.is_empty() {
        return Err(FitError::Collinear { columns: fixed.dropped.clone() });
    }
    if includes_constant && fixed.has_constant && random.has_constant {
        pairs.push((fixed.kept.len(), random.kept.len()));
        columns.push(None);
    }
    let ratio = random.rmse / fixed.sigma_e;
    let (of_fixed, of_random) = match disturbance {
        Disturbance::Own => (1.0, 1.0),
        Disturbance::Efficient => (ratio * ratio, 1.0),
        Disturbance::Consistent => (1.0, 1.0 / (ratio * ratio)),
    };
    let n = pairs.len();
    let mut difference = Matrix::zeros(n, n);
    let mut scaled = Matrix::zeros(n, n);
    let scale: Vec<f64> = pairs.iter().map(|(i, _)| (of_fixed * fixed.covariance[(*i, *i)]).sqrt()).collect();
    for (a, (i, j)) in pairs.iter().enumerate() {
        for (b, (k, l)) in pairs.iter().enumerate() {
            difference[(a, b)] = of_fixed * fixed.covariance[(*i, *k)] - of_random * random.covariance[(*j, *l)];
            scaled[(a, b)] = difference[(a, b)] / (scale[a] * scale[b]);
        }
    }
    scaled.mirror();
    let (estimates, others): (Vec<f64>, Vec<f64>) =
        pairs.iter().map(|(i, j)| (fixed.coefficients[*i], random.coefficients[*j])).unzip();
    let differences: Vec<f64> = estimates.iter().zip(&others).map(|(b, c)| b - c).collect();
    let Eigen { values, vectors } = symmetric_eigen(&scaled).ok_or(FitError::Singular)?;
    let is_positive = values.iter().all(|value| *value >= -NO_DIFFERENCE);
    let (mut statistic, mut df) = (0.0, 0.0);
    for (k, value) in values.iter().enumerate().filter(|(_, value)| value.abs() > NO_DIFFERENCE) {
        let along: f64 = (0..n).map(|i| vectors[(i, k)] * differences[i] / scale[i]).sum();
        statistic += along * along / value;
        df += 1.0;
    }
    let chi_squared = (is_positive && df > 0.0).then_some(statistic);
    Ok(Hausman {
        columns,
        fixed: estimates,
        random: others,
        standard_errors: (0..n).map(|i| (difference[(i, i)] >= 0.0).then(|| difference[(i, i)].sqrt())).collect(),
        differences,
        is_positive,
        p: chi_squared.map(|value| chi_squared::upper(value, df)),
        chi_squared,
        df,
    })
}
