//! Running lowered expressions over the frame.
//!
//! Expressions are functions of one row, so they are run over blocks of rows on all cores; only results are as long as the rows.

use polars::prelude::{
    BooleanChunked, Column as FrameColumn, DataFrame, DataType, Expr as FrameExpr, Float64Chunked, Int64Chunked,
    IntoLazy as _, PlSmallStr, PolarsNumericType, Series, UInt32Chunked,
};
use polars_arrow::array::BooleanArray;
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::types::NativeType;
use rayon::prelude::*;

use super::{Evaluator, Lowered, temporary};
use crate::column::{Codes, MISSING_CODE, Values};
use crate::error::EngineError;
use crate::typed::Typed;

/// Rows of a block: enough that the work of setting an expression up does not count.
const BLOCK: usize = 1 << 18;

/// The columns of a frame.
struct Rows<'a> {
    columns: &'a [Series],
    n_rows: usize,
}

impl Rows<'_> {
    /// The values of one block of rows; a single value stands for all of them.
    fn block(&self, expr: &FrameExpr, first: usize, height: usize) -> Result<Series, EngineError> {
        #[expect(clippy::cast_possible_wrap, reason = "a row number")]
        let part = |series: &Series| series.slice(first as i64, height);
        let columns: Vec<FrameColumn> = self
            .columns
            .iter()
            .enumerate()
            .map(|(place, series)| FrameColumn::from(part(series).with_name(temporary(place))))
            .collect();
        // A literal alone gives one row; the row count of a frame without columns is lost in `select`.
        let frame = DataFrame::new(height, columns)?;
        let result = frame.lazy().select([expr.clone().alias("value")]).collect()?;
        let series = result.column("value")?.as_materialized_series().rechunk();
        if series.len() == height || series.len() == 1 { Ok(series) } else { Err(EngineError::Internal("height")) }
    }

    /// One value a row, missing where `of` has none; `of` reads a block's series as values by row.
    fn numbers<T: NativeType, P: PolarsNumericType<Native: NativeType>>(
        &self,
        expr: &FrameExpr,
        read: impl Fn(&Series) -> Result<polars::prelude::ChunkedArray<P>, EngineError> + Sync,
        of: impl Fn(P::Native) -> Option<T> + Sync,
    ) -> Result<(Vec<T>, Option<Bitmap>), EngineError> {
        let n_rows = self.n_rows;
        let mut values = vec![T::default(); n_rows];
        let mut valid = vec![0_u8; n_rows.div_ceil(8)];
        let n_missing: usize = values
            .par_chunks_mut(BLOCK)
            .zip(valid.par_chunks_mut(BLOCK / 8))
            .enumerate()
            .map(|(block, (values, valid))| {
                let series = self.block(expr, block * BLOCK, values.len())?;
                let column = read(&series)?;
                Ok(match column.downcast_iter().next() {
                    Some(array) if column.len() == values.len() => {
                        let missing = array.validity().filter(|bits| bits.unset_bits() > 0);
                        write(values, valid, |row| {
                            let is_there = missing.is_none_or(|bits| bits.get_bit(row));
                            array.values().get(row).filter(|_| is_there).and_then(|value| of(*value))
                        })
                    }
                    _ => {
                        let only = column.get(0).and_then(&of);
                        write(values, valid, |_| only)
                    }
                })
            })
            .sum::<Result<usize, EngineError>>()?;
        let valid = (n_missing > 0).then(|| Bitmap::from_u8_vec(valid, n_rows));
        Ok((values, valid))
    }

    fn truth(&self, truth: &FrameExpr) -> Result<BooleanChunked, EngineError> {
        let n_rows = self.n_rows;
        let (mut values, mut valid) = (vec![0_u8; n_rows.div_ceil(8)], vec![0_u8; n_rows.div_ceil(8)]);
        let n_missing: usize = values
            .par_chunks_mut(BLOCK / 8)
            .zip(valid.par_chunks_mut(BLOCK / 8))
            .enumerate()
            .map(|(block, (values, valid))| {
                let first = block * BLOCK;
                let height = BLOCK.min(n_rows - first);
                let series = self.block(truth, first, height)?.cast(&DataType::Boolean)?;
                let column = series.bool()?;
                Ok(match column.downcast_iter().next() {
                    Some(array) if column.len() == height => {
                        write_bits(values, array.values());
                        match array.validity() {
                            Some(bits) => {
                                write_bits(valid, bits);
                                bits.unset_bits()
                            }
                            None => {
                                valid.fill(u8::MAX);
                                0
                            }
                        }
                    }
                    _ => match column.get(0) {
                        Some(truth) => {
                            values.fill(if truth { u8::MAX } else { 0 });
                            valid.fill(u8::MAX);
                            0
                        }
                        None => height,
                    },
                })
            })
            .sum::<Result<usize, EngineError>>()?;
        let valid = (n_missing > 0).then(|| Bitmap::from_u8_vec(valid, n_rows));
        let array = BooleanArray::new(ArrowDataType::Boolean, Bitmap::from_u8_vec(values, n_rows), valid);
        Ok(BooleanChunked::with_chunk(PlSmallStr::EMPTY, array))
    }

    fn real(&self, number: &FrameExpr) -> Result<(Vec<f64>, Option<Bitmap>), EngineError> {
        let read = |series: &Series| Ok(series.cast(&DataType::Float64)?.f64()?.clone());
        self.numbers(number, read, |value: f64| value.is_finite().then_some(value))
    }
}

