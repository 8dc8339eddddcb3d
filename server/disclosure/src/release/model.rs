//! Models: the filter prepares the rows and draws the weights, the engine's estimator computes, the filter rounds.
//!
//! *Precondition*: the estimator is a pure function of sample and weights. *Claim*: what is released depends on a unit only
//! through a fit with perturbed weights in which no unit has leverage above the cap; floors decide levels and 0/1 regressors.
//! The formula never enters the seed. Argument: `proofs/model.md`.

mod prepare;

use std::collections::BTreeSet;

use wire::output::{Body, Model, Rule, TermEstimate, TestResult};

use super::cell::{CellUnits, shown_rows};
use crate::filter::{Filter, Protection, Question};
use crate::normal_form::Form;
use crate::policy::{Policy, Tier};
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::rule::minimum_count::count;
use crate::rule::{gate, rounding};
use crate::seed::{Definition, Domain};
use crate::statistic::{Estimator, FitFailure, Fitted, ModelInput, ModelUse, Sample, SampleColumn};
use crate::tally::SetId;
use crate::weights::{self, Units};

/// A model.
pub(crate) fn release(filter: &Filter, input: &ModelInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    let columns = input.columns.iter().map(|column| column.form.sources());
    let sources = columns.fold(question.form.sources(), |all, column| all.with(column));
    let protection = filter.protection(question, &sources);
    let form = input.columns.iter().fold(question.form.clone(), |form, column| form.valid(&column.form));
    let (rows, form) = prepare::rows(filter, protection, &form, input);
    let population = &input.population.within(&form);
    let units = CellUnits::new(population, &rows, None, f64::from);
    let n = shown_rows(filter, protection, &form, &input.population, &rows).unwrap_or_default();
    let sample = prepare::sample(filter, protection, &form, input, &units, n);
    check_clusters(filter, protection, &form, input, &units, &sample)?;
    let estimator = input.estimator.as_ref();
    check_size(filter.policy(), protection, n, estimator.parameters(&sample))?;
    let weights = match protection {
        Protection::Exact => vec![1.0; sample.rows],
        Protection::Rules(tier) => weights(filter, protection, tier, &form, &units, &sample, estimator)?,
    };
    let fitted = estimator.fit(&sample, &weights).map_err(Refusal::Fit)?;
    let model = model(filter.policy(), protection, input, &sample, n, fitted);
    Ok(vec![NamedBody::new(rules(protection, input), Body::Model(model))])
}

fn rules(protection: Protection, input: &ModelInput) -> Vec<Rule> {
    if protection.is_exact() {
        return Vec::new();
    }
    let mut rules = BTreeSet::from([
        Rule::CountNoise,
        Rule::Weights,
        Rule::GroupGate,
        Rule::WrittenValueFloor,
        Rule::LeverageCap,
        Rule::Rounding,
    ]);
    if input.columns.iter().any(|column| column.form.is_clamped()) {
        rules.insert(Rule::Clamp);
    }
    rules.into_iter().collect()
}

/// Model sizes are checked on released counts, so a refusal is a released fact.
fn check_size(policy: &Policy, protection: Protection, n: i64, parameters: usize) -> Result<(), Refusal> {
    let parameters = parameters as i64;
    let is_large_enough = n - parameters >= policy.model_freedom && n >= policy.units_per_parameter * parameters;
    if protection.is_exact() || is_large_enough {
        return Ok(());
    }
    Err(Refusal::ModelTooSmall { freedom: policy.model_freedom, per_parameter: policy.units_per_parameter })
}

/// Standard errors by cluster need a keyed 10…19 clusters: those of two clusters, one of them a single person, would be that
/// person's residual.
fn check_clusters(
    filter: &Filter,
    protection: Protection,
    form: &Form,
    input: &ModelInput,
    units: &CellUnits<'_>,
    sample: &Sample,
) -> Result<(), Refusal> {
    for (column, values) in input.columns.iter().zip(&sample.columns) {
        let SampleColumn::Numbers(values) = values else { continue };
        if column.use_in_model != ModelUse::Clusters || protection.is_exact() {
            continue;
        }
        let distinct: BTreeSet<u64> = values.iter().map(|value| (value + 0.0).to_bits()).collect();
        let definition = Definition::new(form.def_id(), &form.sources());
        if !gate::has_clusters(filter, &definition, units.set, distinct.len()) {
            return Err(Refusal::TooFewClusters { range: filter.policy().gate });
        }
    }
    Ok(())
}

/// The most leverage that a person may have: at most .1, and keyed, 1 / (10 … 19), so that a direction of the design that ten
/// persons carry is kept or lost by a draw, not by one person. A model with many parameters for its size has less room
/// below .1: its ordinary leverage is p / n.
fn cap(filter: &Filter, definition: &Definition, set: SetId, n: i64, parameters: usize) -> f64 {
    let policy = filter.policy();
    let (least, most) = (f64::from(policy.floor.0), f64::from(policy.floor.1));
    let room = (n as f64 / (policy.ordinary_leverage * parameters.max(1) as f64)).clamp(least, most);
    let draw = f64::from(filter.keys().seed(Domain::Leverage, definition, set).u32(0)) / 4_294_967_296.0;
    (1.0 / (least + draw * (room + 1.0 - least))).min(policy.max_leverage)
}

