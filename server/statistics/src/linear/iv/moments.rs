//! The cross products of the columns that are kept, in a basis in which dense columns are centered.

use super::{IvModel, IvOptions};
use crate::covariance;
use crate::error::FitError;
use crate::linear::cholesky::{factor, inverse};
use crate::linear::cross_products::{CrossProducts, cross_products};
use crate::linear::normal_equations::{INDICATOR_DEPENDENCE, basis, dense_columns};
use crate::linear::shift::provisional_means;
use crate::linear::solution::Solution;
use crate::matrix::Matrix;

/// A column explained by others of its side to `1 − this` is collinear; a step of refinement then gives the estimates their digits.
const DEPENDENCE: f64 = INDICATOR_DEPENDENCE;

/// An endogenous variable of which no more than this share is left is its own projection.
pub const EXACT: f64 = 1e-12;

/// Σ w u u' over the kept columns u (dense ones centered), then the constant if there is one, then `y`.
#[derive(Clone, Debug)]
pub struct Moments {
    /// Σw.
    pub weight: f64,
    /// The products, `y` last.
    pub products: Matrix,
    /// Columns of the design by place: exogenous, instruments, endogenous.
    pub kept: Vec<usize>,
    /// Columns without information of their own.
    pub dropped: Vec<usize>,
    /// Places of the exogenous columns, the constant included.
    pub exogenous: Vec<usize>,
    /// Places of the instruments.
    pub instruments: Vec<usize>,
    /// Places of the endogenous columns.
    pub endogenous: Vec<usize>,
    /// What is subtracted from each column of the design.
    pub centers: Vec<f64>,
    /// What is subtracted from `y`.
    pub y_center: f64,
    /// Whether there is a constant.
    pub has_constant: bool,
    /// Total sum of squares of `y`.
    pub total_ss: f64,
}

/// The one pass.
pub fn pass(model: &IvModel<'_>, options: &IvOptions<'_>) -> Result<(CrossProducts, Vec<f64>), FitError> {
    check_shape(model, options)?;
    let shift = provisional_means(model.design, model.y, options.weights);
    let cross = cross_products(model.design, model.y, options.weights, &shift, options.watch)?;
    Ok((cross, shift))
}

pub fn check_shape(model: &IvModel<'_>, options: &IvOptions<'_>) -> Result<(), FitError> {
    let n = model.design.n_rows;
    let is_known = matches!(
        options.covariance,
        covariance::Covariance::Classical
            | covariance::Covariance::Hc0
            | covariance::Covariance::Hc1
            | covariance::Covariance::Cluster { .. }
    );
    let fits = model.design.is_consistent()
        && model.y.len() == n
        && model.n_exogenous + model.n_instruments <= model.design.n_columns()
        && options.weights.is_none_or(|weights| weights.len() == n)
        && covariance::clusters_fit(&options.covariance, n);
    if fits && is_known { Ok(()) } else { Err(FitError::Shape) }
}

impl Moments {
    /// Chooses the columns: exogenous ones before instruments, and before endogenous ones.
    pub fn new(model: &IvModel<'_>, cross: &CrossProducts, shift: &[f64]) -> Result<Self, FitError> {
        let design = model.design;
        let p = design.n_columns();
        if cross.weight <= 0.0 {
            return Err(FitError::TooFewObservations { n_parameters: p + usize::from(design.has_constant) });
        }
        if cross.products.values.iter().any(|product| !product.is_finite()) {
            return Err(FitError::OutOfRange);
        }
        let mut centered = cross.products.clone();
        if design.has_constant {
            for row in 0..=p {
                for column in 0..=p {
                    centered[(row, column)] -= cross.sums[row] * cross.sums[column] / cross.weight;
                }
            }
        }
        let total_ss = centered[(p, p)].max(0.0);
        let mean = shift[p] + cross.sums[p] / cross.weight;
        if design.has_constant && (total_ss / cross.weight).sqrt() <= 1e-14 * mean.abs() {
            return Err(FitError::ConstantDependent);
        }
        let basis = basis(design, cross, shift, &centered, &dense_columns(design));
        let mut correlation = Matrix::zeros(p, p);
        for &a in &basis.candidates {
            for &b in &basis.candidates {
                correlation[(a, b)] = if a == b { 1.0 } else { centered[(a, b)] / (basis.scales[a] * basis.scales[b]) };
            }
        }
        let own = model.n_exogenous + model.n_instruments;
        let among = |from: usize, to: usize| {
            basis.candidates.iter().copied().filter(move |column| (from..to).contains(column)).collect::<Vec<_>>()
        };
        let left = factor(&correlation, &among(0, own), |_| DEPENDENCE);
        let exogenous: Vec<usize> = left.kept.iter().copied().filter(|column| *column < model.n_exogenous).collect();
        let mut order = exogenous.clone();
        order.extend(among(own, p));
        let right = factor(&correlation, &order, |_| DEPENDENCE);
        let mut kept = left.kept;
        kept.extend(right.kept.iter().filter(|column| **column >= own));
        let mut dropped: Vec<usize> = (0..p).filter(|column| !kept.contains(column)).collect();
        dropped.sort_unstable();
        let size = kept.len() + usize::from(design.has_constant);
        let mut products = Matrix::zeros(size + 1, size + 1);
        // Design columns by place, `y` last; the constant apart.
        let columns: Vec<(usize, usize)> = kept.iter().copied().enumerate().chain(std::iter::once((size, p))).collect();
        let mean_of = |column: usize| if design.has_constant && column < p { basis.means[column] } else { 0.0 };
        for &(i, a) in &columns {
            for &(j, b) in &columns {
                products[(i, j)] = centered[(a, b)] + cross.weight * mean_of(a) * mean_of(b);
            }
            if design.has_constant {
                products[(i, size - 1)] = cross.weight * mean_of(a);
                products[(size - 1, i)] = cross.weight * mean_of(a);
            }
        }
        if design.has_constant {
            products[(size - 1, size - 1)] = cross.weight;
        }
        let place = |from: usize, to: usize| {
            let found = kept.iter().enumerate().filter(|(_, column)| (from..to).contains(*column));
            found.map(|(place, _)| place).collect::<Vec<_>>()
        };
        let mut exogenous = place(0, model.n_exogenous);
        if design.has_constant {
            exogenous.push(size - 1);
        }
        let (instruments, endogenous) = (place(model.n_exogenous, own), place(own, p));
        Ok(Moments {
            weight: cross.weight,
            products,
            dropped,
            exogenous,
            instruments,
            endogenous,
            centers: basis.centers,
            y_center: basis.y_center,
            has_constant: design.has_constant,
            total_ss,
            kept,
        })
    }

