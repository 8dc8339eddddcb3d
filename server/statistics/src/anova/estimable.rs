//! Partial sums of squares where cells are empty: the hypotheses that the data can tell.
//!
//! A hypothesis on a term may involve its own cells and those of terms that contain it (the same covariates and more factors), and is
//! orthogonal to the hypotheses on the latter: the construction of type III estimable functions (Goodnight 1978, SAS Technical Report
//! With all cells filled this is the sum of squares of effects that sum to zero; with some empty, main effects keep the degrees
//! of freedom that their margins have.

use super::eliminate::Explained;
use super::{Model, Term};
use crate::eigen::symmetric_eigen;
use crate::linear::cholesky::{factor, inverse, quadratic_inverse};
use crate::matrix::{Matrix, dot};

/// A column explained to this degree by those before it (`1 − R²`) is not estimated.
const DEPENDENCE: f64 = 1e-10;
/// An eigenvalue that is a smaller share of the largest is zero.
const NULL: f64 = 1e-10;
/// A row of which less is left by the others is none of its own.
const LEFT: f64 = 1e-6;

/// All cells of all terms, with what of them can be estimated.
pub(super) struct Estimable<'a> {
    model: &'a Model<'a>,
    /// Term of each column, `None` for the constant.
    owners: Vec<Option<usize>>,
    /// A basis of what can be estimated, over all columns; the identity in the columns kept.
    hermite: Matrix,
    /// Inverse of the cross products of the columns kept.
    inverse: Matrix,
    kept: Vec<usize>,
    coefficients: Vec<f64>,
}

impl<'a> Estimable<'a> {
    /// From bordered cross products (constant first, then the terms' cells, `y` last); `None` if they are too close to singular.
    pub fn new(model: &'a Model<'a>, bordered: &Matrix) -> Option<Self> {
        let last = bordered.n_rows - 1;
        let mut owner_of = vec![None; last];
        let mut next = 1;
        for (at, term) in model.terms.iter().enumerate() {
            let n_cells: usize = term.factors.iter().map(|f| model.factors[*f].n_levels).product();
            owner_of[next..next + n_cells].fill(Some(at));
            next += n_cells;
        }
        let first = usize::from(!model.has_constant);
        let columns: Vec<usize> = (first..last).filter(|column| bordered[(*column, *column)] > 0.0).collect();
        // Columns of a term share the scale of its covariates, so what is orthogonal stays so.
        let weight = bordered[(0, 0)];
        let size = |owner: Option<usize>| -> f64 {
            let total = |column: usize| bordered[(column, column)];
            let squares: f64 = (0..last).filter(|column| owner_of[*column] == owner).map(total).sum();
            (squares / weight).sqrt()
        };
        let scales: Vec<f64> =
            columns.iter().map(|column| owner_of[*column].map_or(1.0, |at| size(Some(at)))).collect();
        let n = columns.len();
        let mut products = Matrix::zeros(n, n);
        for (i, row) in columns.iter().enumerate() {
            for (j, column) in columns.iter().enumerate() {
                products[(i, j)] = bordered[(*row, *column)] / (scales[i] * scales[j]);
            }
        }
        let mut correlation = products.clone();
        for i in 0..n {
            for j in 0..n {
                let scale = (products[(i, i)] * products[(j, j)]).sqrt();
                correlation[(i, j)] = if i == j { 1.0 } else { products[(i, j)] / scale };
            }
        }
        let kept = factor(&correlation, &(0..n).collect::<Vec<_>>(), |_| DEPENDENCE).kept;
        let inverse = inverse(&products.select(&kept))?;
        let mut cross = Matrix::zeros(kept.len(), n);
        for (i, row) in kept.iter().enumerate() {
            cross.row_mut(i).copy_from_slice(products.row(*row));
        }
        let right: Vec<f64> = kept.iter().map(|i| bordered[(columns[*i], last)] / scales[*i]).collect();
        Some(Estimable {
            model,
            owners: columns.iter().map(|column| owner_of[*column]).collect(),
            hermite: inverse.product(&cross),
            coefficients: inverse.times(&right),
            inverse,
            kept,
        })
    }

