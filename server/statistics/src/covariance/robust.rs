//! The heteroskedasticity-consistent meat.

use crate::design::Design;
use crate::fold::{Cancelled, Watch};
use crate::linear::Diagnosis;
use crate::linear::cross_products::cross_products;
use crate::linear::residuals::Residuals;
use crate::linear::solution::{Solution, cross};
use crate::matrix::Matrix;
use crate::rows::Rows;

/// What squares are divided by, with the leverage h of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inflation {
    /// Nothing.
    None,
    /// 1 − h.
    Once,
    /// (1 − h)².
    Twice,
}

/// A row of this leverage determines its own fit: it has no residual, and no part in the meat.
const OWN_FIT: f64 = 1.0 - 1e-10;

/// `w e²` of each row, inflated.
struct Squares<'a> {
    residuals: &'a Residuals<'a>,
    weights: Option<&'a dyn Rows<f64>>,
    leverage: Option<Diagnosis<'a>>,
    inflation: Inflation,
}

impl Rows<f64> for Squares<'_> {
    fn len(&self) -> usize {
        self.residuals.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.residuals.read(first, output);
        output.iter_mut().for_each(|e| *e *= *e);
        if let Some(source) = &self.leverage {
            let mut leverage = vec![0.0; output.len()];
            source.leverage(first..first + output.len(), &mut leverage);
            for (square, h) in output.iter_mut().zip(&leverage) {
                let left = if self.inflation == Inflation::Once { 1.0 - h } else { (1.0 - h) * (1.0 - h) };
                *square = if *h < OWN_FIT { *square / left } else { 0.0 };
            }
        }
        if let Some(source) = self.weights {
            let mut weights = vec![0.0; output.len()];
            source.read(first, &mut weights);
            output.iter_mut().zip(&weights).for_each(|(square, weight)| *square *= weight);
        }
    }
}

/// `Σ w e² z z'` over the kept columns and the constant, in the working basis; each e² inflated. The leverage of a row of weight w is
/// that of one of the w rows that it stands for.
pub fn meat(
    design: &Design<'_>,
    residuals: &Residuals<'_>,
    weights: Option<&dyn Rows<f64>>,
    solution: &Solution,
    inflation: Inflation,
    watch: Watch<'_>,
) -> Result<Matrix, Cancelled> {
    let leverage = match inflation {
        Inflation::None => None,
        _ => Some(Diagnosis::new(design, residuals, None, solution, 1.0)),
    };
    let squares = Squares { residuals, weights, leverage, inflation };
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
