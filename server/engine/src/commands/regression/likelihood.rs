//! Models of choices and counts as the filter's [`Estimator`]: logit, probit, multinomial logit, Poisson, negative binomial.

use disclosure::statistic::{Estimator, FitFailure, Fitted, FittedTable, FittedValues, OnSample, Sample, SampleColumn};
use statistics::FitError;
use statistics::design::Design;
use statistics::fold::Watch;
use statistics::glm::{At, Covariance as Computed, Effect, GlmFit, GlmOptions, GlmReweighting, Model, Predicted};
use statistics::reweighted::Changed;
use statistics::rows::{FewWeights, Rows};
use wire::output::TestResult;

use super::at_work::{AtWork, failure};
use super::effects;
use super::least_squares::Covariance;
use super::lines::{self, Estimates};
use super::outcomes::{Logarithm, Outcomes};
use super::predict::{Quantity, Wanted};
use crate::design::matrix::{Scale, n_columns};
use crate::design::{Formula, ModelMatrix};
use crate::world::Cancel;

/// What is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `logit`
    Logit,
    /// `probit`
    Probit,
    /// `mlogit`: the dependent variable is categorical.
    Multinomial,
    /// `poisson`
    Poisson,
    /// `negative-binomial`
    NegativeBinomial,
}

/// A model to be fitted by maximum likelihood.
pub struct Likelihood {
    /// What it models.
    pub kind: Kind,
    /// What explains what.
    pub formula: Formula,
    /// Place of the exposure among the sample's columns.
    pub exposure: Option<usize>,
    /// How standard errors are computed.
    pub covariance: Covariance,
    /// Confidence level in percent.
    pub level: f64,
    /// Exponentials instead of coefficients: odds and incidence-rate ratios.
    pub is_exponentiated: bool,
    /// `mfx` and `mfx_at`.
    pub effects: Option<(Effect, At<'static>)>,
    /// `margins`: at the means, or for both values of a variable.
    pub margins: Option<Option<String>>,
    /// Variables to make, beside what is shown.
    pub written: Vec<Wanted>,
    /// Set when the run is given up.
    pub cancel: Cancel,
}

impl Estimator for Likelihood {
    fn parameters(&self, sample: &Sample) -> usize {
        let one = n_columns(&self.formula, sample).saturating_add(usize::from(self.formula.has_constant));
        match self.kind {
            Kind::Multinomial => one.saturating_mul(Outcomes::of(sample).map_or(1, |found| found.n().max(2) - 1)),
            Kind::NegativeBinomial => one.saturating_add(1),
            _ => one,
        }
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        self.at_work(sample, work).map_err(failure)
    }
}

impl Likelihood {
    fn at_work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitError> {
        let matrix = ModelMatrix::new(&self.formula, sample, Scale::AsIs)?;
        let design = matrix.design();
        let outcomes = Outcomes::of(sample);
        let model = match (self.kind, &outcomes) {
            (Kind::Logit, _) => Model::Logit,
            (Kind::Probit, _) => Model::Probit,
            (Kind::Poisson, _) => Model::Poisson,
            (Kind::NegativeBinomial, _) => Model::NegativeBinomial,
            (Kind::Multinomial, Some(found)) if found.n() > 1 => Model::Multinomial { n_outcomes: found.n(), base: 0 },
            (Kind::Multinomial, _) => return Err(FitError::ConstantDependent),
        };
        let y: &dyn Rows<f64> = match &outcomes {
            Some(found) => found,
            None => &matrix.y,
        };
        let offset = self.exposure.and_then(|at| match sample.columns.get(at) {
            Some(SampleColumn::Numbers(values)) => Some(Logarithm(values)),
            _ => None,
        });
        let offset = offset.as_ref().map(|offset| -> &dyn Rows<f64> { offset });
        let is_cancelled = || self.cancel.is_cancelled();
        let watch = Watch::new(&is_cancelled);
        let options = GlmOptions { offset, watch, ..GlmOptions::default() };
        let reweighting = GlmReweighting::new(&design, y, model, options)?;
        let fitting =
            Fitting { of: self, sample, matrix: &matrix, design: &design, y, offset, outcomes: &outcomes, watch };
        work(&AtWork::new(&reweighting, |changed: &Changed| fitting.fit(&reweighting, changed)));
        Ok(())
    }
}

/// A design with its outcomes, ready to be fitted.
pub struct Fitting<'a> {
    /// The model.
    pub of: &'a Likelihood,
    /// The rows.
    pub sample: &'a Sample,
    /// Names of the design's columns.
    pub matrix: &'a ModelMatrix<'a>,
    /// The design.
    pub design: &'a Design<'a>,
    /// Outcomes as numbers.
    pub y: &'a dyn Rows<f64>,
    /// Logarithm of the exposure.
    pub offset: Option<&'a dyn Rows<f64>>,
    /// What the outcomes of a categorical dependent variable are called.
    pub outcomes: &'a Option<Outcomes<'a>>,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

impl Fitting<'_> {
    fn fit(&self, reweighting: &GlmReweighting<'_>, changed: &Changed) -> Result<Fitted, FitFailure> {
        let clusters = match self.of.covariance {
            Covariance::Cluster { column } => lines::codes_of(self.sample, column),
            Covariance::Classical | Covariance::Hc1 => None,
        };
        let covariance = match (&clusters, self.of.covariance) {
            (Some((clusters, n_clusters)), _) => Computed::Cluster { clusters, n_clusters: *n_clusters },
            (None, Covariance::Hc1) => Computed::Robust,
            (None, _) => Computed::Classical,
        };
        let fitted = reweighting.fit(changed, covariance).map_err(failure)?;
        if fitted.kept.is_empty() && fitted.per_equation() == 0 {
            return Err(FitFailure::NoRegressors);
        }
        let weights = FewWeights { n_rows: self.sample.rows, changed };
        let mut tests = Vec::new();
        if let Some(test) = fitted.dispersion_test {
            tests.push(lines::result("alpha", Some(test)));
        }
        Ok(Fitted {
            terms: self.terms(&fitted),
            fit: self.figures(&fitted),
            tests,
            dropped: lines::dropped(self.matrix, &fitted.dropped),
            parameters: fitted.coefficients.len(),
            freedom: None,
            scale: self.of.is_exponentiated.then_some(if self.of.kind == Kind::Logit {
                "odds-ratio"
            } else {
                "rate-ratio"
            }),
            labels: lines::labels(self.matrix, &fitted.kept),
            tables: self.tables(&fitted, &weights).map_err(failure)?,
            columns: self.columns(&fitted, &weights).map_err(failure)?,
        })
    }

