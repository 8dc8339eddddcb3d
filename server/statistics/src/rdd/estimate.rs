//! The jump at the cutoff, its bias correction, and their standard errors.

use super::bandwidth::{Bandwidths, select, varies};
use super::local::Local;
use super::sample::{Sample, Side};
use super::variance::{residuals, variance};
use super::{MOST_ORDER, RddOptions, Variance};
use crate::distribution::normal;
use crate::error::FitError;
use crate::linear::cholesky::{factor, invert_lower};
use crate::matrix::{Matrix, dot};

/// A covariate explained to this degree by those before it (`1 − R²`) is left out.
const DEPENDENCE: f64 = 1e-10;

/// An estimate with its inference by the normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// z statistic.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// A fitted discontinuity. Pairs are left and right of the cutoff.
#[derive(Clone, Debug)]
pub struct RddFit {
    /// Conventional estimate and standard error.
    pub conventional: Estimate,
    /// Bias-corrected estimate with the conventional standard error.
    pub bias_corrected: Estimate,
    /// Bias-corrected estimate with a standard error that counts the correction.
    pub robust: Estimate,
    /// The same three of the jump in the treatment, in a fuzzy design.
    pub first_stage: Option<[Estimate; 3]>,
    /// Coefficients of the covariates in the outcome; 0 for those left out as collinear.
    pub covariates: Vec<f64>,
    /// Bandwidth of the estimate.
    pub h: f64,
    /// Bandwidth of the bias.
    pub b: f64,
    /// Σ w.
    pub n: [f64; 2],
    /// Σ w within h.
    pub n_h: [f64; 2],
    /// Σ w within b.
    pub n_b: [f64; 2],
    /// Distinct values of the running variable.
    pub n_distinct: [usize; 2],
}

/// One side's fits and what variances need of them.
pub(super) struct Fitted<'a> {
    side: &'a Side,
    pub p: Local,
    q: Local,
    /// Rows within the wider of both bandwidths.
    n: usize,
    derivative: usize,
    /// What the bias functional is multiplied with.
    bias_factor: f64,
}

impl<'a> Fitted<'a> {
    pub fn new(side: &'a Side, widths: Bandwidths, options: &RddOptions<'_>) -> Result<Self, FitError> {
        let (order, derivative) = (options.polynomial, options.derivative);
        let p = Local::fit(side, widths.h, order, options)?;
        let q = Local::fit(side, widths.b, order + 1, options)?;
        let bias_factor = widths.h.powi((order + 1 - derivative) as i32) * p.bias_constant(derivative);
        Ok(Fitted { n: p.n.max(q.n), side, p, q, derivative, bias_factor })
    }

    /// Bias-corrected coefficient of each column.
    fn corrected(&self) -> Vec<f64> {
        let bias = self.q.coefficients(self.p.order + 1);
        self.p.coefficients(self.derivative).iter().zip(bias).map(|(a, b)| a - self.bias_factor * b).collect()
    }

    /// Variances of the combination `s`: conventional and robust.
    fn variances(&self, s: &[f64], options: &RddOptions<'_>) -> Result<[f64; 2], FitError> {
        let plain = self.p.functional(self.derivative);
        let bias = self.q.functional(self.p.order + 1).scaled(-self.bias_factor);
        let of_h = residuals(self.side, self.n, &self.p, s, options);
        let conventional = variance(self.side, self.n, &[&plain], &of_h, self.p.order + 1, options)?;
        let of_b = match options.variance {
            Variance::NearestNeighbours(_) => of_h,
            _ => residuals(self.side, self.n, &self.q, s, options),
        };
        let robust = variance(self.side, self.n, &[&plain, &bias], &of_b, self.q.order + 1, options)?;
        Ok([conventional, robust])
    }
}

