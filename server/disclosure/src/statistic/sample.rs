//! The rows that a model is fitted to, and its columns over them: read in blocks from the buffers of the dataset.

use std::sync::Arc;

use super::rows::Places;
use super::{Category, MISSING, Numbers, RowCodes};

/// Rows of a dataset.
#[derive(Clone)]
pub enum SampleRows {
    /// As many as there are, in their order.
    All(usize),
    /// These.
    Listed {
        /// Their numbers.
        rows: Arc<[u32]>,
        /// Whether they ascend.
        ascend: bool,
    },
}

impl SampleRows {
    /// The rows that stay; `None`: all.
    pub(crate) fn of(stays: Option<&[bool]>, n_rows: usize) -> Self {
        match stays {
            Some(stays) if stays.contains(&false) => {
                let listed = stays.iter().zip(0_u32..).filter(|(stays, _)| **stays).map(|(_, row)| row);
                SampleRows::Listed { rows: listed.collect::<Vec<u32>>().into(), ascend: true }
            }
            _ => SampleRows::All(n_rows),
        }
    }

    /// Rows in any order.
    pub(crate) fn listed(rows: Vec<u32>) -> Self {
        let ascend = rows.is_sorted_by(|a, b| a < b);
        SampleRows::Listed { rows: rows.into(), ascend }
    }

    /// How many.
    pub fn len(&self) -> usize {
        match self {
            SampleRows::All(n) => *n,
            SampleRows::Listed { rows, .. } => rows.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a place.
    pub(crate) fn at(&self, place: usize) -> usize {
        match self {
            SampleRows::All(_) => place,
            SampleRows::Listed { rows, .. } => rows.get(place).map_or(usize::MAX, |row| *row as usize),
        }
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.len()).map(|place| self.at(place) as u32)
    }

    /// Reads the places from `first` on: neighbouring rows by `fill`, others one by one.
    fn read<T: Copy + Default>(
        &self,
        first: usize,
        output: &mut [T],
        fill: impl Fn(usize, &mut [T]),
        at: impl Fn(usize) -> T,
    ) {
        let (rows, ascend) = match self {
            SampleRows::All(_) => return fill(first, output),
            SampleRows::Listed { rows, ascend } => (rows.get(first..first + output.len()).unwrap_or_default(), *ascend),
        };
        let (Some(from), Some(to)) = (rows.first(), rows.last()) else { return };
        let span = (to.wrapping_sub(*from) as usize).saturating_add(1);
        if ascend && span == rows.len() {
            fill(*from as usize, output);
        } else if ascend && span <= 2 * rows.len() {
            let mut all = vec![T::default(); span];
            fill(*from as usize, &mut all);
            for (slot, row) in output.iter_mut().zip(rows) {
                *slot = all.get((row - from) as usize).copied().unwrap_or_default();
            }
        } else {
            output.iter_mut().zip(rows).for_each(|(slot, row)| *slot = at(*row as usize));
        }
    }
}

/// What became of the numbers of a column.
#[derive(Clone, Copy)]
enum Change {
    None,
    Clamped { low: f64, high: f64 },
    Constant(f64),
}

/// Numbers of the analysed rows, one a row.
#[derive(Clone)]
pub struct SampleNumbers {
    numbers: Numbers,
    rows: SampleRows,
    change: Change,
}

impl SampleNumbers {
    /// The numbers of some rows, all of which have one.
    pub(crate) fn new(numbers: Numbers, rows: SampleRows) -> Self {
        SampleNumbers { numbers, rows, change: Change::None }
    }

    /// The same number for every row.
    pub(crate) fn constant(self, value: f64) -> Self {
        SampleNumbers { change: Change::Constant(value), ..self }
    }

