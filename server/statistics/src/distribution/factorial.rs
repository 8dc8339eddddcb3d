//! Factorials and binomial coefficients of any number, without differences of large logarithms.

use libm::{exp, lgamma, log1p};

use super::incomplete_beta::log_beta;

/// `1 − γ`, Euler's constant.
const ONE_MINUS_EULER: f64 = 0.422_784_335_098_467_14;

/// `ln(x!) = ln Γ(x + 1)` for `x ≥ 0`, NaN below.
///
/// Below 1.5, where the value passes through zero twice, by the series of `ln Γ(2 + y)` in `y` (Abramowitz and Stegun
/// 6.1.33), so that it keeps its digits there.
pub fn log_factorial(x: f64) -> f64 {
    if x.is_nan() || x < 0.0 {
        f64::NAN
    } else if x < 0.5 {
        // Γ(2 + x) = (1 + x) Γ(1 + x)
        log_gamma_of_two_plus(x) - log1p(x)
    } else if x <= 1.5 {
        log_gamma_of_two_plus(x - 1.0)
    } else {
        lgamma(x + 1.0)
    }
}

/// For `|y| ≤ ½`: `y (1 − γ) + Σ (−1)^k (ζ(k) − 1) y^k / k`.
fn log_gamma_of_two_plus(y: f64) -> f64 {
    let mut sum = 0.0;
    let mut power = -y;
    for (k, zeta) in (2_u32..).zip(ZETA_MINUS_ONE) {
        power *= -y;
        sum += zeta * power / f64::from(k);
    }
    sum + y * ONE_MINUS_EULER
}

/// `ζ(k) − 1` for k = 2, 3, …
const ZETA_MINUS_ONE: [f64; 29] = [
    0.6449340668482264,
    0.2020569031595943,
    0.08232323371113819,
    0.03692775514336993,
    0.01734306198444914,
    0.008349277381922827,
    0.00407735619794434,
    0.0020083928260822143,
    0.0009945751278180853,
    0.0004941886041194645,
    0.0002460865533080483,
    0.00012271334757848915,
    6.124813505870483e-05,
    3.058823630702049e-05,
    1.528225940865187e-05,
    7.637197637899763e-06,
    3.81729326499984e-06,
    1.908212716553939e-06,
    9.539620338727962e-07,
    4.769329867878064e-07,
    2.38450502727733e-07,
    1.1921992596531106e-07,
    5.960818905125948e-08,
    2.980350351465228e-08,
    1.4901554828365043e-08,
    7.45071178983543e-09,
    3.725334024788457e-09,
    1.862659723513049e-09,
    9.313274324196682e-10,
];

/// `x! / (y! (x − y)!)` for `0 ≤ y ≤ x`, NaN elsewhere. Exact for whole arguments below 2^53.
pub fn combinations(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() || y < 0.0 || x < y {
        return f64::NAN;
    }
    let smaller = y.min(x - y);
    if x.fract() == 0.0 && y.fract() == 0.0 && smaller <= 1000.0 {
        let mut product = 1.0_f64;
        let mut step = 1.0;
        while step <= smaller {
            product = product * (x - smaller + step) / step;
            step += 1.0;
        }
        // Below 2^53 the true value is whole; the division leaves at most a rounding error.
        if product < 9.0e15 { product.round() } else { product }
    } else {
        // 1 / ((x + 1) B(y + 1, x − y + 1))
        exp(-log_beta(y + 1.0, x - y + 1.0)) / (x + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_of_whole_numbers_are_exact() {
        assert_eq!(combinations(5.0, 2.0), 10.0);
        assert_eq!(combinations(50.0, 25.0), 126_410_606_437_752.0);
        assert!(combinations(2.0, 3.0).is_nan());
    }

    #[test]
    fn the_series_of_the_logarithm_joins_the_function() {
        for x in [0.499_999_999, 0.500_000_001, 1.499_999_999, 1.500_000_001] {
            assert!((log_factorial(x) - lgamma(x + 1.0)).abs() < 1e-15, "{x}");
        }
        assert_eq!((log_factorial(0.0), log_factorial(1.0)), (0.0, 0.0));
    }
}
