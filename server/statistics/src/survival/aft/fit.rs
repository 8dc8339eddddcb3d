//! The fitted model.

use libm::exp;

use super::family::Family;
use super::newton::{Maximum, maximise, start};
use super::working::Data;
use crate::design::{Block, Design};
use crate::distribution::chi_squared;
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, Watch, fold};
use crate::hypothesis::Test;
use crate::matrix::{Matrix, sum};
use crate::rows::{CHUNK, Rows};
use crate::wald::{Reference, Wald};

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct AftOptions<'a> {
    /// Distribution of the time to the event.
    pub family: Family,
    /// Frequency-type weights, one a row; rows with weight 0 do not count.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

/// A fitted accelerated failure time model `ln t = x'β + σ ε`. Arrays over parameters: kept columns in the design's order, then the
/// constant, then `ln σ` (not for the exponential); `k` in all.
#[derive(Clone, Debug)]
pub struct AftFit {
    /// Distribution.
    pub family: Family,
    /// Columns of the design with a coefficient.
    pub kept: Vec<usize>,
    /// Columns left out: constant or collinear with columns before them.
    pub dropped: Vec<usize>,
    /// Whether there is a constant.
    pub has_constant: bool,
    /// Estimates, `k`.
    pub coefficients: Vec<f64>,
    /// Covariance from the observed information, `k × k`.
    pub covariance: Matrix,
    /// Standard errors, `k`.
    pub standard_errors: Vec<f64>,
    /// z statistics, `k`.
    pub z: Vec<f64>,
    /// Two-sided p-values, `k`.
    pub p: Vec<f64>,
    /// `σ`.
    pub scale: f64,
    /// Its standard error by the delta method; zero for the exponential.
    pub scale_se: f64,
    /// Σw.
    pub n_observations: f64,
    /// Σw over events.
    pub n_events: f64,
    /// Log-likelihood of `t` (R, lifelines).
    pub log_likelihood: f64,
    /// That of the constant and scale alone.
    pub log_likelihood_null: f64,
    /// Log-likelihood of `ln t` (Stata): larger by `Σ w ln t` over events.
    pub log_likelihood_of_log_time: f64,
    /// Twice the difference to the null model; `None` without columns.
    pub likelihood_ratio: Option<Test>,
    /// Newton steps made.
    pub iterations: usize,
    /// Parameters around the centers: columns (`p`), constant, `ln σ`.
    pub(super) working: Vec<f64>,
}

/// A Weibull or exponential model as hazards: `h(t | x) = exp(x'γ) p t^(p−1)` (Stata's `streg`).
#[derive(Clone, Debug)]
pub struct ProportionalHazards {
    /// `γ`: kept columns, then the constant.
    pub coefficients: Vec<f64>,
    /// Standard errors by the delta method.
    pub standard_errors: Vec<f64>,
    /// `ln p`, and its standard error; `None` for the exponential.
    pub log_shape: Option<(f64, f64)>,
}

struct Total(Vec<f64>, f64);

impl Accumulator for Total {
    fn merge(&mut self, later: Self) {
        self.0.iter_mut().zip(later.0).for_each(|(sum, more)| *sum += more);
        self.1 += later.1;
    }
}

impl<'a> Data<'a> {
    pub fn new(
        design: &'a Design<'_>,
        event: &'a dyn Rows<f64>,
        time: &'a dyn Rows<f64>,
        family: Family,
        watch: Watch<'a>,
    ) -> Result<Self, FitError> {
        if !design.is_consistent() || event.len() != design.n_rows || time.len() != design.n_rows {
            return Err(FitError::Shape);
        }
        let mut centers = vec![0.0; design.n_columns()];
        if design.has_constant {
            let new = || Total(vec![0.0; design.n_columns()], 0.0);
            let total = fold(design.n_rows, BLOCK_ROWS, watch, new, |total, rows| {
                total.1 += rows.len() as f64;
                let mut buffer = vec![0.0; CHUNK];
                for (_, rows) in crate::design::chunks(rows) {
                    for (offset, block) in design.offsets() {
                        if let Block::Dense(values) = block {
                            values.read(rows.start, &mut buffer[..rows.len()]);
                            total.0[offset] += sum(&buffer[..rows.len()]);
                        }
                    }
                }
            })?;
            centers = total.0.iter().map(|sum| sum / total.1.max(1.0)).collect();
        }
        if centers.iter().any(|center| !center.is_finite()) {
            return Err(FitError::OutOfRange);
        }
        Ok(Data { design, event, time, centers, family, watch })
    }
}

/// Fits the model; the design may be empty. Observed information, as R's `survreg` and Stata's `streg`.
///
/// # Errors
/// [`FitError::OutOfRange`] for times that are not positive, events other than 0 and 1, negative weights; [`FitError::TooFewGroups`]
/// without events; [`FitError::Separation`] where a coefficient has no finite estimate; and what [`FitError`] says.
pub fn fit(
    design: &Design<'_>,
    event: &dyn Rows<f64>,
    time: &dyn Rows<f64>,
    options: AftOptions<'_>,
) -> Result<AftFit, FitError> {
    let data = Data::new(design, event, time, options.family, options.watch)?;
    fit_from(&data, options.weights, None)
}