/// Coefficients of the covariates (row) in the outcome and the treatment (column), local polynomials taken out on each side.
pub(super) fn partial_out(locals: &[&Local], sample: &Sample) -> Result<Matrix, FitError> {
    let first = 1 + usize::from(sample.has_treatment);
    let m = sample.n_covariates;
    let mut result = Matrix::zeros(m, first);
    if m == 0 {
        return Ok(result);
    }
    let mut products = Matrix::zeros(m, m + first);
    for local in locals {
        for i in 0..m {
            let explained = local.inverse.times(&local.right[first + i]);
            for j in 0..first + m {
                let rest = local.between[(first + i, j)] - dot(&explained, &local.right[j]);
                products[(i, j)] += rest / local.bandwidth;
            }
        }
    }
    let scales: Vec<f64> = (0..m).map(|i| products[(i, first + i)].max(0.0).sqrt()).collect();
    let mut correlation = Matrix::zeros(m, m);
    let size = |i: usize| locals.iter().map(|l| l.between[(first + i, first + i)] / l.bandwidth).sum::<f64>();
    let varying: Vec<usize> = (0..m).filter(|i| scales[*i] * scales[*i] > DEPENDENCE * DEPENDENCE * size(*i)).collect();
    for &i in &varying {
        for &j in &varying {
            let value = products[(i, first + j)] / (scales[i] * scales[j]);
            correlation[(i, j)] = if i == j { 1.0 } else { value };
        }
    }
    let factor = factor(&correlation, &varying, |_| DEPENDENCE);
    let inverse = invert_lower(&factor.lower);
    for column in 0..first {
        let right: Vec<f64> = factor.kept.iter().map(|i| products[(*i, column)] / scales[*i]).collect();
        let half = inverse.times(&right);
        for (at, &i) in factor.kept.iter().enumerate() {
            let value: f64 = (at..half.len()).map(|k| inverse[(k, at)] * half[k]).sum();
            result[(i, column)] = value / scales[i];
        }
    }
    if result.values.iter().all(|value| value.is_finite()) { Ok(result) } else { Err(FitError::Singular) }
}

/// nu! of a small number.
fn factorial(nu: usize) -> f64 {
    (1..=nu).map(|k| k as f64).product()
}

/// Coefficient of a column net of the covariates.
fn net(values: &[f64], gamma: &Matrix, column: usize) -> f64 {
    let first = values.len() - gamma.n_rows;
    values[column] - (0..gamma.n_rows).map(|i| gamma[(i, column)] * values[first + i]).sum::<f64>()
}

/// The combination of columns whose coefficient is the effect: the outcome net of covariates, or the ratio's linearisation in a fuzzy
/// design.
pub(super) fn combination(
    values: &[f64],
    gamma: &Matrix,
    nu: usize,
    sample: &Sample,
    is_fuzzy: bool,
) -> Result<Vec<f64>, FitError> {
    let covariates = |column: usize| (0..gamma.n_rows).map(move |i| gamma[(i, column)]);
    if !is_fuzzy {
        let mut s = vec![1.0];
        s.extend(sample.has_treatment.then_some(0.0));
        s.extend(covariates(0).map(|g| -g));
        return Ok(s);
    }
    let scale = factorial(nu);
    let (y, t) = (scale * net(values, gamma, 0), scale * net(values, gamma, 1));
    if t == 0.0 || !(y / (t * t)).is_finite() {
        return Err(FitError::Singular);
    }
    let mut s = vec![1.0 / t, -y / (t * t)];
    s.extend(covariates(0).zip(covariates(1)).map(|(g, k)| -g / t + y / (t * t) * k));
    Ok(s)
}

