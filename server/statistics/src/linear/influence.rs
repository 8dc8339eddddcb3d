//! Leverage and Cook's distance of each row, without ever forming the hat matrix.

use std::ops::Range;

use super::ols::OlsFit;
use super::residuals::subtract_fitted;
use super::solution::Solution;
use crate::design::{Chunk, CodedColumns, Design, NO_COLUMN, chunks};
use crate::fold::fill;
use crate::matrix::Matrix;
use crate::rows::{CHUNK, Rows};

/// Per row: how far it pulls the fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Influence {
    /// Diagonal of the hat matrix, with the row's weight in it; `n_rows`.
    pub leverage: Vec<f64>,
    /// Cook's distance; `n_rows`. Infinite where a row determines its own fit.
    pub cooks_distance: Vec<f64>,
}

/// Leverage `w z'(Z'WZ)⁻¹z` and Cook's distance `e² h / (k s² (1 − h)²)` (Cook 1977) of a fitted model.
pub fn influence(design: &Design<'_>, y: &dyn Rows<f64>, weights: Option<&dyn Rows<f64>>, fit: &OlsFit) -> Influence {
    let diagnosis = Diagnosis::new(design, y, weights, &fit.solution, fit.rmse * fit.rmse);
    let (mut leverage, mut cooks_distance) = (vec![0.0; design.n_rows], vec![0.0; design.n_rows]);
    fill(&mut leverage, |rows, part| diagnosis.leverage(rows, part));
    fill(&mut cooks_distance, |rows, part| diagnosis.influence(rows, &mut vec![0.0; part.len()], part));
    Influence { leverage, cooks_distance }
}

/// Leverage and influence of any rows of a solved model, computed where they are asked for.
pub struct Diagnosis<'a> {
    pub(super) design: &'a Design<'a>,
    pub(super) y: &'a dyn Rows<f64>,
    weights: Option<&'a dyn Rows<f64>>,
    pub(super) solution: &'a Solution,
    pub(super) variance: f64,
    /// The bread over the kept dense columns and the constant.
    dense: Matrix,
    /// The bread of all columns with those: `n_parameters × dense`.
    mixed: Matrix,
    /// Place of each of the design's columns in the bread, `usize::MAX` for dropped ones.
    pub(super) place: Vec<usize>,
    /// Places in the bread of the dense columns that are kept, by their order in a chunk.
    dense_places: Vec<usize>,
}

impl<'a> Diagnosis<'a> {
    /// Of a solution; `variance` is the error variance s².
    pub(crate) fn new(
        design: &'a Design<'_>,
        y: &'a dyn Rows<f64>,
        weights: Option<&'a dyn Rows<f64>>,
        solution: &'a Solution,
        variance: f64,
    ) -> Self {
        let place = solution.places();
        let dense = design.offsets().filter(|(_, block)| !block.is_coded());
        let mut dense_places: Vec<usize> =
            dense.map(|(column, _)| place[column]).filter(|at| *at != usize::MAX).collect();
        if solution.has_constant {
            dense_places.push(solution.kept.len());
        }
        let dense = solution.bread.select(&dense_places);
        let mut mixed = Matrix::zeros(solution.n_parameters(), dense_places.len());
        for row in 0..mixed.n_rows {
            for (slot, &at) in mixed.row_mut(row).iter_mut().zip(&dense_places) {
                *slot = solution.bread[(row, at)];
            }
        }
        Diagnosis { design, y, weights, solution, variance, dense, mixed, place, dense_places }
    }

    /// Leverage of a range of rows.
    pub fn leverage(&self, rows: Range<usize>, output: &mut [f64]) {
        let mut pass = Pass::new(self);
        for (start, rows) in chunks(rows) {
            let n = rows.len();
            pass.read(rows);
            pass.leverage(&mut output[start..start + n]);
        }
    }

    /// Leverage and Cook's distance of a range of rows.
    pub fn influence(&self, rows: Range<usize>, leverage: &mut [f64], cooks_distance: &mut [f64]) {
        let mut pass = Pass::new(self);
        for (start, rows) in chunks(rows) {
            let (first, n) = (rows.start, rows.len());
            pass.read(rows);
            pass.influence(first, &mut leverage[start..start + n], &mut cooks_distance[start..start + n]);
        }
    }

    /// Leverage of some rows, without their weights.
    pub fn unweighted_leverage(&self, rows: &[u32], output: &mut [f64]) {
        let mut pass = Pass::new(self);
        for (rows, output) in rows.chunks(CHUNK).zip(output.chunks_mut(CHUNK)) {
            pass.gather(rows);
            pass.leverage(output);
        }
    }
}

/// The buffers of one thread.
pub(super) struct Pass<'a> {
    of: &'a Diagnosis<'a>,
    pub(super) chunk: Chunk<'a>,
    weights: Vec<f64>,
    /// Kept dense columns, centered, and the constant; [`CHUNK`] places each.
    centered: Vec<f64>,
    /// The same row after row.
    by_row: Vec<f64>,
}