pub(super) fn fit_from(
    data: &Data<'_>,
    weights: Option<&dyn Rows<f64>>,
    from: Option<Vec<f64>>,
) -> Result<AftFit, FitError> {
    if weights.is_some_and(|weights| weights.len() != data.design.n_rows) {
        return Err(FitError::Shape);
    }
    let has_columns = data.design.n_columns() > 0;
    let empty = Design { n_rows: data.design.n_rows, blocks: Vec::new(), has_constant: true };
    let null = if has_columns || !data.design.has_constant {
        let small = Data { design: &empty, centers: Vec::new(), ..data.clone() };
        Some(maximise(&small, weights, start(&small, weights)?)?)
    } else {
        None
    };
    let from = match (from, &null) {
        (Some(from), _) => from,
        // The null model is a better start than moments.
        (None, Some(null)) if data.design.has_constant => {
            let mut from = vec![0.0; data.design.n_columns()];
            from.extend(&null.parameters);
            from
        }
        (None, _) => start(data, weights)?,
    };
    let maximum = maximise(data, weights, from)?;
    let n_parameters = maximum.inverse.kept.len();
    if maximum.sums.n <= n_parameters as f64 {
        return Err(FitError::TooFewObservations { n_parameters });
    }
    let log_likelihood_null = null.map_or(maximum.sums.log_likelihood, |null| null.sums.log_likelihood);
    Ok(finish(data, maximum, log_likelihood_null))
}

fn finish(data: &Data<'_>, maximum: Maximum, log_likelihood_null: f64) -> AftFit {
    let Maximum { parameters, sums, inverse, iterations } = maximum;
    let p = data.design.n_columns();
    let kept: Vec<usize> = inverse.kept.iter().copied().filter(|&column| column < p).collect();
    let (has_constant, has_scale) = (data.design.has_constant, data.family.has_scale());
    let mut order = kept.clone();
    if has_constant {
        order.push(p);
    }
    if has_scale {
        order.push(p + 1);
    }
    // From parameters around the centers to those of the design: only the constant changes.
    let mut turn = Matrix::zeros(order.len(), order.len());
    for i in 0..order.len() {
        turn[(i, i)] = 1.0;
        if order[i] == p {
            kept.iter().enumerate().for_each(|(j, &column)| turn[(i, j)] = -data.centers[column]);
        }
    }
    let places: Vec<usize> =
        order.iter().filter_map(|wanted| inverse.kept.iter().position(|column| column == wanted)).collect();
    let around = inverse.inverse.select(&places);
    let mut transposed = Matrix::zeros(order.len(), order.len());
    for i in 0..order.len() {
        for j in 0..order.len() {
            transposed[(j, i)] = turn[(i, j)];
        }
    }
    let mut covariance = turn.product(&around).product(&transposed);
    covariance.mirror();
    let chosen: Vec<f64> = order.iter().map(|&at| parameters[at]).collect();
    let coefficients = turn.times(&chosen);
    let Wald { standard_errors, statistics: z, p: two_sided } =
        Wald::new(&coefficients, &covariance, Reference::Normal);
    let scale = exp(parameters[p + 1]);
    let scale_se = if has_scale { scale * standard_errors.last().copied().unwrap_or(0.0) } else { 0.0 };
    let (df, ratio) = (kept.len() as f64, 2.0 * (sums.log_likelihood - log_likelihood_null));
    let test = || Test { statistic: ratio.max(0.0), df, df2: None, p: chi_squared::upper(ratio.max(0.0), df) };
    AftFit {
        family: data.family,
        likelihood_ratio: (df > 0.0 && has_constant).then(test),
        p: two_sided,
        dropped: inverse.dropped,
        kept,
        has_constant,
        coefficients,
        covariance,
        standard_errors,
        z,
        scale,
        scale_se,
        n_observations: sums.n,
        n_events: sums.events,
        log_likelihood: sums.log_likelihood,
        log_likelihood_null,
        log_likelihood_of_log_time: sums.log_likelihood + sums.event_log_time,
        iterations,
        working: parameters,
    }
}

impl AftFit {
    /// Limits of the confidence interval of each parameter, `level` in percent.
    pub fn confidence_intervals(&self, level: f64) -> Vec<(f64, f64)> {
        Reference::Normal.intervals(&self.coefficients, &self.standard_errors, level)
    }

    /// Weibull's shape `1 / σ` and its standard error.
    pub fn shape(&self) -> (f64, f64) {
        (1.0 / self.scale, self.scale_se / (self.scale * self.scale))
    }

    /// The model as hazards; `None` for families whose hazards are not proportional.
    pub fn proportional_hazards(&self) -> Option<ProportionalHazards> {
        if !matches!(self.family, Family::Weibull | Family::Exponential) {
            return None;
        }
        let has_scale = self.family.has_scale();
        let n = self.coefficients.len() - usize::from(has_scale);
        let coefficients: Vec<f64> = self.coefficients[..n].iter().map(|b| -b / self.scale).collect();
        // γ = −β e^(−ln σ): derivatives −1/σ by β and −γ by ln σ.
        let standard_errors = (0..n).map(|i| {
            let (by_b, by_s) = (-1.0 / self.scale, -coefficients[i]);
            let mut variance = by_b * by_b * self.covariance[(i, i)];
            if has_scale {
                variance += 2.0 * by_b * by_s * self.covariance[(i, n)] + by_s * by_s * self.covariance[(n, n)];
            }
            variance.max(0.0).sqrt()
        });
        let standard_errors = standard_errors.collect();
        let log_shape = has_scale.then(|| (-self.coefficients[n], self.standard_errors[n]));
        Some(ProportionalHazards { standard_errors, coefficients, log_shape })
    }
}
