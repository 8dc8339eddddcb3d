//! `cox`: proportional hazards (Cox 1972), ties by Efron's method as in R, with strata, and a test of proportionality (Grambsch & Therneau 1994).

use std::sync::Arc;

use disclosure::statistic::{
    Estimator, FitFailure, Fitted, ModelAnswer, ModelInput, ModelUse, OnSample, Sample, SampleColumn,
};
use disclosure::{Check, Statistic};
use language::call::Call;
use statistics::FitError;
use statistics::covariance::Covariance as Computed;
use statistics::fold::Watch;
use statistics::reweighted::Changed;
use statistics::rows::FewWeights;
use statistics::survival::cox::{CoxFit, CoxModel, CoxOptions, CoxReweighting, TimeScale, proportionality};
use statistics::survival::timeline::Codes;

use super::super::analyse::{option_names, option_number};
use super::at_work::{AtWork, failure};
use super::least_squares::Covariance;
use super::lines::{self, Estimates};
use super::model::{Further, ModelColumns, model};
use super::regress;
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::design::matrix::{Scale, n_columns};
use crate::design::{Formula, ModelMatrix};
use crate::error::EngineError;
use crate::names::canonical;
use crate::world::Cancel;

struct Cox {
    /// The event is explained; there is no constant.
    formula: Formula,
    /// Places among the sample's columns.
    time: usize,
    strata: Option<usize>,
    covariance: Covariance,
    level: f64,
    is_hazard: bool,
    tests_proportionality: bool,
    cancel: Cancel,
}

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let (formula, time) = regress::formula_after_time(call)?;
    let first = |option: &str| option_names(call, option).into_iter().next();
    let n = formula.columns.len();
    let mut further = vec![Further::numbers(time, ModelUse::Dependent)];
    let strata = first("strata").map(|name| {
        further.push(Further::groups(name));
        n + further.len() - 1
    });
    let cluster = first("cluster").map(|name| {
        further.push(Further::numbers(name, ModelUse::Clusters));
        n + further.len() - 1
    });
    let mut prepared = ModelColumns::new(call, dataset, cx, (&formula, ModelUse::Events), &further)?;
    prepared.check((0, Check::NotBinary), |event| event == 0.0 || event == 1.0, cx)?;
    prepared.check((n, Check::NotPositive), |time| time > 0.0, cx)?;
    let covariance = match (cluster, call.option("robust")) {
        (Some(column), _) => Covariance::Cluster { column },
        (None, Some(_)) => Covariance::Hc1,
        (None, None) => Covariance::Classical,
    };
    let level = option_number(call, "level").unwrap_or(95.0);
    let wanted = |name: &str| call.option(name).is_some();
    let estimator = Cox {
        formula,
        time: n,
        strata,
        covariance,
        level,
        is_hazard: wanted("hazard"),
        tests_proportionality: wanted("zph"),
        cancel: cx.world.cancel(),
    };
    let input = ModelInput {
        population: prepared.arguments.population()?,
        model: "cox".to_owned(),
        answer: ModelAnswer::Estimates,
        dependent: canonical(&model(call)?.dependent.value),
        columns: prepared.columns,
        covariance: if covariance == Covariance::Hc1 { "robust" } else { covariance.name() }.to_owned(),
        estimator: Box::new(estimator),
        level,
    };
    Ok(prepared.arguments.answer(Statistic::Model(input)))
}

impl Estimator for Cox {
    fn parameters(&self, sample: &Sample) -> usize {
        n_columns(&self.formula, sample)
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        self.at_work(sample, work).map_err(failure)
    }
}

