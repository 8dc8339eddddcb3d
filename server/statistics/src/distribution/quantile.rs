//! Inverting a continuous distribution function: Newton on the logarithm of the smaller tail, kept inside a bracket.

/// A distribution that can be inverted.
pub(super) struct Continuous<L, U, D> {
    /// `P(X ≤ x)`.
    pub lower: L,
    /// `P(X > x)`.
    pub upper: U,
    /// Density.
    pub density: D,
}

impl<L: Fn(f64) -> f64, U: Fn(f64) -> f64, D: Fn(f64) -> f64> Continuous<L, U, D> {
    /// The positive `x` with upper tail `p`, `0 < p < 1`; `start > 0` is a first guess.
    pub fn upper_quantile(&self, p: f64, start: f64) -> f64 {
        let is_upper = p <= 0.5;
        let target = if is_upper { p } else { 1.0 - p };
        // Distance in log tail; positive where x must grow.
        let distance = |x: f64| {
            let tail = if is_upper { (self.upper)(x) } else { (self.lower)(x) };
            let gap = libm::log(tail) - libm::log(target);
            (if is_upper { gap } else { -gap }, tail)
        };
        let (mut low, mut high) = (0.0, f64::INFINITY);
        let mut x = start;
        for _ in 0..200 {
            let (gap, tail) = distance(x);
            if gap == 0.0 {
                return x;
            }
            if gap > 0.0 {
                low = x;
            } else {
                high = x;
            }
            let step = gap * tail / (self.density)(x);
            let mut next = x + step;
            if !next.is_finite() || next <= low || next >= high {
                next = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * x };
            }
            if (next - x).abs() <= 1e-16 * x.abs() || next == low || next == high {
                return next;
            }
            x = next;
        }
        x
    }
}
