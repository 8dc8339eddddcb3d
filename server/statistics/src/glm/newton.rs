//! Newton's method with step halving.

use super::problem::Problem;
use super::sums::{Second, Sums, evaluate};
use crate::error::FitError;
use crate::linear::cholesky::{Factor, factor, invert_lower};
use crate::linear::solution::gram;
use crate::matrix::{Matrix, dot};

/// A column explained by those before it to all but this share is collinear.
const DEPENDENCE: f64 = 1e-11;
/// The same within an information matrix of columns that are not collinear: what is left of a direction in which estimates run off.
const NOTHING: f64 = 1e-14;
const MOST_STEPS: usize = 100;
/// Squared distance to the maximum, in standard errors and per observation, at which the information is that of the maximum: its relative error is about
/// the root of it, less for sums over many rows.
const NEAR: f64 = 1e-20;
const NEAR_OF_MANY: f64 = 1e-17;
const MANY: f64 = 1e5;
/// Below it a decrement that does not fall is rounding.
const ROUNDING: f64 = 1e-9;
/// Steps in which the decrement falls as it does where estimates run off to infinity: by e each.
const STEPS_OF_SEPARATION: usize = 4;

/// When to stop.
#[derive(Clone, Copy)]
pub(super) struct Goal {
    /// Every so-manieth chunk of rows is read.
    pub step: usize,
    /// Decrement at which the last step is made.
    pub decrement: f64,
}

impl Goal {
    /// The maximum over all rows, of Σw = `n`.
    pub fn exact(n: f64) -> Goal {
        Goal { step: 1, decrement: if n < MANY { NEAR } else { NEAR_OF_MANY } * n.max(1.0) }
    }
}

/// The maximum of the likelihood.
pub(super) struct Maximum {
    /// In the problem's numbering.
    pub parameters: Vec<f64>,
    /// Log-likelihood without what does not depend on parameters.
    pub value: f64,
    pub factored: Factored,
    /// The information.
    pub second: Matrix,
    /// Passes over the rows.
    pub iterations: usize,
}

/// Columns with information of their own.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// The constant first, then the others in order; in the numbering of an equation.
    pub kept: Vec<usize>,
    pub dropped: Vec<usize>,
}

impl Columns {
    /// By the information of the first equation; `without` are left out from the start.
    pub fn choose(problem: &Problem<'_>, second: &Matrix, without: &[usize]) -> Columns {
        let p = problem.per_equation() - 1;
        let mut candidates: Vec<usize> = if problem.design.has_constant { vec![p] } else { Vec::new() };
        candidates.extend((0..p).filter(|column| !without.contains(column)));
        candidates.retain(|&at| second[(at, at)] > 0.0);
        let factor = correlation_factor(second, &candidates, DEPENDENCE).1;
        let dropped = (0..p).filter(|column| !factor.kept.contains(column)).collect();
        Columns { kept: factor.kept, dropped }
    }

    /// The parameters of all equations, and the one besides.
    pub fn active(&self, problem: &Problem<'_>) -> Vec<usize> {
        let per = problem.per_equation();
        let mut active: Vec<usize> = (0..problem.family.n_predictors())
            .flat_map(|equation| self.kept.iter().map(move |at| equation * per + at))
            .collect();
        if problem.family.has_ancillary() {
            active.push(problem.n_parameters() - 1);
        }
        active
    }
}

fn correlation_factor(second: &Matrix, candidates: &[usize], least: f64) -> (Vec<f64>, Factor) {
    let scales: Vec<f64> = candidates.iter().map(|&at| second[(at, at)].sqrt()).collect();
    let mut correlation = Matrix::zeros(second.n_rows, second.n_rows);
    for (i, &row) in candidates.iter().enumerate() {
        for (j, &column) in candidates.iter().enumerate() {
            correlation[(row, column)] = if i == j { 1.0 } else { second[(row, column)] / scales[i] / scales[j] };
        }
    }
    let factor = factor(&correlation, candidates, |_| least);
    (scales, factor)
}

/// The Cholesky factor of the information over the active parameters, in correlation form.
#[derive(Clone, Debug)]
pub(super) struct Factored {
    pub active: Vec<usize>,
    scales: Vec<f64>,
    lower: Matrix,
}

impl Factored {
    /// `None` where the matrix is not positive definite.
    pub fn new(second: &Matrix, active: &[usize]) -> Option<Factored> {
        if active.iter().any(|&at| second[(at, at)].is_nan() || second[(at, at)] <= 0.0) {
            return None;
        }
        let (scales, factor) = correlation_factor(second, active, NOTHING);
        let is_definite = factor.dropped.is_empty() && factor.lower.values.iter().all(|value| value.is_finite());
        is_definite.then_some(Factored { active: active.to_vec(), scales, lower: factor.lower })
    }

