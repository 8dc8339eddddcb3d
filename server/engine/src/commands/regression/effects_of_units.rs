//! Models with effects of units as the filter's [`Estimator`]: fixed, random and between effects, and their comparison.

use std::collections::BTreeMap;

use disclosure::statistic::{
    Estimator, FitFailure, Fitted, FittedCell, FittedColumn, FittedKind, FittedTable, OnSample, Sample,
};
use statistics::FitError;
use statistics::covariance::Covariance as Computed;
use statistics::fold::Watch;
use statistics::hypothesis::Test;
use statistics::linear::absorb::Factor;
use statistics::panel::few::FixedReweighting;
use statistics::panel::few_means::{BetweenReweighting, RandomReweighting};
use statistics::panel::fixed::{FixedFit, PanelOptions};
use statistics::panel::hausman::{Disturbance, Hausman, hausman};
use statistics::panel::random::{RandomFit, RandomOptions};
use statistics::panel::{Panel, between::BetweenFit};
use statistics::reweighted::Changed;

use super::at_work::{AtWork, failure};
use super::least_squares::Covariance;
use super::lines::{self, Estimates};
use crate::design::matrix::{Scale, n_columns};
use crate::design::{Formula, ModelMatrix};
use crate::world::Cancel;

/// Which effects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Fixed.
    Fixed,
    /// Random, by generalised least squares.
    Random,
    /// The regression of the units' means.
    Between,
    /// Fixed against random.
    Hausman {
        /// On which variance both covariances are based.
        disturbance: Disturbance,
        /// Whether the constant is compared too.
        includes_constant: bool,
    },
}

/// A model with effects of units.
pub struct PanelModel {
    /// What explains what.
    pub formula: Formula,
    /// Which effects.
    pub kind: Kind,
    /// Place of the units among the sample's columns.
    pub units: usize,
    /// Whether the units are the persons whose number the filter releases.
    pub units_are_persons: bool,
    /// How standard errors are computed.
    pub covariance: Covariance,
    /// Confidence level in percent.
    pub level: f64,
    /// Set when the run is given up.
    pub cancel: Cancel,
}

impl Estimator for PanelModel {
    fn parameters(&self, sample: &Sample) -> usize {
        n_columns(&self.formula, sample).saturating_add(usize::from(self.formula.has_constant))
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        self.at_work(sample, work).map_err(failure)
    }
}

impl PanelModel {
    fn at_work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitError> {
        let matrix = ModelMatrix::new(&self.formula, sample, Scale::AsIs)?;
        let design = matrix.design();
        let (units, n_units) = lines::codes_of(sample, self.units).ok_or(FitError::Shape)?;
        let panel = Panel::new(&units, n_units)?;
        let factor: [Factor<'_>; 1] = [panel.factor()];
        let is_cancelled = || self.cancel.is_cancelled();
        let clusters = match self.covariance {
            Covariance::Cluster { column } if column != self.units => lines::codes_of(sample, column),
            _ => None,
        };
        let covariance = match (&clusters, self.covariance) {
            (Some((clusters, n_clusters)), _) => Computed::Cluster { clusters, n_clusters: *n_clusters },
            (None, Covariance::Classical) => Computed::Classical,
            (None, _) => Computed::Cluster { clusters: &units, n_clusters: n_units },
        };
        let options = PanelOptions { covariance, watch: Watch::new(&is_cancelled), ..PanelOptions::default() };
        let random = || {
            let options = RandomOptions { panel: options, ..RandomOptions::default() };
            RandomReweighting::new(&design, &matrix.y, &panel, &factor, options)
        };
        let fixed = || FixedReweighting::new(&design, &matrix.y, &panel, &factor, options);
        let of = Told { of: self, sample, matrix: &matrix };
        match self.kind {
            Kind::Fixed => {
                let model = fixed()?;
                work(&AtWork::new(&model, |changed: &Changed| of.fixed(&model.fit(changed).map_err(failure)?)));
            }
            Kind::Random => {
                let model = random()?;
                work(&AtWork::new(&model, |changed: &Changed| of.random(&model.fit(changed).map_err(failure)?)));
            }
            Kind::Between => {
                let model = BetweenReweighting::new(&design, &matrix.y, &panel, options)?;
                work(&AtWork::new(&model, |changed: &Changed| of.between(&model.fit(changed).map_err(failure)?)));
            }
            Kind::Hausman { disturbance, includes_constant } => {
                let (model, random) = (fixed()?, random()?);
                // Weights by influence on the consistent estimates: those that a difference comes from.
                let compared = |changed: &Changed| {
                    let (fixed, random) = (model.fit(changed)?, random.fit(changed)?);
                    let found = hausman(&fixed, &random, disturbance, includes_constant)?;
                    Ok((found, fixed, random))
                };
                work(&AtWork::new(&model, |changed: &Changed| {
                    let (found, fixed, random) = compared(changed).map_err(failure)?;
                    Ok(of.compared(&found, &fixed, &random))
                }));
            }
        }
        Ok(())
    }
}

/// Estimates as answers.
struct Told<'a> {
    of: &'a PanelModel,
    sample: &'a Sample,
    matrix: &'a ModelMatrix<'a>,
}

