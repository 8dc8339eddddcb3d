//! Quantiles of weighted values: linear interpolation between order statistics (type 7 of Hyndman & Fan 1996, the
//! rule of R and numpy), with a weight read as that many equal observations.

/// Values in ascending order with their cumulated weights.
#[derive(Clone, Debug, Default)]
pub struct Sorted {
    values: Vec<f64>,
    /// Weight up to and with each value.
    cumulated: Vec<f64>,
}

impl Sorted {
    /// Sorts the values of positive weight.
    pub fn new(values: &[f64], weights: Option<&[f64]>) -> Self {
        let mut pairs: Vec<(f64, f64)> = match weights {
            None => values.iter().map(|&x| (x, 1.0)).collect(),
            Some(weights) => values.iter().zip(weights).filter(|(_, w)| **w > 0.0).map(|(&x, &w)| (x, w)).collect(),
        };
        // Ties by weight, so that the order of rows does not matter.
        pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut total = 0.0;
        let mut sorted = Sorted { values: Vec::with_capacity(pairs.len()), cumulated: Vec::with_capacity(pairs.len()) };
        for (value, weight) in pairs {
            total += weight;
            sorted.values.push(value);
            sorted.cumulated.push(total);
        }
        sorted
    }

    /// Σ w.
    pub fn weight(&self) -> f64 {
        self.cumulated.last().copied().unwrap_or(0.0)
    }

    /// Ascending values of positive weight.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Ascending values of positive weight, and the weight up to and with each.
    pub(crate) fn steps(&self) -> (&[f64], &[f64]) {
        (&self.values, &self.cumulated)
    }

    /// The quantile at `p` in 0..=1; `None` without values.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let weight = self.weight();
        let last = *self.values.last()?;
        let position = (weight - 1.0).max(0.0) * p;
        let whole = position.floor();
        let low = self.at(whole).unwrap_or(last);
        let high = self.at(whole + 1.0).unwrap_or(last);
        let share = position - whole;
        Some(if share == 0.0 || low == high { low } else { low + share * (high - low) })
    }

    /// The quantile at `p` in 0..=1 by the averaged inverse of the distribution function (type 2 of Hyndman & Fan 1996, the rule of
    /// Stata and SAS): the value with more than `p Σw` up to it, or the mean of two where `p Σw` falls between them. `None` without values.
    pub fn quantile_averaged(&self, p: f64) -> Option<f64> {
        let last = *self.values.last()?;
        let position = self.weight() * p.clamp(0.0, 1.0);
        // p n may be a whole number that rounding hides.
        let near = 1e-12 * self.weight().max(1.0);
        let index = self.cumulated.partition_point(|&cumulated| cumulated < position - near);
        let (value, up_to) = (*self.values.get(index)?, *self.cumulated.get(index)?);
        let is_between = position > near && (up_to - position).abs() <= near;
        Some(if is_between { 0.5 * (value + self.values.get(index + 1).copied().unwrap_or(last)) } else { value })
    }

    /// The value of the observation with `position` units of weight before it.
    fn at(&self, position: f64) -> Option<f64> {
        let index = self.cumulated.partition_point(|&cumulated| cumulated <= position);
        self.values.get(index).copied()
    }

    /// The Gini coefficient; see [`super::gini`].
    pub fn gini(&self) -> Option<f64> {
        super::gini::from_sorted(&self.values, &self.cumulated)
    }
}
