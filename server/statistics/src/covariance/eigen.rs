//! Eigenvalues of small symmetric matrices, and the nearest covariance matrix to one that is none.

use crate::matrix::Matrix;

/// Negative eigenvalues smaller than this share of the largest are rounding.
const ROUNDING: f64 = 1e-12;
const MOST_SWEEPS: usize = 60;

/// Eigenvalues and the matrix whose columns are the eigenvectors (cyclic Jacobi rotations; Golub & Van Loan 2013, 8.5). `a` is symmetric.
pub fn symmetric(a: &Matrix) -> (Vec<f64>, Matrix) {
    let n = a.n_rows;
    let mut a = a.clone();
    let mut vectors = Matrix::zeros(n, n);
    for i in 0..n {
        vectors[(i, i)] = 1.0;
    }
    for _ in 0..MOST_SWEEPS {
        let mut is_diagonal = true;
        for p in 0..n {
            for q in p + 1..n {
                let off = a[(p, q)];
                if off.abs() <= f64::EPSILON * 0.01 * (a[(p, p)].abs() * a[(q, q)].abs()).sqrt() || off == 0.0 {
                    continue;
                }
                is_diagonal = false;
                rotate(&mut a, &mut vectors, p, q);
            }
        }
        if is_diagonal {
            break;
        }
    }
    ((0..n).map(|i| a[(i, i)]).collect(), vectors)
}

fn rotate(a: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) {
    let n = a.n_rows;
    let ratio = (a[(q, q)] - a[(p, p)]) / (2.0 * a[(p, q)]);
    let tangent = ratio.signum() / (ratio.abs() + (1.0 + ratio * ratio).sqrt());
    let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
    let sine = tangent * cosine;
    for k in 0..n {
        let (x, y) = (a[(k, p)], a[(k, q)]);
        a[(k, p)] = cosine * x - sine * y;
        a[(k, q)] = sine * x + cosine * y;
    }
    for k in 0..n {
        let (x, y) = (a[(p, k)], a[(q, k)]);
        a[(p, k)] = cosine * x - sine * y;
        a[(q, k)] = sine * x + cosine * y;
    }
    (a[(p, q)], a[(q, p)]) = (0.0, 0.0);
    for k in 0..n {
        let (x, y) = (vectors[(k, p)], vectors[(k, q)]);
        vectors[(k, p)] = cosine * x - sine * y;
        vectors[(k, q)] = sine * x + cosine * y;
    }
}

/// The matrix with its negative eigenvalues set to zero (Cameron, Gelbach & Miller 2011), and whether it had any.
pub fn without_negative(a: Matrix) -> (Matrix, bool) {
    let (values, vectors) = symmetric(&a);
    let most = values.iter().fold(0.0f64, |most, value| most.max(value.abs()));
    if values.iter().all(|value| *value >= -ROUNDING * most) {
        return (a, false);
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
    (result, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_is_put_together_from_its_eigenvalues() {
        let values = vec![4.0, 1.0, -2.0, 1.0, 3.0, 0.5, -2.0, 0.5, -1.0];
        let a = Matrix { n_rows: 3, n_columns: 3, values };
        let (eigenvalues, vectors) = symmetric(&a);
        for i in 0..3 {
            for j in 0..3 {
                let value: f64 = (0..3).map(|k| eigenvalues[k] * vectors[(i, k)] * vectors[(j, k)]).sum();
                assert!((value - a[(i, j)]).abs() < 1e-14);
            }
        }
        let (fixed, is_fixed) = without_negative(a);
        assert!(is_fixed && symmetric(&fixed).0.iter().all(|value| *value > -1e-14));
    }
}
