//! Probability distributions (language.md 8.2): parameters first, the point or the probability last.
//!
//! The numerics are `statistics::distribution`; outside their domain they give NaN, and an infinite result is missing too.

use language::call::Expr;
use statistics::distribution::{
    beta, binomial, chi_squared, f, noncentral_chi_squared, noncentral_f, noncentral_t, normal, student,
};

use super::{Arguments, Lower};
use crate::error::EngineError;
use crate::lower::numbers::many_costly;
use crate::lower::{Evaluator, Lowered};

/// Name and lowering.
pub const FUNCTIONS: &[(&str, Lower)] = &[
    ("binomial", |e, a| three(e, a, binomial::lower)),
    ("binomialp", |e, a| three(e, a, binomial::probability)),
    ("binomialtail", |e, a| three(e, a, binomial::tail)),
    ("normal", |e, a| one(e, a, normal::lower)),
    ("normalden", normalden),
    ("F", |e, a| three(e, a, |v1, v2, x| f::lower(x, v1, v2))),
    ("Fden", |e, a| three(e, a, |v1, v2, x| f::density(x, v1, v2))),
    ("Ftail", |e, a| three(e, a, |v1, v2, x| f::upper(x, v1, v2))),
    ("invF", |e, a| three(e, a, |v1, v2, p| f::lower_quantile(p, v1, v2))),
    ("invFtail", |e, a| three(e, a, |v1, v2, p| f::upper_quantile(p, v1, v2))),
    ("nF", |e, a| four(e, a, |v1, v2, lambda, x| noncentral_f::lower(x, v1, v2, lambda))),
    ("nFden", |e, a| four(e, a, |v1, v2, lambda, x| noncentral_f::density(x, v1, v2, lambda))),
    ("nFtail", |e, a| four(e, a, |v1, v2, lambda, x| noncentral_f::upper(x, v1, v2, lambda))),
    ("invnFtail", |e, a| four(e, a, |v1, v2, lambda, p| noncentral_f::upper_quantile(p, v1, v2, lambda))),
    ("chi2", |e, a| two(e, a, |v, x| chi_squared::lower(x, v))),
    ("chi2den", |e, a| two(e, a, |v, x| chi_squared::density(x, v))),
    ("chi2tail", |e, a| two(e, a, |v, x| chi_squared::upper(x, v))),
    ("invchi2", |e, a| two(e, a, |v, p| chi_squared::lower_quantile(p, v))),
    ("invchi2tail", |e, a| two(e, a, |v, p| chi_squared::upper_quantile(p, v))),
    ("nchi2", |e, a| three(e, a, |v, lambda, x| noncentral_chi_squared::lower(x, v, lambda))),
    ("nchi2den", |e, a| three(e, a, |v, lambda, x| noncentral_chi_squared::density(x, v, lambda))),
    ("nchi2tail", |e, a| three(e, a, |v, lambda, x| noncentral_chi_squared::upper(x, v, lambda))),
    ("betaden", |e, a| three(e, a, |first, second, x| beta::density(x, first, second))),
    ("ibeta", |e, a| three(e, a, |first, second, x| beta::lower(x, first, second))),
    ("ibetatail", |e, a| three(e, a, |first, second, x| beta::upper(x, first, second))),
    ("invibeta", |e, a| three(e, a, |first, second, p| beta::lower_quantile(p, first, second))),
    ("invibetatail", |e, a| three(e, a, |first, second, p| beta::upper_quantile(p, first, second))),
    ("t", |e, a| two(e, a, |v, x| student::lower(x, v))),
    ("tden", |e, a| two(e, a, |v, x| student::density(x, v))),
    ("ttail", |e, a| two(e, a, |v, x| student::upper(x, v))),
    ("invt", |e, a| two(e, a, |v, p| student::lower_quantile(p, v))),
    ("invttail", |e, a| two(e, a, |v, p| student::upper_quantile(p, v))),
    ("nt", |e, a| three(e, a, |v, lambda, x| noncentral_t::lower(x, v, lambda))),
    ("ntden", |e, a| three(e, a, |v, lambda, x| noncentral_t::density(x, v, lambda))),
    ("nttail", |e, a| three(e, a, |v, lambda, x| noncentral_t::upper(x, v, lambda))),
    ("invnttail", |e, a| three(e, a, |v, lambda, p| noncentral_t::upper_quantile(p, v, lambda))),
];

/// A function of the arguments of a row.
fn over(
    evaluator: &mut Evaluator<'_>,
    arguments: &[Expr],
    f: impl Fn(&[f64]) -> f64 + Send + Sync + 'static,
) -> Result<Lowered, EngineError> {
    let mut numbers = Vec::with_capacity(arguments.len());
    for argument in arguments {
        numbers.push(evaluator.number(argument)?.0);
    }
    // A missing argument is NaN, and so is the result; what the distributions do with NaN is not relied on.
    let expr = many_costly(numbers, move |row| if row.iter().any(|value| value.is_nan()) { f64::NAN } else { f(row) });
    Ok(Lowered::Number { expr, is_whole: false })
}

fn one(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>, f: fn(f64) -> f64) -> Result<Lowered, EngineError> {
    over(evaluator, arguments.list, move |row| if let [x] = row { f(*x) } else { f64::NAN })
}

fn two(
    evaluator: &mut Evaluator<'_>,
    arguments: &Arguments<'_>,
    f: fn(f64, f64) -> f64,
) -> Result<Lowered, EngineError> {
    over(evaluator, arguments.list, move |row| if let [a, b] = row { f(*a, *b) } else { f64::NAN })
}

fn three(
    evaluator: &mut Evaluator<'_>,
    arguments: &Arguments<'_>,
    f: fn(f64, f64, f64) -> f64,
) -> Result<Lowered, EngineError> {
    // `F` and `Ftail` may have a fourth argument that has no meaning; the check has looked at its type.
    let used = arguments.list.get(..3).unwrap_or_default();
    over(evaluator, used, move |row| if let [a, b, c] = row { f(*a, *b, *c) } else { f64::NAN })
}

fn four(
    evaluator: &mut Evaluator<'_>,
    arguments: &Arguments<'_>,
    f: fn(f64, f64, f64, f64) -> f64,
) -> Result<Lowered, EngineError> {
    over(evaluator, arguments.list, move |row| if let [a, b, c, d] = row { f(*a, *b, *c, *d) } else { f64::NAN })
}

/// `normalden(x[, mu[, sigma]])`.
fn normalden(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    over(evaluator, arguments.list, |row| {
        let (x, mu, sigma) = match row {
            [x] => (*x, 0.0, 1.0),
            [x, mu] => (*x, *mu, 1.0),
            [x, mu, sigma] => (*x, *mu, *sigma),
            _ => return f64::NAN,
        };
        if sigma > 0.0 { normal::density((x - mu) / sigma) / sigma } else { f64::NAN }
    })
}
