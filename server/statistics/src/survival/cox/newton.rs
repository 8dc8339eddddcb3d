//! Newton's method on the partial likelihood.

use super::data::{Data, Totals};
use super::evaluation::Evaluation;
use super::increments::Ties;
use crate::error::FitError;
use crate::matrix::dot;
use crate::rows::Rows;
use crate::survival::information::{Inverse, invert};

const MOST_STEPS: usize = 60;
/// Newton's decrement `g' H⁻¹ g`, an event, at which a last step is taken without looking again: coefficients are then within its root
/// of a standard error, whose relative error is smaller by the root of the events: 1e-10. The step squares the error of coefficients.
const DECREMENT: f64 = 1e-20;
/// The same where a further look costs nothing.
const DECREMENT_OF_FEW: f64 = 1e-24;
const FEW_EVENTS: f64 = 1e5;
/// A decrement that may be rounding.
const SMALL: f64 = 1e-12;
/// Steps with another model's information go on while each leaves less than this share of the decrement.
const LITTLE: f64 = 1e-3;
/// Where a coefficient runs off to infinity the decrement falls by e each step; so often in a row it does not by chance.
const STEPS_OF_SEPARATION: usize = 8;

/// The maximum.
pub(super) struct Maximum {
    pub evaluation: Evaluation,
    pub inverse: Inverse,
    pub iterations: usize,
}

/// What is known of the information before the first step.
pub(super) enum Known {
    Nothing,
    /// That at the start.
    First(Inverse),
    /// That of nearly the same likelihood at its maximum, the start: steps with it do until they gain little.
    Near(Inverse),
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
    known: Known,
) -> Result<Maximum, FitError> {
    let mut current = start;
    let mut candidates: Vec<usize> = (0..current.beta.len()).collect();
    let (mut first, mut near) = match known {
        Known::Nothing => (None, None),
        Known::First(inverse) => (Some(inverse), None),
        Known::Near(inverse) => (None, Some(inverse)),
    };
    let enough = totals.events * if totals.events < FEW_EVENTS { DECREMENT_OF_FEW } else { DECREMENT };
    let mut dropped = None;
    let (mut previous, mut steps_like_separation) = (f64::INFINITY, 0);
    for iteration in 0..MOST_STEPS {
        if let Some(inverse) = &near {
            let step = inverse.step(&current.score);
            let decrement = dot(&step, &current.score);
            if decrement > enough && decrement < LITTLE * previous {
                previous = decrement;
                current = climb(data, weights, totals, ties, &current, &step)?;
                continue;
            }
            (near, previous) = (None, f64::INFINITY);
        }
        let mut inverse = match first.take() {
            Some(inverse) => inverse,
            None => {
                let information = current.information(data, None)?;
                invert(&information.matrix, &candidates, &information.sizes)
            }
        };
        if dropped.is_some() && inverse.kept.len() < candidates.len() {
            return Err(if steps_like_separation > 2 { FitError::Separation } else { FitError::Singular });
        }
        inverse.dropped = dropped.get_or_insert(inverse.dropped).clone();
        candidates.clone_from(&inverse.kept);
        if candidates.is_empty() {
            return Err(FitError::Collinear { columns: inverse.dropped });
        }
        let step = inverse.step(&current.score);
        let decrement = dot(&step, &current.score);
        if decrement <= enough || (decrement < SMALL && decrement >= previous) {
            // Where sums need no second look the estimates still gain from the step: its length is squared by it.
            if decrement <= enough {
                current.beta.iter_mut().zip(&step).for_each(|(b, s)| *b += s);
            }
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
