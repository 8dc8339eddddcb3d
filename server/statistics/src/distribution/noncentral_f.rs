//! The noncentral F distribution as a Poisson mixture of beta distributions (Johnson, Kotz and Balakrishnan,
//! "Continuous Univariate Distributions" 2, chapter 30).

use libm::{exp, log};

use super::mixture::{Beta, Mixture};
use super::quantile::{Continuous, Tail};
use super::{LARGEST_NONCENTRALITY, f};

fn is_domain(df1: f64, df2: f64, lambda: f64) -> bool {
    df1 > 0.0 && df1.is_finite() && df2 > 0.0 && df2.is_finite() && (0.0..=LARGEST_NONCENTRALITY).contains(&lambda)
}

fn mixture(odds: f64, df1: f64, df2: f64, lambda: f64) -> Mixture<Beta> {
    Mixture { rate: 0.5 * lambda, shift: 0.0, shape: 0.5 * df1, central: Beta::at_odds(0.5 * df2, odds) }
}

/// `P(F ≤ x)` with `df1` and `df2` degrees of freedom and noncentrality `lambda` of the numerator.
pub fn lower(x: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    if x.is_nan() || !is_domain(df1, df2, lambda) {
        f64::NAN
    } else if lambda == 0.0 {
        f::lower(x, df1, df2)
    } else {
        lower_at(df1 * x / df2, df1, df2, lambda)
    }
}

fn lower_at(odds: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    if odds <= 0.0 {
        0.0
    } else if odds.is_infinite() {
        1.0
    } else {
        mixture(odds, df1, df2, lambda).lower().min(1.0)
    }
}

/// `P(F > x)`.
pub fn upper(x: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    if x.is_nan() || !is_domain(df1, df2, lambda) {
        f64::NAN
    } else if lambda == 0.0 {
        f::upper(x, df1, df2)
    } else {
        upper_at(df1 * x / df2, df1, df2, lambda)
    }
}

fn upper_at(odds: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    if odds <= 0.0 {
        1.0
    } else if odds.is_infinite() {
        0.0
    } else {
        mixture(odds, df1, df2, lambda).upper().min(1.0)
    }
}

/// Density at `x`: 0 below zero; at zero infinite for `df1 < 2`.
pub fn density(x: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    if x.is_nan() || !is_domain(df1, df2, lambda) {
        f64::NAN
    } else if x < 0.0 {
        0.0
    } else if x == 0.0 || lambda == 0.0 {
        // At zero only the first distribution of the mixture counts.
        f::density(x, df1, df2) * if x == 0.0 { exp(-0.5 * lambda) } else { 1.0 }
    } else {
        mixture(df1 * x / df2, df1, df2, lambda).scaled_density() / x
    }
}

/// The `x` with `P(F > x) = p`; infinite at 0, zero at 1, NaN outside.
///
/// Start: Patnaik's central F with the same first two moments of the numerator.
pub fn upper_quantile(p: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || !is_domain(df1, df2, lambda) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 { f64::INFINITY } else { 0.0 };
    }
    if lambda == 0.0 {
        return f::upper_quantile(p, df1, df2);
    }
    let near = (df1 + lambda) * (df1 + lambda) / (df1 + 2.0 * lambda);
    let start = log(f::upper_quantile(p, near, df2) * (df1 + lambda) / df2);
    let odds = Continuous {
        lower: |w| lower_at(exp(w), df1, df2, lambda),
        upper: |w| upper_at(exp(w), df1, df2, lambda),
        density: |w| mixture(exp(w), df1, df2, lambda).scaled_density(),
    };
    odds.quantile(p, Tail::Upper, start, (-740.0, 709.0)).exp() / df1 * df2
}
