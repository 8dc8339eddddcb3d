//! The studentised range: the largest difference of `k` independent normal means over their estimated standard error.
//!
//! Tukey's tests rest on it. Both integrals (over the range of normals, and over the chi distribution of the standard error, on a
//! logarithmic scale) are trapezoidal sums of analytic functions that fall fast on both sides, so they converge exponentially.
//! The upper tail is integrated itself, never as one minus the lower.

use libm::{exp, expm1, log, log1p};

use super::gamma::stirling_correction;
use super::trapezoid::integral;
use super::{normal, student};

/// Step of the sum over normals: an error of e^(−2π²/step²) in units of the narrowest Gaussian met.
const STEP: f64 = 0.2;
const NEGLIGIBLE: f64 = 1e-18;

/// `P(Q > q)` for `k` ≥ 2 means and `df` degrees of freedom (infinity for a known standard error). NaN outside.
pub fn upper(q: f64, k: f64, df: f64) -> f64 {
    if q.is_nan() || k < 2.0 || df <= 0.0 || k.is_nan() || df.is_nan() {
        return f64::NAN;
    }
    if q <= 0.0 {
        return 1.0;
    }
    if df.is_infinite() {
        return range_upper(q, k);
    }
    let a = 0.5 * df;
    // Density of t = ln s: exp(−a (e^2t − 1 − 2t)) times a constant without cancellation.
    let constant = 0.5 * log(a / (2.0 * std::f64::consts::PI)) - stirling_correction(a) + std::f64::consts::LN_2;
    let integrand = |t: f64| {
        let weight = exp(constant - a * (expm1(2.0 * t) - 2.0 * t));
        if weight == 0.0 { 0.0 } else { weight * range_upper(q * exp(t), k) }
    };
    let center = -0.5 * log1p(0.5 * q * q / df);
    integral(center, (0.5 / (df + 1.0)).sqrt(), integrand).clamp(0.0, 1.0)
}

/// `P(Q <= q)`.
pub fn lower(q: f64, k: f64, df: f64) -> f64 {
    1.0 - upper(q, k, df)
}

/// The `q` that is exceeded with probability `p`. NaN outside of 0..1.
pub fn upper_quantile(p: f64, k: f64, df: f64) -> f64 {
    if !(p > 0.0 && p < 1.0) || k < 2.0 || df <= 0.0 || k.is_nan() || df.is_nan() {
        return f64::NAN;
    }
    // One pair alone is exceeded less often, all pairs apart from each other more often (Bonferroni).
    let of_pair = |p: f64| {
        let t = if df.is_infinite() { normal::upper_quantile(0.5 * p) } else { student::upper_quantile(0.5 * p, df) };
        std::f64::consts::SQRT_2 * t
    };
    let target = log(p);
    let miss = |q: f64| log(upper(q, k, df).max(f64::MIN_POSITIVE)) - target;
    let (mut low, mut high) = (of_pair(p), of_pair(2.0 * p / (k * (k - 1.0))));
    if k == 2.0 || high <= low {
        return low;
    }
    let (mut at_low, mut at_high) = (miss(low), miss(high));
    // Illinois: a false position that does not stick to one side.
    let mut side = 0;
    for _ in 0..200 {
        if (high - low) <= 4.0 * f64::EPSILON * high || at_low <= 0.0 || at_high >= 0.0 {
            break;
        }
        let middle = (low * at_high - high * at_low) / (at_high - at_low);
        let at = miss(middle);
        if at.abs() < 1e-14 {
            return middle;
        }
        if at > 0.0 {
            (low, at_low) = (middle, at);
            if side == 1 {
                at_high *= 0.5;
            }
            side = 1;
        } else {
            (high, at_high) = (middle, at);
            if side == -1 {
                at_low *= 0.5;
            }
            side = -1;
        }
    }
    if at_low.abs() < at_high.abs() { low } else { high }
}

/// `P(range of k standard normals > w)`: k ∫ φ(z) [Φ(z)^(k−1) − (Φ(z) − Φ(z − w))^(k−1)] dz, z the largest.
fn range_upper(w: f64, k: f64) -> f64 {
    let integrand = |z: f64| {
        let below = normal::lower(z);
        if below == 0.0 {
            return 0.0;
        }
        let share = (normal::lower(z - w) / below).min(1.0);
        let outside = if share >= 1.0 { 1.0 } else { -expm1((k - 1.0) * log1p(-share)) };
        normal::density(z) * exp((k - 1.0) * log(below)) * outside
    };
    let center = 0.5 * w;
    let mut sum = integrand(center);
    for step in [STEP, -STEP] {
        let mut before = 0.0;
        for i in 1..400 {
            let value = integrand(center + step * f64::from(i));
            sum += value;
            if value <= before && value <= sum * NEGLIGIBLE {
                break;
            }
            before = value;
        }
    }
    (k * STEP * sum).min(1.0)
}
