//! Least squares as the filter's [`Estimator`]: pure functions of the analysed rows and their weights.

use std::collections::BTreeMap;
use std::ops::Range;

use disclosure::statistic::{Estimator, FitFailure, Fitted, FittedTerm, OnSample, RowsOf, Sample, SampleColumn};
use statistics::FitError;
use statistics::covariance::Covariance as Computed;
use statistics::design::Design;
use statistics::fold::Watch;
use statistics::hypothesis::{Test, heteroskedasticity::breusch_pagan, specification::reset};
use statistics::linear::few::Reweighting;
use statistics::linear::ols::{OlsFit, OlsOptions};
use statistics::rows::{FewWeights, Rows};
use wire::output::TestResult;

use crate::design::matrix::{Scale, n_columns};
use crate::design::{Formula, ModelMatrix};
use crate::world::Cancel;

/// How standard errors are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covariance {
    /// One error variance.
    Classical,
    /// HC1.
    Hc1,
    /// Clusters by a column of numbers.
    Cluster {
        /// Its place among the sample's columns.
        column: usize,
    },
}

impl Covariance {
    /// The name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Covariance::Classical => "classical",
            Covariance::Hc1 => "HC1",
            Covariance::Cluster { .. } => "cluster",
        }
    }
}

/// Tests beside the model.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tests {
    /// `ov`
    pub specification: bool,
    /// `het_bp`
    pub breusch_pagan: bool,
    /// `het_iid`
    pub studentised: bool,
    /// `het_fstat`
    pub f: bool,
}

/// A linear model to be fitted.
pub struct LeastSquares {
    /// What explains what.
    pub formula: Formula,
    /// How standard errors are computed.
    pub covariance: Covariance,
    /// Confidence level in percent.
    pub level: f64,
    /// Numbers with mean 0 and standard deviation 1.
    pub standardize: bool,
    /// Tests asked for.
    pub tests: Tests,
    /// Set when the run is given up.
    pub cancel: Cancel,
}

impl Estimator for LeastSquares {
    fn parameters(&self, sample: &Sample) -> usize {
        n_columns(&self.formula, sample).saturating_add(usize::from(self.formula.has_constant))
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        let matrix = self.matrix(sample, None)?;
        let design = matrix.design();
        let is_cancelled = || self.cancel.is_cancelled();
        let reweighting = Reweighting::new(&design, &matrix.y, Watch::new(&is_cancelled)).map_err(failure)?;
        work(&AtWork { of: self, sample, matrix: &matrix, design: &design, reweighting });
        Ok(())
    }
}

/// Least squares at work on a sample.
struct AtWork<'a> {
    of: &'a LeastSquares,
    sample: &'a Sample,
    matrix: &'a ModelMatrix<'a>,
    design: &'a Design<'a>,
    reweighting: Reweighting<'a>,
}

impl OnSample for AtWork<'_> {
    fn unweighted(&self) -> Result<(), FitFailure> {
        self.reweighting.plain().map(|_| ()).map_err(failure)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        if let Ok(model) = self.reweighting.plain() {
            self.reweighting.diagnosis(model).influence(rows, leverage, influence);
        }
    }

    fn growth(&self, weights: &[(usize, f64)]) -> Option<f64> {
        // Standardized columns are others under other weights.
        if self.of.standardize { None } else { self.reweighting.growth(weights) }
    }

    fn leverage(&self, weights: &[(usize, f64)], look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitFailure> {
        self.under(weights, |_, _, reweighting| {
            let model = reweighting.model(weights).map_err(failure)?;
            look(&|rows: Range<usize>, output: &mut [f64]| reweighting.leverage(&model, weights, rows, output));
            Ok(())
        })
    }

    fn fit(&self, weights: &[(usize, f64)]) -> Result<Fitted, FitFailure> {
        self.under(weights, |matrix, design, reweighting| {
            self.of.fit(self.sample, weights, matrix, design, reweighting)
        })
    }
}

