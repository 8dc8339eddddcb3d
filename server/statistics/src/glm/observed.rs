//! The dependent variable by itself: whether it fits the model, and what starts and constant-only models need.

use super::model::Model;
use crate::compensated::Sum;
use crate::design::chunks;
use crate::distribution::factorial::log_factorial;
use crate::elementary::{exp, vectorised};
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, Watch, fold};
use crate::rows::{CHUNK, Rows};

/// Values up to it are counted one by one.
const TALLIES: usize = 4096;

/// Sums over rows of positive weight.
#[derive(Clone, Debug, Default)]
pub(super) struct Observed {
    /// `Σ w`.
    pub n: f64,
    /// `Σ w y`.
    pub sum: f64,
    /// `Σ w y²`.
    pub squares: f64,
    /// `Σ w e^offset`.
    pub exposure: f64,
    /// `Σ w y · offset`.
    pub offset: f64,
    /// Smallest and largest value.
    pub range: Option<(f64, f64)>,
    /// `Σ w` by whole value, as far as values are whole and at most [`TALLIES`].
    pub tallies: Vec<f64>,
    /// `Σ w` of whole values above.
    pub above: f64,
    /// `Σ w ln y!`, of counts.
    pub log_factorials: f64,
    /// Whether a value is not whole or negative.
    is_no_count: bool,
}

struct Partial {
    sums: [Sum; 6],
    least: f64,
    most: f64,
    tallies: Vec<f64>,
    above: f64,
    is_no_count: bool,
    is_invalid: bool,
}

impl Accumulator for Partial {
    fn merge(&mut self, later: Self) {
        self.sums.iter_mut().zip(later.sums).for_each(|(mine, other)| mine.add_sum(other));
        self.least = self.least.min(later.least);
        self.most = self.most.max(later.most);
        if self.tallies.len() < later.tallies.len() {
            self.tallies.resize(later.tallies.len(), 0.0);
        }
        self.tallies.iter_mut().zip(later.tallies).for_each(|(mine, other)| *mine += other);
        self.above += later.above;
        self.is_no_count |= later.is_no_count;
        self.is_invalid |= later.is_invalid;
    }
}

/// Reads `y`, offset and weights once.
///
/// # Errors
/// [`FitError::OutOfRange`] where a value is not finite, a weight negative or `y` none of the model's values, [`FitError::ConstantDependent`]
/// where it does not vary, [`FitError::TooFewGroups`] where an outcome does not occur or nothing is seen between the limits.
pub(super) fn observe(
    model: Model,
    y: &dyn Rows<f64>,
    offset: Option<&dyn Rows<f64>>,
    weights: Option<&dyn Rows<f64>>,
    watch: Watch<'_>,
) -> Result<Observed, FitError> {
    let new = || Partial {
        sums: [Sum::default(); 6],
        least: f64::INFINITY,
        most: f64::NEG_INFINITY,
        tallies: Vec::new(),
        above: 0.0,
        is_no_count: false,
        is_invalid: false,
    };
    let partial = fold(y.len(), BLOCK_ROWS, watch, new, |partial, rows| {
        let (mut value, mut weight, mut shift) = (vec![0.0; CHUNK], vec![1.0; CHUNK], vec![0.0; CHUNK]);
        for (_, rows) in chunks(rows) {
            let (first, n) = (rows.start, rows.len());
            y.read(first, &mut value[..n]);
            // Rows up to a multiple of eight have no weight.
            let padded = n.next_multiple_of(8);
            weight[..n].fill(1.0);
            if let Some(weights) = weights {
                weights.read(first, &mut weight[..n]);
            }
            if let Some(offset) = offset {
                offset.read(first, &mut shift[..n]);
            }
            [&mut value, &mut weight, &mut shift].into_iter().for_each(|part| part[n..padded].fill(0.0));
            partial.absorb(model, offset.is_some(), &value[..padded], &weight[..padded], &mut shift[..padded]);
        }
    })?;
    partial.finish(model)
}

