//! The χ² distribution by the incomplete gamma function.

use libm::{exp, lgamma, log};

use super::{gamma, normal, quantile::Continuous};

/// Density at `x`.
pub fn density(x: f64, df: f64) -> f64 {
    if x < 0.0 {
        return 0.0;
    }
    let shape = 0.5 * df;
    if shape >= 10.0 {
        return gamma::power_term(shape, 0.5 * x) * shape / x;
    }
    exp((shape - 1.0) * log(0.5 * x) - 0.5 * x - lgamma(shape)) / 2.0
}

/// `P(X > x)`.
pub fn upper(x: f64, df: f64) -> f64 {
    if x.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    gamma::upper(0.5 * df, 0.5 * x)
}

/// `P(X ≤ x)`.
pub fn lower(x: f64, df: f64) -> f64 {
    if x.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    gamma::lower(0.5 * df, 0.5 * x)
}

/// The `x` with `P(X > x) = p`; infinite at 0, zero at 1, NaN outside.
pub fn upper_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    if p == 1.0 {
        return 0.0;
    }
    // Wilson–Hilferty start
    let spread = 2.0 / (9.0 * df);
    let root = 1.0 - spread + normal::upper_quantile(p) * spread.sqrt();
    let start = (df * root * root * root).max(1e-3 * df);
    let x = Continuous { lower: |x| lower(x, df), upper: |x| upper(x, df), density: |x| density(x, df) };
    x.upper_quantile(p, start)
}
