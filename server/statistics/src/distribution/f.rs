//! Fisher's F distribution by the incomplete beta function.

use libm::{exp, log, log1p};

use super::{beta, chi_squared, gamma::stirling_correction, quantile::Continuous};

/// `P(F > x)` with `df1` and `df2` degrees of freedom.
pub fn upper(x: f64, df1: f64, df2: f64) -> f64 {
    if x.is_nan() || !(df1 > 0.0 && df2 > 0.0) {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 1.0;
    }
    if x.is_infinite() {
        return 0.0;
    }
    if df2.is_infinite() {
        return chi_squared::upper(df1 * x, df1);
    }
    let (a, b) = (0.5 * df2, 0.5 * df1);
    if beta::is_large(a, b) {
        return beta::upper_for_large(a, b, df1 * x / df2);
    }
    let total = df2 + df1 * x;
    beta::regularized(a, b, df2 / total, df1 * x / total)
}

/// `P(F ≤ x)`.
pub fn lower(x: f64, df1: f64, df2: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let total = df2 + df1 * x;
    if df2.is_infinite() {
        chi_squared::lower(df1 * x, df1)
    } else if beta::is_large(0.5 * df2, 0.5 * df1) {
        1.0 - upper(x, df1, df2)
    } else {
        beta::regularized(0.5 * df1, 0.5 * df2, df1 * x / total, df2 / total)
    }
}

/// Density at `x > 0`.
pub fn density(x: f64, df1: f64, df2: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if df2.is_infinite() {
        return df1 * chi_squared::density(df1 * x, df1);
    }
    // x^(a−1) (1 + df1 x / df2)^(−a−b) (df1 / df2)^a / B(a, b), logarithms of Γ by Stirling's correction
    let (a, b) = (0.5 * df1, 0.5 * df2);
    let log_beta = a * log(a / (a + b)) - b * log1p(a / b)
        + 0.5 * log((a + b) / (a * b))
        + 0.5 * log(2.0 * std::f64::consts::PI)
        + stirling_correction(a)
        + stirling_correction(b)
        - stirling_correction(a + b);
    exp(a * log(df1 * x / df2) - (a + b) * log1p(df1 * x / df2) - log_beta) / x
}

/// The `x` with `P(F > x) = p`; infinite at 0, zero at 1, NaN outside.
pub fn upper_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    if !((0.0..=1.0).contains(&p) && df1 > 0.0 && df2 > 0.0) {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    if p == 1.0 {
        return 0.0;
    }
    let start = (chi_squared::upper_quantile(p, df1) / df1).max(1e-3);
    let x =
        Continuous { lower: |x| lower(x, df1, df2), upper: |x| upper(x, df1, df2), density: |x| density(x, df1, df2) };
    x.upper_quantile(p, start)
}
