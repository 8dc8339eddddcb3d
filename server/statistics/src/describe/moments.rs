//! Mean, variance, skewness and kurtosis in two passes: the mean first, then centered powers.

use std::ops::Range;

use crate::compensated::Sum;
use crate::design::chunks;
use crate::fold::{Accumulator, BLOCK_ROWS, Cancelled, Watch, fold};
use crate::rows::{CHUNK, Rows};

/// Moments of one variable. Everything but the counts is NaN if there is no weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Σ w.
    pub weight: f64,
    /// Σ w x.
    pub sum: f64,
    /// Mean.
    pub mean: f64,
    /// Variance with Σw − 1 (NaN for a weight of at most 1).
    pub variance: f64,
    /// Its root.
    pub standard_deviation: f64,
    /// g1: third centered moment over the population standard deviation cubed.
    pub skewness: f64,
    /// b2: fourth centered moment over the squared population variance (3 for a normal variable).
    pub kurtosis: f64,
    /// Smallest value of positive weight.
    pub least: f64,
    /// Largest value of positive weight.
    pub most: f64,
}

struct First {
    weight: Sum,
    sum: Sum,
    least: f64,
    most: f64,
}

impl Accumulator for First {
    fn merge(&mut self, later: Self) {
        self.weight.add_sum(later.weight);
        self.sum.add_sum(later.sum);
        self.least = self.least.min(later.least);
        self.most = self.most.max(later.most);
    }
}

#[derive(Default)]
struct Centered([Sum; 4]);

impl Accumulator for Centered {
    fn merge(&mut self, later: Self) {
        for (mine, other) in self.0.iter_mut().zip(later.0) {
            mine.add_sum(other);
        }
    }
}

/// Moments of `values`; rows of weight 0 do not count.
pub fn moments(
    values: &dyn Rows<f64>,
    weights: Option<&dyn Rows<f64>>,
    watch: Watch<'_>,
) -> Result<Moments, Cancelled> {
    let visit = |rows: Range<usize>, visit: &mut dyn FnMut(f64, f64)| {
        let (mut part, mut weight) = ([0.0; CHUNK], [1.0; CHUNK]);
        for (_, rows) in chunks(rows) {
            let (part, weight) = (&mut part[..rows.len()], &mut weight[..rows.len()]);
            values.read(rows.start, part);
            if let Some(weights) = weights {
                weights.read(rows.start, weight);
            }
            part.iter().zip(weight).filter(|(_, weight)| **weight > 0.0).for_each(|(x, weight)| visit(*weight, *x));
        }
    };
    let new = || First { weight: Sum::default(), sum: Sum::default(), least: f64::INFINITY, most: f64::NEG_INFINITY };
    let first = fold(values.len(), BLOCK_ROWS, watch, new, |partial: &mut First, rows: Range<usize>| {
        visit(rows, &mut |weight, x| {
            partial.weight.add(weight);
            partial.sum.add_product(weight, x);
            partial.least = partial.least.min(x);
            partial.most = partial.most.max(x);
        });
    })?;
    let (weight, sum) = (first.weight.value(), first.sum.value());
    let mean = sum / weight;
    let centered = fold(values.len(), BLOCK_ROWS, watch, Centered::default, |partial: &mut Centered, rows| {
        visit(rows, &mut |weight, x| {
            let d = x - mean;
            let square = d * d;
            for (sum, term) in partial.0.iter_mut().zip([d, square, square * d, square * square]) {
                sum.add(weight * term);
            }
        });
    })?;
    let [rest, second, third, fourth] = centered.0.map(Sum::value);
    // What the rounding of the mean left.
    let second = second - rest * rest / weight;
    let variance = if weight > 1.0 { second / (weight - 1.0) } else { f64::NAN };
    let population = second / weight;
    let (least, most) = if weight > 0.0 { (first.least, first.most) } else { (f64::NAN, f64::NAN) };
    Ok(Moments {
        weight,
        sum,
        mean,
        variance,
        standard_deviation: variance.sqrt(),
        skewness: third / weight / (population * population.sqrt()),
        kurtosis: fourth / weight / (population * population),
        least,
        most,
    })
}
