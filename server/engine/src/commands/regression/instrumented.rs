//! Models with instrumental variables as the filter's [`Estimator`].

use disclosure::statistic::{
    Estimator, FitFailure, Fitted, FittedCell, FittedColumn, FittedKind, FittedTable, FittedValues, OnSample, Sample,
    SampleColumn,
};
use statistics::FitError;
use statistics::covariance::Covariance as Computed;
use statistics::fold::Watch;
use statistics::hypothesis::Test;
use statistics::linear::iv::few::IvReweighting;
use statistics::linear::iv::{
    FirstStages, IvFit, IvModel, IvOptions, Method, endogeneity, first_stages, overidentification,
};
use statistics::reweighted::Changed;
use statistics::rows::FewWeights;
use wire::output::TestResult;

use super::at_work::{AtWork, failure};
use super::least_squares::Covariance;
use super::lines::{self, Estimates};
use super::predict::{Quantity, Wanted};
use crate::design::matrix::{Scale, n_columns};
use crate::design::{Formula, ModelMatrix};
use crate::world::Cancel;

/// Tests and tables asked for.
#[derive(Clone, Copy, Debug)]
pub struct Tests {
    /// `endog`
    pub endogeneity: bool,
    /// `firststage`
    pub first_stage: bool,
    /// `overid`
    pub overidentification: bool,
}

/// A model with instruments to be fitted.
pub struct Instruments {
    /// The exogenous terms, the instruments, the endogenous variables.
    pub formula: Formula,
    /// Places of the instruments among the columns.
    pub instruments: Vec<usize>,
    /// Those of the endogenous variables.
    pub endogenous: Vec<usize>,
    /// The estimator.
    pub method: Method,
    /// How standard errors are computed.
    pub covariance: Covariance,
    /// Confidence level in percent.
    pub level: f64,
    /// Tests asked for.
    pub tests: Tests,
    /// Variables to make, beside what is shown.
    pub written: Vec<Wanted>,
    /// Set when the run is given up.
    pub cancel: Cancel,
}

impl Estimator for Instruments {
    fn parameters(&self, sample: &Sample) -> usize {
        n_columns(&self.formula, sample).saturating_add(usize::from(self.formula.has_constant))
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        self.at_work(sample, work).map_err(failure)
    }
}

impl Instruments {
    fn at_work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitError> {
        let matrix = ModelMatrix::new(&self.formula, sample, Scale::AsIs)?;
        let design = matrix.design();
        // Variables that a floor made constant have no column.
        let with_column = |places: &[usize]| {
            places.iter().filter(|place| matches!(sample.columns.get(**place), Some(SampleColumn::Numbers(_)))).count()
        };
        let (n_instruments, n_endogenous) = (with_column(&self.instruments), with_column(&self.endogenous));
        let n_exogenous = design.n_columns().saturating_sub(n_instruments + n_endogenous);
        let model = IvModel { design: &design, y: &matrix.y, n_exogenous, n_instruments };
        let clusters = match self.covariance {
            Covariance::Cluster { column } => lines::codes_of(sample, column),
            Covariance::Classical | Covariance::Hc1 => None,
        };
        let covariance = match (&clusters, self.covariance) {
            (Some((clusters, n_clusters)), _) => Computed::Cluster { clusters, n_clusters: *n_clusters },
            (None, Covariance::Hc1) => Computed::Hc1,
            (None, _) => Computed::Classical,
        };
        let is_cancelled = || self.cancel.is_cancelled();
        #[expect(clippy::cast_precision_loss, reason = "a number of observations")]
        let n_for_tests = Some(sample.n as f64);
        let watch = Watch::new(&is_cancelled);
        let options = IvOptions { method: self.method, covariance, n_for_tests, watch, weights: None };
        let reweighting = IvReweighting::new(model, options)?;
        let fit = |changed: &Changed| {
            let fitted = reweighting.fit(changed).map_err(failure)?;
            let few = FewWeights { n_rows: sample.rows, changed };
            self.fitted(sample, &matrix, &model, &fitted, &IvOptions { weights: Some(&few), ..options })
        };
        work(&AtWork::new(&reweighting, fit));
        Ok(())
    }

    fn fitted(
        &self,
        sample: &Sample,
        matrix: &ModelMatrix<'_>,
        model: &IvModel<'_>,
        fitted: &IvFit,
        options: &IvOptions<'_>,
    ) -> Result<Fitted, FitFailure> {
        let estimates = Estimates {
            equation: None,
            kept: &fitted.kept,
            has_constant: fitted.has_constant,
            coefficients: &fitted.coefficients,
            standard_errors: &fitted.standard_errors,
            statistics: &fitted.t,
            p: &fitted.p,
            limits: &fitted.confidence_intervals(self.level),
        };
        // How many clusters there are is told by no degrees of freedom, unless answers are exact.
        let is_told = sample.is_exact || !matches!(self.covariance, Covariance::Cluster { .. });
        let mut tables = vec![named(matrix, fitted)];
        if self.tests.first_stage {
            let found = if_possible(first_stages(model, fitted, options))?;
            tables.push(first_stage(matrix, found, is_told));
        }
        let mut tests = self.test(model, fitted, options)?;
        if !is_told {
            tests.iter_mut().for_each(|test| test.df2 = None);
        }
        Ok(Fitted {
            terms: lines::terms(matrix, &estimates),
            fit: lines::figures([
                ("r2", Some(fitted.r_squared)),
                ("r2_adj", Some(fitted.r_squared_adjusted)),
                ("f", fitted.f_statistic),
                ("f_p", fitted.f_p),
                ("rmse", Some(fitted.rmse)),
                ("df_model", Some(fitted.df_model)),
                ("df_resid", Some(fitted.df_residual)),
            ])
            .into_iter()
            .chain(fitted.kappa.map(|kappa| ("kappa".to_owned(), Some(kappa))))
            .collect(),
            tests,
            dropped: lines::dropped(matrix, &fitted.dropped),
            parameters: fitted.coefficients.len(),
            labels: lines::labels(matrix, &fitted.kept),
            tables,
            columns: self.columns(model, fitted),
            ..Fitted::default()
        })
    }

