//! Student's t distribution: its square is F with 1 and `df` degrees of freedom.

use libm::{exp, lgamma, log, log1p};

use super::gamma::stirling_correction;
use super::incomplete_beta::upper_odds;
use super::{f, normal};

/// Density at `t`.
pub fn density(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df.is_infinite() {
        return normal::density(t);
    }
    // Γ((df+1)/2) / (Γ(df/2) √(π df)), by Stirling corrections so that large df keep their digits
    let half = 0.5 * df;
    let log_constant = if half >= 10.0 {
        half * log1p(0.5 / half) - 0.5 + stirling_correction(half + 0.5)
            - stirling_correction(half)
            - 0.5 * log(2.0 * std::f64::consts::PI)
    } else {
        // lgamma(df/2) as lgamma(df/2 + 1) − ln(df/2): the second part joins √df, so tiny df keep their digits too.
        lgamma(half + 0.5) - lgamma(half + 1.0) + 0.5 * log(0.25 * df / std::f64::consts::PI)
    };
    exp(log_constant - (half + 0.5) * log_of_one_plus(t, df))
}

/// `ln(1 + t² / df)`, also where the square overflows.
fn log_of_one_plus(t: f64, df: f64) -> f64 {
    let odds = t * t / df;
    if odds.is_finite() { log1p(odds) } else { 2.0 * log(t.abs()) - log(df) }
}

/// `P(T > t)`.
pub fn upper(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df.is_infinite() {
        return normal::upper(t);
    }
    let half_tail = 0.5 * outside(t.abs(), df);
    if t >= 0.0 { half_tail } else { 1.0 - half_tail }
}

/// `P(T ≤ t)`.
pub fn lower(t: f64, df: f64) -> f64 {
    upper(-t, df)
}

/// `P(|T| > |t|)`, from the upper tail.
pub fn two_sided(t: f64, df: f64) -> f64 {
    2.0 * upper(t.abs(), df)
}

/// The `t` with `P(T > t) = p`; infinite at 0 and 1, NaN outside.
pub fn upper_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p == 0.5 {
        return 0.0;
    }
    if df.is_infinite() || p == 0.0 || p == 1.0 {
        return normal::upper_quantile(p);
    }
    if p > 0.5 {
        return -upper_quantile(1.0 - p, df);
    }
    f::upper_quantile(2.0 * p, 1.0, df).sqrt()
}

/// The `t` with `P(T ≤ t) = p`; infinite at 0 and 1, NaN outside.
pub fn lower_quantile(p: f64, df: f64) -> f64 {
    -upper_quantile(p, df)
}

/// `P(|T| > t)` for `t ≥ 0`.
fn outside(t: f64, df: f64) -> f64 {
    let odds = t * t / df;
    if odds.is_finite() {
        return upper_odds(0.5, 0.5 * df, odds);
    }
    // The first term of the series in df / t² is all of it.
    let half = 0.5 * df;
    exp(half * (log(df) - 2.0 * log(t)) + lgamma(half + 0.5) - lgamma(half + 1.0)) / std::f64::consts::PI.sqrt()
}
