//! The nearest covariance matrix to a symmetric one that is none.

use crate::eigen::{Eigen, symmetric_eigen};
use crate::matrix::Matrix;

/// Negative eigenvalues smaller than this share of the largest are rounding.
const ROUNDING: f64 = 1e-12;

/// The matrix with its negative eigenvalues set to zero (Cameron, Gelbach & Miller 2011), and whether it had any; `None` if it has
/// values that are no numbers.
pub fn without_negative(a: Matrix) -> Option<(Matrix, bool)> {
    let Eigen { values, vectors } = symmetric_eigen(&a)?;
    let most = values.iter().fold(0.0f64, |most, value| most.max(value.abs()));
    if values.iter().all(|value| *value >= -ROUNDING * most) {
        return Some((a, false));
    }
    let n = a.n_rows;
    let mut result = Matrix::zeros(n, n);
    for i in 0..n {
        for j in 0..=i {
            let of = |k: usize| values[k].max(0.0) * vectors[(i, k)] * vectors[(j, k)];
            result[(i, j)] = (0..n).map(of).sum();
        }
    }
    result.mirror();
    Some((result, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_is_put_together_from_its_eigenvalues() {
        let values = vec![4.0, 1.0, -2.0, 1.0, 3.0, 0.5, -2.0, 0.5, -1.0];
        let a = Matrix { n_rows: 3, n_columns: 3, values };
        let Eigen { values: eigenvalues, vectors } = symmetric_eigen(&a).unwrap();
        for i in 0..3 {
            for j in 0..3 {
                let value: f64 = (0..3).map(|k| eigenvalues[k] * vectors[(i, k)] * vectors[(j, k)]).sum();
                assert!((value - a[(i, j)]).abs() < 1e-14);
            }
        }
        let (fixed, is_fixed) = without_negative(a).unwrap();
        assert!(is_fixed && symmetric_eigen(&fixed).unwrap().values.iter().all(|value| *value > -1e-14));
    }
}
