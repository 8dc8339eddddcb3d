//! Mathematics (language.md 8.3): out of domain is missing; elementary functions come from `libm`, alike on every machine.

use statistics::distribution::factorial::{combinations, log_factorial};

use super::{Arguments, Lower};
use crate::error::EngineError;
use crate::lower::numbers::{many, unary};
use crate::lower::{Evaluator, Lowered, literal};

/// Name and lowering.
pub const FUNCTIONS: &[(&str, Lower)] = &[
    ("abs", abs),
    ("sqrt", |e, a| decimal(e, a, f64::sqrt)),
    ("exp", |e, a| decimal(e, a, libm::exp)),
    ("ln", |e, a| decimal(e, a, |x| if x > 0.0 { libm::log(x) } else { f64::NAN })),
    ("log10", |e, a| decimal(e, a, |x| if x > 0.0 { libm::log10(x) } else { f64::NAN })),
    ("logit", |e, a| decimal(e, a, logit)),
    ("lnfactorial", |e, a| decimal(e, a, log_factorial)),
    ("comb", comb),
    ("sin", |e, a| decimal(e, a, libm::sin)),
    ("cos", |e, a| decimal(e, a, libm::cos)),
    ("tan", |e, a| decimal(e, a, libm::tan)),
    ("asin", |e, a| decimal(e, a, libm::asin)),
    ("acos", |e, a| decimal(e, a, libm::acos)),
    ("atan", |e, a| decimal(e, a, libm::atan)),
    ("pi", |_, _| Ok(literal(std::f64::consts::PI))),
    ("int", |e, a| whole(e, a, f64::trunc)),
    ("floor", |e, a| whole(e, a, f64::floor)),
    ("ceil", |e, a| whole(e, a, f64::ceil)),
    ("round", round),
];

fn decimal(
    evaluator: &mut Evaluator<'_>,
    arguments: &Arguments<'_>,
    f: fn(f64) -> f64,
) -> Result<Lowered, EngineError> {
    let (x, _) = evaluator.number(arguments.at(0)?)?;
    Ok(Lowered::Number { expr: unary(x, f), is_whole: false })
}

fn whole(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>, f: fn(f64) -> f64) -> Result<Lowered, EngineError> {
    let (x, _) = evaluator.number(arguments.at(0)?)?;
    Ok(Lowered::Number { expr: unary(x, f), is_whole: true })
}

fn abs(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let (x, is_whole) = evaluator.number(arguments.at(0)?)?;
    Ok(Lowered::Number { expr: unary(x, f64::abs), is_whole })
}

/// ln(x / (1 − x)); near a half the difference 2x − 1 is exact and the quotient is not.
fn logit(x: f64) -> f64 {
    if !(x > 0.0 && x < 1.0) {
        f64::NAN
    } else if (0.25..=0.75).contains(&x) {
        libm::log1p((2.0 * x - 1.0) / (1.0 - x))
    } else {
        libm::log(x / (1.0 - x))
    }
}

fn comb(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let (x, _) = evaluator.number(arguments.at(0)?)?;
    let (y, _) = evaluator.number(arguments.at(1)?)?;
    let expr = many(vec![x, y], |row| match row {
        [x, y] => combinations(*x, *y),
        _ => f64::NAN,
    });
    Ok(Lowered::Number { expr, is_whole: false })
}

/// Nearest multiple of `y`, halves away from zero.
///
/// For `y` = 10^-k the result is the decimal that a reader expects (`round(7.321, 0.01)` = 7.32 exactly),
/// because a division by 10^k rounds correctly where a product with 10^-k does not.
fn nearest(x: f64, y: f64) -> f64 {
    if y == 0.0 {
        return x;
    }
    let inverse = 1.0 / y;
    if y.abs() < 1.0 && (inverse - inverse.round()).abs() < 1e-9 * inverse.abs() {
        let scale = inverse.round();
        (x * scale).round() / scale
    } else {
        (x / y).round() * y
    }
}

fn round(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    if arguments.list.len() < 2 {
        return whole(evaluator, arguments, f64::round);
    }
    let (x, _) = evaluator.number(arguments.at(0)?)?;
    let (y, unit_is_whole) = evaluator.number(arguments.at(1)?)?;
    let expr = many(vec![x, y], |row| match row {
        [x, y] => nearest(*x, *y),
        _ => f64::NAN,
    });
    // round(x, 0) is x itself, which need not be whole.
    let is_zero = matches!(arguments.at(1)?.kind, language::call::ExprKind::Number(unit) if unit == 0.0);
    Ok(Lowered::Number { expr, is_whole: unit_is_whole && !is_zero && is_literal(arguments.at(1)?) })
}

fn is_literal(expr: &language::call::Expr) -> bool {
    matches!(expr.kind, language::call::ExprKind::Number(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_follows_the_reference() {
        assert_eq!(nearest(7.321, 0.01), 7.32);
        assert_eq!(nearest(17.0, 5.0), 15.0);
        assert_eq!(nearest(-2.5, 1.0), -3.0);
    }
}