    fn columns(&self, model: &IvModel<'_>, fitted: &IvFit) -> Vec<FittedValues> {
        let column = |wanted: &Wanted| {
            let values = match wanted.quantity {
                Quantity::Residuals => fitted.residuals(model),
                Quantity::Predicted | Quantity::CooksDistance | Quantity::Probabilities => fitted.fitted(model),
            };
            wanted.column(values)
        };
        self.written.iter().map(column).collect()
    }

    fn test(
        &self,
        model: &IvModel<'_>,
        fitted: &IvFit,
        options: &IvOptions<'_>,
    ) -> Result<Vec<TestResult>, FitFailure> {
        let mut results = Vec::new();
        if self.tests.endogeneity {
            let found = if_possible(endogeneity(model, fitted, options))?.unwrap_or_default();
            let names: &[(&str, Option<Test>)] = match self.covariance {
                Covariance::Classical => &[("durbin", found.durbin), ("wu_hausman", found.wu_hausman)],
                Covariance::Hc1 => &[("endog_score", found.score), ("endog_regression", found.regression)],
                Covariance::Cluster { .. } => &[("endog_regression", found.regression)],
            };
            results.extend(names.iter().map(|(name, test)| lines::result(name, *test)));
        }
        if self.tests.overidentification {
            // Of a model that is just identified there is nothing to test: the lines stand without numbers.
            let found = if_possible(overidentification(model, fitted, options))?.flatten().unwrap_or_default();
            let names: &[(&str, Option<Test>)] = match (self.method, self.covariance) {
                (Method::Gmm, _) => &[("hansen_j", found.hansen)],
                (Method::Liml, _) => &[("anderson_rubin", found.anderson_rubin), ("basmann_f", found.basmann_f)],
                (Method::Tsls, Covariance::Classical) => &[("sargan", found.sargan), ("basmann", found.basmann)],
                (Method::Tsls, _) => &[("overid_score", found.score)],
            };
            results.extend(names.iter().map(|(name, test)| lines::result(name, *test)));
        }
        Ok(results)
    }
}

/// A test that needs more than there is is undefined; the model stands.
fn if_possible<T>(found: Result<T, FitError>) -> Result<Option<T>, FitFailure> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(FitError::Cancelled) => Err(FitFailure::Cancelled),
        Err(_) => Ok(None),
    }
}

fn term(matrix: &ModelMatrix<'_>, column: usize) -> FittedCell {
    FittedCell::Code(matrix.columns.get(column).map(|column| column.term.clone()).unwrap_or_default())
}

/// Which variables are instrumented, and by which: the exogenous regressors are their own instruments.
fn named(matrix: &ModelMatrix<'_>, fitted: &IvFit) -> FittedTable {
    let (endogenous, exogenous) = fitted.kept.split_at(fitted.n_endogenous.min(fitted.kept.len()));
    let lines = |role: &'static str, columns: &[usize]| -> Vec<Vec<FittedCell>> {
        columns.iter().map(|column| vec![FittedCell::Code(role.to_owned()), term(matrix, *column)]).collect()
    };
    let rows =
        [lines("instrumented", endogenous), lines("instrument", exogenous), lines("instrument", &fitted.instruments)];
    FittedTable {
        name: Some("instruments".to_owned()),
        columns: ["role", "term"].map(|name| FittedColumn { name, kind: FittedKind::Dimension }).to_vec(),
        rows: rows.concat(),
        ..FittedTable::default()
    }
}

fn first_stage(matrix: &ModelMatrix<'_>, found: Option<FirstStages>, is_told: bool) -> FittedTable {
    let columns = [
        ("term", FittedKind::Dimension),
        ("r2", FittedKind::Ratio),
        ("r2_adj", FittedKind::Ratio),
        ("partial_r2", FittedKind::Ratio),
        ("shea_r2", FittedKind::Ratio),
        ("f", FittedKind::Figure),
        ("df", FittedKind::Whole),
        ("df2", FittedKind::Whole),
        ("p", FittedKind::P),
    ];
    let mut tests = Vec::new();
    let mut rows = Vec::new();
    if let Some(found) = found {
        for stage in &found.stages {
            let test = stage.f;
            let df2 = test.and_then(|test| test.df2).filter(|_| is_told);
            let figures = [
                Some(stage.r_squared),
                Some(stage.r_squared_adjusted),
                Some(stage.partial_r_squared),
                Some(stage.shea_r_squared),
                test.map(|test| test.statistic),
                test.map(|test| test.df),
                df2,
                test.map(|test| test.p),
            ];
            let cells = std::iter::once(term(matrix, stage.column)).chain(figures.map(FittedCell::Number));
            rows.push(cells.collect());
        }
        tests.push(TestResult {
            statistic: Some(found.minimum_eigenvalue),
            ..lines::result("minimum_eigenvalue", None)
        });
    }
    FittedTable {
        name: Some("firststage".to_owned()),
        columns: columns.map(|(name, kind)| FittedColumn { name, kind }).to_vec(),
        rows,
        tests,
        ..FittedTable::default()
    }
}
