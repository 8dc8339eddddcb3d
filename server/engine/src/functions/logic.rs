//! Logic (language.md 8.6): `inlist`, `inrange`, `sysmiss`.

use language::call::BinaryOperator;
use polars::prelude::lit;

use super::row::is_missing;
use super::{Arguments, Lower};
use crate::error::EngineError;
use crate::lower::{Evaluator, Lowered};

/// Name and lowering.
pub const FUNCTIONS: &[(&str, Lower)] = &[("inlist", inlist), ("inrange", inrange), ("sysmiss", sysmiss)];

/// 1 if the first equals any of the rest; never missing: a missing value equals nothing.
fn inlist(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let first = arguments.at(0)?;
    let x = evaluator.lower(first)?;
    let mut any = lit(false);
    for candidate in arguments.list.iter().skip(1) {
        let value = evaluator.lower(candidate)?;
        let equal =
            evaluator.compare_lowered(BinaryOperator::Equal, (first, x.clone()), (candidate, value), candidate.span)?;
        if let Lowered::Truth(equal) = equal {
            any = any.or(equal.fill_null(lit(false)));
        }
    }
    Ok(Lowered::Truth(any))
}

/// `lo <= x & x <= hi`, both ends included.
fn inrange(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let (x, low, high) = (arguments.at(0)?, arguments.at(1)?, arguments.at(2)?);
    let value = evaluator.lower(x)?;
    let (low_value, high_value) = (evaluator.lower(low)?, evaluator.lower(high)?);
    let above =
        evaluator.compare_lowered(BinaryOperator::GreaterOrEqual, (x, value.clone()), (low, low_value), low.span)?;
    let below = evaluator.compare_lowered(BinaryOperator::LessOrEqual, (x, value), (high, high_value), high.span)?;
    match (above, below) {
        (Lowered::Truth(above), Lowered::Truth(below)) => Ok(Lowered::Truth(above.and(below))),
        _ => Err(EngineError::Internal("inrange")),
    }
}

fn sysmiss(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    Ok(Lowered::Truth(is_missing(evaluator, arguments.at(0)?)?))
}
