//! The fitted model.

use libm::{exp, log};

use super::basis::Basis;
use super::estimate::{Data, Estimate, Recoded};
use super::family::Family;
use super::layout::Layout;
use super::model::Model;
use super::null;
use super::perfect::{PerfectPrediction, Sample};
use super::problem::Problem;
use super::variance::{self, Covariance};
use crate::design::Design;
use crate::distribution::chi_squared;
use crate::error::FitError;
use crate::fold::Watch;
use crate::hypothesis::Test;
use crate::linear::cholesky::quadratic_inverse;
use crate::matrix::{Matrix, dot};
use crate::rows::Rows;
use crate::wald::{Reference, Wald};

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct GlmOptions<'a> {
    /// What is added to each linear predictor with coefficient 1; for rates the logarithm of the exposure.
    pub offset: Option<&'a dyn Rows<f64>>,
    /// Frequency-type weights, one a row; rows with weight 0 do not count.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// How standard errors are computed.
    pub covariance: Covariance<'a>,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

/// A fitted model. Arrays over parameters (`k` in all): equation after equation its kept columns in the design's order and the constant, then
/// the parameter besides (`ln α`, `ln σ`) if there is one.
#[derive(Clone)]
pub struct GlmFit {
    /// The model.
    pub model: Model,
    /// Columns of the design with a coefficient in each equation.
    pub kept: Vec<usize>,
    /// Columns left out: constant, collinear with columns before them, or predicting perfectly.
    pub dropped: Vec<usize>,
    /// Columns that predict the outcome perfectly in rows that were left out with them (logit, probit).
    pub perfect: Vec<PerfectPrediction>,
    /// Whether equations have a constant.
    pub has_constant: bool,
    /// Estimates, `k`.
    pub coefficients: Vec<f64>,
    /// Covariance of the estimates, `k × k`.
    pub covariance: Matrix,
    /// Standard errors, `k`.
    pub standard_errors: Vec<f64>,
    /// z statistics, `k`.
    pub z: Vec<f64>,
    /// Two-sided p-values, `k`.
    pub p: Vec<f64>,
    /// Σw of the rows that were used.
    pub n_observations: f64,
    /// Log-likelihood.
    pub log_likelihood: f64,
    /// That of the constants alone (with the offset and, where there is one, a parameter besides); `None` without constant.
    pub log_likelihood_null: Option<f64>,
    /// All slopes are zero: likelihood-ratio test, or Wald test where [`Self::is_wald`]. `None` without slopes or where the covariance is singular.
    pub test: Option<Test>,
    /// Whether that test is Wald's: with robust or clustered covariance, and without constant.
    pub is_wald: bool,
    /// `1 − ll / ll_null` (McFadden 1974).
    pub pseudo_r_squared: Option<f64>,
    /// −2 ll + 2 k.
    pub aic: f64,
    /// −2 ll + k ln n.
    pub bic: f64,
    /// Of a negative binomial model with classical covariance: α = 0 against α > 0 by the likelihood ratio, whose distribution is half χ²(1) and half zero
    /// (Self & Liang 1987).
    pub dispersion_test: Option<Test>,
    /// Number of clusters, if clustered.
    pub n_clusters: Option<usize>,
    /// Passes over the rows that the last maximum took.
    pub iterations: usize,
    pub(super) estimate: Estimate,
    /// Covariance in the working basis.
    pub(super) working_covariance: Matrix,
}

/// Fits `y` on the design by maximum likelihood.
///
/// # Errors
/// [`FitError::OutOfRange`] where `y` has other values than the model's, [`FitError::ConstantDependent`], [`FitError::TooFewGroups`] (an outcome that does
/// not occur, one cluster), [`FitError::TooFewObservations`], [`FitError::Collinear`], [`FitError::Separation`] where estimates do not exist (for logit
/// and probit after what [`PerfectPrediction`] says was left out), [`FitError::NotConverged`] (negative binomial also where counts are not overdispersed, so that
/// `ln α` has no maximum), [`FitError::Singular`], [`FitError::Shape`], [`FitError::Cancelled`].
pub fn fit(design: &Design<'_>, y: &dyn Rows<f64>, model: Model, options: GlmOptions<'_>) -> Result<GlmFit, FitError> {
    check_shape(design, y, model, &options)?;
    let recoded = recoded(model, y);
    let y = recoded.as_ref().map_or(y, |recoded| recoded as &dyn Rows<f64>);
    let GlmOptions { offset, weights, watch, .. } = options;
    let data = Data { design, y, offset, weights, model, watch };
    match data.patterns()? {
        Some(patterns) => {
            let design = patterns.design();
            let alike = Data { design: &design, y: &patterns.y, weights: Some(&patterns.weights), ..data };
            let estimate = alike.estimate(None)?;
            finish(&data, Some(&alike), estimate, options.covariance)
        }
        None => finish(&data, None, data.estimate(None)?, options.covariance),
    }
}

