//! The analysed rows and a formula as the design of an estimator: dense columns and codes, never dummy columns.

use std::borrow::Cow;

use disclosure::Value;
use disclosure::statistic::{Category, FitFailure, Sample, SampleColumn};
use statistics::describe::moments::moments;
use statistics::design::{Block, Design, NO_COLUMN};
use statistics::fold::Watch;

use super::factor::{TermFactor, cells};
use super::formula::{Formula, FormulaTerm};
use crate::functions::number_text;

/// Most columns that a model may have: the cross products of more do not fit in memory.
pub const MOST_COLUMNS: usize = 2_000;

/// How numbers enter the design.
#[derive(Clone, Copy, Debug)]
pub enum Scale<'a> {
    /// As they are.
    AsIs,
    /// With mean 0 and standard deviation 1 under these weights: never under others than the fit's, or exact moments
    /// would leave with it.
    Standardized(Option<&'a [f64]>),
}

/// What a column of the design is.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignColumn {
    /// `x`, `3.region`, `3.region#1.female`, `c.age#c.age`.
    pub term: String,
    /// For factor levels.
    pub label: Option<String>,
    /// From `control()`.
    pub is_hidden: bool,
}

/// A design with its data, the names of its columns, and the terms that a floor left out.
pub struct ModelMatrix<'a> {
    /// The dependent variable.
    pub y: Cow<'a, [f64]>,
    /// Names of the columns, through all blocks.
    pub columns: Vec<DesignColumn>,
    /// Terms without a column: constant by a floor, or of one level only.
    pub left_out: Vec<String>,
    blocks: Vec<OwnedBlock<'a>>,
    has_constant: bool,
    n_rows: usize,
}

enum OwnedBlock<'a> {
    Dense(Cow<'a, [f64]>),
    Coded { columns: Vec<u32>, n_columns: usize, values: Option<Cow<'a, [f64]>> },
}

impl OwnedBlock<'_> {
    fn borrow(&self) -> Block<'_> {
        match self {
            OwnedBlock::Dense(values) => Block::Dense(values),
            OwnedBlock::Coded { columns, n_columns, values } => {
                Block::Coded { columns, n_columns: *n_columns, values: values.as_deref() }
            }
        }
    }
}

impl<'a> ModelMatrix<'a> {
    /// Lays a formula over a sample whose columns are the formula's (more may follow).
    ///
    /// # Errors
    /// [`FitFailure::Singular`] if the model has more than [`MOST_COLUMNS`] columns.
    pub fn new(formula: &Formula, sample: &'a Sample, scale: Scale<'_>) -> Result<Self, FitFailure> {
        if n_columns(formula, sample) > MOST_COLUMNS {
            return Err(FitFailure::Singular);
        }
        let numbers: Vec<Option<Cow<'a, [f64]>>> = sample
            .columns
            .iter()
            .map(|column| match (column, scale) {
                (SampleColumn::Numbers(values), Scale::AsIs) => Some(Cow::Borrowed(values.as_slice())),
                (SampleColumn::Numbers(values), Scale::Standardized(weights)) => {
                    Some(Cow::Owned(standardized(values, weights)))
                }
                _ => None,
            })
            .collect();
        let y = numbers.first().cloned().flatten().ok_or(FitFailure::ConstantDependent)?;
        let mut matrix = ModelMatrix {
            y,
            columns: Vec::new(),
            left_out: Vec::new(),
            blocks: Vec::new(),
            has_constant: formula.has_constant,
            n_rows: sample.rows,
        };
        for term in &formula.terms {
            matrix.add(formula, term, sample, &numbers);
        }
        Ok(matrix)
    }

    /// The design for `statistics`.
    pub fn design(&self) -> Design<'_> {
        let blocks = self.blocks.iter().map(OwnedBlock::borrow).collect();
        Design { n_rows: self.n_rows, blocks, has_constant: self.has_constant }
    }

    fn add(&mut self, formula: &Formula, term: &FormulaTerm, sample: &Sample, numbers: &[Option<Cow<'a, [f64]>>]) {
        let parts: Vec<Part<'_>> = term.factors.iter().map(|column| part(formula, sample, *column)).collect();
        if parts.iter().any(|part| matches!(part, Part::Constant)) {
            self.left_out.push(plain_name(formula, term));
            return;
        }
        let values = product(term, numbers);
        let factors: Vec<(TermFactor<'_>, &[u32], Vec<u32>)> = parts
            .into_iter()
            .filter_map(|part| match part {
                Part::Factor { factor, codes, place } => Some((factor, codes, place)),
                _ => None,
            })
            .collect();
        let continuous = continuous_names(formula, term, sample);
        if factors.is_empty() {
            if let Some(values) = values {
                let term_name = if continuous.len() == 1 { plain_name(formula, term) } else { continuous.join("#") };
                self.columns.push(DesignColumn { term: term_name, label: None, is_hidden: term.is_hidden });
                self.blocks.push(OwnedBlock::Dense(values));
            }
            return;
        }
        let (term_factors, rows): (Vec<_>, Vec<_>) =
            factors.into_iter().map(|(factor, codes, place)| (factor, (codes, place))).unzip();
        let found = cells(formula, term, &term_factors, values.is_none());
        if found.is_empty() {
            self.left_out.push(plain_name(formula, term));
            return;
        }
        let sizes: Vec<usize> = term_factors.iter().map(|factor| factor.levels.len()).collect();
        let mut column_of_cell = vec![NO_COLUMN; sizes.iter().product()];
        for (cell, column) in found.iter().zip(0_u32..) {
            if let Some(slot) = column_of_cell.get_mut(cell.number) {
                *slot = column;
            }
            let mut parts = vec![cell.name.clone()];
            parts.extend(continuous.iter().cloned());
            let label = cell.label.clone();
            self.columns.push(DesignColumn { term: parts.join("#"), label, is_hidden: term.is_hidden });
        }
        let columns = (0..self.n_rows).map(|row| column(&rows, &sizes, &column_of_cell, row)).collect();
        self.blocks.push(OwnedBlock::Coded { columns, n_columns: found.len(), values });
    }
}

/// Number of columns without the constant, before collinear ones are dropped.
pub fn n_columns(formula: &Formula, sample: &Sample) -> usize {
    let of_term = |term: &FormulaTerm| {
        let mut n_cells: usize = 1;
        for column in &term.factors {
            match sample.columns.get(*column) {
                Some(SampleColumn::Constant) | None => return 0,
                Some(SampleColumn::Factor { levels, .. }) => n_cells = n_cells.saturating_mul(levels.len()),
                Some(SampleColumn::Numbers(_)) => {}
            }
        }
        if n_cells > MOST_COLUMNS {
            return n_cells;
        }
        let factors: Vec<TermFactor<'_>> = term
            .factors
            .iter()
            .filter_map(|column| match part(formula, sample, *column) {
                Part::Factor { factor, .. } => Some(factor),
                _ => None,
            })
            .collect();
        if factors.is_empty() { 1 } else { cells(formula, term, &factors, factors.len() == term.factors.len()).len() }
    };
    formula.terms.iter().map(of_term).fold(0, usize::saturating_add)
}

enum Part<'s> {
    Numbers,
    Constant,
    /// `place`: category → place of its level.
    Factor {
        factor: TermFactor<'s>,
        codes: &'s [u32],
        place: Vec<u32>,
    },
}

