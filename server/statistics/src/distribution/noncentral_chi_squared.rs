//! The noncentral χ² distribution as a Poisson mixture of central ones (Johnson, Kotz and Balakrishnan, "Continuous
//! Univariate Distributions" 2, chapter 29).

use libm::exp;

use super::mixture::{Gamma, Mixture};
use super::{LARGEST_NONCENTRALITY, chi_squared};

fn is_domain(df: f64, lambda: f64) -> bool {
    df > 0.0 && df.is_finite() && (0.0..=LARGEST_NONCENTRALITY).contains(&lambda)
}

fn mixture(x: f64, df: f64, lambda: f64) -> Mixture<Gamma> {
    Mixture { rate: 0.5 * lambda, shift: 0.0, shape: 0.5 * df, central: Gamma { x: 0.5 * x } }
}

/// `P(X ≤ x)` with `df` degrees of freedom and noncentrality `lambda`, the sum of the squared means.
pub fn lower(x: f64, df: f64, lambda: f64) -> f64 {
    if x.is_nan() || !is_domain(df, lambda) {
        f64::NAN
    } else if x <= 0.0 {
        0.0
    } else if lambda == 0.0 {
        chi_squared::lower(x, df)
    } else {
        mixture(x, df, lambda).lower().min(1.0)
    }
}

/// `P(X > x)`.
pub fn upper(x: f64, df: f64, lambda: f64) -> f64 {
    if x.is_nan() || !is_domain(df, lambda) {
        f64::NAN
    } else if x <= 0.0 {
        1.0
    } else if lambda == 0.0 {
        chi_squared::upper(x, df)
    } else {
        mixture(x, df, lambda).upper().min(1.0)
    }
}

/// Density at `x`: 0 below zero; at zero infinite for `df < 2`.
pub fn density(x: f64, df: f64, lambda: f64) -> f64 {
    if x.is_nan() || !is_domain(df, lambda) {
        f64::NAN
    } else if x < 0.0 {
        0.0
    } else if x == 0.0 || lambda == 0.0 {
        // At zero only the first distribution of the mixture counts.
        chi_squared::density(x, df) * if x == 0.0 { exp(-0.5 * lambda) } else { 1.0 }
    } else {
        mixture(x, df, lambda).scaled_density() / x
    }
}
