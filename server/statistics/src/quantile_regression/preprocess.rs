//! Which rows the linear program is made of: all, or those that may lie near the plane and the sums of the others.

use rayon::prelude::*;

use super::Problem;
use super::compact::Compact;
use super::interior::interior;
use super::vertex::vertex;
use crate::design::{Chunk, NO_COLUMN, chunks};
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, fill, fold};
use crate::linear::solution::Solution;
use crate::matrix::Matrix;
use crate::rows::CHUNK;

/// Rows up to which all are taken.
const MOST_WHOLE: usize = 100_000;
/// Times that a sample is drawn before all rows are taken after all.
const MOST_SAMPLES: usize = 3;
/// Times that wrong signs are mended before a larger sample is drawn.
const MOST_MENDINGS: usize = 8;
/// Share of the sample that the middle rows make up.
const MIDDLE: f64 = 0.8;

/// Sums of the rows on one side: x in the basis of the solution, then y.
struct Sides([Vec<f64>; 2]);

impl Accumulator for Sides {
    fn merge(&mut self, later: Self) {
        for (mine, other) in self.0.iter_mut().zip(later.0) {
            mine.iter_mut().zip(other).for_each(|(m, o)| *m += o);
        }
    }
}

/// Where a row is put.
const BELOW: u8 = 0;
const ABOVE: u8 = 1;
const MIDDLE_ROW: u8 = 2;
const NO_WEIGHT: u8 = 3;