impl AtWork<'_> {
    /// Does something with the design as it is under these weights.
    fn under<T>(
        &self,
        weights: &[(usize, f64)],
        work: impl FnOnce(&ModelMatrix<'_>, &Design<'_>, &Reweighting<'_>) -> Result<T, FitFailure>,
    ) -> Result<T, FitFailure> {
        if !self.of.standardize {
            return work(self.matrix, self.design, &self.reweighting);
        }
        let matrix = self.of.matrix(self.sample, Some(&FewWeights { n_rows: self.sample.rows, changed: weights }))?;
        let design = matrix.design();
        let is_cancelled = || self.of.cancel.is_cancelled();
        let reweighting = Reweighting::new(&design, &matrix.y, Watch::new(&is_cancelled)).map_err(failure)?;
        work(&matrix, &design, &reweighting)
    }
}

impl LeastSquares {
    fn matrix<'a>(&self, sample: &'a Sample, weights: Option<&dyn Rows<f64>>) -> Result<ModelMatrix<'a>, FitFailure> {
        let scale = if self.standardize { Scale::Standardized(weights) } else { Scale::AsIs };
        ModelMatrix::new(&self.formula, sample, scale)
    }

    fn fit(
        &self,
        sample: &Sample,
        weights: &[(usize, f64)],
        matrix: &ModelMatrix<'_>,
        design: &Design<'_>,
        reweighting: &Reweighting<'_>,
    ) -> Result<Fitted, FitFailure> {
        let clusters = self.clusters(sample);
        let covariance = match (&clusters, self.covariance) {
            (Some((clusters, n_clusters)), _) => Computed::Cluster { clusters, n_clusters: *n_clusters },
            (None, Covariance::Hc1) => Computed::Hc1,
            (None, _) => Computed::Classical,
        };
        #[expect(clippy::cast_precision_loss, reason = "a number of observations")]
        let n_for_tests = Some(sample.n as f64);
        let few = FewWeights { n_rows: sample.rows, changed: weights };
        let options = OlsOptions { weights: Some(&few), covariance, n_for_tests, ..OlsOptions::default() };
        let fitted = reweighting.fit(weights, options).map_err(failure)?;
        if fitted.kept.is_empty() {
            return Err(FitFailure::NoRegressors);
        }
        Ok(Fitted {
            terms: self.terms(matrix, &fitted),
            fit: figures(&fitted),
            tests: self.test(matrix, design, &fitted, options)?,
            dropped: dropped(matrix, &fitted),
            parameters: fitted.coefficients.len(),
            labels: labels(matrix, &fitted),
        })
    }

    /// Dense codes of the cluster variable, and how many there are.
    fn clusters(&self, sample: &Sample) -> Option<(Vec<u32>, usize)> {
        let Covariance::Cluster { column } = self.covariance else { return None };
        let Some(SampleColumn::Numbers(values)) = sample.columns.get(column) else { return None };
        let values = values.to_vec();
        let mut distinct: Vec<f64> = values.clone();
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup_by(|a, b| a.total_cmp(b).is_eq());
        let place = |value: &f64| distinct.partition_point(|known| known.total_cmp(value).is_lt());
        let codes = values.iter().map(|value| u32::try_from(place(value)).unwrap_or(u32::MAX)).collect();
        Some((codes, distinct.len()))
    }

    /// Shown terms in the order of the formula, the constant last.
    fn terms(&self, matrix: &ModelMatrix<'_>, fitted: &OlsFit) -> Vec<FittedTerm> {
        let limits = fitted.confidence_intervals(self.level);
        let names = fitted.kept.iter().map(|column| matrix.columns.get(*column));
        let shown = names.map(|column| column.filter(|column| !column.is_hidden).map(|column| column.term.clone()));
        let names = shown.chain(fitted.has_constant.then(|| Some("_cons".to_owned())));
        let numbers =
            fitted.coefficients.iter().zip(&fitted.standard_errors).zip(&fitted.t).zip(&fitted.p).zip(&limits);
        names
            .zip(numbers)
            .filter_map(|(name, ((((coefficient, se), t), p), (low, high)))| {
                Some(FittedTerm {
                    equation: None,
                    term: name?,
                    coefficient: *coefficient,
                    se: *se,
                    statistic: *t,
                    p: *p,
                    ci_low: *low,
                    ci_high: *high,
                })
            })
            .collect()
    }

    fn test(
        &self,
        matrix: &ModelMatrix<'_>,
        design: &Design<'_>,
        fitted: &OlsFit,
        options: OlsOptions<'_>,
    ) -> Result<Vec<TestResult>, FitFailure> {
        let y = &matrix.y;
        let mut results = Vec::new();
        if self.tests.specification {
            results.push(result("ov", if_possible(reset(design, y, fitted, options))?));
        }
        if self.tests.breusch_pagan || self.tests.studentised || self.tests.f {
            let found = if_possible(breusch_pagan(design, y, fitted, options))?;
            let versions = [
                (self.tests.breusch_pagan, "het_bp", found.map(|found| found.normal)),
                (self.tests.studentised, "het_iid", found.map(|found| found.studentised)),
                (self.tests.f, "het_fstat", found.map(|found| found.f)),
            ];
            let wanted = versions.into_iter().filter(|(wanted, ..)| *wanted);
            results.extend(wanted.map(|(_, name, test)| result(name, test)));
        }
        Ok(results)
    }
}

