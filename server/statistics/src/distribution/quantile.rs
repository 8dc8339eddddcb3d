//! Inverting a continuous distribution function: Newton on the logarithm of the smaller tail, kept inside a bracket.
//!
//! The search runs in a variable `w` that grows with the point and spreads its range evenly (logarithm, log odds,
//! inverse hyperbolic sine): there a logarithmic tail is nearly straight, so few steps are needed from any start.

/// Which tail a probability belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// `P(X ≤ x)`.
    Lower,
    /// `P(X > x)`.
    Upper,
}

/// A distribution in the search variable.
pub(super) struct Continuous<L, U, D> {
    /// `P(W ≤ w)`.
    pub lower: L,
    /// `P(W > w)`.
    pub upper: U,
    /// Density of `W`.
    pub density: D,
}

/// Where the search ends: the point is `at + rest`. The rest is too small to be added to `at` without losing digits,
/// so the caller carries it through its own transformation.
pub(super) struct Root {
    /// The last point at which the tail was computed.
    pub at: f64,
    /// The last Newton step, below [`SMALL_STEP`].
    pub rest: f64,
}

impl Root {
    /// `e^(at + rest)`.
    pub fn exp(&self) -> f64 {
        let value = libm::exp(self.at);
        if self.rest == 0.0 { value } else { value + value * self.rest }
    }
}

const SMALL_STEP: f64 = 1e-10;
const LARGEST_NUMBER_OF_STEPS: usize = 400;

impl<L: Fn(f64) -> f64, U: Fn(f64) -> f64, D: Fn(f64) -> f64> Continuous<L, U, D> {
    /// The `w` whose `tail` is `p`, `0 < p < 1`, between `least` and `most`; infinite if it lies beyond them.
    pub fn quantile(&self, p: f64, tail: Tail, start: f64, (least, most): (f64, f64)) -> Root {
        // The smaller tail has the digits; 1 − p is exact for p > ½.
        let (p, tail) = match tail {
            same if p <= 0.5 => (p, same),
            Tail::Lower => (1.0 - p, Tail::Upper),
            Tail::Upper => (1.0 - p, Tail::Lower),
        };
        let (mut low, mut high) = (least, most);
        let mut w = if start > low && start < high { start } else { 0.5 * (low + high) };
        for _ in 0..LARGEST_NUMBER_OF_STEPS {
            let value = if tail == Tail::Upper { (self.upper)(w) } else { (self.lower)(w) };
            if value.is_nan() {
                return Root { at: f64::NAN, rest: 0.0 };
            }
            // Positive where w must grow.
            let gap = if tail == Tail::Upper { log_ratio(value, p) } else { -log_ratio(value, p) };
            if gap == 0.0 {
                return Root { at: w, rest: 0.0 };
            }
            if gap > 0.0 {
                low = w;
            } else {
                high = w;
            }
            let step = gap * value / (self.density)(w);
            if step.abs() < SMALL_STEP {
                return Root { at: w, rest: step };
            }
            let next = w + step;
            w = if next > low && next < high { next } else { 0.5 * (low + high) };
            if w == low || w == high {
                break;
            }
        }
        let at = if high == most && most - w < 1e-6 {
            f64::INFINITY
        } else if low == least && w - least < 1e-6 {
            f64::NEG_INFINITY
        } else {
            w
        };
        Root { at, rest: 0.0 }
    }
}

/// `ln(value / p)`, exact where the two are close.
fn log_ratio(value: f64, p: f64) -> f64 {
    let relative = (value - p) / p;
    if relative.abs() < 0.5 { libm::log1p(relative) } else { libm::log(value) - libm::log(p) }
}
