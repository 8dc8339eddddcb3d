//! Least squares by Householder reflections on row blocks (TSQR), for nearly singular designs.
//!
//! Each block's triangle is stacked under the running one and reduced again; the triangle holds all there is to know,
//! so columns without information of their own are found on it, in the order of the formula.

use std::ops::Range;

use super::normal_equations::Basis;
use super::solution::{Solution, gram};
use crate::design::{Chunk, Design, chunks};
use crate::fold::{Accumulator, Cancelled, Watch, fold};
use crate::matrix::Matrix;
use crate::rows::Rows;

const BLOCK_ROWS: usize = 2048;
/// A column is collinear if what is left of it, relative to its spread, is at most this (or what centering cost).
const DEPENDENCE: f64 = 1e-13;

/// A triangle under construction: columns of at most `BLOCK_ROWS + size` rows, column-major.
struct Triangle {
    size: usize,
    /// `size` columns of `size` entries, upper triangle.
    upper: Vec<f64>,
}

impl Accumulator for Triangle {
    fn merge(&mut self, later: Self) {
        let n = self.size;
        let mut stacked = vec![0.0; 2 * n * n];
        for column in 0..n {
            stacked[column * 2 * n..column * 2 * n + n].copy_from_slice(&self.upper[column * n..(column + 1) * n]);
            stacked[column * 2 * n + n..(column + 1) * 2 * n]
                .copy_from_slice(&later.upper[column * n..(column + 1) * n]);
        }
        self.upper = reduce(&mut stacked, 2 * n, n);
    }
}

/// Solves on the basis that the cross products gave.
pub fn solve(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    weights: Option<&dyn Rows<f64>>,
    basis: Basis,
    watch: Watch<'_>,
) -> Result<Solution, Cancelled> {
    let first = usize::from(design.has_constant);
    let size = first + basis.candidates.len() + 1;
    let mut place = vec![usize::MAX; design.n_columns()];
    for (i, &column) in basis.candidates.iter().enumerate() {
        place[column] = first + i;
    }
    let absorb = |partial: &mut Triangle, rows: Range<usize>| {
        let n = rows.len();
        let mut block = vec![0.0; n * size];
        let (mut roots, mut observed) = (vec![1.0; n], vec![0.0; n]);
        y.read(rows.start, &mut observed);
        if let Some(weights) = weights {
            weights.read(rows.start, &mut roots);
        }
        roots.iter_mut().for_each(|root| *root = root.sqrt());
        let mut chunk = Chunk::new(design);
        for (start, rows) in chunks(rows) {
            let n_chunk = rows.len();
            chunk.read(rows);
            for at in 0..n_chunk {
                let i = start + at;
                let root = roots[i];
                if root == 0.0 {
                    continue;
                }
                if design.has_constant {
                    block[i] = root;
                }
                chunk.visit(at, &basis.centers, |column, value| {
                    if place[column] != usize::MAX {
                        block[place[column] * n + i] = root * value / basis.scales[column];
                    }
                });
                block[(size - 1) * n + i] = root * (observed[i] - basis.y_center);
            }
        }
        partial.upper = reduce(&mut block, n, size);
    };
    let new = || Triangle { size, upper: vec![0.0; size * size] };
    let triangle = fold(design.n_rows, BLOCK_ROWS.max(2 * size), watch, new, absorb)?;
    Ok(finish(design, basis, triangle))
}