    /// Number of places without `y`.
    pub fn size(&self) -> usize {
        self.products.n_rows - 1
    }

    /// Place of `y`.
    pub fn y(&self) -> usize {
        self.products.n_rows - 1
    }

    /// Places of the regressors: endogenous, exogenous, the constant last.
    pub fn regressors(&self) -> Vec<usize> {
        [self.endogenous.as_slice(), &self.exogenous].concat()
    }

    /// Places of all instruments, the exogenous columns among them.
    pub fn all_instruments(&self) -> Vec<usize> {
        [self.instruments.as_slice(), &self.exogenous].concat()
    }

    /// The products of these with those.
    pub fn block(&self, rows: &[usize], columns: &[usize]) -> Matrix {
        block(&self.products, rows, columns)
    }

    /// Coefficients of these columns on all instruments, `|instruments| × |columns|`; those of an instrument are itself.
    pub fn projection(&self, columns: &[usize]) -> Result<Matrix, FitError> {
        let all = self.all_instruments();
        let inner = inverse(&self.block(&all, &all)).ok_or(FitError::Singular)?;
        let mut result = inner.product(&self.block(&all, columns));
        for (j, column) in columns.iter().enumerate() {
            if let Some(own) = all.iter().position(|place| place == column) {
                (0..all.len()).for_each(|i| result[(i, j)] = f64::from(u8::from(i == own)));
            }
        }
        Ok(result)
    }

    /// The products of these columns after the part that `on` explains is taken out.
    pub fn partial(&self, on: &[usize], of: &[usize]) -> Result<Matrix, FitError> {
        let mut result = self.block(of, of);
        if !on.is_empty() {
            let between = self.block(on, of);
            let inner = inverse(&self.block(on, on)).ok_or(FitError::Singular)?;
            let taken = transposed(&between).product(&inner.product(&between));
            result.values.iter_mut().zip(&taken.values).for_each(|(value, taken)| *value -= taken);
        }
        Ok(result)
    }

    /// A solution of any linear combination of the columns for `y` (or whatever `y_center` belongs to): coefficients by place, the
    /// constant among them. Its inverse products are not filled in: it serves to compute residuals and their products.
    pub fn combination(&self, by_place: &[f64], y_center: f64) -> Solution {
        let mut coefficients = vec![0.0; self.centers.len()];
        self.kept.iter().zip(by_place).for_each(|(column, value)| coefficients[*column] = *value);
        Solution {
            kept: self.kept.clone(),
            dropped: self.dropped.clone(),
            centers: self.centers.clone(),
            y_center,
            has_constant: self.has_constant,
            coefficients,
            constant: if self.has_constant { by_place.last().copied().unwrap_or(0.0) } else { 0.0 },
            bread: Matrix::zeros(0, 0),
            root: Matrix::zeros(0, 0),
            smallest_pivot: 1.0,
            residual_ss: 0.0,
        }
    }
}

/// The part of a matrix in these rows and columns.
pub fn block(matrix: &Matrix, rows: &[usize], columns: &[usize]) -> Matrix {
    let mut result = Matrix::zeros(rows.len(), columns.len());
    for (i, &row) in rows.iter().enumerate() {
        for (j, &column) in columns.iter().enumerate() {
            result[(i, j)] = matrix[(row, column)];
        }
    }
    result
}

/// `matrix'`.
pub fn transposed(matrix: &Matrix) -> Matrix {
    let mut result = Matrix::zeros(matrix.n_columns, matrix.n_rows);
    for i in 0..matrix.n_rows {
        for j in 0..matrix.n_columns {
            result[(j, i)] = matrix[(i, j)];
        }
    }
    result
}

/// `a m a'`.
pub fn sandwich(a: &Matrix, m: &Matrix) -> Matrix {
    let mut result = a.product(m).product(&transposed(a));
    result.mirror();
    result
}
