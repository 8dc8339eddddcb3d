//! Columns of a design as an estimator reads them, from the columns of the analysed rows.

use disclosure::statistic::{SampleCodes, SampleNumbers};
use statistics::design::NO_COLUMN;
use statistics::rows::Rows;

/// A column of the sample as `statistics` reads it.
pub struct SampleRows<'a, C>(pub &'a C);

impl<C> Clone for SampleRows<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for SampleRows<'_, C> {}

impl Rows<f64> for SampleRows<'_, SampleNumbers> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.0.read(first, output);
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.0.gather(rows, output);
    }
}

impl Rows<u32> for SampleRows<'_, SampleCodes> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn read(&self, first: usize, output: &mut [u32]) {
        self.0.read(first, output);
    }

    fn gather(&self, rows: &[u32], output: &mut [u32]) {
        self.0.gather(rows, output);
    }
}

/// Numbers of the analysed rows minus a mean, in units of a scale.
#[derive(Clone, Copy)]
pub struct Scaled<'a> {
    pub(super) values: SampleRows<'a, SampleNumbers>,
    /// What is subtracted.
    pub mean: f64,
    /// What is divided by.
    pub scale: f64,
}

impl<'a> Scaled<'a> {
    /// The numbers themselves.
    pub fn as_is(values: &'a SampleNumbers) -> Self {
        Scaled { values: SampleRows(values), mean: 0.0, scale: 1.0 }
    }

    fn is_as_is(&self) -> bool {
        self.mean == 0.0 && self.scale == 1.0
    }

    fn rescale(&self, values: &mut [f64]) {
        if !self.is_as_is() {
            values.iter_mut().for_each(|value| *value = (*value - self.mean) / self.scale);
        }
    }
}

impl Rows<f64> for Scaled<'_> {
    fn len(&self) -> usize {
        self.values.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.values.read(first, output);
        self.rescale(output);
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.values.gather(rows, output);
        self.rescale(output);
    }
}

/// A product of numbers.
pub struct Numbers<'a>(Vec<Scaled<'a>>);

impl<'a> Numbers<'a> {
    /// Of some factors; of none: empty.
    pub fn new(factors: Vec<Scaled<'a>>) -> Self {
        Numbers(factors)
    }

    fn multiply(&self, output: &mut [f64], read: impl Fn(&Scaled<'a>, &mut [f64])) {
        let Some((first, others)) = self.0.split_first() else { return };
        read(first, output);
        for factor in others {
            let mut values = vec![0.0; output.len()];
            read(factor, &mut values);
            output.iter_mut().zip(&values).for_each(|(product, value)| *product *= value);
        }
    }
}

impl Rows<f64> for Numbers<'_> {
    fn len(&self) -> usize {
        self.0.first().map_or(0, Rows::len)
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.multiply(output, |factor, output| factor.read(first, output));
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.multiply(output, |factor, output| factor.gather(rows, output));
    }
}

/// The column of each row in a coded block: that of its cell, one level of each factor.
pub struct Cells<'a> {
    /// The categories of the rows and, by category, the level times the factor's stride in the number of a cell, or
    /// [`NO_COLUMN`].
    factors: Vec<(SampleRows<'a, SampleCodes>, Vec<u32>)>,
    column_of_cell: Vec<u32>,
}

impl<'a> Cells<'a> {
    /// `factors`: the categories of the rows, and the place of each category among the levels; `sizes`: numbers of levels;
    /// cells are numbered in mixed radix, the first factor slowest.
    pub fn new(factors: Vec<(&'a SampleCodes, Vec<u32>)>, sizes: Vec<usize>, column_of_cell: Vec<u32>) -> Self {
        let mut factors: Vec<_> = factors.into_iter().map(|(codes, place)| (SampleRows(codes), place)).collect();
        let mut stride = 1;
        for ((_, place), size) in factors.iter_mut().zip(&sizes).rev() {
            place.iter_mut().filter(|place| **place != NO_COLUMN).for_each(|place| *place *= stride);
            stride *= u32::try_from(*size).unwrap_or(1);
        }
        // One factor: from the category straight to the column.
        if let [(_, place)] = factors.as_mut_slice() {
            place.iter_mut().for_each(|cell| *cell = at(&column_of_cell, *cell));
        }
        Cells { factors, column_of_cell }
    }

    fn fill(&self, output: &mut [u32], read: impl Fn(&SampleRows<'a, SampleCodes>, &mut [u32])) {
        match self.factors.as_slice() {
            [] => output.fill(NO_COLUMN),
            [(categories, column)] => {
                read(categories, output);
                output.iter_mut().for_each(|slot| *slot = at(column, *slot));
            }
            factors => {
                output.fill(0);
                let mut categories = vec![0; output.len()];
                for (source, place) in factors {
                    read(source, &mut categories);
                    for (cell, category) in output.iter_mut().zip(&categories) {
                        let place = at(place, *category);
                        *cell = if place == NO_COLUMN { NO_COLUMN } else { cell.saturating_add(place) };
                    }
                }
                output.iter_mut().for_each(|slot| *slot = at(&self.column_of_cell, *slot));
            }
        }
    }
}

fn at(table: &[u32], place: u32) -> u32 {
    usize::try_from(place).ok().and_then(|place| table.get(place)).copied().unwrap_or(NO_COLUMN)
}

impl Rows<u32> for Cells<'_> {
    fn len(&self) -> usize {
        self.factors.first().map_or(0, |(categories, _)| categories.len())
    }

    fn read(&self, first: usize, output: &mut [u32]) {
        self.fill(output, |categories, output| categories.read(first, output));
    }

    fn gather(&self, rows: &[u32], output: &mut [u32]) {
        self.fill(output, |categories, output| categories.gather(rows, output));
    }
}