/// Weights of rows: drawn by influence, then without units of too much leverage.
fn weights(
    filter: &Filter,
    protection: Protection,
    tier: Tier,
    form: &Form,
    units: &CellUnits<'_>,
    sample: &Sample,
    estimator: &dyn Estimator,
) -> Result<Vec<f64>, Refusal> {
    let of_rows = match estimator.influence(sample) {
        Ok(influence) => influence,
        // Without an unweighted fit nobody stands out; the weighted fit decides what is said.
        Err(FitFailure::Cancelled) => return Err(Refusal::Fit(FitFailure::Cancelled)),
        Err(_) => vec![0.0; sample.rows],
    };
    let of_unit = |values: &[f64], unit: usize| -> f64 {
        units.places(unit).filter_map(|place| values.get(place)).filter(|value| value.is_finite()).sum()
    };
    let definition = Definition::new(form.def_id(), &form.sources());
    let found = count(filter, protection, form, units.set);
    let drawn = Units { n: units.n(), key: |unit| units.key(unit), influence: |unit| of_unit(&of_rows, unit) };
    let persons = weights::draw(filter, tier, &definition, units.set, found.or_zero(), &drawn);
    let mut weights = vec![1.0; sample.rows];
    for (place, weight) in units.row_weights(&persons) {
        if let Some(slot) = weights.get_mut(place) {
            *slot = weight;
        }
    }
    let cap = cap(filter, &definition, units.set, sample.n, estimator.parameters(sample));
    for _ in 0..filter.policy().leverage_rounds {
        let leverage = estimator.leverage(sample, &weights).map_err(Refusal::Fit)?;
        let capped: Vec<usize> = (0..units.n()).filter(|unit| of_unit(&leverage, *unit) > cap).collect();
        if capped.is_empty() {
            break;
        }
        for place in capped.into_iter().flat_map(|unit| units.places(unit)) {
            if let Some(slot) = weights.get_mut(place) {
                *slot = 0.0;
            }
        }
    }
    Ok(weights)
}

fn model(
    policy: &Policy,
    protection: Protection,
    input: &ModelInput,
    sample: &Sample,
    n: i64,
    mut fitted: Fitted,
) -> Model {
    let freedom = n - fitted.parameters as i64;
    if fitted.fit.contains_key("df_resid") {
        fitted.fit.insert("df_resid".to_owned(), Some(freedom as f64));
    }
    let mut terms: Vec<TermEstimate> = fitted
        .terms
        .iter()
        .map(|term| {
            let number = |number: f64| Some(number).filter(|number| number.is_finite());
            TermEstimate {
                equation: term.equation.clone(),
                term: term.term.clone(),
                coefficient: number(term.coefficient),
                se: number(term.se),
                statistic: number(term.statistic),
                p: number(term.p),
                ci_low: number(term.ci_low),
                ci_high: number(term.ci_high),
            }
        })
        .collect();
    let mut dropped = fitted.dropped;
    for name in prepare::constants(input, sample) {
        if !dropped.contains(&name) {
            dropped.push(name);
        }
    }
    if !protection.is_exact() {
        terms.iter_mut().for_each(|term| round_term(policy, term));
        round_fit(policy, &mut fitted.fit);
        fitted.tests.iter_mut().for_each(round_test);
    }
    Model {
        model: input.model.clone(),
        dependent: input.dependent.clone(),
        n,
        terms,
        fit: fitted.fit,
        tests: fitted.tests,
        dropped,
        covariance: input.covariance.clone(),
        level: input.level,
        labels: fitted.labels.into_iter().collect(),
    }
}

/// Coefficient and interval to a decimal step of at most SE/20; SE and statistic three digits.
fn round_term(policy: &Policy, term: &mut TermEstimate) {
    let step = term.se.and_then(|se| rounding::nice_step_below(se / policy.coefficient_step));
    let rounded = |value: Option<f64>| value.zip(step).map(|(value, step)| rounding::to_step(value, step));
    term.coefficient = rounded(term.coefficient);
    term.ci_low = rounded(term.ci_low);
    term.ci_high = rounded(term.ci_high);
    let digits = |value: Option<f64>| value.filter(|_| step.is_some()).map(|value| rounding::significant(value, 3));
    term.se = digits(term.se);
    term.statistic = digits(term.statistic);
    term.p = term.p.filter(|_| step.is_some()).map(rounding::p_value);
}

fn round_fit(policy: &Policy, fit: &mut wire::output::model::Fit) {
    let fits_too_well = ["r2", "pseudo_r2", "r2_within", "r2_between", "r2_overall"]
        .iter()
        .any(|name| fit.get(*name).copied().flatten().is_some_and(|r2| r2 > policy.max_r_squared));
    for (name, value) in fit.iter_mut() {
        let is_count = name.starts_with("df");
        *value =
            value.filter(|value| value.is_finite() && (is_count || !fits_too_well)).map(|value| match name.as_str() {
                _ if is_count => value.round(),
                name if name.starts_with("r2") || name == "pseudo_r2" || name == "rho" => rounding::decimals(value, 3),
                "ll" | "ll_null" | "aic" | "bic" => rounding::decimals(value, 1),
                name if name.ends_with("_p") => rounding::p_value(value),
                _ => rounding::significant(value, 4),
            });
    }
}

fn round_test(test: &mut TestResult) {
    test.statistic = test.statistic.map(|value| rounding::significant(value, 4));
    test.p = test.p.map(rounding::p_value);
}
