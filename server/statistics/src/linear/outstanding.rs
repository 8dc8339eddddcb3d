//! Rows that stand out, found without the leverage of all the others: a bound of it costs one product a column, not one a pair of columns.
//!
//! A row of the design is z = m + d + Σ (e − p): m the mean of the coded columns with the constant, d the centered dense columns, e − p what the row's
//! column of a coded block is off the means of the block. In the norm of the bread, ‖z‖ ≤ ‖m‖ + ‖d‖ + Σ ‖e − p‖, and ‖d‖² ≤ Σ g d² where diag(g) dominates the bread of
//! the dense columns (Gershgorin). The leverage is ‖z‖².

use std::ops::Range;

use super::influence::{Diagnosis, Pass};
use super::residuals::subtract_fitted;
use crate::design::{Block, NO_COLUMN, chunks};
use crate::matrix::Matrix;
use crate::reweighted::{Least, Outstanding};
use crate::rows::CHUNK;

/// What rounding may take from a bound.
const ROUNDING: f64 = 1e-9;

/// A bound of the leverage of any row of a solved model.
pub struct Bound {
    /// ‖m‖.
    middle: f64,
    /// By the design's dense columns: g, zero where dropped.
    dense: Vec<f64>,
    /// By the design's coded blocks.
    coded: Vec<CodedBound>,
}

struct CodedBound {
    /// By column c: B_cc and (B p)_c; zeros where it was dropped.
    columns: Vec<(f64, f64)>,
    /// p' B p.
    square: f64,
    /// ‖e − p‖ by column, for x = 1.
    indicators: Vec<f64>,
}

impl Bound {
    /// Of a model's bread; `means`: those of the coded columns, near enough.
    pub(super) fn new(of: &Diagnosis<'_>, means: &[f64]) -> Bound {
        let bread = &of.solution.bread;
        let k = of.solution.kept.len();
        let mut middle = vec![0.0; bread.n_rows];
        if of.solution.has_constant {
            middle[k] = 1.0;
        }
        let (mut dense, mut coded, mut kept_dense) = (Vec::new(), Vec::new(), Vec::new());
        for (offset, block) in of.design.offsets() {
            match block {
                Block::Dense(_) => {
                    let at = of.place[offset];
                    if at != usize::MAX {
                        kept_dense.push(at);
                    }
                    dense.push(at);
                }
                Block::Coded { n_columns, .. } => {
                    let places = &of.place[offset..offset + n_columns];
                    let mean = |column: usize| if of.solution.has_constant { means[offset + column] } else { 0.0 };
                    let kept: Vec<(usize, f64)> = places
                        .iter()
                        .enumerate()
                        .filter(|(_, at)| **at != usize::MAX)
                        .map(|(column, at)| (*at, mean(column)))
                        .collect();
                    kept.iter().for_each(|(at, mean)| middle[*at] = *mean);
                    coded.push(CodedBound::new(bread, places, &kept));
                }
            }
        }
        let dominating = |at: usize| -> f64 {
            if at == usize::MAX {
                return 0.0;
            }
            let others = kept_dense.iter().map(|other| {
                let scale = (bread[(at, at)] / bread[(*other, *other)]).sqrt();
                bread[(at, *other)].abs() * scale
            });
            others.sum()
        };
        Bound { middle: norm(bread, &middle), dense: dense.into_iter().map(dominating).collect(), coded }
    }

    /// Writes a bound of the leverage of each row of a chunk.
    fn write(&self, pass: &Pass<'_>, centers: &[f64], output: &mut [f64]) {
        let n = output.len();
        output.fill(0.0);
        for (column, g) in pass.chunk.dense.iter().zip(&self.dense) {
            let center = centers[column.column];
            for (out, x) in output.iter_mut().zip(pass.chunk.numbers(column)) {
                let d = x - center;
                *out += g * (d * d);
            }
        }
        output.iter_mut().for_each(|out| *out = out.sqrt() + self.middle);
        for (block, bound) in pass.chunk.coded.iter().zip(&self.coded) {
            let codes = &pass.chunk.codes(block)[..n];
            let base = bound.square.sqrt();
            match pass.chunk.values(block) {
                None => output.iter_mut().zip(codes).for_each(|(out, code)| {
                    *out += bound.indicators.get(*code as usize).copied().unwrap_or(base);
                }),
                Some(values) => output.iter_mut().zip(codes).zip(values).for_each(|((out, code), x)| {
                    *out += if *code == NO_COLUMN { base } else { bound.norm(*code as usize, *x) };
                }),
            }
        }
        output.iter_mut().for_each(|out| *out = *out * *out * (1.0 + ROUNDING));
    }
}

