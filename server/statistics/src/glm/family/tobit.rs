//! A normal variable seen only between limits (Tobin 1958).

use super::{Family, Prepared, Terms};
use crate::elementary::{log_normal_of, vectorised};

const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// `y* = η + σ ε`; seen as `lower` where below it and as `upper` where above. `ln σ` is the parameter besides.
pub(in crate::glm) struct Tobit {
    /// Lower limit, −∞ without one.
    pub lower: f64,
    /// Upper limit, ∞ without one.
    pub upper: f64,
}

impl Family for Tobit {
    fn has_ancillary(&self) -> bool {
        true
    }

    fn terms(&self, at: &Prepared, n: usize, y: &[f64], eta: &[f64], terms: &mut Terms) {
        let Terms { value, score, curvature, ancillary_score, mixed, ancillary_curvature } = terms;
        let inverse = libm::exp(-at.ancillary);
        vectorised(
            #[inline(always)]
            || {
                let rows =
                    y[..n].iter().zip(&eta[..n]).zip(&mut value[..n]).zip(&mut score[..n]).zip(&mut curvature[..n]);
                let besides = ancillary_score[..n].iter_mut().zip(&mut mixed[..n]).zip(&mut ancillary_curvature[..n]);
                for (((((y, eta), value), score), curvature), ((first, mixed), second)) in rows.zip(besides) {
                    let (is_low, is_high) = (*y <= self.lower, *y >= self.upper);
                    let is_seen = !(is_low || is_high);
                    // Of ln Φ(c) with c = ±z, or of the density of z.
                    let z = (y.clamp(self.lower, self.upper) - eta) * inverse;
                    let sign = if is_high { -1.0 } else { 1.0 };
                    let c = sign * z;
                    let (log, ratio) = log_normal_of(c);
                    let (log, slope, curve) = if is_seen {
                        (-0.5 * c * c - LN_ROOT_TWO_PI - at.ancillary, -c, 1.0)
                    } else {
                        (log, ratio, ratio * (ratio + c))
                    };
                    // dc/dη = −sign/σ, dc/d ln σ = −c.
                    *value = log;
                    *score = -sign * slope * inverse;
                    *curvature = curve * inverse * inverse;
                    *first = -slope * c - if is_seen { 1.0 } else { 0.0 };
                    *mixed = sign * (curve * c - slope) * inverse;
                    *second = curve * c * c - slope * c;
                }
            },
        );
    }
}
