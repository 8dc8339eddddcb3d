//! The χ² distribution by the incomplete gamma function.

use libm::{exp, lgamma, log};

use super::quantile::{Continuous, Tail};
use super::{gamma, normal};

fn is_domain(df: f64) -> bool {
    df > 0.0 && df.is_finite()
}

/// Density at `x`: 0 below zero; at zero infinite for `df < 2`.
pub fn density(x: f64, df: f64) -> f64 {
    if x.is_nan() || !is_domain(df) {
        return f64::NAN;
    }
    if x < 0.0 {
        return 0.0;
    }
    if x == 0.0 {
        return match df {
            2.0 => 0.5,
            below if below < 2.0 => f64::INFINITY,
            _ => 0.0,
        };
    }
    gamma::power_term(0.5 * df, 0.5 * x) * 0.5 * df / x
}

/// `P(X > x)`.
pub fn upper(x: f64, df: f64) -> f64 {
    if x.is_nan() || !is_domain(df) { f64::NAN } else { gamma::upper(0.5 * df, 0.5 * x) }
}

/// `P(X ≤ x)`.
pub fn lower(x: f64, df: f64) -> f64 {
    if x.is_nan() || !is_domain(df) { f64::NAN } else { gamma::lower(0.5 * df, 0.5 * x) }
}

/// The `x` with `P(X > x) = p`; infinite at 0, zero at 1, NaN outside.
pub fn upper_quantile(p: f64, df: f64) -> f64 {
    quantile(p, df, Tail::Upper)
}

/// The `x` with `P(X ≤ x) = p`; zero at 0, infinite at 1, NaN outside.
pub fn lower_quantile(p: f64, df: f64) -> f64 {
    quantile(p, df, Tail::Lower)
}

fn quantile(p: f64, df: f64, tail: Tail) -> f64 {
    if !(0.0..=1.0).contains(&p) || !is_domain(df) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if (p == 0.0) == (tail == Tail::Lower) { 0.0 } else { f64::INFINITY };
    }
    // Wilson–Hilferty; where it fails, the first term of the series of P.
    let z = if tail == Tail::Upper { normal::upper_quantile(p) } else { -normal::upper_quantile(p) };
    let spread = 2.0 / (9.0 * df);
    let root = 1.0 - spread + z * spread.sqrt();
    let shape = 0.5 * df;
    let start = if root > 0.2 {
        log(shape * root * root * root)
    } else {
        let log_p = if tail == Tail::Lower { log(p) } else { libm::log1p(-p) };
        (log_p + lgamma(shape + 1.0)) / shape
    };
    let half = Continuous {
        lower: |w| gamma::lower(shape, exp(w)),
        upper: |w| gamma::upper(shape, exp(w)),
        density: |w| gamma::power_term(shape, exp(w)) * shape,
    };
    2.0 * half.quantile(p, tail, start, (-745.0, 709.0)).exp()
}
