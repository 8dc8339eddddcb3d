//! `regress`: linear regression by least squares.

use std::sync::Arc;

use disclosure::Statistic;
use disclosure::statistic::{ModelAnswer, ModelInput, ModelUse};
use language::call::{Call, Factor, FactorKind, Name, Term};
use language::codes;
use language::span::Span;
use text::t;

use super::super::analyse::{Arguments, option_names, option_number};
use super::least_squares::{Covariance, LeastSquares, Tests};
use super::model::{Further, ModelColumns, model};
use super::predict::{self, Quantity, Wanted};
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::design::Formula;
use crate::error::EngineError;
use crate::workspace::Workspace;

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let (input, arguments) = input(call, dataset, cx, Vec::new())?;
    Ok(arguments.answer(Statistic::Model(input)))
}

/// `regress-predict`: predicted values, residuals and Cook's distances of the same model as new variables.
pub(super) fn run_predict(
    call: &Call,
    cx: &Context<'_>,
    workspace: &mut Workspace,
) -> Result<Vec<Answer>, EngineError> {
    let active = cx.active()?;
    let known =
        [("predicted", Quantity::Predicted), ("residuals", Quantity::Residuals), ("cooksd", Quantity::CooksDistance)];
    let wanted = predict::wanted(call, &active, &known)?;
    let call = &predict::after_floor(call, &active, cx)?;
    let cx = &cx.with_call(call);
    let (input, arguments) = input(call, &active, cx, wanted)?;
    let shape = formula(call)?.shape();
    predict::write(call, cx, workspace, input, &arguments, &shape)
}

/// The model of a call; `written`: the variables it makes, if it makes any.
fn input<'a>(
    call: &'a Call,
    dataset: &Dataset,
    cx: &'a Context<'a>,
    written: Vec<Wanted>,
) -> Result<(ModelInput, Arguments<'a>), EngineError> {
    let formula = formula(call)?;
    let cluster = option_names(call, "cluster").into_iter().next();
    let clusters: Vec<Further> =
        cluster.iter().cloned().map(|name| Further::numbers(name, ModelUse::Clusters)).collect();
    let prepared = ModelColumns::new(call, dataset, cx, (&formula, ModelUse::Dependent), &clusters)?;
    let covariance = match (&cluster, call.option("robust")) {
        (Some(_), _) => Covariance::Cluster { column: formula.columns.len() },
        (None, Some(_)) => Covariance::Hc1,
        (None, None) => Covariance::Classical,
    };
    least_squares(call, cx, (formula, covariance), prepared, written)
}

/// Least squares of a formula over prepared columns, with the options that such models share.
///
/// # Errors
/// Failures of the world.
pub(super) fn least_squares<'a>(
    call: &Call,
    cx: &Context<'_>,
    (formula, covariance): (Formula, Covariance),
    prepared: ModelColumns<'a>,
    written: Vec<Wanted>,
) -> Result<(ModelInput, Arguments<'a>), EngineError> {
    let level = option_number(call, "level").unwrap_or(95.0);
    let wanted = |name: &str| call.option(name).is_some();
    let estimator = LeastSquares {
        formula,
        covariance,
        level,
        standardize: wanted("standardize"),
        tests: Tests {
            specification: wanted("ov"),
            breusch_pagan: wanted("het_bp"),
            studentised: wanted("het_iid"),
            f: wanted("het_fstat"),
        },
        inflation: wanted("vif"),
        margins: wanted("margins").then(|| {
            let variable = option_names(call, "margins").into_iter().next();
            variable.map(|name| crate::names::canonical(&name.value))
        }),
        written,
        cancel: cx.world.cancel(),
    };
    let answer = if estimator.written.is_empty() { ModelAnswer::Estimates } else { ModelAnswer::Columns };
    let input = ModelInput {
        population: prepared.arguments.population()?,
        model: call.command.trim_end_matches("-predict").to_owned(),
        answer,
        dependent: crate::names::canonical(&model(call)?.dependent.value),
        columns: prepared.columns,
        covariance: estimator.covariance.name().to_owned(),
        estimator: Box::new(estimator),
        level,
    };
    Ok((input, prepared.arguments))
}

/// The formula of a call with its options `control()` and `noconstant`.
///
/// # Errors
/// Terms of too many factors.
pub(super) fn formula(call: &Call) -> Result<Formula, EngineError> {
    let model = model(call)?;
    let control: &[Term] = call.option("control").map_or(&[], |option| &option.terms);
    check_size(model.terms.iter().chain(control))?;
    Ok(Formula::new(&model.dependent, &model.terms, control, call.option("noconstant").is_none()))
}

/// The formula of a model of durations, which has no constant: the event is explained, the first variable after it is the time.
///
/// # Errors
/// No time, or a time that is no plain variable; terms of too many factors.
pub(super) fn formula_after_time(call: &Call) -> Result<(Formula, Name), EngineError> {
    let model = model(call)?;
    let Some((time, terms)) = model.terms.split_first() else { return Err(EngineError::Internal("time")) };
    let [Factor { name, kind: FactorKind::Plain | FactorKind::Continuous }] = time.factors.as_slice() else {
        let span = time.factors.first().map_or(call.span, |factor| factor.name.span);
        let name = time.factors.first().map_or("", |factor| factor.name.value.as_str());
        return Err(codes::not_numeric(span, name, &call.command).into());
    };
    let control: &[Term] = call.option("control").map_or(&[], |option| &option.terms);
    check_size(terms.iter().chain(control))?;
    Ok((Formula::new(&model.dependent, terms, control, false), name.clone()))
}

/// Most factors of a `##`: its products double with each.
const MOST_FACTORS: usize = 8;

pub(in crate::commands) fn check_size<'a>(terms: impl Iterator<Item = &'a Term>) -> Result<(), EngineError> {
    for term in terms.filter(|term| term.is_full && term.factors.len() > MOST_FACTORS) {
        let span = term.factors.iter().map(|factor| factor.name.span).reduce(Span::to).unwrap_or_default();
        let wanted = t("høyst åtte faktorer", "at most eight factors");
        return Err(codes::wrong_argument_count(span, "##", &wanted, term.factors.len()).into());
    }
    Ok(())
}
