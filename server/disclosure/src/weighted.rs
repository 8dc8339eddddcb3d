//! Plain statistics of numbers with a few changed weights: mean, standard deviation, sum, percentiles, gini.
//!
//! Sums are kept in two doubles and run over fixed blocks: they are the same for any number of threads, and practically for any
//! order. Only `+ − × ÷` and the square root are used.

use rayon::prelude::*;

use crate::wide::Sums;

/// Numbers a block adds.
const BLOCK: usize = 1 << 16;

/// Numbers of rows, all with weight 1 but for a few.
pub(crate) struct WeightedNumbers<'a> {
    /// The numbers, in a canonical order.
    pub(crate) values: &'a [f64],
    /// Rows with another weight, ascending.
    pub(crate) changed: &'a [(usize, f64)],
}

/// Weight, mean and spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moments {
    /// Σw
    pub(crate) weight: f64,
    /// Σwx
    pub(crate) sum: f64,
    /// Σwx / Σw; 0 for nothing.
    pub(crate) mean: f64,
    /// Σw(x − mean)² / (Σw − 1), rooted; `None` below two.
    pub(crate) sd: Option<f64>,
}

/// The sums of numbers of weight 1.
pub(crate) fn sums(values: &[f64]) -> Sums {
    if values.len() <= BLOCK {
        return Sums::of(values);
    }
    let parts: Vec<Sums> = values.par_chunks(BLOCK).map(Sums::of).collect();
    parts.iter().fold(Sums::default(), |mut all, part| {
        all.merge(part);
        all
    })
}

/// The mean of numbers; 0 of none.
pub(crate) fn plain_mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { sums(values).mean() }
}

impl Moments {
    /// Of sums over a set with its final weights.
    pub(crate) fn of(sums: &Sums) -> Moments {
        let weight = sums.weight.value();
        if weight <= 0.0 {
            return Moments { weight: 0.0, sum: 0.0, mean: 0.0, sd: None };
        }
        let sd = (weight > 1.0).then(|| (sums.squares() / (weight - 1.0)).sqrt());
        Moments { weight, sum: sums.first.value(), mean: sums.mean(), sd }
    }
}

impl WeightedNumbers<'_> {
    /// The changed numbers with their weights.
    fn changes(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.changed.iter().filter_map(|(row, weight)| self.values.get(*row).map(|value| (*value, *weight)))
    }

    /// Weight, sum, mean, standard deviation.
    pub(crate) fn moments(&self) -> Moments {
        let mut sums = sums(self.values);
        self.changes().for_each(|(value, weight)| sums.reweigh(value, weight));
        Moments::of(&sums)
    }

    /// Gini: 1 − Σ w(S₋ + S) / (W·S_n), S the cumulative weighted sum in ascending order. `None` if the sum is not positive.
    pub(crate) fn gini(&self) -> Option<f64> {
        let sorted = self.sorted();
        let weight: f64 = sorted.iter().map(|(_, weight)| weight).sum();
        let mut cumulated = 0.0;
        let mut area = 0.0;
        for (value, weight) in &sorted {
            let before = cumulated;
            cumulated += weight * value;
            area += weight * (before + cumulated);
        }
        (cumulated > 0.0 && weight > 0.0).then(|| 1.0 - area / (weight * cumulated))
    }

    fn sorted(&self) -> Vec<(f64, f64)> {
        let mut pairs: Vec<(f64, f64)> = self.values.iter().map(|value| (*value, 1.0)).collect();
        for (row, weight) in self.changed {
            if let Some(pair) = pairs.get_mut(*row) {
                pair.1 = *weight;
            }
        }
        pairs.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        pairs
    }

    /// Smoothed percentiles, see [`Smoothing`].
    pub(crate) fn smoothed_percentiles(&self, ps: &[f64], window: f64) -> Vec<Option<f64>> {
        let smoothing = Smoothing::new(self.values.len(), self.changes(), window);
        let mut values = self.values.to_vec();
        ps.iter().map(|p| smoothing.percentile(&mut values, 0, *p)).collect()
    }
}

/// Percentiles as the mean of the `window` nearest order statistics of the weighted set: with Q the weighted quantile function,
/// the mean of Q over `window` units of weight around p·Σw.
pub(crate) struct Smoothing {
    n: usize,
    weight: f64,
    /// Changed numbers, ascending, with what their weight is above 1.
    steps: Vec<(f64, f64)>,
    window: f64,
}

