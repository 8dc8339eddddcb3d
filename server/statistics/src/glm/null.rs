//! The log-likelihood of the model with a constant only.

use super::estimate::Data;
use super::model::Model;
use super::observed::Observed;
use crate::design::Design;
use crate::error::FitError;
use crate::rows::Rows;

/// In closed form where there is one, else by a fit. `None` where that fit does not exist.
///
/// # Errors
/// Cancellation.
pub(super) fn log_likelihood(
    data: &Data<'_>,
    weights: Option<&dyn Rows<f64>>,
    observed: &Observed,
) -> Result<Option<f64>, FitError> {
    match data.model {
        Model::Logit | Model::Probit | Model::Multinomial { .. } if data.offset.is_none() => {
            Ok(Some(observed.tallies.iter().map(|tally| entropy(*tally, observed.n)).sum()))
        }
        Model::Poisson => {
            let constant = libm::log(observed.sum / observed.exposure);
            Ok(Some(constant * observed.sum + observed.offset - observed.sum - observed.log_factorials))
        }
        Model::NegativeBinomial if data.offset.is_none() && observed.above == 0.0 => {
            let values: Vec<f64> = (0..observed.tallies.len()).map(|value| value as f64).collect();
            fitted(&Data { y: &values, ..*data }, Some(&observed.tallies))
        }
        _ => fitted(data, weights),
    }
}

/// `n_q ln(n_q / n)`.
fn entropy(tally: f64, n: f64) -> f64 {
    if tally > 0.0 { tally * libm::log(tally / n) } else { 0.0 }
}

fn fitted(data: &Data<'_>, weights: Option<&dyn Rows<f64>>) -> Result<Option<f64>, FitError> {
    let design = Design { n_rows: data.y.len(), blocks: Vec::new(), has_constant: true };
    let alone = Data { design: &design, weights, ..*data };
    match alone.estimate(None) {
        Ok(estimate) => Ok(Some(estimate.log_likelihood)),
        Err(FitError::Cancelled) => Err(FitError::Cancelled),
        Err(_) => Ok(None),
    }
}
