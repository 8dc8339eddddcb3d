//! The incomplete beta function: continued fraction, and a uniform expansion where one parameter is very large.

use libm::{exp, lgamma, log, log1p};

use super::gamma::{self, log1p_minus, stirling_correction};
use super::normal;
use super::quantile::{Continuous, Root, Tail};

const LARGEST_NUMBER_OF_TERMS: usize = 2_000_000;
const TINY: f64 = 1e-300;

/// Regularised incomplete beta `I_x(a, b)`, `x = 1 − y`; both are given so that neither loses digits.
pub fn regularized(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if y <= 0.0 {
        1.0
    } else if x < (a + 1.0) / (a + b + 2.0) {
        below_mean(a, b, x, y)
    } else {
        let upper = below_mean(b, a, y, x);
        if b < 1.0 && upper > 0.5 { above_for_small(b, a, y) } else { 1.0 - upper }
    }
}

fn below_mean(a: f64, b: f64, x: f64, y: f64) -> f64 {
    (power_term(a, b, x, y) * fraction(a, b, x) / a).min(1.0)
}

/// `1 − I_x(a, b)` for `a < 1` and `x` below the mean, where the difference would lose digits: the tail beyond the
/// mean, and the binomial series of `t^(a−1) (1 − t)^(b−1)` integrated term by term from `x` to there.
fn above_for_small(a: f64, b: f64, x: f64) -> f64 {
    let end = (a + 1.0) / (a + b + 2.0);
    let ratio = log(x / end);
    let mut between = 0.0;
    let mut coefficient = 1.0; // (1 − b)_n end^n / n!
    for n in 0..400 {
        let power = a + f64::from(n);
        let term = coefficient * -libm::expm1(power * ratio) / power;
        between += term;
        if term.abs() < between.abs() * 1e-18 {
            break;
        }
        coefficient *= (f64::from(n + 1) - b) * end / f64::from(n + 1);
    }
    below_mean(b, a, 1.0 - end, end) + between * exp(a * log(end) - log_beta(a, b))
}

/// `x^a y^b / B(a, b)`.
pub fn power_term(a: f64, b: f64, x: f64, y: f64) -> f64 {
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
pub fn log_beta(a: f64, b: f64) -> f64 {
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
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    product
}

fn guard(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}

/// Whether [`tail_for_large`] may be used: `a` large, `b` small beside it.
fn is_large(a: f64, b: f64) -> bool {
    a >= 1000.0 && b * b * b <= 0.1 * a * a
}

/// `P(U ≤ u)` where `U / (1 + U)` is Beta(b, a) distributed: `t² / df` and `F d1 / d2` are such `U`.
pub fn lower_odds(b: f64, a: f64, u: f64) -> f64 {
    if u <= 0.0 {
        0.0
    } else if u.is_infinite() {
        1.0
    } else if is_large(a, b) {
        tail_for_large(a, b, u, Tail::Lower)
    } else {
        regularized(b, a, u / (1.0 + u), 1.0 / (1.0 + u))
    }
}

/// `P(U > u)`, see [`lower_odds`].
pub fn upper_odds(b: f64, a: f64, u: f64) -> f64 {
    if u <= 0.0 {
        1.0
    } else if u.is_infinite() {
        0.0
    } else if is_large(a, b) {
        tail_for_large(a, b, u, Tail::Upper)
    } else {
        regularized(a, b, 1.0 / (1.0 + u), u / (1.0 + u))
    }
}

/// A tail of `U` (see [`lower_odds`]) where `a` is large against `b`.
///
/// Substituting `u = e^s − 1` turns the density into a gamma density times `(sinh(s/2) / (s/2))^(b−1)`, which is
/// expanded; the tail is then a short sum of incomplete gammas with no large logarithm in it (own derivation).
fn tail_for_large(a: f64, b: f64, u: f64, tail: Tail) -> f64 {
    const NUMBER_OF_TERMS: usize = 12;
    let rate = a + (b - 1.0) / 2.0;
    let start = rate * log1p(u);
    let coefficients = sinh_ratio_power::<NUMBER_OF_TERMS>(b - 1.0);
    let step = 1.0 / (4.0 * rate * rate);
    let mut weights = [0.0; NUMBER_OF_TERMS]; // coefficient (b)_(2k) / (2 rate)^(2k)
    let mut scale = 1.0;
    let mut shape = b;
    for (weight, coefficient) in weights.iter_mut().zip(coefficients) {
        *weight = coefficient * scale;
        scale *= shape * (shape + 1.0) * step;
        shape += 2.0;
    }
    let total: f64 = weights.iter().sum();
    let mut sum = 0.0;
    match tail {
        // Both recurrences add: Q grows with the shape, P as it falls.
        Tail::Upper => {
            let (mut shape, mut value) = (b, gamma::upper(b, start));
            for weight in weights {
                sum += weight * value;
                value += gamma::power_term(shape, start) + gamma::power_term(shape + 1.0, start);
                shape += 2.0;
            }
        }
        Tail::Lower => {
            let mut value = gamma::lower(shape, start);
            for weight in weights.iter().rev() {
                shape -= 2.0;
                value += gamma::power_term(shape + 1.0, start) + gamma::power_term(shape, start);
                sum += weight * value;
            }
        }
    }
    (sum / total).clamp(0.0, 1.0)
}

/// The natural logarithm of the `u` whose tail is `p`, `0 < p < 1` (see [`lower_odds`]).
///
/// Start: Abramowitz and Stegun 26.5.22.
pub fn odds_quantile(b: f64, a: f64, p: f64, tail: Tail) -> Root {
    let center = log(b) - log(a);
    let start = if a > 1.0 && b > 1.0 {
        let z = if tail == Tail::Upper { normal::upper_quantile(p) } else { -normal::upper_quantile(p) };
        let (over_b, over_a) = (1.0 / (2.0 * b - 1.0), 1.0 / (2.0 * a - 1.0));
        let curve = (z * z - 3.0) / 6.0;
        let h = 2.0 / (over_a + over_b);
        let shift = z * (h + curve).max(0.0).sqrt() / h + (over_a - over_b) * (curve + 5.0 / 6.0 - 2.0 / (3.0 * h));
        center + 2.0 * shift
    } else {
        center
    };
    let odds = Continuous {
        lower: |w| lower_odds(b, a, exp(w)),
        upper: |w| upper_odds(b, a, exp(w)),
        density: |w: f64| power_term(b, a, 1.0 / (1.0 + exp(-w)), 1.0 / (1.0 + exp(w))),
    };
    odds.quantile(p, tail, start, (-740.0, 709.0))
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