fn finish(design: &Design<'_>, basis: Basis, triangle: Triangle) -> Solution {
    let n = triangle.size;
    let column_of = |i: usize| triangle.upper[i * n..(i + 1) * n].to_vec();
    let tolerance = DEPENDENCE.max(4.0 * f64::EPSILON * basis.largest_mean_ratio);
    let mut reducer = Reducer::default();
    let mut dropped = basis.constant_columns.clone();
    let mut kept = Vec::new();
    if design.has_constant {
        reducer.push(column_of(0), 0.0);
    }
    for (i, &column) in basis.candidates.iter().enumerate() {
        if reducer.push(column_of(usize::from(design.has_constant) + i), tolerance) {
            kept.push(column);
        } else {
            dropped.push(column);
        }
    }
    dropped.sort_unstable();
    let right = reducer.apply(column_of(n - 1));
    let m = reducer.triangle.len();
    let residual_ss = right[m..].iter().map(|v| v * v).sum();
    // R as a lower triangle of its transpose: R' = L
    let mut transposed = Matrix::zeros(m, m);
    for (row, column) in reducer.triangle.iter().enumerate() {
        transposed.row_mut(row)[..=row].copy_from_slice(&column[..=row]);
    }
    let inverse = super::cholesky::invert_lower(&transposed);
    let solution: Vec<f64> = (0..m).map(|i| (i..m).map(|k| inverse[(k, i)] * right[k]).sum()).collect();
    // constant first → constant last, scales undone
    let first = usize::from(design.has_constant);
    let order: Vec<usize> = (first..m).chain(0..first).collect();
    let mut root = Matrix::zeros(m, m);
    for row in 0..m {
        for (i, &from) in order.iter().enumerate() {
            root[(row, i)] = inverse[(row, from)] / kept.get(i).map_or(1.0, |&column| basis.scales[column]);
        }
    }
    let mut coefficients = vec![0.0; design.n_columns()];
    for (i, &column) in kept.iter().enumerate() {
        coefficients[column] = solution[first + i] / basis.scales[column];
    }
    let smallest = reducer.triangle.iter().enumerate().skip(first).map(|(i, column)| column[i] * column[i]);
    Solution {
        kept,
        dropped,
        smallest_pivot: smallest.fold(1.0, f64::min),
        centers: basis.centers,
        y_center: basis.y_center,
        has_constant: design.has_constant,
        coefficients,
        constant: if design.has_constant { solution[0] } else { 0.0 },
        bread: gram(&root),
        root,
        residual_ss,
    }
}

/// Householder reduction of `columns` (column-major, `rows` each) to its upper triangle, `size × size` column-major.
fn reduce(block: &mut [f64], rows: usize, size: usize) -> Vec<f64> {
    let mut upper = vec![0.0; size * size];
    for pivot in 0..size {
        if pivot < rows {
            let (before, after) = block.split_at_mut((pivot + 1) * rows);
            let column = &mut before[pivot * rows..];
            if let Some((vector, diagonal)) = reflector(&column[pivot..]) {
                for other in after.chunks_exact_mut(rows) {
                    reflect(&vector, &mut other[pivot..]);
                }
                column[pivot] = diagonal;
            }
        }
        let height = (pivot + 1).min(rows);
        upper[pivot * size..pivot * size + height].copy_from_slice(&block[pivot * rows..pivot * rows + height]);
    }
    upper
}

/// The unit Householder vector that maps `x` onto its first axis, and the value there.
fn reflector(x: &[f64]) -> Option<(Vec<f64>, f64)> {
    let largest = x.iter().fold(0.0f64, |m, v| m.max(v.abs()));
    if largest == 0.0 {
        return None;
    }
    let mut vector: Vec<f64> = x.iter().map(|v| v / largest).collect();
    let length = crate::matrix::dot(&vector, &vector).sqrt();
    let diagonal = if vector[0] > 0.0 { -length } else { length };
    vector[0] -= diagonal;
    let norm = crate::matrix::dot(&vector, &vector).sqrt();
    if norm == 0.0 {
        return None;
    }
    vector.iter_mut().for_each(|v| *v /= norm);
    Some((vector, diagonal * largest))
}

fn reflect(vector: &[f64], target: &mut [f64]) {
    let factor = 2.0 * crate::matrix::dot(vector, target);
    for (t, v) in target.iter_mut().zip(vector) {
        *t -= factor * v;
    }
}

/// Takes columns one by one and keeps those with something of their own.
#[derive(Default)]
struct Reducer {
    reflectors: Vec<Vec<f64>>,
    triangle: Vec<Vec<f64>>,
}

impl Reducer {
    fn apply(&self, mut column: Vec<f64>) -> Vec<f64> {
        for (i, vector) in self.reflectors.iter().enumerate() {
            reflect(vector, &mut column[i..]);
        }
        column
    }

    /// Whether the column was kept.
    fn push(&mut self, column: Vec<f64>, tolerance: f64) -> bool {
        let whole = crate::matrix::dot(&column, &column).sqrt();
        let mut column = self.apply(column);
        let depth = self.reflectors.len();
        let rest = &column[depth..];
        if crate::matrix::dot(rest, rest).sqrt() <= tolerance * whole {
            return false;
        }
        let Some((vector, diagonal)) = reflector(rest) else { return false };
        column[depth] = diagonal;
        column[depth + 1..].iter_mut().for_each(|v| *v = 0.0);
        self.reflectors.push(vector);
        self.triangle.push(column);
        true
    }
}