impl Evaluator<'_> {
    fn rows(&self) -> Rows<'_> {
        Rows { columns: &self.columns, n_rows: self.n_rows() }
    }

    /// Truth values by row.
    ///
    /// # Errors
    /// Polars failures.
    pub fn collect_truth(&mut self, truth: FrameExpr) -> Result<BooleanChunked, EngineError> {
        self.rows().truth(&truth)
    }

    /// Numbers by row, NaN where missing.
    ///
    /// # Errors
    /// Polars failures.
    pub fn collect_numbers(&mut self, number: FrameExpr) -> Result<Vec<f64>, EngineError> {
        let (mut values, valid) = self.rows().real(&number)?;
        if let Some(valid) = valid {
            values.iter_mut().zip(valid.iter()).filter(|(_, valid)| !valid).for_each(|(value, _)| *value = f64::NAN);
        }
        Ok(values)
    }

    /// Codes by row, [`MISSING_CODE`] where missing.
    ///
    /// # Errors
    /// Polars failures.
    pub fn collect_codes(&mut self, codes: FrameExpr) -> Result<Vec<u32>, EngineError> {
        let read = |series: &Series| -> Result<UInt32Chunked, EngineError> {
            Ok(series.cast(&DataType::UInt32)?.u32()?.clone())
        };
        let (mut values, valid) = self.rows().numbers(&codes, read, |code: u32| Some(code))?;
        if let Some(valid) = valid {
            values.iter_mut().zip(valid.iter()).filter(|(_, valid)| !valid).for_each(|(code, _)| *code = MISSING_CODE);
        }
        Ok(values)
    }

    /// The values of a lowered expression; `None` for the lone `.`, which has no type of its own.
    ///
    /// # Errors
    /// Polars failures.
    pub fn values(&mut self, lowered: Lowered) -> Result<Option<Values>, EngineError> {
        Ok(Some(match lowered {
            Lowered::Number { expr, is_whole: true } => {
                let read = |series: &Series| Ok(series.cast(&DataType::Float64)?.f64()?.clone());
                let (values, valid) = self.rows().numbers(&expr, read, whole)?;
                Values::Long(Int64Chunked::from_vec_validity(PlSmallStr::EMPTY, values, valid))
            }
            Lowered::Number { expr, is_whole: false } => {
                let (values, valid) = self.rows().real(&expr)?;
                Values::Double(Float64Chunked::from_vec_validity(PlSmallStr::EMPTY, values, valid))
            }
            Lowered::Truth(truth) => Typed::of_truth(&self.collect_truth(truth)?),
            Lowered::Text { codes, dictionary } => Values::Codes(Codes::new(self.collect_codes(codes)?, dictionary)),
            Lowered::Word(word) => Values::Codes(Codes::new(vec![0; self.n_rows()], [word].into())),
            Lowered::Units { index, unit_type, space } => Values::units(self.collect_codes(index)?, unit_type, space),
            Lowered::Missing => return Ok(None),
        }))
    }

    /// The rows for which a condition is true; missing is not true.
    ///
    /// # Errors
    /// Type mistakes and Polars failures.
    pub fn mask(&mut self, condition: &language::call::Expr) -> Result<BooleanChunked, EngineError> {
        let truth = self.truth(condition)?;
        self.collect_truth(truth)
    }
}

/// A finite number without its decimals, as a cast makes it; what does not fit into 64 bits is missing.
fn whole(value: f64) -> Option<i64> {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "within 64 bits")]
    (value >= -BEYOND && value < BEYOND).then_some(value as i64)
}

/// Fills values and their bits from `of`; how many are missing.
fn write<T>(values: &mut [T], valid: &mut [u8], of: impl Fn(usize) -> Option<T>) -> usize {
    let mut n_missing = 0;
    for (eight, (values, byte)) in values.chunks_mut(8).zip(valid).enumerate() {
        for (bit, slot) in values.iter_mut().enumerate() {
            match of(eight * 8 + bit) {
                Some(value) => {
                    *slot = value;
                    *byte |= 1 << bit;
                }
                None => n_missing += 1,
            }
        }
    }
    n_missing
}

/// Copies bits to the beginning of some bytes.
fn write_bits(bytes: &mut [u8], bits: &Bitmap) {
    let mut words = bits.chunks::<u64>();
    for (bytes, word) in bytes.chunks_mut(8).zip(&mut words) {
        bytes.iter_mut().zip(word.to_le_bytes()).for_each(|(byte, bits)| *byte = bits);
    }
    let done = bits.len() / 64 * 8;
    let rest = words.remainder().to_le_bytes();
    bytes.iter_mut().skip(done).zip(rest).for_each(|(byte, bits)| *byte = bits);
}
