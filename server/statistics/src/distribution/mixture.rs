//! Noncentral distributions as Poisson mixtures of central ones.
//!
//! `Σ weight(j) P(shape + j)` with `weight(j) = rate^(j+s) e^(−rate) / Γ(j + s + 1)`. All terms are positive, so tails keep
//! their digits. The sum starts where the terms matter, each term follows from its neighbour, and each recurrence
//! runs in its stable direction: lower tails downwards, upper tails upwards (idea: Benton and Krishnamoorthy,
//! "Computing discrete mixtures of continuous distributions", 2003).

use super::gamma;
use super::incomplete_beta::{lower_odds, power_term, upper_odds};

/// The central distributions of a mixture, by their shape.
pub(super) trait Central {
    /// `P(X ≤ x)`.
    fn lower(&self, shape: f64) -> f64;
    /// `P(X > x)`.
    fn upper(&self, shape: f64) -> f64;
    /// `lower(shape) − lower(shape + 1)`.
    fn step(&self, shape: f64) -> f64;
    /// `step(shape + 1) / step(shape)`.
    fn step_ratio(&self, shape: f64) -> f64;
    /// A bound of `lower(shape + 1) / lower(shape)`.
    fn lower_ratio(&self, shape: f64) -> f64;
    /// A bound of `upper(shape − 1) / upper(shape)`.
    fn upper_ratio(&self, shape: f64) -> f64;
    /// About where `weight(j) step(shape + j)` is largest.
    fn peak(&self, rate: f64, shape: f64) -> f64;
}

/// Gamma distributions at `x`.
pub(super) struct Gamma {
    pub x: f64,
}

impl Central for Gamma {
    fn lower(&self, shape: f64) -> f64 {
        gamma::lower(shape, self.x)
    }
    fn upper(&self, shape: f64) -> f64 {
        gamma::upper(shape, self.x)
    }
    fn step(&self, shape: f64) -> f64 {
        gamma::power_term(shape, self.x)
    }
    fn step_ratio(&self, shape: f64) -> f64 {
        self.x / (shape + 1.0)
    }
    fn lower_ratio(&self, shape: f64) -> f64 {
        (self.x / (shape + 1.0)).min(1.0)
    }
    fn upper_ratio(&self, shape: f64) -> f64 {
        ((shape - 1.0) / self.x).clamp(0.0, 1.0)
    }
    fn peak(&self, rate: f64, shape: f64) -> f64 {
        0.5 * ((shape * shape + 4.0 * rate * self.x).sqrt() - shape)
    }
}

/// Beta distributions of second parameter `b`, at odds `u = x / y`, `x + y = 1`.
pub(super) struct Beta {
    pub b: f64,
    pub u: f64,
    pub x: f64,
    pub y: f64,
}

impl Beta {
    pub fn at_odds(b: f64, u: f64) -> Beta {
        Beta { b, u, x: if u.is_infinite() { 1.0 } else { u / (1.0 + u) }, y: 1.0 / (1.0 + u) }
    }
}

impl Central for Beta {
    fn lower(&self, shape: f64) -> f64 {
        lower_odds(shape, self.b, self.u)
    }
    fn upper(&self, shape: f64) -> f64 {
        upper_odds(shape, self.b, self.u)
    }
    fn step(&self, shape: f64) -> f64 {
        power_term(shape, self.b, self.x, self.y) / shape
    }
    fn step_ratio(&self, shape: f64) -> f64 {
        self.x * (shape + self.b) / (shape + 1.0)
    }
    fn lower_ratio(&self, shape: f64) -> f64 {
        // t ≤ x under the integral; for b ≥ 1 the series of P, whose terms fall faster with a larger shape, gives more.
        if self.b < 1.0 { (self.x * (shape + self.b) / shape).min(1.0) } else { self.step_ratio(shape).min(1.0) }
    }
    fn upper_ratio(&self, shape: f64) -> f64 {
        ((shape - 1.0) / (self.x * (shape + self.b - 1.0))).clamp(0.0, 1.0)
    }
    fn peak(&self, rate: f64, shape: f64) -> f64 {
        let scaled = rate * self.x;
        let gap = scaled - shape;
        0.5 * (gap + (gap * gap + 4.0 * scaled * (shape + self.b)).sqrt())
    }
}

