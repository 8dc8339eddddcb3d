//! Newton's method on the partial likelihood.

use super::data::{Data, Totals};
use super::evaluation::Evaluation;
use super::increments::Ties;
use crate::error::FitError;
use crate::matrix::dot;
use crate::rows::Rows;
use crate::survival::information::{Inverse, invert};

const MOST_STEPS: usize = 60;
/// Newton's decrement `g' H⁻¹ g` at which estimates have all their digits.
const DECREMENT: f64 = 1e-18;
/// A decrement that may be rounding.
const SMALL: f64 = 1e-12;
/// Where a coefficient runs off to infinity the decrement falls by e each step; so often in a row it does not by chance.
const STEPS_OF_SEPARATION: usize = 8;

/// The maximum.
pub(super) struct Maximum {
    pub evaluation: Evaluation,
    pub inverse: Inverse,
    pub iterations: usize,
}

/// Climbs from an evaluation to the maximum.
///
/// # Errors
/// [`FitError::Separation`] where the likelihood has no maximum (monotone likelihood; Heinze & Schemper 2001),
/// [`FitError::NotConverged`], [`FitError::Collinear`] without any column of own information.
pub(super) fn maximise(
    data: &Data<'_>,
    weights: Option<&dyn Rows<f64>>,
    totals: &Totals,
    ties: Ties,
    start: Evaluation,
) -> Result<Maximum, FitError> {
    let p = start.beta.len();
    let mut current = start;
    let mut candidates: Vec<usize> = (0..p).collect();
    let mut dropped = Vec::new();
    let (mut previous, mut steps_like_separation) = (f64::INFINITY, 0);
    for iteration in 0..MOST_STEPS {
        let information = current.information(data, weights, None)?;
        let mut inverse = invert(&information.matrix, &candidates, &information.sizes);
        if iteration == 0 {
            candidates = inverse.kept.clone();
            dropped = inverse.dropped.clone();
        } else if inverse.kept.len() < candidates.len() {
            return Err(if steps_like_separation > 2 { FitError::Separation } else { FitError::Singular });
        }
        inverse.dropped = dropped.clone();
        if candidates.is_empty() {
            return Err(FitError::Collinear { columns: dropped });
        }
        let step = inverse.step(&current.score);
        let decrement = dot(&step, &current.score);
        if decrement <= DECREMENT || (decrement < SMALL && decrement >= previous) {
            return Ok(Maximum { evaluation: current, inverse, iterations: iteration });
        }
        let ratio = decrement / previous;
        steps_like_separation = if ratio > 0.25 && ratio < 0.55 { steps_like_separation + 1 } else { 0 };
        if steps_like_separation >= STEPS_OF_SEPARATION {
            return Err(FitError::Separation);
        }
        previous = decrement;
        current = climb(data, weights, totals, ties, &current, &step)?;
    }
    Err(FitError::NotConverged { iterations: MOST_STEPS })
}

/// The step, halved until it does not lead down.
fn climb(
    data: &Data<'_>,
    weights: Option<&dyn Rows<f64>>,
    totals: &Totals,
    ties: Ties,
    from: &Evaluation,
    step: &[f64],
) -> Result<Evaluation, FitError> {
    let mut length = 1.0;
    let least = from.log_likelihood - 1e-11 * from.log_likelihood.abs();
    for _ in 0..40 {
        let beta: Vec<f64> = from.beta.iter().zip(step).map(|(b, s)| b + length * s).collect();
        match Evaluation::new(data, weights, totals, &beta, ties) {
            Ok(there) if there.log_likelihood >= least => return Ok(there),
            Ok(_) | Err(FitError::OutOfRange) => length *= 0.5,
            Err(other) => return Err(other),
        }
    }
    Err(FitError::NotConverged { iterations: 40 })
}
