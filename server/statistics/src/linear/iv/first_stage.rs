//! How well the instruments explain the endogenous variables.

use super::estimate::{meat, small_sample, smallest_root};
use super::moments::{EXACT, block, sandwich};
use super::{IvFit, IvModel, IvOptions, is_robust};
use crate::distribution::f;
use crate::error::FitError;
use crate::hypothesis::Test;
use crate::linear::cholesky::{inverse, quadratic_inverse};
use crate::matrix::Matrix;
use crate::rows::FewWeights;

/// One endogenous variable on all instruments.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstStage {
    /// Its column in the design.
    pub column: usize,
    /// R².
    pub r_squared: f64,
    /// Adjusted for degrees of freedom.
    pub r_squared_adjusted: f64,
    /// Share that the instruments explain after the exogenous variables.
    pub partial_r_squared: f64,
    /// The same with the other endogenous variables taken out (Shea 1997).
    pub shea_r_squared: f64,
    /// F that the instruments have no effect, by the covariance asked for.
    pub f: Option<Test>,
    /// Coefficients of the instruments, `IvFit::instruments` long.
    pub coefficients: Vec<f64>,
}

/// All first stages.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstStages {
    /// One an endogenous variable, in the order of the parameters.
    pub stages: Vec<FirstStage>,
    /// The smallest eigenvalue of the matrix analogue of F (Cragg & Donald 1993).
    pub minimum_eigenvalue: f64,
}

/// First stages of a fitted model.
///
/// # Errors
/// Endogenous variables that the instruments explain in full; cancellation.
pub fn first_stages(model: &IvModel<'_>, fit: &IvFit, options: &IvOptions<'_>) -> Result<FirstStages, FitError> {
    let moments = &fit.state.moments;
    let (e, z, x) = (&moments.endogenous, moments.all_instruments(), moments.regressors());
    let (n, l, q) = (moments.weight, z.len() as f64, moments.instruments.len());
    let lost = f64::from(u8::from(moments.has_constant));
    let projection = moments.projection(e)?;
    let residual = moments.partial(&z, e)?;
    let without = moments.partial(&moments.exogenous, e)?;
    let inner = inverse(&moments.block(&z, &z)).ok_or(FitError::Singular)?;
    let own: Vec<usize> = (0..q).collect();
    let spread = inverse(&inner.select(&own)).ok_or(FitError::Singular)?;
    // What the instruments add, for each pair of endogenous variables.
    let mut slopes = Matrix::zeros(e.len(), q);
    (0..e.len()).for_each(|j| (0..q).for_each(|i| slopes[(j, i)] = projection[(i, j)]));
    let explained = sandwich(&slopes, &spread);
    let scale: Vec<f64> = (0..e.len()).map(|j| residual[(j, j)].sqrt()).collect();
    if (0..e.len()).any(|j| residual[(j, j)] <= EXACT * moments.products[(e[j], e[j])]) {
        return Err(FitError::Singular);
    }
    let minimum = smallest_root(&explained, &residual, &scale)? * (n - l) / q as f64;
    let places: Vec<usize> = (0..moments.size()).collect();
    let plain = inverse(&moments.block(&x, &x)).ok_or(FitError::Singular)?;
    let second = inverse(&sandwich(&fit.state.second, &moments.block(&places, &places))).ok_or(FitError::Singular)?;
    let n_tests = options.n_for_tests.unwrap_or(n);
    let mut stages = Vec::with_capacity(e.len());
    for (j, place) in e.iter().enumerate() {
        let mut total = moments.products[(*place, *place)];
        if moments.has_constant {
            let sum = moments.products[(*place, moments.size() - 1)];
            total -= sum * sum / n;
        }
        let r_squared = 1.0 - residual[(j, j)] / total;
        let coefficients = slopes.row(j).to_vec();
        let (wald, n_clusters) = if is_robust(options) {
            // E − Z π as the residual of nothing: ones around the center 1.
            let mut by_place = vec![0.0; moments.size()];
            by_place[*place] = -1.0;
            z.iter().enumerate().for_each(|(i, place)| by_place[*place] += projection[(i, j)]);
            let solution = moments.combination(&by_place, 1.0);
            let ones = FewWeights { n_rows: model.design.n_rows, changed: &[] };
            let (found, n_clusters) = meat(model, &ones, options, &solution)?;
            let mut covariance = sandwich(&inner, &block(&found, &z, &z));
            covariance.scale(small_sample(options, n, l, n_clusters));
            (quadratic_inverse(&covariance.select(&own), &coefficients), n_clusters)
        } else {
            (Some(explained[(j, j)] / (residual[(j, j)] / (n - l))), None)
        };
        let df2 = n_clusters.map_or(n_tests - l, |g| g as f64 - 1.0);
        let q = q as f64;
        let test = |value: f64| Test { statistic: value / q, df: q, df2: Some(df2), p: f::upper(value / q, q, df2) };
        stages.push(FirstStage {
            column: moments.kept[*place],
            r_squared,
            r_squared_adjusted: 1.0 - (1.0 - r_squared) * (n - lost) / (n - l),
            partial_r_squared: explained[(j, j)] / without[(j, j)],
            shea_r_squared: plain[(j, j)] / second[(j, j)],
            f: wald.map(test),
            coefficients,
        });
    }
    Ok(FirstStages { stages, minimum_eigenvalue: minimum })
}
