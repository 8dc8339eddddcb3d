//! What a least-squares solver found, in the basis in which rows are visited.

use crate::compensated::Sum;
use crate::matrix::Matrix;

/// Coefficients and the inverse cross product in the *working basis*: dense columns minus their centers, coded columns
/// as they are, the constant (if any) last, `y` minus its center. Cancellation is then harmless in later passes.
#[derive(Clone, Debug)]
pub struct Solution {
    /// Columns with a coefficient, in the design's order.
    pub kept: Vec<usize>,
    /// Columns without information of their own, in the design's order.
    pub dropped: Vec<usize>,
    /// What is subtracted from each column (`p`; zero for coded columns and without constant).
    pub centers: Vec<f64>,
    /// What is subtracted from `y`.
    pub y_center: f64,
    /// Whether there is a constant.
    pub has_constant: bool,
    /// Coefficients of all `p` columns, zero where dropped.
    pub coefficients: Vec<f64>,
    /// Constant of the working basis, zero without one.
    pub constant: f64,
    /// `(Z'WZ)⁻¹` over the kept columns, then the constant.
    pub bread: Matrix,
    /// A root of the bread: `root' root = bread`.
    pub root: Matrix,
    /// Smallest `1 − R²` of a kept column on those before it.
    pub smallest_pivot: f64,
    /// Residual sum of squares as the solver knows it; the residual pass improves it.
    pub residual_ss: f64,
}

impl Solution {
    /// Number of parameters.
    pub fn n_parameters(&self) -> usize {
        self.kept.len() + usize::from(self.has_constant)
    }

    /// Place of each of the design's columns among the kept ones, `usize::MAX` for others.
    pub fn places(&self) -> Vec<usize> {
        let mut place = vec![usize::MAX; self.centers.len()];
        for (i, &column) in self.kept.iter().enumerate() {
            place[column] = i;
        }
        place
    }

    /// Adds `bread · gradient` to the estimates: one step of refinement.
    pub fn step(&mut self, gradient: &[f64]) {
        let step = self.bread.times(gradient);
        for (&column, value) in self.kept.iter().zip(&step) {
            self.coefficients[column] += value;
        }
        if let (true, Some(value)) = (self.has_constant, step.last()) {
            self.constant += value;
        }
    }

    /// The constant of the design as written.
    pub fn design_constant(&self) -> f64 {
        let mut sum = Sum::default();
        sum.add(self.y_center);
        sum.add(self.constant);
        for &column in &self.kept {
            sum.add_product(-self.coefficients[column], self.centers[column]);
        }
        sum.value()
    }

    /// The constant of the design as written where the working constant is that of these means of the columns.
    pub fn design_constant_of(&self, means: &[f64]) -> f64 {
        let mut sum = Sum::default();
        sum.add(self.y_center);
        for (b, mean) in self.coefficients.iter().zip(means) {
            sum.add_product(-b, *mean);
        }
        sum.value()
    }

    /// The root of `(X'WX)⁻¹` for the design as written: `root' root`, kept columns, constant last.
    pub fn design_root(&self) -> Matrix {
        let mut result = self.root.clone();
        if !self.has_constant {
            return result;
        }
        let k = self.kept.len();
        for row in 0..result.n_rows {
            // constant_design = constant_working − Σ b_j center_j
            let mut sum = Sum::default();
            sum.add(self.root[(row, k)]);
            for (i, &column) in self.kept.iter().enumerate() {
                sum.add_product(-self.root[(row, i)], self.centers[column]);
            }
            result[(row, k)] = sum.value();
        }
        result
    }
}

/// `root' root`.
pub fn gram(root: &Matrix) -> Matrix {
    cross(root, root)
}

/// `left' right`.
pub fn cross(left: &Matrix, right: &Matrix) -> Matrix {
    let mut result = Matrix::zeros(left.n_columns, right.n_columns);
    for k in 0..left.n_rows {
        for (row, &factor) in left.row(k).iter().enumerate() {
            if factor != 0.0 {
                for (target, value) in result.row_mut(row).iter_mut().zip(right.row(k)) {
                    *target += factor * value;
                }
            }
        }
    }
    result
}
