//! What `generate` and `replace` share: the value of an expression with its floors, and the choice by `if`.

use std::sync::Arc;

use disclosure::{ColumnForm, Condition};
use language::call::Expr;
use polars::prelude::BooleanChunked;

use crate::column::{Column, MISSING_CODE, Values};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::form;
use crate::lower::{Evaluator, pseudonym};
use crate::protect::WrittenValues;

/// The value of a right-hand side; `None` for the lone `.`.
pub struct Written {
    /// One value a row.
    pub values: Option<Values>,
    /// Its place in the normal form.
    pub form: ColumnForm,
}

/// Computes a right-hand side; every condition inside passes the floor.
///
/// # Errors
/// Unknown names, type mistakes, pseudonyms.
pub fn value(cx: &Context<'_>, dataset: &Dataset, expr: &Expr) -> Result<Written, EngineError> {
    let mut floor = WrittenValues::new(cx, dataset)?;
    let mut evaluator = Evaluator::writing(dataset, &mut floor);
    let lowered = evaluator.lower(expr)?;
    let values = evaluator.values(lowered)?;
    if matches!(values, Some(Values::Units { .. })) {
        return Err(pseudonym(expr));
    }
    let form = form::column_as_told(expr, dataset, floor.told())?;
    Ok(Written { values, form })
}

/// The rows that an `if` lets through, after its floor, and the condition's normal form; all rows without an `if`.
///
/// # Errors
/// As [`value`].
pub fn rows(
    cx: &Context<'_>,
    dataset: &Dataset,
    condition: Option<&Expr>,
) -> Result<(Vec<bool>, Condition), EngineError> {
    match condition {
        None => Ok((vec![true; dataset.n_rows()], Condition::constant(Some(true)))),
        Some(condition) => {
            let (mask, normal) = cx.condition(dataset, condition)?;
            Ok(WrittenValues::new(cx, dataset)?.rows(&normal, &mask))
        }
    }
}

/// `new` where the row is chosen, else `old` (missing, if there is none). Both have the same kind of values.
///
/// # Errors
/// Failures of Polars.
pub fn choose(rows: &[bool], new: Values, old: Option<Values>) -> Result<Values, EngineError> {
    use polars::prelude::ChunkZip as _;
    let mask: BooleanChunked = rows.iter().map(|row| Some(*row)).collect();
    Ok(match (new, old) {
        (Values::Long(new), None) => Values::Long(new.zip_with(&mask, &nulls_like(&new))?.rechunk().into_owned()),
        (Values::Double(new), None) => Values::Double(new.zip_with(&mask, &nulls_like(&new))?.rechunk().into_owned()),
        (Values::Long(new), Some(Values::Long(old))) => Values::Long(new.zip_with(&mask, &old)?.rechunk().into_owned()),
        (new @ (Values::Long(_) | Values::Double(_)), Some(old @ (Values::Long(_) | Values::Double(_)))) => {
            let (new, old) = (decimals(&new)?, decimals(&old)?);
            Values::Double(new.zip_with(&mask, &old)?.rechunk().into_owned())
        }
        (Values::Codes(new), old) => {
            let (old_codes, old_dictionary): (Vec<u32>, Arc<[String]>) = match old {
                Some(Values::Codes(old)) => (old.to_vec(), old.dictionary().clone()),
                _ => (vec![MISSING_CODE; rows.len()], Arc::from([])),
            };
            Values::Codes(choose_codes(rows, &new.to_vec(), new.dictionary(), &old_codes, &old_dictionary))
        }
        _ => return Err(EngineError::Internal("choose")),
    })
}

fn nulls_like<T>(values: &polars::prelude::ChunkedArray<T>) -> polars::prelude::ChunkedArray<T>
where
    T: polars::prelude::PolarsNumericType,
    polars::prelude::ChunkedArray<T>: polars::prelude::ChunkFullNull,
{
    use polars::prelude::ChunkFullNull as _;
    polars::prelude::ChunkedArray::<T>::full_null(polars::prelude::PlSmallStr::EMPTY, values.len())
}

fn decimals(values: &Values) -> Result<polars::prelude::Float64Chunked, EngineError> {
    let series = values.series().cast(&polars::prelude::DataType::Float64)?;
    Ok(series.f64()?.clone())
}

fn choose_codes(
    rows: &[bool],
    new: &[u32],
    new_dictionary: &Arc<[String]>,
    old: &[u32],
    old_dictionary: &Arc<[String]>,
) -> crate::column::Codes {
    // Both dictionaries one after the other; `Codes::new` sorts and drops what occurs in both.
    let shift = u32::try_from(old_dictionary.len()).unwrap_or(0);
    let both: Arc<[String]> = old_dictionary.iter().chain(new_dictionary.iter()).cloned().collect();
    let codes = rows
        .iter()
        .zip(new.iter().zip(old))
        .map(|(chosen, (new, old))| match (chosen, *new) {
            (false, _) => *old,
            (true, MISSING_CODE) => MISSING_CODE,
            (true, new) => new + shift,
        })
        .collect();
    crate::column::Codes::new(codes, both)
}

/// Missing values of the same kind as a column's, for the lone `.`.
pub fn missing_like(values: &Values, n_rows: usize) -> Values {
    match values {
        Values::Codes(codes) => {
            Values::Codes(crate::column::Codes::new(vec![MISSING_CODE; n_rows], codes.dictionary().clone()))
        }
        Values::Double(_) => Values::double(vec![f64::NAN; n_rows]),
        Values::Long(_) => Values::Long((0..n_rows).map(|_| None).collect()),
        Values::Units { unit_type, space, .. } => Values::units(vec![MISSING_CODE; n_rows], *unit_type, space.clone()),
    }
}

/// A new column without labels, named for people by its name.
pub fn unlabelled(name: &str, values: Values, form: ColumnForm) -> Column {
    Column { values, label: name.into(), is_date: false, titles: None, form }
}
