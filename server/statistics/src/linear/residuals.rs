//! The second pass: residuals, their sum of squares, and the gradient that refines the estimates.

use std::ops::Range;

use super::solution::Solution;
use crate::compensated::Sum;
use crate::design::{Block, Design, NO_COLUMN};
use crate::fold::{Accumulator, BLOCK_ROWS, Cancelled, Watch, fill, fold};
use crate::matrix::{dot, sum};

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
    let size = solution.n_parameters();
    let mut place = vec![usize::MAX; design.n_columns()];
    for (i, &column) in solution.kept.iter().enumerate() {
        place[column] = i;
    }
    let pass = Pass { design, y, weights, solution, place: &place };
    let absorb = |partial: &mut Partial, rows: Range<usize>| match precision {
        Precision::Double => pass.absorb(partial, rows),
        Precision::Extended => pass.absorb_extended(partial, rows),
    };
    let new = || Partial { squares: Sum::default(), gradient: vec![Sum::default(); size] };
    let sums = fold(design.n_rows, BLOCK_ROWS, watch, new, absorb)?;
    Ok(ResidualSums { squares: sums.squares.value(), gradient: sums.gradient.into_iter().map(Sum::value).collect() })
}

const CHUNK: usize = 1024;

struct Pass<'a> {
    design: &'a Design<'a>,
    y: &'a [f64],
    weights: Option<&'a [f64]>,
    solution: &'a Solution,
    /// Place of each column among the kept ones.
    place: &'a [usize],
}

impl Pass<'_> {
    /// Dot products over short chunks, their results in compensated sums.
    fn absorb(&self, partial: &mut Partial, rows: Range<usize>) {
        let mut residuals = [0.0; CHUNK];
        let mut weighted = [0.0; CHUNK];
        let mut centered = [0.0; CHUNK];
        let mut start = rows.start;
        while start < rows.end {
            let chunk = start..(start + CHUNK).min(rows.end);
            let n = chunk.len();
            let e = &mut residuals[..n];
            fill_residuals(self.design, self.y, self.solution, Precision::Double, chunk.clone(), e);
            let we = &mut weighted[..n];
            match self.weights {
                None => we.copy_from_slice(e),
                Some(weights) => {
                    for ((we, e), w) in we.iter_mut().zip(e.iter()).zip(&weights[chunk.clone()]) {
                        *we = w * e;
                    }
                }
            }
            partial.squares.add(dot(we, e));
            if let (true, Some(constant)) = (self.solution.has_constant, partial.gradient.last_mut()) {
                constant.add(sum(we));
            }
            for (offset, block) in self.design.offsets() {
                match block {
                    Block::Dense(values) => {
                        if let Some(gradient) = partial.gradient.get_mut(self.place[offset]) {
                            let center = self.solution.centers[offset];
                            for (z, x) in centered.iter_mut().zip(&values[chunk.clone()]) {
                                *z = x - center;
                            }
                            gradient.add(dot(we, &centered[..n]));
                        }
                    }
                    Block::Coded { columns, values, .. } => {
                        for (row, we) in chunk.clone().zip(we.iter()) {
                            if columns[row] != NO_COLUMN
                                && let Some(gradient) =
                                    partial.gradient.get_mut(self.place[offset + columns[row] as usize])
                            {
                                gradient.add(we * values.map_or(1.0, |values| values[row]));
                            }
                        }
                    }
                }
            }
            start = chunk.end;
        }
    }

    fn absorb_extended(&self, partial: &mut Partial, rows: Range<usize>) {
        for row in rows {
            let weight = self.weights.map_or(1.0, |weights| weights[row]);
            if weight == 0.0 {
                continue;
            }
            let residual = extended_residual(self.design, self.y[row], self.solution, row);
            let weighted = weight * residual;
            partial.squares.add(weighted * residual);
            self.design.visit(row, &self.solution.centers, |column, value| {
                if let Some(sum) = partial.gradient.get_mut(self.place[column]) {
                    sum.add(weighted * value);
                }
            });
            if let (true, Some(constant)) = (self.solution.has_constant, partial.gradient.last_mut()) {
                constant.add(weighted);
            }
        }
    }
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
