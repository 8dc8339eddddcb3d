//! The heteroskedasticity-consistent meat.

use crate::design::Design;
use crate::fold::{Cancelled, Watch};
use crate::linear::cross_products::cross_products;
use crate::linear::residuals::Residuals;
use crate::linear::solution::{Solution, cross};
use crate::matrix::Matrix;
use crate::rows::Rows;

/// `w e²` of each row.
struct Squares<'a> {
    residuals: &'a Residuals<'a>,
    weights: Option<&'a dyn Rows<f64>>,
}

impl Rows<f64> for Squares<'_> {
    fn len(&self) -> usize {
        self.residuals.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.residuals.read(first, output);
        output.iter_mut().for_each(|e| *e *= *e);
        if let Some(source) = self.weights {
            let mut weights = vec![0.0; output.len()];
            source.read(first, &mut weights);
            output.iter_mut().zip(&weights).for_each(|(square, weight)| *square *= weight);
        }
    }
}

/// `Σ w e² z z'` over the kept columns and the constant, in the working basis.
pub fn meat(
    design: &Design<'_>,
    residuals: &Residuals<'_>,
    weights: Option<&dyn Rows<f64>>,
    solution: &Solution,
    watch: Watch<'_>,
) -> Result<Matrix, Cancelled> {
    let squares = Squares { residuals, weights };
    let p = design.n_columns();
    let mut shift = solution.centers.clone();
    shift.push(0.0);
    // The pass wants a dependent variable: any column will do, its products are not used.
    let cross = cross_products(design, &squares, Some(&squares), &shift, watch)?;
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
