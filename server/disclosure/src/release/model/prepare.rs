//! The analysed rows of a model: complete ones, without levels below their floor, columns in which too few differ constant,
//! user-made columns clamped. Rows are named, not copied: columns are read where the estimator needs them.
//! Argument: `proofs/model.md`.

use rayon::prelude::*;

use super::levels::{self, Factor};
use super::outcome::Outcome;
use super::units::ModelUnits;
use crate::filter::{Filter, Protection};
use crate::normal_form::{ColumnForm, Comparison, Condition, Form, Value};
use crate::rule::minimum_count::count;
use crate::rule::{clamp, value_floor, variation};
use crate::statistic::{
    Category, ModelColumn, ModelInput, ModelUse, ModelValues, Placed, Sample, SampleCodes, SampleColumn, SampleNumbers,
    SamplePersons, SampleRows,
};
use crate::tally::{BLOCK, NO_CELL, NOBODY, SetId};
use crate::watch::Disjoint;

/// Samples below this size are looked at value by value; in larger ones a common value is one of the first.
const SMALL: usize = 4096;

/// Persons among whom a value that nearly all have is found.
const FIRST: usize = 64;

/// The analysed rows.
pub(super) struct Rows {
    pub(super) rows: SampleRows,
    /// The question that they are.
    pub(super) form: Form,
    /// Their set, if it was found on the way.
    pub(super) set: Option<SetId>,
    /// By column: which categories have rows, where it was found on the way.
    pub(super) occurs: Vec<Option<Vec<bool>>>,
    /// By column: none of its categories has enough of every outcome, so that it explains nothing.
    pub(super) is_left_out: Vec<bool>,
}