impl Sample {
    /// Estimates the jump.
    ///
    /// # Errors
    /// Too few distinct values on a side for the polynomials, an outcome that does not vary, a treatment without a jump, bandwidths
    /// that cannot be told, fewer than two clusters on a side, orders out of range ([`FitError::Shape`]), cancellation.
    pub fn fit(&self, options: &RddOptions<'_>) -> Result<RddFit, FitError> {
        let widths = self.bandwidths(options)?;
        let fits = self.fitted(widths, options)?;
        let [left, right] = &fits;
        let gamma = partial_out(&[&left.p, &right.p], self)?;
        let nu = options.derivative;
        let difference = |l: &[f64], r: &[f64]| l.iter().zip(r).map(|(l, r)| r - l).collect::<Vec<f64>>();
        let plain = difference(&left.p.coefficients(nu), &right.p.coefficients(nu));
        let corrected = difference(&left.corrected(), &right.corrected());
        let s = combination(&plain, &gamma, nu, self, self.has_treatment)?;
        let scale = factorial(nu);
        let y = [scale * net(&plain, &gamma, 0), scale * net(&corrected, &gamma, 0)];
        let rows = |estimates: [f64; 2], s: &[f64]| -> Result<[Estimate; 3], FitError> {
            let (a, b) = (left.variances(s, options)?, right.variances(s, options)?);
            let errors = [0, 1].map(|i| scale * (a[i] + b[i]).sqrt());
            if errors.iter().any(|error| !error.is_finite()) {
                return Err(FitError::OutOfRange);
            }
            if errors[0] <= 0.0 || errors[1] <= 0.0 {
                return Err(FitError::ConstantDependent);
            }
            let row = |estimate, error| inference(estimate, error, options.level);
            Ok([row(estimates[0], errors[0]), row(estimates[1], errors[0]), row(estimates[1], errors[1])])
        };
        let (main, first_stage) = if self.has_treatment {
            let t = [scale * net(&plain, &gamma, 1), scale * net(&corrected, &gamma, 1)];
            let ratio = y[0] / t[0];
            let bias = (y[0] - y[1]) / t[0] - ratio / t[0] * (t[0] - t[1]);
            let mut of_t = vec![0.0, 1.0];
            of_t.extend((0..gamma.n_rows).map(|i| -gamma[(i, 1)]));
            // Perfect compliance leaves nothing to tell an error of the first stage from.
            (rows([ratio, ratio - bias], &s)?, rows(t, &of_t).ok())
        } else {
            (rows(y, &s)?, None)
        };
        let weight = |n: fn(&Fitted<'_>) -> usize| [left, right].map(|fit| fit.side.total(n(fit)));
        Ok(RddFit {
            conventional: main[0],
            bias_corrected: main[1],
            robust: main[2],
            first_stage,
            covariates: (0..gamma.n_rows).map(|i| gamma[(i, 0)]).collect(),
            h: widths.h,
            b: widths.b,
            n: weight(|fit| fit.side.len()),
            n_h: weight(|fit| fit.p.n),
            n_b: weight(|fit| fit.q.n),
            n_distinct: [left, right].map(|fit| fit.side.n_distinct(fit.side.len())),
        })
    }

    /// The bandwidths given, or chosen.
    pub(super) fn bandwidths(&self, options: &RddOptions<'_>) -> Result<Bandwidths, FitError> {
        let order = options.polynomial;
        if order > MOST_ORDER || options.derivative > order {
            return Err(FitError::Shape);
        }
        for side in &self.sides {
            if side.n_distinct(side.len()) < order + 2 {
                return Err(FitError::TooFewObservations { n_parameters: order + 2 });
            }
        }
        let outcomes = self.sides.iter().flat_map(|side| &side.columns[0]);
        let first = self.sides[0].columns[0][0];
        if outcomes.into_iter().all(|value| *value == first) {
            return Err(FitError::ConstantDependent);
        }
        if self.has_treatment && self.has_no_first_stage() {
            return Err(FitError::Singular);
        }
        match options.bandwidth {
            Some(h) => Ok(Bandwidths { h, b: options.bias_bandwidth.unwrap_or(h) }),
            None => {
                let chosen = select(self, options)?;
                Ok(Bandwidths { b: options.bias_bandwidth.unwrap_or(chosen.b), ..chosen })
            }
        }
    }

    fn has_no_first_stage(&self) -> bool {
        let [left, right] = &self.sides;
        !varies(&left.columns[1]) && !varies(&right.columns[1]) && left.columns[1][0] == right.columns[1][0]
    }

    /// Both sides' fits.
    pub(super) fn fitted(&self, widths: Bandwidths, options: &RddOptions<'_>) -> Result<[Fitted<'_>; 2], FitError> {
        let [left, right] = &self.sides;
        Ok([Fitted::new(left, widths, options)?, Fitted::new(right, widths, options)?])
    }
}

fn inference(estimate: f64, standard_error: f64, level: f64) -> Estimate {
    let z = estimate / standard_error;
    let margin = normal::upper_quantile(0.5 - level / 200.0) * standard_error;
    Estimate { estimate, standard_error, z, p: normal::two_sided(z), low: estimate - margin, high: estimate + margin }
}
