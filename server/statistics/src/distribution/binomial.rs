//! The binomial distribution: sums by the incomplete beta function, single probabilities in deviance form
//! (C. Loader, "Fast and accurate computation of binomial probabilities", 2000).

use libm::{exp, log, log1p};

use super::incomplete_beta::{power_term, regularized};

/// Largest number of trials; whole numbers beyond it are not exact.
const LARGEST_NUMBER_OF_TRIALS: f64 = 9_007_199_254_740_992.0;

/// Trials and successes cut to whole numbers, if the distribution exists.
fn whole(n: f64, k: f64, p: f64) -> Option<(f64, f64)> {
    let (n, k) = (n.floor(), k.floor());
    ((0.0..=LARGEST_NUMBER_OF_TRIALS).contains(&n) && (0.0..=1.0).contains(&p) && !k.is_nan()).then_some((n, k))
}

/// `P(X ≤ k)` of `n` trials with probability `p`; `n` and `k` are cut to whole numbers.
pub fn lower(n: f64, k: f64, p: f64) -> f64 {
    match whole(n, k, p) {
        None => f64::NAN,
        Some((_, k)) if k < 0.0 => 0.0,
        Some((n, k)) if k >= n => 1.0,
        Some((n, k)) => regularized(n - k, k + 1.0, 1.0 - p, p),
    }
}

/// `P(X ≥ k)`.
pub fn tail(n: f64, k: f64, p: f64) -> f64 {
    match whole(n, k, p) {
        None => f64::NAN,
        Some((_, k)) if k <= 0.0 => 1.0,
        Some((n, k)) if k > n => 0.0,
        Some((n, k)) => regularized(k, n - k + 1.0, p, 1.0 - p),
    }
}

/// `P(X = k)`; 0 for a number of successes that cannot be.
pub fn probability(n: f64, k: f64, p: f64) -> f64 {
    let Some((n, k)) = whole(n, k, p) else { return f64::NAN };
    if k < 0.0 || k > n {
        0.0
    } else if p == 0.0 || p == 1.0 {
        f64::from(u8::from(k == n * p))
    } else if k == 0.0 {
        exp(n * log1p(-p))
    } else if k == n {
        exp(n * log(p))
    } else {
        power_term(k, n - k, p, 1.0 - p) * (n / k) / (n - k)
    }
}
