//! Sums in two doubles: what a double loses in each addition is kept beside it.
//!
//! A sum of n numbers is off by about n·2⁻¹⁰⁶ of the sum of their sizes, so its rounding to one double is the same for practically
//! every order of the numbers: a cell has the same mean whether it was added row by row, from parts of threads, or from finer cells.
//! Sources: Knuth's two-sum, Dekker's product, and the compensated sum of Ogita, Rump and Oishi (2005).

/// A number as `high` + `low`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Wide {
    high: f64,
    low: f64,
}

/// a + b and what the addition loses.
#[inline(always)]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// a · b and what the multiplication loses. Halves by masking: the upper one has 26 bits.
#[inline(always)]
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let upper = |x: f64| f64::from_bits(x.to_bits() & !0x7ff_ffff);
    let (a_high, b_high) = (upper(a), upper(b));
    let (a_low, b_low) = (a - a_high, b - b_high);
    let product = a * b;
    (product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low)
}

impl Wide {
    /// A number.
    pub(crate) fn of(x: f64) -> Self {
        Wide { high: x, low: 0.0 }
    }

    /// A whole number.
    pub(crate) fn of_whole(x: i128) -> Self {
        let high = x as f64;
        Wide { high, low: (x - high as i128) as f64 }
    }

    /// Adds a number.
    #[inline(always)]
    pub(crate) fn add(&mut self, x: f64) {
        let (sum, lost) = two_sum(self.high, x);
        self.high = sum;
        self.low += lost;
    }

    /// Adds a product.
    #[inline(always)]
    pub(crate) fn add_product(&mut self, a: f64, b: f64) {
        let (product, lost) = two_product(a, b);
        self.add(product);
        self.low += lost;
    }

    /// Adds another sum.
    pub(crate) fn merge(&mut self, other: Wide) {
        self.add(other.high);
        self.low += other.low;
    }

    /// The nearest double.
    pub(crate) fn value(self) -> f64 {
        let value = self.high + self.low;
        // Beyond the range of doubles nothing is kept.
        if value.is_nan() { self.high } else { value }
    }

    fn normal(self) -> Wide {
        let (high, low) = two_sum(self.high, self.low);
        Wide { high, low }
    }

    fn times(self, other: Wide) -> Wide {
        let (a, b) = (self.normal(), other.normal());
        let (high, low) = two_product(a.high, b.high);
        Wide { high, low: low + (a.high * b.low + a.low * b.high) }.normal()
    }

    fn over(self, divisor: Wide) -> Wide {
        let (a, b) = (self.normal(), divisor.normal());
        let first = a.high / b.high;
        let (product, lost) = two_product(first, b.high);
        let rest = ((a.high - product) - lost) + (a.low - first * b.low);
        Wide { high: first, low: rest / b.high }.normal()
    }
}

/// What moments are made of: Σw, Σwx and Σwx².
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sums {
    pub(crate) weight: Wide,
    pub(crate) first: Wide,
    pub(crate) second: Wide,
}

/// Spreads below this part of the mean square are what rounding leaves of none: 2⁻⁹⁰.
const DUST: f64 = 8.077_935_669_463_161e-28;

impl Sums {
    /// Adds numbers of weight 1.
    pub(crate) fn of(values: &[f64]) -> Sums {
        let mut sums = Sums { weight: Wide::of(values.len() as f64), ..Sums::default() };
        for value in values {
            sums.first.add(*value);
            sums.second.add_product(*value, *value);
        }
        sums
    }

    /// Changes the weight of a number that was added with weight 1.
    pub(crate) fn reweigh(&mut self, value: f64, weight: f64) {
        let step = weight - 1.0;
        self.weight.add(step);
        self.first.add_product(step, value);
        let (square, lost) = two_product(value, value);
        self.second.add_product(step, square);
        self.second.low += step * lost;
    }

    /// Adds the sums of another set.
    pub(crate) fn merge(&mut self, other: &Sums) {
        self.weight.merge(other.weight);
        self.first.merge(other.first);
        self.second.merge(other.second);
    }

    /// Σwx / Σw.
    pub(crate) fn mean(&self) -> f64 {
        let mean = self.first.over(self.weight).value();
        if mean.is_nan() { self.first.value() / self.weight.value() } else { mean }
    }

    /// Σw(x − mean)².
    pub(crate) fn squares(&self) -> f64 {
        let off = self.first.times(self.first).over(self.weight);
        let mut squares = self.second;
        squares.merge(Wide { high: -off.high, low: -off.low });
        let (squares, all) = (squares.value(), self.second.value());
        match () {
            () if !all.is_finite() || squares.is_nan() => f64::INFINITY,
            () if squares <= DUST * all => 0.0,
            () => squares,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_do_not_depend_on_order_or_parts(
            values in prop::collection::vec(-1e9_f64..1e9, 1..400),
            cut in 0_usize..400,
        ) {
            let all = Sums::of(&values);
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let cut = cut.min(values.len());
            let mut parts = Sums::of(&sorted[..cut]);
            parts.merge(&Sums::of(&sorted[cut..]));
            prop_assert_eq!(all.mean().to_bits(), parts.mean().to_bits());
            prop_assert_eq!(all.first.value().to_bits(), parts.first.value().to_bits());
            prop_assert!((all.squares() - parts.squares()).abs() <= 1e-15 * all.squares());
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
            prop_assert!((all.squares() - squares).abs() <= 1e-12 * squares.max(1.0));
        }
    }

    #[test]
    fn equal_numbers_have_no_spread_and_large_ones_keep_theirs() {
        assert_eq!(Sums::of(&[0.1; 1000]).squares(), 0.0);
        assert_eq!(Sums::of(&[0.1; 1000]).mean(), 0.1);
        // NIST NumAcc4: the mean is 10000000.2, the deviations 0.1 and −0.1.
        let values: Vec<f64> = (0..1001)
            .map(|at| [10_000_000.2, 10_000_000.1, 10_000_000.3][if at == 0 { 0 } else { 1 + at % 2 }])
            .collect();
        let sd = (Sums::of(&values).squares() / 1000.0).sqrt();
        assert!((sd - 0.1).abs() < 1e-9, "{sd}");
        assert_eq!(Sums::of(&[1e300, 1e300]).squares(), f64::INFINITY);
        assert_eq!(Sums::of(&[1e300, 1e300]).mean(), 1e300);
    }

    #[test]
    fn a_weight_of_two_is_a_number_twice() {
        let mut sums = Sums::of(&[1.5, -2.25, 7.0]);
        sums.reweigh(7.0, 2.0);
        sums.reweigh(1.5, 0.0);
        let written = Sums::of(&[-2.25, 7.0, 7.0]);
        assert_eq!((sums.mean(), sums.squares()), (written.mean(), written.squares()));
    }
}
