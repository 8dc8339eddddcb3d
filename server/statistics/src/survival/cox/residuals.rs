//! Residuals of each row: martingale (Therneau, Grambsch & Fleming 1990), score (Lin & Wei 1989), Schoenfeld (1982).

use std::ops::Range;
use std::sync::Arc;

use super::data::Data;
use super::evaluation::{Evaluation, Hazards};
use super::sums::Reader;
use crate::design::chunks;
use crate::matrix::{Matrix, dot};
use crate::rows::Rows;

/// What one row is in a fitted model.
pub(super) struct Row<'r> {
    /// Score residual in the basis, without the row's weight; `k`.
    pub score: &'r [f64],
    /// The row's own part of the information in the basis, its trace, without the row's weight.
    pub share: f64,
    pub martingale: f64,
    pub weight: f64,
}

/// Residuals of a fitted model, computed where they are asked for. Ties are Efron's or Breslow's as in the model.
pub struct Residuals<'a> {
    data: &'a Data<'a>,
    weights: Option<&'a dyn Rows<f64>>,
    evaluation: &'a Evaluation,
    tables: Arc<Tables>,
}

/// What residuals are made of besides the rows: computed once for any number of ranges.
pub(super) struct Tables {
    hazards: Hazards,
    /// Place of each column among the kept ones.
    place: Vec<usize>,
    /// Transposed basis: column `j` of the design adds row `place[j]`.
    basis: Matrix,
    /// Of each cell, `k` each: the hazard-weighted mean up to it, the mean at it, and what an event there does not have.
    cumulative: Vec<f64>,
    mean: Vec<f64>,
    relief: Vec<f64>,
    /// Of each cell: hazard-weighted squared mean up to it, and what an event there does not have.
    squares: Vec<[f64; 2]>,
}

impl Tables {
    /// Of an evaluation, with residuals in the basis of `root`.
    pub fn new(data: &Data<'_>, evaluation: &Evaluation, kept: &[usize], root: &Matrix) -> Self {
        let (k, n_cells) = (kept.len(), data.timeline.n_cells());
        let mut place = vec![usize::MAX; data.design.n_columns()];
        let mut basis = Matrix::zeros(k, k);
        for (i, &column) in kept.iter().enumerate() {
            place[column] = i;
            for j in 0..k {
                basis[(j, i)] = root[(i, j)];
            }
        }
        let table = || vec![0.0; n_cells * k];
        let mut result = Tables {
            hazards: Hazards::new(data, &evaluation.increments, None),
            place,
            basis,
            cumulative: table(),
            mean: table(),
            relief: table(),
            squares: vec![[0.0; 2]; n_cells],
        };
        result.fill(data, evaluation, kept, root);
        result
    }

    fn fill(&mut self, data: &Data<'_>, evaluation: &Evaluation, kept: &[usize], root: &Matrix) {
        let k = kept.len();
        let turned = |values: &[f64]| -> Vec<f64> {
            let chosen: Vec<f64> = kept.iter().map(|&column| values.get(column).copied().unwrap_or(0.0)).collect();
            root.times(&chosen)
        };
        for cells in data.timeline.strata() {
            let (mut sum, mut square) = (vec![0.0; k], 0.0);
            for cell in cells {
                let increment = evaluation.increments[cell];
                if increment.events > 0.0 {
                    let (all, dying) = evaluation.sums(cell);
                    let (s, d) = (turned(all), turned(dying));
                    let own = cell * k..(cell + 1) * k;
                    for (((sum, mean), (s, d)), relief) in sum
                        .iter_mut()
                        .zip(&mut self.mean[own.clone()])
                        .zip(s.iter().zip(&d))
                        .zip(&mut self.relief[own.clone()])
                    {
                        *sum += increment.q2 * s - increment.fq2 * d;
                        *relief = increment.fq2 * s - increment.ffq2 * d;
                        *mean = (increment.hazard * s - increment.relief * d) / increment.events;
                    }
                    let (ss, sd, dd) = (dot(&s, &s), dot(&s, &d), dot(&d, &d));
                    let q = increment.q3;
                    square += q[0] * ss - 2.0 * q[1] * sd + q[2] * dd;
                    self.squares[cell][1] = q[1] * ss - 2.0 * q[2] * sd + q[3] * dd;
                }
                self.cumulative[cell * k..(cell + 1) * k].copy_from_slice(&sum);
                self.squares[cell][0] = square;
            }
        }
    }
}

impl<'a> Residuals<'a> {
    pub(super) fn new(
        data: &'a Data<'_>,
        weights: Option<&'a dyn Rows<f64>>,
        evaluation: &'a Evaluation,
        tables: Arc<Tables>,
    ) -> Self {
        Residuals { data, weights, evaluation, tables }
    }

