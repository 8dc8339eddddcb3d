//! The fitted model.

use std::sync::Arc;

use libm::exp;

use super::data::{Data, Totals, totals};
use super::evaluation::Evaluation;
use super::increments::Ties;
use super::influence::{clustered, robust};
use super::newton::{Known, Maximum, maximise};
use super::residuals::{Residuals, Tables};
use crate::covariance::Covariance;
use crate::design::Design;
use crate::distribution::chi_squared;
use crate::error::FitError;
use crate::fold::Watch;
use crate::hypothesis::Test;
use crate::linear::cholesky::quadratic_inverse;
use crate::matrix::{Matrix, dot};
use crate::rows::Rows;
use crate::survival::information::{Inverse, invert};
use crate::survival::timeline::Codes;
use crate::wald::{Reference, Wald};

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct CoxOptions<'a> {
    /// Treatment of tied events.
    pub ties: Ties,
    /// Frequency-type weights, one a row: an event of weight 2 is two events, also among ties (R's `weights` are case weights, which
    /// count ties once). Rows with weight 0 do not count.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// How standard errors are computed; `Hc1` is the robust covariance of Lin & Wei (1989), as R without small-sample factor.
    pub covariance: Covariance<'a>,
}

/// Rows of a Cox model, sorted into cells once for any number of fits.
pub struct CoxModel<'a> {
    pub(super) data: Data<'a>,
}

/// A fitted Cox model. Arrays over parameters are in the design's order of kept columns; there is no constant.
#[derive(Clone)]
pub struct CoxFit {
    /// Columns of the design with a coefficient.
    pub kept: Vec<usize>,
    /// Columns left out: constant in every risk set, or collinear with columns before them.
    pub dropped: Vec<usize>,
    /// Estimates (log hazard ratios), `k`.
    pub coefficients: Vec<f64>,
    /// Covariance of the estimates, `k × k`.
    pub covariance: Matrix,
    /// Standard errors, `k`.
    pub standard_errors: Vec<f64>,
    /// z statistics, `k`.
    pub z: Vec<f64>,
    /// Two-sided p-values, `k`.
    pub p: Vec<f64>,
    /// Σw.
    pub n_observations: f64,
    /// Σw over events.
    pub n_events: f64,
    /// Partial log-likelihood.
    pub log_likelihood: f64,
    /// That without regressors.
    pub log_likelihood_null: f64,
    /// Twice their difference.
    pub likelihood_ratio: Test,
    /// From the gradient without regressors; the information, not the robust covariance.
    pub score: Test,
    /// `b' V⁻¹ b` with the covariance shown; `None` where that is singular.
    pub wald: Option<Test>,
    /// Newton steps made.
    pub iterations: usize,
    /// Number of clusters, if clustered.
    pub n_clusters: Option<usize>,
    pub(super) state: Arc<State>,
}

/// What follow-ups of a fit need.
pub(super) struct State {
    pub evaluation: Evaluation,
    pub inverse: Inverse,
    pub ties: Ties,
}

/// A step of the baseline cumulative hazard: at its time, for zero in all columns of the design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BaselinePoint {
    /// Stratum.
    pub stratum: usize,
    /// Time of events.
    pub time: f64,
    /// Events there, Σw.
    pub events: f64,
    /// `Λ₀(t)`: Efron's or Breslow's as the ties.
    pub cumulative_hazard: f64,
    /// `Λ(t)` for dense columns at their means and coded ones at zero.
    pub cumulative_hazard_at_means: f64,
}

impl<'a> CoxModel<'a> {
    /// Codes the times. A row counts in risk sets later than `entry` and up to `time`. The design's constant plays no part.
    ///
    /// # Errors
    /// [`FitError::Shape`]; [`FitError::OutOfRange`] for times that are no numbers or entries not before them; cancellation.
    pub fn new(
        design: &'a Design<'_>,
        event: &'a dyn Rows<f64>,
        time: &dyn Rows<f64>,
        entry: Option<&dyn Rows<f64>>,
        strata: Option<Codes<'_>>,
        watch: Watch<'a>,
    ) -> Result<Self, FitError> {
        Ok(CoxModel { data: Data::new(design, event, time, entry, strata, watch)? })
    }

