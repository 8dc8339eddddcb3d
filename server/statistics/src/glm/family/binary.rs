//! Outcomes 0 and 1: logit and probit.

use super::{Family, Prepared, Terms};
use crate::elementary::{exp_of, ln_of, log_normal_of, vectorised};

/// `P(y = 1) = 1 / (1 + e^−η)`.
pub(in crate::glm) struct Logit;

impl Family for Logit {
    fn terms(&self, _: &Prepared, n: usize, y: &[f64], eta: &[f64], terms: &mut Terms) {
        let Terms { value, score, curvature, .. } = terms;
        vectorised(
            #[inline(always)]
            || {
                let rows =
                    y[..n].iter().zip(&eta[..n]).zip(&mut value[..n]).zip(&mut score[..n]).zip(&mut curvature[..n]);
                for ((((y, eta), value), score), curvature) in rows {
                    let u = exp_of(-eta.abs());
                    let s = 1.0 / (1.0 + u);
                    // P(y = 1) and P(y = 0), the small one without cancellation.
                    let (large, small) = (s, u * s);
                    let (one, zero) = if *eta >= 0.0 { (large, small) } else { (small, large) };
                    *value = y * eta - eta.max(0.0) - ln_of(1.0 + u);
                    *score = y * zero - (1.0 - y) * one;
                    *curvature = large * small;
                }
            },
        );
    }
}

/// `P(y = 1) = Φ(η)`; the curvature is the observed one (Stata's).
pub(in crate::glm) struct Probit;

impl Family for Probit {
    fn terms(&self, _: &Prepared, n: usize, y: &[f64], eta: &[f64], terms: &mut Terms) {
        let Terms { value, score, curvature, .. } = terms;
        vectorised(
            #[inline(always)]
            || {
                let rows =
                    y[..n].iter().zip(&eta[..n]).zip(&mut value[..n]).zip(&mut score[..n]).zip(&mut curvature[..n]);
                for ((((y, eta), value), score), curvature) in rows {
                    let sign = 2.0 * y - 1.0;
                    let t = sign * eta;
                    let (log, ratio) = log_normal_of(t);
                    *value = log;
                    *score = sign * ratio;
                    *curvature = ratio * (ratio + t);
                }
            },
        );
    }
}
