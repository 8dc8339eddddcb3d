//! Where Newton's method starts.

use super::model::Model;
use super::newton::{Columns, Goal, maximise};
use super::observed::Observed;
use super::problem::Problem;
use super::sums::{Second, evaluate};
use crate::distribution::normal;
use crate::error::FitError;
use crate::rows::CHUNK;

/// Rows from which a sixteenth of them is fitted first.
const MANY: usize = 1 << 18;
const SHARE: usize = 16;

/// The constant-only model where it is known, else zeros.
pub(super) fn plain(model: Model, observed: &Observed, problem: &Problem<'_>) -> Vec<f64> {
    let per = problem.per_equation();
    let mut parameters = vec![0.0; problem.n_parameters()];
    let mean = observed.sum / observed.n;
    let variance = (observed.squares / observed.n - mean * mean).max(f64::MIN_POSITIVE);
    match model {
        Model::NegativeBinomial => {
            // By moments: variance = μ + α μ².
            let excess = ((variance - mean) / (mean * mean)).max(0.01);
            parameters[per] = libm::log(excess);
        }
        Model::Tobit { .. } => parameters[per] = 0.5 * libm::log(variance),
        _ => {}
    }
    if !problem.design.has_constant {
        return parameters;
    }
    match model {
        Model::Logit if problem.offset.is_none() => parameters[per - 1] = libm::log(mean / (1.0 - mean)),
        Model::Probit if problem.offset.is_none() => parameters[per - 1] = normal::quantile(mean),
        Model::Logit | Model::Probit => {}
        Model::Poisson | Model::NegativeBinomial => parameters[per - 1] = libm::log(observed.sum / observed.exposure),
        Model::Multinomial { .. } => {
            for equation in 0..model.n_equations() {
                let odds = observed.tallies[equation + 1] / observed.tallies[0];
                parameters[(equation + 1) * per - 1] = libm::log(odds);
            }
        }
        Model::Tobit { .. } => parameters[per - 1] = mean,
    }
    parameters
}

/// A better start: the fit of a part of the rows, where there are many. The start itself where that part has no fit.
///
/// # Errors
/// Cancellation.
pub(super) fn better(problem: &Problem<'_>, start: Vec<f64>) -> Result<Vec<f64>, FitError> {
    let n = problem.design.n_rows;
    if n < MANY || n / SHARE < 100 * problem.n_parameters() {
        return Ok(start);
    }
    match of_part(problem, start.clone()) {
        Ok(found) => Ok(found),
        Err(FitError::Cancelled) => Err(FitError::Cancelled),
        Err(_) => Ok(start),
    }
}

fn of_part(problem: &Problem<'_>, start: Vec<f64>) -> Result<Vec<f64>, FitError> {
    debug_assert!(problem.design.n_rows / CHUNK >= SHARE);
    let sums = evaluate(problem, &start, SHARE, Second::Information)?;
    let columns = Columns::choose(problem, &sums.second, &[]);
    let goal = Goal { step: SHARE, decrement: 1e-3 };
    Ok(maximise(problem, start, sums, &columns.active(problem), goal)?.parameters)
}
