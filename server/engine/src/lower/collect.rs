//! Running lowered expressions over the frame.

use polars::prelude::{
    BooleanChunked, Column as FrameColumn, DataFrame, DataType, Expr as FrameExpr, IntoLazy as _, NewChunkedArray as _,
    PlSmallStr, Series,
};

use super::{Evaluator, Lowered, temporary};
use crate::column::{Codes, MISSING_CODE, Values};
use crate::error::EngineError;

impl Evaluator<'_> {
    /// One value a row; a literal is repeated.
    fn collect(&mut self, expr: FrameExpr) -> Result<Series, EngineError> {
        let height = self.n_rows();
        let columns: Vec<FrameColumn> = self
            .columns
            .iter()
            .enumerate()
            .map(|(place, series)| FrameColumn::from(series.clone().with_name(temporary(place))))
            .collect();
        // A literal alone gives one row; the row count of a frame without columns is lost in `select`.
        let frame = DataFrame::new(height, columns)?;
        let result = frame.lazy().select([expr.alias("value")]).collect()?;
        let series = result.column("value")?.as_materialized_series().rechunk();
        Ok(if series.len() == height {
            series
        } else if series.len() == 1 {
            series.new_from_index(0, height).rechunk()
        } else {
            return Err(EngineError::Internal("height"));
        })
    }

    /// Truth values by row.
    ///
    /// # Errors
    /// Polars failures.
    pub fn collect_truth(&mut self, truth: FrameExpr) -> Result<BooleanChunked, EngineError> {
        Ok(self.collect(truth)?.cast(&DataType::Boolean)?.bool()?.clone())
    }

    /// Numbers by row, NaN where missing.
    ///
    /// # Errors
    /// Polars failures.
    pub fn collect_numbers(&mut self, number: FrameExpr) -> Result<Vec<f64>, EngineError> {
        let series = self.collect(number)?.cast(&DataType::Float64)?;
        let numbers = series.f64()?;
        Ok(numbers.iter().map(|value| value.filter(|value| value.is_finite()).unwrap_or(f64::NAN)).collect())
    }

    /// Codes by row, [`MISSING_CODE`] where missing.
    ///
    /// # Errors
    /// Polars failures.
    pub fn collect_codes(&mut self, codes: FrameExpr) -> Result<Vec<u32>, EngineError> {
        let series = self.collect(codes)?.cast(&DataType::UInt32)?;
        Ok(series.u32()?.iter().map(|code| code.unwrap_or(MISSING_CODE)).collect())
    }

    /// The values of a lowered expression; `None` for the lone `.`, which has no type of its own.
    ///
    /// # Errors
    /// Polars failures.
    pub fn values(&mut self, lowered: Lowered) -> Result<Option<Values>, EngineError> {
        Ok(Some(match lowered {
            Lowered::Number { expr, is_whole: true } => {
                let finite = super::numbers::finite(expr);
                let whole = self.collect(finite)?.cast(&DataType::Int64)?;
                Values::Long(whole.i64()?.rechunk().into_owned())
            }
            Lowered::Number { expr, is_whole: false } => {
                let finite = self.collect(super::numbers::finite(expr))?;
                Values::Double(finite.f64()?.rechunk().into_owned())
            }
            Lowered::Truth(truth) => {
                let whole = self.collect_truth(truth)?.iter().map(|value| value.map(i64::from)).collect();
                Values::Long(whole)
            }
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

/// A mask that is true everywhere.
pub fn everywhere(n_rows: usize) -> BooleanChunked {
    BooleanChunked::from_slice(PlSmallStr::EMPTY, &vec![true; n_rows])
}
