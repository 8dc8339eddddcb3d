//! Student's t distribution, exact in the tail for one to 1e8 degrees of freedom.

use libm::{exp, lgamma, log, log1p};

use super::{beta, gamma::stirling_correction, normal, quantile::Continuous};

/// Density at `t`.
pub fn density(t: f64, df: f64) -> f64 {
    // Γ((df+1)/2) / (Γ(df/2) √(π df)), by Stirling corrections so that large df keep their digits
    let half = 0.5 * df;
    let log_constant = if half >= 10.0 {
        half * log1p(0.5 / half) - 0.5 + stirling_correction(half + 0.5)
            - stirling_correction(half)
            - 0.5 * log(2.0 * std::f64::consts::PI)
    } else {
        lgamma(half + 0.5) - lgamma(half) - 0.5 * log(std::f64::consts::PI * df)
    };
    exp(log_constant - (half + 0.5) * log1p(t * t / df))
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
    // Cornish–Fisher start
    let z = normal::upper_quantile(p);
    let start = (z + (z * z * z + z) / (4.0 * df)).max(1e-8);
    let t = Continuous { lower: |t| lower(t, df), upper: |t| upper(t, df), density: |t| density(t, df) };
    t.upper_quantile(p, start)
}

/// `P(|T| > t)` for `t ≥ 0`.
fn outside(t: f64, df: f64) -> f64 {
    let square = t * t;
    if square.is_infinite() {
        return 0.0;
    }
    if beta::is_large(0.5 * df, 0.5) {
        return beta::upper_for_large(0.5 * df, 0.5, square / df);
    }
    let total = df + square;
    beta::regularized(0.5 * df, 0.5, df / total, square / total)
}