/// Outcomes with the base first, for the multinomial model.
pub(super) fn recoded(model: Model, y: &dyn Rows<f64>) -> Option<Recoded<'_>> {
    match model {
        Model::Multinomial { base, .. } => Some(Recoded { y, base: base as f64 }),
        _ => None,
    }
}

pub(super) fn check_shape(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    model: Model,
    options: &GlmOptions<'_>,
) -> Result<(), FitError> {
    let n = design.n_rows;
    let clusters_fit = match options.covariance {
        Covariance::Cluster { clusters, n_clusters } => {
            clusters.len() == n && crate::linear::absorb::groups::all_below(clusters, n_clusters)
        }
        _ => true,
    };
    let fits = |rows: Option<&dyn Rows<f64>>| rows.is_none_or(|rows| rows.len() == n);
    let is_right = design.is_consistent()
        && y.len() == n
        && fits(options.weights)
        && fits(options.offset)
        && clusters_fit
        && model.is_valid();
    if is_right { Ok(()) } else { Err(FitError::Shape) }
}

/// The fit of an estimate over `data`; `alike` are the same rows taken together.
pub(super) fn finish(
    data: &Data<'_>,
    alike: Option<&Data<'_>>,
    estimate: Estimate,
    covariance: Covariance<'_>,
) -> Result<GlmFit, FitError> {
    let rows = match covariance {
        Covariance::Cluster { .. } => data,
        _ => alike.unwrap_or(data),
    };
    let family = data.model.family(estimate.observed.most());
    let sample = Sample::new(rows.design, rows.weights, &estimate.perfect);
    let weights = if estimate.perfect.is_empty() { rows.weights } else { Some(&sample as &dyn Rows<f64>) };
    let mut problem = Problem::new(rows.design, rows.y, (rows.offset, weights), &*family, rows.watch);
    problem.centers = estimate.centers.clone();
    let (working_covariance, n_clusters) = variance::covariance(&problem, &estimate, covariance)?;
    let log_likelihood_null = match data.design.has_constant {
        true => null::log_likelihood(rows, weights, &estimate.observed)?,
        false => None,
    };
    let is_classical = matches!(covariance, Covariance::Classical);
    let mut estimate = estimate;
    estimate.poisson = if is_classical { rows.poisson_log_likelihood(&estimate)? } else { None };
    Ok(assemble(estimate, working_covariance, n_clusters, log_likelihood_null, is_classical, data.design.has_constant))
}

fn assemble(
    estimate: Estimate,
    working_covariance: Matrix,
    n_clusters: Option<usize>,
    log_likelihood_null: Option<f64>,
    is_classical: bool,
    has_constant: bool,
) -> GlmFit {
    let basis = Basis::new(&estimate, has_constant);
    let coefficients = basis.coefficients(&estimate);
    let covariance = basis.covariance(&estimate, &working_covariance);
    let Wald { standard_errors, statistics: z, p } = Wald::new(&coefficients, &covariance, Reference::Normal);
    let log_likelihood = estimate.log_likelihood;
    let slopes = basis.slopes();
    let df = slopes.len() as f64;
    let is_wald = !is_classical || log_likelihood_null.is_none();
    let statistic = match (log_likelihood_null, is_wald) {
        (Some(null), false) => Some((2.0 * (log_likelihood - null)).max(0.0)),
        _ => {
            let values: Vec<f64> = slopes.iter().map(|&at| coefficients[at]).collect();
            quadratic_inverse(&covariance.select(&slopes), &values)
        }
    };
    let statistic = statistic.filter(|_| df > 0.0);
    let test = statistic.map(|statistic| Test { statistic, df, df2: None, p: chi_squared::upper(statistic, df) });
    let dispersion = estimate.poisson.map(|poisson| {
        let statistic = (2.0 * (log_likelihood - poisson)).max(0.0);
        let p = if statistic > 0.0 { 0.5 * chi_squared::upper(statistic, 1.0) } else { 1.0 };
        Test { statistic, df: 1.0, df2: None, p }
    });
    let k = coefficients.len() as f64;
    let mut kept: Vec<usize> = estimate.columns.kept.clone();
    kept.retain(|&column| column < estimate.centers.len());
    GlmFit {
        model: estimate.model,
        kept,
        dropped: estimate.columns.dropped.clone(),
        perfect: estimate.perfect.clone(),
        has_constant,
        coefficients,
        covariance,
        standard_errors,
        z,
        p,
        n_observations: estimate.observed.n,
        log_likelihood,
        log_likelihood_null,
        test,
        is_wald,
        pseudo_r_squared: log_likelihood_null.map(|null| 1.0 - log_likelihood / null),
        aic: -2.0 * log_likelihood + 2.0 * k,
        bic: -2.0 * log_likelihood + k * log(estimate.observed.n),
        dispersion_test: dispersion,
        n_clusters,
        iterations: estimate.iterations,
        estimate,
        working_covariance,
    }
}

