//! Models: the filter prepares the rows and draws the weights, the engine's estimator computes, the filter rounds.
//!
//! *Precondition*: the estimator is a pure function of sample and weights. *Claim*: what is released depends on a unit only
//! through a fit with perturbed weights in which no unit has leverage above the cap; floors decide levels and 0/1 regressors.
//! The formula never enters the seed. Argument: `proofs/model.md`.

mod levels;
mod outcome;
mod prepare;
mod tables;
mod units;
mod weighting;
mod written;

use std::collections::HashSet;

use wire::output::{Body, Model, Rule, TermEstimate, TestResult};

use super::touched::Touched;
use crate::filter::{Filter, Protection, Question};
use crate::foresight::{self, Axis};
use crate::normal_form::Form;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::rule::{gate, rounding};
use crate::seed::Definition;
use crate::statistic::{
    FitFailure, Fitted, ModelAnswer, ModelColumn, ModelInput, ModelUse, ModelValues, OnSample, Sample, SampleColumn,
    SampleNumbers, SampleRows,
};
use crate::tally::BLOCK;
use units::ModelUnits;
use weighting::Drawn;
pub(crate) use written::columns;

/// A model.
pub(crate) fn release(filter: &Filter, input: &ModelInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    let Solved { protection, sample, counts_rows, mut fitted, .. } = solve(filter, input, question)?;
    let policy = filter.policy();
    let touched = touched(input, counts_rows);
    let tables = std::mem::take(&mut fitted.tables);
    let mut bodies = Vec::new();
    if input.answer == ModelAnswer::Estimates {
        let model = model(policy, protection, input, &sample, sample.n, fitted);
        bodies.push(touched.clone().body(policy, protection, Body::Model(model)));
    }
    for table in tables {
        let name = table.name.clone();
        let body = touched.clone().body(policy, protection, tables::table(policy, protection, table));
        bodies.push(NamedBody { name, ..body });
    }
    Ok(bodies)
}

/// A fit under its weights, before anything is rounded.
struct Solved {
    protection: Protection,
    sample: Sample,
    /// The row of the population behind each row of the sample.
    rows: SampleRows,
    /// A unit may have several rows.
    counts_rows: bool,
    fitted: Fitted,
    /// Rows of the sample whose person has no weight for its leverage, ascending.
    capped: Vec<usize>,
}

fn solve(filter: &Filter, input: &ModelInput, question: &Question) -> Result<Solved, Refusal> {
    let columns = input.columns.iter().map(|column| column.form.sources());
    let sources = columns.fold(question.form.sources(), |all, column| all.with(column));
    let protection = filter.protection(question, &sources);
    let form = input.columns.iter().fold(question.form.clone(), |form, column| form.valid(&column.form));
    let prepare::Rows { rows, form, set, occurs, is_left_out } = prepare::rows(filter, protection, &form, input);
    let population = &input.population.within(&form);
    let units = ModelUnits::new(population, rows, set);
    let n = units.shown_rows(filter, protection, &form);
    let sample = prepare::sample(filter, protection, &form, input, &units, n, (occurs, is_left_out));
    check_clusters(filter, protection, &form, input, &units, &sample)?;
    let estimator = input.estimator.as_ref();
    let parameters = estimator.parameters(&sample);
    if let Protection::Rules(tier) = protection {
        // On released counts and levels that passed their floors, so a refusal and what it says are released facts.
        match input.answer {
            ModelAnswer::Estimates | ModelAnswer::Tables | ModelAnswer::Columns => {
                foresight::model(filter.policy(), n, parameters, &factors(input, &sample))?;
                let outcome = outcome::Outcome::of(input);
                if let Some(events) = outcome.and_then(|found| found.n_events(filter, protection, &form, &units)) {
                    foresight::events(filter.policy(), events, parameters)?;
                }
            }
            ModelAnswer::Pairs => foresight::pairs(filter.policy(), tier, n)?,
        }
    }
    let (mut fitted, mut capped) = (Err(Refusal::Fit(FitFailure::Singular)), Vec::new());
    let mut work = |on: &dyn OnSample| {
        let drawn = match protection {
            Protection::Exact => Ok(Drawn::default()),
            Protection::Rules(tier) => {
                weighting::Weighting { filter, protection, tier, form: &form, units: &units, on }.weights(n, parameters)
            }
        };
        fitted = drawn
            .and_then(|drawn| {
                capped = drawn.capped;
                on.fit(&drawn.weights)
            })
            .map_err(Refusal::Fit);
    };
    estimator.work(&sample, &mut work).map_err(Refusal::Fit)?;
    let (fitted, rows) = (fitted?, units.rows().clone());
    Ok(Solved { protection, sample, rows, counts_rows: population.several_rows, fitted, capped })
}

