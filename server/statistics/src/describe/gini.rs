//! The Gini coefficient: half the relative mean difference, `Σ Σ w w' |x − x'| / (2 W² mean)`.

use super::quantile::Sorted;
use crate::compensated::Sum;

/// Gini coefficient of weighted values; `None` if the mean is not positive.
pub fn gini(values: &[f64], weights: Option<&[f64]>) -> Option<f64> {
    Sorted::new(values, weights).gini()
}

/// From ascending values and cumulated weights: `Σ w_i x_i (C_i + C_(i−1)) / (W Σ w x) − 1`.
pub(super) fn from_sorted(values: &[f64], cumulated: &[f64]) -> Option<f64> {
    let total = *cumulated.last()?;
    let (mut sum, mut ranked) = (Sum::default(), Sum::default());
    let mut before = 0.0;
    for (&x, &up_to) in values.iter().zip(cumulated) {
        let product = (up_to - before) * x;
        sum.add(product);
        ranked.add_product(product, up_to + before);
        before = up_to;
    }
    let sum = sum.value();
    (sum > 0.0).then(|| ranked.value() / (total * sum) - 1.0)
}