impl<'a> Pass<'a> {
    pub(super) fn new(of: &'a Diagnosis<'_>) -> Self {
        let centered = vec![1.0; of.dense_places.len() * CHUNK];
        Pass { of, chunk: Chunk::new(of.design), weights: Vec::new(), centered, by_row: Vec::new() }
    }

    fn read(&mut self, rows: Range<usize>) {
        let (first, n) = (rows.start, rows.len());
        self.chunk.read(rows);
        self.weights.resize(n, 1.0);
        if let Some(weights) = self.of.weights {
            weights.read(first, &mut self.weights);
        }
    }

    /// Reads any rows, without their weights.
    pub(super) fn gather(&mut self, rows: &[u32]) {
        self.chunk.gather(rows);
        self.weights.clear();
        self.weights.resize(rows.len(), 1.0);
    }

    /// The quadratic forms: dense columns pair by pair over the whole chunk, coded columns row by row.
    fn leverage(&mut self, output: &mut [f64]) {
        let n = output.len();
        let kept = self.chunk.dense.iter().filter(|column| self.of.place[column.column] != usize::MAX);
        for (column, target) in kept.zip(self.centered.chunks_exact_mut(CHUNK)) {
            let center = self.of.solution.centers[column.column];
            for (t, x) in target.iter_mut().zip(self.chunk.numbers(column)) {
                *t = x - center;
            }
        }
        output.fill(0.0);
        let mut mixed = [0.0; CHUNK];
        let columns = || self.centered.chunks_exact(CHUNK).map(|values| &values[..n]);
        for (a, values) in columns().enumerate() {
            let line = self.of.dense.row(a);
            for (m, x) in mixed.iter_mut().zip(values) {
                *m = line[a] * x;
            }
            for (factor, others) in line[..a].iter().zip(columns()) {
                let factor = 2.0 * factor;
                for (m, x) in mixed.iter_mut().zip(others) {
                    *m += factor * x;
                }
            }
            for ((out, m), x) in output.iter_mut().zip(&mixed).zip(values) {
                *out += m * x;
            }
        }
        let width = self.of.dense_places.len();
        if !self.chunk.coded.is_empty() && width > 0 {
            self.by_row.resize(n * width, 0.0);
            for (k, values) in self.centered.chunks_exact(CHUNK).enumerate() {
                for (row, value) in self.by_row.chunks_exact_mut(width).zip(values) {
                    row[k] = *value;
                }
            }
        }
        for (position, block) in self.chunk.coded.iter().enumerate() {
            self.add_coded(block, &self.chunk.coded[..position], output);
        }
        for (out, weight) in output.iter_mut().zip(&self.weights) {
            *out = (weight * *out).clamp(0.0, 1.0);
        }
    }

    /// Adds the terms of a coded block with itself, with the dense columns and with the coded blocks before it.
    fn add_coded(&self, block: &CodedColumns, before: &[CodedColumns], output: &mut [f64]) {
        let of = self.of;
        let width = of.dense_places.len();
        let (codes, values) = (self.chunk.codes(block), self.chunk.values(block));
        let before: Vec<_> =
            before.iter().map(|other| (other.first, self.chunk.codes(other), self.chunk.values(other))).collect();
        let place = |first: usize, code: u32| match code {
            NO_COLUMN => None,
            code => of.place.get(first + code as usize).copied().filter(|at| *at != usize::MAX),
        };
        for (row, (code, out)) in codes.iter().zip(output).enumerate() {
            let Some(own) = place(block.first, *code) else { continue };
            let line = of.solution.bread.row(own);
            let x = values.map_or(1.0, |values| values[row]);
            let dense = &self.by_row[row * width..(row + 1) * width];
            let mut mixed: f64 = of.mixed.row(own).iter().zip(dense).map(|(b, z)| b * z).sum();
            for (first, codes, values) in &before {
                if let Some(other) = place(*first, codes[row]) {
                    mixed += line[other] * values.map_or(1.0, |values| values[row]);
                }
            }
            *out += x * (2.0 * mixed + x * line[own]);
        }
    }

    fn influence(&mut self, first: usize, leverage: &mut [f64], cooks_distance: &mut [f64]) {
        self.of.y.read(first, cooks_distance);
        self.distances(leverage, cooks_distance);
    }

    /// Turns observed values into Cook's distances.
    pub(super) fn distances(&mut self, leverage: &mut [f64], values: &mut [f64]) {
        self.leverage(leverage);
        subtract_fitted(&self.chunk, self.of.solution, values);
        let scale = self.of.solution.n_parameters() as f64 * self.of.variance;
        for ((distance, h), weight) in values.iter_mut().zip(leverage).zip(&self.weights) {
            let e = *distance;
            *distance =
                if *weight == 0.0 || e == 0.0 { 0.0 } else { weight * e * e * *h / (scale * (1.0 - *h) * (1.0 - *h)) };
        }
    }
}
