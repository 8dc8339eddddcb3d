//! Legendre polynomials on 0..=1: a basis in which local fits are well conditioned, and its way back to powers.

use super::MOST_ORDER;

/// Room for the basis of the highest order used: pilot fits have order p + 3.
pub const ROOM: usize = MOST_ORDER + 4;

/// Values of the first `n` polynomials at `t`.
#[inline]
pub fn values(t: f64, n: usize, output: &mut [f64; ROOM]) {
    let x = 2.0 * t - 1.0;
    output[0] = 1.0;
    output[1] = x;
    for j in 2..n {
        let k = j as f64;
        output[j] = ((2.0 * k - 1.0) * x * output[j - 1] - (k - 1.0) * output[j - 2]) / k;
    }
}

/// What each of the first `n` polynomials has at `t^power`.
pub fn coefficients(power: usize, n: usize) -> Vec<f64> {
    // P_j(2t − 1) = Σ_k (−1)^(j + k) C(j, k) C(j + k, k) t^k
    (0..n)
        .map(|j| {
            if power > j {
                return 0.0;
            }
            let sign = if (j + power).is_multiple_of(2) { 1.0 } else { -1.0 };
            sign * choose(j, power) * choose(j + power, power)
        })
        .collect()
}

fn choose(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64).round()
}
