//! One pass over the rows: log-likelihood, gradient, and information or the product of scores.

use super::kernel::{add_linear, add_products, dot, multiply};
use super::problem::{Problem, Reader};
use crate::design::{NO_COLUMN, chunks};
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, fold};
use crate::matrix::Matrix;
use crate::rows::CHUNK;

/// What is summed besides log-likelihood and gradient.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Second {
    /// Minus the second derivatives.
    Information,
    /// Products of the rows' scores, `Σ w s s'`.
    Meat,
}

/// Sums at a parameter vector, in the numbering of the problem's parameters.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// Log-likelihood without what does not depend on parameters.
    pub value: f64,
    pub gradient: Vec<f64>,
    /// Symmetric.
    pub second: Matrix,
}

/// Sums of a block of rows in the order of passes.
pub(super) struct Partial {
    size: usize,
    value: f64,
    /// Equation after equation.
    linear: Vec<f64>,
    /// Pair of equations after pair.
    products: Vec<f64>,
    mixed: Vec<f64>,
    ancillary: [f64; 2],
}

impl Partial {
    pub fn new(problem: &Problem<'_>) -> Self {
        let (q, size) = (problem.family.n_predictors(), problem.layout.size);
        let besides = if problem.family.has_ancillary() { size } else { 0 };
        Partial {
            size,
            value: 0.0,
            linear: vec![0.0; q * size],
            products: vec![0.0; q * (q + 1) / 2 * size * size],
            mixed: vec![0.0; q * besides],
            ancillary: [0.0; 2],
        }
    }
}

impl Accumulator for Partial {
    fn merge(&mut self, later: Self) {
        let add = |mine: &mut [f64], other: &[f64]| mine.iter_mut().zip(other).for_each(|(a, b)| *a += b);
        self.value += later.value;
        add(&mut self.linear, &later.linear);
        add(&mut self.products, &later.products);
        add(&mut self.mixed, &later.mixed);
        add(&mut self.ancillary, &later.ancillary);
    }
}

/// The sums over all rows, or over every `step`-th chunk of them.
///
/// # Errors
/// [`FitError::OutOfRange`] where a sum is not finite; cancellation.
pub(super) fn evaluate(
    problem: &Problem<'_>,
    parameters: &[f64],
    step: usize,
    second: Second,
) -> Result<Sums, FitError> {
    // A block's sums must stay small beside its rows.
    let block_rows = BLOCK_ROWS.max((64 * problem.layout.size).next_multiple_of(CHUNK));
    let partial = fold(
        problem.design.n_rows,
        block_rows,
        problem.watch,
        || Partial::new(problem),
        |partial, rows| {
            let mut pass = Pass::new(problem, parameters, second);
            for (_, rows) in chunks(rows).filter(|(_, rows)| (rows.start / CHUNK).is_multiple_of(step)) {
                pass.reader.read(rows);
                pass.absorb(partial);
            }
        },
    )?;
    finish(problem, &partial)
}

/// The sums over some rows under these weights instead of their own.
pub(super) fn evaluate_rows(
    problem: &Problem<'_>,
    parameters: &[f64],
    rows: &[u32],
    weights: &[f64],
) -> Result<Sums, FitError> {
    let mut pass = Pass::new(problem, parameters, Second::Information);
    let mut partial = Partial::new(problem);
    for (rows, weights) in rows.chunks(CHUNK).zip(weights.chunks(CHUNK)) {
        pass.reader.gather(rows);
        pass.reader.weight[..weights.len()].copy_from_slice(weights);
        pass.absorb(&mut partial);
    }
    finish(problem, &partial)
}

/// The buffers of one thread.
pub(super) struct Pass<'a> {
    problem: &'a Problem<'a>,
    second: Second,
    pub reader: Reader<'a>,
    /// Dense columns row after row, where there are coded ones.
    pub by_row: Vec<f64>,
}

impl<'a> Pass<'a> {
    pub fn new(problem: &'a Problem<'a>, parameters: &[f64], second: Second) -> Self {
        let by_row = if problem.layout.coded.is_empty() { 0 } else { problem.layout.width * CHUNK };
        Pass { problem, second, reader: Reader::new(problem, parameters), by_row: vec![0.0; by_row] }
    }

    fn absorb(&mut self, partial: &mut Partial) {
        self.reader.differentiate();
        if self.second == Second::Meat {
            self.products_of_scores();
        }
        let (reader, size) = (&mut self.reader, partial.size);
        let (n, weight) = (reader.padded, &reader.weight);
        partial.value += dot(n, &reader.terms.value, weight);
        let terms = &mut reader.terms;
        for part in [&mut terms.score, &mut terms.curvature, &mut terms.mixed] {
            part.chunks_exact_mut(CHUNK).for_each(|values| multiply(n, values, weight));
        }
        if !terms.ancillary_score.is_empty() {
            partial.ancillary[0] += dot(n, &terms.ancillary_score, weight);
            partial.ancillary[1] += dot(n, &terms.ancillary_curvature, weight);
        }
        self.transpose();
        let terms = &self.reader.terms;
        for (s, out) in terms.score.chunks_exact(CHUNK).zip(partial.linear.chunks_exact_mut(size)) {
            self.add_linear(s, out);
        }
        for (s, out) in terms.mixed.chunks_exact(CHUNK).zip(partial.mixed.chunks_exact_mut(size)) {
            self.add_linear(s, out);
        }
        for (h, out) in terms.curvature.chunks_exact(CHUNK).zip(partial.products.chunks_exact_mut(size * size)) {
            self.add_products(h, out);
        }
    }