fn touched(input: &ModelInput, counts_rows: bool) -> Touched {
    let is_clamped = |column: &ModelColumn| {
        column.use_in_model != ModelUse::Clusters
            && matches!(column.values, ModelValues::Numbers(_))
            && column.form.is_clamped()
    };
    Touched::counts(counts_rows)
        .and_statistics()
        .and([Rule::WrittenValueFloor, Rule::LeverageCap, Rule::Rounding, Rule::ModelSize])
        .and_if(input.columns.iter().any(|column| column.use_in_model == ModelUse::Clusters), Rule::GroupGate)
        .and_if(input.columns.iter().any(is_clamped), Rule::Clamp)
}

/// The categorical regressors with the levels that are left.
fn factors(input: &ModelInput, sample: &Sample) -> Vec<Axis> {
    let columns = input.columns.iter().zip(&sample.columns);
    columns
        .filter_map(|(column, values)| match values {
            SampleColumn::Factor { levels, categories, .. } => {
                let value = |level: &u32| categories.get(*level as usize).map(|category| category.value.clone());
                Some(Axis::new(&column.name, levels.iter().filter_map(value).collect()))
            }
            SampleColumn::Numbers(_) | SampleColumn::Constant => None,
        })
        .collect()
}

/// Standard errors by cluster need a keyed 10…19 clusters: those of two clusters, one of them a single person, would be that
/// person's residual.
fn check_clusters(
    filter: &Filter,
    protection: Protection,
    form: &Form,
    input: &ModelInput,
    units: &ModelUnits<'_>,
    sample: &Sample,
) -> Result<(), Refusal> {
    for (column, values) in input.columns.iter().zip(&sample.columns) {
        let SampleColumn::Numbers(values) = values else { continue };
        if column.use_in_model != ModelUse::Clusters || protection.is_exact() {
            continue;
        }
        let definition = Definition::new(form.def_id(), &form.sources());
        let n_clusters = clusters(values, filter.policy().gate.1 as usize);
        if !gate::has_clusters(filter, &definition, units.set(), n_clusters) {
            return Err(Refusal::TooFewClusters { range: filter.policy().gate });
        }
    }
    Ok(())
}

/// How many clusters there are; no more than `most` are told apart.
fn clusters(values: &SampleNumbers, most: usize) -> usize {
    let mut distinct: HashSet<u64> = HashSet::new();
    let mut buffer = vec![0.0; BLOCK];
    for first in (0..values.len()).step_by(BLOCK) {
        buffer.resize(BLOCK.min(values.len() - first), 0.0);
        values.read(first, &mut buffer);
        distinct.extend(buffer.iter().map(|value| (value + 0.0).to_bits()));
        if distinct.len() > most {
            break;
        }
    }
    distinct.len()
}

fn model(
    policy: &Policy,
    protection: Protection,
    input: &ModelInput,
    sample: &Sample,
    n: i64,
    mut fitted: Fitted,
) -> Model {
    let freedom = fitted.freedom.unwrap_or(n - fitted.parameters as i64);
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
        scale: fitted.scale.map(str::to_owned),
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
