//! `rdd`: regression discontinuity by local polynomials with robust bias-corrected inference (Calonico, Cattaneo & Titiunik 2014): triangular kernel,
//! one bandwidth that minimises the mean squared error of the jump, variance from three nearest neighbours, or clustered.

use std::sync::Arc;

use disclosure::statistic::{
    Estimator, FitFailure, Fitted, FittedCell, FittedColumn, FittedKind, FittedTable, FittedTerm, ModelAnswer,
    ModelInput, ModelUse, OnSample, Sample, SampleColumn,
};
use disclosure::{Check, Statistic};
use language::call::{Call, Factor, FactorKind, Name};
use language::codes;
use statistics::fold::Watch;
use statistics::rdd::{Data, Estimate, RddFit, RddOptions, Reweighting, Sample as Design, Variance};
use statistics::reweighted::Changed;
use statistics::rows::Rows;

use super::super::analyse::{option_count, option_names, option_number};
use super::at_work::{AtWork, failure};
use super::lines;
use super::model::{Further, ModelColumns, model};
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::design::Formula;
use crate::design::columns::Scaled;
use crate::error::EngineError;
use crate::names::canonical;
use crate::world::Cancel;

struct Discontinuity {
    cutoff: f64,
    polynomial: usize,
    derivative: usize,
    level: f64,
    n_covariates: usize,
    /// Places among the sample's columns: outcome, running variable and covariates come first.
    treatment: Option<usize>,
    cluster: Option<usize>,
    cancel: Cancel,
}

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let model = model(call)?;
    let mut further = Vec::with_capacity(model.terms.len() + 2);
    for term in &model.terms {
        match term.factors.as_slice() {
            [Factor { name, kind: FactorKind::Plain | FactorKind::Continuous }] => {
                further.push(Further::numbers(name.clone(), ModelUse::Regressor));
            }
            factors => {
                let (span, name) =
                    factors.first().map_or((call.span, ""), |factor| (factor.name.span, &factor.name.value));
                return Err(codes::not_numeric(span, name, &call.command).into());
            }
        }
    }
    let n_covariates = further.len().saturating_sub(1);
    let first = |option: &str| option_names(call, option).into_iter().next();
    let mut place = |name: Option<Name>, use_in_model: ModelUse| {
        name.map(|name| {
            further.push(Further::numbers(name, use_in_model));
            further.len()
        })
    };
    let treatment = place(first("fuzzy"), ModelUse::Regressor);
    let cluster = place(first("cluster"), ModelUse::Clusters);
    // The dependent variable alone: all others are no terms of a design.
    let formula = Formula::new(&model.dependent, &[], &[], true);
    let mut prepared = ModelColumns::new(call, dataset, cx, (&formula, ModelUse::Dependent), &further)?;
    if let Some(treatment) = treatment {
        prepared.check((treatment, Check::NotBinary), |taken| taken == 0.0 || taken == 1.0, cx)?;
    }
    let derivative = option_count(call, "derivate").unwrap_or(0);
    let level = option_number(call, "level").unwrap_or(95.0);
    let estimator = Discontinuity {
        cutoff: option_number(call, "cutoff").unwrap_or(0.0),
        polynomial: option_count(call, "polynomial")
            .unwrap_or(if derivative == 0 { 1 } else { derivative + 1 })
            .max(derivative),
        derivative,
        level,
        n_covariates,
        treatment,
        cluster,
        cancel: cx.world.cancel(),
    };
    let input = ModelInput {
        population: prepared.arguments.population()?,
        model: "rdd".to_owned(),
        answer: ModelAnswer::Estimates,
        dependent: canonical(&model.dependent.value),
        columns: prepared.columns,
        covariance: if cluster.is_some() { "cluster" } else { "nearest-neighbours" }.to_owned(),
        estimator: Box::new(estimator),
        level,
    };
    Ok(prepared.arguments.answer(Statistic::Model(input)))
}

impl Estimator for Discontinuity {
    fn parameters(&self, _: &Sample) -> usize {
        // A polynomial on each side, that of the bias, and the covariates.
        2 * (self.polynomial + 2) + self.n_covariates
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        self.at_work(sample, work)
    }
}