impl Partial {
    /// Takes in a multiple of eight rows; `shift` becomes their exposure.
    fn absorb(&mut self, model: Model, has_offset: bool, value: &[f64], weight: &[f64], shift: &mut [f64]) {
        let mut sums = [0.0; 6];
        if !has_offset {
            shift.fill(1.0);
        } else {
            self.is_invalid |= shift.iter().any(|shift| !shift.is_finite());
            sums[5] = shift.iter().zip(value).zip(weight).map(|((shift, y), w)| shift * (w * y)).sum();
            exp(shift);
        }
        vectorised(
            #[inline(always)]
            || {
                let mut lanes = [[0.0; 8]; 4];
                let (mut least, mut most) = ([f64::INFINITY; 8], [f64::NEG_INFINITY; 8]);
                let (mut bad, mut fraction) = ([0.0; 8], [0.0; 8]);
                let rows = value.as_chunks::<8>().0.iter().zip(weight.as_chunks::<8>().0);
                for ((y, w), exposure) in rows.zip(shift.as_chunks::<8>().0) {
                    for i in 0..8 {
                        let (is_in, wy) = (w[i] != 0.0, w[i] * y[i]);
                        lanes[0][i] += w[i];
                        lanes[1][i] += wy;
                        lanes[2][i] += wy * y[i];
                        lanes[3][i] += w[i] * exposure[i];
                        least[i] = least[i].min(if is_in { y[i] } else { f64::INFINITY });
                        most[i] = most[i].max(if is_in { y[i] } else { f64::NEG_INFINITY });
                        // Infinite minus itself, and what is no number, is no number; negative weights show by their sign.
                        let finite = (y[i] - y[i]) + (w[i] - w[i]);
                        bad[i] += if finite == 0.0 && w[i] >= 0.0 { 0.0 } else { 1.0 };
                        fraction[i] += if is_in && (y[i].floor() != y[i] || y[i] < 0.0) { 1.0 } else { 0.0 };
                    }
                }
                for (sum, lanes) in sums.iter_mut().zip(&lanes) {
                    *sum += lanes.iter().sum::<f64>();
                }
                self.least = least.into_iter().fold(self.least, f64::min);
                self.most = most.into_iter().fold(self.most, f64::max);
                self.is_invalid |= bad.iter().sum::<f64>() > 0.0;
                self.is_no_count |= fraction.iter().sum::<f64>() > 0.0;
            },
        );
        if !matches!(model, Model::Tobit { .. }) && !self.is_no_count {
            self.tally(value, weight, &mut sums[4]);
        }
        self.sums.iter_mut().zip(sums).for_each(|(sum, value)| sum.add(value));
    }

    /// Weights by whole value.
    fn tally(&mut self, value: &[f64], weight: &[f64], log_factorials: &mut f64) {
        let size = self.most.clamp(0.0, TALLIES as f64) as usize + 1;
        if self.tallies.len() < size {
            self.tallies.resize(size, 0.0);
        }
        for (y, w) in value.iter().zip(weight) {
            match self.tallies.get_mut(*y as usize) {
                Some(tally) => *tally += w,
                None => {
                    self.above += w;
                    *log_factorials += w * log_factorial(*y);
                }
            }
        }
    }

    fn finish(self, model: Model) -> Result<Observed, FitError> {
        let [n, sum, squares, exposure, mut log_factorials, offset] = self.sums;
        if self.is_invalid {
            return Err(FitError::OutOfRange);
        }
        for (value, tally) in self.tallies.iter().enumerate().skip(2) {
            log_factorials.add(tally * log_factorial(value as f64));
        }
        let observed = Observed {
            n: n.value(),
            sum: sum.value(),
            squares: squares.value(),
            exposure: exposure.value(),
            offset: offset.value(),
            range: (self.least <= self.most).then_some((self.least, self.most)),
            tallies: self.tallies,
            above: self.above,
            log_factorials: log_factorials.value(),
            is_no_count: self.is_no_count,
        };
        observed.check(model)?;
        Ok(observed)
    }
}

impl Observed {
    /// The largest value, 0 without rows.
    pub fn most(&self) -> f64 {
        self.range.map_or(0.0, |(_, most)| most)
    }

    fn check(&self, model: Model) -> Result<(), FitError> {
        let Some((least, most)) = self.range else {
            return Err(FitError::TooFewObservations { n_parameters: 1 });
        };
        if !model.has_ancillary() || model.is_count() {
            let limit = match model {
                Model::Multinomial { n_outcomes, .. } => n_outcomes as f64 - 1.0,
                _ if model.is_binary() => 1.0,
                _ => f64::INFINITY,
            };
            if self.is_no_count || most > limit {
                return Err(FitError::OutOfRange);
            }
        }
        if least == most {
            return Err(FitError::ConstantDependent);
        }
        match model {
            Model::Multinomial { n_outcomes, .. } => {
                let occur = self.tallies.iter().filter(|tally| **tally > 0.0).count();
                if occur < n_outcomes { Err(FitError::TooFewGroups) } else { Ok(()) }
            }
            Model::Tobit { lower, upper } if most <= lower || least >= upper => Err(FitError::TooFewGroups),
            _ => Ok(()),
        }
    }
}