    /// `information⁻¹ · vector` in the problem's numbering.
    pub fn solve(&self, vector: &[f64]) -> Vec<f64> {
        let n = self.active.len();
        let mut solved: Vec<f64> = Vec::with_capacity(n);
        for (i, &at) in self.active.iter().enumerate() {
            let line = self.lower.row(i);
            solved.push((vector[at] / self.scales[i] - dot(&line[..i], &solved)) / line[i]);
        }
        for i in (0..n).rev() {
            let line = self.lower.row(i);
            solved[i] /= line[i];
            let value = solved[i];
            solved[..i].iter_mut().zip(line).for_each(|(target, factor)| *target -= factor * value);
        }
        let mut result = vec![0.0; vector.len()];
        for ((&at, value), scale) in self.active.iter().zip(solved).zip(&self.scales) {
            result[at] = value / scale;
        }
        result
    }

    /// The inverse over the active parameters.
    pub fn inverse(&self) -> Matrix {
        let mut root = invert_lower(&self.lower);
        for row in 0..root.n_rows {
            root.row_mut(row).iter_mut().zip(&self.scales).for_each(|(value, scale)| *value /= scale);
        }
        gram(&root)
    }
}

/// A direction that leads up, and whether it is Newton's.
struct Direction {
    factored: Factored,
    step: Vec<f64>,
    decrement: f64,
    is_newton: bool,
}

/// Far from the maximum the information of the parameter besides may not be positive: a positive one without the mixed derivatives leads up too.
fn direction(problem: &Problem<'_>, sums: &Sums, active: &[usize]) -> Option<Direction> {
    let (factored, is_newton) = match Factored::new(&sums.second, active) {
        Some(factored) => (factored, true),
        None if problem.family.has_ancillary() => {
            let mut changed = sums.second.clone();
            let last = changed.n_rows - 1;
            let size = changed[(last, last)].abs().max(sums.gradient[last].abs()).max(1e-8);
            for at in 0..last {
                changed[(at, last)] = 0.0;
                changed[(last, at)] = 0.0;
            }
            changed[(last, last)] = size;
            (Factored::new(&changed, active)?, false)
        }
        None => return None,
    };
    let step = factored.solve(&sums.gradient);
    let decrement = dot(&step, &sums.gradient);
    Some(Direction { factored, step, decrement, is_newton })
}

/// Climbs to the maximum; `first` are the sums at `start`.
///
/// # Errors
/// [`FitError::Separation`] where estimates run off to infinity, [`FitError::NotConverged`], [`FitError::Singular`].
pub(super) fn maximise(
    problem: &Problem<'_>,
    start: Vec<f64>,
    first: Sums,
    active: &[usize],
    goal: Goal,
) -> Result<Maximum, FitError> {
    let (mut parameters, mut current) = (start, first);
    let (mut previous, mut like_separation) = (f64::INFINITY, 0);
    for iteration in 1..=MOST_STEPS {
        let Some(Direction { factored, step, decrement, is_newton }) = direction(problem, &current, active) else {
            return Err(if like_separation > 1 { FitError::Separation } else { FitError::Singular });
        };
        if !decrement.is_finite() {
            return Err(FitError::Singular);
        }
        if is_newton && (decrement <= goal.decrement || (decrement < ROUNDING && decrement >= 0.25 * previous)) {
            parameters.iter_mut().zip(&step).for_each(|(b, s)| *b += s);
            let value = current.value + 0.5 * decrement;
            return Ok(Maximum { parameters, value, factored, second: current.second, iterations: iteration });
        }
        let ratio = decrement / previous;
        let falls_by_e = is_newton && decrement < 1.0 && ratio > 0.2 && ratio < 0.6;
        like_separation = if falls_by_e { like_separation + 1 } else { 0 };
        if like_separation >= STEPS_OF_SEPARATION {
            let last = step.len() - 1;
            let is_besides = problem.family.has_ancillary() && step[last] * current.gradient[last] > 0.5 * decrement;
            return Err(if is_besides {
                FitError::NotConverged { iterations: iteration }
            } else {
                FitError::Separation
            });
        }
        previous = decrement;
        (parameters, current) = climb(problem, &parameters, &current, &step, goal.step)?;
    }
    Err(FitError::NotConverged { iterations: MOST_STEPS })
}

fn climb(
    problem: &Problem<'_>,
    from: &[f64],
    current: &Sums,
    step: &[f64],
    every: usize,
) -> Result<(Vec<f64>, Sums), FitError> {
    let least = current.value - 1e-11 * current.value.abs();
    // A step of the parameter besides is a factor: not more than e³ at once.
    let far = if problem.family.has_ancillary() { step.last().map_or(0.0, |step| step.abs() / 3.0) } else { 0.0 };
    let mut length = 1.0 / far.max(1.0);
    for _ in 0..40 {
        let there: Vec<f64> = from.iter().zip(step).map(|(b, s)| b + length * s).collect();
        match evaluate(problem, &there, every, Second::Information) {
            Ok(sums) if sums.value >= least => return Ok((there, sums)),
            Ok(_) | Err(FitError::OutOfRange) => length *= 0.5,
            Err(other) => return Err(other),
        }
    }
    Err(FitError::NotConverged { iterations: 40 })
}