impl Discontinuity {
    fn at_work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        let numbers = |column: usize| match sample.columns.get(column) {
            Some(SampleColumn::Numbers(values)) => Some(Scaled::as_is(values)),
            _ => None,
        };
        let (y, running) =
            (numbers(0).ok_or(FitFailure::ConstantDependent)?, numbers(1).ok_or(FitFailure::NoRegressors)?);
        let treatment = match self.treatment {
            Some(column) => Some(numbers(column).ok_or(FitFailure::NoRegressors)?),
            None => None,
        };
        // What a floor made constant explains nothing and is left out.
        let covariates: Vec<Scaled<'_>> = (2..2 + self.n_covariates).filter_map(numbers).collect();
        let covariates: Vec<&dyn Rows<f64>> = covariates.iter().map(|values| -> &dyn Rows<f64> { values }).collect();
        let clusters = self.cluster.and_then(|column| lines::codes_of(sample, column)).map(|(codes, _)| codes);
        let data = Data {
            y: &y,
            running: &running,
            cutoff: self.cutoff,
            treatment: treatment.as_ref().map(|values| -> &dyn Rows<f64> { values }),
            covariates: &covariates,
            clusters: clusters.as_ref().map(|codes| -> &dyn Rows<u32> { codes }),
            weights: None,
        };
        let is_cancelled = || self.cancel.is_cancelled();
        let watch = Watch::new(&is_cancelled);
        let options = RddOptions {
            polynomial: self.polynomial,
            derivative: self.derivative,
            variance: if clusters.is_some() { Variance::Cluster } else { Variance::NearestNeighbours(3) },
            level: self.level,
            watch,
            ..RddOptions::default()
        };
        let design = Design::new(&data, watch).map_err(failure)?;
        let reweighting = Reweighting::new(&design, options).map_err(failure)?;
        let fit = |changed: &Changed| Ok(self.fitted(&reweighting.fit(changed).map_err(failure)?));
        work(&AtWork::new(&reweighting, fit));
        Ok(())
    }

    fn fitted(&self, found: &RddFit) -> Fitted {
        let term = |(name, estimate): (&str, &Estimate)| FittedTerm {
            equation: None,
            term: name.to_owned(),
            coefficient: estimate.estimate,
            se: estimate.standard_error,
            statistic: estimate.z,
            p: estimate.p,
            ci_low: estimate.low,
            ci_high: estimate.high,
        };
        let shown = [&found.conventional, &found.bias_corrected, &found.robust];
        let first_stage = found.first_stage.as_ref().map(|[conventional, corrected, robust]| {
            let kinds = [
                ("term", FittedKind::Dimension),
                ("coefficient", FittedKind::Estimate),
                ("se", FittedKind::StandardError),
                ("statistic", FittedKind::Figure),
                ("p", FittedKind::P),
                ("ci_low", FittedKind::Estimate),
                ("ci_high", FittedKind::Estimate),
            ];
            let row = |(name, of): (&str, &Estimate)| {
                let figures = [of.estimate, of.standard_error, of.z, of.p, of.low, of.high];
                let figures = figures.map(|figure| FittedCell::Number(Some(figure)));
                [FittedCell::Code(name.to_owned())].into_iter().chain(figures).collect()
            };
            FittedTable {
                name: Some("firststage".to_owned()),
                columns: kinds.map(|(name, kind)| FittedColumn { name, kind }).to_vec(),
                rows: NAMES.into_iter().zip([conventional, corrected, robust]).map(row).collect(),
                ..FittedTable::default()
            }
        });
        Fitted {
            terms: NAMES.into_iter().zip(shown).map(term).collect(),
            fit: lines::figures([("h", Some(found.h)), ("b", Some(found.b))]),
            parameters: 2 * (self.polynomial + 1) + self.n_covariates,
            tables: first_stage.into_iter().collect(),
            ..Fitted::default()
        }
    }
}

/// The estimates, as rdrobust calls them.
const NAMES: [&str; 3] = ["Conventional", "Bias-corrected", "Robust"];
