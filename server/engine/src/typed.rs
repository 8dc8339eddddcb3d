//! Columns as slices of their own type: what work on millions of rows reads, and how its results become columns again.
//!
//! Everything goes block by block, so that no temporary is as long as the rows, and blocks are shared out among the cores; each
//! row's result is its own, so the number of threads changes nothing.
//! *Does not know about*: datasets, names, forms.

mod either;
mod gather;
mod mask;

use std::ops::Range;
use std::sync::Arc;

use disclosure::statistic::{Blend, spread};
use polars::prelude::{
    BooleanChunked, ChunkedArray, IntoSeries as _, PlSmallStr, PolarsNumericType, UInt8Type, UInt16Type, UInt32Type,
};
use polars_arrow::array::PrimitiveArray;
use polars_arrow::bitmap::Bitmap;
use polars_arrow::types::NativeType;

pub use either::either;
pub use gather::{as_texts, at, built, gathered, looked_up};
pub use mask::{Mask, true_rows, truth, truth_of_bits};

use crate::column::{Codes, MISSING_CODE, Values};

/// Rows of a block.
pub const BLOCK: usize = 1 << 16;

/// Rows that a loop reads into buffers at once.
pub const CHUNK: usize = 1 << 11;

/// A column's values where they lie. Cloning shares them.
#[derive(Clone)]
pub enum Typed {
    /// Codes of one byte.
    U8(PrimitiveArray<u8>),
    /// Codes of two bytes.
    U16(PrimitiveArray<u16>),
    /// Codes of four bytes, and units.
    U32(PrimitiveArray<u32>),
    /// Whole numbers.
    Whole(PrimitiveArray<i64>),
    /// Decimal numbers.
    Real(PrimitiveArray<f64>),
}

/// Does the same with whatever array there is.
macro_rules! each {
    ($typed:expr, $array:ident => $body:expr) => {
        match $typed {
            Typed::U8($array) => $body,
            Typed::U16($array) => $body,
            Typed::U32($array) => $body,
            Typed::Whole($array) => $body,
            Typed::Real($array) => $body,
        }
    };
}

/// The one array of a column; none for one without chunks.
fn array<T: PolarsNumericType>(values: &ChunkedArray<T>) -> PrimitiveArray<T::Native> {
    let values = values.rechunk();
    let array = values.downcast_iter().next().cloned();
    array.unwrap_or_else(|| PrimitiveArray::from_vec(Vec::new()))
}

/// A column of an array.
fn chunked<T: PolarsNumericType>(array: PrimitiveArray<T::Native>) -> ChunkedArray<T> {
    ChunkedArray::with_chunk(PlSmallStr::EMPTY, array)
}

impl Typed {
    /// The values of a column.
    pub fn of(values: &Values) -> Typed {
        match values {
            Values::Codes(codes) => {
                let series = codes.series();
                if let Ok(codes) = series.u8() {
                    Typed::U8(array(codes))
                } else if let Ok(codes) = series.u16() {
                    Typed::U16(array(codes))
                } else if let Ok(codes) = series.u32() {
                    Typed::U32(array(codes))
                } else {
                    Typed::U8(PrimitiveArray::from_vec(Vec::new()))
                }
            }
            Values::Units { index, .. } => Typed::U32(array(index)),
            Values::Long(values) => Typed::Whole(array(values)),
            Values::Double(values) => Typed::Real(array(values)),
        }
    }

    /// Codes, [`MISSING_CODE`] where missing.
    pub fn of_codes(codes: Vec<u32>) -> Typed {
        Typed::U32(array(&crate::column::values::indices(codes)))
    }

    /// The values as a column of the same kind, dictionary, unit type as another.
    pub fn like(self, values: &Values) -> Values {
        match (self, values) {
            (Typed::U8(array), Values::Codes(codes)) => {
                Values::Codes(codes.with_series(chunked::<UInt8Type>(array).into_series()))
            }
            (Typed::U16(array), Values::Codes(codes)) => {
                Values::Codes(codes.with_series(chunked::<UInt16Type>(array).into_series()))
            }
            (Typed::U32(array), Values::Codes(codes)) => {
                Values::Codes(codes.with_series(chunked::<UInt32Type>(array).into_series()))
            }
            (Typed::U32(array), Values::Units { unit_type, space, .. }) => {
                Values::Units { index: chunked(array), unit_type: *unit_type, space: space.clone() }
            }
            (Typed::Whole(array), _) => Values::Long(chunked(array)),
            (Typed::Real(array), _) => Values::Double(chunked(array)),
            // Another kind than the column's: nothing that callers do.
            (_, other) => other.clone(),
        }
    }

    /// Whole numbers, one a row.
    pub fn whole(n_rows: usize, of: impl Fn(usize) -> Option<i64> + Sync) -> Values {
        Values::Long(chunked(built(n_rows, of)))
    }

    /// Decimal numbers, one a row; anything not finite is missing.
    pub fn real(n_rows: usize, of: impl Fn(usize) -> Option<f64> + Sync) -> Values {
        Values::Double(chunked(built(n_rows, |row| of(row).filter(|value| value.is_finite()))))
    }

    /// 1 where a condition is true, 0 where it is false.
    pub fn of_truth(truth: &BooleanChunked) -> Values {
        let truth = truth.rechunk();
        let Some(array) = truth.downcast_iter().next() else { return Values::long(Vec::new()) };
        let (values, validity) = (array.values(), array.validity());
        Typed::whole(array.len(), |row| {
            validity.is_none_or(|validity| validity.get_bit(row)).then(|| i64::from(values.get_bit(row)))
        })
    }