impl Cox {
    fn at_work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitError> {
        let matrix = ModelMatrix::new(&self.formula, sample, Scale::AsIs)?;
        let design = matrix.design();
        let Some(SampleColumn::Numbers(time)) = sample.columns.get(self.time) else { return Err(FitError::Shape) };
        let time = crate::design::columns::Scaled::as_is(time);
        let is_cancelled = || self.cancel.is_cancelled();
        let watch = Watch::new(&is_cancelled);
        let strata = self.strata.and_then(|column| lines::codes_of(sample, column));
        let codes = strata.as_ref().map(|(codes, n)| Codes { codes, n: *n });
        let clusters = match self.covariance {
            Covariance::Cluster { column } => lines::codes_of(sample, column),
            Covariance::Classical | Covariance::Hc1 => None,
        };
        let covariance = match (&clusters, self.covariance) {
            (Some((clusters, n_clusters)), _) => Computed::Cluster { clusters, n_clusters: *n_clusters },
            (None, Covariance::Hc1) => Computed::Hc1,
            (None, _) => Computed::Classical,
        };
        let model = CoxModel::new(&design, &matrix.y, &time, None, codes, watch)?;
        let reweighting = CoxReweighting::new(model, CoxOptions { covariance, ..CoxOptions::default() })?;
        let fit = |changed: &Changed| {
            let fitted = reweighting.fit(changed).map_err(failure)?;
            let weights = FewWeights { n_rows: sample.rows, changed };
            self.fitted(&matrix, reweighting.model(), &weights, &fitted)
        };
        work(&AtWork::new(&reweighting, fit));
        Ok(())
    }

    fn fitted(
        &self,
        matrix: &ModelMatrix<'_>,
        model: &CoxModel<'_>,
        weights: &FewWeights<'_>,
        fitted: &CoxFit,
    ) -> Result<Fitted, FitFailure> {
        if fitted.kept.is_empty() {
            return Err(FitFailure::NoRegressors);
        }
        let (mut coefficients, mut errors) = (fitted.coefficients.clone(), fitted.standard_errors.clone());
        let mut limits = fitted.confidence_intervals(self.level);
        if self.is_hazard {
            let slots = coefficients.iter_mut().zip(&mut errors).zip(&mut limits);
            for (((coefficient, error), interval), (ratio, low, high)) in slots.zip(fitted.hazard_ratios(self.level)) {
                *error *= ratio;
                (*coefficient, *interval) = (ratio, (low, high));
            }
        }
        let estimates = Estimates {
            equation: None,
            kept: &fitted.kept,
            has_constant: false,
            coefficients: &coefficients,
            standard_errors: &errors,
            statistics: &fitted.z,
            p: &fitted.p,
            limits: &limits,
        };
        // As with other models: likelihood ratio, or Wald where standard errors are robust.
        let test = match self.covariance {
            Covariance::Classical => Some(fitted.likelihood_ratio),
            Covariance::Hc1 | Covariance::Cluster { .. } => fitted.wald,
        };
        let test = lines::result("model", test);
        let mut tests = vec![lines::result("score", Some(fitted.score))];
        if self.tests_proportionality {
            let terms: Vec<Vec<usize>> = fitted.kept.iter().map(|column| vec![*column]).collect();
            let found = match proportionality(model, fitted, Some(weights), TimeScale::KaplanMeier, &terms) {
                Err(FitError::Cancelled) => return Err(FitFailure::Cancelled),
                found => found.ok(),
            };
            for (place, column) in fitted.kept.iter().enumerate() {
                let Some(column) = matrix.columns.get(*column).filter(|column| !column.is_hidden) else { continue };
                let test = found.as_ref().and_then(|found| found.terms.get(place).copied().flatten());
                tests.push(lines::result(&format!("zph {}", column.term), test));
            }
            tests.push(lines::result("zph", found.map(|found| found.global)));
        }
        #[expect(clippy::cast_precision_loss, reason = "a number of parameters")]
        let k = fitted.coefficients.len() as f64;
        Ok(Fitted {
            terms: lines::terms(matrix, &estimates),
            fit: lines::figures([
                ("ll", Some(fitted.log_likelihood)),
                ("ll_null", Some(fitted.log_likelihood_null)),
                ("chi2", test.statistic),
                ("chi2_p", test.p),
                ("df_model", Some(k)),
                ("aic", Some(-2.0 * fitted.log_likelihood + 2.0 * k)),
            ]),
            tests,
            dropped: lines::dropped(matrix, &fitted.dropped),
            parameters: fitted.coefficients.len(),
            scale: self.is_hazard.then_some("hazard-ratio"),
            labels: lines::labels(matrix, &fitted.kept),
            ..Fitted::default()
        })
    }
}
