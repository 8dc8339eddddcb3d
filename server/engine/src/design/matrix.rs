//! The analysed rows and a formula as the design of an estimator: columns that are read where an estimator needs them, codes of
//! factors, never dummy columns, never a copy of the rows.

use disclosure::Value;
use disclosure::statistic::{Category, Sample, SampleCodes, SampleColumn, SampleNumbers};
use statistics::FitError;
use statistics::describe::moments::moments;
use statistics::design::{Block, Design, NO_COLUMN};
use statistics::fold::Watch;
use statistics::rows::Rows;

use super::columns::{Cells, Numbers, Scaled};
use super::factor::{TermFactor, cells};
use super::formula::{Formula, FormulaTerm};
use crate::functions::number_text;

/// Most columns that a model may have: the cross products of more do not fit in memory.
pub const MOST_COLUMNS: usize = 2_000;

/// How numbers enter the design.
#[derive(Clone, Copy)]
pub enum Scale<'a> {
    /// As they are.
    AsIs,
    /// With mean 0 and standard deviation 1 under these weights: never under others than the fit's, or exact moments
    /// would leave with it.
    Standardized(Option<&'a dyn Rows<f64>>),
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
    /// The dependent variable; empty if it is categorical.
    pub y: Numbers<'a>,
    /// Names of the columns, through all blocks.
    pub columns: Vec<DesignColumn>,
    /// Terms without a column: constant by a floor, or of one level only.
    pub left_out: Vec<String>,
    blocks: Vec<OwnedBlock<'a>>,
    has_constant: bool,
    n_rows: usize,
}

enum OwnedBlock<'a> {
    Dense(Numbers<'a>),
    Coded { columns: Cells<'a>, n_columns: usize, values: Option<Numbers<'a>> },
}

impl OwnedBlock<'_> {
    fn borrow(&self) -> Block<'_> {
        match self {
            OwnedBlock::Dense(values) => Block::Dense(values),
            OwnedBlock::Coded { columns, n_columns, values } => {
                let values = values.as_ref().map(|values| -> &dyn Rows<f64> { values });
                Block::Coded { columns, n_columns: *n_columns, values }
            }
        }
    }
}

impl<'a> ModelMatrix<'a> {
    /// Lays a formula over a sample whose columns are the formula's (more may follow).
    ///
    /// # Errors
    /// [`FitError::Singular`] if the model has more than [`MOST_COLUMNS`] columns.
    pub fn new(formula: &Formula, sample: &'a Sample, scale: Scale<'_>) -> Result<Self, FitError> {
        if n_columns(formula, sample) > MOST_COLUMNS {
            return Err(FitError::Singular);
        }
        let scaled = |column: &'a SampleColumn| match (column, scale) {
            (SampleColumn::Numbers(values), Scale::AsIs) => Some(Scaled::as_is(values)),
            (SampleColumn::Numbers(values), Scale::Standardized(weights)) => Some(standardized(values, weights)),
            _ => None,
        };
        let numbers: Vec<Option<Scaled<'a>>> = sample.columns.iter().map(scaled).collect();
        let y = match sample.columns.first() {
            // A categorical dependent is no number: who explains one reads its codes.
            Some(SampleColumn::Factor { .. }) => Vec::new(),
            _ => vec![numbers.first().copied().flatten().ok_or(FitError::ConstantDependent)?],
        };
        let mut matrix = ModelMatrix {
            y: Numbers::new(y),
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

    fn add(&mut self, formula: &Formula, term: &FormulaTerm, sample: &'a Sample, numbers: &[Option<Scaled<'a>>]) {
        let parts: Vec<Part<'_, 'a>> = term.factors.iter().map(|column| part(formula, sample, *column)).collect();
        if parts.iter().any(|part| matches!(part, Part::Constant)) {
            self.left_out.push(plain_name(formula, term));
            return;
        }
        let values = product(term, numbers);
        let factors: Vec<(TermFactor<'_>, &'a SampleCodes, Vec<u32>)> = parts
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
        let columns = Cells::new(rows, sizes, column_of_cell);
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

enum Part<'s, 'a> {
    Numbers,
    Constant,
    /// `place`: category → place of its level.
    Factor {
        factor: TermFactor<'s>,
        codes: &'a SampleCodes,
        place: Vec<u32>,
    },
}

fn part<'s, 'a: 's>(formula: &'s Formula, sample: &'a Sample, column: usize) -> Part<'s, 'a> {
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

/// The product of a term's numbers; `None` if it has none.
fn product<'a>(term: &FormulaTerm, numbers: &[Option<Scaled<'a>>]) -> Option<Numbers<'a>> {
    let factors: Vec<Scaled<'a>> =
        term.factors.iter().filter_map(|column| numbers.get(*column).copied().flatten()).collect();
    (!factors.is_empty()).then(|| Numbers::new(factors))
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

/// A category's code as text.
pub fn code_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        other => other.as_number().map(number_text).unwrap_or_default(),
    }
}

/// Mean 0, standard deviation 1 under the weights; a column that does not vary stays as it is and is dropped by the
/// estimator.
fn standardized<'a>(values: &'a SampleNumbers, weights: Option<&dyn Rows<f64>>) -> Scaled<'a> {
    let scaled = Scaled::as_is(values);
    match moments(&scaled, weights, Watch::default()) {
        Ok(moments) if moments.standard_deviation > 0.0 => {
            Scaled { mean: moments.mean, scale: moments.standard_deviation, ..scaled }
        }
        _ => scaled,
    }
}

#[cfg(test)]
mod tests;
