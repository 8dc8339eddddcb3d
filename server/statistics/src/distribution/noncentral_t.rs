//! The noncentral t distribution: `T = (Z + δ) / s`, `s² = χ²/df`.
//!
//! On the side of δ the tails are sums of positive terms, two Poisson mixtures of beta distributions (Johnson, Kotz
//! and Balakrishnan, "Continuous Univariate Distributions" 2, chapter 31). On the other side that sum alternates and
//! loses every digit; there, and for the density, the integral over `s` is taken instead, whose integrand is positive.

use libm::{exp, expm1, log};

use super::gamma::{self, log1p_minus, stirling_correction};
use super::mixture::{Beta, Mixture};
use super::quantile::{Continuous, Tail};
use super::trapezoid::integral;
use super::{LARGEST_NONCENTRALITY, normal, student};

const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_5;

fn is_domain(df: f64, delta: f64) -> bool {
    df > 0.0 && df.is_finite() && delta * delta <= LARGEST_NONCENTRALITY
}

/// `P(T ≤ t)` with `df` degrees of freedom and noncentrality `delta`.
pub fn lower(t: f64, df: f64, delta: f64) -> f64 {
    if t.is_nan() || !is_domain(df, delta) { f64::NAN } else { below(t, df, delta) }
}

/// `P(T > t)`.
pub fn upper(t: f64, df: f64, delta: f64) -> f64 {
    if t.is_nan() || !is_domain(df, delta) { f64::NAN } else { above(t, df, delta) }
}

fn below(t: f64, df: f64, delta: f64) -> f64 {
    if delta == 0.0 {
        student::lower(t, df)
    } else if delta < 0.0 {
        above(-t, df, -delta)
    } else if t < 0.0 {
        wrong_side(-t, df, delta)
    } else {
        let [even, odd] = mixtures(t, df, delta);
        (normal::upper(delta) + 0.5 * (even.lower() + odd.lower())).min(1.0)
    }
}

fn above(t: f64, df: f64, delta: f64) -> f64 {
    if delta == 0.0 {
        student::upper(t, df)
    } else if delta < 0.0 {
        below(-t, df, -delta)
    } else if t < 0.0 {
        1.0 - wrong_side(-t, df, delta)
    } else {
        let [even, odd] = mixtures(t, df, delta);
        (0.5 * (even.upper() + odd.upper())).min(1.0)
    }
}

fn mixtures(t: f64, df: f64, delta: f64) -> [Mixture<Beta>; 2] {
    [0.0, 0.5].map(|shift| Mixture {
        rate: 0.5 * delta * delta,
        shift,
        shape: 0.5 + shift,
        central: Beta::at_odds(0.5 * df, t * t / df),
    })
}

/// `ln` of the density of `u = ln s`, without its constant: `a (ln s² − s² + 1)`, `a = df / 2`.
fn log_kernel(u: f64, a: f64) -> f64 {
    let shift = expm1(2.0 * u);
    a * if shift.abs() < 0.3 { log1p_minus(shift) } else { 2.0 * u - shift }
}

/// The constant of that density: `2 a^a e^(−a) / Γ(a)`.
fn kernel_constant(a: f64) -> f64 {
    2.0 * a.sqrt() / ROOT_TWO_PI * exp(-stirling_correction(a))
}

/// `P(T ≤ −t)` for `t > 0`, `delta > 0`: the probability of `Z < −δ − t s`.
fn wrong_side(t: f64, df: f64, delta: f64) -> f64 {
    let a = 0.5 * df;
    if df >= 10.0 {
        // Over s; its distribution has a light left tail.
        let s = positive_root(df + t * t, t * delta, df);
        let width = 1.0 / (2.0 * df * s * s + t * s * (delta + 2.0 * t * s) + 1.0).sqrt();
        let value = integral(log(s), width, |u| exp(log_kernel(u, a)) * normal::upper(t * exp(u) + delta));
        return kernel_constant(a) * value;
    }
    // Over z = −δ − Z: φ(δ + z) P(s < z / t) falls on both sides for every df.
    let z = positive_root(1.0, delta, 1.0 + if t > 1.0 { df } else { 0.0 });
    let width = 1.0 / (z * (delta + 2.0 * z) + 1.0).sqrt();
    integral(log(z), width, |u| {
        let z = exp(u);
        normal::density(delta + z) * z * gamma::lower(a, a * (z / t) * (z / t))
    })
}

/// The positive root of `a x² + b x − c`, without cancellation.
fn positive_root(a: f64, b: f64, c: f64) -> f64 {
    let root = b.hypot(2.0 * (a * c).sqrt());
    if b > 0.0 { 2.0 * c / (b + root) } else { (root - b) / (2.0 * a) }
}

/// Density at `t`.
pub fn density(t: f64, df: f64, delta: f64) -> f64 {
    if t.is_nan() || !is_domain(df, delta) {
        return f64::NAN;
    }
    if delta == 0.0 {
        return student::density(t, df);
    }
    let a = 0.5 * df;
    let exponent = |u: f64| {
        let gap = t * exp(u) - delta;
        log_kernel(u, a) + u - 0.5 * gap * gap
    };
    let s = positive_root(df + t * t, -t * delta, df + 1.0);
    let width = 1.0 / (2.0 * (df + t * t) * s * s - t * delta * s).max(1.0).sqrt();
    // The peak is taken out: the exponent itself may be far below the smallest double.
    let peak = exponent(log(s));
    let value = integral(log(s), width, |u| exp(exponent(u) - peak));
    kernel_constant(a) / ROOT_TWO_PI * value * exp(peak)
}

/// The `t` with `P(T > t) = p`; infinite at 0 and 1 and beyond 1e151, NaN outside.
pub fn upper_quantile(p: f64, df: f64, delta: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || !is_domain(df, delta) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 { f64::INFINITY } else { f64::NEG_INFINITY };
    }
    if delta == 0.0 {
        return student::upper_quantile(p, df);
    }
    let start = libm::asinh(delta + normal::upper_quantile(p));
    let spread = Continuous {
        lower: |w: f64| below(libm::sinh(w), df, delta),
        upper: |w: f64| above(libm::sinh(w), df, delta),
        density: |w: f64| density(libm::sinh(w), df, delta) * libm::cosh(w),
    };
    let root = spread.quantile(p, Tail::Upper, start, (-350.0, 350.0));
    if root.rest == 0.0 { libm::sinh(root.at) } else { libm::sinh(root.at) + libm::cosh(root.at) * root.rest }
}