    /// Number of parameters.
    pub fn n_parameters(&self) -> usize {
        self.tables.basis.n_rows
    }

    /// Martingale residuals of a range of rows: events minus expected events.
    pub fn martingale(&self, rows: Range<usize>, output: &mut [f64]) {
        self.visit(rows, |at, row| output[at] = row.martingale);
    }

    /// Score residuals of a range of rows, `k` a row, without the rows' weights: their weighted sum is the score, zero.
    pub fn score(&self, rows: Range<usize>, output: &mut [f64]) {
        let k = self.n_parameters();
        self.visit(rows, |at, row| output[at * k..(at + 1) * k].copy_from_slice(row.score));
    }

    /// Schoenfeld residuals of the events among a range of rows: the row, and its regressors minus their mean over the risk set,
    /// `k`; rows without weight have none.
    pub fn schoenfeld(&self, rows: Range<usize>) -> Vec<(usize, Vec<f64>)> {
        let k = self.n_parameters();
        let mut reader = Reader::new(self.data, self.weights, &self.evaluation.beta);
        let mut result = Vec::new();
        for (_, rows) in chunks(rows) {
            reader.read(rows.clone());
            for (at, row) in rows.enumerate() {
                if reader.events[at] != 0.0 && reader.weight[at] != 0.0 {
                    let cell = self.data.timeline.cells[row] as usize;
                    let mut residual = self.turn(&reader, at);
                    for (r, mean) in residual.iter_mut().zip(&self.tables.mean[cell * k..(cell + 1) * k]) {
                        *r -= mean;
                    }
                    result.push((row, residual));
                }
            }
        }
        result
    }

    fn turn(&self, reader: &Reader<'_>, at: usize) -> Vec<f64> {
        let mut x = vec![0.0; self.n_parameters()];
        self.turn_into(reader, at, &mut x);
        x
    }

    #[inline]
    fn turn_into(&self, reader: &Reader<'_>, at: usize, x: &mut [f64]) {
        x.fill(0.0);
        reader.chunk.visit(at, &self.data.centers, |column, value| {
            if let Some(line) = self.tables.place.get(column).filter(|place| **place != usize::MAX) {
                for (x, b) in x.iter_mut().zip(self.tables.basis.row(*line)) {
                    *x += value * b;
                }
            }
        });
    }

    /// Cumulative mean and square before the entry of a row.
    fn before(&self, row: usize) -> Option<(&[f64], f64)> {
        let cell = self.data.before_entry(row)? as usize;
        let k = self.n_parameters();
        Some((&self.tables.cumulative[cell * k..(cell + 1) * k], self.tables.squares[cell][0]))
    }

    /// Calls `look` for each row of a range with its place there.
    pub(super) fn visit(&self, rows: Range<usize>, mut look: impl FnMut(usize, Row<'_>)) {
        let k = self.n_parameters();
        let mut reader = Reader::new(self.data, self.weights, &self.evaluation.beta);
        let (mut x, mut score, mut mean) = (vec![0.0; k], vec![0.0; k], vec![0.0; k]);
        for (start, rows) in chunks(rows) {
            reader.read(rows.clone());
            for (at, row) in rows.enumerate() {
                let (risk, weight) = (reader.risk[at], reader.weight[at]);
                let cell = self.data.timeline.cells[row] as usize;
                let own = cell * k..(cell + 1) * k;
                let is_event = reader.events[at] != 0.0;
                self.turn_into(&reader, at, &mut x);
                let hazard = self.tables.hazards.of(self.data, row, is_event);
                let mut square = self.tables.squares[cell][0];
                mean.copy_from_slice(&self.tables.cumulative[own.clone()]);
                if let Some((before, square_before)) = self.before(row) {
                    mean.iter_mut().zip(before).for_each(|(m, b)| *m -= b);
                    square -= square_before;
                }
                if is_event {
                    mean.iter_mut().zip(&self.tables.relief[own.clone()]).for_each(|(m, r)| *m -= r);
                    square -= self.tables.squares[cell][1];
                }
                let martingale = f64::from(u8::from(is_event)) - risk * hazard;
                for ((s, x), m) in score.iter_mut().zip(&x).zip(&mean) {
                    *s = martingale * x + risk * m;
                }
                if is_event {
                    score.iter_mut().zip(&self.tables.mean[own]).for_each(|(s, m)| *s -= m);
                }
                let share = (risk * (hazard * dot(&x, &x) - 2.0 * dot(&x, &mean) + square)).max(0.0);
                look(start + at, Row { score: &score, share, martingale, weight });
            }
        }
    }
}
