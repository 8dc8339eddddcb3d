//! Outcomes without order: `P(y = q) ∝ e^η_q`, with zero for the base (McFadden 1974).

use super::{Family, Prepared, Terms};
use crate::elementary::{exp_of, ln_of, vectorised};
use crate::rows::CHUNK;

/// Outcomes are numbered with the base first: `y` is 0 for it and `q + 1` for that of equation `q`.
pub(in crate::glm) struct Multinomial {
    /// Equations: outcomes without the base.
    pub n_equations: usize,
}

impl Family for Multinomial {
    fn n_predictors(&self) -> usize {
        self.n_equations
    }

    fn terms(&self, _: &Prepared, n: usize, y: &[f64], eta: &[f64], terms: &mut Terms) {
        let Terms { value, score, curvature, .. } = terms;
        probabilities(self.n_equations, n, eta, score, value);
        vectorised(
            #[inline(always)]
            || {
                let value = &mut value[..n];
                // From the logarithm of the base's probability to that of the outcome.
                for (q, eta) in eta.chunks_exact(CHUNK).enumerate() {
                    let outcome = (q + 1) as f64;
                    for ((value, eta), y) in value.iter_mut().zip(eta).zip(&y[..n]) {
                        *value += if *y == outcome { *eta } else { 0.0 };
                    }
                }
                let mut pair = 0;
                for q in 0..self.n_equations {
                    let p = &score[q * CHUNK..q * CHUNK + n];
                    for r in 0..=q {
                        let other = &score[r * CHUNK..r * CHUNK + n];
                        let own = if q == r { 1.0 } else { 0.0 };
                        let out = &mut curvature[pair * CHUNK..pair * CHUNK + n];
                        for ((out, p), other) in out.iter_mut().zip(p).zip(other) {
                            *out = p * (own - other);
                        }
                        pair += 1;
                    }
                }
                for (q, score) in score.chunks_exact_mut(CHUNK).enumerate() {
                    let outcome = (q + 1) as f64;
                    for (score, y) in score.iter_mut().zip(&y[..n]) {
                        *score = if *y == outcome { 1.0 - *score } else { -*score };
                    }
                }
            },
        );
    }
}

/// Probabilities of the outcomes but the base, [`CHUNK`] places each, and the logarithm of the base's.
pub(in crate::glm) fn probabilities(q: usize, n: usize, eta: &[f64], probability: &mut [f64], log_base: &mut [f64]) {
    vectorised(
        #[inline(always)]
        || {
            let mut most = [0.0f64; CHUNK];
            let mut total = [0.0; CHUNK];
            let (most, total) = (&mut most[..n], &mut total[..n]);
            for eta in eta.chunks_exact(CHUNK).take(q) {
                most.iter_mut().zip(eta).for_each(|(most, eta)| *most = most.max(*eta));
            }
            total.iter_mut().zip(&*most).for_each(|(total, most)| *total = exp_of(-most));
            for (eta, probability) in eta.chunks_exact(CHUNK).zip(probability.chunks_exact_mut(CHUNK)).take(q) {
                for (((eta, out), most), total) in eta.iter().zip(probability).zip(&*most).zip(&mut *total) {
                    *out = exp_of(eta - most);
                    *total += *out;
                }
            }
            for ((log, most), total) in log_base[..n].iter_mut().zip(&*most).zip(&mut *total) {
                *log = -most - ln_of(*total);
                *total = 1.0 / *total;
            }
            for probability in probability.chunks_exact_mut(CHUNK).take(q) {
                probability.iter_mut().zip(&*total).for_each(|(p, scale)| *p *= scale);
            }
        },
    );
}
