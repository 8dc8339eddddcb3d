//! The heteroskedasticity-consistent meat.

use crate::design::Design;
use crate::fold::{Cancelled, Watch};
use crate::linear::cross_products::cross_products;
use crate::linear::solution::{Solution, cross};
use crate::matrix::Matrix;

/// `Σ w e² z z'` over the kept columns and the constant, in the working basis.
pub fn meat(
    design: &Design<'_>,
    residuals: &[f64],
    weights: Option<&[f64]>,
    solution: &Solution,
    watch: Watch<'_>,
) -> Result<Matrix, Cancelled> {
    let squares: Vec<f64> = match weights {
        None => residuals.iter().map(|e| e * e).collect(),
        Some(weights) => residuals.iter().zip(weights).map(|(e, w)| w * e * e).collect(),
    };
    let p = design.n_columns();
    let mut shift = solution.centers.clone();
    shift.push(0.0);
    // The pass wants a dependent variable: any column will do, its products are not used.
    let cross = cross_products(design, residuals, Some(&squares), &shift, watch)?;
    let k = solution.kept.len();
    let mut meat = Matrix::zeros(solution.n_parameters(), solution.n_parameters());
    for (i, &row) in solution.kept.iter().enumerate() {
        for (j, &column) in solution.kept.iter().enumerate() {
            meat[(i, j)] = cross.products[(row, column)];
        }
        if solution.has_constant {
            meat[(i, k)] = cross.sums[row];
            meat[(k, i)] = cross.sums[row];
        }
    }
    if solution.has_constant {
        meat[(k, k)] = cross.weight;
    }
    debug_assert_eq!(cross.sums.len(), p + 1);
    Ok(meat)
}

/// `bread · meat · bread` for the design as written, from a meat of the working basis.
pub fn sandwich(solution: &Solution, meat: &Matrix) -> Matrix {
    let left = cross(&solution.design_root(), &solution.root);
    let mut transposed = Matrix::zeros(left.n_columns, left.n_rows);
    for row in 0..left.n_rows {
        for column in 0..left.n_columns {
            transposed[(column, row)] = left[(row, column)];
        }
    }
    let mut result = left.product(meat).product(&transposed);
    // Rounding may leave the halves different in the last bit.
    result.mirror();
    result
}