/// An estimate on another scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transformed {
    /// The value.
    pub value: f64,
    /// Its standard error by the delta method.
    pub standard_error: f64,
    /// The interval's limits, transformed.
    pub limits: (f64, f64),
}

impl GlmFit {
    /// Parameters of an equation: kept columns and constant.
    pub fn per_equation(&self) -> usize {
        self.kept.len() + usize::from(self.has_constant)
    }

    /// Limits of the confidence interval of each parameter, `level` in percent.
    pub fn confidence_intervals(&self, level: f64) -> Vec<(f64, f64)> {
        Reference::Normal.intervals(&self.coefficients, &self.standard_errors, level)
    }

    /// The exponential of each parameter (odds ratio, incidence-rate ratio, relative-risk ratio; also α and σ), with the exponentials of the
    /// interval's limits. z and p remain those of the parameter.
    pub fn exponentials(&self, level: f64) -> Vec<Transformed> {
        let limits = self.confidence_intervals(level);
        let of = |((b, se), (low, high)): ((&f64, &f64), (f64, f64))| Transformed {
            value: exp(*b),
            standard_error: exp(*b) * se,
            limits: (exp(low), exp(high)),
        };
        self.coefficients.iter().zip(&self.standard_errors).zip(limits).map(of).collect()
    }

    /// α of the negative binomial or σ of the tobit model.
    pub fn ancillary(&self, level: f64) -> Option<Transformed> {
        if self.model.has_ancillary() { self.exponentials(level).pop() } else { None }
    }

    /// Wald test that some parameters (by their place) are zero; `None` where their covariance is singular.
    pub fn wald(&self, parameters: &[usize]) -> Option<Test> {
        let values: Vec<f64> = parameters.iter().map(|&at| self.coefficients[at]).collect();
        let statistic = quadratic_inverse(&self.covariance.select(parameters), &values)?;
        let df = parameters.len() as f64;
        Some(Test { statistic, df, df2: None, p: chi_squared::upper(statistic, df) })
    }

    /// Weights of the rows that were used: those given (1 without), 0 where an outcome is predicted perfectly.
    pub fn sample<'a>(&self, design: &'a Design<'a>, weights: Option<&'a dyn Rows<f64>>) -> Sample<'a> {
        Sample::new(design, weights, &self.perfect)
    }

    /// The rows of this fit; `family` is the fit's.
    pub(super) fn problem<'a>(
        &self,
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        (offset, weights): (Option<&'a dyn Rows<f64>>, Option<&'a dyn Rows<f64>>),
        family: &'a dyn Family,
        watch: Watch<'a>,
    ) -> Problem<'a> {
        let centers = self.estimate.centers.clone();
        Problem { design, y, offset, weights, family, centers, layout: Layout::new(design), watch }
    }

    /// The model's likelihood.
    pub(super) fn family(&self) -> Box<dyn Family> {
        self.model.family(self.estimate.observed.most())
    }

    /// Variance of `gradient' · parameters`, the gradient over the active parameters of the working basis.
    pub(super) fn variance_of(&self, gradient: &[f64]) -> f64 {
        dot(gradient, &self.working_covariance.times(gradient)).max(0.0)
    }
}