    /// Fits under the options' weights.
    ///
    /// # Errors
    /// [`FitError::TooFewGroups`] without events, [`FitError::Separation`] for a monotone likelihood, [`FitError::OutOfRange`] for
    /// events other than 0 and 1 or negative weights, and what [`FitError`] says.
    pub fn fit(&self, options: CoxOptions<'_>) -> Result<CoxFit, FitError> {
        self.fit_from(options, None)
    }

    /// The same, started from another fit.
    pub(super) fn fit_from(&self, options: CoxOptions<'_>, start: Option<&State>) -> Result<CoxFit, FitError> {
        let data = &self.data;
        let totals = self.totals(&options)?;
        let p = data.design.n_columns();
        let null = Evaluation::new(data, options.weights, &totals, &vec![0.0; p], options.ties)?;
        let information = null.information(data, None)?;
        let at_null = invert(&information.matrix, &(0..p).collect::<Vec<_>>(), &information.sizes);
        let score = dot(&at_null.step(&null.score), &null.score);
        let log_likelihood_null = null.log_likelihood;
        let warm = start.map(|start| self.warm(&options, &totals, start)).transpose()?.flatten();
        let maximum = match warm {
            Some(maximum) => maximum,
            None => maximise(data, options.weights, &totals, options.ties, null, Known::First(at_null))?,
        };
        self.finish(&options, &totals, maximum, log_likelihood_null, score)
    }

    /// Only the maximum.
    pub(super) fn maximum(&self, options: &CoxOptions<'_>, start: Option<&State>) -> Result<Maximum, FitError> {
        let totals = self.totals(options)?;
        if let Some(maximum) = start.map(|start| self.warm(options, &totals, start)).transpose()?.flatten() {
            return Ok(maximum);
        }
        let zero = vec![0.0; self.data.design.n_columns()];
        let start = Evaluation::new(&self.data, options.weights, &totals, &zero, options.ties)?;
        maximise(&self.data, options.weights, &totals, options.ties, start, Known::Nothing)
    }

    /// The maximum from another fit; nothing where that is no good start.
    fn warm(&self, options: &CoxOptions<'_>, totals: &Totals, from: &State) -> Result<Option<Maximum>, FitError> {
        let found = Evaluation::new(&self.data, options.weights, totals, &from.evaluation.beta, options.ties).and_then(
            |start| {
                let known = Known::Near(from.inverse.clone());
                maximise(&self.data, options.weights, totals, options.ties, start, known)
            },
        );
        match found {
            // Columns without information under these weights must not keep their coefficients.
            Ok(maximum) if maximum.inverse.kept == from.inverse.kept => Ok(Some(maximum)),
            Err(FitError::Cancelled) => Err(FitError::Cancelled),
            _ => Ok(None),
        }
    }

    fn totals(&self, options: &CoxOptions<'_>) -> Result<Totals, FitError> {
        let n = self.data.design.n_rows;
        if let Covariance::Cluster { clusters, n_clusters } = options.covariance
            && !(Codes { codes: clusters, n: n_clusters }).fit(n)
        {
            return Err(FitError::Shape);
        }
        let totals = totals(&self.data, options.weights)?;
        if totals.events <= 0.0 { Err(FitError::TooFewGroups) } else { Ok(totals) }
    }

    fn finish(
        &self,
        options: &CoxOptions<'_>,
        totals: &Totals,
        maximum: Maximum,
        log_likelihood_null: f64,
        score: f64,
    ) -> Result<CoxFit, FitError> {
        let Maximum { evaluation, inverse, iterations } = maximum;
        let coefficients: Vec<f64> = inverse.kept.iter().map(|&column| evaluation.beta[column]).collect();
        let (covariance, n_clusters) = self.covariance(options, &evaluation, &inverse)?;
        let Wald { standard_errors, statistics: z, p } = Wald::new(&coefficients, &covariance, Reference::Normal);
        let df = coefficients.len() as f64;
        let test = |statistic: f64| Test { statistic, df, df2: None, p: chi_squared::upper(statistic, df) };
        Ok(CoxFit {
            p,
            wald: quadratic_inverse(&covariance, &coefficients).map(test),
            kept: inverse.kept.clone(),
            dropped: inverse.dropped.clone(),
            coefficients,
            covariance,
            standard_errors,
            z,
            n_observations: totals.n,
            n_events: totals.events,
            log_likelihood: evaluation.log_likelihood,
            log_likelihood_null,
            likelihood_ratio: test((2.0 * (evaluation.log_likelihood - log_likelihood_null)).max(0.0)),
            score: test(score),
            iterations,
            n_clusters,
            state: Arc::new(State { evaluation, inverse, ties: options.ties }),
        })
    }

