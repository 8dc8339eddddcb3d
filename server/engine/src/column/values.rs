//! Values of a column: codes, whole numbers, decimal numbers, units.

use polars::prelude::*;
use polars_arrow::bitmap::Bitmap;
use variables::UnitType;

use super::codes::Codes;
use crate::world::Space;

/// Stands for a missing value in code vectors given out by [`Values::codes`].
pub const MISSING_CODE: u32 = u32::MAX;

/// Typed values, one chunk each; missing is null.
#[derive(Clone)]
pub enum Values {
    /// Texts as small codes.
    Codes(Codes),
    /// Whole numbers, days and truth values.
    Long(Int64Chunked),
    /// Finite decimal numbers.
    Double(Float64Chunked),
    /// Units of a type: dense indices in their space.
    Units {
        /// Dense index, one a row.
        index: UInt32Chunked,
        /// What kind of unit.
        unit_type: UnitType,
        /// Its identity space.
        space: Space,
    },
}

impl Values {
    /// Whole numbers without missing values.
    pub fn long(values: Vec<i64>) -> Values {
        Values::Long(Int64Chunked::from_vec(PlSmallStr::EMPTY, values))
    }

    /// Decimal numbers; anything not finite is missing.
    pub fn double(values: Vec<f64>) -> Values {
        Values::Double(nullable(values, |value: &f64| value.is_finite()))
    }

    /// Units; `u32::MAX` is missing.
    pub fn units(values: Vec<u32>, unit_type: UnitType, space: Space) -> Values {
        Values::Units { index: indices(values), unit_type, space }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Codes(codes) => codes.len(),
            Values::Long(values) => values.len(),
            Values::Double(values) => values.len(),
            Values::Units { index, .. } => index.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many values are missing. Not a released number: for kernels only.
    pub fn n_missing(&self) -> usize {
        match self {
            Values::Codes(codes) => codes.n_missing(),
            Values::Long(values) => values.null_count(),
            Values::Double(values) => values.null_count(),
            Values::Units { index, .. } => index.null_count(),
        }
    }

    /// Numbers as decimals, missing as NaN; `None` for texts and units.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "statistics are computed in f64")]
            Values::Long(values) => Some(filled(values, f64::NAN, |value| value as f64)),
            Values::Double(values) => Some(filled(values, f64::NAN, |value| value)),
            Values::Codes(_) | Values::Units { .. } => None,
        }
    }

    /// Text codes or dense unit indices as `u32`, missing as [`MISSING_CODE`]; `None` for numbers.
    pub fn codes(&self) -> Option<Vec<u32>> {
        match self {
            Values::Codes(codes) => Some(codes.to_vec()),
            Values::Units { index, .. } => Some(filled(index, MISSING_CODE, |value| value)),
            Values::Long(_) | Values::Double(_) => None,
        }
    }

    /// Which values are there.
    pub fn valid(&self) -> BooleanChunked {
        match self {
            Values::Codes(codes) => codes.series().is_not_null(),
            Values::Long(values) => values.is_not_null(),
            Values::Double(values) => values.is_not_null(),
            Values::Units { index, .. } => index.is_not_null(),
        }
    }

    /// The values as a Polars series: codes as small whole numbers, units as `u32`.
    pub fn series(&self) -> Series {
        match self {
            Values::Codes(codes) => codes.series().clone(),
            Values::Long(values) => values.clone().into_series(),
            Values::Double(values) => values.clone().into_series(),
            Values::Units { index, .. } => index.clone().into_series(),
        }
    }

    /// The rows at these places; a null place gives a missing value.
    ///
    /// # Errors
    /// Places beyond the end.
    pub fn take(&self, rows: &IdxCa) -> PolarsResult<Values> {
        Ok(match self {
            Values::Codes(codes) => Values::Codes(codes.with_series(codes.series().take(rows)?.rechunk())),
            Values::Long(values) => Values::Long(values.take(rows)?.rechunk().into_owned()),
            Values::Double(values) => Values::Double(values.take(rows)?.rechunk().into_owned()),
            Values::Units { index, unit_type, space } => Values::Units {
                index: index.take(rows)?.rechunk().into_owned(),
                unit_type: *unit_type,
                space: space.clone(),
            },
        })
    }

    /// The rows where the mask is true.
    ///
    /// # Errors
    /// A mask of another length.
    pub fn filter(&self, mask: &BooleanChunked) -> PolarsResult<Values> {
        Ok(match self {
            Values::Codes(codes) => Values::Codes(codes.with_series(codes.series().filter(mask)?.rechunk())),
            Values::Long(values) => Values::Long(values.filter(mask)?.rechunk().into_owned()),
            Values::Double(values) => Values::Double(values.filter(mask)?.rechunk().into_owned()),
            Values::Units { index, unit_type, space } => Values::Units {
                index: index.filter(mask)?.rechunk().into_owned(),
                unit_type: *unit_type,
                space: space.clone(),
            },
        })
    }
}

/// Dense indices with `u32::MAX` turned into a null.
pub fn indices(values: Vec<u32>) -> UInt32Chunked {
    nullable(values, |value: &u32| *value != MISSING_CODE)
}

/// A column whose missing values are those that are none; zero in their place.
pub fn nullable<T: PolarsNumericType>(
    mut values: Vec<T::Native>,
    is_value: impl Fn(&T::Native) -> bool,
) -> ChunkedArray<T> {
    if values.iter().fold(true, |all, value| all & is_value(value)) {
        return ChunkedArray::from_vec(PlSmallStr::EMPTY, values);
    }
    let valid: Bitmap = values.iter().map(&is_value).collect();
    for value in values.iter_mut().filter(|value| !is_value(value)) {
        *value = T::Native::default();
    }
    ChunkedArray::from_vec_validity(PlSmallStr::EMPTY, values, Some(valid))
}

/// Every value of a column as another, with something else where it is missing.
pub fn filled<T: PolarsNumericType, U: Copy>(
    values: &ChunkedArray<T>,
    missing: U,
    convert: impl Fn(T::Native) -> U,
) -> Vec<U> {
    let mut all = Vec::with_capacity(values.len());
    for chunk in values.downcast_iter() {
        let first = all.len();
        all.extend(chunk.values().iter().map(|value| convert(*value)));
        if let Some(valid) = chunk.validity() {
            for (value, is_valid) in all.iter_mut().skip(first).zip(valid.iter()) {
                if !is_valid {
                    *value = missing;
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_value_is_missing_and_comes_back_so() {
        let Values::Double(numbers) = Values::double(vec![1.5, f64::NAN, f64::INFINITY, -0.0]) else {
            panic!("numbers")
        };
        assert_eq!(numbers.iter().collect::<Vec<_>>(), [Some(1.5), None, None, Some(-0.0)]);
        let back = Values::Double(numbers).numbers().unwrap();
        assert_eq!(back.iter().map(|value| value.is_nan()).collect::<Vec<_>>(), [false, true, true, false]);
        assert_eq!(indices(vec![3, MISSING_CODE]).null_count(), 1);
        assert_eq!(indices(vec![]).len(), 0);
        let mut chunks = indices(vec![3, MISSING_CODE]);
        chunks.append(&indices(vec![4])).unwrap();
        assert_eq!(filled(&chunks, 9, |value| u64::from(value)), [3, 9, 4]);
        assert_eq!(Values::long(vec![1, -2]).numbers().unwrap(), [1.0, -2.0]);
    }
}
