//! Whether the instruments that are not needed explain the residuals.

use super::estimate::meat;
use super::moments::{block, sandwich};
use super::{IvFit, IvModel, IvOptions, Method, is_robust};
use crate::distribution::{chi_squared, f};
use crate::error::FitError;
use crate::hypothesis::Test;
use crate::linear::cholesky::{inverse, quadratic_inverse};
use crate::matrix::{Matrix, dot};

/// Tests of the overidentifying restrictions; those that do not belong to the method and the covariance are absent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Overidentification {
    /// Sargan's χ² (1958), 2SLS.
    pub sargan: Option<Test>,
    /// Basmann's χ² (1960), 2SLS.
    pub basmann: Option<Test>,
    /// Wooldridge's score χ² (1995), 2SLS with robust or clustered covariance.
    pub score: Option<Test>,
    /// Anderson and Rubin's χ² (1950), LIML.
    pub anderson_rubin: Option<Test>,
    /// Basmann's F, LIML.
    pub basmann_f: Option<Test>,
    /// Hansen's J (1982), GMM.
    pub hansen: Option<Test>,
}

/// Tests the restrictions; `None` if the model is just identified.
///
/// # Errors
/// Products that cannot be inverted; cancellation.
pub fn overidentification(
    model: &IvModel<'_>,
    fit: &IvFit,
    options: &IvOptions<'_>,
) -> Result<Option<Overidentification>, FitError> {
    let state = &fit.state;
    let moments = &state.moments;
    let more = moments.instruments.len() - moments.endogenous.len();
    if more == 0 {
        return Ok(None);
    }
    let (q, n) = (more as f64, moments.weight);
    let z = moments.all_instruments();
    let n_tests = options.n_for_tests.unwrap_or(n);
    let by_chi = |value: f64| Some(Test { statistic: value, df: q, df2: None, p: chi_squared::upper(value, q) });
    let none = Overidentification::default();
    let gradient: Vec<f64> = z.iter().map(|place| state.gradient[*place]).collect();
    let found = match (options.method, &state.weight_matrix, state.kappa) {
        (Method::Gmm, Some(weights), _) => {
            Overidentification { hansen: by_chi(dot(&weights.times(&gradient), &gradient)), ..none }
        }
        (Method::Liml, _, Some(kappa)) => {
            let df2 = n_tests - z.len() as f64;
            let value = (kappa - 1.0) * (n - z.len() as f64) / q;
            let basmann = Test { statistic: value, df: q, df2: Some(df2), p: f::upper(value, q, df2) };
            Overidentification { anderson_rubin: by_chi(n * libm::log(kappa)), basmann_f: Some(basmann), ..none }
        }
        _ if is_robust(options) => Overidentification { score: score(model, fit, options)?.and_then(by_chi), ..none },
        _ => {
            let inner = inverse(&moments.block(&z, &z)).ok_or(FitError::Singular)?;
            let share = dot(&inner.times(&gradient), &gradient) / state.residual_ss;
            let sargan = n * share;
            let basmann = (n - z.len() as f64) * share / (1.0 - share);
            Overidentification { sargan: by_chi(sargan), basmann: by_chi(basmann), ..none }
        }
    };
    Ok(Some(found))
}

/// The score of as many instruments as are too many, the second stage's columns taken out of them; which ones does not matter.
fn score(model: &IvModel<'_>, fit: &IvFit, options: &IvOptions<'_>) -> Result<Option<f64>, FitError> {
    let state = &fit.state;
    let moments = &state.moments;
    let places: Vec<usize> = (0..moments.size()).collect();
    let all = moments.block(&places, &places);
    let projected = sandwich(&state.second, &all);
    let inner = inverse(&projected).ok_or(FitError::Singular)?;
    let over = moments.instruments.get(moments.endogenous.len()..).unwrap_or_default();
    let lean = inner.product(&state.second.product(&block(&all, &places, over)));
    let mut left = Matrix::zeros(over.len(), moments.size());
    for (j, place) in over.iter().enumerate() {
        for i in 0..state.second.n_rows {
            let (target, factor) = (left.row_mut(j), lean[(i, j)]);
            target.iter_mut().zip(state.second.row(i)).for_each(|(target, value)| *target -= factor * value);
        }
        left[(j, *place)] += 1.0;
    }
    let (inner, _) = meat(model, model.y, options, &state.solution())?;
    Ok(quadratic_inverse(&sandwich(&left, &inner), &left.times(&state.gradient)))
}