impl Smoothing {
    /// Of `n` numbers, of which some have other weights than 1: those with their weights.
    pub(crate) fn new(n: usize, changes: impl Iterator<Item = (f64, f64)>, window: f64) -> Self {
        let mut steps: Vec<(f64, f64)> = changes.map(|(value, weight)| (value, weight - 1.0)).collect();
        let weight = n as f64 + steps.iter().map(|(_, step)| step).sum::<f64>();
        steps.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        Smoothing { n, weight, steps, window }
    }

    /// The part of the weight that a percentile averages.
    fn ends(&self, p: f64) -> (f64, f64) {
        let half = self.window / 2.0;
        ((p * self.weight - half).max(0.0), (p * self.weight + half).min(self.weight))
    }

    /// The order statistics that a percentile looks at: changed weights move their places by at most the sum of the changes.
    pub(crate) fn places(&self, p: f64) -> std::ops::RangeInclusive<usize> {
        let last = self.n.saturating_sub(1);
        let reach: f64 = self.steps.iter().map(|(_, step)| step.abs()).sum::<f64>() + self.window + 2.0;
        let (from, to) = self.ends(p);
        ((from - reach).max(0.0) as usize).min(last)..=((to + reach) as usize).min(last)
    }

    /// One percentile. `values` (reordered) are those from the order statistic `offset` on, as far as [`Smoothing::places`] go.
    pub(crate) fn percentile(&self, values: &mut [f64], offset: usize, p: f64) -> Option<f64> {
        if self.n == 0 || self.weight <= 0.0 {
            return None;
        }
        let (from, to) = self.ends(p);
        let places = self.places(p);
        let (low, high) = (places.start().checked_sub(offset)?, places.end().checked_sub(offset)?);
        if high >= values.len() {
            return None;
        }
        values.select_nth_unstable_by(low, f64::total_cmp);
        let (_, upper) = values.split_at_mut(low);
        upper.select_nth_unstable_by(high - low, f64::total_cmp);
        let stretch = upper.get_mut(..=high - low)?;
        stretch.sort_unstable_by(f64::total_cmp);
        let first = *stretch.first()?;
        let before: f64 = self.steps.iter().filter(|(value, _)| *value < first).map(|(_, step)| step).sum();
        let mut below = *places.start() as f64 + before;
        let (mut total, mut covered) = (0.0, 0.0);
        let mut at = 0;
        while let Some(value) = stretch.get(at).copied() {
            let copies = stretch.get(at..)?.iter().take_while(|other| **other == value).count();
            let step: f64 = self.steps.iter().filter(|(changed, _)| *changed == value).map(|(_, step)| step).sum();
            let end = below + copies as f64 + step;
            // What lies before the stretch has the value of its first element only if it equals it; the window does not reach there.
            let overlap = (end.min(to) - below.max(from)).max(0.0);
            total += overlap * value;
            covered += overlap;
            below = end;
            at += copies;
        }
        (covered > 0.0).then(|| total / covered)
    }
}

/// Percentiles of type 7 (R's default): linear between order statistics at (n − 1)p. `values` are reordered.
pub(crate) fn percentile_type_7(values: &mut [f64], p: f64) -> Option<f64> {
    type_7_of(values, 0, values.len(), p)
}

/// The order statistic that a percentile of type 7 begins with, and the part of the way to the next.
pub(crate) fn place_type_7(n: usize, p: f64) -> Option<(usize, f64)> {
    let last = n.checked_sub(1)?;
    let place = last as f64 * p;
    let low = (place.floor() as usize).min(last);
    Some((low, place - low as f64))
}

/// The same where `values` are only those from the order statistic `offset` on, of `n`.
pub(crate) fn type_7_of(values: &mut [f64], offset: usize, n: usize, p: f64) -> Option<f64> {
    let (low, share) = place_type_7(n, p)?;
    let low = low.checked_sub(offset).filter(|low| *low < values.len())?;
    let (_, value, above) = values.select_nth_unstable_by(low, f64::total_cmp);
    let value = *value;
    let next = above.iter().copied().min_by(f64::total_cmp).unwrap_or(value);
    Some(value + share * (next - value))
}

#[cfg(test)]
mod tests;
