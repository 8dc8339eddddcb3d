//! Cholesky factor of a correlation matrix that leaves out columns without information of their own.

use crate::matrix::Matrix;

/// The factor of the kept columns.
pub struct Factor {
    /// Kept columns, in order.
    pub kept: Vec<usize>,
    /// Left-out columns, in order.
    pub dropped: Vec<usize>,
    /// Lower triangle over the kept columns.
    pub lower: Matrix,
    /// The smallest `1 − R²` of a kept column on the kept columns before it.
    pub smallest: f64,
}

/// Factors `a` (unit diagonal) in order; column `j` is left out if its pivot is at most `least[j]`.
pub fn factor(a: &Matrix, candidates: &[usize], least: impl Fn(usize) -> f64) -> Factor {
    let mut lower: Vec<Vec<f64>> = Vec::new();
    let (mut kept, mut dropped, mut smallest) = (Vec::new(), Vec::new(), 1.0f64);
    for &column in candidates {
        let mut line = Vec::with_capacity(kept.len() + 1);
        for (i, &other) in kept.iter().enumerate() {
            let above: &Vec<f64> = &lower[i];
            let inner = crate::matrix::dot(&line, &above[..i]);
            line.push((a[(column, other)] - inner) / above[i]);
        }
        let pivot = a[(column, column)] - crate::matrix::dot(&line, &line);
        if pivot <= least(column) {
            dropped.push(column);
            continue;
        }
        line.push(pivot.sqrt());
        lower.push(line);
        kept.push(column);
        smallest = smallest.min(pivot);
    }
    let mut matrix = Matrix::zeros(kept.len(), kept.len());
    for (row, line) in lower.iter().enumerate() {
        matrix.row_mut(row)[..=row].copy_from_slice(line);
    }
    Factor { kept, dropped, lower: matrix, smallest }
}

/// Inverse of a lower triangle.
pub fn invert_lower(lower: &Matrix) -> Matrix {
    let n = lower.n_rows;
    let mut inverse = Matrix::zeros(n, n);
    for column in 0..n {
        inverse[(column, column)] = 1.0 / lower[(column, column)];
        for row in column + 1..n {
            let mut value = 0.0;
            for k in column..row {
                value -= lower[(row, k)] * inverse[(k, column)];
            }
            inverse[(row, column)] = value / lower[(row, row)];
        }
    }
    inverse
}

/// The factor of a positive definite matrix in correlation form, with the roots of its diagonal; `None` if a pivot is at most `least`.
fn scaled(a: &Matrix, least: f64) -> Option<(Vec<f64>, Matrix)> {
    let n = a.n_rows;
    let scales: Vec<f64> = (0..n).map(|i| a[(i, i)].sqrt()).collect();
    if scales.iter().any(|scale| *scale <= 0.0 || scale.is_nan()) {
        return None;
    }
    let mut correlation = Matrix::zeros(n, n);
    for i in 0..n {
        for j in 0..n {
            correlation[(i, j)] = if i == j { 1.0 } else { a[(i, j)] / (scales[i] * scales[j]) };
        }
    }
    let factor = factor(&correlation, &(0..n).collect::<Vec<_>>(), |_| least);
    factor.dropped.is_empty().then_some((scales, factor.lower))
}

/// `b' A⁻¹ b` for a positive definite `A`; `None` if `A` is not.
pub fn quadratic_inverse(a: &Matrix, b: &[f64]) -> Option<f64> {
    let (scales, lower) = scaled(a, 1e-13)?;
    let mut solved: Vec<f64> = Vec::with_capacity(b.len());
    for (i, (b, scale)) in b.iter().zip(&scales).enumerate() {
        let inner = crate::matrix::dot(&solved, &lower.row(i)[..i]);
        solved.push((b / scale - inner) / lower[(i, i)]);
    }
    Some(solved.iter().map(|v| v * v).sum())
}

/// Inverse of a positive definite matrix, by Cholesky in correlation form; `None` if it is not.
pub fn inverse(a: &Matrix) -> Option<Matrix> {
    let (scales, lower) = scaled(a, 1e-14)?;
    let mut result = super::solution::gram(&invert_lower(&lower));
    for i in 0..scales.len() {
        for j in 0..scales.len() {
            result[(i, j)] /= scales[i] * scales[j];
        }
    }
    Some(result)
}
