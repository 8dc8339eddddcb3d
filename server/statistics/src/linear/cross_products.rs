//! Weighted cross products of a design and the dependent variable in one pass.
//!
//! Dense × dense is dot products over short chunks, factor × dense group sums, factor × factor a contingency table.

use std::ops::Range;

use crate::design::{Block, Design, NO_COLUMN};
use crate::fold::{Accumulator, BLOCK_ROWS, Cancelled, Watch, fold};
use crate::matrix::{Matrix, dot, sum};

const CHUNK: usize = 1024;

/// Sums of the shifted columns `z = (columns of the design, y)`, `y` last.
pub struct CrossProducts {
    /// Σ w.
    pub weight: f64,
    /// Σ w z, `p + 1`.
    pub sums: Vec<f64>,
    /// Σ w z z', `(p + 1) × (p + 1)`, symmetric.
    pub products: Matrix,
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
    y: &[f64],
    weights: Option<&[f64]>,
    shift: &[f64],
    watch: Watch<'_>,
) -> Result<CrossProducts, Cancelled> {
    let plan = Plan::new(design, y, weights, shift);
    let size = plan.n_columns;
    // A block's matrix must stay small beside its rows.
    let block_rows = BLOCK_ROWS.max(64 * size);
    let new = || CrossProducts { weight: 0.0, sums: vec![0.0; size], products: Matrix::zeros(size, size) };
    let folded = fold(design.n_rows, block_rows, watch, new, |partial, rows| plan.absorb(partial, rows))?;
    Ok(plan.in_design_order(folded))
}

struct Coded<'a> {
    first: usize,
    columns: &'a [u32],
    values: Option<&'a [f64]>,
}

/// Columns renumbered: dense ones (with `y`) first, so that a row's dense part is contiguous.
struct Plan<'a> {
    n_columns: usize,
    dense: Vec<(&'a [f64], f64)>,
    coded: Vec<Coded<'a>>,
    weights: Option<&'a [f64]>,
    /// Place of each inner column in the design's order.
    order: Vec<usize>,
}

impl<'a> Plan<'a> {
    fn new(design: &'a Design<'_>, y: &'a [f64], weights: Option<&'a [f64]>, shift: &[f64]) -> Self {
        let p = design.n_columns();
        let (mut dense, mut order) = (Vec::new(), Vec::new());
        for (offset, block) in design.offsets() {
            if let Block::Dense(values) = block {
                dense.push((*values, shift[offset]));
                order.push(offset);
            }
        }
        dense.push((y, shift[p]));
        order.push(p);
        let mut coded = Vec::new();
        for (offset, block) in design.offsets() {
            if let Block::Coded { columns, n_columns, values } = block {
                coded.push(Coded { first: order.len(), columns, values: *values });
                order.extend(offset..offset + n_columns);
            }
        }
        Plan { n_columns: p + 1, dense, coded, weights, order }
    }

    fn absorb(&self, partial: &mut CrossProducts, rows: Range<usize>) {
        let n_dense = self.dense.len();
        let mut shifted = vec![0.0; n_dense * CHUNK];
        let mut weighted = vec![0.0; n_dense * CHUNK];
        let mut start = rows.start;
        while start < rows.end {
            let chunk = start..(start + CHUNK).min(rows.end);
            self.fill(chunk.clone(), &mut shifted, &mut weighted);
            let n = chunk.len();
            let weights = self.weights.map(|weights| &weights[chunk.clone()]);
            partial.weight += weights.map_or(n as f64, sum);
            for a in 0..n_dense {
                let left = &weighted[a * CHUNK..a * CHUNK + n];
                partial.sums[a] += sum(left);
                for b in 0..=a {
                    partial.products[(a, b)] += dot(left, &shifted[b * CHUNK..b * CHUNK + n]);
                }
            }
            for (position, block) in self.coded.iter().enumerate() {
                self.absorb_coded(partial, position, block, chunk.clone(), &shifted);
            }
            start = chunk.end;
        }
    }

    fn fill(&self, chunk: Range<usize>, shifted: &mut [f64], weighted: &mut [f64]) {
        for (k, (values, shift)) in self.dense.iter().enumerate() {
            let target = &mut shifted[k * CHUNK..k * CHUNK + chunk.len()];
            for (t, x) in target.iter_mut().zip(&values[chunk.clone()]) {
                *t = x - shift;
            }
            let product = &mut weighted[k * CHUNK..k * CHUNK + chunk.len()];
            match self.weights {
                None => product.copy_from_slice(target),
                Some(weights) => {
                    for ((p, t), w) in product.iter_mut().zip(target.iter()).zip(&weights[chunk.clone()]) {
                        *p = t * w;
                    }
                }
            }
        }
    }

    fn absorb_coded(
        &self,
        partial: &mut CrossProducts,
        position: usize,
        block: &Coded<'_>,
        chunk: Range<usize>,
        shifted: &[f64],
    ) {
        for row in chunk.clone() {
            let weight = self.weights.map_or(1.0, |weights| weights[row]);
            if block.columns[row] == NO_COLUMN || weight == 0.0 {
                continue;
            }
            let column = block.first + block.columns[row] as usize;
            let value = weight * block.values.map_or(1.0, |values| values[row]);
            partial.sums[column] += value;
            let target = partial.products.row_mut(column);
            for (k, t) in target[..self.dense.len()].iter_mut().enumerate() {
                *t += value * shifted[k * CHUNK + row - chunk.start];
            }
            for other in &self.coded[..=position] {
                if other.columns[row] != NO_COLUMN {
                    let at = other.first + other.columns[row] as usize;
                    target[at] += value * other.values.map_or(1.0, |values| values[row]);
                }
            }
        }
    }

    fn in_design_order(&self, mut inner: CrossProducts) -> CrossProducts {
        inner.products.mirror();
        let size = self.n_columns;
        let mut result =
            CrossProducts { weight: inner.weight, sums: vec![0.0; size], products: Matrix::zeros(size, size) };
        for (i, &to_row) in self.order.iter().enumerate() {
            result.sums[to_row] = inner.sums[i];
            for (j, &to_column) in self.order.iter().enumerate() {
                result.products[(to_row, to_column)] = inner.products[(i, j)];
            }
        }
        result
    }
}
