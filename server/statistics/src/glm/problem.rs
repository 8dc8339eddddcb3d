//! The rows of a model and how passes read them.

use std::ops::Range;

use super::family::{Family, Prepared, Terms};
use super::kernel::{self, ROWS};
use super::layout::Layout;
use crate::design::{Chunk, Design, NO_COLUMN};
use crate::fold::Watch;
use crate::linear::shift::provisional_means;
use crate::rows::{CHUNK, Rows};

/// The rows of a model. Parameters are, equation after equation, the design's columns (`p`) and the constant; then the one besides.
pub(super) struct Problem<'a> {
    pub design: &'a Design<'a>,
    pub y: &'a dyn Rows<f64>,
    pub offset: Option<&'a dyn Rows<f64>>,
    pub weights: Option<&'a dyn Rows<f64>>,
    pub family: &'a dyn Family,
    /// What is subtracted from each column: near the mean for dense ones beside a constant, else zero.
    pub centers: Vec<f64>,
    pub layout: Layout,
    pub watch: Watch<'a>,
}

impl<'a> Problem<'a> {
    /// Of rows whose lengths fit.
    pub fn new(
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        (offset, weights): (Option<&'a dyn Rows<f64>>, Option<&'a dyn Rows<f64>>),
        family: &'a dyn Family,
        watch: Watch<'a>,
    ) -> Self {
        let mut centers = provisional_means(design, y, weights);
        centers.pop();
        Problem { design, y, offset, weights, family, centers, layout: Layout::new(design), watch }
    }

    /// The same rows under other weights; centers stay.
    pub fn reweighted<'b>(&'b self, weights: Option<&'b dyn Rows<f64>>) -> Problem<'b>
    where
        'a: 'b,
    {
        Problem {
            design: self.design,
            y: self.y,
            offset: self.offset,
            weights,
            family: self.family,
            centers: self.centers.clone(),
            layout: self.layout.clone(),
            watch: self.watch,
        }
    }

    /// Columns and constant: parameters of an equation.
    pub fn per_equation(&self) -> usize {
        self.centers.len() + 1
    }

    /// Number of all parameters, dropped ones among them.
    pub fn n_parameters(&self) -> usize {
        self.family.n_predictors() * self.per_equation() + usize::from(self.family.has_ancillary())
    }

    /// The value of the parameter besides, 0 without one.
    pub fn ancillary(&self, parameters: &[f64]) -> f64 {
        if self.family.has_ancillary() { parameters.last().copied().unwrap_or(0.0) } else { 0.0 }
    }
}

/// The buffers of one thread: a chunk of rows, with predictors and derivatives at some parameters.
pub(super) struct Reader<'a> {
    problem: &'a Problem<'a>,
    /// Each equation's parameters in the order of passes.
    inner: Vec<Vec<f64>>,
    prepared: Prepared,
    pub chunk: Chunk<'a>,
    /// Rows of the chunk.
    pub n: usize,
    /// The same up to a multiple of [`ROWS`].
    pub padded: usize,
    /// Dense columns less their centers, ones, zeros; [`CHUNK`] places each.
    pub z: Vec<f64>,
    pub y: Vec<f64>,
    pub weight: Vec<f64>,
    pub eta: Vec<f64>,
    pub terms: Terms,
}

impl<'a> Reader<'a> {
    /// At parameters.
    pub fn new(problem: &'a Problem<'a>, parameters: &[f64]) -> Self {
        let per = problem.per_equation();
        let q = problem.family.n_predictors();
        let layout = &problem.layout;
        let mut z = vec![0.0; layout.width * CHUNK];
        z[layout.n_dense * CHUNK..(layout.n_dense + 1) * CHUNK].fill(1.0);
        Reader {
            problem,
            inner: parameters[..q * per].chunks_exact(per).map(|values| layout.inner(values)).collect(),
            prepared: problem.family.prepare(problem.ancillary(parameters)),
            chunk: Chunk::new(problem.design),
            n: 0,
            padded: 0,
            z,
            y: vec![0.0; CHUNK],
            weight: vec![0.0; CHUNK],
            eta: vec![0.0; q * CHUNK],
            terms: Terms::new(problem.family),
        }
    }

    /// Reads neighbouring rows, with their weights.
    pub fn read(&mut self, rows: Range<usize>) {
        let first = rows.start;
        self.start(rows.len());
        self.chunk.read(rows);
        self.problem.y.read(first, &mut self.y[..self.n]);
        if let Some(weights) = self.problem.weights {
            weights.read(first, &mut self.weight[..self.n]);
        }
        self.predict(|offset, output| offset.read(first, output));
    }

    /// Reads any rows, with their weights.
    pub fn gather(&mut self, rows: &[u32]) {
        self.start(rows.len());
        self.chunk.gather(rows);
        self.problem.y.gather(rows, &mut self.y[..self.n]);
        if let Some(weights) = self.problem.weights {
            weights.gather(rows, &mut self.weight[..self.n]);
        }
        self.predict(|offset, output| offset.gather(rows, output));
    }

    fn start(&mut self, n: usize) {
        self.n = n;
        self.padded = n.next_multiple_of(ROWS);
        self.weight[..n].fill(1.0);
        self.weight[n..].fill(0.0);
        self.y[n..].fill(0.0);
    }

    /// Columns less their centers, and the linear predictors.
    fn predict(&mut self, read_offset: impl Fn(&dyn Rows<f64>, &mut [f64])) {
        let (n, padded) = (self.n, self.padded);
        for (column, z) in self.chunk.dense.iter().zip(self.z.chunks_exact_mut(CHUNK)) {
            kernel::centre(self.chunk.numbers(column), self.problem.centers[column.column], &mut z[..n]);
            z[n..].fill(0.0);
        }
        let layout = &self.problem.layout;
        for (inner, eta) in self.inner.iter().zip(self.eta.chunks_exact_mut(CHUNK)) {
            kernel::predictor(padded, &inner[..layout.n_dense], inner[layout.n_dense], &self.z, eta);
            for (block, first) in self.chunk.coded.iter().zip(&layout.coded) {
                let b = &inner[*first..];
                let codes = self.chunk.codes(block);
                match self.chunk.values(block) {
                    None => eta.iter_mut().zip(codes).for_each(|(eta, code)| {
                        if *code != NO_COLUMN {
                            *eta += b[*code as usize];
                        }
                    }),
                    Some(values) => eta.iter_mut().zip(codes).zip(values).for_each(|((eta, code), value)| {
                        if *code != NO_COLUMN {
                            *eta += b[*code as usize] * value;
                        }
                    }),
                }
            }
        }
        if let Some(offset) = self.problem.offset {
            let mut values = [0.0; CHUNK];
            read_offset(offset, &mut values[..n]);
            for eta in self.eta.chunks_exact_mut(CHUNK) {
                eta.iter_mut().zip(&values[..n]).for_each(|(eta, offset)| *eta += offset);
            }
        }
    }

    /// Log-likelihoods and derivatives of the rows, without their weights.
    pub fn differentiate(&mut self) {
        self.problem.family.terms(&self.prepared, self.padded, &self.y, &self.eta, &mut self.terms);
    }

    /// Calls `visit(column, value)` for the columns of a row less their centers, then for the constant if there is one.
    #[inline]
    pub fn visit(&self, at: usize, mut visit: impl FnMut(usize, f64)) {
        self.chunk.visit(at, &self.problem.centers, &mut visit);
        if self.problem.design.has_constant {
            visit(self.problem.centers.len(), 1.0);
        }
    }
}
