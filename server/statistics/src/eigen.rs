//! Eigenvalues and eigenvectors of a small symmetric matrix by cyclic rotations (Jacobi 1846; Golub & Van Loan, section 8.5).

use crate::matrix::Matrix;

const MOST_SWEEPS: usize = 100;

/// Eigenvalues in descending order, and their eigenvectors as columns.
#[derive(Clone, Debug)]
pub struct Eigen {
    /// Eigenvalues.
    pub values: Vec<f64>,
    /// Eigenvectors, a column each, of length 1.
    pub vectors: Matrix,
}

/// Decomposes a symmetric matrix; `None` if it has values that are no numbers.
pub fn symmetric_eigen(matrix: &Matrix) -> Option<Eigen> {
    let n = matrix.n_rows;
    let mut a = matrix.clone();
    let mut vectors = Matrix::zeros(n, n);
    (0..n).for_each(|i| vectors[(i, i)] = 1.0);
    let mut is_done = false;
    for _ in 0..MOST_SWEEPS {
        is_done = true;
        for p in 0..n {
            for q in p + 1..n {
                let value = a[(p, q)];
                if value.is_nan() {
                    return None;
                }
                // Rotating away what no longer changes the diagonal would go on for ever.
                if value.abs() <= f64::EPSILON * 1e-3 * (a[(p, p)] * a[(q, q)]).abs().sqrt() || value == 0.0 {
                    continue;
                }
                if a[(p, p)] + value == a[(p, p)] && a[(q, q)] + value == a[(q, q)] && value.abs() < 1e-300 {
                    continue;
                }
                is_done = false;
                rotate(&mut a, &mut vectors, p, q);
            }
        }
        if is_done {
            break;
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|i, j| a[(*j, *j)].total_cmp(&a[(*i, *i)]).then(i.cmp(j)));
    let mut sorted = Matrix::zeros(n, n);
    for (to, &from) in order.iter().enumerate() {
        (0..n).for_each(|row| sorted[(row, to)] = vectors[(row, from)]);
    }
    is_done.then(|| Eigen { values: order.iter().map(|i| a[(*i, *i)]).collect(), vectors: sorted })
}

/// Makes the element (p, q) zero.
fn rotate(a: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) {
    let n = a.n_rows;
    let theta = (a[(q, q)] - a[(p, p)]) / (2.0 * a[(p, q)]);
    let t = theta.signum() / (theta.abs() + (1.0 + theta * theta).sqrt());
    let t = if theta == 0.0 { 1.0 } else { t };
    let cosine = 1.0 / (1.0 + t * t).sqrt();
    let sine = t * cosine;
    let moved = t * a[(p, q)];
    a[(p, p)] -= moved;
    a[(q, q)] += moved;
    a[(p, q)] = 0.0;
    a[(q, p)] = 0.0;
    for k in (0..n).filter(|k| *k != p && *k != q) {
        let (x, y) = (a[(k, p)], a[(k, q)]);
        a[(k, p)] = cosine * x - sine * y;
        a[(k, q)] = sine * x + cosine * y;
        a[(p, k)] = a[(k, p)];
        a[(q, k)] = a[(k, q)];
    }
    for k in 0..n {
        let (x, y) = (vectors[(k, p)], vectors[(k, q)]);
        vectors[(k, p)] = cosine * x - sine * y;
        vectors[(k, q)] = sine * x + cosine * y;
    }
}
