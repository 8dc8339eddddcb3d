//! The common bandwidth that minimises the mean squared error of the effect (mserd).
//!
//! Three steps, each from the one before: a rule-of-thumb width for variances and a global polynomial give the width d of the fit that
//! tells the bias of the bias; d gives b, b gives h.

use super::estimate::{combination, partial_out};
use super::local::Local;
use super::sample::{Sample, Side};
use super::variance::{residuals, variance};
use super::{Kernel, RddOptions};
use crate::compensated::Sum;
use crate::error::FitError;

/// Fewer rows have no bandwidth of their own: the whole range is taken.
const LEAST_ROWS: f64 = 20.0;
/// Share of rows that repeat a value from which on mass points are reckoned with.
const REPEATED: f64 = 0.2;
/// Distinct values that pilot bandwidths hold then.
const LEAST_DISTINCT: usize = 10;

/// Bandwidths of the estimate and of its bias.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bandwidths {
    pub h: f64,
    pub b: f64,
}

/// Variance, bias and regularisation of one side at one step.
struct Step {
    variance: f64,
    bias: f64,
    regularisation: f64,
}

/// One step: the bandwidth of an order-`order` fit of the `nu`-th derivative, its bias from a fit of order `bias_order`.
struct Target {
    order: usize,
    nu: usize,
    bias_order: usize,
    is_regularised: bool,
}

/// Chooses both bandwidths.
pub(super) fn select(sample: &Sample, options: &RddOptions<'_>) -> Result<Bandwidths, FitError> {
    let [left, right] = &sample.sides;
    let total = left.total(left.len()) + right.total(right.len());
    let (range_left, range_right) = (left.range(), right.range());
    let most = range_left.max(range_right);
    if total < LEAST_ROWS {
        return Ok(Bandwidths { h: most, b: most });
    }
    let n_distinct = [left, right].map(|side| side.n_distinct(side.len()));
    let n_pilot = if options.adjusts_for_mass_points { (n_distinct[0] + n_distinct[1]) as f64 } else { total };
    let constant = match options.kernel {
        Kernel::Triangular => 2.576,
        Kernel::Uniform => 1.843,
        Kernel::Epanechnikov => 2.34,
    };
    let mut pilot = (constant * spread(sample, total)? * libm::pow(n_pilot, -0.2)).min(most);
    let least = least(sample, &n_distinct, options);
    pilot = pilot.max(least);
    let (p, q) = (options.polynomial, options.polynomial + 1);
    let slack = 1.0 + f64::EPSILON.sqrt();
    let choose = |target: Target, widths: [f64; 2]| -> Result<f64, FitError> {
        let l = step(left, sample, &target, pilot, widths[0], options)?;
        let r = step(right, sample, &target, pilot, widths[1], options)?;
        let bias = r.bias - l.bias;
        let error = bias * bias + l.regularisation + r.regularisation;
        let width = libm::pow((l.variance + r.variance) / error, 1.0 / (2 * target.order + 3) as f64);
        // A bias of zero leaves no limit but the range.
        if width.is_nan() || width <= 0.0 { Err(FitError::Singular) } else { Ok(width.min(most)) }
    };
    let target = Target { order: q + 1, nu: q + 1, bias_order: q + 2, is_regularised: false };
    let d = choose(target, [range_left * slack, range_right * slack])?.max(least);
    let b = choose(Target { order: q, nu: p + 1, bias_order: q + 1, is_regularised: true }, [d; 2])?;
    let h = choose(Target { order: p, nu: options.derivative, bias_order: q, is_regularised: true }, [b; 2])?;
    Ok(Bandwidths { h, b })
}