    fn products_of_scores(&mut self) {
        let n = self.reader.padded;
        let terms = &mut self.reader.terms;
        let q = self.problem.family.n_predictors();
        let mut pair = 0;
        for i in 0..q {
            for j in 0..=i {
                let out = &mut terms.curvature[pair * CHUNK..pair * CHUNK + n];
                out.copy_from_slice(&terms.score[i * CHUNK..i * CHUNK + n]);
                multiply(n, out, &terms.score[j * CHUNK..]);
                pair += 1;
            }
        }
        if terms.ancillary_score.is_empty() {
            return;
        }
        for (mixed, score) in terms.mixed.chunks_exact_mut(CHUNK).zip(terms.score.chunks_exact(CHUNK)) {
            mixed[..n].copy_from_slice(&score[..n]);
            multiply(n, mixed, &terms.ancillary_score);
        }
        terms.ancillary_curvature[..n].copy_from_slice(&terms.ancillary_score[..n]);
        multiply(n, &mut terms.ancillary_curvature, &terms.ancillary_score);
    }

    /// Makes dense columns ready for coded ones.
    pub fn transpose(&mut self) {
        let (n, width) = (self.reader.n, self.problem.layout.width);
        if self.by_row.is_empty() {
            return;
        }
        for (k, column) in self.reader.z.chunks_exact(CHUNK).enumerate() {
            for (row, value) in self.by_row.chunks_exact_mut(width).zip(&column[..n]) {
                row[k] = *value;
            }
        }
    }

    /// `out += Σ s z`, in the order of passes.
    pub fn add_linear(&self, s: &[f64], out: &mut [f64]) {
        let layout = &self.problem.layout;
        add_linear(self.reader.padded, s, &self.reader.z, layout.width, out);
        let chunk = &self.reader.chunk;
        for (block, first) in chunk.coded.iter().zip(&layout.coded) {
            let (out, codes) = (&mut out[*first..], chunk.codes(block));
            let values = chunk.values(block);
            for (at, (code, s)) in codes.iter().zip(s).enumerate() {
                if *code != NO_COLUMN {
                    out[*code as usize] += values.map_or(*s, |values| s * values[at]);
                }
            }
        }
    }

    /// `out += Σ h z z'`, the lower triangle in the order of passes.
    pub fn add_products(&self, h: &[f64], out: &mut [f64]) {
        let layout = &self.problem.layout;
        add_products(self.reader.padded, h, &self.reader.z, layout.width, layout.size, out);
        (0..layout.coded.len()).for_each(|position| self.add_coded(position, h, out));
    }

    /// Group sums of one coded block, and its table with those up to it.
    fn add_coded(&self, position: usize, h: &[f64], out: &mut [f64]) {
        let (layout, chunk) = (&self.problem.layout, &self.reader.chunk);
        let (first, block) = (layout.coded[position], &chunk.coded[position]);
        let (codes, values) = (chunk.codes(block), chunk.values(block));
        let others: Vec<_> = layout.coded[..=position]
            .iter()
            .zip(&chunk.coded)
            .map(|(first, block)| (*first, chunk.codes(block), chunk.values(block)))
            .collect();
        let rows = codes.iter().zip(h).zip(self.by_row.chunks_exact(layout.width));
        for (row, ((code, h), dense)) in rows.enumerate() {
            if *code == NO_COLUMN || *h == 0.0 {
                continue;
            }
            let h = values.map_or(*h, |values| h * values[row]);
            let target = &mut out[(first + *code as usize) * layout.size..][..layout.size];
            for (t, z) in target.iter_mut().zip(dense) {
                *t += h * z;
            }
            for (first, codes, values) in &others {
                if codes[row] != NO_COLUMN {
                    target[first + codes[row] as usize] += values.map_or(h, |values| h * values[row]);
                }
            }
        }
    }
}

/// From the order of passes to that of the parameters.
fn finish(problem: &Problem<'_>, partial: &Partial) -> Result<Sums, FitError> {
    let (q, per, size) = (problem.family.n_predictors(), problem.per_equation(), partial.size);
    let n_parameters = problem.n_parameters();
    let mut gradient = vec![0.0; n_parameters];
    let mut second = Matrix::zeros(n_parameters, n_parameters);
    for (equation, inner) in partial.linear.chunks_exact(size).enumerate() {
        problem.layout.outer(inner, &mut gradient[equation * per..]);
    }
    let places: Vec<(usize, usize)> = problem.layout.places().collect();
    let pairs = (0..q).flat_map(|i| (0..=i).map(move |j| (i, j)));
    for ((i, j), products) in pairs.zip(partial.products.chunks_exact(size * size)) {
        for (at, &(a, row)) in places.iter().enumerate() {
            for &(b, column) in &places[..=at] {
                let value = products[a * size + b];
                for (row, column) in [(i * per + row, j * per + column), (i * per + column, j * per + row)] {
                    second[(row, column)] = value;
                    second[(column, row)] = value;
                }
            }
        }
    }
    if problem.family.has_ancillary() {
        let last = n_parameters - 1;
        gradient[last] = partial.ancillary[0];
        second[(last, last)] = partial.ancillary[1];
        let mut mixed = vec![0.0; last];
        for (equation, inner) in partial.mixed.chunks_exact(size).enumerate() {
            problem.layout.outer(inner, &mut mixed[equation * per..]);
        }
        for (at, value) in mixed.into_iter().enumerate() {
            second[(at, last)] = value;
            second[(last, at)] = value;
        }
    }
    let is_finite = partial.value.is_finite()
        && gradient.iter().all(|value| value.is_finite())
        && second.values.iter().all(|value| value.is_finite());
    if is_finite { Ok(Sums { value: partial.value, gradient, second }) } else { Err(FitError::OutOfRange) }
}
