//! Whether the endogenous variables are: tests of the residuals of the first stage in the structural equation.

use super::estimate::{meat, small_sample};
use super::moments::{EXACT, block, sandwich, transposed};
use super::{IvFit, IvModel, IvOptions, is_robust};
use crate::distribution::{chi_squared, f};
use crate::error::FitError;
use crate::hypothesis::Test;
use crate::linear::cholesky::{inverse, quadratic_inverse};
use crate::linear::residuals::{Precision, residual_sums};
use crate::matrix::{Matrix, dot};

/// Tests of exogeneity; those that the covariance does not allow are absent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Endogeneity {
    /// Durbin's χ² (1954), classical.
    pub durbin: Option<Test>,
    /// Wu and Hausman's F (Wu 1973; Hausman 1978), classical.
    pub wu_hausman: Option<Test>,
    /// Wooldridge's score χ² (1995), robust.
    pub score: Option<Test>,
    /// F of the first stage's residuals as further regressors, robust or by clusters.
    pub regression: Option<Test>,
}

/// Tests that all endogenous variables are exogenous.
///
/// # Errors
/// Endogenous variables that are their own projection; cancellation.
pub fn endogeneity(model: &IvModel<'_>, fit: &IvFit, options: &IvOptions<'_>) -> Result<Endogeneity, FitError> {
    let moments = &fit.state.moments;
    let (x, e, z) = (moments.regressors(), &moments.endogenous, moments.all_instruments());
    let places: Vec<usize> = (0..moments.size()).collect();
    let (k, q, n) = (x.len(), e.len(), moments.weight);
    let n_tests = options.n_for_tests.unwrap_or(n);
    // Regressors, then residuals of the first stage, as combinations of the columns: a row each.
    let projection = moments.projection(e)?;
    let mut rows = Matrix::zeros(k + q, moments.size());
    x.iter().enumerate().for_each(|(row, place)| rows[(row, *place)] = 1.0);
    for (j, own) in e.iter().enumerate() {
        rows[(k + j, *own)] = 1.0;
        z.iter().enumerate().for_each(|(i, place)| rows[(k + j, *place)] -= projection[(i, j)]);
    }
    let all = moments.block(&places, &places);
    let gram = sandwich(&rows, &all);
    if e.iter().enumerate().any(|(j, own)| gram[(k + j, k + j)] <= EXACT * all[(*own, *own)]) {
        return Err(FitError::Singular);
    }
    let right = rows.times(&moments.block(&places, &[moments.y()]).values);
    let bread = inverse(&gram).ok_or(FitError::Singular)?;
    let augmented = bread.times(&right);
    let total = moments.products[(moments.y(), moments.y())];
    let residual_ss = total - dot(&augmented, &right);
    let last: Vec<usize> = (k..k + q).collect();
    let df2 = n_tests - (k + q) as f64;
    let spread = bread.select(&last);
    let explained = quadratic_inverse(&spread, &augmented[k..]).ok_or(FitError::Singular)?;
    let by_f = |value: f64, df2: f64| Test {
        statistic: value,
        df: q as f64,
        df2: Some(df2),
        p: f::upper(value, q as f64, df2),
    };
    let by_chi =
        |value: f64| Test { statistic: value, df: q as f64, df2: None, p: chi_squared::upper(value, q as f64) };
    if !is_robust(options) {
        let left = n - (k + q) as f64;
        return Ok(Endogeneity {
            durbin: Some(by_chi(n * explained / (residual_ss + explained))),
            wu_hausman: Some(by_f(explained / q as f64 / (residual_ss / left), df2)),
            ..Endogeneity::default()
        });
    }
    let by_place = transposed(&rows).times(&augmented);
    let solution = moments.combination(&by_place, moments.y_center);
    let (inner, n_clusters) = meat(model, model.y, options, &solution)?;
    let mut covariance = sandwich(&bread, &sandwich(&rows, &inner));
    covariance.scale(small_sample(options, n, (k + q) as f64, n_clusters));
    let wald = quadratic_inverse(&covariance.select(&last), &augmented[k..]);
    let df2 = n_clusters.map_or(df2, |g| g as f64 - 1.0);
    let regression = wald.map(|value| by_f(value / q as f64, df2));
    let score = match n_clusters {
        Some(_) => None,
        None => score(model, fit, options, &rows, &gram)?.map(by_chi),
    };
    Ok(Endogeneity { score, regression, ..Endogeneity::default() })
}

/// The score of the first stage's residuals, the regressors taken out of them, in the least-squares fit.
fn score(
    model: &IvModel<'_>,
    fit: &IvFit,
    options: &IvOptions<'_>,
    rows: &Matrix,
    gram: &Matrix,
) -> Result<Option<f64>, FitError> {
    let moments = &fit.state.moments;
    let x = moments.regressors();
    let k = x.len();
    let (first, last): (Vec<usize>, Vec<usize>) = ((0..k).collect(), (k..gram.n_rows).collect());
    let bread = inverse(&gram.select(&first)).ok_or(FitError::Singular)?;
    let estimates = bread.times(&moments.block(&x, &[moments.y()]).values);
    let mut by_place = vec![0.0; moments.size()];
    x.iter().zip(&estimates).for_each(|(place, value)| by_place[*place] = *value);
    let solution = moments.combination(&by_place, moments.y_center);
    // r = v − X (X'X)⁻¹ X'v
    let lean = bread.product(&block(gram, &first, &last));
    let mut left = Matrix::zeros(last.len(), moments.size());
    for (j, row) in last.iter().enumerate() {
        left.row_mut(j).copy_from_slice(rows.row(*row));
        x.iter().enumerate().for_each(|(i, place)| left[(j, *place)] -= lean[(i, j)]);
    }
    let sums = residual_sums(model.design, model.y, options.weights, &solution, Precision::Double, options.watch)?;
    let (inner, _) = meat(model, model.y, options, &solution)?;
    Ok(quadratic_inverse(&sandwich(&left, &inner), &left.times(&sums.gradient)))
}
