//! Columns of rows: some rows of one, and several one after the other.

use rayon::prelude::*;

use crate::error::{RegistryError, Result};
use crate::record::{Codes, Values};

/// Values copied at least by one thread in one go: below, starting another costs more than it brings.
const BLOCK: usize = 1 << 16;

/// The values at some rows.
pub(crate) fn pick<T: Copy>(from: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().filter_map(|row| from.get(*row as usize)).copied().collect()
}

/// Several columns as one, copied by all threads: the first touch of memory is what costs.
pub(crate) fn joined<T: Copy + Default + Send + Sync>(mut parts: Vec<Vec<T>>) -> Vec<T> {
    if parts.len() <= 1 {
        return parts.pop().unwrap_or_default();
    }
    let mut all = vec![T::default(); parts.iter().map(Vec::len).sum()];
    let mut left = all.as_mut_slice();
    let mut copies: Vec<(&mut [T], &[T])> = Vec::new();
    for part in &parts {
        let (to, rest) = left.split_at_mut(part.len());
        copies.extend(to.chunks_mut(BLOCK).zip(part.chunks(BLOCK)));
        left = rest;
    }
    copies.into_par_iter().for_each(|(to, from)| to.copy_from_slice(from));
    all
}

impl Values {
    /// The values at some rows.
    pub(crate) fn pick(&self, rows: &[u32]) -> Values {
        match self {
            Values::Codes { codes, dictionary } => {
                let codes = match codes {
                    Codes::U8(codes) => Codes::U8(pick(codes, rows)),
                    Codes::U16(codes) => Codes::U16(pick(codes, rows)),
                    Codes::U32(codes) => Codes::U32(pick(codes, rows)),
                };
                Values::Codes { codes, dictionary: dictionary.clone() }
            }
            Values::Long(values) => Values::Long(pick(values, rows)),
            Values::Double(values) => Values::Double(pick(values, rows)),
            Values::Unit { space, index } => Values::Unit { space: space.clone(), index: pick(index, rows) },
        }
    }

    /// Values of one variable one after the other; `none` where there is no part.
    pub(crate) fn joined(parts: Vec<Values>, none: Values) -> Result<Values> {
        /// Takes the parts that are of one kind; all have to be.
        fn of_kind<T: Copy + Default + Send + Sync>(
            parts: Vec<Values>,
            kind: impl Fn(Values) -> Option<Vec<T>>,
        ) -> Result<Vec<T>> {
            let parts: Option<Vec<Vec<T>>> = parts.into_iter().map(kind).collect();
            parts.map(joined).ok_or(RegistryError::Damaged("a value column is of another type"))
        }
        macro_rules! codes {
            ($width:ident) => {
                Codes::$width(of_kind(parts, |part| match part {
                    Values::Codes { codes: Codes::$width(codes), .. } => Some(codes),
                    _ => None,
                })?)
            };
        }
        Ok(match none {
            Values::Codes { codes, dictionary } => {
                let codes = match codes {
                    Codes::U8(_) => codes!(U8),
                    Codes::U16(_) => codes!(U16),
                    Codes::U32(_) => codes!(U32),
                };
                Values::Codes { codes, dictionary }
            }
            Values::Long(_) => Values::Long(of_kind(parts, |part| match part {
                Values::Long(values) => Some(values),
                _ => None,
            })?),
            Values::Double(_) => Values::Double(of_kind(parts, |part| match part {
                Values::Double(values) => Some(values),
                _ => None,
            })?),
            Values::Unit { space, .. } => {
                let index = of_kind(parts, |part| match part {
                    Values::Unit { index, .. } => Some(index),
                    _ => None,
                })?;
                Values::Unit { space, index }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn parts_of_any_length_become_one() {
        let parts: Vec<Vec<u32>> =
            [0, 1, BLOCK, 0, 2 * BLOCK + 7].iter().map(|rows| (0..*rows as u32).collect()).collect();
        let wanted: Vec<u32> = parts.concat();
        assert!(joined(parts) == wanted);
        assert!(joined(Vec::<Vec<u8>>::new()).is_empty());
        assert_eq!(joined(vec![vec![3, 4]]), [3, 4]);
    }

    #[test]
    fn values_of_two_kinds_do_not_join() {
        let (whole, real) = (Values::Long(vec![1]), Values::Double(vec![1.0]));
        assert!(Values::joined(vec![whole.clone(), real], Values::Long(Vec::new())).is_err());
        let both = Values::joined(vec![whole.clone(), whole.pick(&[0, 0])], Values::Long(Vec::new())).unwrap();
        assert!(matches!(both, Values::Long(values) if values == [1, 1, 1]));
    }
}
