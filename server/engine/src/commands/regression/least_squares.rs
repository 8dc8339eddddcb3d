//! Least squares as the filter's [`Estimator`]: pure functions of the analysed rows and their weights.

use std::ops::Range;

use disclosure::statistic::{Estimator, FitFailure, Fitted, FittedTable, FittedValues, OnSample, RowsOf, Sample};
use statistics::FitError;
use statistics::covariance::Covariance as Computed;
use statistics::design::Design;
use statistics::fold::Watch;
use statistics::hypothesis::{heteroskedasticity::breusch_pagan, specification::reset};
use statistics::linear::few::Reweighting;
use statistics::linear::influence;
use statistics::linear::ols::{OlsFit, OlsOptions};
use statistics::reweighted::{Changed, Least, Outstanding, Reweighted};
use statistics::rows::{FewWeights, Rows};
use wire::output::TestResult;

use super::at_work::{AtWork, failure};
use super::effects;
use super::lines::{self, Estimates};
use super::predict::{Quantity, Wanted};
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
    /// `vif`: variance inflation factors.
    pub inflation: bool,
    /// `margins`: at the means, or for both values of a variable.
    pub margins: Option<Option<String>>,
    /// Variables to make, beside what is shown.
    pub written: Vec<Wanted>,
    /// Set when the run is given up.
    pub cancel: Cancel,
}

impl Estimator for LeastSquares {
    fn parameters(&self, sample: &Sample) -> usize {
        n_columns(&self.formula, sample).saturating_add(usize::from(self.formula.has_constant))
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        let with = |plain: &Fitting<'_>| {
            if self.standardize {
                let model = Standardized { plain };
                let fit = |changed: &Changed| model.under(changed, |fitting| fitting.fit(changed)).map_err(failure)?;
                work(&AtWork::new(&model, fit));
            } else {
                work(&AtWork::new(plain.reweighting, |changed: &Changed| plain.fit(changed)));
            }
        };
        self.over(sample, None, with).map_err(failure)
    }
}

impl LeastSquares {
    /// Does something with the design and its cross products. `weights`: those that columns are standardized under.
    fn over<T>(
        &self,
        sample: &Sample,
        weights: Option<&dyn Rows<f64>>,
        work: impl FnOnce(&Fitting<'_>) -> T,
    ) -> Result<T, FitError> {
        let scale = if self.standardize { Scale::Standardized(weights) } else { Scale::AsIs };
        let matrix = ModelMatrix::new(&self.formula, sample, scale)?;
        let design = matrix.design();
        let is_cancelled = || self.cancel.is_cancelled();
        let reweighting = Reweighting::new(&design, &matrix.y, Watch::new(&is_cancelled))?;
        Ok(work(&Fitting { of: self, sample, matrix: &matrix, design: &design, reweighting: &reweighting }))
    }
}

/// The model of standardized columns: they are others under other weights.
struct Standardized<'a> {
    plain: &'a Fitting<'a>,
}

impl Standardized<'_> {
    /// Does something with the design as it is under these weights.
    fn under<T>(&self, changed: &Changed, work: impl FnOnce(&Fitting<'_>) -> T) -> Result<T, FitError> {
        let weights = FewWeights { n_rows: self.plain.sample.rows, changed };
        self.plain.of.over(self.plain.sample, Some(&weights), work)
    }
}

impl Reweighted for Standardized<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.plain.reweighting.plain()
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        self.plain.reweighting.influence(rows, influence, leverage);
    }

    fn outstanding(&self, rows: Range<usize>, least: Least, found: &mut Vec<Outstanding>) {
        self.plain.reweighting.outstanding(rows, least, found);
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        self.under(changed, |fitting| fitting.reweighting.leverage(changed, look))?
    }
}

/// A design with its cross products, ready to be fitted.
struct Fitting<'a> {
    of: &'a LeastSquares,
    sample: &'a Sample,
    matrix: &'a ModelMatrix<'a>,
    design: &'a Design<'a>,
    reweighting: &'a Reweighting<'a>,
}

