//! Polars expressions from functions of numbers; a result that is not finite is missing.

use polars::prelude::{
    BooleanChunked, ChunkApply as _, Column as FrameColumn, DataType, Expr as FrameExpr, Field, Float64Chunked,
    IntoColumn as _, PlSmallStr, PolarsResult, UInt32Chunked,
};
use rayon::prelude::*;

/// Numbers of a frame column: one value a row, or one for all rows; NaN is missing.
pub struct Numbers {
    values: Vec<f64>,
}

impl Numbers {
    /// Reads a column; other types than numbers and truth count as missing.
    pub fn read(column: &FrameColumn) -> PolarsResult<Numbers> {
        let column = column.cast(&DataType::Float64)?;
        let values = column.as_materialized_series().f64()?;
        Ok(Numbers { values: values.iter().map(|value| value.unwrap_or(f64::NAN)).collect() })
    }

    /// The value of a row; the only value if there is one.
    pub fn get(&self, row: usize) -> f64 {
        match self.values.as_slice() {
            [only] => *only,
            values => values.get(row).copied().unwrap_or(f64::NAN),
        }
    }
}

/// How many rows a function of several columns has: literals have one.
pub fn height(columns: &[FrameColumn]) -> usize {
    if columns.iter().any(|column| column.is_empty()) {
        0
    } else {
        columns.iter().map(FrameColumn::len).max().unwrap_or(0)
    }
}

/// `f(x)` for each number.
pub fn unary(expr: FrameExpr, f: fn(f64) -> f64) -> FrameExpr {
    expr.map(
        move |column| {
            let column = column.cast(&DataType::Float64)?;
            let values = column.as_materialized_series().f64()?;
            let values = values.apply_values(f);
            Ok(without_infinite(values).into_column())
        },
        |_, field| Ok(Field::new(field.name().clone(), DataType::Float64)),
    )
}

/// Takes infinities and NaN away.
pub fn finite(expr: FrameExpr) -> FrameExpr {
    expr.map(
        move |column| {
            let column = column.cast(&DataType::Float64)?;
            Ok(without_infinite(column.as_materialized_series().f64()?.clone()).into_column())
        },
        |_, field| Ok(Field::new(field.name().clone(), DataType::Float64)),
    )
}

/// The same numbers, missing where not finite; nothing is copied where all are.
fn without_infinite(values: Float64Chunked) -> Float64Chunked {
    // What stands at a missing value may be anything.
    let all_finite = |values: &[f64]| values.iter().fold(true, |all, value| all & value.is_finite());
    if values.downcast_iter().all(|array| all_finite(array.values())) {
        return values;
    }
    values.apply(|value| value.filter(|value| value.is_finite()))
}

/// A function of the numbers of one row; NaN stands for missing both ways.
pub fn many(expressions: Vec<FrameExpr>, f: impl Fn(&[f64]) -> f64 + Send + Sync + 'static) -> FrameExpr {
    combined(expressions, DataType::Float64, move |columns| {
        let numbers: Vec<Numbers> = columns.iter().map(Numbers::read).collect::<PolarsResult<_>>()?;
        let mut row_values = vec![f64::NAN; numbers.len()];
        let mut values: Vec<f64> = Vec::with_capacity(height(columns));
        for row in 0..height(columns) {
            for (place, column) in row_values.iter_mut().zip(&numbers) {
                *place = column.get(row);
            }
            values.push(f(&row_values));
        }
        let values: Float64Chunked = values.into_iter().map(|value| value.is_finite().then_some(value)).collect();
        Ok(values.into_column())
    })
}

/// The same for functions that take a microsecond or more: rows are shared out among the cores.
pub fn many_costly(expressions: Vec<FrameExpr>, f: impl Fn(&[f64]) -> f64 + Send + Sync + 'static) -> FrameExpr {
    combined(expressions, DataType::Float64, move |columns| {
        let numbers: Vec<Numbers> = columns.iter().map(Numbers::read).collect::<PolarsResult<_>>()?;
        let values: Vec<f64> = (0..height(columns))
            .into_par_iter()
            .with_min_len(1024)
            .map_init(
                || vec![f64::NAN; numbers.len()],
                |row_values, row| {
                    for (place, column) in row_values.iter_mut().zip(&numbers) {
                        *place = column.get(row);
                    }
                    f(row_values)
                },
            )
            .collect();
        let values: Float64Chunked = values.into_iter().map(|value| value.is_finite().then_some(value)).collect();
        Ok(values.into_column())
    })
}

/// A function of whole columns with a result of a known type.
pub fn combined(
    expressions: Vec<FrameExpr>,
    result: DataType,
    f: impl Fn(&[FrameColumn]) -> PolarsResult<FrameColumn> + Send + Sync + 'static,
) -> FrameExpr {
    let mut expressions = expressions.into_iter();
    let Some(first) = expressions.next() else {
        return polars::prelude::lit(polars::prelude::NULL).cast(result);
    };
    let rest: Vec<FrameExpr> = expressions.collect();
    first.map_many(
        move |columns| f(columns),
        &rest,
        move |_, fields| {
            let name = fields.first().map_or(PlSmallStr::EMPTY, |field| field.name().clone());
            Ok(Field::new(name, result.clone()))
        },
    )
}

/// Looks each code up in a table of numbers; NaN is missing.
pub fn number_by_code(codes: FrameExpr, table: Vec<f64>) -> FrameExpr {
    codes.map(
        move |column| {
            let codes = column.cast(&DataType::UInt32)?;
            let codes = codes.as_materialized_series().u32()?;
            let values: Float64Chunked =
                codes.iter().map(|code| at(&table, code?).copied().filter(|value| value.is_finite())).collect();
            Ok(values.into_column())
        },
        |_, field| Ok(Field::new(field.name().clone(), DataType::Float64)),
    )
}

/// Looks each code up in a table of truth values.
pub fn truth_by_code(codes: FrameExpr, table: Vec<Option<bool>>) -> FrameExpr {
    codes.map(
        move |column| {
            let codes = column.cast(&DataType::UInt32)?;
            let codes = codes.as_materialized_series().u32()?;
            let values: BooleanChunked = codes.iter().map(|code| at(&table, code?).copied().flatten()).collect();
            Ok(values.into_column())
        },
        |_, field| Ok(Field::new(field.name().clone(), DataType::Boolean)),
    )
}

/// Looks each code up in a table of codes; `u32::MAX` is missing.
pub fn code_by_code(codes: FrameExpr, table: Vec<u32>) -> FrameExpr {
    codes.map(
        move |column| {
            let codes = column.cast(&DataType::UInt32)?;
            let codes = codes.as_materialized_series().u32()?;
            let values: UInt32Chunked =
                codes.iter().map(|code| at(&table, code?).copied().filter(|code| *code != u32::MAX)).collect();
            Ok(values.into_column())
        },
        |_, field| Ok(Field::new(field.name().clone(), DataType::UInt32)),
    )
}

fn at<T>(table: &[T], code: u32) -> Option<&T> {
    usize::try_from(code).ok().and_then(|code| table.get(code))
}
