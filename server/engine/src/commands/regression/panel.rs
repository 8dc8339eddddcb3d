//! `regress-panel`, `regress-panel-diff`, `hausman`: models of panels, whose units are those of the dataset.

use std::sync::Arc;

use disclosure::statistic::{ModelAnswer, ModelColumn, ModelInput, ModelUse, ModelValues, Numbers};
use disclosure::{ColumnForm, Statistic, Value};
use language::call::{Call, Term};
use language::codes;
use statistics::panel::hausman::Disturbance;

use super::super::analyse::{Arguments, option_names, option_number};
use super::effects_of_units::{Kind, PanelModel};
use super::least_squares::Covariance;
use super::model::{Further, ModelColumns, model};
use super::regress;
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::design::Formula;
use crate::error::EngineError;
use crate::names::canonical;
use crate::panel::time_of;

/// `regress-panel`.
pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let formula = regress::formula(call)?;
    let kind = match ["re", "be", "pooled"].into_iter().find(|kind| call.option(kind).is_some()) {
        Some("re") => Kind::Random,
        Some("be") => Kind::Between,
        Some(_) => return pooled(call, dataset, cx, formula),
        None => Kind::Fixed,
    };
    answer(call, dataset, cx, formula, kind)
}

/// `regress-panel-diff`: the effect on the treated is the coefficient of the product.
pub(super) fn run_differences(
    call: &Call,
    dataset: &Arc<Dataset>,
    cx: &Context<'_>,
) -> Result<Vec<Answer>, EngineError> {
    let model = model(call)?;
    let [group, treated, others @ ..] = model.terms.as_slice() else { return Err(EngineError::Internal("groups")) };
    for term in [group, treated] {
        if term.factors.len() > 1 {
            let span = term.factors.first().map_or(call.span, |factor| factor.name.span);
            return Err(codes::not_in_model(span, "#").into());
        }
    }
    let factors = group.factors.iter().chain(&treated.factors).cloned().collect();
    let product = Term { factors, is_full: true, ..group.clone() };
    let terms: Vec<Term> = [product].into_iter().chain(others.iter().cloned()).collect();
    pooled(call, dataset, cx, Formula::new(&model.dependent, &terms, &[], true))
}

/// `hausman`.
pub(super) fn run_hausman(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let disturbance = match (call.option("sigmamore"), call.option("sigmaless")) {
        (Some(_), _) => Disturbance::Efficient,
        (None, Some(_)) => Disturbance::Consistent,
        (None, None) => Disturbance::Own,
    };
    let includes_constant = call.option("include_constant").is_some();
    answer(call, dataset, cx, regress::formula(call)?, Kind::Hausman { disturbance, includes_constant })
}

/// Least squares that ignores the panel but for `robust`, which allows dependence within its units.
fn pooled(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>, formula: Formula) -> Result<Vec<Answer>, EngineError> {
    let (prepared, units) = prepared(call, dataset, cx, &formula)?;
    let covariance = covariance(call, &formula, units);
    let (input, arguments) = regress::least_squares(call, cx, (formula, covariance), prepared, Vec::new())?;
    Ok(arguments.answer(Statistic::Model(input)))
}

fn answer(
    call: &Call,
    dataset: &Arc<Dataset>,
    cx: &Context<'_>,
    formula: Formula,
    kind: Kind,
) -> Result<Vec<Answer>, EngineError> {
    let (prepared, units) = prepared(call, dataset, cx, &formula)?;
    let covariance = covariance(call, &formula, units);
    let level = option_number(call, "level").unwrap_or(95.0);
    let units_are_persons = dataset.has_own_persons();
    let estimator =
        PanelModel { formula, kind, units, units_are_persons, covariance, level, cancel: cx.world.cancel() };
    let input = ModelInput {
        population: prepared.arguments.population()?,
        model: call.command.clone(),
        answer: if matches!(kind, Kind::Hausman { .. }) { ModelAnswer::Tables } else { ModelAnswer::Estimates },
        dependent: canonical(&model(call)?.dependent.value),
        columns: prepared.columns,
        covariance: covariance.name().to_owned(),
        estimator: Box::new(estimator),
        level,
    };
    Ok(prepared.arguments.answer(Statistic::Model(input)))
}

/// The formula's columns, then that of `cluster()` if there is one, then the units, and their place.
fn prepared<'a>(
    call: &'a Call,
    dataset: &Dataset,
    cx: &'a Context<'a>,
    formula: &Formula,
) -> Result<(ModelColumns<'a>, usize), EngineError> {
    time_of(call, dataset)?;
    let cluster = option_names(call, "cluster").into_iter().next();
    let clusters: Vec<Further> = cluster.into_iter().map(|name| Further::numbers(name, ModelUse::Clusters)).collect();
    let mut prepared = ModelColumns::new(call, dataset, cx, (formula, ModelUse::Dependent), &clusters)?;
    let units = prepared.columns.len();
    prepared.columns.push(unit_column(&prepared.arguments));
    Ok((prepared, units))
}

/// The unit of each row as a number; which one it is plays no part.
fn unit_column(arguments: &Arguments<'_>) -> ModelColumn {
    let units: Vec<f64> = arguments.data.units.iter().map(|unit| f64::from(*unit)).collect();
    ModelColumn {
        name: String::new(),
        values: ModelValues::Numbers(Numbers { values: units.into(), valid: None }),
        form: ColumnForm::literal(Some(Value::number(0.0))),
        use_in_model: ModelUse::Clusters,
    }
}

fn covariance(call: &Call, formula: &Formula, units: usize) -> Covariance {
    match (call.option("cluster"), call.option("robust")) {
        (Some(_), _) => Covariance::Cluster { column: formula.columns.len() },
        (None, Some(_)) => Covariance::Cluster { column: units },
        (None, None) => Covariance::Classical,
    }
}
