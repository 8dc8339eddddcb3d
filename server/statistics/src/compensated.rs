//! Sums that keep twice the digits: Neumaier's compensated sum and double-double products.

/// A running sum in double-double arithmetic.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    /// Adds `value`.
    #[inline]
    pub fn add(&mut self, value: f64) {
        let (sum, error) = two_sum(self.high, value);
        self.high = sum;
        self.low += error;
    }

    /// Adds `a · b` without rounding the product.
    #[inline]
    pub fn add_product(&mut self, a: f64, b: f64) {
        let (product, error) = two_product(a, b);
        self.add(product);
        self.low += error;
    }

    /// Adds another sum.
    #[inline]
    pub fn add_sum(&mut self, other: Sum) {
        self.add(other.high);
        self.low += other.low;
    }

    /// The sum, rounded once.
    #[inline]
    pub fn value(self) -> f64 {
        self.high + self.low
    }
}

/// `a + b` and its rounding error (Knuth).
#[inline]
pub fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// `a · b` and its rounding error (Dekker, Veltkamp's split: no fused instruction needed).
#[inline]
pub fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let (a_high, a_low) = split(a);
    let (b_high, b_low) = split(b);
    let error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (product, if error.is_finite() { error } else { 0.0 })
}

#[inline]
fn split(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}
