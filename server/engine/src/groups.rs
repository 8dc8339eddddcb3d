//! Groups of rows that share a value: group numbers by ascending value.
//!
//! A row's group is read from the column's own codes through a table of the codes, block by block: there is no list of rows by
//! group, and no number a row but for numeric categories.

mod fold;
mod sorted;

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use polars::prelude::ChunkAgg as _;
use rayon::prelude::*;

use crate::column::{MISSING_CODE, Values};
use crate::typed::{BLOCK, CHUNK, Typed, parts};

pub use fold::{Reader, folded};
pub use sorted::sorted;

/// Rows by group. Missing values belong to no group.
pub struct Groups {
    keys: Typed,
    /// Code → group, [`MISSING_CODE`] for codes that do not occur; `None`: all occur.
    numbers: Option<Vec<u32>>,
    first_rows: Vec<u32>,
}

impl Groups {
    /// Groups the rows of a column. Numbers count as equal by value, texts by code, units by index.
    pub fn of(values: &Values) -> Groups {
        match values {
            Values::Codes(codes) => Groups::of_codes(Typed::of(values), codes.dictionary().len()),
            Values::Units { index, .. } => {
                let n_units = index.max().map_or(0, |last| usize::try_from(last).unwrap_or(0) + 1);
                Groups::of_codes(Typed::of(values), n_units)
            }
            Values::Long(_) | Values::Double(_) => {
                let mut numbers = values.numbers().unwrap_or_default();
                // Adding zero makes one zero of both.
                numbers.iter_mut().for_each(|value| *value += 0.0);
                let (distinct, of_row) = crate::inputs::places(&numbers, &[]);
                Groups::of_codes(Typed::of_codes(of_row), distinct.len())
            }
        }
    }

    fn of_codes(keys: Typed, n_codes: usize) -> Groups {
        // The first row of each code: the least, in whatever order the blocks are looked at.
        let first: Vec<AtomicU32> = (0..n_codes).map(|_| AtomicU32::new(MISSING_CODE)).collect();
        let n_rows = keys.len();
        (0..n_rows.div_ceil(BLOCK)).into_par_iter().for_each(|block| {
            let mut codes = vec![0; CHUNK.min(n_rows)];
            for rows in parts(block * BLOCK..((block + 1) * BLOCK).min(n_rows), CHUNK) {
                let codes = codes.get_mut(..rows.len()).unwrap_or_default();
                keys.read_codes(rows.start, codes);
                for (row, code) in rows.zip(codes) {
                    let Some(first) = usize::try_from(*code).ok().and_then(|code| first.get(code)) else { continue };
                    let row = u32::try_from(row).unwrap_or(MISSING_CODE);
                    if first.load(Ordering::Relaxed) > row {
                        first.fetch_min(row, Ordering::Relaxed);
                    }
                }
            }
        });
        let mut first_rows: Vec<u32> = first.into_iter().map(AtomicU32::into_inner).collect();
        if !first_rows.contains(&MISSING_CODE) {
            return Groups { keys, numbers: None, first_rows };
        }
        // Codes that occur are numbered in ascending order.
        let mut n_groups = 0;
        let number = |first: &u32| {
            if *first == MISSING_CODE {
                return MISSING_CODE;
            }
            n_groups += 1;
            n_groups - 1
        };
        let numbers = first_rows.iter().map(number).collect();
        first_rows.retain(|first| *first != MISSING_CODE);
        Groups { keys, numbers: Some(numbers), first_rows }
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.first_rows.len()
    }

    /// Whether there are no groups.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.keys.len()
    }

    /// The first row of each group.
    pub fn first_rows(&self) -> &[u32] {
        &self.first_rows
    }

    /// The group of each row of a range, [`MISSING_CODE`] for none.
    pub fn read(&self, rows: Range<usize>, output: &mut [u32]) {
        self.keys.read_codes(rows.start, output);
        if let Some(numbers) = &self.numbers {
            for code in output {
                *code = usize::try_from(*code).ok().and_then(|code| numbers.get(code)).copied().unwrap_or(MISSING_CODE);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_rows(groups: &Groups) -> Vec<u32> {
        let mut of_rows = vec![0; groups.n_rows()];
        groups.read(0..groups.n_rows(), &mut of_rows);
        of_rows
    }

    #[test]
    fn groups_ascend_and_leave_missing_out() {
        let groups = Groups::of(&Values::double(vec![2.0, f64::NAN, 1.0, 2.0, -0.0, 0.0]));
        assert_eq!(of_rows(&groups), [2, MISSING_CODE, 1, 2, 0, 0]);
        assert_eq!(groups.first_rows(), [4, 2, 0]);
    }

    #[test]
    fn units_are_grouped_by_index() {
        let space = crate::world::Space::of(variables::Profile::Register, "x", variables::UnitType::person());
        let values = |list| Values::units(list, variables::UnitType::person(), space.clone());
        assert_eq!(of_rows(&Groups::of(&values(vec![9, 3, MISSING_CODE, 3]))), [1, 0, MISSING_CODE, 0]);
        assert_eq!(of_rows(&Groups::of(&values(vec![1, 0, 1]))), [1, 0, 1]);
        assert!(Groups::of(&values(vec![MISSING_CODE; 3])).is_empty());
        assert!(Groups::of(&values(Vec::new())).is_empty());
    }

    #[test]
    fn first_rows_do_not_depend_on_blocks() {
        let n = 3 * BLOCK + 17;
        let codes: Vec<u32> = (0..n).map(|row| if row < BLOCK { 1 } else { (row % 5) as u32 }).collect();
        let expected: Vec<u32> =
            (0..5).map(|code| codes.iter().position(|other| *other == code).unwrap() as u32).collect();
        let groups = Groups::of_codes(Typed::of_codes(codes.clone()), 5);
        assert_eq!(groups.first_rows(), expected);
        let mut some = vec![0; 100];
        groups.read(BLOCK - 50..BLOCK + 50, &mut some);
        assert_eq!(some, codes[BLOCK - 50..BLOCK + 50]);
    }
}
