//! `logit`, `probit`, `mlogit`, `poisson`, `negative-binomial` and their `*-predict` commands.

use std::sync::Arc;

use disclosure::statistic::{ModelAnswer, ModelInput, ModelUse};
use disclosure::{Check, Statistic};
use language::call::{Call, Value};
use statistics::glm::{At, Effect};

use super::super::analyse::{Arguments, option_names, option_number};
use super::least_squares::Covariance;
use super::likelihood::{Kind, Likelihood};
use super::model::{Further, ModelColumns, model};
use super::predict::{self, Quantity, Wanted};
use super::regress;
use crate::command::{Answer, Change, Look};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::names::canonical;
use crate::workspace::Workspace;

pub(super) const LOGIT: Look = |call, dataset, cx| shown(Kind::Logit, call, dataset, cx);
pub(super) const PROBIT: Look = |call, dataset, cx| shown(Kind::Probit, call, dataset, cx);
pub(super) const MLOGIT: Look = |call, dataset, cx| shown(Kind::Multinomial, call, dataset, cx);
pub(super) const POISSON: Look = |call, dataset, cx| shown(Kind::Poisson, call, dataset, cx);
pub(super) const NEGATIVE_BINOMIAL: Look = |call, dataset, cx| shown(Kind::NegativeBinomial, call, dataset, cx);

pub(super) const LOGIT_PREDICT: Change = |call, cx, workspace| predicted(Kind::Logit, call, cx, workspace);
pub(super) const PROBIT_PREDICT: Change = |call, cx, workspace| predicted(Kind::Probit, call, cx, workspace);
pub(super) const MLOGIT_PREDICT: Change = |call, cx, workspace| predicted(Kind::Multinomial, call, cx, workspace);
pub(super) const POISSON_PREDICT: Change = |call, cx, workspace| predicted(Kind::Poisson, call, cx, workspace);
pub(super) const NEGATIVE_BINOMIAL_PREDICT: Change =
    |call, cx, workspace| predicted(Kind::NegativeBinomial, call, cx, workspace);

fn shown(kind: Kind, call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let (input, arguments) = input(kind, call, dataset, cx, Vec::new())?;
    Ok(arguments.answer(Statistic::Model(input)))
}

fn predicted(kind: Kind, call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let active = cx.active()?;
    let known: &[(&str, Quantity)] = match kind {
        Kind::Poisson | Kind::NegativeBinomial => {
            &[("predicted", Quantity::Predicted), ("residuals", Quantity::Residuals)]
        }
        Kind::Logit => &[
            ("probabilities", Quantity::Probabilities),
            ("predicted", Quantity::Predicted),
            ("residuals", Quantity::Residuals),
        ],
        Kind::Probit | Kind::Multinomial => {
            &[("probabilities", Quantity::Probabilities), ("predicted", Quantity::Predicted)]
        }
    };
    let wanted = predict::wanted(call, &active, known)?;
    let call = &predict::after_floor(call, &active, cx)?;
    let cx = &cx.with_call(call);
    let (input, arguments) = input(kind, call, &active, cx, wanted)?;
    let shape = regress::formula(call)?.shape();
    predict::write(call, cx, workspace, input, &arguments, &shape)
}

/// The model of a call; `written`: the variables it makes, if it makes any.
fn input<'a>(
    kind: Kind,
    call: &'a Call,
    dataset: &Dataset,
    cx: &'a Context<'a>,
    written: Vec<Wanted>,
) -> Result<(ModelInput, Arguments<'a>), EngineError> {
    let model = model(call)?;
    let formula = regress::formula(call)?;
    let formula = if kind == Kind::Multinomial { formula.of_outcomes() } else { formula };
    let first = |option: &str| option_names(call, option).into_iter().next();
    let mut further: Vec<Further> = Vec::new();
    // An exposure that nearly all have alike is the same for all: as a dependent variable is.
    let exposure = first("exposure").map(|name| {
        further.push(Further::numbers(name, ModelUse::Dependent));
        formula.columns.len()
    });
    let cluster = first("cluster").map(|name| {
        further.push(Further::numbers(name, ModelUse::Clusters));
        formula.columns.len() + further.len() - 1
    });
    let dependent = match kind {
        Kind::Poisson | Kind::NegativeBinomial => ModelUse::Dependent,
        Kind::Logit | Kind::Probit | Kind::Multinomial => ModelUse::Outcome,
    };
    let mut prepared = ModelColumns::new(call, dataset, cx, (&formula, dependent), &further)?;
    match kind {
        Kind::Logit | Kind::Probit => prepared.check((0, Check::NotBinary), |y| y == 0.0 || y == 1.0, cx)?,
        Kind::Poisson | Kind::NegativeBinomial => {
            prepared.check((0, Check::NotCount), |y| y >= 0.0 && y.fract() == 0.0, cx)?;
        }
        Kind::Multinomial => {}
    }
    if let Some(exposure) = exposure {
        prepared.check((exposure, Check::NotPositive), |v| v > 0.0, cx)?;
    }
    let covariance = match (cluster, call.option("robust")) {
        (Some(column), _) => Covariance::Cluster { column },
        (None, Some(_)) => Covariance::Hc1,
        (None, None) => Covariance::Classical,
    };
    let level = option_number(call, "level").unwrap_or(95.0);
    let wanted = |name: &str| call.option(name).is_some();
    let estimator = Likelihood {
        kind,
        formula,
        exposure,
        covariance,
        level,
        is_exponentiated: wanted("or") || wanted("irr"),
        effects: effects(call),
        margins: wanted("margins").then(|| first("margins").map(|name| canonical(&name.value))),
        written,
        cancel: cx.world.cancel(),
    };
    let answer = if estimator.written.is_empty() { ModelAnswer::Estimates } else { ModelAnswer::Columns };
    let errors = if covariance == Covariance::Hc1 { "robust" } else { covariance.name() };
    let input = ModelInput {
        population: prepared.arguments.population()?,
        model: call.command.trim_end_matches("-predict").to_owned(),
        answer,
        dependent: canonical(&model.dependent.value),
        columns: prepared.columns,
        covariance: errors.to_owned(),
        estimator: Box::new(estimator),
        level,
    };
    Ok((input, prepared.arguments))
}

/// `mfx` and `mfx_at`; one alone has the other's default.
fn effects(call: &Call) -> Option<(Effect, At<'static>)> {
    let word = |name: &str| {
        let option = call.option(name)?;
        Some(option.arguments.first().and_then(|argument| match &argument.value {
            Value::Symbol(word) | Value::Text(word) => Some(word.clone()),
            Value::Number(_) => None,
        }))
    };
    let (effect, at) = (word("mfx"), word("mfx_at"));
    if effect.is_none() && at.is_none() {
        return None;
    }
    let effect = match effect.flatten().as_deref() {
        Some("eyex") => Effect::Eyex,
        Some("dyex") => Effect::Dyex,
        Some("eydx") => Effect::Eydx,
        _ => Effect::Dydx,
    };
    let at = match at.flatten().as_deref() {
        Some("mean") => At::Means,
        Some("median") => At::Medians,
        Some("zero") => At::Zero,
        _ => At::Overall,
    };
    Some((effect, at))
}
