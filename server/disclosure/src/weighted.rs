//! Plain statistics of numbers with a few changed weights: mean, standard deviation, sum, percentiles, gini.
//!
//! Sums run over fixed blocks in order, so they are the same bits for any number of threads; only `+ − × ÷` and the square
//! root are used.

use rayon::prelude::*;

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

/// Adds in fixed blocks.
pub(crate) fn sum(values: &[f64], of: impl Fn(f64) -> f64 + Sync) -> f64 {
    let block = |part: &[f64]| part.iter().map(|value| of(*value)).sum::<f64>();
    if values.len() <= BLOCK {
        return block(values);
    }
    let parts: Vec<f64> = values.par_chunks(BLOCK).map(block).collect();
    parts.iter().sum()
}

/// The mean of numbers, in two passes.
pub(crate) fn plain_mean(values: &[f64]) -> f64 {
    let Some(first) = values.first() else { return 0.0 };
    let n = values.len() as f64;
    let mean = first + sum(values, |value| value - first) / n;
    mean + sum(values, |value| value - mean) / n
}

impl WeightedNumbers<'_> {
    fn corrected(&self, of: impl Fn(f64) -> f64 + Sync) -> f64 {
        let extra: f64 = self
            .changed
            .iter()
            .filter_map(|(row, weight)| self.values.get(*row).map(|value| (weight - 1.0) * of(*value)))
            .sum();
        sum(self.values, &of) + extra
    }

    /// Sum of the weights.
    pub(crate) fn weight(&self) -> f64 {
        self.values.len() as f64 + self.changed.iter().map(|(_, weight)| weight - 1.0).sum::<f64>()
    }

    /// Weight, sum, mean, standard deviation.
    pub(crate) fn moments(&self) -> Moments {
        let weight = self.weight();
        if weight <= 0.0 {
            return Moments { weight: 0.0, sum: 0.0, mean: 0.0, sd: None };
        }
        let first = self.values.first().copied().unwrap_or_default();
        let rough = first + self.corrected(|value| value - first) / weight;
        let mean = rough + self.corrected(|value| value - rough) / weight;
        let squares = self.corrected(|value| (value - mean) * (value - mean));
        let sd = (weight > 1.0).then(|| (squares.max(0.0) / (weight - 1.0)).sqrt());
        // The plain sum, not mean times weight: whole numbers stay whole.
        let sum = self.corrected(|value| value);
        Moments { weight, sum, mean, sd }
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

    /// Percentiles as the mean of the `window` nearest order statistics of the weighted set: with Q the weighted
    /// quantile function, the mean of Q over `window` units of weight around p·Σw.
    pub(crate) fn smoothed_percentiles(&self, ps: &[f64], window: f64) -> Vec<Option<f64>> {
        let weight = self.weight();
        let mut steps: Vec<(f64, f64)> = self
            .changed
            .iter()
            .filter_map(|(row, weight)| self.values.get(*row).map(|value| (*value, weight - 1.0)))
            .collect();
        steps.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let reach: f64 = steps.iter().map(|(_, step)| step.abs()).sum::<f64>() + window + 2.0;
        let mut values = self.values.to_vec();
        ps.iter().map(|p| smoothed(&mut values, &steps, weight, reach, window, *p)).collect()
    }
}

/// One smoothed percentile; `values` are reordered.
fn smoothed(values: &mut [f64], steps: &[(f64, f64)], weight: f64, reach: f64, window: f64, p: f64) -> Option<f64> {
    if values.is_empty() || weight <= 0.0 {
        return None;
    }
    let from = (p * weight - window / 2.0).max(0.0);
    let to = (p * weight + window / 2.0).min(weight);
    // Changed weights move the place of an order statistic by at most `reach`: only that stretch is sorted.
    let low = ((from - reach).max(0.0) as usize).min(values.len() - 1);
    let high = ((to + reach) as usize).min(values.len() - 1);
    values.select_nth_unstable_by(low, f64::total_cmp);
    let (_, upper) = values.split_at_mut(low);
    upper.select_nth_unstable_by(high - low, f64::total_cmp);
    let stretch = upper.get_mut(..=high - low)?;
    stretch.sort_unstable_by(f64::total_cmp);
    let first = *stretch.first()?;
    let mut below = low as f64 + steps.iter().filter(|(value, _)| *value < first).map(|(_, step)| step).sum::<f64>();
    let (mut total, mut covered) = (0.0, 0.0);
    let mut at = 0;
    while let Some(value) = stretch.get(at).copied() {
        let copies = stretch.get(at..)?.iter().take_while(|other| **other == value).count();
        let step: f64 = steps.iter().filter(|(changed, _)| *changed == value).map(|(_, step)| step).sum();
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

/// Percentiles of type 7 (R's default): linear between order statistics at (n − 1)p. `values` are reordered.
pub(crate) fn percentile_type_7(values: &mut [f64], p: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let place = last as f64 * p;
    let low = (place.floor() as usize).min(last);
    let share = place - low as f64;
    let (_, value, above) = values.select_nth_unstable_by(low, f64::total_cmp);
    let value = *value;
    let next = above.iter().copied().min_by(f64::total_cmp).unwrap_or(value);
    Some(value + share * (next - value))
}

#[cfg(test)]
mod tests;
