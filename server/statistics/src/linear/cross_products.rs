//! Weighted cross products of a design and the dependent variable in one pass.
//!
//! Dense × dense is dot products over short chunks, factor × dense group sums, factor × factor a contingency table. Where
//! weights differ from 1 in a few rows only, the products follow from the unweighted ones without a pass.

use std::ops::Range;

use crate::design::{Chunk, Design, NO_COLUMN, chunks};
use crate::fold::{Accumulator, BLOCK_ROWS, Cancelled, Watch, fold};
use crate::matrix::{Matrix, dot, dots, sum};
use crate::rows::{CHUNK, Rows};

/// Sums of the shifted columns `z = (columns of the design, y)`, `y` last.
#[derive(Clone, Debug)]
pub struct CrossProducts {
    /// Σ w.
    pub weight: f64,
    /// Σ w z, `p + 1`.
    pub sums: Vec<f64>,
    /// Σ w z z', `(p + 1) × (p + 1)`, symmetric.
    pub products: Matrix,
}

impl CrossProducts {
    /// Of `size` columns, `y` included.
    pub fn zeros(size: usize) -> Self {
        CrossProducts { weight: 0.0, sums: vec![0.0; size], products: Matrix::zeros(size, size) }
    }
}

impl Accumulator for CrossProducts {
    fn merge(&mut self, later: Self) {
        self.weight += later.weight;
        add(&mut self.sums, &later.sums);
        add(&mut self.products.values, &later.products.values);
    }
}

fn add(target: &mut [f64], source: &[f64]) {
    for (t, s) in target.iter_mut().zip(source) {
        *t += s;
    }
}

/// One pass over the rows. `shift` (`p + 1`, zero for coded columns) is subtracted from dense columns and `y` first.
pub fn cross_products(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    weights: Option<&dyn Rows<f64>>,
    shift: &[f64],
    watch: Watch<'_>,
) -> Result<CrossProducts, Cancelled> {
    let plan = Plan::new(design, y, shift);
    // A block's matrix must stay small beside its rows.
    let block_rows = BLOCK_ROWS.max(64 * plan.size);
    let folded = fold(
        design.n_rows,
        block_rows,
        watch,
        || CrossProducts::zeros(plan.size),
        |partial, rows| {
            let mut pass = Pass::new(&plan);
            for (_, chunk) in chunks(rows) {
                pass.read(chunk.clone(), weights);
                pass.absorb(partial);
            }
        },
    )?;
    Ok(plan.in_design_order(folded))
}

/// The cross products under weights that are 1 but in the rows of `changed`, from those `base` of weights 1 around the same
/// `shift`. As exact as a pass while the changed rows do not carry most of a direction of the design.
pub fn reweighted(
    base: &CrossProducts,
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    changed: &[(usize, f64)],
    shift: &[f64],
) -> CrossProducts {
    let plan = Plan::new(design, y, shift);
    let mut more = CrossProducts::zeros(plan.size);
    let mut pass = Pass::new(&plan);
    for part in changed.chunks(CHUNK) {
        let rows: Vec<u32> = part.iter().filter_map(|(row, _)| u32::try_from(*row).ok()).collect();
        let weights: Vec<f64> = part.iter().map(|(_, weight)| weight - 1.0).collect();
        pass.gather(&rows, &weights);
        pass.absorb(&mut more);
    }
    let mut result = base.clone();
    result.merge(plan.in_design_order(more));
    result
}

/// Columns renumbered: dense ones (with `y`) first.
struct Plan<'a> {
    size: usize,
    design: &'a Design<'a>,
    y: &'a dyn Rows<f64>,
    /// What is subtracted from the dense columns, `y` last.
    shift: Vec<f64>,
    /// Inner number of the first column of each coded block.
    coded: Vec<usize>,
    /// Place of each inner column in the design's order.
    order: Vec<usize>,
}

impl<'a> Plan<'a> {
    fn new(design: &'a Design<'_>, y: &'a dyn Rows<f64>, shift: &[f64]) -> Self {
        let p = design.n_columns();
        let chunk = Chunk::new(design);
        let mut order: Vec<usize> = chunk.dense.iter().map(|column| column.column).collect();
        order.push(p);
        let dense_shift = order.iter().map(|column| shift[*column]).collect();
        let mut coded = Vec::with_capacity(chunk.coded.len());
        for (offset, block) in design.offsets().filter(|(_, block)| block.is_coded()) {
            coded.push(order.len());
            order.extend(offset..offset + block.n_columns());
        }
        Plan { size: p + 1, design, y, shift: dense_shift, coded, order }
    }

    fn in_design_order(&self, mut inner: CrossProducts) -> CrossProducts {
        inner.products.mirror();
        let mut result = CrossProducts::zeros(self.size);
        result.weight = inner.weight;
        for (i, &to_row) in self.order.iter().enumerate() {
            result.sums[to_row] = inner.sums[i];
            for (j, &to_column) in self.order.iter().enumerate() {
                result.products[(to_row, to_column)] = inner.products[(i, j)];
            }
        }
        result
    }
}