    fn covariance(
        &self,
        options: &CoxOptions<'_>,
        evaluation: &Evaluation,
        inverse: &Inverse,
    ) -> Result<(Matrix, Option<usize>), FitError> {
        let data = &self.data;
        let residuals = || {
            let tables = Tables::new(data, evaluation, &inverse.kept, &inverse.root);
            Residuals::new(data, options.weights, evaluation, Arc::new(tables))
        };
        match options.covariance {
            Covariance::Classical => Ok((inverse.inverse.clone(), None)),
            // Lin and Wei's has no factor.
            Covariance::Hc0 | Covariance::Hc1 => {
                Ok((robust(&residuals(), data.design.n_rows, inverse, data.watch)?, None))
            }
            Covariance::Cluster { clusters, n_clusters } => {
                let (covariance, found) = clustered(&residuals(), clusters, n_clusters, inverse, data.watch)?;
                if found < 2 { Err(FitError::TooFewGroups) } else { Ok((covariance, Some(found))) }
            }
            // What they are for partial likelihoods nobody has said: a mistake of the caller.
            Covariance::Hc2 | Covariance::Hc3 | Covariance::TwoWay { .. } => Err(FitError::Shape),
        }
    }

    /// Residuals of a fit of this model under the weights it was made with, in the order of kept columns.
    pub fn residuals<'m>(&'m self, fit: &'m CoxFit, weights: Option<&'m dyn Rows<f64>>) -> Residuals<'m> {
        let k = fit.kept.len();
        let mut identity = Matrix::zeros(k, k);
        (0..k).for_each(|i| identity[(i, i)] = 1.0);
        let evaluation = &fit.state.evaluation;
        let tables = Tables::new(&self.data, evaluation, &fit.kept, &identity);
        Residuals::new(&self.data, weights, evaluation, Arc::new(tables))
    }

    /// The baseline hazard of a fit of this model, one point a time with events.
    pub fn baseline(&self, fit: &CoxFit) -> Vec<BaselinePoint> {
        let evaluation = &fit.state.evaluation;
        let to_zero = exp(-dot(&evaluation.beta, &self.data.centers));
        let mut points = Vec::new();
        for (stratum, cells) in self.data.timeline.strata().enumerate() {
            let mut sum = 0.0;
            for cell in cells {
                let increment = &evaluation.increments[cell];
                if increment.events > 0.0 {
                    sum += increment.hazard;
                    points.push(BaselinePoint {
                        stratum,
                        time: self.data.timeline.times[cell],
                        events: increment.events,
                        cumulative_hazard: sum * to_zero,
                        cumulative_hazard_at_means: sum,
                    });
                }
            }
        }
        points
    }
}

impl CoxFit {
    /// Limits of the confidence interval of each coefficient, `level` in percent.
    pub fn confidence_intervals(&self, level: f64) -> Vec<(f64, f64)> {
        Reference::Normal.intervals(&self.coefficients, &self.standard_errors, level)
    }

    /// Hazard ratio of each coefficient with the limits of its interval: `(ratio, lower, upper)`, `level` in percent.
    pub fn hazard_ratios(&self, level: f64) -> Vec<(f64, f64, f64)> {
        let limits = self.confidence_intervals(level);
        self.coefficients.iter().zip(limits).map(|(b, (low, high))| (exp(*b), exp(low), exp(high))).collect()
    }

    /// Treatment of ties it was made with.
    pub fn ties(&self) -> Ties {
        self.state.ties
    }
}

/// Fits one model without strata or delayed entry.
///
/// # Errors
/// As [`CoxModel::new`] and [`CoxModel::fit`].
pub fn fit(
    design: &Design<'_>,
    event: &dyn Rows<f64>,
    time: &dyn Rows<f64>,
    options: CoxOptions<'_>,
    watch: Watch<'_>,
) -> Result<CoxFit, FitError> {
    CoxModel::new(design, event, time, None, None, watch)?.fit(options)
}
