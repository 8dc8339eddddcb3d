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

/// `b' A⁻¹ b` for a positive definite `A`; `None` if `A` is not.
pub fn quadratic_inverse(a: &Matrix, b: &[f64]) -> Option<f64> {
    let n = b.len();
    let scales: Vec<f64> = (0..n).map(|i| a[(i, i)].sqrt()).collect();
    if scales.iter().any(|&s| s <= 0.0 || s.is_nan()) {
        return None;
    }
    let mut scaled = Matrix::zeros(n, n);
    for i in 0..n {
        for j in 0..n {
            scaled[(i, j)] = a[(i, j)] / (scales[i] * scales[j]);
        }
    }
    let all: Vec<usize> = (0..n).collect();
    let factor = factor(&scaled, &all, |_| 1e-13);
    if !factor.dropped.is_empty() {
        return None;
    }
    let mut solved: Vec<f64> = Vec::with_capacity(n);
    for i in 0..n {
        let inner = crate::matrix::dot(&solved, &factor.lower.row(i)[..i]);
        solved.push((b[i] / scales[i] - inner) / factor.lower[(i, i)]);
    }
    Some(solved.iter().map(|v| v * v).sum())
}

/// Inverse of a positive definite matrix, by Cholesky in correlation form; `None` if it is not.
pub fn inverse(a: &Matrix) -> Option<Matrix> {
    let n = a.n_rows;
    let scales: Vec<f64> = (0..n).map(|i| a[(i, i)].sqrt()).collect();
    if scales.iter().any(|scale| *scale <= 0.0 || scale.is_nan()) {
        return None;
    }
    let mut scaled = Matrix::zeros(n, n);
    for i in 0..n {
        for j in 0..n {
            scaled[(i, j)] = if i == j { 1.0 } else { a[(i, j)] / (scales[i] * scales[j]) };
        }
    }
    let factor = factor(&scaled, &(0..n).collect::<Vec<_>>(), |_| 1e-14);
    if !factor.dropped.is_empty() {
        return None;
    }
    let root = invert_lower(&factor.lower);
    let mut result = super::solution::gram(&root);
    for i in 0..n {
        for j in 0..n {
            result[(i, j)] /= scales[i] * scales[j];
        }
    }
    Some(result)
}