/// A mixture: `rate` is half the noncentrality, `shift` the `s` above, `shape` that of the first distribution.
pub(super) struct Mixture<C> {
    pub rate: f64,
    pub shift: f64,
    pub shape: f64,
    pub central: C,
}

const NEGLIGIBLE: f64 = 1e-20;

impl<C: Central> Mixture<C> {
    fn weight(&self, j: f64) -> f64 {
        gamma::power_term(j + self.shift, self.rate)
    }

    fn peak(&self) -> f64 {
        self.central.peak(self.rate, self.shape).max(0.0)
    }

    /// `Σ weight(j) P(X_j ≤ x)`.
    pub fn lower(&self) -> f64 {
        let center = self.rate.min(self.peak()).floor();
        let mut j = center;
        let mut bound = 1.0;
        while bound > NEGLIGIBLE {
            bound *= self.rate / (j + 1.0 + self.shift) * self.central.lower_ratio(self.shape + j);
            j += 1.0;
        }
        let mut value = self.central.lower(self.shape + j);
        let mut step = self.central.step(self.shape + j);
        let mut weight = self.weight(j);
        let mut sum = weight * value;
        while j > 0.0 {
            weight *= (j + self.shift) / self.rate;
            j -= 1.0;
            step /= self.central.step_ratio(self.shape + j);
            value += step;
            let term = weight * value;
            sum += term;
            if j < center && term < sum * NEGLIGIBLE {
                break;
            }
        }
        sum
    }

    /// `Σ weight(j) P(X_j > x)`.
    pub fn upper(&self) -> f64 {
        let center = self.rate.max(self.peak()).floor();
        let mut j = center;
        let mut bound = 1.0;
        while bound > NEGLIGIBLE && j > 0.0 {
            bound *= (j + self.shift) / self.rate * self.central.upper_ratio(self.shape + j);
            j -= 1.0;
        }
        let mut value = self.central.upper(self.shape + j);
        let mut step = self.central.step(self.shape + j);
        let mut weight = self.weight(j);
        let mut sum = 0.0;
        loop {
            let term = weight * value;
            sum += term;
            if j > center && term <= sum * NEGLIGIBLE {
                return sum;
            }
            value += step;
            step *= self.central.step_ratio(self.shape + j);
            j += 1.0;
            weight *= self.rate / (j + self.shift);
        }
    }

    /// `Σ weight(j) (shape + j) step(shape + j)`: the density times `x`.
    pub fn scaled_density(&self) -> f64 {
        let center = self.peak().floor();
        let term = |j: f64, weight: f64, step: f64| weight * (self.shape + j) * step;
        let (weight, step) = (self.weight(center), self.central.step(self.shape + center));
        let mut sum = term(center, weight, step);
        let (mut j, mut up_weight, mut up_step) = (center, weight, step);
        loop {
            up_step *= self.central.step_ratio(self.shape + j);
            j += 1.0;
            up_weight *= self.rate / (j + self.shift);
            let next = term(j, up_weight, up_step);
            sum += next;
            if next <= sum * NEGLIGIBLE {
                break;
            }
        }
        let (mut j, mut down_weight, mut down_step) = (center, weight, step);
        while j > 0.0 {
            down_weight *= (j + self.shift) / self.rate;
            j -= 1.0;
            down_step /= self.central.step_ratio(self.shape + j);
            let next = term(j, down_weight, down_step);
            sum += next;
            if next <= sum * NEGLIGIBLE {
                break;
            }
        }
        sum
    }
}