    /// The value of a row as a code; [`MISSING_CODE`] where missing, and for numbers.
    pub fn code(&self, row: usize) -> u32 {
        if self.is_missing(row) {
            return MISSING_CODE;
        }
        match self {
            Typed::U8(array) => array.values().get(row).map_or(MISSING_CODE, |code| u32::from(*code)),
            Typed::U16(array) => array.values().get(row).map_or(MISSING_CODE, |code| u32::from(*code)),
            Typed::U32(array) => array.values().get(row).copied().unwrap_or(MISSING_CODE),
            Typed::Whole(_) | Typed::Real(_) => MISSING_CODE,
        }
    }

    /// The value of a row as a whole number; missing for other kinds.
    pub fn whole_number(&self, row: usize) -> Option<i64> {
        match self {
            Typed::Whole(array) => array.values().get(row).copied().filter(|_| !self.is_missing(row)),
            _ => None,
        }
    }

    /// The value of a row as a number; missing for codes.
    pub fn number(&self, row: usize) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "statistics are computed in f64")]
            Typed::Whole(_) => self.whole_number(row).map(|value| value as f64),
            Typed::Real(array) => array.values().get(row).copied().filter(|_| !self.is_missing(row)),
            _ => None,
        }
    }

    fn is_missing(&self, row: usize) -> bool {
        each!(self, array => array.validity()).is_some_and(|validity| validity.get(row) != Some(true))
    }

    /// Coded texts, one a row: `of` gives codes of a strictly ascending dictionary.
    pub fn texts(n_rows: usize, dictionary: Arc<[String]>, of: impl Fn(usize) -> u32 + Sync) -> Values {
        fn narrow<T: NativeType + TryFrom<u32>>(n_rows: usize, of: impl Fn(usize) -> u32 + Sync) -> PrimitiveArray<T> {
            built(n_rows, |row| {
                Some(of(row)).filter(|code| *code != MISSING_CODE).and_then(|code| code.try_into().ok())
            })
        }
        let codes = Values::Codes(Codes::new(Vec::new(), dictionary.clone()));
        // One value stays free, as in `Codes::new`.
        let typed = if dictionary.len() <= usize::from(u8::MAX) {
            Typed::U8(narrow(n_rows, of))
        } else if dictionary.len() <= usize::from(u16::MAX) {
            Typed::U16(narrow(n_rows, of))
        } else {
            Typed::U32(narrow(n_rows, of))
        };
        typed.like(&codes)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        each!(self, array => array.len())
    }

    /// Which rows have a value; `None`: all.
    pub fn validity(&self) -> Option<&Bitmap> {
        each!(self, array => array.validity()).filter(|validity| validity.unset_bits() > 0)
    }

    /// Codes from a row on, [`MISSING_CODE`] where missing; nothing but that for numbers.
    pub fn read_codes(&self, first: usize, output: &mut [u32]) {
        let rows = first..first + output.len();
        match self {
            Typed::U8(array) => copy(array.values().get(rows), output, u32::from),
            Typed::U16(array) => copy(array.values().get(rows), output, u32::from),
            Typed::U32(array) => copy(array.values().get(rows), output, |code| code),
            Typed::Whole(_) | Typed::Real(_) => output.fill(MISSING_CODE),
        }
        self.mark_missing(first, output, MISSING_CODE);
    }

    /// Numbers from a row on, NaN where missing; nothing but that for codes.
    pub fn read_numbers(&self, first: usize, output: &mut [f64]) {
        let rows = first..first + output.len();
        match self {
            #[expect(clippy::cast_precision_loss, reason = "statistics are computed in f64")]
            Typed::Whole(array) => copy(array.values().get(rows), output, |value| value as f64),
            Typed::Real(array) => copy(array.values().get(rows), output, |value| value),
            Typed::U8(_) | Typed::U16(_) | Typed::U32(_) => output.fill(f64::NAN),
        }
        self.mark_missing(first, output, f64::NAN);
    }

    /// 1 for each row with a value from a row on, NaN for others: what counts look at.
    pub fn read_presence(&self, first: usize, output: &mut [f64]) {
        output.fill(1.0);
        self.mark_missing(first, output, f64::NAN);
    }

    fn mark_missing<T: Blend>(&self, first: usize, output: &mut [T], missing: T) {
        let Some(validity) = self.validity() else { return };
        // Without a branch a row: which values are missing is random.
        for (rows, first) in output.chunks_mut(64).zip((first..).step_by(64)) {
            match mask::word(validity, first) {
                u64::MAX => {}
                0 => rows.fill(missing),
                word => rows.iter_mut().zip(spread(word)).for_each(|(slot, bit)| *slot = slot.or_if_zero(missing, bit)),
            }
        }
    }
}

fn copy<S: Copy, T>(source: Option<&[S]>, output: &mut [T], of: impl Fn(S) -> T) {
    for (slot, value) in output.iter_mut().zip(source.unwrap_or_default()) {
        *slot = of(*value);
    }
}

/// The parts of at most `size` rows that a range has.
pub fn parts(rows: Range<usize>, size: usize) -> impl Iterator<Item = Range<usize>> {
    let end = rows.end;
    rows.step_by(size.max(1)).map(move |first| first..(first + size).min(end))
}

#[cfg(test)]
mod tests;
