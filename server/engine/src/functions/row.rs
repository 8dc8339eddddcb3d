//! Row functions: over the valid arguments of a row (language.md 8.4).

use language::call::{Expr, ExprKind, Name};
use language::codes;
use polars::prelude::{DataType, Expr as FrameExpr, lit};

use super::{Arguments, Lower};
use crate::column::MISSING_CODE;
use crate::error::EngineError;
use crate::lower::numbers::many;
use crate::lower::{Evaluator, Lowered, pseudonym};

/// Name and lowering.
pub const FUNCTIONS: &[(&str, Lower)] = &[
    ("rowmax", |e, a| over_valid(e, a, Whole::AsArguments, |row| row.iter().copied().fold(f64::NAN, f64::max))),
    ("rowmin", |e, a| over_valid(e, a, Whole::AsArguments, |row| row.iter().copied().fold(f64::NAN, f64::min))),
    ("rowmean", |e, a| over_valid(e, a, Whole::Never, mean)),
    ("rowmedian", |e, a| over_valid(e, a, Whole::Never, median)),
    ("rowtotal", |e, a| over_valid(e, a, Whole::AsArguments, |row| row.iter().sum::<f64>() + 0.0)),
    ("rowstd", |e, a| over_valid(e, a, Whole::Never, standard_deviation)),
    ("rowmissing", |e, a| count(e, a, true)),
    ("rowvalid", |e, a| count(e, a, false)),
    ("rowconcat", rowconcat),
];

/// When the result is whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    AsArguments,
    Never,
}

fn over_valid(
    evaluator: &mut Evaluator<'_>,
    arguments: &Arguments<'_>,
    whole: Whole,
    f: fn(&[f64]) -> f64,
) -> Result<Lowered, EngineError> {
    let mut numbers = Vec::with_capacity(arguments.list.len());
    let mut all_whole = true;
    for argument in arguments.list {
        let (number, is_whole) = evaluator.number(argument)?;
        numbers.push(number);
        all_whole &= is_whole;
    }
    let expr = many(numbers, move |row| of_valid(row, f));
    Ok(Lowered::Number { expr, is_whole: all_whole && whole == Whole::AsArguments })
}

/// A function of the valid numbers of a row; a few of them need no allocation.
fn of_valid(row: &[f64], f: fn(&[f64]) -> f64) -> f64 {
    let valid = row.iter().copied().filter(|value| !value.is_nan());
    let mut few = [0.0; 16];
    if row.len() > few.len() {
        return f(&valid.collect::<Vec<f64>>());
    }
    let mut n = 0;
    for (slot, value) in few.iter_mut().zip(valid) {
        *slot = value;
        n += 1;
    }
    f(few.get(..n).unwrap_or_default())
}

#[expect(clippy::cast_precision_loss, reason = "a handful of arguments")]
fn mean(row: &[f64]) -> f64 {
    row.iter().sum::<f64>() / row.len() as f64
}

fn median(row: &[f64]) -> f64 {
    let mut sorted = row.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
    if sorted.len() % 2 == 1 { at(middle) } else { (at(middle.wrapping_sub(1)) + at(middle)) / 2.0 }
}

/// With n − 1; of fewer than two values missing.
#[expect(clippy::cast_precision_loss, reason = "a handful of arguments")]
fn standard_deviation(row: &[f64]) -> f64 {
    if row.len() < 2 {
        return f64::NAN;
    }
    let center = mean(row);
    let squares: f64 = row.iter().map(|value| (value - center) * (value - center)).sum();
    (squares / (row.len() - 1) as f64).sqrt()
}

/// Number of missing or valid arguments, of any type.
fn count(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>, missing: bool) -> Result<Lowered, EngineError> {
    let mut sum = lit(0.0);
    for argument in arguments.list {
        // Each part is the condition `sysmiss(argument)`: written values pass the floor here as they do there.
        let name = Name { value: "sysmiss".to_owned(), span: arguments.name.span };
        let kind = ExprKind::Function { name, arguments: vec![argument.clone()] };
        let is_null = evaluator.truth(&Expr { kind, span: argument.span })?;
        let counted = if missing { is_null } else { is_null.not() };
        sum = sum + counted.cast(DataType::Float64);
    }
    Ok(Lowered::Number { expr: sum, is_whole: true })
}

/// Whether an argument of any type is missing.
///
/// # Errors
/// Mistakes inside the argument.
pub fn is_missing(evaluator: &mut Evaluator<'_>, argument: &Expr) -> Result<FrameExpr, EngineError> {
    Ok(match evaluator.lower(argument)? {
        Lowered::Number { expr, .. } => crate::lower::numbers::finite(expr).is_null(),
        Lowered::Truth(truth) => truth.is_null(),
        Lowered::Text { codes, .. } => codes.is_null(),
        Lowered::Units { index, .. } => index.is_null(),
        Lowered::Word(_) => lit(false),
        Lowered::Missing => return Err(codes::missing_literal(argument.span).into()),
    })
}

/// Joins texts and literals; missing if an argument is.
fn rowconcat(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let mut columns = Vec::with_capacity(arguments.list.len());
    let mut dictionaries = Vec::with_capacity(arguments.list.len());
    for argument in arguments.list {
        // A number literal is as good as its text; a numeric variable has to be turned into text by `string`.
        let (codes, dictionary) = match &argument.kind {
            ExprKind::Number(number) => (lit(0_u32), std::sync::Arc::from([super::number_text(*number)])),
            _ => match evaluator.lower(argument)? {
                Lowered::Units { .. } => return Err(pseudonym(argument)),
                _ => evaluator.text(argument)?,
            },
        };
        columns.push(codes);
        dictionaries.push(dictionary);
    }
    evaluator.text_of_codes(columns, |codes| {
        let mut joined = String::new();
        for (code, dictionary) in codes.iter().zip(&dictionaries) {
            if *code == MISSING_CODE {
                return None;
            }
            joined.push_str(dictionary.get(usize::try_from(*code).ok()?)?);
        }
        Some(joined)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_of_a_row_skip_nothing_that_is_there() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&[]).is_nan() && mean(&[]).is_nan());
        assert!(standard_deviation(&[1.0]).is_nan());
        assert_eq!(standard_deviation(&[1.0, 3.0]), std::f64::consts::SQRT_2);
    }
}