    /// The numbers clipped; no limits: as they are.
    pub(crate) fn within(self, limits: Option<(f64, f64)>) -> Self {
        match limits {
            Some((low, high)) => SampleNumbers { change: Change::Clamped { low, high }, ..self },
            None => self,
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers from a row of the sample on.
    pub fn read(&self, first: usize, output: &mut [f64]) {
        let view = self.numbers.view();
        match self.change {
            Change::Constant(value) => output.fill(value),
            _ => self.rows.read(
                first,
                output,
                |from, output| view.fill(from, output),
                |row| view.at(row).unwrap_or(f64::NAN),
            ),
        }
        self.clamp(output);
    }

    /// The numbers of these rows of the sample.
    pub fn gather(&self, rows: &[u32], output: &mut [f64]) {
        let view = self.numbers.view();
        for (slot, row) in output.iter_mut().zip(rows) {
            *slot = match self.change {
                Change::Constant(value) => value,
                _ => view.at(self.rows.at(*row as usize)).unwrap_or(f64::NAN),
            };
        }
        self.clamp(output);
    }

    fn clamp(&self, output: &mut [f64]) {
        if let Change::Clamped { low, high } = self.change {
            output.iter_mut().for_each(|value| *value = value.clamp(low, high));
        }
    }

    /// All of them.
    pub fn to_vec(&self) -> Vec<f64> {
        let mut values = vec![0.0; self.len()];
        self.read(0, &mut values);
        values
    }
}

impl From<Vec<f64>> for SampleNumbers {
    fn from(values: Vec<f64>) -> Self {
        let rows = SampleRows::All(values.len());
        SampleNumbers::new(Numbers { values: values.into(), valid: None }, rows)
    }
}

/// Categories of the analysed rows, one a row.
#[derive(Clone)]
pub struct SampleCodes {
    codes: RowCodes,
    rows: SampleRows,
    /// Each category as its own place.
    places: Arc<Places>,
}

impl SampleCodes {
    /// The categories of some rows.
    pub(crate) fn new(codes: RowCodes, rows: SampleRows, n_categories: usize) -> Self {
        let places = codes.view().placed((0..n_categories as u32).collect(), MISSING).places();
        SampleCodes { codes, rows, places }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Indices into the categories from a row of the sample on.
    pub fn read(&self, first: usize, output: &mut [u32]) {
        let view = self.codes.view();
        let placed = view.with(self.places.clone());
        let fill = |from: usize, output: &mut [u32]| {
            output.fill(0);
            placed.add(from, output);
        };
        self.rows.read(first, output, fill, |row| view.at(row));
    }

    /// Those of these rows of the sample.
    pub fn gather(&self, rows: &[u32], output: &mut [u32]) {
        let view = self.codes.view();
        for (slot, row) in output.iter_mut().zip(rows) {
            *slot = view.at(self.rows.at(*row as usize));
        }
    }
}

impl From<Vec<u32>> for SampleCodes {
    fn from(codes: Vec<u32>) -> Self {
        let (rows, n) = (SampleRows::All(codes.len()), codes.iter().max().map_or(0, |last| *last as usize + 1));
        SampleCodes::new(codes.into(), rows, n)
    }
}

/// A column of the analysed rows.
pub enum SampleColumn {
    /// Numbers, one a row.
    Numbers(SampleNumbers),
    /// Codes, one a row, all of them among `levels`.
    Factor {
        /// Row → index into `categories`.
        codes: SampleCodes,
        /// The levels that there are, ascending indices into `categories`; the first is the base unless the command says else.
        levels: Vec<u32>,
        /// All categories.
        categories: Vec<Category>,
    },
    /// Left out by a floor: treat every term with it as if the column were constant, and name it in
    /// [`Fitted::dropped`](super::Fitted::dropped).
    Constant,
}

/// The persons behind the analysed rows.
pub enum SamplePersons {
    /// Each row has its own.
    OneRowEach,
    /// Row → an index of the person behind it, `0..`: rows of one person are neighbours of no particular order.
    Of(Vec<u32>),
}

/// The analysed rows, prepared by the filter.
pub struct Sample {
    /// Number of rows.
    pub rows: usize,
    /// The columns, in the order of [`ModelInput::columns`](super::ModelInput::columns).
    pub columns: Vec<SampleColumn>,
    /// The released number of observations: `n` of the model, and what its degrees of freedom are counted from.
    pub n: i64,
    /// The released number of persons behind them.
    pub n_persons: i64,
    /// Whether answers are exact: then numbers of groups may be told as they are, else only what follows from `n` and `n_persons`.
    pub is_exact: bool,
    /// The persons.
    pub persons: SamplePersons,
}