    fn terms(&self, fitted: &GlmFit) -> Vec<disclosure::statistic::FittedTerm> {
        let level = self.of.level;
        let (mut coefficients, mut errors) = (fitted.coefficients.clone(), fitted.standard_errors.clone());
        let mut limits = fitted.confidence_intervals(level);
        if self.of.is_exponentiated {
            for (at, ratio) in fitted.exponentials(level).into_iter().enumerate() {
                let slots = (coefficients.get_mut(at), errors.get_mut(at), limits.get_mut(at));
                if let (Some(coefficient), Some(error), Some(interval)) = slots {
                    (*coefficient, *error, *interval) = (ratio.value, ratio.standard_error, ratio.limits);
                }
            }
        }
        let per = fitted.per_equation();
        let of_equation = |equation: usize| {
            let range = equation * per..(equation + 1) * per;
            let outcome = self.outcomes.as_ref().map(|found| found.name(fitted.model.outcome(equation)));
            let estimates = Estimates {
                equation: outcome.as_deref(),
                kept: &fitted.kept,
                has_constant: fitted.has_constant,
                coefficients: coefficients.get(range.clone()).unwrap_or_default(),
                standard_errors: errors.get(range.clone()).unwrap_or_default(),
                statistics: fitted.z.get(range.clone()).unwrap_or_default(),
                p: fitted.p.get(range.clone()).unwrap_or_default(),
                limits: limits.get(range).unwrap_or_default(),
            };
            lines::terms(self.matrix, &estimates)
        };
        (0..fitted.model.n_equations()).flat_map(of_equation).collect()
    }

