//! Partial log-likelihood, score and information at a coefficient vector.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::data::{Data, Totals, add};
use super::increments::{Increment, Ties};
use super::sums::{Table, risk_sets};
use crate::error::FitError;
use crate::fold::{Accumulator, fold};
use crate::linear::cross_products::cross_products;
use crate::matrix::Matrix;
use crate::rows::{FewWeights, Rows};

/// Cells of a block.
const BLOCK_CELLS: usize = 512;

/// The model at one coefficient vector.
pub(super) struct Evaluation {
    pub beta: Vec<f64>,
    pub log_likelihood: f64,
    /// Gradient, `p`.
    pub score: Vec<f64>,
    /// Risk sets.
    pub table: Table,
    /// Of each cell.
    pub increments: Vec<Increment>,
}

/// Minus the second derivative.
pub(super) struct Information {
    /// `p × p`.
    pub matrix: Matrix,
    /// The diagonal before means were subtracted, `p`.
    pub sizes: Vec<f64>,
}

struct Means {
    log_likelihood: f64,
    sum: Vec<f64>,
}

impl Accumulator for Means {
    fn merge(&mut self, later: Self) {
        self.log_likelihood += later.log_likelihood;
        add(&mut self.sum, &later.sum);
    }
}

struct Outer(Matrix);

impl Accumulator for Outer {
    fn merge(&mut self, later: Self) {
        add(&mut self.0.values, &later.0.values);
    }
}

impl Evaluation {
    /// Evaluates; an error tells that the coefficients are beyond what can be computed.
    pub fn new(
        data: &Data<'_>,
        weights: Option<&dyn Rows<f64>>,
        totals: &Totals,
        beta: &[f64],
        ties: Ties,
    ) -> Result<Self, FitError> {
        let p = beta.len();
        let table = risk_sets(data, weights, beta, ties)?;
        let mut increments = vec![Increment::default(); data.timeline.n_cells()];
        increments.par_chunks_mut(BLOCK_CELLS).enumerate().for_each(|(block, part)| {
            for (at, increment) in part.iter_mut().enumerate() {
                let cell = block * BLOCK_CELLS + at;
                let dying = if ties == Ties::Efron { table.values[cell * table.width + p + 1] } else { 0.0 };
                *increment = Increment::new(totals.events_of[cell], table.values[cell * table.width], dying, ties);
            }
        });
        let new = || Means { log_likelihood: 0.0, sum: vec![0.0; p] };
        let cells = increments.len();
        let mut evaluation =
            Evaluation { beta: beta.to_vec(), log_likelihood: 0.0, score: Vec::new(), table, increments };
        let means = fold(cells, BLOCK_CELLS, data.watch, new, |means, cells| {
            for cell in cells {
                let increment = &evaluation.increments[cell];
                if increment.events > 0.0 {
                    means.log_likelihood -= increment.log;
                    evaluation.add_mean(cell, increment.hazard, increment.relief, &mut means.sum);
                }
            }
        })?;
        evaluation.score = totals.event_sum.iter().zip(&means.sum).map(|(x, mean)| x - mean).collect();
        evaluation.log_likelihood = means.log_likelihood + crate::matrix::dot(&totals.event_sum, beta);
        if evaluation.log_likelihood.is_finite() && evaluation.score.iter().all(|score| score.is_finite()) {
            Ok(evaluation)
        } else {
            Err(FitError::OutOfRange)
        }
    }

    /// Sums of `x` over the risk set and over the dying, `p` each; the second empty with Breslow's ties.
    pub fn sums(&self, cell: usize) -> (&[f64], &[f64]) {
        let p = self.beta.len();
        let line = &self.table.values[cell * self.table.width..(cell + 1) * self.table.width];
        (&line[1..=p], if line.len() > p + 1 { &line[p + 2..] } else { &[] })
    }

    /// Adds `a S₁ − b D₁` of a cell.
    pub fn add_mean(&self, cell: usize, a: f64, b: f64, target: &mut [f64]) {
        let (all, dying) = self.sums(cell);
        for (t, s) in target.iter_mut().zip(all) {
            *t += a * s;
        }
        if b != 0.0 {
            for (t, s) in target.iter_mut().zip(dying) {
                *t -= b * s;
            }
        }
    }

