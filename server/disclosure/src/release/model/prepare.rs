//! The analysed rows of a model: complete ones, without levels below their floor, columns in which too few differ constant,
//! user-made columns clamped.

use rayon::prelude::*;

use super::super::cell::CellUnits;
use crate::filter::{Filter, Protection};
use crate::normal_form::{ColumnForm, Comparison, Condition, Form, Value};
use crate::rule::minimum_count::count;
use crate::rule::{clamp, value_floor, variation};
use crate::statistic::{ModelColumn, ModelInput, ModelUse, ModelValues, Sample, SampleColumn};
use crate::tally::{NO_CELL, NOBODY, SetId, tally};

/// The rows with a value in every column, without those of factor levels below their floor or hidden, and the question that they
/// are. Levels without rows leave it too: a question that said which of the small levels are empty would be told by its draw.
pub(super) fn rows(filter: &Filter, protection: Protection, form: &Form, input: &ModelInput) -> (Vec<u32>, Form) {
    let population = &input.population;
    let is_complete = |row: usize| {
        population.persons.get(row).is_some_and(|person| *person != NOBODY)
            && input.columns.iter().all(|column| match &column.values {
                ModelValues::Numbers(numbers) => numbers.at(row).is_some(),
                ModelValues::Factor { codes, categories } => {
                    codes.get(row).is_some_and(|code| (*code as usize) < categories.len())
                }
            })
    };
    let complete: Vec<bool> = (0..population.rows()).into_par_iter().map(is_complete).collect();
    let mut kept = form.clone();
    let lost: Vec<(&[u32], Vec<bool>)> = input
        .columns
        .iter()
        .filter(|column| column.use_in_model == ModelUse::Regressor && !protection.is_exact())
        .filter_map(|column| match &column.values {
            ModelValues::Factor { codes, categories } => {
                let cells: Vec<u32> = codes
                    .par_iter()
                    .enumerate()
                    .map(|(row, code)| if complete.get(row) == Some(&true) { *code } else { NO_CELL })
                    .collect();
                let counts = tally(&cells, categories.len(), population);
                let is_lost: Vec<bool> = categories
                    .iter()
                    .zip(&counts)
                    .map(|(category, tally)| {
                        let form = form.cell(&column.form, Some(&category.value));
                        let is_hidden = count(filter, protection, &form, tally.set).shown.is_none();
                        value_floor::below(filter, &form, tally.set) || is_hidden
                    })
                    .collect();
                let values: Vec<Value> = categories
                    .iter()
                    .zip(&is_lost)
                    .filter(|(_, lost)| **lost)
                    .map(|(category, _)| category.value.clone())
                    .collect();
                kept = kept.drop(&Condition::in_values(&column.form, &values));
                Some((&**codes, is_lost))
            }
            ModelValues::Numbers(_) => None,
        })
        .collect();
    let rows = (0..population.rows())
        .filter(|row| complete.get(*row) == Some(&true))
        .filter(|row| {
            !lost.iter().any(|(codes, is_lost)| {
                codes.get(*row).and_then(|code| is_lost.get(*code as usize)).copied().unwrap_or_default()
            })
        })
        .map(|row| row as u32)
        .collect();
    (rows, kept)
}

/// The sample of those rows, in the order of `units`.
pub(super) fn sample(
    filter: &Filter,
    protection: Protection,
    form: &Form,
    input: &ModelInput,
    units: &CellUnits<'_>,
    n: i64,
) -> Sample {
    let columns = input.columns.iter().map(|column| sample_column(filter, protection, form, units, column)).collect();
    let mut persons = vec![0_u32; units.rows.len()];
    for unit in 0..units.n() {
        for place in units.places(unit) {
            if let Some(slot) = persons.get_mut(place) {
                *slot = unit as u32;
            }
        }
    }
    Sample { rows: units.rows.len(), columns, n, persons }
}

fn sample_column(
    filter: &Filter,
    protection: Protection,
    form: &Form,
    units: &CellUnits<'_>,
    column: &ModelColumn,
) -> SampleColumn {
    match &column.values {
        ModelValues::Factor { codes, categories } => {
            let codes: Vec<u32> =
                units.rows.iter().map(|row| codes.get(*row as usize).copied().unwrap_or_default()).collect();
            let mut occurs = vec![false; categories.len()];
            for code in &codes {
                if let Some(flag) = occurs.get_mut(*code as usize) {
                    *flag = true;
                }
            }
            let levels =
                (0..categories.len() as u32).filter(|code| occurs.get(*code as usize) == Some(&true)).collect();
            SampleColumn::Factor { codes, levels, categories: categories.clone() }
        }
        ModelValues::Numbers(numbers) => {
            let mut values: Vec<f64> =
                units.rows.iter().map(|row| numbers.at(*row as usize).unwrap_or_default()).collect();
            if protection.is_exact() {
                return SampleColumn::Numbers(values);
            }
            let common = almost_constant(filter, form, units, column, &units.of_persons(&values));
            if let Some(common) = common {
                if column.use_in_model == ModelUse::Regressor {
                    return SampleColumn::Constant;
                }
                // The few that differ do not decide whether a dependent varies; the estimator says that it does not.
                values.fill(common);
            }
            if column.form.is_clamped() {
                clamp::clamp(filter.policy(), &mut values);
            }
            SampleColumn::Numbers(values)
        }
    }
}

/// The most common value, if fewer persons than the floor differ from it: for a 0/1 column the smaller side. How many values
/// the few have among them plays no part, or one person's would tell.
fn almost_constant(
    filter: &Filter,
    form: &Form,
    units: &CellUnits<'_>,
    column: &ModelColumn,
    of_persons: &[f64],
) -> Option<f64> {
    if column.use_in_model == ModelUse::Clusters {
        return None;
    }
    let common = variation::most_common(of_persons)?;
    let mut others = SetId::default();
    for (unit, _) in of_persons.iter().enumerate().filter(|(_, value)| **value != common) {
        others.n += 1;
        others.sum = others.sum.wrapping_add(units.key(unit));
    }
    let literal = ColumnForm::literal(Some(Value::number(common)));
    let form = form.keep(&Condition::compare(Comparison::NotEqual, &column.form, &literal));
    value_floor::below(filter, &form, others).then_some(common)
}

/// Names of the regressors that a floor made constant.
pub(super) fn constants(input: &ModelInput, sample: &Sample) -> Vec<String> {
    let columns = input.columns.iter().zip(&sample.columns);
    columns
        .filter(|(_, values)| matches!(values, SampleColumn::Constant))
        .map(|(column, _)| column.name.clone())
        .collect()
}
