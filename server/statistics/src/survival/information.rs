//! Inverse of an information matrix that leaves out parameters without information of their own.

use crate::linear::cholesky::{factor, invert_lower};
use crate::linear::solution::gram;
use crate::matrix::Matrix;

/// A parameter whose information is explained by those before it to all but this share is collinear.
const DEPENDENCE: f64 = 1e-10;

/// The inverse over the parameters that are kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inverse {
    /// Kept parameters, in order.
    pub kept: Vec<usize>,
    /// Left-out ones, in order.
    pub dropped: Vec<usize>,
    /// Inverse over the kept ones, `k × k`.
    pub inverse: Matrix,
    /// `root' root = inverse`; lower triangle.
    pub root: Matrix,
}

/// Inverts over `candidates`. `sizes` are the second moments that the diagonal was left from after subtraction: what is not larger
/// than their rounding error is nothing.
pub(crate) fn invert(information: &Matrix, candidates: &[usize], sizes: &[f64]) -> Inverse {
    let p = information.n_rows;
    let scale = |i: usize| information[(i, i)].max(0.0).sqrt();
    let varies = |i: &usize| information[(*i, *i)] > 1e-12 * sizes[*i] && information[(*i, *i)].is_finite();
    let usable: Vec<usize> = candidates.iter().copied().filter(varies).collect();
    let mut correlation = Matrix::zeros(p, p);
    for &i in &usable {
        for &j in &usable {
            correlation[(i, j)] = if i == j { 1.0 } else { information[(i, j)] / (scale(i) * scale(j)) };
        }
    }
    let found = factor(&correlation, &usable, |_| DEPENDENCE);
    let mut root = invert_lower(&found.lower);
    for row in 0..root.n_rows {
        for (value, &column) in root.row_mut(row).iter_mut().zip(&found.kept) {
            *value /= scale(column);
        }
    }
    let dropped = candidates.iter().copied().filter(|i| !found.kept.contains(i)).collect();
    Inverse { inverse: gram(&root), kept: found.kept, dropped, root }
}

impl Inverse {
    /// `inverse · v` in the numbering of all parameters, of a vector in it.
    pub fn step(&self, vector: &[f64]) -> Vec<f64> {
        let kept: Vec<f64> = self.kept.iter().map(|&i| vector[i]).collect();
        let mut result = vec![0.0; vector.len()];
        for (&i, value) in self.kept.iter().zip(self.inverse.times(&kept)) {
            result[i] = value;
        }
        result
    }

    /// `v' inverse v` of a vector over the kept parameters.
    pub fn quadratic(&self, kept: &[f64]) -> f64 {
        let mut total = 0.0;
        for row in 0..self.root.n_rows {
            let value = crate::matrix::dot(&self.root.row(row)[..=row], &kept[..=row]);
            total += value * value;
        }
        total
    }
}