impl CodedBound {
    /// `places`: of the columns in the bread; `kept`: those that are there with their means.
    fn new(bread: &Matrix, places: &[usize], kept: &[(usize, f64)]) -> CodedBound {
        // B p over all rows of the bread, and p' B p.
        let product = |row: usize| -> f64 { kept.iter().map(|(at, mean)| bread[(row, *at)] * mean).sum() };
        let square: f64 = kept.iter().map(|(at, mean)| mean * product(*at)).sum();
        let column = |at: &usize| match *at {
            usize::MAX => (0.0, 0.0),
            at => (bread[(at, at)], product(at)),
        };
        let mut bound = CodedBound {
            columns: places.iter().map(column).collect(),
            square: square.max(0.0) * (1.0 + 1e-12),
            indicators: Vec::new(),
        };
        bound.indicators = (0..places.len()).map(|column| bound.norm(column, 1.0)).collect();
        bound
    }

    /// ‖x e − p‖ for the unit vector e of a column.
    fn norm(&self, column: usize, x: f64) -> f64 {
        let (own, product) = self.columns[column];
        let square = x * x * own - 2.0 * x * product + self.square;
        (square.max(0.0) + 1e-12 * (x * x * own + self.square)).sqrt()
    }
}

/// ‖v‖ in the norm of the bread.
fn norm(bread: &Matrix, vector: &[f64]) -> f64 {
    let square: f64 = bread.times(vector).iter().zip(vector).map(|(a, b)| a * b).sum();
    square.max(0.0).sqrt()
}

impl Diagnosis<'_> {
    /// The rows of a range that may stand out, with their influence and leverage as [`Diagnosis::influence`] has them.
    pub(super) fn outstanding(&self, bound: &Bound, rows: Range<usize>, least: Least, found: &mut Vec<Outstanding>) {
        let mut pass = Pass::new(self);
        let (mut residuals, mut leverage) = ([0.0; CHUNK], [0.0; CHUNK]);
        let mut listed: Vec<u32> = Vec::new();
        let scale = self.solution.n_parameters() as f64 * self.variance;
        for (_, rows) in chunks(rows) {
            let (first, n) = (rows.start, rows.len());
            let (residuals, leverage) = (&mut residuals[..n], &mut leverage[..n]);
            pass.chunk.read(rows);
            self.y.read(first, residuals);
            subtract_fitted(&pass.chunk, self.solution, residuals);
            bound.write(&pass, &self.solution.centers, leverage);
            let passes = |e: f64, h: f64| {
                let left = 1.0 - h;
                // Not where a figure is no number: such rows are looked at.
                h <= least.leverage && h < 1.0 && e * e * h < least.influence * (scale * left * left)
            };
            for ((e, h), row) in residuals.iter().zip(&*leverage).zip(first..) {
                if !passes(*e, *h) {
                    listed.push(row as u32);
                }
            }
        }
        self.exact(&mut pass, &listed, found);
    }

    fn exact(&self, pass: &mut Pass<'_>, listed: &[u32], found: &mut Vec<Outstanding>) {
        let (mut influence, mut leverage) = ([0.0; CHUNK], [0.0; CHUNK]);
        for rows in listed.chunks(CHUNK) {
            let (influence, leverage) = (&mut influence[..rows.len()], &mut leverage[..rows.len()]);
            pass.gather(rows);
            self.y.gather(rows, influence);
            pass.distances(leverage, influence);
            found.extend(rows.iter().zip(influence.iter().zip(leverage.iter())).map(|(row, (influence, leverage))| {
                Outstanding { row: *row as usize, influence: *influence, leverage: *leverage }
            }));
        }
    }
}