impl Problem<'_> {
    /// The solution at a quantile, in the basis of least squares.
    pub(super) fn solve(&self, tau: f64) -> Result<Solution, FitError> {
        let n = self.design.n_rows;
        if n > MOST_WHOLE
            && let Some(found) = self.preprocessed(tau)?
        {
            return Ok(found);
        }
        let weights = self.weight_column();
        let rows: Vec<u32> =
            (0..n as u32).filter(|row| weights.as_ref().is_none_or(|w| w[*row as usize] > 0.0)).collect();
        self.program(tau, &rows, &[])?.ok_or(FitError::Singular)
    }

    fn weight_column(&self) -> Option<Vec<f64>> {
        self.weights.map(|weights| {
            let mut values = vec![0.0; self.design.n_rows];
            fill(&mut values, |rows, part| weights.read(rows.start, part));
            values
        })
    }

    /// Solves the program of some rows and sums; `None` if they do not determine the coefficients.
    fn program(&self, tau: f64, rows: &[u32], sums: &[Vec<f64>]) -> Result<Option<Solution>, FitError> {
        let basis = &self.least_squares.solution;
        let data = Compact::new(self.design, self.y, self.weights, basis, rows, sums);
        let near = interior(&data, tau, self.watch)?;
        Ok(vertex(&data, tau, &near, self.watch)?.map(|found| self.solution(&data.unscaled(&found))))
    }

    fn solution(&self, coefficients: &[f64]) -> Solution {
        let mut solution = self.least_squares.solution.clone();
        for (column, value) in solution.kept.iter().zip(coefficients) {
            solution.coefficients[*column] = *value;
        }
        if let (true, Some(constant)) = (solution.has_constant, coefficients.last()) {
            solution.constant = *constant;
        }
        solution
    }

    fn preprocessed(&self, tau: f64) -> Result<Option<Solution>, FitError> {
        let n = self.design.n_rows;
        let p = self.least_squares.solution.n_parameters();
        let weights = self.weight_column();
        let has_weight = |row: usize| weights.as_ref().is_none_or(|weights| weights[row] > 0.0);
        let mut size = libm::pow(p as f64 * n as f64, 2.0 / 3.0).ceil() as usize;
        for _ in 0..MOST_SAMPLES {
            if size > n / 3 {
                return Ok(None);
            }
            let sample: Vec<u32> = spaced(n, size).into_iter().filter(|row| has_weight(*row as usize)).collect();
            let Some(first) = self.sampled(tau, &sample)? else {
                size *= 2;
                continue;
            };
            let residuals = self.residuals(&first.solution);
            let bands = self.bands(&first.root);
            // Where the middle of the residuals lies, in bands, is told from the sample.
            let mut ratios: Vec<f64> =
                sample.iter().map(|row| residuals[*row as usize] / bands[*row as usize].max(1e-12)).collect();
            ratios.sort_unstable_by(f64::total_cmp);
            let half = MIDDLE * size as f64 / (2.0 * n as f64);
            let at = |share: f64| ratios[((share * ratios.len() as f64) as usize).min(ratios.len() - 1)];
            let (low, high) = (at((tau - half).max(0.0)), at((tau + half).min(1.0)));
            let mut places: Vec<u8> = vec![MIDDLE_ROW; n];
            fill(&mut places, |rows, part| {
                for (row, place) in rows.zip(part) {
                    let (r, band) = (residuals[row], bands[row]);
                    *place = match () {
                        () if !has_weight(row) => NO_WEIGHT,
                        () if r < band * low => BELOW,
                        () if r > band * high => ABOVE,
                        () => MIDDLE_ROW,
                    };
                }
            });
            if let Some(found) = self.mended(tau, &mut places, size)? {
                return Ok(Some(found));
            }
            size *= 2;
        }
        Ok(None)
    }

    /// Solves with the rows as they are placed, and again with those in the middle whose residual has the wrong sign.
    fn mended(&self, tau: f64, places: &mut [u8], size: usize) -> Result<Option<Solution>, FitError> {
        for _ in 0..MOST_MENDINGS {
            let rows: Vec<u32> =
                (0..places.len() as u32).into_par_iter().filter(|row| places[*row as usize] == MIDDLE_ROW).collect();
            if rows.len() > places.len() / 2 {
                return Ok(None);
            }
            let sums = self.sides(places)?;
            let Some(found) = self.program(tau, &rows, &sums.0)? else { return Ok(None) };
            let residuals = self.residuals(&found);
            let wrong: Vec<u32> = (0..places.len() as u32)
                .into_par_iter()
                .filter(|row| {
                    let r = residuals[*row as usize];
                    match places[*row as usize] {
                        BELOW => r > 0.0,
                        ABOVE => r < 0.0,
                        _ => false,
                    }
                })
                .collect();
            if wrong.is_empty() {
                return Ok(Some(found));
            }
            if wrong.len() > size {
                return Ok(None);
            }
            wrong.iter().for_each(|row| places[*row as usize] = MIDDLE_ROW);
        }
        Ok(None)
    }

    /// A near solution from a sample, with the root of its inverse cross product.
    fn sampled(&self, tau: f64, sample: &[u32]) -> Result<Option<Sampled>, FitError> {
        let basis = &self.least_squares.solution;
        if sample.len() <= 2 * basis.n_parameters() {
            return Ok(None);
        }
        let data = Compact::new(self.design, self.y, self.weights, basis, sample, &[]);
        let near = interior(&data, tau, self.watch)?;
        if near.iter().any(|value| !value.is_finite()) {
            return Ok(None);
        }
        Ok(Some(Sampled { solution: self.solution(&data.unscaled(&near)), root: basis.root.clone() }))
    }

    /// How far each row's fitted value may be off, up to a factor: the length of root · x.
    fn bands(&self, root: &Matrix) -> Vec<f64> {
        let basis = &self.least_squares.solution;
        let place = basis.places();
        // Row j of the transpose: what column j adds to root · x.
        let mut columns = Matrix::zeros(root.n_columns, root.n_rows);
        for i in 0..root.n_rows {
            for j in 0..root.n_columns {
                columns[(j, i)] = root[(i, j)];
            }
        }
        let scale = (self.design.n_rows as f64).sqrt();
        let mut bands = vec![0.0; self.design.n_rows];
        fill(&mut bands, |rows, part| {
            let mut chunk = Chunk::new(self.design);
            let mut sum = vec![0.0; root.n_rows];
            for (start, rows) in chunks(rows) {
                let n = rows.len();
                chunk.read(rows);
                for at in 0..n {
                    match basis.has_constant {
                        true => sum.copy_from_slice(columns.row(root.n_columns - 1)),
                        false => sum.fill(0.0),
                    }
                    chunk.visit(at, &basis.centers, |column, value| {
                        if let Some(line) = columns.values.chunks_exact(root.n_rows).nth(place[column]) {
                            sum.iter_mut().zip(line).for_each(|(s, c)| *s += value * c);
                        }
                    });
                    part[start + at] = scale * sum.iter().map(|s| s * s).sum::<f64>().sqrt();
                }
            }
        });
        bands
    }

    /// Sums of the rows below and above.
    fn sides(&self, places: &[u8]) -> Result<Sides, FitError> {
        let basis = &self.least_squares.solution;
        let place = basis.places();
        let p = basis.n_parameters();
        let new = || Sides([vec![0.0; p + 1], vec![0.0; p + 1]]);
        let found = fold(self.design.n_rows, BLOCK_ROWS.max(64 * p), self.watch, new, |partial, rows| {
            let mut chunk = Chunk::new(self.design);
            let (mut y, mut weight) = (vec![0.0; CHUNK], vec![1.0; CHUNK]);
            for (_, rows) in chunks(rows) {
                let (first, n) = (rows.start, rows.len());
                chunk.read(rows);
                self.y.read(first, &mut y[..n]);
                if let Some(weights) = self.weights {
                    weights.read(first, &mut weight[..n]);
                }
                for at in 0..n {
                    let Some(sum) = partial.0.get_mut(places[first + at] as usize) else { continue };
                    let w = weight[at];
                    for column in &chunk.dense {
                        if let Some(slot) = sum[..p].get_mut(place[column.column]) {
                            *slot += w * (chunk.numbers(column)[at] - basis.centers[column.column]);
                        }
                    }
                    for block in &chunk.coded {
                        let code = chunk.codes(block)[at];
                        if code != NO_COLUMN
                            && let Some(slot) = sum[..p].get_mut(place[block.first + code as usize])
                        {
                            *slot += w * chunk.values(block).map_or(1.0, |values| values[at]);
                        }
                    }
                    if basis.has_constant {
                        sum[p - 1] += w;
                    }
                    sum[p] += w * (y[at] - basis.y_center);
                }
            }
        })?;
        Ok(found)
    }
}

struct Sampled {
    solution: Solution,
    root: Matrix,
}

/// `size` of `n` rows: one at a scrambled place in each of as many equal stretches.
fn spaced(n: usize, size: usize) -> Vec<u32> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..size)
        .map(|i| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (start, end) = (i * n / size, (i + 1) * n / size);
            (start + ((state >> 33) as usize) % (end - start).max(1)) as u32
        })
        .collect()
}
