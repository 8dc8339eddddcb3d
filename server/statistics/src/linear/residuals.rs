//! The second pass: residuals, their sum of squares, and the gradient that refines the estimates.

use std::ops::Range;

use super::solution::Solution;
use crate::compensated::Sum;
use crate::design::{Chunk, Design, NO_COLUMN, chunks};
use crate::fold::{Accumulator, BLOCK_ROWS, Cancelled, Watch, fold};
use crate::matrix::{dot, sum};
use crate::rows::{CHUNK, Rows};

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
    y: &dyn Rows<f64>,
    weights: Option<&dyn Rows<f64>>,
    solution: &Solution,
    precision: Precision,
    watch: Watch<'_>,
) -> Result<ResidualSums, Cancelled> {
    let place = solution.places();
    let new = || Partial { squares: Sum::default(), gradient: vec![Sum::default(); solution.n_parameters()] };
    let sums = fold(design.n_rows, BLOCK_ROWS, watch, new, |partial, rows| {
        let mut pass = Pass::new(design, y, solution, &place);
        for (_, rows) in chunks(rows) {
            pass.read(rows, weights);
            match precision {
                Precision::Double => pass.absorb(partial),
                Precision::Extended => pass.absorb_extended(partial),
            }
        }
    })?;
    Ok(ResidualSums { squares: sums.squares.value(), gradient: sums.gradient.into_iter().map(Sum::value).collect() })
}

/// The buffers of one thread.
struct Pass<'a> {
    chunk: Chunk<'a>,
    y: &'a dyn Rows<f64>,
    solution: &'a Solution,
    /// Place of each column among the kept ones.
    place: &'a [usize],
    observed: Vec<f64>,
    weights: Vec<f64>,
}

impl<'a> Pass<'a> {
    fn new(design: &'a Design<'_>, y: &'a dyn Rows<f64>, solution: &'a Solution, place: &'a [usize]) -> Self {
        Pass { chunk: Chunk::new(design), y, solution, place, observed: Vec::new(), weights: Vec::new() }
    }

    fn read(&mut self, rows: Range<usize>, weights: Option<&dyn Rows<f64>>) {
        let (first, n) = (rows.start, rows.len());
        self.chunk.read(rows);
        self.observed.resize(n, 0.0);
        self.y.read(first, &mut self.observed);
        self.weights.resize(n, 1.0);
        if let Some(weights) = weights {
            weights.read(first, &mut self.weights);
        }
    }

    /// Dot products over the chunk, their results in compensated sums.
    fn absorb(&self, partial: &mut Partial) {
        let n = self.observed.len();
        let (mut residuals, mut weighted, mut centered) = ([0.0; CHUNK], [0.0; CHUNK], [0.0; CHUNK]);
        let (e, we) = (&mut residuals[..n], &mut weighted[..n]);
        e.copy_from_slice(&self.observed);
        subtract_fitted(&self.chunk, self.solution, e);
        for ((we, e), w) in we.iter_mut().zip(e.iter()).zip(&self.weights) {
            *we = w * e;
        }
        partial.squares.add(dot(we, e));
        if let (true, Some(constant)) = (self.solution.has_constant, partial.gradient.last_mut()) {
            constant.add(sum(we));
        }
        for column in &self.chunk.dense {
            if let Some(gradient) = partial.gradient.get_mut(self.place[column.column]) {
                let center = self.solution.centers[column.column];
                for (z, x) in centered.iter_mut().zip(self.chunk.numbers(column)) {
                    *z = x - center;
                }
                gradient.add(dot(we, &centered[..n]));
            }
        }
        for block in &self.chunk.coded {
            let (codes, values) = (self.chunk.codes(block), self.chunk.values(block));
            for (row, (code, we)) in codes.iter().zip(we.iter()).enumerate() {
                if *code != NO_COLUMN
                    && let Some(gradient) = partial.gradient.get_mut(self.place[block.first + *code as usize])
                {
                    gradient.add(we * values.map_or(1.0, |values| values[row]));
                }
            }
        }
    }

    fn absorb_extended(&self, partial: &mut Partial) {
        for (at, (y, weight)) in self.observed.iter().zip(&self.weights).enumerate() {
            if *weight == 0.0 {
                continue;
            }
            let residual = extended_residual(&self.chunk, at, *y, self.solution);
            let weighted = weight * residual;
            partial.squares.add(weighted * residual);
            self.chunk.visit(at, &self.solution.centers, |column, value| {
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

/// The residuals of a solution as a column: computed wherever they are read.
pub struct Residuals<'a> {
    design: &'a Design<'a>,
    y: &'a dyn Rows<f64>,
    solution: &'a Solution,
}

impl<'a> Residuals<'a> {
    /// Of a solution for `y` on a design.
    pub fn new(design: &'a Design<'_>, y: &'a dyn Rows<f64>, solution: &'a Solution) -> Self {
        Residuals { design, y, solution }
    }
}

impl Rows<f64> for Residuals<'_> {
    fn len(&self) -> usize {
        self.design.n_rows
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.y.read(first, output);
        let mut chunk = Chunk::new(self.design);
        for (start, rows) in chunks(first..first + output.len()) {
            let n = rows.len();
            chunk.read(rows);
            subtract_fitted(&chunk, self.solution, &mut output[start..start + n]);
        }
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.y.gather(rows, output);
        let mut chunk = Chunk::new(self.design);
        for (rows, output) in rows.chunks(CHUNK).zip(output.chunks_mut(CHUNK)) {
            chunk.gather(rows);
            subtract_fitted(&chunk, self.solution, output);
        }
    }
}

/// Turns the values of `y` in the chunk's rows into residuals.
pub(crate) fn subtract_fitted(chunk: &Chunk<'_>, solution: &Solution, values: &mut [f64]) {
    for value in values.iter_mut() {
        *value = (*value - solution.y_center) - solution.constant;
    }
    for column in &chunk.dense {
        let (b, center) = (solution.coefficients[column.column], solution.centers[column.column]);
        if b != 0.0 {
            for (value, x) in values.iter_mut().zip(chunk.numbers(column)) {
                *value -= b * (x - center);
            }
        }
    }
    for block in &chunk.coded {
        let numbers = chunk.values(block);
        for (row, (value, code)) in values.iter_mut().zip(chunk.codes(block)).enumerate() {
            if *code != NO_COLUMN {
                let number = numbers.map_or(1.0, |numbers| numbers[row]);
                *value -= solution.coefficients[block.first + *code as usize] * number;
            }
        }
    }
}

fn extended_residual(chunk: &Chunk<'_>, at: usize, y: f64, solution: &Solution) -> f64 {
    let mut sum = Sum::default();
    sum.add(y);
    sum.add(-solution.y_center);
    sum.add(-solution.constant);
    chunk.visit_raw(at, |column, value| {
        let b = solution.coefficients[column];
        sum.add_product(-b, value);
        sum.add_product(b, solution.centers[column]);
    });
    sum.value()
}