    /// The information; `scale` multiplies the part of each cell.
    pub fn information(&self, data: &Data<'_>, scale: Option<&[f64]>) -> Result<Information, FitError> {
        let p = self.beta.len();
        let share = RiskShare { data, risks: &self.table.risks, hazards: Hazards::new(data, &self.increments, scale) };
        let ones = FewWeights { n_rows: data.design.n_rows, changed: &[] };
        let mut shift = data.centers.clone();
        shift.push(0.0);
        let raw = cross_products(data.design, &ones, Some(&share), &shift, data.watch)?;
        let outer = fold(
            self.increments.len(),
            BLOCK_CELLS,
            data.watch,
            || Outer(Matrix::zeros(p, p)),
            |outer, cells| {
                let mut line = vec![0.0; 2 * p];
                for cell in cells {
                    self.add_outer(cell, scale.map_or(1.0, |scale| scale[cell]), &mut line, &mut outer.0);
                }
            },
        )?;
        let mut outer = outer.0;
        outer.mirror();
        let mut information = Information { matrix: Matrix::zeros(p, p), sizes: vec![0.0; p] };
        for i in 0..p {
            information.sizes[i] = raw.products[(i, i)].abs();
            for j in 0..p {
                information.matrix[(i, j)] = raw.products[(i, j)] - outer[(i, j)];
            }
        }
        Ok(information)
    }

    /// Adds `Σₗ m m'` of a cell to the lower triangle.
    fn add_outer(&self, cell: usize, scale: f64, line: &mut [f64], target: &mut Matrix) {
        let increment = &self.increments[cell];
        if increment.events == 0.0 || scale == 0.0 {
            return;
        }
        let p = self.beta.len();
        let (all, dying) = self.sums(cell);
        let (for_all, for_dying) = line.split_at_mut(p);
        for (k, (left, s)) in for_all.iter_mut().zip(all).enumerate() {
            let d = dying.get(k).copied().unwrap_or(0.0);
            *left = scale * (increment.q2 * s - increment.fq2 * d);
            for_dying[k] = scale * (increment.ffq2 * d - increment.fq2 * s);
        }
        for (i, &s) in all.iter().enumerate() {
            let d = dying.get(i).copied().unwrap_or(0.0);
            let row = &mut target.row_mut(i)[..=i];
            if s != 0.0 {
                row.iter_mut().zip(&*for_all).for_each(|(t, v)| *t += s * v);
            }
            if d != 0.0 && increment.fq2 != 0.0 {
                row.iter_mut().zip(&*for_dying).for_each(|(t, v)| *t += d * v);
            }
        }
    }
}

/// Cumulative hazards over the cells of each stratum.
pub(super) struct Hazards {
    /// Up to and with each cell.
    pub cumulative: Vec<f64>,
    /// Up to each cell, without it.
    pub before: Vec<f64>,
    /// What an event of the cell does not have of it.
    pub relief: Vec<f64>,
}

impl Hazards {
    pub fn new(data: &Data<'_>, increments: &[Increment], scale: Option<&[f64]>) -> Self {
        let n = increments.len();
        let mut hazards = Hazards { cumulative: vec![0.0; n], before: vec![0.0; n], relief: vec![0.0; n] };
        for cells in data.timeline.strata() {
            let mut sum = 0.0;
            for cell in cells {
                let factor = scale.map_or(1.0, |scale| scale[cell]);
                hazards.before[cell] = sum;
                sum += factor * increments[cell].hazard;
                hazards.cumulative[cell] = sum;
                hazards.relief[cell] = factor * increments[cell].relief;
            }
        }
        hazards
    }

    /// The hazard that a row had, per unit of risk.
    #[inline]
    pub fn of(&self, data: &Data<'_>, row: usize, is_event: bool) -> f64 {
        let cell = data.timeline.cells[row] as usize;
        let before = data.entries.as_ref().map_or(0.0, |entries| self.before[entries[row] as usize]);
        self.cumulative[cell] - before - if is_event { self.relief[cell] } else { 0.0 }
    }
}

/// `w θ` times the hazard of each row.
struct RiskShare<'a> {
    data: &'a Data<'a>,
    risks: &'a [AtomicU64],
    hazards: Hazards,
}

impl Rows<f64> for RiskShare<'_> {
    fn len(&self) -> usize {
        self.data.design.n_rows
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.data.event.read(first, output);
        for ((out, risk), row) in output.iter_mut().zip(&self.risks[first..]).zip(first..) {
            let hazard = self.hazards.of(self.data, row, *out != 0.0);
            *out = f64::from_bits(risk.load(Ordering::Relaxed)) * hazard;
        }
    }
}
