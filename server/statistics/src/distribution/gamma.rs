//! The incomplete gamma function and the Stirling correction that keeps its prefactor exact.

use libm::{exp, lgamma, log, log1p};

const HALF_LOG_TWO_PI: f64 = 0.918_938_533_204_672_8;
const LARGEST_NUMBER_OF_TERMS: usize = 5_000_000;
const TINY: f64 = 1e-300;

/// `ln Γ(a) − ((a − ½) ln a − a + ½ ln 2π)`: the correction in Stirling's formula, for `a > 0`.
pub fn stirling_correction(a: f64) -> f64 {
    if a < 10.0 {
        return lgamma(a) - ((a - 0.5) * log(a) - a + HALF_LOG_TWO_PI);
    }
    // B(2k) / (2k (2k − 1) a^(2k − 1))
    const TERMS: [f64; 8] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
        -3617.0 / 122_400.0,
    ];
    let step = 1.0 / (a * a);
    TERMS.iter().rev().fold(0.0, |sum, term| sum * step + term) / a
}

/// `ln(1 + x) − x`, without the cancellation near zero; `x > −1`.
pub fn log1p_minus(x: f64) -> f64 {
    if x.abs() > 0.3 {
        return log1p(x) - x;
    }
    // ln(1 + x) = 2 artanh(r), r = x / (2 + x); 2r − x = −x r
    let r = x / (2.0 + x);
    let square = r * r;
    let mut sum = 0.0;
    let mut power = square;
    let mut divisor = 3.0;
    while power > 1e-19 {
        sum += power / divisor;
        power *= square;
        divisor += 2.0;
    }
    r * (2.0 * sum - x)
}

/// `x^a e^(−x) / Γ(a + 1)` for `a > 0`, `x ≥ 0`: the prefactor of series and continued fraction.
pub fn power_term(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if a < 10.0 {
        return exp(a * log(x) - x - lgamma(a + 1.0));
    }
    let exponent = if (x - a).abs() < 0.3 * a { a * log1p_minus((x - a) / a) } else { a * log(x / a) - (x - a) };
    exp(exponent - stirling_correction(a)) / (2.0 * std::f64::consts::PI * a).sqrt()
}

/// Regularised lower incomplete gamma `P(a, x)`.
pub fn lower(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x < a + 1.0 {
        lower_series(a, x)
    } else {
        1.0 - upper_fraction(a, x)
    }
}

/// Regularised upper incomplete gamma `Q(a, x)`.
pub fn upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if a == 0.5 {
        libm::erfc(x.sqrt())
    } else if x < a + 1.0 {
        let lower = lower_series(a, x);
        if a < 1.0 && lower > 0.5 { upper_of_small_shape(a, x) } else { 1.0 - lower }
    } else {
        upper_fraction(a, x)
    }
}

/// `Q(a, x)` for `a < 1`, `x < a + 1`, where `1 − P` would lose digits: the tail beyond `a + 1`, and the series of
/// `t^(a−1) e^(−t)` integrated term by term from `x` to there.
fn upper_of_small_shape(a: f64, x: f64) -> f64 {
    let end = a + 1.0;
    let ratio = log(x / end);
    let mut between = 0.0;
    let mut coefficient = 1.0; // (−end)^n / n!
    for n in 0..60 {
        let power = a + f64::from(n);
        let term = coefficient * -libm::expm1(power * ratio) / power;
        between += term;
        if term.abs() < between.abs() * 1e-18 {
            break;
        }
        coefficient *= -end / f64::from(n + 1);
    }
    upper_fraction(a, end) + between * a * exp(a * log(end) - lgamma(1.0 + a))
}

fn lower_series(a: f64, x: f64) -> f64 {
    let mut sum = 1.0;
    let mut term = 1.0;
    for n in 1..LARGEST_NUMBER_OF_TERMS {
        term *= x / (a + n as f64);
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    (sum * power_term(a, x)).min(1.0)
}

/// Lentz's method on the continued fraction of Γ(a, x).
fn upper_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = if b == 0.0 { 1.0 / TINY } else { 1.0 / b };
    let mut product = d;
    for i in 1..LARGEST_NUMBER_OF_TERMS {
        let i = i as f64;
        let numerator = -i * (i - a);
        b += 2.0;
        d = guard(numerator * d + b);
        c = guard(b + numerator / c);
        d = 1.0 / d;
        let change = d * c;
        product *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    (product * power_term(a, x) * a).clamp(0.0, 1.0)
}

fn guard(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}
