//! Texts as codes: functions run once per dictionary entry, comparisons are comparisons of integers.

use std::sync::Arc;

use polars::prelude::{Expr as FrameExpr, IntoSeries as _, PlHashMap};

use super::numbers::code_by_code;
use super::{Evaluator, Lowered};
use crate::column::MISSING_CODE;
use crate::column::values::indices;
use crate::error::EngineError;

/// Gives each distinct text a number, in order of first use.
#[derive(Default)]
pub struct Interner {
    numbers: PlHashMap<String, u32>,
    texts: Vec<String>,
}

impl Interner {
    /// The number of a text.
    pub fn number(&mut self, text: String) -> u32 {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(MISSING_CODE);
        self.texts.push(text.clone());
        self.numbers.insert(text, number);
        number
    }

    /// The texts in ascending order, and each number's place among them.
    pub fn sorted(self) -> (Arc<[String]>, Vec<u32>) {
        let mut order: Vec<usize> = (0..self.texts.len()).collect();
        order.sort_by(|a, b| self.texts.get(*a).cmp(&self.texts.get(*b)));
        let mut places = vec![MISSING_CODE; self.texts.len()];
        for (place, number) in order.iter().enumerate() {
            if let Some(slot) = places.get_mut(*number) {
                *slot = u32::try_from(place).unwrap_or(MISSING_CODE);
            }
        }
        let texts = order.iter().filter_map(|number| self.texts.get(*number).cloned()).collect();
        (texts, places)
    }
}

/// A function of text to text, run over the dictionary; `None` is missing.
pub fn map_text(codes: FrameExpr, dictionary: &[String], f: impl Fn(&str) -> Option<String>) -> Lowered {
    let mut interner = Interner::default();
    let numbers: Vec<u32> =
        dictionary.iter().map(|text| f(text).map_or(MISSING_CODE, |text| interner.number(text))).collect();
    let (dictionary, places) = interner.sorted();
    let table = numbers.into_iter().map(|number| place(&places, number)).collect();
    Lowered::Text { codes: code_by_code(codes, table), dictionary }
}

/// The place of a number in a table; missing stays missing.
pub fn place(table: &[u32], number: u32) -> u32 {
    usize::try_from(number).ok().and_then(|number| table.get(number)).copied().unwrap_or(MISSING_CODE)
}

/// Both texts over one dictionary, so that their codes compare as they do.
pub fn aligned(
    left: (FrameExpr, Arc<[String]>),
    right: (FrameExpr, Arc<[String]>),
) -> (FrameExpr, FrameExpr, Arc<[String]>) {
    if Arc::ptr_eq(&left.1, &right.1) || left.1 == right.1 {
        return (left.0, right.0, left.1);
    }
    let mut all: Vec<String> = left.1.iter().chain(right.1.iter()).cloned().collect();
    all.sort();
    all.dedup();
    let table = |dictionary: &[String]| -> Vec<u32> {
        dictionary
            .iter()
            .map(|text| all.binary_search(text).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(MISSING_CODE))
            .collect()
    };
    let (left_table, right_table) = (table(&left.1), table(&right.1));
    (code_by_code(left.0, left_table), code_by_code(right.0, right_table), all.into())
}

impl Evaluator<'_> {
    /// Texts made row by row from coded arguments: `f` gets one code per argument and runs once per distinct combination.
    ///
    /// # Errors
    /// Polars failures.
    pub fn text_of_codes(
        &mut self,
        arguments: Vec<FrameExpr>,
        mut f: impl FnMut(&[u32]) -> Option<String>,
    ) -> Result<Lowered, EngineError> {
        let columns: Vec<Vec<u32>> =
            arguments.into_iter().map(|codes| self.collect_codes(codes)).collect::<Result<_, _>>()?;
        let mut interner = Interner::default();
        let mut known: PlHashMap<Vec<u32>, u32> = PlHashMap::default();
        let mut row_codes = vec![MISSING_CODE; columns.len()];
        let mut numbers = Vec::with_capacity(self.n_rows());
        for row in 0..self.n_rows() {
            for (slot, column) in row_codes.iter_mut().zip(&columns) {
                *slot = column.get(row).copied().unwrap_or(MISSING_CODE);
            }
            let number = match known.get(&row_codes) {
                Some(number) => *number,
                None => {
                    let number = f(&row_codes).map_or(MISSING_CODE, |text| interner.number(text));
                    known.insert(row_codes.clone(), number);
                    number
                }
            };
            numbers.push(number);
        }
        Ok(self.interned(interner, numbers))
    }

    /// Texts made from the numbers of each row: `f` runs once per distinct bit pattern of a single argument's value.
    ///
    /// # Errors
    /// Polars failures.
    pub fn text_of_numbers(
        &mut self,
        argument: FrameExpr,
        f: impl Fn(f64) -> Option<String>,
    ) -> Result<Lowered, EngineError> {
        let values = self.collect_numbers(argument)?;
        let mut interner = Interner::default();
        let mut known: PlHashMap<u64, u32> = PlHashMap::default();
        let numbers = values
            .into_iter()
            .map(|value| {
                if value.is_nan() {
                    return MISSING_CODE;
                }
                *known
                    .entry(value.to_bits())
                    .or_insert_with(|| f(value).map_or(MISSING_CODE, |text| interner.number(text)))
            })
            .collect();
        Ok(self.interned(interner, numbers))
    }

    /// Coded text from interned numbers, one a row.
    pub fn interned(&mut self, interner: Interner, numbers: Vec<u32>) -> Lowered {
        let (dictionary, places) = interner.sorted();
        let codes: Vec<u32> = numbers.into_iter().map(|number| place(&places, number)).collect();
        let codes = self.keep(indices(codes).into_series());
        Lowered::Text { codes, dictionary }
    }

    /// A condition that holds for the codes of some texts; missing stays missing.
    pub fn is_one_of(codes: FrameExpr, dictionary: &[String], wanted: impl Fn(&str) -> bool) -> Lowered {
        let table = dictionary.iter().map(|text| Some(wanted(text))).collect();
        Lowered::Truth(super::numbers::truth_by_code(codes, table))
    }
}