/// The rows with a value in every column, without those of factor levels below their floor or hidden, and the question that they
/// are. Levels without rows leave it too: a question that said which of the small levels are empty would be told by its draw.
pub(super) fn rows(filter: &Filter, protection: Protection, form: &Form, input: &ModelInput) -> Rows {
    let mut stays = complete(input);
    let mut kept = form.clone();
    let mut lost: Vec<(Placed<'_>, SetId)> = Vec::new();
    let (mut occurs, mut is_left_out) = (vec![None; input.columns.len()], vec![false; input.columns.len()]);
    let population = &input.population;
    let factors = if protection.is_exact() { Vec::new() } else { levels::counted(input, stays.as_deref()) };
    let outcome = Outcome::of(input);
    for factor in &factors {
        let Factor { at, column, codes, categories, counts } = factor;
        let level = filter.level(Disjoint::Dimension(*at));
        let is_lost = |(category, set): (&Category, SetId)| {
            let form = form.cell(&column.form, Some(&category.value));
            let is_hidden = count(&level.cell(category.is_listed), protection, &form, set).shown.is_none();
            value_floor::below(filter, &form, set) || is_hidden
        };
        let mut is_lost: Vec<bool> = categories.iter().zip(counts.iter().map(|tally| tally.set)).map(is_lost).collect();
        if let (Some(outcome), ModelUse::Regressor) = (&outcome, column.use_in_model) {
            let thin = outcome.is_thin(filter, (input, stays.as_deref()), form, factor);
            match thin.iter().zip(&is_lost).all(|(thin, lost)| *thin || *lost) {
                // Rather without the factor than without rows.
                true => is_left_out.iter_mut().skip(*at).take(1).for_each(|is_left_out| *is_left_out = true),
                false => is_lost.iter_mut().zip(thin).for_each(|(lost, thin)| *lost |= thin),
            }
        }
        let values: Vec<Value> = categories
            .iter()
            .zip(&is_lost)
            .filter(|(_, lost)| **lost)
            .map(|(category, _)| category.value.clone())
            .collect();
        kept = kept.drop(&Condition::in_values(&column.form, &values));
        let of_lost = || counts.iter().zip(&is_lost).filter(|(_, lost)| **lost).map(|(tally, _)| tally);
        if of_lost().any(|tally| tally.rows > 0) {
            let set = of_lost().fold(SetId::default(), |all, tally| all.merged(tally.set));
            // 1 for a level that is lost, 0 for others.
            lost.push((codes.view().placed(is_lost.iter().map(|lost| u32::from(*lost)).collect(), 0), set));
        }
        if let Some(slot) = occurs.get_mut(*at) {
            *slot = Some(counts.iter().zip(&is_lost).map(|(tally, lost)| tally.rows > 0 && !lost).collect());
        }
    }
    if !lost.is_empty() {
        let stays = stays.get_or_insert_with(|| vec![true; population.rows()]);
        stays.par_chunks_mut(BLOCK).enumerate().for_each(|(block, stays)| {
            for (is_lost, _) in &lost {
                let mut flags = [0_u32; BLOCK];
                let flags = flags.get_mut(..stays.len()).unwrap_or_default();
                is_lost.add(block * BLOCK, flags);
                stays.iter_mut().zip(flags).for_each(|(stays, lost)| *stays &= *lost == 0);
            }
        });
        // Rows that one factor loses may be all that a level of another has.
        occurs.fill(None);
    }
    let all = levels::set_of_all(input, &factors);
    let set = match lost.as_slice() {
        [] => all,
        [(_, lost)] => all.map(|all| all.without(*lost)),
        _ => None,
    };
    Rows { rows: SampleRows::of(stays.as_deref(), population.rows()), form: kept, set, occurs, is_left_out }
}

/// Whether each row has a person and a value in every column; `None`: all have.
fn complete(input: &ModelInput) -> Option<Vec<bool>> {
    let population = &input.population;
    let is_run = population.keys_of_run(0..population.rows()).is_some();
    let can_miss = |column: &ModelColumn| match &column.values {
        // Decimal numbers without missing ones are finite: the engine's columns hold no others.
        ModelValues::Numbers(numbers) => numbers.valid.is_some(),
        ModelValues::Factor { codes, categories } => {
            let cells_of = codes.view().placed(identity(categories), NO_CELL);
            !(0..population.rows().div_ceil(BLOCK)).into_par_iter().all(|block| {
                let mut cells = [0_u32; BLOCK];
                let n = BLOCK.min(population.rows() - block * BLOCK);
                let cells = cells.get_mut(..n).unwrap_or_default();
                cells_of.add(block * BLOCK, cells);
                !cells.contains(&NO_CELL)
            })
        }
    };
    let missing: Vec<&ModelColumn> = input.columns.iter().filter(|column| can_miss(column)).collect();
    if is_run && missing.is_empty() {
        return None;
    }
    let mut complete = vec![true; population.rows()];
    complete.par_chunks_mut(BLOCK).enumerate().for_each(|(block, complete)| {
        let first = block * BLOCK;
        let rows = first..first + complete.len();
        complete.iter_mut().zip(rows).for_each(|(complete, row)| *complete = population.person(row) != NOBODY);
        let (mut values, mut cells) = ([0.0; BLOCK], [0_u32; BLOCK]);
        for column in &missing {
            match &column.values {
                ModelValues::Numbers(numbers) => {
                    let values = values.get_mut(..complete.len()).unwrap_or_default();
                    numbers.view().fill(first, values);
                    complete.iter_mut().zip(values).for_each(|(complete, value)| *complete &= !value.is_nan());
                }
                ModelValues::Factor { codes, categories } => {
                    let cells = cells.get_mut(..complete.len()).unwrap_or_default();
                    cells.fill(0);
                    codes.view().placed(identity(categories), NO_CELL).add(first, cells);
                    complete.iter_mut().zip(cells).for_each(|(complete, cell)| *complete &= *cell != NO_CELL);
                }
            }
        }
    });
    Some(complete)
}

/// Each category as its own cell.
pub(super) fn identity(categories: &[Category]) -> Vec<u32> {
    (0..categories.len() as u32).collect()
}

/// The sample of the units' rows.
pub(super) fn sample(
    filter: &Filter,
    protection: Protection,
    form: &Form,
    input: &ModelInput,
    units: &ModelUnits<'_>,
    n: i64,
    (occurs, is_left_out): (Vec<Option<Vec<bool>>>, Vec<bool>),
) -> Sample {
    let columns = input.columns.iter().zip(occurs).zip(is_left_out);
    let outcome = Outcome::of(input);
    let column = |((column, occurs), is_left_out)| match is_left_out {
        true => SampleColumn::Constant,
        false => sample_column(filter, protection, form, units, column, (&outcome, occurs)),
    };
    let columns = columns.map(column).collect();
    let persons = match units {
        ModelUnits::One { .. } => SamplePersons::OneRowEach,
        ModelUnits::Several { units, .. } => {
            let mut persons = vec![0_u32; units.rows.len()];
            for unit in 0..units.n() {
                persons.get_mut(units.places(unit)).unwrap_or_default().fill(unit as u32);
            }
            SamplePersons::Of(persons)
        }
    };
    let (n_persons, is_exact) = (units.shown_persons(filter, protection, form), protection.is_exact());
    Sample { rows: units.rows().len(), columns, n, n_persons, is_exact, persons }
}

fn sample_column(
    filter: &Filter,
    protection: Protection,
    form: &Form,
    units: &ModelUnits<'_>,
    column: &ModelColumn,
    (outcome, occurs): (&Option<Outcome<'_>>, Option<Vec<bool>>),
) -> SampleColumn {
    match &column.values {
        ModelValues::Factor { codes, categories } => {
            let codes = SampleCodes::new(codes.clone(), units.rows().clone(), categories.len());
            let occurs = occurs.unwrap_or_else(|| occurring(&codes, categories.len()));
            let levels =
                (0..categories.len() as u32).filter(|code| occurs.get(*code as usize) == Some(&true)).collect();
            SampleColumn::Factor { codes, levels, categories: categories.clone() }
        }
        ModelValues::Numbers(numbers) => {
            let values = SampleNumbers::new(numbers.clone(), units.rows().clone());
            if protection.is_exact() {
                return SampleColumn::Numbers(values);
            }
            match almost_constant(filter, form, units, column, &values) {
                Some(_) if column.use_in_model == ModelUse::Regressor => return SampleColumn::Constant,
                // The few that differ do not decide whether a dependent varies; the estimator says that it does not.
                Some(common) => return SampleColumn::Numbers(values.constant(common)),
                None => {}
            }
            if let (Some(outcome), ModelUse::Regressor) = (outcome, column.use_in_model)
                && let Some(common) = common_value(units, &values)
                && outcome.is_hardly_explained(filter, form, units, (column, &values), common)
            {
                return SampleColumn::Constant;
            }
            if !column.form.is_clamped() {
                return SampleColumn::Numbers(values);
            }
            let limits = clamp::limits(filter.policy(), values.to_vec());
            SampleColumn::Numbers(values.within(limits))
        }
    }
}

/// Which categories have rows.
fn occurring(codes: &SampleCodes, n: usize) -> Vec<bool> {
    let block = |block: usize| {
        let mut seen = vec![false; n];
        let mut buffer = [0_u32; BLOCK];
        let buffer = buffer.get_mut(..BLOCK.min(codes.len() - block * BLOCK)).unwrap_or_default();
        codes.read(block * BLOCK, buffer);
        for code in buffer {
            if let Some(seen) = seen.get_mut(*code as usize) {
                *seen = true;
            }
        }
        seen
    };
    let any = |mut all: Vec<bool>, part: Vec<bool>| {
        all.iter_mut().zip(part).for_each(|(all, part)| *all |= part);
        all
    };
    (0..codes.len().div_ceil(BLOCK)).into_par_iter().map(block).reduce(|| vec![false; n], any)
}

/// The most common value, if fewer persons than the floor differ from it: for a 0/1 column the smaller side. How many values
/// the few have among them plays no part, or one person's would tell.
fn almost_constant(
    filter: &Filter,
    form: &Form,
    units: &ModelUnits<'_>,
    column: &ModelColumn,
    values: &SampleNumbers,
) -> Option<f64> {
    if column.use_in_model == ModelUse::Clusters {
        return None;
    }
    let most = filter.policy().floor.1 as usize;
    let common = common_value(units, values)?;
    // As soon as so many differ, no floor is above them.
    let mut others: Vec<usize> = Vec::with_capacity(most);
    units.each_person(values, |unit, value| {
        if value != common {
            others.push(unit);
        }
        others.len() < most
    });
    if others.len() >= most {
        return None;
    }
    let mut set = SetId::default();
    others.into_iter().for_each(|unit| set.add(units.key(unit)));
    let literal = ColumnForm::literal(Some(Value::number(common)));
    let form = form.keep(&Condition::compare(Comparison::NotEqual, &column.form, &literal));
    value_floor::below(filter, &form, set).then_some(common)
}

/// The most common value among the first persons.
fn common_value(units: &ModelUnits<'_>, values: &SampleNumbers) -> Option<f64> {
    let mut first = Vec::with_capacity(FIRST);
    let n_first = if units.n() < SMALL { units.n() } else { FIRST };
    units.each_person(values, |_, value| {
        first.push(value);
        first.len() < n_first
    });
    // Of nobody every value is the most common one: an empty sample is refused in the words in which one person's is.
    if n_first == 0 { Some(0.0) } else { variation::most_common(first.get(..n_first)?) }
}

/// Names of the regressors that a floor made constant.
pub(super) fn constants(input: &ModelInput, sample: &Sample) -> Vec<String> {
    let columns = input.columns.iter().zip(&sample.columns);
    columns
        .filter(|(_, values)| matches!(values, SampleColumn::Constant))
        .map(|(column, _)| column.name.clone())
        .collect()
}