/// The buffers of one thread.
struct Pass<'a> {
    plan: &'a Plan<'a>,
    chunk: Chunk<'a>,
    n: usize,
    /// Dense columns and `y` minus their shift, [`CHUNK`] places each.
    shifted: Vec<f64>,
    /// The same times the weight, where there are weights.
    weighted: Vec<f64>,
    weights: Option<Vec<f64>>,
    /// The shifted columns row after row, for group sums.
    by_row: Vec<f64>,
}

impl<'a> Pass<'a> {
    fn new(plan: &'a Plan<'a>) -> Self {
        let chunk = Chunk::new(plan.design);
        let shifted = vec![0.0; plan.shift.len() * CHUNK];
        Pass { plan, chunk, n: 0, weighted: Vec::new(), shifted, weights: None, by_row: Vec::new() }
    }

    fn read(&mut self, rows: Range<usize>, weights: Option<&dyn Rows<f64>>) {
        self.chunk.read(rows.clone());
        let (first, n) = (rows.start, rows.len());
        self.plan.y.read(first, self.y_part(n));
        if let Some(source) = weights {
            let mut weights = self.weights.take().unwrap_or_default();
            weights.resize(n, 0.0);
            source.read(first, &mut weights);
            self.weights = Some(weights);
        }
        self.shift(n);
    }

    fn gather(&mut self, rows: &[u32], weights: &[f64]) {
        self.chunk.gather(rows);
        self.plan.y.gather(rows, self.y_part(rows.len()));
        self.weights = Some(weights.to_vec());
        self.shift(rows.len());
    }

    fn y_part(&mut self, n: usize) -> &mut [f64] {
        let start = (self.plan.shift.len() - 1) * CHUNK;
        &mut self.shifted[start..start + n]
    }

    fn shift(&mut self, n: usize) {
        self.n = n;
        for (k, column) in self.chunk.dense.iter().enumerate() {
            self.shifted[k * CHUNK..k * CHUNK + n].copy_from_slice(self.chunk.numbers(column));
        }
        for (values, shift) in self.shifted.chunks_exact_mut(CHUNK).zip(&self.plan.shift) {
            values[..n].iter_mut().for_each(|value| *value -= shift);
        }
        if !self.plan.coded.is_empty() {
            let width = self.plan.shift.len();
            self.by_row.resize(n * width, 0.0);
            for (k, values) in self.shifted.chunks_exact(CHUNK).enumerate() {
                for (row, value) in self.by_row.chunks_exact_mut(width).zip(values) {
                    row[k] = *value;
                }
            }
        }
        if let Some(weights) = &self.weights {
            self.weighted.resize(self.shifted.len(), 0.0);
            for (target, source) in self.weighted.chunks_exact_mut(CHUNK).zip(self.shifted.chunks_exact(CHUNK)) {
                for ((t, s), w) in target[..n].iter_mut().zip(source).zip(weights) {
                    *t = s * w;
                }
            }
        }
    }

    fn absorb(&self, partial: &mut CrossProducts) {
        let n = self.n;
        let column = |values: &'_ [f64], k: usize| -> Range<usize> {
            debug_assert!(k * CHUNK + n <= values.len());
            k * CHUNK..k * CHUNK + n
        };
        let left = if self.weights.is_some() { &self.weighted } else { &self.shifted };
        partial.weight += self.weights.as_deref().map_or(n as f64, sum);
        for a in 0..self.plan.shift.len() {
            let values = &left[column(left, a)];
            partial.sums[a] += sum(values);
            let right = |b: usize| &self.shifted[column(&self.shifted, b)];
            let mut b = 0;
            while b + 3 <= a {
                let four = dots(values, [right(b), right(b + 1), right(b + 2), right(b + 3)]);
                for (k, product) in four.into_iter().enumerate() {
                    partial.products[(a, b + k)] += product;
                }
                b += 4;
            }
            for b in b..=a {
                partial.products[(a, b)] += dot(values, right(b));
            }
        }
        for position in 0..self.plan.coded.len() {
            self.absorb_coded(partial, position);
        }
    }

    /// Group sums of one coded block, and its table with those up to it.
    fn absorb_coded(&self, partial: &mut CrossProducts, position: usize) {
        let n_dense = self.plan.shift.len();
        let first = self.plan.coded[position];
        let block = &self.chunk.coded[position];
        let (codes, values) = (self.chunk.codes(block), self.chunk.values(block));
        let others: Vec<_> = self.plan.coded[..=position]
            .iter()
            .zip(&self.chunk.coded)
            .map(|(first, block)| (*first, self.chunk.codes(block), self.chunk.values(block)))
            .collect();
        for (row, (code, dense)) in codes.iter().zip(self.by_row.chunks_exact(n_dense)).enumerate() {
            let weight = self.weights.as_ref().map_or(1.0, |weights| weights[row]);
            if *code == NO_COLUMN || weight == 0.0 {
                continue;
            }
            let column = first + *code as usize;
            let value = weight * values.map_or(1.0, |values| values[row]);
            partial.sums[column] += value;
            let target = partial.products.row_mut(column);
            for (t, z) in target[..n_dense].iter_mut().zip(dense) {
                *t += value * z;
            }
            for (first, codes, values) in &others {
                if codes[row] != NO_COLUMN {
                    target[first + codes[row] as usize] += value * values.map_or(1.0, |values| values[row]);
                }
            }
        }
    }
}