    fn figures(&self, fitted: &GlmFit) -> std::collections::BTreeMap<String, Option<f64>> {
        let test: Option<TestResult> = fitted.test.map(|test| lines::result("model", Some(test)));
        let mut figures = lines::figures([
            ("ll", Some(fitted.log_likelihood)),
            ("ll_null", fitted.log_likelihood_null),
            ("pseudo_r2", fitted.pseudo_r_squared),
            ("chi2", test.as_ref().and_then(|test| test.statistic)),
            ("chi2_p", test.as_ref().and_then(|test| test.p)),
            ("df_model", test.as_ref().and_then(|test| test.df)),
            ("aic", Some(fitted.aic)),
            ("bic", Some(self.bic(fitted))),
        ]);
        if let Some(alpha) = fitted.ancillary(self.of.level) {
            figures.extend(lines::figures([("alpha", Some(alpha.value)), ("alpha_se", Some(alpha.standard_error))]));
        }
        figures
    }

    /// With the released number of observations, not the sum of weights.
    fn bic(&self, fitted: &GlmFit) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "numbers of observations and parameters")]
        let (n, k) = (self.sample.n as f64, fitted.coefficients.len() as f64);
        -2.0 * fitted.log_likelihood + k * n.ln()
    }

    fn tables(&self, fitted: &GlmFit, weights: &FewWeights<'_>) -> Result<Vec<FittedTable>, FitError> {
        let mut tables = Vec::new();
        if let Some((effect, at)) = self.of.effects {
            tables.push(effects::marginal(self, fitted, weights, (effect, at))?);
        }
        if let Some(variable) = &self.of.margins {
            tables.push(effects::margins(self, fitted, weights, variable.as_deref())?);
        }
        Ok(tables)
    }

    fn columns(&self, fitted: &GlmFit, weights: &FewWeights<'_>) -> Result<Vec<FittedValues>, FitError> {
        let mut columns = Vec::new();
        if self.of.written.is_empty() {
            return Ok(columns);
        }
        // Rows that are predicted perfectly were left out, and so have no prediction.
        let unweighted = FewWeights { n_rows: weights.n_rows, changed: &[] };
        let used = fitted.sample(self.design, Some(&unweighted));
        let values = |what: Predicted| -> Result<Vec<f64>, FitError> {
            let predicted = fitted.predicted(what, self.design, self.y, self.offset)?;
            let mut values = vec![0.0; self.sample.rows];
            statistics::fold::fill(&mut values, |rows, part| {
                predicted.read(rows.start, part);
                let mut weight = vec![0.0; part.len()];
                used.read(rows.start, &mut weight);
                part.iter_mut().zip(weight).filter(|(_, w)| *w == 0.0).for_each(|(value, _)| *value = f64::NAN);
            });
            Ok(values)
        };
        for wanted in &self.of.written {
            let outcomes = match self.outcomes {
                Some(found) => (0..found.n()).map(|at| (Some(found.name(at)), at)).collect(),
                None => vec![(None, 1)],
            };
            for (name, outcome) in outcomes {
                let equation = (0..fitted.model.n_equations()).find(|at| fitted.model.outcome(*at) == outcome);
                let what = match (wanted.quantity, self.of.kind) {
                    (Quantity::Probabilities, _) => Predicted::Probability { outcome },
                    (Quantity::Residuals, _) => Predicted::Residual,
                    (_, Kind::Poisson | Kind::NegativeBinomial) => Predicted::Mean,
                    (_, Kind::Multinomial) => match equation {
                        Some(equation) => Predicted::Index { equation },
                        // The base's index is 0 by definition.
                        None => {
                            columns.push(wanted.of_outcome(name.as_deref(), vec![0.0; self.sample.rows]));
                            continue;
                        }
                    },
                    _ => Predicted::Index { equation: 0 },
                };
                columns.push(wanted.of_outcome(name.as_deref(), values(what)?));
            }
        }
        Ok(columns)
    }
}