impl Fitting<'_> {
    fn fit(&self, changed: &Changed) -> Result<Fitted, FitFailure> {
        let clusters = match self.of.covariance {
            Covariance::Cluster { column } => lines::codes_of(self.sample, column),
            Covariance::Classical | Covariance::Hc1 => None,
        };
        let covariance = match (&clusters, self.of.covariance) {
            (Some((clusters, n_clusters)), _) => Computed::Cluster { clusters, n_clusters: *n_clusters },
            (None, Covariance::Hc1) => Computed::Hc1,
            (None, _) => Computed::Classical,
        };
        #[expect(clippy::cast_precision_loss, reason = "a number of observations")]
        let n_for_tests = Some(self.sample.n as f64);
        let few = FewWeights { n_rows: self.sample.rows, changed };
        let options = OlsOptions { weights: Some(&few), covariance, n_for_tests, ..OlsOptions::default() };
        let fitted = self.reweighting.fit(changed, options).map_err(failure)?;
        if fitted.kept.is_empty() {
            return Err(FitFailure::NoRegressors);
        }
        let estimates = Estimates {
            equation: None,
            kept: &fitted.kept,
            has_constant: fitted.has_constant,
            coefficients: &fitted.coefficients,
            standard_errors: &fitted.standard_errors,
            statistics: &fitted.t,
            p: &fitted.p,
            limits: &fitted.confidence_intervals(self.of.level),
        };
        Ok(Fitted {
            terms: lines::terms(self.matrix, &estimates),
            fit: lines::figures([
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
            ]),
            tests: self.test(&fitted, options)?,
            dropped: lines::dropped(self.matrix, &fitted.dropped),
            parameters: fitted.coefficients.len(),
            freedom: None,
            scale: None,
            labels: lines::labels(self.matrix, &fitted.kept),
            tables: self.tables(&fitted, &few)?,
            columns: self.columns(&fitted),
        })
    }

    fn columns(&self, fitted: &OlsFit) -> Vec<FittedValues> {
        let (design, y) = (self.design, &self.matrix.y);
        let column = |wanted: &Wanted| {
            let values = match wanted.quantity {
                Quantity::Residuals => fitted.residuals(design, y),
                // Of rows as they are: those that the draw of weights left out have a distance too.
                Quantity::CooksDistance => influence(design, y, None, fitted).cooks_distance,
                Quantity::Predicted | Quantity::Probabilities => fitted.fitted(design, y),
            };
            wanted.column(values)
        };
        self.of.written.iter().map(column).collect()
    }

    fn tables(&self, fitted: &OlsFit, weights: &FewWeights<'_>) -> Result<Vec<FittedTable>, FitFailure> {
        let is_cancelled = || self.of.cancel.is_cancelled();
        let watch = Watch::new(&is_cancelled);
        let mut tables = Vec::new();
        if self.of.inflation {
            let factors = fitted.variance_inflation(self.design, Some(weights), watch).map_err(failure)?;
            tables.push(effects::inflation(self.matrix, &fitted.kept, &factors));
        }
        if let Some(variable) = &self.of.margins {
            let column = variable.as_deref().map(|variable| effects::column_of(self.matrix, variable));
            // A variable that a floor left out has no values to set.
            let found = match column {
                Some(None) => Vec::new(),
                column => {
                    let column = column.flatten();
                    fitted
                        .adjusted_predictions(self.design, column, Some(weights), self.of.level, watch)
                        .map_err(failure)?
                }
            };
            let lines = found.iter().map(|found| {
                let figures = [found.value, found.standard_error, found.t, found.p, found.limits.0, found.limits.1];
                (None, effects::at(variable.as_deref(), found.set_to), figures)
            });
            tables.push(effects::table(false, "margins", "at", lines.collect()));
        }
        Ok(tables)
    }

    fn test(&self, fitted: &OlsFit, options: OlsOptions<'_>) -> Result<Vec<TestResult>, FitFailure> {
        let (y, tests) = (&self.matrix.y, self.of.tests);
        let mut results = Vec::new();
        if tests.specification {
            results.push(lines::result("ov", if_possible(reset(self.design, y, fitted, options))?));
        }
        if tests.breusch_pagan || tests.studentised || tests.f {
            let found = if_possible(breusch_pagan(self.design, y, fitted, options))?;
            let versions = [
                (tests.breusch_pagan, "het_bp", found.map(|found| found.normal)),
                (tests.studentised, "het_iid", found.map(|found| found.studentised)),
                (tests.f, "het_fstat", found.map(|found| found.f)),
            ];
            let wanted = versions.into_iter().filter(|(wanted, ..)| *wanted);
            results.extend(wanted.map(|(_, name, test)| lines::result(name, test)));
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
