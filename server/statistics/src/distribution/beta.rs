//! The incomplete beta function: continued fraction, and a uniform expansion where one parameter is very large.

use libm::{exp, lgamma, log, log1p};

use super::gamma::{self, log1p_minus, stirling_correction};

const LARGEST_NUMBER_OF_TERMS: usize = 2_000_000;
const TINY: f64 = 1e-300;

/// Regularised incomplete beta `I_x(a, b)`, `x = 1 − y`; both are given so that neither loses digits.
pub fn regularized(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if y <= 0.0 {
        1.0
    } else if x < (a + 1.0) / (a + b + 2.0) {
        power_term(a, b, x, y) * fraction(a, b, x) / a
    } else {
        1.0 - power_term(b, a, y, x) * fraction(b, a, y) / b
    }
}

/// `x^a y^b / B(a, b)`.
fn power_term(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let total = a + b;
    if a >= 10.0 && b >= 10.0 {
        // Deviance form: no large logarithms cancel.
        let (mean_x, mean_y) = (a / total, b / total);
        let shift = if x < y { x - mean_x } else { mean_y - y };
        let exponent = a * log_ratio(x, mean_x, shift) + b * log_ratio(y, mean_y, -shift);
        let correction = stirling_correction(total) - stirling_correction(a) - stirling_correction(b);
        return (a * b / (2.0 * std::f64::consts::PI * total)).sqrt() * exp(exponent + correction);
    }
    let log_x = if y < 0.5 { log1p(-y) } else { log(x) };
    let log_y = if x < 0.5 { log1p(-x) } else { log(y) };
    exp(a * log_x + b * log_y - log_beta(a, b))
}

/// `ln(value / mean) − (value − mean) / mean`: the linear parts of both terms cancel in the deviance.
fn log_ratio(value: f64, mean: f64, shift: f64) -> f64 {
    let relative = shift / mean;
    if relative.abs() < 0.3 { log1p_minus(relative) } else { log(value / mean) - relative }
}

/// `ln B(a, b)`, without differences of large log-gammas.
fn log_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if large < 10.0 {
        return lgamma(small) + lgamma(large) - lgamma(small + large);
    }
    let correction = stirling_correction(large) - stirling_correction(small + large);
    lgamma(small) + correction + small - small * log(small + large) - (large - 0.5) * log1p(small / large)
}

/// Lentz's method on the continued fraction of `I_x(a, b)`, for `x < (a + 1) / (a + b + 2)`.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let total = a + b;
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - total * x / (a + 1.0));
    let mut product = d;
    for m in 1..LARGEST_NUMBER_OF_TERMS {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        product *= d * c;
        let odd = -(a + m) * (total + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let change = d * c;
        product *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    product
}

fn guard(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}

/// Whether [`upper_for_large`] may be used: `a` large, `b` small beside it.
pub fn is_large(a: f64, b: f64) -> bool {
    a >= 1000.0 && b * b * b <= 0.1 * a * a
}

/// `P(U > u)` where `U / (1 + U)` is Beta(b, a) distributed and `a` is large against `b`: `t² / df` and `F d1 / d2`
/// are such `U`.
///
/// Substituting `u = e^s − 1` turns the density into a gamma density times `(sinh(s/2) / (s/2))^(b−1)`, which is
/// expanded; the tail is then a short sum of incomplete gammas with no large logarithm in it (own derivation).
pub fn upper_for_large(a: f64, b: f64, u: f64) -> f64 {
    const NUMBER_OF_TERMS: usize = 12;
    let rate = a + (b - 1.0) / 2.0;
    let start = rate * log1p(u);
    let coefficients = sinh_ratio_power::<NUMBER_OF_TERMS>(b - 1.0);
    let step = 1.0 / (4.0 * rate * rate);
    let (mut tail, mut total) = (0.0, 0.0);
    let mut scale = 1.0; // (b)_(2k) / (2 rate)^(2k)
    let mut shape = b;
    let mut upper = gamma::upper(b, start);
    for coefficient in coefficients {
        tail += coefficient * scale * upper;
        total += coefficient * scale;
        upper += gamma::power_term(shape, start) + gamma::power_term(shape + 1.0, start);
        scale *= shape * (shape + 1.0) * step;
        shape += 2.0;
    }
    (tail / total).clamp(0.0, 1.0)
}

/// Coefficients of `y²` in `(sinh(y) / y)^power`.
fn sinh_ratio_power<const N: usize>(power: f64) -> [f64; N] {
    // ln(sinh(y) / y) = Σ LOG[k − 1] y^(2k)
    const LOG: [f64; 12] = [
        1.0 / 6.0,
        -1.0 / 180.0,
        1.0 / 2835.0,
        -1.0 / 37_800.0,
        1.0 / 467_775.0,
        -691.0 / 3_831_077_250.0,
        2.0 / 127_702_575.0,
        -3617.0 / 2_605_132_530_000.0,
        43_867.0 / 350_813_659_321_125.0,
        -174_611.0 / 15_313_294_652_906_250.0,
        155_366.0 / 147_926_426_347_074_375.0,
        -236_364_091.0 / 2_423_034_863_565_078_262_500.0,
    ];
    let mut result = [0.0; N];
    for n in 0..N {
        result[n] = if n == 0 {
            1.0
        } else {
            (1..=n).map(|k| k as f64 * power * LOG.get(k - 1).copied().unwrap_or(0.0) * result[n - k]).sum::<f64>()
                / n as f64
        };
    }
    result
}
