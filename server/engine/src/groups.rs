//! Groups of rows that share a value: group numbers by ascending value, and the rows of each group side by side.

use crate::column::{MISSING_CODE, Values};

/// Rows by group. Missing values belong to no group.
pub struct Groups {
    /// Group of each row, [`MISSING_CODE`] for none.
    pub of_row: Vec<u32>,
    /// The rows of group 0, then of group 1 …, each in row order.
    pub rows: Vec<u32>,
    /// Where each group begins in `rows`; one more entry for the end.
    pub starts: Vec<usize>,
}

impl Groups {
    /// Groups the rows of a column. Numbers count as equal by value, texts by code, units by index.
    pub fn of(values: &Values) -> Groups {
        match values {
            Values::Codes(codes) => Groups::of_codes(codes.to_vec(), codes.dictionary().len()),
            Values::Units { .. } => {
                let index = values.codes().unwrap_or_default();
                let n_units = index.iter().filter(|unit| **unit != MISSING_CODE).max().map_or(0, |last| last + 1);
                Groups::of_codes(index, usize::try_from(n_units).unwrap_or(0))
            }
            Values::Long(_) | Values::Double(_) => Groups::of_numbers(values.numbers().unwrap_or_default()),
        }
    }

    fn of_codes(codes: Vec<u32>, n_codes: usize) -> Groups {
        let mut numbers = vec![0_u32; n_codes];
        for code in &codes {
            if let Some(count) = slot(&mut numbers, *code) {
                *count = 1;
            }
        }
        // Codes that occur are numbered in ascending order.
        let mut n_groups = 0_u32;
        for number in &mut numbers {
            *number = if *number == 0 {
                MISSING_CODE
            } else {
                n_groups += 1;
                n_groups - 1
            };
        }
        let of_row =
            codes.into_iter().map(|code| slot(&mut numbers, code).map_or(MISSING_CODE, |number| *number)).collect();
        Groups::numbered(of_row, n_groups)
    }

    fn of_numbers(mut values: Vec<f64>) -> Groups {
        // Adding zero makes one zero of both.
        values.iter_mut().for_each(|value| *value += 0.0);
        let (distinct, of_row) = crate::inputs::places(&values, &[]);
        Groups::numbered(of_row, u32::try_from(distinct.len()).unwrap_or(0))
    }

    fn numbered(of_row: Vec<u32>, n_groups: u32) -> Groups {
        let n_groups = usize::try_from(n_groups).unwrap_or(0);
        let mut starts = vec![0_usize; n_groups + 1];
        for group in &of_row {
            if let Some(count) = usize::try_from(*group).ok().and_then(|group| starts.get_mut(group + 1)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut rows = vec![0_u32; sum];
        for (row, group) in (0_u32..).zip(&of_row) {
            if let Some(place) = usize::try_from(*group).ok().and_then(|group| next.get_mut(group)) {
                if let Some(slot) = rows.get_mut(*place) {
                    *slot = row;
                }
                *place += 1;
            }
        }
        Groups { of_row, rows, starts }
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there are no groups.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows of each group.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|bounds| match bounds {
            [from, until] => self.rows.get(*from..*until).unwrap_or(&[]),
            _ => &[],
        })
    }

    /// The first row of each group.
    pub fn first_rows(&self) -> Vec<u32> {
        self.iter().filter_map(|rows| rows.first().copied()).collect()
    }
}

fn slot(table: &mut [u32], code: u32) -> Option<&mut u32> {
    usize::try_from(code).ok().and_then(|code| table.get_mut(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_ascend_and_leave_missing_out() {
        let groups = Groups::of(&Values::double(vec![2.0, f64::NAN, 1.0, 2.0, -0.0, 0.0]));
        assert_eq!(groups.of_row, [2, MISSING_CODE, 1, 2, 0, 0]);
        assert_eq!(groups.iter().map(<[u32]>::to_vec).collect::<Vec<_>>(), [vec![4, 5], vec![2], vec![0, 3]]);
        assert_eq!(groups.first_rows(), [4, 2, 0]);
    }

    #[test]
    fn units_are_grouped_by_index() {
        let space = crate::world::Space::of(variables::Profile::Register, "x", variables::UnitType::person());
        let values = Values::units(vec![9, 3, MISSING_CODE, 3], variables::UnitType::person(), space);
        assert_eq!(Groups::of(&values).of_row, [1, 0, MISSING_CODE, 0]);
    }
}