    /// The partial sum of squares of a term.
    pub fn explained(&self, term: usize) -> Option<Explained> {
        let of = &self.model.terms[term];
        let contains = |owner: Option<usize>| owner.is_some_and(|other| is_contained(of, &self.model.terms[other]));
        let is_term = |owner: Option<usize>| owner == Some(term);
        let own = self.without(|owner| !is_term(owner) && !contains(owner))?;
        let containing = self.without(|owner| !contains(owner))?;
        let mut basis: Vec<Vec<f64>> = Vec::new();
        containing.into_iter().for_each(|row| add_orthogonal(&mut basis, row));
        let n_containing = basis.len();
        own.into_iter().for_each(|row| add_orthogonal(&mut basis, row));
        let rows: Vec<Vec<f64>> =
            basis[n_containing..].iter().map(|row| self.kept.iter().map(|at| row[*at]).collect()).collect();
        if rows.is_empty() {
            return Some(Explained::default());
        }
        let values: Vec<f64> = rows.iter().map(|row| dot(row, &self.coefficients)).collect();
        let mut variance = Matrix::zeros(rows.len(), rows.len());
        for (i, row) in rows.iter().enumerate() {
            let half = self.inverse.times(row);
            for (j, other) in rows.iter().enumerate() {
                variance[(i, j)] = dot(&half, other);
            }
        }
        let squares = quadratic_inverse(&variance, &values)?;
        Some(Explained { squares, df: rows.len() as f64 })
    }

    /// A basis of the estimable functions that are zero in some columns.
    fn without(&self, is_zero: impl Fn(Option<usize>) -> bool) -> Option<Vec<Vec<f64>>> {
        let r = self.hermite.n_rows;
        let zero: Vec<usize> = (0..self.owners.len()).filter(|column| is_zero(self.owners[*column])).collect();
        let mut square = Matrix::zeros(r, r);
        for i in 0..r {
            for j in 0..r {
                square[(i, j)] =
                    zero.iter().map(|column| self.hermite[(i, *column)] * self.hermite[(j, *column)]).sum();
            }
        }
        let found = symmetric_eigen(&square)?;
        let largest = found.values.first().copied().unwrap_or(0.0);
        let null = (0..r).filter(|at| found.values[*at] <= NULL * largest);
        Some(
            null.map(|at| {
                let mut row = vec![0.0; self.owners.len()];
                for i in 0..r {
                    let share = found.vectors[(i, at)];
                    row.iter_mut().zip(self.hermite.row(i)).for_each(|(sum, value)| *sum += share * value);
                }
                zero.iter().for_each(|column| row[*column] = 0.0);
                row
            })
            .collect(),
        )
    }
}

/// Adds what of a row is orthogonal to the rows before it, with length 1, if anything is.
fn add_orthogonal(basis: &mut Vec<Vec<f64>>, mut row: Vec<f64>) {
    let length = dot(&row, &row).sqrt();
    for _ in 0..2 {
        for other in basis.iter() {
            let share = dot(&row, other);
            row.iter_mut().zip(other).for_each(|(value, o)| *value -= share * o);
        }
    }
    let left = dot(&row, &row).sqrt();
    if length > 0.0 && left > LEFT * length {
        row.iter_mut().for_each(|value| *value /= left);
        basis.push(row);
    }
}

/// Whether a larger term contains a smaller one: the same covariates, and more factors.
fn is_contained(smaller: &Term, larger: &Term) -> bool {
    let sorted = |list: &[usize]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    larger.factors.len() > smaller.factors.len()
        && smaller.factors.iter().all(|f| larger.factors.contains(f))
        && sorted(&smaller.covariates) == sorted(&larger.covariates)
}
