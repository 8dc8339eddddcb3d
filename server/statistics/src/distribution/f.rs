//! Fisher's F distribution by the incomplete beta function.

use super::chi_squared;
use super::incomplete_beta::{lower_odds, odds_quantile, power_term, upper_odds};
use super::quantile::Tail;

/// `df2` may be infinite.
fn is_domain(df1: f64, df2: f64) -> bool {
    df1 > 0.0 && df1.is_finite() && df2 > 0.0
}

/// `P(F > x)` with `df1` and `df2` degrees of freedom.
pub fn upper(x: f64, df1: f64, df2: f64) -> f64 {
    if x.is_nan() || !is_domain(df1, df2) {
        f64::NAN
    } else if df2.is_infinite() {
        chi_squared::upper(df1 * x, df1)
    } else {
        upper_odds(0.5 * df1, 0.5 * df2, df1 * x / df2)
    }
}

/// `P(F ≤ x)`.
pub fn lower(x: f64, df1: f64, df2: f64) -> f64 {
    if x.is_nan() || !is_domain(df1, df2) {
        f64::NAN
    } else if df2.is_infinite() {
        chi_squared::lower(df1 * x, df1)
    } else {
        lower_odds(0.5 * df1, 0.5 * df2, df1 * x / df2)
    }
}

/// Density at `x`: 0 below zero; at zero infinite for `df1 < 2`.
pub fn density(x: f64, df1: f64, df2: f64) -> f64 {
    if x.is_nan() || !is_domain(df1, df2) {
        f64::NAN
    } else if x < 0.0 {
        0.0
    } else if x == 0.0 {
        match df1 {
            2.0 => 1.0,
            below if below < 2.0 => f64::INFINITY,
            _ => 0.0,
        }
    } else if df2.is_infinite() {
        df1 * chi_squared::density(df1 * x, df1)
    } else {
        let odds = df1 * x / df2;
        power_term(0.5 * df1, 0.5 * df2, odds / (1.0 + odds), 1.0 / (1.0 + odds)) / x
    }
}

/// The `x` with `P(F > x) = p`; infinite at 0, zero at 1, NaN outside.
pub fn upper_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    quantile(p, df1, df2, Tail::Upper)
}

/// The `x` with `P(F ≤ x) = p`; zero at 0, infinite at 1, NaN outside.
pub fn lower_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    quantile(p, df1, df2, Tail::Lower)
}

fn quantile(p: f64, df1: f64, df2: f64, tail: Tail) -> f64 {
    if !(0.0..=1.0).contains(&p) || !is_domain(df1, df2) {
        f64::NAN
    } else if p == 0.0 || p == 1.0 {
        if (p == 0.0) == (tail == Tail::Lower) { 0.0 } else { f64::INFINITY }
    } else if df2.is_infinite() {
        match tail {
            Tail::Lower => chi_squared::lower_quantile(p, df1) / df1,
            Tail::Upper => chi_squared::upper_quantile(p, df1) / df1,
        }
    } else {
        odds_quantile(0.5 * df1, 0.5 * df2, p, tail).exp() / df1 * df2
    }
}