fn part<'s>(formula: &'s Formula, sample: &'s Sample, column: usize) -> Part<'s> {
    let name = formula.columns.get(column).map_or("", |column| column.name.value.as_str());
    match sample.columns.get(column) {
        Some(SampleColumn::Numbers(_)) => Part::Numbers,
        Some(SampleColumn::Constant) | None => Part::Constant,
        Some(SampleColumn::Factor { codes, levels, categories }) => {
            let mut place = vec![NO_COLUMN; categories.len()];
            let mut known: Vec<&Category> = Vec::with_capacity(levels.len());
            for level in levels {
                let at = usize::try_from(*level).unwrap_or(usize::MAX);
                if let (Some(slot), Some(category)) = (place.get_mut(at), categories.get(at)) {
                    *slot = u32::try_from(known.len()).unwrap_or(NO_COLUMN);
                    known.push(category);
                }
            }
            let factor = TermFactor {
                column,
                name,
                levels: known.iter().map(|category| code_text(&category.value)).collect(),
                labels: known.iter().map(|category| category.label.clone()).collect(),
            };
            Part::Factor { factor, codes, place }
        }
    }
}

/// The column of a row in a coded block.
fn column(rows: &[(&[u32], Vec<u32>)], sizes: &[usize], column_of_cell: &[u32], row: usize) -> u32 {
    let mut number = 0;
    for ((codes, place), size) in rows.iter().zip(sizes) {
        let code = codes.get(row).and_then(|code| usize::try_from(*code).ok());
        match code.and_then(|code| place.get(code)) {
            Some(&level) if level != NO_COLUMN => number = number * size + usize::try_from(level).unwrap_or(0),
            _ => return NO_COLUMN,
        }
    }
    column_of_cell.get(number).copied().unwrap_or(NO_COLUMN)
}

/// The product of a term's numbers; `None` if it has none.
fn product<'a>(term: &FormulaTerm, numbers: &[Option<Cow<'a, [f64]>>]) -> Option<Cow<'a, [f64]>> {
    let mut result: Option<Cow<'a, [f64]>> = None;
    for column in &term.factors {
        if let Some(Some(values)) = numbers.get(*column) {
            result = Some(match result {
                None => values.clone(),
                Some(before) => Cow::Owned(before.iter().zip(values.iter()).map(|(a, b)| a * b).collect()),
            });
        }
    }
    result
}

fn continuous_names(formula: &Formula, term: &FormulaTerm, sample: &Sample) -> Vec<String> {
    let is_number = |column: &&usize| matches!(sample.columns.get(**column), Some(SampleColumn::Numbers(_)));
    let name = |column: &usize| formula.columns.get(*column).map(|column| format!("c.{}", column.name.value));
    term.factors.iter().filter(is_number).filter_map(name).collect()
}

/// A term by its variables' names: what is left out as a whole.
fn plain_name(formula: &Formula, term: &FormulaTerm) -> String {
    let names: Vec<&str> =
        term.factors.iter().filter_map(|column| formula.columns.get(*column)).map(|c| c.name.value.as_str()).collect();
    names.join("#")
}

fn code_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        other => other.as_number().map(number_text).unwrap_or_default(),
    }
}

/// Mean 0, standard deviation 1 under the weights; a column that does not vary stays as it is and is dropped by the
/// estimator.
fn standardized(values: &[f64], weights: Option<&[f64]>) -> Vec<f64> {
    match moments(values, weights, Watch::default()) {
        Ok(moments) if moments.standard_deviation > 0.0 => {
            values.iter().map(|value| (value - moments.mean) / moments.standard_deviation).collect()
        }
        _ => values.to_vec(),
    }
}

#[cfg(test)]
mod tests;
