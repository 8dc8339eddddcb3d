//! Dependent variables and offsets of models of choices and counts, as columns of numbers.

use disclosure::statistic::{Category, Sample, SampleCodes, SampleColumn, SampleNumbers};
use statistics::rows::Rows;

use crate::design::code_text;

/// A categorical dependent variable as outcomes 0, 1, …, in the order of its codes.
pub struct Outcomes<'a> {
    codes: &'a SampleCodes,
    levels: &'a [u32],
    categories: &'a [Category],
    /// Category → outcome.
    places: Vec<f64>,
}

impl<'a> Outcomes<'a> {
    /// The first column of a sample, if it is categorical.
    pub fn of(sample: &'a Sample) -> Option<Self> {
        let Some(SampleColumn::Factor { codes, levels, categories }) = sample.columns.first() else { return None };
        let mut places = vec![f64::NAN; categories.len()];
        for (level, outcome) in levels.iter().zip(0_u32..) {
            if let Some(slot) = usize::try_from(*level).ok().and_then(|level| places.get_mut(level)) {
                *slot = f64::from(outcome);
            }
        }
        Some(Outcomes { codes, levels, categories, places })
    }

    /// How many there are.
    pub fn n(&self) -> usize {
        self.levels.len()
    }

    /// The code of an outcome as text.
    pub fn name(&self, outcome: usize) -> String {
        let level = self.levels.get(outcome).and_then(|level| usize::try_from(*level).ok());
        let value = level.and_then(|level| self.categories.get(level)).map(|category| &category.value);
        value.map_or_else(String::new, code_text)
    }

    fn place(&self, codes: &[u32], output: &mut [f64]) {
        for (slot, code) in output.iter_mut().zip(codes) {
            let place = usize::try_from(*code).ok().and_then(|code| self.places.get(code));
            *slot = place.copied().unwrap_or(f64::NAN);
        }
    }
}

impl Rows<f64> for Outcomes<'_> {
    fn len(&self) -> usize {
        self.codes.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        let mut codes = vec![0; output.len()];
        self.codes.read(first, &mut codes);
        self.place(&codes, output);
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        let mut codes = vec![0; output.len()];
        self.codes.gather(rows, &mut codes);
        self.place(&codes, output);
    }
}

/// The logarithm of positive numbers.
pub struct Logarithm<'a>(pub &'a SampleNumbers);

impl Rows<f64> for Logarithm<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.0.read(first, output);
        output.iter_mut().for_each(|value| *value = value.ln());
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.0.gather(rows, output);
        output.iter_mut().for_each(|value| *value = value.ln());
    }
}
