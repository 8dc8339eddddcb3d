//! The second pass: residuals, their sum of squares, and the gradient that refines the estimates.

use std::ops::Range;

use super::solution::Solution;
use crate::compensated::Sum;
use crate::design::{Block, Design, NO_COLUMN};
use crate::fold::{Accumulator, BLOCK_ROWS, Cancelled, Watch, fill, fold};

/// Sums over rows of the residuals `e` of a solution.
pub struct ResidualSums {
    /// Σ w e².
    pub squares: f64,
    /// Σ w e z over the kept columns, then the constant.
    pub gradient: Vec<f64>,
}

struct Partial {
    squares: Sum,
    gradient: Vec<Sum>,
}

impl Accumulator for Partial {
    fn merge(&mut self, later: Self) {
        self.squares.add_sum(later.squares);
        for (mine, other) in self.gradient.iter_mut().zip(later.gradient) {
            mine.add_sum(other);
        }
    }
}

/// How carefully a residual is computed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// In doubles.
    Double,
    /// In double-double arithmetic, for nearly singular designs.
    Extended,
}

/// One pass: Σ w e² and the gradient.
pub fn residual_sums(
    design: &Design<'_>,
    y: &[f64],
    weights: Option<&[f64]>,
    solution: &Solution,
    precision: Precision,
    watch: Watch<'_>,
) -> Result<ResidualSums, Cancelled> {
    let k = solution.kept.len();
    let size = solution.n_parameters();
    let mut place = vec![usize::MAX; design.n_columns()];
    for (i, &column) in solution.kept.iter().enumerate() {
        place[column] = i;
    }
    let absorb = |partial: &mut Partial, rows: Range<usize>| {
        let mut residuals = vec![0.0; rows.len()];
        fill_residuals(design, y, solution, precision, rows.clone(), &mut residuals);
        for (row, &residual) in rows.zip(&residuals) {
            let weight = weights.map_or(1.0, |weights| weights[row]);
            if weight == 0.0 {
                continue;
            }
            let weighted = weight * residual;
            partial.squares.add(weighted * residual);
            design.visit(row, &solution.centers, |column, value| {
                if let Some(sum) = partial.gradient.get_mut(place[column]) {
                    sum.add(weighted * value);
                }
            });
            if solution.has_constant {
                partial.gradient[k].add(weighted);
            }
        }
    };
    let new = || Partial { squares: Sum::default(), gradient: vec![Sum::default(); size] };
    let sums = fold(design.n_rows, BLOCK_ROWS, watch, new, absorb)?;
    Ok(ResidualSums { squares: sums.squares.value(), gradient: sums.gradient.into_iter().map(Sum::value).collect() })
}

/// Residuals of all rows.
pub fn residuals(design: &Design<'_>, y: &[f64], solution: &Solution) -> Vec<f64> {
    let mut result = vec![0.0; design.n_rows];
    fill(&mut result, |rows, part| fill_residuals(design, y, solution, Precision::Double, rows, part));
    result
}

fn fill_residuals(
    design: &Design<'_>,
    y: &[f64],
    solution: &Solution,
    precision: Precision,
    rows: Range<usize>,
    output: &mut [f64],
) {
    if precision == Precision::Extended {
        for (row, out) in rows.zip(output) {
            *out = extended_residual(design, y[row], solution, row);
        }
        return;
    }
    for (out, value) in output.iter_mut().zip(&y[rows.clone()]) {
        *out = (value - solution.y_center) - solution.constant;
    }
    for (offset, block) in design.offsets() {
        match block {
            Block::Dense(values) => {
                let (b, center) = (solution.coefficients[offset], solution.centers[offset]);
                if b != 0.0 {
                    for (out, x) in output.iter_mut().zip(&values[rows.clone()]) {
                        *out -= b * (x - center);
                    }
                }
            }
            Block::Coded { columns, values, .. } => {
                for (out, row) in output.iter_mut().zip(rows.clone()) {
                    if columns[row] != NO_COLUMN {
                        let value = values.map_or(1.0, |values| values[row]);
                        *out -= solution.coefficients[offset + columns[row] as usize] * value;
                    }
                }
            }
        }
    }
}

fn extended_residual(design: &Design<'_>, y: f64, solution: &Solution, row: usize) -> f64 {
    let mut sum = Sum::default();
    sum.add(y);
    sum.add(-solution.y_center);
    sum.add(-solution.constant);
    let none = vec![0.0; solution.centers.len()];
    design.visit(row, &none, |column, value| {
        let b = solution.coefficients[column];
        sum.add_product(-b, value);
        sum.add_product(b, solution.centers[column]);
    });
    sum.value()
}