impl Told<'_> {
    fn fixed(&self, fitted: &FixedFit) -> Result<Fitted, FitFailure> {
        let limits = fitted.confidence_intervals(self.of.level);
        let estimates = Estimates {
            equation: None,
            kept: &fitted.kept,
            has_constant: fitted.has_constant,
            coefficients: &fitted.coefficients,
            standard_errors: &fitted.standard_errors,
            statistics: &fitted.t,
            p: &fitted.p,
            limits: &limits,
        };
        let r2 = fitted.r_squared;
        let units = self.n_units(fitted.n_units);
        let mut fit = lines::figures([
            ("r2_within", r2.within),
            ("r2_between", r2.between),
            ("r2_overall", r2.overall),
            ("sigma_u", Some(fitted.sigma_u)),
            ("sigma_e", Some(fitted.sigma_e)),
            ("rho", Some(fitted.rho)),
            ("f", fitted.f_statistic),
            ("f_p", fitted.f_p),
            ("df_model", Some(fitted.df_model)),
            ("ll", Some(fitted.log_likelihood)),
        ]);
        let slopes = fitted.kept.len();
        let freedom = units.map(|units| self.sample.n - units - i64::try_from(slopes).unwrap_or(0));
        if freedom.is_some() {
            fit.insert("df_resid".to_owned(), None);
        }
        let mut tests = Vec::new();
        if let (Some(found), Some(units), Some(freedom)) = (fitted.unit_test, units, freedom) {
            #[expect(clippy::cast_precision_loss, reason = "numbers of units")]
            let (df, df2) = ((units - 1) as f64, freedom as f64);
            let test = Test { statistic: found.f, df, df2: Some(df2), p: found.p };
            tests.push(lines::result("effects", Some(test)));
        }
        Ok(Fitted { tests, freedom, ..self.estimates(&estimates, &fitted.dropped, fit) })
    }

    fn random(&self, fitted: &RandomFit) -> Result<Fitted, FitFailure> {
        let limits = fitted.confidence_intervals(self.of.level);
        let estimates = Estimates {
            equation: None,
            kept: &fitted.kept,
            has_constant: fitted.has_constant,
            coefficients: &fitted.coefficients,
            standard_errors: &fitted.standard_errors,
            statistics: &fitted.z,
            p: &fitted.p,
            limits: &limits,
        };
        let r2 = fitted.r_squared;
        let fit = lines::figures([
            ("r2_within", r2.within),
            ("r2_between", r2.between),
            ("r2_overall", r2.overall),
            ("sigma_u", Some(fitted.sigma_u)),
            ("sigma_e", Some(fitted.sigma_e)),
            ("rho", Some(fitted.rho)),
            ("chi2", fitted.wald),
            ("chi2_p", fitted.wald_p),
            ("df_model", Some(fitted.df_model)),
            ("df_resid", Some(fitted.df_residual)),
            ("rmse", Some(fitted.rmse)),
        ]);
        Ok(self.estimates(&estimates, &fitted.dropped, fit))
    }

    fn between(&self, fitted: &BetweenFit) -> Result<Fitted, FitFailure> {
        let limits = fitted.confidence_intervals(self.of.level);
        let estimates = Estimates {
            equation: None,
            kept: &fitted.kept,
            has_constant: fitted.has_constant,
            coefficients: &fitted.coefficients,
            standard_errors: &fitted.standard_errors,
            statistics: &fitted.t,
            p: &fitted.p,
            limits: &limits,
        };
        let r2 = fitted.r_squared;
        let mut fit = lines::figures([
            ("r2_within", r2.within),
            ("r2_between", r2.between),
            ("r2_overall", r2.overall),
            ("f", fitted.f_statistic),
            ("f_p", fitted.f_p),
            ("rmse", Some(fitted.rmse)),
            ("df_model", Some(fitted.df_model)),
        ]);
        let parameters = i64::try_from(fitted.coefficients.len()).unwrap_or(0);
        let freedom = self.n_units(fitted.n_units).map(|units| units - parameters);
        if freedom.is_some() {
            fit.insert("df_resid".to_owned(), None);
        }
        Ok(Fitted { freedom, ..self.estimates(&estimates, &fitted.dropped, fit) })
    }

    fn estimates(&self, estimates: &Estimates<'_>, dropped: &[usize], fit: BTreeMap<String, Option<f64>>) -> Fitted {
        Fitted {
            terms: lines::terms(self.matrix, estimates),
            fit,
            dropped: lines::dropped(self.matrix, dropped),
            parameters: estimates.coefficients.len(),
            labels: lines::labels(self.matrix, estimates.kept),
            ..Fitted::default()
        }
    }

    /// The number of units that may be told.
    fn n_units(&self, found: f64) -> Option<i64> {
        #[expect(clippy::cast_possible_truncation, reason = "a number of units")]
        match (self.sample.is_exact, self.of.units_are_persons) {
            (true, _) => Some(found as i64),
            (false, true) => Some(self.sample.n_persons),
            (false, false) => None,
        }
    }

    fn compared(&self, found: &Hausman, fixed: &FixedFit, random: &RandomFit) -> Fitted {
        let column = |name, kind| FittedColumn { name, kind };
        let columns = vec![
            column("term", FittedKind::Dimension),
            column("fe", FittedKind::Estimate),
            column("re", FittedKind::Estimate),
            column("difference", FittedKind::Estimate),
            column("se", FittedKind::StandardError),
        ];
        let name = |column: &Option<usize>| match column {
            Some(column) => self.matrix.columns.get(*column).map(|column| column.term.clone()),
            None => Some("_cons".to_owned()),
        };
        let figures = found.fixed.iter().zip(&found.random).zip(&found.differences).zip(&found.standard_errors);
        let rows = found.columns.iter().zip(figures).filter_map(|(column, (((fe, re), difference), se))| {
            let numbers = [Some(*fe), Some(*re), Some(*difference), *se].map(FittedCell::Number);
            Some([FittedCell::Code(name(column)?)].into_iter().chain(numbers).collect())
        });
        let test = found.chi_squared.zip(found.p).map(|(statistic, p)| Test { statistic, df: found.df, df2: None, p });
        let table = FittedTable {
            name: None,
            columns,
            rows: rows.collect(),
            tests: vec![lines::result("hausman", test)],
            labels: Vec::new(),
        };
        let parameters = fixed.coefficients.len().max(random.coefficients.len());
        Fitted { tables: vec![table], parameters, ..Fitted::default() }
    }
}
