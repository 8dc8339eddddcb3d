//! What `generate` and `replace` share: the value of an expression with its floors, and the choice by `if`.

use std::sync::Arc;

use crate::column::{Column, MISSING_CODE, Values};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::form;
use crate::lower::texts::place;
use crate::lower::{Evaluator, pseudonym};
use crate::protect::WrittenValues;
use crate::typed::{self, Typed};
use disclosure::{ColumnForm, Condition};
use language::call::{Call, Expr};
use polars_arrow::bitmap::Bitmap;
use wire::output::Rule;

/// The value of a right-hand side; `None` for the lone `.`.
pub struct Written {
    /// One value a row.
    pub values: Option<Values>,
    /// Its place in the normal form.
    pub form: ColumnForm,
    /// A condition in it was floored.
    pub floored: bool,
}

impl Written {
    /// The rule that the floors of a statement are, if it has any: conditions in its value or its `if`.
    pub fn rule(&self, call: &Call) -> Option<Rule> {
        (self.floored || call.condition.is_some()).then_some(Rule::WrittenValueFloor)
    }
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
    Ok(Written { values, form, floored: floor.asked() })
}

/// The rows that an `if` lets through, as bits, after its floor, and the condition's normal form; all rows without an `if`.
///
/// # Errors
/// As [`value`].
pub fn rows(cx: &Context<'_>, dataset: &Dataset, condition: Option<&Expr>) -> Result<(Bitmap, Condition), EngineError> {
    match condition {
        None => Ok((Bitmap::new_with_value(true, dataset.n_rows()), Condition::constant(Some(true)))),
        Some(condition) => {
            let (mask, normal) = cx.condition(dataset, condition)?;
            Ok(WrittenValues::new(cx, dataset)?.rows(&normal, &mask))
        }
    }
}

/// `new` where the row is chosen, else `old` (missing, if there is none). Both have the same kind of values.
///
/// # Errors
/// Values of different kinds.
pub fn choose(rows: &Bitmap, new: Values, old: Option<Values>) -> Result<Values, EngineError> {
    let (typed, before) = (Typed::of(&new), old.as_ref().map(Typed::of));
    Ok(match (&new, &old) {
        (Values::Long(_) | Values::Double(_), None | Some(Values::Long(_) | Values::Double(_))) => {
            typed::either(rows, &typed, before.as_ref()).like(&new)
        }
        (Values::Codes(codes), old) => {
            let old_dictionary = match old {
                Some(Values::Codes(old)) => old.dictionary().clone(),
                _ => Arc::from([]),
            };
            let (dictionary, of_new, of_old) = joined(codes.dictionary(), &old_dictionary);
            Typed::texts(rows.len(), dictionary, |row| match (rows.get(row) == Some(true), &before) {
                (true, _) => place(&of_new, typed.code(row)),
                (false, Some(before)) => place(&of_old, before.code(row)),
                (false, None) => MISSING_CODE,
            })
        }
        _ => return Err(EngineError::Internal("choose")),
    })
}

/// One sorted dictionary of two, and the place in it of each entry of the first and the second.
pub fn joined(first: &Arc<[String]>, second: &Arc<[String]>) -> (Arc<[String]>, Vec<u32>, Vec<u32>) {
    let mut all: Vec<String> = first.iter().chain(second.iter()).cloned().collect();
    all.sort();
    all.dedup();
    let places = |dictionary: &[String]| -> Vec<u32> {
        let place = |text: &String| all.binary_search(text).ok().and_then(|at| u32::try_from(at).ok());
        dictionary.iter().map(|text| place(text).unwrap_or(MISSING_CODE)).collect()
    };
    let (of_first, of_second) = (places(first), places(second));
    (all.into(), of_first, of_second)
}

/// Missing values of the same kind as a column's, for the lone `.`.
pub fn missing_like(values: &Values, n_rows: usize) -> Values {
    match values {
        Values::Codes(codes) => Typed::texts(n_rows, codes.dictionary().clone(), |_| MISSING_CODE),
        Values::Double(_) => Typed::real(n_rows, |_| None),
        Values::Long(_) => Typed::whole(n_rows, |_| None),
        Values::Units { unit_type, space, .. } => Values::units(vec![MISSING_CODE; n_rows], *unit_type, space.clone()),
    }
}

/// A new column without labels, named for people by its name.
pub fn unlabelled(name: &str, values: Values, form: ColumnForm) -> Column {
    Column { values, label: name.into(), is_date: false, titles: None, form }
}
