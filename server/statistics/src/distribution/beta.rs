//! The beta distribution by the incomplete beta function.

use super::incomplete_beta::{odds_quantile, power_term, regularized};
use super::quantile::Tail;

fn is_domain(a: f64, b: f64) -> bool {
    a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite()
}

/// Density at `x`; 0 outside 0…1, infinite at an end where the parameter is below 1.
pub fn density(x: f64, a: f64, b: f64) -> f64 {
    if x.is_nan() || !is_domain(a, b) {
        return f64::NAN;
    }
    if !(0.0..=1.0).contains(&x) {
        return 0.0;
    }
    let at_end = |own: f64, other: f64| match own {
        1.0 => other,
        below if below < 1.0 => f64::INFINITY,
        _ => 0.0,
    };
    if x == 0.0 {
        at_end(a, b)
    } else if x == 1.0 {
        at_end(b, a)
    } else {
        power_term(a, b, x, 1.0 - x) / (x * (1.0 - x))
    }
}

/// `P(X ≤ x)`.
pub fn lower(x: f64, a: f64, b: f64) -> f64 {
    if x.is_nan() || !is_domain(a, b) { f64::NAN } else { regularized(a, b, x, 1.0 - x) }
}

/// `P(X > x)`.
pub fn upper(x: f64, a: f64, b: f64) -> f64 {
    if x.is_nan() || !is_domain(a, b) { f64::NAN } else { regularized(b, a, 1.0 - x, x) }
}

/// The `x` with `P(X ≤ x) = p`; 0 at 0, 1 at 1, NaN outside.
pub fn lower_quantile(p: f64, a: f64, b: f64) -> f64 {
    quantile(p, a, b, Tail::Lower)
}

/// The `x` with `P(X > x) = p`; 1 at 0, 0 at 1, NaN outside.
pub fn upper_quantile(p: f64, a: f64, b: f64) -> f64 {
    quantile(p, a, b, Tail::Upper)
}

fn quantile(p: f64, a: f64, b: f64, tail: Tail) -> f64 {
    if !(0.0..=1.0).contains(&p) || !is_domain(a, b) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if (p == 0.0) == (tail == Tail::Lower) { 0.0 } else { 1.0 };
    }
    let odds = odds_quantile(a, b, p, tail).exp();
    if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) }
}
