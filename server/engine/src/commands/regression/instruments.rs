//! `ivregress`: regression with instrumental variables by two-stage least squares, limited information maximum likelihood or two-step GMM.

use std::sync::Arc;

use disclosure::Statistic;
use disclosure::statistic::{ModelAnswer, ModelInput, ModelUse};
use language::call::{Call, Factor, FactorKind, Instrumented, Name, Term};
use language::codes;
use statistics::linear::iv::Method;
use text::t;

use super::super::analyse::{Arguments, option_names, option_number};
use super::instrumented::{Instruments, Tests};
use super::least_squares::Covariance;
use super::model::{Further, ModelColumns, model};
use super::predict::{self, Quantity, Wanted};
use super::regress;
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::design::Formula;
use crate::error::EngineError;
use crate::names::canonical;
use crate::workspace::Workspace;

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let (input, arguments) = input(call, dataset, cx, Vec::new())?;
    Ok(arguments.answer(Statistic::Model(input)))
}

/// `ivregress-predict`: predicted values and residuals of the same model as new variables.
pub(super) fn run_predict(
    call: &Call,
    cx: &Context<'_>,
    workspace: &mut Workspace,
) -> Result<Vec<Answer>, EngineError> {
    let active = cx.active()?;
    let wanted =
        predict::wanted(call, &active, &[("predicted", Quantity::Predicted), ("residuals", Quantity::Residuals)])?;
    let call = &predict::after_floor(call, &active, cx)?;
    let cx = &cx.with_call(call);
    let (input, arguments) = input(call, &active, cx, wanted)?;
    let (formula, instrumented) = formula(call)?;
    let (inside, outside) = (instrumented.endogenous.len(), instrumented.instruments.len());
    let shape = format!("{} {inside} {outside} {:?}", formula.shape(), method(call));
    predict::write(call, cx, workspace, input, &arguments, &shape)
}

fn method(call: &Call) -> Method {
    match (call.option("liml"), call.option("gmm")) {
        (Some(_), _) => Method::Liml,
        (None, Some(_)) => Method::Gmm,
        (None, None) => Method::Tsls,
    }
}

/// The model of a call; `written`: the variables it makes, if it makes any.
fn input<'a>(
    call: &'a Call,
    dataset: &Dataset,
    cx: &'a Context<'a>,
    written: Vec<Wanted>,
) -> Result<(ModelInput, Arguments<'a>), EngineError> {
    let method = method(call);
    let other = if method == Method::Gmm { "gmm" } else { "liml" };
    if let Some(option) = call.option("endog").filter(|_| method != Method::Tsls) {
        return Err(codes::excluded_option(option.span, "endog", other).into());
    }
    let (formula, instrumented) = formula(call)?;
    let cluster = option_names(call, "cluster").into_iter().next();
    let clusters: Vec<Further> =
        cluster.iter().cloned().map(|name| Further::numbers(name, ModelUse::Clusters)).collect();
    let prepared = ModelColumns::new(call, dataset, cx, (&formula, ModelUse::Dependent), &clusters)?;
    let covariance = match (&cluster, call.option("robust"), method) {
        (Some(_), ..) => Covariance::Cluster { column: formula.columns.len() },
        (None, Some(_), _) | (None, None, Method::Gmm) => Covariance::Hc1,
        (None, None, _) => Covariance::Classical,
    };
    let level = option_number(call, "level").unwrap_or(95.0);
    let wanted = |name: &str| call.option(name).is_some();
    let places = |names: &[Name]| -> Vec<usize> {
        let place = |name: &Name| formula.columns.iter().position(|column| column.name.value == canonical(&name.value));
        names.iter().filter_map(place).collect()
    };
    let estimator = Instruments {
        instruments: places(&instrumented.instruments),
        endogenous: places(&instrumented.endogenous),
        method,
        covariance,
        level,
        tests: Tests {
            endogeneity: wanted("endog"),
            first_stage: wanted("firststage"),
            overidentification: wanted("overid"),
        },
        written,
        cancel: cx.world.cancel(),
        formula,
    };
    let answer = if estimator.written.is_empty() { ModelAnswer::Estimates } else { ModelAnswer::Columns };
    let input = ModelInput {
        population: prepared.arguments.population()?,
        model: "ivregress".to_owned(),
        answer,
        dependent: canonical(&model(call)?.dependent.value),
        columns: prepared.columns,
        covariance: estimator.covariance.name().to_owned(),
        estimator: Box::new(estimator),
        level,
    };
    Ok((input, prepared.arguments))
}

/// The exogenous terms, then the instruments, then the endogenous variables; each variable of the parenthesis stands once in the model.
fn formula(call: &Call) -> Result<(Formula, &Instrumented), EngineError> {
    let model = model(call)?;
    let Some(instrumented) = &model.instrumented else {
        let part = t("`(endogen = instrument)`", "`(endogenous = instrument)`");
        return Err(codes::missing_part(call.span, &part).into());
    };
    let Instrumented { endogenous, instruments } = instrumented;
    if let (true, Some(first)) = (instruments.len() < endogenous.len(), instruments.first()) {
        let wanted = t(
            "minst like mange instrumenter som endogene variabler",
            "at least as many instruments as endogenous variables",
        );
        return Err(codes::wrong_argument_count(first.span, &call.command, &wanted, instruments.len()).into());
    }
    let factors = model.terms.iter().flat_map(|term| &term.factors).map(|factor| &factor.name);
    let mut seen: Vec<String> = vec![canonical(&model.dependent.value)];
    seen.extend(factors.map(|name| canonical(&name.value)));
    for name in endogenous.iter().chain(instruments) {
        let known = canonical(&name.value);
        if seen.contains(&known) {
            return Err(codes::variable_in_model_twice(name.span, &name.value).into());
        }
        seen.push(known);
    }
    let mut terms = model.terms.clone();
    terms.extend(instruments.iter().chain(endogenous).map(|name| Term {
        factors: vec![Factor { kind: FactorKind::Continuous, name: name.clone() }],
        is_full: false,
        span: name.span,
    }));
    regress::check_size(terms.iter())?;
    Ok((Formula::new(&model.dependent, &terms, &[], call.option("noconstant").is_none()), instrumented))
}