/// A test that needs more than there is (observations, variation of the residuals) is undefined; the model stands.
fn if_possible<T>(test: Result<Option<T>, FitError>) -> Result<Option<T>, FitFailure> {
    match test {
        Ok(found) => Ok(found),
        Err(FitError::Cancelled) => Err(FitFailure::Cancelled),
        Err(_) => Ok(None),
    }
}

/// A test as it is told; without numbers where there is none.
fn result(name: &str, test: Option<Test>) -> TestResult {
    TestResult {
        name: name.to_owned(),
        statistic: test.and_then(|test| finite(test.statistic)),
        df: test.and_then(|test| finite(test.df)),
        df2: test.and_then(|test| test.df2).and_then(finite),
        p: test.and_then(|test| finite(test.p)),
    }
}

fn dropped(matrix: &ModelMatrix<'_>, fitted: &OlsFit) -> Vec<String> {
    let collinear = fitted.dropped.iter().filter_map(|column| matrix.columns.get(*column)).map(|c| c.term.clone());
    matrix.left_out.iter().cloned().chain(collinear).collect()
}

fn labels(matrix: &ModelMatrix<'_>, fitted: &OlsFit) -> Vec<(String, String)> {
    let columns =
        fitted.kept.iter().filter_map(|column| matrix.columns.get(*column)).filter(|column| !column.is_hidden);
    columns.filter_map(|column| Some((column.term.clone(), column.label.clone()?))).collect()
}

/// Fit statistics by their wire names.
fn figures(fitted: &OlsFit) -> BTreeMap<String, Option<f64>> {
    let figures = [
        ("r2", Some(fitted.r_squared)),
        ("r2_adj", Some(fitted.r_squared_adjusted)),
        ("f", fitted.f_statistic),
        ("f_p", fitted.f_p),
        ("rmse", Some(fitted.rmse)),
        ("df_model", Some(fitted.df_model)),
        ("df_resid", Some(fitted.df_residual)),
        ("ll", Some(fitted.log_likelihood)),
        ("ll_null", Some(fitted.log_likelihood_null)),
        ("aic", Some(fitted.aic)),
        ("bic", Some(fitted.bic)),
    ];
    figures.into_iter().map(|(name, value)| (name.to_owned(), value.and_then(finite))).collect()
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn failure(error: FitError) -> FitFailure {
    match error {
        FitError::Collinear { .. } => FitFailure::NoRegressors,
        FitError::ConstantDependent => FitFailure::ConstantDependent,
        FitError::NotConverged { .. } => FitFailure::NotConverged,
        FitError::Cancelled => FitFailure::Cancelled,
        FitError::Separation => FitFailure::Separation,
        FitError::TooFewObservations { .. }
        | FitError::TooFewGroups
        | FitError::Singular
        | FitError::OutOfRange
        | FitError::Shape => FitFailure::Singular,
    }
}
