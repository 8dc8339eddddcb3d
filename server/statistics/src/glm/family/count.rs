//! Counts: Poisson, and negative binomial with variance `μ + α μ²` (NB2; Cameron & Trivedi 1986).

use super::counts_table::table;
use super::{Family, Prepared, Terms};
use crate::elementary::{exp_of, ln_1p_of, vectorised};

/// `y ~ Poisson(e^η)`, without `ln y!`.
pub(in crate::glm) struct Poisson;

impl Family for Poisson {
    fn terms(&self, _: &Prepared, n: usize, y: &[f64], eta: &[f64], terms: &mut Terms) {
        let Terms { value, score, curvature, .. } = terms;
        vectorised(
            #[inline(always)]
            || {
                let rows =
                    y[..n].iter().zip(&eta[..n]).zip(&mut value[..n]).zip(&mut score[..n]).zip(&mut curvature[..n]);
                for ((((y, eta), value), score), curvature) in rows {
                    let mean = exp_of(*eta);
                    *value = y * eta - mean;
                    *score = y - mean;
                    *curvature = mean;
                }
            },
        );
    }
}

/// NB2 with `ln α` as the parameter besides, without `ln y!`.
///
/// `ℓ = Σ_{j<y} ln(1 + α j) − (y + 1/α) ln(1 + α μ) + y ln μ`, which becomes Poisson as α → 0 without cancellation.
pub(in crate::glm) struct NegativeBinomial {
    /// The largest count.
    pub most: f64,
}

/// Below it `φ` and `φ'` are summed as series.
const SMALL: f64 = 0.1;
const N_SERIES: usize = 18;

/// Coefficients of `φ(x) = (ln(1 + x) − x / (1 + x)) / x² = Σ (−1)^k (k + 1) / (k + 2) x^k`.
const fn series() -> [f64; N_SERIES] {
    let mut terms = [0.0; N_SERIES];
    let mut k = 0;
    while k < N_SERIES {
        let size = (k as f64 + 1.0) / (k as f64 + 2.0);
        terms[k] = if k % 2 == 0 { size } else { -size };
        k += 1;
    }
    terms
}

const SERIES: [f64; N_SERIES] = series();

/// `ln(1 + x) / x`, `φ(x)` and `φ'(x)` for `x ≥ 0`.
#[inline(always)]
fn functions(x: f64) -> (f64, f64, f64) {
    let (mut value, mut slope) = (0.0, 0.0);
    let small = x.min(SMALL);
    for term in SERIES.iter().rev() {
        slope = slope * small + value;
        value = value * small + term;
    }
    let log = ln_1p_of(x);
    let inverse = 1.0 / (1.0 + x);
    let safe = x.max(SMALL);
    let far = (ln_1p_of(safe) - safe / (1.0 + safe)) / (safe * safe);
    let far_slope = 1.0 / (safe * ((1.0 + safe) * (1.0 + safe))) - 2.0 * far / safe;
    let is_small = x < SMALL;
    let (phi, phi_slope) = if is_small { (value, slope) } else { (far, far_slope) };
    // ln(1 + x) / x = 1 / (1 + x) + x φ(x)
    let ratio = if is_small { inverse + x * phi } else { log / safe };
    (ratio, phi, phi_slope)
}

impl Family for NegativeBinomial {
    fn has_ancillary(&self) -> bool {
        true
    }

    fn prepare(&self, ancillary: f64) -> Prepared {
        Prepared { ancillary, sums: table(libm::exp(ancillary), self.most) }
    }

    fn terms(&self, at: &Prepared, n: usize, y: &[f64], eta: &[f64], terms: &mut Terms) {
        let alpha = libm::exp(at.ancillary);
        let Terms { value, score, curvature, ancillary_score, mixed, ancillary_curvature } = terms;
        // The sums of the counts first, read from the table row by row.
        for (((y, value), first), second) in
            y[..n].iter().zip(&mut *value).zip(&mut *ancillary_score).zip(&mut *ancillary_curvature)
        {
            [*value, *first, *second] = super::counts_table::sums(&at.sums, alpha, *y);
        }
        vectorised(
            #[inline(always)]
            || {
                let rows =
                    y[..n].iter().zip(&eta[..n]).zip(&mut value[..n]).zip(&mut score[..n]).zip(&mut curvature[..n]);
                let besides = ancillary_score[..n].iter_mut().zip(&mut mixed[..n]).zip(&mut ancillary_curvature[..n]);
                for (((((y, eta), value), score), curvature), ((first, mixed), second)) in rows.zip(besides) {
                    let mean = exp_of(*eta);
                    let x = alpha * mean;
                    let inverse = 1.0 / (1.0 + x);
                    let (ratio, phi, phi_slope) = functions(x);
                    // (y + 1/α) ln(1 + αμ) = (1 + α y) μ · ln(1 + x) / x
                    *value += y * eta - (1.0 + alpha * y) * mean * ratio;
                    let off = (y - mean) * inverse;
                    *score = off;
                    *curvature = mean * (1.0 + alpha * y) * inverse * inverse;
                    *mixed = alpha * off * mean * inverse;
                    let by_alpha = *first + mean * mean * phi - y * mean * inverse;
                    let by_alpha_twice = mean * mean * mean * phi_slope + y * mean * mean * inverse * inverse - *second;
                    *first = alpha * by_alpha;
                    *second = -alpha * (alpha * by_alpha_twice + by_alpha);
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::functions;

    #[test]
    fn the_series_and_the_closed_forms_meet() {
        let (below, above) = (functions(0.1 - 1e-13), functions(0.1));
        assert!((below.0 - above.0).abs() < 1e-13);
        assert!((below.1 - above.1).abs() < 1e-13);
        assert!((below.2 - above.2).abs() < 1e-11);
        let (ratio, phi, slope) = functions(0.0);
        assert_eq!((ratio, phi, slope), (1.0, 0.5, -2.0 / 3.0));
    }
}
