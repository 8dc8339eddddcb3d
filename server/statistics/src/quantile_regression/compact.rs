//! Rows of a design copied for a linear program: only as many as it needs, with coded columns still as codes.

use crate::design::{Chunk, Design, NO_COLUMN};
use crate::linear::solution::Solution;
use crate::matrix::Matrix;
use crate::rows::{CHUNK, Rows};

/// Rows times their weight, in the basis of a least-squares solution: dense columns minus their centers and scaled, coded columns, the
/// constant last; `y` minus its center.
pub(super) struct Compact {
    /// Number of columns.
    pub p: usize,
    /// Numbers of the dense columns.
    dense_columns: Vec<usize>,
    dense: Vec<f64>,
    n_coded: usize,
    coded: Vec<(u32, f64)>,
    /// Dependent variable, times the weight; sums of rows at the end.
    pub y: Vec<f64>,
    /// Rows that are sums of others, after the single ones.
    sums: Vec<Vec<f64>>,
    /// What each column was divided by.
    scales: Vec<f64>,
}

/// The nonzeros of a row.
pub(super) type Nonzeros = Vec<(usize, f64)>;

impl Compact {
    /// Copies the rows; `sums` are further rows in the unscaled basis, `y` last.
    pub fn new(
        design: &Design<'_>,
        y: &dyn Rows<f64>,
        weights: Option<&dyn Rows<f64>>,
        solution: &Solution,
        rows: &[u32],
        sums: &[Vec<f64>],
    ) -> Self {
        let place = solution.places();
        let p = solution.n_parameters();
        let mut chunk = Chunk::new(design);
        let kept: Vec<usize> =
            (0..chunk.dense.len()).filter(|at| place[chunk.dense[*at].column] != usize::MAX).collect();
        let mut dense_columns: Vec<usize> = kept.iter().map(|at| place[chunk.dense[*at].column]).collect();
        dense_columns.extend(solution.has_constant.then(|| p - 1));
        let (n_dense, n_coded) = (dense_columns.len(), chunk.coded.len());
        let mut result = Compact {
            p,
            dense_columns,
            dense: Vec::with_capacity(rows.len() * n_dense),
            n_coded,
            coded: Vec::with_capacity(rows.len() * n_coded),
            y: Vec::with_capacity(rows.len() + sums.len()),
            sums: Vec::new(),
            scales: vec![1.0; p],
        };
        let (mut observed, mut weight) = (vec![0.0; CHUNK], vec![1.0; CHUNK]);
        for part in rows.chunks(CHUNK) {
            let n = part.len();
            chunk.gather(part);
            y.gather(part, &mut observed[..n]);
            if let Some(weights) = weights {
                weights.gather(part, &mut weight[..n]);
            }
            for at in 0..n {
                let w = weight[at];
                for source in &kept {
                    let column = &chunk.dense[*source];
                    result.dense.push(w * (chunk.numbers(column)[at] - solution.centers[column.column]));
                }
                result.dense.extend(solution.has_constant.then_some(w));
                for block in &chunk.coded {
                    let code = chunk.codes(block)[at];
                    let column = if code == NO_COLUMN { usize::MAX } else { place[block.first + code as usize] };
                    let value = chunk.values(block).map_or(1.0, |values| values[at]);
                    result.coded.push(if column == usize::MAX { (NO_COLUMN, 0.0) } else { (column as u32, w * value) });
                }
                result.y.push(w * (observed[at] - solution.y_center));
            }
        }
        for sum in sums {
            result.y.extend(sum.last());
            result.sums.push(sum[..p].to_vec());
        }
        result.scale();
        result
    }

    /// Rows of one dense column and a constant.
    pub fn line(x: &[f64], y: &[f64]) -> Self {
        let mut result = Compact {
            p: 2,
            dense_columns: vec![0, 1],
            dense: x.iter().flat_map(|x| [*x, 1.0]).collect(),
            n_coded: 0,
            coded: Vec::new(),
            y: y.to_vec(),
            sums: Vec::new(),
            scales: vec![1.0; 2],
        };
        result.scale();
        result
    }

    /// Divides dense columns by their root mean square.
    fn scale(&mut self) {
        let n_dense = self.dense_columns.len();
        for (at, column) in self.dense_columns.iter().enumerate() {
            let values = self.dense.iter().skip(at).step_by(n_dense);
            let square = values.map(|v| v * v).sum::<f64>() / self.n_single().max(1) as f64;
            if square > 0.0 && square.is_finite() {
                self.scales[*column] = square.sqrt();
            }
        }
        for row in self.dense.chunks_exact_mut(n_dense.max(1)) {
            row.iter_mut().zip(&self.dense_columns).for_each(|(value, column)| *value /= self.scales[*column]);
        }
        for sum in &mut self.sums {
            sum.iter_mut().zip(&self.scales).for_each(|(value, scale)| *value /= scale);
        }
    }

    /// Number of rows, sums included.
    pub fn n(&self) -> usize {
        self.y.len()
    }

    /// Number of rows that are no sums.
    pub fn n_single(&self) -> usize {
        self.y.len() - self.sums.len()
    }

    /// The nonzeros of a row.
    #[inline]
    pub fn nonzeros(&self, row: usize, output: &mut Nonzeros) {
        output.clear();
        if row >= self.n_single() {
            output.extend(self.sums[row - self.n_single()].iter().copied().enumerate());
            return;
        }
        let n_dense = self.dense_columns.len();
        let dense = &self.dense[row * n_dense..(row + 1) * n_dense];
        output.extend(self.dense_columns.iter().copied().zip(dense.iter().copied()));
        for (column, value) in &self.coded[row * self.n_coded..(row + 1) * self.n_coded] {
            if *column != NO_COLUMN {
                output.push((*column as usize, *value));
            }
        }
    }

    /// Inner product of a row with coefficients.
    #[inline]
    pub fn dot(&self, row: usize, coefficients: &[f64]) -> f64 {
        if row >= self.n_single() {
            return crate::matrix::dot(&self.sums[row - self.n_single()], coefficients);
        }
        let n_dense = self.dense_columns.len();
        let mut sum = 0.0;
        for (column, value) in self.dense_columns.iter().zip(&self.dense[row * n_dense..(row + 1) * n_dense]) {
            sum += value * coefficients[*column];
        }
        for (column, value) in &self.coded[row * self.n_coded..(row + 1) * self.n_coded] {
            if *column != NO_COLUMN {
                sum += value * coefficients[*column as usize];
            }
        }
        sum
    }

    /// Coefficients of the basis before scaling.
    pub fn unscaled(&self, coefficients: &[f64]) -> Vec<f64> {
        coefficients.iter().zip(&self.scales).map(|(value, scale)| value / scale).collect()
    }
}

/// Adds weight · x x' to a lower triangle.
#[inline]
pub(super) fn add_outer(target: &mut Matrix, nonzeros: &Nonzeros, weight: f64) {
    for (i, (row, a)) in nonzeros.iter().enumerate() {
        let value = weight * a;
        for (column, b) in &nonzeros[..=i] {
            let at = if row >= column { (*row, *column) } else { (*column, *row) };
            target[at] += value * b;
        }
    }
}
