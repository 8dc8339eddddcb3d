//! Newton's method on the likelihood.

use super::working::{Data, Sums, sums};
use crate::error::FitError;
use crate::matrix::dot;
use crate::rows::Rows;
use crate::survival::information::{Inverse, invert};

const MOST_STEPS: usize = 80;
/// Newton's decrement `g' H⁻¹ g` at which sums have all their digits: estimates are within 1e-9 standard errors.
const DECREMENT: f64 = 1e-18;
/// A decrement that may be rounding.
const SMALL: f64 = 1e-11;
const STEPS_OF_SEPARATION: usize = 8;

/// The maximum.
pub(super) struct Maximum {
    pub parameters: Vec<f64>,
    pub sums: Sums,
    /// Over the constant, the kept columns, `ln σ`, in the design's numbering with the constant at `p` and `ln σ` at `p + 1`.
    pub inverse: Inverse,
    pub iterations: usize,
}

/// A start: the constant and scale of a model without regressors by moments.
pub(super) fn start(data: &Data<'_>, weights: Option<&dyn Rows<f64>>) -> Result<Vec<f64>, FitError> {
    let p = data.design.n_columns();
    // At a scale so large that no error is out of range only the moments are read.
    let mut parameters = vec![0.0; p + 2];
    parameters[p + 1] = 5.0;
    let moments = sums(data, weights, &parameters)?;
    if moments.events <= 0.0 {
        return Err(FitError::TooFewGroups);
    }
    let mean = moments.log_time / moments.n;
    let variance = (moments.log_time_squared / moments.n - mean * mean).max(0.0);
    parameters[p + 1] = if data.family.has_scale() { 0.5 * libm::log(variance.max(1e-6)) } else { 0.0 };
    if data.design.has_constant {
        parameters[p] = mean + 0.5 + libm::log(moments.n / moments.events);
    }
    Ok(parameters)
}

/// Climbs to the maximum.
///
/// # Errors
/// [`FitError::Separation`] where a coefficient runs off to infinity, [`FitError::NotConverged`], [`FitError::Singular`].
pub(super) fn maximise(data: &Data<'_>, weights: Option<&dyn Rows<f64>>, start: Vec<f64>) -> Result<Maximum, FitError> {
    let p = data.design.n_columns();
    let mut parameters = start;
    let mut current = sums(data, weights, &parameters)?;
    if current.events <= 0.0 {
        return Err(FitError::TooFewGroups);
    }
    let mut candidates: Vec<usize> = if data.design.has_constant { vec![p] } else { Vec::new() };
    candidates.extend(0..p);
    let has_scale = data.family.has_scale();
    let mut dropped = Vec::new();
    let (mut previous, mut like_separation) = (f64::INFINITY, 0);
    for iteration in 0..MOST_STEPS {
        let (inverse, newton) = invert_current(&current, &candidates, has_scale, p);
        if iteration == 0 {
            candidates.retain(|column| inverse.kept.contains(column));
            dropped = inverse.dropped.clone();
        } else if candidates.iter().any(|column| !inverse.kept.contains(column)) {
            return Err(if like_separation > 2 { FitError::Separation } else { FitError::Singular });
        }
        if candidates.is_empty() && !has_scale {
            return Err(FitError::Collinear { columns: dropped });
        }
        let step = inverse.step(&current.gradient);
        let decrement = dot(&step, &current.gradient);
        if newton && (decrement <= DECREMENT || (decrement < SMALL && decrement >= previous)) {
            if decrement <= DECREMENT {
                parameters.iter_mut().zip(&step).for_each(|(b, s)| *b += s);
            }
            let inverse = Inverse { dropped, ..inverse };
            return Ok(Maximum { parameters, sums: current, inverse, iterations: iteration });
        }
        let ratio = decrement / previous;
        like_separation = if newton && ratio > 0.25 && ratio < 0.55 { like_separation + 1 } else { 0 };
        if like_separation >= STEPS_OF_SEPARATION {
            return Err(FitError::Separation);
        }
        previous = decrement;
        (parameters, current) = climb(data, weights, &parameters, &current, &step)?;
    }
    Err(FitError::NotConverged { iterations: MOST_STEPS })
}

/// The inverse of the information, and whether it is that: far from the maximum the part of `ln σ` may not be positive, and then a
/// positive one without the mixed derivatives leads up too.
fn invert_current(current: &Sums, candidates: &[usize], has_scale: bool, p: usize) -> (Inverse, bool) {
    let sizes: Vec<f64> = (0..p + 2).map(|i| current.information[(i, i)].abs()).collect();
    if !has_scale {
        return (invert(&current.information, candidates, &sizes), true);
    }
    let mut all = candidates.to_vec();
    all.push(p + 1);
    let inverse = invert(&current.information, &all, &sizes);
    if inverse.kept.contains(&(p + 1)) {
        return (inverse, true);
    }
    let mut changed = current.information.clone();
    for i in 0..p + 1 {
        changed[(p + 1, i)] = 0.0;
        changed[(i, p + 1)] = 0.0;
    }
    changed[(p + 1, p + 1)] = sizes[p + 1].max(current.events);
    (invert(&changed, &all, &vec![0.0; p + 2]), false)
}

fn climb(
    data: &Data<'_>,
    weights: Option<&dyn Rows<f64>>,
    from: &[f64],
    current: &Sums,
    step: &[f64],
) -> Result<(Vec<f64>, Sums), FitError> {
    let least = current.log_likelihood - 1e-11 * current.log_likelihood.abs();
    let mut length = 1.0;
    for _ in 0..50 {
        let there: Vec<f64> = from.iter().zip(step).map(|(b, s)| b + length * s).collect();
        match sums(data, weights, &there) {
            Ok(sums) if sums.log_likelihood >= least => return Ok((there, sums)),
            Ok(_) | Err(FitError::OutOfRange) => length *= 0.5,
            Err(other) => return Err(other),
        }
    }
    Err(FitError::NotConverged { iterations: 50 })
}
