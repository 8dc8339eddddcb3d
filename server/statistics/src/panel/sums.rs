//! What fit statistics of panel models follow from: centered products of columns, of their means, and of both.

use crate::covariance::Covariance;
use crate::design::Design;
use crate::error::FitError;
use crate::linear::cross_products::CrossProducts;
use crate::matrix::Matrix;
use crate::panel::Panel;
use crate::rows::Rows;

/// Products around the mean.
pub(crate) fn centered(cross: &CrossProducts) -> Matrix {
    let mut result = cross.products.clone();
    if cross.weight > 0.0 {
        for row in 0..result.n_rows {
            for column in 0..result.n_columns {
                result[(row, column)] -= cross.sums[row] * cross.sums[column] / cross.weight;
            }
        }
    }
    result
}

/// `a' M b`.
pub(crate) fn form(matrix: &Matrix, a: &[f64], b: &[f64]) -> f64 {
    crate::matrix::dot(a, &matrix.times(b))
}

/// Squared correlation of `x b` with `y` (the last column); `None` where one does not vary.
pub(crate) fn squared_correlation(matrix: &Matrix, coefficients: &[f64]) -> Option<f64> {
    let p = matrix.n_rows - 1;
    let mut fitted = coefficients.to_vec();
    fitted.push(0.0);
    let (spread, with_y) = (form(matrix, &fitted, &fitted), crate::matrix::dot(matrix.row(p), &fitted));
    let whole = spread * matrix[(p, p)];
    (whole > 0.0).then(|| (with_y * with_y / whole).min(1.0))
}

/// R² of a panel model: squared correlations of `xb` and `y` within units, of unit means, and over all rows; the greatest of them where they exist.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PanelRSquared {
    /// Of deviations from unit means.
    pub within: Option<f64>,
    /// Of unit means, each unit once.
    pub between: Option<f64>,
    /// Of all rows.
    pub overall: Option<f64>,
}

/// Whether lengths and codes fit.
pub(crate) fn check(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    panel: &Panel<'_>,
    weights: Option<&dyn Rows<f64>>,
    covariance: &Covariance<'_>,
) -> Result<(), FitError> {
    let n = design.n_rows;
    let is_right = design.is_consistent()
        && y.len() == n
        && panel.units.len() == n
        && weights.is_none_or(|weights| weights.len() == n)
        && crate::covariance::clusters_fit(covariance, n);
    if is_right { Ok(()) } else { Err(FitError::Shape) }
}