/// The smaller of the running variable's standard deviation and its scaled interquartile range.
fn spread(sample: &Sample, total: f64) -> Result<f64, FitError> {
    let [left, right] = &sample.sides;
    let mut sum = Sum::default();
    let each = |visit: &mut dyn FnMut(f64, f64)| {
        for side in [left, right] {
            side.distance.iter().enumerate().for_each(|(row, d)| visit(side.weight(row), side.sign * d));
        }
    };
    each(&mut |w, x| sum.add(w * x));
    let mean = sum.value() / total;
    let mut squares = Sum::default();
    each(&mut |w, x| squares.add(w * (x - mean) * (x - mean)));
    let deviation = (squares.value() / (total - 1.0)).sqrt();
    let width = (quartile(sample, total, 0.75) - quartile(sample, total, 0.25)) / 1.349;
    let result = deviation.min(width);
    // More than half of the rows at one value: no quartiles to go by.
    if result > 0.0 { Ok(result) } else { Err(FitError::Singular) }
}

/// Quantile of type 2 of x − cutoff.
fn quartile(sample: &Sample, total: f64, p: f64) -> f64 {
    let [left, right] = &sample.sides;
    let near = 1e-12 * total;
    let position = p * total;
    let mut passed = 0.0;
    let mut low = None;
    let rows = (0..left.len()).rev().map(|row| (left, row)).chain((0..right.len()).map(|row| (right, row)));
    for (side, row) in rows {
        let x = side.sign * side.distance[row];
        if let Some(low) = low {
            return 0.5 * (low + x);
        }
        passed += side.weight(row);
        if passed >= position - near {
            if passed > position + near {
                return x;
            }
            low = Some(x);
        }
    }
    low.unwrap_or(right.range())
}

/// The least width of pilot fits where values repeat.
fn least(sample: &Sample, n_distinct: &[usize; 2], options: &RddOptions<'_>) -> f64 {
    let share = |side: &Side, n: usize| 1.0 - n as f64 / side.total(side.len());
    let repeats = sample.sides.iter().zip(n_distinct).any(|(side, n)| share(side, *n) >= REPEATED);
    if !(options.adjusts_for_mass_points && repeats) {
        return 0.0;
    }
    let width = |(side, n): (&Side, &usize)| {
        let at = side.starts[LEAST_DISTINCT.min(*n).saturating_sub(1)] as usize;
        side.distance.get(at).copied().unwrap_or(0.0) * (1.0 + f64::EPSILON.sqrt())
    };
    sample.sides.iter().zip(n_distinct).map(width).fold(0.0, f64::max)
}

fn step(
    side: &Side,
    sample: &Sample,
    target: &Target,
    pilot: f64,
    width: f64,
    options: &RddOptions<'_>,
) -> Result<Step, FitError> {
    let &Target { order, nu, bias_order, is_regularised } = target;
    // The treatment plays no part where a side complies perfectly.
    let is_fuzzy = sample.has_treatment && sample.sides.iter().all(|side| varies(&side.columns[1]));
    let local = Local::fit(side, pilot, order, options)?;
    let gamma = partial_out(&[&local], sample)?;
    let s = combination(&local.coefficients(nu), &gamma, nu, sample, is_fuzzy)?;
    let found = residuals(side, local.n, &local, &s, options);
    let plain = variance(side, local.n, &[&local.functional(nu)], &found, order + 1, options)?;
    let constant = local.bias_constant(nu);
    let wide = Local::fit(side, width, bias_order, options)?;
    let last = wide.coefficients(bias_order);
    let bias: f64 = s.iter().zip(&last).map(|(s, value)| s * value).sum();
    let factor = (2 * (order + 1 - nu)) as f64;
    let mut regularisation = 0.0;
    if is_regularised {
        let found = residuals(side, wide.n, &wide, &s, options);
        let of_bias = variance(side, wide.n, &[&wide.functional(bias_order)], &found, bias_order + 1, options)?;
        regularisation = factor * 3.0 * constant * constant * of_bias;
    }
    let power = (2 * nu + 1) as i32;
    Ok(Step {
        variance: f64::from(power) * pilot.powi(power) * plain,
        bias: factor.sqrt() * constant * bias,
        regularisation,
    })
}

/// Whether a column has two different values.
pub(super) fn varies(column: &[f64]) -> bool {
    column.iter().any(|value| *value != column[0])
}
