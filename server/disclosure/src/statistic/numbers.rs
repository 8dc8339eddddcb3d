//! Numbers of rows, shared as `rows.rs` shares codes.

use std::sync::Arc;

use super::rows::{Flags, RowFlags, Shared};

/// One number a row.
#[derive(Clone)]
pub enum RowNumbers {
    /// Decimal numbers.
    Real(Shared<f64>),
    /// Whole numbers.
    Whole(Shared<i64>),
}

impl RowNumbers {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            RowNumbers::Real(values) => values.slice().len(),
            RowNumbers::Whole(values) => values.slice().len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl From<Vec<f64>> for RowNumbers {
    fn from(values: Vec<f64>) -> Self {
        RowNumbers::Real(Shared::new(values))
    }
}

impl From<Arc<[f64]>> for RowNumbers {
    fn from(values: Arc<[f64]>) -> Self {
        RowNumbers::Real(Shared::new(values))
    }
}

/// Numbers with their validity.
#[derive(Clone)]
pub struct Numbers {
    /// One a row; what stands at a missing value is not read.
    pub values: RowNumbers,
    /// No where missing; `None` if no value is missing.
    pub valid: Option<RowFlags>,
}

impl Numbers {
    pub(crate) fn view(&self) -> NumbersView<'_> {
        let values = match &self.values {
            RowNumbers::Real(values) => NumberSlice::Real(values.slice()),
            RowNumbers::Whole(values) => NumberSlice::Whole(values.slice()),
        };
        NumbersView { values, valid: self.valid.as_ref().map(RowFlags::view) }
    }
}

/// Numbers at hand.
#[derive(Clone, Copy)]
pub(crate) struct NumbersView<'a> {
    values: NumberSlice<'a>,
    valid: Option<Flags<'a>>,
}

#[derive(Clone, Copy)]
enum NumberSlice<'a> {
    Real(&'a [f64]),
    Whole(&'a [i64]),
}

impl NumbersView<'_> {
    /// The value of a row.
    #[inline(always)]
    pub(crate) fn at(&self, row: usize) -> Option<f64> {
        let value = match self.values {
            NumberSlice::Real(values) => *values.get(row)?,
            NumberSlice::Whole(values) => *values.get(row)? as f64,
        };
        (value.is_finite() && self.valid.is_none_or(|valid| valid.at(row))).then_some(value)
    }

    /// The values of the rows from `from` on, NaN where missing.
    #[inline(always)]
    pub(crate) fn fill(&self, from: usize, into: &mut [f64]) {
        let rows = from..from + into.len();
        match self.values {
            NumberSlice::Real(values) => match values.get(rows) {
                Some(values) => {
                    let or_nan = |value: f64| if value.is_finite() { value } else { f64::NAN };
                    into.iter_mut().zip(values).for_each(|(slot, value)| *slot = or_nan(*value));
                }
                None => self.fill_each(from, into),
            },
            NumberSlice::Whole(values) => match values.get(rows) {
                Some(values) => into.iter_mut().zip(values).for_each(|(slot, value)| *slot = *value as f64),
                None => self.fill_each(from, into),
            },
        }
        if let Some(valid) = self.valid {
            valid.blank(from, into, f64::NAN);
        }
    }

    fn fill_each(&self, from: usize, into: &mut [f64]) {
        into.iter_mut().enumerate().for_each(|(at, slot)| *slot = self.at(from + at).unwrap_or(f64::NAN));
    }

    /// Gives each of the cells from row `from` on that has no value the number `none`.
    pub(crate) fn mask(&self, from: usize, cells: &mut [u32], none: u32) {
        if let (NumberSlice::Whole(values), None) = (self.values, self.valid)
            && values.len() >= from + cells.len()
        {
            return;
        }
        if let (NumberSlice::Whole(values), Some(valid)) = (self.values, self.valid)
            && values.len() >= from + cells.len()
        {
            return valid.blank(from, cells, none);
        }
        cells.iter_mut().enumerate().filter(|(at, _)| self.at(from + at).is_none()).for_each(|(_, cell)| *cell = none);
    }
}
